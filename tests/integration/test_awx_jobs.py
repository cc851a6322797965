# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The job templates of ``extensions/awx``, each run with what AWX gives it: the credential, the survey, no more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integration.ansible_process import Ansible
from tests.integration.awx_configuration import PROJECT, Configuration, read_configuration
from tests.integration.awx_rules import injected
from tests.integration.channels import TOKEN, page
from tests.integration.runner_process import Job, Runner
from tests.integration.secret_forms import CLIENT_SECRET, FETCHED_TOKEN, WEBHOOK_SECRET, leaks
from tests.simulator.client import Simulator

CLIENT = {
    "client_id": "some-id",
    "client_secret": CLIENT_SECRET,
    "scopes": ["communications:read", "communications:write", "webhooks:write"],
}


class Awx:
    """Launches job templates, and searches all that a job leaves for secrets."""

    def __init__(self, configuration: Configuration, runner: Runner) -> None:
        self._sources = configuration["controller_inventory_sources"]
        self._templates = {each["playbook"]: each for each in configuration["controller_templates"]}
        self._runner = runner

    def launch(self, playbook: str, *, check_mode: bool = False, verbosity: int = 0, **answers: Any) -> Job:
        """A job of the playbook's template, with these answers to its survey, else its defaults."""
        template = self._templates[playbook]
        questions = template.get("survey_spec", {}).get("spec", [])
        defaults = {each["variable"]: each["default"] for each in questions if "default" in each}
        required = {each["variable"] for each in questions if each["required"]}
        given = {**defaults, **answers}
        assert required <= given.keys() <= {each["variable"] for each in questions}
        switches = [*(["--check"] if check_mode else []), *(["--diff"] if template.get("diff_mode") else [])]
        settings = {"cmdline": " ".join(switches), "verbosity": verbosity}
        extra_vars = {**template.get("extra_vars", {}), **given}
        (source,) = (each for each in self._sources if each["inventory"] == template["inventory"])
        job = self._runner.run(playbook, source["source_path"], extra_vars, **settings)
        assert leaks(job.written()) == []
        return job


@pytest.fixture
def awx(simulator: Simulator, ansible: Ansible, tmp_path: Path) -> Awx:
    """An organisation with one OAuth client, whose credentials are in a credential of AWX and nowhere else."""
    simulator.reset({**simulator.state("webmessaging:12"), "clients": [CLIENT]})
    configuration = read_configuration(ansible)
    (kind,) = configuration["controller_credential_types"]
    inputs = {
        "base_path": simulator.url,
        "client_id": "some-id",
        "client_secret": CLIENT_SECRET,
        "webhook_secret": WEBHOOK_SECRET,
    }
    folder = tmp_path / "job"
    folder.mkdir()
    return Awx(configuration, Runner(folder, PROJECT, injected(kind, inputs)))


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
        "rollout.yml", webmessaging_survey_sessions=321, webmessaging_survey_enable=["file-sharing"]
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

    taken = awx.launch("webhook_absent.yml", webmessaging_survey_webhook="Web Messaging Config Sync")
    assert taken.status == 0, taken.output
    assert audit(taken) == [("WEBHOOK_DELETE", "deleted")]
    assert simulator.webhooks() == []

    body = {"access_token": FETCHED_TOKEN, "token_type": "bearer", "expires_in": 3600}
    simulator.fault("POST", "/oauth/token", {"respond": {"status": 200, "body": body}}, times=None)
    refused = awx.launch("discover.yml", verbosity=4)
    assert [result["failure"]["status"] for result in refused.results()] == [401]
