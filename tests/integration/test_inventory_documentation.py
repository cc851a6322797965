# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory's documentation against the options that it really takes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._arguments import client_options
from tests.integration.ansible_process import Ansible
from tests.integration.inventories import PLUGIN


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


def test_the_documentation_can_be_read(ansible: Ansible) -> None:
    finished = ansible.run("ansible-doc", "--type", "inventory", PLUGIN)
    assert finished.status == 0, finished.errors
    assert all(word in finished.output for word in ("name_glob", "hostnames", "keyed_groups", "cache_timeout"))
