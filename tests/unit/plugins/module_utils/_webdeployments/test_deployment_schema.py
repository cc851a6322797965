# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tables of a deployment's options, held against the API's schema."""

from __future__ import annotations

from ansible_collections.genesys.cloud.plugins.module_utils._core import fields
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.deployment_schema import (
    IDENTITY_RESOLUTION,
    PUSH_INTEGRATIONS,
)
from ansible_collections.genesys.cloud.tests.unit.plugins.module_utils._webdeployments import (
    test_configuration_schema as schema,
)

NOT_OURS = {"division.name"}
"""A name that comes with the id."""


def test_the_tables_know_every_path_of_the_schema() -> None:
    identity = set(schema.writable(schema.DEFINITIONS["DeploymentIdentityResolutionConfig"])) - NOT_OURS
    assert set(fields.paths(IDENTITY_RESOLUTION)) == identity
    push = {
        path for path in schema.writable(schema.DEFINITIONS["WebDeployment"]) if path.startswith("pushIntegrations")
    }
    assert set(fields.paths((PUSH_INTEGRATIONS,))) == push
    providers = schema.DEFINITIONS["PushIntegration"]["properties"]["provider"]["enum"]
    assert list(fields.paths((PUSH_INTEGRATIONS,))["pushIntegrations[].provider"].choices) == providers
