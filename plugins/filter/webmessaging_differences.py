# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: webmessaging_differences
short_description: List differences, one line for each path
version_added: 1.0.0
description:
  - Lists the differences from the desired state that the results of changing modules show, in check mode or not.
  - The list lacks values that nobody can read, such as the secret of a webhook.
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
options:
  _input:
    description:
      - Results of M(genesys.cloud.webmessaging_channels), M(genesys.cloud.webmessaging_channel),
        M(genesys.cloud.webmessaging_webhook), M(genesys.cloud.webmessaging_deployments),
        M(genesys.cloud.webmessaging_configuration) and M(genesys.cloud.webmessaging_deployment), including those of a
        loop. Skipped results are left out.
    type: list
    elements: dict
    required: true
seealso:
  - module: genesys.cloud.webmessaging_channels
  - module: genesys.cloud.webmessaging_deployments
"""

EXAMPLES = r"""
- name: Compare
  genesys.cloud.webmessaging_channels:
    channels:
      - name_glob: "*"
        max_concurrent_sessions: 500
  check_mode: true
  register: compared

- name: Show the differences
  ansible.builtin.debug:
    msg: "{{ [compared] | genesys.cloud.webmessaging_differences }}"
"""

RETURN = r"""
_value:
  description: Texts, each with the object, the path, the current value and the desired value.
  type: list
  elements: str
  sample:
    - "channel 'Primary Web Messaging' (a1b2c3d4-e5f6-7890-abcd-ef1234567890): max_concurrent_sessions: 500 -> 800"
"""

from typing import Any, Callable

from ..plugin_utils._export.differences import differences
from ..plugin_utils._filters import takes


@takes("a list of registered results", may_be_skipped=True)
def webmessaging_differences(results: Any) -> Any:
    return differences(results)


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"webmessaging_differences": webmessaging_differences}
