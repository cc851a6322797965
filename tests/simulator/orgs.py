# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A second org: the same names under other ids, as between the orgs of one company."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

from . import fleets
from .json_values import JsonObject
from .organisation import Organisation

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def explicit(state: JsonObject | str) -> JsonObject:
    """The state, or the fleet of that name, with everything in it that it has by default."""
    return Organisation(fleets.read_state(state)).state()


def other(state: JsonObject | str, org: str) -> JsonObject:
    """The same with an id of its own for everything that has a UUID. The same ``org`` gives the same ids, every time.

    What is not the org's own keeps its id: types of integrations, OAuth clients. References follow.
    """
    whole = explicit(state)
    moved = {
        each: str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://{org}.simulator.invalid/{each}")) for each in _ids(whole)
    }
    text = _UUID.sub(lambda found: moved.get(found.group(), found.group()), json.dumps(whole))
    result: JsonObject = json.loads(text)
    return result


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("id"), str) and _UUID.fullmatch(value["id"]):
            yield value["id"]
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _ids(item)
