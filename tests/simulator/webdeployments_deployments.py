# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``/api/v2/webdeployments/deployments``: what a site embeds, pinned to a version of a configuration."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .audits import Audits
from .credentials import (
    ADD_DEPLOYMENTS,
    DELETE_DEPLOYMENTS,
    EDIT_DEPLOYMENTS,
    EDIT_IDENTITY_RESOLUTION,
    VIEW_DEPLOYMENTS,
    VIEW_IDENTITY_RESOLUTION,
)
from .cursors import cursor_page
from .errors import bad_request, invalid, not_found
from .exchange import Call, Reply, Route, json_reply
from .guest_files import GuestFiles
from .json_values import JsonObject
from .lag import Key, Lag
from .oauth import require_scope
from .request_parsing import json_object, query_parameters
from .settings import Settings
from .webdeployments_lifecycle import ACTIVE, DELETING, ERROR, INACTIVE, Entity
from .webdeployments_rules import (
    DEPLOYMENT,
    IDENTITY_RESOLUTION,
    accepted,
    problems_of_domains,
    problems_of_schema,
)
from .webdeployments_state import BASE, MESSAGE_FLOW, Deployment, WebDeploymentsState, created_now, new_id, now

DEPLOYMENTS = f"{BASE}/deployments"
_LISTING: Key = ("deployments",)
_Row = tuple[JsonObject, JsonObject]
"""A deployment and its identity resolution."""
_EXPANSIONS = {"configuration", "supportedcontent", "identityresolution", "flowdetails"}
_EXPAND = frozenset({"expand"})


