# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tasks' own validation, fed as Ansible feeds it: whatever a playbook holds, it is refused and never a crash."""

from __future__ import annotations

from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core.validation import Problem
from ansible_collections.genesys.cloud.plugins.module_utils._http import connection as client_options
from ansible_collections.genesys.cloud.plugins.module_utils._tasks import channel, webhook
from ansible_collections.genesys.cloud.plugins.module_utils._tasks.runner import Options, Task
from ansible_collections.genesys.cloud.plugins.module_utils._tasks.written_options import given as given_options
from ansible_collections.genesys.cloud.plugins.module_utils._tasks.written_options import parseable
from ansible_collections.genesys.cloud.plugins.module_utils._use_cases.detection import DIALECTS
from ansible_collections.genesys.cloud.tests.unit.json_values import Tree
from ansible_collections.genesys.cloud.tests.unit.tasks import TASKS

COMMUNICATIONS = DIALECTS["communications"]
CREDENTIALS = {"client_id": "client", "client_secret": "s3cret"}


def read(task: Task, written: Tree) -> tuple[Options, list[str]]:
    """The options as a module gets them, and what Ansible itself has to say against them."""
    validator = ArgumentSpecValidator(dict(task.argument_spec))
    options, unreadable = parseable(task.argument_spec, written)
    result = validator.validate(options)
    parsed: Tree = {**options, **result.validated_parameters}
    return Options(parsed, given_options(task.argument_spec, options, parsed)), [
        *map(str, unreadable),
        *result.error_messages,
    ]


def problems_in(task: Task, options: Options) -> list[Problem]:
    """Whichever the API, and where it is Communications."""
    return task.problems(options) + task.dialect_problems(options, COMMUNICATIONS)


def problems(task: Task, written: Tree) -> list[str]:
    options, refused = read(task, {**CREDENTIALS, **written})
    assert refused == []
    found = problems_in(task, options) + client_options.problems(options.params, options.given)
    return [str(problem) for problem in found]


SCALARS = st.sampled_from([None, True, 1, 2.5, "", "x", "a=b", "{", "https://u:p@h:x", "rich-media", "1,2", "\n"])
KEYS = st.sampled_from(["queue_id", "features", "webchat", "resource", "session_limit", "browser_support", "x"])
VALUES = st.one_of(
    SCALARS,
    st.lists(SCALARS | st.dictionaries(KEYS, SCALARS, max_size=2), max_size=2),
    st.dictionaries(KEYS, SCALARS | st.lists(SCALARS, max_size=2) | st.dictionaries(KEYS, SCALARS), max_size=2),
)


@pytest.mark.parametrize("name", TASKS)
@given(data=st.data())
def test_no_options_make_the_validation_fail(name: str, data: st.DataObject) -> None:
    task = TASKS[name]
    written = data.draw(st.dictionaries(st.sampled_from(sorted(task.argument_spec)), VALUES, max_size=5))
    options, refused = read(task, written)
    found = client_options.problems(options.params, options.given) + task.problems(options) if not refused else []
    for dialect in DIALECTS.values() if not refused else ():
        found += task.dialect_problems(options, dialect)
    assert all(problem.option and problem.reason for problem in found)
    assert all(isinstance(secret, str) and secret for secret in task.secrets(options))
    client_options.secrets(options.params)


@pytest.mark.parametrize("item", ["", "{", "x"])
def test_an_item_that_cannot_be_read_is_refused_beside_one_that_can(item: str) -> None:
    options, refused = read(webhook.WEBHOOK, {"name": "x", "event_filters": [item, {}]})
    assert any("event_filters" in each or "dict" in each for each in refused)
    assert all(problem.reason for problem in problems_in(webhook.WEBHOOK, options))


