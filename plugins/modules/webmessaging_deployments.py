#!/usr/bin/python

# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: webmessaging_deployments
short_description: Configure many configurations and deployments of Genesys Cloud Web Deployments in one task
version_added: 1.0.0
description:
  - Creates, changes, publishes, pins and deletes many configurations and deployments with one token. At most three
    listings show which exist and differ. The task writes only those that differ, several at once.
  - It can also keep the supported content profiles that deployments refer to, with one listing more and the org's
    default.
  - The task validates all options before the first request, and plans all changes before the first write.
  - The task writes supported content profiles first, then it writes and publishes configurations, and deployments after
    them. So a deployment can be pinned to a version that the same task publishes, and name a profile that the same task
    creates; check mode predicts both. At the end, the task deletes deployments, then configurations, then profiles.
  - The task waits for many objects with one listing. A single object needs hardly any request of its own to wait for.
  - An object that fails does not affect the others, with one exception. If a deployment is to be pinned to a
    configuration that failed, or to get a new profile that failed, it fails with the same kind of failure.
    RV(supported_contents), RV(configurations) and RV(deployments) have every outcome, and the task fails if any object
    failed.
  - If you run the task again after you have removed the cause, it writes only the remaining changes.
  - Settings that an entry does not name stay as they are. Objects that no entry selects stay as they are.
  - In check mode, the prediction includes the objects that earlier tasks of the run would create, publish or delete.
    This works for tasks that ran in the controller and used the modules for configurations and deployments. It does not
    include versions that the channel modules would publish.
  - Requests are paced to stay within the rate limit of each token. A long task reports its progress.
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
extends_documentation_fragment:
  - genesys.cloud.client
  - genesys.cloud.audit
  - genesys.cloud.supported_content.entries
  - genesys.cloud.configuration.entries
  - genesys.cloud.deployment.entries
  - genesys.cloud.many
  - genesys.cloud.names
  - genesys.cloud.attributes
  - genesys.cloud.attributes.actiongroup_genesys
notes:
  - The OAuth client needs the permissions C(webDeployments:deployment:view) and C(webDeployments:configuration:view);
    check mode needs only these.
  - To change a configuration, it also needs C(webDeployments:configuration:edit) and
    C(webDeployments:configuration:add), to delete one C(webDeployments:configuration:delete).
  - To change a deployment, it also needs C(webDeployments:deployment:edit), to create one
    C(webDeployments:deployment:add), to delete one C(webDeployments:deployment:delete). With
    O(deployments[].identity_resolution), it also needs C(webDeployments:identityResolution:view) and
    C(webDeployments:identityResolution:edit).
  - With O(supported_contents), it also needs C(messaging:supportedContent:view); to change a profile
    C(messaging:supportedContent:edit), to create one C(messaging:supportedContent:add), to delete one
    C(messaging:supportedContent:delete).
seealso:
  - module: genesys.cloud.messaging_supported_content
  - module: genesys.cloud.webmessaging_configuration
  - module: genesys.cloud.webmessaging_deployment
  - module: genesys.cloud.webmessaging_channels
"""

EXAMPLES = r"""
- name: Publish a configuration, and pin the deployments of two shops to the new version
  genesys.cloud.webmessaging_deployments:
    configurations:
      - name: Primary Web Messaging
        messenger:
          styles:
            primary_color: "#2A6EBB"
    deployments:
      - name: Shop
        description: On every page of the shop
        configuration:
          name: Primary Web Messaging
          version: latest
        allowed_domains: [shop.example]
      - name: Outlet
        configuration:
          name: Primary Web Messaging
          version: latest
        allow_all_domains: true
    audit_log: /var/log/genesys-audit.jsonl
  register: shops

- name: Show the snippet that each site embeds
  ansible.builtin.debug:
    msg: "{{ shops.deployments | map(attribute='deployment.snippet') }}"

