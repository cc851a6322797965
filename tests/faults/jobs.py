# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tasks do when nobody disturbs them: one for each kind of work of every module, on each API that has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ansible_collections.genesys.cloud.tests.unit.audit_entries import entry
from tests.simulator.webdeployments_fleets import FIRST_CONFIGURATION_ID, FIRST_DEPLOYMENT_ID
from tests.simulator.webdeployments_state import DEFAULT_FLOWS, DEFAULT_SUPPORTED_CONTENT

COMMUNICATIONS, WEB_DEPLOYMENTS = "communications", "webdeployments"
ORGS = {COMMUNICATIONS: "webmessaging:4", WEB_DEPLOYMENTS: "webdeployments:13"}

PRIMARY, ASLEEP, EXTENDED, BARE, BEHIND, DRAFTED = (
    *("Primary Web Messaging", "Asleep 5", "Extended 7", "Bare 12", "Behind 9", "Drafted 4"),
)
PICTURES, EVERYTHING = (each["name"] for each in DEFAULT_SUPPORTED_CONTENT)
NEW = "New"
RECEIVER = "the simulator's inbox"
HOOK: dict[str, Any] = {"callback_url": "https://monitor.example/hook", "secret": "signed-by-us"}
THEIR_HOOK: dict[str, Any] = {
    "act": "create_webhook",
    "callbackUrl": "https://theirs.example/hook",
    "eventFilters": [{"resource": "channel", "action": "updated"}],
}
THEIR_DEPLOYMENT: dict[str, Any] = {
    "act": "create_deployment",
    "name": NEW,
    "configuration": {"id": "configuration EU"},
}
FLOW, CONTENT = DEFAULT_FLOWS[1]["id"], DEFAULT_SUPPORTED_CONTENT[1]["id"]

Act = dict[str, Any]
"""What a person does, as the simulator's people do it; an id that is a name stands for the id of what has it."""


@dataclass(frozen=True)
class Job:
    """``wish``: a regular expression for the paths of `state` that the task may change. ``objects``: the names of what
    it works on. ``makes`` and ``removes``: the kind of object that it makes or removes, of the name NEW. ``fails``: the
    kind of failure that it ends with when nobody disturbs it. ``before``: what people did before it began. ``tells``:
    the audit entries that it posts to the receiver.
    """

    title: str
    api: str
    module: str
    options: dict[str, Any]
    wish: str = "(?!)"
    objects: tuple[str, ...] = ()
    makes: str | None = None
    removes: str | None = None
    fails: str | None = None
    before: tuple[Act, ...] = ()
    tells: frozenset[str] = frozenset()


def _channel(title: str, name: str, options: dict[str, Any], deeper: str, **more: Any) -> Job:
    """On Web Deployments: what it changes of the configuration is published, and pinned to."""
    wish = rf"configuration {name}/(draft|\d+)/({deeper})|deployment {name}/configuration\.version"
    return Job(title, WEB_DEPLOYMENTS, "webmessaging_channel", {"name": name, **options}, wish, objects=(name,), **more)


_FEATURES = r"messenger\..*|messenger|cobrowse.*|video.*"
_ANY_OF_THEM = f"({PRIMARY}|{ASLEEP}|{EXTENDED}|{BARE})"


def _deployment(title: str, options: dict[str, Any], deeper: str) -> Job:
    return Job(
        title,
        WEB_DEPLOYMENTS,
        "webmessaging_deployment",
        {"name": PRIMARY, **options},
        rf"deployment {PRIMARY}/({deeper})",
        objects=(PRIMARY,),
    )


def _configuration(title: str, options: dict[str, Any], deeper: str, **more: Any) -> Job:
    return Job(
        title,
        WEB_DEPLOYMENTS,
        "webmessaging_configuration",
        {"name": PRIMARY, **options},
        rf"configuration {PRIMARY}/(draft|\d+)/({deeper})",
        objects=(PRIMARY,),
        **more,
    )


def _profile(title: str, options: dict[str, Any], deeper: str) -> Job:
    """It may become the default in place of another."""
    wish = rf"supported_content {PICTURES}/({deeper})|supported_content {EVERYTHING}/default"
    return Job(title, WEB_DEPLOYMENTS, CONTENT_MODULE, options, wish, objects=(PICTURES,))


