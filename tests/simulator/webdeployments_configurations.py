# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``/api/v2/webdeployments/configurations``: drafts, versions, publishing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .audits import Audits
from .credentials import ADD_CONFIGURATIONS, DELETE_CONFIGURATIONS, EDIT_CONFIGURATIONS, VIEW_CONFIGURATIONS
from .cursors import cursor_page
from .errors import ApiError, bad_request, invalid, not_found
from .exchange import Call, Reply, Route, json_reply
from .json_values import JsonObject
from .oauth import require_scope
from .request_parsing import json_object, query_parameters
from .settings import Settings
from .webdeployments_lifecycle import ACTIVE, DELETING, ERROR, Entity
from .webdeployments_rules import VERSION, accepted, problems_of_content, problems_of_schema
from .webdeployments_state import BASE, DRAFT, Configuration, WebDeploymentsState, new_id, now

CONFIGURATIONS = f"{BASE}/configurations"


class Configurations:
    """Whole objects in, whole objects out; there is no PATCH."""

    def __init__(self, state: Callable[[], WebDeploymentsState], audits: Audits, settings: Settings) -> None:
        """``state``: what the org holds now, which control can replace."""
        self._current = state
        self._audits = audits
        self._settings = settings
        self.ends_in_error = False
        """Whether the next thing that is written shall end so."""

    def routes(self) -> Sequence[Route]:
        item = f"{CONFIGURATIONS}/{{id}}"
        return [
            Route("GET", CONFIGURATIONS, self.list, VIEW_CONFIGURATIONS),
            Route("POST", CONFIGURATIONS, self.create, ADD_CONFIGURATIONS),
            Route("DELETE", item, self.delete, DELETE_CONFIGURATIONS),
            Route("GET", f"{item}/versions", self.list_versions, VIEW_CONFIGURATIONS),
            Route("GET", f"{item}/versions/draft", self.get_draft, VIEW_CONFIGURATIONS),
            Route("PUT", f"{item}/versions/draft", self.put_draft, EDIT_CONFIGURATIONS),
            Route("POST", f"{item}/versions/draft/publish", self.publish, EDIT_CONFIGURATIONS),
            Route("GET", f"{item}/versions/{{version}}", self.get_version, VIEW_CONFIGURATIONS),
        ]

    def list(self, call: Call) -> Reply:
        """The drafts; with ``showOnlyPublished=true`` the newest published version of each that has one."""
        published = query_parameters(call, frozenset({"pageSize", "after", "before", "showOnlyPublished"})).get(
            "showOnlyPublished", "false"
        )
        if published not in ("true", "false"):
            raise invalid({"showOnlyPublished": "has to be true or false"})
        each = list(self._current().configurations.values())
        entities = [one.newest for one in each] if published == "true" else [one.draft for one in each]
        found = [entity.value for entity in entities if entity is not None]
        return cursor_page(found, call, self._settings, frozenset({"showOnlyPublished"}))

    def create(self, call: Call) -> Reply:
        query_parameters(call, frozenset())
        body = self._accepted(call)
        configuration_id = new_id()
        value = {**body, "id": configuration_id, "version": DRAFT, "dateCreated": now(), "dateModified": now()}
        value["selfUri"] = f"{CONFIGURATIONS}/{configuration_id}/versions/DRAFT"
        draft = Entity(value)
        self._begin(draft)
        self._current().configurations[configuration_id] = Configuration(draft)
        self._audits.record("Create", "Configuration", draft.value, _by(call))
        return json_reply(draft.value)

    def list_versions(self, call: Call) -> Reply:
        """Every published version in the order of its text, and the draft behind them: "1", "10", "2", "DRAFT"."""
        configuration = self._find(call)
        everything = [configuration.versions[name].read() for name in sorted(configuration.versions)]
        return cursor_page([*everything, configuration.draft.value], call, self._settings, frozenset())

    def get_version(self, call: Call) -> Reply:
        query_parameters(call, frozenset())
        version = self._find(call).version(call.parameters["version"])
        if version is None:
            raise not_found(f"There is no version {call.parameters['version']}.")
        return json_reply(version.read())

    def get_draft(self, call: Call) -> Reply:
        query_parameters(call, frozenset())
        draft = self._find(call).draft
        shown = draft.read()
        if draft.is_gone:
            self._current().configurations.pop(call.parameters["id"], None)
        return json_reply(shown)

    def put_draft(self, call: Call) -> Reply:
        """The body becomes the whole draft: what it leaves out is gone."""
        query_parameters(call, frozenset())
        configuration = self._find(call)
        self.save(configuration, self._accepted(call), _by(call))
        return json_reply(configuration.draft.value)

    def publish(self, call: Call) -> Reply:
        """The draft becomes the next version. There is no body; the official SDK sends null for none."""
        query_parameters(call, frozenset())
        if call.token is not None:
            require_scope(call.token, ADD_CONFIGURATIONS)
        if call.body.strip() not in (b"", b"null"):
            raise bad_request("This resource takes no body.")
        configuration = self._find(call)
        if configuration.draft.is_pending or configuration.draft.value["status"] != ACTIVE:
            raise bad_request(f"The draft is {configuration.draft.value['status']}, and cannot be published.")
        return json_reply(self.make_version(configuration, _by(call)).value)

    def delete(self, call: Call) -> Reply:
        """All of its versions, unless a deployment is pinned to one of them."""
        query_parameters(call, frozenset())
        configuration = self._find(call)
        users = self._current().users_of(call.parameters["id"])
        if users:
            refusal = ApiError(409, "in.use", "The configuration is used by deployments.")
            refusal.details = [
                {"errorCode": "in.use", "entityId": user["id"], "entityName": user["name"]} for user in users
            ]
            raise refusal
        self._audits.record("Delete", "Configuration", configuration.draft.value, _by(call))
        configuration.draft.begin(self._settings, "", meanwhile=DELETING)
        if configuration.draft.is_gone:
            del self._current().configurations[call.parameters["id"]]
        return Reply(200)

    def save(self, configuration: Configuration, content: JsonObject, by: dict[str, str]) -> None:
        """Make ``content`` the draft, whoever does it."""
        kept = ("id", "version", "dateCreated", "selfUri")
        owned: JsonObject = {key: configuration.draft.value[key] for key in kept if key in configuration.draft.value}
        user: JsonObject = {"lastModifiedUser": {"id": by["user"]}} if "user" in by else {}
        configuration.draft.value = {**content, **owned, **user, "dateModified": now()}
        self._begin(configuration.draft)
        self._audits.record("Update", "Configuration", configuration.draft.value, by)

    def make_version(self, configuration: Configuration, by: dict[str, str]) -> Entity:
        """Publish the draft, whoever does it."""
        name = str(max(map(int, configuration.versions), default=0) + 1)
        value = {**configuration.draft.value, "version": name, "status": ACTIVE, "datePublished": now()}
        value["selfUri"] = f"{CONFIGURATIONS}/{value['id']}/versions/{name}"
        entity = configuration.versions[name] = Entity(value)
        if self._settings.pending_versions:
            self._begin(entity)
        self._audits.record("Publish", "ConfigurationVersion", value, by, [("version", "", name)])
        return entity

    def _begin(self, entity: Entity) -> None:
        entity.begin(self._settings, ERROR if self.ends_in_error else ACTIVE)
        self.ends_in_error = False

    def _find(self, call: Call) -> Configuration:
        configuration = self._current().configurations.get(call.parameters["id"])
        if configuration is None or configuration.draft.is_gone:
            raise not_found(f"There is no configuration {call.parameters['id']}.")
        return configuration

    def _accepted(self, call: Call) -> JsonObject:
        body = accepted(VERSION, json_object(call))
        problems = problems_of_schema(VERSION, body, self._settings.refuse_unknown_fields)
        problems = problems or problems_of_content(body)
        if problems:
            raise invalid(problems)
        return body


def _by(call: Call) -> dict[str, str]:
    return {"client": call.token.client_id} if call.token is not None else {}
