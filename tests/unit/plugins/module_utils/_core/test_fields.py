# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A table of fields: what follows from it agrees with itself, whatever is in the table and whatever is given."""

from __future__ import annotations

import random
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core import fields as field_table
from ansible_collections.genesys.cloud.plugins.module_utils._core.field_documentation import documentation
from ansible_collections.genesys.cloud.plugins.module_utils._core.fields import Field
from ansible_collections.genesys.cloud.plugins.module_utils._core.json_values import merge, same
from ansible_collections.genesys.cloud.plugins.module_utils._core.plan import make_plan
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.configuration_schema import CONTENT
from ansible_collections.genesys.cloud.tests.unit.json_values import Tree

TEXTS = st.sampled_from(["", "x", "en-us", "a b"])


def value_of(field: Field) -> st.SearchStrategy[Any]:
    """A value that the field takes."""
    if field.parts and field.type == "dict":
        return options_of(field.parts)
    if field.parts:
        return st.lists(options_of(field.parts, whole=True), max_size=2)
    if field.type == "list":
        return st.lists(st.sampled_from(field.choices or ("a", "b", "c")), unique=True, max_size=3)
    if field.type == "bool":
        return st.booleans()
    if field.type == "int":
        return st.integers(field.least or 0, field.most or 10**6)
    if field.refers_to:
        return st.sampled_from(["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"])
    if field.pattern:
        return st.just("#a1B2c3" if field.looks_like.startswith("#") else "https://host.example/x")
    return st.sampled_from(field.choices) if field.choices else TEXTS


def options_of(fields: tuple[Field, ...], whole: bool = False) -> st.SearchStrategy[Tree]:
    required = {field.name: value_of(field) for field in fields if whole and field.required}
    optional = {field.name: st.none() | value_of(field) for field in fields if field.name not in required}
    return st.fixed_dictionaries(required, optional={key: optional[key] for key in optional})


GIVEN = options_of(CONTENT)
FUTURE = st.dictionaries(st.sampled_from(["future", "messengerNext"]), st.just({"x": [1, None]}), max_size=2)


@given(GIVEN)
def test_ansible_takes_what_the_table_allows_and_nothing_is_wrong_with_it(given: Tree) -> None:
    result = ArgumentSpecValidator(field_table.argument_spec(CONTENT)).validate(given)
    assert result.error_messages == []
    assert field_table.problems(CONTENT, given) == []


@given(GIVEN, FUTURE)
def test_the_apis_spelling_and_back_loses_nothing_and_tells_apart_what_it_does_not_know(
    given: Tree, future: Tree
) -> None:
    content = {**field_table.to_api(CONTENT, given), **future}
    assert field_table.from_api(CONTENT, content) == without_nulls_in_lists(given)
    assert field_table.unknown(CONTENT, content) == future


def without_nulls_in_lists(value: Any, inside: bool = False) -> Any:
    """An item of a list is replaced as a whole: a null in it is nothing to send."""
    if isinstance(value, dict):
        return {k: without_nulls_in_lists(v, inside) for k, v in value.items() if not (inside and v is None)}
    return [without_nulls_in_lists(item, inside=True) for item in value] if isinstance(value, list) else value


@given(GIVEN, GIVEN)
def test_only_what_is_given_is_sent_and_it_is_there_afterwards(there: Tree, given: Tree) -> None:
    content = field_table.without_nulls(field_table.to_api(CONTENT, there))
    wanted = field_table.aligned(CONTENT, field_table.to_api(CONTENT, given), content)
    patch = make_plan(content, wanted).patch
    assert set(patch) <= set(field_table.to_api(CONTENT, given))
    after = field_table.without_nulls(merge(content, patch))
    assert not make_plan(after, field_table.aligned(CONTENT, wanted, after)).changed
    assert all(same(after.get(key), content.get(key)) for key in content if key not in wanted)


@given(GIVEN, st.randoms(use_true_random=False))
def test_the_order_of_lists_without_one_makes_no_difference(given: Tree, chance: random.Random) -> None:
    content = field_table.to_api(CONTENT, given)
    shuffled = mixed(CONTENT, content, chance)
    assert same(field_table.settled(CONTENT, content), field_table.settled(CONTENT, shuffled))
    there = field_table.without_nulls(content)
    assert not make_plan(there, field_table.aligned(CONTENT, shuffled, there)).changed