CONTENT_MODULE = "messaging_supported_content"
_WRITTEN: dict[str, Any] = {
    "outcome": "updated",
    "changed": True,
    "channel": None,
    "diff": {"before": {}, "after": {}},
    "failure": None,
    "pinned": None,
}
"""A row of a fleet's result, without what was written."""
_NEW_PROFILE = {"name": NEW, "inbound": ["image/*"], "outbound": ["*/*"]}
_NEW_CONFIGURATION = {"name": NEW, "languages": ["en-us"], "default_language": "en-us"}
_NEW_DEPLOYMENT = {"name": NEW, "configuration": {"name": "EU"}, "allow_all_domains": True}
_ON_WEB_DEPLOYMENTS = [
    _channel("turn features off", PRIMARY, {"features": ["rich-media"]}, _FEATURES),
    _channel("enable a feature", PRIMARY, {"enable_features": ["video-calling"]}, _FEATURES),
    _channel("enable a feature of an inactive one", ASLEEP, {"enable_features": ["video-calling"]}, _FEATURES),
    _channel("enable a feature of one with foreign fields", EXTENDED, {"disable_features": ["co-browsing"]}, _FEATURES),
    _channel(
        "overwrite somebody's draft",
        DRAFTED,
        {"enable_features": ["video-calling"], "overwrite_draft": True},
        _FEATURES,
    ),
    _channel("meet somebody's draft", DRAFTED, {"enable_features": ["video-calling"]}, _FEATURES, fails="conflict"),
    Job(
        "route to a flow",
        WEB_DEPLOYMENTS,
        "webmessaging_channel",
        {"name": PRIMARY, "routing": {"flow_id": FLOW}},
        rf"deployment {PRIMARY}/flow.*",
        objects=(PRIMARY,),
    ),
    Job(
        "bring a fleet in step",
        WEB_DEPLOYMENTS,
        "webmessaging_channels",
        {"channels": [{"name": name, "features": ["rich-media", "video-calling"]} for name in (PRIMARY, ASLEEP, BARE)]},
        rf"configuration {_ANY_OF_THEM}/(draft|\d+)/({_FEATURES})|deployment {_ANY_OF_THEM}/configuration\.version",
        objects=(PRIMARY, ASLEEP, BARE),
    ),
    Job(
        "route a fleet",
        WEB_DEPLOYMENTS,
        "webmessaging_channels",
        {"channels": [{"name": name, "routing": {"flow_id": FLOW}} for name in (PRIMARY, EXTENDED, BARE)]},
        rf"deployment {_ANY_OF_THEM}/flow.*",
        objects=(PRIMARY, EXTENDED, BARE),
    ),
    Job(
        "bring several objects in step",
        WEB_DEPLOYMENTS,
        "webmessaging_deployments",
        {
            "configurations": [
                {"name": name, "headless_mode": {"enabled": True}} for name in (PRIMARY, EXTENDED, BARE)
            ],
            "deployments": [
                {"name": PRIMARY, "configuration": {"name": PRIMARY, "version": "latest"}},
                {"name": EXTENDED, "description": "Ours", "configuration": {"name": EXTENDED, "version": "latest"}},
                {"name": ASLEEP, "description": "Ours"},
            ],
        },
        rf"configuration {_ANY_OF_THEM}/(draft|\d+)/headlessMode.*"
        rf"|deployment ({PRIMARY}|{EXTENDED})/configuration\.version|deployment ({EXTENDED}|{ASLEEP})/description",
        objects=(PRIMARY, EXTENDED, BARE, ASLEEP),
    ),
    Job(
        "make a deployment among others",
        WEB_DEPLOYMENTS,
        "webmessaging_deployments",
        {"deployments": [_NEW_DEPLOYMENT, {"name": BARE, "description": "Ours"}]},
        rf"deployment {BARE}/description",
        objects=(BARE,),
        makes="deployment",
    ),
    Job(
        "remove a configuration among others",
        WEB_DEPLOYMENTS,
        "webmessaging_deployments",
        {"configurations": [{"name": NEW, "state": "absent"}], "deployments": [{"name": BARE, "description": "Ours"}]},
        rf"deployment {BARE}/description",
        objects=(BARE,),
        removes="configuration",
        before=({"act": "create_configuration", "name": NEW, "publish": True, "settled": True},),
    ),
    _configuration("change a configuration", {"messenger": {"styles": {"primary_color": "#00FF00"}}}, r"messenger\..*"),
    _configuration("prepare a draft", {"description": "Ours", "publish": False}, "description"),
    Job(
        "make a configuration", WEB_DEPLOYMENTS, "webmessaging_configuration", _NEW_CONFIGURATION, makes="configuration"
    ),
    Job(
        "remove a configuration",
        WEB_DEPLOYMENTS,
        "webmessaging_configuration",
        {"name": NEW, "state": "absent"},
        removes="configuration",
        before=({"act": "create_configuration", "name": NEW, "publish": True, "settled": True},),
    ),
    Job("make a deployment", WEB_DEPLOYMENTS, "webmessaging_deployment", _NEW_DEPLOYMENT, makes="deployment"),
    Job(
        "remove a deployment",
        WEB_DEPLOYMENTS,
        "webmessaging_deployment",
        {"name": NEW, "state": "absent"},
        removes="deployment",
        before=(
            {"act": "create_deployment", "name": NEW, "configuration": {"id": "configuration EU"}, "settled": True},
        ),
    ),
    _deployment("describe a deployment", {"description": "Ours"}, "description"),
    _deployment("restrict a deployment", {"allowed_domains": ["shop.example"]}, "allowedDomains|allowAllDomains"),
    _deployment("unset what a deployment supports", {"supported_content_id": None}, "supportedContent.*"),
    Job(
        "pin the newest version",
        WEB_DEPLOYMENTS,
        "webmessaging_deployment",
        {"name": BEHIND, "configuration": {"version": "latest"}},
        rf"deployment {BEHIND}/configuration\.version",
        objects=(BEHIND,),
    ),
    _profile("change a content profile", {"name": PICTURES, "inbound": ["text/plain"]}, r"mediaTypes\.allow\.inbound"),
    _profile(
        "change a content profile and make it the default",
        {"name": PICTURES, "outbound": [], "default": True},
        r"mediaTypes\.allow\.outbound|default",
    ),
    Job("make a content profile", WEB_DEPLOYMENTS, CONTENT_MODULE, _NEW_PROFILE, makes="supported_content"),
    Job(
        "make a content profile the default",
        WEB_DEPLOYMENTS,
        CONTENT_MODULE,
        {**_NEW_PROFILE, "default": True},
        rf"supported_content ({PICTURES}|{EVERYTHING})/default",
        makes="supported_content",
    ),
    Job(
        "remove a content profile",
        WEB_DEPLOYMENTS,
        CONTENT_MODULE,
        {"name": NEW, "state": "absent"},
        removes="supported_content",
        before=({"act": "create_supported_content", "name": NEW},),
    ),
    Job(
        "make a content profile among others",
        WEB_DEPLOYMENTS,
        "webmessaging_deployments",
        {
            "supported_contents": [_NEW_PROFILE, {"name": PICTURES, "inbound": ["text/plain"], "default": True}],
            "deployments": [{"name": BARE, "description": "Ours"}],
        },
        rf"supported_content {PICTURES}/(mediaTypes\.allow\.inbound|default)|supported_content {EVERYTHING}/default"
        rf"|deployment {BARE}/description",
        objects=(BARE,),
        makes="supported_content",
    ),
    Job(
        "remove a content profile among others",
        WEB_DEPLOYMENTS,
        "webmessaging_deployments",
        {
            "supported_contents": [{"name": NEW, "state": "absent"}],
            "deployments": [{"name": BARE, "description": "Ours"}],
        },
        rf"deployment {BARE}/description",
        objects=(BARE,),
        removes="supported_content",
        before=({"act": "create_supported_content", "name": NEW},),
    ),
    Job(
        "take back a version",
        WEB_DEPLOYMENTS,
        "webmessaging_rollback",
        {
            "channels": [
                {
                    **_WRITTEN,
                    "id": FIRST_DEPLOYMENT_ID,
                    "pinned": {
                        "configuration_id": FIRST_CONFIGURATION_ID,
                        "before": "1",
                        "after": "2",
                        "status": "Active",
                    },
                }
            ]
        },
        rf"deployment {PRIMARY}/configuration\.version",
        objects=(PRIMARY,),
        before=(
            {"act": "save_draft", "id": f"configuration {PRIMARY}", "description": "Ours", "settled": True},
            {"act": "publish", "id": f"configuration {PRIMARY}", "settled": True},
            {
                "act": "edit_deployment",
                "id": f"deployment {PRIMARY}",
                "configuration": {"id": FIRST_CONFIGURATION_ID, "version": "2"},
                "settled": True,
            },
        ),
    ),
    Job("look at what guests get", WEB_DEPLOYMENTS, "webmessaging_guest_info", {}),
    Job("look at content profiles", WEB_DEPLOYMENTS, "messaging_supported_content_info", {}),
    Job("look at channels", WEB_DEPLOYMENTS, "webmessaging_channel_info", {}),
    Job("look at configurations", WEB_DEPLOYMENTS, "webmessaging_configuration_info", {"versions": True}),
    Job("look at deployments", WEB_DEPLOYMENTS, "webmessaging_deployment_info", {}),
    Job("look at a deployment", WEB_DEPLOYMENTS, "webmessaging_deployment_info", {"name": PRIMARY}, objects=(PRIMARY,)),
]

