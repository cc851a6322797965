# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Does a run with the most that Ansible can show, and searches everything that comes out of it or is left by it."""

from __future__ import annotations

import os
import random
import stat
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import requests

from tests.faults.jobs import ORGS
from tests.integration.ansible_process import COMMANDS
from tests.integration.process_list import process_list
from tests.leaks import provocations, runs
from tests.leaks.canaries import Canaries
from tests.leaks.provocations import Provocation
from tests.leaks.runs import Run, Setting, write_given
from tests.simulator.client import SimulatorControl

ROOT = Path(__file__).parents[2]
CLIENT_ID = "leaks"
TIME_LIMIT = 180.0
_CACHE = "token-cache.json"
_OF_CACHES = ("issued token",)
"""What a token cache holds by design; only its owner can read it."""
_TRACES = ("Traceback (most recent call last)", "MODULE FAILURE", "Unexpected failure during module execution")


@dataclass(frozen=True)
class Hunted:
    """What a run left. ``leaks``: what was found where. ``texts``, ``size``, ``spellings``: how many outputs of how
    many characters were searched, for how many texts each. ``is_hung``: whether it had to be killed."""

    number: int
    run: Run
    provocation: Provocation
    leaks: list[str]
    traces: list[str]
    texts: int
    size: int
    canaries: int
    spellings: int
    is_hung: bool
    output: str

    @property
    def is_wrong(self) -> bool:
        return bool(self.leaks or self.traces or self.is_hung)

    def __str__(self) -> str:
        return f"{self.number}, {self.run.api}, {self.run.title}: {self.provocation.title}"


