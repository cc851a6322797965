# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The options of a deployment that come from a table: identity resolution and push integrations. Pure.

Source: the models ``web_deployment.py`` and ``deployment_identity_resolution_config.py`` of Genesys' Python SDK 269.
"""

from __future__ import annotations

from .._core.fields import Field, flag, items, reference, section, text

IDENTITY_RESOLUTION: tuple[Field, ...] = (
    flag("resolve_identities", "Whether to recognise people across their visits."),
    section("division", "The division whose contacts people are compared with.", reference("id", "Its id.")),
    section("external_source", "The external source of people's ids.", reference("id", "Its id.")),
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
    reference("id", "The integration's id.", required=True),
    text("provider", "The provider of the push service.", "APNS", "FCM", required=True),
    unordered=True,
)
