# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The promised shapes, held against what comes at run time, where an annotation cannot refuse anything."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._channel.channel_fields import CHANNEL_FIELDS
from ansible_collections.genesys.cloud.plugins.module_utils._communications import mapping as communications
from ansible_collections.genesys.cloud.plugins.module_utils._core import result_shapes as shapes
from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import GenesysError
from ansible_collections.genesys.cloud.plugins.module_utils._core.plan import make_plan
from ansible_collections.genesys.cloud.plugins.module_utils._core.tally import Tally
from ansible_collections.genesys.cloud.plugins.module_utils._use_cases.metrics import metrics
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments import mapping as webdeployments

FIELDS = {field.keys[0] for field in CHANNEL_FIELDS}
METRICS: dict[str, Any] = {**metrics(Tally(), ["rich-media"], [])}


@pytest.mark.parametrize(
    ("result", "shape"),
    [
        (make_plan({}, {"a": 1}).diff, shapes.Diff),
        (METRICS, shapes.Metrics),
        (METRICS["requests"], shapes.RequestCounts),
        (METRICS["latency_ms"], shapes.Latency),
        (METRICS["feature_availability"]["rich-media"], shapes.Availability),
        (GenesysError("x").failure(), shapes.Failure),
    ],
)
def test_what_comes_has_the_keys_of_its_shape(result: dict[str, Any], shape: Any) -> None:
    assert set(result) == set(shape.__annotations__)


def test_a_channel_has_its_own_keys_and_its_fields() -> None:
    own = set(shapes.ChannelResult.__annotations__)
    shown_by_communications = set(communications.to_channel({"id": "1"}).to_result())
    assert own <= shown_by_communications <= own | FIELDS
    deployed = set(webdeployments.to_channel({"id": "1"}).to_result())
    assert deployed == own | FIELDS | set(shapes.DeploymentDetails.__annotations__)
