# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``/api/v2/conversations/messaging/supportedcontent``: which media guests and agents can send each other.

Our choices, for want of evidence: two profiles can have one name; a PATCH replaces ``mediaTypes`` as a whole (setting
``content_patches_merge``); a profile that deployments use, and the default one, can be deleted (setting
``refuse_content_in_use``), so that a client that does not look does harm; every write, even of nothing new, is the next
``version``; a default that there is not is a 400.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .audits import MESSAGING, Audits
from .credentials import (
    ADD_SUPPORTED_CONTENT,
    DELETE_SUPPORTED_CONTENT,
    EDIT_SUPPORTED_CONTENT,
    VIEW_SUPPORTED_CONTENT,
)
from .errors import ApiError, invalid, not_found
from .exchange import Act, Call, Interference, Reply, Route, Settling, json_reply
from .json_values import JsonObject, deep_merge
from .lag import Key, Lag
from .organisation import Organisation
from .paging import addressed_page
from .request_parsing import json_object, query_parameters
from .settings import Settings
from .supported_content_rules import CONTENT, REFERENCE, problems_of
from .webdeployments_rules import accepted
from .webdeployments_state import USER, WebDeploymentsState, created_now, new_id, now

PROFILES = "/api/v2/conversations/messaging/supportedcontent"
MAX_PAGE_SIZE = 100
_LISTING: Key = ("supportedcontents",)
_DEFAULT: Key = ("supportedcontent", "default")
_By = dict[str, str]


