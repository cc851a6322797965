# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Secrets in every form they take on their way into a text.

Ansible masks the literal alone; a Basic header, a form body or an error text can hold a secret URL-encoded, in base64
(also inside a longer base64 text, at any of the three alignments), in hex, or escaped as JSON or HTML.
"""

from __future__ import annotations

import base64
import html
import json
import pickle
import re
from operator import is_
from typing import Any, Iterable
from urllib.parse import quote, quote_plus, unquote

MASK = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
SHORTEST = 4
"""Derived forms shorter than this are left alone: masking them would blot out texts that hold no secret."""

_KEPT_IN_URLS = ("", "/", "!'()*", "!'()*;/?:@&=+$,#", "!#$%&'()*+,/:;=?@[]~")
"""What different programs leave unescaped: Python twice, JavaScript twice, requests."""

_SENSITIVE_HEADER = re.compile(
    r"authori[sz]ation|cookie|token|secret|passw|credential|signature|api-?key|-key$", re.IGNORECASE
)


def forms(secret: str) -> set[str]:
    """The literal and every derived form of one secret; empty for an empty one."""
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
            # Of a secret amid other bytes, these characters are made of the secret's bits alone.
            shifted = encode(b"\0" * before + raw).decode("ascii").rstrip("=")
            first = -(-before * 8 // 6)
            last = (before + len(raw)) * 8 // 6
            derived.add(shifted[first:last])
    return {secret} | {form for form in derived if len(form) >= SHORTEST}


def basic_credentials(client_id: str, client_secret: str) -> str:
    """What follows ``Basic`` in the header, UTF-8 as RFC 7617 recommends; itself a secret."""
    return base64.b64encode(f"{client_id}:{client_secret}".encode()).decode("ascii")


def secrets_in_url(url: Any) -> set[str]:
    """User name with password, and the password alone, of a URL that carries them."""
    user_info = _user_info(url) if isinstance(url, str) else ""
    password = user_info.partition(":")[2]
    return {user_info, password, unquote(password)} if password else set()


def without_user_info(url: str) -> str:
    """The URL fit to be shown: what stands before the ``@`` of its host is masked."""
    user_info = _user_info(url)
    return url.replace(f"{user_info}@", "********@", 1) if user_info else url


def _user_info(url: str) -> str:
    """What stands before the ``@`` of the host, also in a URL without a scheme.

    A password that holds a ``/``, ``?`` or ``#`` which nobody escaped looks like a port that is no number.
    """
    rest = url.partition("//")[2] if "//" in url else url
    authority = re.split("[/?#]", rest, maxsplit=1)[0]
    if "@" in authority:
        return authority.rpartition("@")[0]
    port = "" if authority.startswith("[") else authority.partition(":")[2]
    return rest.rpartition("@")[0] if port and not port.isdigit() else ""


def is_sensitive_header(name: str) -> bool:
    """Whether an HTTP header of this name usually carries a credential."""
    return bool(_SENSITIVE_HEADER.search(name))


class Redactor:
    """Masks the secrets it has been told of. Longest forms go first, so that no part of a longer one stays."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._forms: set[str] = set()
        self._encoded: list[bytes] = []
        self._pattern: re.Pattern[str] | None = None
        for secret in secrets:
            self.add(secret)

    def add(self, secret: str | None) -> None:
        """Learn one more secret, with all its forms."""
        new = forms(secret or "") - self._forms
        if new:
            self._forms |= new
            longest_first = sorted(self._forms, key=lambda form: (-len(form), form))
            self._encoded = [form.encode("utf-8", "surrogatepass") for form in self._forms]
            self._pattern = re.compile("|".join(map(re.escape, longest_first)))

    @property
    def values(self) -> set[str]:
        """Every form known so far, for Ansible's ``no_log_values``."""
        return set(self._forms)

    def text(self, text: str) -> str:
        return self._pattern.sub(MASK, text) if self._pattern else text

    def data(self, value: Any) -> Any:
        """The same value with every string in it masked, keys included.

        What holds no secret is returned as it is and not copied: the result of a large fleet is large. So is the time
        to walk through it, while one look at its bytes, in which a string stands as it is, is short.
        """
        written = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        return self._masked(value) if any(form in written for form in self._encoded) else value

    def _masked(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            masked = {self._masked(key): self._masked(item) for key, item in value.items()}
            untouched = all(map(is_, value.keys(), masked.keys())) and all(map(is_, value.values(), masked.values()))
            return value if untouched else masked
        if isinstance(value, (list, tuple)):
            items = [self._masked(item) for item in value]
            return value if isinstance(value, list) and all(map(is_, value, items)) else items
        return value
