# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The table of a channel's fields: each once, with its place in each API or the sentence that refuses it there. Pure.

Options, documentation, refusals, both mappings, the prediction in check mode, the export and the role's variables
follow from it. Sources: ``docs/reference/communications-api.md``, ``docs/reference/platform-api.md`` (SDK 269).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterator, Mapping, Union

from .._core.fields import Field, number, reference, section, text, texts
from .._core.json_values import JsonObject, at, has


@dataclass(frozen=True)
class At:
    """The API keeps the field at a path."""

    path: tuple[str, ...]


class InConfiguration(At):
    """Below the channel's ``configuration``."""


class InDeployment(At):
    """Below the deployment, one or two keys deep: a reference is an object that holds only the id."""


@dataclass(frozen=True)
class FromSwitches:
    """The field is made of several switches of the configuration; the API's mapping has a table of them."""


@dataclass(frozen=True)
class Refused:
    """The API cannot set it. ``reason`` says where the setting lives, for the user."""

    reason: str


Place = Union[At, FromSwitches, Refused]


@dataclass(frozen=True)
class ChannelField:
    """``option``: name, type and documentation. ``returned`` and ``sample``: its documentation as a result.

    ``section``: the option that it is a part of. ``can_be_unset``: null removes it.
    """

    option: Field
    communications: Place
    webdeployments: Place
    returned: str
    sample: Any
    section: str = ""
    can_be_unset: bool = True

    @property
    def path(self) -> str:
        """Return its name in messages and diffs."""
        return f"{self.section}.{self.option.name}" if self.section else self.option.name

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self.path.split("."))

    @property
    def name_keys(self) -> tuple[str, ...]:
        """Return the option for the name of the object that it refers to; empty keys lead nowhere."""
        return (*self.keys[:-1], self.option.name_option) if self.option.refers_to else ("",)

    def place(self, dialect: str) -> Place:
        """Return the field's place; ``dialect``: a value of the option ``api``."""
        found: Place = getattr(self, dialect)
        return found

    def is_given(self, given: Mapping[str, Any]) -> bool:
        """Return whether a task sets it, even to null; also by the name of the object that it refers to."""
        return has(given, self.keys) or has(given, self.name_keys)

    def is_wanted(self, given: Mapping[str, Any]) -> bool:
        """Return whether a task wants a value of it; unsetting a field that an API never has needs no refusal."""
        values = (at(given, self.keys), at(given, self.name_keys))
        return self.is_given(given) and not (self.can_be_unset and values == (None, None))


SECTIONS = {"routing": "The routing of conversations."}

CHANNEL_FIELDS = (
    ChannelField(
        number(
            "max_concurrent_sessions",
            "The maximum number of concurrent sessions of the channel, from 1 to O(capabilities.session_limit).\n"
            "Only for the Communications API.",
        ),
        communications=InConfiguration(("webchat", "maxConcurrentSessions")),
        webdeployments=Refused(
            "Web Deployments have no such limit: how many conversations an agent takes at once is the agents' "
            "utilization (/api/v2/routing/utilization). Leave the option out."
        ),
        returned="The maximum number of concurrent sessions; null if it is not set.",
        sample=500,
        can_be_unset=False,
    ),
    ChannelField(
        texts(
            "features",
            "The complete list of features to turn on, from O(capabilities.features). All others are turned off; V([]) "
            "turns all off. The order does not matter.\n"
            "On Web Deployments, V(rich-media) is always on, so the list must contain it.\n"
            "Mutually exclusive with O(enable_features) and O(disable_features).",
        ),
        communications=InConfiguration(("webchat", "features")),
        webdeployments=FromSwitches(),
        returned="The features that are on. Their order does not matter.",
        sample=["rich-media", "typing-indicators"],
        can_be_unset=False,
    ),
    ChannelField(
        text("queue_id", "The id of the queue; null unsets it. Only for the Communications API."),
        communications=InConfiguration(("routing", "queueId")),
        webdeployments=Refused(
            "Web Deployments have no queue: the deployment's inbound message flow chooses it (Transfer to ACD). Give "
            "routing.flow_id, and set the queue in that flow."
        ),
        returned="The id of the queue; null if there is none.",
        sample="queue-123",
        section="routing",
    ),
    ChannelField(
        text(
            "assignment_mode",
            "How the queue chooses an agent, for example V(longest-idle); null unsets it. Only for the Communications "
            "API.",
        ),
        communications=InConfiguration(("routing", "assignmentMode")),
        webdeployments=Refused(
            "Web Deployments have no assignment mode: it is a setting of the queue (/api/v2/routing/queues). Leave "
            "the option out."
        ),
        returned="How the queue chooses an agent; null if it is not set.",
        sample="longest-idle",
        section="routing",
    ),
    ChannelField(
        reference(
            "flow_id",
            "The id of the deployment's inbound message flow; null unsets it. Only for Web Deployments.",
            "inbound_message_flow",
        ),
        communications=Refused(
            "the Communications API routes to a queue and knows no flow; give routing.queue_id. A flow belongs to a "
            "deployment of Web Deployments (api: webdeployments)."
        ),
        webdeployments=InDeployment(("flow", "id")),
        returned="The id of the inbound message flow; null if there is none.",
        sample="f10f0000-0000-4000-8000-000000000001",
        section="routing",
    ),
    ChannelField(
        text("description", "A description; null removes it. Only for Web Deployments."),
        communications=Refused(
            "a channel of the Communications API has no description. Leave the option out, or set a deployment's "
            "description (api: webdeployments)."
        ),
        webdeployments=InDeployment(("description",)),
        returned="The description; null if there is none.",
        sample="Chat on the shop's pages",
    ),
)

