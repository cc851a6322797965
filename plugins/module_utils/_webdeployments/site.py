# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Which sites may open a messenger: the rule of its published script. Pure.

The script compares the page's host name, without scheme and port, with each entry of ``domains.json``
(``docs/reference/guest-api.md`` section 1.1). The rule of the server, which checks too, is not published.
"""

from __future__ import annotations

import re
from typing import Any, Iterable

from .._core.validation import Problem, shown

_HOST = re.compile(r"[^\s/:*?#@,.\\][^\s/:*?#@,\\]*")


def entry_problems(option: str, value: Any) -> list[Problem]:
    """Check an entry of the allowed domains: what is no host name matches no site."""
    return _problems(option, value, "matches no site", "stands for its subdomains too")


def problems(option: str, value: Any) -> list[Problem]:
    """Check the host name of a site."""
    return _problems(option, value, "is no host name", "is the host name in it")


def may_open(host: str, domains: Iterable[str]) -> bool:
    """Return whether a page of that host may open a messenger with these allowed domains."""
    return any(matches(host, entry) for entry in domains)


def matches(host: str, entry: str) -> bool:
    """Return whether an entry allows the host: it is the host, or the domain above it, in any case."""
    host, entry = host.lower(), entry.lower()
    return host == entry or host.endswith(f".{entry}")


def _problems(option: str, value: Any, what: str, way_out: str) -> list[Problem]:
    text = value if isinstance(value, str) else ""
    if _HOST.fullmatch(text):
        return []
    host = re.sub(r"^(?:\*?\.)+", "", re.split(r"[/?#:]", re.sub(r"^\s*(?:\w+:)?//", "", text).strip())[0])
    told = f" Write {host!r}, which {way_out}." if _HOST.fullmatch(host) else ""
    return [
        Problem(
            option,
            f"{shown(value)} {what}: only the host name is compared, without scheme, port, path, blanks or "
            f"wildcards.{told}",
        )
    ]
