#!/usr/bin/python

# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: webmessaging_configuration
short_description: Write and publish a configuration of Genesys Cloud Web Deployments
version_added: 1.0.0
description:
  - Creates, changes, publishes or deletes one configuration. Settings that the task does not name stay as they are.
    Every field of the API has an option.
  - The task compares the desired with the published content. If something differs, it writes the draft, waits until the
    service has finished it, and publishes it as a new version. If nothing differs, it writes nothing.
  - Publishing a version moves no deployment. M(genesys.cloud.webmessaging_deployment) pins a deployment to the new
    version. M(genesys.cloud.webmessaging_channel) publishes and pins in one task.
  - The task validates all options before the first request, and reports all errors at once.
  - Options that you leave out stay as they are, null removes a value, and a list replaces the whole list. The order of
    a list makes no difference if it has no meaning.
  - In check mode, the prediction includes the objects that earlier tasks of the run would create, publish or delete.
    This works for tasks that ran in the controller and used the modules for configurations and deployments. It does not
    include versions that the channel modules would publish.
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
extends_documentation_fragment:
  - genesys.cloud.client
  - genesys.cloud.audit
  - genesys.cloud.configuration
  - genesys.cloud.names.configuration
  - genesys.cloud.attributes
  - genesys.cloud.attributes.actiongroup_genesys
notes:
  - The OAuth client needs the permission C(webDeployments:configuration:view); to create or change a configuration also
    C(webDeployments:configuration:edit) and C(webDeployments:configuration:add); to delete one also
    C(webDeployments:configuration:delete) and C(webDeployments:deployment:view).
seealso:
  - module: genesys.cloud.webmessaging_configuration_info
  - module: genesys.cloud.webmessaging_deployment
  - module: genesys.cloud.webmessaging_deployments
  - module: genesys.cloud.webmessaging_channel
"""

EXAMPLES = r"""
- name: Change the colour, and publish it
  genesys.cloud.webmessaging_configuration:
    name: Primary Web Messaging
    messenger:
      styles:
        primary_color: "#2A6EBB"
    audit_log: /var/log/genesys-audit.jsonl
  register: primary

- name: Pin the published version
  genesys.cloud.webmessaging_deployment:
    name: Primary Web Messaging
    configuration:
      id: "{{ primary.id }}"
      version: "{{ primary.version }}"

- name: Prepare a draft for others to review, and overwrite an existing draft
  genesys.cloud.webmessaging_configuration:
    name: Drafted 4
    languages: [en-us, de-de, ja]
    publish: false
    overwrite_draft: true
    wait: false

- name: Rename a configuration, remove its description, and set a field that is newer than this collection
  genesys.cloud.webmessaging_configuration:
    id: c1b2c3d4-e5f6-7890-abcd-ef1234567890
    name: Shop
    description: null
    raw:
      messenger:
        futureSwitch: true
    wait_timeout: 120

