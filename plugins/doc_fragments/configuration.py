# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import yaml

from ..module_utils._core.field_documentation import documentation, linked_within
from ..module_utils._webdeployments.configuration_schema import CONTENT
from .waiting import ModuleDocFragment as Waiting

_BESIDE_ITS_CONTENT = r"""
options:
  id:
    description:
      - The id of the configuration. One of O(id) and O(name) is required.
      - With O(id), O(name) is the desired name of the configuration.
    type: str
  name:
    description:
      - The exact name of the configuration. Nothing is trimmed, and case matters.
      - If no configuration has the name, the task creates one.
      - Names are not unique. If two configurations have the name, the task fails and lists their ids.
      - If the draft has another name, the task uses the published name to find the configuration. To publish a new
        name, set O(id) and O(name).
    type: str
  state:
    description:
      - Whether the configuration must exist.
    type: str
    choices: [present, absent]
    default: present
  raw:
    description:
      - Fields that are newer than this release, spelled as in the API, from the top of the configuration. If you repeat
        a field that has an option, the values must agree.
    type: dict
  publish:
    description:
      - Whether to publish the draft. With V(false), the task compares the desired content with the draft, and only
        writes the draft.
    type: bool
    default: true
  overwrite_draft:
    description:
      - Whether to overwrite an unpublished draft that differs from both the published and the desired content. Someone
        may be working on it. With V(false), the task fails with kind V(conflict).
    type: bool
    default: false
"""
_OPTIONS: dict[str, Any] = {
    **yaml.safe_load(_BESIDE_ITS_CONTENT)["options"],
    **yaml.safe_load(Waiting.DOCUMENTATION)["options"],
    **documentation(CONTENT),
}
_ENTRIES: dict[str, Any] = {
    "description": [
        "The configurations, each with the options of M(genesys.cloud.webmessaging_configuration).",
        (
            "At least one of O(configurations) and O(deployments) is required. Two entries that select the same "
            "configuration are an error."
        ),
    ],
    "type": "list",
    "elements": "dict",
    "suboptions": linked_within(_OPTIONS, "configurations[]"),
}


class ModuleDocFragment:
    # One configuration. Its fields are documented as the table has them that the options are made of.
    DOCUMENTATION: str = yaml.safe_dump({"options": _OPTIONS}, sort_keys=False)

    # Likewise of many configurations.
    ENTRIES: str = yaml.safe_dump({"options": {"configurations": _ENTRIES}}, sort_keys=False)
