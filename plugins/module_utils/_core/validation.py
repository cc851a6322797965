# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Validate single values: each problem names option, value, reason and, if there is one, the way out. Pure."""

from __future__ import annotations

import difflib
import ipaddress
import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Collection, Iterable, Mapping, Sequence
from urllib.parse import unquote, urlsplit

from .redact import SHORTEST, shown_url

_ID = re.compile(r"[A-Za-z0-9_~:.-]+")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a surrogate pair: it is no character, and UTF-8 cannot hold it."""

MOST_LEVELS = 64
LONGEST_WAIT = 1_000_000
"""Seconds. The operating system accepts a little more than twice as many."""


@dataclass(frozen=True)
class Problem:
    """One error in one option; as text, one or two sentences. ``option`` is a dotted path."""

    option: str
    reason: str

    def __str__(self) -> str:
        return f"{self.option}: {self.reason}"

    def is_about(self, option: str) -> bool:
        """Return whether it is about this option or a part of it, perhaps beside others: ``id or name``."""
        parts = (f"{option}.", f"{option}[")
        return any(name == option or name.startswith(parts) for name in self.option.split(" or "))


def shown(value: Any) -> str:
    """Return a value as errors show it: as a playbook spells it, in at most one line."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        text = repr(value)
        return text if len(text) <= 80 else f"{text[:76]}...{text[0]}"
    try:
        text = str(value).replace("\n", "\\n")
    except (ValueError, RecursionError):
        text = "a number of too many digits" if isinstance(value, int) else "something that cannot be shown"
    return text if len(text) <= 80 else text[:77] + "..."


def is_deep(value: Any) -> bool:
    """Return whether mappings and lists are nested deeper than MOST_LEVELS, even if too deep for Python to follow."""
    layer = [value]
    for _level in range(MOST_LEVELS + 1):
        containers = [item for item in layer if isinstance(item, (Mapping, list, tuple))]
        layer = [item for each in containers for item in (each.values() if isinstance(each, Mapping) else each)]
        if not layer:
            return False
    return True


def did_you_mean(value: Any, known: Iterable[str]) -> str:
    """Return `` Did you mean 'x'?`` or an empty text."""
    near = difflib.get_close_matches(str(value).lower().replace("_", "-").strip(), list(known), n=1)
    return f" Did you mean {near[0]!r}?" if near else ""


def exclusive(given: Collection[str], one: str, other: str) -> list[Problem]:
    if one in given and other in given:
        return [Problem(one, f"cannot be combined with {other}; give one of them.")]
    return []


def exactly_one(given: Collection[str], options: Sequence[str]) -> list[Problem]:
    """Check that exactly one of ``options`` selects the object."""
    present = [option for option in options if option in given]
    names = " or ".join(options)
    if not present:
        return [Problem(names, "is missing; say which object is meant.")]
    if len(present) > 1:
        return [Problem(" and ".join(present), f"are both given; give only one of {names}.")]
    return []


def at_most_one(given: Collection[str], options: Sequence[str]) -> list[Problem]:
    present = [option for option in options if option in given]
    if len(present) > 1:
        return [Problem(" and ".join(present), f"are given together; give at most one of {', '.join(options)}.")]
    return []


def identifier(option: str, value: Any) -> list[Problem]:
    """Check an id. It becomes part of a path, so it must be one segment of harmless characters."""
    if not isinstance(value, str) or not value:
        return [Problem(option, f"{shown(value)} is no id; give the id as the API or the _info module shows it.")]
    if not _ID.fullmatch(value) or value in (".", ".."):
        return [
            Problem(
                option, f"{shown(value)} is no id: an id has only letters, digits and - _ . : ~ in it. Is it a name?"
            )
        ]
    return []


def reference(option: str, value: Any) -> list[Problem]:
    """Check the id of another object of the public API. All published ones are UUIDs (SDK, Terraform provider)."""
    if isinstance(value, str) and _UUID.fullmatch(value):
        return []
    text = f"{shown(value)} is no id: ids look like 1f2e3d4c-5b6a-7980-1234-56789abcdef0."
    is_raw = option.startswith(("raw.", "configuration."))
    beside = None if is_raw else name_beside(option)
    return [Problem(option, f"{text} Is it a name?{f' Then give {beside}.' if beside else ''}")]


