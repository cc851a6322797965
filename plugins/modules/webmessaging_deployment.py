#!/usr/bin/python

# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: webmessaging_deployment
short_description: Manage a deployment of Genesys Cloud Web Deployments
version_added: 1.0.0
description:
  - Creates, changes or deletes one deployment. Settings that the task does not name stay as they are.
  - A deployment is pinned to one version of a configuration. You can pin the newest or any earlier version, so one task
    is enough to go back.
  - The task validates all options before the first request, and reports all errors at once. If nothing differs, it
    writes nothing.
  - In check mode, the prediction includes the objects that earlier tasks of the run would create, publish or delete.
    This works for tasks that ran in the controller and used the modules for configurations and deployments. It does not
    include versions that the channel modules would publish.
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
extends_documentation_fragment:
  - genesys.cloud.client
  - genesys.cloud.audit
  - genesys.cloud.deployment
  - genesys.cloud.names.deployment
  - genesys.cloud.attributes
  - genesys.cloud.attributes.actiongroup_genesys
notes:
  - The OAuth client needs the permissions C(webDeployments:deployment:view) and C(webDeployments:configuration:view);
    to change a deployment also C(webDeployments:deployment:edit), to create one C(webDeployments:deployment:add), to
    delete one C(webDeployments:deployment:delete). With O(identity_resolution), it also needs
    C(webDeployments:identityResolution:view) and C(webDeployments:identityResolution:edit).
seealso:
  - module: genesys.cloud.webmessaging_deployment_info
  - module: genesys.cloud.webmessaging_configuration
  - module: genesys.cloud.webmessaging_deployments
  - module: genesys.cloud.webmessaging_channel
"""

EXAMPLES = r"""
- name: Deploy a configuration to two domains
  genesys.cloud.webmessaging_deployment:
    name: Shop
    description: On every page of the shop
    configuration:
      name: Primary Web Messaging
      version: latest
    allowed_domains: [shop.example, www.shop.example]
    flow_id: f10f0000-0000-4000-8000-000000000001
    supported_content_id: 5c000000-0000-4000-8000-000000000001
    push_integrations:
      - id: 7a5b0000-0000-4000-8000-000000000001
        provider: APNS
    identity_resolution:
      resolve_identities: true
      division:
        id: d1000000-0000-4000-8000-000000000001
      external_source:
        id: e5000000-0000-4000-8000-000000000001
      automerge:
        authenticated_web_messaging: true
        web_tracking: false
    audit_log: /var/log/genesys-audit.jsonl
  register: shop

- name: Name everything that the deployment refers to, so that the task also suits another org
  genesys.cloud.webmessaging_deployment:
    name: Shop
    flow_name: Inbound Messages
    supported_content_name: Pictures
    push_integrations:
      - name: Shop App iOS
        provider: APNS
    identity_resolution:
      division:
        name: Sales
      external_source:
        name: CRM

- name: Show the snippet that the site embeds
  ansible.builtin.debug:
    msg: "{{ shop.deployment.snippet }}"

- name: Go back to version 2 of the same configuration
  genesys.cloud.webmessaging_deployment:
    name: Behind 9
    configuration:
      version: "2"

- name: Pin the newest version of a configuration by its id, and let every site use the deployment
  genesys.cloud.webmessaging_deployment:
    id: d1b2c3d4-e5f6-7890-abcd-ef1234567890
    configuration:
      id: c1b2c3d4-e5f6-7890-abcd-ef1234567890
      version: latest
    allow_all_domains: true
    wait_timeout: 120

- name: Turn a deployment off, and do not wait for it
  genesys.cloud.webmessaging_deployment:
    name: Shop
    status: Inactive
    wait: false

- name: Delete the deployment
  genesys.cloud.webmessaging_deployment:
    name: Shop
    state: absent
"""

RETURN = r"""
deployment:
  description: The deployment after the task, or in check mode as it would be; null if it is absent.
  type: dict
  returned: success
  contains:
    id:
      description: The id of the deployment; null in check mode if it would be created.
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
      description: The name of the flow, if the task looked it up; else null.
      type: str
      returned: success
      sample: Inbound Messages
    supported_content_id:
      description: The id of the deployment's supported content profile; null if the org's default applies.
      type: str
      returned: success
      sample: 5c000000-0000-4000-8000-000000000001
    supported_content_name:
      description: The name of the profile, if the task looked it up; else null.
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
      description: How people are recognised, as the API returns it; null if the task does not set
        O(identity_resolution).
      type: dict
      returned: success
      sample: {resolveIdentities: true}
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
      description: V(DEPLOYMENT_CREATE), V(DEPLOYMENT_UPDATE) or V(DEPLOYMENT_DELETE).
      type: str
      returned: always
      sample: DEPLOYMENT_UPDATE
    resource:
      description: The kind of object.
      type: str
      returned: always
      sample: deployment
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
      sample: [configuration.version]
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
      sample: PUT
    path:
      description: The path of the request that failed.
      type: str
      returned: failure
      sample: /api/v2/webdeployments/deployments/d1b2c3d4-e5f6-7890-abcd-ef1234567890
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
from ..module_utils._tasks.webdeployments import DEPLOYMENT


def main() -> None:
    """Run the module; ``module_utils`` has the code."""
    run_module(DEPLOYMENT)


if __name__ == "__main__":
    main()
