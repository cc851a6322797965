# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The endpoints of supported content profiles, which are a part of the messaging API.

Source: ``docs/reference/references.md`` (SDK 269, CLI 44244cc, Terraform provider 1.84.1).
"""

from __future__ import annotations

from .._core.errors import NotFound, ProtocolError, RequestInfo, UnknownOutcome
from .._core.json_values import JsonObject, text_or_none
from .._http.client import Client, found_or_none, item_path
from .._http.read_back import Accepted, read_object, write_object
from .._http.sender import Tries
from . import permissions
from .reference_kinds import KINDS

PROFILES = KINDS["supported_content"].path
DEFAULT = f"{PROFILES}/default"


class SupportedContentApi:
    """A read raises NotFound if the profile does not exist; a write is one or more tries, inside ``Client.settle``."""

    def __init__(self, client: Client) -> None:
        self.client = client
        client.explain_forbidden(PROFILES, permissions.advice)

    def profiles(self) -> list[JsonObject]:
        try:
            return self.client.pages(PROFILES)
        except NotFound as error:
            error.advice = (
                "This address does not serve supported content profiles, which are a part of Genesys Cloud's public "
                "API: check api_url and region."
            )
            raise

    def profile(self, profile_id: str) -> JsonObject:
        return read_object(self.client, item_path(PROFILES, profile_id), profile_id)

    def default_id(self) -> str | None:
        """Return the id of the org's default profile; None if there is none."""
        found = found_or_none(lambda: self.client.get(DEFAULT))
        return None if found is None else text_or_none(found.get("id"))

    def default_row(self) -> list[JsonObject]:
        """Return the org's default profile, as a listing of one or none, with only its id."""
        default = self.default_id()
        return [] if default is None else [{"id": default}]

    def create(self, body: JsonObject, tries: Tries) -> JsonObject:
        """Create a profile. A response that does not show it counts as lost."""
        answer = self.client.write("POST", PROFILES, body, tries)
        if text_or_none(answer.get("id")) is None:
            request = RequestInfo(method="POST", path=PROFILES, status=200)
            no_object = ProtocolError("the response has no id, so it is no supported content profile", request)
            raise UnknownOutcome(no_object, 0.0, again=False)
        return answer

    def change(self, profile_id: str, body: JsonObject, tries: Tries) -> Accepted:
        return write_object(self.client, "PATCH", item_path(PROFILES, profile_id), body, tries, profile_id)

    def make_default(self, profile_id: str, tries: Tries) -> Accepted:
        return write_object(self.client, "PUT", DEFAULT, {"id": profile_id}, tries, profile_id)

    def delete(self, profile_id: str, tries: Tries) -> None:
        self.client.write("DELETE", item_path(PROFILES, profile_id), None, tries)
