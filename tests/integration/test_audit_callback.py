# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The callback ``genesys.cloud.audit`` in real runs: its lines, its table, its numbers, and what it does not break."""

from __future__ import annotations

import json
import os
import re
import stat
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

import prometheus_client.openmetrics.parser
import prometheus_client.parser
import pytest

from tests.integration.ansible_process import Ansible
from tests.integration.audited_runs import AuditedRun, inventory, play_board, prepare_board
from tests.integration.channels import COLLECTION, ID, ITEM, org, stored
from tests.integration.secret_forms import leaks
from tests.integration.test_channel_audit import KEYS
from tests.simulator.client import Simulator

PLACED = {"run_id", "playbook", "play", "task", "host"}
CHANNEL = "genesys.cloud.webmessaging_channel"
FLEET_OPTIONS = json.dumps({"channels": [{"name_glob": "*", "max_concurrent_sessions": 801}]})
ONE_JSON = """
import json
from ansible.plugins.callback import CallbackBase

DOCUMENTATION = "{name: one_json, type: stdout, short_description: One JSON, description: One JSON.}"


class CallbackModule(CallbackBase):
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "one_json"

    def v2_playbook_on_stats(self, stats):
        self._display.display(json.dumps(stats.ok))
"""
BROKEN = {"respond": {"status": 500, "code": "internal.server.error", "message": "Something broke."}}


@pytest.fixture
def run(ansible: Ansible) -> AuditedRun:
    return AuditedRun(ansible)


