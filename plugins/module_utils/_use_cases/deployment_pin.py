# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Find the configuration and the version that a deployment shall be pinned to."""

from __future__ import annotations

from typing import Any, Mapping

from .._core.errors import Conflict, NotFound
from .._core.json_values import JsonObject
from .._core.lookup import nearest
from .._core.written import is_recent
from .._http.waiting import Deadline
from .._webdeployments import deployment as deployment_rules
from .._webdeployments.api import newest_published, version_number
from .._webdeployments.publishing import finished_version, wait_for_version
from .configuration_update import refuse_renamed
from .context import Context
from .seen import Seen
from .webdeployment_reads import Reads


class Pin:
    """``given``: the configuration's id or name, and its version, as the task gives them."""

    def __init__(self, context: Context, reads: Reads, given: Mapping[str, Any] | None, deadline: Deadline) -> None:
        self._context = context
        self._reads = reads
        self._api = context.webdeployments
        self._given = given
        self._deadline = deadline
        self.is_young = False
        """Whether the desired version was published just now."""

    def wanted(self, pinned: JsonObject) -> JsonObject:
        """Return the desired ``{id, version}``; empty if the pin is to be kept.

        Waits for a version that the service is still processing, because it cannot be pinned yet.
        """
        wanted = self._given
        if wanted is None:
            return {}
        configuration_id, version = wanted.get("id") or pinned.get("id"), wanted.get("version")
        if wanted.get("name") is not None:
            self._require_written(wanted["name"])
            own = self._context.foretold.own(wanted["name"])
            named = None if own else self._reads.draft_named(wanted["name"], "Give configuration.id.")
            made = None if own or named else self._context.foretold.made(wanted["name"])
            if made is not None:
                return _foretold_pin(made, version)
            configuration_id = own or self._id_of(named, wanted["name"])
        if configuration_id == pinned.get("id") and version in (None, pinned.get("version")):
            return pinned
        return self._published(str(configuration_id), version)

    def _id_of(self, named: Seen | None, name: str) -> str:
        if named is None:
            near = nearest(name, self._reads.configuration_names())
            raise NotFound(
                f"no configuration has the name {name!r}",
                advice=f"Names are compared exactly, case and spaces included.{near} webmessaging_configuration_info "
                "lists them.",
            )
        return named.id

    def _require_written(self, id_or_name: str) -> None:
        cause = self._context.foretold.failure(id_or_name)
        if cause is not None:
            error = Conflict(
                f"its configuration {id_or_name!r} could not be written in this task",
                advice="Nothing was pinned. Run it again once the configuration is right.",
            )
            error.kind = cause.kind
            raise error

    def _published(self, configuration_id: str, version: Any) -> JsonObject:
        """Return the pin to a published version, or to one that an earlier task of this check mode run would
        publish."""
        is_latest = version in (None, deployment_rules.LATEST)
        if is_latest:
            self._require_written(configuration_id)
        coming = self._context.foretold.published(configuration_id)
        if coming is not None and (is_latest or version == coming):
            self.is_young = not self._context.check_mode
            return {"id": configuration_id, "version": coming}
        found = self._reads.versions(configuration_id, None if is_latest else version)
        versions = {str(item["version"]): item for item in found}
        newest = newest_published(versions.values())
        name = (self._given or {}).get("name")
        if name is not None:
            refuse_renamed(name, newest)
        if newest is None:
            raise _nothing_published(configuration_id)
        if is_latest:
            version = newest["version"]
        if version not in versions:
            numbers = sorted(number for number in map(version_number, versions.values()) if number is not None)
            raise NotFound(
                f"configuration {configuration_id} has no version {version}",
                advice=f"It has {', '.join(map(str, numbers))}.",
            )
        if self._context.check_mode:
            finished_version(configuration_id, versions[version])
        else:
            wait_for_version(self._api, configuration_id, versions[version], self._deadline)
        self.is_young = is_recent(versions[version].get("datePublished"), self._context.client.served_at)
        return {"id": configuration_id, "version": version}


def _foretold_pin(made: JsonObject, version: Any) -> JsonObject:
    """Return the pin to a configuration that an earlier task of this run would have created in check mode."""
    if made["version"] is None:
        raise _nothing_published(str(made["id"]))
    if version not in (None, deployment_rules.LATEST, made["version"]):
        raise NotFound(f"{made['id']}, has no version {version}", advice=f"It has {made['version']}.")
    return made


def _nothing_published(configuration_id: str) -> Conflict:
    return Conflict(
        f"configuration {configuration_id} has no published version yet, so it cannot be pinned",
        advice="webmessaging_configuration publishes it.",
    )
