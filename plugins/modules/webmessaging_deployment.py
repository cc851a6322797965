#!/usr/bin/python

# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: webmessaging_deployment
short_description: Manage a deployment of Genesys Cloud Web Deployments
version_added: 0.1.0
description:
  - Brings one deployment to what the task says, and leaves alone whatever the task does not name.
  - A deployment is pinned to one version of a configuration, the newest or any earlier one, so that going back is one
    task.
  - Everything is validated before the first request, and all errors are reported at once. Where nothing differs,
    nothing is written.
  - In check mode, what earlier tasks of the run would make, publish or delete counts, as far as they ran in the
    controller and were modules for configurations and deployments. What the channel modules would publish does not.
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
extends_documentation_fragment:
  - genesys.cloud.client
  - genesys.cloud.audit
  - genesys.cloud.attributes
  - genesys.cloud.attributes.actiongroup_genesys
options:
  id:
    description:
      - The id of the deployment. One of O(id) and O(name) is needed.
      - Where the id is given, O(name) is the name that the deployment shall have.
    type: str
  name:
    description:
      - The name of the deployment, exactly as it is; nothing is trimmed, and case matters.
      - Where there is none of that name, one is created.
      - Names are not unique. Where two have it, the task fails and lists their ids.
    type: str
  state:
    description:
      - Whether the deployment shall be there.
    type: str
    choices: [present, absent]
    default: present
  wait:
    description:
      - Whether to wait, after the last write, until the service is done with it. Waits between writes are never left
        out, since the next write needs them.
    type: bool
    default: true
  wait_timeout:
    description:
      - The most seconds to wait, all waits of the task together. Until then, a 404 of what the task has written and a
        400 on publishing or pinning it mean "not yet".
    type: float
    default: 180
  description:
    description:
      - What the deployment is for; null removes it.
    type: str
  configuration:
    description:
      - The configuration that it is pinned to, and which version of it. A new deployment needs one.
    type: dict
    suboptions:
      id:
        description:
          - The id of the configuration. Without O(configuration.id) and O(configuration.name) it stays the same one.
        type: str
      name:
        description:
          - Its name, exactly as it is.
        type: str
      version:
        description:
          - V(latest) for the version that was published last, or the number of any version.
          - Left out, the pin on the same configuration stays where it is; of another one the latest is taken.
        type: str
  allow_all_domains:
    description:
      - Whether every site may use it. V(true) empties O(allowed_domains).
    type: bool
  allowed_domains:
    description:
      - The domains whose sites may use it; exactly these, in any order.
      - Each is a host name without scheme, port or path. V(shop.example) stands for V(www.shop.example) and all its
        other subdomains too.
    type: list
    elements: str
  flow_id:
    description:
      - The id of its inbound message flow; null takes it away.
    type: str
  supported_content_id:
    description:
      - The id of its supported content profile; with null the org's default applies.
    type: str
  push_integrations:
    description:
      - The integrations that send push notifications to mobile apps; exactly these.
    type: list
    elements: dict
    suboptions:
      id:
        description:
          - The integration's id.
        type: str
        required: true
      provider:
        description:
          - Whose service it is.
          - One of V(APNS), V(FCM).
        type: str
        required: true
  identity_resolution:
    description:
      - How people are recognised; it is read and written by requests of its own.
    type: dict
    suboptions:
      resolve_identities:
        description:
          - Whether people are recognised across their visits.
        type: bool
      division:
        description:
          - The division whose contacts they are held against.
        type: dict
        suboptions:
          id:
            description:
              - Its id.
            type: str
      external_source:
        description:
          - The external source that their ids are of.
        type: dict
        suboptions:
          id:
            description:
              - Its id.
            type: str
      automerge:
        description:
          - Which contacts become one without an agent.
        type: dict
        suboptions:
          authenticated_web_messaging:
            description:
              - Those of people who have signed in.
            type: bool
          web_tracking:
            description:
              - Those of people who were tracked on the site.
            type: bool
  status:
    description:
      - Whether the deployment is in use.
    type: str
    choices: [Active, Inactive]
