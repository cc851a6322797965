# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Audit events of Amazon EventBridge: the same change is the same event, whichever way it comes."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.plugin_utils._changes import event_bridge, events
from ansible_collections.genesys.cloud.tests.unit import json_values
from ansible_collections.genesys.cloud.tests.unit.eventbridge import TOPICS, bridged, message

ENTRY: dict[str, Any] = {
    "id": "b8775049-2993-450d-97d7-5d7c784d7cc9",
    "user": {"id": "278522be-1683-4877-8257-4164a177be89"},
    "serviceName": "WebDeployments",
    "eventDate": "2026-11-22T10:15:30.123Z",
    "action": "Update",
    "entityType": "Deployment",
    "entity": {"id": "d1", "name": "Primary"},
    "propertyChanges": [{"property": "status", "oldValues": ["Active"], "newValues": ["Inactive"]}],
}
NOBODY = [{}, {"id": ""}, {"id": None}, "", None, 5, ["x"], {"id": {}}, {"id": ["x"]}]
IDS = st.sampled_from(["client-1", "client-2", "user-1"])
ACTORS = st.dictionaries(st.sampled_from(["user", "client"]), st.fixed_dictionaries({"id": IDS}))
SECONDS = st.integers(int(datetime(1971, 1, 1, tzinfo=timezone.utc).timestamp()), 2**37)


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    """Entries as the audit query has them."""
    entry = {name: value for name, value in ENTRY.items() if name != "user"}
    entry.update(draw(ACTORS))
    date = datetime.fromtimestamp(draw(SECONDS), timezone.utc)
    entry["eventDate"] = date.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    entry["action"] = draw(st.sampled_from(["Create", "Update", "Delete", "Publish"]))
    entry["entityType"] = draw(st.sampled_from(["Deployment", "Configuration", "ConfigurationVersion"]))
    entry["context"] = draw(json_values.trees())
    if draw(st.booleans()):
        entry["status"] = draw(st.sampled_from(["SUCCESS", "WARNING"]))
    return entry


def delivered(body: Any) -> dict[str, Any]:
    """As the source for SQS hands it on."""
    return {"body": message(body), "meta": {"MessageId": "m1", "event": {"uuid": "m1"}}}


@given(entries(), st.booleans(), st.booleans(), st.sampled_from(TOPICS))
def test_a_change_is_the_same_event_by_either_way(
    entry: dict[str, Any], as_object: bool, as_text: bool, topic: str
) -> None:
    sent: Any = message(bridged(entry, as_object), topic)
    found = event_bridge.change({"body": json.dumps(sent) if as_text else sent}, ())
    assert found == events.event(entry)


@given(entries(), st.sampled_from(["client-1", "client-2", ""]))
def test_whose_changes_are_ignored_is_the_same_by_either_way(entry: dict[str, Any], ignored: str) -> None:
    found = event_bridge.change(delivered(bridged(entry)), {ignored})
    actors = {each["id"] for each in (entry.get("user"), entry.get("client")) if each}
    assert (found is None) == (ignored in actors) == events.is_by(entry, {ignored})


def test_what_the_source_says_of_a_message_is_kept_beside_the_id_of_the_entry() -> None:
    found = event_bridge.change(delivered(bridged(ENTRY)), ())
    assert found is not None
    assert set(found) == {"payload", "meta"}
    assert found["meta"] == {"MessageId": "m1", "event": {"uuid": "m1"}, "uuid": ENTRY["id"]}


@pytest.mark.parametrize("meta", [None, "text", 5, ["x"]], ids=repr)
def test_what_is_no_meta_is_replaced(meta: Any) -> None:
    found = event_bridge.change({**delivered(bridged(ENTRY)), "meta": meta}, ())
    assert found == events.event(ENTRY)


