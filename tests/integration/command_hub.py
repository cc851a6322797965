# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs Ansible's own commands in processes forked from one that has imported what they need, most of each short run.

Ansible reads its settings from the environment as it is imported. The hub itself imports only what reads none. For each
environment that is asked for again, it forks a template, which imports Ansible with these settings and the code that
the collection's plugins share; commands with the same settings are forked from that one. Ansible's loader of
collections compiles every file at each start, and parses its own list of plugins; the hub does both once. This file is
the hub's own script too, in an interpreter that has nothing of pytest.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import pickle
import pkgutil
import runpy
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

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
# What reads settings; only a template imports it.
COMMANDS = ["ansible.cli.adhoc", "ansible.cli.doc", "ansible.cli.inventory", "ansible.cli.playbook"]
PLUGINS = [
    "action.normal",
    "cache.memory",
    "callback.oneline",
    "filter.core",
    "filter.encryption",
    "filter.mathstuff",
    "filter.urls",
    "filter.urlsplit",
    "inventory.ini",
    "strategy.linear",
    "test.core",
    "test.files",
    "test.mathstuff",
    "test.uri",
]
CONFIGURABLE = {
    "become": ["runas", "su", "sudo"],
    "callback": ["default", "junit", "minimal", "tree"],
    "connection": ["local", "paramiko_ssh", "psrp", "ssh", "winrm"],
    "shell": ["cmd", "powershell", "sh"],
    "vars": ["host_group_vars"],
}
MAX_TEMPLATES = 4
# What Ansible does not read as it is imported, and differs from test to test.
NO_SETTINGS = ("GENESYS_", "RECORDED_RESULTS", "WEBHOOK_")
OF_THE_SHELL = {"OLDPWD", "PWD", "SHLVL", "_"}

Asked = dict[str, Any]

# Of its own, in place of the command: hands all that it was given on to the hub, and ends as the command did.
DOOR = """\
#!{python} -IS
import json, os, socket, sys
hub = socket.socket(socket.AF_UNIX)
hub.connect({path!r})
command = [{command!r}, *sys.argv[1:]]
asked = json.dumps({{"command": command, "cwd": os.getcwd(), "env": dict(os.environ)}}).encode()
socket.send_fds(hub, [len(asked).to_bytes(8, "big")], [1, 2, 0])
hub.sendall(asked)
answers = hub.makefile("rb")
_pid, status = int(answers.readline()), int(answers.readline())
if status < 0:
    os.kill(os.getpid(), -status)
sys.exit(status)
"""

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

    @cached_property
    def doors(self) -> Path:
        """A folder of commands that the hub runs, for the PATH of what starts Ansible itself."""
        folder = Path(self._folder.name, "bin")
        folder.mkdir()
        for name in ("ansible", "ansible-config", "ansible-doc", "ansible-inventory", "ansible-playbook"):
            door = folder / name
            command = str(Path(sys.executable).with_name(name))
            door.write_text(DOOR.format(python=sys.executable, path=self._path, command=command))
            door.chmod(0o755)
        return folder

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
            open(os.devnull, "rb") as nothing,
            socket.socket(socket.AF_UNIX) as hub,
        ):
            hub.settimeout(timeout)
            hub.connect(self._path)
            asked = {"command": list(command), "cwd": str(cwd), "env": dict(env)}
            _send(hub, asked, [output.fileno(), errors.fileno(), nothing.fileno()])
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
    signal.signal(signal.SIGCHLD, _reap)
    templates = _Templates()
    listening = f"{path}.new"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(listening)
        server.listen()
        os.rename(listening, path)
        # Who started this holds the other end of stdin, and may end in any way. No thread waits for it, since what a
        # thread holds stays held in what is forked.
        while server.fileno() in select.select([server.fileno(), 0], [], [])[0]:
            asking, _address = server.accept()
            try:
                asked, files = _received(asking, 3)
            except EOFError:  # who asked has ended
                asking.close()
                continue
            is_terminal = any(map(os.isatty, files))  # which settings depend on
            template = None if is_terminal else templates.of(asked, [server, asking], files)
            if template:
                _send(template, asked, [asking.fileno(), *files])
            elif os.fork() == 0:
                server.close()
                _supervise(asking, asked, files)
            asking.close()
            for file in files:
                os.close(file)
    templates.stop()


def _send(to: socket.socket, asked: Asked, files: list[int]) -> None:
    text = json.dumps(asked).encode()
    socket.send_fds(to, [len(text).to_bytes(8, "big")], files)
    to.sendall(text)


