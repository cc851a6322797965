# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``webmessaging_webhook`` in an org that serves nothing but the creation of webhooks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.channels import DETECTION
from tests.integration.conftest import Modules
from tests.integration.webhooks import CALLBACK, CREATE, LISTING, NAME, TOKEN, stored, warnings_of
from tests.simulator.client import Simulator

MODULE = "webmessaging_webhook"
OPTIONS: dict[str, Any] = {"name": NAME, "callback_url": CALLBACK, "secret": "hook secret"}


@pytest.fixture(params=[404, 405], autouse=True)
def post_only(request: pytest.FixtureRequest, simulator: Simulator) -> None:
    simulator.settings(webhooks_post_only=request.param)


def test_a_webhook_is_created_and_then_counts_as_registered(simulator: Simulator, modules: Modules) -> None:
    predicted = modules.succeed(MODULE, check_mode=True, **OPTIONS)
    assert simulator.requests() == [TOKEN, LISTING, DETECTION]
    assert "cannot tell" in warnings_of(predicted)

    simulator.clear_journal()
    created = modules.succeed(MODULE, **OPTIONS)
    assert simulator.requests() == [TOKEN, LISTING, DETECTION, CREATE]
    assert (created["changed"], created["audit"][0]["outcome"]) == (True, "created")
    assert created["webhook"]["id"] == simulator.webhooks()[0]["id"]
    assert (predicted["changed"], predicted["diff"]) == (created["changed"], created["diff"])
    assert {**predicted["webhook"], "id": created["webhook"]["id"]} == created["webhook"]

    simulator.clear_journal()
    again = modules.succeed(MODULE, **OPTIONS)
    assert simulator.requests() == [TOKEN, LISTING, DETECTION, CREATE]
    assert (again["changed"], again["webhook"]) == (False, None)
    assert again["diff"] == {"before": {}, "after": {}}
    (entry,) = again["audit"]
    assert (entry["outcome"], entry["attempts"], entry["changes"]) == ("unchanged", 1, [])
    assert "was not compared" in warnings_of(again)
    assert len(simulator.webhooks()) == 1


def test_what_is_there_already_is_not_touched(simulator: Simulator, modules: Modules) -> None:
    simulator.state({"webhooks": [stored(enabled=False, secret="theirs")]})
    result = modules.succeed(MODULE, **OPTIONS)
    assert (result["changed"], result["webhook"]) == (False, None)
    assert simulator.webhooks() == [stored(enabled=False, secret="theirs")]


@pytest.mark.parametrize("check_mode", [True, False])
def test_nothing_can_be_deleted(simulator: Simulator, modules: Modules, check_mode: bool) -> None:
    simulator.state({"webhooks": [stored()]})
    result = modules.fail(MODULE, check_mode, name=NAME, state="absent")
    assert result["failure"]["kind"] == "rejected"
    assert "no listing" in result["msg"]
    assert result["audit"][0]["outcome"] == "failed"
    assert simulator.requests() == [TOKEN, LISTING, DETECTION]


def test_nothing_can_be_listed(modules: Modules) -> None:
    result = modules.fail("webmessaging_webhook_info")
    assert result["failure"]["kind"] == "rejected"
    assert "no listing" in result["msg"]


def test_a_creation_whose_answer_was_lost_is_ours_if_the_name_is_taken_then(
    simulator: Simulator, modules: Modules
) -> None:
    simulator.fault("POST", ".*/webhooks", {"reset": "after"})
    result = modules.succeed(MODULE, **OPTIONS)
    assert simulator.requests() == [TOKEN, LISTING, DETECTION, CREATE, CREATE]
    assert (result["changed"], result["webhook"], result["audit"][0]["outcome"]) == (True, None, "created")
    assert "was not compared" in warnings_of(result)
    assert len(simulator.webhooks()) == 1


def test_a_creation_that_never_took_effect_is_sent_again(simulator: Simulator, modules: Modules) -> None:
    simulator.fault("POST", ".*/webhooks", {"reset": "before"})
    result = modules.succeed(MODULE, **OPTIONS)
    assert simulator.requests() == [TOKEN, LISTING, DETECTION, CREATE, CREATE]
    assert (result["changed"], result["webhook"]["id"]) == (True, simulator.webhooks()[0]["id"])


@pytest.mark.parametrize("when", ["respond", "after"])
def test_a_500_leaves_it_unknown_and_says_so(simulator: Simulator, modules: Modules, when: str) -> None:
    simulator.fault("POST", ".*/webhooks", {when: {"status": 500, "code": "internal", "message": "Trouble."}})
    result = modules.fail(MODULE, **OPTIONS)
    assert simulator.requests() == [TOKEN, LISTING, DETECTION, CREATE]
    assert result["failure"]["kind"] == "unavailable"
    assert "Whether it took effect is not known" in result["msg"]
