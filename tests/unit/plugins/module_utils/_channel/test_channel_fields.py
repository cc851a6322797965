# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of a channel's fields: every field is whole, and every mapping knows every field that has a place in it."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from ansible_collections.genesys.cloud.plugins.module_utils._channel.capabilities import Capabilities
from ansible_collections.genesys.cloud.plugins.module_utils._channel.channel_fields import (
    CHANNEL_FIELDS,
    DESIRED_OPTIONS,
    RELATIVE,
    ChannelField,
    FromSwitches,
    Refused,
    returned,
    written,
)
from ansible_collections.genesys.cloud.plugins.module_utils._channel.desired_options import (
    desired_problems,
    make_desired,
)
from ansible_collections.genesys.cloud.plugins.module_utils._communications import mapping as communications
from ansible_collections.genesys.cloud.plugins.module_utils._core.fields import argument_spec
from ansible_collections.genesys.cloud.plugins.module_utils._core.json_values import at, nested
from ansible_collections.genesys.cloud.plugins.module_utils._use_cases.detection import DIALECTS
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments import mapping as webdeployments
from ansible_collections.genesys.cloud.tests.unit.source import ROOT

EVERY_FIELD = pytest.mark.parametrize("field", CHANNEL_FIELDS, ids=[field.path for field in CHANNEL_FIELDS])
EVERY_DIALECT = pytest.mark.parametrize("dialect", DIALECTS)
IDENTIFIER = "00000000-0000-4000-8000-000000000001"
VALUES = {"int": 7, "str": IDENTIFIER, "list": ["rich-media", "co-browsing"]}


def given(field: ChannelField) -> dict[str, Any]:
    return nested(field.keys, VALUES[field.option.type])


@EVERY_FIELD
def test_a_field_is_told_of_as_an_option_and_as_a_result(field: ChannelField) -> None:
    spec: dict[str, Any] = {"options": argument_spec(DESIRED_OPTIONS)}
    documented: dict[str, Any] = {"contains": returned()}
    for key in field.keys:
        spec, documented = spec["options"][key], documented["contains"][key]
    assert spec["type"] == documented["type"] == field.option.type
    assert field.option.description
    assert documented["description"]
    assert documented["sample"] is not None


@EVERY_FIELD
@EVERY_DIALECT
def test_an_api_takes_a_field_or_says_where_it_lives(field: ChannelField, dialect: str) -> None:
    problems = desired_problems(given(field), Capabilities(), DIALECTS[dialect])
    place = field.place(dialect)
    if isinstance(place, Refused):
        assert [(problem.option, problem.reason) for problem in problems] == [(field.path, place.reason)]
    else:
        assert problems == []


@EVERY_FIELD
@EVERY_DIALECT
def test_only_a_field_that_cannot_be_unset_is_refused_where_it_is_null(field: ChannelField, dialect: str) -> None:
    problems = desired_problems(nested(field.keys, None), Capabilities(), DIALECTS[dialect])
    assert bool(problems) is not field.can_be_unset


@EVERY_FIELD
def test_communications_reads_what_it_would_write(field: ChannelField) -> None:
    if isinstance(field.communications, Refused):
        return
    channel = communications.to_channel({"id": "1"})
    plan = make_desired(given(field), DIALECTS["communications"]).plan(channel)
    assert plan.changes == (field.path,)
    predicted = communications.predicted(channel, plan.patch)
    assert at(predicted.state, field.keys) == at(given(field), field.keys)


@EVERY_FIELD
def test_web_deployments_reads_what_it_would_write(field: ChannelField) -> None:
    if isinstance(field.webdeployments, Refused):
        return
    version = {"id": "2", "version": "1", "status": "Active"}
    channel = webdeployments.to_channel({"id": "1", "name": "x", "configuration": version})
    plan = make_desired(given(field), DIALECTS["webdeployments"]).plan(channel)
    assert plan.changes == (field.path,)
    predicted = webdeployments.predicted(channel, plan.patch)
    assert at(predicted.state, field.keys) == at(given(field), field.keys)
    if isinstance(field.webdeployments, FromSwitches):
        return
    unset = make_desired(nested(field.keys, None), DIALECTS["webdeployments"])
    key = field.webdeployments.path[0]
    assert webdeployments.unset_keys(unset) == {key}
    body = webdeployments.deployment_body(predicted.source, unset.plan(predicted).patch, "2", "1")
    assert key in webdeployments.deployment_body(predicted.source, {}, "2", "1")
    assert key not in body


@pytest.mark.parametrize("patch", [{"colour": 1}, {"routing": {"colour": 1}}])
def test_a_mapping_refuses_a_key_that_it_does_not_know(patch: dict[str, Any]) -> None:
    with pytest.raises(LookupError, match="colour"):
        written(patch)
    with pytest.raises(LookupError, match="colour"):
        communications.to_configuration(patch)
    with pytest.raises(LookupError, match="colour"):
        webdeployments.deployment_body({}, patch, "2", "1")


@EVERY_FIELD
def test_a_mapping_refuses_a_field_that_has_no_place_in_its_api(field: ChannelField) -> None:
    if isinstance(field.communications, Refused):
        with pytest.raises(LookupError):
            communications.to_configuration(given(field))
    if isinstance(field.webdeployments, Refused):
        with pytest.raises(LookupError):
            webdeployments.deployment_body({}, given(field), "2", "1")


def changelog_entries() -> list[str]:
    """What the fragments say, and the released changelog once there is one."""
    found: list[str] = []
    for path in sorted((ROOT / "changelogs").rglob("*.y*ml")):
        found += re.split(r"\n *- ", yaml.safe_dump(yaml.safe_load(path.read_text(encoding="utf-8")), width=10**6))
    return found


@pytest.mark.parametrize("path", [*(field.path for field in CHANNEL_FIELDS), *RELATIVE])
def test_the_changelog_tells_of_a_field(path: str) -> None:
    entries = [entry for entry in changelog_entries() if "of a channel" in entry and f"``{path}``" in entry]
    assert entries, f"no changelog fragment says that ``{path}`` of a channel can be set"
