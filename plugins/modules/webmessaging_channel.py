#!/usr/bin/python

# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: webmessaging_channel
short_description: Configure a Genesys Cloud Web Messaging channel
version_added: 1.0.0
description:
  - Configures one Web Messaging channel. Settings that the task does not name stay as they are.
  - The task validates all options before the first request, and reports all errors at once.
  - The task reads the channel, compares, and writes only if something differs.
  - On Web Deployments (Genesys' public API), a channel is a deployment together with the configuration version that it
    is pinned to. The task writes the differences to the configuration's draft, publishes the draft as a new version,
    and pins the deployment to it.
  - On the Communications API, the task sends the differences in one PATCH and compares the answer with the desired
    values. If the answer does not show them, it may lag. The task then reads the channel again until it shows them, for
    at most 5 seconds or O(deadline), and fails after that.
  - On the Communications API, O(enable_features) and O(disable_features) become a list, made from the channel's
    features. The task sends the list only if it read these features at most 5 seconds ago. Otherwise it reads and
    compares the channel again, and the diff shows the features of that last read.
  - Create and delete channels in Genesys Cloud; this module does neither.
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
extends_documentation_fragment:
  - genesys.cloud.client
  - genesys.cloud.desired_channel
  - genesys.cloud.capabilities
  - genesys.cloud.audit
  - genesys.cloud.publishing
  - genesys.cloud.names.channel
  - genesys.cloud.attributes
  - genesys.cloud.attributes.actiongroup_genesys
options:
  id:
    description:
      - The id of the channel. Exactly one of O(id) and O(name) is required. With O(id), the task reads no listing.
    type: str
  name:
    description:
      - The exact name of the channel. Nothing is trimmed, and case matters.
      - Names are not unique. If two Web Messaging channels have the name, the task fails and lists their ids.
    type: str
notes:
  - On Web Deployments, the OAuth client needs the permissions C(webDeployments:deployment:view) and
    C(webDeployments:configuration:view); for a change also C(webDeployments:configuration:edit),
    C(webDeployments:configuration:add) and C(webDeployments:deployment:edit). Check mode needs only the first two.
  - On the Communications API, it needs the scope C(communications:read); for a change also C(communications:write).
seealso:
  - module: genesys.cloud.webmessaging_channel_info
  - module: genesys.cloud.webmessaging_webhook
"""

EXAMPLES = r"""
- name: Turn one feature on and one off, keep the others, and write an audit log
  genesys.cloud.webmessaging_channel:
    name: Primary Web Messaging
    enable_features: [co-browsing]
    disable_features: [file-sharing]
    target_browsers: [chrome, edge]
    audit_log: /var/log/genesys/audit.jsonl

- name: Set the complete list of features
  genesys.cloud.webmessaging_channel:
    name: Primary Web Messaging
    features: [rich-media, typing-indicators]
    target_browsers: [chrome, safari]

- name: Change the flow and the colour, on Web Deployments
  genesys.cloud.webmessaging_channel:
    id: d1b2c3d4-e5f6-7890-abcd-ef1234567890
    routing:
      flow_id: f10f0000-0000-4000-8000-000000000002
    configuration:
      messenger:
        styles:
          primaryColor: "#2A6E2A"

- name: Describe the channel for its admins, on Web Deployments
  genesys.cloud.webmessaging_channel:
    name: Primary Web Messaging
    description: Chat on the shop's pages

- name: Turn co-browsing on, even if the configuration has a draft or is shared, on Web Deployments
  genesys.cloud.webmessaging_channel:
    api: webdeployments
    name: Primary Web Messaging
    enable_features: [co-browsing]
    overwrite_draft: true
    change_shared: true

- name: Choose the flow by its name, on Web Deployments
  genesys.cloud.webmessaging_channel:
    name: Primary Web Messaging
    routing:
      flow_name: Night Shift

- name: Set sessions, queue and assignment mode, on the Communications contract
  genesys.cloud.webmessaging_channel:
    name: Primary Web Messaging
    max_concurrent_sessions: 800
    features: [rich-media, typing-indicators]
    routing:
      queue_id: queue-123
      assignment_mode: longest-idle
    target_browsers: [chrome, safari]

- name: Unset the queue, and set a field that has no option, on the Communications contract
  genesys.cloud.webmessaging_channel:
    id: a1b2c3d4-e5f6-7890-abcd-ef1234567890
    routing:
      queue_id: null
    configuration:
      branding:
        theme: dark

- name: Configure a channel of an org with other limits, on the Communications contract
  genesys.cloud.webmessaging_channel:
    id: a1b2c3d4-e5f6-7890-abcd-ef1234567890
    max_concurrent_sessions: 900
    features: [rich-media, co-browsing]
    target_browsers: [chrome, firefox]
    capabilities:
      session_limit: 1000
      features: [rich-media, co-browsing]
      browser_support:
        co-browsing: [chrome, edge, firefox]
"""

RETURN = r"""
channel:
  description: The channel after the task, or in check mode as it would be.
  type: dict
  returned: success
  contains:
    # begin generated: channel
    id:
      description: The id of the channel.
      type: str
      returned: success
      sample: a1b2c3d4-e5f6-7890-abcd-ef1234567890
    name:
      description: The name of the channel. Names are not unique.
      type: str
      returned: success
      sample: Primary Web Messaging
    channel_type:
      description: The type of the channel, as in the API.
      type: str
      returned: success
      sample: webchat
    max_concurrent_sessions:
      description: The maximum number of concurrent sessions; null if it is not set.
      type: int
      returned: success
      sample: 500
    features:
      description: The features that are on. Their order does not matter.
      type: list
      elements: str
      returned: success
      sample: [rich-media, typing-indicators]
    routing:
      description: The routing of conversations.
      type: dict
      returned: success
      contains:
        queue_id:
          description: The id of the queue; null if there is none.
          type: str
          returned: success
          sample: queue-123
        assignment_mode:
          description: How the queue chooses an agent; null if it is not set.
          type: str
          returned: success
          sample: longest-idle
        flow_id:
          description: The id of the inbound message flow; null if there is none.
          type: str
          returned: on Web Deployments
          sample: f10f0000-0000-4000-8000-000000000001
        flow_name:
          description: Its name; null if there is none, or if nothing tells it.
          type: str
          returned: on Web Deployments
          sample: Inbound Messages
    description:
      description: The description; null if there is none.
      type: str
      returned: on Web Deployments
      sample: Chat on the shop's pages
    configuration:
      description: The channel's configuration as the API returned it, including unknown fields.
      type: dict
      returned: success
      sample: {webchat: {maxConcurrentSessions: 500, features: [rich-media, typing-indicators]}}
    deployment:
      description: The web deployment, as C(id) and C(status).
      type: dict
      returned: on Web Deployments
      sample: {id: d4c3b2a1-0000-4000-8000-000000000001, status: Active}
    configuration_id:
      description: The id of the configuration that the deployment is pinned to.
      type: str
      returned: on Web Deployments
      sample: c1b2a3d4-0000-4000-8000-000000000001
    version:
      description: The version of the configuration that the deployment is pinned to; null in check mode if it would be
        new.
      type: str
      returned: on Web Deployments
      sample: '3'
    # end generated
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
      description: V(updated), V(unchanged), V(checked) (in check mode, it would change), V(rejected) (refused by
        validation), V(failed), or V(unknown) (interrupted after a write began).
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
      sample: [features, max_concurrent_sessions]
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

from ..module_utils._tasks.channel import CHANNEL
from ..module_utils._tasks.module import run_module


def main() -> None:
    """Run the module; ``module_utils`` has the code."""
    run_module(CHANNEL)


if __name__ == "__main__":
    main()
