#!/usr/bin/python

# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: webmessaging_webhook_info
short_description: Find Genesys Cloud platform webhooks
version_added: 0.1.0
description:
  - Returns the platform webhooks of an org, over all pages of the listing. Secrets cannot be read.
  - Nothing found is no failure; RV(webhooks) is an empty list then.
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
      - Return this webhook alone; one read in place of the listing.
      - At most one of O(id), O(name) and O(name_glob).
    type: str
  name:
    description:
      - Return the webhook with exactly this name.
    type: str
  name_glob:
    description:
      - Return the webhooks whose name matches this pattern, as a shell would match it (V(*), V(?), V([abc])); case
        matters.
    type: str
notes:
  - The OAuth client needs the scope C(webhooks:write), for reading too.
seealso:
  - module: genesys.cloud.webmessaging_webhook
"""

EXAMPLES = r"""
# Of the Communications contract only. On Web Deployments, which have no webhooks, genesys.cloud.webmessaging_notify
# tells what a task changed.
- name: Find all webhooks
  genesys.cloud.webmessaging_webhook_info:
  register: found

- name: Find one by name
  genesys.cloud.webmessaging_webhook_info:
    name: Web Messaging Config Sync

- name: Find those of one family
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
      description: Its id; null in check mode where it would be created.
      type: str
      returned: success
      sample: 7f1c0f0e-51a5-4f0a-9a43-8e4d0c1b2a3f
    name:
      description: Its name.
      type: str
      returned: success
      sample: Web Messaging Config Sync
    description:
      description: Its description.
      type: str
      returned: success
      sample: Tells monitoring about changed channels
    callback_url:
      description: Where events are posted; the values of its query are masked.
      type: str
      returned: success
      sample: https://monitor.example/hook
    event_filters:
      description: Which events are posted.
      type: list
      elements: dict
      returned: success
      sample:
        - resource: channel
          action: updated
          condition: channelType == "webchat"
    enabled:
      description: Whether events are posted.
      type: bool
      returned: success
      sample: true
    http_headers:
      description: The headers that events are posted with; values of those that can carry credentials are masked.
      type: dict
      returned: success
      sample: {Content-Type: application/json}
total:
  description: How many webhooks matched.
  type: int
  returned: success
  sample: 1
# begin generated: returned
diff:
  description: What differs, managed fields alone; returned always, and shown by Ansible with C(--diff).
  type: dict
  returned: always
  contains:
    before:
      description: The managed fields as they were.
      type: dict
      returned: always
    after:
      description: The managed fields as they are now, or in check mode as they would be.
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
      description: The host of the API that it is about, null where it asked none.
      type: str
      returned: always
      sample: api.mypurecloud.com
    requests:
      description: Requests that were sent, every try counted, as C(total), C(token), C(read) and C(write).
      type: dict
      returned: always
      sample: {total: 3, token: 1, read: 1, write: 1}
    retries:
      description: How many of them were further tries.
      type: int
      returned: always
      sample: 0
    wait_ms:
      description: Milliseconds spent waiting between tries.
      type: float
      returned: always
      sample: 0.0
    latency_ms:
      description: Milliseconds that requests took, waiting not counted, as C(avg), C(p50), C(p95) and C(max).
      type: dict
      returned: always
      sample: {avg: 41.2, p50: 39.8, p95: 47.0, max: 47.0}
    feature_availability:
      description: For each feature how many of the channels handled have it after the run, as C(total), C(available)
        and C(percent).
      type: dict
      returned: always
      sample: {rich-media: {total: 2, available: 1, percent: 50.0}}
failure:
  description:
    - What went wrong.
    - A failed task shows C(msg), C(changed) and, of this, C(kind), C(status) and C(code). All else is in
      C(invocation.result), which Ansible shows with C(-vvv), and which AWX, the callback and a C(rescue) have
      (C(ansible_failed_result.invocation.result)). Ansible registers no C(invocation). A task with C(failed_when)
      returns all in its usual place.
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
      description: The HTTP status, null where no answer came.
      type: int
      returned: failure
      sample: 400
    code:
      description: The server's error code.
      type: str
      returned: failure
      sample: bad.request
    message:
      description: What the server said, or what was found.
      type: str
      returned: failure
      sample: The queue is not known to this organisation.
    advice:
      description: The way out, where one is known.
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
      description: Its path.
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
      description: The limit of the org that was hit, as C(key), C(namespace) and C(value); null where the server names
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
