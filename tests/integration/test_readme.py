# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The README: its files and commands, as they stand in it, each on the API that it names, and its links."""

from __future__ import annotations

import json
import re

import pytest
import yaml

from tests.integration.ansible_process import ROOT, Ansible
from tests.integration.apis import Api
from tests.integration.channels import ID
from tests.integration.guides import Guide, run
from tests.simulator.client import Simulator

README = Guide("README.md", folder="")
CONTRACT = "Communications contract"
ON_ONE_API = README.commands_of(CONTRACT)
SET_UP = r"(make|ansible-galaxy collection install|pip install|export) .*"
"""Commands that install (scripts/build.py does), set the environment up, or are of this repository (its own tests)."""
ON_BOTH = [command for command in README.commands_but_of(CONTRACT) if not re.fullmatch(SET_UP, command)]


def test_everything_outside_the_contract_s_section_works_on_both_apis(
    simulator: Simulator, ansible: Ansible, api: Api
) -> None:
    simulator.reset(api.odd(28))
    README.write_files(ansible)
    outputs, writes = {}, {}
    for command in ON_BOTH:
        outputs[command] = run(ansible, command)
        writes[command] = len(simulator.requests("write"))
        simulator.clear_journal()
    assert {command for command, count in writes.items() if count} == {
        "ansible-playbook webmessaging.yml",
        "ansible-playbook genesys.cloud.configure -e @wanted.yml",
    }
    (primary,) = [line for line in outputs["ansible-playbook genesys.cloud.discover"].splitlines() if "Primary" in line]
    assert "file-sharing" in primary
    first, *_others = api.ids(simulator)
    assert api.features(simulator, first) == {"typing-indicators", "video-calling"}
    assert "changed=2" in outputs["ansible-playbook webmessaging.yml --check --diff"]
    assert "changed=0" in run(ansible, "ansible-playbook webmessaging.yml")
    audited = [json.loads(line) for line in (ansible.folder / "audit.jsonl").read_text().splitlines()]
    assert {"checked", "updated", "unchanged"} <= {entry["outcome"] for entry in audited}
    told = {"operator", "client_id", "api_host", "version_before", "version_after"}
    assert all(told <= entry.keys() for entry in audited)


def test_the_contract_s_section_works_on_the_communications_contract(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("mixed:28")
    ansible.environment |= {"WEBHOOK_SECRET": "what deliveries are signed with"}
    README.write_files(ansible)
    check, configure, take_away = ON_ONE_API
    assert "changed=2" in run(ansible, check)
    assert simulator.requests("write") == []
    run(ansible, configure)
    configuration = simulator.channel(ID)["configuration"]
    assert configuration["webchat"] == {"maxConcurrentSessions": 800, "features": ["rich-media", "typing-indicators"]}
    assert configuration["routing"] == {"queueId": "queue-123", "assignmentMode": "longest-idle"}
    assert [webhook["name"] for webhook in simulator.webhooks()] == ["Web Messaging Config Sync"]
    assert "changed=0" in run(ansible, configure)
    run(ansible, take_away)
    assert simulator.webhooks() == []
    assert "There is no webhook with the name" in run(ansible, take_away)


def test_an_org_with_web_deployments_refuses_what_is_of_the_contract(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("webdeployments:13")
    README.write_files(ansible)
    for command in ON_ONE_API[:2]:
        run(ansible, command, status=2)
    (play,) = yaml.safe_load(README.files["contract.yml"])
    refused = ansible.playbook([play["tasks"][1]])
    assert (refused.status, refused.of("Configure the primary channel")["failure"]["kind"]) == (2, "validation")
    for option in ("max_concurrent_sessions", "routing.queue_id", "routing.assignment_mode"):
        assert f"{option}: Web Deployments have" in refused.output
    assert simulator.requests("write") == []


def test_the_role_s_readme_works_on_both_apis(simulator: Simulator, ansible: Ansible, api: Api) -> None:
    simulator.reset(api.odd(28))
    role = Guide("README.md", folder="roles/webmessaging")
    ansible.environment |= {"WEBHOOK_SECRET": "what deliveries are signed with"}
    role.write_files(ansible)
    documented, _checked = [run(ansible, command) for command in role.commands]
    assert "webmessaging_channels" in documented
    assert simulator.requests("write") == []
    play = next(iter(role.files))
    path = ansible.folder / play
    told = {"callback_url": simulator.inbox_url("monitor"), "allow_http_callback": True}
    plays = yaml.safe_load(path.read_text(encoding="utf-8"))
    plays[0]["roles"][0]["vars"]["webmessaging_webhook"] |= told
    path.write_text(json.dumps(plays), encoding="utf-8")
    run(ansible, f"ansible-playbook {play}")
    assert simulator.inbox("monitor", at_least=2)
    assert api.features(simulator, api.ids(simulator)[0]) == {"typing-indicators"}
    assert "changed=0" in run(ansible, f"ansible-playbook {play}")
    assert_links_are_absolute(role.text)


def test_every_block_runs_or_sets_up() -> None:
    """One of another language would run nowhere."""
    languages = re.findall(r"^```(\w+)$", README.text, re.MULTILINE)
    assert set(languages) == {"console", "yaml"}
    assert len(re.findall("^```", README.text, re.MULTILINE)) == 2 * len(languages)
    assert set(README.files) == {"webmessaging.yml", "wanted.yml", "contract.yml"}
    assert (len(ON_BOTH), len(ON_ONE_API)) == (8, 3)


def test_what_is_set_up_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    fragment = (ROOT / "plugins/doc_fragments/client.py").read_text(encoding="utf-8")
    for command in README.commands:
        kind, _space, rest = command.partition(" ")
        if kind == "make":
            assert rest.split()[0] in targets
        elif kind == "export":
            assert f"E({rest.partition('=')[0]})" in fragment


def test_every_link_is_absolute_and_leads_to_what_is_there() -> None:
    assert_links_are_absolute(README.text)


def assert_links_are_absolute(text: str) -> None:
    """Galaxy shows a README without the files around it."""
    inline = re.findall(r"\]\(([^)]*)\)", text)
    defined = dict(re.findall(r"^\[([^\]]+)\]: (\S+)$", text, re.MULTILINE))
    body = re.sub(r"^```.*?^```$|`[^`]*`|^\[[^\n]*\]: [^\n]*$", "", text, flags=re.MULTILINE | re.DOTALL)
    referred = [second or first for first, second in re.findall(r"\[([^\]]+)\](?:\[([^\]]+)\])?(?!\()", body)]
    assert set(referred) == defined.keys()
    repository = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))["repository"]
    for link in [*inline, *defined.values()]:
        assert link.startswith("https://")
        if link.startswith(repository):
            assert (ROOT / link.removeprefix(f"{repository}/blob/main/").partition("#")[0]).is_file()


@pytest.mark.parametrize("path", ["wanted.yml", "webmessaging.yml"])
def test_nothing_of_one_api_is_in_the_files_for_both(path: str) -> None:
    words = set(re.findall(r"\w+", README.files[path]))
    assert not words & {"max_concurrent_sessions", "queue_id", "assignment_mode", "flow_id", "webmessaging_webhook"}
