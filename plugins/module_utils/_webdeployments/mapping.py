# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Map a channel's fields to Web Deployments, and refuse the fields that they cannot set. Pure.

A channel is a deployment together with the version of a configuration that it is pinned to. Facts of the API:
``docs/reference/platform-api.md`` (SDK 269, Terraform provider 1.84.1).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Mapping, Sequence

from .._channel import capabilities
from .._channel.channel import Channel
from .._channel.channel_fields import CHANNEL_FIELDS, InDeployment, located, read_fields, written
from .._channel.desired import DesiredChannel, reference_problems, refused
from .._core.json_values import JsonObject, at, merge, nested
from .._core.plan import Plan
from .._core.result_shapes import DeploymentDetails
from .._core.validation import Problem, shown
from . import raw_fields
from .configuration_content import (
    NO_CONTENT,
    content_of,
    is_version,
)
from .configuration_rules import contradictions
from .configuration_schema import CONTENT

CHANNEL_TYPE = "webmessaging"
RICH_MEDIA = "rich-media"
WEBMESSAGING = "Webmessaging"
DEPLOYMENT_SERVER_OWNED = ("id", "snippet", "dateCreated", "dateModified", "lastModifiedUser", "selfUri")
DEPLOYMENT_OPTIONAL = ("description", "allowedDomains", "flow", "supportedContent", "pushIntegrations")
"""The fields that a deployment can lack; a body without one removes it."""
DEPLOYMENT_WRITABLE = ("name", "allowAllDomains", "configuration", "status", *DEPLOYMENT_OPTIONAL)
ACTIVE, INACTIVE, PENDING, FAILED = "Active", "Inactive", "Pending", "Error"
SETTABLE_STATUSES = (ACTIVE, INACTIVE)


_CONVERSATIONS = ("messenger", "apps", "conversations")
_ATTACHMENTS = ("messenger", "fileUpload", "enableAttachments")
_MODES = ("messenger", "fileUpload", "modes")
_SWITCHES = {
    "typing-indicators": (
        (*_CONVERSATIONS, "showAgentTypingIndicator"),
        (*_CONVERSATIONS, "showUserTypingIndicator"),
    ),
    "file-sharing": (_ATTACHMENTS,),
    "co-browsing": (("cobrowse", "enabled"),),
    "video-calling": (("video", "enabled"),),
}
"""A feature is on if all of its switches are on; co-browsing and file-sharing have conditions of their own."""
_CHANNELS = ("cobrowse", "channels")

_FOREIGN_SECTIONS = ("webchat", "routing")

NAME = "webdeployments"
_PLACES = located(NAME, InDeployment)
"""The paths of a channel's fields in a deployment; a reference is an object with an id."""
_FIELDS = {field.path: _PLACES.get(field.path, ()) for field in CHANNEL_FIELDS}
"""The same of every field; it is empty for one that is not the deployment's."""


class WebDeploymentsDialect:
    """See ``dialect.Dialect``."""

    name = NAME
    title = "Web Deployments"
    fields = CONTENT
    if_not_found = "A channel of the Communications API has no deployment; leave out api, and the API is detected."
    why_no_webhooks: tuple[str, str] | None = (
        "Web Deployments have no webhooks",
        (
            "Instead, webmessaging_notify posts the changes of a task to the same URL with the same signature, "
            "and the Event-Driven Ansible source genesys.cloud.webmessaging_changes follows all changes in "
            "the org. Genesys' own ways are notification topics and Amazon EventBridge."
        ),
    )

    def absorb(self, configuration: Any) -> tuple[dict[str, tuple[str, Any]], JsonObject]:
        """Absorb nothing: no field is a path of the configuration, because features are made of several."""
        return {}, dict(configuration) if isinstance(configuration, dict) else {}

    def problems(self, given: Mapping[str, Any]) -> list[Problem]:
        found = refused(NAME, given)
        if isinstance(given.get("features"), list) and RICH_MEDIA not in given["features"]:
            found.append(Problem("features", f"leaves out {_ALWAYS_ON}; add it to the list."))
        if RICH_MEDIA in (given.get("disable_features") or ()):
            found.append(Problem("disable_features", f"holds {_ALWAYS_ON}; remove it from the list."))
        found += reference_problems(NAME, given)
        configuration = given.get("configuration")
        if isinstance(configuration, dict):
            found += _foreign_paths(configuration)
            own = {key: value for key, value in configuration.items() if key not in (*_FOREIGN_SECTIONS, *NO_CONTENT)}
            found += raw_fields.problems(CONTENT, own, "configuration")
            found += [replace(each, option=f"configuration.{each.option}") for each in contradictions(own)]
            found += _contradictions(given, configuration)
        return found

    def problems_with(self, desired: DesiredChannel, plan: Plan, channel: Channel) -> list[Problem]:
        """Return the raw paths that the features undo."""
        if not changes_content(plan.patch):
            return []
        after = changed_content(channel.state["configuration"], plan.patch)
        missing = desired.plan(replace(channel, state={**channel.state, **_content_state(after)})).changes
        undone = [path for path in missing if path.split(".")[0] in _content_state(after)]
        if not undone:
            return []
        reason = f"{', '.join(undone)} cannot take the desired value: the features undo it; give only one of them."
        return [Problem("configuration", reason)]


