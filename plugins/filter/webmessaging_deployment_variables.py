# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: webmessaging_deployment_variables
short_description: An org's configurations and deployments as variables of the playbook configure_deployments
version_added: 1.0.0
description:
  - Writes the configurations and deployments of an org with Web Deployments as a file of variables. Applied at once,
    the file changes nothing.
  - The file calls configurations and deployments by their names, or by their ids if several have the same name. They
    are sorted by name and id.
  - Names also replace the ids of flows, content profiles, knowledge bases, categories, labels, integrations, divisions
    and external sources, if the input was read with C(resolve_names=true) and O(ambiguous_names) is given. An id stays
    if its name is missing or not the only one; a comment says why.
  - A deployment that is pinned to the newest version of its configuration is exported as pinned to V(latest). If the
    input lacks that configuration, the file has its id and the version.
  - Settings that are not set are exported as null if null removes them. If somebody adds such a setting later, it
    differs from the file.
  - Fields of a configuration that no option knows are exported as C(raw). Text that looks like Jinja is marked
    C(!unsafe).
  - Settings of a deployment that the module would refuse or change are left out, with a comment, such as push
    integrations with fields that no option knows. So is everything that could not be read. Each is also a warning.
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
positional: deployments
options:
  _input:
    description:
      - The configurations, as RV(genesys.cloud.webmessaging_configuration_info#module:configurations) has them. Read
        them with their versions, since a listing can leave out settings.
    type: list
    elements: dict
    required: true
  deployments:
    description:
      - The deployments, as RV(genesys.cloud.webmessaging_deployment_info#module:deployments) has them.
    type: list
    elements: dict
    required: true
  supported_contents:
    description:
      - The supported content profiles, as RV(genesys.cloud.messaging_supported_content_info#module:supported_contents)
        has them. The file has those that the deployments use. Without this option, it says nothing about profiles.
    type: list
    elements: dict
  unreadable:
    description:
      - The C(failure) of the module, under C(configurations), C(deployments) or C(supported_contents), if these could
        not be listed. A comment in the file then says why they are left out.
    type: dict
    default: {}
  ambiguous_names:
    description:
      - The C(ambiguous_names) of both modules. Without it, the ids of other objects stay.
    type: list
    elements: dict
  unlisted_kinds:
    description:
      - The C(unlisted_kinds) of both modules.
    type: list
    elements: str
    default: []
  name_glob:
    description:
      - Which deployments to write, by a shell pattern of their names, or a list of patterns. Case matters. The file has
        only the configurations that they use; with C(*) it has all of them.
    type: raw
    default: "*"
  excluded:
    description:
      - Which deployments to leave out, in the same way.
    type: raw
    default: []
seealso:
  - plugin: genesys.cloud.webmessaging_role_variables
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Find the configurations
  genesys.cloud.webmessaging_configuration_info:
    versions: true
  register: configurations

- name: Find the deployments
  genesys.cloud.webmessaging_deployment_info:
    identity_resolution: true
  register: deployments

- name: Write the file of variables
  ansible.builtin.copy:
    dest: deployments.yml
    mode: "0600"
    content: >-
      {{ configurations.configurations
         | genesys.cloud.webmessaging_deployment_variables(deployments.deployments) }}

- name: Find the configurations, and the names of what they refer to
  genesys.cloud.webmessaging_configuration_info:
    versions: true
    resolve_names: true
  register: named_configurations

- name: Find the deployments, and the names of what they refer to
  genesys.cloud.webmessaging_deployment_info:
    identity_resolution: true
    resolve_names: true
  register: named_deployments

- name: Find the supported content profiles
  genesys.cloud.messaging_supported_content_info:
  register: profiles

- name: Write the deployments of one region for another org
  ansible.builtin.copy:
    dest: region.yml
    mode: "0600"
    content: >-
      {{ named_configurations.configurations
         | genesys.cloud.webmessaging_deployment_variables(
             named_deployments.deployments,
             ambiguous_names=named_configurations.ambiguous_names + named_deployments.ambiguous_names,
             unlisted_kinds=named_configurations.unlisted_kinds + named_deployments.unlisted_kinds,
             supported_contents=profiles.supported_contents,
             name_glob='EU *', excluded=['* test']) }}

- name: Find the configurations, if that is permitted
  genesys.cloud.webmessaging_configuration_info:
    versions: true
    skip_unreadable: true
  register: permitted
  failed_when:
    - permitted is failed
    - permitted.failure.kind | default('') != 'permission'

- name: Write the file without the unreadable configurations
  ansible.builtin.copy:
    dest: permitted.yml
    mode: "0600"
    content: >-
      {{ permitted.configurations | default([])
         | genesys.cloud.webmessaging_deployment_variables(
             deployments.deployments, unreadable={'configurations': permitted.failure | default(none)}) }}
"""

RETURN = r"""
_value:
  description: The text of a YAML file.
  type: str
"""

from typing import Any, Callable

from ansible.utils.display import Display

from ..module_utils._core.visible_text import visible
from ..plugin_utils._export.deployment_variables import deployment_variables
from ..plugin_utils._export.selection import selection
from ..plugin_utils._export.usable_names import UsableNames
from ..plugin_utils._filters import takes

_MOST_WARNINGS = 10


@takes(
    "the configurations that webmessaging_configuration_info returns, with their versions, and the "
    "deployments that webmessaging_deployment_info returns"
)
def webmessaging_deployment_variables(
    configurations: Any,
    deployments: Any,
    unreadable: Any = None,
    ambiguous_names: Any = None,
    unlisted_kinds: Any = None,
    name_glob: Any = None,
    excluded: Any = None,
    supported_contents: Any = None,
) -> Any:
    names, selected = UsableNames(ambiguous_names, unlisted_kinds or ()), selection(name_glob, excluded)
    text, warnings = deployment_variables(configurations, deployments, unreadable, names, selected, supported_contents)
    for warning in warnings[:_MOST_WARNINGS]:
        Display().warning(visible(f"Left out of the export: {warning}"))
    if len(warnings) > _MOST_WARNINGS:
        Display().warning(
            f"Left out of the export: {len(warnings) - _MOST_WARNINGS} more; the file has a comment on each"
        )
    return text


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"webmessaging_deployment_variables": webmessaging_deployment_variables}
