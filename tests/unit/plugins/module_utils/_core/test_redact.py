# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No form of a secret is left in a text, whatever stands around it."""

from __future__ import annotations

import base64
import json
import time
from typing import Any, Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core.redact import (
    MASK,
    Redactor,
    basic_credentials,
    forms,
    is_mistakable,
    is_sensitive_header,
    is_sensitive_name,
    secrets_in_url,
    shown_url,
    without_user_info,
)
from ansible_collections.genesys.cloud.tests.unit.json_values import values

# Characters that some encoding changes, and some that none does.
SECRETS = st.text(st.sampled_from("aZ09-_.~ +/=%&?#:@!'()*\"\\\n\tü☃\U0001f511<>") | st.characters(), min_size=1)
LONG_SECRETS = st.text(st.sampled_from('aZ09+/=%&? "\\ü☃'), min_size=6, max_size=24)
SURROUNDINGS = st.text(max_size=12)


def lower_escapes(text: str) -> str:
    return "".join(f"%{part[:2].lower()}{part[2:]}" if index else part for index, part in enumerate(text.split("%")))


ENCODINGS: dict[str, Callable[[str], str]] = {
    "literal": lambda secret: secret,
    "URL": lambda secret: quote(secret, safe="", errors="replace"),
    "URL, slashes kept": lambda secret: quote(secret, errors="replace"),
    "form": lambda secret: quote_plus(secret, errors="replace"),
    "encodeURIComponent": lambda secret: quote(secret, safe="!'()*", errors="replace"),
    "encodeURI": lambda secret: quote(secret, safe="!'()*;/?:@&=+$,#", errors="replace"),
    "URL, lower case": lambda secret: lower_escapes(quote(secret, safe="", errors="replace")),
    "URL, twice": lambda secret: quote(quote(secret, safe="", errors="replace"), safe=""),
    "URL, twice, lower case": lambda secret: lower_escapes(
        quote(lower_escapes(quote(secret, safe="", errors="replace")))
    ),
    "JSON": lambda secret: json.dumps(secret)[1:-1],
    "JSON, as it is": lambda secret: json.dumps(secret, ensure_ascii=False)[1:-1],
    "JSON, slashes escaped": lambda secret: json.dumps(secret)[1:-1].replace("/", "\\/"),
    "Python": lambda secret: repr(secret)[1:-1],
    "hex": lambda secret: secret.encode("utf-8", "surrogatepass").hex(),
    "HEX": lambda secret: secret.encode("utf-8", "surrogatepass").hex().upper(),
    "base64": lambda secret: base64.b64encode(secret.encode("utf-8", "surrogatepass")).decode(),
    "base64url": lambda secret: base64.urlsafe_b64encode(secret.encode("utf-8", "surrogatepass")).decode(),
    "base64 without padding": lambda secret: (
        base64.b64encode(secret.encode("utf-8", "surrogatepass")).decode().rstrip("=")
    ),
}


def left_over(redacted: str, form: str) -> bool:
    """Whether a form is still there; the mask itself is not looked into."""
    return any(form in part for part in redacted.split(MASK))


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(secret=SECRETS, before=SURROUNDINGS, after=SURROUNDINGS)
def test_no_encoding_of_a_secret_is_left_in_a_text(encoding: str, secret: str, before: str, after: str) -> None:
    form = ENCODINGS[encoding](secret)
    assume(form == secret or len(form) >= 4)
    redacted = Redactor([secret]).text(f"{before}{form}{after}")
    assert not left_over(redacted, form)
    assert not left_over(redacted, secret)


