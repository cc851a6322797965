# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What holds in every dialect."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._channel.dialect import Dialect
from ansible_collections.genesys.cloud.plugins.module_utils._core.json_values import merge, nested, same
from ansible_collections.genesys.cloud.plugins.module_utils._use_cases.detection import DIALECTS
from ansible_collections.genesys.cloud.tests.unit.json_values import trees, values

KEYS = st.sampled_from(["webchat", "routing", "messenger", "features", "queueId", "maxConcurrentSessions", "other"])


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
@given(configuration=trees(KEYS))
def test_splitting_a_raw_configuration_loses_nothing(dialect: Dialect, configuration: dict[str, Any]) -> None:
    absorbed, whole = dialect.absorb(configuration)
    for path, value in absorbed.values():
        assert path.startswith("configuration.")
        whole = merge(whole, nested(path.split(".")[1:], value))
    assert same(whole, configuration)


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
@given(configuration=values(KEYS).filter(lambda value: not isinstance(value, dict)))
def test_what_is_no_mapping_holds_nothing(dialect: Dialect, configuration: Any) -> None:
    assert dialect.absorb(configuration) == ({}, {})
