# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Select the deployments to switch off or on, and tell which of them differ. Pure.

A deployment is switched by its status, or by the visibility of its launcher, which is in its configuration.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Iterable, Mapping, Sequence

from ...module_utils._core.errors import Ambiguous
from ...module_utils._core.json_values import JsonObject, at
from ...module_utils._core.lookup import find_named, nearest
from ...module_utils._core.validation import shown
from .selection import patterns

STATUS, LAUNCHER = "status", "launcher"
WANTED = {STATUS: {"off": "Inactive", "on": "Active"}, LAUNCHER: {"off": "Off", "on": "On"}}
ON_DEMAND = "OnDemand"
_MESSENGER = ("configuration", "messenger")
_VISIBILITY = (*_MESSENGER, "launcherButton", "visibility")
_NO_LAUNCHER = "has no messenger, so it has no launcher."
_SHOWN_BY_SITE = "has its launcher on demand: the site, or an action map, shows it."
_NAMES, _GLOB = "webmessaging_switch_names", "webmessaging_switch_glob"
_BROKEN = ("Error", "Deleting")
_PENDING = "Pending"
_WAY_OUT = f"Give an id in place of the name, or switch all of them with {_GLOB}."


@dataclass
class Switch:
    """The deployments to switch, or ``errors``: then nothing may be written.

    ``targets``: the deployments to write, with ``before``, ``after`` and ``entry``. One that does not differ is among
    them if its configuration is to be written for another one. ``failures``: the deployments that cannot be written;
    the others can. ``notes``: what stays as it is, and why. ``already``: how many are as wanted.
    """

    targets: list[JsonObject] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    already: int = 0


def switch(found: Sequence[JsonObject], state: str, by: str, names: Any, globs: Any) -> Switch:
    """Return what to switch ``off`` or ``on``, by ``status`` or ``launcher``.

    ``found``: by status, all deployments as ``webmessaging_deployment_info`` returns them; by launcher, all channels
    as ``webmessaging_channel_info`` returns them.
    """
    made = Switch()
    selected = _selected(found, names, globs, made.errors)
    after = WANTED[by][state]
    differing: list[JsonObject] = []
    same: list[JsonObject] = []
    for each in [] if made.errors else selected:
        before = _status(each) if by == STATUS else _visibility(each)
        if _status(each) in _BROKEN:
            made.failures.append(f"{_label(each)} has the status {_status(each)}, so it cannot be switched {state}.")
        elif before is None or (before == ON_DEMAND and state == "on"):
            made.notes.append(f"{_label(each)} {_NO_LAUNCHER if before is None else _SHOWN_BY_SITE}")
        else:
            differs = before != after or _status(each) == _PENDING
            (differing if differs else same).append({**each, "before": before, "after": after})
    made.targets = [_target(each, found, by) for each in (*differing, *_beside(differing, same))]
    made.already = len(same)
    return made


def _beside(differing: Sequence[JsonObject], same: Sequence[JsonObject]) -> list[JsonObject]:
    """Return those whose configuration is to be written for others: the task refuses to change it without them."""
    written = {each.get("configuration_id") for each in differing if "deployment" in each}
    return [each for each in same if each.get("configuration_id") in written and at(each, _VISIBILITY) is not None]


def _target(each: Mapping[str, Any], found: Iterable[JsonObject], by: str) -> JsonObject:
    """``entry``: an entry of a task. A channel is selected by its name if only it has that name: the task then needs
    one listing, and no reads of single channels.
    """
    shown_parts = {word: each[word] for word in ("id", "name", "before", "after")}
    if by == STATUS:
        return {**shown_parts, "entry": {"id": each["id"], "status": each["after"]}}
    key = "name" if [other.get("name") for other in found].count(each["name"]) == 1 else "id"
    messenger = {"launcherButton": {"visibility": each["after"]}}
    return {**shown_parts, "entry": {key: each[key], "configuration": {"messenger": messenger}}}


def _status(each: Mapping[str, Any]) -> Any:
    return at(each, ("deployment", "status")) if "deployment" in each else each.get("status")


def _visibility(each: Mapping[str, Any]) -> Any:
    """Return the visibility of the launcher, which is On by default; None without a messenger."""
    messenger = at(each, _MESSENGER)
    if not isinstance(messenger, dict) or messenger.get("enabled") is False:
        return None
    return at(each, _VISIBILITY) or WANTED[LAUNCHER]["on"]


def _label(each: Mapping[str, Any]) -> str:
    return f"deployment {shown(each.get('name'))} ({each.get('id')})"


def _selected(found: Sequence[JsonObject], names: Any, globs: Any, errors: list[str]) -> list[JsonObject]:
    """Return what a name, an id or a pattern selects, each once, in the order of the listing."""
    known = [str(each.get("name")) for each in found]
    ids: set[Any] = set()
    for name in _names(names, known):
        try:
            one = find_named(found, name, "deployment", _WAY_OUT)
        except Ambiguous as error:
            errors.append(f"{_NAMES}: {error}")
            continue
        one = one or next((each for each in found if each.get("id") == name), None)
        if one is None:
            errors.append(f"{_NAMES}: no deployment has the name {shown(name)}.{nearest(name, known)}")
        else:
            ids.add(one["id"])
    for pattern in patterns(globs):
        matching = {each["id"] for each in found if fnmatchcase(str(each.get("name")), pattern)}
        if not matching:
            errors.append(f"{_GLOB}: no deployment has a name like {shown(pattern)}.{nearest(pattern, known)}")
        ids |= matching
    return [each for each in found if each["id"] in ids]


def _names(given: Any, known: Sequence[str]) -> list[str]:
    """Return the names of a list, or of a text of lines; commas divide a line that is no name itself."""
    if not isinstance(given, str):
        listed = given if isinstance(given, list) else [] if given is None else [given]
        return [str(each) for each in listed if str(each).strip()]
    lines = [line.strip() for line in given.splitlines()]
    parts = [part.strip() for line in lines for part in ([line] if line in known else line.split(","))]
    return [part for part in parts if part]
