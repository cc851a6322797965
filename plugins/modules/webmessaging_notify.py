#!/usr/bin/python

# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: webmessaging_notify
short_description: Post an event about each change of a task to a monitoring URL
version_added: 1.0.0
description:
  - Posts one event for each entry of an audit trail that reports a change (outcome V(updated), V(created),
    V(deleted) or V(rolled_back)), in their order. If nothing was changed, it posts nothing.
  - Use it instead of the webhook if the org has no webhooks, as on Web Deployments. An event has the format of the
    webhook's deliveries, with C(id), C(sequence), C(webhookId), C(resource), C(action), C(timestamp) and C(entity)
    (C(id) and C(name)). It also has the audit entry as C(audit).
  - An event has the same header C(X-Genesys-Signature) as a delivery. Its value is C(sha256=) and the hexadecimal
    HMAC-SHA256 of the raw body under O(secret).
  - A receiver of the webhook's deliveries can also receive these events. The rulebook C(genesys.cloud.remediate_drift)
    accepts only events whose C(resource) is V(channel) and whose C(action) is V(updated). These are the events of
    M(genesys.cloud.webmessaging_channel) and M(genesys.cloud.webmessaging_channels).
  - An event's C(id) is the C(audit_id) of the entry, and the whole event depends only on the entry. If a retry or
    another task posts an event again, it is the same byte for byte, and the receiver can drop it by its C(id). So the
    task can safely retry after 429, any 5xx, a timeout or a broken connection, up to O(retries) times within
    O(deadline).
  - C(sequence) is the entry's time in milliseconds, so it never decreases from one event to the next. C(webhookId) is
    V(genesys.cloud.webmessaging_notify).
  - It reports only changes by earlier tasks. For changes that others make in the org, see the Event-Driven Ansible
    source C(genesys.cloud.webmessaging_changes).
  - It sends no request to Genesys Cloud and needs no credentials. It accepts O(api), O(region), O(api_url),
    O(login_url), O(client_id), O(client_secret), O(access_token), O(token_cache) and O(scopes), so that defaults for
    the whole action group work. It refuses values that are not valid, as every module does, but sends nothing to these
    addresses.
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
      - The task keeps no record of posted events. If you give it the same entries again, it posts them again with the
        same ids, and the receiver must drop them. Give it the results that you registered in the same run. A run that
        changes nothing has no entry to post.
options:
  url:
    description:
      - The URL to which events are posted. The task follows no redirects.
      - It must be C(https), or C(http) only to this host (loopback). It must not contain user info; put credentials
        into O(http_headers).
      - Every output masks the values of its query, since one can be a credential.
    type: str
    required: true
  audit:
    description:
      - The entries to report, as the tasks of this collection return them in RV(audit).
      - The task leaves out entries that changed nothing, entries of a run in check mode, and its own entries. In check
        mode, it shows which of them it would post.
    type: list
    elements: dict
    required: true
  secret:
    description:
      - The key that signs events. There is no default. Without a key, the task warns that events are unsigned.
      - If not set, the value of the environment variable E(WEBHOOK_SECRET) is used.
    type: str
  http_headers:
    description:
      - The headers of each event, in addition to the signature.
      - Every output masks the values, except those of headers that carry no credential, such as C(Content-Type),
        C(Accept) and C(User-Agent).
    type: dict
    default:
      Content-Type: application/json
  allow_http_callback:
    description:
      - Accept plain C(http) in O(url) for another host. Everyone on the network path can then read the events.
    type: bool
    default: false
notes:
  - No permission is needed in Genesys Cloud.
seealso:
  - module: genesys.cloud.webmessaging_webhook
  - module: genesys.cloud.webmessaging_channel
"""

EXAMPLES = r"""
- name: Configure a channel
  genesys.cloud.webmessaging_channel:
    name: Primary Web Messaging
    disable_features: [file-sharing]
  register: configured

- name: Report the changes to monitoring, if there are any
  genesys.cloud.webmessaging_notify:
    url: https://monitor.example/hook
    secret: "{{ webhook_secret }}"
    audit: "{{ configured.audit }}"

