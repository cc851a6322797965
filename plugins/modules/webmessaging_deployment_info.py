#!/usr/bin/python

# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: webmessaging_deployment_info
short_description: Find deployments of Genesys Cloud Web Deployments
version_added: 1.0.0
description:
  - Lists the deployments of an org. Each has the configuration version to which it is pinned, and the snippet that a
    site embeds.
  - If nothing matches, the list is empty; that is not a failure.
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
extends_documentation_fragment:
  - genesys.cloud.client
  - genesys.cloud.names.deployment_info
  - genesys.cloud.attributes
  - genesys.cloud.attributes.info_module
  - genesys.cloud.attributes.actiongroup_genesys
options:
  id:
    description:
      - The id of the deployment. Set at most one of O(id), O(name) and O(name_glob). Without them, the task lists all.
    type: str
  name:
    description:
      - The exact name of the deployment. Nothing is trimmed, and case matters.
    type: str
  name_glob:
    description:
      - A shell pattern for names (V(*), V(?), V([abc])), such as V(EU *). Case matters.
    type: str
  identity_resolution:
    description:
      - Whether to read every field of each deployment, including its identity resolution. This costs one request for
        each deployment, or two if there is a field that the listing shows for no deployment.
    type: bool
    default: false
  skip_unreadable:
    description:
      - Whether to leave out what the task cannot read of a deployment, for example because a permission is missing.
        C(unreadable) then has the reason. With V(false), the task fails.
    type: bool
    default: false
notes:
  - The OAuth client needs the permission C(webDeployments:deployment:view); with O(identity_resolution) also
    C(webDeployments:identityResolution:view).
seealso:
  - module: genesys.cloud.webmessaging_deployment
  - module: genesys.cloud.webmessaging_channel_info
"""

EXAMPLES = r"""
- name: Find all deployments
  genesys.cloud.webmessaging_deployment_info:
  register: found

- name: Show the names of deployments that are not active
  ansible.builtin.debug:
    msg: "{{ found.deployments | rejectattr('status', 'equalto', 'Active') | map(attribute='name') }}"

- name: Find one by its name
  genesys.cloud.webmessaging_deployment_info:
    name: Primary Web Messaging

- name: Find one by its id, with its identity resolution
  genesys.cloud.webmessaging_deployment_info:
    id: d1b2c3d4-e5f6-7890-abcd-ef1234567890
    identity_resolution: true

- name: Find those with a name that begins with EU
  genesys.cloud.webmessaging_deployment_info:
    name_glob: "EU *"

- name: Read all deployments with the names of their flows, content profiles, integrations and divisions
  genesys.cloud.webmessaging_deployment_info:
    identity_resolution: true
    resolve_names: true

- name: Read everything that this client may read
  genesys.cloud.webmessaging_deployment_info:
    identity_resolution: true
    skip_unreadable: true
"""

RETURN = r"""
deployments:
  description: The deployments that matched, in the order of the org's listing.
  type: list
  elements: dict
  returned: success
  contains:
    id:
      description: The id of the deployment.
      type: str
      returned: success
      sample: d1b2c3d4-e5f6-7890-abcd-ef1234567890
    name:
      description: The name of the deployment.
      type: str
      returned: success
      sample: Primary Web Messaging
    description:
      description: The purpose of the deployment; null if it has no description.
      type: str
      returned: success
      sample: On every page of the shop
    status:
      description: V(Active), V(Inactive), V(Pending), V(Error) or V(Deleting).
      type: str
      returned: success
      sample: Active
    configuration:
      description: The configuration and the version to which the deployment is pinned, as C(id), C(name) and
        C(version).
      type: dict
      returned: success
      sample: {id: c1b2c3d4-e5f6-7890-abcd-ef1234567890, name: Primary Web Messaging, version: "4"}
    allow_all_domains:
      description: Whether every site may use the deployment.
      type: bool
      returned: success
      sample: false
    allowed_domains:
      description: The domains whose sites may use the deployment, if not every site may.
      type: list
      elements: str
      returned: success
      sample: [shop.example, www.shop.example]
    flow_id:
      description: The id of the deployment's inbound message flow; null if there is none.
      type: str
      returned: success
      sample: f10f0000-0000-4000-8000-000000000001
    flow_name:
      description: The name of the flow; null if there is none, or if neither the listing nor O(resolve_names) tells
        it.
      type: str
      returned: success
      sample: Inbound Messages
    supported_content_id:
      description: The id of the deployment's supported content profile; null if the org's default applies.
      type: str
      returned: success
      sample: 5c000000-0000-4000-8000-000000000001
    supported_content_name:
      description: The name of the profile; null if there is none, or if neither the listing nor O(resolve_names) tells
        it.
      type: str
      returned: success
      sample: Pictures
    push_integrations:
      description: The integrations that send push notifications, each as C(id) and C(provider).
      type: list
      elements: dict
      returned: success
      sample: [{id: 7a5b0000-0000-4000-8000-000000000001, provider: APNS}]
    snippet:
      description: The HTML that a site embeds.
      type: str
      returned: success
      sample: <script type="text/javascript" ...></script>
    identity_resolution:
      description: How people are recognised, as the API returns it.
      type: dict
      returned: with O(identity_resolution=true)
      sample: {resolveIdentities: true}
    unreadable:
      description:
        - Why the task could not read C(identity_resolution), or all fields that the listing does not show
          (C(deployment)), each in the form of C(failure).
      type: dict
      returned: with O(skip_unreadable=true)
      sample: {}
total:
  description: The number of deployments that matched.
  type: int
  returned: success
  sample: 1
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
      sample: The draft cannot be published.
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
      sample: /api/v2/webdeployments/deployments
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
from ..module_utils._tasks.webdeployments import DEPLOYMENT_INFO


def main() -> None:
    """Run the module; ``module_utils`` has the code."""
    run_module(DEPLOYMENT_INFO)


if __name__ == "__main__":
    main()
