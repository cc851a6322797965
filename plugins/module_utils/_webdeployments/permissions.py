# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The permissions that a request of the public API needs (CLI ``build/gc/cmd/webdeployments_*``, JS SDK 254). Pure."""

from __future__ import annotations

import re

from .._core.errors import ROLES_LACK
from .reference_kinds import permission_for

_CONFIGURATION, _DEPLOYMENT = "webDeployments:configuration", "webDeployments:deployment"
_IDENTITY = "webDeployments:identityResolution"
_CONTENT = "messaging:supportedContent"
_BASE = "/api/v2/webdeployments"
_PROFILES = "/api/v2/conversations/messaging/supportedcontent"
_LICENCE = (
    "If they have it, the org's licence may be without Web Deployments: CX 2, CX 3, their Digital forms and CX 1 with "
    "Digital Add-on II have them."
)
"""Genesys' help pages "configure-messenger" and "deploy-messenger"."""

_TABLE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("GET", rf"{_BASE}/configurations(/.*)?", (f"{_CONFIGURATION}:view",)),
    ("POST", rf"{_BASE}/configurations", (f"{_CONFIGURATION}:add",)),
    ("PUT", rf"{_BASE}/configurations/.*", (f"{_CONFIGURATION}:edit",)),
    ("POST", rf"{_BASE}/configurations/.*/publish", (f"{_CONFIGURATION}:edit", f"{_CONFIGURATION}:add")),
    ("DELETE", rf"{_BASE}/configurations/[^/]+", (f"{_CONFIGURATION}:delete",)),
    ("GET", rf"{_BASE}/deployments(/[^/]+)?", (f"{_DEPLOYMENT}:view",)),
    ("POST", rf"{_BASE}/deployments", (f"{_DEPLOYMENT}:add",)),
    ("PUT", rf"{_BASE}/deployments/[^/]+", (f"{_DEPLOYMENT}:edit",)),
    ("DELETE", rf"{_BASE}/deployments/[^/]+", (f"{_DEPLOYMENT}:delete",)),
    ("GET", rf"{_BASE}/deployments/[^/]+/identityresolution", (f"{_DEPLOYMENT}:view", f"{_IDENTITY}:view")),
    ("PUT", rf"{_BASE}/deployments/[^/]+/identityresolution", (f"{_DEPLOYMENT}:edit", f"{_IDENTITY}:edit")),
    ("POST", _PROFILES, (f"{_CONTENT}:add",)),
    ("PATCH", rf"{_PROFILES}/[^/]+", (f"{_CONTENT}:edit",)),
    ("PUT", rf"{_PROFILES}/default", (f"{_CONTENT}:edit",)),
    ("DELETE", rf"{_PROFILES}/[^/]+", (f"{_CONTENT}:delete",)),
    ("*", r"/api/v2/audits/.*", ("audits:audit:view",)),
)


def permissions_for(method: str, path: str) -> tuple[str, ...]:
    """Return all permissions for the request; empty if they are not known."""
    found = (needed for verb, place, needed in _TABLE if verb in (method, "*") and re.fullmatch(place, path))
    of_kind = permission_for(path) if method == "GET" else ""
    return next(found, (of_kind,) if of_kind else ())


def advice(method: str, path: str) -> str:
    """Return the advice for a 403 of this request. Neither configurations nor deployments have a division."""
    needed = permissions_for(method, path)
    if not needed:
        return ROLES_LACK
    told = f"The roles of the OAuth client need the permission{'s' * (len(needed) > 1)} {' and '.join(needed)}."
    return f"{told} {_LICENCE}" if method == "GET" and path.startswith(f"{_BASE}/") else told
