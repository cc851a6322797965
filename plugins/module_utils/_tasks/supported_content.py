# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The tasks behind the modules for supported content profiles: their options, and the use cases that they call."""

from __future__ import annotations

from .._core import selector as selectors
from .._core.json_values import JsonObject
from .._core.plan import NOTHING
from .._core.validation import Problem
from .._use_cases import supported_contents
from .._use_cases.context import Context
from .._use_cases.ensure import ensure_absent, ensure_present
from .._use_cases.supported_contents import ContentSteps, DesiredContent
from .._webdeployments import supported_content
from . import arguments
from .runner import Options, Task
from .webdeployments import api_problems, operation

LACKING = "no supported content profiles"


def problems(options: Options) -> list[Problem]:
    """Return every error in the options of one profile."""
    found = selectors.problems_of_one(options.given)
    return found if options.params.get("state") == "absent" else found + supported_content.problems(options.given)


def desired(options: Options) -> DesiredContent:
    """Return the desired state of one profile; of one that shall be absent, only its selector."""
    is_absent = options.params["state"] == "absent"
    state = {} if is_absent else supported_content.desired(options.given)
    return DesiredContent(selectors.of_one(options.given), state)


def _ensure(options: Options, context: Context) -> JsonObject:
    steps = ContentSteps(context, desired(options))
    ensured = ensure_absent(steps) if options.params["state"] == "absent" else ensure_present(steps)
    return ensured.to_result()


def _list(options: Options, context: Context) -> JsonObject:
    found = supported_contents.listed(context, selectors.from_options(options.given))
    return {**NOTHING, "supported_contents": found, "total": len(found)}


SUPPORTED_CONTENT = Task(
    argument_spec={**arguments.client_options(), **arguments.audit_options(), **arguments.supported_content_options()},
    problems=lambda options: api_problems(options, LACKING) + problems(options),
    run=_ensure,
    subject=lambda options: operation("supported_content", options, ContentSteps.subject),
)

SUPPORTED_CONTENT_INFO = Task(
    argument_spec=arguments.info_options(),
    problems=lambda options: api_problems(options, LACKING) + selectors.problems(options.given),
    run=_list,
    doing="read the supported content profiles",
)
