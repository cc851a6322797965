# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The pages of a listing as they are put together, and what shows that they have no end. Pure.

A listing ends where the service says so. It is given up where a page or a cursor repeats, where one page after the
other is empty, and at MOST_PAGES and MOST_ENTITIES, whatever the service says.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .errors import ProtocolError, RequestInfo
from .json_values import JsonObject

MOST_PAGES = 1_000
"""That are read of one listing."""
MOST_ENTITIES = 200_000
"""That are read of one listing; no org has as many of anything that is listed here."""
MOST_EMPTY = 10
"""So many pages in a row may be empty though the service says that more follow."""
_OUT = "Run it again; if it stays so, report it to the operator of the API."


class _Pages:
    """What both kinds of listing share; ``method``: with which they are asked for."""

    def __init__(self, path: str, method: str) -> None:
        self._path = path
        self._method = method
        self._pages = 0
        self._read = 0
        self._empty = 0

    def _entities(self, page: JsonObject) -> list[JsonObject]:
        """The entities of the next page, counted."""
        found = page.get("entities")
        answer = RequestInfo(method=self._method, path=self._path, status=200)
        if not isinstance(found, list):
            raise ProtocolError(
                "the answer has no list 'entities', so it is no page of a listing",
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
        """More pages follow, as the service says. Raises ProtocolError where that cannot be."""
        if self._empty > MOST_EMPTY:
            raise self._endless(f"its last {self._empty} pages are empty, and more are said to follow")
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
        """Believes ``pageCount``, then ``total``; where the service tells neither, an empty page is the end."""
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
        """How many pages there are, as far as the first one tells; 1 where it does not."""
        pages, total, size = (_count(first.get(key)) for key in ("pageCount", "total", "pageSize"))
        if pages is None:
            pages = -(-total // size) if total and size else 1
        if pages > MOST_PAGES:
            raise self._endless(f"its first page announces {pages} pages, and at most {MOST_PAGES} are read of one")
        return pages


class CursorPages(_Pages):
    """Pages of which each names the next one; an id can come more than once.

    ``cursor``: the parameter that takes its name, told by ``nextUri``, or by the page itself under that name.
    """

    def __init__(self, path: str, cursor: str = "after") -> None:
        super().__init__(path, "GET")
        self._cursor = cursor
        self.entities: list[JsonObject] = []
        self._cursors: set[str] = set()
        self._seen: set[str] = set()

    def add(self, page: JsonObject) -> str | None:
        """The cursor of the next page; None: this was the last one."""
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
        # Compared whole: several versions of one object have its id.
        fresh = {json.dumps(entity, sort_keys=True) for entity in found} - self._seen
        if found and not fresh:
            raise self._brings_nothing_new()
        self._seen |= fresh
        self._go_on()
        return after


def _cursor(page: JsonObject, name: str) -> str | None:
    told = page.get(name)
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
