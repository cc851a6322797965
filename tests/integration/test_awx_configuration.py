# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The data in ``extensions/awx``: AWX would take it, and it fits the collection. No AWX is needed."""

from __future__ import annotations

import subprocess

import yaml

from ansible_collections.genesys.cloud.plugins.module_utils._tasks.channel import CHANNELS
from ansible_collections.genesys.cloud.plugins.module_utils._tasks.webhook import WEBHOOK
from tests.integration.ansible_process import COMMANDS, ROOT, Ansible
from tests.integration.awx_configuration import AWX, PROJECT, read_configuration
from tests.integration.awx_rules import problems

VERSION = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))["version"]
PINNED = {"name": "genesys.cloud", "version": VERSION}
PLAYBOOKS = {path.stem for path in (ROOT / "playbooks").glob("*.yml")}


def test_awx_would_take_it(ansible: Ansible) -> None:
    configuration = read_configuration(ansible)
    assert problems(configuration) == []

    kind, of_target = configuration["controller_credential_types"]
    secrets = {field["id"] for field in kind["inputs"]["fields"] if field.get("secret")}
    assert secrets == {"client_secret", "webhook_secret", "proxy"}
    rules = {**CHANNELS.argument_spec, **WEBHOOK.argument_spec}
    known = {name for rule in rules.values() for name in rule.get("fallback", (None, []))[1]}
    assert set(kind["injectors"]["env"]) <= known
    assert {field["id"] for field in of_target["inputs"]["fields"] if field.get("secret")} == {"client_secret", "proxy"}
    promote = (ROOT / "playbooks/promote.yml").read_text(encoding="utf-8")
    assert [name for name in of_target["injectors"]["env"] if f"lookup('env', '{name}')" not in promote] == []

    projects = {each["name"] for each in configuration["controller_projects"]}
    inventories = {each["name"] for each in configuration["controller_inventories"]}
    templates = configuration["controller_templates"]
    for each in (*templates, *configuration["controller_inventory_sources"]):
        assert each.get("project", each.get("source_project")) in projects
        assert each["inventory"] in inventories
    assert {each["playbook"] for each in templates} == {f"{name}.yml" for name in PLAYBOOKS}
    assert {each["inventory"] for each in configuration["controller_inventory_sources"]} == inventories
    # Nobody's messenger is switched by the installation.
    assert [each["enabled"] for each in configuration["controller_schedules"]] == [False, False, False]


def test_names_can_be_ones_own(ansible: Ansible) -> None:
    names = {"organization": "Contact Centre", "project": "Messaging", "credential": "Genesys EU"}
    target = {"target_credential": "Genesys US"}
    configuration = read_configuration(
        ansible, **{f"webmessaging_awx_{key}": name for key, name in (names | target).items()}
    )
    for each in configuration["controller_templates"]:
        second = list(target.values()) if each["playbook"] == "promote.yml" else []
        assert [each["organization"], each["project"], *each["credentials"]] == [*names.values(), *second]
    assert {each["organization"] for each in configuration["controller_schedules"]} == {names["organization"]}
    (*_rest, source) = configuration["controller_inventory_sources"]
    assert [source["organization"], source["source_project"], source["credential"]] == list(names.values())


def test_opening_hours_can_be_ones_own(ansible: Ansible) -> None:
    hours = {
        "opening_hours": "true",
        "opening_glob": "Shop *",
        "timezone": "America/New_York",
        "opens": "T073000",
        "closes": "T220000",
        "days": "MO,SU",
    }
    configuration = read_configuration(ansible, **{f"webmessaging_awx_{key}": value for key, value in hours.items()})
    assert problems(configuration) == []
    *schedules, monitor = configuration["controller_schedules"]
    assert not monitor["enabled"]
    assert [each["rrule"] for each in schedules] == [
        f"DTSTART;TZID=America/New_York:20260105{time} RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,SU"
        for time in ("T073000", "T220000")
    ]
    assert [each["enabled"] for each in schedules] == [True, True]
    assert [each["extra_data"] for each in schedules] == [
        {"webmessaging_switch": state, "webmessaging_switch_glob": "Shop *"} for state in ("on", "off")
    ]
    odd = {**configuration, "controller_schedules": [{**schedules[0], "extra_data": {"webmessaging_switch": "x"}}]}
    assert problems(odd) == [
        "Web Messaging | On at opening: Value x for 'webmessaging_switch' expected to be one of ['off', 'on']."
    ]


def test_the_monitor_is_enabled_by_a_variable(ansible: Ansible) -> None:
    configuration = read_configuration(ansible, webmessaging_awx_monitor="yes")
    assert problems(configuration) == []
    enabled = [each for each in configuration["controller_schedules"] if each["enabled"]]
    assert [(each["name"], each["unified_job_template"]) for each in enabled] == [
        ("Web Messaging | Verify every 15 minutes", "Web Messaging | Verify")
    ]


def test_the_project_has_each_playbook_of_the_collection() -> None:
    found = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in PROJECT.glob("*.yml")}
    del found["channels.webmessaging"]
    assert {name: play["import_playbook"] for name, (play,) in found.items()} == {
        name: f"genesys.cloud.{name}" for name in PLAYBOOKS
    }


def test_the_execution_environment_holds_what_the_collection_needs(ansible: Ansible) -> None:
    def build(*arguments: str) -> str:
        done = subprocess.run(
            [str(COMMANDS / "ansible-builder"), *arguments],
            cwd=ansible.folder,
            env=ansible.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    introspected = yaml.safe_load(build("introspect", str(ROOT / "build/collections")))
    needed = [line.split("#")[0].strip() for line in introspected["python"]]
    assert needed == ["requests>=2.25.0", 'websockets>=15.0 ; python_version >= "3.9"']
    assert introspected["system"] == []

    definition, context = AWX / "execution-environment.yml", ansible.folder / "context"
    build("create", "--file", str(definition), "--context", str(context), "--output-filename", "Containerfile")
    assert "quay.io/ansible/awx-ee" in (context / "Containerfile").read_text(encoding="utf-8")
    wanted = yaml.safe_load((context / "_build/requirements.yml").read_text(encoding="utf-8"))
    assert wanted == {"collections": [PINNED]}


def test_the_project_pins_the_same_version() -> None:
    """It comes before that of the execution environment."""
    text = (PROJECT / "collections/requirements.yml").read_text(encoding="utf-8")
    assert yaml.safe_load(text) == {"collections": [PINNED]}
