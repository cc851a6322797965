# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Put the pages of a listing together, and detect a listing without an end. Pure.

A listing ends when the service says so. Reading stops with an error if a page or a cursor repeats, if too many empty
pages follow each other, and at MOST_PAGES and MOST_ENTITIES.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .errors import ProtocolError, RequestInfo
from .json_values import JsonObject

MOST_PAGES = 1_000
"""The most pages of one listing."""
MOST_ENTITIES = 200_000
"""The most entities of one listing; no org has as many objects of one kind."""
MOST_EMPTY = 10
"""The most empty pages in a row although the service says that more follow."""
_OUT = "Run it again; if it stays so, report it to the operator of the API."


class _Pages:
    """The part that both kinds of listing share; ``method``: the HTTP method that fetches a page."""

    def __init__(self, path: str, method: str) -> None:
        self._path = path
        self._method = method
        self._pages = 0
        self._read = 0
        self._empty = 0

    def _entities(self, page: JsonObject) -> list[JsonObject]:
        """Return the entities of the next page, and count them."""
        found = page.get("entities")
        answer = RequestInfo(method=self._method, path=self._path, status=200)
        if not isinstance(found, list):
            raise ProtocolError(
                "the response has no list 'entities', so it is no page of a listing",
                answer,
                "Check that api_url is the address of the API, and not of something before it.",
            )
        for entity in found:
            if not isinstance(entity, dict) or not isinstance(entity.get("id"), str) or not entity["id"]:
                raise ProtocolError("the listing holds something that is no object with an id", answer)
        self._pages += 1
        self._read += len(found)
        self._empty = 0 if found else self._empty + 1
        return found

    def _go_on(self) -> None:
        """Accept that more pages follow. Raises ProtocolError if that cannot be."""
        if self._empty > MOST_EMPTY:
            raise self._endless(f"its last {self._empty} pages are empty, but the service says that more follow")
        if self._pages >= MOST_PAGES:
            raise self._endless(f"it has more than {MOST_PAGES} pages, the most that are read of one listing")
        if self._read > MOST_ENTITIES:
            raise self._endless(f"it has more than {MOST_ENTITIES} entities, the most that are read of one listing")

    def _brings_nothing_new(self) -> ProtocolError:
        return self._endless(f"page {self._pages} repeats earlier pages and brings nothing new")

    def _endless(self, seen: str) -> ProtocolError:
        text = f"the end of the listing {self._path} cannot be found: {seen}"
        return ProtocolError(text, RequestInfo(method=self._method, path=self._path), _OUT)


class NumberedPages(_Pages):
    """Pages that have numbers: each id once, in the order of the pages."""

    def __init__(self, path: str, method: str = "GET") -> None:
        super().__init__(path, method)
        self.entities: dict[str, JsonObject] = {}
        self.is_complete = False

    def add(self, page: JsonObject) -> None:
        """Add a page and decide whether more follow: by ``pageCount``, else ``total``, else until an empty page."""
        found = self._entities(page)
        known = len(self.entities)
        for entity in found:
            self.entities.setdefault(entity["id"], entity)
        if found and len(self.entities) == known:
            raise self._brings_nothing_new()
        page_count, total = _count(page.get("pageCount")), _count(page.get("total"))
        if page_count is not None:
            self.is_complete = self._pages >= page_count
        else:
            self.is_complete = not found or (total is not None and self._read >= total)
        if not self.is_complete:
            self._go_on()

    def announced(self, first: JsonObject) -> int:
        """Return the number of pages that the first page announces; 1 if it announces none."""
        pages, total, size = (_count(first.get(key)) for key in ("pageCount", "total", "pageSize"))
        if pages is None:
            pages = -(-total // size) if total and size else 1
        if pages > MOST_PAGES:
            raise self._endless(f"its first page announces {pages} pages, and at most {MOST_PAGES} are read of one")
        return pages


class CursorPages(_Pages):
    """Pages that each name the next one; an id can come more than once.

    ``cursor``: the parameter for the next page's name, which ``nextUri``, a key of the same name in the page, or
    ``cursors.after`` in it holds.
    """

    def __init__(self, path: str, cursor: str = "after") -> None:
        super().__init__(path, "GET")
        self._cursor = cursor
        self.entities: list[JsonObject] = []
        self._cursors: set[str] = set()
        self._ids: set[str] = set()
        self._written: set[str] = set()
        """The first ``_compared`` entities, each as a text."""
        self._compared = 0

    def add(self, page: JsonObject) -> str | None:
        """Add a page and return the cursor of the next one; None if this was the last one."""
        found = self._entities(page)
        self.entities += found
        after = _cursor(page, self._cursor)
        if after is None:
            if page.get("nextUri") and len(self.entities) < (_count(page.get("total")) or 0):
                raise self._endless("a page names a next one without its cursor")
            return None
        if after in self._cursors:
            raise self._endless("its pages lead back to an earlier one")
        self._cursors.add(after)
        if found and not self._is_new(found):
            raise self._brings_nothing_new()
        self._go_on()
        return after

    def _is_new(self, page: list[JsonObject]) -> bool:
        """Return whether something on the last page was on no page before it.

        Only a page without a new id is compared whole: several versions of one object share its id.
        """
        ids = {entity["id"] for entity in page} - self._ids
        self._ids |= ids
        if ids:
            return True
        earlier = self.entities[self._compared : len(self.entities) - len(page)]
        self._written |= set(map(_text, earlier))
        self._compared += len(earlier)
        return not self._written.issuperset(map(_text, page))


def _text(entity: JsonObject) -> str:
    return json.dumps(entity, sort_keys=True)


def _cursor(page: JsonObject, name: str) -> str | None:
    cursors = page.get("cursors")
    for told in (page.get(name), cursors.get("after") if isinstance(cursors, dict) else None):
        if isinstance(told, str) and told:
            return told
    uri = page.get("nextUri")
    try:
        found = parse_qs(urlsplit(uri).query).get(name) if isinstance(uri, str) else None
    except ValueError:
        return None
    return found[-1] if found else None


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