@given(GIVEN)
def test_addresses_that_references_come_back_with_make_no_difference(given: Tree) -> None:
    content = field_table.without_nulls(field_table.to_api(CONTENT, given))
    there = with_addresses(content)
    assert same(field_table.settled(CONTENT, content), field_table.settled(CONTENT, there))
    assert not make_plan(there, field_table.aligned(CONTENT, content, there)).changed
    assert field_table.unknown(CONTENT, there) == {}


def with_addresses(value: Any) -> Any:
    """What is there with an address in every object of it that has an id."""
    if isinstance(value, list):
        return [with_addresses(item) for item in value]
    if not isinstance(value, dict):
        return value
    address = {"selfUri": f"/api/v2/{value['id']}"} if "id" in value else {}
    return {**{key: with_addresses(item) for key, item in value.items()}, **address}


def mixed(fields: tuple[Field, ...], content: Any, chance: random.Random) -> Any:
    """The same content with every list shuffled whose order carries no meaning."""
    if not isinstance(content, dict):
        return content
    found = {}
    known = {field.key: field for field in fields}
    for key, value in content.items():
        field = known[key]
        if isinstance(value, list):
            items = [mixed(field.parts, item, chance) for item in value]
            found[key] = chance.sample(items, len(items)) if field.unordered else items
        else:
            found[key] = mixed(field.parts, value, chance)
    return found


def test_what_is_wrong_is_told_with_its_whole_path() -> None:
    wrong = {
        "messenger": {
            "styles": {"primary_color": "blue"},
            "file_upload": {"modes": [{"max_file_size_kb": 1}, {"max_file_size_kb": True}]},
            "apps": {"conversations": {"session_duration_seconds": 0}},
        },
        "languages": ["ja", "ja"],
        "position": {"alignment": "Top"},
        "cobrowse": {"channels": ["Webmessaging", "voice"]},
        "support_center": {"style_setting": {"hero_style": {"image": {"source": {"default_url": "http://x"}}}}},
        "journey_events": {"tracking_settings": {"ip_filters": [{"ip_address": "1", "name": "n"}] * 11}},
    }
    told = {problem.option: problem.reason for problem in field_table.problems(CONTENT, wrong)}
    assert told == {
        "cobrowse.channels[1]": "'voice' is unknown. Did you mean 'Voice'? Known: Webmessaging, Voice.",
        "journey_events.tracking_settings.ip_filters": "has 11 items; the API takes 10 at most.",
        "languages": "'ja' stands in the list more than once.",
        "messenger.apps.conversations.session_duration_seconds": (
            "0 is out of range. Give a whole number from 900 to 2147483647."
        ),
        "messenger.file_upload.modes[1].max_file_size_kb": (
            "true is not a whole number. Give a whole number from 0 to 10240."
        ),
        "messenger.styles.primary_color": "'blue' does not look like #RRGGBB.",
        "position.alignment": "'Top' is unknown. Known: Auto, Left, Right.",
        "support_center.style_setting.hero_style.image.source.default_url": (
            "'http://x' does not look like https://host.example/path."
        ),
    }


@given(GIVEN, st.sampled_from([{}, {"enabled": False}, {"enabled": None, "allow_session_upgrade": True}]))
def test_a_section_that_says_nothing_is_as_if_it_were_not_there(given: Tree, empty: Tree) -> None:
    there = field_table.to_api(CONTENT, {**given, "authentication_settings": None})
    with_it = {**there, "authenticationSettings": field_table.to_api(CONTENT, {"authentication_settings": empty})}
    with_it["authenticationSettings"] = with_it["authenticationSettings"]["authenticationSettings"]
    assert field_table.settled(CONTENT, with_it) == field_table.settled(CONTENT, there)
    assert field_table.sendable(CONTENT, with_it) == field_table.sendable(CONTENT, there)
    assert "authenticationSettings" not in field_table.aligned(CONTENT, with_it, there)
    assert field_table.unsendable(CONTENT, with_it) == []


def test_the_documentation_lists_the_options_that_ansible_takes() -> None:
    def agree(documented: Any, spec: Any) -> None:
        assert documented.keys() == spec.keys()
        for name, option in documented.items():
            assert all(option["description"])
            told = {key: value for key, value in option.items() if key not in ("description", "suboptions")}
            assert told == {key: value for key, value in spec[name].items() if key not in ("options", "no_log")}
            agree(option.get("suboptions", {}), spec[name].get("options", {}))

    agree(documentation(CONTENT), field_table.argument_spec(CONTENT))
