# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bad input: one clear error each, all of a task's errors together, and not one request."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.integration.channels import CHANNEL, ID, INFO, org
from tests.integration.conftest import Modules
from tests.simulator.client import Simulator

ENVIRONMENT = {
    "api_url": "GENESYS_BASE_PATH",
    "login_url": "GENESYS_LOGIN_URL",
    "region": "GENESYS_REGION",
    "client_id": "GENESYS_CLIENT_ID",
    "access_token": "GENESYS_ACCESS_TOKEN",
    "timeout": "GENESYS_TIMEOUT",
    "retries": "GENESYS_RETRIES",
    "retry_after_max": "GENESYS_RETRY_AFTER_MAX",
    "deadline": "GENESYS_DEADLINE",
    "validate_certs": "GENESYS_VALIDATE_CERTS",
    "ca_path": "GENESYS_CA_PATH",
    "proxy": "GENESYS_PROXY",
}
WHOLE_NUMBER = ["whole number from 1 to 2000"]
KNOWN_FEATURES = ["rich-media, typing-indicators, file-sharing, co-browsing, video-calling"]
KNOWN_BROWSERS = ["chrome, firefox, safari, edge"]
HARMLESS = ["only letters, digits and - _ . : ~"]

Case = tuple[dict[str, Any], str, list[str]]
"""Options, the option that the error begins with, and what else it says: the value, the reason, the way out."""

SELECTION: dict[str, Case] = {
    "an empty id": ({"id": ""}, "id", ["''", "is no id", "as the API or the _info module shows it"]),
    "an id with a slash": ({"id": "a/b"}, "id", ["'a/b'", *HARMLESS]),
    "an id with a space": ({"id": "a b"}, "id", ["'a b'", *HARMLESS, "Is it a name?"]),
    "an id that is a path trap": ({"id": ".."}, "id", ["'..'", *HARMLESS]),
    "an encoded slash": ({"id": "a%2Fb"}, "id", ["'a%2Fb'", *HARMLESS]),
    "an id with a query": ({"id": "a?b=c"}, "id", ["'a?b=c'", *HARMLESS]),
    "an id with a line break": ({"id": "a\n"}, "id", ["'a\\n'", *HARMLESS]),
    "an empty name": ({"name": ""}, "name", ["''", "is empty", "exactly as it stands"]),
    "a name of spaces": ({"name": "  "}, "name", ["'  '", "is empty", "exactly as it stands"]),
    "id and name": ({"id": ID, "name": "X"}, "id and name", ["both given", "give only one of id or name"]),
}

CHANNEL_ONLY: dict[str, Case] = {
    "neither id nor name": ({}, "id or name", ["is missing", "say which object is meant"]),
    "both null": ({"id": None, "name": None}, "id or name", ["is missing", "say which object is meant"]),
}

INFO_ONLY: dict[str, Case] = {
    "an empty glob": ({"name_glob": ""}, "name_glob", ["''", "is empty"]),
    "name and glob": ({"name": "X", "name_glob": "*"}, "name and name_glob", ["at most one of id, name, name_glob"]),
    "id and glob": ({"id": ID, "name_glob": "*"}, "id and name_glob", ["at most one of id, name, name_glob"]),
}

