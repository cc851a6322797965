# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The event source ``genesys.cloud.webmessaging_changes``, loaded as ansible-rulebook loads it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import runpy
import stat
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.genesys.cloud.plugins.module_utils._core import errors as error_classes
from ansible_collections.genesys.cloud.plugins.module_utils._http.clock import Clock
from ansible_collections.genesys.cloud.plugins.plugin_utils._changes import source as change_source
from ansible_collections.genesys.cloud.plugins.plugin_utils._changes.source import ChangeSource, SourceFailed, arguments
from tests.integration.ansible_process import ROOT
from tests.integration.secret_forms import CLIENT_SECRET, leaks
from tests.simulator.client import Simulator
from tests.simulator.webdeployments_state import DEFAULT_SUPPORTED_CONTENT, USER
from tests.simulator_tests.api import Api

SOURCE = ROOT / "build/collections/ansible_collections/genesys/cloud/extensions/eda/plugins/event_source"
MAIN = runpy.run_path(str(SOURCE / "webmessaging_changes.py"))
AUDITS = "/api/v2/audits/query"
MAPPING = f"GET {AUDITS}/realtime/servicemapping"
QUERY = f"POST {AUDITS}/realtime?expand=user"
TOKEN = "POST /oauth/token"
LOGGER = "genesys.cloud.webmessaging_changes"
PATIENCE = 15.0


class Source:
    """A source that runs in a loop of its own, until it is stopped or ends by itself; ``events``: what it told."""

    def __init__(self, **arguments: Any) -> None:
        self.events: list[dict[str, Any]] = []
        self.error: BaseException | None = None
        self._arguments = {"interval": 1, **arguments}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Source:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        with contextlib.suppress(RuntimeError):  # it has ended by itself
            self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join()

    def _run(self) -> None:
        source = self

        class Queue(asyncio.Queue[Any]):
            async def put(self, item: Any) -> None:
                source.events.append(item)

        async def main() -> None:
            await MAIN["main"](Queue(), self._arguments)

        self._task = self._loop.create_task(main())
        try:
            self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            pass
        except Exception as error:
            self.error = error
        finally:
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()

    @property
    def ids(self) -> list[str]:
        return [event["payload"]["id"] for event in self.events]

    def wait_for(self, count: int) -> None:
        """Until it has told so many, and one more poll has passed."""
        give_up_at = time.monotonic() + PATIENCE
        while len(self.events) < count and time.monotonic() < give_up_at:
            time.sleep(0.02)
        assert len(self.events) == count, self.events
        time.sleep(1.2)

    def wait_until_it_ends(self) -> str:
        """Why it ended."""
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
        return str(self.error)


