# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The options of a deployment that come from a table: references, identity resolution, push integrations. Pure.

Source: the models ``web_deployment.py`` and ``deployment_identity_resolution_config.py`` of Genesys' Python SDK 269.
"""

from __future__ import annotations

from .._core.fields import Field, flag, items, reference, section, text

IDENTITY_RESOLUTION: tuple[Field, ...] = (
    flag("resolve_identities", "Whether to recognise people across their visits."),
    section(
        "division", "The division whose contacts people are compared with.", reference("id", "Its id.", "division")
    ),
    section("external_source", "The external source of people's ids.", reference("id", "Its id.", "external_source")),
    section(
        "automerge",
        "Which contacts to merge without an agent.",
        flag("authenticated_web_messaging", "Contacts of people who have signed in."),
        flag("web_tracking", "Contacts of people who were tracked on the site."),
    ),
)

PUSH_INTEGRATIONS = items(
    "push_integrations",
    "The complete list of integrations that send push notifications to mobile apps.",
    reference("id", "The integration's id.", "push_integration", required=True),
    text("provider", "The provider of the push service.", "APNS", "FCM", required=True),
    unordered=True,
)

FLOW = reference("flow_id", "The id of the deployment's inbound message flow; null removes it.", "inbound_message_flow")
SUPPORTED_CONTENT = reference(
    "supported_content_id",
    "The id of the deployment's supported content profile. With null, the org's default applies.",
    "supported_content",
)
REFERRING: tuple[Field, ...] = (
    FLOW,
    SUPPORTED_CONTENT,
    PUSH_INTEGRATIONS,
    section(
        "identity_resolution",
        "How people are recognised. The task reads and writes it with separate requests.",
        *IDENTITY_RESOLUTION,
    ),
)
"""The options of a deployment that refer to other objects."""
PINNED = section("configuration", "", reference("id", "", "configuration"))
"""The configuration in a result; as an option, its name also stands for one that the same task writes."""
