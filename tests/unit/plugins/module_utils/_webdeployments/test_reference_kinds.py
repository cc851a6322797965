# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of objects that others refer to: every reference of every table has one, with a word for everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._channel.channel_fields import DESIRED_OPTIONS
from ansible_collections.genesys.cloud.plugins.module_utils._core.fields import Field
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments import reference_kinds
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.configuration_schema import CONTENT
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.deployment_schema import PINNED, REFERRING
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.reference_kinds import (
    KINDS,
    OPENID_CONNECT,
    meant,
    permission_for,
    queries_of,
)

NAMES = st.sampled_from(["Login", "login", "Login ", "Chat"])


def references(fields: Sequence[Field]) -> Iterator[Field]:
    for field in fields:
        if field.refers_to:
            yield field
        yield from references(field.parts)


def test_every_reference_has_a_kind_and_every_kind_is_referred_to() -> None:
    found = list(references((*CONTENT, *REFERRING, *DESIRED_OPTIONS, PINNED)))
    assert {field.refers_to for field in found} == KINDS.keys()
    for field in found:
        assert bool(field.within) == ("{}" in KINDS[field.refers_to].path), field
        assert not field.within or field.within in KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_tells_the_permission_for_its_listing_and_for_one_of_it(kind: str) -> None:
    path = KINDS[kind].path_in("a1b2")
    assert permission_for(path) == permission_for(f"{path}/c3d4") == KINDS[kind].permission


def test_only_some_listings_can_be_narrowed() -> None:
    flow, profile = KINDS["inbound_message_flow"], KINDS["supported_content"]
    assert queries_of(flow, "A") == [{"pageSize": 500, "type": "inboundshortmessage", "name": "A"}]
    assert queries_of(flow, None) == [{"pageSize": 500, "type": "inboundshortmessage"}]
    assert queries_of(profile, "A") == [{"pageSize": 100}]


@given(st.lists(st.tuples(NAMES, st.sampled_from([OPENID_CONNECT, "Data Actions", None]))), NAMES)
def test_a_name_means_exactly_that_name_and_the_type_that_signs_in(
    rows: list[tuple[str, str | None]], name: str
) -> None:
    entities = [
        {"id": str(index), "name": each, "integrationType": {"name": kind}} for index, (each, kind) in enumerate(rows)
    ]
    found = meant(KINDS["openid_connect_integration"], entities, name)
    assert all(row["name"] == name for row in found)
    same = [row for row in entities if row["name"] == name]
    assert bool(found) == bool(same)
    right = [row for row in same if rows[int(str(row["id"]))][1] in (OPENID_CONNECT, None)]
    assert found == (right or same)
    cautions = [KINDS["openid_connect_integration"].caution(row) for row in found]
    assert all(cautions) if not right else not any(cautions)


def test_a_kind_has_words() -> None:
    assert reference_kinds.noun("inbound_message_flow") == "inbound message flow"
    assert reference_kinds.noun("openid_connect_integration") == "OpenID Connect integration"
