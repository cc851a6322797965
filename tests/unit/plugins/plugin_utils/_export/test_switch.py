# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the playbook ``switch`` selects, and which of it differs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.plugin_utils._export.switch import LAUNCHER, STATUS, WANTED, switch

ALL = "*"


def deployment(name: str, status: str = "Active", **fields: Any) -> dict[str, Any]:
    return {"id": f"id of {name}", "name": name, "status": status, **fields}


def channel(name: str, visibility: str | None = "On", configuration: str = "c1", **messenger: Any) -> dict[str, Any]:
    button = {} if visibility is None else {"launcherButton": {"visibility": visibility}}
    return {
        "id": f"id of {name}",
        "name": name,
        "deployment": {"id": f"id of {name}", "status": "Active"},
        "configuration_id": configuration,
        "configuration": {"messenger": {"enabled": True, **button, **messenger}},
    }


def names_of(targets: list[dict[str, Any]]) -> list[str]:
    return [each["name"] for each in targets]


@given(
    st.lists(st.sampled_from(["Active", "Inactive", "Pending", "Error", "Deleting"]), min_size=1),
    st.sampled_from(["off", "on"]),
)
def test_each_selected_deployment_is_told_once_and_what_is_written_is_as_wanted(
    statuses: list[str], state: str
) -> None:
    found = [deployment(str(number), status) for number, status in enumerate(statuses)]
    made = switch(found, state, STATUS, None, ALL)
    assert len(made.targets) + len(made.failures) + made.already == len(found)
    after = WANTED[STATUS][state]
    entries = {each["entry"]["id"]: each["entry"]["status"] for each in made.targets}
    assert entries == {each["id"]: after for each in found if each["status"] not in (after, "Error", "Deleting")}
    switched = [{**each, "status": entries.get(each["id"], each["status"])} for each in found]
    assert switch(switched, state, STATUS, None, ALL).targets == []


def test_nothing_is_written_if_anything_selects_nothing() -> None:
    found = [deployment("Shop"), deployment("Outlet"), deployment("Twin"), {**deployment("Twin"), "id": "t2"}]
    made = switch(found, "off", STATUS, ["Shop", "Twin", "shopp"], ["Out*", "X*"])
    assert (made.targets, made.already) == ([], 0)
    assert [each.partition(":")[0] for each in made.errors] == [
        "webmessaging_switch_names",
        "webmessaging_switch_names",
        "webmessaging_switch_glob",
    ]
    assert "id of Twin, t2" in made.errors[0]
    assert made.errors[1].endswith("Nearest: 'Shop'.")


@pytest.mark.parametrize(
    "names",
    ["Shop, EU\nOutlet", "Shop, EU\n\n  Outlet  ", ["Shop, EU", "Outlet"], ["Outlet", "Shop, EU", "Outlet", ""]],
)
def test_names_in_every_form_in_which_a_variable_can_hold_them(names: Any) -> None:
    found = [deployment("Outlet"), deployment("Shop, EU"), deployment("2026")]
    assert names_of(switch(found, "off", STATUS, names, None).targets) == ["Outlet", "Shop, EU"]
    assert names_of(switch(found, "off", STATUS, "2026,Outlet", "").targets) == ["Outlet", "2026"]
    assert names_of(switch(found, "off", STATUS, 2026, None).targets) == ["2026"]


def test_a_name_counts_before_an_id_and_a_deployment_that_goes_after_one_that_stays() -> None:
    found = [deployment("id of B"), deployment("B"), deployment("C", "Deleting"), {**deployment("C"), "id": "c2"}]
    assert names_of(switch(found, "off", STATUS, ["id of B"], None).targets) == ["id of B"]
    assert [each["id"] for each in switch(found, "off", STATUS, ["C"], None).targets] == ["c2"]


def test_a_launcher_that_is_not_set_is_on() -> None:
    found = [channel("Default", None), channel("Off", "Off", "c2"), channel("Demand", "OnDemand", "c3")]
    on = switch(found, "on", LAUNCHER, None, ALL)
    assert (names_of(on.targets), on.already, len(on.notes)) == (["Off"], 1, 1)
    off = switch(found, "off", LAUNCHER, None, ALL)
    assert [(each["name"], each["before"], each["after"]) for each in off.targets] == [
        ("Default", "On", "Off"),
        ("Demand", "OnDemand", "Off"),
    ]
    assert off.targets[0]["entry"] == {
        "name": "Default",
        "configuration": {"messenger": {"launcherButton": {"visibility": "Off"}}},
    }


def test_without_a_messenger_there_is_no_launcher() -> None:
    found = [channel("Disabled", enabled=False), {**channel("None"), "configuration": {}}]
    made = switch(found, "off", LAUNCHER, None, ALL)
    assert (made.targets, made.already) == ([], 0)
    assert [each.endswith("has no messenger, so it has no launcher.") for each in made.notes] == [True, True]


def test_those_that_share_a_configuration_are_written_together() -> None:
    found = [channel("A", "Off"), channel("B", "On"), channel("C", "On", "c2"), channel("D", None)]
    made = switch(found, "on", LAUNCHER, None, ALL)
    assert (names_of(made.targets), made.already) == (["A", "B"], 3)


def test_a_channel_is_selected_by_its_id_if_others_have_its_name() -> None:
    found = [channel("Twin"), {**channel("Twin"), "id": "t2"}, channel("Other")]
    made = switch(found, "off", LAUNCHER, None, ALL)
    assert [{*each["entry"]} - {"configuration"} for each in made.targets] == [{"id"}, {"id"}, {"name"}]
