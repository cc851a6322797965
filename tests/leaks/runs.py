# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is run: tasks of every module, every playbook, the role, the inventory plugin and the event source.

The callback is part of each run of a playbook.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.faults.jobs import BARE, COMMUNICATIONS, JOBS, ORGS, PRIMARY, RECEIVER, WEB_DEPLOYMENTS, Job
from tests.integration.ansible_process import COMMANDS
from tests.leaks.canaries import Canaries
from tests.leaks.provocations import HOOK_PATH

MOST_TASKS = 4
FOLLOW = Path(__file__).with_name("follow.py")
_FIRST = "Web Messaging 0001"
_PREFIX = "genesys.cloud."


@dataclass(frozen=True)
class Run:
    """``command`` is started in ``folder``; ``given``: the files with what a user gives it, which are not searched."""

    title: str
    api: str
    command: list[str]
    given: dict[Path, Any]
    environment: dict[str, str] = field(default_factory=dict)
    seconds: float | None = None
    """After these it is ended; None: it ends by itself."""

    @property
    def kind(self) -> str:
        """The title without the parts of the run."""
        return self.title.split(" of ")[0]


@dataclass(frozen=True)
class Setting:
    """Where a run takes place. ``url``: the simulator's; ``out``: for what the run writes; ``client``: how it enters,
    as client options."""

    folder: Path
    out: Path
    url: str
    canaries: Canaries
    client: dict[str, Any]


def draw(chance: random.Random, number: int, setting: Setting) -> Run:
    """The kinds take turns, so that each gets its share."""
    return _TURNS[number % len(_TURNS)](chance, setting)


def hook(setting: Setting, path: str = "hook") -> str:
    """An address with credentials in it."""
    secret = quote(setting.canaries["callback password"], safe="")
    return f"https://monitor.example/{path}?token={secret}&v=2"


def _secrets_of(job: Job, setting: Setting) -> dict[str, Any]:
    """The options of the task that hold secrets."""
    canaries = setting.canaries
    if job.module == "webmessaging_webhook" and job.options.get("state") != "absent":
        headers = {"Content-Type": "application/json", "X-Auth": canaries["webhook header"]}
        more = {"callback_url": hook(setting), "secret": canaries["webhook secret"], "update_secret": "always"}
        return {**more, "http_headers": headers}
    if job.module == "webmessaging_notify":
        secret = quote(canaries["callback password"], safe="")
        headers = {"Authorization": f"Bearer {canaries['event header']}"}
        url = f"{setting.url}{HOOK_PATH}?token={secret}"
        return {"url": url, "secret": canaries["event secret"], "http_headers": headers}
    return {}


def _tasks(chance: random.Random, setting: Setting) -> Run:
    """Some tasks, each with all its options, and everything that can be made of their results."""
    api = chance.choice([COMMUNICATIONS, WEB_DEPLOYMENTS])
    jobs = chance.sample([job for job in JOBS if job.api == api], MOST_TASKS)
    tasks: list[dict[str, Any]] = []
    values: dict[str, Any] = {}
    for number, job in enumerate(jobs):
        options = {**job.options, **_secrets_of(job, setting)}
        assert options.get("url") != RECEIVER
        if "info" not in job.module and job.module != "webmessaging_validate":
            options["audit_log"] = str(setting.out / "audit.jsonl")
        if job.module == "webmessaging_guest_info":
            options["connect"] = chance.choice(["none", "handshake", "configuration", "session"])
        if chance.random() < 0.3:  # what people do by mistake
            options |= _mistakes(chance, setting)
        values[f"options_{number}"] = options
        names = {name: f"{{{{ options_{number}['{name}'] }}}}" for name in options}
        tasks.append({"name": job.title, f"{_PREFIX}{job.module}": names, "register": f"told_{number}"})
    results = ", ".join(f"told_{number}" for number in range(len(jobs)))
    shown = f"{{{{ [{results}] }}}}"
    tasks += [
        {"name": "Show", "ansible.builtin.debug": {"msg": shown}},
        {
            "name": "Page",
            "ansible.builtin.copy": _content(f"[{results}] | {_PREFIX}webmessaging_report", setting, "html"),
        },
        {
            "name": "List",
            "ansible.builtin.debug": {"msg": f"{{{{ [{results}] | {_PREFIX}webmessaging_differences }}}}"},
        },
    ]
    play = {"hosts": "localhost", "gather_facts": False, "ignore_errors": True, "tasks": tasks}
    title = f"tasks of {', '.join(job.module for job in jobs)}"
    return _of_playbook(chance, title, api, setting, str(setting.folder / "play.yml"), {}, values, [play])


