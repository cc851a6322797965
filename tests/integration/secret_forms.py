# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The secrets of the tests, whose characters all differ once encoded, and the search for them in every form.

Knows nothing of how the collection hides them: what is searched for is made here.
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, quote_plus

CLIENT_SECRET = 'client+sec/ret=&%3A "q\\uo" <é>:end'
WEBHOOK_SECRET = "hook+sec/ret=&'\"\\<ü>#?"
# What can stand in a header.
ACCESS_TOKEN = 'given+tok/en=&"%3A<x>~end=='
FETCHED_TOKEN = 'fetched+tok/en=&"%3A<x>~end=='
HEADER_SECRET = 'mon+itor/ing="&%7E<y>=='
PROXY_PASSWORD = "proxy+pass/w=&@%3A:d"
CALLBACK_PASSWORD = "callback+pass/w=&@%3A#d"

SECRETS = {
    "client secret": CLIENT_SECRET,
    "webhook secret": WEBHOOK_SECRET,
    "access token": ACCESS_TOKEN,
    "fetched token": FETCHED_TOKEN,
    "header": HEADER_SECRET,
    "proxy password": PROXY_PASSWORD,
    "callback password": CALLBACK_PASSWORD,
}


AROUND = [(0, ""), (1, ""), (2, ", and more"), (3, ":"), (3, "")]
"""Of what stands before a secret in base64 so many characters, and what stands behind it."""


def forms(secret: str) -> dict[str, str]:
    """``{name of the form: text}``; of base64 the part that the secret alone makes, at any place in a longer text."""
    found = {
        "literal": secret,
        "URL-encoded": quote(secret, safe=""),
        "URL-encoded but for slashes": quote(secret),
        "form-encoded": quote_plus(secret),
        "JSON": json.dumps(secret)[1:-1],
        "JSON in UTF-8": json.dumps(secret, ensure_ascii=False)[1:-1],
        "HTML": html.escape(secret),
        "HTML but for quotes": html.escape(secret, quote=False),
        "hex": secret.encode().hex(),
        "HEX": secret.encode().hex().upper(),
    }
    found["URL-encoded twice"] = quote(found["URL-encoded"], safe="")
    found["url-encoded"] = re.sub("%..", lambda escape: escape.group().lower(), found["URL-encoded"])
    for before in range(3):
        for name, encode in (("base64", base64.b64encode), ("base64url", base64.urlsafe_b64encode)):
            encoded = encode(b"x" * before + secret.encode()).decode().rstrip("=")
            # The first group holds what stood before, the last one what stands behind.
            found[f"{name} behind {before}"] = encoded[4 if before else 0 : -2]
    return found


def leaks(texts: Mapping[str, str], secrets: Iterable[str] = tuple(SECRETS)) -> list[str]:
    """Which secret is in which text in which form; texts of JSON also hide what is escaped once more."""
    return leaks_of({name: SECRETS[name] for name in secrets}, texts)


def leaks_of(secrets: Mapping[str, str], texts: Mapping[str, str]) -> list[str]:
    """The same for any secrets, by their names."""
    found = []
    for name, secret in secrets.items():
        spellings = [(form, (text, json.dumps(text)[1:-1])) for form, text in forms(secret).items()]
        for place, text in texts.items():
            for form, spelled in spellings:
                if any(each in text for each in spelled):
                    found.append(f"{name} ({form}) in {place}")
    return found


def echo(secrets: Iterable[str] = tuple(SECRETS)) -> list[str]:
    """What a careless server could send back: every secret in every form, and as it stands in headers."""
    named = {name: SECRETS[name] for name in secrets}
    return [*([f"Authorization: Bearer {FETCHED_TOKEN}"] if "fetched token" in named else []), *echo_of(named.values())]


def echo_of(secrets: Iterable[str]) -> list[str]:
    """Each secret in every form."""
    texts = []
    for secret in secrets:
        texts += [form for label, form in forms(secret).items() if "behind" not in label]
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            texts += [encode(f"{'id:'[:before]}{secret}{behind}".encode()).decode() for before, behind in AROUND]
    return texts
