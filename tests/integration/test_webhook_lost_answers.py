# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``webmessaging_webhook`` where the answer to a write gets lost: never a second webhook, and a truthful report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.integration.conftest import Modules
from tests.integration.webhooks import (
    CALLBACK,
    CREATE,
    EMPTY_PAGE,
    ITEM,
    LISTING,
    NAME,
    READ,
    TOKEN,
    stored,
    warnings_of,
    without_repeats,
)
from tests.simulator.client import Simulator

MODULE = "webmessaging_webhook"
MINIMAL: dict[str, Any] = {"name": NAME, "callback_url": CALLBACK, "secret": "hook secret"}
GARBAGE = {"status": 201, "text": "<html><title>Welcome</title></html>"}
SLOW = {"timeout": 1.5}
QUICK = {"timeout": 1}


def answers(status: int, headers: dict[str, str] | None = None) -> dict[str, Any]:
    return {"status": status, "code": "service.trouble", "message": "Trouble.", "headers": headers or {}}


@dataclass(frozen=True)
class Lost:
    """A fault of one write, and what follows: the requests from that write on, and how it ends.

    A creation whose answer was lost is looked for as long as it may still arrive; ``then`` has each such look once.
    """

    action: dict[str, Any]
    then: list[str]
    kind: str | None = None
    options: dict[str, Any] | None = None
    look_hangs: bool = False


POSTED_ONCE = [CREATE, LISTING]
POSTED_TWICE = [CREATE, LISTING, CREATE, LISTING]
AT_ONCE = {"Retry-After": "0"}

CREATIONS = {
    "reset after it took effect": Lost({"reset": "after"}, POSTED_ONCE),
    "reset before it took effect": Lost({"reset": "before"}, POSTED_TWICE, options=QUICK),
    "502 after": Lost({"after": answers(502, AT_ONCE)}, POSTED_ONCE),
    "502 before": Lost({"respond": answers(502, AT_ONCE)}, POSTED_TWICE, options=QUICK),
    "503 after": Lost({"after": answers(503)}, POSTED_ONCE),
    "503 before": Lost({"respond": answers(503)}, POSTED_TWICE, options=QUICK),
    "503 with Retry-After, after": Lost({"after": answers(503, AT_ONCE)}, POSTED_ONCE),
    "503 with Retry-After, before": Lost({"respond": answers(503, AT_ONCE)}, POSTED_TWICE, options=QUICK),
    "504 after": Lost({"after": answers(504, AT_ONCE)}, POSTED_ONCE),
    "504 before": Lost({"respond": answers(504, AT_ONCE)}, POSTED_TWICE, options=QUICK),
    "429": Lost({"respond": answers(429, AT_ONCE)}, [CREATE, CREATE, LISTING]),
    "timeout, and then it takes effect": Lost({"hang": 1.8}, POSTED_ONCE, options=SLOW, look_hangs=True),
    "timeout before it took effect": Lost({"hang": 1.8, "reset": "before"}, POSTED_TWICE, options=SLOW),
    "timeout, and it takes effect after we looked": Lost({"hang": 6}, POSTED_TWICE, options=SLOW),
    "cut answer": Lost({"cut": True}, POSTED_ONCE),
    "garbage after": Lost({"after": GARBAGE}, POSTED_ONCE),
    "garbage before": Lost({"respond": GARBAGE}, POSTED_ONCE, kind="protocol", options={"deadline": 1}),
    "500 after": Lost({"after": answers(500)}, POSTED_ONCE),
    "500 before": Lost({"respond": answers(500)}, POSTED_ONCE, kind="unavailable", options=QUICK),
    "no retries, reset after": Lost({"reset": "after"}, POSTED_ONCE, options={"retries": 0, **QUICK}),
    "no retries, reset before": Lost({"reset": "before"}, POSTED_ONCE, kind="network", options={"retries": 0, **QUICK}),
    "no time, reset before": Lost({"reset": "before"}, POSTED_ONCE, kind="network", options={"deadline": 0.6}),
    "no time, 503 after": Lost({"after": answers(503, {"Retry-After": "99999"})}, POSTED_ONCE),
    "too long a Retry-After": Lost(
        {"respond": answers(503, {"Retry-After": "99999"})}, POSTED_ONCE, kind="unavailable"
    ),
    "too long a Retry-After with 429": Lost(
        {"respond": answers(429, {"Retry-After": "99999"})}, [CREATE], kind="rate_limited"
    ),
}


