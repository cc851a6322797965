# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the inventory says of bad input and of a failing API: the modules' words, and no credential in any of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.ansible_process import Ansible
from tests.integration.channels import INFO, org, stored
from tests.integration.conftest import Modules
from tests.integration.inventories import PLUGIN, complaint, listed, read, source
from tests.integration.secret_forms import ACCESS_TOKEN, CLIENT_SECRET, FETCHED_TOKEN, echo, leaks
from tests.simulator.client import Simulator


@pytest.mark.parametrize(
    "options",
    [
        {"timeout": -1, "retries": 1000, "deadline": 0, "region": "mars", "proxy": "nonsense"},
        {"api_url": "http://gateway.example", "login_url": "ftp://login.example", "ca_path": "/nowhere.pem"},
        {"timeout": "soon", "retry_after_max": -1},
        {"region": "eu-central-1", "api_url": "https://api.mypurecloud.de"},
        {"clinet_id": "a typing error"},
        {"access_token": "line\nbreak"},
    ],
    ids=str,
)
def test_bad_options_are_told_as_by_the_modules(
    simulator: Simulator, ansible: Ansible, modules: Modules, options: dict[str, Any]
) -> None:
    said = complaint(ansible, source(ansible, **options))
    told = modules.fail(INFO, **options)["failure"]["details"]
    for problem in told:
        # A module also knows id and name.
        assert " ".join(problem.partition(" Supported")[0].split()) in said
    assert simulator.requests() == []


def test_empty_variables_of_the_environment_count_as_not_set(simulator: Simulator, ansible: Ansible) -> None:
    """AWX injects them for fields that were left empty."""
    simulator.reset(org())
    names = ["GENESYS_REGION", "GENESYS_TIMEOUT", "GENESYS_RETRIES", "GENESYS_VALIDATE_CERTS", "GENESYS_ACCESS_TOKEN"]
    ansible.environment.update(dict.fromkeys(names, ""))
    assert listed(ansible, source(ansible))["webmessaging"]["hosts"] == [stored()["id"]]


def test_without_credentials_it_says_where_it_looked(simulator: Simulator, ansible: Ansible) -> None:
    del ansible.environment["GENESYS_CLIENT_SECRET"]
    said = complaint(ansible, source(ansible))
    assert "environment GENESYS_CLIENT_SECRET or GENESYSCLOUD_OAUTHCLIENT_SECRET" in said
    assert simulator.requests() == []


def test_the_api_s_own_words_reach_the_operator(simulator: Simulator, ansible: Ansible) -> None:
    answer = {"status": 403, "code": "missing.scope", "message": "The {{ scope }} is missing."}
    simulator.fault("GET", ".*", {"respond": answer})
    said = complaint(ansible, source(ansible))
    assert "Cannot read the Web Messaging channels" in said
    assert "answered 403 missing.scope: The {{ scope }} is missing" in said
    assert "contextId" in said


def test_by_default_ansible_only_warns(simulator: Simulator, ansible: Ansible) -> None:
    """So the guide tells how to make it an error."""
    finished = ansible.run("ansible-inventory", "-i", str(source(ansible, client_id="wrong")), "--list")
    assert (finished.status, "invalid_client" in finished.errors) == (0, True)
    assert simulator.requests() == ["POST /oauth/token"]


def test_the_plugin_has_to_be_named(simulator: Simulator, ansible: Ansible) -> None:
    path = ansible.folder / "my.webmessaging.yml"
    path.write_text("plugin: some.other.plugin\n")
    ansible.environment["ANSIBLE_INVENTORY_ENABLED"] = PLUGIN
    assert "Incorrect plugin name in file" in complaint(ansible, path)
    assert simulator.requests() == []


CREDENTIALS = {
    "client": {"client_id": "some-id", "client_secret": CLIENT_SECRET},
    "token": {"access_token": ACCESS_TOKEN},
}


@pytest.mark.parametrize("place", ["source", "environment"])
@pytest.mark.parametrize("way", list(CREDENTIALS))
@pytest.mark.parametrize("outcome", ["listed", "refused", "bad input"])
def test_no_credential_in_any_output(
    simulator: Simulator, ansible: Ansible, place: str, way: str, outcome: str
) -> None:
    """The server sends back all that it was sent, as data and as an error; the output is the most that there is."""
    credentials = CREDENTIALS[way]
    for name in ("GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET"):
        del ansible.environment[name]
    options: dict[str, Any] = {"timeout": "x"} if outcome == "bad input" else {}
    if place == "source":
        options.update(credentials)
    else:
        ansible.environment.update({f"GENESYS_{name.upper()}": value for name, value in credentials.items()})
    token = {"access_token": FETCHED_TOKEN, "token_type": "bearer", "expires_in": 3600}
    simulator.fault("POST", "/oauth/token", {"respond": {"status": 200, "body": token}}, times=None)
    texts = echo(["client secret", "fetched token"] if way == "client" else ["access token"])
    channel = stored(name=" ".join(texts), configuration={"webchat": {}, "echo": texts})
    page = {"entities": [channel], "total": 1, "pageCount": 1, "pageSize": 100, "pageNumber": 1}
    error = {"code": "bad.request", "message": " ".join(texts), "status": 400, "details": texts}
    answer = {"status": 200, "body": page} if outcome == "listed" else {"status": 400, "body": error}
    simulator.fault("GET", ".*", {"respond": answer}, times=None)

    finished = read(ansible, source(ansible, **options), "-vvvv")
    assert (finished.status == 0) == (outcome == "listed"), finished.errors
    assert bool(simulator.requests("read")) == (outcome != "bad input")
    assert leaks({"stdout": finished.output, "stderr": finished.errors}) == []


def test_a_template_that_fails_is_named_without_its_secret(simulator: Simulator, ansible: Ansible) -> None:
    said = complaint(ansible, source(ansible, client_secret=f"{CLIENT_SECRET}{{{{ nowhere }}}}"), "-vvvv")
    assert "Cannot template client_secret" in said
    assert leaks({"output": said}) == []
    assert simulator.requests() == []


def test_ansible_config_shows_no_credential(ansible: Ansible) -> None:
    """It shows the values of all that a plugin has Ansible read from the environment."""
    ansible.environment.update(GENESYS_CLIENT_SECRET=CLIENT_SECRET, GENESYS_ACCESS_TOKEN=ACCESS_TOKEN)
    finished = ansible.run("ansible-config", "dump", "--type", "inventory", PLUGIN)
    assert "client_secret" in finished.output
    assert leaks({"output": finished.output + finished.errors}) == []
