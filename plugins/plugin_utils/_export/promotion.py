# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Turn one org's configurations and deployments into entries for another org, and list what prevents that. Pure.

Names mean the same in both orgs; ids and the numbers of versions mean nothing in the target.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Callable, Iterable, Mapping, Sequence

from ...module_utils._core.json_values import JsonObject
from ...module_utils._core.lookup import nearest
from ...module_utils._core.named_references import places
from ...module_utils._core.validation import shown
from ...module_utils._webdeployments.deployment import LATEST
from ...module_utils._webdeployments.reference_kinds import noun
from .org_entries import CONFIGURATION, CONTENT_PROFILE, DEPLOYMENT, Entry, OrgEntries
from .overrides import FIELDS, Overrides
from .selection import Selection
from .usable_names import UsableNames

KINDS = (CONTENT_PROFILE, CONFIGURATION, DEPLOYMENT)
_LISTED = (CONFIGURATION, DEPLOYMENT)
"""The kinds that the target lists: other channels have profiles too."""
_MOST = 5
"""The names that one sentence has; the screen is small."""
_DELETING = "Deleting"


@dataclass
class Source:
    """The entries to promote. ``reason``: why an id of the source has no usable name."""

    entries: list[Entry]
    ids: dict[str, dict[str, str]] = field(default_factory=dict)
    """The names of all objects by kind and id, as far as the source tells ids."""
    reason: Callable[[str, str], str] = lambda kind, identity: "the file has an id, which means nothing in another org"

    def of(self, kind: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.kind == kind]

    def names(self, kind: str) -> list[str]:
        return [entry.name for entry in self.of(kind) if isinstance(entry.name, str)]


@dataclass
class Promotion:
    """The entries for the target. ``errors``: what prevents the promotion; ``notes``: what a user should know."""

    supported_contents: list[JsonObject]
    configurations: list[JsonObject]
    deployments: list[JsonObject]
    errors: list[str]
    notes: list[str]


def source_of_org(org: Mapping[str, Any]) -> Source:
    """Return the source of what the info modules return: ``configurations``, ``deployments``, their names, perhaps
    ``supported_contents``.
    """
    names = UsableNames(org["ambiguous_names"], org["unlisted_kinds"])
    alive = [each for each in org["deployments"] if each["status"] != _DELETING]
    found = OrgEntries(org["configurations"], alive, names, profiles=org.get("supported_contents") or ())
    entries = [*found.profiles(), *found.configurations(), *found.deployments()]
    ids = {kind: {each["id"]: each["name"] for each in org[f"{kind}s"]} for kind in _LISTED}
    return Source(entries, ids, names.reason)


def source_of_file(variables: Mapping[str, Any]) -> Source:
    """Return the source of an exported file: the variables of ``configure_deployments``."""
    return Source(
        [
            Entry(kind, str(options.get("id") or ""), options.get("name"), dict(options))
            for kind in KINDS
            for options in variables.get(f"webmessaging_{kind}s") or []
        ]
    )


def promotion(source: Source, target: Mapping[str, Any], selection: Selection, given_overrides: Any) -> Promotion:
    """Return what to write to the target.

    ``target``: its ``deployments``, and its ``configurations`` if all are promoted, as the info modules return them.
    """
    overrides = Overrides(given_overrides, {kind: source.names(kind) for kind in KINDS})
    chosen = _chosen(source, selection, overrides)
    errors = [*_same_org(source, target), *_nothing(source, chosen, selection)]
    errors += [*_twins(source, chosen), *overrides.problems]
    made = {kind: [_overridden(each, overrides) for each in chosen if each.kind == kind] for kind in KINDS}
    errors += _strange_ids(source, chosen, overrides)
    notes = [*_left_out(chosen), *_older(chosen, overrides)]
    if selection.begins_with_all:
        notes += _only_there(source, target)
    return Promotion(made[CONTENT_PROFILE], made[CONFIGURATION], made[DEPLOYMENT], errors, notes)


def _chosen(source: Source, selection: Selection, overrides: Overrides) -> list[Entry]:
    """Return the selected deployments, with the configurations and the profiles that they will use."""
    deployments = [each for each in source.of(DEPLOYMENT) if selection.has(*_called(each))]
    made = [_overridden(each, overrides) for each in deployments]
    pins = [each.get("configuration") or {} for each in made]
    used = {
        CONFIGURATION: {pin.get(key) for pin in pins for key in ("name", "id")},
        CONTENT_PROFILE: {each.get(f"{CONTENT_PROFILE}_{key}") for each in made for key in ("name", "id")},
    }

    def is_used(entry: Entry) -> bool:
        if entry.kind == CONFIGURATION and selection.is_everything:
            return True
        return bool(used[entry.kind].intersection(_called(entry)))

    return [*(each for each in source.entries if each.kind != DEPLOYMENT and is_used(each)), *deployments]


def _called(entry: Entry) -> list[Any]:
    """Return how other entries and patterns can call an object."""
    return [name for name in (entry.name, entry.id) if name]


def _overridden(entry: Entry, overrides: Overrides) -> JsonObject:
    """Return the options for the target: with the override, and the newest version in place of a number."""
    options = overrides.applied(entry.kind, entry.name, entry.options or {})
    pin = options.get("configuration")
    own = overrides.given(entry.kind, entry.name).get("configuration") or {}
    if entry.kind == DEPLOYMENT and isinstance(pin, Mapping) and not own.get("version"):
        options = {**options, "configuration": {**pin, "version": LATEST}}
    return options


