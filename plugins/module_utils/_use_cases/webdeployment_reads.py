# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""How a task reads configurations and deployments: each by itself, or many with listings that its threads share."""

from __future__ import annotations

from typing import Callable, Sequence

from .._core.json_values import JsonObject
from .._core.lookup import all_named, find_named
from .._http.freshness import FRESH_FOR, fields_in_no_row
from .._http.shared_listing import SharedListing
from .._webdeployments.api import WebDeploymentsApi, newest_published, version_number
from .._webdeployments.mapping import DEPLOYMENT_WRITABLE
from .._webdeployments.publishing import published_since
from .._webdeployments.supported_content_api import SupportedContentApi
from .._webdeployments.twins import once_withdrawn
from .seen import Seen

DRAFTS, PUBLISHED, DEPLOYMENTS = "drafts", "published", "deployments"
PROFILES, CONTENT_USERS = "profiles", "content_users"
PROFILE = "supported content profile"


class Reads:
    """Each object by itself, and names by a listing of their own."""

    def __init__(self, api: WebDeploymentsApi) -> None:
        self.api = api
        self.content = SupportedContentApi(api.client)
        self.clock = api.client.clock

    def draft(self, configuration_id: str) -> Seen:
        """Read a draft. Raises NotFound."""
        return Seen(*self.api.client.dated(lambda: self.api.draft(configuration_id)))

    def deployment(self, deployment_id: str) -> Seen:
        return Seen(*self.api.client.dated(lambda: self.api.deployment(deployment_id)))

    def draft_to_compare(self, configuration_id: str) -> Seen:
        """Return a draft that may come from a listing; it is read whole before it is written. Raises NotFound."""
        return self.draft(configuration_id)

    def deployment_to_compare(self, deployment_id: str) -> Seen:
        return self.deployment(deployment_id)

    def draft_named(self, name: str, way_out: str = "") -> Seen | None:
        """Find the configuration of that name; the published name counts if there is one.

        If only one draft has the name, ``refuse_renamed`` tells whether its configuration has it, once that is read.
        """
        read_at = self.clock.monotonic()

        def pick(drafts: list[JsonObject]) -> JsonObject | None:
            if len(all_named(drafts, name)) == 1 or not drafts:
                return find_named(drafts, name, "configuration", way_out)
            return _effectively_named(drafts, self.api.published(), name, way_out)

        entity = once_withdrawn(self.api.client, self.api.drafts, pick, name)
        return None if entity is None else Seen(entity, read_at, is_row=True)

    def configuration_names(self) -> list[object]:
        """List the names of all configurations, for an error about a name that none of them has."""
        return [draft.get("name") for draft in self.api.drafts()]

    def deployment_named(self, name: str) -> tuple[Seen | None, frozenset[str]]:
        """Find the deployment of that name; also return the fields that it may have though its row has not."""
        read_at = self.clock.monotonic()
        unshown: frozenset[str] = frozenset()

        def pick(rows: list[JsonObject]) -> JsonObject | None:
            nonlocal unshown
            unshown = fields_in_no_row(rows, DEPLOYMENT_WRITABLE)
            return find_named(rows, name, "deployment")

        entity = once_withdrawn(self.api.client, self.api.bare_deployments, pick, name)
        return None if entity is None else Seen(entity, read_at, is_row=True), unshown

    def newest(self, configuration_id: str) -> JsonObject | None:
        """Return the newest published version. Raises NotFound if the configuration does not exist."""
        return newest_published(self.api.versions(configuration_id))

    def versions(self, configuration_id: str, version: str | None) -> list[JsonObject]:
        """Return the versions among which to look for that one; None: for the newest.

        The draft tells whether one was published just now that a listing may not show yet.
        """
        if version is not None:
            return self.api.versions(configuration_id)
        return published_since(self.api, configuration_id, self.api.draft(configuration_id))

    def drafts(self) -> list[JsonObject]:
        """List every draft, as it is now."""
        return self.api.drafts()

    def deployments(self) -> list[JsonObject]:
        return self.api.bare_deployments()

    def users(self) -> list[JsonObject]:
        """List every deployment, as it is after the writes to deployments of this task."""
        return self.api.bare_deployments()

    def profile(self, profile_id: str) -> Seen:
        """Read a supported content profile. Raises NotFound."""
        return Seen(*self.api.client.dated(lambda: self.content.profile(profile_id)))

    def profile_to_compare(self, profile_id: str) -> Seen:
        return self.profile(profile_id)

    def profile_named(self, name: str) -> Seen | None:
        read_at = self.clock.monotonic()

        def pick(rows: list[JsonObject]) -> JsonObject | None:
            return find_named(rows, name, PROFILE)

        entity = once_withdrawn(self.api.client, self.content.profiles, pick, name)
        return None if entity is None else Seen(entity, read_at, is_row=True)

    def profiles(self) -> list[JsonObject]:
        """List every supported content profile, as it is now."""
        return self.content.profiles()

    def default_profile_id(self) -> str | None:
        """Return the id of the org's default profile, as it is after the writes of this task."""
        return self.content.default_id()

    def note_default(self) -> None:
        """Note that this task has made another profile the default."""

    def users_of_content(self) -> list[JsonObject]:
        """List every deployment with its supported content profile, as it is after the earlier phases of this task."""
        return self.api.deployments_with_content()


