#!/usr/bin/python

# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: webmessaging_webhook
short_description: Manage a Genesys Cloud webhook for Web Messaging changes
version_added: 1.0.0
description:
  - Creates, changes or deletes the platform webhook with the given name.
  - The task finds the webhook by its name and compares it. It sends the differences in one PATCH, or in one PUT if it
    removes something. A lost answer or a race never leaves a second webhook.
  - If an answer does not show the desired values, it may lag. The task then reads the webhook again until it shows
    them, for at most 5 seconds or O(deadline), and fails after that.
  - After a creation, the task lists the webhooks once more, since the org may accept one name twice. If several runs
    created the webhook at once, the later ones delete their own and use the oldest, with a warning. Without creation
    dates, all use the one with the smallest id, or the one that existed before the others looked. If the answer to a
    creation was lost, the task uses a webhook of the same name as its own only if it is exactly what the task sent.
  - An org may offer only the creation of webhooks. If the name is taken there, the task assumes that the webhook is
    registered, does not compare it, and warns. RV(webhook) is then null.
  - The webhook sends events as C(POST) with the header C(X-Genesys-Signature). Its value is C(sha256=) and the
    hexadecimal HMAC-SHA256 of the raw body under O(secret).
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
extends_documentation_fragment:
  - genesys.cloud.client
  - genesys.cloud.audit
  - genesys.cloud.attributes
  - genesys.cloud.attributes.actiongroup_genesys
attributes:
  idempotent:
    support: partial
    details:
      - With O(update_secret=always), the task sends the secret on every run, since nobody can read whether it differs.
options:
  name:
    description:
      - The name of the webhook. The task finds the webhook by its name.
    type: str
    required: true
  description:
    description:
      - A description; null removes it. If omitted, it stays as it is.
    type: str
  callback_url:
    description:
      - The URL to which events are posted. Required with O(state=present).
      - It must be C(https), or C(http) only to this host (loopback). It must not contain user info; put credentials
        into O(http_headers).
      - Every output masks the values of its query, since one can be a credential.
    type: str
  event_filters:
    description:
      - Filters that select the events to post. An event is posted if it matches one of them. The order does not matter.
      - If omitted, a new webhook posts every change to a Web Messaging channel, and an existing webhook keeps its
        filters.
    type: list
    elements: dict
    suboptions:
      resource:
        description:
          - The kind of object that the event is about, for example V(channel).
        type: str
        required: true
      action:
        description:
          - The change to the object, for example V(updated).
        type: str
        required: true
      condition:
        description:
          - A further condition, for example V(channelType == "webchat").
        type: str
  enabled:
    description:
      - Whether the webhook posts events.
    type: bool
    default: true
  http_headers:
    description:
      - The complete set of headers for each event. Other headers of the webhook are removed.
      - Every output masks the values, except those of headers that carry no credential, such as C(Content-Type),
        C(Accept) and C(User-Agent).
    type: dict
    default:
      Content-Type: application/json
  secret:
    description:
      - The key that signs deliveries. The task can set it, but nobody can read it. There is no default. Without a key,
        the task warns that deliveries are unsigned.
      - If not set, the value of the environment variable E(WEBHOOK_SECRET) is used.
    type: str
  update_secret:
    description:
      - When to send O(secret). V(on_create) sends it only with a new webhook. V(always) sends it on every run, so the
        task always reports a change.
    type: str
    choices: [on_create, always]
    default: on_create
  allow_http_callback:
    description:
      - Accept plain C(http) in O(callback_url) for another host. Everyone on the network path can then read the events.
    type: bool
    default: false
  state:
    description:
      - Whether the webhook must exist.
    type: str
    choices: [present, absent]
    default: present
notes:
  - Only the Communications API has webhooks. On Web Deployments, use M(genesys.cloud.webmessaging_notify). The OAuth
    client needs the scope C(webhooks:write).
seealso:
  - module: genesys.cloud.webmessaging_webhook_info
  - module: genesys.cloud.webmessaging_channel
"""

EXAMPLES = r"""
# For the Communications API only. Web Deployments have no webhooks; there, genesys.cloud.webmessaging_notify reports
# what a task changed.
- name: Report every change to a Web Messaging channel to monitoring
  genesys.cloud.webmessaging_webhook:
    name: Web Messaging Config Sync
    description: Tells monitoring about changed channels
    callback_url: https://monitor.example/hook
    secret: "{{ webhook_secret }}"

- name: Choose the events, and send a credential with each
  genesys.cloud.webmessaging_webhook:
    name: Web Messaging Config Sync
    callback_url: https://monitor.example/hook
    event_filters:
      - resource: channel
        action: updated
        condition: channelType == "webchat"
      - resource: channel
        action: deleted
    http_headers:
      Content-Type: application/json
      Authorization: "Bearer {{ monitoring_token }}"
    secret: "{{ webhook_secret }}"