@pytest.mark.parametrize(
    ("selection", "problem"),
    [
        ({}, "id or name: is missing; say which object is meant."),
        ({"id": "a", "name": "b"}, "id and name: are both given; give only one of id or name."),
        ({"id": ""}, "id: '' is no id"),
        ({"id": None}, "id or name: is missing; say which object is meant."),
        ({"id": "a/b"}, "id: 'a/b' is no id"),
        ({"id": "a b"}, "id: 'a b' is no id"),
        ({"name": ""}, "name: '' is empty"),
        ({"name": "  "}, "name: '  ' is empty"),
        ({"id": None, "name": None}, "id or name: is missing; say which object is meant."),
        ({"id": None, "name": " "}, "name: ' ' is empty"),
    ],
)
def test_a_channel_is_selected_by_exactly_one_good_id_or_name(selection: Tree, problem: str) -> None:
    (found,) = problems(channel.CHANNEL, selection)
    assert found.startswith(problem)


@pytest.mark.parametrize("name", ["webmessaging_channel_info", "webmessaging_webhook_info"])
def test_an_info_module_takes_one_way_to_narrow_or_none(name: str) -> None:
    task = TASKS[name]
    assert problems(task, {}) == []
    for selection in ({"id": "a"}, {"name": "b"}, {"name_glob": "c*"}):
        assert problems(task, selection) == []
    (found,) = problems(task, {"id": "a", "name_glob": "c*"})
    assert found.startswith("id and name_glob: are given together")
    assert len(problems(task, {"name_glob": ""})) == 1


@pytest.mark.parametrize("sessions", [0, -5, 2001, 1.5, True])
def test_numbers_that_ansible_would_bend_into_shape_are_refused_as_they_were_written(sessions: Any) -> None:
    written = {**CREDENTIALS, "id": "a", "max_concurrent_sessions": sessions}
    options, _refused = read(channel.CHANNEL, written)
    (problem,) = problems_in(channel.CHANNEL, options)
    assert problem.option == "max_concurrent_sessions"


def test_channel_limits_and_client_options_are_reported_together() -> None:
    found = problems(
        channel.CHANNEL,
        {
            "id": "a/b",
            "max_concurrent_sessions": 0,
            "features": ["x"],
            "target_browsers": ["lynx"],
            "capabilities": {"session_limit": 0},
            "client_secret": "",
            "api_url": "ftp://x",
            "timeout": 0,
            "retries": -1,
            "ca_path": "/nowhere/ca.pem",
            "proxy": "x",
        },
    )
    options = [problem.partition(":")[0] for problem in found]
    assert sorted(options) == sorted(
        [
            "id",
            "capabilities.session_limit",
            "max_concurrent_sessions",
            "features",
            "target_browsers",
            "client_secret",
            "api_url",
            "timeout",
            "retries",
            "ca_path",
            "proxy",
        ]
    )


def test_null_is_given_and_omitted_is_not() -> None:
    written = {"id": "a", "routing": {"queue_id": None}, "features": [], "base_path": "https://api.example"}
    options, _refused = read(channel.CHANNEL, written)
    assert options.given == {
        "id": "a",
        "routing": {"queue_id": None},
        "features": [],
        "api_url": "https://api.example",
    }
    assert options.params["max_concurrent_sessions"] is None


def test_missing_credentials_name_every_place_that_was_looked_at() -> None:
    options, _refused = read(channel.CHANNEL_INFO, {})
    (problem,) = client_options.problems(options.params, options.given)
    for place in (
        "client_id",
        "GENESYS_CLIENT_ID",
        "GENESYSCLOUD_OAUTHCLIENT_ID",
        "client_secret",
        "GENESYS_CLIENT_SECRET",
        "GENESYSCLOUD_OAUTHCLIENT_SECRET",
        "access_token",
        "GENESYS_ACCESS_TOKEN",
        "GENESYSCLOUD_ACCESS_TOKEN",
    ):
        assert place in str(problem)


@pytest.mark.parametrize("option", ["client_id", "client_secret"])
def test_a_credential_that_is_no_utf8_is_refused_unshown(option: str, monkeypatch: pytest.MonkeyPatch) -> None:
    variable = f"GENESYS_{option.upper()}"
    monkeypatch.setenv(variable, b"s3cret\xff".decode("utf-8", "surrogateescape"))
    others = {key: value for key, value in CREDENTIALS.items() if key != option}
    options, _refused = read(channel.CHANNEL_INFO, others)
    (problem,) = client_options.problems(options.params, options.given)
    assert str(problem).startswith(f"{option}: holds a byte that is no UTF-8")
    assert "s3cret" not in str(problem)


