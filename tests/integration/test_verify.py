# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook ``verify``: it names what is wrong with each deployment, on the screen, on a page and in metrics."""

from __future__ import annotations

import json
import re
import stat
import urllib.request
from typing import Any

import pytest

from tests.integration.ansible_process import Ansible, Finished
from tests.integration.channels import TOKEN
from tests.integration.guests import FILES, files_of
from tests.integration.inventories import source
from tests.integration.test_audit_callback import samples
from tests.integration.web_deployments import BASE, DEPLOYMENTS, pin
from tests.simulator.client import Simulator

SITE = "www.shop.example"
LOOK, REQUIRE = "Look at the deployments as guests do", "Require that guests get what is wanted"
WELL, SLEEPING = "Well {{ 1 + 1 }}", "Asleep on purpose"
REFUSAL = {"respond": {"status": 403, "text": "User is not authorized"}}


def verify(ansible: Ansible, *arguments: str, **variables: Any) -> Finished:
    given = {f"webmessaging_verify_{name}": value for name, value in variables.items()}
    return ansible.run("ansible-playbook", "genesys.cloud.verify", "-e", json.dumps(given), *arguments)


def table(ran: Finished) -> dict[str, str]:
    """The verdict of each deployment, by its name."""
    (heading, *lines) = ran.of("Show what guests get")["msg"]
    assert heading.split() == ["ID", "STATUS", "VERSION", "PINNED", "SITES", "NAME", "VERDICT"]
    rows = [
        (line[heading.index("NAME") : heading.index("VERDICT")], line[heading.index("VERDICT") :]) for line in lines
    ]
    return {name.strip(): verdict for name, verdict in rows}


class Faulty:
    """An org with one deployment for each fault, one that is well, and one that is Inactive on purpose."""

    NAMES = (
        WELL,
        SLEEPING,
        "Unpublished",
        "Stale version",
        "Stale domains",
        "Stale status",
        "Other look",
        "Asleep",
        "Broken",
        "Busy",
        "Homeless",
        "Misspelt",
        "Elsewhere",
        "Refused",
        "Silent",
    )

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        state = simulator.state(f"plain-webdeployments:{len(self.NAMES)}")
        for deployment, name in zip(state["webdeployments"]["deployments"], self.NAMES, strict=True):
            deployment["name"] = name
        simulator.reset(state, pending_polls=0)
        self.ids = {each["name"]: str(each["id"]) for each in simulator.deployments()}
        self._stale()
        self._edited()
        self._disturbed()

    def edit(self, name: str, **changes: Any) -> None:
        self.simulator.person("edit_deployment", self.ids[name], settled=True, **changes)

    def fault(self, name: str, file: str, action: dict[str, Any]) -> None:
        self.simulator.fault("GET", f"{FILES}/{self.ids[name]}/{file}", action, times=None)

    def _stale(self) -> None:
        configuration, _version = pin(self.simulator, "Stale version")
        for languages in (["ja"], ["fr"]):
            self.simulator.person("publish", configuration, languages=languages, settled=True)
        self.edit("Stale version", configuration={"version": "3"})
        self.edit("Stale domains", allowAllDomains=False, allowedDomains=["new.example"])
        self.edit("Stale status", status="Inactive")
        for name in ("Stale version", "Stale domains", "Stale status"):
            self.fault(name, r"\w+.json", {"stale": True})

    def _edited(self) -> None:
        for name in (SLEEPING, "Asleep"):
            self.edit(name, status="Inactive")
        for name, domains in (
            ("Homeless", []),
            ("Misspelt", ["https://www.shop.example/", "*.shop.example"]),
            ("Elsewhere", ["a.example", "b.example"]),
            (WELL, ["shop.example"]),
        ):
            self.edit(name, allowAllDomains=False, allowedDomains=domains)
        # Whatever is written when the listing is read.
        person = {"act": "edit_deployment", "id": self.ids["Broken"], "description": "x", "settled": True}
        self.simulator.fault("GET", f"{BASE}/deployments", {"end_in_error": True, "person": person}, times=None)
        self.simulator.settings(pending_polls=1000)
        self.simulator.person("edit_deployment", self.ids["Busy"], description="x")

    def _disturbed(self) -> None:
        self.fault("Unpublished", r"\w+.json", REFUSAL)
        with urllib.request.urlopen(f"{self.simulator.url}{FILES}/{self.ids['Other look']}/config.json") as answer:
            content = json.load(answer)
        content["messenger"]["styles"]["primaryColor"] = "#000000"
        content["languages"] = ["ja"]
        self.fault("Other look", "config.json", {"respond": {"status": 200, "body": content}})
        self.fault("Silent", r"\w+.json", {"respond": {"status": 500, "text": "x"}})
        refused = self.ids["Refused"]
        self.simulator.fault("GET", "/v1", REFUSAL, query=f"deploymentId={refused}", times=None)


