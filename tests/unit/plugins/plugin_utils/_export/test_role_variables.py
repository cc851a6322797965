# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An org as a file of variables: whatever is in the org, the file is one the role takes, and no secret is in it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._channel import desired_options
from ansible_collections.genesys.cloud.plugins.module_utils._channel.capabilities import from_options
from ansible_collections.genesys.cloud.plugins.module_utils._communications import mapping
from ansible_collections.genesys.cloud.plugins.module_utils._communications.mapping import CommunicationsDialect
from ansible_collections.genesys.cloud.plugins.plugin_utils._export.role_variables import role_variables
from ansible_collections.genesys.cloud.tests.unit.json_values import Tree, trees

CHANNEL = {"id": "c0", "name": "EU 1", "channelType": "webchat"}
WEBHOOK: Tree = {
    "id": "w0",
    "name": "Sync",
    "description": None,
    "callback_url": "https://monitor.example/hook",
    "event_filters": [{"resource": "channel", "action": "updated"}],
    "enabled": True,
    "http_headers": {"Content-Type": "application/json"},
}

ODD: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, 7, 2001, 1.5, 500.0, "", "x", "queue-1", [], {}, ["rich-media"], [None, "beta", "beta"]]
)
SECTIONS = st.none() | st.just("x") | trees()
CONFIGURATIONS = st.fixed_dictionaries(
    {},
    optional={
        "webchat": SECTIONS | st.dictionaries(st.sampled_from(["maxConcurrentSessions", "features"]), ODD),
        "routing": SECTIONS | st.dictionaries(st.sampled_from(["queueId", "assignmentMode", "skills"]), ODD),
        "more": SECTIONS,
    },
)


def read(text: str) -> Tree:
    loaded: Tree = yaml.safe_load(text.replace("!unsafe ", ""))
    return loaded


@given(configuration=CONFIGURATIONS)
@example(configuration={"webchat": {"features": True}})
def test_every_channel_becomes_an_entry_that_is_valid_and_changes_nothing(configuration: Any) -> None:
    channel = mapping.to_channel({**CHANNEL, "configuration": configuration})
    found = read(role_variables([channel.to_result()], []))
    (entry,) = found["webmessaging_channels"]
    capabilities = from_options(found.get("webmessaging_capabilities"))
    assert entry["id"] == "c0"
    assert desired_options.desired_problems(entry, capabilities, CommunicationsDialect()) == []
    desired = desired_options.make_desired(entry, CommunicationsDialect())
    assert desired.plan(channel).changes == ()


@given(configuration=CONFIGURATIONS)
def test_what_another_channel_has_is_null_where_it_is_unset(configuration: Any) -> None:
    whole = {"routing": {"queueId": "queue-1", "assignmentMode": "longest-idle"}}
    both = [{**CHANNEL, "configuration": configuration}, {**CHANNEL, "id": "c1", "configuration": whole}]
    channels = [mapping.to_channel(each) for each in both]
    found = read(role_variables([each.to_result() for each in channels], []))
    entry, other = found["webmessaging_channels"]
    assert other["routing"] == {"queue_id": "queue-1", "assignment_mode": "longest-idle"}
    if "routing" not in configuration:
        assert entry["routing"] == {"queue_id": None, "assignment_mode": None}
    capabilities = from_options(found.get("webmessaging_capabilities"))
    assert desired_options.desired_problems(entry, capabilities, CommunicationsDialect()) == []
    assert desired_options.make_desired(entry, CommunicationsDialect()).plan(channels[0]).changes == ()


def test_nothing_at_all_is_a_file_too() -> None:
    assert read(role_variables([], [])) == {"webmessaging_channels": []}
    assert "serves no listing" in role_variables([], None)


def test_an_id_that_selects_nothing_is_told_of() -> None:
    channel = {"id": "a/b", "name": "x", "configuration": {}}
    text = role_variables([channel], [])
    assert read(text) == {"webmessaging_channels": []}
    assert "# left out: id: 'a/b' is no id" in text


def test_of_several_webhooks_one_has_to_be_named() -> None:
    other = {**WEBHOOK, "id": "w1", "name": "Other\n{{ x }}"}
    assert read(role_variables([], [WEBHOOK]))["webmessaging_webhook"]["name"] == "Sync"
    both = role_variables([], [WEBHOOK, other])
    assert "webmessaging_webhook" not in read(both)
    assert "# - Sync\n# - Other\\n{{ x }}\n" in both
    named = role_variables([], [WEBHOOK, other], "Sync")
    assert read(named)["webmessaging_webhook"]["name"] == "Sync"
    assert "# - Other\\n{{ x }}\n" in named
    unknown = role_variables([], [WEBHOOK], "Gone")
    assert "webmessaging_webhook" not in read(unknown)
    assert "none is called Gone" in unknown


def test_credentials_are_asked_for_and_never_exported() -> None:
    headers = {"Content-Type": "text/plain", "X-Api-Key": "********"}
    text = role_variables([], [{**WEBHOOK, "http_headers": headers, "callback_url": "https://u:s3cret@m.example/"}])
    assert read(text)["webmessaging_webhook"]["http_headers"] == {
        "Content-Type": "text/plain",
        "X-Api-Key": "{{ webmessaging_webhook_headers['X-Api-Key'] }}",
    }
    assert "!unsafe" not in text
    assert "Supply the mapping webmessaging_webhook_headers with X-Api-Key" in text
    assert "callback_url" not in read(text)["webmessaging_webhook"]
    assert "s3cret" not in text
    assert "********" not in text


@pytest.mark.parametrize("query", ["token=********", "token=s3cret-t0ken", "s3cret-t0ken", "v=1#s3cret-t0ken"])
def test_the_query_of_a_callback_is_asked_for_and_never_exported(query: str) -> None:
    text = role_variables([], [{**WEBHOOK, "callback_url": f"https://m.example/hook?{query}"}])
    assert read(text)["webmessaging_webhook"]["callback_url"] == "{{ webmessaging_webhook_callback_url }}"
    assert "!unsafe" not in text
    assert "s3cret" not in text
    assert "as webmessaging_webhook_callback_url, from a vault for example: https://m.example/hook?" in text


def test_the_value_of_a_header_that_nobody_knows_is_asked_for() -> None:
    text = role_variables([], [{**WEBHOOK, "http_headers": {"X_API_KEY": "s3cret", "Accept": "text/plain"}}])
    assert read(text)["webmessaging_webhook"]["http_headers"] == {
        "X_API_KEY": "{{ webmessaging_webhook_headers['X_API_KEY'] }}",
        "Accept": "text/plain",
    }


def test_what_the_role_cannot_keep_as_it_is_is_left_alone_or_told_of() -> None:
    def exported(**fields: Any) -> Tree:
        found: Tree = read(role_variables([], [{**WEBHOOK, **fields}]))["webmessaging_webhook"]
        return found

    assert exported() == {key: value for key, value in WEBHOOK.items() if key not in ("id", "description")}
    assert exported(description="x")["description"] == "x"
    assert exported(callback_url="http://monitor.internal/x")["allow_http_callback"] is True
    for filters in (None, [{"resource": "channel"}], [{"resource": "a", "action": "b", "condition": None}], ["x"]):
        assert "event_filters" not in exported(event_filters=filters)
    absent = exported(enabled=None, http_headers=None)
    assert (absent["enabled"], absent["http_headers"]) == (None, None)
    assert "The role will refuse this. callback_url: 'ftp://x'" in role_variables(
        [], [{**WEBHOOK, "callback_url": "ftp://x"}]
    )
