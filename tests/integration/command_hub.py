# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs Ansible's own commands in processes forked from one that has imported what they need, half of each run.

Imported is only what reads no setting: Ansible reads its settings from the environment as it is imported, so each
process imports that part itself. Ansible's loader of collections compiles every file at each start, and parses its own
list of plugins; the hub does both once. This file is the hub's own script too, in an interpreter that has nothing of
pytest.
"""

from __future__ import annotations

import atexit
import copy
import gc
import importlib
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

PRELOADED = [
    "concurrent.futures.thread",
    "cryptography.fernet",
    "cryptography.hazmat.primitives.ciphers.modes",
    "cryptography.hazmat.primitives.serialization.ssh",
    "email.message",
    "getpass",
    "http.client",
    "importlib.metadata",
    "jinja2.nativetypes",
    "logging.handlers",
    "multiprocessing.synchronize",
    "pty",
    "requests",
    "tarfile",
    "yaml",
]


COLLECTION = Path(__file__).parents[2] / "build/collections/ansible_collections/genesys/cloud"


class CommandHub:
    """One for each pytest process; every thread of it can run commands."""

    def __init__(self) -> None:
        # The path of a socket has to be short, which pytest's folders are not.
        self._folder = tempfile.TemporaryDirectory()
        self._path = str(Path(self._folder.name, "hub"))
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        self._process = subprocess.Popen(
            [sys.executable, __file__, self._path], env=environment, stdin=subprocess.PIPE, start_new_session=True
        )
        while not Path(self._path).exists():
            assert self._process.poll() is None
            time.sleep(0.01)

    def stop(self) -> None:
        """End it, and wait for that."""
        self._process.communicate()
        self._folder.cleanup()

    def run(
        self, command: Sequence[str], cwd: Path, env: Mapping[str, str], timeout: float
    ) -> subprocess.CompletedProcess[str]:
        """As ``subprocess.run`` would, without anything on stdin."""
        with (
            tempfile.TemporaryFile() as output,
            tempfile.TemporaryFile() as errors,
            socket.socket(socket.AF_UNIX) as hub,
        ):
            hub.settimeout(timeout)
            hub.connect(self._path)
            asked = json.dumps({"command": list(command), "cwd": str(cwd), "env": dict(env)}).encode()
            socket.send_fds(hub, [len(asked).to_bytes(8, "big")], [output.fileno(), errors.fileno()])
            hub.sendall(asked)
            with hub.makefile("rb") as answers:
                pid = int(answers.readline())
                try:
                    status = int(answers.readline())
                except TimeoutError:
                    os.killpg(pid, signal.SIGKILL)
                    raise
            texts = []
            for file in (output, errors):
                file.seek(0)
                texts.append(file.read().decode("utf-8"))
        return subprocess.CompletedProcess(command, status, *texts)


@cache
def command_hub() -> CommandHub:
    """That of this process."""
    hub = CommandHub()
    atexit.register(hub.stop)
    return hub


def _serve(path: str) -> None:
    for name in PRELOADED:
        importlib.import_module(name)
    _prepare_loader()
    assert "ansible.constants" not in sys.modules
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    listening = f"{path}.new"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(listening)
        server.listen()
        os.rename(listening, path)
        # Who started this holds the other end of stdin, and may end in any way. No thread waits for it, since what a
        # thread holds stays held in what is forked.
        while server.fileno() in select.select([server.fileno(), 0], [], [])[0]:
            asking, _address = server.accept()
            if os.fork() == 0:
                server.close()
                _supervise(asking)
            asking.close()


def _prepare_loader() -> None:
    """Let the loader of collections find compiled what it would compile, and parsed what it would parse."""
    from ansible.utils.collection_loader import _collection_finder as loader

    names = vars(loader)
    sources = {str(path): path.read_bytes() for path in (COLLECTION / "plugins").rglob("*.py")}
    compiled = {path: compile(source, path, "exec", 0, dont_inherit=True) for path, source in sources.items()}
    parse = names["_meta_yml_to_dict"]
    routing = pkgutil.get_data("ansible.config", "ansible_builtin_runtime.yml")
    parsed = parse(routing, None)

    def cached_compile(source: bytes, filename: str, **options: Any) -> Any:
        is_known = sources.get(filename) == source
        return compiled[filename] if is_known else compile(source=source, filename=filename, **options)

    def cached_parse(text: bytes | str, content_id: Any) -> Any:
        return copy.deepcopy(parsed) if text == routing else parse(text, content_id)

    names.update(compile=cached_compile, _meta_yml_to_dict=cached_parse)


def _supervise(asking: socket.socket) -> None:
    """Tell who asks which process it is, and how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    size, files, _flags, _address = socket.recv_fds(asking, 8, 2)
    with asking.makefile("rb") as sent:
        asked = json.loads(sent.read(int.from_bytes(size, "big")))
    pid = os.fork()
    if pid == 0:
        asking.close()
        _become(asked, files)
    asking.sendall(f"{pid}\n".encode())
    _pid, status = os.waitpid(pid, 0)
    asking.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _become(asked: dict[str, Any], files: list[int]) -> None:
    """What a new interpreter would be that was given this command. How it ends, the interpreter sees to."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for source, target in zip((os.open(os.devnull, os.O_RDONLY), *files), range(3), strict=True):
        os.dup2(source, target)
        if source > 2:
            os.close(source)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    sys.argv = asked["command"]
    sys.path[0] = str(Path(sys.argv[0]).parent)
    runpy.run_path(sys.argv[0], run_name="__main__")
    sys.exit()


if __name__ == "__main__":
    _serve(sys.argv[1])
