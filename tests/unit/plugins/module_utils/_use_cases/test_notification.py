# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Events about audit entries: which entries are news, and what is posted about them."""

from __future__ import annotations

import json
from datetime import timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core import outcomes
from ansible_collections.genesys.cloud.plugins.module_utils._use_cases import notification
from ansible_collections.genesys.cloud.tests.unit.audit_entries import ENTRY


def test_an_event_has_the_shape_of_a_delivery_and_holds_the_entry() -> None:
    assert notification.event(ENTRY) == {
        "id": ENTRY["audit_id"],
        "sequence": 1795342530123,
        "webhookId": "genesys.cloud.webmessaging_notify",
        "resource": "channel",
        "action": "updated",
        "timestamp": ENTRY["timestamp"],
        "entity": {"id": "a1b2", "name": "Primary"},
        "audit": ENTRY,
    }


def test_what_changed_is_news_and_in_check_mode_what_would() -> None:
    entries = {
        f"{resource} {outcome}{' checked' if checked else ''}": {
            **ENTRY,
            "resource": resource,
            "outcome": outcome,
            "check_mode": checked,
        }
        for resource in ("channel", "notification")
        for outcome in outcomes.OUTCOMES
        for checked in (False, True)
    }
    done = ["channel updated", "channel created", "channel deleted", "channel rolled_back"]
    would = ["channel checked", "channel checked checked"]
    assert [name for name, entry in entries.items() if notification.is_news(entry, check_mode=False)] == done
    assert [name for name, entry in entries.items() if notification.is_news(entry, check_mode=True)] == done + would


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ("CHANNEL_UPDATE", "updated"),
        ("WEBHOOK_CREATE", "created"),
        ("DEPLOYMENT_DELETE", "deleted"),
        ("CONFIGURATION_PUBLISH", "published"),
    ],
)
def test_in_check_mode_the_action_says_what_would_happen(action: str, told: str) -> None:
    assert notification.event({**ENTRY, "action": action, "outcome": "checked"})["action"] == told


def test_what_was_taken_back_is_an_update_for_receivers() -> None:
    sent = notification.event({**ENTRY, "action": "CHANNEL_UPDATE", "outcome": "rolled_back"})
    assert (sent["action"], sent["audit"]["outcome"]) == ("updated", "rolled_back")


@given(st.lists(st.datetimes(timezones=st.just(timezone.utc)), min_size=2))
def test_the_sequence_never_goes_back(moments: list[Any]) -> None:
    stamps = [moment.isoformat(timespec="milliseconds").replace("+00:00", "Z") for moment in sorted(moments)]
    found = [notification.event({**ENTRY, "timestamp": stamp})["sequence"] for stamp in stamps]
    assert found == sorted(found)


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from(sorted(ENTRY)), VALUES, max_size=3))
def test_what_is_no_entry_is_refused_and_what_is_one_can_be_posted(changes: dict[str, Any]) -> None:
    entry = {**ENTRY, **changes}
    if not notification.problems({"url": "https://monitor.example", "audit": [entry]}):
        sent = notification.event(entry)
        assert json.loads(json.dumps(sent, allow_nan=False)) == sent
