#!/usr/bin/python

# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: webmessaging_guest_info
short_description: Find what visitors of a site get from deployments of Genesys Cloud Web Deployments
version_added: 1.0.0
description:
  - Reads what a visitor's browser reads. That is two public files for each deployment. They tell which sites may open
    the messenger, and which version of the configuration visitors get.
  - Compares the files with what the API says, and names each difference.
  - With O(connect), also opens the connection that the browser opens. It never starts a conversation. It sends no
    message, no typing event and no event that a visitor has joined.
  - A file that is missing is no failure. Nothing is published under that id, or not in that region.
  - The files are public, but Genesys documents neither them nor how long caches keep them. A change can take minutes.
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
extends_documentation_fragment:
  - genesys.cloud.client
  - genesys.cloud.attributes
  - genesys.cloud.attributes.info_module
  - genesys.cloud.attributes.actiongroup_genesys
options:
  ids:
    description:
      - The ids of deployments. They stand in the snippets of their sites.
      - The task then reads only the files. It needs no credentials, and it fetches no token. It does not know the names
        of the deployments, or what the API says about them.
      - With O(compare=true) or O(wait_for_version=pinned), it asks the API too.
      - An empty list selects nothing.
      - Set at most one of O(ids), O(id), O(name) and O(name_glob). Without them, the task looks at all deployments.
    type: list
    elements: str
  id:
    description:
      - The id of one deployment, about which the task asks the API too.
    type: str
  name:
    description:
      - The exact name of the deployment. Nothing is trimmed, and case matters.
    type: str
  name_glob:
    description:
      - A shell pattern for names (V(*), V(?), V([abc])), such as V(EU *). Case matters.
    type: str
  compare:
    description:
      - Whether a task with O(ids) asks the API too, and compares. Without O(ids), every task does.
    type: bool
    default: false
  site:
    description:
      - The host name of a page, such as V(shop.example). C(site) in each row tells whether that page may open the
        messenger.
      - The rule is that of Genesys' script. A page may open it if its host name is an allowed domain, or is below one.
    type: str
  connect:
    description:
      - How far to go beyond the files. Anything but V(none) needs the Python library C(websockets) 15 or newer, on
        Python 3.9 or newer.
      - V(handshake) opens a connection and closes it.
      - V(configuration) also asks for the rules for files, the longest custom data and the length of a session.
      - V(session) also opens an empty session under a random id, and has the service echo a text. Nobody sees that
        session. It is not opened in check mode. It is not opened either where the messenger starts conversations by
        itself (C(autoStart)). C(reason) then says so.
      - The connection names O(site) as the page it comes from, or else the first allowed domain.
      - Each connection counts in the limit of the deployment, 1000 in a minute.
    type: str
    choices: [none, handshake, configuration, session]
    default: none
  wait_for_version:
    description:
      - Wait until guests get this version. A number, or V(pinned).
      - With V(pinned), the task waits for the configuration, the version, the status and the domains in the API.
      - If guests do not get it in time, the task fails with the kind V(unavailable). It names both versions.
    type: str
  wait_for_versions:
    description:
      - The ids of deployments, and the version of each to wait for, as a number. It stands in place of O(ids) and
        O(wait_for_version), and needs no credentials either.
    type: dict
  wait_timeout:
    description:
      - The longest wait for one deployment, in seconds.
    type: float
    default: 180
  workers:
    description:
      - The most requests in flight, from 1 to 64.
    type: int
    default: 8
notes:
  - With only O(ids), the task needs no credentials. Otherwise the OAuth client needs the permissions
    C(webDeployments:deployment:view) and C(webDeployments:configuration:view).
  - Each deployment costs two requests, and O(connect) one to three more. The API adds one for the listing, or two for a
    single O(id).
seealso:
  - module: genesys.cloud.webmessaging_deployment_info
  - module: genesys.cloud.webmessaging_deployment
"""

EXAMPLES = r"""
- name: Look at all deployments as guests do
  genesys.cloud.webmessaging_guest_info:
    workers: 16
  register: looked

- name: Show the deployments that guests do not get as they are pinned
  ansible.builtin.debug:
    msg: "{{ looked.guests | rejectattr('as_pinned') | map(attribute='name') }}"

- name: Look without credentials, with the ids from the snippets of two sites
  genesys.cloud.webmessaging_guest_info:
    region: eu-central-1
    ids:
      - d1b2c3d4-e5f6-7890-abcd-ef1234567890
      - d1b2c3d4-e5f6-7890-abcd-ef1234567891

- name: Look at certain deployments, and compare them with the API
  genesys.cloud.webmessaging_guest_info:
    ids: "{{ looked.guests | map(attribute='deployment_id') | list }}"
    compare: true

- name: Look through a gateway, whose address tells no region
  genesys.cloud.webmessaging_guest_info:
    ids:
      - d1b2c3d4-e5f6-7890-abcd-ef1234567890
    guest_url: https://gateway.example/guest-files
    messaging_url: wss://gateway.example/guest-messaging
    connect: handshake

- name: Find out whether a page may open the messenger
  genesys.cloud.webmessaging_guest_info:
    name: Primary Web Messaging
    site: www.shop.example

