# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A PATCH that was accepted is held against what was wanted: by its answer, else by a fresh read, else it failed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.channels import (
    CHANNEL,
    FEATURES,
    FLEET,
    ID,
    ITEM,
    PATCH,
    READ,
    TOKEN,
    bodies,
    org,
    stored,
)
from tests.integration.conftest import Modules
from tests.integration.webhooks import without_repeats
from tests.simulator.client import Simulator

WEBHOOKS = "/api/v2/platform/webhooks"
OTHER_WEBCHAT = {"configuration": {"webchat": {"maxConcurrentSessions": 3}}}

UNHELPFUL_ANSWERS: dict[str, dict[str, Any]] = {
    "the channel as it was": {"status": 200, "body": stored()},
    "another channel": {"status": 200, "body": stored(id="other")},
    "an empty object": {"status": 200, "body": {}},
    "a list": {"status": 200, "body": []},
    "a page of HTML": {"status": 200, "text": "<html>Welcome</html>"},
    "no body": {"status": 204},
}


@pytest.fixture
def one_channel(simulator: Simulator) -> Simulator:
    simulator.reset(org())
    return simulator


def test_an_answer_that_shows_what_was_wanted_is_enough(one_channel: Simulator, modules: Modules) -> None:
    modules.succeed(CHANNEL, id=ID, max_concurrent_sessions=800)
    assert one_channel.requests() == [TOKEN, READ, PATCH]


@pytest.mark.parametrize("answer", UNHELPFUL_ANSWERS.values(), ids=UNHELPFUL_ANSWERS)
def test_where_the_answer_does_not_show_it_a_fresh_read_does(
    one_channel: Simulator, modules: Modules, answer: dict[str, Any]
) -> None:
    one_channel.fault("PATCH", ITEM, {"after": answer})
    result = modules.succeed(CHANNEL, id=ID, max_concurrent_sessions=800)
    assert one_channel.requests() == [TOKEN, READ, PATCH, READ]
    assert result["changed"] is True
    assert result["channel"]["max_concurrent_sessions"] == 800
    assert (result["audit"][0]["outcome"], result["audit"][0]["attempts"]) == ("updated", 1)
    assert result["metrics"]["requests"] == {"total": 4, "token": 1, "read": 2, "write": 1}


@pytest.mark.parametrize("answer", UNHELPFUL_ANSWERS.values(), ids=UNHELPFUL_ANSWERS)
def test_a_write_that_did_not_take_effect_is_a_failure(
    one_channel: Simulator, modules: Modules, answer: dict[str, Any]
) -> None:
    """Whatever the answer looks like, and however good its status is."""
    one_channel.fault("PATCH", ITEM, {"respond": answer}, times=None)
    result = modules.fail(CHANNEL, id=ID, max_concurrent_sessions=800, deadline=1)
    assert without_repeats(one_channel.requests()) == [TOKEN, READ, PATCH, READ]
    assert result["failure"]["kind"] == ("conflict" if isinstance(answer.get("body"), dict) else "protocol")
    assert (result["audit"][0]["outcome"], result["audit"][0]["attempts"]) == ("failed", 1)


def test_a_change_that_somebody_undoes_is_a_conflict_that_names_what_differs(
    one_channel: Simulator, modules: Modules
) -> None:
    one_channel.fault("PATCH", ITEM, {"after": {"status": 200, "body": stored()}})
    one_channel.fault("GET", ITEM, {"mutate": OTHER_WEBCHAT}, skip=1)
    wish: dict[str, Any] = {
        "max_concurrent_sessions": 800,
        "features": ["rich-media"],
        "routing": {"queue_id": "queue-456"},
    }
    result = modules.fail(CHANNEL, id=ID, deadline=1, **wish)
    assert without_repeats(one_channel.requests()) == [TOKEN, READ, PATCH, READ]
    assert result["failure"]["kind"] == "conflict"
    assert "max_concurrent_sessions" in result["failure"]["message"]
    for settled in ("features", "routing"):
        assert settled not in result["failure"]["message"]
    assert result["audit"][0]["outcome"] == "failed"
    assert result["audit"][0]["changes"] == ["features", "max_concurrent_sessions", "routing.queue_id"]
    assert one_channel.channel(ID)["configuration"]["webchat"]["maxConcurrentSessions"] == 3
    assert result["changed"] is True
    assert result["diff"]["before"]["features"] == FEATURES
    assert result["diff"]["after"] == {
        "max_concurrent_sessions": 800,
        "features": ["rich-media"],
        "routing": {"queue_id": "queue-456"},
    }


