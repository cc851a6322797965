# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The task behind the module for many objects of Web Deployments: its options, and the use case that it calls."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Callable, Mapping, Sequence

from .._core import fields
from .._core.errors import Rejected
from .._core.fields import section
from .._core.json_values import JsonObject
from .._core.validation import Problem, shown
from .._use_cases import deployment_fleet
from .._use_cases.audit import Operation
from .._use_cases.configurations import ConfigurationSteps
from .._use_cases.context import Context
from .._use_cases.deployment_fleet import Entry
from .._use_cases.deployments import DeploymentSteps
from .._use_cases.foretold import CONFIGURATION, DEPLOYMENT, SUPPORTED_CONTENT, coming_id
from .._use_cases.supported_contents import ContentSteps
from .._use_cases.webdeployment_reads import CONTENT_USERS, DRAFTS, PROFILES, PUBLISHED
from .._use_cases.webdeployment_reads import DEPLOYMENTS as DEPLOYMENT_LISTING
from .._webdeployments import raw_fields
from .._webdeployments.configuration_rules import cautions
from .._webdeployments.configuration_schema import CONTENT
from .._webdeployments.deployment_schema import REFERRING
from .._webdeployments.deployment_schema import SUPPORTED_CONTENT as SUPPORTED_CONTENT_FIELD
from . import arguments, supported_content, webdeployments
from .arguments import Spec
from .fleet_options import problems_of_many
from .names import all_with_ids
from .runner import Options, Task

CONTENTS_OPTION, CONFIGURATIONS_OPTION, DEPLOYMENTS_OPTION = "supported_contents", "configurations", "deployments"
CONTENT_SPEC: Spec = arguments.supported_content_options()
CONFIGURATION_SPEC: Spec = {
    **arguments.selection_options(),
    **arguments.configuration_options(),
    **fields.argument_spec(CONTENT),
}
DEPLOYMENT_SPEC: Spec = {**arguments.selection_options(), **arguments.deployment_options()}
_KINDS: Mapping[str, tuple[Spec, Callable[[Options], list[Problem]]]] = {
    CONTENTS_OPTION: (CONTENT_SPEC, supported_content.problems),
    CONFIGURATIONS_OPTION: (CONFIGURATION_SPEC, webdeployments.configuration_problems),
    DEPLOYMENTS_OPTION: (DEPLOYMENT_SPEC, webdeployments.deployment_problems),
}


def _entries(given: Mapping[str, Any], option: str) -> list[tuple[str, Options]]:
    """Return each entry that is a mapping, with its place, as the options of the module for one object."""
    listed = given.get(option)
    spec = _KINDS[option][0]
    defaults = {name: rule.get("default") for name, rule in spec.items()}
    return [
        (f"{option}[{index}]", Options({**defaults, **entry}, entry))
        for index, entry in enumerate(listed if isinstance(listed, list) else [])
        if isinstance(entry, dict)
    ]


def _problems(options: Options) -> list[Problem]:
    found = webdeployments.api_problems(options)
    for option, (_spec, problems) in _KINDS.items():
        listed = options.given.get(option)
        if listed is not None and not isinstance(listed, list):
            found.append(Problem(option, f"{shown(listed)} is not a list."))
        entries = _entries(options.given, option)
        for place, entry in entries:
            found += [replace(problem, option=f"{place}.{problem.option}") for problem in problems(entry)]
        found += _repetitions(entries)
    found += _two_defaults(_entries(options.given, CONTENTS_OPTION))
    if not any(options.given.get(option) for option in _KINDS):
        every = "configurations, deployments and supported_contents"
        found.append(Problem(every, "are missing or empty; give at least one of them."))
    return found + problems_of_many(options.params, options.given)


def _repetitions(entries: list[tuple[str, Options]]) -> list[Problem]:
    """Return the entries with equal selectors; only the listing shows that an id and a name are one object."""
    first: dict[tuple[str, str], str] = {}
    found = []
    for place, entry in entries:
        key = "id" if entry.given.get("id") is not None else "name"
        value = entry.given.get(key)
        if isinstance(value, str) and first.setdefault((key, value), place) != place:
            both = f"{first[key, value]} and {place}"
            found.append(Problem(both, f"both select {key} {shown(value)}; make one entry of them."))
    return found


def _two_defaults(profiles: list[tuple[str, Options]]) -> list[Problem]:
    wanting = [place for place, entry in profiles if entry.given.get("default") and entry.params["state"] == "present"]
    places = " and ".join(f"{place}.default" for place in wanting)
    return [Problem(places, "are both true; an org has one default.")] if len(wanting) > 1 else []