def name_beside(path: str) -> str | None:
    """Return the path of a name beside that of an id, in the spelling of options or of the API: ``flow_name`` beside
    ``flow_id``, ``app.name`` beside ``app.id``. None if it is no path of an id.
    """
    if re.search(r"(^|[._])id$", path):
        return f"{path[:-2]}name"
    return f"{path[:-2]}Name" if path.endswith("Id") else None


def name(option: str, value: Any) -> list[Problem]:
    if not isinstance(value, str) or not value.strip():
        return [Problem(option, f"{shown(value)} is empty; give the name exactly as it stands in Genesys Cloud.")]
    return []


def whole_number(option: str, value: Any, low: int, high: int) -> list[Problem]:
    way_out = f"Give a whole number from {low} to {high}"
    if value is None:
        return [Problem(option, f"null cannot be set. {way_out}, or leave the option out to keep what is there.")]
    if isinstance(value, bool) or not isinstance(value, int):
        return [Problem(option, f"{shown(value)} is not a whole number. {way_out}.")]
    if not low <= value <= high:
        return [Problem(option, f"{shown(value)} is out of range. {way_out}.")]
    return []


def number(option: str, value: Any, above: float | None = None, at_least: float | None = None) -> list[Problem]:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not _is_finite(value):
        return [Problem(option, f"{shown(value)} is not a number of seconds.")]
    if above is not None and value <= above:
        return [Problem(option, f"{value:g} is out of range. Give more than {above:g}.")]
    if at_least is not None and value < at_least:
        return [Problem(option, f"{value:g} is out of range. Give {at_least:g} or more.")]
    if value > LONGEST_WAIT:
        return [Problem(option, f"{value:g} is out of range. Give {LONGEST_WAIT}, which is over eleven days, or less.")]
    return []


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number that no float holds
        return False


def one_of(option: str, value: Any, choices: Collection[str]) -> list[Problem]:
    if value in choices:
        return []
    return [Problem(option, f"{shown(value)} is unknown.{did_you_mean(value, choices)} Known: {', '.join(choices)}.")]


def json_value(option: str, value: Any) -> list[Problem]:
    """Check that a raw value can be written as JSON."""
    if isinstance(value, float) and not math.isfinite(value):
        return [Problem(option, f"{value} cannot be written as JSON.")]
    if isinstance(value, dict):
        found = []
        for key, item in value.items():
            if not isinstance(key, str):
                found.append(Problem(option, f"the key {shown(key)} is not a string; quote it."))
            found += json_value(f"{option}.{key}", item)
        return found
    if isinstance(value, (list, tuple)):
        return [problem for index, item in enumerate(value) for problem in json_value(f"{option}[{index}]", item)]
    return []


def sendable(option: str, value: Any) -> list[Problem]:
    """Check that a raw value can be sent as JSON that every reader understands alike."""
    return json_value(option, value) or _unsendable(option, value)


MOST_DIGITS = 300
"""Digits of one number; no response may hold more either."""


def _unsendable(option: str, value: Any) -> list[Problem]:
    if isinstance(value, dict):
        keys = [Problem(option, f"the key {shown(key)} {_NO_TEXT}") for key in value if _HALF.search(key)]
        return keys + [problem for key, item in value.items() for problem in _unsendable(f"{option}.{key}", item)]
    if isinstance(value, (list, tuple)):
        return [problem for index, item in enumerate(value) for problem in _unsendable(f"{option}[{index}]", item)]
    if isinstance(value, str) and _HALF.search(value):
        return [Problem(option, f"{shown(value)} {_NO_TEXT}")]
    if isinstance(value, int) and abs(value) >= 10**MOST_DIGITS:
        return [Problem(option, f"has more than {MOST_DIGITS} digits, which readers of JSON refuse; quote it.")]
    return []


_NO_TEXT = "holds half of a surrogate pair, which UTF-8 cannot hold; write the character itself."


