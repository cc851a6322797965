# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``/api/v2/flows``: what routes a guest's messages, and every other flow of Architect.

Our choices, for want of evidence: the filters by text find what holds the text, in any case; a type that there is not
is a 400; pages hold 500 at most, and a look-up 100 ids; sorting is by id or by name. Parameters about locks, secure
flows, schemas and publishing dates are not simulated, and refused as unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .credentials import SEARCH_FLOWS, VIEW_FLOWS
from .errors import invalid, not_found
from .exchange import Call, Reply, Route, json_reply
from .json_values import JsonObject
from .paging import addressed_page
from .references_state import containing
from .request_parsing import flag, listed, query_parameters
from .settings import Settings
from .webdeployments_state import WebDeploymentsState

FLOWS = "/api/v2/flows"
MAX_PAGE_SIZE, MAX_IDS = 500, 100
TYPES = frozenset(
    {
        "bot",
        "businessprocess",
        "commonmodule",
        "digitalbot",
        "emailsend",
        "inboundcall",
        "inboundchat",
        "inboundemail",
        "inboundshortmessage",
        "inqueuecall",
        "inqueueemail",
        "inqueueshortmessage",
        "outboundcall",
        "securecall",
        "speech",
        "surveyinvite",
        "voice",
        "voicemail",
        "voicesurvey",
        "workflow",
        "workitem",
    }
)
_PAGES = frozenset({"pageSize", "pageNumber", "sortBy", "sortOrder"})
_TEXTS = frozenset({"name", "description", "nameOrDescription"})
_VIEW = ("id", "name", "division", "type", "description", "publishedVersion", "supportedLanguages")


class Flows:
    """They are read alone; a state makes them."""

    def __init__(self, state: Callable[[], WebDeploymentsState], settings: Settings) -> None:
        self._current = state
        self._settings = settings

    def routes(self) -> Sequence[Route]:
        return [
            Route("GET", FLOWS, self.list_all, VIEW_FLOWS),
            Route("GET", f"{FLOWS}/divisionviews", self.list_views, SEARCH_FLOWS),
            Route("GET", f"{FLOWS}/lookup", self.look_up, VIEW_FLOWS),
            Route("GET", f"{FLOWS}/{{id}}", self.get, VIEW_FLOWS),
        ]

    def list_all(self, call: Call) -> Reply:
        given = query_parameters(call, _PAGES | _TEXTS | {"deleted"}, frozenset({"type", "id", "divisionId"}))
        found = self._filtered(given, with_deleted=flag(given, "deleted") is True)
        for field in ("name", "description"):
            found = containing(found, given.get(field), field)
        either = given.get("nameOrDescription")
        if either is not None:
            ids = {each["id"] for field in ("name", "description") for each in containing(found, either, field)}
            found = [each for each in found if each["id"] in ids]
        return addressed_page(found, call, given, self._settings, MAX_PAGE_SIZE)

    def list_views(self, call: Call) -> Reply:
        """Less of each flow, for a lesser permission."""
        given = query_parameters(call, _PAGES | {"name"}, frozenset({"type", "id", "divisionId"}))
        found = containing(self._filtered(given), given.get("name"))
        views = [
            {**{key: each[key] for key in _VIEW if key in each}, "selfUri": f"{FLOWS}/divisionviews/{each['id']}"}
            for each in found
        ]
        return addressed_page(views, call, given, self._settings, MAX_PAGE_SIZE)

    def look_up(self, call: Call) -> Reply:
        """Those of the ids that there are; the others are left out."""
        given = query_parameters(call, _PAGES, frozenset({"id"}))
        ids = listed(given, "id")
        if ids is None:
            raise invalid({"id": "is required"})
        if len(ids) > MAX_IDS:
            raise invalid({"id": f"holds {MAX_IDS} at most"})
        return addressed_page(self._filtered(given), call, given, self._settings, MAX_PAGE_SIZE)

    def get(self, call: Call) -> Reply:
        """One that is deleted is there only if it is asked for so."""
        with_deleted = flag(query_parameters(call, frozenset({"deleted"})), "deleted") is True
        flow = self._current().flows.get(call.parameters["id"])
        if flow is None or (flow.get("deleted") and not with_deleted):
            raise not_found(f"There is no flow {call.parameters['id']}.")
        return json_reply(self._shown(flow))

    def _filtered(self, given: dict[str, str], *, with_deleted: bool = False) -> list[JsonObject]:
        """In the order that is asked for, by id if none is."""
        rows = [self._shown(each) for each in self._current().flows.values() if with_deleted or not each.get("deleted")]
        types, ids, divisions = (listed(given, name) for name in ("type", "id", "divisionId"))
        unknown = [each for each in types or () if each not in TYPES]
        if unknown:
            raise invalid({"type": f"{unknown[0]} is not one of {', '.join(sorted(TYPES))}"})
        rows = [
            each
            for each in rows
            if (types is None or each["type"].lower() in types)
            and (ids is None or each["id"] in ids)
            and (divisions is None or each["division"]["id"] in divisions)
        ]
        key, order = given.get("sortBy", "id"), given.get("sortOrder", "asc").lower()
        if key not in ("id", "name") or order not in ("asc", "desc"):
            raise invalid({"sortBy": "has to be id or name, and sortOrder asc or desc"})
        return sorted(rows, key=lambda each: (str(each[key]), str(each["id"])), reverse=order == "desc")

    def _shown(self, flow: JsonObject) -> JsonObject:
        home = self._current().home_division
        state = {"active": True, "system": False, "deleted": False, "virtualAgentEnabled": False}
        return {**state, "division": home, "supportedLanguages": [], **flow, "selfUri": f"{FLOWS}/{flow['id']}"}
