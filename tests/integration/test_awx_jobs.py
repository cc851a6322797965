# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The job templates of ``extensions/awx``, each run with what AWX gives it: the credential, the survey, no more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integration import webhooks
from tests.integration.ansible_process import Ansible, Finished
from tests.integration.awx_configuration import PROJECT, Configuration, read_configuration
from tests.integration.awx_rules import Refused, extra_vars_file, injected, launched
from tests.integration.channels import TOKEN, page
from tests.integration.inventories import LISTING
from tests.integration.runner_process import Job, Runner
from tests.integration.secret_forms import CLIENT_SECRET, FETCHED_TOKEN, WEBHOOK_SECRET, leaks
from tests.simulator import orgs
from tests.simulator.client import Simulator
from tests.simulator.credentials import PERMISSIONS

CLIENT = {
    "client_id": "some-id",
    "client_secret": CLIENT_SECRET,
    "scopes": ["communications:read", "communications:write", "webhooks:write"],
}


class Awx:
    """Launches job templates, and searches all that a job leaves for secrets."""

    def __init__(self, configuration: Configuration, runner: Runner, ansible: Ansible) -> None:
        self._sources = configuration["controller_inventory_sources"]
        self._templates = {each["playbook"]: each for each in configuration["controller_templates"]}
        self._runner = runner
        self._ansible = ansible

    def questions(self, playbook: str) -> list[dict[str, Any]]:
        """Those of its template's survey."""
        questions: list[dict[str, Any]] = self._templates[playbook].get("survey_spec", {}).get("spec", [])
        return questions

    def launch(self, playbook: str, *, check_mode: bool = False, verbosity: int = 0, **answers: Any) -> Job:
        """A job of the playbook's template, with these answers to its survey, else its defaults."""
        extra_vars = self.extra_vars(playbook, answers)
        return self.run(playbook, extra_vars, check_mode=check_mode, verbosity=verbosity)

    def extra_vars(self, playbook: str, answers: dict[str, Any]) -> dict[str, Any]:
        """What a job of its template gets with these answers."""
        return launched(self._templates[playbook], answers)

    def run(self, playbook: str, extra_vars: dict[str, Any], *, check_mode: bool = False, verbosity: int = 0) -> Job:
        """A job with these extra variables, whatever AWX would say of them."""
        switches = [*(["--check"] if check_mode else []), *self._switches(playbook)]
        settings = {"cmdline": " ".join(switches), "verbosity": verbosity}
        job = self._runner.run(playbook, self._inventory(playbook), extra_vars_file(extra_vars), **settings)
        assert leaks(job.written()) == []
        return job

    def play(self, playbook: str, extra_vars: dict[str, Any]) -> Finished:
        """What ansible-runner would start for the job, without ansible-runner."""
        given = self._ansible.folder / "extra_vars"
        given.write_text(extra_vars_file(extra_vars))
        inventory = str(PROJECT / self._inventory(playbook))
        arguments = ("-i", inventory, "-e", f"@{given}", *self._switches(playbook), str(PROJECT / playbook))
        ran = self._ansible.run("ansible-playbook", *arguments)
        assert leaks({"output": ran.output, "errors": ran.errors, "results": str(ran.results)}) == []
        return ran

    def _switches(self, playbook: str) -> list[str]:
        return ["--diff"] if self._templates[playbook].get("diff_mode") else []

    def _inventory(self, playbook: str) -> str:
        name = self._templates[playbook]["inventory"]
        (source,) = (each for each in self._sources if each["inventory"] == name)
        return str(source["source_path"])


@pytest.fixture(scope="module")
def configuration(tmp_path_factory: pytest.TempPathFactory) -> Configuration:
    return read_configuration(Ansible(tmp_path_factory.mktemp("awx"), {}))


