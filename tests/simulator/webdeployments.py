# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Genesys' public API as far as it is about Web Deployments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .audits import Audits
from .exchange import Act, Interference, Route, Settling
from .guest_files import GuestFiles
from .json_values import JsonObject, deep_merge
from .lag import Lag
from .organisation import Organisation
from .settings import Settings
from .webdeployments_configurations import Configurations
from .webdeployments_deployments import Deployments
from .webdeployments_state import USER, WebDeploymentsState, new_id

_BY = {"user": USER}
_OWNED = {"id", "version", "status", "dateCreated", "dateModified", "datePublished", "selfUri", "lastModifiedUser"}


class WebDeployments:
    """Configurations and deployments; what they refer to is in `references` and `supported_content`."""

    name = "webdeployments"

    def __init__(self, organisation: Organisation, audits: Audits, settings: Settings, lag: Lag) -> None:
        self._organisation = organisation
        self.configurations = Configurations(self.current, audits, settings, lag)
        self.files = GuestFiles(self.current, settings, lag)
        self.deployments = Deployments(self.current, audits, settings, lag, self.files)
        self._audits = audits

    def routes(self) -> Sequence[Route]:
        return [*self.configurations.routes(), *self.deployments.routes()]

    def interferences(self) -> Mapping[str, Interference]:
        """``{"end_in_error": true}``: what this request writes ends in status Error."""
        return {"end_in_error": Interference("true", lambda value: value is True, self._end_in_error)}

    def acts(self) -> Mapping[str, Act]:
        return {
            "save_draft": self._save_draft,
            "publish": self._publish,
            "create_configuration": self._create_configuration,
            "create_deployment": self._create_deployment,
            "edit_deployment": self._edit_deployment,
            "delete_configuration": self._delete_configuration,
            "delete_deployment": self._delete_deployment,
        }

    def current(self) -> WebDeploymentsState:
        """What the org holds now; nothing, where it has no Web Deployments."""
        return self._organisation.webdeployments or WebDeploymentsState({})

    def _end_in_error(self, _value: Any, path: str) -> None:
        family = self.deployments if "/deployments" in path else self.configurations
        family.ends_in_error = True

    def _save_draft(self, configuration_id: str, changes: JsonObject) -> Sequence[Settling]:
        configuration = self.current().configurations[configuration_id]
        content = {key: item for key, item in configuration.draft.value.items() if key not in _OWNED}
        self.configurations.save(configuration, deep_merge(content, changes), _BY)
        return [configuration.draft]

    def _publish(self, configuration_id: str, changes: JsonObject) -> Sequence[Settling]:
        """With changes, of a draft that has them."""
        saved = self._save_draft(configuration_id, changes) if changes else ()
        return [*saved, self.configurations.make_version(self.current().configurations[configuration_id], _BY)]

    def _create_configuration(self, configuration_id: str, fields: JsonObject) -> Sequence[Settling]:
        content = {key: item for key, item in fields.items() if key != "publish"}
        made = self.configurations.add(configuration_id or new_id(), content, _BY)
        return [made.draft, *([self.configurations.make_version(made, _BY)] if fields.get("publish") else ())]

    def _create_deployment(self, deployment_id: str, fields: JsonObject) -> Sequence[Settling]:
        versions = self.current().configurations[fields["configuration"]["id"]].versions
        reference = {"version": str(max(map(int, versions), default=1)), **fields["configuration"]}
        domains = fields.get("allowedDomains", [])
        defaults = {"allowAllDomains": not domains, "allowedDomains": domains, "pushIntegrations": []}
        body = {**defaults, **fields, "configuration": reference}
        return [self.deployments.add(deployment_id or new_id(), body, _BY)]

    def _edit_deployment(self, deployment_id: str, changes: JsonObject) -> Sequence[Settling]:
        deployment = self.current().deployments[deployment_id]
        body = {key: item for key, item in deployment.entity.value.items() if key not in _OWNED - {"status"}}
        if body.get("status") not in ("Active", "Inactive"):  # what it is about to be
            body["status"] = deployment.entity.becomes or "Active"
        self.deployments.change(deployment, deep_merge(body, changes), _BY)
        return [deployment.entity]

    def _delete_configuration(self, configuration_id: str, _changes: JsonObject) -> Sequence[Settling]:
        gone = self.current().configurations[configuration_id]
        self.configurations.before_deletion(gone)
        del self.current().configurations[configuration_id]
        self._audits.record("Delete", "Configuration", gone.draft.value, _BY)
        return ()

    def _delete_deployment(self, deployment_id: str, _changes: JsonObject) -> Sequence[Settling]:
        gone = self.current().deployments[deployment_id]
        self.deployments.before_write(deployment_id, "identityresolution")
        del self.current().deployments[deployment_id]
        self._audits.record("Delete", "Deployment", gone.entity.value, _BY)
        return ()