_FIRST, _SECOND = "Web Messaging 0001", "Web Messaging 0002"


def _webchat(title: str, options: dict[str, Any], deeper: str) -> Job:
    wish = rf"channel {_FIRST}/configuration\.({deeper})"
    return Job(title, COMMUNICATIONS, "webmessaging_channel", {"name": _FIRST, **options}, wish, objects=(_FIRST,))


_ON_COMMUNICATIONS = [
    _webchat("limit sessions", {"max_concurrent_sessions": 800}, r"webchat\.maxConcurrentSessions"),
    _webchat("enable a feature", {"enable_features": ["video-calling"]}, r"webchat\.features"),
    _webchat("turn features off", {"features": ["rich-media"]}, r"webchat\.features"),
    _webchat("route to a queue", {"routing": {"queue_id": "queue-vip"}}, r"routing\.queueId"),
    Job(
        "bring a fleet in step",
        COMMUNICATIONS,
        "webmessaging_channels",
        {"channels": [{"name_glob": "*", "enable_features": ["video-calling"], "max_concurrent_sessions": 800}]},
        r"channel .*/configuration\.webchat\.(features|maxConcurrentSessions)",
        objects=(_FIRST, _SECOND),
    ),
    Job("make a webhook", COMMUNICATIONS, "webmessaging_webhook", {"name": NEW, **HOOK}, makes="webhook"),
    Job(
        "change a webhook",
        COMMUNICATIONS,
        "webmessaging_webhook",
        {"name": "Theirs", "callback_url": "https://monitor.example/hook", "enabled": False},
        r"webhook Theirs/(callbackUrl|enabled|httpHeaders.*)",
        objects=("Theirs",),
        before=({**THEIR_HOOK, "name": "Theirs"},),
    ),
    Job(
        "remove a webhook",
        COMMUNICATIONS,
        "webmessaging_webhook",
        {"name": NEW, "state": "absent"},
        removes="webhook",
        before=({**THEIR_HOOK, "name": NEW},),
    ),
    Job("look at channels", COMMUNICATIONS, "webmessaging_channel_info", {}),
    Job("look at a channel", COMMUNICATIONS, "webmessaging_channel_info", {"name": _FIRST}, objects=(_FIRST,)),
    Job("look at webhooks", COMMUNICATIONS, "webmessaging_webhook_info", {}),
]

_EVENTS = [entry(number) for number in range(3)]
_WITHOUT_API = [
    Job(
        "tell a receiver",
        api,
        "webmessaging_notify",
        {"url": RECEIVER, "allow_http_callback": True, "secret": HOOK["secret"], "audit": _EVENTS},
        tells=frozenset(each["audit_id"] for each in _EVENTS),
    )
    for api in ORGS
] + [
    Job("validate a fleet", api, "webmessaging_validate", {"channels": [{"name": PRIMARY, "features": ["rich-media"]}]})
    for api in ORGS
]

JOBS = [*_ON_WEB_DEPLOYMENTS, *_ON_COMMUNICATIONS, *_WITHOUT_API]