class Deployments:
    """Whole objects in, whole objects out; there is no PATCH."""

    def __init__(
        self,
        state: Callable[[], WebDeploymentsState],
        audits: Audits,
        settings: Settings,
        lag: Lag,
        files: GuestFiles,
    ) -> None:
        """``state``: what the org holds now, which control can replace."""
        self._current = state
        self._files = files
        self._audits = audits
        self._settings = settings
        self._lag = lag
        self.ends_in_error = False
        """Whether the next deployment that is written shall end so."""

    def routes(self) -> Sequence[Route]:
        item = f"{DEPLOYMENTS}/{{id}}"
        return [
            Route("GET", DEPLOYMENTS, self.list, VIEW_DEPLOYMENTS),
            Route("POST", DEPLOYMENTS, self.create, ADD_DEPLOYMENTS),
            Route("GET", item, self.get, VIEW_DEPLOYMENTS),
            Route("PUT", item, self.put, EDIT_DEPLOYMENTS),
            Route("DELETE", item, self.delete, DELETE_DEPLOYMENTS),
            Route("GET", f"{item}/configurations", self.get_active, VIEW_DEPLOYMENTS),
            Route("GET", f"{item}/identityresolution", self.get_identity_resolution, VIEW_DEPLOYMENTS),
            Route("PUT", f"{item}/identityresolution", self.put_identity_resolution, EDIT_DEPLOYMENTS),
        ]

    def list(self, call: Call) -> Reply:
        expand = _expansions(call, frozenset({"pageSize", "after", "before"}))
        rows = self._lag.listing(_LISTING, call, self._read_all)
        return cursor_page([self._shown(*row, expand) for row in rows], call, self._settings, _EXPAND)

    def _read_all(self) -> Sequence[_Row]:
        for each in [each for each in self._current().deployments.values() if each.entity.is_gone]:
            del self._current().deployments[each.entity.value["id"]]
        return [(each.entity.read(), each.identity_resolution) for each in self._current().deployments.values()]

    def get(self, call: Call) -> Reply:
        expand = _expansions(call)
        value = self._value(call, Entity.read)
        identity_resolution = self._identity_resolution(call) if "identityresolution" in expand else {}
        return json_reply(self._shown(value, identity_resolution, expand - {"configuration"}))

    def get_active(self, call: Call) -> Reply:
        query_parameters(call, frozenset({"type", "expand"}))
        value = self._value(call, lambda entity: entity.value)
        shown = self._shown(value, {}, {"configuration"})
        return json_reply({"configurationVersion": shown["configuration"], "deployment": value})

    def create(self, call: Call) -> Reply:
        query_parameters(call, frozenset())
        return json_reply(self.add(new_id(), self._accepted(call), _by(call)).value)

    def add(self, deployment_id: str, content: JsonObject, by: dict[str, str]) -> Entity:
        """A new one, whoever makes it."""
        self.before_write(deployment_id, "identityresolution")
        body = {**content, "id": deployment_id, "dateCreated": created_now()}
        body["snippet"] = f'<script src="https://apps.example/genesys.min.js" data-id="{deployment_id}"></script>'
        body["selfUri"] = f"{DEPLOYMENTS}/{deployment_id}"
        entity = Entity({})
        self._current().deployments[deployment_id] = Deployment(entity, {"resolveIdentities": False})
        self._store(entity, body, "Create", by)
        return entity

    def put(self, call: Call) -> Reply:
        """The body becomes the whole deployment; without a status, it keeps its own."""
        query_parameters(call, frozenset())
        deployment = self._find(call)
        before = deployment.entity.value
        self.change(deployment, self._accepted(call), _by(call))
        return json_reply(self._lag.answer(call, before, deployment.entity.value))

    def delete(self, call: Call) -> Reply:
        query_parameters(call, frozenset())
        entity = self._find(call).entity
        self.before_write(entity.value["id"], "identityresolution")
        self._audits.record("Delete", "Deployment", entity.value, _by(call))
        entity.begin(self._settings, "", meanwhile=DELETING)
        return Reply(200)

    def get_identity_resolution(self, call: Call) -> Reply:
        query_parameters(call, frozenset())
        if call.token is not None:
            require_scope(call.token, VIEW_IDENTITY_RESOLUTION)
        return json_reply(self._identity_resolution(call))

    def put_identity_resolution(self, call: Call) -> Reply:
        query_parameters(call, frozenset())
        if call.token is not None:
            require_scope(call.token, EDIT_IDENTITY_RESOLUTION)
        deployment = self._find(call)
        body = accepted(IDENTITY_RESOLUTION, json_object(call))
        problems = problems_of_schema(IDENTITY_RESOLUTION, body, self._settings.refuse_unknown_fields)
        if problems:
            raise invalid(problems)
        before = deployment.identity_resolution
        self.before_write(deployment.entity.value["id"], "identityresolution", deployment=False)
        deployment.identity_resolution = body
        self._audits.record("Update", "Deployment", deployment.entity.value, _by(call))
        return json_reply(self._lag.answer(call, before, body))

    def change(self, deployment: Deployment, body: JsonObject, by: dict[str, str]) -> None:
        """Make ``body`` the deployment, whoever does it."""
        before = deployment.entity.value
        self.before_write(before["id"])
        kept: JsonObject = {key: before[key] for key in ("id", "snippet", "dateCreated", "selfUri") if key in before}
        own = deployment.entity.becomes or before.get("status")  # what it will be, if somebody is still at it
        status = next((each for each in (body.get("status"), own) if each in (ACTIVE, INACTIVE)), ACTIVE)
        self._store(deployment.entity, {**body, **kept, "status": status}, "Update", by)

    def before_write(self, deployment_id: str, *parts: str, deployment: bool = True) -> None:
        """Whoever is about to write it, or parts of it that are read on their own."""
        there = self._current().deployments.get(deployment_id)
        if deployment:
            self._files.before_write(deployment_id)
            self._lag.object_written(("deployment", deployment_id), there.entity.value if there else None)
        for part in parts:
            self._lag.object_written((part, deployment_id), there.identity_resolution if there else None)
        rows = [(each.entity.value, each.identity_resolution) for each in self._current().deployments.values()]
        self._lag.listing_written(_LISTING, rows)

    def _value(self, call: Call, read: Callable[[Entity], JsonObject]) -> JsonObject:
        return self._lag.single(("deployment", call.parameters["id"]), call, lambda: read(self._find(call).entity))

    def _identity_resolution(self, call: Call) -> JsonObject:
        key = ("identityresolution", call.parameters["id"])
        return self._lag.single(key, call, lambda: self._find(call).identity_resolution)

    def _store(self, entity: Entity, value: JsonObject, action: str, by: dict[str, str]) -> None:
        old = (entity.value.get("configuration") or {}).get("version", "")
        becomes = value.get("status", ACTIVE)
        user = {"lastModifiedUser": {"id": by["user"]}} if "user" in by else {}
        entity.value = {**value, **user, "dateModified": now()}
        reference = self._reference(entity.value["configuration"])
        entity.value["configuration"] = reference
        entity.begin(self._settings, ERROR if self.ends_in_error else becomes)
        self.ends_in_error = False
        changes = [("version", old, reference["version"])] if old != reference["version"] else []
        self._audits.record(action, "Deployment", entity.value, by, changes)

    def _reference(self, configuration: JsonObject) -> JsonObject:
        configuration_id, version = configuration["id"], configuration["version"]
        there = self._current().configurations.get(configuration_id)
        name = there.draft.value.get("name") if there else None
        uri = f"{BASE}/configurations/{configuration_id}/versions/{version}"
        return {"id": configuration_id, "name": name, "version": version, "selfUri": uri}

    def _shown(self, value: JsonObject, identity_resolution: JsonObject, expand: set[str]) -> JsonObject:
        shown = dict(value)
        if "configuration" in expand and value.get("configuration"):
            reference = value["configuration"]
            there = self._current().configurations.get(reference["id"])
            version = there.version(str(reference["version"])) if there else None
            shown["configuration"] = version.value if version else reference
        if "supportedcontent" in expand and value.get("supportedContent"):
            content_id = value["supportedContent"]["id"]
            shown["supportedContent"] = self._current().supported_content.get(content_id, value["supportedContent"])
        if "identityresolution" in expand:
            shown["identityResolution"] = identity_resolution
        if value.get("flow"):
            shown["flow"] = self._shown_flow(value["flow"], "flowdetails" in expand)
        return shown

    def _shown_flow(self, reference: JsonObject, in_detail: bool) -> JsonObject:
        """A read names the flow, as it is called by then."""
        flow = self._current().flows.get(str(reference.get("id")))
        if flow is None:
            return reference
        shown = {"id": flow["id"], "name": flow["name"], "selfUri": f"/api/v2/flows/{flow['id']}"}
        details = {"flowDescription": flow.get("description"), "publishVersion": flow.get("publishedVersion")}
        return {**shown, **{key: item for key, item in details.items() if in_detail and item is not None}}

    def _find(self, call: Call) -> Deployment:
        deployment = self._current().deployments.get(call.parameters["id"])
        if deployment is None or deployment.entity.is_gone:
            self._current().deployments.pop(call.parameters["id"], None)
            raise not_found(f"There is no deployment {call.parameters['id']}.")
        return deployment

    def _accepted(self, call: Call) -> JsonObject:
        body = accepted(DEPLOYMENT, json_object(call))
        if isinstance(body.get("flow"), dict):  # what a read told of it is only told
            body["flow"] = {key: item for key, item in body["flow"].items() if key in ("id", "name")}
        problems = problems_of_schema(DEPLOYMENT, body, self._settings.refuse_unknown_fields)
        problems = problems or {**problems_of_domains(body), **self._unknown_references(body)}
        if not problems and body.get("status", ACTIVE) not in (ACTIVE, INACTIVE):
            problems = {"status": "has to be Active or Inactive"}
        if problems:
            raise invalid(problems)
        reference = body["configuration"]
        if self._current().configurations[reference["id"]].versions[str(reference["version"])].refuses():
            raise bad_request("The version of the configuration cannot be used yet.")
        return body

    def _unknown_references(self, body: JsonObject) -> dict[str, str]:
        found = {}
        for field, known in (("flow", self._current().flows), ("supportedContent", self._current().supported_content)):
            if field in body and body[field].get("id") not in known:
                found[f"{field}.id"] = "does not exist"
        flow = self._current().flows.get((body.get("flow") or {}).get("id"))
        if flow and (flow.get("deleted") or flow["type"] != MESSAGE_FLOW):
            found["flow.id"] = "is not an inbound message flow"  # our choice: no evidence that the type is checked
        reference = body["configuration"]
        there = self._current().configurations.get(str(reference.get("id")))
        if there is None:
            return {**found, "configuration.id": "does not exist"}
        version = there.versions.get(str(reference.get("version")))
        if version is None:
            found["configuration.version"] = "is not a published version"
        elif version.is_pending:
            found["configuration.version"] = "is still Pending"
        elif version.value["status"] == ERROR:
            found["configuration.version"] = "is in status Error"
        return found


def _expansions(call: Call, more: frozenset[str] = frozenset()) -> set[str]:
    named = query_parameters(call, _EXPAND | more).get("expand", "")
    found = {each.strip().lower() for each in named.split(",") if each.strip()}
    if not found <= _EXPANSIONS:
        raise invalid({"expand": f"is not one of {', '.join(sorted(_EXPANSIONS))}"})
    return found


def _by(call: Call) -> dict[str, str]:
    return {"client": call.token.client_id} if call.token is not None else {}
