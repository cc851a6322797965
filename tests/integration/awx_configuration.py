# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The data for AWX, as Ansible reads it before it hands it on."""

from __future__ import annotations

import json
from typing import Any

from tests.integration.ansible_process import ROOT, Ansible
from tests.integration.awx_rules import OBJECTS

AWX = ROOT / "extensions/awx"
PROJECT = AWX / "templates/project"

Configuration = dict[str, list[dict[str, Any]]]


def read_configuration(ansible: Ansible, **variables: str) -> Configuration:
    """``{controller_...: its objects}``, templates filled in with these variables."""
    given = {"webmessaging_awx_repository": "https://git.example/web-messaging.git", **variables}
    include = {"ansible.builtin.include_vars": {"dir": str(AWX / "configuration")}}
    tell = {"name": "Tell", "ansible.builtin.debug": {"msg": {name: f"{{{{ {name} }}}}" for name in OBJECTS}}}
    done = ansible.playbook([include, tell], variables=given)
    assert done.status == 0, done.output
    configuration: Configuration = done.of("Tell")["msg"]
    # Through JSON, as it reaches AWX.
    assert json.loads(json.dumps(configuration)) == configuration
    return configuration
