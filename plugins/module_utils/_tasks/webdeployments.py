# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The tasks behind the modules for configurations and deployments: their options, and the use cases that they call."""

from __future__ import annotations

from typing import Any, Mapping

from .._core import fields, named_references, validation
from .._core import selector as selectors
from .._core.errors import Rejected
from .._core.json_values import JsonObject, merge
from .._core.plan import NOTHING
from .._core.validation import Problem, shown
from .._use_cases import configurations, deployments
from .._use_cases.audit import Operation
from .._use_cases.configuration_update import DesiredConfiguration
from .._use_cases.configurations import ConfigurationSteps
from .._use_cases.context import Context
from .._use_cases.deployment_update import DesiredDeployment
from .._use_cases.deployments import DeploymentSteps
from .._use_cases.ensure import ensure_absent, ensure_present
from .._webdeployments import deployment, raw_fields
from .._webdeployments.configuration_rules import cautions, contradictions
from .._webdeployments.configuration_schema import CONTENT, SERVER_OWNED
from .._webdeployments.deployment_schema import PINNED, REFERRING
from . import arguments
from .names import named_result, with_ids
from .runner import Options, Task

LONGEST_NAME = 100
"""Characters of a configuration's name (Terraform provider)."""


def api_problems(options: Options, lacking: str = "neither configurations nor deployments") -> list[Problem]:
    """Check ``api``: these modules detect no API, because only one API has their objects."""
    if options.params.get("api") != "communications":
        return []
    return [Problem("api", f"communications has {lacking}; use webdeployments.")]


def _common_problems(options: Options) -> list[Problem]:
    """Check the common options."""
    written = {**options.params, **options.given}
    found = validation.number("wait_timeout", written["wait_timeout"], above=0)
    return found + selectors.problems_of_one(options.given)


def configuration_problems(options: Options) -> list[Problem]:
    """Return every error in the options of one configuration that shows without a request."""
    given, found = options.given, _common_problems(options)
    if options.params.get("state") == "absent":
        return found
    name = given.get("name")
    if isinstance(name, str) and len(name) > LONGEST_NAME:
        found.append(Problem("name", f"has {len(name)} characters; the API takes {LONGEST_NAME} at most."))
    found += fields.problems(CONTENT, given) + named_references.problems(CONTENT, given)
    found += contradictions(fields.to_api(CONTENT, given))
    raw = given.get("raw")
    if isinstance(raw, Mapping):
        found += validation.sendable("raw", raw)
        owned = [key for key in raw if key in (*SERVER_OWNED, "name")]
        found += [Problem(f"raw.{key}", "has an option of its own, or the service sets it.") for key in owned]
        known = {key: value for key, value in raw.items() if key not in owned}
        found += raw_fields.problems(CONTENT, known, "raw", takes_near=True)
        found += _contradictions(fields.to_api(CONTENT, given), raw, "raw")
    return found


def _contradictions(typed: Any, raw: Any, path: str) -> list[Problem]:
    """Compare a raw path with an option: it may repeat the same value; another value is an error."""
    if isinstance(typed, Mapping) and isinstance(raw, Mapping):
        both = [key for key in raw if key in typed]
        return [problem for key in both for problem in _contradictions(typed[key], raw[key], f"{path}.{key}")]
    if typed == raw:
        return []
    return [Problem(path, f"{shown(raw)} contradicts an option, which says {shown(typed)}; give only one of them.")]


def desired_configuration(options: Options) -> DesiredConfiguration:
    """Return the desired state of one configuration; of one that shall be absent, only its selector."""
    params, given = options.params, options.given
    waits = {key: params[key] for key in ("wait", "wait_timeout")}
    if params["state"] == "absent":
        return DesiredConfiguration(selectors.of_one(given), None, {}, **waits)
    content = merge(fields.to_api(CONTENT, given), given.get("raw") or {})
    more = {key: params[key] for key in ("publish", "overwrite_draft")}
    return DesiredConfiguration(selectors.of_one(given), given.get("name"), content, **waits, **more)


def desired_deployment(options: Options) -> DesiredDeployment:
    """Return the desired state of one deployment; of one that shall be absent, only its selector."""
    params, given = options.params, options.given
    waits = {key: params[key] for key in ("wait", "wait_timeout")}
    if params["state"] == "absent":
        return DesiredDeployment(selectors.of_one(given), {}, **waits)
    identity = given.get("identity_resolution")
    body = None if identity is None else deployment.identity_body(identity)
    state, configuration = deployment.desired(given), given.get("configuration")
    return DesiredDeployment(selectors.of_one(given), state, configuration, body, **waits)


