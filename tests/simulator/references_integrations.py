# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``/api/v2/integrations`` and their types.

Our choices, for want of evidence: pages hold 100 at most; an integration type that there is not finds nothing.
``expand``, ``sortBy``, ``credentialId`` and the newer page tokens are not simulated, and refused as unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .credentials import VIEW_INTEGRATIONS
from .errors import invalid, not_found
from .exchange import Call, Reply, Route, json_reply
from .json_values import JsonObject
from .paging import addressed_page
from .references_state import ReferencesState
from .request_parsing import listed, query_parameters
from .settings import Settings

INTEGRATIONS = "/api/v2/integrations"
MAX_PAGE_SIZE, MAX_IDS = 100, 100
_PAGES = frozenset({"pageSize", "pageNumber"})
_STATES = {"active", "activating", "inactive", "deactivating", "error"}


class Integrations:
    """They are read alone; a state makes them."""

    def __init__(self, state: Callable[[], ReferencesState], settings: Settings) -> None:
        self._current = state
        self._settings = settings

    def routes(self) -> Sequence[Route]:
        return [
            Route("GET", INTEGRATIONS, self.list, VIEW_INTEGRATIONS),
            Route("GET", f"{INTEGRATIONS}/types", self.list_types, VIEW_INTEGRATIONS),
            Route("GET", f"{INTEGRATIONS}/types/{{id}}", self.get_type, VIEW_INTEGRATIONS),
            Route("GET", f"{INTEGRATIONS}/{{id}}", self.get, VIEW_INTEGRATIONS),
        ]

    def list(self, call: Call) -> Reply:
        """There is no filter by name."""
        given = query_parameters(call, _PAGES | {"integrationType", "reportedState"}, frozenset({"ids"}))
        ids, wanted, state = listed(given, "ids"), given.get("integrationType"), given.get("reportedState", "").lower()
        if ids is not None and len(ids) > MAX_IDS:
            raise invalid({"ids": f"holds {MAX_IDS} at most"})
        if "reportedState" in given and state not in _STATES:
            raise invalid({"reportedState": f"is not one of {', '.join(sorted(_STATES))}"})
        found = [
            each
            for each in map(self._shown, self._current().integrations.values())
            if (ids is None or each["id"] in ids)
            and (wanted is None or each["integrationType"]["id"] == wanted)
            and (not state or each["reportedState"]["code"].lower() == state)
        ]
        return addressed_page(found, call, given, self._settings, MAX_PAGE_SIZE)

    def list_types(self, call: Call) -> Reply:
        given = query_parameters(call, _PAGES)
        found = [_type(each) for each in self._current().integration_types.values()]
        return addressed_page(found, call, given, self._settings, MAX_PAGE_SIZE)

    def get_type(self, call: Call) -> Reply:
        query_parameters(call, frozenset())
        found = self._current().integration_types.get(call.parameters["id"])
        if found is None:
            raise not_found(f"There is no integration type {call.parameters['id']}.")
        return json_reply(_type(found))

    def get(self, call: Call) -> Reply:
        query_parameters(call, frozenset())
        found = self._current().integrations.get(call.parameters["id"])
        if found is None:
            raise not_found(f"There is no integration {call.parameters['id']}.")
        return json_reply(self._shown(found))

    def _shown(self, integration: JsonObject) -> JsonObject:
        kind = _type(self._current().integration_types[integration["integrationType"]["id"]])
        return {
            "intendedState": "ENABLED",
            "reportedState": {"code": "ACTIVE"},
            **integration,
            "integrationType": kind,
            "selfUri": f"{INTEGRATIONS}/{integration['id']}",
        }


def _type(kind: JsonObject) -> JsonObject:
    return {**kind, "selfUri": f"{INTEGRATIONS}/types/{kind['id']}"}