def _same_org(source: Source, target: Mapping[str, Any]) -> list[str]:
    """Return that both are one org: ids are unique across orgs."""
    for kind in _LISTED:
        for each in target.get(f"{kind}s") or []:
            if each["id"] in source.ids.get(kind, {}):
                both = f"both have {kind} {shown(each['name'])} ({each['id']})"
                return [f"The source and the target are the same org: {both}."]
    return []


def _nothing(source: Source, chosen: Sequence[Entry], selection: Selection) -> list[str]:
    if not source.entries:
        return ["The source has neither configurations nor deployments."]
    if chosen:
        return []
    wanted = " or ".join(map(shown, selection.wanted))
    left_out = f", except {' and '.join(map(shown, selection.excluded))}" if selection.excluded else ""
    near = nearest(selection.wanted[0], source.names(DEPLOYMENT))
    return [f"webmessaging_promote_glob: no deployment of the source has a name like {wanted}{left_out}.{near}"]


def _twins(source: Source, chosen: Sequence[Entry]) -> list[str]:
    """Return the names that several objects of the source have: it is not known which one the target shall get."""
    found = []
    for kind in _LISTED:
        number = Counter(source.names(kind))
        entries = [each for each in chosen if each.kind == kind]
        way_out = "Rename one, or leave them out with webmessaging_promote_except."
        if kind == CONFIGURATION:
            way_out = "Rename one, or leave out the deployments that use them with webmessaging_promote_except."
        for name in dict.fromkeys(each.name for each in entries if number[each.name] > 1):
            ids = ", ".join(each.id for each in source.of(kind) if each.name == name)
            told = (
                f"{number[name]} {noun(kind)}s of the source have the name {shown(name)}{f' ({ids})' if ids else ''}."
            )
            used = _users(chosen, ids.split(", ")) if kind == CONFIGURATION and ids else ""
            found.append(f"{told}{used} {way_out}")
        nameless = [each.id for each in entries if number[each.name] < 2 and "name" not in (each.options or {})]
        found += [
            f"{noun(kind)} {each}: has only an id, which means nothing in another org. {way_out}" for each in nameless
        ]
    return found


def _users(chosen: Sequence[Entry], ids: Sequence[str]) -> str:
    pins = ((each, (each.options or {}).get("configuration")) for each in chosen if each.kind == DEPLOYMENT)
    users = [each.name for each, pin in pins if isinstance(pin, Mapping) and pin.get("id") in ids]
    return f" Used by {_some(users, DEPLOYMENT)}." if users else ""


def _strange_ids(source: Source, chosen: Sequence[Entry], overrides: Overrides) -> list[str]:
    """Return the references by an id of the source that no override replaces, one line for each reason."""
    own = {identity for entry in source.of(CONFIGURATION) for identity in [entry.id] if identity}
    users: dict[str, list[Entry]] = {}
    for entry in chosen:
        before = set(_ids(entry.kind, entry.options or {}))
        after = _ids(entry.kind, overrides.applied(entry.kind, entry.name, entry.options or {}))
        for option, kind, identity in after:
            if (option, kind, identity) in before and not (kind == CONFIGURATION and identity in own):
                reason = f"{option}: {noun(kind)} {identity} has no name to promote: {source.reason(kind, identity)}."
                users.setdefault(reason, []).append(entry)
    way_out = "Name another one with an override, or leave the deployments out."
    return [
        f"{reason} Used by {_some((each.name for each in entries), entries[0].kind)}. {way_out}"
        for reason, entries in users.items()
    ]


def _ids(kind: str, options: JsonObject) -> list[tuple[str, str, str]]:
    """Return the option, the kind and the id of each reference by id, also below ``raw``."""
    found = [(place.option, place.field.refers_to, place.id) for place in places(FIELDS[kind], options)]
    found += [
        (place.option, place.field.refers_to, place.id)
        for place in places(FIELDS[kind], options.get("raw") or {}, "raw.")
    ]
    return [each for each in found if isinstance(each[2], str)]


def _left_out(chosen: Sequence[Entry]) -> list[str]:
    found = [f"{each.kind} {shown(each.name)}: not promoted: {reason}" for each in chosen for reason in each.left_out]
    drafts = [each.name for each in chosen if each.has_draft]
    if drafts:
        found.append(
            f"Unpublished drafts are not promoted, only the published versions: {_some(drafts, CONFIGURATION)}."
        )
    return found


def _older(chosen: Sequence[Entry], overrides: Overrides) -> list[str]:
    names = []
    for entry in chosen:
        pin = (entry.options or {}).get("configuration") if entry.kind == DEPLOYMENT else None
        made = _overridden(entry, overrides).get("configuration") or {}
        if isinstance(pin, Mapping) and pin.get("version") not in (None, LATEST) and made.get("version") == LATEST:
            names.append(entry.name)
    if not names:
        return []
    return [f"Pinned to an older version in the source, and to the newest in the target: {_some(names, DEPLOYMENT)}."]


def _only_there(source: Source, target: Mapping[str, Any]) -> list[str]:
    parts = []
    for kind in _LISTED:
        here = set(source.names(kind))
        names = sorted(str(each["name"]) for each in target.get(f"{kind}s") or [] if each["name"] not in here)
        parts += [_some(names, kind)] if names else []
    return [f"Only the target has {' and '.join(parts)}; they stay as they are."] if parts else []


def _some(names: Iterable[Any], kind: str) -> str:
    """Return a few of the names, and how many more there are."""
    listed = list(dict.fromkeys(map(shown, names)))
    more = f" and {len(listed) - _MOST} more" if len(listed) > _MOST else ""
    return f"{noun(kind)}{'s' if len(listed) > 1 else ''} {', '.join(listed[:_MOST])}{more}"
