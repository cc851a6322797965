#!/usr/bin/python

# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: webmessaging_channel_info
short_description: Find Genesys Cloud Web Messaging channels
version_added: 1.0.0
description:
  - Lists the Web Messaging channels of an org with their features, routing and configuration. It reads all pages of the
    listing.
  - On Web Deployments (Genesys' public API), each deployment is a channel. On the Communications API, a channel is a
    Web Messaging channel if its type is V(webchat), or if it has a C(webchat) configuration.
  - If nothing matches, RV(channels) is an empty list; that is not a failure.
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
extends_documentation_fragment:
  - genesys.cloud.client
  - genesys.cloud.names.channel_info
  - genesys.cloud.attributes
  - genesys.cloud.attributes.info_module
  - genesys.cloud.attributes.actiongroup_genesys
options:
  id:
    description:
      - Return only this channel. The task reads it singly and reads no listing.
      - Set at most one of O(id), O(name) and O(name_glob).
    type: str
  name:
    description:
      - Return the channels with exactly this name. Nothing is trimmed, and case matters.
    type: str
  name_glob:
    description:
      - Return the channels whose name matches this shell pattern (V(*), V(?), V([abc])). Case matters.
    type: str
notes:
  - On Web Deployments, the OAuth client needs the permissions C(webDeployments:deployment:view) and
    C(webDeployments:configuration:view).
  - On the Communications API, it needs the scope C(communications:read).
seealso:
  - module: genesys.cloud.webmessaging_channel
"""

EXAMPLES = r"""
- name: Find all Web Messaging channels
  genesys.cloud.webmessaging_channel_info:
  register: found

- name: Show their names
  ansible.builtin.debug:
    msg: "{{ found.channels | map(attribute='name') | list }}"

- name: Read one channel
  genesys.cloud.webmessaging_channel_info:
    id: "{{ found.channels[0].id }}"

- name: Find the channels of one name
  genesys.cloud.webmessaging_channel_info:
    name: Primary Web Messaging

- name: Find the European channels of an org in Frankfurt, with credentials in the task
  genesys.cloud.webmessaging_channel_info:
    name_glob: "EU *"
    region: eu-central-1
    client_id: "{{ genesys_client_id }}"
    client_secret: "{{ genesys_client_secret }}"

- name: Find all of them with the names of their flows
  genesys.cloud.webmessaging_channel_info:
    resolve_names: true

- name: Ask for a token that can read channels only, on the Communications contract
  genesys.cloud.webmessaging_channel_info:
    scopes: [communications:read]

- name: Share the token with other runs of this user
  genesys.cloud.webmessaging_channel_info:
    token_cache: ~/.genesys-tokens.json

- name: Read through a slow gateway, with an existing token
  genesys.cloud.webmessaging_channel_info:
    api_url: https://gateway.example/genesys
    login_url: https://gateway.example/genesys-login
    access_token: "{{ genesys_access_token }}"
    timeout: 30
    retries: 5
    retry_after_max: 60
    deadline: 120
    proxy: http://proxy.example:3128
    validate_certs: true
    ca_path: /etc/ssl/certs/gateway.pem
"""

RETURN = r"""
channels:
  description: The Web Messaging channels that matched, in the order of the listing.
  type: list
  elements: dict
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
total:
  description: The number of Web Messaging channels that matched.
  type: int
  returned: success
  sample: 12
scanned:
  description: The number of channels, of every type, that the task read.
  type: int
  returned: success
  sample: 17
ambiguous_names:
  description: The names that cannot be used in place of ids, because several objects have them, or because no listing
    has the object any more, each as C(kind), C(name) and C(ids).
  type: list
  elements: dict
  returned: with O(resolve_names=true)
  sample:
    - kind: inbound_message_flow
      name: Support
      ids: [f10f0000-0000-4000-8000-000000000007, f10f0000-0000-4000-8000-000000000008]
unlisted_kinds:
  description: The kinds of objects that the client may not list. Their names are missing, or could be those of several
    objects.
  type: list
  elements: str
  returned: with O(resolve_names=true)
  sample: []
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

from ..module_utils._tasks.channel import CHANNEL_INFO
from ..module_utils._tasks.module import run_module


def main() -> None:
    """Run the module; ``module_utils`` has the code."""
    run_module(CHANNEL_INFO)


if __name__ == "__main__":
    main()