def _ensure_configuration(options: Options, context: Context) -> JsonObject:
    if options.params["state"] == "absent":
        return ensure_absent(ConfigurationSteps(context, desired_configuration(options))).to_result()
    options = with_ids(options, context, CONTENT)
    desired, given = desired_configuration(options), options.given
    context.warnings.extend(cautions(desired.content))
    unknown = raw_fields.cautions(CONTENT, given.get("raw") or {}, "raw")
    try:
        ensured = ensure_present(ConfigurationSteps(context, desired))
    except Rejected:
        context.warnings.extend(unknown)
        raise
    if ensured.changed:  # existing fields are not sent
        context.warnings.extend(unknown)
    return named_result(context, CONTENT, ensured.to_result(), "configuration")


def _list_configurations(options: Options, context: Context) -> JsonObject:
    with_versions, skips = options.params["versions"], options.params["skip_unreadable"]
    found = configurations.listed(context, selectors.from_options(options.given), with_versions, skips)
    result = {**NOTHING, "configurations": found, "total": len(found)}
    if not options.params["resolve_names"]:
        return result
    readable = [row for row in found if row["configuration"] is not None]
    contents, told = context.names.shown(CONTENT, [row["configuration"] for row in readable])
    for row, content in zip(readable, contents):
        row["configuration"] = content
    return {**result, **told}


def deployment_problems(options: Options) -> list[Problem]:
    """Return every error in the options of one deployment that shows without a request."""
    found = _common_problems(options)
    return found if options.params.get("state") == "absent" else found + deployment.problems(options.given)


def _ensure_deployment(options: Options, context: Context) -> JsonObject:
    if options.params["state"] == "absent":
        result = ensure_absent(DeploymentSteps(context, desired_deployment(options))).to_result()
    else:
        options = with_ids(options, context, REFERRING)
        result = ensure_present(DeploymentSteps(context, desired_deployment(options))).to_result()
    return named_result(context, REFERRING, result, "deployment")


def _list_deployments(options: Options, context: Context) -> JsonObject:
    with_identity, skips = options.params["identity_resolution"], options.params["skip_unreadable"]
    found = deployments.listed(context, selectors.from_options(options.given), with_identity, skips)
    result = {**NOTHING, "deployments": found, "total": len(found)}
    if not options.params["resolve_names"]:
        return result
    named, told = context.names.shown((*REFERRING, PINNED), found)
    return {**result, "deployments": named, **told}


def operation(resource: str, options: Options, subject: str = "") -> Operation:
    """Return the operation of a task for one object. ``subject``: the first word of its action; else the resource."""
    verb = "DELETE" if options.params.get("state") == "absent" else "UPDATE"
    return Operation(
        f"{subject or resource.upper()}_{verb}", resource, options.given.get("id"), options.given.get("name")
    )


CONFIGURATION = Task(
    argument_spec={
        **arguments.client_options(),
        **arguments.audit_options(),
        **arguments.selection_options(),
        **arguments.configuration_options(),
        **fields.argument_spec(CONTENT),
    },
    problems=lambda options: api_problems(options) + configuration_problems(options),
    run=_ensure_configuration,
    subject=lambda options: operation("configuration", options),
)

CONFIGURATION_INFO = Task(
    argument_spec={**arguments.whole_info_options(), "versions": {"type": "bool", "default": False}},
    problems=lambda options: api_problems(options) + selectors.problems(options.given),
    run=_list_configurations,
    doing="read the configurations",
)

DEPLOYMENT = Task(
    argument_spec={
        **arguments.client_options(),
        **arguments.audit_options(),
        **arguments.selection_options(),
        **arguments.deployment_options(),
    },
    problems=lambda options: api_problems(options) + deployment_problems(options),
    run=_ensure_deployment,
    subject=lambda options: operation("deployment", options),
)

DEPLOYMENT_INFO = Task(
    argument_spec={
        **arguments.whole_info_options(),
        "identity_resolution": {"type": "bool", "default": False},
    },
    problems=lambda options: api_problems(options) + selectors.problems(options.given),
    run=_list_deployments,
    doing="read the deployments",
)