def _received(sender: socket.socket, count: int) -> tuple[Asked, list[int]]:
    size, files, _flags, _address = socket.recv_fds(sender, 8, count)
    if not size:
        raise EOFError
    text, length = b"", int.from_bytes(size, "big")
    while len(text) < length:  # and not a byte more: of a template's requests, the next one may be there already
        part = sender.recv(length - len(text))
        if not part:
            raise EOFError
        text += part
    asked: Asked = json.loads(text)
    return asked, files


def _reap(*_signal: Any) -> None:
    """Wait for those that have ended, so that their CPU counts as the hub's."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass


class _Templates:
    """Processes that have imported Ansible, each for one set of settings; the one that rested longest makes room."""

    def __init__(self) -> None:
        self._doors: dict[str, socket.socket] = {}
        self._pids: list[int] = []
        self._seen: set[str] = set()
        self._unusable: set[str] = set()
        self._paths = _path_variables()

    def of(self, asked: Asked, sockets: list[socket.socket], files: list[int]) -> socket.socket | None:
        """The door of the template with these settings, if they were asked for before.

        ``sockets``, ``files``: a new one must not hold them open, since somebody waits for their end.
        """
        settings = self._settings(asked)
        if settings is None or settings in self._unusable:
            return None
        if settings not in self._doors:
            if settings not in self._seen:
                self._seen.add(settings)
                return None
            door = self._start(asked, sockets, files)
            if not door:
                self._unusable.add(settings)
                return None
            self._doors[settings] = door
            if len(self._doors) > MAX_TEMPLATES:
                self._doors.pop(next(iter(self._doors))).close()
        self._doors[settings] = self._doors.pop(settings)
        return self._doors[settings]

    def stop(self) -> None:
        """End them, and wait for that, so that their CPU counts."""
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for door in self._doors.values():
            door.close()
        for pid in self._pids:
            with contextlib.suppress(ChildProcessError):  # one that made room
                os.waitpid(pid, 0)

    def _settings(self, asked: Asked) -> str | None:
        """All that Ansible reads its settings from; None where that is more than the environment and its own files."""
        env, cwd = asked["env"], Path(asked["cwd"])
        if "PYTHONPATH" in env:
            return None
        names = {name for name in env if not name.startswith(NO_SETTINGS)} - OF_THE_SHELL
        known = {name: env[name] for name in names}
        given = (cwd / env.get("ANSIBLE_CONFIG", "ansible.cfg"), Path(env.get("HOME", "/"), ".ansible.cfg"))
        files = {str(file): file.read_text() for file in (*given, Path("/etc/ansible/ansible.cfg")) if file.is_file()}
        is_relative = any(not value.startswith("/") for name, value in known.items() if name in self._paths)
        return json.dumps([known, files, str(cwd) if files or is_relative else ""], sort_keys=True)

    def _start(self, asked: Asked, sockets: list[socket.socket], files: list[int]) -> socket.socket | None:
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            for other in (*sockets, *self._doors.values(), ours):
                other.close()
            for file in files:
                os.close(file)
            _be_template(theirs, asked)
        theirs.close()
        self._pids.append(pid)
        # It says so when it is ready, and ends where it cannot import Ansible without a word.
        if ours.recv(1):
            return ours
        ours.close()
        return None


def _path_variables() -> set[str]:
    """The variables that hold paths. Relative ones depend on the working directory."""
    text = pkgutil.get_data("ansible.config", "base.yml")
    settings = yaml.load(text or b"", getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    are_paths = [each for each in settings.values() if "path" in each.get("type", "")]
    return {variable["name"] for each in are_paths for variable in each.get("env", [])}


def _be_template(requests: socket.socket, asked: Asked) -> None:
    """Import Ansible, and fork a process for each command until the hub closes the door."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    with tempfile.TemporaryFile() as said:
        for stream in (1, 2):
            os.dup2(said.fileno(), stream)
        _import_ansible()
        is_silent = said.tell() == 0
    constants = sys.modules["ansible.constants"]
    shutil.rmtree(vars(constants)["DEFAULT_LOCAL_TMP"])
    if not is_silent:
        os._exit(1)
    os.chdir("/")
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, _reap)
    requests.sendall(b"+")
    while True:
        try:
            asked, (connection, *files) = _received(requests, 4)
        except EOFError:
            os._exit(0)
        with socket.socket(fileno=connection) as asking:
            if os.fork() == 0:
                requests.close()
                _supervise(asking, asked, files)
        for file in files:
            os.close(file)


