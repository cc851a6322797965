# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A list that is given as a text, as the environment and ``-e`` give it: blanks around its commas are no part of it."""

from __future__ import annotations

import json

import pytest

from tests.integration.ansible_process import Ansible
from tests.integration.channels import ID, org, stored
from tests.simulator.client import Simulator

SCOPES = " communications:read ,communications:write,  webhooks:write "
ASKED = "communications:read communications:write webhooks:write"


def asked_for(simulator: Simulator) -> set[str]:
    return {entry["body"]["scope"] for entry in simulator.journal() if entry["kind"] == "token"}


@pytest.mark.parametrize("way", ["in process", "as a module"])
@pytest.mark.parametrize("where", ["option", "environment"])
def test_of_a_task(simulator: Simulator, ansible: Ansible, where: str, way: str) -> None:
    simulator.reset(org(stored()))
    options = {"id": ID, "features": "rich-media , file-sharing", "target_browsers": "chrome, edge"}
    if where == "option":
        options["scopes"] = SCOPES
    else:
        ansible.environment["GENESYS_SCOPES"] = SCOPES
    keywords = {"environment": {"SOME": "thing"}} if way == "as a module" else {}
    ran = ansible.playbook([{"name": "Configure", "genesys.cloud.webmessaging_channel": options, **keywords}])
    assert ran.status == 0, ran.output + ran.errors
    assert ran.of("Configure")["channel"]["features"] == ["rich-media", "file-sharing"]
    assert asked_for(simulator) == {ASKED}


def test_of_the_role_and_of_the_inventory(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("webmessaging:3")
    (ansible.folder / "my.webmessaging.yml").write_text(
        json.dumps({"plugin": "genesys.cloud.webmessaging", "scopes": SCOPES, "hostnames": "name , id"})
    )
    wish = {"enable_features": "rich-media , file-sharing", "target_browsers": "chrome, edge"}
    variables = {
        "webmessaging_channels": [{"name_glob": "*", **wish}],
        "webmessaging_target_browsers": "chrome , edge",
        "webmessaging_client": {"scopes": SCOPES},
        "webmessaging_rollout_wish": wish,
        "webmessaging_rollout_serial": "1, 50% ,100%",
    }
    (ansible.folder / "wanted.json").write_text(json.dumps(variables))
    for playbook in ("configure", "rollout"):
        ran = ansible.run(
            "ansible-playbook", f"genesys.cloud.{playbook}", "-i", "my.webmessaging.yml", "-e", "@wanted.json"
        )
        assert ran.status == 0, ran.output + ran.errors
        assert asked_for(simulator) == {ASKED}
    assert all("file-sharing" in each["configuration"]["webchat"]["features"] for each in simulator.channels())