WISHES: dict[str, Case] = {
    "sessions 0": ({"max_concurrent_sessions": 0}, "max_concurrent_sessions", ["0 is out of range", *WHOLE_NUMBER]),
    "sessions -5": ({"max_concurrent_sessions": -5}, "max_concurrent_sessions", ["-5 is out of range", *WHOLE_NUMBER]),
    "sessions 2001": (
        {"max_concurrent_sessions": 2001},
        "max_concurrent_sessions",
        ["2001 is out of range", *WHOLE_NUMBER],
    ),
    "sessions 1.5": ({"max_concurrent_sessions": 1.5}, "max_concurrent_sessions", ["1.5", *WHOLE_NUMBER]),
    "sessions 500.0": ({"max_concurrent_sessions": 500.0}, "max_concurrent_sessions", ["500.0", *WHOLE_NUMBER]),
    "sessions '1.5'": ({"max_concurrent_sessions": "1.5"}, "max_concurrent_sessions", ["'1.5'", *WHOLE_NUMBER]),
    "sessions many": ({"max_concurrent_sessions": "many"}, "max_concurrent_sessions", ["'many'", *WHOLE_NUMBER]),
    "sessions true": ({"max_concurrent_sessions": True}, "max_concurrent_sessions", ["true is not", *WHOLE_NUMBER]),
    "sessions null": (
        {"max_concurrent_sessions": None},
        "max_concurrent_sessions",
        ["null cannot be set", "leave the option out", *WHOLE_NUMBER],
    ),
    "sessions []": ({"max_concurrent_sessions": []}, "max_concurrent_sessions", ["[]", *WHOLE_NUMBER]),
    "sessions over a lower limit": (
        {"max_concurrent_sessions": 900, "capabilities": {"session_limit": 800}},
        "max_concurrent_sessions",
        ["900 is out of range", "whole number from 1 to 800"],
    ),
    "an unknown feature": ({"features": ["holograms"]}, "features", ["'holograms'", *KNOWN_FEATURES]),
    "an empty feature": ({"enable_features": [""]}, "enable_features", ["''", *KNOWN_FEATURES]),
    "a feature in capitals": (
        {"disable_features": ["Rich-Media"]},
        "disable_features",
        ["'Rich-Media'", "Did you mean 'rich-media'?"],
    ),
    "a misspelt feature": ({"features": ["rich_media"]}, "features", ["'rich_media'", "Did you mean 'rich-media'?"]),
    "a repeated feature": (
        {"features": ["rich-media", "file-sharing", "rich-media"]},
        "features",
        ["'rich-media'", "more than once", "list it once"],
    ),
    "a repeated unknown feature": ({"enable_features": ["x", "x"]}, "enable_features", ["'x'", *KNOWN_FEATURES]),
    "features null": ({"features": None}, "features", ["null", "write [] for none"]),
    "enable_features null": ({"enable_features": None}, "enable_features", ["null", "write [] for none"]),
    "features that are a mapping": ({"features": {"rich-media": True}}, "features", ["is not a list"]),
    "co-browsing with safari": (
        {"features": ["co-browsing"], "target_browsers": ["chrome", "safari"]},
        "features",
        ["co-browsing does not work in safari", "works in chrome, edge", "leave out the feature or the browser"],
    ),
    "enabling co-browsing with safari and firefox": (
        {"enable_features": ["co-browsing"], "target_browsers": ["safari", "firefox"]},
        "enable_features",
        ["co-browsing does not work in safari, firefox"],
    ),
    "an unknown browser": ({"target_browsers": ["netscape"]}, "target_browsers", ["'netscape'", *KNOWN_BROWSERS]),
    "a misspelt browser": ({"target_browsers": ["Chrome"]}, "target_browsers", ["Did you mean 'chrome'?"]),
    "browsers that are a mapping": ({"target_browsers": {"chrome": 1}}, "target_browsers", ["is not a list"]),
    "features with enable_features": (
        {"features": [], "enable_features": ["rich-media"]},
        "features",
        ["cannot be combined with enable_features"],
    ),
    "features with disable_features": (
        {"features": ["rich-media"], "disable_features": []},
        "features",
        ["cannot be combined with disable_features"],
    ),
    "raw features with enable_features": (
        {"configuration": {"webchat": {"features": []}}, "enable_features": ["rich-media"]},
        "configuration.webchat.features",
        ["cannot be combined with enable_features"],
    ),
    "a feature enabled and disabled": (
        {"enable_features": ["rich-media"], "disable_features": ["file-sharing", "rich-media"]},
        "enable_features",
        ["'rich-media'", "is in disable_features too"],
    ),
    "routing null": ({"routing": None}, "routing", ["null cannot be set", "routing: {queue_id: null}"]),
    "an empty queue": ({"routing": {"queue_id": ""}}, "routing.queue_id", ["''", "null to unset it"]),
    "an empty mode": ({"routing": {"assignment_mode": ""}}, "routing.assignment_mode", ["''", "null to unset it"]),
    "configuration null": ({"configuration": None}, "configuration", ["null cannot be set", "name the paths"]),
    "a value that JSON has not": (
        {"configuration": {"a": [{"b": float("nan")}]}},
        "configuration.a[0].b",
        ["nan cannot be written as JSON"],
    ),
    "raw sessions 0": (
        {"configuration": {"webchat": {"maxConcurrentSessions": 0}}},
        "configuration.webchat.maxConcurrentSessions",
        ["0 is out of range", *WHOLE_NUMBER],
    ),
    "raw sessions as text": (
        {"configuration": {"webchat": {"maxConcurrentSessions": "500"}}},
        "configuration.webchat.maxConcurrentSessions",
        ["'500'", *WHOLE_NUMBER],
    ),
    "an unknown raw feature": (
        {"configuration": {"webchat": {"features": ["holograms"]}}},
        "configuration.webchat.features",
        ["'holograms'", *KNOWN_FEATURES],
    ),
    "raw features with a browser": (
        {"configuration": {"webchat": {"features": ["co-browsing"]}}, "target_browsers": ["safari"]},
        "configuration.webchat.features",
        ["co-browsing does not work in safari"],
    ),
    "raw sessions against named ones": (
        {"max_concurrent_sessions": 800, "configuration": {"webchat": {"maxConcurrentSessions": 700}}},
        "configuration.webchat.maxConcurrentSessions",
        ["700 contradicts max_concurrent_sessions", "800", "give only one"],
    ),
    "raw features against named ones": (
        {"features": ["rich-media"], "configuration": {"webchat": {"features": ["file-sharing"]}}},
        "configuration.webchat.features",
        ["['file-sharing'] contradicts features", "['rich-media']", "give only one"],
    ),
    "a raw queue against a named one": (
        {"routing": {"queue_id": None}, "configuration": {"routing": {"queueId": "queue-123"}}},
        "configuration.routing.queueId",
        ["'queue-123' contradicts routing.queue_id", "null", "give only one"],
    ),
    "a raw mode against a named one": (
        {"routing": {"assignment_mode": "a"}, "configuration": {"routing": {"assignmentMode": "b"}}},
        "configuration.routing.assignmentMode",
        ["'b' contradicts routing.assignment_mode", "'a'", "give only one"],
    ),
    "no webchat, but sessions": (
        {"max_concurrent_sessions": 800, "configuration": {"webchat": None}},
        "configuration.webchat",
        ["null contradicts max_concurrent_sessions", "give only one"],
    ),
    "no routing, but a queue": (
        {"routing": {"queue_id": "queue-123"}, "configuration": {"routing": []}},
        "configuration.routing",
        ["[] contradicts routing", "give only one"],
    ),
    "a session limit of 0": (
        {"capabilities": {"session_limit": 0}},
        "capabilities.session_limit",
        ["0 is out of range", "whole number from 1"],
    ),
    "a browser matrix of texts": (
        {"capabilities": {"browser_support": {"co-browsing": "chrome"}}},
        "capabilities.browser_support.co-browsing",
        ["chrome", "is not a list of browsers"],
    ),
}

