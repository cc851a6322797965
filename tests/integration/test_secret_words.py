# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A secret that is a word of ours: it is masked where it comes from outside, and our sentences and keys stay whole."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration import webhooks
from tests.integration.channels import CHANNEL, FLEET, ID, INFO, org
from tests.integration.conftest import Modules
from tests.simulator.client import Simulator

MASK = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
WORDS = ["wrong", "id", "msg", "changed", "a", "1", "true", "client_secret", "max_concurrent_sessions", "channel"]
SCOPES = ["communications:read", "communications:write", "webhooks:write"]
LONG = "n0-w0rd-of-ours-7c1f"


def give(simulator: Simulator, modules: Modules, secret: str, **state: Any) -> None:
    """An org whose client has this secret, and a task that knows it."""
    client = {"client_id": "some-client", "client_secret": secret, "scopes": SCOPES}
    simulator.reset({**org(), **state, "clients": [client]})
    modules.environment.update(GENESYS_CLIENT_ID="some-client", GENESYS_CLIENT_SECRET=secret)


def settled(result: dict[str, Any]) -> dict[str, Any]:
    """What is the same in every run."""
    text = dict(result)
    text.pop("invocation", None)
    text["audit"] = [
        {**entry, **dict.fromkeys(("audit_id", "timestamp", "latency_ms", "wait_ms", "context_id"))}
        for entry in text["audit"]
    ]
    text["metrics"] = {**text["metrics"], "latency_ms": None}
    if text.get("failure"):
        text["failure"] = {**text["failure"], "context_id": None}
        text["msg"] = text["msg"].partition(" (contextId")[0]
    return text


@pytest.mark.parametrize("secret", WORDS)
def test_our_own_sentences_and_keys_are_the_same_with_any_secret(
    simulator: Simulator, modules: Modules, secret: str
) -> None:
    wanted: dict[str, Any] = {"id": "no/such", "max_concurrent_sessions": 0, "features": ["holograms"], "retries": 1.5}
    told = []
    for each in (LONG, secret):
        give(simulator, modules, each)
        result = modules.fail(CHANNEL, **wanted)
        assert result["changed"] is False
        told.append(settled(result))
    ordinary, other = told
    assert other.keys() == ordinary.keys()
    for part in ordinary["msg"].replace("'", '"').split('"')[::2]:
        assert part in other["msg"]
    assert other["failure"].keys() == ordinary["failure"].keys()
    assert (other["failure"]["kind"], other["audit"][0]["outcome"]) == ("validation", "rejected")


@pytest.mark.parametrize("secret", [word for word in WORDS if word not in ("a", "1", "id")])
def test_a_change_returns_the_same_with_any_secret(simulator: Simulator, modules: Modules, secret: str) -> None:
    """Nothing that comes from outside holds the word here, but keys and fixed words that are ours."""
    found = []
    for each in (LONG, secret):
        give(simulator, modules, each)
        found.append(settled(modules.succeed(CHANNEL, id=ID, max_concurrent_sessions=800)))
    assert found[0] == found[1]
    assert found[0]["changed"] is True


@pytest.mark.parametrize("secret", WORDS)
def test_the_refusal_of_a_wrong_secret_can_be_read(simulator: Simulator, modules: Modules, secret: str) -> None:
    give(simulator, modules, LONG)
    modules.environment.update(GENESYS_CLIENT_SECRET=secret)
    result = modules.fail(INFO)
    assert result["failure"]["kind"] == "authentication"
    assert "Check client_id and client_secret, and that this is where the org lives" in result["msg"]
    assert "a wrong region looks the same" in result["msg"]
    assert "Cannot read the Web Messaging channels" in result["msg"]


@pytest.mark.parametrize("secret", ["wrong", "id", "msg", "swordfish"])
def test_what_the_server_says_is_masked_all_the_same(simulator: Simulator, modules: Modules, secret: str) -> None:
    give(simulator, modules, secret)
    body = {
        "message": f"so <{secret}> it is",
        "code": f"bad.{secret}",
        "contextId": f"c-{secret}",
        "status": 400,
        "details": [{"errorCode": secret, "fieldName": "x"}],
    }
    simulator.fault("PATCH", ".*", {"respond": {"status": 400, "body": body}}, times=None)
    entries = [{"id": ID, "max_concurrent_sessions": 5}]
    one = modules.fail(CHANNEL, id=ID, max_concurrent_sessions=5)
    row = modules.fail(FLEET, channels=entries)["channels"][0]
    for failure in (one["failure"], row["failure"]):
        assert failure["message"] == f"so <{MASK}> it is"
        assert failure["code"] == f"bad.{MASK}"
        assert failure["context_id"] == f"c-{MASK}"
        assert failure["details"] == [{"errorCode": MASK, "fieldName": "x"}]
    assert f"so <{MASK}> it is" in one["msg"]
    assert f"errorCode={MASK}" in one["msg"]


@pytest.mark.parametrize("secret", ["wrong", "id", "a"])
def test_a_name_that_holds_the_word_is_masked_and_its_key_is_not(
    simulator: Simulator, modules: Modules, secret: str
) -> None:
    name = f"x {secret} y"
    give(simulator, modules, secret, channels=[{**org()["channels"][0], "name": name}])
    found = modules.succeed(INFO)["channels"][0]
    assert found["name"] == f"x {MASK} y"
    assert found["features"] == org()["channels"][0]["configuration"]["webchat"]["features"]
    refused = modules.fail(CHANNEL, name=f"{name}?", max_concurrent_sessions=5)
    assert f"'x {MASK} y?'" in refused["msg"]


@pytest.mark.parametrize("secret", ["wrong", "id", "msg", "present", "a"])
def test_the_options_are_shown_with_their_names_and_without_the_secret(
    simulator: Simulator, modules: Modules, secret: str
) -> None:
    hook = {"name": "Sync", "callback_url": "https://monitor.example/hook", "state": "present"}
    options: dict[str, Any] = {**hook, "secret": secret}
    ran = modules.run("webmessaging_webhook", **options)
    assert not ran.failed
    shown = ran.result["invocation"]["module_args"]
    assert options.keys() <= shown.keys()
    assert (shown["secret"], shown["state"], shown["api"]) == (MASK, "present", "auto")
    assert ran.result["diff"]["after"]["secret"] == "(set)"
    assert simulator.webhooks()[0]["secret"] == secret
    assert [body["secret"] for body in webhooks.bodies(simulator)] == [secret]