@pytest.mark.parametrize("lost", CREATIONS.values(), ids=CREATIONS.keys())
def test_a_lost_creation_never_makes_a_second_webhook(simulator: Simulator, modules: Modules, lost: Lost) -> None:
    simulator.fault("POST", ".*/webhooks", lost.action)
    if lost.look_hangs:
        # The look comes while the write still hangs; let it be handled after that.
        simulator.fault("GET", ".*/webhooks", {"hang": 1}, skip=1)
    ran = modules.run(MODULE, **MINIMAL, **(lost.options or {}))
    result = ran.result
    posts = lost.then.count(CREATE)
    requests = simulator.requests()
    assert without_repeats(requests) == [TOKEN, LISTING, *lost.then]
    assert len(simulator.webhooks()) == (0 if lost.kind else 1)
    (entry,) = result["audit"]
    assert (entry["action"], entry["attempts"]) == ("WEBHOOK_CREATE", posts)
    assert result["metrics"]["retries"] == posts - 1
    assert result["metrics"]["requests"]["total"] == len(requests)
    if lost.kind:
        assert (ran.failed, result["changed"], entry["outcome"]) == (True, False, "failed")
        assert result["failure"]["kind"] == lost.kind
    else:
        assert (ran.failed, result["changed"], entry["outcome"]) == (False, True, "created")
        assert result["webhook"]["id"] == simulator.webhooks()[0]["id"]
        assert result["diff"]["before"] == {"state": "absent"}


def test_a_look_that_is_behind_does_no_harm(simulator: Simulator, modules: Modules) -> None:
    """The POST took effect, but the listing does not show it yet: it is listed again."""
    simulator.fault("POST", ".*/webhooks", {"reset": "after"})
    simulator.fault("GET", ".*/webhooks", {"respond": {"status": 200, "body": EMPTY_PAGE}}, skip=1)
    result = modules.succeed(MODULE, **MINIMAL)
    assert simulator.requests() == [TOKEN, LISTING, CREATE, LISTING, LISTING]
    assert (result["changed"], result["audit"][0]["outcome"]) == (True, "created")
    assert len(simulator.webhooks()) == 1
    assert "someone else" not in warnings_of(result)


def test_what_someone_else_created_meanwhile_is_brought_to_what_is_wanted(
    simulator: Simulator, modules: Modules
) -> None:
    """Our POST had no effect, theirs had: the look finds a webhook that is not as we wanted it."""
    simulator.reset({"webhooks": [stored(enabled=False)]})
    simulator.fault("GET", ".*/webhooks", {"respond": {"status": 200, "body": EMPTY_PAGE}})
    simulator.fault("POST", ".*/webhooks", {"reset": "before"})
    result = modules.succeed(MODULE, **MINIMAL)
    assert simulator.requests() == [TOKEN, LISTING, CREATE, LISTING, f"PATCH {ITEM}"]
    assert (result["changed"], result["audit"][0]["outcome"]) == (True, "updated")
    assert simulator.webhooks()[0]["enabled"] is True


def test_a_creation_that_goes_on_failing_is_given_up_and_told(simulator: Simulator, modules: Modules) -> None:
    simulator.fault("POST", ".*/webhooks", {"respond": answers(502, AT_ONCE)}, times=None)
    result = modules.fail(MODULE, **MINIMAL, retries=2, timeout=0.5)
    assert without_repeats(simulator.requests()) == [TOKEN, LISTING, *[CREATE, LISTING] * 3]
    assert result["failure"]["kind"] == "unavailable"
    assert "3 tries" in result["msg"]
    assert "may still take effect" in result["msg"]
    assert result["audit"][0]["attempts"] == 3
    assert result["metrics"]["retries"] == 2


def test_where_the_look_fails_too_the_error_says_that_nobody_knows(simulator: Simulator, modules: Modules) -> None:
    simulator.fault("POST", ".*/webhooks", {"reset": "after"})
    simulator.fault("GET", ".*/webhooks", {"respond": answers(500)}, skip=1)
    result = modules.fail(MODULE, **MINIMAL)
    assert simulator.requests() == [TOKEN, LISTING, CREATE, LISTING]
    assert result["failure"]["kind"] == "network"
    assert "not known" in result["msg"]
    assert result["audit"][0]["outcome"] == "failed"