def unmistakable(encode: Callable[[bytes], bytes], before: int, secret: bytes, after: int) -> str:
    """The characters of an encoding that are the same whatever bytes stand before and after the secret."""
    one, other = (encode(filler * before + secret + filler * after).decode() for filler in (b"\0", b"\xff"))
    alike = [index for index, pair in enumerate(zip(one, other)) if pair[0] == pair[1] != "="]
    return one[alike[0] : alike[-1] + 1] if alike else ""


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@given(secret=LONG_SECRETS, before=st.binary(max_size=9), after=st.binary(max_size=9))
def test_base64_of_a_secret_amid_other_bytes_shows_none_of_it(
    encode: Callable[[bytes], bytes], secret: str, before: bytes, after: bytes
) -> None:
    raw = secret.encode()
    encoded = encode(before + raw + after).decode()
    core = unmistakable(encode, len(before), raw, len(after))
    assert len(core) >= 6
    assert core in encoded
    redacted = Redactor([secret]).text(f"Authorization: Basic {encoded}")
    assert MASK in redacted
    assert not left_over(redacted, core)


@given(client_id=st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF), max_size=40), secret=LONG_SECRETS)
def test_a_basic_header_does_not_show_the_secret_in_it(client_id: str, secret: str) -> None:
    basic = basic_credentials(client_id, secret)
    assert base64.b64decode(basic).decode() == f"{client_id}:{secret}"
    assert basic not in Redactor([secret]).text(f"Basic {basic}")


@given(st.lists(LONG_SECRETS, min_size=1, max_size=4), SURROUNDINGS)
def test_with_several_secrets_none_is_left(secrets: list[str], between: str) -> None:
    redactor = Redactor(secrets)
    redacted = redactor.text(between.join([*secrets, *reversed(secrets)]))
    for secret in secrets:
        assert not left_over(redacted, secret)


def test_a_secret_inside_a_longer_one_does_not_leave_the_rest_of_the_longer_one() -> None:
    assert Redactor(["hunter", "hunter-the-second"]).text("it is hunter-the-second") == f"it is {MASK}"


@given(SECRETS)
def test_a_secret_learnt_later_is_masked_from_then_on(secret: str) -> None:
    redactor = Redactor(["another-secret"])
    redactor.add(secret)
    assert not left_over(redactor.text(f"<{secret}>"), secret)
    assert {secret, "another-secret"} <= redactor.values
    assert redactor.values == forms(secret) | forms("another-secret")


@given(st.text(), st.sampled_from(["", None]))
def test_nothing_is_masked_where_there_is_no_secret(text: str, secret: str | None) -> None:
    redactor = Redactor()
    redactor.add(secret)
    assert redactor.text(text) == text
    assert redactor.values == set()


@pytest.mark.parametrize("secret", ["a", "ab", "abc", "ü", "\u2603"])
def test_a_short_secret_is_masked_itself_but_not_through_forms_that_blot_out_everything(secret: str) -> None:
    assert Redactor([secret]).text(f"-{secret}-") == f"-{MASK}-"
    assert all(len(form) >= 4 for form in forms(secret) - {secret})


@given(values(st.text(max_size=3)))
def test_data_keeps_its_shape_where_it_holds_no_secret(value: Any) -> None:
    assert Redactor(["never-in-there"]).data(value) == value


def test_data_that_holds_no_secret_is_not_copied_and_what_holds_one_is_not_changed() -> None:
    clean: dict[str, Any] = {"name": "EU", "features": ["rich-media"]}
    dirty = {"header": ["Bearer s3cr3t-t0ken"], "clean": clean}
    masked = Redactor(["s3cr3t-t0ken"]).data(dirty)
    assert masked == {"header": [f"Bearer {MASK}"], "clean": clean}
    assert masked["clean"] is clean
    assert dirty == {"header": ["Bearer s3cr3t-t0ken"], "clean": clean}


def test_data_is_masked_in_every_string_keys_included() -> None:
    redactor = Redactor(["s3cret"])
    value = {"s3cret": ["a s3cret", {"deep": ("s3cret", 1, None, True, 2.5)}], "n": {"x-s3cret-y": "czNjcmV0"}}
    assert redactor.data(value) == {
        MASK: [f"a {MASK}", {"deep": [MASK, 1, None, True, 2.5]}],
        "n": {f"x-{MASK}-y": MASK},
    }
    assert value["n"] == {"x-s3cret-y": "czNjcmV0"}