@pytest.fixture
def awx(simulator: Simulator, ansible: Ansible, configuration: Configuration, tmp_path: Path) -> Awx:
    """An organisation with one OAuth client, whose credentials are in a credential of AWX and nowhere else."""
    simulator.reset({**simulator.state("webmessaging:12"), "clients": [CLIENT]})
    kind, _of_target = configuration["controller_credential_types"]
    inputs = {
        "base_path": simulator.url,
        "guest_url": simulator.url,
        "messaging_url": simulator.messaging_url,
        "client_id": "some-id",
        "client_secret": CLIENT_SECRET,
        "webhook_secret": WEBHOOK_SECRET,
    }
    folder = tmp_path / "job"
    folder.mkdir()
    environment = injected(kind, inputs)
    for name in simulator.environment:
        del ansible.environment[name]
    ansible.environment.update(environment)
    return Awx(configuration, Runner(folder, PROJECT, environment), ansible)


def audit(job: Job) -> list[tuple[str, str]]:
    """``(action, outcome)`` of every entry that the job's events carry."""
    entries = [entry for result in job.results() for entry in result.get("audit", []) if entry["action"] != "VALIDATE"]
    return [(entry["action"], entry["outcome"]) for entry in entries]


def test_every_template_does_its_job_with_the_credential_alone(simulator: Simulator, awx: Awx, tmp_path: Path) -> None:
    found = awx.launch("discover.yml", webmessaging_name_glob="*1?")
    assert found.status == 0, found.output
    assert [name in found.output for name in ("Web Messaging 0009", "Web Messaging 0010")] == [False, True]

    drifted = awx.launch("drift.yml")
    assert (drifted.status, "Web Messaging Config Sync" in drifted.output) == (2, True), drifted.output
    checked = awx.launch("configure.yml", check_mode=True)
    assert checked.status == 0, checked.output
    assert simulator.requests("write") == []

    configured = awx.launch("configure.yml", verbosity=4, webmessaging_on_error="stop", webmessaging_workers=2)
    assert configured.status == 0, configured.output
    assert simulator.requests("write") == ["POST /api/v2/platform/webhooks"]
    assert simulator.webhooks()[0]["secret"] == WEBHOOK_SECRET
    assert audit(configured) == [("WEBHOOK_CREATE", "created"), *[("CHANNEL_UPDATE", "unchanged")] * 12]

    simulator.clear_journal()
    rolled_out = awx.launch(
        "rollout.yml", webmessaging_rollout_sessions=321, webmessaging_rollout_enable_features=["file-sharing"]
    )
    assert rolled_out.status == 0, rolled_out.output
    assert simulator.requests()[:2] == [TOKEN, page(1)]
    assert sorted(audit(rolled_out)) == [("CHANNEL_UPDATE", "updated")] * 12
    webchats = [channel["configuration"]["webchat"] for channel in simulator.channels()]
    assert [each["maxConcurrentSessions"] for each in webchats] == [321] * 12
    assert {tuple(sorted(each["features"])) for each in webchats} == {
        ("file-sharing", "rich-media", "typing-indicators")
    }

    path = tmp_path / "export.yml"
    assert awx.launch("export.yml", webmessaging_export_path=str(path)).status == 0
    assert leaks({"export": path.read_text(encoding="utf-8")}) == []
    assert len(yaml.safe_load(path.read_text(encoding="utf-8"))["webmessaging_channels"]) == 12

    taken = awx.launch("webhook_absent.yml", webmessaging_webhook_name="Web Messaging Config Sync")
    assert taken.status == 0, taken.output
    assert audit(taken) == [("WEBHOOK_DELETE", "deleted")]
    assert simulator.webhooks() == []

    body = {"access_token": FETCHED_TOKEN, "token_type": "bearer", "expires_in": 3600}
    simulator.fault("POST", "/oauth/token", {"respond": {"status": 200, "body": body}}, times=None)
    refused = awx.launch("discover.yml", verbosity=4)
    assert [result["failure"]["status"] for result in refused.results()] == [401]


NOTHING_WANTED = "webmessaging_rollout_wish: is missing or empty"
NO_FOLDER = "webmessaging_export_path: the folder /exports does not exist"
NO_PATH = "webmessaging_export_path: is missing"
NO_DEPLOYMENTS = (
    "webmessaging_configurations, webmessaging_deployments or webmessaging_supported_contents: is missing or empty"
)
NO_TARGET = "webmessaging_target_client: has no credentials."
NO_STATE = "webmessaging_switch: is missing; say off or on."
NO_WEBHOOK = "There is no webhook with the name 'Web Messaging Config Sync', so nothing was deleted."
ALL_WELL = "Guests get all 2 deployments as wanted."