@pytest.fixture
def one_channel(simulator: Simulator, ansible: Ansible) -> Simulator:
    simulator.reset(org(stored()))
    ansible.environment |= simulator.environment
    return simulator


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def samples(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Name and labels but for the playbook and the host, and value; as both parsers read them."""

    def named(sample: Any) -> tuple[tuple[str, str], ...]:
        return tuple(sorted(item for item in sample.labels.items() if item[0] not in ("playbook", "api_host")))

    def read(families: Any) -> dict[Any, float]:
        return {(sample.name, named(sample)): sample.value for family in families for sample in family.samples}

    strict = read(prometheus_client.openmetrics.parser.text_string_to_metric_families(text))
    assert read(prometheus_client.parser.text_string_to_metric_families(text)) == strict
    return strict


def test_forty_updates_three_refusals_and_two_failures_of_ten_hosts_at_once(
    simulator: Simulator, run: AuditedRun
) -> None:
    ids = prepare_board(simulator)
    ran = play_board(simulator, run.ansible, ids, "-vvvv")
    assert ran.status == 0, ran.output + ran.errors
    assert "genesys.cloud.audit" not in ran.errors

    lines = run.lines()
    assert len(lines) == len({line["audit_id"] for line in lines}) == 46
    assert {frozenset(line) for line in lines} == {frozenset({*KEYS, *PLACED})}
    channels = [line for line in lines if line["resource"] == "channel"]
    assert sorted(line["resource_id"] for line in channels) == sorted(
        [*ids[:44], "0" * 8 + "-0000-0000-0000-" + "0" * 12]
    )
    outcomes = Counter((line["resource"], line["outcome"]) for line in lines)
    assert outcomes == {
        ("channel", "updated"): 40,
        ("channel", "rejected"): 2,
        ("channel", "failed"): 3,
        ("webhook", "created"): 1,
    }
    written = Counter(request.rpartition("/")[2] for request in simulator.requests("write", path=f"{COLLECTION}/.*"))
    assert {line["resource_id"]: line["attempts"] for line in channels if line["attempts"]} == written
    assert written[ids[0]] == 2

    assert len({uuid.UUID(line["run_id"]) for line in lines}) == 1
    assert {line["playbook"] for line in lines} == {"playbook.yml"}
    assert {line["play"] for line in lines} == {"The board's run"}
    looped = Counter(line["host"] for line in lines if line["task"] == "Configure the channels")
    assert looped == {f"h{number}": 4 for number in range(10)}
    assert mode_of(run.audit_log) == 0o600

    numbers = samples(run.metrics_file.read_text())
    ended = {
        dict(labels)["outcome"]: value
        for (name, labels), value in numbers.items()
        if name == "genesys_webmessaging_run_objects" and ("resource", "channel") in labels and value
    }
    assert ended == {"updated": 40, "refused": 3, "failed": 2}
    requests = Counter(entry["kind"] for entry in simulator.journal())
    for kind, count in requests.items():
        assert numbers["genesys_webmessaging_run_requests", (("kind", kind),)] == count
    assert numbers["genesys_webmessaging_run_retries", ()] == 1
    assert numbers["genesys_webmessaging_run_wait_seconds", ()] >= 0.5
    assert numbers["genesys_webmessaging_run_failures", (("kind", "validation"),)] == 2
    assert numbers["genesys_webmessaging_feature_channels", (("feature", "co-browsing"),)] == 40
    assert mode_of(run.metrics_file) == 0o644

    assert "channels  40 updated, 0 unchanged, 3 refused, 2 failed" in ran.errors
    assert f"requests  {sum(requests.values())} (" in ran.errors
    assert "co-browsing        40 of" in ran.errors
    assert (
        leaks(
            {**run.texts(), "output": ran.output, "errors": ran.errors}, ["client secret", "webhook secret", "header"]
        )
        == []
    )
    assert mode_of(run.report_file) == 0o600


def test_every_way_in_which_a_task_can_run_leaves_one_line_an_operation(
    one_channel: Simulator, run: AuditedRun
) -> None:
    def wish(sessions: int | str, **options: Any) -> dict[str, Any]:
        return {CHANNEL: {"id": ID, "max_concurrent_sessions": sessions, "retries": 0, **options}}

    one_channel.fault("PATCH", ITEM, BROKEN)
    ran = run.ansible.playbook(
        [
            {"name": "Retried", **wish(801), "register": "r", "until": "r is success", "retries": 2, "delay": 0},
            {"name": "In the background", **wish(802), "async": 30, "poll": 0, "register": "job"},
            {
                "name": "Waited for",
                "ansible.builtin.async_status": {"jid": "{{ job.ansible_job_id }}"},
                "register": "status",
                "until": "status.finished",
                "retries": 100,
                "delay": 0.1,
            },
            {"name": "Read twice", "ansible.builtin.async_status": {"jid": "{{ job.ansible_job_id }}"}},
            {"name": "Polled", **wish(803), "async": 30, "poll": 1},
            {"name": "Ignored", **wish(0), "ignore_errors": True},
            {
                "name": "Rescue",
                "block": [{"name": "Rescued", **wish(0)}],
                "rescue": [{"name": "Looped", **wish("{{ item }}"), "loop": [804, 805]}],
            },
            {"name": "Hidden", **wish("{{ item }}"), "loop": [806, 807], "no_log": True},
            {"name": "Found", "genesys.cloud.webmessaging_channel_info": {}},
            {"name": "Another's", "ansible.builtin.debug": {"msg": "nothing"}},
            {"name": "Failed by the play", **wish(807), "failed_when": True, "ignore_errors": True},
        ],
        "--diff",
        variables={"ansible_async_dir": str(run.ansible.folder / "async")},
    )
    assert ran.status == 0, ran.output + ran.errors
    assert [(line["task"], line["outcome"]) for line in run.lines()] == [
        ("Retried", "failed"),
        ("Retried", "updated"),
        ("Waited for", "updated"),
        ("Polled", "updated"),
        ("Ignored", "rejected"),
        ("Rescued", "rejected"),
        ("Looped", "updated"),
        ("Looped", "updated"),
        ("Failed by the play", "unchanged"),
    ]
    assert "2 by no_log" in ran.errors
    assert samples(run.metrics_file.read_text())["genesys_webmessaging_run_hidden_results", ()] == 2
    assert "Hidden" not in run.audit_log.read_text()


def test_a_run_is_appended_and_known_by_its_id_and_check_mode_says_so(one_channel: Simulator, run: AuditedRun) -> None:
    tasks = [{"name": "Configure", CHANNEL: {"id": ID, "max_concurrent_sessions": 801}}]
    before = one_channel.state()
    checked = run.ansible.playbook(tasks, "--check")
    assert "channels  0 updated, 1 checked, 0 unchanged, 0 failed" in checked.errors
    assert "check: nothing was written" in checked.errors
    assert "would change" in run.report_file.read_text()
    assert (one_channel.requests("write"), one_channel.state()) == ([], before)
    run.report_file.chmod(0o640)
    for _again in range(2):
        assert run.ansible.playbook(tasks).status == 0
    assert [line["outcome"] for line in run.lines()] == ["checked", "updated", "unchanged"]
    assert len({line["run_id"] for line in run.lines()}) == 3
    assert mode_of(run.report_file) == 0o640


def test_nothing_is_said_or_written_where_no_task_of_ours_ran_or_it_is_not_enabled(
    one_channel: Simulator, run: AuditedRun
) -> None:
    foreign = run.ansible.playbook([{"name": "Foreign", "ansible.builtin.debug": {"msg": "x"}}])
    run.ansible.environment["ANSIBLE_CALLBACKS_ENABLED"] = "recorded_results"
    ours = run.ansible.playbook([{"name": "Ours", CHANNEL: {"id": ID}}])
    assert one_channel.requests() != []
    assert "GENESYS CLOUD" not in foreign.errors + ours.errors
    assert not any(path.exists() for path in (run.audit_log, run.metrics_file, run.report_file))


@pytest.mark.parametrize("place", ["nowhere/file", ".", "/dev/full"])
def test_what_cannot_be_written_is_a_warning_and_the_play_goes_on(
    one_channel: Simulator, run: AuditedRun, place: str
) -> None:
    path = str(run.ansible.folder / place)
    for name in ("GENESYS_AUDIT_LOG", "GENESYS_METRICS_FILE", "GENESYS_REPORT_FILE"):
        run.ansible.environment[name] = path
    # A device is not replaced, whoever runs this.
    if place == "/dev/full":
        run.ansible.environment["GENESYS_METRICS_FILE"] = run.ansible.environment["GENESYS_REPORT_FILE"] = ""
    ran = run.ansible.playbook(
        [
            {"name": "Configure", CHANNEL: {"id": ID, "max_concurrent_sessions": "{{ item }}"}, "loop": [801, 802]},
            {"name": "Go on", "ansible.builtin.debug": {"msg": "went on"}},
        ]
    )
    assert ran.status == 0, ran.output
    assert "went on" in ran.output
    warnings = " ".join(ran.errors.split())
    assert warnings.count(f"the audit log {path} cannot be written") == 1
    assert f"2 entries are missing in {path}" in warnings
    assert warnings.count("The play is not affected.") == (2 if place == "/dev/full" else 4)


def test_results_of_odd_shape_are_a_warning_at_most(one_channel: Simulator, run: AuditedRun) -> None:
    """Results that claim to be ours; the last one is ours."""
    odd: list[dict[str, Any]] = [
        {"audit": 1, "metrics": {"requests": 1}},
        {"audit": [1, {"audit_id": 2}, {"audit_id": "x"}], "metrics": {"requests": {"read": "many", "total": None}}},
        {"audit": [], "metrics": {"requests": None, "latency_ms": []}, "channels": [1, {"id": 5}], "failure": "x"},
        {"audit": [{"audit_id": "y", "changes": 7, "latency_ms": "z"}], "metrics": {"requests": {}}, "diff": [1]},
    ]
    modules = run.ansible.folder / "library"
    modules.mkdir()
    (modules / "odd.py").write_text(
        "#!/usr/bin/python\nimport json, sys\nfrom ansible.module_utils.basic import AnsibleModule\n"
        "module = AnsibleModule({'result': {'type': 'dict'}})\nmodule.exit_json(**module.params['result'])\n"
    )
    tasks: list[dict[str, Any]] = [{"name": "Odd", "odd": {"result": each}} for each in odd]
    ran = run.ansible.playbook([*tasks, {"name": "Ours", CHANNEL: {"id": ID, "max_concurrent_sessions": 801}}])
    assert ran.status == 0, ran.output + ran.errors
    assert [line["audit_id"] for line in run.lines()][:2] == ["x", "y"]
    assert run.lines()[-1]["outcome"] == "updated"
    assert "Primary Web Messaging" in run.report_file.read_text()
    samples(run.metrics_file.read_text())


def test_the_settings_can_stand_in_the_configuration_and_an_empty_variable_is_none(
    one_channel: Simulator, run: AuditedRun
) -> None:
    names = ("audit_log", "metrics_file", "report_file")
    run.ansible.environment |= {"GENESYS_AUDIT_LOG": "", "GENESYS_METRICS_FILE": "", "GENESYS_REPORT_FILE": ""}
    tasks = [{"name": "Configure", CHANNEL: {"id": ID}}]
    silent = run.ansible.playbook(tasks)
    assert (silent.status, "genesys.cloud.audit:" in silent.errors) == (0, False)
    for name in names:
        del run.ansible.environment[f"GENESYS_{name.upper()}"]
    lines = "".join(f"{name} = from-ini/{name}\n" for name in names)
    (run.ansible.folder / "ansible.cfg").write_text(f"[callback_genesys_audit]\n{lines}")
    (run.ansible.folder / "from-ini").mkdir()
    assert run.ansible.playbook(tasks).status == 0
    assert {path.name for path in (run.ansible.folder / "from-ini").iterdir()} == set(names)


def test_a_loop_s_hosts_are_told_apart(one_channel: Simulator, run: AuditedRun) -> None:
    hosts = str(inventory(run.ansible, 3))
    tasks = [{"name": "Look", CHANNEL: {"id": ID}}]
    assert run.ansible.playbook(tasks, "-i", hosts, hosts="all").status == 0
    assert sorted(line["host"] for line in run.lines()) == ["h0", "h1", "h2"]


@pytest.mark.parametrize("command", ["ansible -o", "JSON on stdout"])
def test_nothing_for_people_is_on_stdout(one_channel: Simulator, run: AuditedRun, command: str) -> None:
    """Neither progress nor the table: what reads stdout can be a program."""
    if command == "ansible -o":
        one_channel.fault("GET", ".*", {"respond": {"status": 429, "headers": {"Retry-After": "4"}}})
        ran = run.ansible.ad_hoc("webmessaging_channels", FLEET_OPTIONS, "-o")
        lines = ran.output.splitlines()
        assert [line.partition(" => ")[0] for line in lines] == ["localhost | CHANGED"]
    else:
        plugins = run.ansible.folder / "stdout"
        plugins.mkdir()
        (plugins / "one_json.py").write_text(ONE_JSON)
        run.ansible.environment |= {
            "ANSIBLE_CALLBACK_PLUGINS": f"{run.ansible.environment['ANSIBLE_CALLBACK_PLUGINS']}:{plugins}",
            "ANSIBLE_STDOUT_CALLBACK": "one_json",
        }
        ran = run.ansible.playbook([{"name": "Configure", CHANNEL: {"id": ID, "max_concurrent_sessions": 801}}])
        assert json.loads(ran.output) == {"localhost": 1}
    assert ran.status == 0, ran.output + ran.errors
    assert "GENESYS CLOUD" in ran.errors


@pytest.mark.parametrize("where", ["environment", "ini"])
def test_the_table_and_progress_can_be_turned_off(one_channel: Simulator, run: AuditedRun, where: str) -> None:
    one_channel.fault("PATCH", ".*", {"respond": {"status": 429, "headers": {"Retry-After": "4"}}})
    if where == "ini":
        (run.ansible.folder / "ansible.cfg").write_text("[callback_genesys_audit]\ntable = false\nprogress = no\n")
    else:
        run.ansible.environment |= {"GENESYS_TABLE": "false", "GENESYS_PROGRESS": "no"}
    ran = run.ansible.ad_hoc("webmessaging_channels", FLEET_OPTIONS)
    assert ran.status == 0, ran.output + ran.errors
    assert "waiting" not in ran.errors + ran.output.replace('"waiting', "")
    assert "GENESYS CLOUD" not in ran.errors
    assert run.report_file.exists()


def test_progress_can_be_turned_off_without_the_callback(one_channel: Simulator, run: AuditedRun) -> None:
    one_channel.fault("PATCH", ".*", {"respond": {"status": 429, "headers": {"Retry-After": "4"}}}, times=2)
    run.ansible.environment["ANSIBLE_CALLBACKS_ENABLED"] = "recorded_results"
    told = run.ansible.ad_hoc("webmessaging_channels", FLEET_OPTIONS)
    run.ansible.environment["GENESYS_PROGRESS"] = "false"
    silent = run.ansible.ad_hoc("webmessaging_channels", FLEET_OPTIONS.replace("801", "802"))
    assert [("waiting 4 s" in each.errors) for each in (told, silent)] == [True, False]


def test_each_run_has_series_of_its_own(one_channel: Simulator, run: AuditedRun) -> None:
    """Also one that only reads; by the host of the API, and by labels of the user's."""
    files = []
    tasks = [{"name": "Look", "genesys.cloud.webmessaging_channel_info": {}}]
    port = one_channel.url.rpartition(":")[2]
    for host, labels in (("127.0.0.1", ""), ("localhost", ""), ("127.0.0.1", "team=web , site=eu,playbook=x")):
        run.ansible.environment |= {"GENESYS_BASE_PATH": f"http://{host}:{port}", "GENESYS_METRICS_LABELS": labels}
        ran = run.ansible.playbook(tasks)
        assert ran.status == 0, ran.output + ran.errors
        files.append(run.metrics_file.read_text())
        samples(files[-1])
    assert "'playbook' exists already" in " ".join(ran.errors.split())
    series = [{line.rpartition(" ")[0] for line in text.splitlines() if line[0] != "#"} for text in files]
    assert not series[0] & series[1]
    assert not series[0] & series[2]
    common = f'{{playbook="playbook.yml",api_host="127.0.0.1:{port}",team="web",site="eu"'
    assert all(common in name for name in series[2])


def test_slices_of_one_job_write_files_of_their_own(one_channel: Simulator, run: AuditedRun) -> None:
    run.ansible.environment |= {
        "GENESYS_AUDIT_LOG": "audit-{job_id}.jsonl",
        "GENESYS_METRICS_FILE": "{host}-{job_id}.prom",
        "GENESYS_REPORT_FILE": "report-{job_id}-{run_id}.html",
        "GENESYS_METRICS_LABELS": "slice={job_id}",
    }
    for job in ("41", "42", "", "4/../3"):
        run.ansible.environment["JOB_ID"] = job
        assert run.ansible.playbook([{"name": "Look", CHANNEL: {"id": ID}}]).status == 0
    named = ["41", "42", "4_.._3", "local"]
    host = re.sub(r"[^\w.-]", "_", os.uname().nodename)
    found = {path.name for path in run.ansible.folder.iterdir()}
    assert {f"audit-{job}.jsonl" for job in named} | {f"{host}-{job}.prom" for job in named} <= found
    pages = [re.fullmatch(r"report-(.*)-[0-9a-f-]{36}\.html", name) for name in found if name.endswith(".html")]
    assert sorted(page[1] for page in pages if page) == named
    assert 'slice="42"' in (run.ansible.folder / f"{host}-42.prom").read_text()
    run.ansible.environment["GENESYS_REPORT_FILE"] = "{slice}.html"
    ran = run.ansible.playbook([{"name": "Look", CHANNEL: {"id": ID}}])
    assert "report_file: {slice} is unknown; known are {run_id}, {job_id}, {host}" in " ".join(ran.errors.split())


def test_several_playbooks_of_one_command_are_all_named(one_channel: Simulator, run: AuditedRun) -> None:
    names = ["first.yml", "second.yml"]
    for number, name in enumerate(names):
        task = {"name": "Configure", CHANNEL: {"id": ID, "max_concurrent_sessions": 801 + number}}
        play = {"hosts": "localhost", "gather_facts": False, "tasks": [task]}
        (run.ansible.folder / name).write_text(json.dumps([play]))
    ran = run.ansible.run("ansible-playbook", *names)
    assert ran.status == 0, ran.output + ran.errors
    assert [line["playbook"] for line in run.lines()] == names
    assert 'genesys_webmessaging_run_retries{playbook="first.yml, second.yml",' in run.metrics_file.read_text()
    tables = ran.errors.split("GENESYS CLOUD")[1:]
    assert ["playbooks  first.yml, second.yml" in told for told in tables] == [False, True]
    assert "<dt>Playbooks</dt><dd><bdi>first.yml, second.yml</bdi></dd>" in run.report_file.read_text()
