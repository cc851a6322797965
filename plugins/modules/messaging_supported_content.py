#!/usr/bin/python

# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: messaging_supported_content
short_description: Manage a supported content profile of Genesys Cloud
version_added: 1.0.0
description:
  - Creates, changes or deletes one supported content profile, which says which media guests and agents can send each
    other. A deployment of M(genesys.cloud.webmessaging_deployment) can refer to a profile. If it does not, it gets
    the profile that is the org's default when it is created.
  - Settings that the task does not name stay as they are. Each change sends both lists of media types whole.
  - The task validates all options before the first request, and reports all errors at once. If nothing differs, it
    writes nothing.
  - A profile that is the org's default, or that deployments use, is not deleted. The task fails with kind V(conflict),
    and names the deployments.
  - In check mode, the prediction includes the profiles that earlier tasks of the run would create or make the default.
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
extends_documentation_fragment:
  - genesys.cloud.client
  - genesys.cloud.audit
  - genesys.cloud.supported_content
  - genesys.cloud.attributes
  - genesys.cloud.attributes.actiongroup_genesys
notes:
  - The OAuth client needs the permission C(messaging:supportedContent:view); to change a profile or to make it the
    default also C(messaging:supportedContent:edit), to create one C(messaging:supportedContent:add). To delete one, it
    needs C(messaging:supportedContent:delete) and, since deployments can use it, C(webDeployments:deployment:view).
  - Only deletions need an org with Web Deployments. The task looks for other uses of a profile only in deployments.
  - A new default applies only to deployments and integrations that are created later.
seealso:
  - module: genesys.cloud.messaging_supported_content_info
  - module: genesys.cloud.webmessaging_deployment
  - module: genesys.cloud.webmessaging_deployments
"""

EXAMPLES = r"""
- name: Let guests send pictures and PDF files, and agents everything
  genesys.cloud.messaging_supported_content:
    name: Documents
    inbound: [image/*, application/pdf]
    outbound: ["*/*"]
    audit_log: /var/log/genesys-audit.jsonl

- name: Use the profile in a deployment
  genesys.cloud.webmessaging_deployment:
    name: Primary Web Messaging
    supported_content_name: Documents

- name: Make a profile the org's default
  genesys.cloud.messaging_supported_content:
    name: Pictures
    default: true

- name: Rename a profile, and block everything that guests send
  genesys.cloud.messaging_supported_content:
    id: 5c000000-0000-4000-8000-000000000002
    name: From agents only
    inbound: []

- name: Delete a profile that is neither the default nor in use
  genesys.cloud.messaging_supported_content:
    name: Retired
    state: absent
"""

RETURN = r"""
supported_content:
  description: The profile after the task, or in check mode as it would be; null if it is absent.
  type: dict
  returned: success
  contains:
    id:
      description: The id of the profile; null in check mode if it would be created.
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
  description: One entry for what this task did, also in check mode.
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
      description: V(CONTENT_CREATE), V(CONTENT_UPDATE) or V(CONTENT_DELETE).
      type: str
      returned: always
      sample: CONTENT_UPDATE
    resource:
      description: The kind of object.
      type: str
      returned: always
      sample: supported_content
    resource_id:
      description: The id of the object; null if it is not known.
      type: str
      returned: always
      sample: a1b2c3d4-e5f6-7890-abcd-ef1234567890
    resource_name:
      description: The name of the object; null if it is not known.
      type: str
      returned: always
      sample: Pictures
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
      sample: [inbound]
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
      sample: it is the org's default
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
      sample: /api/v2/conversations/messaging/supportedcontent/5c000000-0000-4000-8000-000000000001
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
from ..module_utils._tasks.supported_content import SUPPORTED_CONTENT


def main() -> None:
    """Run the module; ``module_utils`` has the code."""
    run_module(SUPPORTED_CONTENT)


if __name__ == "__main__":
    main()