- name: Wait until guests get what was just published
  genesys.cloud.webmessaging_guest_info:
    id: d1b2c3d4-e5f6-7890-abcd-ef1234567890
    wait_for_version: pinned
    wait_timeout: 600

- name: Wait until guests get what a task for many channels has just pinned
  genesys.cloud.webmessaging_guest_info:
    wait_for_versions:
      d1b2c3d4-e5f6-7890-abcd-ef1234567890: 1

- name: Find out whether guests of the European sites could chat
  genesys.cloud.webmessaging_guest_info:
    name_glob: "EU *"
    connect: session
"""

RETURN = r"""
guests:
  description: The deployments that matched, in the order of O(ids) or of the org's listing.
  type: list
  elements: dict
  returned: success
  contains:
    deployment_id:
      description: The id of the deployment.
      type: str
      returned: success
      sample: d1b2c3d4-e5f6-7890-abcd-ef1234567890
    name:
      description: The name of the deployment; null if the API was not asked.
      type: str
      returned: success
      sample: Primary Web Messaging
    published:
      description: Whether guests get anything; null if that could not be found out.
      type: bool
      returned: success
      sample: true
    status:
      description: V(Active) or V(Inactive), as guests get it; null if nothing is published.
      type: str
      returned: success
      sample: Active
    configuration_id:
      description: The id of the configuration that guests get.
      type: str
      returned: success
      sample: c1b2c3d4-e5f6-7890-abcd-ef1234567890
    version:
      description: The version of the configuration that guests get.
      type: str
      returned: success
      sample: "4"
    pinned:
      description: What the API says, as C(configuration_id), C(version) and C(status); null if it was not asked.
      type: dict
      returned: success
      sample: {configuration_id: c1b2c3d4-e5f6-7890-abcd-ef1234567890, version: "4", status: Active}
    as_pinned:
      description: Whether guests get what the API says; null if the API was not asked.
      type: bool
      returned: success
      sample: true
    differences:
      description: The paths at which guests get something else. If they get another version, its content is not
        compared. The files leave fields out and fill in defaults, so only values that both sides have count.
      type: list
      elements: str
      returned: success
      sample: []
    allow_all_domains:
      description: Whether every site may open the messenger.
      type: bool
      returned: success
      sample: false
    allowed_domains:
      description: The domains whose sites may open the messenger, if not every site may.
      type: list
      elements: str
      returned: success
      sample: [shop.example]
    features:
      description: The features that guests get; none from a messenger that is not active.
      type: list
      elements: str
      returned: success
      sample: [rich-media, file-sharing]
    configuration:
      description: The content that guests get, in the spelling of the API.
      type: dict
      returned: success
      sample: {languages: [en-us], defaultLanguage: en-us}
    site:
      description: O(site) as C(host), and whether it may open the messenger as C(allowed); null without O(site).
      type: dict
      returned: success
      sample: {host: www.shop.example, allowed: true}
    connection:
      description: The connection; null without O(connect).
      type: dict
      returned: success
      contains:
        accepted:
          description: Whether the service took everything that was sent.
          type: bool
          returned: success
          sample: true
        code:
          description: The HTTP status or the code of a refusal; null if there is none.
          type: int
          returned: success
          sample: null
        reason:
          description: Why the service refused, or why nothing was sent or no session was opened; else empty.
          type: str
          returned: success
          sample: ""
        latency_ms:
          description: Milliseconds until the connection was open.
          type: float
          returned: success
          sample: 81.4
        configuration:
          description: With O(connect=configuration), what the service says, as C(allowed_media), C(max_file_size_kb),
            C(blocked_extensions), C(max_custom_data_bytes), C(session_duration_seconds) and
            C(message_routing_enabled). Else null.
          type: dict
          returned: success
          sample: {allowed_media: ["image/*"], max_file_size_kb: 10240, message_routing_enabled: true}
        session:
          description: With O(connect=session), what the service says, as C(connected), C(new_session), C(read_only),
            C(duration_seconds), C(allowed_media), C(max_file_size_kb), C(blocked_extensions) and
            C(max_custom_data_bytes). Else null.
          type: dict
          returned: success
          sample: {connected: true, new_session: true, allowed_media: ["image/*"]}
    latency_ms:
      description: Milliseconds that the file with the configuration took.
      type: float
      returned: success
      sample: 38.2
    failure:
      description: Why the task could not look at the deployment, in the form of RV(failure); null if it could. If one
        has a failure, the task fails.
      type: dict
      returned: success
      sample: null
total:
  description: The number of deployments.
  type: int
  returned: success
  sample: 1
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
      description: For each feature, how many of the deployments give it to guests, as C(total), C(available) and
        C(percent).
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
      sample: 'guests do not see it yet: after 180 s they get version 3; version 4 is wanted'
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
      sample: GET
    path:
      description: The path of the request that failed.
      type: str
      returned: failure
      sample: https://api-cdn.mypurecloud.com/webdeployments/v1/deployments/1f2e/config.json
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

from ..module_utils._tasks.guest import GUEST_INFO
from ..module_utils._tasks.module import run_module


def main() -> None:
    """Run the module; ``module_utils`` has the code."""
    run_module(GUEST_INFO)


if __name__ == "__main__":
    main()
