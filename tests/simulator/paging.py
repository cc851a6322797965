# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pages of entities, as both the channels and the webhooks are listed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from itertools import islice
from typing import TypeVar

from .errors import invalid
from .exchange import Call, Reply, encoded_reply
from .json_values import encode_json
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


def _positive(given: dict[str, str], name: str, default: int) -> int:
    text = given.get(name)
    if text is None:
        return default
    if not _DIGITS.fullmatch(text) or int(text) < 1:
        raise invalid({name: "has to be an integer from 1"})
    return int(text)