def path(option: str, value: Any) -> list[Problem]:
    """Check that the operating system accepts it as a path."""
    if not isinstance(value, str):
        return []
    if "\0" in value:
        return [Problem(option, f"{shown(value)} is no path: it holds a NUL character; remove it.")]
    if re.search("[\ud800-\udc7f\udd00-\udfff]", value):  # the others are bytes that are no UTF-8
        return [Problem(option, f"{shown(value)} is no path: it {_NO_TEXT}")]
    return []


def text_problems(spec: Mapping[str, Any], options: Mapping[str, Any], prefix: str = "") -> list[Problem]:
    """Check the texts and paths among the options, at any depth."""
    found = []
    for option, rule in spec.items():
        value, name = options.get(option), f"{prefix}{option}"
        if "options" in rule:
            items = enumerate(value) if isinstance(value, list) else [(None, value)]
            for index, item in items:
                inner = f"{name}." if index is None else f"{name}[{index}]."
                found += text_problems(rule["options"], item, inner) if isinstance(item, Mapping) else []
        elif rule.get("type") == "path":
            found += path(name, value)
        elif rule.get("type") in ("str", "list") and not rule.get("no_log"):
            found += _unsendable(name, value)
    return found


def unusable_host(host: str) -> str:
    """Return why no connection can use this host name; an empty text if one can."""
    if ":" in host:  # IPv6
        return ""
    if re.search(r"^\.|\.\.", host):
        return "its host has an empty part"
    try:
        encoded = host.encode("idna")
    except UnicodeError:
        return "its host has a part that is longer than 63 characters, or holds what no host name can"
    if len(encoded.rstrip(b".")) > 253:
        return "its host is longer than 253 characters"
    strange = [char for char in host if not (char in "-._" or unicodedata.category(char)[0] in "LMN")]
    return f"its host holds {shown(strange[0])}, which no host name can" if strange else ""


def is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def url(option: str, value: Any, plain_http: bool, plain_http_way_out: str) -> list[Problem]:
    """Check an absolute http(s) URL without user info; plain http to another host needs ``plain_http``."""
    if not isinstance(value, str) or not value:
        return [Problem(option, f"{shown(value)} is no URL; give one such as https://host.example/path.")]
    masked = shown(shown_url(value))
    if re.search(r"[\s\x00-\x1f\x7f\\]", value):
        return [Problem(option, f"{masked} is no URL: it holds a space, a control character or a backslash.")]
    try:
        parts = urlsplit(value)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        # An unreadable port may be a part of a password.
        reason = "its host or its port cannot be read" if masked != shown(value) else str(error)
        return [Problem(option, f"{masked} is no URL: {reason}.")]
    if parts.scheme not in ("http", "https"):
        return [Problem(option, f"{masked} has no scheme that can be used; it must begin with https://.")]
    if not host:
        return [Problem(option, f"{masked} names no host.")]
    reason = unusable_host(host)
    if reason:
        return [Problem(option, f"{masked} is no URL: {reason}.")]
    if port == 0:
        return [Problem(option, f"{masked} names port 0, which nothing can listen on.")]
    if "@" in parts.netloc:
        return [Problem(option, f"{masked} has credentials in it, which would end up in logs; remove them.")]
    if parts.scheme == "http" and not plain_http and not is_loopback(host):
        return [Problem(option, f"{masked} is plain http to another host, readable on the way; {plain_http_way_out}")]
    return []


def base_url(option: str, value: Any, plain_http: bool) -> list[Problem]:
    """Check a URL that paths are appended to: no query, no fragment, no ``.`` or ``..`` segment in any spelling."""
    way_out = "use https://, or validate_certs: false if you accept that."
    found = url(option, value, plain_http, way_out)
    if found:
        return found
    parts, masked = urlsplit(value), shown(shown_url(value, SHORTEST))
    if parts.query or parts.fragment or "?" in value or "#" in value:
        return [Problem(option, f"{masked} has a query or a fragment; remove it: paths are appended to this URL.")]
    if _has_dot_segment(parts.path):
        return [Problem(option, f"{masked} has a '.' or '..' segment; write the path without it.")]
    return []


def _has_dot_segment(path: str) -> bool:
    """Search every escaped form, and forms that only some servers see: behind a backslash, before a ``;``."""
    while unquote(path) != path:
        path = unquote(path)
    return any(segment.partition(";")[0] in (".", "..") for segment in re.split(r"[/\\]", path))