def _mistakes(chance: random.Random, setting: Setting) -> dict[str, Any]:
    canaries = setting.canaries
    return chance.choice(
        [
            {"client_sceret": canaries["client secret"]},
            {"scopes": {"secret": canaries["client secret"]}},
            {"access_token": f"{canaries['access token']}\n{canaries['access token']}"},
            {"proxy": f"nonsense://user:{quote(canaries['proxy password'], safe='')}@"},
            {"audit_log": f"/no/such/{'x' * 40}/log"},
        ]
    )


def _content(expression: str, setting: Setting, ending: str) -> dict[str, Any]:
    return {"content": f"{{{{ {expression} }}}}", "dest": str(setting.out / f"page.{ending}"), "mode": "0600"}


def _of_playbook(
    chance: random.Random,
    title: str,
    api: str,
    setting: Setting,
    playbook: str,
    variables: dict[str, Any],
    values: dict[str, Any] | None = None,
    plays: list[dict[str, Any]] | None = None,
    *arguments: str,
) -> Run:
    """With the credentials in the environment or in a file of variables, and now and then in check mode."""
    given: dict[Path, Any] = {setting.folder / "given.json": {**variables, **(values or {})}}
    if plays:
        if setting.client:
            given[setting.folder / "given.json"]["entry"] = setting.client
            names = {name: f"{{{{ entry['{name}'] }}}}" for name in setting.client}
            plays = [{**play, "module_defaults": {f"group/{_PREFIX}genesys": names}} for play in plays]
        given[setting.folder / "play.yml"] = plays
    elif setting.client:
        given[setting.folder / "given.json"]["webmessaging_client"] = setting.client
    command = [str(COMMANDS / "ansible-playbook"), playbook, "-e", f"@{setting.folder / 'given.json'}", *arguments]
    command += [*(["--check"] if chance.random() < 0.25 else []), "--diff", chance.choice(["-vvvv", "-vvvv", "-v"])]
    way = {"GENESYS_EXECUTION": "module"} if chance.random() < 0.4 else {}
    return Run(title, api, command, given, {"GENESYS_API": api, **way})


def _webhook(setting: Setting) -> dict[str, Any]:
    canaries = setting.canaries
    headers = {"X-Auth": canaries["webhook header"]}
    return {"name": "New", "callback_url": hook(setting), "secret": canaries["webhook secret"], "http_headers": headers}


def _wanted(chance: random.Random, setting: Setting) -> tuple[str, dict[str, Any]]:
    """The variables of the role."""
    api = chance.choice([COMMUNICATIONS, WEB_DEPLOYMENTS])
    name = _FIRST if api == COMMUNICATIONS else PRIMARY
    receiver = {**_webhook(setting), "callback_url": f"{setting.url}{HOOK_PATH}", "allow_http_callback": True}
    receiver["secret"] = setting.canaries["event secret" if api == WEB_DEPLOYMENTS else "webhook secret"]
    receiver["http_headers"] = {
        "X-Auth": setting.canaries["event header" if api == WEB_DEPLOYMENTS else "webhook header"]
    }
    return api, {
        "webmessaging_channels": [{"name": name, "enable_features": ["video-calling"]}],
        "webmessaging_webhook": receiver,
        "webmessaging_report": str(setting.out / "role.html"),
        "webmessaging_audit_log": str(setting.out / "role.jsonl"),
    }


def _role(chance: random.Random, setting: Setting) -> Run:
    api, variables = _wanted(chance, setting)
    play = {"hosts": "localhost", "gather_facts": False, "roles": [f"{_PREFIX}webmessaging"]}
    if setting.client:
        variables["webmessaging_client"] = setting.client
    return _of_playbook(chance, "the role", api, setting, str(setting.folder / "play.yml"), variables, {}, [play])


def _inventory(chance: random.Random, setting: Setting) -> Run:
    api = chance.choice([COMMUNICATIONS, WEB_DEPLOYMENTS])
    source = setting.folder / "my.webmessaging.yml"
    cached = {"cache": True, "cache_plugin": "ansible.builtin.jsonfile", "cache_connection": str(setting.out / "cache")}
    options = {
        "plugin": f"{_PREFIX}webmessaging",
        **setting.client,
        **chance.choice([{}, cached, {"hostnames": ["name"]}]),
    }
    command = [str(COMMANDS / "ansible-inventory"), "-i", str(source), "--list", "-vvvv"]
    return Run("the inventory plugin", api, command, {source: options}, {"GENESYS_API": api})