@given(values(SURROUNDINGS), LONG_SECRETS, st.sampled_from(sorted(ENCODINGS)), st.integers(0, 70_000))
def test_a_secret_is_found_wherever_in_the_data_it_is(value: Any, secret: str, encoding: str, before: int) -> None:
    form = ENCODINGS[encoding](secret)
    rows = [value] * (before % 1000)
    masked = Redactor([secret]).data({"rows": [*rows, {"deep": "." * before + form + "."}, value]})
    assert masked["rows"][len(rows)]["deep"] == "." * before + MASK + "."


def test_a_secret_is_found_in_every_part_of_a_result() -> None:
    redactor = Redactor(["s3cr3t-t0ken", "another-0ne"])
    for secret in ("s3cr3t-t0ken", "another-0ne", b"s3cr3t-t0ken".hex()):
        for value in ({secret: 1}, {"a": secret}, {"a": [1, secret]}, {"a": [[{"b": secret}]]}, {"a": {"b": [secret]}}):
            assert redactor.data({"c": [2], **value}) == {
                "c": [2],
                **json.loads(json.dumps(value).replace(secret, MASK)),
            }


@pytest.mark.parametrize(
    ("url", "secrets"),
    [
        ("https://user:pass@host.example/x", {"user:pass", "pass"}),
        ("https://user:p%40ss@host.example", {"user:p%40ss", "p%40ss", "p@ss"}),
        ("https://user:pa@ss@host.example", {"user:pa@ss", "pa@ss"}),
        ("https://:pass@host.example", {":pass", "pass"}),
        # not escaped as it should be, so that the password ends the host's part of the URL
        ("https://user:pa/ss@host.example", {"user:pa/ss", "pa/ss"}),
        ("https://user:pa?ss@host.example", {"user:pa?ss", "pa?ss"}),
        ("https://user:pa#ss@host.example", {"user:pa#ss", "pa#ss"}),
        ("user:pass@proxy.example:3128", {"user:pass", "pass"}),
        ("https://t0ken@host.example", {"t0ken"}),
        ("https://t%30ken@host.example", {"t%30ken", "t0ken"}),
        ("https://host.example/hook?token=s3cret%2B1&v=2", {"s3cret%2B1", "s3cret+1"}),
        ("https://host.example/hook?s3cret;key=m+ore#id=a-third", {"s3cret", "m+ore", "m ore", "a-third"}),
        ("https://u:pass@host.example/?a=token", {"u:pass", "pass", "token"}),
        ("https://[::1]:8443/@someone", set()),
        ("https://host.example/@someone", set()),
        ("https://host.example:8443/@someone", set()),
        ("https://host.example", set()),
        ("", set()),
        (None, set()),
        (5, set()),
    ],
)
def test_the_credentials_in_a_url_are_found(url: Any, secrets: set[str]) -> None:
    assert secrets_in_url(url) == secrets


@given(st.text())
def test_no_text_makes_the_search_for_credentials_fail(text: str) -> None:
    secrets_in_url(f"https://{text}@host")
    without_user_info(text)


@pytest.mark.parametrize("password", ["pass", "pa@ss", "pa/ss", "pa?ss", "pa#ss", "pa:ss"])
def test_a_url_is_shown_without_its_credentials(password: str) -> None:
    shown = without_user_info(f"https://user:{password}@host.example/path")
    assert shown == "https://********@host.example/path"


@pytest.mark.parametrize(
    "name",
    [
        "Authorization",
        "authorization",
        "Proxy-Authorization",
        "Cookie",
        "Set-Cookie",
        "X-Api-Key",
        "X-API-KEY",
        "apikey",
        "X-Auth-Token",
        "X-Amz-Security-Token",
        "X-Client-Secret",
        "X-Password",
        "X-Hub-Signature-256",
        "Ocp-Apim-Subscription-Key",
        "X-Credentials",
    ],
)
def test_headers_that_carry_credentials_are_known_by_their_names(name: str) -> None:
    assert is_sensitive_header(name)