PATCH, PUT, DELETE = (f"{method} {ITEM}" for method in ("PATCH", "PUT", "DELETE"))
PATCHED: dict[str, Any] = {**MINIMAL, "enabled": False}
PUT_WHOLE: dict[str, Any] = {**MINIMAL, "http_headers": {}}
DELETED: dict[str, Any] = {"name": NAME, "state": "absent"}

CHANGES = {
    "PATCH, reset after": (PATCHED, Lost({"reset": "after"}, [PATCH, READ])),
    "PATCH, reset before": (PATCHED, Lost({"reset": "before"}, [PATCH, READ, PATCH])),
    "PATCH, 503 with Retry-After": (PATCHED, Lost({"respond": answers(503, AT_ONCE)}, [PATCH, PATCH])),
    "PATCH, garbage after": (PATCHED, Lost({"after": GARBAGE}, [PATCH, READ])),
    "PATCH, 500 before": (PATCHED, Lost({"respond": answers(500)}, [PATCH, READ], kind="unavailable")),
    "PUT, cut": (PUT_WHOLE, Lost({"cut": True}, [PUT, READ])),
    "PUT, 504 before": (PUT_WHOLE, Lost({"respond": answers(504, AT_ONCE)}, [PUT, READ, PUT])),
    "PUT, 429": (PUT_WHOLE, Lost({"respond": answers(429, AT_ONCE)}, [PUT, PUT])),
    "DELETE, reset after": (DELETED, Lost({"reset": "after"}, [DELETE, READ])),
    "DELETE, 502 before": (DELETED, Lost({"respond": answers(502, AT_ONCE)}, [DELETE, READ, DELETE])),
    "DELETE, 500 after": (DELETED, Lost({"after": answers(500)}, [DELETE, READ])),
    "DELETE, 500 before": (DELETED, Lost({"respond": answers(500)}, [DELETE, READ], kind="unavailable")),
}


@pytest.mark.parametrize(("options", "lost"), CHANGES.values(), ids=CHANGES.keys())
def test_a_lost_change_is_looked_at_before_it_is_repeated(
    simulator: Simulator, modules: Modules, options: dict[str, Any], lost: Lost
) -> None:
    there = stored(description="Kept")  # a row that shows all, so that a PUT can be made from it
    simulator.reset({"webhooks": [there]})
    method = lost.then[0].split()[0]
    simulator.fault(method, ITEM, lost.action)
    ran = modules.run(MODULE, **options)
    assert simulator.requests() == [TOKEN, LISTING, *lost.then]
    (entry,) = ran.result["audit"]
    assert entry["attempts"] == lost.then.count(lost.then[0])
    if lost.kind:
        assert (ran.failed, ran.result["failure"]["kind"], entry["outcome"]) == (True, lost.kind, "failed")
        assert "may still take effect" in ran.result["msg"]
        assert simulator.webhooks() == [there]
    else:
        done = "deleted" if method == "DELETE" else "updated"
        assert (ran.failed, ran.result["changed"], entry["outcome"]) == (False, True, done)
        simulator.clear_journal()
        assert modules.succeed(MODULE, **options)["changed"] is False


def test_a_secret_whose_answer_was_lost_is_sent_again(simulator: Simulator, modules: Modules) -> None:
    """Nobody can read whether it took effect, and to set the same secret twice does no harm."""
    simulator.reset({"webhooks": [stored(secret="old")]})
    simulator.fault("PATCH", ITEM, {"reset": "after"})
    result = modules.succeed(MODULE, **MINIMAL, update_secret="always")
    assert simulator.requests() == [TOKEN, LISTING, PATCH, READ, PATCH]
    assert (result["changed"], result["audit"][0]["outcome"]) == (True, "updated")
    assert simulator.webhooks()[0]["secret"] == "hook secret"


def test_a_secret_that_may_have_been_set_is_told_as_not_known(simulator: Simulator, modules: Modules) -> None:
    simulator.reset({"webhooks": [stored(secret="old")]})
    simulator.fault("PATCH", ITEM, {"after": answers(500)})
    result = modules.fail(MODULE, **MINIMAL, update_secret="always")
    assert simulator.requests() == [TOKEN, LISTING, PATCH, READ]
    assert result["failure"]["kind"] == "unavailable"
    assert "not known" in result["msg"]
    assert "may still take effect" not in result["msg"]