@pytest.mark.parametrize(
    ("written", "environment", "api_url", "login_url"),
    [
        ({}, {}, "https://api.mypurecloud.com", "https://login.mypurecloud.com"),
        ({"region": "eu-central-1"}, {}, "https://api.mypurecloud.de", "https://login.mypurecloud.de"),
        ({}, {"GENESYSCLOUD_REGION": "eu-west-1"}, "https://api.mypurecloud.ie", "https://login.mypurecloud.ie"),
        ({"api_url": "https://gw.example/p/"}, {}, "https://gw.example/p", "https://gw.example/p"),
        ({"base_path": "https://api.x.example"}, {}, "https://api.x.example", "https://login.x.example"),
        ({}, {"GENESYS_BASE_PATH": "https://api.x.example"}, "https://api.x.example", "https://login.x.example"),
        # what the task says comes before the environment, and there an address before a region
        (
            {"region": "eu-west-1"},
            {"GENESYS_BASE_PATH": "https://api.x.example"},
            "https://api.mypurecloud.ie",
            "https://login.mypurecloud.ie",
        ),
        (
            {},
            {"GENESYS_BASE_PATH": "https://api.x.example", "GENESYS_REGION": "eu-west-1"},
            "https://api.x.example",
            "https://login.x.example",
        ),
        (
            {"api_url": "https://api.x.example"},
            {"GENESYS_REGION": "eu-west-1"},
            "https://api.x.example",
            "https://login.x.example",
        ),
        ({"login_url": "https://sso.example/"}, {}, "https://api.mypurecloud.com", "https://sso.example"),
        # AWX injects empty variables for fields left empty
        ({}, {"GENESYS_REGION": "", "GENESYSCLOUD_REGION": "eu-west-1"}, "https://api.mypurecloud.ie", None),
    ],
)
def test_addresses_follow_from_options_and_environment(
    written: Tree, environment: dict[str, str], api_url: str, login_url: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    options, refused = read(channel.CHANNEL_INFO, {**CREDENTIALS, **written})
    assert refused == []
    assert client_options.problems(options.params, options.given) == []
    connection = client_options.from_options(options.params, options.given)
    assert connection.api_url == api_url
    assert login_url in (None, connection.login_url)
    assert connection.token_url == f"{connection.login_url}/oauth/token"


def test_a_region_and_an_address_in_one_task_are_an_error() -> None:
    (problem,) = problems(channel.CHANNEL_INFO, {"region": "eu-west-1", "api_url": "https://api.x.example"})
    assert problem.startswith("region: cannot be combined with api_url")


@pytest.mark.parametrize(
    ("written", "verify"),
    [
        ({}, True),
        ({"validate_certs": False}, False),
        ({"ca_path": "/"}, "/"),
        ({"ca_path": "/", "validate_certs": False}, False),
    ],
)
def test_certificates_are_checked_unless_told_otherwise(written: Tree, verify: bool | str) -> None:
    options, _refused = read(channel.CHANNEL_INFO, {**CREDENTIALS, **written})
    assert client_options.from_options(options.params, options.given).verify == verify


def test_every_credential_among_the_options_is_known_as_a_secret() -> None:
    options, _refused = read(
        webhook.WEBHOOK,
        {
            "client_secret": "one-s3cret",
            "access_token": "two-s3cret",
            "api_url": "https://u:three-s3cret@host",
            "login_url": "https://u:four-s3cret@host",
            "proxy": "http://u:five-s3cret@host",
            "callback_url": "https://u:six-s3cret@host",
            "secret": "seven-s3cret",
            "http_headers": {"Authorization": "Bearer eight-s3cret", "X-Api-Key": "nine-s3cret", "Accept": "plain"},
            "name": "n",
        },
    )
    secrets = {*client_options.secrets(options.params), *webhook.WEBHOOK.secrets(options)}
    numbers = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    assert {f"{number}-s3cret" for number in numbers} <= secrets
    assert "plain" not in secrets