ADDRESS_EXAMPLES: dict[str, tuple[str, list[str]]] = {
    "without a scheme": ("api.mypurecloud.com", ["'api.mypurecloud.com'", "must begin with https://"]),
    "with a strange scheme": ("ftp://api.mypurecloud.com", ["'ftp://api.mypurecloud.com'", "must begin with https://"]),
    "without a host": ("https://", ["'https://'", "names no host"]),
    "with a path trap": ("https://gw.example/a/../b", ["'https://gw.example/a/../b'", "write the path without it"]),
    "with an encoded path trap": ("https://gw.example/%252e%252e/b", ["%252e%252e", "'.' or '..' segment"]),
    "with user info": ("https://me:hunter2-pass@gw.example", ["@gw.example", "credentials in it", "remove them"]),
    "with a query": ("https://gw.example/?a=b", ["'https://gw.example/?a=b'", "remove it"]),
    "with a fragment": ("https://gw.example/#x", ["'https://gw.example/#x'", "remove it"]),
    "with a space": ("https://gw example", ["'https://gw example'", "is no URL"]),
    "with a strange port": ("https://gw.example:port", ["'https://gw.example:port'", "is no URL"]),
    "with port 0": ("https://gw.example:0", ["'https://gw.example:0'", "port 0"]),
    "on plain http": (
        "http://gw.example",
        ["'http://gw.example'", "plain http", "use https://", "validate_certs: false"],
    ),
}

