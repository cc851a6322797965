# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``webmessaging_guest_info``: what guests get, compared with the API; a connection that starts no conversation."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.integration.channels import TOKEN
from tests.integration.conftest import Modules
from tests.integration.guests import CONFIG_FILES, FILES, files_of, frames, published_anew, socket_of
from tests.integration.web_deployments import BASE, DEPLOYMENTS, FLEET, deployment
from tests.simulator.client import Simulator

MODULE = "webmessaging_guest_info"
NAME = "Primary Web Messaging"
UNKNOWN = "d1b2c3d4-0000-4000-8000-00000000dead"
ONCE = {"wait_timeout": 0.5}


@pytest.fixture
def org(simulator: Simulator) -> Simulator:
    simulator.reset(FLEET)
    return simulator


@pytest.fixture
def anonymous(org: Simulator, modules: Modules) -> Modules:
    """Modules without credentials."""
    kept = ("GENESYS_GUEST_URL", "GENESYS_MESSAGING_URL", "GENESYS_BASE_PATH")
    modules.environment = {name: org.environment[name] for name in kept}
    return modules


def ids(org: Simulator, count: int) -> list[str]:
    return [each["id"] for each in org.deployments()][:count]


def one(result: dict[str, Any]) -> dict[str, Any]:
    (row,) = result["guests"]
    assert isinstance(row, dict)
    return row


def test_ids_alone_need_no_credentials_and_no_api(org: Simulator, anonymous: Modules) -> None:
    wanted = ids(org, 3)
    result = anonymous.succeed(MODULE, ids=[*wanted, wanted[0]], workers=1)
    assert [each["deployment_id"] for each in result["guests"]] == wanted
    assert (result["total"], result["changed"]) == (3, False)
    assert org.requests() == files_of(*wanted)
    first = result["guests"][0]
    pin = deployment(org, NAME)["configuration"]
    assert (first["published"], first["status"]) == (True, "Active")
    assert (first["configuration_id"], first["version"]) == (pin["id"], pin["version"])
    assert (first["name"], first["pinned"], first["as_pinned"], first["differences"]) == (None, None, None, [])
    assert (first["connection"], first["site"], first["failure"]) == (None, None, None)
    assert result["metrics"]["api_host"] is None
    assert result["metrics"]["requests"] == {"total": 6, "token": 0, "read": 6, "write": 0}


def test_two_hundred_without_credentials(simulator: Simulator, modules: Modules) -> None:
    simulator.reset("webdeployments:200", latency_ms=20)
    kept = ("GENESYS_GUEST_URL", "GENESYS_BASE_PATH")
    modules.environment = {name: simulator.environment[name] for name in kept}
    result = modules.succeed(MODULE, ids=ids(simulator, 200), workers=5)
    journal = simulator.journal()
    assert (result["total"], len(journal)) == (200, 400)
    assert {entry["kind"] for entry in journal} == {"read"}
    assert {entry["token"] for entry in journal} == {None}
    in_flight = [
        sum(other["at"] <= each["at"] < other["at"] + other["duration_ms"] / 1000 for other in journal)
        for each in journal
    ]
    assert 2 <= max(in_flight) <= 5
    assert simulator.guests()["conversations"] == 0


def test_no_id_is_nothing_to_look_at(org: Simulator, anonymous: Modules) -> None:
    assert anonymous.succeed(MODULE, ids=[])["guests"] == []
    assert org.requests() == []


def test_all_are_compared_with_what_the_api_pins(org: Simulator, modules: Modules) -> None:
    result = modules.succeed(MODULE, workers=1)
    listed = org.deployments()
    assert [each["name"] for each in result["guests"]] == [each["name"] for each in listed]
    assert all(each["as_pinned"] and each["differences"] == [] for each in result["guests"])
    assert org.requests() == [TOKEN, DEPLOYMENTS, *files_of(*(each["id"] for each in listed))]
    sleeping = [each for each in result["guests"] if each["status"] == "Inactive"]
    assert [each["name"] for each in sleeping] == ["Asleep 5"]
    assert sleeping[0]["features"] == []
    available = result["metrics"]["feature_availability"]["rich-media"]
    assert available == {"total": len(listed), "available": len(listed) - 1, "percent": pytest.approx(92.31)}


