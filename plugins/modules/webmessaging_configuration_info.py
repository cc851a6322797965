#!/usr/bin/python

# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: webmessaging_configuration_info
short_description: Find configurations of Genesys Cloud Web Deployments
version_added: 0.1.0
description:
  - Lists the configurations of an org with what is published of each and what its draft holds, and on request with
    all of their versions.
  - Where nothing matches, the list is empty, and that is no failure.
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
extends_documentation_fragment:
  - genesys.cloud.client
  - genesys.cloud.attributes
  - genesys.cloud.attributes.info_module
  - genesys.cloud.attributes.actiongroup_genesys
options:
  id:
    description:
      - The id of the configuration. At most one of O(id), O(name) and O(name_glob); none of them means all.
    type: str
  name:
    description:
      - The name of the configuration, exactly as it is; nothing is trimmed, and case matters.
      - Either the published name or the one that an unpublished draft has.
    type: str
  name_glob:
    description:
      - A pattern for names, such as V(EU *), with V(*), V(?) and V([...]). Case matters.
    type: str
  versions:
    description:
      - Whether to read every version of each configuration, which costs one request each.
    type: bool
    default: false
  skip_unreadable:
    description:
      - Whether versions that cannot be read, for want of a permission for example, are left out and told under
        C(unreadable). Otherwise they fail the task.
    type: bool
    default: false
notes:
  - The OAuth client needs the permission C(webDeployments:configuration:view).
seealso:
  - module: genesys.cloud.webmessaging_configuration
  - module: genesys.cloud.webmessaging_deployment_info
"""

EXAMPLES = r"""
- name: Find all configurations
  genesys.cloud.webmessaging_configuration_info:
  register: found

- name: Name those that somebody has changed and not published
  ansible.builtin.debug:
    msg: "{{ found.configurations | selectattr('draft_differs') | map(attribute='name') }}"

- name: Find one with all of its versions, to see what going back would mean
  genesys.cloud.webmessaging_configuration_info:
    name: Behind 9
    versions: true

- name: Find one by its id
  genesys.cloud.webmessaging_configuration_info:
    id: c1b2c3d4-e5f6-7890-abcd-ef1234567890

- name: Find those of a region
  genesys.cloud.webmessaging_configuration_info:
    name_glob: "EU*"

- name: Read all that this client may read
  genesys.cloud.webmessaging_configuration_info:
    versions: true
    skip_unreadable: true
"""

RETURN = r"""
configurations:
  description: The configurations that matched, in the order of the org's listing.
  type: list
  elements: dict
  returned: success
  contains:
    id:
      description: Its id.
      type: str
      returned: success
      sample: c1b2c3d4-e5f6-7890-abcd-ef1234567890
    name:
      description: Its name.
      type: str
      returned: success
      sample: Primary Web Messaging
    version:
      description: The version that was published last, null where there is none.
      type: str
      returned: success
      sample: "4"
    configuration:
      description: What that version holds, as the API gives it; where nothing is published, what the draft holds.
      type: dict
      returned: success
      sample: {name: Primary Web Messaging, languages: [en-us], defaultLanguage: en-us}
    draft:
      description: What the draft holds.
      type: dict
      returned: success
      sample: {name: Primary Web Messaging, languages: [en-us, de-de], defaultLanguage: en-us}
    draft_status:
      description: V(Active) where the draft can be published, V(Pending) while the service is at work on it.
      type: str
      returned: success
      sample: Active
    draft_differs:
      description: Whether the draft differs from what is published.
      type: bool
      returned: success
      sample: true
    draft_changes:
      description: The paths at which it differs.
      type: list
      elements: str
      returned: success
      sample: [languages]
    versions:
      description:
        - Every published version, the newest first, each as C(version), C(status), C(date_published) and
          C(configuration).
      type: list
      elements: dict
      returned: with O(versions=true)
      sample:
        - version: "4"
          status: Active
          date_published: '2026-11-22T10:15:30.123Z'
          configuration: {name: Primary Web Messaging, languages: [en-us], defaultLanguage: en-us}
    unreadable:
      description:
        - Why C(versions) could not be read, or the C(draft) where nothing is published, each as C(failure) has it.
          C(configuration), C(draft_differs) and C(draft_changes) are null then.
      type: dict
      returned: with O(skip_unreadable=true)
      sample: {}
total:
  description: How many configurations matched.
  type: int
  returned: success
  sample: 1
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
      sample: GET
    path:
      description: Its path.
      type: str
      returned: failure
      sample: /api/v2/webdeployments/configurations
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
from ..module_utils._tasks.webdeployments import CONFIGURATION_INFO


def main() -> None:
    """Run the module; ``module_utils`` has the code."""
    run_module(CONFIGURATION_INFO)


if __name__ == "__main__":
    main()