VERDICTS = {
    "Unpublished": "not published",
    "Stale version": "other version: guests get 1, 3 is pinned",
    "Stale domains": "other domains: guests get all; no connection: the service refused the connection (403)",
    "Stale status": "other status: guests get Active, the API says Inactive; Inactive",
    "Other look": "other content: languages, messenger.styles.primaryColor",
    "Asleep": "Inactive",
    "Broken": "status Error",
    "Busy": "status Pending",
    "Homeless": "no site may use it: it has no domains",
    "Misspelt": "no site may use it: no host name is in https://www.shop.example/, *.shop.example",
    "Elsewhere": f"site not allowed: {SITE}",
    "Refused": "no connection: the service refused the connection (403)",
    "Silent": "could not be looked at: 500, ",
    WELL: "as pinned",
    SLEEPING: "as pinned, Inactive",
}


def test_one_of_each_fault_is_named_and_measured(simulator: Simulator, ansible: Ansible) -> None:
    org = Faulty(simulator)
    options = {"site": SITE, "connect": "handshake", "inactive": ["* on purpose"]}
    ran = verify(ansible, **options, report="page.html", metrics="guests.prom", labels="team=web")
    assert ran.status == 2, ran.output
    found = table(ran)
    assert list(found)[-2:] == [WELL, SLEEPING]
    assert {name: text[: len(VERDICTS[name])] for name, text in found.items()} == VERDICTS
    assert found["Silent"] != VERDICTS["Silent"]

    lines = ran.of(REQUIRE)["msg"].splitlines()
    assert lines[0] == "Guests do not get 13 of 15 deployments as wanted:"
    nowhere = "(no host name is in https://www.shop.example/, *.shop.example)"
    assert lines[1] == "no connection, the service refused the connection (403): 'Stale domains', 'Refused'"
    assert "Inactive: 'Stale status', 'Asleep'" in lines
    assert f"no site may use it: 'Homeless' (it has no domains), 'Misspelt' {nowhere}" in lines
    assert "other version: 'Stale version' (guests get 1, 3 is pinned)" in lines
    causes = {problem.partition(": ")[0] for name in org.NAMES[2:] for problem in found[name].split("; ")}
    assert {re.split("[,:]", line)[0] for line in lines[1:]} == causes
    assert simulator.requests("write") == []

    path = ansible.folder / "guests.prom"
    text = path.read_text(encoding="utf-8")
    assert_metrics(org, text)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    page = (ansible.folder / "page.html").read_text(encoding="utf-8")
    assert "Guests get 2 of 15 deployments as wanted." in page
    assert [name for name in VERDICTS if f"<bdi>{name}</bdi>" not in page] == []
    assert sorted(each.name for each in ansible.folder.iterdir() if each.suffix in (".prom", ".tmp")) == [path.name]