def test_one_is_found_by_id_name_or_pattern(org: Simulator, modules: Modules) -> None:
    wanted = deployment(org, NAME)
    pin = wanted["configuration"]
    by_id = one(modules.succeed(MODULE, id=wanted["id"]))
    version = f"GET {BASE}/configurations/{pin['id']}/versions/{pin['version']}"
    assert org.requests() == [TOKEN, f"GET {BASE}/deployments/{wanted['id']}", version, *files_of(wanted["id"])]
    org.clear_journal()
    by_name = one(modules.succeed(MODULE, name=NAME))
    assert org.requests()[-3:] == [DEPLOYMENTS, *files_of(wanted["id"])]
    assert {**by_id, "latency_ms": 0} == {**by_name, "latency_ms": 0}
    assert by_id["pinned"] == {"configuration_id": pin["id"], "version": pin["version"], "status": "Active"}
    assert [each["name"] for each in modules.succeed(MODULE, name_glob="EU *")["guests"]] == ["EU 1", "EU 2"]
    assert modules.succeed(MODULE, id="nobody")["guests"] == []
    assert modules.succeed(MODULE, name="Nobody")["guests"] == []


def test_what_differs_is_named_by_its_path(org: Simulator, modules: Modules) -> None:
    before = deployment(org, NAME)
    org.fault("GET", f"{FILES}/{before['id']}/.*", {"stale": True}, times=None)
    org.person("edit_deployment", before["id"], allowAllDomains=False, allowedDomains=["new.example"], settled=True)
    assert one(modules.succeed(MODULE, name=NAME))["differences"] == ["allow_all_domains", "allowed_domains"]
    after = published_anew(org, NAME, languages=["de"])
    row = one(modules.succeed(MODULE, name=NAME))
    assert (row["as_pinned"], row["version"]) == (False, before["configuration"]["version"])
    assert row["pinned"]["version"] == after["configuration"]["version"]
    assert "version" in row["differences"]
    assert not [path for path in row["differences"] if path.startswith("configuration.")]


def test_other_content_under_the_same_version_is_told(org: Simulator, modules: Modules) -> None:
    state = org.state()
    found = deployment(org, NAME)
    shown = one(modules.succeed(MODULE, name=NAME))["configuration"]
    file = {"id": found["configuration"]["id"], "version": found["configuration"]["version"], "status": "Active"}
    labels = {"customI18NLabels": shown.pop("customI18nLabels"), "auth": shown.pop("authenticationSettings")}
    body = {**file, **shown, **labels, "languages": ["eo"]}
    org.reset(state)
    org.fault("GET", CONFIG_FILES, {"respond": {"status": 200, "body": body}})
    row = one(modules.succeed(MODULE, name=NAME))
    assert (row["as_pinned"], row["differences"]) == (False, ["configuration.languages"])


@pytest.mark.parametrize(
    ("site", "allowed"), [("eu.example", True), ("WWW.eu.example", True), ("noteu.example", False), ("example", False)]
)
def test_a_site_may_or_may_not_open_the_messenger(org: Simulator, modules: Modules, site: str, allowed: bool) -> None:
    row = one(modules.succeed(MODULE, name="EU 1", site=site))
    assert row["site"] == {"host": site, "allowed": allowed}
    assert row["allowed_domains"] == ["eu.example", "www.eu.example"]
    everywhere = one(modules.succeed(MODULE, name=NAME, site=site))
    assert (everywhere["allow_all_domains"], everywhere["site"]["allowed"]) == (True, True)


@pytest.mark.parametrize("status", [403, 404])
def test_what_is_not_published_is_no_failure(org: Simulator, anonymous: Modules, status: int) -> None:
    org.fault("GET", f"{FILES}/.*", {"respond": {"status": status, "body": "<Error/>"}}, times=None)
    row = one(anonymous.succeed(MODULE, ids=[UNKNOWN], site="a.example", connect="session"))
    assert (row["published"], row["status"], row["version"], row["features"]) == (False, None, None, [])
    assert row["site"] == {"host": "a.example", "allowed": False}
    assert row["connection"]["accepted"] is False
    assert row["connection"]["reason"] == "was not asked, because nothing is published"
    assert org.requests() == files_of(UNKNOWN)


