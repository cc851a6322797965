# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The PATCH of a channel when the service or the network fails: looked at before it is repeated, and told as it was."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.integration.conftest import Modules
from tests.integration.webhooks import without_repeats
from tests.simulator.client import Simulator

MODULE = "webmessaging_channel"
CHANNELS = "/api/v2/communications/channels"
TOKEN = "POST /oauth/token"
AT_ONCE = {"Retry-After": "0"}
GARBAGE = {"status": 200, "text": "<html><title>Welcome</title></html>"}
WANTED: dict[str, Any] = {"max_concurrent_sessions": 800}


def answer(status: int, headers: dict[str, str] | None = None) -> dict[str, Any]:
    return {"status": status, "code": "service.trouble", "message": "Trouble.", "headers": headers or {}}


class Changing:
    """One channel of 500 sessions, and what is sent to change it."""

    def __init__(self, simulator: Simulator, modules: Modules) -> None:
        simulator.reset("webmessaging:1")
        self._simulator = simulator
        self._modules = modules
        self.id = simulator.channels()[0]["id"]
        self.read, self.patch = (f"{method} {CHANNELS}/{self.id}" for method in ("GET", "PATCH"))

    def fault(self, action: dict[str, Any], times: int | None = 1, method: str = "PATCH", skip: int = 0) -> None:
        self._simulator.fault(method, f"{CHANNELS}/.*", action, times=times, skip=skip)

    def requests(self) -> list[str]:
        """What came after the token and the first read, each as its method alone; reads in a row count as one."""
        first, second, *others = self._simulator.requests()
        assert (first, second) == (TOKEN, self.read)
        assert set(others) <= {self.read, self.patch}
        return [request.split()[0] for request in without_repeats(others)]

    def bodies(self) -> list[Any]:
        return [entry["body"]["configuration"] for entry in self._simulator.journal() if entry["kind"] == "write"]

    def succeed(self, **options: Any) -> dict[str, Any]:
        return self._modules.succeed(MODULE, id=self.id, **options)

    def fail(self, **options: Any) -> dict[str, Any]:
        return self._modules.fail(MODULE, id=self.id, **options)

    def stored(self) -> dict[str, Any]:
        return self._simulator.channel(self.id)


@pytest.fixture
def changing(simulator: Simulator, modules: Modules) -> Changing:
    return Changing(simulator, modules)


@dataclass(frozen=True)
class Fault:
    """A fault of the first PATCH, and the methods of what is sent from it on."""

    action: dict[str, Any]
    then: list[str]
    kind: str | None = None
    options: dict[str, Any] = field(default_factory=dict)
    look_hangs: bool = False


