# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The kinds of objects that channels, deployments and configurations refer to: each once, and how it is listed. Pure.

Source: ``docs/reference/references.md`` (SDK 269, CLI 44244cc, Terraform provider 1.84.1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Callable, Iterable, Mapping

from .._core.json_values import JsonObject, at
from .._core.lookup import all_named

NUMBERED = "pageNumber"
"""The cursor of listings whose pages have numbers."""
OPENID_CONNECT = "OpenID Connect Messenger Configuration"
"""The type of the integrations that sign guests in (Genesys' help pages); its id is not published."""


def _never_published(flow: JsonObject) -> str:
    is_published = bool(flow.get("publishedVersion"))
    return "" if is_published else "was never published, so guests reach nothing. Publish it in Architect."


def _signs_nobody_in(integration: JsonObject) -> str:
    """Return a caution for an integration of another type; the API stores any id."""
    name = at(integration, ("integrationType", "name"))
    is_right = not isinstance(name, str) or name == OPENID_CONNECT
    return "" if is_right else f"is of the type {name!r}; signing in needs one of the type {OPENID_CONNECT!r}."


def _type_of(flow: JsonObject) -> str:
    return str(flow.get("type", "")).upper()


@dataclass(frozen=True)
class Kind:
    """One kind. ``path``: of its listing; ``{}`` stands for the id of the object that owns it.

    ``permission``: for the listing; empty if none is published. ``narrowed_by``: the query parameter that narrows the
    listing by name, but never to exactly that name; empty without one. ``query``: of every listing; ``listings``: what
    differs between the listings that together hold all objects. ``pages``: the query parameter for the next page;
    ``size``: the one for the size of a page, and the largest size.

    ``type_of``: the type of an object of the listing without ``query``, which has objects of every type; None if such a
    listing says nothing.
    ``is_preferred``: whether an object is meant rather than others of its name. ``caution``: a warning about an object
    that can be used, but is of no use yet; empty without one. ``is_unchecked``: the API stores any id.
    """

    path: str
    permission: str = ""
    narrowed_by: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    listings: tuple[Mapping[str, str], ...] = ({},)
    pages: str = NUMBERED
    size: tuple[str, int] = ("pageSize", 100)
    type_of: Callable[[JsonObject], str] | None = None
    is_preferred: Callable[[JsonObject], bool] = lambda row: True
    caution: Callable[[JsonObject], str] = lambda row: ""
    is_unchecked: bool = False

    def path_in(self, owner_id: str) -> str:
        return self.path.format(owner_id)


_INTEGRATIONS = "/api/v2/integrations"
_BASES = "/api/v2/knowledge/knowledgebases"
KINDS: Mapping[str, Kind] = {
    "inbound_message_flow": Kind(
        "/api/v2/flows",
        "architect:flow:view",
        "name",
        {"type": "inboundshortmessage"},
        size=("pageSize", 500),
        type_of=_type_of,
        caution=_never_published,
    ),
    "supported_content": Kind("/api/v2/conversations/messaging/supportedcontent", "messaging:supportedContent:view"),
    "knowledge_base": Kind(
        _BASES,
        "knowledge:knowledgebase:view",
        "name",
        listings=({"published": "true"}, {"published": "false"}),  # as the Terraform provider asks
        pages="after",
    ),
    "knowledge_category": Kind(f"{_BASES}/{{}}/categories", "knowledge:category:view", "name", pages="after"),
    "knowledge_label": Kind(f"{_BASES}/{{}}/labels", "knowledge:label:view", "name", pages="after"),
    "openid_connect_integration": Kind(
        _INTEGRATIONS,
        "integrations:integration:view",
        is_preferred=lambda row: not _signs_nobody_in(row),
        caution=_signs_nobody_in,
        is_unchecked=True,  # the Terraform provider's test stores a random id
    ),
    "push_integration": Kind(_INTEGRATIONS, "integrations:integration:view"),
    "division": Kind("/api/v2/authorization/divisions", "", "name"),
    "external_source": Kind(
        "/api/v2/externalcontacts/externalsources",
        "externalContacts:externalSource:view",
        "name",
        pages="cursor",
        size=("limit", 200),
    ),
    "configuration": Kind(
        "/api/v2/webdeployments/configurations",
        "webDeployments:configuration:view",
        pages="after",
        size=("pageSize", 300),
    ),
}


def noun(kind: str) -> str:
    return {"openid_connect_integration": "OpenID Connect integration"}.get(kind, kind.replace("_", " "))


def meant(kind: Kind, rows: Iterable[JsonObject], name: str) -> list[JsonObject]:
    """Return the objects that a name can mean: those of exactly that name; only the preferred ones, if there are."""
    found = all_named(rows, name)
    return [row for row in found if kind.is_preferred(row)] or found


def permission_for(path: str) -> str:
    """Return the permission for reading at a path of one of the kinds; empty if none is known."""
    needed = ((each.path.replace("{}", "[^/]+"), each.permission) for each in KINDS.values())
    return next((permission for place, permission in needed if re.fullmatch(rf"{place}(/[^/]+)?", path)), "")


def queries_of(kind: Kind, name: str | None) -> list[dict[str, Any]]:
    """Return the query of each listing; narrowed to about that name, if there is one and the API can do that."""
    return [{**dict([kind.size]), **kind.query, **listing, **_narrowed(kind, name)} for listing in kind.listings]


def query_of_any_type(kind: Kind, name: str) -> dict[str, Any]:
    return {**dict([kind.size]), **_narrowed(kind, name)}


def _narrowed(kind: Kind, name: str | None) -> dict[str, str]:
    return {kind.narrowed_by: name} if name is not None and kind.narrowed_by else {}