CLIENT: dict[str, Case] = {
    **{
        f"{option} {what}": ({option: value}, option, texts)
        for option in ("api_url", "login_url")
        for what, (value, texts) in ADDRESS_EXAMPLES.items()
    },
    "an unknown region": (
        {"region": "eu-central-9"},
        "region",
        ["'eu-central-9'", "Did you mean 'eu-central-", "looks like"],
    ),
    "a region that is a URL": ({"region": "https://x.y"}, "region", ["'https://x.y'", "looks like mypurecloud.de"]),
    "a client id with a colon": ({"client_id": "id:secret"}, "client_id", ["colon"]),
    "a token with a line break": ({"access_token": "tok\nen"}, "access_token", ["was it pasted whole?"]),
    "a timeout of 0": ({"timeout": 0}, "timeout", ["0 is out of range", "more than 0"]),
    "an endless timeout": ({"timeout": "inf"}, "timeout", ["inf", "is not a number of seconds"]),
    "a timeout in words": ({"timeout": "soon"}, "timeout", ["'soon'", "is not a number of seconds"]),
    "a deadline of -1": ({"deadline": -1}, "deadline", ["-1 is out of range", "more than 0"]),
    "a retry_after_max of -1": ({"retry_after_max": -1}, "retry_after_max", ["-1 is out of range", "0 or more"]),
    "retries of -1": ({"retries": -1}, "retries", ["-1 is out of range", "whole number from 0 to 100"]),
    "retries of 1.5": ({"retries": 1.5}, "retries", ["1.5", "whole number from 0 to 100"]),
    "retries in words": ({"retries": "some"}, "retries", ["'some'", "whole number from 0 to 100"]),
    "a flag in words": ({"validate_certs": "maybe"}, "argument 'validate_certs'", ["maybe", "boolean"]),
    "a CA file that is not there": ({"ca_path": "/nowhere/ca.pem"}, "ca_path", ["'/nowhere/ca.pem'", "No such file"]),
    "a CA file below a file": ({"ca_path": "/dev/null/ca.pem"}, "ca_path", ["'/dev/null/ca.pem'", "Not a directory"]),
    "a CA file without a certificate": ({"ca_path": __file__}, "ca_path", [__file__, "must be a PEM file"]),
    "a proxy without a scheme": (
        {"proxy": "proxy.example:3128"},
        "proxy",
        ["'proxy.example:3128'", "looks like http://"],
    ),
    "a proxy without a host": ({"proxy": "http://me:hunter2-pass@"}, "proxy", ["is no proxy address"]),
}