LOOKED, LOOKED_AND_REPEATED, REPEATED = ["PATCH", "GET"], ["PATCH", "GET", "PATCH"], ["PATCH", "PATCH"]
FAULTS = {
    "reset after it took effect": Fault({"reset": "after"}, LOOKED),
    "reset before it took effect": Fault({"reset": "before"}, LOOKED_AND_REPEATED),
    "502 after": Fault({"after": answer(502, AT_ONCE)}, LOOKED),
    "502 before": Fault({"respond": answer(502, AT_ONCE)}, LOOKED_AND_REPEATED),
    "503 after": Fault({"after": answer(503)}, LOOKED),
    "503 before": Fault({"respond": answer(503)}, LOOKED_AND_REPEATED),
    "503 with Retry-After": Fault({"respond": answer(503, AT_ONCE)}, REPEATED),
    "504 after": Fault({"after": answer(504, AT_ONCE)}, LOOKED),
    "504 before": Fault({"respond": answer(504, AT_ONCE)}, LOOKED_AND_REPEATED),
    "429": Fault({"respond": answer(429, AT_ONCE)}, REPEATED),
    "cut answer": Fault({"cut": True}, LOOKED),
    "timeout, and then it takes effect": Fault({"hang": 1.8}, LOOKED, options={"timeout": 1.5}, look_hangs=True),
    "timeout before it took effect": Fault(
        {"hang": 8, "reset": "before"}, LOOKED_AND_REPEATED, options={"timeout": 1.5}
    ),
    "garbage after": Fault({"after": GARBAGE}, LOOKED),
    "garbage before": Fault({"respond": GARBAGE}, LOOKED, kind="protocol", options={"deadline": 1}),
    "an answer of another object": Fault({"after": {"status": 200, "body": {"id": "another"}}}, LOOKED),
    "an answer without what was sent": Fault(
        {"respond": {"status": 200, "body": {}}}, LOOKED, kind="conflict", options={"deadline": 1}
    ),
    "500 after": Fault({"after": answer(500)}, LOOKED),
    "500 before": Fault({"respond": answer(500)}, LOOKED, kind="unavailable"),
    "400": Fault({"respond": answer(400)}, ["PATCH"], kind="rejected"),
    "403": Fault({"respond": answer(403)}, ["PATCH"], kind="permission"),
    "409": Fault({"respond": answer(409)}, LOOKED_AND_REPEATED),
    "409 to what took effect": Fault({"after": answer(409)}, LOOKED),
    "no retries, reset after": Fault({"reset": "after"}, LOOKED, options={"retries": 0}),
    "no retries, reset before": Fault({"reset": "before"}, LOOKED, kind="network", options={"retries": 0}),
    "no retries, 429": Fault({"respond": answer(429)}, ["PATCH"], kind="rate_limited", options={"retries": 0}),
    "no time, 429": Fault(
        {"respond": answer(429, {"Retry-After": "60"})}, ["PATCH"], kind="rate_limited", options={"deadline": 30}
    ),
    "no time, 502 before": Fault(
        {"respond": answer(502, {"Retry-After": "60"})}, LOOKED, kind="unavailable", options={"deadline": 30}
    ),
    "too long a Retry-After, 429": Fault(
        {"respond": answer(429, {"Retry-After": "99999"})}, ["PATCH"], kind="rate_limited"
    ),
    "too long a Retry-After, 503": Fault(
        {"respond": answer(503, {"Retry-After": "99999"})}, ["PATCH"], kind="unavailable"
    ),
    "too long a Retry-After, 502 after": Fault({"after": answer(502, {"Retry-After": "99999"})}, LOOKED),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_patch_ends_as_it_went(changing: Changing, modules: Modules, fault: Fault) -> None:
    changing.fault(fault.action)
    if fault.look_hangs:
        # The look comes while the write still hangs; let it be handled after that.
        changing.fault({"hang": 1}, method="GET", skip=1)
    ran = modules.run(MODULE, id=changing.id, **WANTED, **fault.options)
    result = ran.result
    patches = fault.then.count("PATCH")
    assert changing.requests() == fault.then
    assert changing.bodies() == [{"webchat": {"maxConcurrentSessions": 800}}] * patches
    (entry,) = result["audit"]
    metrics = result["metrics"]
    assert entry["attempts"] == metrics["requests"]["write"] == patches
    assert metrics["retries"] == patches - 1
    assert entry["wait_ms"] == metrics["wait_ms"]
    if patches > 1:
        assert metrics["wait_ms"] >= 500
    sessions = changing.stored()["configuration"]["webchat"]["maxConcurrentSessions"]
    if fault.kind:
        # What the service accepted counts as changed, even if it does not show.
        accepted = fault.then == LOOKED and fault.kind == "conflict"
        assert (ran.failed, result["changed"], entry["outcome"]) == (True, accepted, "failed")
        assert result["failure"]["kind"] == fault.kind
        assert sessions == 500
        if fault.then == LOOKED and not accepted:
            assert "may still take effect" in result["msg"]
    else:
        assert (ran.failed, result["changed"], entry["outcome"]) == (False, True, "updated")
        assert result["diff"]["before"] == {"max_concurrent_sessions": 500}
        assert result["diff"]["after"] == {"max_concurrent_sessions": 800}
        assert result["channel"]["max_concurrent_sessions"] == sessions == 800


def test_a_service_that_stays_away_is_looked_at_after_each_try(changing: Changing) -> None:
    changing.fault({"respond": answer(502, AT_ONCE)}, times=None)
    result = changing.fail(**WANTED)
    assert changing.requests() == LOOKED * 4
    assert result["failure"]["kind"] == "unavailable"
    assert (result["failure"]["method"], result["failure"]["path"]) == ("PATCH", f"{CHANNELS}/{changing.id}")
    assert "after 4 tries" in result["msg"]
    assert "may still take effect" in result["msg"]
    assert (result["audit"][0]["attempts"], result["metrics"]["retries"]) == (4, 3)


def test_a_409_is_planned_again_once_and_then_told(changing: Changing) -> None:
    changing.fault({"respond": answer(409)}, times=None)
    result = changing.fail(**WANTED)
    assert changing.requests() == [*LOOKED, "PATCH"]
    assert (result["failure"]["kind"], result["failure"]["status"]) == ("conflict", 409)
    assert "someone else is changing it too. Run it again." in result["msg"]


def test_a_last_try_that_took_effect_is_a_success(changing: Changing) -> None:
    changing.fault({"respond": answer(503)})
    changing.fault({"after": answer(503)})
    result = changing.succeed(**WANTED, retries=1)
    assert changing.requests() == LOOKED * 2
    assert (result["changed"], result["audit"][0]["outcome"], result["audit"][0]["attempts"]) == (True, "updated", 2)


def test_where_the_look_fails_too_the_error_says_that_nobody_knows(changing: Changing) -> None:
    changing.fault({"reset": "after"})
    changing.fault({"respond": answer(500)}, method="GET", skip=1)
    result = changing.fail(**WANTED)
    assert changing.requests() == LOOKED
    assert result["failure"]["kind"] == "network"
    assert "Whether it took effect is not known" in result["msg"]
    assert "Trouble" in result["msg"]


def features(*names: str, sessions: int = 500) -> dict[str, Any]:
    return {"configuration": {"webchat": {"features": list(names), "maxConcurrentSessions": sessions}}}


def test_what_someone_else_changed_meanwhile_is_planned_anew(changing: Changing) -> None:
    """They turned file-sharing on between our lost try and our look: the second PATCH keeps it."""
    changing.fault({"reset": "before"})
    changing.fault({"mutate": features("rich-media", "file-sharing", sessions=800)}, method="GET", skip=1)
    result = changing.succeed(enable_features=["co-browsing"], disable_features=["rich-media"], **WANTED)
    assert changing.requests() == LOOKED_AND_REPEATED
    first, second = changing.bodies()
    assert first["webchat"]["features"] == ["typing-indicators", "co-browsing"]
    assert second == {"webchat": {"features": ["file-sharing", "co-browsing"]}}
    assert result["channel"]["features"] == ["file-sharing", "co-browsing"]
    assert result["channel"]["max_concurrent_sessions"] == 800


def test_where_someone_else_did_the_same_nothing_is_sent_again(changing: Changing) -> None:
    changing.fault({"reset": "before"})
    changing.fault({"mutate": features("rich-media", "typing-indicators", sessions=800)}, method="GET", skip=1)
    result = changing.succeed(**WANTED)
    assert changing.requests() == LOOKED
    assert result["channel"]["max_concurrent_sessions"] == 800


def test_a_feature_that_someone_else_turned_on_is_held_against_the_browsers_again(changing: Changing) -> None:
    changing.fault({"reset": "before"})
    changing.fault({"mutate": features("co-browsing")}, method="GET", skip=1)
    result = changing.fail(enable_features=["file-sharing"], target_browsers=["safari"])
    assert changing.requests() == LOOKED
    assert result["failure"]["kind"] == "validation"
    assert "co-browsing does not work in safari" in result["msg"]
    assert result["audit"][0]["outcome"] == "rejected"


@pytest.mark.parametrize("outcome", [{}, {"reset": "before"}], ids=["with an answer", "without an answer"])
def test_a_channel_deleted_in_between_is_not_found(changing: Changing, outcome: dict[str, Any]) -> None:
    changing.fault({"delete_channel": True, **outcome})
    result = changing.fail(**WANTED)
    assert changing.requests() == (LOOKED if outcome else ["PATCH"])
    assert (result["failure"]["kind"], result["failure"]["status"]) == ("not_found", 404)
    assert result["audit"][0]["outcome"] == "failed"
