# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Genesys Cloud regions by AWS name. Source: SDK ``purecloud_region_hosts.py``, Terraform provider ``getRegionMap``."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from .._core.validation import Problem, did_you_mean, shown

DOMAINS = {
    "us-east-1": "mypurecloud.com",
    "us-east-2": "use2.us-gov-pure.cloud",
    "us-west-2": "usw2.pure.cloud",
    "ca-central-1": "cac1.pure.cloud",
    "mx-central-1": "mxc1.pure.cloud",
    "sa-east-1": "sae1.pure.cloud",
    "eu-west-1": "mypurecloud.ie",
    "eu-west-2": "euw2.pure.cloud",
    "eu-central-1": "mypurecloud.de",
    "eu-central-2": "euc2.pure.cloud",
    "eusc-de-east-1": "edee1.eusc-pure.cloud",
    "me-central-1": "mec1.pure.cloud",
    "ap-south-1": "aps1.pure.cloud",
    "ap-southeast-1": "apse1.pure.cloud",
    "ap-southeast-2": "mypurecloud.com.au",
    "ap-northeast-1": "mypurecloud.jp",
    "ap-northeast-2": "apne2.pure.cloud",
    "ap-northeast-3": "apne3.pure.cloud",
}

DEFAULT_API_URL = "https://api.mypurecloud.com"


def problems(region: str) -> list[Problem]:
    """Check a region: one of the table, or any domain, because new ones appear before a release knows them."""
    wanted = region.lower()
    if wanted in DOMAINS or re.fullmatch(r"(?=.{4,240}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", wanted):
        return []
    known = ", ".join(DOMAINS)
    return [
        Problem(
            "region",
            f"{shown(region)} is neither a known AWS region nor a domain.{did_you_mean(region, DOMAINS)} "
            f"Known: {known}; a domain looks like mypurecloud.de.",
        )
    ]


def api_url(region: str) -> str:
    """Return ``https://api.mypurecloud.de`` for both ``eu-central-1`` and ``mypurecloud.de``."""
    wanted = region.lower()
    return f"https://api.{DOMAINS.get(wanted, wanted)}"


def login_url(api: str) -> str:
    """Return the address for tokens: ``login.`` if the API's host begins with ``api.``, else the API's own address."""
    return re.sub(r"^(https?://)api\.", r"\1login.", api, flags=re.IGNORECASE)


def guest_url(api: str) -> str | None:
    """Return the address of the files for guests, ``https://api-cdn.mypurecloud.de``; None if the API's tells none.

    Source: ``docs/reference/guest-api.md`` section 2.
    """
    return f"https://api-cdn.{_domain(api)}" if _domain(api) else None


def messaging_url(api: str) -> str | None:
    """Return the address of guests' connections, ``wss://webmessaging.mypurecloud.de``."""
    return f"wss://webmessaging.{_domain(api)}" if _domain(api) else None


def _domain(api: str) -> str:
    """Return the domain of an API's address; empty if that is the address of something else, such as a gateway."""
    host = urlsplit(api).netloc.lower()
    return host[len("api.") :] if host.startswith("api.") else ""


def domain_of(address: str) -> str:
    """Return the known domain to which an address belongs; empty if it belongs to none."""
    host = (urlsplit(address).hostname or "").lower()
    return next((domain for domain in DOMAINS.values() if host == domain or host.endswith(f".{domain}")), "")


def named_at(login: str) -> str:
    """Return the host of a login address with its AWS region: ``login.mypurecloud.de (region eu-central-1)``."""
    host = urlsplit(login).netloc.lower()
    regions = [region for region, domain in DOMAINS.items() if host == f"login.{domain}"]
    return f"{host} (region {regions[0]})" if regions else host
