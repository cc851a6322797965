# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever a server or an org's people write, no character of it controls a terminal or turns a line around."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.integration import inventories
from tests.integration.ansible_process import Ansible
from tests.integration.channels import CHANNEL, FLEET, INFO, org, stored
from tests.integration.conftest import Modules
from tests.simulator.client import Simulator

EVIL = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202eevil\u2066\u200b\r\n::error::x"
SPELLED = "[U+001B][2J[U+001B]]0;owned[U+0007][U+009B]31m[U+202E]evil[U+2066][U+200B][U+000D][U+000A]::error::x"
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""All but the line break."""
BODY = {
    "message": f"no {EVIL}",
    "code": f"bad{EVIL}",
    "contextId": f"c{EVIL}",
    "status": 400,
    "details": [{"errorCode": EVIL, "fieldName": EVIL, EVIL: [EVIL]}, EVIL],
}
ANSWERS: dict[str, dict[str, Any]] = {
    "an error body": {"status": 400, "body": BODY},
    "a token error": {"status": 400, "body": {"error": f"x{EVIL}", "error_description": EVIL}},
    "a page": {"status": 502, "text": f"<html><title>Bad {EVIL} Gateway</title></html>"},
    "a content type": {"status": 502, "text": "x", "headers": {"Content-Type": "text/\x1b[31m"}},
    "a correlation id": {"status": 500, "text": "x", "headers": {"ININ-Correlation-Id": "c\x9b31m"}},
}


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for key, item in value.items() for text in [*texts(key), *texts(item)]]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("request_line", ["POST /oauth/token", "GET .*/channels.*"])
def test_an_answer_is_told_with_everything_to_be_seen(
    simulator: Simulator, modules: Modules, request_line: str, answer: dict[str, Any]
) -> None:
    simulator.reset(org())
    method, _space, path = request_line.partition(" ")
    simulator.fault(method, path, {"respond": answer}, times=None)
    wish: dict[str, Any] = {"id": "one", "max_concurrent_sessions": 5}
    for module, options in ((INFO, {}), (CHANNEL, wish)):
        result = modules.fail(module, retries=0, **options)
        for text in texts([result["msg"], result["failure"]]):
            assert not CONTROLS.search(text)
            assert "\n" not in text
    if "message" in answer.get("body", {}) and path != "/oauth/token":
        assert f"no {SPELLED}" in result["msg"]


def test_what_is_quoted_of_an_org_is_told_with_everything_to_be_seen(simulator: Simulator, modules: Modules) -> None:
    name = f"Chat {EVIL}"
    simulator.reset(org(stored(name=name), stored(id="two", name=name)))
    result = modules.fail(CHANNEL, name=name, max_concurrent_sessions=5)
    assert result["failure"]["kind"] == "ambiguous"
    assert not [text for text in texts([result["msg"], result["failure"]]) if CONTROLS.search(text) or "\n" in text]
    fleet = modules.succeed(FLEET, channels=[{"id": "two", "max_concurrent_sessions": 5}])
    assert fleet["channels"][0]["name"] == name  # data stays what it is
    assert not CONTROLS.search(fleet["diff"][0]["before_header"])
    assert "[U+202E]" in fleet["diff"][0]["after_header"] or "\\u202e" in fleet["diff"][0]["after_header"]


TASKS: list[dict[str, Any]] = [
    {"name": "refused", f"genesys.cloud.{CHANNEL}": {"id": "one", "max_concurrent_sessions": 5}},
    {"name": "fleet", f"genesys.cloud.{FLEET}": {"channels": [{"name_glob": "*", "max_concurrent_sessions": 9}]}},
    {"name": "ambiguous", f"genesys.cloud.{CHANNEL}": {"name": f"Chat {EVIL}", "max_concurrent_sessions": 5}},
    {"name": "found", f"genesys.cloud.{INFO}": {}, "register": "found"},
    {
        "name": "table",
        "ansible.builtin.debug": {"msg": "{{ found.channels | genesys.cloud.webmessaging_table }}"},
    },
]


@pytest.mark.parametrize("execution", ["", "module"])
def test_nothing_of_it_reaches_the_terminal(simulator: Simulator, ansible: Ansible, execution: str) -> None:
    name = f"Chat {EVIL}"
    simulator.reset(org(stored(id="one", name=name), stored(id="two", name=name)))
    simulator.fault("PATCH", ".*/one", {"respond": {"status": 400, "body": BODY}}, times=None)
    ansible.environment.update(
        ANSIBLE_CALLBACKS_ENABLED="recorded_results,genesys.cloud.audit",
        GENESYS_REPORT_FILE=str(ansible.folder / "report.html"),
        GENESYS_EXECUTION=execution,
    )
    finished = ansible.playbook(TASKS, "--diff", ignore_errors=True)
    assert finished.status == 0, finished.output + finished.errors
    # What a task returned is data: Ansible prints it as JSON, where only its own escapes are left to it.
    shown = "\n".join(line for line in finished.output.splitlines() if not line.startswith(("fatal:", "...ignoring")))
    for text in (shown, finished.errors, (ansible.folder / "report.html").read_text()):
        assert not CONTROLS.search(text), CONTROLS.findall(text)
    assert "\x1b" not in finished.output
    assert SPELLED in (ansible.folder / "report.html").read_text()
    assert ansible.folder.joinpath("report.html").read_text().count("[U+202E]") > 1


def test_an_inventory_that_fails_tells_it_so_too(simulator: Simulator, ansible: Ansible) -> None:
    simulator.fault("GET", ".*", {"respond": {"status": 400, "body": BODY}}, times=None)
    finished = inventories.read(ansible, inventories.source(ansible))
    assert finished.status != 0
    assert not CONTROLS.search(finished.errors)
    assert "[U+001B]" in finished.errors.replace("\n", "")