@pytest.mark.parametrize(
    "name", ["X_API_KEY", "X-Auth", "X-Access", "X-Keyboard", "X-Author", "X-Team", "DD-API", "Private", "X-Sig"]
)
def test_a_header_that_nobody_knows_can_carry_a_credential(name: str) -> None:
    assert is_sensitive_header(name)


@pytest.mark.parametrize("name", ["Content-Type", "Accept", "X-Request-Id", "User-Agent", "content-type", "ACCEPT"])
def test_headers_that_are_known_to_be_plain_are_not_hidden(name: str) -> None:
    assert not is_sensitive_header(name)


@pytest.mark.parametrize("name", ["client_secret", "Password", "apiKey", "api key", "access_token", "private-key"])
def test_what_is_called_a_secret_is_known_by_its_name(name: str) -> None:
    assert is_sensitive_name(name)


@pytest.mark.parametrize("name", ["name", "key", "keyword", "queue_id", "author"])
def test_other_names_are_no_secrets(name: str) -> None:
    assert not is_sensitive_name(name)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://host.example/hook", "https://host.example/hook"),
        ("https://t0ken@host.example/hook", "https://********@host.example/hook"),
        ("https://h/x?token=abc&v=1", "https://h/x?token=********&v=********"),
        ("https://h/x?abc", "https://h/x?********"),
        ("https://h/x?a=&b==c;d=e=f", "https://h/x?a=&b=********;d=********"),
        ("https://h/x#id=abc", "https://h/x#id=********"),
        ("https://u:p@h/x?a=b#c", "https://********@h/x?a=********#********"),
        ("h/x?token=abc", "h/x?token=********"),
        ("https://h/x?", "https://h/x?"),
    ],
)
def test_an_address_is_shown_without_the_values_of_its_query(url: str, wanted: str) -> None:
    assert shown_url(url) == wanted


def test_values_too_short_for_a_credential_can_be_shown() -> None:
    assert shown_url("https://h/?a=b&token=abcd", 4) == "https://h/?a=b&token=********"


@given(st.text(), st.text(st.sampled_from("ab=&;#?/ "), max_size=12))
def test_no_value_of_a_query_is_left(host: str, query: str) -> None:
    assert "s3cret" not in shown_url(f"https://{host}/?{query}&x=s3cret&{query}")
    assert "s3cret" not in shown_url(f"https://{host}/?s3cret")


@pytest.mark.parametrize(
    "form",
    [
        *("a", "id", "msg", "wrong", "s3cret", "1", "12345678901", "2026-11-26", "configuration", "client_secret"),
        *("us-east-1", "maxConcurrentSessions", "communications:read", "is out of range", "GENESYS_API", "hunter two"),
    ],
)
def test_words_of_ours_and_what_is_short_can_be_mistaken(form: str) -> None:
    assert is_mistakable(form)


@pytest.mark.parametrize(
    "form",
    [
        *(
            "password1",
            "a1b2c3d4-e5f6-7890",
            "d3Jvbmc==",
            "kX9vT2mQ8rW4",
            "+sec/ret=",
            "geh\u00e4sslich",
            "QWxhZGRpbjpvcGVu",
        ),
        *("aBcDeFgHiJkLmNoP", "pass,word", "{swordfish}"),
    ],
)
def test_no_sentence_of_ours_can_hold_what_looks_like_a_secret(form: str) -> None:
    assert not is_mistakable(form)