TYPES: dict[str, Case] = {
    "a timeout of true": ({"timeout": True}, "timeout", ["true is not a number of seconds"]),
    "a deadline of true": ({"deadline": True}, "deadline", ["true is not a number of seconds"]),
    "a retry_after_max of false": (
        {"retry_after_max": False},
        "retry_after_max",
        ["false is not a number of seconds"],
    ),
    "retries of true": ({"retries": True}, "retries", ["true is not a whole number"]),
    "routing that is text": ({"routing": "nonsense"}, "argument 'routing'", ["dict"]),
    "routing that is a list": ({"routing": ["queue-123"]}, "argument 'routing'", ["dict"]),
    "an unknown part of routing": ({"routing": {"queue": "x"}}, "unknown option", ["routing.queue", "queue_id"]),
    "configuration that is a list": ({"configuration": [1]}, "argument 'configuration'", ["dict"]),
    "capabilities that are text": ({"capabilities": "all"}, "argument 'capabilities'", ["dict"]),
    "a limit in words": ({"capabilities": {"session_limit": "all"}}, "capabilities.session_limit", ["'all'"]),
    "a browser matrix that is a list": (
        {"capabilities": {"browser_support": ["x"]}},
        "capabilities.browser_support",
        [],
    ),
    "features of capabilities that are a mapping": (
        {"capabilities": {"features": {"a": 1}}},
        "argument 'features'",
        ["list", "capabilities"],
    ),
    "an unknown option": ({"max_sessions": 5}, "unknown option", ["max_sessions", "max_concurrent_sessions"]),
}


def assert_one_error(simulator: Simulator, modules: Modules, module: str, options: dict[str, Any], case: Case) -> None:
    """The module says just the one thing, before any request, and never a password."""
    _options, begins, texts = case
    ran = modules.run(module, **options)
    assert ran.failed, ran.result
    failure = ran.result["failure"]
    (told,) = failure["details"]
    assert told.startswith(begins)
    for text in texts:
        assert text in told
    assert failure["message"] == told
    assert told in ran.result["msg"]
    assert {key: failure[key] for key in failure.keys() - {"message", "details"}} == {
        "kind": "validation",
        "advice": "",
        **dict.fromkeys(["status", "code", "context_id", "method", "path", "limit"]),
    }
    assert ran.result["changed"] is False
    assert simulator.requests() == []
    assert [entry["outcome"] for entry in ran.result["audit"]] == ([] if module == INFO else ["rejected"])
    assert "hunter2" not in ran.output


@pytest.mark.parametrize("case", [*SELECTION, *CHANNEL_ONLY])
def test_one_channel_has_to_be_selected(simulator: Simulator, modules: Modules, case: str) -> None:
    told = {**SELECTION, **CHANNEL_ONLY}[case]
    if case == "id and name":
        told = (told[0], told[1], ["both given"])
    assert_one_error(simulator, modules, CHANNEL, {"max_concurrent_sessions": 5, **told[0]}, told)


@pytest.mark.parametrize("case", [*SELECTION, *INFO_ONLY])
def test_at_most_one_way_of_selecting_is_given(simulator: Simulator, modules: Modules, case: str) -> None:
    told = {**SELECTION, **INFO_ONLY}[case]
    if case == "id and name":
        told = (told[0], told[1], ["at most one of id, name, name_glob"])
    assert_one_error(simulator, modules, INFO, told[0], told)


@pytest.mark.parametrize("case", WISHES.values(), ids=WISHES)
def test_a_wish_that_cannot_be_is_refused(simulator: Simulator, modules: Modules, case: Case) -> None:
    assert_one_error(simulator, modules, CHANNEL, {"id": ID, **case[0]}, case)


@pytest.mark.parametrize("case", TYPES.values(), ids=TYPES)
def test_a_wrong_type_is_told_like_any_other_error(simulator: Simulator, modules: Modules, case: Case) -> None:
    assert_one_error(simulator, modules, CHANNEL, {"id": ID, **case[0]}, case)


@pytest.mark.parametrize("module", [INFO, CHANNEL])
@pytest.mark.parametrize("case", CLIENT.values(), ids=CLIENT)
def test_a_client_option_that_cannot_be_is_refused(
    simulator: Simulator, modules: Modules, module: str, case: Case
) -> None:
    assert_one_error(simulator, modules, module, {"id": ID, **case[0]}, case)


