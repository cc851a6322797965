# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The task behind ``webmessaging_guest_info``. With only ids, it does not enter the API."""

from __future__ import annotations

from typing import Any

from .._core import selector as selectors
from .._core import validation
from .._core.json_values import JsonObject
from .._core.selector import SELECTORS
from .._core.validation import Problem, shown
from .._http import connection, web_socket
from .._use_cases import guests
from .._use_cases.context import Context
from .._use_cases.guests import PINNED, Looking
from .._webdeployments import site
from .._webdeployments.deployment import version_problems
from .._webdeployments.guest_probe import NONE
from . import arguments, fleet_options
from .runner import Options, Task
from .webdeployments import api_problems


def _problems(options: Options) -> list[Problem]:
    given, connects = options.given, options.params.get("connect") != NONE
    written = {**options.params, **given}
    found = api_problems(options, "no public files of its channels") + _selector_problems(given)
    if given.get("site") is not None:
        found += site.problems("site", given["site"])
    if given.get("wait_for_version") is not None:
        found += version_problems("wait_for_version", given["wait_for_version"], PINNED)
    found += _versions_problems(given)
    found += validation.number("wait_timeout", written["wait_timeout"], above=0)
    found += validation.whole_number("workers", written["workers"], 1, fleet_options.MOST_WORKERS)
    found += connection.guest_problems(options.params, given, connects)
    lacking = web_socket.missing() if connects else ""
    return found + ([Problem("connect", f"{shown(options.params['connect'])} {lacking}")] if lacking else [])


def _selector_problems(given: Any) -> list[Problem]:
    ids = given.get("ids")
    if ids is None:
        return selectors.problems(given)
    others = [each for each in SELECTORS if given.get(each) is not None]
    found = validation.at_most_one(["ids", *others], ("ids", *SELECTORS))
    for index, each in enumerate(ids if isinstance(ids, list) else ()):
        found += validation.reference(f"ids[{index}]", each)
    return found


def _versions_problems(given: Any) -> list[Problem]:
    versions = given.get("wait_for_versions")
    if not isinstance(versions, dict):
        return []
    others = [each for each in (*SELECTORS, "ids", "compare", "wait_for_version") if given.get(each)]
    found = [Problem("wait_for_versions", f"cannot be combined with {each}; give one of them.") for each in others]
    for deployment_id, version in versions.items():
        option = f"wait_for_versions.{deployment_id}"
        found += validation.reference(option, deployment_id) + version_problems(option, version)
    return found


def _looking(options: Options) -> Looking:
    params, given = options.params, options.given
    version, versions = given.get("wait_for_version"), given.get("wait_for_versions")
    return Looking(
        selector=selectors.from_options(given),
        ids=given.get("ids") if versions is None else list(versions),
        versions={each: str(wanted) for each, wanted in (versions or {}).items()},
        compare=bool(params["compare"]),
        site=given.get("site"),
        depth=params["connect"],
        version=None if version is None else str(version),
        wait_timeout=params["wait_timeout"],
    )


def _look(options: Options, context: Context) -> JsonObject:
    return guests.looked_at(context, _looking(options))


GUEST_INFO = Task(
    argument_spec={**arguments.info_options(), **arguments.guest_options()},
    problems=_problems,
    run=_look,
    doing="look at what guests get",
    enters_api=lambda options: _looking(options).enters_api,
)