OUTCOMES = [
    # playbook, which org, how the job ends without answers, what it says then, and with empty ones
    ("discover.yml", "webmessaging:2", 0, "Web Messaging 0002", "Web Messaging 0002"),
    ("drift.yml", "webmessaging:2", 2, "webhook 'Web Messaging Config Sync'", "webhook 'Web Messaging Config Sync'"),
    ("drift.yml", "plain-webdeployments:2", 0, "", ""),
    ("configure.yml", "webmessaging:2", 0, "", ""),
    ("configure.yml", "plain-webdeployments:2", 0, "", ""),
    ("rollout.yml", "webmessaging:2", 2, NOTHING_WANTED, NOTHING_WANTED),
    ("export.yml", "webmessaging:2", 2, NO_FOLDER, NO_PATH),
    ("configure_deployments.yml", "plain-webdeployments:2", 2, NO_DEPLOYMENTS, NO_DEPLOYMENTS),
    ("drift_deployments.yml", "plain-webdeployments:2", 2, NO_DEPLOYMENTS, NO_DEPLOYMENTS),
    ("export_deployments.yml", "plain-webdeployments:2", 2, NO_FOLDER, NO_PATH),
    ("promote.yml", "plain-webdeployments:2", 2, NO_TARGET, NO_TARGET),
    ("switch.yml", "plain-webdeployments:2", 2, NO_STATE, NO_STATE),
    ("verify.yml", "plain-webdeployments:2", 0, ALL_WELL, ALL_WELL),
    ("webhook_absent.yml", "webmessaging:2", 0, NO_WEBHOOK, NO_WEBHOOK),
]
BEFORE_ANY_REQUEST = {NOTHING_WANTED, NO_FOLDER, NO_PATH, NO_DEPLOYMENTS, NO_TARGET, NO_STATE}


def emptiest(question: dict[str, Any]) -> dict[str, Any]:
    """The answer of somebody who wipes a field; none where AWX takes no empty one."""
    empty = {"text": "", "textarea": "", "multiselect": []}
    return {question["variable"]: empty[question["type"]]} if question["type"] in empty else {}


@pytest.mark.parametrize(("playbook", "org", "status", "unanswered", "emptied"), OUTCOMES)
def test_every_template_can_be_launched_without_answers(
    simulator: Simulator, awx: Awx, playbook: str, org: str, status: int, unanswered: str, emptied: str
) -> None:
    """As schedules, workflows and Event-Driven Ansible do. Null stands in extra variables of some releases of AWX
    where a text was left empty (ansible/awx issue 16205). Only for the templates of deployments is ansible-runner
    itself started: the other tests start it for the rest."""
    state = simulator.state(org)
    (client,) = state["clients"]
    simulator.reset({**state, "clients": [{**client, "client_id": "some-id", "client_secret": CLIENT_SECRET}]})
    questions = awx.questions(playbook)
    empty = {name: answer for each in questions for name, answer in emptiest(each).items()}
    null = dict.fromkeys(each["variable"] for each in questions)
    job: Job | Finished
    jobs = [(unanswered, awx.extra_vars(playbook, {}))]
    if questions:
        jobs += [(emptied, awx.extra_vars(playbook, empty)), (emptied, null)]
    for said, extra_vars in jobs:
        simulator.clear_journal()
        if playbook.endswith("_deployments.yml") and extra_vars is jobs[0][1]:
            job = awx.run(playbook, extra_vars)
            failures = len(job.failures())
        else:
            job = awx.play(playbook, extra_vars)
            failures = len([each for each in job.results if each.status == "failed"])
        assert (job.status == 0, said in " ".join(job.output.split())) == (
            said not in BEFORE_ANY_REQUEST and status == 0,
            True,
        ), job.output
        if said in BEFORE_ANY_REQUEST:
            assert failures == 1
            # The inventory's own, and none of the playbook's.
            assert simulator.requests() == (LISTING if playbook == "rollout.yml" else [])