def _event_source(_chance: random.Random, setting: Setting) -> Run:
    path = setting.folder / "source.json"
    arguments = {**setting.client, "checkpoint": str(setting.out / "checkpoint.json"), "interval": 30}
    command = [str(COMMANDS / "python"), str(FOLLOW), str(path)]
    return Run("the event source", WEB_DEPLOYMENTS, command, {path: arguments}, seconds=3.0)


def _target(setting: Setting) -> dict[str, Any]:
    """The same simulator, as another client of the same org."""
    return {"webmessaging_target_client": {**_entry(setting), "api_url": f"{setting.url}/"}}


def _entry(setting: Setting) -> dict[str, Any]:
    return {"client_id": "leaks", "client_secret": setting.canaries["client secret"]}


def _many(setting: Setting) -> dict[str, Any]:
    return {
        "webmessaging_deployments": [{"name": name, "description": "Ours"} for name in (PRIMARY, BARE)],
        "webmessaging_supported_contents": [{"name": "Pictures", "inbound": ["text/plain"]}],
        "webmessaging_audit_log": str(setting.out / "many.jsonl"),
    }


_Variables = Callable[[Setting], dict[str, Any]]
_EVERY_PLAYBOOK: dict[str, tuple[str, _Variables]] = {
    "discover": ("either", lambda setting: {}),
    "configure": ("role", lambda setting: {}),
    "drift": ("role", lambda setting: {"webmessaging_drift_path": str(setting.out / "drift.txt")}),
    "webhook_absent": (COMMUNICATIONS, lambda setting: {"webmessaging_webhook": _webhook(setting)}),
    "export": ("either", lambda setting: {"webmessaging_export_path": str(setting.out / "wanted.yml")}),
    "export_deployments": (
        WEB_DEPLOYMENTS,
        lambda setting: {"webmessaging_export_path": str(setting.out / "deployments.yml")},
    ),
    "configure_deployments": (WEB_DEPLOYMENTS, _many),
    "drift_deployments": (
        WEB_DEPLOYMENTS,
        lambda setting: {**_many(setting), "webmessaging_drift_path": str(setting.out / "drift.txt")},
    ),
    "promote": (
        WEB_DEPLOYMENTS,
        lambda setting: {**_target(setting), "webmessaging_report_path": str(setting.out / "promoted.html")},
    ),
    "switch": (
        WEB_DEPLOYMENTS,
        lambda setting: {"webmessaging_switch": "off", "webmessaging_switch_names": [PRIMARY]},
    ),
    "verify": (
        WEB_DEPLOYMENTS,
        lambda setting: {
            "webmessaging_verify_connect": "session",
            "webmessaging_verify_report": str(setting.out / "verified.html"),
            "webmessaging_verify_metrics": str(setting.out / "verified.prom"),
        },
    ),
    "rollout": (
        "either",
        lambda setting: {"webmessaging_rollout_wish": {"enable_features": ["video-calling"]}},
    ),
}
_PLAYBOOKS = sorted(_EVERY_PLAYBOOK)


def _playbook(name: str) -> Callable[[random.Random, Setting], Run]:
    of, variables = _EVERY_PLAYBOOK[name]

    def run(chance: random.Random, setting: Setting) -> Run:
        api, given = of, variables(setting)
        if of == "role":
            api, wanted = _wanted(chance, setting)
            given = {**wanted, **given}
        elif of == "either":
            api = chance.choice([*ORGS])
        arguments: list[str] = []
        if name == "rollout":
            source = setting.folder / "my.webmessaging.yml"
            arguments = ["-i", str(source)]
        made = _of_playbook(
            chance, f"the playbook {name}", api, setting, f"{_PREFIX}{name}", given, {}, None, *arguments
        )
        if name == "rollout":
            made.given[source] = {"plugin": f"{_PREFIX}webmessaging", **setting.client}
        return made

    return run


_TURNS: list[Callable[[random.Random, Setting], Run]] = [_tasks, _role, _inventory, _event_source]
for _name in _PLAYBOOKS:
    _TURNS += [_playbook(_name), _tasks]


def write_given(run: Run) -> None:
    for path, value in run.given.items():
        path.write_text(json.dumps(value), encoding="utf-8")  # every JSON text is YAML
