# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pages of entities by their numbers: of channels and webhooks, and with addresses, as the public API has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import urlencode

from .errors import invalid
from .exchange import Call, Reply, encoded_reply, json_reply
from .json_values import JsonObject, encode_json
from .request_parsing import query_parameters
from .settings import Settings

DEFAULT_PAGE_SIZE = 25
MAX_PAGE_SIZE = 100
NO_CACHE = {"Cache-Control": "no-cache"}

_PARAMETERS = frozenset({"pageSize", "pageNumber"})
_DIGITS = re.compile(r"[0-9]{1,18}")


_Entity = TypeVar("_Entity")


def page_of(
    everything: Collection[_Entity], encode: Callable[[_Entity], bytes], call: Call, settings: Settings
) -> Reply:
    """The page that the call asks for. ``everything``: in the order of the listing; ``encode``: one as JSON."""
    given = query_parameters(call, _PARAMETERS)
    asked = _positive(given, "pageSize", DEFAULT_PAGE_SIZE)
    number = _positive(given, "pageNumber", 1)
    if asked > MAX_PAGE_SIZE:
        raise invalid({"pageSize": f"is at most {MAX_PAGE_SIZE}"})
    size = min(asked, settings.page_size_cap or asked)
    total = len(everything)
    start = (number - 1) * size
    # islice takes no start beyond sys.maxsize, and there is nothing out there anyway.
    entities = islice(everything, start, start + size) if start < total else ()
    envelope: dict[str, int] = {"pageSize": size, "pageNumber": number}
    if settings.announce_total:
        envelope["total"] = total
    if settings.announce_page_count:
        envelope["pageCount"] = -(-total // size)
    # Joined, not encoded as one value: what is kept encoded makes a page of a hundred cheap.
    body = b'{"entities":[' + b",".join(map(encode, entities)) + b"]," + encode_json(envelope)[1:]
    return encoded_reply(body, headers=NO_CACHE)


def addressed_page(
    everything: Sequence[JsonObject], call: Call, given: Mapping[str, str], settings: Settings, most: int
) -> Reply:
    """The page that the call asks for, with its neighbours' addresses. ``given``: the query; ``most``: rows a page."""
    asked = _positive(given, "pageSize", DEFAULT_PAGE_SIZE)
    number = _positive(given, "pageNumber", 1)
    if asked > most:
        raise invalid({"pageSize": f"is at most {most}"})
    size = min(asked, settings.page_size_cap or asked)
    last = max(1, -(-len(everything) // size))
    start = (number - 1) * size

    def uri(page: int) -> str:
        return f"{call.path}?{urlencode({**given, 'pageSize': size, 'pageNumber': page})}"

    page: dict[str, Any] = {"entities": everything[start : start + size], "pageSize": size, "pageNumber": number}
    page.update({"selfUri": uri(number), "firstUri": uri(1), "lastUri": uri(last)})
    if number < last:
        page["nextUri"] = uri(number + 1)
    if number > 1:
        page["previousUri"] = uri(min(number - 1, last))
    if settings.announce_total:
        page["total"] = len(everything)
    if settings.announce_page_count:
        page["pageCount"] = -(-len(everything) // size)
    return json_reply(page, headers=NO_CACHE)


def _positive(given: Mapping[str, str], name: str, default: int) -> int:
    text = given.get(name)
    if text is None:
        return default
    if not _DIGITS.fullmatch(text) or int(text) < 1:
        raise invalid({name: "has to be an integer from 1"})
    return int(text)