def _profile(place: str, options: Options) -> Entry:
    desired = supported_content.desired(options)
    is_absent = options.params["state"] == "absent"
    return Entry(
        SUPPORTED_CONTENT,
        (),
        place,
        is_absent,
        options.given.get("name"),
        frozenset({PROFILES, CONTENT_USERS} if is_absent else {PROFILES}),
        lambda context: ContentSteps(context, desired),
        lambda ensured: ensured.to_result()[SUPPORTED_CONTENT],
    )


def _configuration(place: str, options: Options) -> Entry:
    desired = webdeployments.desired_configuration(options)
    is_absent = options.params["state"] == "absent"
    return Entry(
        CONFIGURATION,
        (*CONTENT, section("configuration", "", *CONTENT)),
        place,
        is_absent,
        options.given.get("name"),
        frozenset({DRAFTS, PUBLISHED, DEPLOYMENT_LISTING} if is_absent else {DRAFTS, PUBLISHED}),
        lambda context: ConfigurationSteps(context, desired),
        lambda ensured: _without_common(ensured.to_result()),
    )


def _deployment(place: str, options: Options, coming: Mapping[str, str]) -> Entry:
    """``coming``: the names of profiles that this task may create, by the text in place of the id."""
    desired = webdeployments.desired_deployment(options)
    desired = replace(desired, new_profile=coming.get(str(desired.state.get(SUPPORTED_CONTENT_FIELD.name))))
    pin = desired.configuration or {}
    listings = {DEPLOYMENT_LISTING, *({PUBLISHED} if pin else ()), *({DRAFTS} if pin.get("name") is not None else ())}
    return Entry(
        DEPLOYMENT,
        REFERRING,
        place,
        options.params["state"] == "absent",
        options.given.get("name"),
        frozenset(listings),
        lambda context: DeploymentSteps(context, desired),
        lambda ensured: ensured.to_result()["deployment"],
    )


def _without_common(result: JsonObject) -> JsonObject | None:
    """Return what ``webmessaging_configuration`` returns, without the keys that every row has."""
    if result["configuration"] is None:
        return None
    return {key: value for key, value in result.items() if key not in ("changed", "diff", "id")}


def _expect(context: Context, profiles: Sequence[tuple[str, Options]]) -> dict[str, str]:
    """Let deployments name profiles that this task creates; return these names by the text in place of the id."""
    present = [entry.given.get("name") for _place, entry in profiles if entry.params["state"] == "present"]
    own, earlier = {coming_id(name): name for name in present if name is not None}, context.names.coming

    def coming(kind: str, name: str) -> str | None:
        is_own = kind == SUPPORTED_CONTENT and name in own.values()
        return coming_id(name) if is_own else earlier(kind, name)

    context.names.coming = coming
    return own


def _configure(options: Options, context: Context) -> JsonObject:
    profiles = _entries(options.given, CONTENTS_OPTION)
    coming = _expect(context, profiles)
    configurations, pinned = all_with_ids(
        context,
        (CONTENT, _entries(options.given, CONFIGURATIONS_OPTION)),
        (REFERRING, _entries(options.given, DEPLOYMENTS_OPTION)),
    )
    for place, entry in configurations:
        desired = webdeployments.desired_configuration(entry)
        context.warnings += [f"{place}: {each}" for each in cautions(desired.content)]
    entries = [_profile(*each) for each in profiles]
    entries += [_configuration(*each) for each in configurations]
    entries += [_deployment(*each, coming) for each in pinned]
    rows = deployment_fleet.configure(context, entries, options.params["on_error"] == "stop")
    sent = {row.entry.place for row in rows if row.changed or isinstance(row.error, Rejected)}
    for place, entry in configurations:
        if place in sent:  # existing fields are not sent
            context.warnings += raw_fields.cautions(CONTENT, entry.given.get("raw") or {}, f"{place}.raw")
    return deployment_fleet.to_result(context, rows)


DEPLOYMENTS = Task(
    argument_spec={
        **arguments.client_options(),
        **arguments.audit_options(),
        CONTENTS_OPTION: {"type": "list", "elements": "dict", "options": CONTENT_SPEC},
        CONFIGURATIONS_OPTION: {"type": "list", "elements": "dict", "options": CONFIGURATION_SPEC},
        DEPLOYMENTS_OPTION: {"type": "list", "elements": "dict", "options": DEPLOYMENT_SPEC},
        **arguments.many_options(),
    },
    problems=_problems,
    run=_configure,
    doing="configure the deployments",
    subject=lambda options: Operation("DEPLOYMENT_UPDATE", "deployment"),
)
