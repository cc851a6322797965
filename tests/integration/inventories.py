# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An inventory source in the tests' folder, and what ``ansible-inventory`` makes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.integration.ansible_process import Ansible, Finished
from tests.integration.channels import TOKEN, page

PLUGIN = "genesys.cloud.webmessaging"
LISTING = [TOKEN, page(1)]
"""What an org of at most 100 channels is asked."""


def source(ansible: Ansible, name: str = "my.webmessaging.yml", **options: Any) -> Path:
    """Write an inventory source; every JSON text is YAML."""
    path = ansible.folder / name
    path.write_text(json.dumps({"plugin": PLUGIN, **options}, indent=1))
    return path


def read(ansible: Ansible, path: Path, *arguments: str) -> Finished:
    """``ansible-inventory --list``, whatever comes of it; a source that fails is an error."""
    ansible.environment["ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED"] = "true"
    return ansible.run("ansible-inventory", "-i", str(path), "--list", *arguments)


def listed(ansible: Ansible, path: Path, *arguments: str) -> dict[str, Any]:
    """What a readable source gives: groups, and below ``_meta`` the variables of the hosts."""
    finished = read(ansible, path, *arguments)
    assert finished.status == 0, finished.errors
    inventory = _without_marks(json.loads(finished.output))
    assert isinstance(inventory, dict)
    return inventory


def variables(inventory: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The variables of each host."""
    found = inventory["_meta"]["hostvars"]
    assert isinstance(found, dict)
    return found


def complaint(ansible: Ansible, path: Path, *arguments: str) -> str:
    """What a source that cannot be read says, its line breaks gone."""
    finished = read(ansible, path, *arguments)
    assert finished.status != 0, finished.output
    return " ".join((finished.output + finished.errors).split())


def _without_marks(value: Any) -> Any:
    """Ansible writes a text that must not be templated as ``{"__ansible_unsafe": text}``."""
    if isinstance(value, dict):
        if value.keys() == {"__ansible_unsafe"}:
            return value["__ansible_unsafe"]
        return {key: _without_marks(item) for key, item in value.items()}
    return [_without_marks(item) for item in value] if isinstance(value, list) else value