RELATIVE = {
    "enable_features": texts("enable_features", "Features to turn on. The others stay as they are."),
    "disable_features": texts("disable_features", "Features to turn off. The others stay as they are."),
}
"""Options that change ``features`` instead of replacing the whole list."""

BROWSERS = texts(
    "target_browsers",
    "Browsers that every feature of the channel must work in, from V(chrome), V(firefox), V(safari), V(edge) and those "
    "named in O(capabilities.browser_support). The task checks the desired features before the first request, and the "
    "features that the channel already has before the write. It never sends this option.\n"
    "If omitted, the task does not check browsers.",
)
RAW = Field(
    "configuration",
    "dict",
    "Any further path below the channel's C(configuration), spelled as in the API. With it, you can set new fields "
    "without a new release of this collection. Mappings are merged; lists and other values are replaced.\n"
    "On Web Deployments, it is the content of the configuration, for example C(messenger.styles.primaryColor). "
    "M(genesys.cloud.webmessaging_configuration) documents all fields. A path that O(features), O(enable_features) or "
    "O(disable_features) turns on or off must agree with them.\n"
    "On the Communications API, a path that has an option of its own (C(webchat.maxConcurrentSessions), "
    "C(webchat.features), C(routing.queueId), C(routing.assignmentMode)) is validated like that option. If both are "
    "given, the values must agree.",
)


def _options() -> Iterator[Field]:
    for name, description in SECTIONS.items():
        parts = [field.option for field in CHANNEL_FIELDS if field.section == name]
        yield section(name, f"{description} Parts that you leave out stay as they are.", *parts)
    yield from (field.option for field in CHANNEL_FIELDS if not field.section)
    yield from RELATIVE.values()
    yield BROWSERS
    yield RAW


DESIRED_OPTIONS = tuple(_options())
"""The desired channel as options."""
UNORDERED = tuple(field.path for field in CHANNEL_FIELDS if field.option.unordered)


def returned() -> dict[str, Any]:
    """Return the fields as the documentation of results lists them."""
    found: dict[str, Any] = {}
    for field in CHANNEL_FIELDS:
        is_everywhere = not isinstance(field.communications, Refused)
        entry = {"description": field.returned, "type": field.option.type}
        if field.option.elements:
            entry["elements"] = field.option.elements
        entry.update(returned="success" if is_everywhere else "on Web Deployments", sample=field.sample)
        parts = found
        if field.section:
            whole = {"description": SECTIONS[field.section], "type": "dict", "returned": "success", "contains": {}}
            parts = found.setdefault(field.section, whole)["contains"]
        parts[field.option.name] = entry
        if field.option.refers_to:
            named = {
                **entry,
                "description": "Its name; null if there is none, or if nothing tells it.",
                "sample": "Inbound Messages",
            }
            parts[field.option.name_option] = named
    return found


def located(dialect: str, kind: type[At]) -> dict[str, tuple[str, ...]]:
    """Return the API's path of each field that has a place of that kind."""
    places = {field.path: field.place(dialect) for field in CHANNEL_FIELDS}
    return {path: place.path for path, place in places.items() if isinstance(place, kind)}


def read_fields(entity: Any, paths: Mapping[str, tuple[str, ...]]) -> JsonObject:
    """Return the fields at these paths of an API's object; null if it has none, or if the path is empty."""
    state: JsonObject = {}
    for path, place in paths.items():
        *sections, key = path.split(".")
        tree = state
        for name in sections:
            tree = tree.setdefault(name, {})
        tree[key] = at(entity, place) if place else None
    return state


def written(patch: JsonObject) -> dict[str, Any]:
    """Return the fields of a patch, by path. Raises LookupError for an unknown key, which a mapping would drop."""
    values: dict[str, Any] = {}
    for key, value in patch.items():
        if key in SECTIONS:
            values.update({f"{key}.{part}": each for part, each in value.items()})
        elif key != RAW.name:
            values[key] = value
    unknown = values.keys() - {field.path for field in CHANNEL_FIELDS}
    if unknown:
        raise LookupError(f"no field of a channel: {', '.join(sorted(unknown))}")
    return values
