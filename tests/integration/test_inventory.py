# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory ``genesys.cloud.webmessaging``: its hosts, their variables and groups, and what it asks for them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.integration.ansible_process import Ansible
from tests.integration.channels import COLLECTION, TOKEN, large_org, org, page, stored
from tests.integration.inventories import LISTING, complaint, listed, read, source, variables
from tests.simulator.client import Simulator

BRACES = "{{ lookup('env', 'HOME') }} {% if x %}"


def is_web_messaging(channel: dict[str, Any]) -> bool:
    configuration = channel.get("configuration") or {}
    return channel["channelType"] == "webchat" or isinstance(configuration.get("webchat"), dict)


def show(*expressions: str) -> list[dict[str, Any]]:
    """A task whose results tell what each host's expressions are."""
    values = {str(number): f"{{{{ {expression} }}}}" for number, expression in enumerate(expressions)}
    return [{"name": "Show", "ansible.builtin.debug": {"msg": values}}]


def shown(ansible: Ansible, path: Path, *arguments: str, expressions: tuple[str, ...]) -> list[list[Any]]:
    """The expressions' values, for each host in the order of its result."""
    ran = ansible.playbook(show(*expressions), "-i", str(path), *arguments, hosts="webmessaging")
    assert ran.status == 0, ran.output + ran.errors
    return [list(each.result["msg"].values()) for each in ran.results if each.task == "Show"]


def test_a_host_is_a_channel_with_its_data(simulator: Simulator, ansible: Ansible) -> None:
    configuration = stored()["configuration"]
    simulator.reset(org())
    inventory = listed(ansible, source(ansible))
    assert simulator.requests() == LISTING
    assert inventory["webmessaging"] == {"hosts": [stored()["id"]]}
    assert variables(inventory) == {
        stored()["id"]: {
            "ansible_connection": "local",
            "webmessaging_id": stored()["id"],
            "webmessaging_name": "Primary Web Messaging",
            "webmessaging_channel_type": "webchat",
            "webmessaging_features": ["rich-media", "typing-indicators", "file-sharing"],
            "webmessaging_max_concurrent_sessions": 500,
            "webmessaging_routing": {"queue_id": "queue-123", "assignment_mode": "longest-idle"},
            "webmessaging_configuration": configuration,
        }
    }


def test_what_comes_from_the_api_is_marked_and_nothing_else(simulator: Simulator, ansible: Ansible) -> None:
    """As ``ansible-inventory`` hands it to AWX, which shows it to people."""
    simulator.reset(org())
    inventory = json.loads(read(ansible, source(ansible), "--export").output)
    (host,) = inventory["_meta"]["hostvars"].values()
    assert host.pop("ansible_connection") == "local"
    texts = [value for name, value in host.items() if name in ("webmessaging_id", "webmessaging_name")]
    assert [value.keys() for value in texts] == [{"__ansible_unsafe"}] * 2