- name: Change the secret
  genesys.cloud.webmessaging_webhook:
    name: Web Messaging Config Sync
    callback_url: https://monitor.example/hook
    secret: "{{ webhook_secret }}"
    update_secret: always

- name: Disable the webhook for now, on a network without TLS
  genesys.cloud.webmessaging_webhook:
    name: Web Messaging Config Sync
    callback_url: http://monitor.internal:8080/hook
    allow_http_callback: true
    enabled: false
    secret: "{{ webhook_secret }}"

- name: Remove it
  genesys.cloud.webmessaging_webhook:
    name: Web Messaging Config Sync
    state: absent
    audit_log: /var/log/genesys/audit.jsonl
"""

RETURN = r"""
webhook:
  description: The webhook after the task, or in check mode as it would be; null if it is absent.
  type: dict
  returned: success
  contains:
    id:
      description: The id of the webhook; null in check mode if it would be created.
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
  description: One entry for what this task did, also in check mode; none if the API has no webhooks.
  type: list
  elements: dict
  returned: always
  contains:
    audit_id:
      description: A UUID.
      type: str
      returned: always
      sample: 0b6f7a5e-6a0e-4a39-a1c0-4c8a4e5a2f55
    timestamp:
      description: When the operation ended, RFC 3339 in UTC.
      type: str
      returned: always
      sample: '2026-11-22T10:15:30.123Z'
    action:
      description: V(WEBHOOK_CREATE), V(WEBHOOK_UPDATE) or V(WEBHOOK_DELETE).
      type: str
      returned: always
      sample: WEBHOOK_CREATE
    resource:
      description: The kind of object.
      type: str
      returned: always
      sample: webhook
    resource_id:
      description: The id of the object; null if it is not known.
      type: str
      returned: always
      sample: a1b2c3d4-e5f6-7890-abcd-ef1234567890
    resource_name:
      description: The name of the object; null if it is not known.
      type: str
      returned: always
      sample: Web Messaging Config Sync
    outcome:
      description: V(created), V(updated), V(deleted), V(unchanged), V(checked) (in check mode, it would change),
        V(rejected) (refused by validation), V(failed), or V(unknown) (interrupted after a write began).
      type: str
      returned: always
      sample: updated
    check_mode:
      description: Whether the task ran in check mode.
      type: bool
      returned: always
      sample: false
    attempts:
      description: How many times the task sent a write.
      type: int
      returned: always
      sample: 1
    latency_ms:
      description: Milliseconds that the requests took, without waits.
      type: float
      returned: always
      sample: 83.1
    wait_ms:
      description: Milliseconds of waiting between tries.
      type: float
      returned: always
      sample: 0.0
    payload_sha256:
      description: SHA-256 of the last body that the task wrote, as canonical JSON (sorted keys, no spaces); null if it
        wrote none.
      type: str
      returned: always
      sample: 9f2b1c0e5a7d4c3b8e6f1a2d3c4b5a69788796a5b4c3d2e1f00112233445566a
    context_id:
      description: The server's id of the last request.
      type: str
      returned: always
      sample: 3e6b6a51-7c2f-4f7e-9d3b-0a4b8e0c9a11
    api_host:
      description: The host of the API; null if the task asked none.
      type: str
      returned: always
      sample: api.mypurecloud.com
    client_id:
      description: The id of the OAuth client; null if a token was given or the options were refused.
      type: str
      returned: always
      sample: 0a1b2c3d-4e5f-6789-abcd-ef0123456789
    operator:
      description: The user or the schedule that launched the job in AWX; elsewhere, the user who ran Ansible.
      type: str
      returned: always
      sample: alice
    version_before:
      description: On Web Deployments, the version of the configuration, or the version that is pinned, before the
        operation; null if it is not known or there is none.
      type: str
      returned: always
      sample: '3'
    version_after:
      description: The same version after the operation; also null if the operation failed, or in check mode if the
        version would be new.
      type: str
      returned: always
      sample: '4'
    changes:
      description: The paths that changed, or in check mode would change.
      type: list
      elements: str
      returned: always
      sample: [callback_url]
    unfinished:
      description: The C(audit_id) of each earlier operation on the same object that is near the end of O(audit_log) and
        is not known to have ended. The run of such an operation was killed, or it is still running.
      type: list
      elements: str
      returned: if there are any
      sample: [0b6f7a5e-6a0e-4a39-a1c0-4c8a4e5a2f55]
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
from ..module_utils._tasks.webhook import WEBHOOK


def main() -> None:
    """Run the module; ``module_utils`` has the code."""
    run_module(WEBHOOK)


if __name__ == "__main__":
    main()
