# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Genesys' public API as far as it is about Web Deployments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .audits import Audits
from .credentials import VIEW_FLOWS, VIEW_SUPPORTED_CONTENT
from .errors import not_found
from .exchange import Call, Interference, Reply, Route, id_or_last_segment, json_reply
from .json_values import JsonObject, deep_merge
from .organisation import Organisation
from .request_parsing import query_parameters
from .settings import Settings
from .webdeployments_configurations import Configurations
from .webdeployments_deployments import Deployments
from .webdeployments_state import USER, WebDeploymentsState

FLOWS = "/api/v2/flows/{id}"
SUPPORTED_CONTENT = "/api/v2/conversations/messaging/supportedcontent/{id}"
_OWNED = {"id", "version", "status", "dateCreated", "dateModified", "datePublished", "selfUri", "lastModifiedUser"}


class WebDeployments:
    """Configurations, deployments, and what they refer to."""

    name = "webdeployments"

    def __init__(self, organisation: Organisation, audits: Audits, settings: Settings) -> None:
        self._organisation = organisation
        self._settings = settings
        self.configurations = Configurations(self._current, audits, settings)
        self.deployments = Deployments(self._current, audits, settings)
        self._audits = audits
        self._acts: dict[str, Callable[[str, JsonObject], None]] = {
            "save_draft": self._save_draft,
            "publish": self._publish,
            "edit_deployment": self._edit_deployment,
            "delete_configuration": self._delete_configuration,
            "delete_deployment": self._delete_deployment,
        }

    def routes(self) -> Sequence[Route]:
        return [
            *self.configurations.routes(),
            *self.deployments.routes(),
            Route("GET", FLOWS, lambda call: _looked_up(self._current().flows, call), VIEW_FLOWS),
            Route(
                "GET",
                SUPPORTED_CONTENT,
                lambda call: _looked_up(self._current().supported_content, call),
                VIEW_SUPPORTED_CONTENT,
            ),
        ]

    def interferences(self) -> Mapping[str, Interference]:
        """``{"person": {"act", "id"?, ...}}`` does what somebody does in the UI; no id: the path's last but one.

        ``{"end_in_error": true}``: what this request writes ends in status Error.
        """
        return {
            "person": Interference(
                f"an object with act, one of {', '.join(self._acts)}",
                lambda value: isinstance(value, dict) and value.get("act") in self._acts,
                self._person,
            ),
            "end_in_error": Interference("true", lambda value: value is True, self._end_in_error),
        }

    def _current(self) -> WebDeploymentsState:
        """What the org holds now; nothing, where it has no Web Deployments."""
        return self._organisation.webdeployments or WebDeploymentsState({})

    def _person(self, value: JsonObject, path: str) -> None:
        changes = {key: item for key, item in value.items() if key not in ("act", "id", "settled")}
        kept = self._settings.pending_polls, self._settings.pending_ms
        if value.get("settled"):
            self._settings.pending_polls, self._settings.pending_ms = 0, 0
        try:
            self._acts[value["act"]](id_or_last_segment(value.get("id"), path), changes)
        finally:
            self._settings.pending_polls, self._settings.pending_ms = kept

    def _end_in_error(self, _value: Any, path: str) -> None:
        family = self.deployments if "/deployments" in path else self.configurations
        family.ends_in_error = True

    def _save_draft(self, configuration_id: str, changes: JsonObject) -> None:
        configuration = self._current().configurations[configuration_id]
        content = {key: item for key, item in configuration.draft.value.items() if key not in _OWNED}
        self.configurations.save(configuration, deep_merge(content, changes), {"user": USER})

    def _publish(self, configuration_id: str, changes: JsonObject) -> None:
        """With changes, of a draft that has them."""
        if changes:
            self._save_draft(configuration_id, changes)
        self.configurations.make_version(self._current().configurations[configuration_id], {"user": USER})

    def _edit_deployment(self, deployment_id: str, changes: JsonObject) -> None:
        deployment = self._current().deployments[deployment_id]
        body = {key: item for key, item in deployment.entity.value.items() if key not in _OWNED - {"status"}}
        if body.get("status") not in ("Active", "Inactive"):  # what it is about to be
            body["status"] = deployment.entity.becomes or "Active"
        self.deployments.change(deployment, deep_merge(body, changes), {"user": USER})

    def _delete_configuration(self, configuration_id: str, _changes: JsonObject) -> None:
        gone = self._current().configurations.pop(configuration_id)
        self._audits.record("Delete", "Configuration", gone.draft.value, {"user": USER})

    def _delete_deployment(self, deployment_id: str, _changes: JsonObject) -> None:
        gone = self._current().deployments.pop(deployment_id)
        self._audits.record("Delete", "Deployment", gone.entity.value, {"user": USER})


def _looked_up(known: Mapping[str, JsonObject], call: Call) -> Reply:
    query_parameters(call, frozenset())
    if call.parameters["id"] not in known:
        raise not_found()
    return json_reply(known[call.parameters["id"]])
