# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: webmessaging_role_variables
short_description: An org's channels and webhook as variables of the role genesys.cloud.webmessaging
version_added: 1.0.0
description:
  - Writes the channels and the webhook of an org as a file of variables. Applied at once, the file changes nothing.
  - The file selects channels by id. It leaves out everything that the role would refuse, with a comment that says what
    and why.
  - If a channel lacks a flow, a queue or an assignment mode that another channel has, null is exported. If somebody
    adds such a setting later, it differs from the file.
  - The file has no secret, no header value that could be one, and no value of a query in a callback's address. Comments
    say which values you have to supply. Text that looks like Jinja is marked C(!unsafe).
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
positional: webhooks
options:
  _input:
    description: The channels, as RV(genesys.cloud.webmessaging_channel_info#module:channels) has them.
    type: list
    elements: dict
    required: true
  webhooks:
    description:
      - The webhooks, as RV(genesys.cloud.webmessaging_webhook_info#module:webhooks) has them.
      - Null if they cannot be listed.
    type: list
    elements: dict
    required: true
  webhook_name:
    description: The webhook that the role manages, if the org has several.
    type: str
seealso:
  - plugin: genesys.cloud.webmessaging_differences
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Find the channels
  genesys.cloud.webmessaging_channel_info:
  register: found

- name: Find the webhooks
  genesys.cloud.webmessaging_webhook_info:
  register: webhooks

- name: Write the file of variables
  ansible.builtin.copy:
    dest: webmessaging.yml
    mode: "0600"
    content: >-
      {{ found.channels
         | genesys.cloud.webmessaging_role_variables(webhooks.webhooks, webhook_name='Web Messaging Config Sync') }}
"""

RETURN = r"""
_value:
  description: The text of a YAML file.
  type: str
"""

from typing import Any, Callable

from ..plugin_utils._export.role_variables import role_variables
from ..plugin_utils._filters import takes


@takes(
    "the channels that webmessaging_channel_info returns, and the webhooks that "
    "webmessaging_webhook_info returns, or null"
)
def webmessaging_role_variables(channels: Any, webhooks: Any, webhook_name: Any = None) -> Any:
    return role_variables(channels, webhooks, webhook_name)


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"webmessaging_role_variables": webmessaging_role_variables}