notes:
  - The OAuth client needs the permissions C(webDeployments:deployment:view) and
    C(webDeployments:configuration:view); to change a deployment also C(webDeployments:deployment:edit), to create
    one C(webDeployments:deployment:add), to delete one C(webDeployments:deployment:delete). With
    O(identity_resolution) it also needs C(webDeployments:identityResolution:view) and
    C(webDeployments:identityResolution:edit).
seealso:
  - module: genesys.cloud.webmessaging_deployment_info
  - module: genesys.cloud.webmessaging_configuration
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

- name: Show what the site embeds
  ansible.builtin.debug:
    msg: "{{ shop.deployment.snippet }}"

- name: Go back to version 2 of the same configuration
  genesys.cloud.webmessaging_deployment:
    name: Behind 9
    configuration:
      version: "2"

- name: Pin the newest version of a configuration that is given by its id, and let every site use it
  genesys.cloud.webmessaging_deployment:
    id: d1b2c3d4-e5f6-7890-abcd-ef1234567890
    configuration:
      id: c1b2c3d4-e5f6-7890-abcd-ef1234567890
      version: latest
    allow_all_domains: true
    wait_timeout: 120

- name: Put a deployment to sleep, and do not wait for it
  genesys.cloud.webmessaging_deployment:
    name: Shop
    status: Inactive
    wait: false

- name: Take it away
  genesys.cloud.webmessaging_deployment:
    name: Shop
    state: absent
"""

RETURN = r"""
deployment:
  description: The deployment as it is now, or in check mode as it would be; null where it is absent.
  type: dict
  returned: success
  contains:
    id:
      description: Its id, null in check mode where it would be created.
      type: str
      returned: success
      sample: d1b2c3d4-e5f6-7890-abcd-ef1234567890
    name:
      description: Its name.
      type: str
      returned: success
      sample: Primary Web Messaging
    description:
      description: What it is for, null where nothing is said.
      type: str
      returned: success
      sample: On every page of the shop
    status:
      description: V(Active), V(Inactive), V(Pending), V(Error) or V(Deleting).
      type: str
      returned: success
      sample: Active
    configuration:
      description: The version of a configuration that it is pinned to, as C(id), C(name) and C(version).
      type: dict
      returned: success
      sample: {id: c1b2c3d4-e5f6-7890-abcd-ef1234567890, name: Primary Web Messaging, version: "4"}
    allow_all_domains:
      description: Whether every site may use it.
      type: bool
      returned: success
      sample: false
    allowed_domains:
      description: The domains whose sites may use it, where not every one may.
      type: list
      elements: str
      returned: success
      sample: [shop.example, www.shop.example]
    flow_id:
      description: The id of its inbound message flow, null where it has none.
      type: str
      returned: success
      sample: f10f0000-0000-4000-8000-000000000001
    supported_content_id:
      description: The id of its supported content profile, null where the org's default applies.
      type: str
      returned: success
      sample: 5c000000-0000-4000-8000-000000000001
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
      description: How people are recognised, as the API gives it; null where the task did not ask for it.
      type: dict
      returned: success
      sample: {resolveIdentities: true}
# begin generated: returned
diff:
  description: What differs, managed fields alone; returned always, and shown by Ansible with C(--diff).
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
  description: One entry for what this task did, in check mode too.
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
      description: Its id, null where it is not known.
      type: str
      returned: always
      sample: a1b2c3d4-e5f6-7890-abcd-ef1234567890
    resource_name:
      description: Its name, null where it is not known.
      type: str
      returned: always
      sample: Primary Web Messaging
    outcome:
      description: V(created), V(updated), V(deleted), V(unchanged), V(checked) (check mode, it would change),
        V(rejected) (our validation), V(failed), or V(unknown) (interrupted after a write was begun).
      type: str
      returned: always
      sample: updated
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
      sample: [configuration.version]
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
      sample: The draft cannot be published.
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
      sample: PUT
    path:
      description: Its path.
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
      description: The limit of the org that was hit, as C(key), C(namespace) and C(value); null where the server names
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
