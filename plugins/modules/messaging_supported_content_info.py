#!/usr/bin/python

# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: messaging_supported_content_info
short_description: Find supported content profiles of Genesys Cloud
version_added: 1.0.0
description:
  - Lists the supported content profiles of an org, which say which media guests and agents can send each other, and
    tells which one is the org's default.
  - If nothing matches, the list is empty; that is not a failure.
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
extends_documentation_fragment:
  - genesys.cloud.client
  - genesys.cloud.attributes
  - genesys.cloud.attributes.info_module
  - genesys.cloud.attributes.actiongroup_genesys
options:
  id:
    description:
      - The id of the profile. Set at most one of O(id), O(name) and O(name_glob). Without them, the task lists all.
    type: str
  name:
    description:
      - The exact name of the profile. Nothing is trimmed, and case matters.
    type: str
  name_glob:
    description:
      - A shell pattern for names (V(*), V(?), V([abc])), such as V(EU *). Case matters.
    type: str
notes:
  - The OAuth client needs the permission C(messaging:supportedContent:view).
seealso:
  - module: genesys.cloud.messaging_supported_content
  - module: genesys.cloud.webmessaging_deployment_info
"""

EXAMPLES = r"""
- name: Find all supported content profiles
  genesys.cloud.messaging_supported_content_info:
  register: found

- name: Show the name of the org's default
  ansible.builtin.debug:
    msg: "{{ found.supported_contents | selectattr('default') | map(attribute='name') }}"

- name: Find one by its name
  genesys.cloud.messaging_supported_content_info:
    name: Pictures

- name: Find one by its id
  genesys.cloud.messaging_supported_content_info:
    id: 5c000000-0000-4000-8000-000000000001

- name: Find those with a name that begins with EU
  genesys.cloud.messaging_supported_content_info:
    name_glob: "EU *"
"""

RETURN = r"""
supported_contents:
  description: The profiles that matched, in the order of the org's listing.
  type: list
  elements: dict
  returned: success
  contains:
    id:
      description: The id of the profile.
      type: str
      returned: success
      sample: 5c000000-0000-4000-8000-000000000001
    name:
      description: The name of the profile.
      type: str
      returned: success
      sample: Documents
    inbound:
      description: The media types that guests can send, in lower case. Other media are dropped.
      type: list
      elements: str
      returned: success
      sample: [image/*, application/pdf]
    outbound:
      description: The media types that agents can send, in lower case. A message with other media is not sent.
      type: list
      elements: str
      returned: success
      sample: ["*/*"]
    default:
      description: Whether the profile is the org's default.
      type: bool
      returned: success
      sample: false
total:
  description: The number of profiles that matched.
  type: int
  returned: success
  sample: 1
# begin generated: returned
diff:
  description: The differences, managed fields only. Always returned; Ansible shows it with C(--diff).
  type: dict
  returned: always
  contains:
    before:
      description: The managed fields before the task.
      type: dict
      returned: always
    after:
      description: The managed fields after the task, or in check mode as they would be.
      type: dict
      returned: always
audit:
  description: Always empty, since this module changes nothing.
  type: list
  elements: dict
  returned: always
  sample: []
metrics:
  description: Numbers about this task.
  type: dict
  returned: always
  contains:
    api_host:
      description: The host of the API; null if the task asked none.
      type: str
      returned: always
      sample: api.mypurecloud.com
    requests:
      description: How many requests the task sent, with every try, as C(total), C(token), C(read) and C(write).
      type: dict
      returned: always
      sample: {total: 3, token: 1, read: 1, write: 1}
    retries:
      description: How many of the requests were retries.
      type: int
      returned: always
      sample: 0
    wait_ms:
      description: Milliseconds of waiting between tries.
      type: float
      returned: always
      sample: 0.0
    latency_ms:
      description: Milliseconds that requests took, without waits, as C(avg), C(p50), C(p95) and C(max).
      type: dict
      returned: always
      sample: {avg: 41.2, p50: 39.8, p95: 47.0, max: 47.0}
    feature_availability:
      description: For each feature, how many of the handled channels have it after the run, as C(total), C(available)
        and C(percent).
      type: dict
      returned: always
      sample: {rich-media: {total: 2, available: 1, percent: 50.0}}
failure:
  description:
    - The reason for the failure.
    - A failed task shows C(msg), C(changed) and, from here, C(kind), C(status) and C(code). Everything else is in
      C(invocation.result). Ansible shows it with C(-vvv). AWX, the callback and a C(rescue) have it
      (C(ansible_failed_result.invocation.result)), but Ansible registers no C(invocation). A task with C(failed_when)
      returns everything in its usual place.
  type: dict
  returned: failure
  contains:
    kind:
      description: One of V(validation), V(authentication), V(permission), V(not_found), V(ambiguous), V(conflict),
        V(rejected), V(rate_limited), V(unavailable), V(protocol), V(network), V(interrupted).
      type: str
      returned: failure
      sample: rejected
    status:
      description: The HTTP status; null if no answer came.
      type: int
      returned: failure
      sample: 400
    code:
      description: The server's error code.
      type: str
      returned: failure
      sample: bad.request
    message:
      description: The server's message, or what the task found.
      type: str
      returned: failure
      sample: The queue is not known to this organisation.
    advice:
      description: What to do next, if it is known.
      type: str
      returned: failure
      sample: webmessaging_channel_info lists the channels that exist, with their ids.
    context_id:
      description: The server's id of the request, for a support case.
      type: str
      returned: failure
      sample: 3e6b6a51-7c2f-4f7e-9d3b-0a4b8e0c9a11
    method:
      description: The method of the request that failed.
      type: str
      returned: failure
      sample: GET
    path:
      description: The path of the request that failed.
      type: str
      returned: failure
      sample: /api/v2/conversations/messaging/supportedcontent
    details:
      description: The server's details, or each validation error.
      type: list
      elements: raw
      returned: failure
      sample: []
    limit:
      description: The limit of the org that was reached, as C(key), C(namespace) and C(value); null if the server names
        none.
      type: dict
      returned: failure
      sample: {key: deployments.max, namespace: web.deployments, value: 50}
# end generated
"""

from ..module_utils._tasks.module import run_module
from ..module_utils._tasks.supported_content import SUPPORTED_CONTENT_INFO


def main() -> None:
    """Run the module; ``module_utils`` has the code."""
    run_module(SUPPORTED_CONTENT_INFO)


if __name__ == "__main__":
    main()
