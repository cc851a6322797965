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
from .lag import Key, Lag
from .oauth import require_scope
from .request_parsing import json_object, query_parameters
from .settings import Settings
from .webdeployments_lifecycle import ACTIVE, DELETING, ERROR, Entity
from .webdeployments_rules import VERSION, accepted, addressed, problems_of_content, problems_of_schema
from .webdeployments_state import BASE, DRAFT, Configuration, WebDeploymentsState, created_now, new_id, now

CONFIGURATIONS = f"{BASE}/configurations"
DRAFTS: Key = ("configurations",)
PUBLISHED: Key = ("configurations", "published")


class Configurations:
    """Whole objects in, whole objects out; there is no PATCH."""

    def __init__(self, state: Callable[[], WebDeploymentsState], audits: Audits, settings: Settings, lag: Lag) -> None:
        """``state``: what the org holds now, which control can replace."""
        self._current = state
        self._audits = audits
        self._settings = settings
        self._lag = lag
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
        kind = PUBLISHED if published == "true" else DRAFTS
        found = self._lag.listing(kind, call, lambda: [entity.read() for entity in self._listed(kind)])
        return cursor_page(found, call, self._settings, frozenset({"showOnlyPublished"}))

    def _listed(self, kind: Key) -> Sequence[Entity]:
        each = [one for one in self._current().configurations.values() if not one.draft.is_gone]
        if kind == PUBLISHED:
            each = [one for one in each if one.newest is not None]
        shows_newest = kind == PUBLISHED and not self._settings.published_listing_shows_drafts
        return [one.newest if shows_newest and one.newest else one.draft for one in each]

    def create(self, call: Call) -> Reply:
        query_parameters(call, frozenset())
        return json_reply(self.add(new_id(), self._accepted(call), _by(call)).draft.value)

    def add(self, configuration_id: str, content: JsonObject, by: dict[str, str]) -> Configuration:
        """A new one, whoever makes it."""
        self._before_write(configuration_id, DRAFT)
        shown = addressed(VERSION, content)
        value = {**shown, "id": configuration_id, "version": DRAFT, "dateCreated": created_now(), "dateModified": now()}
        value["selfUri"] = f"{CONFIGURATIONS}/{configuration_id}/versions/DRAFT"
        made = self._current().configurations[configuration_id] = Configuration(Entity(value))
        self._begin(made.draft)
        self._audits.record("Create", "Configuration", made.draft.value, by)
        return made

    def list_versions(self, call: Call) -> Reply:
        """Every published version in the order of its text, and the draft behind them: "1", "10", "2", "DRAFT"."""

        def current() -> Sequence[JsonObject]:
            configuration = self._find(call)
            everything = [configuration.versions[name].read() for name in sorted(configuration.versions)]
            return [*everything, configuration.draft.value]

        found = self._lag.listing(("versions", call.parameters["id"]), call, current)
        return cursor_page(found, call, self._settings, frozenset())

    def get_version(self, call: Call) -> Reply:
        name = call.parameters["version"]
        if name.upper() == DRAFT:
            return self.get_draft(call)
        query_parameters(call, frozenset())

        def current() -> JsonObject:
            version = self._find(call).versions.get(name)
            if version is None:
                raise not_found(f"There is no version {name}.")
            return version.read()

        return json_reply(self._lag.single(("version", call.parameters["id"], name), call, current))

    def get_draft(self, call: Call) -> Reply:
        query_parameters(call, frozenset())

        def current() -> JsonObject:
            draft = self._find(call).draft
            shown = draft.read()
            if draft.is_gone:
                self._current().configurations.pop(call.parameters["id"], None)
            return shown

        return json_reply(self._lag.single(("version", call.parameters["id"], DRAFT), call, current))

    def put_draft(self, call: Call) -> Reply:
        """The body becomes the whole draft: what it leaves out is gone."""
        query_parameters(call, frozenset())
        configuration = self._find(call)
        before = configuration.draft.value
        self.save(configuration, self._accepted(call), _by(call))
        return json_reply(self._lag.answer(call, before, configuration.draft.value))

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
        if configuration.draft.refuses():
            raise bad_request("The draft cannot be published yet.")
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
        self.before_deletion(configuration)
        self._audits.record("Delete", "Configuration", configuration.draft.value, _by(call))
        configuration.draft.begin(self._settings, "", meanwhile=DELETING)
        if configuration.draft.is_gone:
            del self._current().configurations[call.parameters["id"]]
        return Reply(200)

    def save(self, configuration: Configuration, content: JsonObject, by: dict[str, str]) -> None:
        """Make ``content`` the draft, whoever does it."""
        self._before_write(configuration.draft.value["id"], DRAFT)
        kept = ("id", "version", "dateCreated", "selfUri")
        owned: JsonObject = {key: configuration.draft.value[key] for key in kept if key in configuration.draft.value}
        user: JsonObject = {"lastModifiedUser": {"id": by["user"]}} if "user" in by else {}
        configuration.draft.value = {**addressed(VERSION, content), **owned, **user, "dateModified": now()}
        self._begin(configuration.draft)
        self._audits.record("Update", "Configuration", configuration.draft.value, by)

    def make_version(self, configuration: Configuration, by: dict[str, str]) -> Entity:
        """Publish the draft, whoever does it."""
        name = str(max(map(int, configuration.versions), default=0) + 1)
        self._before_write(configuration.draft.value["id"], name)
        value = {**configuration.draft.value, "version": name, "status": ACTIVE, "datePublished": now()}
        value["selfUri"] = f"{CONFIGURATIONS}/{value['id']}/versions/{name}"
        entity = configuration.versions[name] = Entity(value)
        entity.renew(self._settings)
        if self._settings.pending_versions or self.ends_in_error:
            self._begin(entity)
        self._audits.record("Publish", "ConfigurationVersion", value, by, [("version", "", name)])
        return entity

    def before_deletion(self, configuration: Configuration) -> None:
        """Whoever is about to delete it."""
        self._before_write(configuration.draft.value["id"], *configuration.versions, DRAFT)

    def _before_write(self, configuration_id: str, *names: str) -> None:
        """Versions of these names, which may not be there yet, are about to change."""
        there = self._current().configurations.get(configuration_id)
        for name in names:
            version = there.version(name) if there else None
            self._lag.object_written(("version", configuration_id, name), version.value if version else None)
        rows = [each.value for _name, each in sorted(there.versions.items())] + [there.draft.value] if there else None
        self._lag.listing_written(("versions", configuration_id), rows)
        for kind, shows in ((DRAFTS, DRAFT in names), (PUBLISHED, names != (DRAFT,))):
            if shows:
                self._lag.listing_written(kind, [entity.value for entity in self._listed(kind)])

    def _begin(self, entity: Entity) -> None:
        entity.renew(self._settings)
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