@pytest.mark.parametrize(
    ("secret", "sentence", "wanted"),
    [
        ("wrong", "id: is wrong.", "id: is wrong."),
        ("wrong", "name: 'is wrong' is wrong.", f"name: 'is {MASK}' is wrong."),
        ("wrong", 'name: "it\'s wrong" is wrong.', f'name: "it\'s {MASK}" is wrong.'),
        ("wrong", "the token's wrong, Ansible's too", "the token's wrong, Ansible's too"),
        ("wrong", "['a', 'wrong'] and {'wrong': 'x'}", f"['a', '{MASK}'] and {{'{MASK}': 'x'}}"),
        ("a", "a 'bar' a", f"a 'b{MASK}r' a"),
        ("api", "argument 'api' is wrong", "argument 'api' is wrong"),
        ("kX9vT2mQ8rW4", "it is kX9vT2mQ8rW4, and 'kX9vT2mQ8rW4'", f"it is {MASK}, and '{MASK}'"),
        ("kX9vT2mQ8rW4", "'some text with kX9vT2m...' and kX9... end", f"'some text with {MASK}...' and kX9... end"),
        ("", "anything at all", "anything at all"),
    ],
)
def test_in_a_sentence_of_ours_what_is_quoted_is_masked(secret: str, sentence: str, wanted: str) -> None:
    assert Redactor([secret], keys=["api"]).sentence(sentence) == wanted


@given(LONG_SECRETS, SURROUNDINGS, SURROUNDINGS)
def test_a_quoted_value_shows_no_secret(secret: str, before: str, after: str) -> None:
    quoted = repr(f"{before}{secret}{after}")
    redacted = Redactor([secret]).sentence(f"name: {quoted} is unknown.")
    assert not left_over(redacted, secret)
    assert not left_over(redacted, repr(secret)[1:-1])


@given(
    st.lists(st.sampled_from(["a", "LOG", "wrong", "VALUE", "id"]), min_size=1), st.text("aLOGVUEwrongid ", max_size=30)
)
def test_masking_twice_is_masking_once(secrets: list[str], text: str) -> None:
    redactor = Redactor(secrets)
    assert redactor.text(redactor.text(text)) == redactor.text(text)
    assert redactor.data([redactor.text(text)]) == [redactor.text(text)]


def test_a_key_is_masked_as_a_whole_word_and_ours_never() -> None:
    redactor = Redactor(["wrong", "id"], keys=["id"])
    assert redactor.data({"id": "id", "wrong": 1, "x-wrong": 2, "wrongly": 3, "video": "video"}) == {
        "id": MASK,
        MASK: 1,
        f"x-{MASK}": 2,
        "wrongly": 3,
        "video": f"v{MASK}eo",
    }


def test_what_we_made_ourselves_is_masked_for_what_cannot_be_ours_alone() -> None:
    entry = {"audit_id": "a1", "outcome": "updated", "changes": ["a.b"], "resource_name": "a", "failure": {"x": "a"}}
    assert Redactor(["a"]).data(entry) == {**entry, "resource_name": MASK}
    assert Redactor(["kX9vT2mQ8rW4"]).data({"failure": {"x": "kX9vT2mQ8rW4"}, "msg": "kX9vT2mQ8rW4"}) == {
        "failure": {"x": MASK},
        "msg": MASK,
    }


def test_a_long_secret_is_masked_in_no_time() -> None:
    """A pattern of all its forms takes half a minute to build."""
    secret = "".join(f"{number}+/" for number in range(20_000))
    began = time.process_time()
    redactor = Redactor([secret, "sh0rt/secret", "://" * 10_000, "x" * 100_000])
    told = redactor.data({"a": [f"<{secret}>", f"{quote(secret, safe='')} and sh0rt/secret"], f"{secret}!": 1})
    assert told == {"a": [f"<{MASK}>", f"{MASK} and {MASK}"], f"{MASK}!": 1}
    assert redactor.sentence(f"no '{secret}', and '{secret[:900]}...'") == f"no '{MASK}', and '{MASK}...'"
    assert time.process_time() - began < 5


@pytest.mark.parametrize("text", ["\\'" * 100_000, "\\\"'" * 50_000, "' " * 50_000, "'" * 100_000, "\\\\'" * 50_000])
def test_a_long_sentence_of_quotes_takes_no_time(text: str) -> None:
    """A search that goes to the end from each quote takes minutes."""
    began = time.process_time()
    assert Redactor(["sh0rt/secret"]).sentence(f"{text} sh0rt/secret") == f"{text} {MASK}"
    assert time.process_time() - began < 5