def test_awx_refuses_what_is_no_answer(awx: Awx) -> None:
    """So that a job never sees it."""
    for playbook in ("configure.yml", "rollout.yml"):
        for question in awx.questions(playbook):
            for answer in (None, "", 5000000, "x" * 5000, ["x"]):
                if question["type"] == "text" and answer == "":
                    continue
                with pytest.raises(Refused, match=question["variable"]):
                    awx.extra_vars(playbook, {question["variable"]: answer})
    with pytest.raises(Refused, match="webmessaging_other"):
        awx.extra_vars("drift.yml", {"webmessaging_other": "x"})


def test_all_answers_to_the_rollout_reach_the_channels(simulator: Simulator, awx: Awx) -> None:
    """As AWX gives them, and as a workflow's text."""
    ids = [channel["id"] for channel in simulator.channels()]
    answers: dict[str, Any] = {
        "webmessaging_rollout_hosts": f"{ids[0]},{ids[3]}",
        "webmessaging_rollout_sessions": 321,
        "webmessaging_rollout_enable_features": ["file-sharing", "co-browsing"],
        "webmessaging_rollout_disable_features": ["typing-indicators"],
        "webmessaging_rollout_target_browsers": ["chrome"],
        "webmessaging_change_shared": "yes",
        "webmessaging_overwrite_draft": "no",
        "webmessaging_rollout_max_fail_percentage": 5,
        "webmessaging_rollout_as_guest": "no",
        "webmessaging_rollout_back": "yes",
        "webmessaging_rollout_pause": 1,
    }
    assert answers.keys() == {each["variable"] for each in awx.questions("rollout.yml")}
    ran = awx.launch("rollout.yml", **answers)
    assert ran.status == 0, ran.output
    changed = [
        each for each in simulator.channels() if each["configuration"]["webchat"]["maxConcurrentSessions"] == 321
    ]
    assert [each["id"] for each in changed] == [ids[0], ids[3]]
    assert {tuple(sorted(each["configuration"]["webchat"]["features"])) for each in changed} == {
        ("co-browsing", "file-sharing", "rich-media")
    }

    simulator.clear_journal()
    texts = {name: "\n".join(value) if isinstance(value, list) else str(value) for name, value in answers.items()}
    again = awx.run("rollout.yml", texts)
    assert again.status == 0, again.output
    assert simulator.requests("write") == []
    none = awx.launch("rollout.yml", **{**answers, "webmessaging_rollout_hosts": "Misspelt"})
    assert (none.status, "no host of the inventory matches 'Misspelt'" in none.output) == (2, True)


def test_a_promotion_takes_a_credential_of_each_org(
    simulator: Simulator, awx: Awx, ansible: Ansible, configuration: Configuration
) -> None:
    client = {"clients": [{**CLIENT, "scopes": list(PERMISSIONS)}]}
    simulator.reset({**orgs.explicit("plain-webdeployments:4"), **client}, pending_polls=0)
    first, second, *_others = [each["name"] for each in simulator.deployments()]
    _kind, of_target = configuration["controller_credential_types"]
    with Simulator() as target:
        target.reset(orgs.other("plain-webdeployments:1", "production"), pending_polls=0)
        inputs = {"base_path": target.url, "client_id": target.client_id, "client_secret": target.client_secret}
        ansible.environment.update(injected(of_target, inputs))
        answers = {"webmessaging_promote_glob": f"{first}\n{second}", "webmessaging_overwrite_draft": "yes"}
        ran = awx.play("promote.yml", awx.extra_vars("promote.yml", answers))
        assert ran.status == 0, ran.output
        assert {first, second} == {each["name"] for each in target.deployments()}
    assert simulator.requests("write") == []