def test_an_odd_fleet_is_listed_as_it_is(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("mixed:60")
    wanted = [channel for channel in simulator.channels() if is_web_messaging(channel)]
    inventory = listed(ansible, source(ansible))
    assert simulator.requests() == LISTING
    assert inventory["webmessaging"]["hosts"] == [channel["id"] for channel in wanted]
    assert {key: value["webmessaging_name"] for key, value in variables(inventory).items()} == {
        channel["id"]: channel["name"] for channel in wanted
    }
    for channel in wanted:
        found = variables(inventory)[channel["id"]].get("webmessaging_configuration")
        assert (found or {}) == (channel.get("configuration") or {})


def test_nothing_of_a_channel_is_ever_templated(simulator: Simulator, ansible: Ansible) -> None:
    trap = ansible.folder / "trap"
    pipe = f"{{{{ lookup('pipe', 'touch {trap}') }}}}"
    branding = {"text": pipe, "list": [BRACES, {"deep": pipe}], pipe: "a key"}
    simulator.reset("mixed:60")
    odd = [channel for channel in simulator.channels() if is_web_messaging(channel)]
    traps = [
        stored(id="one", name=pipe, configuration={**stored()["configuration"], "branding": branding}),
        stored(id="two", name=f"{{% raw %}}{pipe}"),
    ]
    simulator.reset(org(*odd, *traps))
    for hostnames in (["id"], ["name"]):
        path = source(ansible, compose={"title": "webmessaging_name"}, hostnames=hostnames)
        expressions = ("webmessaging_id", "webmessaging_name", "title", "webmessaging_configuration.branding | default")
        results = {row[0]: row[1:] for row in shown(ansible, path, "--forks", "20", expressions=expressions)}
        assert results["one"] == [pipe, pipe, branding]
        assert {key: row[0] for key, row in results.items()} == {item["id"]: item["name"] for item in [*odd, *traps]}
        assert all(row[0] == row[1] for row in results.values())
    assert not trap.exists()


def test_250_channels_among_others_cost_a_token_and_a_read_for_each_page(
    simulator: Simulator, ansible: Ansible
) -> None:
    simulator.reset(large_org(web_messaging=250, others=61))
    inventory = listed(ansible, source(ansible))
    assert len(inventory["webmessaging"]["hosts"]) == 250
    requests = simulator.requests()
    assert requests[:2] == [TOKEN, page(1)]
    assert sorted(requests[2:]) == [page(2), page(3), page(4)]


def test_an_org_without_channels_is_an_empty_group(simulator: Simulator, ansible: Ansible) -> None:
    assert "webmessaging" not in listed(ansible, source(ansible))
    graph = ansible.run("ansible-inventory", "-i", str(source(ansible)), "--graph")
    assert graph.output.splitlines() == ["@all:", "  |--@ungrouped:", "  |--@webmessaging:"]
    assert simulator.requests() == LISTING * 2


@pytest.mark.parametrize(
    "name", ["webmessaging.yml", "webmessaging.yaml", "eu.webmessaging.yml", "eu_webmessaging.yaml"]
)
def test_file_names(simulator: Simulator, ansible: Ansible, name: str) -> None:
    simulator.reset(org())
    assert listed(ansible, source(ansible, name))["webmessaging"] == {"hosts": [stored()["id"]]}


@pytest.mark.parametrize("name", ["webmessaging.json", "hosts.yml", "webmessaging.yml.orig"])
def test_other_file_names_are_left_alone(simulator: Simulator, ansible: Ansible, name: str) -> None:
    assert read(ansible, source(ansible, name)).status != 0
    assert simulator.requests() == []


def test_a_pattern_narrows_the_channels(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(org(*(stored(id=name, name=name) for name in ("EU 1", "eu 2", "EU 3", "US"))))
    assert listed(ansible, source(ansible, name_glob="EU *"))["webmessaging"]["hosts"] == ["EU_1", "EU_3"]


HOSTS = {
    "Plain": "Plain",
    "Primary Web Messaging": "Primary_Web_Messaging",
    "Ünï-çødé チャネル 💬": "Ünï-çødé_チャネル",
    BRACES: "lookup_env_HOME_if_x",
    "a[1:3],b;c&!d:e": "a_1_3_b_c_d_e",
    "../../etc/passwd": "etc_passwd",
    "-i": "i",
    # What remains means something else, or nothing: the id.
    "~^*$": "1",
    "": "2",
    "all": "3",
    "localhost": "4",
    "webmessaging": "5",
    "big": "6",
    "feature_rich_media": "7",
    "server": "8",
    "1": "9",
}


def test_host_names_from_names(simulator: Simulator, ansible: Ansible) -> None:
    """A name that Ansible would not take for a plain host name is made one, or gives way to the id."""
    ids = [host if host.isdigit() else f"id-{host}" for host in HOSTS.values()]
    simulator.reset(org(*(stored(id=each, name=name) for each, name in zip(ids, HOSTS, strict=True))))
    servers = ansible.folder / "servers.ini"
    servers.write_text("server ansible_host=10.0.0.1\n")
    groups: dict[str, Any] = {
        "groups": {"big": "true"},
        "keyed_groups": [{"key": "webmessaging_features", "prefix": "feature"}],
    }
    path = source(ansible, hostnames=["name"], **groups)
    finished = ansible.run("ansible-inventory", "-i", str(servers), "-i", str(path), "--list")
    assert "9 of 16 channels are called by their id" in " ".join(finished.errors.split())
    inventory = listed(ansible, servers, "-i", str(path))
    assert inventory["webmessaging"]["hosts"] == inventory["big"]["hosts"] == list(HOSTS.values())
    found = variables(inventory)
    assert found.pop("server") == {"ansible_host": "10.0.0.1"}
    assert {each["webmessaging_name"]: host for host, each in found.items()} == HOSTS
    limit = ",".join(HOSTS.values())
    limited = shown(ansible, path, "--limit", limit, expressions=("inventory_hostname", "webmessaging_id"))
    # Without the other source, "server" is free.
    hosts = [host.replace("8", "server") for host in HOSTS.values()]
    assert sorted(limited) == sorted([host, each] for host, each in zip(hosts, ids, strict=True) if host != "server")


def test_channels_that_share_a_name_are_called_by_their_ids(simulator: Simulator, ansible: Ansible) -> None:
    """None of them by the name: which one came first would depend on the order of the listing."""
    names = {"one": "Twin", "two": "Single", "three": "Twin", "four": "EU 1", "five": "EU,1"}
    simulator.reset(org(*(stored(id=key, name=name) for key, name in names.items())))
    finished = read(ansible, source(ansible, hostnames=["name"]))
    assert '"Single"' in finished.output
    assert "4 of 5 channels are called by their id" in " ".join(finished.errors.split())
    hosts = listed(ansible, source(ansible, hostnames=["name"]))["webmessaging"]["hosts"]
    assert hosts == ["one", "Single", "three", "four", "five"]
    assert listed(ansible, source(ansible, hostnames=["id", "name"]))["webmessaging"]["hosts"] == list(names)


def test_an_unknown_kind_of_host_name_is_an_error(simulator: Simulator, ansible: Ansible) -> None:
    assert "hostnames" in complaint(ansible, source(ansible, hostnames=["nick"]))
    assert simulator.requests() == []


def test_groups_and_composed_variables(simulator: Simulator, ansible: Ansible) -> None:
    plain = stored(id="plain", configuration={"webchat": {"maxConcurrentSessions": 10, "features": ["co-browsing"]}})
    simulator.reset(org(stored(id="large", name=BRACES), plain))
    path = source(
        ansible,
        strict=True,
        keyed_groups=[
            {"key": "webmessaging_features", "prefix": "feature"},
            {"key": "webmessaging_routing.queue_id or ''", "prefix": "queue", "default_value": "none"},
            {"key": "webmessaging_name", "prefix": "name"},
        ],
        groups={"big": "webmessaging_max_concurrent_sessions > 100"},
        compose={"double": "webmessaging_max_concurrent_sessions * 2"},
    )
    inventory = listed(ansible, path)
    groups = {name: group["hosts"] for name, group in inventory.items() if name not in ("_meta", "all")}
    braces = "name_" + "".join(letter if letter.isalnum() else "_" for letter in BRACES)
    assert groups == {
        "webmessaging": ["large", "plain"],
        "big": ["large"],
        "feature_rich_media": ["large"],
        "feature_typing_indicators": ["large"],
        "feature_file_sharing": ["large"],
        "feature_co_browsing": ["plain"],
        "queue_queue_123": ["large"],
        "queue_none": ["plain"],
        braces: ["large"],
        "name_Primary_Web_Messaging": ["plain"],
    }
    assert {host: found["double"] for host, found in variables(inventory).items()} == {"large": 1000, "plain": 20}


def test_strict_makes_a_wrong_expression_an_error(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(org())
    wrong: dict[str, Any] = {"compose": {"made": "nothing_of_that_name + 1"}}
    assert "made" not in listed(ansible, source(ansible, **wrong))["_meta"]["hostvars"][stored()["id"]]
    assert "nothing_of_that_name" in complaint(ansible, source(ansible, strict=True, **wrong))


def test_extra_variables_serve_where_they_are_asked_for(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(org(*(stored(id=name, name=name) for name in ("EU", "US"))))
    options: dict[str, Any] = {"name_glob": "{{ wanted }}", "compose": {"tier": "wanted_tier"}}
    extra = ("--extra-vars", "wanted=E* wanted_tier=gold")
    found = variables(listed(ansible, source(ansible, use_extra_vars=True, **options), *extra))
    assert {host: each["tier"] for host, each in found.items()} == {"EU": "gold"}
    simulator.clear_journal()
    assert "Cannot template name_glob" in complaint(ansible, source(ansible, **options), *extra)
    assert simulator.requests() == []


def test_options_are_templated_whatever_their_type(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(org())
    names = ("GENESYS_BASE_PATH", "GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET")
    address, client_id, secret = (ansible.environment.pop(name) for name in names)
    ansible.environment.update(SOME_ADDRESS=address, SOME_SECRET=secret)
    path = source(
        ansible,
        base_path="{{ lookup('ansible.builtin.env', 'SOME_ADDRESS') }}",
        client_id=client_id,
        client_secret="{{ lookup('ansible.builtin.env', 'SOME_SECRET') }}",
        timeout="{{ 2 + 3.5 }}",
        retries="{{ 1 + 1 }}",
        validate_certs="{{ 1 == 1 }}",
        scopes=["communications:{{ 'read' }}"],
    )
    assert listed(ansible, path)["webmessaging"]["hosts"] == [stored()["id"]]
    assert [entry["body"] for entry in simulator.journal() if entry["kind"] == "token"] == [
        {"grant_type": "client_credentials", "scope": "communications:read"}
    ]


def test_limit_selects_channels_for_a_module(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("webmessaging:6")
    ids = [channel["id"] for channel in simulator.channels()]
    task = {
        "name": "Configure",
        "genesys.cloud.webmessaging_channel": {"id": "{{ webmessaging_id }}", "max_concurrent_sessions": 42},
    }
    limit = f"{ids[1]},webmessaging[4:5]"
    ran = ansible.playbook([task], "-i", str(source(ansible)), "--limit", limit, hosts="webmessaging")
    assert ran.status == 0, ran.output
    chosen = [ids[1], ids[4], ids[5]]
    assert sorted(simulator.requests("write")) == sorted(f"PATCH {COLLECTION}/{each}" for each in chosen)
    sessions = [item["configuration"]["webchat"]["maxConcurrentSessions"] for item in simulator.channels()]
    assert sessions == [500, 42, 500, 500, 42, 42]
