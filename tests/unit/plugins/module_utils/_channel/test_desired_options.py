# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of one channel in either dialect: what is wanted, and every error at once."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._channel.capabilities import Capabilities
from ansible_collections.genesys.cloud.plugins.module_utils._channel.desired_options import (
    desired_problems,
    make_desired,
)
from ansible_collections.genesys.cloud.plugins.module_utils._channel.dialect import Dialect
from ansible_collections.genesys.cloud.plugins.module_utils._use_cases.detection import DIALECTS

BOTH = pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)


def problems(given: dict[str, Any], dialect: Dialect) -> list[str]:
    return [problem.option for problem in desired_problems(given, Capabilities(), dialect)]


@BOTH
def test_nothing_wanted_is_nothing_wrong(dialect: Dialect) -> None:
    assert problems({}, dialect) == []
    assert make_desired({}, dialect).state == {}


@BOTH
def test_errors_of_every_kind_come_together(dialect: Dialect) -> None:
    given = {
        "enable_features": ["telepathy", "co-browsing"],
        "disable_features": ["co-browsing"],
        "configuration": None,
    }
    found = problems(given, dialect)
    assert {"enable_features", "configuration"} <= set(found)
    assert len(found) >= 3


def test_what_one_api_lacks_is_wrong_there_only() -> None:
    for given, lacking in (
        ({"max_concurrent_sessions": 5}, "webdeployments"),
        ({"routing": {"queue_id": "q"}}, "webdeployments"),
        ({"routing": {"flow_id": "6f0fb6f4-b7ed-4b4d-8b43-2c6a3ffd0a55"}}, "communications"),
    ):
        assert [name for name, dialect in DIALECTS.items() if problems(given, dialect)] == [lacking]


def test_a_raw_path_of_communications_is_the_option_of_that_name() -> None:
    raw = {"configuration": {"webchat": {"maxConcurrentSessions": 7, "other": 1}}}
    desired = make_desired(raw, DIALECTS["communications"])
    assert desired.state == {"max_concurrent_sessions": 7, "configuration": {"webchat": {"other": 1}}}
    assert problems({**raw, "max_concurrent_sessions": 8}, DIALECTS["communications"]) == [
        "configuration.webchat.maxConcurrentSessions"
    ]