@pytest.mark.parametrize(("connect", "extra"), [("handshake", []), ("configuration", ["getConfiguration"])])
def test_a_connection_costs_one_request_and_one_for_each_frame(
    org: Simulator, anonymous: Modules, connect: str, extra: list[str]
) -> None:
    (wanted,) = ids(org, 1)
    result = anonymous.succeed(MODULE, ids=[wanted], connect=connect)
    assert org.requests() == [*files_of(wanted), socket_of(wanted)]
    assert result["metrics"]["requests"]["total"] == 3 + len(extra)
    connection = one(result)["connection"]
    assert (connection["accepted"], connection["code"], connection["reason"]) == (True, None, "")
    assert connection["latency_ms"] > 0
    assert frames(org) == [extra]
    if extra:
        assert connection["configuration"]["message_routing_enabled"] is True
        assert connection["configuration"]["max_file_size_kb"] == 10240
    assert connection["session"] is None


def test_a_session_is_opened_and_echoes(org: Simulator, anonymous: Modules) -> None:
    (wanted,) = ids(org, 1)
    result = anonymous.succeed(MODULE, ids=[wanted], connect="session")
    assert org.requests() == [*files_of(wanted), socket_of(wanted)]
    assert result["metrics"]["requests"]["total"] == 5
    session = one(result)["connection"]["session"]
    assert (session["connected"], session["new_session"], session["duration_seconds"]) == (True, True, 259_200)
    assert frames(org) == [["configureSession", "echo"]]
    seen = org.guests()
    assert (seen["sessions"], seen["conversations"], seen["typing"], seen["forbidden"]) == (1, 0, 0, 0)
    (connection,) = seen["connections"]
    assert connection["user_agent"].startswith("genesys.cloud-ansible/")
    tokens = {frame["token"] for frame in connection["frames"]}
    assert len(tokens) == 1
    assert tokens.pop() not in str(result)
    assert connection["close_code"] == 1000


def test_each_session_has_a_token_of_its_own(org: Simulator, anonymous: Modules) -> None:
    anonymous.succeed(MODULE, ids=ids(org, 3), connect="session")
    connections = org.guests()["connections"]
    assert len({frame["token"] for each in connections for frame in each["frames"]}) == 3


@pytest.mark.parametrize(
    ("options", "origin"),
    [({}, "https://eu.example"), ({"site": "www.eu.example"}, "https://www.eu.example")],
)
def test_the_connection_names_a_page_that_may_open_it(
    org: Simulator, anonymous: Modules, options: dict[str, Any], origin: str
) -> None:
    wanted = deployment(org, "EU 1")["id"]
    row = one(anonymous.succeed(MODULE, ids=[wanted], connect="handshake", **options))
    assert row["connection"]["accepted"] is True
    assert org.guests()["connections"][0]["origin"] == origin


def test_no_session_is_opened_where_it_could_start_a_conversation(org: Simulator, modules: Modules) -> None:
    conversations = {"enabled": True, "autoStart": {"enabled": True}}
    published_anew(org, NAME, messenger={"apps": {"conversations": conversations}})
    org.settings(guest_autostart=True)
    connection = one(modules.succeed(MODULE, name=NAME, connect="session"))["connection"]
    assert (connection["accepted"], connection["session"]) == (True, None)
    assert connection["reason"] == "no session was opened, because autoStart is on: it could start a conversation"
    assert frames(org) == [[]]


def test_no_session_is_opened_in_check_mode(org: Simulator, anonymous: Modules) -> None:
    (wanted,) = ids(org, 1)
    connection = one(anonymous.succeed(MODULE, check_mode=True, ids=[wanted], connect="session"))["connection"]
    assert (connection["accepted"], connection["reason"]) == (True, "no session was opened in check mode")
    assert (frames(org), org.guests()["sessions"]) == ([[]], 0)


def test_an_inactive_messenger_is_not_asked(org: Simulator, modules: Modules) -> None:
    connection = one(modules.succeed(MODULE, name="Asleep 5", connect="handshake"))["connection"]
    assert (connection["accepted"], connection["reason"]) == (False, "was not asked, because the status is Inactive")
    assert org.guests()["connections"] == []


