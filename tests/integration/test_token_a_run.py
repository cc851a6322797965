# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One token and one detection for a whole run, in a folder that nobody else can use and that ends with the run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.integration.ansible_process import COMMANDS, Ansible, Finished
from tests.integration.apis import Api
from tests.integration.channels import CHANNEL, COLLECTION, FLEET, INFO, TOKEN
from tests.integration.fleet import read, small_org
from tests.integration.inventories import source
from tests.simulator.client import Simulator

NOBODY = 65534
FIND = "find {{ lookup('env', 'ANSIBLE_LOCAL_TEMP') | quote }} -name 'genesys-cloud-*' -printf '%m %f %h\\n'"
DETECTIONS = rf"{COLLECTION}.*"


def task(module: str, **options: Any) -> dict[str, Any]:
    return {f"genesys.cloud.{module}": options}


def counted(simulator: Simulator) -> tuple[int, int]:
    """The tokens that were fetched, and the requests of Communications, which an org of Web Deployments refuses."""
    return len(simulator.requests("token")), len(simulator.requests(path=DETECTIONS))


def succeeded(finished: Finished) -> Finished:
    assert finished.status == 0, finished.output + finished.errors
    return finished


@pytest.fixture
def temporary(ansible: Ansible) -> Iterator[Path]:
    """Where Ansible makes the folder of each run: every user of this host can get as far as that."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        ansible.environment["ANSIBLE_LOCAL_TEMP"] = folder
        yield Path(folder)


def left(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*")]


def twelve(ids: list[str]) -> list[dict[str, Any]]:
    """Tasks of several modules, reads and writes, in check mode too."""
    tasks = [task(INFO), task(INFO, id=ids[0]), task(FLEET, defaults=WISH, channels=[{"id": each} for each in ids])]
    for channel_id in ids[:4]:
        tasks.append(task(CHANNEL, id=channel_id, disable_features=["co-browsing"]))
        tasks.append({**task(CHANNEL, id=channel_id, **WISH), "check_mode": True})
    return [*tasks, task(INFO, name_glob="*")]


WISH: dict[str, Any] = {"enable_features": ["co-browsing"]}


def test_a_playbook_of_twelve_tasks_needs_one_token_and_one_detection(
    simulator: Simulator, ansible: Ansible, api: Api, temporary: Path
) -> None:
    simulator.reset(api.plain(5))
    tasks = twelve(api.ids(simulator))
    assert len(tasks) == 12
    finished = succeeded(ansible.playbook(tasks))
    tokens, of_communications = counted(simulator)
    assert tokens == 1
    if api.name == "webdeployments":
        assert of_communications == 1
    told = [each.result["metrics"]["requests"]["token"] for each in finished.results]
    assert told == [1] + [0] * 11
    assert left(temporary) == []


def test_none_restores_a_token_and_a_detection_for_each_task(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("plain-webdeployments:2")
    ansible.environment["GENESYS_TOKEN_CACHE"] = "none"
    succeeded(ansible.playbook([task(INFO), task(INFO), task(INFO)]))
    assert counted(simulator) == (3, 3)


def test_module_processes_fetch_their_own(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("plain-webdeployments:2")
    ansible.environment["GENESYS_EXECUTION"] = "module"
    succeeded(ansible.playbook([task(INFO), task(INFO)]))
    assert counted(simulator) == (2, 2)


@pytest.mark.parametrize("strategy", ["linear", "free"])
def test_sixty_hosts_need_one_token_and_one_detection(
    simulator: Simulator, ansible: Ansible, api: Api, temporary: Path, strategy: str
) -> None:
    simulator.reset(api.plain(60), latency_ms=20)
    ids = api.ids(simulator)
    hosts = ansible.folder / "hosts.ini"
    hosts.write_text("".join(f"{channel_id} ansible_connection=local\n" for channel_id in ids))
    tasks = [{**task(INFO, id="{{ inventory_hostname }}"), "name": "Read"}]
    arguments = ["-i", str(hosts), "--forks", "20"]
    finished = succeeded(ansible.playbook(tasks, *arguments, hosts="all", strategy=strategy))
    found = [each.result["channels"][0]["id"] for each in finished.results if each.task == "Read"]
    assert sorted(found) == sorted(ids)
    tokens, of_communications = counted(simulator)
    assert tokens == 1
    if api.name == "webdeployments":
        assert of_communications == 2  # by an id, one detection takes two requests
    else:
        assert sorted(simulator.requests("read")) == sorted(map(read, ids))
    assert left(temporary) == []


def test_an_inventory_fetches_the_token_for_its_plays(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("plain-webdeployments:10")
    tasks = [task(INFO, id="{{ webmessaging_id }}")]
    succeeded(ansible.playbook(tasks, "-i", str(source(ansible)), "--forks", "5", hosts="webmessaging"))
    assert counted(simulator) == (1, 1)


def test_an_ad_hoc_command_shares_it_too(simulator: Simulator, ansible: Ansible, temporary: Path) -> None:
    simulator.reset("plain-webdeployments:4")
    module, options = f"genesys.cloud.{INFO}", "name={{ webmessaging_name | quote }}"
    path = str(source(ansible))
    succeeded(ansible.run("ansible", "webmessaging", "-i", path, "-m", module, "-a", options))
    assert counted(simulator) == (1, 1)
    assert left(temporary) == []


def test_the_files_are_for_their_owner_alone_and_end_with_the_run(
    simulator: Simulator, ansible: Ansible, temporary: Path
) -> None:
    simulator.reset("plain-webdeployments:2")
    secret = simulator.client_secret
    # As another user, if this one may become another.
    other = f"import os, sys; {f'os.setuid({NOBODY}); ' if os.geteuid() == 0 else ''}open(sys.argv[1])"
    found = {"name": "Found", "ansible.builtin.shell": FIND, "register": "found"}
    tasks = [
        task(INFO),
        found,
        {"name": "Folder", "ansible.builtin.shell": f"{FIND} | cut -d' ' -f3 | sort -u | xargs stat -c '%a %u'"},
        {
            "name": "Content",
            "ansible.builtin.shell": "cat \"$(dirname '{{ found.stdout_lines[0].split()[2] }}/x')\"/genesys-cloud-*",
        },
        {
            "name": "Another user",
            "ansible.builtin.command": {
                "argv": [sys.executable, "-c", other, "{{ found.stdout_lines[0].split()[2] }}/genesys-cloud-tokens"]
            },
            "ignore_errors": True,
        },
        {**task(INFO), "no_log": True},
    ]
    finished = succeeded(ansible.playbook(tasks))
    assert sorted(line.rsplit(" ", 1)[0] for line in finished.of("Found")["stdout_lines"]) == [
        "600 genesys-cloud-detected",
        "600 genesys-cloud-detected.lock",
        "600 genesys-cloud-tokens",
        "600 genesys-cloud-tokens.lock",
    ]
    assert finished.of("Folder")["stdout_lines"] == [f"700 {os.geteuid()}"]
    content = finished.of("Content")["stdout"]
    assert '"access_token"' in content
    assert secret not in content
    assert simulator.client_id not in content
    if os.geteuid() == 0:
        assert "Permission denied" in finished.of("Another user")["stderr"]
    assert counted(simulator) == (1, 1)
    assert left(temporary) == []


def test_two_runs_at_once_share_nothing(simulator: Simulator, ansible: Ansible, temporary: Path) -> None:
    simulator.reset("plain-webdeployments:2", latency_ms=100)
    playbook = ansible.folder / "playbook.yml"
    tasks = [task(INFO) for _each in range(4)]
    playbook.write_text(json.dumps([{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]))

    def run(number: int) -> int:
        environment = {**ansible.environment, "RECORDED_RESULTS": str(ansible.folder / f"results-{number}")}
        command = [str(COMMANDS / "ansible-playbook"), str(playbook)]
        return ansible.start(command, ansible.folder, environment, 120).returncode

    with ThreadPoolExecutor() as pool:
        assert list(pool.map(run, range(2))) == [0, 0]
    assert counted(simulator) == (2, 2)
    used = [entry["token"] for entry in simulator.journal() if entry["kind"] == "read"]
    assert sorted(map(used.count, set(used))) == [5, 5]
    assert left(temporary) == []


def test_a_token_that_is_refused_amid_the_run_is_replaced_once(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(small_org("EU 1"))
    simulator.fault("GET", ".*", {"expire_tokens": True}, skip=1)
    succeeded(ansible.playbook([task(INFO, id="c0") for _each in range(3)]))
    assert simulator.requests() == [TOKEN, read("c0"), read("c0"), TOKEN, read("c0"), read("c0")]


def test_another_secret_does_not_get_the_token(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(small_org("EU 1"))
    wrong = {**task(INFO, client_secret="another-secret"), "name": "Wrong", "ignore_errors": True}
    finished = succeeded(ansible.playbook([task(INFO), wrong, task(INFO)]))
    assert finished.of("Wrong")["failure"]["kind"] == "authentication"
    assert len(simulator.requests("token")) == 2


def test_a_file_can_be_called_run(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(small_org("EU 1"))
    ansible.folder.chmod(0o700)
    for _run in range(2):
        succeeded(ansible.playbook([task(INFO, id="c0", token_cache="./run")]))
    assert simulator.requests() == [TOKEN, read("c0"), read("c0")]
    assert (ansible.folder / "run").stat().st_mode & 0o7777 == 0o600


def started(ansible: Ansible, tasks: list[dict[str, Any]]) -> subprocess.Popen[bytes]:
    playbook = ansible.folder / "playbook.yml"
    playbook.write_text(json.dumps([{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]))
    with (ansible.folder / "output").open("wb") as output:
        command = [COMMANDS / "ansible-playbook", playbook]
        return subprocess.Popen(command, cwd=ansible.folder, env=ansible.environment, stdout=output, stderr=output)


def wait_for(condition: Callable[[], object]) -> None:
    give_up_at = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < give_up_at
        time.sleep(0.05)


def test_a_run_that_is_killed_between_our_tasks_leaves_no_more_than_its_token_and_nobody_uses_it(
    simulator: Simulator, ansible: Ansible, temporary: Path
) -> None:
    simulator.reset("plain-webdeployments:2")
    run = started(ansible, [task(INFO), {"ansible.builtin.wait_for": {"timeout": 2}}])
    wait_for(lambda: b"wait_for" in (ansible.folder / "output").read_bytes())
    run.send_signal(signal.SIGKILL)
    run.wait()
    kept = {path.name: path.read_text() for path in temporary.rglob("genesys-cloud-*")}
    (entry,) = json.loads(kept.pop("genesys-cloud-tokens")).values()
    assert entry.keys() == {"access_token", "expires_at"}
    assert not any(simulator.client_secret in text or entry["access_token"] in text for text in kept.values())
    succeeded(ansible.playbook([task(INFO)]))
    assert counted(simulator) == (2, 2)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_killed_amid_our_task_leaves_no_token(
    simulator: Simulator, ansible: Ansible, temporary: Path, number: signal.Signals
) -> None:
    simulator.reset("plain-webdeployments:2", latency_ms=1000)
    run = started(ansible, [task(INFO)])
    wait_for(lambda: simulator.requests("read"))
    assert list(temporary.rglob("genesys-cloud-tokens")) != []
    run.send_signal(number)
    run.wait()
    wait_for(lambda: list(temporary.rglob("genesys-cloud-tokens")) == [])