- name: Report them with a credential, on a network without TLS
  genesys.cloud.webmessaging_notify:
    url: http://monitor.internal:8080/hook
    allow_http_callback: true
    http_headers:
      Content-Type: application/json
      Authorization: "Bearer {{ monitoring_token }}"
    secret: "{{ webhook_secret }}"
    audit: "{{ configured.audit }}"
    audit_log: /var/log/genesys/audit.jsonl
"""

RETURN = r"""
deliveries:
  description: One entry for each event, in the order of O(audit).
  type: list
  elements: dict
  returned: unless the options are refused
  contains:
    audit_id:
      description: The C(audit_id) of the entry that the event reports.
      type: str
      returned: always
      sample: 0b6f7a5e-6a0e-4a39-a1c0-4c8a4e5a2f55
    delivery_id:
      description: The C(id) of the event. It stays the same each time that the event is posted.
      type: str
      returned: always
      sample: 0b6f7a5e-6a0e-4a39-a1c0-4c8a4e5a2f55
    status:
      description:
        - The HTTP status of the receiver's last answer. Null if no answer came, in check mode, and for all events after
          one that the receiver did not accept.
      type: int
      returned: always
      sample: 200
    attempts:
      description: How many times the task sent the event.
      type: int
      returned: always
      sample: 1
# begin generated: returned
diff:
  description: The events that the task posted. Always returned; Ansible shows it with C(--diff).
  type: dict
  returned: always
  contains:
    before:
      description: An empty list C(events), or nothing if the task posted nothing.
      type: dict
      returned: always
    after:
      description: The C(events) that the task posted, or in check mode would post, with C(id), C(resource), C(action)
        and C(entity).
      type: dict
      returned: always
audit:
  description: One entry for each event, also in check mode.
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
      description: V(NOTIFICATION_SEND).
      type: str
      returned: always
      sample: NOTIFICATION_SEND
    resource:
      description: The kind of object.
      type: str
      returned: always
      sample: notification
    resource_id:
      description: The id of the event, which is the RV(audit[].audit_id) of the change that it reports.
      type: str
      returned: always
      sample: 0b6f7a5e-6a0e-4a39-a1c0-4c8a4e5a2f55
    resource_name:
      description: The receiver's address, without its query.
      type: str
      returned: always
      sample: https://monitor.example/hook
    outcome:
      description: V(created) (the receiver accepted the event), V(checked) (in check mode, it would be posted),
        V(rejected) (refused by validation), V(failed), or V(unknown) (interrupted after a write began).
      type: str
      returned: always
      sample: created
    check_mode:
      description: Whether the task ran in check mode.
      type: bool
      returned: always
      sample: false
    attempts:
      description: How many times the task sent the event.
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
      description: The receiver's id of the request, if it gives one.
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
      description: Always empty.
      type: list
      elements: str
      returned: always
      sample: []
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
      sample: {total: 1, token: 0, read: 0, write: 1}
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
      sample: {rich-media: {total: 0, available: 0, percent: 0.0}}
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
      description: Always null, since receivers have none.
      type: str
      returned: failure
    message:
      description: What the task found, and the receiver's message.
      type: str
      returned: failure
      sample: 'the receiver did not take the event: Signature header not found'
    advice:
      description: What to do next, if it is known.
      type: str
      returned: failure
      sample: webmessaging_channel_info lists the channels that exist, with their ids.
    context_id:
      description: Always null, since receivers have none.
      type: str
      returned: failure
    method:
      description: The method of the request that failed.
      type: str
      returned: failure
      sample: POST
    path:
      description: The address of the request.
      type: str
      returned: failure
      sample: https://monitor.example/hook
    details:
      description: Each validation error.
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
from ..module_utils._tasks.notify import NOTIFY


def main() -> None:
    """Run the module; ``module_utils`` has the code."""
    run_module(NOTIFY)


if __name__ == "__main__":
    main()
