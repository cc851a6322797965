# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Mask secrets in every form that they take on their way into a text. Pure.

Ansible masks only the literal secret. A Basic header, a form body or an error text can hold it URL-encoded, in base64
(also inside a longer base64 text, at any of the three alignments), in hex, or escaped as JSON or HTML.

A secret can be a common word: ``wrong``, ``id``, ``a``. Such a form is masked only in text from outside: options,
responses, and quotes in a sentence. Our own sentences and keys keep their words. A form that cannot be mistaken for
words is masked everywhere.
"""

from __future__ import annotations

import base64
import html
import json
import pickle
import re
from operator import is_
from typing import Any, Callable, Collection, Iterable, Iterator
from urllib.parse import quote, quote_plus, unquote, unquote_plus, urlsplit

MASK = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
SHORTEST = 4
"""Derived forms shorter than this are not masked: masking them would blot out texts that hold no secret."""

_KEPT_IN_URLS = ("", "/", "!'()*", "!'()*;/?:@&=+$,#", "!#$%&'()*+,/:;=?@[]~")
"""The characters that different programs leave unescaped: Python twice, JavaScript twice, requests."""

HIDDEN = "********"
"""Replaces a value that is hidden because of its place, whatever it is."""

LONGEST_IN_PATTERN = 500
"""The longest form that is searched for together with the others."""

UNMISTAKABLE = 8
"""A form that is shorter than this could be a part of our own words."""

_SENSITIVE_NAME = re.compile(
    r"authori[sz]ation|cookie|token|secret|passw|credential|signature|api[-_ ]?key|private[-_ ]?key|[-_]key$",
    re.IGNORECASE,
)
_PLAIN_HEADERS = frozenset(
    [
        "accept",
        "accept-charset",
        "accept-encoding",
        "accept-language",
        "cache-control",
        "connection",
        "content-encoding",
        "content-language",
        "content-length",
        "content-type",
        "date",
        "expect",
        "host",
        "pragma",
        "te",
        "transfer-encoding",
        "user-agent",
        "x-request-id",
    ]
)
"""Headers that carry no credential. Every other header may carry one."""

_QUOTED = re.compile(r"""(?<![\w\\])(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")(?!\w)""")
"""A value in one of our sentences, as ``repr`` writes it. An apostrophe inside a word opens nothing.

Nor does an escaped quote: a search from each of them to the end of a long text would take minutes.
"""

_OWN_VALUES = frozenset(
    ["audit_id", "timestamp", "payload_sha256", "action", "resource", "outcome", "changes", "metrics", "msg", "failure"]
)
"""Keys of a result whose values are ours: we made them, or masked them when we put them together."""

_OWN_SENTENCES = frozenset(["before_header", "after_header"])