_ALWAYS_ON = "rich-media, which is always on in Web Deployments (its messages come from the flow)"


def features_of(content: JsonObject) -> list[str]:
    """Return the features that are on in a configuration, rich-media always among them."""
    return [feature for feature in capabilities.FEATURES if feature == RICH_MEDIA or _is_on(content, feature)]


def changed_content(content: JsonObject, patch: JsonObject) -> JsonObject:
    """Apply a patch in the collection's words to the content."""
    changed = merge(content, patch.get("configuration", {}))
    if "features" in patch:
        for feature in _SWITCHES:
            wanted = feature in patch["features"]
            if wanted != _is_on(changed, feature):
                changed = _turned(changed, feature, wanted)
    return changed


def unset_keys(desired: DesiredChannel) -> frozenset[str]:
    """Return the keys of a deployment that shall be absent."""
    wanted = written(desired.state)
    return frozenset(place[0] for path, place in _PLACES.items() if wanted.get(path, "") is None)


def changes_content(patch: JsonObject) -> bool:
    return "features" in patch or "configuration" in patch


def deployment_body(deployment: JsonObject, patch: JsonObject, configuration_id: Any, version: Any) -> JsonObject:
    """Return the whole deployment for a PUT, with every unknown field kept."""
    body = {key: value for key, value in deployment.items() if key not in DEPLOYMENT_SERVER_OWNED}
    body["configuration"] = {"id": configuration_id, "version": version}
    if body.get("status") not in SETTABLE_STATUSES:
        body.pop("status", None)
    for path, value in written(patch).items():
        if path in _PLACES:
            key, *inner = _PLACES[path]
            body.pop(key, None)
            if value is not None:
                body[key] = nested(inner, value) if inner else value
        elif path != "features":
            raise LookupError(f"a deployment has no place for {path}")
    return body


def to_channel(deployment: JsonObject) -> Channel:
    """Convert a deployment that has its configuration's whole version in place of the reference to it.

    Any field can be absent, null or of another type, and none of that is an error.
    """
    version = deployment.get("configuration")
    version = version if isinstance(version, dict) else {}
    content = content_of(version)
    details: DeploymentDetails = {
        "deployment": {"id": str(deployment.get("id")), "status": deployment.get("status")},
        "configuration_id": version.get("id"),
        "version": version.get("version"),
    }
    return Channel(
        id=str(deployment.get("id")),
        name=str(deployment.get("name")),
        channel_type=CHANNEL_TYPE,
        is_web_messaging=True,
        state={
            **read_fields(deployment, _FIELDS),
            **_content_state(content),
        },
        api_details={**details},
        halves=_halves(content),
        source=deployment,
    )


def _content_state(content: JsonObject) -> JsonObject:
    return {"features": features_of(content), "configuration": content}


def completed_plan(plan: Plan, channel: Channel, publishes: bool = True) -> Plan:
    """Add failed work of the service to the plan: write a failed deployment again, publish a failed version again."""
    version = channel.source.get("configuration")
    if publishes and isinstance(version, dict) and is_version(version) and version.get("status") == FAILED:
        again = {"configuration": plan.patch.get("configuration", {})}
        plan = plan.also("version", {"status": FAILED}, {"status": ACTIVE}, ["version.status"], again)
    if channel.source.get("status") == FAILED:
        plan = plan.also("deployment", {"status": FAILED}, {"status": ACTIVE}, ["deployment.status"])
    return plan


def predicted(channel: Channel, patch: JsonObject) -> Channel:
    """Return the channel as the plan would leave it; only the server knows its future version (null)."""
    deployment = dict(channel.source)
    version = dict(deployment.get("configuration") or {})
    if changes_content(patch):
        version = {**version, **changed_content(content_of(version), patch), "version": None}
    body = deployment_body(deployment, patch, None, None)
    unset = {place[0]: None for place in _PLACES.values() if place[0] not in body}
    return to_channel({**deployment, **unset, **body, "configuration": version})


def _is_on(content: JsonObject, feature: str) -> bool:
    if feature == "file-sharing":
        return _takes_files(content)
    if not all(at(content, path) is True for path in _SWITCHES[feature]):
        return False
    if feature != "co-browsing":
        return True
    channels = at(content, _CHANNELS)
    return isinstance(channels, list) and WEBMESSAGING in channels


