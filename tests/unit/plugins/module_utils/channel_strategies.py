# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Channels as a server might send them, the promised and the absurd, and wishes as a task might write them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._channel.capabilities import FEATURES
from ansible_collections.genesys.cloud.tests.unit.json_values import Tree, values

KEYS = st.sampled_from(
    ["webchat", "routing", "features", "maxConcurrentSessions", "queueId", "assignmentMode", "branding", "Ünï"]
)
FEATURE_LISTS = st.lists(st.sampled_from([*FEATURES, "not-yet-known"]), max_size=6)


def sections(known: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Tree]:
    """Known fields, each of which can be absent, among unknown ones."""
    return st.builds(
        lambda extra, fields: {**extra, **fields},
        st.dictionaries(st.sampled_from(["theme", "deep", "Ünï"]), values(KEYS), max_size=2),
        st.fixed_dictionaries({}, optional=known),
    )


WEBCHAT = sections({"maxConcurrentSessions": st.integers(1, 2000), "features": FEATURE_LISTS})
ROUTING = sections({"queueId": st.sampled_from(["q-1", "q-2", None]), "assignmentMode": st.just("longest-idle")})
CONFIGURATIONS = sections({"webchat": WEBCHAT | st.none(), "routing": ROUTING | st.none()})
ENTITIES = st.builds(
    lambda entity, configuration: {**entity, **configuration},
    st.fixed_dictionaries(
        {"id": st.sampled_from(["id-1", "id-2"]), "name": st.text(min_size=1, max_size=4)},
        optional={"channelType": st.sampled_from(["webchat", "voice", None]), "version": st.integers(1, 9)},
    ),
    st.fixed_dictionaries({}, optional={"configuration": CONFIGURATIONS | st.none()}),
)
ANY_ENTITY = st.dictionaries(
    st.sampled_from(["id", "name", "channelType", "configuration", "features"]),
    values(KEYS) | CONFIGURATIONS,
    max_size=5,
)

_named = st.fixed_dictionaries(
    {},
    optional={
        "max_concurrent_sessions": st.integers(1, 2000),
        "routing": st.fixed_dictionaries(
            {}, optional={"queue_id": st.sampled_from(["q-1", None]), "assignment_mode": st.just("longest-idle")}
        ),
        "configuration": CONFIGURATIONS,
    },
)
_features = st.one_of(
    st.just({}),
    st.builds(lambda chosen: {"features": chosen}, st.lists(st.sampled_from(FEATURES), unique=True)),
    st.builds(
        lambda chosen, at: {"enable_features": chosen[:at], "disable_features": chosen[at:]},
        st.lists(st.sampled_from(FEATURES), unique=True),
        st.integers(0, 5),
    ),
)
GIVEN = st.builds(lambda named, features: {**named, **features}, _named, _features)
"""The options of a task; not each combination of them passes the validation."""