def forms(secret: str) -> set[str]:
    """Return the literal and every derived form of one secret; an empty set for an empty secret."""
    if not secret:
        return set()
    raw = secret.encode("utf-8", "surrogatepass")
    derived = {quote(secret, safe=kept, errors="replace") for kept in _KEPT_IN_URLS}
    derived.add(quote_plus(secret, errors="replace"))
    derived |= {re.sub("%[0-9A-F]{2}", lambda found: found.group().lower(), form) for form in derived if "%" in form}
    derived |= {form.replace("%", "%25") for form in derived if "%" in form}
    escaped = json.dumps(secret)[1:-1]
    derived |= {escaped, escaped.replace("/", "\\/"), json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1]}
    derived |= {html.escape(secret), html.escape(secret, quote=False)}
    derived |= {raw.hex(), raw.hex().upper()}
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        whole = encode(raw).decode("ascii")
        derived |= {whole, whole.rstrip("=")}
        for before in (0, 1, 2):
            # If other bytes surround the secret, only these characters come from the secret's bits and nothing else.
            shifted = encode(b"\0" * before + raw).decode("ascii").rstrip("=")
            first = -(-before * 8 // 6)
            last = (before + len(raw)) * 8 // 6
            derived.add(shifted[first:last])
    return {secret} | {form for form in derived if len(form) >= SHORTEST}


def basic_credentials(client_id: str, client_secret: str) -> str:
    """Return the text after ``Basic`` in the header, in UTF-8 as RFC 7617 recommends; it is itself a secret."""
    return base64.b64encode(f"{client_id}:{client_secret}".encode()).decode("ascii")


def secrets_in_url(url: Any) -> set[str]:
    """Return the credentials in a URL: the user info, the password in it, and the values of the query."""
    if not isinstance(url, str):
        return set()
    user_info = _user_info(url)
    password = user_info.partition(":")[2] or user_info
    values = [value for value in _query_values(without_user_info(url)) if len(value) >= SHORTEST]
    return {user_info, password, unquote(password), *values, *map(unquote_plus, values)} - {""}


def without_query(url: str) -> str:
    """Return scheme, host and path."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def shown_url(url: str, shortest: int = 1) -> str:
    """Mask the user info of a URL, and each value of its query with at least ``shortest`` characters."""
    text = without_user_info(url)
    place = re.search("[?#]", text)
    if place is None:
        return text
    hidden = _QUERY_PART.sub(
        lambda part: f"{part.group(1)}{HIDDEN}" if len(part.group(2)) >= max(1, shortest) else part.group(),
        text[place.end() :],
    )
    return text[: place.end()] + hidden


_QUERY_PART = re.compile(r"([^?&;#=]*=|)([^?&;#]*)")
"""A name with its ``=``, and a value; also a value that has no name."""


def _query_values(url: str) -> list[str]:
    place = re.search("[?#]", url)
    return [part.group(2) for part in _QUERY_PART.finditer(url, place.end())] if place else []


def without_user_info(url: str) -> str:
    """Return the URL with the text before the ``@`` of its host masked."""
    user_info = _user_info(url)
    return url.replace(f"{user_info}@", f"{HIDDEN}@", 1) if user_info else url


def _user_info(url: str) -> str:
    """Return the text before the ``@`` of the host, also in a URL without a scheme.

    A password with an unescaped ``/``, ``?`` or ``#`` looks like a port that is no number.
    """
    rest = url.partition("//")[2] if "//" in url else url
    authority = re.split("[/?#]", rest, maxsplit=1)[0]
    if "@" in authority:
        return authority.rpartition("@")[0]
    port = "" if authority.startswith("[") else authority.partition(":")[2]
    return rest.rpartition("@")[0] if port and not port.isdigit() else ""


def is_sensitive_header(name: str) -> bool:
    """Return whether an HTTP header can carry a credential: all can, except those known to be plain."""
    return name.strip().lower() not in _PLAIN_HEADERS


def is_sensitive_name(name: str) -> bool:
    """Return whether a value with this name is usually a credential."""
    return bool(_SENSITIVE_NAME.search(name))


def is_mistakable(form: str) -> bool:
    """Return whether a form of a secret could stand in our own sentences: too short, or only words and numbers."""
    if len(form) < UNMISTAKABLE:
        return True
    if not re.fullmatch("[A-Za-z0-9 _.:/-]+", form):
        return False
    runs = re.findall("[A-Za-z0-9]+", form)
    if not all(run.isalpha() or run.isdigit() for run in runs):
        return False
    words = re.findall("[A-Z]?[a-z]+|[A-Z]+", form)
    return sum(map(len, words)) >= 3 * len(words)


class _Mask:
    """Masks forms in a text, the longest first, so that no part of a longer one stays.

    A pattern of very long forms would take seconds to build, so each of these is replaced by itself.
    """

    def __init__(self, forms_: Iterable[str], whole_words: bool = False) -> None:
        longest_first = sorted(forms_, key=lambda form: (-len(form), form))
        self._long = [form for form in longest_first if len(form) > LONGEST_IN_PATTERN]
        any_of = "|".join(re.escape(form) for form in longest_first if len(form) <= LONGEST_IN_PATTERN)
        bounded = f"(?<![A-Za-z0-9])(?:{any_of})(?![A-Za-z0-9])" if whole_words else any_of
        self._pattern = re.compile(bounded) if any_of else None

    def __call__(self, text: str) -> str:
        """Mask the text, but do not search existing masks."""
        for form in self._long:
            text = text.replace(form, MASK)
        pattern = self._pattern
        return MASK.join(pattern.sub(MASK, part) for part in text.split(MASK)) if pattern else text


class Redactor:
    """Masks the secrets that it was given. ``keys`` and ``words``, values of ours, stay as they are."""

    def __init__(self, secrets: Iterable[str] = (), keys: Collection[str] = (), words: Collection[str] = ()) -> None:
        self._keys = frozenset(keys)
        self._words = frozenset(words)
        self._forms: set[str] = set()
        self._encoded: list[bytes] = []
        self.unmistakable: set[str] = set()
        """The forms that are masked wherever they stand."""
        self._masks: dict[str, _Mask] = {}
        """Built on first use: each takes milliseconds, and a task first learns several secrets."""
        for secret in secrets:
            self.add(secret)

    def add(self, secret: str | None) -> None:
        """Learn one more secret, with all its forms."""
        new = forms(secret or "") - self._forms
        if new:
            self._forms |= new
            self.unmistakable |= {form for form in new if not is_mistakable(form)}
            # A form that holds another form cannot be anywhere without it.
            least = [form for form in new if not any(other in form for other in new - {form})]
            self._encoded += [form.encode("utf-8", "surrogatepass") for form in least]
            self._masks = {}

    @property
    def _all(self) -> _Mask:
        return self._made("all", self._forms)

    @property
    def _unmistakable(self) -> _Mask:
        return self._made("unmistakable", self.unmistakable)

    @property
    def _in_keys(self) -> _Mask:
        return self._made("in keys", self._forms - self.unmistakable, whole_words=True)

    def _made(self, name: str, masked: set[str], whole_words: bool = False) -> _Mask:
        if name not in self._masks:
            self._masks[name] = _Mask(masked, whole_words)
        return self._masks[name]

    @property
    def values(self) -> set[str]:
        """Return every form known so far."""
        return set(self._forms)

    def text(self, text: str) -> str:
        """Mask a text from outside."""
        return self._all(text)

    def sentence(self, text: str) -> str:
        """Mask one of our own sentences, in which text in quotes comes from outside."""
        if not self._forms:
            return text
        masked = self._without_cut_ends(self._unmistakable(text))
        return _QUOTED.sub(lambda quoted: self._quoted(quoted.group()), masked)

    def _quoted(self, quoted: str) -> str:
        inside = quoted[1:-1]
        return quoted if inside in self._words or inside in self._keys else f"{quoted[0]}{self.text(inside)}{quoted[0]}"

    def _without_cut_ends(self, text: str) -> str:
        """Mask a part of a secret at the end of a value that was cut short; it is none of the secret's forms."""
        *cut, rest = text.split("...")
        return "...".join([*map(self._without_cut_end, cut), rest])

    def _without_cut_end(self, text: str) -> str:
        for form in self.unmistakable:
            for size in range(min(len(form) - 1, len(text)), SHORTEST - 1, -1):
                if text.endswith(form[:size]):
                    return text[:-size] + MASK
        return text

    def data(self, value: Any) -> Any:
        """Return the same value with every string from outside masked, keys included.

        A value without secrets is returned as it is, not copied: the result of a large fleet is large. Walking through
        it takes long too, while a search in its bytes, which hold each string as it is, is fast.
        """
        return self._value(value) if any(map(self._is_secret_in, _parts(value))) else value

    def _is_secret_in(self, part: Any) -> bool:
        written = pickle.dumps(part, pickle.HIGHEST_PROTOCOL)
        return any(map(written.__contains__, self._encoded))

    def _value(self, value: Any) -> Any:
        return _mapped(value, self._string, self._key, self._of_key)

    def _string(self, text: str) -> str:
        return text if text in self._words else self.text(text)

    def _key(self, key: str) -> str:
        return key if key in self._keys else self._in_keys(self._unmistakable(key))

    def _of_key(self, key: Any, value: Any) -> Any:
        if key in _OWN_VALUES:
            return _mapped(value, self._unmistakable, self._key)
        if key in _OWN_SENTENCES and isinstance(value, str):
            return self.sentence(value)
        return self._value(value)


def _parts(value: Any) -> Iterator[Any]:
    """Yield all of a value in parts: the bytes of a large result take as much memory as the result itself."""
    if not isinstance(value, dict):
        yield value
        return
    lists = [item for item in value.values() if isinstance(item, list)]
    yield {key: None if isinstance(item, list) else item for key, item in value.items()} if lists else value
    for items in lists:
        yield from items


def _mapped(
    value: Any,
    string: Callable[[str], str],
    name: Callable[[str], str],
    of_key: Callable[[Any, Any], Any] | None = None,
) -> Any:
    """Return the value with every string mapped, and every key mapped by ``name``; unchanged parts are not copied."""
    if isinstance(value, str):
        return string(value)
    if isinstance(value, dict):
        inner = of_key or (lambda _key, item: _mapped(item, string, name))
        mapped = {name(key) if isinstance(key, str) else key: inner(key, item) for key, item in value.items()}
        untouched = all(map(is_, value.keys(), mapped.keys())) and all(map(is_, value.values(), mapped.values()))
        return value if untouched and len(mapped) == len(value) else mapped
    if isinstance(value, (list, tuple)):
        items = [_mapped(item, string, name, of_key) for item in value]
        return value if isinstance(value, list) and all(map(is_, value, items)) else items
    return value
