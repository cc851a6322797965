# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: webmessaging_switch
short_description: Select the deployments to switch off or on
version_added: 1.0.0
description:
  - Selects deployments of an org with Web Deployments by name or pattern, and returns which of them differ from the
    desired state. The playbook C(switch) uses it.
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
positional: _input
options:
  _input:
    description:
      - All deployments of the org. With O(by=status), as
        RV(genesys.cloud.webmessaging_deployment_info#module:deployments) has them.
      - With O(by=launcher), as RV(genesys.cloud.webmessaging_channel_info#module:channels) has them.
    type: list
    elements: dict
    required: true
  state:
    description: The desired state.
    type: str
    choices: ["off", "on"]
    required: true
  by:
    description:
      - V(status) compares the status of the deployment, V(launcher) the visibility of the launcher in its
        configuration.
    type: str
    choices: [status, launcher]
    default: status
  names:
    description:
      - Exact names of deployments, or ids. A list, or a text of lines. Commas divide a line that is not a name itself.
    type: raw
  glob:
    description:
      - A shell pattern of names, or several as a list or as a text of lines. Case matters.
    type: raw
seealso:
  - module: genesys.cloud.webmessaging_deployments
  - module: genesys.cloud.webmessaging_channels
"""

EXAMPLES = r"""
- name: Find the deployments of this org
  genesys.cloud.webmessaging_deployment_info:
  register: switchable

- name: Show which ones would be switched off
  ansible.builtin.debug:
    msg: >-
      {{ switchable.deployments
         | genesys.cloud.webmessaging_switch(state='off', by='status', names=['EU 1'], glob='EU *') }}
"""

RETURN = r"""
_value:
  description: The deployments to write, and what a user has to know.
  type: dict
  contains:
    targets:
      description:
        - The deployments to write, with C(id), C(name), C(before), C(after), and C(entry), an entry of
          M(genesys.cloud.webmessaging_deployments), or with O(by=launcher) of M(genesys.cloud.webmessaging_channels).
        - One that does not differ is among them if it shares its configuration with one that does.
      type: list
      elements: dict
    errors:
      description: Texts, each with a name or a pattern that selects nothing. If there are any, write nothing.
      type: list
      elements: str
    failures:
      description: Texts, each with a deployment that cannot be switched because of its status. The others can.
      type: list
      elements: str
    notes:
      description: Texts, each with a deployment that stays as it is, and the reason.
      type: list
      elements: str
    already:
      description: How many deployments already are as desired.
      type: int
"""

from dataclasses import asdict
from typing import Any, Callable

from ..module_utils._core.visible_text import visible
from ..plugin_utils._export.switch import WANTED, switch
from ..plugin_utils._filters import takes


@takes(
    "the deployments that webmessaging_deployment_info returns, or the channels that webmessaging_channel_info returns "
    "on Web Deployments, and off or on"
)
def webmessaging_switch(found: Any, state: Any, by: Any = "status", names: Any = None, glob: Any = None) -> Any:
    if by not in WANTED or state not in WANTED[by]:
        raise ValueError("the state is off or on, by status or launcher")
    made = asdict(switch(found, state, by, names, glob))
    return {**made, **{key: [visible(text) for text in made[key]] for key in ("errors", "failures", "notes")}}


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"webmessaging_switch": webmessaging_switch}