class Hunt:
    """Does one run at a time. ``collections``: where Ansible finds the collection."""

    def __init__(self, simulator: SimulatorControl, folder: Path, collections: Path | None = None) -> None:
        self._simulator = simulator
        self._folder = folder
        self._collections = collections or ROOT / "build/collections"

    def run(self, seed: int, number: int, alter: Callable[[Run, Canaries], None] | None = None) -> Hunted:
        """The run with that number of the seed's. ``alter``: changes what it is given, so that it leaks."""
        chance = random.Random(f"leaks:{seed}:{number}")
        canaries = Canaries(chance)
        folder = self._folder / str(number)
        setting, environment = self._setting(chance, canaries, folder)
        run = runs.draw(chance, number, setting)
        if alter:
            alter(run, canaries)
        provocation = provocations.draw(chance, canaries, _given(setting, environment))
        self._set_up(chance, run, canaries, provocation)
        return self._look_at(number, run, provocation, canaries, folder, environment)

    def _look_at(
        self,
        number: int,
        run: Run,
        provocation: Provocation,
        canaries: Canaries,
        folder: Path,
        environment: dict[str, str],
    ) -> Hunted:
        """Do the run and search what it leaves."""
        write_given(run)
        whole = {**self._shared(folder), **environment, **run.environment, **provocation.environment}
        with process_list(every=0.1) as processes:
            status, output, errors = _done(run, folder, whole)
        self._learn(canaries)
        texts = {"standard output": output, "standard error": errors, "process list": "\n".join(processes.lines)}
        left = _left_in(folder, {*run.given})
        caches = {path: text for path, text in left.items() if path.endswith(_CACHE)}
        texts |= {path: text for path, text in left.items() if path not in caches}
        found = canaries.found_in(texts) + canaries.found_in(caches, but=_OF_CACHES)
        found += [f"{path} can be read by others" for path in caches if _is_open(Path(path))]
        given = [name for name, secret in canaries.secrets.items() if any(secret in each for each in whole.values())]
        in_environments = {"environments of processes": "\n".join(processes.environments)}
        found += canaries.found_in(in_environments, but=[*given, "proxy password"])
        searched = {**texts, **caches, **in_environments}
        traces = [f"{trace!r}" for trace in _TRACES if trace in output + errors]
        return Hunted(
            number,
            run,
            provocation,
            found,
            traces,
            len(searched),
            sum(map(len, searched.values())),
            len(canaries.secrets),
            canaries.spellings,
            status is None,
            output + errors,
        )

    def _setting(self, chance: random.Random, canaries: Canaries, folder: Path) -> tuple[Setting, dict[str, str]]:
        """How the run enters the org: by the environment, or by client options from a file."""
        out = folder / "out"
        out.mkdir(parents=True)
        own = self._simulator.environment
        address = {name: own[name] for name in ("GENESYS_BASE_PATH", "GENESYS_GUEST_URL", "GENESYS_MESSAGING_URL")}
        client: dict[str, Any] = {"client_id": CLIENT_ID, "client_secret": canaries["client secret"]}
        if chance.random() < 0.25:
            client = {"access_token": canaries["access token"]}
        if chance.random() < 0.3:
            at = self._simulator.url.removeprefix("http://")
            client["proxy"] = f"http://user:{quote(canaries['proxy password'], safe='')}@{at}"
        if chance.random() < 0.3:
            client["token_cache"] = str(out / _CACHE)
            folder.chmod(0o700)
            out.chmod(0o700)
        if chance.random() < 0.5:
            return Setting(folder, out, self._simulator.url, canaries, client), address
        named = {f"GENESYS_{name.upper()}": str(value) for name, value in client.items()}
        return Setting(folder, out, self._simulator.url, canaries, {}), {**address, **named}

    def _set_up(self, chance: random.Random, run: Run, canaries: Canaries, provocation: Provocation) -> None:
        simulator = self._simulator
        simulator.reset(ORGS[run.api])
        state = simulator.state()
        other = f"not {canaries['client secret']}" if provocation.has_wrong_credentials else canaries["client secret"]
        self._issue(canaries["access token"])
        simulator.settings(issued_token=canaries["issued token"])
        clients = [{**each, "client_id": CLIENT_ID, "client_secret": other} for each in state["clients"]]
        simulator.state({**state, "clients": clients})
        for rule in provocation.faults:
            simulator.fault(**rule)
        simulator.fault(**provocations.receiver(chance, canaries))
        if chance.random() < 0.3:
            simulator.fault(**provocations.refused_webhook(chance, canaries))

    def _issue(self, token: str) -> None:
        """Let the simulator know a token that the run is given."""
        simulator = self._simulator
        simulator.settings(issued_token=token)
        client = (simulator.client_id, simulator.client_secret)
        form = {"grant_type": "client_credentials"}
        requests.post(f"{simulator.url}/oauth/token", data=form, auth=client, timeout=10).raise_for_status()

    def _learn(self, canaries: Canaries) -> None:
        """What the run made itself: the tokens of guests' sessions."""
        frames = [frame for each in self._simulator.guests()["connections"] for frame in each["frames"]]
        canaries.learn("guest session", {str(frame["token"]) for frame in frames if frame.get("token")})

    def _shared(self, folder: Path) -> dict[str, str]:
        out, home, temporary = folder / "out", folder / "home", folder / "tmp"
        home.mkdir()
        temporary.mkdir()
        return {
            "PATH": f"{COMMANDS}{os.pathsep}/usr/bin{os.pathsep}/bin",
            "HOME": str(home),
            "TMPDIR": str(temporary),
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_COLLECTIONS_PATH": str(self._collections),
            "ANSIBLE_CALLBACKS_ENABLED": "genesys.cloud.audit",
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_NOCOLOR": "true",
            "ANSIBLE_NOCOWS": "true",
            "ANSIBLE_LOG_PATH": str(out / "ansible.log"),
            "GENESYS_AUDIT_LOG": str(out / "run.jsonl"),
            "GENESYS_METRICS_FILE": str(out / "run.prom"),
            "GENESYS_REPORT_FILE": str(out / "run.html"),
            "GENESYS_TIMEOUT": "5",
            "GENESYS_RETRIES": "1",
            "GENESYS_DEADLINE": "20",
            "GENESYS_RETRY_AFTER_MAX": "1",
        }


def _given(setting: Setting, environment: dict[str, str]) -> list[str]:
    """The names of the secrets with which every task of the run enters."""
    names = {*setting.client, *(name.removeprefix("GENESYS_").lower() for name in environment)}
    known = {"client_secret": "client secret", "access_token": "access token", "proxy": "proxy password"}
    return [known[name] for name in known if name in names]


def _done(run: Run, folder: Path, environment: dict[str, str]) -> tuple[int | None, str, str]:
    """The status, None if it had to be killed, and what it said."""
    process = subprocess.Popen(
        run.command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    try:
        output, errors = process.communicate(timeout=run.seconds or TIME_LIMIT)
    except subprocess.TimeoutExpired:
        process.terminate()
        try:
            output, errors = process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            output, errors = process.communicate()
            return None, output, errors
        if run.seconds is None:
            return None, output, errors
    return process.returncode, output, errors


def _left_in(folder: Path, given: set[Path]) -> dict[str, str]:
    """Every file by its path, names included, but for those that were given."""
    files = [path for path in folder.rglob("*") if path.is_file() and path not in given]
    return {str(path): f"{path}\n{path.read_text(encoding='utf-8', errors='replace')}" for path in files}


def _is_open(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