- name: Configure many deployments, with the rate limit of three tokens, and begin no write after the first failure
  genesys.cloud.webmessaging_deployments:
    deployments:
      - name: Shop
        flow_name: Inbound Messages
        supported_content_name: Pictures
        push_integrations:
          - name: Shop App iOS
            provider: APNS
        identity_resolution:
          resolve_identities: true
      - name: Outlet
        status: Inactive
        flow_id: f10f0000-0000-4000-8000-000000000001
        supported_content_id: 5c000000-0000-4000-8000-000000000001
        push_integrations:
          - id: 7a5b0000-0000-4000-8000-000000000001
            provider: APNS
    workers: 24
    token_pool_size: 3
    on_error: stop

- name: Prepare drafts for others to review, and go back to an earlier version elsewhere
  genesys.cloud.webmessaging_deployments:
    configurations:
      - name: Drafted 4
        languages: [en-us, de-de, ja]
        publish: false
        overwrite_draft: true
        wait: false
      - id: c1b2c3d4-e5f6-7890-abcd-ef1234567890
        description: null
        raw:
          messenger:
            futureSwitch: true
        wait_timeout: 120
    deployments:
      - name: Behind 9
        configuration:
          version: "2"
      - id: d1b2c3d4-e5f6-7890-abcd-ef1234567890
        configuration:
          id: c1b2c3d4-e5f6-7890-abcd-ef1234567890
          version: latest
        wait: false
        wait_timeout: 120

