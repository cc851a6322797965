# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The endpoints of ``/api/v2/webdeployments``: whole objects in, whole objects out.

Source: ``docs/reference/platform-api.md``.
"""

from __future__ import annotations

from typing import Any, Callable, Iterable, Mapping
from urllib.parse import quote

from .._core.errors import (
    NotFound,
    ProtocolError,
    RequestInfo,
    UnknownOutcome,
)
from .._core.json_values import JsonObject, at
from .._http.client import Client, found_or_none, item_path
from .._http.sender import Tries
from .._http.shared_looks import SharedLooks
from . import permissions

ROOT = "/api/v2/webdeployments"
DEPLOYMENTS = f"{ROOT}/deployments"
CONFIGURATIONS = f"{ROOT}/configurations"
DRAFT = "DRAFT"
LONGEST_NUMBER = 9
"""Digits of a version's number; no configuration was ever published more often."""
_PAGE = {"pageSize": 300}
"""The service's own default (SDK ``web_deployments_api.py``)."""


class WebDeploymentsApi:
    """A read raises NotFound if the object does not exist; a write is one or more tries, inside ``Client.settle``."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.draft_looks = SharedLooks(client, self.drafts)
        self.version_looks = SharedLooks(client, self.published_rows)
        self.deployment_looks = SharedLooks(client, self.bare_deployments)
        client.explain_forbidden(f"{ROOT}/", permissions.advice)

    def deployments(self) -> list[JsonObject]:
        """List every deployment, each with the whole version that it is pinned to as its ``configuration``."""
        found = self._listed(DEPLOYMENTS, {"expand": "Configuration"})
        self.deployment_looks.expect(len(found))
        return found

    def bare_deployments(self) -> list[JsonObject]:
        """List every deployment, each with a bare reference ``{id, version}`` to its configuration."""
        found = self._listed(DEPLOYMENTS, {})
        self.deployment_looks.expect(len(found))
        return found

    def deployments_with_content(self) -> list[JsonObject]:
        """List every deployment, each with its supported content profile, if it has one."""
        return self._listed(DEPLOYMENTS, {"expand": "SupportedContent"})

    def deployment(self, deployment_id: str) -> JsonObject:
        """Read one deployment, with a bare reference ``{id, version}`` to its configuration."""
        return self._read(item_path(DEPLOYMENTS, deployment_id), deployment_id)

    def create_deployment(self, body: JsonObject, tries: Tries) -> JsonObject:
        return self._write("POST", DEPLOYMENTS, body, tries)

    def replace_deployment(self, deployment_id: str, body: JsonObject, tries: Tries) -> JsonObject:
        return self._write("PUT", item_path(DEPLOYMENTS, deployment_id), body, tries, deployment_id)

    def delete_deployment(self, deployment_id: str, tries: Tries) -> None:
        self.client.write("DELETE", item_path(DEPLOYMENTS, deployment_id), None, tries)

    def identity_resolution(self, deployment_id: str) -> JsonObject:
        path = f"{item_path(DEPLOYMENTS, deployment_id)}/identityresolution"
        found = self.client.get(path)
        if "resolveIdentities" not in found:  # a write would replace it with an empty one
            raise _no_identity_resolution("GET", path)
        return found

    def replace_identity_resolution(self, deployment_id: str, body: JsonObject, tries: Tries) -> JsonObject:
        path = f"{item_path(DEPLOYMENTS, deployment_id)}/identityresolution"
        answer = self.client.write("PUT", path, body, tries)
        if "resolveIdentities" not in answer:
            raise UnknownOutcome(_no_identity_resolution("PUT", path), 0.0, again=False)
        return answer

    def drafts(self) -> list[JsonObject]:
        """List the draft of every configuration."""
        found = self._listed(CONFIGURATIONS, {})
        self.draft_looks.expect(len(found))
        self.version_looks.expect(len(found))
        return found

    def published_rows(self) -> list[JsonObject]:
        """List a row for every configuration with a published version.

        A row shows the newest version, or it is the draft, which does not tell what is published: sources disagree
        (``docs/reference/reality.md`` R16). ``version_number`` tells which it is.
        """
        return self._listed(CONFIGURATIONS, {"showOnlyPublished": "true"})

    def published(self) -> dict[str, JsonObject]:
        """Return the newest published version of each configuration, by id. Versions without a row are read singly."""
        rows = self.published_rows()
        hidden = [row["id"] for row in rows if version_number(row) is None]
        read = dict(zip(hidden, self.client.each(self._newest, hidden)))
        newest = {row["id"]: read.get(row["id"], row) for row in rows}
        return {configuration_id: version for configuration_id, version in newest.items() if version is not None}

    def _newest(self, configuration_id: str) -> JsonObject | None:
        return newest_published(found_or_none(lambda: self.versions(configuration_id)) or ())

    def draft(self, configuration_id: str) -> JsonObject:
        return self._read(f"{item_path(CONFIGURATIONS, configuration_id)}/versions/draft", configuration_id)

    def versions(self, configuration_id: str) -> list[JsonObject]:
        """List every version, in the service's order, whatever it is."""
        return self.client.cursor_pages(f"{item_path(CONFIGURATIONS, configuration_id)}/versions", _PAGE)

    def version(self, configuration_id: str, version: str) -> JsonObject:
        path = f"{item_path(CONFIGURATIONS, configuration_id)}/versions/{quote(version, safe='')}"
        found = self._read(path, configuration_id)
        if str(found.get("version")) != version:
            raise _another("GET", path, f"version {version}", f"version {found.get('version')}")
        return found

    def create_configuration(self, body: JsonObject, tries: Tries) -> JsonObject:
        """Create a configuration and return its draft; nothing of it is published."""
        return self._write("POST", CONFIGURATIONS, body, tries)

    def delete_configuration(self, configuration_id: str, tries: Tries) -> None:
        """Delete a configuration with all of its versions."""
        self.client.write("DELETE", item_path(CONFIGURATIONS, configuration_id), None, tries)

    def replace_draft(self, configuration_id: str, body: JsonObject, tries: Tries) -> JsonObject:
        path = f"{item_path(CONFIGURATIONS, configuration_id)}/versions/draft"
        return self._write("PUT", path, body, tries, configuration_id)

    def publish(self, configuration_id: str, tries: Tries) -> JsonObject:
        """Make the draft the next version, and return that version."""
        path = f"{item_path(CONFIGURATIONS, configuration_id)}/versions/draft/publish"
        return self._write(
            "POST", path, None, tries, configuration_id, lambda version: version_number(version) is not None
        )

    def _read(self, path: str, object_id: str) -> JsonObject:
        """Read the object. Raises ProtocolError if the response is about another one."""
        found = self.client.get(path)
        if not _is_object(found):
            raise _no_object("GET", path)
        if found["id"] != object_id:
            raise _another("GET", path, object_id, found["id"])
        return found

    def _write(
        self,
        method: str,
        path: str,
        body: JsonObject | None,
        tries: Tries,
        object_id: str | None = None,
        is_complete: Callable[[JsonObject], bool] = lambda answer: True,
    ) -> JsonObject:
        """Return the written object; read it if the response does not show it, as if the response was lost.

        ``object_id``: None for an object that is being created.
        """
        answer = self.client.write(method, path, body, tries)
        if not _is_object(answer) or not is_complete(answer):
            raise UnknownOutcome(_no_object(method, path), 0.0, again=False)
        if object_id not in (None, answer["id"]):
            raise UnknownOutcome(_another(method, path, str(object_id), answer["id"]), 0.0, again=False)
        return answer

    def _listed(self, path: str, query: Mapping[str, Any]) -> list[JsonObject]:
        """Return each id once, because a page can repeat an object that moved during the listing."""
        try:
            found = self.client.cursor_pages(path, {**_PAGE, **query})
        except NotFound as error:
            error.advice = (
                "This address does not serve Web Deployments, which are a part of Genesys Cloud's public API: check "
                "api_url and region."
            )
            raise
        if not all(map(_is_object, found)):
            raise _no_object("GET", path)
        return list({entity["id"]: entity for entity in found}.values())


