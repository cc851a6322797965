#!/usr/bin/python

# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: webmessaging_validate
short_description: Validate what channels and a webhook shall be, without a request
version_added: 0.1.0
description:
  - Finds everything that M(genesys.cloud.webmessaging_channels) and M(genesys.cloud.webmessaging_webhook) would refuse
    before their first request, in all of their options together, and fails with one error that lists it.
  - Sends nothing and needs no credentials, so that variables can be checked where no org is at hand, in a merge request
    for example. Client options that are given are validated too.
  - The role P(genesys.cloud.webmessaging#role) begins with it.
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
      - How many requests may be under way at once, from 1 to 64; so many connections are opened at most.
    type: int
    default: 8
  token_pool_size:
    description:
      - How many tokens the requests are spread over, from 1 to 50. The service grants each token some 300 requests a
        minute.
    type: int
    default: 1
  on_error:
    description:
      - What happens after a channel has failed. V(continue) goes on with the others. V(stop) begins no further write,
        and none at all where an entry selects nothing or is refused.
    type: str
    choices: [continue, stop]
    default: continue
  target_browsers:
    description:
      - Browsers that every feature of every channel must work in, where neither O(defaults) nor the entry says
        otherwise.
    type: list
    elements: str
  webhook:
    description:
      - The webhook, with the options of M(genesys.cloud.webmessaging_webhook).
    type: dict
    suboptions:
      name:
        description:
          - The name of the webhook; it is what the webhook is found by.
        type: str
        required: true
      description:
        description:
          - A description; null removes it. Omitted, it is left alone.
        type: str
      callback_url:
        description:
          - Where events are posted. Needed with O(webhook.state=present).
          - It must be C(https), or C(http) to this host alone (loopback), and must not hold credentials; use
            O(webhook.http_headers) for those.
        type: str
      event_filters:
        description:
          - Which events are posted; an event that matches one of the filters is. Their order carries no meaning.
          - Omitted, a new webhook hears of every change to a Web Messaging channel, and an existing one keeps its
            filters.
        type: list
        elements: dict
        suboptions:
          resource:
            description:
              - What the event is about, for example V(channel).
            type: str
            required: true
          action:
            description:
              - What happened to it, for example V(updated).
            type: str
            required: true
          condition:
            description:
              - A further condition, for example V(channelType == "webchat").
            type: str
      enabled:
        description:
          - Whether events are posted.
        type: bool
        default: true
      http_headers:
        description:
          - The headers that events are posted with, exactly these; a header that is not in here is removed.
          - The values are masked in every output, but for those of headers that carry no credential, such as
            C(Content-Type), C(Accept) and C(User-Agent).
        type: dict
        default:
          Content-Type: application/json
      secret:
        description:
          - The key that deliveries are signed with. It can be set, but never read back. There is no default; without
            one the task warns that deliveries are unsigned.
          - If not set, the value of the environment variable E(WEBHOOK_SECRET) is used.
        type: str
      update_secret:
        description:
          - When O(webhook.secret) is sent. V(on_create) sends it with a new webhook alone; V(always) sends it on
            every run, and the task is always changed then.
        type: str
        choices: [on_create, always]
        default: on_create
      allow_http_callback:
        description:
          - Accept a plain C(http) O(webhook.callback_url) to another host; everyone on the way can read the events
            then.
        type: bool
        default: false
      state:
        description:
          - Whether the webhook shall be there.
        type: str
        choices: [present, absent]
        default: present
notes:
  - What only shows with the org at hand, such as a flow that it does not have, is found by a run in check mode.
  - No permission is needed in Genesys Cloud.
seealso:
  - module: genesys.cloud.webmessaging_channels
  - module: genesys.cloud.webmessaging_webhook
"""

EXAMPLES = r"""
- name: Validate what stands in a file, on a machine without access to the org
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
      description: The managed fields as they were.
      type: dict
      returned: always
    after:
      description: The managed fields as they are now, or in check mode as they would be.
      type: dict
      returned: always
audit:
  description: One entry where something was refused, else none.
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
      description: Its id, null where it is not known.
      type: str
      returned: always
      sample: a1b2c3d4-e5f6-7890-abcd-ef1234567890
    resource_name:
      description: Its name, null where it is not known.
      type: str
      returned: always
      sample: Web Messaging Config Sync
    outcome:
      description: V(rejected).
      type: str
      returned: always
      sample: rejected
    check_mode:
      description: Whether it was a run in check mode.
      type: bool
      returned: always
      sample: false
    attempts:
      description: How many times a write was sent.
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
      description: The server's id of the last request.
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
      description: The paths that changed or would change.
      type: list
      elements: str
      returned: always
      sample: [callback_url]
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
from ..module_utils._tasks.validate import VALIDATE


def main() -> None:
    """Run the module; ``module_utils`` has the code."""
    run_module(VALIDATE)


if __name__ == "__main__":
    main()
