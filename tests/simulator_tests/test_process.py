# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator as a program: what it prints, how it stops, how a test starts it."""

from __future__ import annotations

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.simulator.client import Simulator, SimulatorError

from .api import CHANNEL_ID, CHANNELS, Api

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = [sys.executable, "-m", "tests.simulator"]


@contextmanager
def _program(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The running program; it has to have stopped when the block ends."""
    pipe = subprocess.PIPE
    with subprocess.Popen([*PROGRAM, *arguments], cwd=ROOT, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def _exports(process: subprocess.Popen[str]) -> dict[str, str]:
    assert process.stdout is not None
    words = [shlex.split(process.stdout.readline()) for _line in range(5)]
    assert all(word[0] == "export" and len(word) == 2 for word in words)
    return dict(word[1].split("=", 1) for word in words)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_and_stops_cleanly(number: signal.Signals) -> None:
    with _program("--fleet", "mixed:3") as process:
        environment = _exports(process)
        assert process.stdout is not None
        assert process.stdout.readline().startswith("# ")
        running = Simulator.at(environment["GENESYS_BASE_PATH"])
        assert running.environment == environment
        assert running.client_secret != ""
        assert len(running.channels()) == 3
        running.settings(latency_ms=60_000)  # a request under way does not hold it up
        with socket.create_connection(("127.0.0.1", _port(running.url))) as waiting:
            waiting.sendall(b"GET /hangs HTTP/1.1\r\nHost: x\r\n\r\n")
            process.send_signal(number)
            _output, errors = process.communicate(timeout=5)
        with pytest.raises(SimulatorError):
            running.settings()
        assert (process.returncode, errors) == (0, "")


def _port(url: str) -> int:
    return int(url.rsplit(":", 1)[1])


def test_a_reader_that_closes_the_pipe() -> None:
    command = f"{shlex.join(PROGRAM)} --stop-on-eof < /dev/null | head -1"
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, timeout=20, check=True)
    assert done.stdout.startswith("export GENESYS_BASE_PATH='http://127.0.0.1:")
    assert done.stderr == ""


def _refused(*arguments: str) -> str:
    done = subprocess.run([*PROGRAM, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=20, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr


def test_a_taken_port_is_one_clear_line(running_simulator: Simulator) -> None:
    port = _port(running_simulator.url)
    assert _refused("--port", str(port)) == f"simulator: cannot listen on 127.0.0.1:{port}: Address already in use\n"


def test_a_wrong_state_file_is_one_clear_line(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    assert _refused("--state", str(file)) == f"simulator: {file}: No such file or directory\n"
    file.write_text('{"channels": [{}]}')
    assert _refused("--state", str(file)).startswith(f"simulator: {file}: state.channels[0]: id")
    file.write_text("{")
    assert _refused("--state", str(file)).count("\n") == 1
    assert _refused("--fleet", "mixed:x").count("\n") == 1


def test_it_serves_a_state_file(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    file.write_text('{"channels": [{"id": "ü"}]}', encoding="utf-8")
    with _program("--state", str(file)) as process:
        assert Simulator.at(_exports(process)["GENESYS_BASE_PATH"]).channels() == [{"id": "ü"}]


def test_a_test_starts_it_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with monkeypatch.context() as proxied:
        proxied.delenv("NO_PROXY")
        proxied.setenv("http_proxy", "http://127.0.0.1:9")
        simulator = Simulator({"channels": [{"id": CHANNEL_ID}]}, latency_ms=1)
    with simulator:
        assert simulator.settings()["latency_ms"] == 1
        with Api(simulator) as api:
            assert api.get(f"{CHANNELS}/{CHANNEL_ID}").json() == {"id": CHANNEL_ID}
            assert api.patch({}).json() == {"id": CHANNEL_ID, "version": 1}
        simulator.reset()
        assert simulator.channel(CHANNEL_ID) == {"id": CHANNEL_ID}
        pid = simulator.pid
    simulator.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_it_does_not_outlive_the_test_run() -> None:
    script = "from tests.simulator.client import Simulator; import os; print(Simulator().pid, flush=True); os._exit(1)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    give_up_at = time.monotonic() + 5
    while Path(f"/proc/{done.stdout.strip()}/cmdline").exists() and time.monotonic() < give_up_at:
        time.sleep(0.05)
    assert not Path(f"/proc/{done.stdout.strip()}/cmdline").exists()


def test_a_start_that_fails_says_why() -> None:
    with pytest.raises(SimulatorError, match="did not start"):
        Simulator(python="/bin/false")
    with pytest.raises(SimulatorError, match="no simulator answers"):
        Simulator.at("http://127.0.0.1:9")
