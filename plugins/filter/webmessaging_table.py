# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: webmessaging_table
short_description: Channels as a table of plain text
version_added: 0.1.0
description:
  - Makes a table for a terminal of channels, with id, sessions, queue, name and features.
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
options:
  _input:
    description:
      - The channels, as RV(genesys.cloud.webmessaging_channel_info#module:channels) has them. The result of a task that
        was skipped has none.
    type: list
    elements: dict
    required: true
seealso:
  - module: genesys.cloud.webmessaging_channel_info
"""

EXAMPLES = r"""
- name: Find the channels
  genesys.cloud.webmessaging_channel_info:
  register: found

- name: Show them
  ansible.builtin.debug:
    msg: "{{ found.channels | genesys.cloud.webmessaging_table }}"
"""

RETURN = r"""
_value:
  description: Texts, the headings and a line for each channel.
  type: list
  elements: str
"""

from typing import Any, Callable

from ansible_collections.genesys.cloud.plugins.plugin_utils._channel_table import table
from ansible_collections.genesys.cloud.plugins.plugin_utils._filters import takes


@takes("the channels that webmessaging_channel_info returns", may_be_skipped=True)
def webmessaging_table(channels: Any) -> Any:
    return table(channels)


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"webmessaging_table": webmessaging_table}