SAID = {
    403: "It tells no reason: an unknown or inactive deployment, a site that may not open the messenger",
    429: "too many in the last minute",
    500: "answered 500 in place of a WebSocket",
}


@pytest.mark.parametrize("status", SAID)
def test_a_refused_connection_is_told_and_not_repeated(org: Simulator, anonymous: Modules, status: int) -> None:
    (wanted,) = ids(org, 1)
    org.fault("GET", "/v1", {"respond": {"status": status, "message": "No."}}, times=None)
    connection = one(anonymous.succeed(MODULE, ids=[wanted], connect="session"))["connection"]
    assert (connection["accepted"], connection["code"], connection["session"]) == (False, status, None)
    assert SAID[status] in connection["reason"]
    assert len(org.guests()["connections"]) <= 1
    assert org.requests() == [*files_of(wanted), socket_of(wanted)]


BAD_SERVICES = {
    "mute": "did not answer within 0.5 s",
    "rubbish": "sent a frame that cannot be read: it is no JSON",
    "endless": "did not answer within 0.5 s|sent 100 frames without an answer among them|answered",
    "huge": "sent what is no frame",
    "closes": "closed the connection with code 1008",
}


@pytest.mark.parametrize("how", BAD_SERVICES)
def test_a_service_that_misbehaves_is_told_in_time(org: Simulator, anonymous: Modules, how: str) -> None:
    (wanted,) = ids(org, 1)
    org.fault("GET", "/v1", {"guest": how}, times=None)
    result = anonymous.succeed(MODULE, ids=[wanted], connect="session", timeout=0.5)
    assert result["metrics"]["latency_ms"]["max"] < 5000
    connection = one(result)["connection"]
    assert (connection["accepted"], connection["session"]) == (False, None)
    assert any(each in connection["reason"] for each in BAD_SERVICES[how].split("|")), connection["reason"]


@pytest.mark.parametrize(
    ("fault", "reason"), [({"hang": 3}, "did not answer within 0.5 s"), ({"reset": "before"}, "cannot be used")]
)
def test_a_handshake_that_gets_no_answer_is_told(
    org: Simulator, anonymous: Modules, fault: dict[str, Any], reason: str
) -> None:
    (wanted,) = ids(org, 1)
    org.fault("GET", "/v1", fault)
    connection = one(anonymous.succeed(MODULE, ids=[wanted], connect="handshake", timeout=0.5))["connection"]
    assert (connection["accepted"], connection["code"]) == (False, None)
    assert connection["reason"].startswith(reason)


def test_what_is_published_is_waited_for(org: Simulator, modules: Modules) -> None:
    modules.succeed(MODULE, name=NAME)
    org.settings(guest_lag_ms=3000)
    after = published_anew(org, NAME, languages=["de"])
    began = time.monotonic()
    row = one(modules.succeed(MODULE, name=NAME, wait_for_version="pinned", wait_timeout=30))
    assert time.monotonic() - began > 2
    assert (row["as_pinned"], row["version"]) == (True, after["configuration"]["version"])


def test_only_the_file_that_lags_is_read_again(org: Simulator, modules: Modules) -> None:
    wanted = deployment(org, NAME)
    org.fault("GET", CONFIG_FILES, {"stale": True}, times=2)
    published_anew(org, NAME, languages=["de"])
    modules.succeed(MODULE, name=NAME, wait_for_version="pinned")
    domains, config = files_of(wanted["id"])
    assert org.requests() == [TOKEN, DEPLOYMENTS, domains, config, config, config]


def test_what_never_comes_is_unavailable_and_never_called_failed(org: Simulator, modules: Modules) -> None:
    before = deployment(org, NAME)["configuration"]
    org.fault("GET", CONFIG_FILES, {"stale": True}, times=None)
    published_anew(org, NAME, languages=["de"])
    result = modules.fail(MODULE, name=NAME, wait_for_version="pinned", wait_timeout=2)
    newest = org.configuration(before["id"])["versions"][-1]["version"]
    assert result["failure"]["kind"] == "unavailable"
    told = f"guests do not see it yet: after 2 s they get version {before['version']}"
    assert f"{told}; version {newest} of configuration {before['id']} is wanted" in result["msg"]
    row = one(result)
    assert (row["as_pinned"], row["version"], row["failure"]["kind"]) == (False, before["version"], "unavailable")