- name: Keep a supported content profile, and rename one that becomes the org's default
  genesys.cloud.webmessaging_deployments:
    supported_contents:
      - name: Documents
        inbound: [image/*, application/pdf]
        outbound: ["*/*"]
      - id: 5c000000-0000-4000-8000-000000000001
        name: Images
        default: true
      - name: Retired
        state: absent

- name: Delete two deployments, and the configuration that only they were pinned to
  genesys.cloud.webmessaging_deployments:
    configurations:
      - name: Retired
        state: absent
    deployments:
      - name: Shop
        state: absent
      - name: Outlet
        state: absent
"""

RETURN = r"""
supported_contents:
  description:
    - One row for each supported content profile, in the order of the entries.
    - A failed task shows the first five objects that failed. With C(failed_when), it returns all rows.
  type: list
  elements: dict
  returned: when the options are valid
  contains:
    id:
      description: The id of the profile; null if the entry has only a name, and no profile has it.
      type: str
      returned: always
      sample: 5c000000-0000-4000-8000-000000000001
    name:
      description: The name of the profile; null if the entry has only an id, and no profile has it.
      type: str
      returned: always
      sample: Documents
    outcome:
      description: One of the outcomes of RV(configurations[].outcome).
      type: str
      returned: always
      sample: updated
    changed:
      description: Whether the profile changed, or in check mode would change.
      type: bool
      returned: always
      sample: true
    supported_content:
      description:
        - The profile after the task, or in check mode as it would be, with the keys of
          RV(genesys.cloud.messaging_supported_content#module:supported_content). Null if it is absent, failed or was
          skipped.
      type: dict
      returned: always
    diff:
      description: The differences, as C(before) and C(after), managed fields only.
      type: dict
      returned: always
      sample: {before: {inbound: []}, after: {inbound: [image/*, application/pdf]}}
    failure:
      description: The reason for the failure, with the keys of RV(failure); null if the profile did not fail.
      type: dict
      returned: always
configurations:
  description:
    - One row for each configuration, in the order of the entries.
    - A failed task shows the first five objects that failed. With C(failed_when), it returns all rows.
  type: list
  elements: dict
  returned: when the options are valid
  contains:
    id:
      description: The id of the configuration; null if the entry has only a name, and no configuration has it.
      type: str
      returned: always
      sample: c1b2c3d4-e5f6-7890-abcd-ef1234567890
    name:
      description: The name of the configuration; null if the entry has only an id, and no configuration has it.
      type: str
      returned: always
      sample: Primary Web Messaging
    outcome:
      description:
        - V(created), V(updated), V(deleted), V(unchanged), V(checked) (in check mode, it would change), V(rejected)
          (refused by validation), V(failed), V(skipped) (not begun, after O(on_error=stop) or because the task was
          interrupted), or V(unknown) (interrupted after a write began).
      type: str
      returned: always
      sample: updated
    changed:
      description: Whether the configuration changed, or in check mode would change.
      type: bool
      returned: always
      sample: true
    configuration:
      description:
        - The configuration after the task, or in check mode as it would be, with
          RV(genesys.cloud.webmessaging_configuration#module:configuration),
          RV(genesys.cloud.webmessaging_configuration#module:version) and
          RV(genesys.cloud.webmessaging_configuration#module:draft_differs). Null if it is absent, failed or was
          skipped.
      type: dict
      returned: always
      contains:
        configuration:
          description: The content, including the name, as the API returns it.
          type: dict
          returned: always
          sample: {name: Primary Web Messaging, languages: [en-us], defaultLanguage: en-us}
        version:
          description: The latest published version; null if there is none.
          type: str
          returned: always
          sample: "4"
        draft_differs:
          description: Whether there is a draft that differs from the published version.
          type: bool
          returned: always
          sample: false
    diff:
      description: The differences, as C(before) and C(after), managed fields only.
      type: dict
      returned: always
      sample: {before: {messenger.styles.primaryColor: "#000000"}, after: {messenger.styles.primaryColor: "#2A6EBB"}}
    failure:
      description: The reason for the failure, with the keys of RV(failure); null if the configuration did not fail.
      type: dict
      returned: always
deployments:
  description:
    - One row for each deployment, in the order of the entries.
    - A failed task shows the first five objects that failed. With C(failed_when), it returns all rows.
  type: list
  elements: dict
  returned: when the options are valid
  contains:
    id:
      description: The id of the deployment; null if the entry has only a name, and no deployment has it.
      type: str
      returned: always
      sample: d1b2c3d4-e5f6-7890-abcd-ef1234567890
    name:
      description: The name of the deployment; null if the entry has only an id, and no deployment has it.
      type: str
      returned: always
      sample: Primary Web Messaging
    outcome:
      description: One of the outcomes of RV(configurations[].outcome).
      type: str
      returned: always
      sample: updated
    changed:
      description: Whether the deployment changed, or in check mode would change.
      type: bool
      returned: always
      sample: true
    deployment:
      description:
        - The deployment after the task, or in check mode as it would be, with the keys of
          RV(genesys.cloud.webmessaging_deployment#module:deployment). Null if it is absent, failed or was skipped.
      type: dict
      returned: always
    diff:
      description: The differences, as C(before) and C(after), managed fields only.
      type: dict
      returned: always
      sample: {before: {configuration: {version: "3"}}, after: {configuration: {version: "4"}}}
    failure:
      description: The reason for the failure, with the keys of RV(failure); null if the deployment did not fail.
      type: dict
      returned: always
# begin generated: returned
diff:
  description: One entry for each object that changed, with headers that name it, first the profiles, then the
    configurations. Always returned; Ansible shows it with C(--diff).
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
      description: The kind, the name and the id of the object.
      type: str
      returned: always
      sample: deployment 'Primary Web Messaging' (d1b2c3d4-e5f6-7890-abcd-ef1234567890)
    after_header:
      description: The kind, the name and the id of the object.
      type: str
      returned: always
      sample: deployment 'Primary Web Messaging' (d1b2c3d4-e5f6-7890-abcd-ef1234567890)
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
      description: V(CONTENT_CREATE), V(CONTENT_UPDATE), V(CONTENT_DELETE), V(CONFIGURATION_CREATE),
        V(CONFIGURATION_UPDATE), V(CONFIGURATION_DELETE), V(DEPLOYMENT_CREATE), V(DEPLOYMENT_UPDATE) or
        V(DEPLOYMENT_DELETE).
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
      description: The server's details, each validation error, or a short summary for each object that failed.
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

from ..module_utils._tasks.deployment_fleet import DEPLOYMENTS
from ..module_utils._tasks.module import run_module


def main() -> None:
    """Run the module; ``module_utils`` has the code."""
    run_module(DEPLOYMENTS)


if __name__ == "__main__":
    main()