- name: Create a configuration with every option
  genesys.cloud.webmessaging_configuration:
    name: Everything
    description: What a configuration can hold
    languages: [en-us, ja]
    default_language: en-us
    headless_mode:
      enabled: false
    custom_i18n_labels:
      - language: en-us
        localized_labels:
          - key: MessengerHomeHeaderTitle
            value: How can we help?
          - key: PushNotificationTitle
            value: News
          - key: PushNotificationBody
            value: You have a message.
    position:
      alignment: Right
      side_space: 20
      bottom_space: 30
    messenger:
      enabled: true
      styles:
        primary_color: "#2A6EBB"
      launcher_button:
        visibility: "On"
        display_type: IconAndText
        icon:
          url: https://static.example/icon.svg
      file_upload:
        enable_attachments: true
        modes:
          - file_types: [image/png, image/jpeg]
            max_file_size_kb: 10240
      apps:
        conversations:
          enabled: true
          show_agent_typing_indicator: true
          show_user_typing_indicator: true
          auto_start:
            enabled: false
          markdown:
            enabled: true
          conversation_disconnect:
            enabled: true
            type: Send
          conversation_clear:
            enabled: true
          humanize:
            enabled: true
            bot:
              name: Ada
              avatar_url: https://static.example/ada.png
          notifications:
            enabled: true
            notification_content_type: ExcludeMessagesContent
          session_duration_seconds: 86400
        knowledge:
          enabled: true
          knowledge_base:
            id: ba5e0000-0000-4000-8000-000000000001
      home_screen:
        enabled: true
        logo_url: https://static.example/logo.svg
      session_persistence_type: AcrossSubdomains
    support_center:
      enabled: true
      knowledge_base:
        id: ba5e0000-0000-4000-8000-000000000001
      custom_messages:
        - type: Welcome
          default_value: What are you looking for?
      router_type: Browser
      screens:
        - type: Home
          module_settings:
            - type: Search
              enabled: true
            - type: Categories
              enabled: true
              compact_category_module_template:
                active: false
              detailed_category_module_template:
                active: true
                sidebar:
                  enabled: true
      enabled_categories:
        - id: ca7e0000-0000-4000-8000-000000000001
          image:
            source:
              default_url: https://static.example/category.png
      label_filter:
        labels:
          - id: 1abe0000-0000-4000-8000-000000000001
      style_setting:
        hero_style:
          background_color: "#FFFFFF"
          text_color: "#000000"
          image:
            source:
              default_url: https://static.example/hero.png
        global_style:
          background_color: "#FFFFFF"
          primary_color: "#2A6EBB"
          primary_color_dark: "#1B4A7F"
          primary_color_light: "#6FA3DB"
          text_color: "#000000"
          font_family: Inter, sans-serif
      feedback:
        enabled: true
    cobrowse:
      enabled: true
      allow_agent_control: true
      allow_agent_navigation: false
      allow_draw: true
      mask_selectors: [".card-number"]
      channels: [Webmessaging, Voice]
      readonly_selectors: ["#total"]
      pause_criteria:
        - url_fragment: /checkout
          condition: Includes
    journey_events:
      enabled: true
      excluded_query_parameters: [token]
      should_keep_url_fragment: false
      search_query_parameters: [q]
      pageview_config: Auto
      click_events:
        - selector: .buy
          event_name: buy_clicked
      forms_track_events:
        - selector: form
          form_name: contact
          capture_data_on_form_abandon: false
          capture_data_on_form_submit: true
      idle_events:
        - event_name: idle
          idle_after_seconds: 60
      in_viewport_events:
        - selector: "#price"
          event_name: price_seen
      scroll_depth_events:
        - percentage: 50
          event_name: half_read
      tracking_settings:
        should_keep_url_fragment: false
        search_query_parameters: [q, query]
        excluded_query_parameters: [token]
        ip_filters:
          - ip_address: 198.51.100.0/24
            name: The office
    authentication_settings:
      enabled: true
      integration_id: 1e700000-0000-4000-8000-000000000001
      allow_session_upgrade: true
    video:
      enabled: true
      channels: [Webmessaging]
      agent:
        allow_camera: true
        allow_screen_share: true
        allow_microphone: true
        background: IMAGE
        background_image:
          url: https://static.example/background.png
      user:
        allow_camera: true
        allow_screen_share: false
        allow_microphone: true

- name: Delete the configuration, which fails if a deployment is pinned to it
  genesys.cloud.webmessaging_configuration:
    name: Everything
    state: absent

- name: Name the knowledge base, the categories, the labels and the integration, so that the task also suits another org
  genesys.cloud.webmessaging_configuration:
    name: Primary Web Messaging
    messenger:
      apps:
        knowledge:
          enabled: true
          knowledge_base:
            name: Help
    support_center:
      enabled: true
      knowledge_base:
        name: Help
      enabled_categories:
        - name: Orders
      label_filter:
        labels:
          - name: public
    authentication_settings:
      enabled: true
      integration_name: Customer Login
"""

RETURN = r"""
configuration:
  description:
    - The content of the configuration, including its name, as the API returns it; with O(publish=false), the content of
      the draft. In check mode, the content as it would be. Null if the configuration is absent.
  type: dict
  returned: success
  sample: {name: Primary Web Messaging, languages: [en-us], defaultLanguage: en-us}
id:
  description: The id of the configuration; null in check mode if it would be created.
  type: str
  returned: success
  sample: c1b2c3d4-e5f6-7890-abcd-ef1234567890
version:
  description: The latest published version; null if there is none, or in check mode if it would be new.
  type: str
  returned: success
  sample: "4"
draft_differs:
  description: Whether there is a draft that differs from the published version.
  type: bool
  returned: success
  sample: false
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
      description: V(CONFIGURATION_CREATE), V(CONFIGURATION_UPDATE) or V(CONFIGURATION_DELETE).
      type: str
      returned: always
      sample: CONFIGURATION_UPDATE
    resource:
      description: The kind of object.
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
      sample: [messenger.styles.primaryColor]
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
      sample: /api/v2/webdeployments/configurations/c1b2c3d4-e5f6-7890-abcd-ef1234567890/versions/draft
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
from ..module_utils._tasks.webdeployments import CONFIGURATION


def main() -> None:
    """Run the module; ``module_utils`` has the code."""
    run_module(CONFIGURATION)


if __name__ == "__main__":
    main()
