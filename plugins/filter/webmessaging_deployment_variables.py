# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: webmessaging_deployment_variables
short_description: An org's configurations and deployments as variables of the playbook configure_deployments
version_added: 0.1.0
description:
  - Writes what an org with Web Deployments has as a file of variables that describes it. Applied at once, it changes
    nothing.
  - Configurations and deployments are called by their names, and a deployment's configuration too, unless several
    have the name; they are called by their ids then.
  - A deployment that is pinned to the newest version of its configuration is exported as pinned to V(latest).
  - Fields of a configuration that no option knows are exported as C(raw). What looks like Jinja is marked C(!unsafe).
  - What a deployment has and the module would refuse or change, such as push integrations with fields that no option
    knows, is left out, and a comment says so.
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
positional: deployments
options:
  _input:
    description:
      - The configurations, as RV(genesys.cloud.webmessaging_configuration_info#module:configurations) has them.
    type: list
    elements: dict
    required: true
  deployments:
    description:
      - The deployments, as RV(genesys.cloud.webmessaging_deployment_info#module:deployments) has them.
    type: list
    elements: dict
    required: true
seealso:
  - plugin: genesys.cloud.webmessaging_role_variables
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Find the configurations
  genesys.cloud.webmessaging_configuration_info:
  register: configurations

- name: Find the deployments
  genesys.cloud.webmessaging_deployment_info:
    identity_resolution: true
  register: deployments

- name: Write them down
  ansible.builtin.copy:
    dest: deployments.yml
    mode: "0600"
    content: >-
      {{ configurations.configurations
         | genesys.cloud.webmessaging_deployment_variables(deployments.deployments) }}
"""

RETURN = r"""
_value:
  description: The text of a YAML file.
  type: str
"""

from typing import Any, Callable

from ansible_collections.genesys.cloud.plugins.plugin_utils._deployment_variables import deployment_variables
from ansible_collections.genesys.cloud.plugins.plugin_utils._filters import takes


@takes(
    "the configurations that webmessaging_configuration_info returns, with their versions, and the "
    "deployments that webmessaging_deployment_info returns"
)
def webmessaging_deployment_variables(configurations: Any, deployments: Any) -> Any:
    return deployment_variables(configurations, deployments)


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"webmessaging_deployment_variables": webmessaging_deployment_variables}
