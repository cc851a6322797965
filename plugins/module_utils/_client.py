# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The API as Python sees it: JSON in, JSON out, pages to the end, errors as exceptions, a token put on and renewed."""

from __future__ import annotations

import json
from typing import Any, Callable, Mapping, TypeVar
from urllib.parse import urlencode

from ansible_collections.genesys.cloud.plugins.module_utils import _error_bodies
from ansible_collections.genesys.cloud.plugins.module_utils._auth import Tokens, bearer
from ansible_collections.genesys.cloud.plugins.module_utils._errors import (
    Answer,
    GenesysError,
    InvalidInput,
    NotFound,
    ProtocolError,
    UnknownOutcome,
)
from ansible_collections.genesys.cloud.plugins.module_utils._plan import JsonObject
from ansible_collections.genesys.cloud.plugins.module_utils._sender import Request, Sender, Tries

PAGE_SIZE = 100
"""The most that a page holds (contract)."""

T = TypeVar("T")


class Client:
    """``base_url`` has no slash at its end."""

    def __init__(self, sender: Sender, tokens: Tokens, base_url: str) -> None:
        self._sender = sender
        self._tokens = tokens
        self._base_url = base_url

    def get(self, path: str, query: Mapping[str, Any] | None = None) -> JsonObject:
        """A read; ``path`` is already percent-encoded."""
        return self._send("GET", path, query, None, None)

    def write(self, method: str, path: str, content: JsonObject | None, tries: Tries) -> JsonObject:
        """A write of one try or more, inside ``settle``: raises UnknownOutcome where it may have taken effect."""
        return self._send(method, path, None, content, tries)

    def pages(self, path: str) -> list[JsonObject]:
        """Every entity of a listing, each id once, in the order of the listing.

        Believes ``pageCount``, then ``total``; where the service tells neither, it goes on to an empty page.
        """
        entities: dict[str, JsonObject] = {}
        read, number, pages = 0, 0, None
        while pages is None or number < pages:
            number += 1
            page = self.get(path, {"pageSize": PAGE_SIZE, "pageNumber": number})
            found = _entities(page, path)
            fresh = {entity["id"]: entity for entity in found if entity["id"] not in entities}
            if found and not fresh:
                raise ProtocolError(
                    f"page {number} of {path} repeats earlier pages and brings nothing new, so its end cannot be found",
                    Answer(method="GET", path=path),
                    "Nothing was changed. Run it again; if it stays so, report it to the operator of the API.",
                )
            entities.update(fresh)
            read += len(found)
            pages = _page_count(page)
            if pages is None and (not found or read >= _total(page)):
                break
        return list(entities.values())

    def settle(self, send: Callable[[Tries], T], look: Callable[[], T | None], can_tell: bool = True) -> T:
        """Send a write; where nobody knows whether it took effect, look before sending it again.

        ``send`` writes once and returns the outcome. ``look`` reads afresh and returns the outcome if the write is no
        longer needed, else None; it may change what ``send`` sends next. The tries of all sends count together.
        It may also find that the object is gone (NotFound) or that the wish does not fit it any more (InvalidInput).
        ``can_tell``: whether ``look`` sees all that the write would have done, so that its None means "no effect".
        """
        tries = self._sender.tries()
        while True:
            try:
                return send(tries)
            except UnknownOutcome as unknown:
                self._sender.pause(unknown.wait)
                try:
                    settled = look()
                except NotFound as error:
                    error.advice = error.advice or "It was there before; someone deleted it meanwhile."
                    raise
                except InvalidInput:
                    raise
                except GenesysError as error:
                    unknown.error.advice = (
                        f"Whether it took effect is not known: reading it back failed too ({error.message}). "
                        f"{unknown.error.advice}"
                    ).strip()
                    raise unknown.error from error
                if settled is not None:
                    return settled
                if not unknown.again:
                    known = "Read back, it did not take effect." if can_tell else "Whether it took effect is not known."
                    unknown.error.advice = f"{known} {unknown.error.advice}".strip()
                    raise unknown.error from None

    def _send(
        self, method: str, path: str, query: Mapping[str, Any] | None, content: JsonObject | None, tries: Tries | None
    ) -> JsonObject:
        url = f"{self._base_url}{path}{'?' + urlencode(query) if query else ''}"
        body = None if content is None else json.dumps(content, allow_nan=False).encode("ascii")
        headers = {"Cache-Control": "no-cache"} if method == "GET" else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = Request(method, url, path, body, content, headers)
        tries = tries or self._sender.tries()
        token = self._tokens.token()
        answered = self._sender.send(request, bearer(token), tries)
        if answered.status == 401 and self._tokens.renew(token):
            token = self._tokens.token()
            answered = self._sender.send(request, bearer(token), tries)
        if answered.status != 401:
            self._tokens.accepted(token)
        if answered.status >= 300:
            raise _error_bodies.error_from(method, path, answered.reply, answered.content)
        return answered.content or {}


def found_or_none(read: Callable[[], T]) -> T | None:
    """What ``read`` returns, None where the server says that there is no such thing."""
    try:
        return read()
    except NotFound:
        return None


def _entities(page: JsonObject, path: str) -> list[JsonObject]:
    entities = page.get("entities")
    if not isinstance(entities, list):
        raise ProtocolError(
            "the answer has no list 'entities', so it is no page of a listing",
            Answer(method="GET", path=path, status=200),
            "Check that api_url is the address of the API, and not of something before it.",
        )
    for entity in entities:
        if not isinstance(entity, dict) or not isinstance(entity.get("id"), str) or not entity["id"]:
            raise ProtocolError(
                "the listing holds something that is no object with an id", Answer(method="GET", path=path, status=200)
            )
    return entities


def _page_count(page: JsonObject) -> int | None:
    return _count(page.get("pageCount"))


def _total(page: JsonObject) -> float:
    total = _count(page.get("total"))
    return float("inf") if total is None else total


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