def assert_metrics(org: Faulty, text: str) -> None:
    """Both of Prometheus' parsers read them."""
    assert text.endswith("# EOF\n")
    numbers = samples(text)
    assert {dict(labels).get("team") for _name, labels in numbers} == {"web"}

    def of(family: str) -> dict[str, float]:
        return {
            dict(labels)["name"]: value
            for (name, labels), value in numbers.items()
            if name == f"genesys_guest_{family}"
        }

    up = {"Broken", "Busy", WELL}  # no page of the site may connect to most of the others
    assert {name for name, value in of("up").items() if value} == up
    assert set(of("up")) == set(org.NAMES)
    assert {name: value for name, value in of("version_lag").items() if value} == {"Stale version": 2}
    assert set(org.NAMES) - set(of("version_lag")) == {"Unpublished", "Silent"}
    wrong = of("problems")
    assert wrong.pop("Stale status") == 2
    assert {name for name, value in wrong.items() if not value} == {WELL, SLEEPING}
    feature = (("feature", "rich-media"), ("team", "web"))
    # Not of what could not be read, of which nothing is there, and of which nothing is active.
    assert numbers["genesys_guest_feature_deployments", feature] == len(org.NAMES) - 4
    assert numbers["genesys_guest_feature_availability_ratio", feature] == pytest.approx(11 / 14, abs=1e-6)
    assert numbers["genesys_guest_last_check_timestamp_seconds", (("team", "web"),)] > 1.7e9


@pytest.mark.parametrize("mode", [(), ("--check", "--diff")], ids=["run", "check"])
def test_all_is_well_in_one_line(simulator: Simulator, ansible: Ansible, mode: tuple[str, ...]) -> None:
    simulator.reset("plain-webdeployments:3", pending_polls=0)
    ids = [each["id"] for each in simulator.deployments()]
    for _again in range(2):
        simulator.clear_journal()
        ran = verify(ansible, *mode, metrics="guests.prom", report="$HERE/page.html")
        assert ran.status == 0, ran.output
        assert ran.of("Show what guests get")["msg"] == "Guests get all 3 deployments as wanted."
        assert "changed=0" in ran.output
        sent = simulator.requests()
        assert sent[:2] == [TOKEN, DEPLOYMENTS]
        assert sorted(sent[2:]) == sorted(files_of(*ids))
    numbers = samples((ansible.folder / "guests.prom").read_text(encoding="utf-8"))
    assert sum(value for (name, _labels), value in numbers.items() if name == "genesys_guest_up") == 3


@pytest.fixture(autouse=True)
def here(ansible: Ansible) -> None:
    """For a path with a variable."""
    ansible.environment["HERE"] = str(ansible.folder)


