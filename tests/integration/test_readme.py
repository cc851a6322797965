# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The READMEs: their files and commands, as they stand in them, on both APIs, and their links."""

from __future__ import annotations

import json
import re

import yaml

from tests.integration.ansible_process import ROOT, Ansible
from tests.integration.apis import Api
from tests.integration.guides import Guide, run
from tests.simulator.client import Simulator

README = Guide("README.md", folder="")
SET_UP = r"(git clone|cd|make|ansible-galaxy collection install|pip install|export) .*"
"""Commands that install (scripts/build.py does), set the environment up, or are of this repository (its own tests)."""
COMMANDS = [command for command in README.commands if not re.fullmatch(SET_UP, command)]


def test_it_works_on_both_apis(simulator: Simulator, ansible: Ansible, api: Api) -> None:
    simulator.reset(api.odd(28))
    README.write_files(ansible)
    outputs, writes = {}, {}
    for command in COMMANDS:
        outputs[command] = run(ansible, command)
        writes[command] = len(simulator.requests("write"))
        simulator.clear_journal()
    assert {command for command, count in writes.items() if count} == {"ansible-playbook webmessaging.yml"}
    (primary,) = [line for line in outputs["ansible-playbook genesys.cloud.discover"].splitlines() if "Primary" in line]
    assert "file-sharing" in primary
    first, *_others = api.ids(simulator)
    assert api.features(simulator, first) == {"typing-indicators"}
    assert "changed=1" in outputs["ansible-playbook webmessaging.yml --check --diff"]
    assert "changed=0" in run(ansible, "ansible-playbook webmessaging.yml")
    audited = [json.loads(line) for line in (ansible.folder / "audit.jsonl").read_text().splitlines()]
    assert {"checked", "updated", "unchanged"} <= {entry["outcome"] for entry in audited}
    told = {"operator", "client_id", "api_host", "version_before", "version_after"}
    assert all(told <= entry.keys() for entry in audited)


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
    assert set(README.files) == {"webmessaging.yml"}
    assert len(COMMANDS) == 4


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
        if link.startswith(f"{repository}/actions/workflows/"):
            assert (ROOT / ".github/workflows" / link.split("/")[7]).is_file()
        elif link.startswith(repository):
            assert (ROOT / link.removeprefix(f"{repository}/blob/main/").partition("#")[0]).is_file()
    for image in re.findall(r'(?:src|srcset)="([^"]*)"', text):
        path = image.removeprefix(repository.replace("github.com", "raw.githubusercontent.com") + "/main/")
        assert (ROOT / path).is_file()
