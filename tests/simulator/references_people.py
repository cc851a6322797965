# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``/api/v2/authorization/divisions`` and ``/api/v2/externalcontacts/externalsources``: what tells people apart.

Our choices, for want of evidence: the filter of divisions by name finds what holds the text, in any case; pages of
divisions hold 100 at most; of the three permissions listed for external sources, the one of that name has to be there;
a listing of external sources that does not say ``active`` holds all. ``sortBy``, ``expand``, ``objectCount`` and the
newer page tokens of divisions are not simulated, and refused as unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .credentials import VIEW_EXTERNAL_SOURCES
from .cursors import cursor, page_at, page_size, position
from .errors import not_found
from .exchange import ANY_TOKEN, Call, Reply, Route, json_reply
from .json_values import JsonObject
from .paging import NO_CACHE, addressed_page
from .references_state import ReferencesState, containing
from .request_parsing import flag, listed, query_parameters
from .settings import Settings

DIVISIONS = "/api/v2/authorization/divisions"
SOURCES = "/api/v2/externalcontacts/externalsources"
MAX_DIVISIONS = 100


class Divisions:
    """No permission is listed for them: any token will do."""

    def __init__(self, state: Callable[[], ReferencesState], settings: Settings) -> None:
        self._current = state
        self._settings = settings

    def routes(self) -> Sequence[Route]:
        return [
            Route("GET", DIVISIONS, self.list, ANY_TOKEN),
            Route("GET", f"{DIVISIONS}/query", self.query, ANY_TOKEN),
            Route("GET", f"{DIVISIONS}/home", self.get_home, ANY_TOKEN),
            Route("GET", f"{DIVISIONS}/{{id}}", self.get, ANY_TOKEN),
        ]

    def list(self, call: Call) -> Reply:
        given = query_parameters(call, frozenset({"pageSize", "pageNumber", "name"}), frozenset({"id"}))
        return addressed_page(self._filtered(given), call, given, self._settings, MAX_DIVISIONS)

    def query(self, call: Call) -> Reply:
        """The same by cursors."""
        given = query_parameters(call, frozenset({"pageSize", "after", "before", "name"}), frozenset({"id"}))
        size = page_size(given, "pageSize", 25, range(1, 201))
        size = min(size, self._settings.page_size_cap or size)
        return json_reply(page_at(self._filtered(given), call, given, size), headers=NO_CACHE)

    def get_home(self, call: Call) -> Reply:
        query_parameters(call, frozenset())
        for each in self._current().divisions.values():
            if each.get("homeDivision"):
                return json_reply(_addressed(each, DIVISIONS))
        raise not_found("There is no home division.")

    def get(self, call: Call) -> Reply:
        query_parameters(call, frozenset())
        return json_reply(_found(self._current().divisions, call, DIVISIONS))

    def _filtered(self, given: dict[str, str]) -> Sequence[JsonObject]:
        ids = listed(given, "id")
        rows = [_addressed(each, DIVISIONS) for each in self._current().divisions.values()]
        return containing((each for each in rows if ids is None or each["id"] in ids), given.get("name"))


class ExternalSources:
    """Where contacts come from. The next page is told by ``cursors.after`` alone."""

    def __init__(self, state: Callable[[], ReferencesState], settings: Settings) -> None:
        self._current = state
        self._settings = settings

    def routes(self) -> Sequence[Route]:
        return [
            Route("GET", SOURCES, self.list, VIEW_EXTERNAL_SOURCES),
            Route("GET", f"{SOURCES}/{{id}}", self.get, VIEW_EXTERNAL_SOURCES),
        ]

    def list(self, call: Call) -> Reply:
        """The filter by name finds what begins with it."""
        given = query_parameters(call, frozenset({"cursor", "limit", "name", "active"}))
        size = page_size(given, "limit", 100, range(10, 201))
        size = min(size, self._settings.page_size_cap or size)
        active, name = flag(given, "active"), given.get("name", "").casefold()
        found = [
            _addressed(each, SOURCES)
            for each in self._current().external_sources.values()
            if each["name"].casefold().startswith(name) and active in (None, each.get("active", True))
        ]
        start = position(given["cursor"], "cursor") if "cursor" in given else 0
        more = {"after": cursor(start + size)} if start + size < len(found) else {}
        page = {"entities": found[start : start + size], "cursors": more, "selfUri": SOURCES}
        return json_reply(page, headers=NO_CACHE)

    def get(self, call: Call) -> Reply:
        query_parameters(call, frozenset())
        return json_reply(_found(self._current().external_sources, call, SOURCES))


def _found(known: dict[str, JsonObject], call: Call, path: str) -> JsonObject:
    if call.parameters["id"] not in known:
        raise not_found(f"There is no {call.parameters['id']} here.")
    return _addressed(known[call.parameters["id"]], path)


def _addressed(value: JsonObject, path: str) -> JsonObject:
    return {**value, "selfUri": f"{path}/{value['id']}"}