def test_messengers_have_opening_hours(simulator: Simulator, awx: Awx, ansible: Ansible) -> None:
    """As the schedules launch the job, and as people do, for all deployments with two asterisks."""
    client = {"clients": [{**CLIENT, "scopes": list(PERMISSIONS)}]}
    simulator.reset({**simulator.state("webdeployments:3"), **client}, pending_polls=0)
    hours = {"webmessaging_awx_opening_glob": "EU *"}
    schedules = read_configuration(ansible, **hours)["controller_schedules"]
    opens, closes = (each["extra_data"] for each in schedules if each["unified_job_template"].endswith("Switch"))

    def statuses_after(answers: dict[str, Any]) -> list[str]:
        ran = awx.play("switch.yml", awx.extra_vars("switch.yml", answers))
        assert ran.status == 0, ran.output
        return [each["status"] for each in simulator.deployments()]

    assert statuses_after(closes) == ["Active", "Inactive", "Inactive"]
    assert statuses_after(opens) == ["Active"] * 3
    answers = {
        "webmessaging_switch": "off",
        "webmessaging_switch_names": "EU 1\nEU 2\n",
        "webmessaging_switch_glob": "**",
        "webmessaging_switch_by": "status",
        "webmessaging_change_shared": "no",
        "webmessaging_overwrite_draft": "no",
        "webmessaging_switch_as_guest": "no",
    }
    assert answers.keys() == {each["variable"] for each in awx.questions("switch.yml")}
    assert statuses_after(answers) == ["Inactive"] * 3
    by_launcher = {"webmessaging_switch_by": "launcher", "webmessaging_change_shared": "yes"}
    assert statuses_after({**answers, **by_launcher}) == ["Inactive"] * 3


def test_the_monitor_takes_answers_and_the_project_s_variables(simulator: Simulator, awx: Awx, tmp_path: Path) -> None:
    """A question that nobody answers leaves the variable of the project alone."""
    client = {"clients": [{**CLIENT, "scopes": list(PERMISSIONS)}]}
    simulator.reset({**simulator.state("plain-webdeployments:3"), **client}, pending_polls=0)
    first, second, _third = simulator.deployments()
    simulator.person("edit_deployment", first["id"], status="Inactive", settled=True)
    page, numbers = tmp_path / "page.html", tmp_path / "guests.prom"
    answers: dict[str, Any] = {
        "webmessaging_verify_glob": "**",
        "webmessaging_verify_site": "www.shop.example",
        "webmessaging_verify_inactive": f"x\n{first['name']}\n",
        "webmessaging_verify_connect": "handshake",
        "webmessaging_verify_wait": 1,
        "webmessaging_verify_report": str(page),
        "webmessaging_verify_metrics": str(numbers),
    }
    assert answers.keys() == {each["variable"] for each in awx.questions("verify.yml")}
    assert awx.extra_vars("verify.yml", {}) == {}
    ran = awx.play("verify.yml", awx.extra_vars("verify.yml", answers))
    assert ran.status == 0, ran.output
    assert page.exists()
    assert numbers.read_text(encoding="utf-8").count("genesys_guest_up{") == 3
    simulator.person("edit_deployment", second["id"], status="Inactive", settled=True)
    again = awx.play("verify.yml", awx.extra_vars("verify.yml", answers))
    assert (again.status, f"Inactive: '{second['name']}'" in again.output) == (2, True)


def test_a_webhook_is_deleted_by_its_name(simulator: Simulator, awx: Awx) -> None:
    """And not the one of the project, nor any other."""
    state = simulator.state()
    simulator.reset({**state, "webhooks": [webhooks.stored(), webhooks.stored(id="w2", name="Old {{ one }}")]})
    taken = awx.launch("webhook_absent.yml", webmessaging_webhook_name="Old {{ one }}")
    assert taken.status == 0, taken.output
    assert [each["name"] for each in simulator.webhooks()] == [webhooks.NAME]
    again = awx.launch("webhook_absent.yml", webmessaging_webhook_name="Old {{ one }}")
    assert (again.status, "There is no webhook with the name 'Old {{ one }}'" in again.output) == (0, True)
    assert awx.launch("webhook_absent.yml").status == 0
    assert simulator.webhooks() == []
