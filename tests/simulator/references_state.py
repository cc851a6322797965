# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Web Deployments refer to by id, beside flows and content profiles: an org's part of a state, and its defaults.

Names are no keys: the defaults hold two of one name in one kind, and one name in two kinds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .json_values import JsonObject

OPENID_CONNECT = "openid-connect-messenger"
"""Type id of the integration that signs guests in. Its name is documented; the id is our choice."""
APPLE_PUSH, GOOGLE_PUSH = "messenger-push-apns", "messenger-push-fcm"
"""Type ids of the integrations that push to phones; ids and names are our choice."""
DATA_ACTIONS = "purecloud-data-actions"

DEFAULT_INTEGRATION_TYPES = [
    {"id": OPENID_CONNECT, "name": "OpenID Connect Messenger Configuration"},
    {"id": APPLE_PUSH, "name": "Messenger Push for iOS"},
    {"id": GOOGLE_PUSH, "name": "Messenger Push for Android"},
    {"id": DATA_ACTIONS, "name": "Genesys Cloud Data Actions"},
]
DEFAULT_INTEGRATIONS = [
    {"id": "1e700000-0000-4000-8000-000000000001", "name": "Customer Login", "integrationType": {"id": OPENID_CONNECT}},
    {"id": "1e700000-0000-4000-8000-000000000002", "name": "Partner Login", "integrationType": {"id": OPENID_CONNECT}},
    {"id": "1e700000-0000-4000-8000-000000000003", "name": "Customer Login", "integrationType": {"id": DATA_ACTIONS}},
    {"id": "1e700000-0000-4000-8000-000000000004", "name": "Shop App iOS", "integrationType": {"id": APPLE_PUSH}},
    {"id": "1e700000-0000-4000-8000-000000000005", "name": "Shop App Android", "integrationType": {"id": GOOGLE_PUSH}},
]
DEFAULT_KNOWLEDGE_BASES: list[JsonObject] = [
    {
        "id": "ba5e0000-0000-4000-8000-000000000001",
        "name": "Help",
        "published": True,
        "categories": [
            {"id": "ca7e0000-0000-4000-8000-000000000001", "name": "Orders"},
            {
                "id": "ca7e0000-0000-4000-8000-000000000002",
                "name": "Orders abroad",
                "parentCategory": {"id": "ca7e0000-0000-4000-8000-000000000001"},
            },
            {"id": "ca7e0000-0000-4000-8000-000000000003", "name": "Rücksendung"},
        ],
        "labels": [
            {"id": "1abe0000-0000-4000-8000-000000000001", "name": "public", "color": "#00FF00"},
            {"id": "1abe0000-0000-4000-8000-000000000002", "name": "not public", "color": "#FF0000"},
        ],
    },
    {
        "id": "ba5e0000-0000-4000-8000-000000000002",
        "name": "Help for partners",
        "published": True,
        "categories": [{"id": "ca7e0000-0000-4000-8000-000000000004", "name": "Orders"}],
        "labels": [{"id": "1abe0000-0000-4000-8000-000000000003", "name": "public", "color": "#00FF00"}],
    },
    {"id": "ba5e0000-0000-4000-8000-000000000003", "name": "Help to come", "published": False},
]
DEFAULT_DIVISIONS: list[JsonObject] = [
    {"id": "d1510000-0000-4000-8000-000000000001", "name": "Home", "homeDivision": True},
    {"id": "d1510000-0000-4000-8000-000000000002", "name": "Sales", "homeDivision": False},
    {"id": "d1510000-0000-4000-8000-000000000003", "name": "Sales abroad", "homeDivision": False},
]
DEFAULT_EXTERNAL_SOURCES: list[JsonObject] = [
    {"id": "e5c00000-0000-4000-8000-000000000001", "name": "CRM", "active": True},
    {"id": "e5c00000-0000-4000-8000-000000000002", "name": "CRM of old", "active": False},
]

PARTS = {
    "integration_types": DEFAULT_INTEGRATION_TYPES,
    "integrations": DEFAULT_INTEGRATIONS,
    "knowledge_bases": DEFAULT_KNOWLEDGE_BASES,
    "divisions": DEFAULT_DIVISIONS,
    "external_sources": DEFAULT_EXTERNAL_SOURCES,
}


class ReferencesState:
    """Each kind by id, in the order of the state. ``knowledge_bases`` hold their ``categories`` and ``labels``."""

    def __init__(self, state: JsonObject) -> None:
        """``state``: any of the parts; what is left out has its defaults. ValueError: a part is not valid."""
        read = {name: _by_id(name, state.get(name, default)) for name, default in PARTS.items()}
        self.integration_types = read["integration_types"]
        self.integrations = read["integrations"]
        self.knowledge_bases = read["knowledge_bases"]
        self.divisions = read["divisions"]
        self.external_sources = read["external_sources"]
        for each in self.knowledge_bases.values():
            for part in ("categories", "labels"):
                _by_id(f"knowledge_bases.{part}", each.get(part, []))
        for each in self.integrations.values():
            if (each.get("integrationType") or {}).get("id") not in self.integration_types:
                raise ValueError(f"state.webdeployments.integrations: {each['id']} has no known integrationType")

    def as_json(self) -> JsonObject:
        """In the shape that it is made of."""
        return {name: list(getattr(self, name).values()) for name in PARTS}


def _by_id(part: str, values: Any) -> dict[str, JsonObject]:
    if not isinstance(values, list) or not all(map(_is_named, values)):
        raise ValueError(f"state.webdeployments.{part}: has to be a list of objects with id and name")
    found = {each["id"]: each for each in values}
    if len(found) != len(values):
        raise ValueError(f"state.webdeployments.{part}: two have one id")
    return found


def _is_named(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(value.get(key), str) for key in ("id", "name"))


def containing(rows: Iterable[JsonObject], text: str | None, field: str = "name") -> list[JsonObject]:
    """The rows whose name holds the text, in any case.

    How most name filters match is not known. More than the exact name comes back here (our choice), so that a client
    that does not compare is found out.
    """
    return [each for each in rows if text is None or text.casefold() in str(each.get(field, "")).casefold()]