def test_deployments_are_chosen_by_name(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("webdeployments:13", pending_polls=0)
    ran = verify(ansible, glob="EU *", site="shop.eu.example")
    assert (ran.status, ran.of("Show what guests get")["msg"]) == (0, "Guests get all 2 deployments as wanted.")
    none = verify(ansible, glob="eu *")
    assert (none.status, none.of("Require deployments")["msg"]) == (
        2,
        "webmessaging_verify_glob: the name of no deployment matches 'eu *'.",
    )


@pytest.mark.parametrize("inactive", ["Asleep *", ["x", "Asleep 5"], "x\nAsleep 5\n", "id"], ids=str)
def test_what_sleeps_on_purpose_is_no_problem(simulator: Simulator, ansible: Ansible, inactive: Any) -> None:
    simulator.reset("webdeployments:13", pending_polls=0)
    asleep = next(each["id"] for each in simulator.deployments() if each["name"] == "Asleep 5")
    ran = verify(ansible, inactive=asleep if inactive == "id" else inactive)
    assert ran.status == 0, ran.output
    if inactive == "id":
        nothings: list[Any] = ["", None, []]
        for nothing in nothings:
            awake = verify(ansible, inactive=nothing, glob="Asleep*")
            assert (awake.status, table(awake)) == (2, {"Asleep 5": "Inactive"})


def test_hosts_of_an_inventory_are_looked_at_by_their_ids(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("plain-webdeployments:4", pending_polls=0)
    ids = [each["id"] for each in simulator.deployments()]
    simulator.fault("GET", f"{FILES}/{ids[2]}/config.json", REFUSAL, times=None)
    inventory = ("-i", str(source(ansible, api="webdeployments")))
    ran = verify(ansible, *inventory, hosts=f"{ids[0]},{ids[1]}")
    assert ran.status == 0, ran.output
    assert ran.of("Show what guests get")["msg"] == "Guests get all 2 deployments as wanted."
    listing, sent = [TOKEN, DEPLOYMENTS], simulator.requests()
    assert sent[:2] == listing
    configurations = [each["configuration"]["id"] for each in simulator.deployments()[:2]]
    single = [f"GET {BASE}/deployments/{each}" for each in ids[:2]]
    versions = [f"GET {BASE}/configurations/{each}/versions/1" for each in configurations]
    reads = files_of(*ids[:2])
    assert sorted(sent[2:]) == sorted([*single, *versions, *reads])

    ran = verify(ansible, *inventory, hosts="webmessaging")
    assert ran.status == 2, ran.output
    assert ran.of(REQUIRE)["msg"].splitlines()[1:] == ["not published: 'Web Messaging 0003'"]


REFUSED = [
    ({"hosts": "webmessaging"}, "webmessaging_verify_hosts: the inventory has no Web Messaging channels."),
    ({"hosts": "x", "glob": "*"}, "webmessaging_verify_glob and webmessaging_verify_hosts: give one of them."),
    ({"wait": "soon"}, "webmessaging_verify_wait: 'soon' is not a number of seconds."),
    ({"report": "no/page.html"}, "webmessaging_verify_report: the folder of no/page.html does not exist."),
    ({"metrics": "no/x.prom"}, "webmessaging_verify_metrics: the folder of no/x.prom does not exist."),
]


@pytest.mark.parametrize(("variables", "told"), REFUSED)
def test_what_cannot_be_meant_is_refused_before_any_request(
    simulator: Simulator, ansible: Ansible, variables: dict[str, Any], told: str
) -> None:
    ran = verify(ansible, **variables)
    assert (ran.status, told in ran.of("Check the variables")["msg"]) == (2, True), ran.output
    assert simulator.requests() == []


def test_a_pattern_that_matches_no_channel_is_refused(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("plain-webdeployments:1", pending_polls=0)
    ran = verify(ansible, "-i", str(source(ansible, api="webdeployments")), hosts="Misspelt")
    told = "webmessaging_verify_hosts: no channel of the inventory matches 'Misspelt'."
    assert (ran.status, ran.of("Check the variables")["msg"]) == (2, told)


def test_caches_are_waited_for(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("plain-webdeployments:2", pending_polls=0, guest_lag_reads=2)
    first = simulator.deployments()[0]
    simulator.person("edit_deployment", first["id"], allowAllDomains=False, allowedDomains=["a.example"], settled=True)
    early = verify(ansible)
    assert (early.status, table(early)[first["name"]]) == (2, "other domains: guests get all")
    ran = verify(ansible, wait=30)
    assert ran.status == 0, ran.output
    simulator.fault("GET", f"{FILES}/{first['id']}/domains.json", {"stale": True}, times=None)
    simulator.person("edit_deployment", first["id"], allowedDomains=["b.example"], settled=True)
    late = verify(ansible, wait=0.5)
    assert (late.status, table(late)[first["name"]]) == (2, "other domains: guests get a.example")


def test_a_check_that_fails_leaves_a_page_and_keeps_the_numbers(simulator: Simulator, ansible: Ansible) -> None:
    """So that an alert on their age tells of it."""
    simulator.reset("plain-webdeployments:1", pending_polls=0)
    files = {"metrics": "guests.prom", "report": "page.html"}
    assert verify(ansible, **files).status == 0
    path = ansible.folder / "guests.prom"
    before = path.read_text(encoding="utf-8")
    broken = {"respond": {"status": 403, "code": "missing.permissions", "message": "No."}}
    simulator.fault("GET", f"{BASE}/deployments", broken, times=None)
    ran = verify(ansible, **files)
    assert (ran.status, ran.of(LOOK)["failure"]["kind"]) == (2, "permission")
    assert [each.task for each in ran.results if each.status == "failed"] == [LOOK]
    assert path.read_text(encoding="utf-8") == before
    page = (ansible.folder / "page.html").read_text(encoding="utf-8")
    assert re.search('id="failed".*No\\.', page, re.DOTALL)
