#!/usr/bin/python

# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: webmessaging_webhook_info
short_description: Find Genesys Cloud platform webhooks
version_added: 1.0.0
description:
  - Lists the platform webhooks of an org. It reads all pages of the listing. Secrets cannot be read.
  - If nothing matches, RV(webhooks) is an empty list; that is not a failure.
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
      - Return only this webhook. The task reads it singly and reads no listing.
      - Set at most one of O(id), O(name) and O(name_glob).
    type: str
  name:
    description:
      - Return the webhook with exactly this name.
    type: str
  name_glob:
    description:
      - Return the webhooks whose name matches this shell pattern (V(*), V(?), V([abc])). Case matters.
    type: str
notes:
  - Only the Communications API has webhooks. The OAuth client needs the scope C(webhooks:write), also for reading.
seealso:
  - module: genesys.cloud.webmessaging_webhook
"""

EXAMPLES = r"""
# For the Communications API only. Web Deployments have no webhooks; there, genesys.cloud.webmessaging_notify reports
# what a task changed.
- name: Find all webhooks
  genesys.cloud.webmessaging_webhook_info:
  register: found

- name: Find one by name
  genesys.cloud.webmessaging_webhook_info:
    name: Web Messaging Config Sync

- name: Find those with a name that begins with Web Messaging
  genesys.cloud.webmessaging_webhook_info:
    name_glob: "Web Messaging *"

- name: Read one by its id
  genesys.cloud.webmessaging_webhook_info:
    id: "{{ found.webhooks[0].id }}"
"""

RETURN = r"""
webhooks:
  description: The webhooks that matched, in the order of the listing.
  type: list
  elements: dict
  returned: success
  contains:
    id:
      description: The id of the webhook.
      type: str
      returned: success
      sample: 7f1c0f0e-51a5-4f0a-9a43-8e4d0c1b2a3f
    name:
      description: The name of the webhook.
      type: str
      returned: success
      sample: Web Messaging Config Sync
    description:
      description: The description of the webhook.
      type: str
      returned: success
      sample: Tells monitoring about changed channels
    callback_url:
      description: The URL for events. The values of its query are masked.
      type: str
      returned: success
      sample: https://monitor.example/hook
    event_filters:
      description: The filters that select events.
      type: list
      elements: dict
      returned: success
      sample:
        - resource: channel
          action: updated
          condition: channelType == "webchat"
    enabled:
      description: Whether the webhook posts events.
      type: bool
      returned: success
      sample: true
    http_headers:
      description: The headers of each event. Values of headers that can carry credentials are masked.
      type: dict
      returned: success
      sample: {Content-Type: application/json}
total:
  description: The number of webhooks that matched.
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
      sample: PATCH
    path:
      description: The path of the request that failed.
      type: str
      returned: failure
      sample: /api/v2/communications/channels/a1b2c3d4-e5f6-7890-abcd-ef1234567890
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
from ..module_utils._tasks.webhook import WEBHOOK_INFO


def main() -> None:
    """Run the module; ``module_utils`` has the code."""
    run_module(WEBHOOK_INFO)


if __name__ == "__main__":
    main()
