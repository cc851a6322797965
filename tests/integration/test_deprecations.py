# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What docs/reference/support.md promises of a deprecated option: a task that uses it warns, whichever way it runs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.integration.ansible_process import ROOT, Ansible, as_typed
from tests.simulator.client import Simulator

ARGUMENTS = "plugins/module_utils/_tasks/arguments.py"
OPTION = '"name_glob": {"type": "str"}}'
DEPRECATED = '"name_glob": {"type": "str", "removed_in_version": "9.0.0", "removed_from_collection": "genesys.cloud"}}'
TASK = {"genesys.cloud.webmessaging_channel_info": {"name_glob": "*"}}


@pytest.fixture
def collections(tmp_path: Path) -> Path:
    """A copy of the collection in which an option is deprecated; nothing is deprecated today."""
    copy = tmp_path / "collections" / "ansible_collections" / "genesys" / "cloud"
    for folder in ("plugins", "meta"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    text = (copy / ARGUMENTS).read_text(encoding="utf-8")
    assert text.count(OPTION) == 1
    (copy / ARGUMENTS).write_text(text.replace(OPTION, DEPRECATED), encoding="utf-8")
    return tmp_path / "collections"


@pytest.mark.parametrize("way", ["auto", "module"])
def test_a_deprecated_option_is_told_with_the_version_that_removes_it(
    simulator: Simulator, ansible: Ansible, collections: Path, way: str
) -> None:
    simulator.reset("webdeployments:3")
    ansible.start = as_typed  # the hub has imported the collection already
    ansible.environment.update(ANSIBLE_COLLECTIONS_PATH=str(collections), GENESYS_EXECUTION=way)
    ran = ansible.playbook([TASK])
    assert ran.status == 0, ran.output
    (warning,) = [line for line in ran.errors.splitlines() if "[DEPRECATION WARNING]" in line]
    assert "name_glob" in warning
    told = " ".join(ran.errors.split())
    assert "genesys.cloud" in told
    assert "9.0.0" in told