def test_a_number_is_waited_for_without_the_api(org: Simulator, anonymous: Modules) -> None:
    wanted = deployment(org, NAME)
    number = wanted["configuration"]["version"]
    assert one(anonymous.succeed(MODULE, ids=[wanted["id"]], wait_for_version=number))["version"] == number
    failed = anonymous.fail(MODULE, ids=[wanted["id"], UNKNOWN], wait_for_version=99, wait_timeout=0.4)
    assert f"they get version {number}; version 99 is wanted" in failed["msg"]
    assert "they get nothing; version 99 is wanted" in failed["msg"]
    assert [each["failure"]["kind"] for each in failed["guests"]] == ["unavailable", "unavailable"]
    assert not [each for each in org.requests() if BASE in each or each == TOKEN]


def test_what_is_not_published_yet_is_waited_for_with_both_files(org: Simulator, anonymous: Modules) -> None:
    (wanted,) = ids(org, 1)
    org.fault("GET", f"{FILES}/.*", {"respond": {"status": 403, "body": "<Error/>"}}, times=2)
    row = one(anonymous.succeed(MODULE, ids=[wanted], wait_for_version=1))
    assert (row["published"], row["version"], row["allow_all_domains"]) == (True, "1", True)
    assert org.requests() == [*files_of(wanted), *files_of(wanted)]


def test_pinned_with_ids_asks_the_api(org: Simulator, modules: Modules) -> None:
    wanted = ids(org, 6)
    result = modules.succeed(MODULE, ids=[*wanted, UNKNOWN][1:6], wait_for_version="pinned")
    assert [each["as_pinned"] for each in result["guests"]] == [True] * 5
    org.clear_journal()
    failed = modules.fail(MODULE, ids=[*wanted, UNKNOWN], wait_for_version="pinned")
    assert f"there is no deployment {UNKNOWN}" in failed["msg"]
    assert org.requests()[-13:][0] == DEPLOYMENTS
    assert [each["as_pinned"] for each in failed["guests"]] == [True] * 6 + [None]


def test_each_deployment_can_have_a_version_of_its_own(org: Simulator, anonymous: Modules) -> None:
    after = published_anew(org, NAME, languages=["de"])
    other = deployment(org, "EU 1")
    versions = {each["id"]: each["configuration"]["version"] for each in (after, other)}
    assert len(set(versions.values())) == 2
    result = anonymous.succeed(MODULE, wait_for_versions=versions)
    assert {each["deployment_id"]: each["version"] for each in result["guests"]} == versions
    assert sorted(org.requests()) == sorted(files_of(*versions))
    failed = anonymous.fail(MODULE, wait_for_versions={after["id"]: 9, other["id"]: 1}, wait_timeout=0.4)
    assert [each["failure"] is None for each in failed["guests"]] == [False, True]
    assert "version 9 is wanted" in failed["msg"]


def test_ids_are_compared_on_request(org: Simulator, modules: Modules) -> None:
    wanted = ids(org, 7)
    assert [each["as_pinned"] for each in modules.succeed(MODULE, ids=wanted, compare=True)["guests"]] == [True] * 7
    assert sum(request.startswith(f"GET {BASE}") for request in org.requests()) == 1


def test_a_status_or_domains_alone_are_waited_for(org: Simulator, modules: Modules) -> None:
    modules.succeed(MODULE, name=NAME)
    org.settings(guest_lag_reads=1)
    wanted = deployment(org, NAME)["id"]
    org.person("edit_deployment", wanted, status="Inactive", settled=True)
    org.clear_journal()
    row = one(modules.succeed(MODULE, name=NAME, wait_for_version="pinned"))
    domains, config = files_of(wanted)
    assert (row["status"], row["as_pinned"]) == ("Inactive", True)
    assert org.requests()[-3:] == [domains, config, config]


FILES_GONE_WRONG = {
    "is no JSON": ({"respond": {"status": 200, "body": "<html>"}}, "the body is not the JSON object expected"),
    "is of something else": ({"respond": {"status": 200, "body": {"some": "thing"}}}, "it lacks id, messenger"),
    "is a server's error": ({"respond": {"status": 500, "body": "Oops"}}, "answered 500"),
}