def _import_ansible() -> None:
    for name in (*COMMANDS, *(f"ansible.plugins.{plugin}" for plugin in PLUGINS)):
        importlib.import_module(name)
    # Of a second of sleep between two looks for results, a fifth is work.
    vars(sys.modules["ansible.constants"])["DEFAULT_INTERNAL_POLL_INTERVAL"] = 0.005

    from ansible.plugins import loader

    read_options = vars(loader.PluginLoader)["_load_config_defs"]
    for kind, names in CONFIGURABLE.items():
        for name in names:
            module = importlib.import_module(f"ansible.plugins.{kind}.{name}")
            read_options(vars(loader)[f"{kind}_loader"], name, module, module.__file__)
    if os.environ.get("ANSIBLE_COLLECTIONS_PATH") == str(COLLECTION.parents[2]):
        _import_collection()


def _import_collection() -> None:
    """What its plugins share. The packages above are left to each command, which looks for them in its own way."""
    from ansible.plugins.loader import init_plugin_loader
    from ansible.utils.collection_loader._collection_config import AnsibleCollectionConfig

    init_plugin_loader()
    finder = AnsibleCollectionConfig.collection_finder
    package = "ansible_collections.genesys.cloud"
    shared = ("plugins.module_utils.", "plugins.plugin_utils.")
    for path in COLLECTION.glob("plugins/*_utils/**/*.py"):
        importlib.import_module(".".join([package, *path.relative_to(COLLECTION).with_suffix("").parts]))
    for name in list(sys.modules):
        if name.startswith("ansible_collections") and not name.startswith(
            tuple(f"{package}.{part}" for part in shared)
        ):
            del sys.modules[name]
    vars(type(finder))["_remove"].__func__(type(finder))


def _own_what_was_made_at_import() -> None:
    """As a process has it that imported Ansible itself: a temporary folder, an id that is in its UUIDs, its streams."""
    settings: Any = sys.modules["ansible.constants"]
    settings.DEFAULT_LOCAL_TMP = settings.config.get_config_value("DEFAULT_LOCAL_TMP", variables=vars(settings))
    names = vars(sys.modules["ansible.utils.vars"])
    names["random_int"] = f"{secrets.randbelow(1 << 32):08x}"
    display = sys.modules["ansible.utils.display"]
    for stream in (sys.stdout, sys.stderr):
        vars(display)["_synchronize_textiowrapper"](stream, vars(vars(display)["Display"]())["_lock"])


def _prepare_loader() -> None:
    """Let the loader of collections find compiled what it would compile, and parsed what it would parse."""
    from ansible.utils.collection_loader import _collection_finder as loader

    names = vars(loader)
    sources = {str(path): path.read_bytes() for path in (COLLECTION / "plugins").rglob("*.py")}
    compiled = {path: compile(source, path, "exec", 0, dont_inherit=True) for path, source in sources.items()}
    parse = names["_meta_yml_to_dict"]
    routing = pkgutil.get_data("ansible.config", "ansible_builtin_runtime.yml")
    parsed = pickle.dumps(parse(routing, None))

    def cached_compile(source: bytes, filename: str, **options: Any) -> Any:
        is_known = sources.get(filename) == source
        return compiled[filename] if is_known else compile(source=source, filename=filename, **options)

    def cached_parse(text: bytes | str, content_id: Any) -> Any:
        return pickle.loads(parsed) if text == routing else parse(text, content_id)

    names.update(compile=cached_compile, _meta_yml_to_dict=cached_parse)


def _supervise(asking: socket.socket, asked: Asked, files: list[int]) -> None:
    """Tell who asks which process it is, and how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    pid = os.fork()
    if pid == 0:
        asking.close()
        _become(asked, files)
    asking.sendall(f"{pid}\n".encode())
    _pid, status = os.waitpid(pid, 0)
    asking.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _text_file(number: int, like: Any) -> Any:
    buffering = 1 if number == 2 or os.isatty(number) else -1
    return open(number, "w", buffering, encoding=like.encoding, errors=like.errors, closefd=False)


def _become(asked: Asked, files: list[int]) -> None:
    """What a new interpreter would be that was given this command. How it ends, the interpreter sees to."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for source, target in zip(files, (1, 2, 0), strict=True):
        os.dup2(source, target)
        if source > 2:
            os.close(source)
    # Those of the hub would still take it for the file that it was.
    output, errors = _text_file(1, sys.stdout), _text_file(2, sys.stderr)
    vars(sys).update(stdout=output, __stdout__=output, stderr=errors, __stderr__=errors)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    sys.argv = asked["command"]
    sys.path[0] = str(Path(sys.argv[0]).parent)
    if "ansible.constants" in sys.modules:
        _own_what_was_made_at_import()
    runpy.run_path(sys.argv[0], run_name="__main__")
    sys.exit()


if __name__ == "__main__":
    _serve(sys.argv[1])
