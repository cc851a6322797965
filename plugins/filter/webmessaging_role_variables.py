# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: webmessaging_role_variables
short_description: An org's channels and webhook as variables of the role genesys.cloud.webmessaging
version_added: 0.1.0
description:
  - Writes what an org has as a file of variables that describes it. Applied at once, it changes nothing.
  - Channels are selected by id. What the role would refuse is left out, with a comment that says what and why.
  - A flow, a queue or an assignment mode that a channel has not and another one has is exported as null, so that what
    somebody adds differs from the file.
  - No secret is in it, no header's value that could be one, and no value of a query in a callback's address. Comments
    say what has to be supplied. What looks like Jinja is marked C(!unsafe).
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
      - Null where they cannot be listed.
    type: list
    elements: dict
    required: true
  webhook_name:
    description: Which webhook the role shall keep, where the org has several.
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

- name: Write them down
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
