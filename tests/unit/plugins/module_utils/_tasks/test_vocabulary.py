# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every key that a module documents to return is one of our words, and so survives a secret that is spelled alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._core import outcomes
from ansible_collections.genesys.cloud.plugins.module_utils._core.plan import WRITE_ONLY_AFTER, WRITE_ONLY_BEFORE
from ansible_collections.genesys.cloud.plugins.module_utils._core.redact import Redactor
from ansible_collections.genesys.cloud.plugins.module_utils._tasks.vocabulary import KEYS, VALUES
from ansible_collections.genesys.cloud.tests.unit.source import MODULES, embedded, module_tree


def documented(returned: dict[str, Any]) -> Iterator[str]:
    for key, about in returned.items():
        yield key
        if isinstance(about.get("contains"), dict):
            yield from documented(about["contains"])


@pytest.mark.parametrize("module", MODULES)
def test_every_documented_key_is_a_word_of_ours(module: str) -> None:
    assert set(documented(embedded(module_tree(module), "RETURN"))) <= KEYS


def test_what_stands_for_a_secret_in_a_diff_and_how_things_end_are_words_of_ours() -> None:
    assert {WRITE_ONLY_AFTER, WRITE_ONLY_BEFORE, outcomes.CREATED, outcomes.UPDATED, outcomes.DELETED} <= VALUES


@pytest.mark.parametrize(
    "secret", ["id", "msg", "changed", "a", "e", "rich-media", "messenger", "maxConcurrentSessions"]
)
def test_a_result_keeps_its_keys_and_its_fixed_words(secret: str) -> None:
    result = {
        "changed": True,
        "msg": "id is wrong",
        "channel": {
            "id": "1",
            "channel_type": "webchat",
            "features": ["rich-media"],
            "configuration": {"messenger": {"enabled": True}},
        },
        "diff": {"before": {"state": "absent"}, "after": {"state": "present", "maxConcurrentSessions": 5}},
        "audit": [{"audit_id": "a1b2", "action": "CHANNEL_UPDATE", "outcome": "updated", "changes": ["id", "a.e"]}],
    }
    assert Redactor([secret], KEYS, VALUES).data(result) == result
