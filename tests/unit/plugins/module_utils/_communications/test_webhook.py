# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A webhook compared with what is wanted of it, shown without its credentials, and replaced where something must go."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._communications import webhook
from ansible_collections.genesys.cloud.tests.unit.json_values import Tree, equal, merged_by_server, values

FILTERS = st.lists(
    st.fixed_dictionaries(
        {"resource": st.sampled_from(["channel", "queue"]), "action": st.sampled_from(["updated", "created"])},
        optional={"condition": st.just('channelType == "webchat"')},
    ),
    max_size=4,
)
HEADER_NAMES = st.sampled_from(["Content-Type", "X-One", "X-Two", "Authorization"])
HEADERS = st.dictionaries(HEADER_NAMES, st.sampled_from(["a", "b"]), max_size=4)
ENTITIES: st.SearchStrategy[Tree] = st.fixed_dictionaries(
    {"id": st.just("w-1"), "name": st.just("hook"), "callbackUrl": st.sampled_from(["https://a/x", "https://b/x"])},
    optional={
        "description": st.sampled_from([None, "", "text"]),
        "eventFilters": FILTERS,
        "enabled": st.booleans(),
        "httpHeaders": HEADERS | st.none(),
        "version": st.integers(1, 3),
        "selfUri": st.just("/x"),
        "notYetKnown": values(),
    },
)
DESIRED_STATES: st.SearchStrategy[Tree] = st.fixed_dictionaries(
    {"name": st.just("hook"), "callback_url": st.sampled_from(["https://a/x", "https://b/x"])},
    optional={
        "description": st.sampled_from([None, "text"]),
        "event_filters": FILTERS,
        "enabled": st.booleans(),
        "http_headers": HEADERS,
    },
)
GOOD = {
    "name": "hook",
    "callback_url": "https://monitor.example/hook",
    "state": "present",
    "update_secret": "on_create",
}


def problems(**options: Any) -> list[str]:
    return [str(problem) for problem in webhook.problems({**GOOD, **options}, options)]


def written(entity: Tree, wanted: Tree, secret: str | None = None) -> Tree:
    """The webhook after what the plan has sent: PATCH merges, PUT replaces all but what the server owns."""
    plan = webhook.plan(entity, wanted, secret)
    if not plan.removes:
        return merged_by_server(entity, webhook.to_body(plan.patch))
    owned: Tree = {key: entity[key] for key in ("id", "version", "selfUri") if key in entity}
    return {**owned, **webhook.replacement(entity, plan.patch)}


@given(ENTITIES, DESIRED_STATES)
def test_a_second_run_changes_nothing(entity: Tree, wanted: Tree) -> None:
    assert not webhook.plan(written(entity, wanted), wanted, None).changed


@given(ENTITIES, DESIRED_STATES)
def test_what_was_not_named_stays(entity: Tree, wanted: Tree) -> None:
    spelled = {"callbackUrl": "callback_url", "eventFilters": "event_filters", "httpHeaders": "http_headers"}
    after = written(entity, wanted)
    for key, value in entity.items():
        if spelled.get(key, key) not in wanted and value is not None:
            assert equal(after[key], value)


@given(ENTITIES, DESIRED_STATES)
def test_a_replacement_holds_nothing_that_the_server_owns_and_no_null(entity: Tree, wanted: Tree) -> None:
    body = webhook.replacement(entity, webhook.plan(entity, wanted, None).patch)
    assert not {"id", "secret", "version", "selfUri"} & body.keys()
    assert None not in body.values()


@given(ENTITIES, FILTERS, st.randoms(use_true_random=False))
def test_the_order_of_event_filters_carries_no_meaning(
    entity: Tree, filters: list[Tree], chance: random.Random
) -> None:
    shuffled = list(filters)
    chance.shuffle(shuffled)
    entity = {**entity, "eventFilters": filters}
    assert not webhook.plan(entity, {"event_filters": shuffled}, None).changed


@given(st.dictionaries(HEADER_NAMES, st.sampled_from(["a", "b"])), st.sampled_from([str.lower, str.upper, str.title]))
def test_the_case_of_a_headers_name_carries_no_meaning(headers: dict[str, str], spell: Any) -> None:
    wanted = {"http_headers": {spell(name): value for name, value in headers.items()}}
    assert not webhook.plan({"httpHeaders": headers}, wanted, None).changed


def test_a_changed_header_is_sent_under_the_name_that_it_has() -> None:
    plan = webhook.plan({"httpHeaders": {"X-One": "a"}}, {"http_headers": {"x-one": "b", "x-two": "c"}}, None)
    assert plan.patch == {"http_headers": {"X-One": "b", "x-two": "c"}}
    assert plan.removes == ()


def test_a_header_that_is_not_wanted_any_more_has_to_be_taken_away() -> None:
    entity = {"id": "1", "name": "n", "version": 4, "secret": "?", "extra": 1, "httpHeaders": {"A": "1", "B": "2"}}
    plan = webhook.plan(entity, {"http_headers": {"A": "1"}}, None)
    assert plan.removes == ("http_headers",)
    assert webhook.replacement(entity, plan.patch) == {"name": "n", "extra": 1, "httpHeaders": {"A": "1"}}