class SupportedContent:
    """Content profiles, and the one that is the org's default."""

    name = "supported_content"

    def __init__(self, organisation: Organisation, audits: Audits, settings: Settings, lag: Lag) -> None:
        self._organisation = organisation
        self._audits = audits
        self._settings = settings
        self._lag = lag

    def routes(self) -> Sequence[Route]:
        item = f"{PROFILES}/{{id}}"
        return [
            Route("GET", PROFILES, self.list, VIEW_SUPPORTED_CONTENT),
            Route("POST", PROFILES, self.create, ADD_SUPPORTED_CONTENT),
            Route("GET", f"{PROFILES}/default", self.get_default, VIEW_SUPPORTED_CONTENT),
            Route("PUT", f"{PROFILES}/default", self.put_default, EDIT_SUPPORTED_CONTENT),
            Route("GET", item, self.get, VIEW_SUPPORTED_CONTENT),
            Route("PATCH", item, self.patch, EDIT_SUPPORTED_CONTENT),
            Route("DELETE", item, self.delete, DELETE_SUPPORTED_CONTENT),
        ]

    def interferences(self) -> Mapping[str, Interference]:
        return {}

    def acts(self) -> Mapping[str, Act]:
        return {
            "create_supported_content": self._act_create,
            "edit_supported_content": self._act_edit,
            "delete_supported_content": self._act_delete,
            "make_default_supported_content": self._act_make_default,
        }

    def list(self, call: Call) -> Reply:
        """There is no filter."""
        given = query_parameters(call, frozenset({"pageSize", "pageNumber"}))
        rows = self._lag.listing(_LISTING, call, self._rows)
        return addressed_page(rows, call, given, self._settings, MAX_PAGE_SIZE)

    def get(self, call: Call) -> Reply:
        query_parameters(call, frozenset())
        profile_id = call.parameters["id"]
        return json_reply(self._lag.single(_key(profile_id), call, lambda: _shown(self._find(profile_id))))

    def get_default(self, call: Call) -> Reply:
        """404 where there is none."""
        query_parameters(call, frozenset())

        def current() -> JsonObject:
            shown = self._default()
            if shown is None:
                raise not_found("There is no default.")
            return shown

        return json_reply(self._lag.single(_DEFAULT, call, current))

    def create(self, call: Call) -> Reply:
        query_parameters(call, frozenset())
        return json_reply(self._add(new_id(), self._accepted(call), _by(call)))

    def patch(self, call: Call) -> Reply:
        query_parameters(call, frozenset())
        profile = self._find(call.parameters["id"])
        changes = self._accepted(call, whole=False)
        changed = deep_merge(profile, changes) if self._settings.content_patches_merge else {**profile, **changes}
        before = _shown(profile)
        return json_reply(self._lag.answer(call, before, self._change(profile, changed, _by(call))))

    def put_default(self, call: Call) -> Reply:
        query_parameters(call, frozenset())
        body = accepted(REFERENCE, json_object(call))
        problems = problems_of(REFERENCE, body, self._settings.refuse_unknown_fields)
        if not problems and body["id"] not in self._current().supported_content:
            problems = {"id": "does not exist"}
        if problems:
            raise invalid(problems)
        before = self._default()
        after = self._make_default(body["id"], _by(call))
        return json_reply(self._lag.answer(call, before or after, after))

    def delete(self, call: Call) -> Reply:
        query_parameters(call, frozenset())
        profile = self._find(call.parameters["id"])
        if self._settings.refuse_content_in_use:
            self._refuse_if_used(profile)
        self._remove(profile, _by(call))
        return Reply(200)

    def _refuse_if_used(self, profile: JsonObject) -> None:
        users = self._current().users_of_content(profile["id"])
        if profile["id"] == self._current().default_supported_content:
            users = [profile, *users]
        if users:
            refusal = ApiError(409, "in.use", "The supported content is the default, or deployments use it.")
            refusal.details = [
                {"errorCode": "in.use", "entityId": each["id"], "entityName": each["name"]} for each in users
            ]
            raise refusal

    def _add(self, profile_id: str, content: JsonObject, by: _By) -> JsonObject:
        self._before_write(profile_id)
        hand = _hand(by)
        dates = {"dateCreated": created_now(), "dateModified": now()}
        made = {"id": profile_id, **content, **dates, "createdBy": hand, "modifiedBy": hand, "version": 1}
        self._current().supported_content[profile_id] = made
        self._record("Create", made, by)
        return _shown(made)

    def _change(self, profile: JsonObject, changed: JsonObject, by: _By) -> JsonObject:
        self._before_write(profile["id"])
        owned = {"dateModified": now(), "modifiedBy": _hand(by), "version": profile.get("version", 1) + 1}
        made = self._current().supported_content[profile["id"]] = {**changed, **owned}
        self._record("Update", made, by)
        return _shown(made)

    def _remove(self, profile: JsonObject, by: _By) -> None:
        self._before_write(profile["id"])
        if profile["id"] == self._current().default_supported_content:
            self._current().default_supported_content = None
        del self._current().supported_content[profile["id"]]
        self._record("Delete", profile, by)

    def _make_default(self, profile_id: str, by: _By) -> JsonObject:
        self._lag.object_written(_DEFAULT, self._default())
        self._current().default_supported_content = profile_id
        profile = self._find(profile_id)
        self._audits.record("Update", "ConversationDefaultSupportedContent", profile, by, service=MESSAGING)
        return _shown(profile)

    def _before_write(self, profile_id: str) -> None:
        """One is about to be written, whoever does it."""
        there = self._current().supported_content.get(profile_id)
        self._lag.object_written(_key(profile_id), _shown(there) if there else None)
        self._lag.listing_written(_LISTING, self._rows())
        if profile_id == self._current().default_supported_content:
            self._lag.object_written(_DEFAULT, self._default())

    def _record(self, action: str, profile: JsonObject, by: _By) -> None:
        self._audits.record(action, "SupportedContent", profile, by, service=MESSAGING)

    def _rows(self) -> Sequence[JsonObject]:
        return [_shown(each) for each in self._current().supported_content.values()]

    def _default(self) -> JsonObject | None:
        profile_id = self._current().default_supported_content
        return None if profile_id is None else _shown(self._find(profile_id))

    def _find(self, profile_id: str) -> JsonObject:
        profile: JsonObject | None = self._current().supported_content.get(profile_id)
        if profile is None:
            raise not_found(f"There is no supported content {profile_id}.")
        return profile

    def _accepted(self, call: Call, *, whole: bool = True) -> JsonObject:
        body = accepted(CONTENT, json_object(call))
        problems = problems_of(CONTENT, body, self._settings.refuse_unknown_fields, whole=whole)
        if problems:
            raise invalid(problems)
        return body

    def _current(self) -> WebDeploymentsState:
        """What the org holds now; the defaults, where it has no Web Deployments."""
        return self._organisation.webdeployments or WebDeploymentsState({})

    def _act_create(self, profile_id: str, fields: JsonObject) -> Sequence[Settling]:
        self._add(profile_id or new_id(), fields, {"user": USER})
        return ()

    def _act_edit(self, profile_id: str, changes: JsonObject) -> Sequence[Settling]:
        profile = self._find(profile_id)
        self._change(profile, deep_merge(profile, changes), {"user": USER})
        return ()

    def _act_delete(self, profile_id: str, _changes: JsonObject) -> Sequence[Settling]:
        self._remove(self._find(profile_id), {"user": USER})
        return ()

    def _act_make_default(self, profile_id: str, _changes: JsonObject) -> Sequence[Settling]:
        self._make_default(self._find(profile_id)["id"], {"user": USER})
        return ()


def _key(profile_id: str) -> Key:
    return ("supportedcontent", profile_id)


def _shown(profile: JsonObject) -> JsonObject:
    return {"version": 1, **profile, "selfUri": f"{PROFILES}/{profile['id']}"}


def _by(call: Call) -> _By:
    return {"client": call.token.client_id} if call.token is not None else {}


def _hand(by: _By) -> JsonObject:
    """An OAuth client stands where a user does, as in the audit trail (our choice)."""
    return {"id": by.get("user") or by.get("client", "")}
