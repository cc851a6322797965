#!/usr/bin/python

# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: webmessaging_notify
short_description: Post an event about each change of a task to a monitoring URL
version_added: 0.1.0
description:
  - Posts one event for each entry of an audit trail that tells of a change (outcome V(updated), V(created) or
    V(deleted)), in their order. Where nothing was changed, nothing is posted.
  - It stands in for the webhook where the org has none, as on Web Deployments. An event has the shape of the
    webhook's deliveries, C(id), C(sequence), C(webhookId), C(resource), C(action), C(timestamp) and C(entity) (C(id)
    and C(name)), and holds the audit entry as C(audit). It comes with the same header C(X-Genesys-Signature),
    C(sha256=) and the hexadecimal HMAC-SHA256 of the raw body under O(secret). What listens for the webhook can
    listen for it. The rulebook C(genesys.cloud.remediate_drift) takes those whose C(resource) is V(channel) and whose
    C(action) is V(updated), which are those of M(genesys.cloud.webmessaging_channel) and
    M(genesys.cloud.webmessaging_channels), and no others.
  - An event's C(id) is the C(audit_id) of the entry, and all of the event follows from the entry. An event that is
    posted again, by a retry or by another task, is the same byte for byte, and a receiver drops it by its C(id). That
    makes it safe to repeat after 429, any 5xx, a timeout or a broken connection, which happens up to O(retries) times
    inside O(deadline).
  - C(sequence) is the entry's time in milliseconds, so it never goes back from one event to the next. C(webhookId) is
    V(genesys.cloud.webmessaging_notify).
  - It hears of what the tasks before it changed, and of nothing else. For what others change in the org, see the
    Event-Driven Ansible source C(genesys.cloud.webmessaging_changes).
  - Genesys Cloud is not asked, so no credentials are needed. O(api), O(region), O(api_url), O(login_url),
    O(client_id), O(client_secret), O(access_token), O(token_cache) and O(scopes) are taken so that defaults for the
    whole action group fit. What is wrong with them is refused as everywhere, and nothing is sent to where they lead.
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
      - The task keeps no record of what it has posted. Given the same entries again it posts them again, with the
        same ids, for the receiver to drop. Give it what was registered in this very run; a run that finds nothing to
        change has no entry that is posted.
options:
  url:
    description:
      - Where events are posted. Redirects are not followed.
      - It must be C(https), or C(http) to this host alone (loopback), and must not hold user info. Credentials belong
        into O(http_headers).
      - The values of its query are masked in every output, since one can be a credential.
    type: str
    required: true
  audit:
    description:
      - The entries to tell of, as the tasks of this collection return them in RV(audit).
      - Entries that changed nothing, those of a run in check mode and those of this module are left out. A task in
        check mode tells which of them it would post.
    type: list
    elements: dict
    required: true
  secret:
    description:
      - The key that events are signed with. There is no default; without one the task warns that events are unsigned.
      - If not set, the value of the environment variable E(WEBHOOK_SECRET) is used.
    type: str
  http_headers:
    description:
      - The headers that events are posted with, beside the signature.
      - The values are masked in every output, but for those of headers that carry no credential, such as
        C(Content-Type), C(Accept) and C(User-Agent).
    type: dict
    default:
      Content-Type: application/json
  allow_http_callback:
    description:
      - Accept a plain C(http) O(url) to another host; everyone on the way can read the events then.
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

- name: Tell monitoring what was changed, if anything was
  genesys.cloud.webmessaging_notify:
    url: https://monitor.example/hook
    secret: "{{ webhook_secret }}"
    audit: "{{ configured.audit }}"

- name: Tell it with a credential, on a network without TLS
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
  description: One for each event, in the order of O(audit).
  type: list
  elements: dict
  returned: always but for refused options
  contains:
    audit_id:
      description: The entry that the event tells of.
      type: str
      returned: always
      sample: 0b6f7a5e-6a0e-4a39-a1c0-4c8a4e5a2f55
    delivery_id:
      description: The C(id) of the event, the same each time that it is posted.
      type: str
      returned: always
      sample: 0b6f7a5e-6a0e-4a39-a1c0-4c8a4e5a2f55
    status:
      description:
        - The status of the receiver's last answer; null where none came, in check mode, and for what stands behind an
          event that was not taken.
      type: int
      returned: always
      sample: 200
    attempts:
      description: How many times it was sent.
      type: int
      returned: always
      sample: 1
