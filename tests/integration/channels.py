# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of channels have in common: paths, one channel, and three runs that must agree."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.simulator import fleets
from tests.simulator.client import Simulator

if TYPE_CHECKING:
    from tests.integration.conftest import Modules

INFO = "webmessaging_channel_info"
CHANNEL = "webmessaging_channel"
FLEET = "webmessaging_channels"

TOKEN = "POST /oauth/token"
COLLECTION = "/api/v2/communications/channels"
ID = fleets.FIRST_CHANNEL_ID
ITEM = f"{COLLECTION}/{ID}"
READ = f"GET {ITEM}"
PATCH = f"PATCH {ITEM}"
DETECTION = f"GET {COLLECTION}?pageSize=1&pageNumber=1"
"""What tells whether the org has the API at all, where a 404 leaves that open."""

FEATURES = ["rich-media", "typing-indicators", "file-sharing"]
ALL_FEATURES = [*FEATURES, "co-browsing", "video-calling"]


def page(number: int) -> str:
    """The request for a page of the listing."""
    return f"GET {COLLECTION}?pageSize=100&pageNumber={number}"


def stored(**fields: Any) -> dict[str, Any]:
    """The contract's example as the org has it, with some fields in place of its own."""
    return {
        "id": ID,
        "name": "Primary Web Messaging",
        "channelType": "webchat",
        "configuration": {
            "webchat": {"maxConcurrentSessions": 500, "features": FEATURES},
            "routing": {"queueId": "queue-123", "assignmentMode": "longest-idle"},
        },
        "version": 7,
        **fields,
    }


def org(*channels: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A state with these channels, or else with the contract's example alone."""
    return {"channels": list(channels) or [stored()], "queues": fleets.QUEUES, **fields}


def large_org(web_messaging: int, others: int) -> dict[str, Any]:
    """Web Messaging channels with channels of another type strewn among them."""
    channels = fleets.webmessaging(web_messaging)["channels"]
    for number in range(others):
        voice = {"id": f"voice-{number}", "name": f"Voice {number}", "channelType": "voice", "version": 1}
        channels.insert(number * 5, voice)
    return org(*channels)


def availability(total: int, **available: int) -> dict[str, Any]:
    """The metrics' feature availability; features with underscores, those that are not named have none."""
    counts = {name.replace("_", "-"): count for name, count in available.items()}
    return {
        feature: {
            "total": total,
            "available": counts.get(feature, 0),
            "percent": round(100 * counts.get(feature, 0) / total, 2) if total else 0.0,
        }
        for feature in ALL_FEATURES
    }


def bodies(simulator: Simulator) -> list[Any]:
    """The bodies of the writes so far, in their order."""
    return [entry["body"] for entry in simulator.journal() if entry["kind"] == "write"]


def text_of(value: Any) -> str:
    """A JSON value to the byte: key order, 1 and 1.0, and the last digit of an integer count."""
    return json.dumps(value)


@dataclass(frozen=True)
class Converged:
    """``result`` of the real run and the ``bodies`` that it wrote."""

    result: dict[str, Any]
    bodies: list[Any]


def converge(simulator: Simulator, modules: Modules, **options: Any) -> Converged:
    """Configure a channel: in check mode, for real, and again.

    The first must write nothing and say what the second does, the third must find nothing to do.
    """
    before = copy.deepcopy(simulator.state())
    checked = modules.succeed(CHANNEL, check_mode=True, **options)
    assert simulator.requests("write") == []
    assert simulator.state() == before

    result = modules.succeed(CHANNEL, **options)
    sent = bodies(simulator)
    for key in ("changed", "diff", "channel"):
        assert text_of(checked[key]) == text_of(result[key]), f"check mode says another {key}"
    assert checked["audit"][0]["changes"] == result["audit"][0]["changes"]

    simulator.clear_journal()
    again = modules.succeed(CHANNEL, **options)
    assert again["changed"] is False
    assert again["diff"]["before"] == again["diff"]["after"]
    assert again["channel"] == result["channel"]
    assert simulator.requests("write") == []
    return Converged(result, sent)