def test_the_event_of_genesys_blueprint_is_read() -> None:
    """events/UserPresenceChange.json, captured in 2021, but for its service."""
    body = {
        "id": "b8775049-2993-450d-97d7-5d7c784d7cc9",
        "userId": "278522be-1683-4877-8257-4164a177be89",
        "username": {"id": ""},
        "clientId": {},
        "serviceName": "WebDeployments",
        "eventTime": "2021-06-25T15:11:52.000Z",
        "action": "Update",
        "entityType": "UserPresence",
        "entity": {"id": "278522be-1683-4877-8257-4164a177be89", "name": "John Doe"},
        "propertyChanges": [{"property": "PRESENCE", "oldValues": ["Break"], "newValues": ["Available"]}],
    }
    found = event_bridge.change(delivered(body), ())
    assert found is not None
    payload = found["payload"]
    audit = payload.pop("audit")
    assert payload == {
        "id": body["id"],
        "sequence": 1624633912000,
        "webhookId": "genesys.cloud.webmessaging_changes",
        "resource": "user_presence",
        "action": "updated",
        "timestamp": "2021-06-25T15:11:52.000Z",
        "entity": body["entity"],
    }
    assert (audit["user"], audit["eventDate"]) == ({"id": body["userId"]}, body["eventTime"])
    assert not {"client", "userId", "clientId", "eventTime"} & set(audit)
    assert event_bridge.change(delivered({**body, "serviceName": "Presence"}), ()) is None


@pytest.mark.parametrize("nobody", NOBODY, ids=repr)
def test_an_empty_id_names_nobody(nobody: Any) -> None:
    body = {**bridged(ENTRY), "userId": nobody, "clientId": nobody}
    found = event_bridge.change(delivered(body), {"", "x"})
    assert found is not None
    assert not {"user", "client"} & set(found["payload"]["audit"])


@pytest.mark.parametrize(
    "other",
    [
        {"serviceName": "Presence"},
        {"serviceName": "Messaging"},
        {"serviceName": "webdeployments"},
        {"serviceName": None},
        {"serviceName": ["WebDeployments"]},
        {"status": "FAILURE"},
        {"clientId": {"id": "ours"}},
        {"clientId": "ours"},
        {"userId": "ours"},
    ],
    ids=str,
)
def test_what_is_no_change_to_tell_is_none(other: dict[str, Any]) -> None:
    assert event_bridge.change(delivered(bridged(ENTRY)), {"ours"}) is not None
    assert event_bridge.change(delivered({**bridged(ENTRY), **other}), {"ours"}) is None


def test_a_content_profile_is_a_change_too() -> None:
    profile = {**bridged(ENTRY), "serviceName": "Messaging", "entityType": "SupportedContent"}
    found = event_bridge.change(delivered(profile), ())
    assert found is not None
    assert (found["payload"]["resource"], found["payload"]["action"]) == ("supported_content", "updated")


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ({"id": ""}, "it has no id"),
        ({"id": 5}, "it has no id"),
        ({"eventTime": "yesterday"}, "its eventTime is no time"),
        ({"eventTime": 1624633912000}, "its eventTime is no time"),
        ({"eventTime": None}, "its eventTime is no time"),
    ],
)
def test_a_change_without_id_or_time_is_unreadable(broken: dict[str, Any], told: str) -> None:
    with pytest.raises(event_bridge.Unreadable, match=told):
        event_bridge.change(delivered({**bridged(ENTRY), **broken}), ())


WORDS = st.sampled_from(
    ["body", "meta", "detail", "eventBody", "serviceName", "id", "userId", "clientId", "eventTime", "entity", "status"]
)
ODD = st.sampled_from([None, True, 0, 1.5, "", "x", "WebDeployments", "FAILURE", "[", "{}", "2026-11-22T10:15:30Z"])


def found_in(event: Any) -> Any:
    try:
        return event_bridge.change(event, {"x"})
    except event_bridge.Unreadable:
        return None


@given(json_values.values(WORDS, ODD))
def test_no_event_at_all_raises(event: Any) -> None:
    assert found_in(event) is None or event["body"]["detail"]["eventBody"]["serviceName"] == "WebDeployments"


@given(st.dictionaries(WORDS, json_values.values(WORDS, ODD)), st.lists(WORDS))
def test_no_body_of_a_change_raises(odd: dict[str, Any], missing: Any) -> None:
    body = {name: value for name, value in {**bridged(ENTRY), **odd}.items() if name not in missing}
    found = found_in(delivered(body))
    assert found is None or found["payload"]["audit"]["serviceName"] == "WebDeployments"


@pytest.mark.parametrize(
    "text", ["", "no JSON", "[" * 100_000, "\ud800", "NaN"], ids=["none", "text", "deep", "half", "NaN"]
)
def test_a_text_that_is_no_message_is_none(text: str) -> None:
    assert event_bridge.change({"body": text}, ()) is None
