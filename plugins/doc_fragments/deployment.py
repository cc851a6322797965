# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import yaml

from ..module_utils._core.field_documentation import documentation, linked_within
from ..module_utils._webdeployments.deployment_schema import REFERRING
from .waiting import ModuleDocFragment as Waiting

_BESIDE_THE_TABLES = r"""
options:
  id:
    description:
      - The id of the deployment. One of O(id) and O(name) is required.
      - With O(id), O(name) is the desired name of the deployment.
    type: str
  name:
    description:
      - The exact name of the deployment. Nothing is trimmed, and case matters.
      - If no deployment has the name, the task creates one.
      - Names are not unique. If two deployments have the name, the task fails and lists their ids.
    type: str
  state:
    description:
      - Whether the deployment must exist.
    type: str
    choices: [present, absent]
    default: present
  description:
    description:
      - The purpose of the deployment; null removes it.
    type: str
  configuration:
    description:
      - The configuration and the version to which the deployment is pinned. A new deployment needs one.
    type: dict
    suboptions:
      id:
        description:
          - The id of the configuration. Without O(configuration.id) and O(configuration.name), the deployment keeps its
            configuration.
        type: str
      name:
        description:
          - The exact name of the configuration.
        type: str
      version:
        description:
          - V(latest) for the latest published version, or the number of any version.
          - If omitted, the deployment stays pinned to the same version of its configuration. If you change the
            configuration, the default is its latest version.
        type: str
  allow_all_domains:
    description:
      - Whether every site may use the deployment. V(true) empties O(allowed_domains).
    type: bool
  allowed_domains:
    description:
      - The complete list of domains whose sites may use the deployment. The order does not matter.
      - Each domain is a host name without scheme, port or path. V(shop.example) includes V(www.shop.example) and all
        its other subdomains.
    type: list
    elements: str
  status:
    description:
      - Whether the deployment is in use.
    type: str
    choices: [Active, Inactive]
"""
_OPTIONS: dict[str, Any] = {
    **yaml.safe_load(_BESIDE_THE_TABLES)["options"],
    **yaml.safe_load(Waiting.DOCUMENTATION)["options"],
    **documentation(REFERRING),
}
_ENTRIES: dict[str, Any] = {
    "description": [
        "The deployments, each with the options of M(genesys.cloud.webmessaging_deployment).",
        (
            "A deployment can be pinned to a version that the same task publishes. Two entries that select the same "
            "deployment are an error."
        ),
    ],
    "type": "list",
    "elements": "dict",
    "suboptions": linked_within(_OPTIONS, "deployments[]"),
}


class ModuleDocFragment:
    # One deployment.
    DOCUMENTATION: str = yaml.safe_dump({"options": _OPTIONS}, sort_keys=False)

    # Likewise of many deployments.
    ENTRIES: str = yaml.safe_dump({"options": {"deployments": _ENTRIES}}, sort_keys=False)
