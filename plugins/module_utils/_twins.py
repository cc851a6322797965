# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to genesys.cloud: not an interface. It can change in any release.
# Private to genesys.cloud: not an interface. It can change in any release.

"""What two runs made that wanted the same name at the same moment: the younger one withdraws, and the older is used."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Callable, Iterable

from ansible_collections.genesys.cloud.plugins.module_utils._client import Client
from ansible_collections.genesys.cloud.plugins.module_utils._errors import Unavailable
from ansible_collections.genesys.cloud.plugins.module_utils._plan import JsonObject
from ansible_collections.genesys.cloud.plugins.module_utils._polling import Patience
from ansible_collections.genesys.cloud.plugins.module_utils._written import moment

SHOWN_WITHIN = 10.0
"""Seconds in which a listing has to show what was created."""
_BEFORE_ALL = datetime.min.replace(tzinfo=timezone.utc)


def older_twin(client: Client, read_all: Callable[[], list[JsonObject]], own: JsonObject) -> JsonObject | None:
    """Who had the name of what was created just now before it, if anybody had: one listing more tells.

    A listing that does not show our own lags, and is read again; None too where it goes on to show nothing of it.
    """

    def look() -> list[JsonObject] | None:
        found = read_all()
        return found if any(each["id"] == own["id"] for each in found) else None

    try:
        listed = Patience(client, SHOWN_WITHIN, "").until(look, f"{own.get('name')!r}", "missing in the listing")
    except Unavailable:
        return None
    return oldest_before(listed, own)


def oldest_before(listed: Iterable[JsonObject], own: JsonObject) -> JsonObject | None:
    """The oldest of the same name, if that is not ``own``; what is being deleted does not count."""
    named = [each for each in listed if each.get("name") == own.get("name") and each.get("status") != "Deleting"]
    oldest = min(named, key=_age, default=own)
    return None if oldest["id"] == own["id"] else oldest


def _age(entity: JsonObject) -> tuple[datetime, str]:
    return moment(entity.get("dateCreated")) or _BEFORE_ALL, str(entity["id"])