@pytest.mark.parametrize("what", FILES_GONE_WRONG)
def test_a_file_that_cannot_be_read_fails_its_deployment_alone(org: Simulator, anonymous: Modules, what: str) -> None:
    first, second = ids(org, 2)
    fault, told = FILES_GONE_WRONG[what]
    org.fault("GET", f"{FILES}/{second}/config.json", fault, times=None)
    failed = anonymous.fail(MODULE, ids=[first, second])
    assert told in failed["msg"]
    assert f"/{second}/config.json" in failed["msg"]
    good, bad = failed["guests"]
    assert (good["published"], good["failure"]) == (True, None)
    assert (bad["published"], bad["as_pinned"], bad["configuration"]) == (None, None, None)
    assert bad["failure"]["kind"] in ("protocol", "unavailable")


def test_a_busy_cache_is_asked_again(org: Simulator, anonymous: Modules) -> None:
    (wanted,) = ids(org, 1)
    org.fault("GET", CONFIG_FILES, {"respond": {"status": 503, "body": ""}})
    result = anonymous.succeed(MODULE, ids=[wanted])
    assert (one(result)["published"], result["metrics"]["retries"]) == (True, 1)


BAD_INPUT: dict[str, tuple[dict[str, Any], list[str]]] = {
    "an id that is none": ({"ids": ["Primary"]}, ["ids[0]: 'Primary' is no id"]),
    "ids with a name": ({"ids": [UNKNOWN], "name": NAME}, ["ids and name: are given together"]),
    "a site with scheme and path": (
        {"ids": [UNKNOWN], "site": "https://shop.example/x"},
        ["site: 'https://shop.example/x' is no host name", "Write 'shop.example'"],
    ),
    "a region and a file's address of another": (
        {"ids": [UNKNOWN], "region": "eu-central-1", "guest_url": "https://api-cdn.mypurecloud.ie"},
        ["guest_url: belongs to mypurecloud.ie, but the API's address to mypurecloud.de"],
    ),
    "a version that is none": ({"wait_for_version": "newest"}, ["wait_for_version: 'newest' is neither pinned nor"]),
    "a version of something that is no id": (
        {"wait_for_versions": {"Shop": 1, UNKNOWN: "x"}, "name": NAME},
        [
            "wait_for_versions: cannot be combined with name",
            "'Shop' is no id",
            f"{UNKNOWN}: 'x' is not a number from 1",
        ],
    ),
    "no workers": ({"workers": 0}, ["workers: 0 is out of range"]),
    "no time": ({"wait_timeout": 0}, ["wait_timeout: 0 is out of range"]),
    "the other API": ({"api": "communications"}, ["api: communications has no public files of its channels"]),
    "an address of another scheme": ({"messaging_url": "https://x.example"}, ["it must begin with wss://"]),
    "a plain address": ({"messaging_url": "ws://x.example"}, ["is plain ws to another host", "use wss://"]),
    "two at once": ({"ids": ["x"], "site": "a/b"}, ["2 errors:", "ids[0]", "site: 'a/b'"]),
}


@pytest.mark.parametrize("what", BAD_INPUT)
def test_bad_input_is_told_before_any_request(org: Simulator, modules: Modules, what: str) -> None:
    options, wanted = BAD_INPUT[what]
    failed = modules.fail(MODULE, **options)
    assert failed["failure"]["kind"] == "validation"
    assert [text for text in wanted if text not in failed["msg"]] == []
    assert org.requests() == []


def test_a_gateway_tells_no_address_for_guests(org: Simulator, modules: Modules) -> None:
    modules.environment = {"GENESYS_BASE_PATH": org.url}
    failed = modules.fail(MODULE, ids=[UNKNOWN], connect="handshake")
    for option in ("guest_url", "messaging_url"):
        assert f"{option}: is missing, and the address of the API, '{org.url}', tells no region" in failed["msg"]


def test_without_credentials_only_ids_are_looked_at(org: Simulator, anonymous: Modules) -> None:
    assert "no credentials" in anonymous.fail(MODULE, name=NAME)["msg"]
    assert "no credentials" in anonymous.fail(MODULE, ids=[UNKNOWN], wait_for_version="pinned")["msg"]
    assert org.requests() == []