@pytest.fixture
def org(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> Simulator:
    simulator.reset("webdeployments:3")
    for name, value in simulator.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(change_source, "SHORTEST_INTERVAL", 1.0)
    return simulator


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    return tmp_path / "changes.json"


def edit(org: Simulator, number: int) -> None:
    org.person("edit_deployment", org.deployments()[number % 3]["id"], description=f"edit {number}")


def audit_ids(org: Simulator) -> list[str]:
    return [entry["id"] for entry in org.audits()]


def test_every_change_is_told_once_across_restarts_however_late_it_shows(org: Simulator, checkpoint: Path) -> None:
    edit(org, 0)  # before it began: none of its business
    time.sleep(0.01)
    with Source(checkpoint=str(checkpoint)) as first:
        time.sleep(0.3)
        org.settings(audit_delay_ms=2500)
        edit(org, 1)
        org.settings(audit_delay_ms=0)
        configuration = org.configurations()[0]
        org.person("publish", configuration["id"], description="by hand")
        first.wait_for(4 - 1)
    told = first.events
    assert [event["payload"]["id"] for event in told] == [audit_ids(org)[index] for index in (2, 3, 1)]
    draft, published, late = (event["payload"] for event in told)
    assert (draft["resource"], draft["action"]) == ("configuration", "updated")
    assert (published["resource"], published["action"]) == ("configuration_version", "published")
    assert published["entity"] == {"id": configuration["id"], "name": configuration["draft"]["name"]}
    who = {"id": USER, "name": "Somebody"}
    assert published["audit"] == {**org.audits()[3], "user": who}
    assert (late["resource"], late["action"]) == ("deployment", "updated")
    assert stat.S_IMODE(checkpoint.stat().st_mode) == 0o600

    # While it is away, one happens that shows at once, and one that shows only when it is back.
    edit(org, 4)
    org.settings(audit_delay_ms=1500)
    edit(org, 5)
    with Source(checkpoint=str(checkpoint)) as second:
        second.wait_for(2)
    assert second.ids == audit_ids(org)[4:]

    # Without a checkpoint it begins where it is told to.
    with Source(since=org.audits()[4]["eventDate"]) as third:
        third.wait_for(2)
    assert third.ids == audit_ids(org)[4:]

    requests = org.requests()
    assert requests.count(TOKEN) == 3
    assert set(requests) == {TOKEN, MAPPING, QUERY}
    assert requests.count(MAPPING) == 3
    bodies = [entry["body"] for entry in org.journal() if entry["path"].endswith("realtime")]
    assert {(body["serviceName"], body["pageSize"], body["pageNumber"], str(body["sort"])) for body in bodies} == {
        (service, 500, 1, "[{'name': 'Timestamp', 'sortOrder': 'ascending'}]")
        for service in ("WebDeployments", "Messaging")
    }


def past(number: int, age: timedelta, **fields: Any) -> dict[str, Any]:
    """An entry of the audit trail that happened so long ago."""
    date = (datetime.now(UTC) - age).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {
        "id": f"past-{number:05}",
        "serviceName": "WebDeployments",
        "status": "SUCCESS",
        "eventDate": date,
        "entityType": "Deployment",
        "entity": {"id": f"d{number}", "name": f"D {number}"},
        "action": "Update",
        "user": {"id": USER},
        "client": {"id": ""},
        **fields,
    }


def test_a_fortnight_with_5000_entries_is_told_once_over_a_restart_and_what_is_no_change_is_not(
    org: Simulator, checkpoint: Path
) -> None:
    fortnight = timedelta(days=13, hours=20)
    entries = [past(number, fortnight * (5000 - number) / 5001) for number in range(5000)]
    for number in range(0, 5000, 10):
        entries[number]["status"] = "FAILURE"
    for number in range(1, 5000, 10):
        entries[number]["user"] = {"id": "our-client"}
    for number in range(2, 5000, 10):
        entries[number]["client"] = {"id": "our-client"}
    org.add_audits(entries)
    wanted = [entry["id"] for number, entry in enumerate(entries) if number % 10 > 2]
    told: list[str] = []
    options = {
        "checkpoint": str(checkpoint),
        "since": (datetime.now(UTC) - fortnight).isoformat(),
        "ignore_client_ids": ["our-client"],
        "interval": 1,
    }

    class Stopped(Exception):
        """The rulebook is stopped in the middle."""

    class Queue(asyncio.Queue[Any]):
        async def put(self, item: Any) -> None:
            if len(told) == 2000:
                raise Stopped
            told.append(item["payload"]["id"])

    with pytest.raises(Stopped):
        asyncio.run(MAIN["main"](Queue(), options))
    first_half = [datetime.fromisoformat(body["interval"].split("/")[0]) for body in realtime_bodies(org)]
    assert first_half == sorted(first_half)
    with Source(**options) as again:
        # Some change while it catches up, and show two minutes late (the hour that is asked for again holds them).
        org.settings(audit_delay_ms=1000)
        edit(org, 0)
        again.wait_for(len(wanted) - 2000 + 1)
    assert told + again.ids == [*wanted, org.audits()[-1]["id"]]
    spans = [body["interval"].split("/") for body in realtime_bodies(org)]
    assert all(datetime.fromisoformat(end) - datetime.fromisoformat(begin) <= timedelta(days=1) for begin, end in spans)
    # A day has some 360 entries: a request for each service and day, and one more for that in which it was stopped.
    caught_up = len([begin for begin, _end in spans if begin < entries[-400]["eventDate"]])
    assert caught_up <= 2 * 15
    assert f"POST {AUDITS}" not in org.requests()


def realtime_bodies(org: Simulator) -> list[dict[str, Any]]:
    return [entry["body"] for entry in org.journal() if entry["path"].endswith("realtime")]


def test_what_is_older_than_the_realtime_query_holds_comes_from_the_asynchronous_one(org: Simulator) -> None:
    ages = [*(timedelta(days=days) for days in (100, 60.5, 45, 15)), timedelta(days=3), timedelta(hours=1)]
    org.add_audits([past(number, age) for number, age in enumerate(ages)])
    org.add_audits([past(10 + number, timedelta(days=20), status="FAILURE") for number in range(600)])
    with Source(since=(datetime.now(UTC) - timedelta(days=62)).isoformat()) as source:
        source.wait_for(5)
    assert source.ids == [f"past-{number:05}" for number in range(1, 6)]
    path = f"{AUDITS}/[^/]+"
    assert org.requests().count(f"POST {AUDITS}") == 2 * 2
    # Each is looked at until it is done; the results of the second one about Web Deployments have two pages.
    assert len([each for each in org.requests(path=path) if each.startswith("GET") and "mapping" not in each]) == 2 * 4
    results = org.requests(path=f"{path}/results")
    first = "pageSize=500&expand=user"
    assert [each.partition("?")[2] for each in results] == [first, first, first, f"{first}&cursor=500", first]


def test_where_the_realtime_query_does_not_serve_the_org_the_asynchronous_one_is_asked(
    org: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    org.settings(audit_realtime=False)
    with caplog.at_level(logging.INFO, LOGGER), Source() as source:
        time.sleep(0.5)
        edit(org, 1)
        source.wait_for(1)
    assert source.ids == audit_ids(org)
    assert org.requests(path=f"{AUDITS}/realtime") == []
    assert "by the asynchronous audit query" in caplog.text

    org.fault("GET", ".*/servicemapping", {"respond": {"status": 200, "body": {"services": []}}}, times=None)
    with Source() as source:
        said = source.wait_until_it_ends()
    assert "the audit trail of this org does not serve WebDeployments" in said
    assert "Amazon EventBridge" in said


PICTURES = DEFAULT_SUPPORTED_CONTENT[0]["id"]


def test_content_profiles_and_the_default_are_followed_in_the_same_turn(org: Simulator, checkpoint: Path) -> None:
    with Source(checkpoint=str(checkpoint)) as source:
        time.sleep(0.3)
        org.person("edit_supported_content", PICTURES, name="Images")
        edit(org, 1)
        org.person("make_default_supported_content", PICTURES)
        source.wait_for(3)
        org.add_audits([past(1, timedelta(0), serviceName="Messaging", entityType="MessagingIntegration")])
        source.wait_for(3)
    assert source.ids == audit_ids(org)[:3]
    assert [(each["payload"]["resource"], each["payload"]["action"]) for each in source.events] == [
        ("supported_content", "updated"),
        ("deployment", "updated"),
        ("conversation_default_supported_content", "updated"),
    ]
    assert source.events[0]["payload"]["entity"] == {"id": PICTURES, "name": "Images"}
    assert source.events[0]["payload"]["audit"]["serviceName"] == "Messaging"
    assert org.requests().count(MAPPING) == 1
    services = [body["serviceName"] for body in realtime_bodies(org)]
    assert services == ["WebDeployments", "Messaging"] * (len(services) // 2)
    org.person("delete_supported_content", DEFAULT_SUPPORTED_CONTENT[1]["id"])
    with Source(checkpoint=str(checkpoint)) as again:
        again.wait_for(1)
    assert [each["payload"]["action"] for each in again.events] == ["deleted"]


def test_an_org_that_serves_no_audits_of_messaging_is_followed_all_the_same(
    org: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    only = {"services": [{"name": "webdeployments"}]}
    org.fault("GET", ".*/servicemapping", {"respond": {"status": 200, "body": only}}, times=None)
    with caplog.at_level(logging.INFO, LOGGER), Source() as source:
        time.sleep(0.3)
        edit(org, 1)
        source.wait_for(1)
    assert "does not serve Messaging" in caplog.text
    assert {body["serviceName"] for body in realtime_bodies(org)} == {"WebDeployments"}
    assert org.requests(path=".*/servicemapping") == [MAPPING, MAPPING.replace("/realtime", "")]


def test_a_service_that_only_the_asynchronous_query_serves_is_asked_there(org: Simulator) -> None:
    only = {"services": [{"name": "WebDeployments"}]}
    org.fault("GET", ".*/realtime/servicemapping", {"respond": {"status": 200, "body": only}}, times=None)
    with Source() as source:
        time.sleep(0.3)
        edit(org, 1)
        org.person("edit_supported_content", PICTURES, name="Images")
        source.wait_for(2)
    assert {each["payload"]["resource"] for each in source.events} == {"deployment", "supported_content"}
    assert {body["serviceName"] for body in realtime_bodies(org)} == {"WebDeployments"}


@pytest.mark.parametrize("state", ["Failed", "Cancelled"])
def test_an_asynchronous_query_that_fails_is_asked_again(
    org: Simulator, caplog: pytest.LogCaptureFixture, state: str
) -> None:
    org.settings(audit_realtime=False)
    failed = {"respond": {"status": 200, "body": {"id": "x", "state": state}}}
    org.fault("GET", f"{AUDITS}/(?!servicemapping)[^/]+", failed)
    with caplog.at_level(logging.INFO, LOGGER), Source() as source:
        time.sleep(0.3)
        edit(org, 1)
        source.wait_for(1)
    assert f"the audit query ended in state {state}" in caplog.text
    assert "nothing is lost" in caplog.text


def test_a_stop_in_the_middle_of_a_poll_loses_and_repeats_nothing(org: Simulator, checkpoint: Path) -> None:
    with Source(checkpoint=str(checkpoint)):
        time.sleep(0.3)
    for number in range(6):
        edit(org, number)

    told: list[str] = []

    class Slow(asyncio.Queue[Any]):
        async def put(self, item: Any) -> None:
            if len(told) == 2:
                await asyncio.sleep(60)
            told.append(item["payload"]["id"])

    with contextlib.suppress(TimeoutError):
        asyncio.run(asyncio.wait_for(MAIN["main"](Slow(), {"checkpoint": str(checkpoint)}), 2))
    assert told == audit_ids(org)[:2]
    with Source(checkpoint=str(checkpoint)) as again:
        again.wait_for(4)
    assert told + again.ids == audit_ids(org)


def test_the_changes_of_given_clients_are_left_out(org: Simulator) -> None:
    deployment = org.deployments()[0]
    path = f"/api/v2/webdeployments/deployments/{deployment['id']}"
    with Source(ignore_client_ids=[org.client_id]) as source:
        time.sleep(0.3)
        with Api(org) as api:
            assert api.call("PUT", path, json={**deployment, "description": "by our client"}).ok
        edit(org, 1)
        source.wait_for(1)
    ours, theirs = org.audits()
    assert (ours["user"], source.ids) == ({"id": org.client_id}, [theirs["id"]])


def test_what_passes_is_logged_and_outlived(org: Simulator, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, LOGGER), Source(retries=0) as source:
        time.sleep(0.3)
        org.fault("POST", ".*/realtime", {"reset": "before"})
        edit(org, 1)
        source.wait_for(1)
    assert source.ids == audit_ids(org)
    (error,) = (record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR)
    assert error.startswith("Cannot read the changes of the org: POST /api/v2/audits/query/realtime: the connection ")
    assert error.endswith("Trying again in 2 s; nothing is lost.")


def test_what_can_pass_is_met_with_longer_pauses_and_what_cannot_ends_it(org: Simulator) -> None:
    source = ChangeSource({"interval": 40})
    pauses = [source.pause]
    for passing in (
        error_classes.Unavailable,
        error_classes.NetworkError,
        error_classes.RateLimited,
        error_classes.ProtocolError,
    ):
        source.failed(passing("x"))
        pauses.append(source.pause)
    assert pauses == [40, 80, 160, 320, 600]
    (window,) = source.windows()
    assert source.fresh(source.fetch(window)) == []
    assert source.pause == 40
    for lasting in (
        error_classes.AuthenticationFailed,
        error_classes.PermissionDenied,
        error_classes.NotFound,
        error_classes.Rejected,
    ):
        with pytest.raises(SourceFailed, match="Cannot follow the changes of the org: x"):
            source.failed(lasting("x"))


def test_wrong_credentials_end_it_and_show_no_secret(org: Simulator, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), Source(client_secret=CLIENT_SECRET) as source:
        said = source.wait_until_it_ends()
    assert said.startswith("Cannot follow the changes of the org: POST ")
    assert "invalid_client" in said
    assert "wrong region looks the same" in said

    scopes = ["webDeployments:deployment:view"]
    client = {"client_id": "some-id", "client_secret": CLIENT_SECRET, "scopes": scopes}
    org.reset({**org.state(), "clients": [client]})
    with Source(client_id="some-id", client_secret=CLIENT_SECRET) as source:
        said += source.wait_until_it_ends()
    assert "403 missing.permissions" in said
    assert "The roles of the OAuth client need the permission audits:audit:view." in said
    assert leaks({"error": said, "log": caplog.text}) == []


def test_every_wrong_argument_is_told_at_once(org: Simulator, checkpoint: Path) -> None:
    checkpoint.touch(mode=0o644)
    arguments = {"interval": 0.5, "overlap": -1, "since": "yesterday", "checkpoint": str(checkpoint), "timeout": 0}
    with Source(**arguments) as source:
        said = source.wait_until_it_ends()
    assert said.startswith("Cannot follow the changes of the org: 5 errors: ")
    for number, option in enumerate(["interval", "overlap", "since", "checkpoint", "timeout"], 1):
        assert f"({number}) {option}: " in said
    with Source(feedbak=True) as source:
        assert "unknown option feedbak" in source.wait_until_it_ends()
    assert org.requests() == []


@pytest.mark.parametrize("since", ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+10:00", "9999-12-31T23:59:59.999Z"])
def test_what_no_date_can_be_reckoned_with_is_a_wrong_argument(org: Simulator, since: str) -> None:
    for overlap in (86400.5, 1e20, float("inf")):
        with Source(since=since, overlap=overlap) as source:
            said = source.wait_until_it_ends()
        assert f"(2) since: '{since}' is no time with a time zone, such as " in said
        assert "(1) overlap: " in said
    assert org.requests() == []


@pytest.mark.parametrize("ahead", [timedelta(hours=5), timedelta(days=400)])
def test_a_clock_that_is_ahead_loses_and_repeats_nothing(
    org: Simulator, checkpoint: Path, monkeypatch: pytest.MonkeyPatch, ahead: timedelta
) -> None:
    monkeypatch.setattr(Clock, "now", lambda clock: datetime.now(UTC) + ahead)
    edit(org, 0)
    time.sleep(1.1)  # what dates an answer knows of whole seconds only
    with Source(checkpoint=str(checkpoint), overlap=0) as first:
        time.sleep(1.5)
        edit(org, 1)
        first.wait_for(1)
    edit(org, 2)
    with Source(checkpoint=str(checkpoint), overlap=0) as second:
        second.wait_for(1)
        edit(org, 3)
        second.wait_for(2)
    assert first.ids + second.ids == audit_ids(org)[1:]
    content = json.loads(checkpoint.read_text())
    assert max(content["floor"], content["horizon"]) <= org.audits()[-1]["eventDate"].replace("Z", "000Z")


def test_an_entry_that_cannot_be_dated_is_logged_once_and_holds_up_none(
    org: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    date = "2026-11-22T10:00:00Z"
    entries = [
        {"id": "late", "eventDate": "9999-12-31T23:59:59-23:00"},
        {"id": "none", "eventDate": None},
        {"id": "odd", "eventDate": date, "client": {"id": {}}, "entity": 5, "action": 5, "entityType": [1]},
        {"id": "good", "eventDate": date},
    ]
    body = {"entities": entries, "pageNumber": 1, "pageSize": 500, "pageCount": 1, "total": 4}
    org.fault("POST", ".*/realtime", {"respond": {"status": 200, "body": body}}, times=None)
    with Source(since="2026-11-22T09:00:00Z", ignore_client_ids=["x"]) as source:
        source.wait_for(2)
        time.sleep(1.2)
    assert sorted(source.ids) == ["good", "odd"]
    errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert sorted(errors) == [
        "Entry late of the audit trail is skipped: its time cannot be read ('9999-12-31T23:59:59-23:00').",
        "Entry none of the audit trail is skipped: its time cannot be read (null).",
    ]


def test_what_the_service_keeps_no_longer_names_the_way_out(org: Simulator, checkpoint: Path) -> None:
    with Source(checkpoint=str(checkpoint)):
        time.sleep(0.3)
    content = json.loads(checkpoint.read_text())
    old = "2026-01-01T00:00:00.000000Z"
    checkpoint.write_text(json.dumps({**content, "floor": old, "horizon": old}))
    org.fault("POST", AUDITS, {"respond": {"status": 400, "code": "bad.request"}}, times=None)
    told = f"It was asked for the changes since {old}: if the service does not keep them that long, "
    with Source(checkpoint=str(checkpoint)) as source:
        said = source.wait_until_it_ends()
    assert f"{told}delete the checkpoint {str(checkpoint)!r}; it starts again then, from now on or from since." in said
    with Source(since=old) as source:
        assert f"{told}set since to a later time, or remove it." in source.wait_until_it_ends()
    with Source(since="2024-01-01T00:00:00Z") as source:
        assert source.wait_until_it_ends().startswith("The audit trail keeps a year. It was asked for ")


def test_a_checkpoint_that_is_another_orgs_or_none_is_refused(org: Simulator, checkpoint: Path) -> None:
    with Source(checkpoint=str(checkpoint)):
        time.sleep(0.3)
    content = json.loads(checkpoint.read_text())
    assert content["api_url"] == org.url
    for text, told in {
        json.dumps({**content, "api_url": "https://api.other.example"}): "belongs to https://api.other.example, not to",
        "not JSON": "is no checkpoint (it holds something else). Delete it",
    }.items():
        checkpoint.write_text(text)
        with Source(checkpoint=str(checkpoint)) as source:
            assert told in source.wait_until_it_ends()


def test_the_documented_arguments_are_those_there_are() -> None:
    documented = yaml.safe_load(MAIN["DOCUMENTATION"])["options"]
    spec = arguments()
    assert {name: (each["type"], each.get("default")) for name, each in documented.items()} == {
        name: (each["type"], each.get("default")) for name, each in spec.items()
    }
    for name, each in documented.items():
        _read, variables = spec[name].get("fallback", (None, []))
        assert [variable for variable in variables if variable not in " ".join(each["description"])] == []
    for example in yaml.safe_load(MAIN["EXAMPLES"]):
        assert set(example["genesys.cloud.webmessaging_changes"]) <= set(spec)