# begin generated: returned
diff:
  description: What was posted; returned always, and shown by Ansible with C(--diff).
  type: dict
  returned: always
  contains:
    before:
      description: An empty list C(events), or nothing where nothing was posted.
      type: dict
      returned: always
    after:
      description: The C(events) that were posted, or in check mode would be, with C(id), C(resource), C(action) and
        C(entity).
      type: dict
      returned: always
audit:
  description: One entry for each event, in check mode too.
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
      description: When it ended, RFC 3339 in UTC.
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
      description: The id of the event, which is the RV(audit[].audit_id) of what it tells of.
      type: str
      returned: always
      sample: 0b6f7a5e-6a0e-4a39-a1c0-4c8a4e5a2f55
    resource_name:
      description: The receiver's address, without its query.
      type: str
      returned: always
      sample: https://monitor.example/hook
    outcome:
      description: V(created) (the receiver took the event), V(checked) (check mode, it would be posted), V(rejected)
        (our validation), V(failed), or V(unknown) (interrupted after a write was begun).
      type: str
      returned: always
      sample: created
    check_mode:
      description: Whether it was a run in check mode.
      type: bool
      returned: always
      sample: false
    attempts:
      description: How many times the event was sent.
      type: int
      returned: always
      sample: 1
    latency_ms:
      description: Milliseconds that its requests took, waiting not counted.
      type: float
      returned: always
      sample: 83.1
    wait_ms:
      description: Milliseconds spent waiting between tries.
      type: float
      returned: always
      sample: 0.0
    payload_sha256:
      description: SHA-256 of the body last written, as canonical JSON (sorted keys, no spaces); null where none was.
      type: str
      returned: always
      sample: 9f2b1c0e5a7d4c3b8e6f1a2d3c4b5a69788796a5b4c3d2e1f00112233445566a
    context_id:
      description: The receiver's id of the request, where it gives one.
      type: str
      returned: always
      sample: 3e6b6a51-7c2f-4f7e-9d3b-0a4b8e0c9a11
    api_host:
      description: The host of the API, null where none was asked.
      type: str
      returned: always
      sample: api.mypurecloud.com
    client_id:
      description: The id of the OAuth client, null where a token was given or the options were refused.
      type: str
      returned: always
      sample: 0a1b2c3d-4e5f-6789-abcd-ef0123456789
    operator:
      description: Who launched the job in AWX, or its schedule; elsewhere the user who ran Ansible.
      type: str
      returned: always
      sample: alice
    version_before:
      description: The version on Web Deployments before the operation, of the configuration, or of the one that is
        pinned; null where it is not known, or has none.
      type: str
      returned: always
      sample: '3'
    version_after:
      description: The same after the operation; null too where it failed, or in check mode would be a new one.
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
      description: The C(audit_id) of each operation on the same object that O(audit_log) has near its end, that was
        begun before this task, and that is not known to have ended. Its run was killed, or is still at work.
      type: list
      elements: str
      returned: where there are any
      sample: [0b6f7a5e-6a0e-4a39-a1c0-4c8a4e5a2f55]
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
      sample: {total: 1, token: 0, read: 0, write: 1}
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
      sample: {rich-media: {total: 0, available: 0, percent: 0.0}}
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
      description: Null; receivers have none.
      type: str
      returned: failure
    message:
      description: What was found, and what the receiver said.
      type: str
      returned: failure
      sample: 'the receiver did not take the event: Signature header not found'
    advice:
      description: The way out, where one is known.
      type: str
      returned: failure
      sample: webmessaging_channel_info lists the channels that exist, with their ids.
    context_id:
      description: Null; receivers have none.
      type: str
      returned: failure
    method:
      description: The method of the request that failed.
      type: str
      returned: failure
      sample: POST
    path:
      description: Where it was sent to.
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
      description: The limit of the org that was hit, as C(key), C(namespace) and C(value); null where the server names
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
