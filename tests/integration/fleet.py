# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of fleets have in common: an org, its requests in an order of their own, and three runs that agree."""

from __future__ import annotations

import copy
from typing import Any

from tests.integration.channels import COLLECTION, FLEET, stored
from tests.integration.conftest import Modules
from tests.simulator import fleets
from tests.simulator.client import Simulator


def small_org(*names: str, **fields: Any) -> dict[str, Any]:
    """A Web Messaging channel of each name, with the ids c0, c1, ..."""
    channels = [stored(id=f"c{number}", name=name) for number, name in enumerate(names)]
    return {"channels": channels, "queues": fleets.QUEUES, **fields}


def patch(channel_id: str) -> str:
    return f"PATCH {COLLECTION}/{channel_id}"


def read(channel_id: str) -> str:
    return f"GET {COLLECTION}/{channel_id}"


def outcomes(result: dict[str, Any]) -> list[tuple[str | None, str]]:
    """The id and the outcome of each row."""
    return [(row["id"], row["outcome"]) for row in result["channels"]]


def sessions(simulator: Simulator) -> list[Any]:
    """The sessions of every channel, in the order of the org."""
    return [channel["configuration"]["webchat"]["maxConcurrentSessions"] for channel in simulator.channels()]


def converge_fleet(simulator: Simulator, modules: Modules, **options: Any) -> dict[str, Any]:
    """Configure a fleet: in check mode, for real, and again; what the real run returned.

    The first must write nothing and say what the second does, the third must find nothing to do.
    """
    before = copy.deepcopy(simulator.state())
    checked = modules.succeed(FLEET, check_mode=True, **options)
    assert simulator.requests("write") == []
    assert simulator.state() == before
    simulator.clear_journal()

    result = modules.succeed(FLEET, **options)
    foretold = [{**row, "outcome": row["outcome"].replace("checked", "updated")} for row in checked["channels"]]
    for row, real in zip(foretold, result["channels"], strict=True):
        assert row["pinned"] is None
        row["pinned"] = real["pinned"]
        if row["channel"].get("version", "") is None:  # which version it will be, the server alone can say
            row["channel"]["version"] = real["channel"]["version"]
    assert foretold == result["channels"]
    assert (checked["changed"], checked["diff"]) == (result["changed"], result["diff"])
    assert {row["outcome"] for row in checked["channels"]} <= {"checked", "unchanged"}
    journal = simulator.requests()
    simulator.clear_journal()

    again = modules.succeed(FLEET, **options)
    assert (again["changed"], again["diff"]) == (False, [])
    assert {row["outcome"] for row in again["channels"]} == {"unchanged"}
    assert [row["channel"] for row in again["channels"]] == [row["channel"] for row in result["channels"]]
    assert simulator.requests("write") == []
    return {**result, "journal": journal}
