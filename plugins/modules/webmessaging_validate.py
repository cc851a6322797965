#!/usr/bin/python

# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: webmessaging_validate
short_description: Validate options for channels and a webhook without a request
version_added: 1.0.0
description:
  - Finds everything that M(genesys.cloud.webmessaging_channels) and M(genesys.cloud.webmessaging_webhook) would refuse
    before their first request. It checks all of their options together, and fails with one error that lists everything.
  - It sends no request and needs no credentials. So you can check variables without an org, for example in a merge
    request. It also validates the client options that you set.
  - The role P(genesys.cloud.webmessaging#role) begins with this module.
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
extends_documentation_fragment:
  - genesys.cloud.client
  - genesys.cloud.desired_channel.fleet_or_webhook
  - genesys.cloud.capabilities
  - genesys.cloud.audit
  - genesys.cloud.publishing
  - genesys.cloud.attributes
  - genesys.cloud.attributes.actiongroup_genesys
attributes:
  diff_mode:
    support: N/A
    details:
      - This module changes nothing, so there is never a difference to show.
options:
  workers:
    description:
      - The maximum number of concurrent requests and of connections, from 1 to 64.
    type: int
    default: 8
  token_pool_size:
    description:
      - The number of tokens that share the requests, from 1 to 50. The service allows each token about 300 requests a
        minute.
    type: int
    default: 1
  on_error:
    description:
      - The reaction to a failed channel. V(continue) continues with the others. V(stop) begins no further write,
        and none at all if an entry selects nothing or is refused.
    type: str
    choices: [continue, stop]
    default: continue
  target_browsers:
    description:
      - Browsers that every feature of every channel must work in, if neither O(defaults) nor the entry sets other
        browsers.
    type: list
    elements: str
  webhook:
    description:
      - The webhook, with the options of M(genesys.cloud.webmessaging_webhook).
    type: dict
    suboptions:
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
          - The URL to which events are posted. Required with O(webhook.state=present).
          - It must be C(https), or C(http) only to this host (loopback). It must not contain credentials; use
            O(webhook.http_headers) for those.
        type: str
      event_filters:
        description:
          - Filters that select the events to post. An event is posted if it matches one of them. The order does not
            matter.
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
          - The key that signs deliveries. The task can set it, but nobody can read it. There is no default. Without a
            key, the task warns that deliveries are unsigned.
          - If not set, the value of the environment variable E(WEBHOOK_SECRET) is used.
        type: str
      update_secret:
        description:
          - When to send O(webhook.secret). V(on_create) sends it only with a new webhook. V(always) sends it on every
            run, so the task always reports a change.
        type: str
        choices: [on_create, always]
        default: on_create
      allow_http_callback:
        description:
          - Accept plain C(http) in O(webhook.callback_url) for another host. Everyone on the network path can then read
            the events.
        type: bool
        default: false
      state:
        description:
          - Whether the webhook must exist.
        type: str
        choices: [present, absent]
        default: present
notes:
  - Errors that depend on the org, such as a flow that does not exist, show only in a run in check mode.
  - No permission is needed in Genesys Cloud.
seealso:
  - module: genesys.cloud.webmessaging_channels
  - module: genesys.cloud.webmessaging_webhook
"""

EXAMPLES = r"""
- name: Validate channels, on a machine without access to the org
  genesys.cloud.webmessaging_validate:
    defaults:
      enable_features: [typing-indicators]
      disable_features: [video-calling]
    channels:
      - name: Primary Web Messaging
      - name_glob: "EU *"
        enable_features: [co-browsing]
        target_browsers: [chrome, edge]

- name: Validate channels with their flows, on Web Deployments
  genesys.cloud.webmessaging_validate:
    api: webdeployments
    defaults:
      routing:
        flow_id: f10f0000-0000-4000-8000-000000000002
    channels:
      - name_glob: "EU *"
        disable_features: [typing-indicators]
        routing:
          flow_id: f10f0000-0000-4000-8000-000000000001
    overwrite_draft: true
    change_shared: true

- name: Validate a fleet and its webhook together, on the Communications contract
  genesys.cloud.webmessaging_validate:
    target_browsers: [chrome, edge]
    defaults:
      max_concurrent_sessions: 300
      features: [rich-media, typing-indicators]
      routing:
        queue_id: queue-123
        assignment_mode: longest-idle
      target_browsers: [chrome, firefox, safari, edge]
      configuration:
        branding:
          theme: dark
    channels:
      - id: a1b2c3d4-e5f6-7890-abcd-ef1234567890
        max_concurrent_sessions: 800
        enable_features: [co-browsing]
        disable_features: [file-sharing]
        target_browsers: [chrome, edge]
      - name: Support
        features: [rich-media]
      - name_glob: "EU *"
        routing:
          queue_id: queue-456
          assignment_mode: round-robin
        configuration:
          branding:
            theme: light
    capabilities:
      features: [rich-media, typing-indicators, file-sharing, co-browsing, video-calling]
      browser_support:
        co-browsing: [chrome, edge]
      session_limit: 1000
    workers: 4
    token_pool_size: 1
    on_error: stop
    audit_log: /var/log/genesys/audit.jsonl
    webhook:
      name: Web Messaging Config Sync
      description: Tells monitoring about changed channels
      callback_url: http://monitor.internal:8080/hook
      allow_http_callback: true
      enabled: true
      event_filters:
        - resource: channel
          action: updated
          condition: channelType == "webchat"
      http_headers:
        Content-Type: application/json
      secret: "{{ webhook_secret }}"
      update_secret: on_create
      state: present
"""

RETURN = r"""
# begin generated: returned
diff:
  description: Always empty, since this module changes nothing.
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
  description: One entry if something was refused, otherwise none.
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
      description: V(VALIDATE).
      type: str
      returned: always
      sample: VALIDATE
    resource:
      description: V(configuration).
      type: str
      returned: always
      sample: configuration
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
      description: V(rejected).
      type: str
      returned: always
      sample: rejected
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
from ..module_utils._tasks.validate import VALIDATE


def main() -> None:
    """Run the module; ``module_utils`` has the code."""
    run_module(VALIDATE)


if __name__ == "__main__":
    main()