def _takes_files(content: JsonObject) -> bool:
    """Return whether it takes files; older ones have no switch, but a mode with a type (``reality.md`` R1)."""
    switch, modes = at(content, _ATTACHMENTS), at(content, _MODES)
    if switch is not None:
        return switch is True
    return isinstance(modes, list) and any(at(mode, ("fileTypes",)) for mode in modes)


def _halves(content: JsonObject) -> dict[str, JsonObject]:
    """Return the switches that are still on of features that are off because some of their switches are off."""
    found: dict[str, JsonObject] = {}
    for feature, paths in _SWITCHES.items():
        on = [path for path in paths if at(content, path) is True]
        if 0 < len(on) < len(paths):
            off: JsonObject = {}
            for path in on:
                off = merge(off, nested(path, False))
            found[feature] = off
    return found


def lets_every_type_in(plan: Plan, channel: Channel) -> bool:
    """Return whether the plan turns file-sharing on for a deployment without a profile of its own."""
    before, after = (side.get("features", channel.features) for side in (plan.before, plan.after))
    return "file-sharing" in after and "file-sharing" not in before and not channel.source.get("supportedContent")


def _turned(content: JsonObject, feature: str, on: bool) -> JsonObject:
    if feature == "co-browsing":
        return merge(content, {"cobrowse": _turned_cobrowse(at(content, _CHANNELS), on)})
    for path in _SWITCHES[feature]:
        content = merge(content, nested(path, on))
    return content


def _turned_cobrowse(channels: Any, on: bool) -> JsonObject:
    """Turn co-browsing on or off. Voice calls can use it too, and keep it when web messaging loses it."""
    others = [item for item in channels if item != WEBMESSAGING] if isinstance(channels, list) else []
    if on:
        return {"enabled": True, "channels": [*others, WEBMESSAGING]}
    return {"channels": others} if others else {"enabled": False}


def _foreign_paths(configuration: JsonObject) -> list[Problem]:
    found = []
    for key in configuration:
        path = f"configuration.{key}"
        if key in _FOREIGN_SECTIONS:
            found.append(
                Problem(
                    path,
                    "is a section of the Communications API; Web Deployments have messenger, cobrowse, video and "
                    "others in place of it (webmessaging_configuration documents them all).",
                )
            )
        elif key != "name" and key in NO_CONTENT:
            found.append(Problem(path, "is set only by the service; leave it out."))
        elif key == "name":
            found.append(Problem(path, "is the configuration's name, which webmessaging_configuration sets."))
    return found


def _contradictions(given: Mapping[str, Any], configuration: JsonObject) -> list[Problem]:
    """Compare raw paths with the features options: a raw path may repeat the same value; another value is an error."""
    found = []
    for feature, paths in _SWITCHES.items():
        option, wanted = _option_for(given, feature)
        if option is None:
            continue
        named = _named(configuration, paths)
        if feature == "co-browsing":
            against = _against_co_browsing(named, _named(configuration, (_CHANNELS,)), wanted)
        else:
            against = {path: value for path, value in named.items() if (value is True) is not wanted}
        says = f"turns {feature} {'on' if wanted else 'off'}"
        found += [
            Problem(path, f"{shown(value)} contradicts {option}, which {says}; give only one.")
            for path, value in against.items()
        ]
    return found


def _named(configuration: JsonObject, paths: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    """Return the raw values at these paths, or of a section above them that is unset, by dotted path."""
    found: dict[str, Any] = {}
    for path in paths:
        tree: Any = configuration
        for depth, key in enumerate(path, 1):
            if not isinstance(tree, dict) or key not in tree:
                break
            tree = tree[key]
            if tree is None or depth == len(path):
                found[".".join(("configuration", *path[:depth]))] = tree
                break
    return found


def _against_co_browsing(switch: JsonObject, channels: JsonObject, wanted: bool) -> JsonObject:
    """Return the contradictions: co-browsing is off if its switch is off, and also if it is on only for voice calls."""
    off = {path: value for path, value in switch.items() if value is not True}
    without = {
        path: value for path, value in channels.items() if not isinstance(value, list) or WEBMESSAGING not in value
    }
    if wanted:
        return {**off, **without}
    return {} if off or without else {**switch, **channels}


def _option_for(given: Mapping[str, Any], feature: str) -> tuple[str | None, bool]:
    """Return the option that says whether the feature shall be on, and its value."""
    if isinstance(given.get("features"), list):
        return "features", feature in given["features"]
    for option, wanted in (("enable_features", True), ("disable_features", False)):
        if feature in (given.get(option) or ()):
            return option, wanted
    return None, False
