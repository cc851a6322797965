# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guide on going back: its files and commands, each after a change that it takes back."""

from __future__ import annotations

from typing import Any

from tests.integration.ansible_process import Ansible
from tests.integration.apis import Api
from tests.integration.guides import Guide, run
from tests.integration.web_deployments import deployment
from tests.simulator.client import Simulator

GUIDE = Guide("going-back.md")
CONTRACT = GUIDE.commands_of("On the Communications contract")
TRY, LIST, CHECK_PIN, PIN, *ON_WEB_DEPLOYMENTS = GUIDE.commands_but_of("On the Communications contract")
NAME = "Primary Web Messaging"
CHANGE: dict[str, Any] = {
    "genesys.cloud.webmessaging_channels": {
        "channels": [
            {"name": NAME, "enable_features": ["video-calling"]},
            {"name_glob": "EU *", "enable_features": ["co-browsing"]},
        ]
    }
}


def features(simulator: Simulator, api: Api) -> list[set[str]]:
    return [api.features(simulator, channel) for channel in api.ids(simulator)]


def test_a_task_that_breaks_the_site_is_taken_back(simulator: Simulator, ansible: Ansible, api: Api) -> None:
    simulator.reset(api.named(NAME, "EU 1", "EU 2"))
    GUIDE.write_files(ansible)
    before = features(simulator, api)
    output = run(ansible, TRY, status=2)
    assert "The change was taken back." in output
    assert features(simulator, api) == before
    assert simulator.requests("write")
    run(ansible, TRY.replace("false", "true"))
    assert features(simulator, api) != before


def test_a_change_that_fails_for_one_channel_is_taken_back_from_the_others(
    simulator: Simulator, ansible: Ansible, api: Api
) -> None:
    simulator.reset(api.named(NAME, *(f"EU {number}" for number in range(8))))
    GUIDE.write_files(ansible)
    before = features(simulator, api)
    refused = {"respond": {"status": 403, "code": "missing.permissions", "message": "No."}}
    simulator.fault("PATCH" if api.name == "communications" else "PUT", ".*", refused, skip=4)
    output = run(ansible, TRY.replace("false", "true"), status=2)
    assert "The change was taken back." in output
    assert len(simulator.requests("write")) > 5
    assert features(simulator, api) == before


def test_what_was_saved_can_be_restored(simulator: Simulator, ansible: Ansible, api: Api) -> None:
    save, check, restore = CONTRACT if api.name == "communications" else ON_WEB_DEPLOYMENTS
    simulator.reset(api.named(NAME, "EU 1", "EU 2"))
    before = features(simulator, api)
    run(ansible, save)
    changed = ansible.playbook([CHANGE])
    assert changed.status == 0, changed.output
    after = features(simulator, api)
    assert after != before
    assert "changed=1" in run(ansible, check)
    assert features(simulator, api) == after
    run(ansible, restore)
    assert features(simulator, api) == before
    assert "changed=0" in run(ansible, restore)


def test_an_older_version_can_be_pinned(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("webdeployments:13")
    GUIDE.write_files(ansible)
    changed = ansible.playbook([CHANGE])
    assert changed.status == 0, changed.output
    assert deployment(simulator, NAME)["configuration"]["version"] == "2"
    listed = run(ansible, LIST)
    assert [version in listed for version in ('"version": "1"', '"version": "2"')] == [True, True]
    assert "changed=1" in run(ansible, CHECK_PIN)
    assert deployment(simulator, NAME)["configuration"]["version"] == "2"
    run(ansible, PIN)
    assert deployment(simulator, NAME)["configuration"]["version"] == "1"
    assert "changed=0" in run(ansible, PIN)
