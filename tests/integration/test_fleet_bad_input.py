# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bad input of a fleet: every error of every entry together, each once, and no request."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.integration.channels import FLEET
from tests.integration.conftest import Modules
from tests.simulator.client import Simulator

ALL_AT_ONCE: dict[str, Any] = {
    "channels": [
        {"id": "a b", "max_concurrent_sessions": 0},
        {"name": "X", "name_glob": "*", "features": ["rich-medai"]},
        {"max_concurrent_sessions": True},
        {"id": "fine", "target_browsers": ["safari"]},
        {"id": "own-wish", "features": ["file-sharing"], "enable_features": ["rich-media"]},
    ],
    "defaults": {"max_concurrent_sessions": 2001, "features": ["co-browsing"], "routing": {"queue_id": ""}},
    "workers": 0,
    "token_pool_size": 51,
    "on_error": "retry",
    "timeout": True,
}

BEGINNINGS = [
    "defaults.max_concurrent_sessions: 2001 is out of range",
    "defaults.routing.queue_id: '' is empty",
    "channels[0].id: 'a b' is no id",
    "channels[0].max_concurrent_sessions: 0 is out of range",
    "channels[1].name and name_glob: are both given",
    "channels[1].features: 'rich-medai'",
    "channels[2].id or name or name_glob: is missing",
    "channels[2].max_concurrent_sessions: true is not a whole number",
    "channels[3].features: co-browsing does not work in safari",
    "channels[4].features: cannot be combined with enable_features",
    "workers: 0 is out of range. Give a whole number from 1 to 64",
    "token_pool_size: 51 is out of range. Give a whole number from 1 to 50",
    "timeout: true is not a number of seconds",
    "value of on_error must be one of: continue, stop",
]


@pytest.mark.parametrize("check_mode", [False, True])
def test_all_errors_of_a_fleet_are_told_together(
    simulator: Simulator, modules: Modules, tmp_path: Path, check_mode: bool
) -> None:
    log = tmp_path / "audit.jsonl"
    result = modules.fail(FLEET, check_mode=check_mode, audit_log=str(log), **ALL_AT_ONCE)
    details = result["failure"]["details"]
    for beginning in BEGINNINGS:
        assert [told for told in details if told.startswith(beginning)], f"{beginning} is not in {details}"
    assert len(details) == len(BEGINNINGS)
    assert result["failure"]["kind"] == "validation"
    assert simulator.requests() == []
    (entry,) = result["audit"]
    assert (entry["outcome"], entry["check_mode"], entry["attempts"]) == ("rejected", check_mode, 0)
    assert len(log.read_text().splitlines()) == 1


Case = tuple[dict[str, Any], str]

ENTRY: dict[str, Any] = {"id": "fine"}
CASES: dict[str, Case] = {
    "channels that are a text": ({"channels": "EU"}, "channels"),
    "an entry that is a text": ({"channels": ["EU"]}, "channels"),
    "an entry that is null": ({"channels": [None]}, "channels"),
    "an unknown option in an entry": ({"channels": [{**ENTRY, "sessions": 5}]}, "sessions"),
    "no channels at all": ({}, "channels"),
    "channels null": ({"channels": None}, "channels"),
    "defaults that select": ({"channels": [ENTRY], "defaults": {"id": "x"}}, "defaults.id"),
    "defaults that are a list": ({"channels": [ENTRY], "defaults": ["x"]}, "defaults"),
    "workers in words": ({"channels": [ENTRY], "workers": "many"}, "workers"),
    "workers of 1.5": ({"channels": [ENTRY], "workers": 1.5}, "workers"),
    "more workers than allowed": ({"channels": [ENTRY], "workers": 65}, "workers"),
    "a pool of true": ({"channels": [ENTRY], "token_pool_size": True}, "token_pool_size"),
    "a pool beside a token": (
        {"channels": [ENTRY], "token_pool_size": 2, "access_token": "a-token-of-some-length"},
        "token_pool_size: cannot be combined with access_token",
    ),
    "a session limit of 0": ({"channels": [ENTRY], "capabilities": {"session_limit": 0}}, "capabilities.session_limit"),
    "an id twice": ({"channels": [ENTRY, {"id": "x"}, ENTRY]}, "channels[0] and channels[2]: both select id 'fine'"),
    "a pattern twice": (
        {"channels": [{"name_glob": "EU *"}, {"name_glob": "EU *"}]},
        "channels[0] and channels[1]: both select name_glob 'EU *'; make one entry of them.",
    ),
    "a configuration of a text": ({"channels": [{**ENTRY, "configuration": "x"}]}, "configuration"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_cannot_be_is_one_error_that_names_the_option(simulator: Simulator, modules: Modules, case: Case) -> None:
    result = modules.fail(FLEET, **case[0])
    assert result["failure"]["kind"] == "validation", result["msg"]
    assert len(result["failure"]["details"]) == 1, result["failure"]["details"]
    assert case[1] in result["failure"]["details"][0]
    assert simulator.requests() == []


def test_an_error_in_the_defaults_is_told_once_and_not_for_every_entry(simulator: Simulator, modules: Modules) -> None:
    entries = [{"id": f"c{number}"} for number in range(50)]
    result = modules.fail(FLEET, channels=entries, defaults={"max_concurrent_sessions": 0})
    (detail,) = result["failure"]["details"]
    assert detail.startswith("defaults.max_concurrent_sessions: 0 is out of range")
    assert simulator.requests() == []
