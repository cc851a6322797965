# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The platform webhooks API."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from .credentials import WRITE_WEBHOOKS
from .errors import ApiError, bad_request, invalid, method_not_allowed, not_found
from .exchange import Act, Call, Interference, Reply, Route, Settling, id_or_last_segment, is_id_or_true, json_reply
from .json_values import JsonObject, deep_merge, encode_json
from .lag import Key, Lag
from .organisation import Organisation, Webhook
from .paging import NO_CACHE, page_of
from .request_parsing import json_object, query_parameters
from .settings import Settings
from .webdeployments_state import created_now
from .webhook_rules import FIELDS, problems_of_webhook, unknown_fields

WEBHOOKS = "/api/v2/platform/webhooks"
_LISTING: Key = ("webhooks",)


class PlatformWebhooks:
    """``/api/v2/platform/webhooks``."""

    name = "platform_webhooks"

    def __init__(self, organisation: Organisation, settings: Settings, lag: Lag) -> None:
        self._organisation = organisation
        self._settings = settings
        self._lag = lag

    def routes(self) -> Sequence[Route]:
        one = f"{WEBHOOKS}/{{id}}"
        return [
            Route("GET", WEBHOOKS, self.list_webhooks, WRITE_WEBHOOKS),
            Route("POST", WEBHOOKS, self.create_webhook, WRITE_WEBHOOKS),
            Route("GET", one, self.get_webhook, WRITE_WEBHOOKS),
            Route("PUT", one, self.replace_webhook, WRITE_WEBHOOKS),
            Route("PATCH", one, self.patch_webhook, WRITE_WEBHOOKS),
            Route("DELETE", one, self.delete_webhook, WRITE_WEBHOOKS),
        ]

    def interferences(self) -> Mapping[str, Interference]:
        """``{"delete_webhook": id or true}``; true: the last segment of the path."""
        return {"delete_webhook": Interference("an id or true", is_id_or_true, self._delete)}

    def acts(self) -> Mapping[str, Act]:
        """``create_webhook``, ``edit_webhook``, ``delete_webhook``."""
        return {
            "create_webhook": self._create_webhook,
            "edit_webhook": self._edit_webhook,
            "delete_webhook": self._delete_webhook,
        }

    def list_webhooks(self, call: Call) -> Reply:
        """A page of webhooks, the oldest first."""
        self._refuse_where_post_only(call)
        return page_of(self._lag.listing(_LISTING, call, self._rows), encode_json, call, self._settings)

    def create_webhook(self, call: Call) -> Reply:
        """Create one; 409 where the name is taken, if names are unique."""
        query_parameters(call, frozenset())
        body = json_object(call)
        problems = unknown_fields(body)
        if "id" in body:
            problems["id"] = "is not for the client to choose"
        if problems:
            raise invalid(problems)
        return json_reply(self._add(str(uuid.uuid4()), body).value, 201)

    def get_webhook(self, call: Call) -> Reply:
        """One webhook."""
        self._refuse_where_post_only(call)
        query_parameters(call, frozenset())
        value = self._lag.single(("webhook", call.parameters["id"]), call, lambda: self._find(call).value)
        return json_reply(value, headers=NO_CACHE)

    def replace_webhook(self, call: Call) -> Reply:
        """Replace everything but the secret (which changes where it is sent) and what the server adds of its own."""
        body, webhook = self._body_for(call)
        kept = {name: value for name, value in webhook.value.items() if name not in FIELDS}
        return self._change(call, webhook, {**kept, "enabled": True, "httpHeaders": {}, **body})

    def patch_webhook(self, call: Call) -> Reply:
        """Merge the body into the webhook."""
        body, webhook = self._body_for(call)
        return self._change(call, webhook, deep_merge(webhook.value, body))

    def delete_webhook(self, call: Call) -> Reply:
        """Delete it. What it was to hear before that still goes out."""
        self._refuse_where_post_only(call)
        query_parameters(call, frozenset())
        self._delete_webhook(self._find(call).value["id"], {})
        return Reply(204)

    def _refuse_where_post_only(self, call: Call) -> None:
        if self._settings.webhooks_post_only == 404:
            raise not_found()
        if self._settings.webhooks_post_only == 405:
            raise method_not_allowed(call.method, ["POST"])

    def _find(self, call: Call) -> Webhook:
        webhook = self._organisation.webhooks.get(call.parameters["id"])
        if webhook is None:
            raise not_found(f"There is no webhook {call.parameters['id']}.")
        return webhook

    def _body_for(self, call: Call) -> tuple[JsonObject, Webhook]:
        self._refuse_where_post_only(call)
        query_parameters(call, frozenset())
        body = json_object(call)
        if body.get("id", call.parameters["id"]) != call.parameters["id"]:
            raise bad_request("The id in the body is not the one in the path.")
        webhook = self._find(call)
        problems = {name: problem for name, problem in unknown_fields(body).items() if name not in webhook.value}
        if problems:
            raise invalid(problems)
        return body, webhook

    def _change(self, call: Call, webhook: Webhook, fields: JsonObject) -> Reply:
        before = webhook.value
        self._store(webhook, fields)
        return json_reply(self._lag.answer(call, before, webhook.value))

    def _store(self, webhook: Webhook, fields: JsonObject) -> None:
        changed = self._checked(webhook.value["id"], fields, webhook)
        self._before_write(webhook.value["id"])
        webhook.value, webhook.secret = changed.value, changed.secret

    def _add(self, webhook_id: str, fields: JsonObject) -> Webhook:
        dated = {"dateCreated": created_now()} if self._settings.webhooks_dated else {}
        webhook = self._checked(webhook_id, {"enabled": True, "httpHeaders": {}, **dated, **fields}, None)
        self._before_write(webhook_id)
        self._organisation.webhooks[webhook_id] = webhook
        return webhook

    def _rows(self) -> list[JsonObject]:
        return [webhook.value for webhook in self._organisation.webhooks.values()]

    def _before_write(self, webhook_id: str) -> None:
        webhook = self._organisation.webhooks.get(webhook_id)
        self._lag.object_written(("webhook", webhook_id), webhook.value if webhook else None)
        self._lag.listing_written(_LISTING, self._rows())

    def _checked(self, webhook_id: str, fields: JsonObject, previous: Webhook | None) -> Webhook:
        problems = problems_of_webhook(fields)
        if problems:
            raise invalid(problems)
        for other in self._organisation.webhooks.values() if self._settings.webhook_names_unique else ():
            if other is not previous and other.value["name"] == fields["name"]:
                raise ApiError(409, "conflict", f"There is a webhook named {fields['name']} already.", fields=["name"])
        public = {"id": webhook_id, **{name: value for name, value in fields.items() if name not in ("id", "secret")}}
        return Webhook(public, fields.get("secret", previous.secret if previous else None))

    def _delete(self, which: object, path: str) -> None:
        webhook_id = id_or_last_segment(which, path)
        if webhook_id in self._organisation.webhooks:
            self._delete_webhook(webhook_id, {})

    def _create_webhook(self, webhook_id: str, fields: JsonObject) -> Sequence[Settling]:
        self._add(webhook_id or str(uuid.uuid4()), fields)
        return ()

    def _edit_webhook(self, webhook_id: str, changes: JsonObject) -> Sequence[Settling]:
        webhook = self._organisation.webhooks[webhook_id]
        self._store(webhook, deep_merge(webhook.value, changes))
        return ()

    def _delete_webhook(self, webhook_id: str, _changes: JsonObject) -> Sequence[Settling]:
        self._before_write(webhook_id)
        del self._organisation.webhooks[webhook_id]
        return ()