class SharedReads(Reads):
    """For many objects: listings that are at most FRESH_FOR seconds old, each read once for all threads."""

    def __init__(self, api: WebDeploymentsApi) -> None:
        super().__init__(api)
        self._phase_began = self._default_written = 0.0
        client = api.client
        self._profiles = SharedListing(client, self.content.profiles)
        self._default = SharedListing(client, self.content.default_row)
        self._content_users = SharedListing(client, api.deployments_with_content)

    def list_once(self, listing: str) -> None:
        """Read a listing that the task needs, such as ``DRAFTS``. Raises its GenesysError."""
        reads: dict[str, Callable[[float], object]] = {
            DRAFTS: self.api.draft_looks.listing_since,
            PUBLISHED: self.api.version_looks.listing_since,
            DEPLOYMENTS: self.api.deployment_looks.listing_since,
            PROFILES: self._profiles.since,
            CONTENT_USERS: self._content_users.since,
        }
        reads[listing](self._fresh)

    def begin_phase(self) -> None:
        """Everything that the task has written so far must show in ``users`` from here on."""
        self._phase_began = self.clock.monotonic()

    def draft_to_compare(self, configuration_id: str) -> Seen:
        listing = self.api.draft_looks.listing_since(self._fresh)
        row = listing.rows.get(configuration_id)
        return self.draft(configuration_id) if row is None else Seen(row, listing.began_at, is_row=True)

    def deployment_to_compare(self, deployment_id: str) -> Seen:
        listing = self.api.deployment_looks.listing_since(self._fresh)
        row = listing.rows.get(deployment_id)
        if row is None or fields_in_no_row(listing.rows.values(), DEPLOYMENT_WRITABLE):
            return self.deployment(deployment_id)
        return Seen(row, listing.began_at, is_row=True)

    def draft_named(self, name: str, way_out: str = "") -> Seen | None:
        listing = self.api.draft_looks.listing_since(self._fresh)
        drafts = list(listing.rows.values())
        named = all_named(drafts, name)
        if len(named) == 1:
            return Seen(named[0], listing.began_at, is_row=True)
        published = self._published()
        if not any(_published_name(draft, published) == name for draft in drafts):
            return None
        return super().draft_named(name, way_out)

    def configuration_names(self) -> list[object]:
        return [draft.get("name") for draft in self.api.draft_looks.listing_since(self._fresh).rows.values()]

    def deployment_named(self, name: str) -> tuple[Seen | None, frozenset[str]]:
        listing = self.api.deployment_looks.listing_since(self._fresh)
        rows = list(listing.rows.values())
        named = all_named(rows, name)
        if len(named) > 1:
            return super().deployment_named(name)
        seen = Seen(named[0], listing.began_at, is_row=True) if named else None
        return seen, fields_in_no_row(rows, DEPLOYMENT_WRITABLE)

    def profile_to_compare(self, profile_id: str) -> Seen:
        listing = self._profiles.since(self._fresh)
        row = listing.rows.get(profile_id)
        return self.profile(profile_id) if row is None else Seen(row, listing.began_at, is_row=True)

    def profile_named(self, name: str) -> Seen | None:
        listing = self._profiles.since(self._fresh)
        named = all_named(listing.rows.values(), name)
        if len(named) > 1:
            return super().profile_named(name)
        return Seen(named[0], listing.began_at, is_row=True) if named else None

    def profiles(self) -> list[JsonObject]:
        return list(self._profiles.since(self.clock.monotonic()).rows.values())

    def default_profile_id(self) -> str | None:
        return next(iter(self._default.since(max(self._fresh, self._default_written)).rows), None)

    def note_default(self) -> None:
        self._default_written = self.clock.monotonic()

    def users_of_content(self) -> list[JsonObject]:
        return list(self._content_users.since(self._phase_began).rows.values())

    def newest(self, configuration_id: str) -> JsonObject | None:
        row = self._published().get(configuration_id)
        if row is not None and version_number(row) is None:  # the row shows the draft (R16)
            return super().newest(configuration_id)
        return row

    def versions(self, configuration_id: str, version: str | None) -> list[JsonObject]:
        newest = self.newest(configuration_id)
        is_enough = newest is not None and version in (None, str(newest["version"]))
        return [newest] if newest and is_enough else super().versions(configuration_id, version)

    def drafts(self) -> list[JsonObject]:
        return list(self.api.draft_looks.listing_since(self.clock.monotonic()).rows.values())

    def deployments(self) -> list[JsonObject]:
        return list(self.api.deployment_looks.listing_since(self.clock.monotonic()).rows.values())

    def users(self) -> list[JsonObject]:
        return list(self.api.deployment_looks.listing_since(self._phase_began).rows.values())

    def _published(self) -> dict[str, JsonObject]:
        return self.api.version_looks.listing_since(self._fresh).rows

    @property
    def _fresh(self) -> float:
        return self.clock.monotonic() - FRESH_FOR


def _effectively_named(
    drafts: Sequence[JsonObject], published: dict[str, JsonObject], name: str, way_out: str
) -> JsonObject | None:
    by_id = {draft["id"]: draft for draft in drafts}
    effective = [{**draft, "name": _published_name(draft, published)} for draft in drafts]
    named = find_named(effective, name, "configuration", way_out)
    return None if named is None else by_id[named["id"]]


def _published_name(draft: JsonObject, published: dict[str, JsonObject]) -> object:
    return published.get(draft["id"], draft).get("name", draft.get("name"))
