# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: webmessaging_table
short_description: Channels as a table of plain text
version_added: 1.0.0
description:
  - Makes a plain text table of channels for a terminal, with id, name and features.
  - On Web Deployments, it also has the deployment's status, the version that it is pinned to, its flow, and whether the
    draft of its configuration differs from the published version. On the Communications API, it has sessions, queue and
    assignment mode. Columns that no channel fills are left out.
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
options:
  _input:
    description:
      - The channels, as RV(genesys.cloud.webmessaging_channel_info#module:channels) has them. The result of a skipped
        task has none.
    type: list
    elements: dict
    required: true
  configurations:
    description:
      - The configurations, as RV(genesys.cloud.webmessaging_configuration_info#module:configurations) has them. They
        show the state of drafts. The result of a skipped task has none.
    type: list
    elements: dict
    default: []
seealso:
  - module: genesys.cloud.webmessaging_channel_info
  - module: genesys.cloud.webmessaging_configuration_info
"""

EXAMPLES = r"""
- name: Find the channels
  genesys.cloud.webmessaging_channel_info:
  register: found

- name: Show them
  ansible.builtin.debug:
    msg: "{{ found.channels | genesys.cloud.webmessaging_table }}"

- name: Find the configurations, on Web Deployments
  genesys.cloud.webmessaging_configuration_info:
    api: webdeployments
  register: behind_them
  when: found.channels | selectattr('configuration_id', 'defined') | length > 0

- name: Show the channels with the state of their drafts
  ansible.builtin.debug:
    msg: >-
      {{ found.channels
         | genesys.cloud.webmessaging_table(configurations=behind_them.configurations | default([])) }}
"""

RETURN = r"""
_value:
  description: Texts, first the headings, then one line for each channel.
  type: list
  elements: str
"""

from typing import Any, Callable

from ..plugin_utils._export.channel_table import table
from ..plugin_utils._filters import takes


@takes(
    "the channels that webmessaging_channel_info returns, and the configurations that webmessaging_configuration_info "
    "returns",
    may_be_skipped=True,
)
def webmessaging_table(channels: Any, configurations: Any = ()) -> Any:
    return table(channels, configurations or ())


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"webmessaging_table": webmessaging_table}