@pytest.mark.parametrize("case", CLIENT.values(), ids=CLIENT)
def test_a_client_option_of_the_environment_is_refused_alike(
    simulator: Simulator, modules: Modules, case: Case
) -> None:
    modules.environment.update({ENVIRONMENT[option]: str(value) for option, value in case[0].items()})
    begins = case[1]
    texts = [f"'{text}'" if text == "1.5" else text for text in case[2]]
    assert_one_error(simulator, modules, CHANNEL, {"id": ID}, (case[0], begins, texts))


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, ["client_id", "client_secret"]),
        ({"client_id": "", "client_secret": "", "access_token": ""}, ["client_id", "client_secret"]),
        ({"client_id": "x"}, ["client_secret"]),
        ({"client_secret": "hunter2-pass"}, ["client_id"]),
    ],
)
@pytest.mark.parametrize("source", ["task", "environment"])
def test_without_credentials_it_says_where_it_looked(
    simulator: Simulator, modules: Modules, given: dict[str, str], missing: list[str], source: str
) -> None:
    variables = {
        "client_id": ["GENESYS_CLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_ID"],
        "client_secret": ["GENESYS_CLIENT_SECRET", "GENESYSCLOUD_OAUTHCLIENT_SECRET"],
        "access_token": ["GENESYS_ACCESS_TOKEN", "GENESYSCLOUD_ACCESS_TOKEN"],
    }
    modules.environment = {"GENESYS_BASE_PATH": simulator.url}
    if source == "environment":
        modules.environment.update({variables[option][0]: value for option, value in given.items()})
        given = {}
    texts = ["no credentials", *missing, *(name for option in missing for name in variables[option])]
    texts += ["access_token", *variables["access_token"]]
    options = {"id": ID, **given}
    assert_one_error(simulator, modules, CHANNEL, options, (options, " and ".join(missing), texts))


def test_a_region_beside_an_address_is_refused(simulator: Simulator, modules: Modules) -> None:
    options = {"id": ID, "region": "eu-central-1", "api_url": simulator.url}
    assert_one_error(simulator, modules, CHANNEL, options, (options, "region", ["cannot be combined with api_url"]))


ALL_AT_ONCE: dict[str, Any] = {
    "id": "a b",
    "name": "X",
    "max_concurrent_sessions": "many",
    "features": ["holograms", "rich-media", "rich-media"],
    "enable_features": ["file-sharing"],
    "target_browsers": ["netscape"],
    "configuration": {"webchat": {"features": ["co-browsing"]}},
    "api_url": "api.mypurecloud.com",
    "timeout": 0,
    "retries": 1.5,
    "validate_certs": "maybe",
    "routing": ["queue-123"],
    "max_sessions": 3,
}


@pytest.mark.parametrize("check_mode", [False, True])
def test_all_errors_of_a_task_are_told_together(
    simulator: Simulator, modules: Modules, tmp_path: Path, check_mode: bool
) -> None:
    simulator.reset(org())
    log = tmp_path / "audit.jsonl"
    result = modules.fail(CHANNEL, check_mode=check_mode, audit_log=str(log), **ALL_AT_ONCE)
    details = result["failure"]["details"]
    beginnings = [
        "id and name: ",
        "id: 'a b'",
        "max_concurrent_sessions: 'many'",
        "features: 'holograms'",
        "features: 'rich-media'",
        "target_browsers: 'netscape'",
        "features: cannot be combined with enable_features",
        "configuration.webchat.features: ['co-browsing'] contradicts features",
        "api_url: 'api.mypurecloud.com'",
        "timeout: 0",
        "retries: 1.5",
        "argument 'validate_certs'",
        "argument 'routing'",
        "unknown option max_sessions",
    ]
    for beginning in beginnings:
        assert [told for told in details if told.startswith(beginning)], beginning
    assert len(details) == len(beginnings)
    for number, told in enumerate(details, 1):
        assert f"({number}) {told}" in result["msg"]
    assert result["failure"]["message"].startswith(f"{len(details)} errors: ")
    assert simulator.requests() == []
    (entry,) = result["audit"]
    assert (entry["outcome"], entry["check_mode"], entry["attempts"]) == ("rejected", check_mode, 0)
    assert json.loads(log.read_text()) == entry