def version_number(version: JsonObject) -> int | None:
    """Return the number of a version. Versions are texts: "1", "2" and so on, and "DRAFT"."""
    text = str(version.get("version"))
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None


def pin_of(deployment: JsonObject) -> tuple[Any, str]:
    """Return the configuration's id and the version that a deployment is pinned to; also for a version itself."""
    pinned = deployment.get("configuration", deployment)
    pinned = pinned if isinstance(pinned, dict) else {}
    return pinned.get("id"), str(pinned.get("version"))


def pinned_version(deployment: JsonObject | None) -> str | None:
    """Return the version that a deployment is pinned to; None if it is deleted or pinned to nothing."""
    pinned = (deployment or {}).get("configuration")
    version = pinned.get("version") if isinstance(pinned, dict) else None
    return None if version is None else str(version)


def newest_published(versions: Iterable[JsonObject]) -> JsonObject | None:
    """Return the newest published version; None if nothing was published yet."""
    published = [version for version in versions if version_number(version) is not None]
    return max(published, key=lambda version: version_number(version) or 0, default=None)


def _is_object(answer: JsonObject) -> bool:
    """Return whether an answer or a row has an id, and one for its configuration, if it refers to one."""
    referred = at(answer, ["configuration", "id"])
    return isinstance(answer.get("id"), str) and bool(answer["id"]) and isinstance(referred, (str, type(None)))


def _no_object(method: str, path: str) -> ProtocolError:
    return ProtocolError(
        "an id in the response is missing or is no text, so it is not an object of Web Deployments",
        RequestInfo(method=method, path=path, status=200),
        "Check that api_url is the address of the API, and not of something before it.",
    )


def _another(method: str, path: str, asked: str, answered: str) -> ProtocolError:
    return ProtocolError(
        f"{asked} was requested, but the response is about {answered}",
        RequestInfo(method=method, path=path, status=200),
        "Nothing was written to either. Something between here and the API mixes up responses: check api_url "
        "and proxy.",
    )


def _no_identity_resolution(method: str, path: str) -> ProtocolError:
    return ProtocolError(
        "the response has no resolveIdentities, so it is no identity resolution",
        RequestInfo(method=method, path=path, status=200),
        "Check that api_url is the address of the API, and not of something before it.",
    )
