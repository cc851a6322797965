# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: webmessaging_promotion
short_description: One org's configurations and deployments as entries for another org
version_added: 1.0.0
description:
  - Returns entries of M(genesys.cloud.webmessaging_deployments) that give another org the configurations and
    deployments of an org with Web Deployments. The playbook C(promote) uses it.
  - The entries have names in place of ids, and C(latest) in place of the numbers of versions.
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
positional: _input
options:
  _input:
    description:
      - The source. Either C(configurations), C(deployments), C(ambiguous_names) and C(unlisted_kinds) as the info
        modules return them with C(resolve_names=true), and perhaps C(supported_contents), or the variables of an
        exported file.
    type: dict
    required: true
  target:
    description:
      - C(deployments) and C(configurations) of the target, as the info modules return them. They tell whether source
        and target are one org, and what only the target has.
    type: dict
    default: {}
  name_glob:
    description:
      - Which deployments to promote, by a shell pattern of their names, or a list of patterns. Case matters. The
        configurations that they use are promoted too; with C(*) all of them.
    type: raw
    default: "*"
  excluded:
    description:
      - Which deployments to leave out, in the same way.
    type: raw
    default: []
  overrides:
    description:
      - Options that differ in the target, by the name of a deployment, a configuration or a profile, merged over it.
        Or a list of such options, each with C(deployment), C(configuration) or C(supported_content) for the name.
    type: raw
    default: {}
seealso:
  - plugin: genesys.cloud.webmessaging_deployment_variables
    plugin_type: filter
  - module: genesys.cloud.webmessaging_deployments
"""

EXAMPLES = r"""
- name: Find the configurations of this org
  genesys.cloud.webmessaging_configuration_info:
    versions: true
    resolve_names: true
  register: these_configurations

- name: Find the deployments of this org
  genesys.cloud.webmessaging_deployment_info:
    identity_resolution: true
    resolve_names: true
  register: these_deployments

- name: Show what another org would get
  ansible.builtin.debug:
    msg: >-
      {{ {'configurations': these_configurations.configurations,
          'deployments': these_deployments.deployments,
          'ambiguous_names': these_configurations.ambiguous_names + these_deployments.ambiguous_names,
          'unlisted_kinds': these_configurations.unlisted_kinds + these_deployments.unlisted_kinds}
         | genesys.cloud.webmessaging_promotion(
             target={'deployments': [], 'configurations': []}, name_glob='EU *', excluded=['* test'],
             overrides={'EU 1': {'allowed_domains': ['shop.example']}}) }}
"""

RETURN = r"""
_value:
  description: The entries, and what a user has to know before they are written.
  type: dict
  contains:
    supported_contents:
      description: Entries for O(genesys.cloud.webmessaging_deployments#module:supported_contents), those that the
        deployments use.
      type: list
      elements: dict
    configurations:
      description: Entries for O(genesys.cloud.webmessaging_deployments#module:configurations).
      type: list
      elements: dict
    deployments:
      description: Entries for O(genesys.cloud.webmessaging_deployments#module:deployments).
      type: list
      elements: dict
    errors:
      description: Texts, each with something that prevents the promotion. If there are any, write nothing.
      type: list
      elements: str
    notes:
      description: Texts, each with something that the target gets in another way, or does not get, or has of its own.
      type: list
      elements: str
"""

from typing import Any, Callable

from ..module_utils._core.visible_text import visible
from ..plugin_utils._export.promotion import promotion, source_of_file, source_of_org
from ..plugin_utils._export.selection import selection
from ..plugin_utils._filters import takes


@takes(
    "what webmessaging_configuration_info and webmessaging_deployment_info return with resolve_names, in one mapping, "
    "or the variables of a file of the playbook export_deployments"
)
def webmessaging_promotion(
    source: Any, target: Any = None, name_glob: Any = None, excluded: Any = None, overrides: Any = None
) -> Any:
    read = source_of_org(source) if "deployments" in source else source_of_file(source)
    found = promotion(read, target or {}, selection(name_glob, excluded), overrides)
    texts = {"errors": found.errors, "notes": found.notes}
    return {
        "supported_contents": found.supported_contents,
        "configurations": found.configurations,
        "deployments": found.deployments,
        **{key: [visible(text) for text in value] for key, value in texts.items()},
    }


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"webmessaging_promotion": webmessaging_promotion}