def test_a_fleet_tells_in_the_row_that_an_unconfirmed_write_changed_something(
    one_channel: Simulator, modules: Modules
) -> None:
    one_channel.fault("PATCH", ITEM, {"after": {"status": 200, "body": stored()}})
    one_channel.fault("GET", ITEM, {"respond": {"status": 500, "code": "internal.server.error"}}, skip=1)
    result = modules.fail(FLEET, channels=[{"id": ID, "max_concurrent_sessions": 800}])
    diff = {"before": {"max_concurrent_sessions": 500}, "after": {"max_concurrent_sessions": 800}}
    (row,) = result["channels"]
    assert (row["outcome"], row["changed"], row["diff"]) == ("failed", True, diff)
    assert row["failure"]["kind"] == "unavailable"
    assert result["changed"] is True
    assert [{"before": one["before"], "after": one["after"]} for one in result["diff"]] == [diff]


@pytest.mark.parametrize("created", [True, False])
def test_an_unconfirmed_write_of_a_webhook_has_changed_something(
    simulator: Simulator, modules: Modules, created: bool
) -> None:
    hook: dict[str, Any] = {"name": "Sync", "callback_url": "https://monitor.example/", "secret": "signed-with-this"}
    if not created:
        modules.succeed("webmessaging_webhook", **hook)
    method = "POST" if created else "PATCH"
    simulator.fault(method, f"{WEBHOOKS}.*", {"after": {"status": 200, "body": {"id": "hook-1"}}})
    # What was created is looked for in the listing, after those of check mode and of the task itself.
    path, skip = (WEBHOOKS, 2) if created else (f"{WEBHOOKS}/.*", 0)
    simulator.fault("GET", path, {"respond": {"status": 500, "code": "internal.server.error"}}, skip=skip)
    checked = modules.succeed("webmessaging_webhook", check_mode=True, description="All of them", **hook)
    result = modules.fail("webmessaging_webhook", description="All of them", **hook)
    assert result["failure"]["status"] == 500
    assert "The write was accepted, but its effect could not be read back" in result["msg"]
    assert (result["changed"], result["diff"]) == (True, checked["diff"])
    assert "signed-with-this" not in str(result)


def test_a_read_back_that_fails_says_that_the_write_was_accepted(one_channel: Simulator, modules: Modules) -> None:
    one_channel.fault("PATCH", ITEM, {"after": {"status": 200, "body": stored()}})
    one_channel.fault("GET", ITEM, {"respond": {"status": 500, "code": "internal.server.error"}}, skip=1)
    result = modules.fail(CHANNEL, id=ID, max_concurrent_sessions=800)
    assert result["failure"]["kind"] == "unavailable"
    assert result["failure"]["status"] == 500
    assert "The write was accepted, but its effect could not be read back" in result["msg"]
    assert result["changed"] is True
    assert result["diff"] == {"before": {"max_concurrent_sessions": 500}, "after": {"max_concurrent_sessions": 800}}


def test_what_somebody_else_changes_meanwhile_is_kept_and_told(one_channel: Simulator, modules: Modules) -> None:
    one_channel.fault("PATCH", ITEM, {"mutate": {**OTHER_WEBCHAT, "description": "theirs"}})
    result = modules.succeed(CHANNEL, id=ID, features=["rich-media"])
    assert bodies(one_channel) == [{"id": ID, "configuration": {"webchat": {"features": ["rich-media"]}}}]
    assert one_channel.channel(ID)["description"] == "theirs"
    assert result["channel"]["max_concurrent_sessions"] == 3


def test_what_somebody_else_changes_meanwhile_against_the_wish_is_a_conflict(
    one_channel: Simulator, modules: Modules
) -> None:
    """The value was right when it was read, so the PATCH did not hold it."""
    one_channel.fault("PATCH", ITEM, {"mutate": OTHER_WEBCHAT})
    result = modules.fail(CHANNEL, id=ID, features=["rich-media"], max_concurrent_sessions=500)
    assert result["failure"]["kind"] == "conflict"
    assert "max_concurrent_sessions" in result["failure"]["message"]
