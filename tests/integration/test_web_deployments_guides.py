# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guides on Web Deployments and for those who come from Terraform: files and commands, as they stand in them."""

from __future__ import annotations

from pathlib import Path

from tests.integration.ansible_process import Ansible
from tests.integration.guides import Guide, run
from tests.integration.web_deployments import configuration, deployment, pin
from tests.simulator.client import Simulator


def test_the_example_of_the_terraform_guide_converges(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("webdeployments:13")
    guide = Guide("terraform.md")
    guide.write_files(ansible)
    outputs = [run(ansible, command) for command in guide.commands]
    # In check mode the deployment is told as pinned to the configuration that the run makes.
    assert "changed=2" in outputs[0]
    assert "changed=2" in outputs[1]
    assert "changed=0" in outputs[2]
    assert pin(simulator, "Shop") == (configuration(simulator, "Shop")["id"], "1")
    assert "changed=0" in outputs[4]
    assert 'resource "genesyscloud_webdeployments_configuration" "shop"' in guide.text

    (script,) = guide.snippets("sh")
    run(ansible, script)
    listed: Path = ansible.folder / "drift.txt"
    assert listed.read_text(encoding="utf-8") == ""
    shop = configuration(simulator, "Shop")["id"]
    simulator.person("publish", shop, languages=["ja"], settled=True)
    run(ansible, script, status=2)
    (line,) = [each for each in listed.read_text(encoding="utf-8").splitlines() if each.startswith("configuration")]
    (shown,) = guide.snippets("text")
    told = shown.strip().replace("c79ba05a-b69a-5bb1-a4d7-d9c0a9d8fa18", shop)
    assert line == told
    simulator.fault("GET", "/api/.*", {"respond": {"status": 403}}, times=None)
    run(ansible, script, status=1)


def test_the_guide_on_web_deployments_does_what_it_says(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("webdeployments:13")
    guide = Guide("web-deployments.md")
    guide.write_files(ansible)
    for command in guide.commands:
        run(ansible, command)
    assert deployment(simulator, "Behind 9")["configuration"]["version"] == "2"
    assert deployment(simulator, "EU 1")["configuration"]["version"] == "2"