def test_a_description_of_null_is_taken_away() -> None:
    entity = {"id": "1", "name": "n", "description": "old"}
    plan = webhook.plan(entity, {"description": None}, None)
    assert plan.removes == ("description",)
    assert webhook.replacement(entity, plan.patch) == {"name": "n"}
    assert not webhook.plan({"id": "1", "name": "n"}, {"description": None}, None).changed


@given(ENTITIES, DESIRED_STATES, st.text(min_size=8))
def test_a_secret_is_sent_and_never_shown(entity: Tree, wanted: Tree, secret: str) -> None:
    plan = webhook.plan(entity, wanted, secret)
    assert plan.changed
    assert webhook.to_body(plan.patch)["secret"] == secret
    assert plan.diff["after"]["secret"] == "(set)"
    assert "secret" not in webhook.to_result({**entity, "secret": secret})


@given(ENTITIES)
def test_a_result_has_the_promised_keys_and_hides_credentials(entity: Tree) -> None:
    result = webhook.to_result(entity)
    assert set(result) == {
        "id",
        "name",
        "description",
        "callback_url",
        "event_filters",
        "enabled",
        "http_headers",
    }
    headers = entity.get("httpHeaders")
    if headers is not None:
        hidden = {name: value if name == "Content-Type" else "********" for name, value in headers.items()}
        assert result["http_headers"] == hidden


@pytest.mark.parametrize("odd", [None, [], "text", 5, {"A": None}, {"Authorization": ["x"]}])
def test_odd_headers_from_the_server_do_not_make_it_fail(odd: Any) -> None:
    entity = {"id": "1", "httpHeaders": odd}
    assert webhook.to_result(entity)["id"] == "1"
    assert webhook.plan(entity, {"http_headers": {"X": "y"}}, None).changed
    webhook.header_secrets(odd)


def test_a_wish_names_what_was_given_and_what_has_a_default() -> None:
    params = {**GOOD, "enabled": True, "http_headers": {"A": "b"}, "description": None, "event_filters": None}
    base = {"name": "hook", "callback_url": GOOD["callback_url"], "enabled": True, "http_headers": {"A": "b"}}
    assert webhook.desired(params, {}) == base
    assert webhook.desired(params, {"description": None}) == {**base, "description": None}
    filters = [{"resource": "channel", "action": "updated", "condition": None}]
    assert webhook.desired(params, {"event_filters": filters}) == {
        **base,
        "event_filters": [{"resource": "channel", "action": "updated"}],
    }


def test_credentials_in_headers_are_secrets_whole_and_without_their_scheme() -> None:
    headers = {"Authorization": "Bearer abc.def", "X-Api-Key": "k3y-value", "Accept": "text/plain", "Cookie": "abc"}
    assert set(webhook.header_secrets(headers)) == {"Bearer abc.def", "abc.def", "k3y-value"}


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"name": ""}, "name: '' is empty"),
        ({"callback_url": None}, "callback_url: is missing"),
        ({"callback_url": "monitor.example"}, "callback_url: 'monitor.example' has no scheme"),
        ({"callback_url": "https://u:p@monitor.example"}, "callback_url: 'https://********@monitor.example' has cred"),
        ({"callback_url": "http://monitor.example"}, "callback_url: 'http://monitor.example' is plain http"),
        ({"secret": ""}, "secret: is empty"),
        ({"secret": None}, "secret: null cannot be set"),
        ({"update_secret": "always"}, "update_secret: always needs a secret"),
        ({"http_headers": {"X Y": "z"}}, "http_headers: 'X Y' is no name of an HTTP header"),
        ({"http_headers": {"": "z"}}, "http_headers: '' is no name of an HTTP header"),
        ({"http_headers": {"X": 5}}, "http_headers.X: its value is not a string; quote it."),
        ({"http_headers": {"X": None}}, "http_headers.X: its value is not a string; quote it."),
        ({"http_headers": {"X": "a\r\nY: b"}}, "http_headers.X: its value holds a line break"),
        ({"http_headers": {"X-Y": "a", "x-y": "b"}}, "http_headers.x-y: is there twice"),
        ({"event_filters": None}, "event_filters: null is not a list of filters"),
        ({"event_filters": [{"resource": "", "action": "a"}]}, "event_filters[0].resource: '' is empty"),
        ({"event_filters": [{}, {"resource": "r", "action": ""}]}, "event_filters[1].action: '' is empty"),
    ],
)
def test_each_mistake_is_named_with_its_option(options: Tree, problem: str) -> None:
    (found,) = problems(**options)
    assert found.startswith(problem)


def test_all_mistakes_are_reported_together() -> None:
    found = problems(name=" ", callback_url="ftp://x", secret="", http_headers={"X Y": "z", "A": 1}, event_filters="x")
    assert [problem.partition(":")[0] for problem in found] == [
        "name",
        "callback_url",
        "secret",
        "http_headers",
        "http_headers.A",
        "event_filters",
    ]


def test_plain_http_is_taken_on_the_loopback_or_where_it_is_allowed() -> None:
    assert problems(callback_url="http://127.0.0.1:5000/endpoint") == []
    assert problems(callback_url="http://monitor.example", allow_http_callback=True) == []
    assert "allow_http_callback: true" in problems(callback_url="http://monitor.example")[0]


def test_a_webhook_that_shall_go_needs_nothing_but_its_name() -> None:
    assert problems(state="absent", callback_url=None, update_secret="always") == []
    assert len(problems(state="absent", name="")) == 1
