#!/usr/bin/python

# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: webmessaging_rollback
short_description: Take back what webmessaging_channels changed
version_added: 1.0.0
description:
  - Takes back the changes of a M(genesys.cloud.webmessaging_channels) task, as the rows of its result tell. The
    playbook C(genesys.cloud.rollout) uses it for a bad batch.
  - On Web Deployments (Genesys' public API), it pins each deployment again to the version that it was pinned to before.
    If the task also changed the flow or the description, it gives back the former ones. All other fields stay as they
    are now. The API cannot withdraw a published version, so the version that the task published stays, and so does the
    draft.
  - On the Communications API, it sends one PATCH for each channel, with the former values of the fields that the task
    changed.
  - It does not overwrite what somebody else has changed since. If a changed field has neither the value that the task
    wrote nor the former one, or if the deployment is pinned to another version, the channel stays as it is, and fails
    with kind V(conflict). A channel goes back as a whole or not at all.
  - A value that was absent before becomes null on the Communications API, since a PATCH removes nothing.
  - It leaves out channels that the other task did not write. If it is not known whether a write took effect, it reads
    the channel, and takes the write back if it did.
  - Each write is made from a read that is at most 5 seconds old. A read that does not show the change is repeated,
    since reads may lag.
  - If you run the task again with the same rows, nothing changes.
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
options:
  channels:
    description:
      - The rows of the other task, RV(genesys.cloud.webmessaging_channels#module:channels).
      - Give that task C(failed_when=false). Without it, a failed task returns only some of its rows.
    type: list
    elements: dict
    required: true
extends_documentation_fragment:
  - genesys.cloud.client
  - genesys.cloud.many
  - genesys.cloud.audit
  - genesys.cloud.attributes
  - genesys.cloud.attributes.actiongroup_genesys
notes:
  - On Web Deployments, the OAuth client needs the permissions C(webDeployments:deployment:view),
    C(webDeployments:configuration:view) and C(webDeployments:deployment:edit). Check mode needs only the first two.
  - On the Communications API, it needs the scopes C(communications:read) and C(communications:write).
  - If the service failed at a deployment (status Error), the task gives it back the status that it had before.
seealso:
  - module: genesys.cloud.webmessaging_channels
  - module: genesys.cloud.webmessaging_deployments
"""

EXAMPLES = r"""
- name: Turn co-browsing on for the European channels, and keep what was done
  genesys.cloud.webmessaging_channels:
    channels:
      - name_glob: "EU *"
        enable_features: [co-browsing]
  register: change
  failed_when: false

- name: Take it back, for example because a test has failed
  genesys.cloud.webmessaging_rollback:
    channels: "{{ change.channels | default([]) }}"
    audit_log: /var/log/genesys/audit.jsonl

- name: Take back a change of a large fleet, with the rate limit of three tokens
  genesys.cloud.webmessaging_rollback:
    channels: "{{ change.channels | default([]) }}"
    workers: 24
    token_pool_size: 3
    on_error: continue
"""

RETURN = r"""
channels:
  description:
    - One row for each channel that the other task wrote, or may have written, in the order of its rows.
    - A failed task shows the first five channels that failed. With C(failed_when), it returns all rows.
  type: list
  elements: dict
  returned: when the options are valid and the channels could be read
  contains:
    id:
      description: The id of the channel.
      type: str
      returned: always
      sample: a1b2c3d4-e5f6-7890-abcd-ef1234567890
    name:
      description: The name of the channel; null if it could not be read.
      type: str
      returned: always
      sample: Primary Web Messaging
    outcome:
      description:
        - V(rolled_back), V(unchanged) (it already is as it was before), V(checked) (in check mode, it would be taken
          back), V(failed) (not taken back), V(skipped) (not begun, after O(on_error=stop) or because the task was
          interrupted), or V(unknown) (interrupted after a write began).
      type: str
      returned: always
      sample: rolled_back
    changed:
      description: Whether the channel changed, or in check mode would change.
      type: bool
      returned: always
      sample: true
    channel:
      description:
        - The channel after the task, or in check mode as it would be, with the keys of
          RV(genesys.cloud.webmessaging_channel#module:channel); null if there is none.
      type: dict
      returned: always
    diff:
      description: The differences, as C(before) and C(after). On Web Deployments with C(version).
      type: dict
      returned: always
      sample: {before: {version: '4'}, after: {version: '3'}}
    failure:
      description: The reason for the failure, with the keys of RV(failure); null if the channel did not fail.
      type: dict
      returned: always
    pinned:
      description:
        - On Web Deployments, the pin that the task sent, with the keys of
          RV(genesys.cloud.webmessaging_channels#module:channels[].pinned); null if it sent none.
      type: dict
      returned: always
      sample: {configuration_id: c1b2a3d4-0000-4000-8000-000000000001, before: '4', after: '3', status: Active}
# begin generated: returned
diff:
  description: One entry for each channel that was taken back, with headers that name it. Always returned; Ansible shows
    it with C(--diff).
  type: list
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
    before_header:
      description: The name and the id of the channel.
      type: str
      returned: always
      sample: channel 'Primary Web Messaging' (a1b2c3d4-e5f6-7890-abcd-ef1234567890)
    after_header:
      description: The name and the id of the channel.
      type: str
      returned: always
      sample: channel 'Primary Web Messaging' (a1b2c3d4-e5f6-7890-abcd-ef1234567890)
  elements: dict
audit:
  description: One entry for each row that is not V(skipped), also in check mode.
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
      description: V(CHANNEL_UPDATE).
      type: str
      returned: always
      sample: CHANNEL_UPDATE
    resource:
      description: The kind of object.
      type: str
      returned: always
      sample: channel
    resource_id:
      description: The id of the object; null if it is not known.
      type: str
      returned: always
      sample: a1b2c3d4-e5f6-7890-abcd-ef1234567890
    resource_name:
      description: The name of the object; null if it is not known.
      type: str
      returned: always
      sample: Primary Web Messaging
    outcome:
      description: V(rolled_back), V(unchanged), V(checked) (in check mode, it would be taken back), V(rejected)
        (refused by validation), V(failed), or V(unknown) (interrupted after a write began).
      type: str
      returned: always
      sample: rolled_back
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
      sample: '4'
    version_after:
      description: The same version after the operation; also null if the operation failed, or in check mode if the
        version would be new.
      type: str
      returned: always
      sample: '3'
    changes:
      description: The paths that changed, or in check mode would change.
      type: list
      elements: str
      returned: always
      sample: [version]
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
      description: The server's details, each validation error, or a short summary for each channel that failed.
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
from ..module_utils._tasks.rollback import ROLLBACK


def main() -> None:
    """Run the module; ``module_utils`` has the code."""
    run_module(ROLLBACK)


if __name__ == "__main__":
    main()
