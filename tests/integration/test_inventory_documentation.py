# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory's documentation against the options that it really takes."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from ansible_collections.genesys.cloud.plugins.module_utils._tasks.arguments import client_options
from tests.integration.ansible_process import ROOT, Ansible
from tests.integration.apis import Api
from tests.integration.inventories import PLUGIN
from tests.simulator.client import Simulator


@pytest.fixture
def options(ansible: Ansible) -> dict[str, Any]:
    finished = ansible.run("ansible-doc", "--type", "inventory", "--json", PLUGIN)
    assert finished.status == 0, finished.errors
    documented = json.loads(finished.output)[PLUGIN]["doc"]["options"]
    assert isinstance(documented, dict)
    return documented


def test_every_client_option_is_documented_with_its_variables(options: dict[str, Any]) -> None:
    for name, rule in client_options().items():
        documented = options[name]
        assert documented["type"] == rule["type"]
        assert documented.get("default") == rule.get("default")
        assert documented.get("aliases", []) == rule.get("aliases", [])
        text = " ".join(documented["description"])
        for variable in rule["fallback"][1]:
            assert f"E({variable})" in text


def test_each_example_makes_the_groups_that_it_tells_of(simulator: Simulator, ansible: Ansible, api: Api) -> None:
    """On both APIs, unless its option ``api`` names one; those that lead elsewhere are left out."""
    simulator.reset(api.odd(14))
    source = (ROOT / "plugins/inventory/webmessaging.py").read_text(encoding="utf-8")
    examples = source.partition('EXAMPLES = r"""')[2].partition('"""')[0]
    tried: set[str] = set()
    for example in yaml.safe_load_all(examples):
        if {"region", "api_url"} & example.keys() or example.get("api", api.name) != api.name:
            continue
        path = ansible.folder / "my.webmessaging.yml"
        path.write_text(json.dumps(example), encoding="utf-8")
        ansible.environment["ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED"] = "true"
        listed = ansible.run("ansible-inventory", "-i", str(path), "--list")
        assert listed.status == 0, listed.errors
        tried |= json.loads(listed.output).keys()
    of_one = {"communications": {"queue_queue_123", "large"}, "webdeployments": {"status_Active", "status_Inactive"}}
    assert {"webmessaging", "feature_co_browsing", "assisted", *of_one[api.name]} <= tried


def test_the_documentation_can_be_read(ansible: Ansible) -> None:
    finished = ansible.run("ansible-doc", "--type", "inventory", PLUGIN)
    assert finished.status == 0, finished.errors
    assert all(word in finished.output for word in ("name_glob", "hostnames", "keyed_groups", "cache_timeout"))
