# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``/api/v2/knowledge/knowledgebases``, and the categories and labels of each.

Our choices, for want of evidence: a listing of bases that does not say ``published`` leaves out those that are not;
the filter by name finds what holds the text, in any case; pages hold 25 unless told otherwise. ``limit``, which is
deprecated, ``expand``, ``includeDocumentCount`` and sorting of categories are not simulated, and refused as unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .credentials import VIEW_CATEGORIES, VIEW_KNOWLEDGE_BASES, VIEW_LABELS
from .cursors import page_at, page_size
from .errors import invalid, not_found
from .exchange import Call, Reply, Route, json_reply
from .json_values import JsonObject
from .paging import NO_CACHE
from .references_state import ReferencesState, containing
from .request_parsing import flag, query_parameters
from .settings import Settings

BASES = "/api/v2/knowledge/knowledgebases"
MAX_BASES, MAX_PARTS, DEFAULT_PAGE_SIZE = 100, 200, 25
_DATED = {"dateCreated": "2026-01-02T03:04:05Z", "dateModified": "2026-01-02T03:04:05Z"}
_PAGES = frozenset({"pageSize", "after", "before"})


class Knowledge:
    """It is read alone; a state makes it."""

    def __init__(self, state: Callable[[], ReferencesState], settings: Settings) -> None:
        self._current = state
        self._settings = settings

    def routes(self) -> Sequence[Route]:
        base = f"{BASES}/{{base}}"
        return [
            Route("GET", BASES, self.list, VIEW_KNOWLEDGE_BASES),
            Route("GET", base, self.get, VIEW_KNOWLEDGE_BASES),
            Route("GET", f"{base}/categories", self.list_categories, VIEW_CATEGORIES),
            Route("GET", f"{base}/categories/{{id}}", lambda call: self._get_part(call, "categories"), VIEW_CATEGORIES),
            Route("GET", f"{base}/labels", self.list_labels, VIEW_LABELS),
            Route("GET", f"{base}/labels/{{id}}", lambda call: self._get_part(call, "labels"), VIEW_LABELS),
        ]

    def list(self, call: Call) -> Reply:
        given = query_parameters(call, _PAGES | {"name", "coreLanguage", "published", "sortBy", "sortOrder"})
        key, order = given.get("sortBy", "Date"), given.get("sortOrder", "ASC").upper()
        if key not in ("Name", "Date") or order not in ("ASC", "DESC"):
            raise invalid({"sortBy": "has to be Name or Date, and sortOrder ASC or DESC"})
        published, language = flag(given, "published") is not False, given.get("coreLanguage")
        found = [
            each
            for each in map(_base, self._current().knowledge_bases.values())
            if each["published"] is published and language in (None, each["coreLanguage"])
        ]
        found = containing(found, given.get("name"))
        found.sort(key=lambda each: str(each["name" if key == "Name" else "dateCreated"]), reverse=order == "DESC")
        return self._page(found, call, given, MAX_BASES)

    def get(self, call: Call) -> Reply:
        query_parameters(call, frozenset())
        return json_reply(_base(self._find(call)))

    def list_categories(self, call: Call) -> Reply:
        """The filter by name finds what begins with it."""
        given = query_parameters(call, _PAGES | {"name", "parentId", "isRoot"})
        parent, is_root, name = given.get("parentId"), flag(given, "isRoot"), given.get("name", "").casefold()
        found = [
            each
            for each in self._parts(call, "categories")
            if each["name"].casefold().startswith(name)
            and parent in (None, each.get("parentCategory", {}).get("id"))
            and (not is_root or "parentCategory" not in each)
        ]
        return self._page(found, call, given, MAX_PARTS)

    def list_labels(self, call: Call) -> Reply:
        """The filter by name finds what holds it."""
        given = query_parameters(call, _PAGES | {"name"})
        return self._page(containing(self._parts(call, "labels"), given.get("name")), call, given, MAX_PARTS)

    def _get_part(self, call: Call, part: str) -> Reply:
        query_parameters(call, frozenset())
        for each in self._parts(call, part):
            if each["id"] == call.parameters["id"]:
                return json_reply(each)
        raise not_found(f"There is no {call.parameters['id']} among the {part} of this knowledge base.")

    def _parts(self, call: Call, part: str) -> Sequence[JsonObject]:
        base = self._find(call)
        uri = f"{BASES}/{base['id']}"
        reference = {"knowledgeBase": {"id": base["id"], "selfUri": uri}} if part == "categories" else {}
        return [{**_DATED, **reference, **each, "selfUri": f"{uri}/{part}/{each['id']}"} for each in base.get(part, [])]

    def _find(self, call: Call) -> JsonObject:
        base = self._current().knowledge_bases.get(call.parameters["base"])
        if base is None:
            raise not_found(f"There is no knowledge base {call.parameters['base']}.")
        return base

    def _page(self, found: Sequence[JsonObject], call: Call, given: dict[str, str], most: int) -> Reply:
        """A page that does not tell how many there are."""
        size = page_size(given, "pageSize", DEFAULT_PAGE_SIZE, range(1, most + 1))
        size = min(size, self._settings.page_size_cap or size)
        return json_reply(page_at(found, call, given, size), headers=NO_CACHE)


def _base(base: JsonObject) -> JsonObject:
    own = {key: value for key, value in base.items() if key not in ("categories", "labels")}
    defaults = {"coreLanguage": "en-US", "published": False, "faqCount": 0, "articleCount": 0}
    return {**defaults, **_DATED, **own, "selfUri": f"{BASES}/{base['id']}"}
