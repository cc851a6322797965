# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``webmessaging_webhook_info``: which webhooks it finds, what it reads for that, and what it hides."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.channels import DETECTION
from tests.integration.conftest import Modules
from tests.integration.webhooks import COLLECTION, FILTERS, ID, LISTING, NAME, READ, TOKEN, stored
from tests.simulator.client import Simulator

MODULE = "webmessaging_webhook_info"
HEADERS = {"Content-Type": "application/json", "Authorization": "Bearer for+monitoring/only="}
WEBHOOKS = [
    stored(secret="hook secret", httpHeaders=HEADERS),
    stored(id="second", name="Web Messaging Audit", description="The second"),
    stored(id="third", name="web messaging config sync"),
    stored(id="fourth", name="{{ 1 + 1 }} [x]*"),
]


@pytest.fixture(autouse=True)
def webhooks(simulator: Simulator) -> None:
    simulator.reset({"webhooks": WEBHOOKS})


SELECTIONS = {
    "all": ({}, [ID, "second", "third", "fourth"]),
    "a name": ({"name": NAME}, [ID]),
    "a name in another case": ({"name": NAME.upper()}, []),
    "a name with a space behind": ({"name": f"{NAME} "}, []),
    "a name that looks like a template and a glob": ({"name": "{{ 1 + 1 }} [x]*"}, ["fourth"]),
    "a glob": ({"name_glob": "Web Messaging *"}, [ID, "second"]),
    "a glob with a class": ({"name_glob": "[Ww]eb [Mm]essaging [Cc]onfig*"}, [ID, "third"]),
    "a glob that matches nothing": ({"name_glob": "EU *"}, []),
}


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize(("options", "found"), SELECTIONS.values(), ids=SELECTIONS.keys())
def test_one_listing_finds_what_is_asked_for(
    simulator: Simulator, modules: Modules, options: dict[str, Any], found: list[str], check_mode: bool
) -> None:
    result = modules.succeed(MODULE, check_mode, **options)
    assert [webhook["id"] for webhook in result["webhooks"]] == found
    assert (result["total"], result["changed"]) == (len(found), False)
    assert (result["diff"], result["audit"]) == ({"before": {}, "after": {}}, [])
    assert simulator.requests() == [TOKEN, LISTING]
    assert result["metrics"]["requests"] == {"total": 2, "token": 1, "read": 1, "write": 0}


def test_an_id_costs_one_read(simulator: Simulator, modules: Modules) -> None:
    result = modules.succeed(MODULE, id=ID)
    assert simulator.requests() == [TOKEN, READ]
    assert result["webhooks"] == [
        {
            "id": ID,
            "name": NAME,
            "description": None,
            "callback_url": "https://monitor.example/hook",
            "event_filters": FILTERS,
            "enabled": True,
            "http_headers": {**HEADERS, "Authorization": "********"},
        }
    ]


def test_an_unknown_id_finds_nothing(simulator: Simulator, modules: Modules) -> None:
    result = modules.succeed(MODULE, id="no-such-id")
    assert (result["webhooks"], result["total"]) == ([], 0)
    assert simulator.requests() == [TOKEN, f"GET {COLLECTION}/no-such-id", DETECTION]


def test_no_secret_of_a_webhook_is_shown(modules: Modules) -> None:
    ran = modules.run(MODULE)
    for secret in ("hook secret", "for+monitoring/only=", "for%2Bmonitoring"):
        assert secret not in ran.output


def test_all_pages_are_read(simulator: Simulator, modules: Modules) -> None:
    simulator.reset({"webhooks": [stored(id=f"id-{number}", name=f"Webhook {number}") for number in range(201)]})
    result = modules.succeed(MODULE)
    later = [LISTING.replace("pageNumber=1", f"pageNumber={number}") for number in (2, 3)]
    sent = simulator.requests()
    assert (sent[:2], sorted(sent[2:])) == ([TOKEN, LISTING], later)  # the later ones are read side by side
    assert (result["total"], len(result["webhooks"])) == (201, 201)


def test_selectors_exclude_each_other(simulator: Simulator, modules: Modules) -> None:
    result = modules.fail(MODULE, id=ID, name=NAME)
    assert result["failure"]["kind"] == "validation"
    assert simulator.requests() == []


def test_a_client_without_the_scope_is_told_which_it_needs(simulator: Simulator, modules: Modules) -> None:
    result = modules.fail(MODULE, scopes=["communications:read"])
    assert result["failure"]["kind"] == "permission"
    assert "webhooks:write" in result["msg"]
