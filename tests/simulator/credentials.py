# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The fixed test credentials and the scopes of the simulated organisation."""

from __future__ import annotations

READ_CHANNELS = "communications:read"
WRITE_CHANNELS = "communications:write"
WRITE_WEBHOOKS = "webhooks:write"

VIEW_CONFIGURATIONS = "webDeployments:configuration:view"
ADD_CONFIGURATIONS = "webDeployments:configuration:add"
EDIT_CONFIGURATIONS = "webDeployments:configuration:edit"
DELETE_CONFIGURATIONS = "webDeployments:configuration:delete"
VIEW_DEPLOYMENTS = "webDeployments:deployment:view"
ADD_DEPLOYMENTS = "webDeployments:deployment:add"
EDIT_DEPLOYMENTS = "webDeployments:deployment:edit"
DELETE_DEPLOYMENTS = "webDeployments:deployment:delete"
VIEW_IDENTITY_RESOLUTION = "webDeployments:identityResolution:view"
EDIT_IDENTITY_RESOLUTION = "webDeployments:identityResolution:edit"
VIEW_FLOWS = "architect:flow:view"
SEARCH_FLOWS = "architect:flow:search"
VIEW_SUPPORTED_CONTENT = "messaging:supportedContent:view"
ADD_SUPPORTED_CONTENT = "messaging:supportedContent:add"
EDIT_SUPPORTED_CONTENT = "messaging:supportedContent:edit"
DELETE_SUPPORTED_CONTENT = "messaging:supportedContent:delete"
VIEW_INTEGRATIONS = "integrations:integration:view"
VIEW_KNOWLEDGE_BASES = "knowledge:knowledgebase:view"
VIEW_CATEGORIES = "knowledge:category:view"
VIEW_LABELS = "knowledge:label:view"
VIEW_EXTERNAL_SOURCES = "externalContacts:externalSource:view"
VIEW_AUDITS = "audits:audit:view"

SCOPES = (READ_CHANNELS, WRITE_CHANNELS, WRITE_WEBHOOKS)
"""Of the Communications contract."""
PERMISSIONS = (
    VIEW_CONFIGURATIONS,
    ADD_CONFIGURATIONS,
    EDIT_CONFIGURATIONS,
    DELETE_CONFIGURATIONS,
    VIEW_DEPLOYMENTS,
    ADD_DEPLOYMENTS,
    EDIT_DEPLOYMENTS,
    DELETE_DEPLOYMENTS,
    VIEW_IDENTITY_RESOLUTION,
    EDIT_IDENTITY_RESOLUTION,
    VIEW_FLOWS,
    SEARCH_FLOWS,
    VIEW_SUPPORTED_CONTENT,
    ADD_SUPPORTED_CONTENT,
    EDIT_SUPPORTED_CONTENT,
    DELETE_SUPPORTED_CONTENT,
    VIEW_INTEGRATIONS,
    VIEW_KNOWLEDGE_BASES,
    VIEW_CATEGORIES,
    VIEW_LABELS,
    VIEW_EXTERNAL_SOURCES,
    VIEW_AUDITS,
)
"""Of the public API, where roles give them to a client; a client's list holds them beside its scopes."""

CLIENT_ID = "5e0f8a4c-3b1d-4c5e-9f27-6d2a1b7c8e90"
# Every odd character here changes under URL-encoding: a client that encodes the secret before Basic is found out.
CLIENT_SECRET = "simulator+secret/with=odd&characters%3A:end"
