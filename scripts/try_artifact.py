# SPDX-FileCopyrightText: 2026 the genesys.cloud authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Use the built artifact as a stranger does: try_artifact.py FOLDER

FOLDER holds the artifact; ``scripts/build.py`` puts it there. The script installs it with ansible-core and its own
requirements, and nothing else, below an empty home directory in FOLDER/stranger. There it uses each kind of content
against the simulator, which runs in this environment, and checks the result and the simulator's state. At the end only
the folders remain on which Ansible's rules for collections let content rely. One line tells each thing that worked.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import textwrap
import venv
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lay_out import ROOT

sys.path.insert(0, str(ROOT))

from tests.simulator.client import Simulator

NAME = "Primary Web Messaging"
FLEET = "webdeployments:3"
TIME_LIMIT = 120
STARTED = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
RELIED_ON = {"meta", "playbooks", "plugins", "roles"}
"""https://docs.ansible.com/ansible/latest/community/collection_contributors/collection_requirements.html"""

WANTED = {"webmessaging_channels": [{"name": NAME, "disable_features": ["file-sharing"]}]}
BACK = {"webmessaging_channels": [{"name": NAME, "enable_features": ["file-sharing"]}]}
WITH_ROLE = [{"hosts": "localhost", "gather_facts": False, "vars": BACK, "roles": ["genesys.cloud.webmessaging"]}]
WITH_FILTER = [
    {
        "hosts": "localhost",
        "gather_facts": False,
        "tasks": [
            {"genesys.cloud.webmessaging_channel_info": {"name": NAME}, "register": "found"},
            {"ansible.builtin.debug": {"msg": "{{ found.channels | genesys.cloud.webmessaging_table }}"}},
        ],
    }
]
FIRST_EVENT = """
import asyncio, json, runpy, sys

async def first(path, options):
    queue = asyncio.Queue()
    source = asyncio.create_task(runpy.run_path(path)["main"](queue, options))
    event = asyncio.create_task(queue.get())
    await asyncio.wait([source, event], timeout=30, return_when=asyncio.FIRST_COMPLETED)
    if source.done():
        source.result()
    print(json.dumps(await asyncio.wait_for(event, 0.1)))
    source.cancel()

asyncio.run(first(sys.argv[1], json.loads(sys.argv[2])))
"""
FILTERED = """
import json, runpy, sys
print(json.dumps(runpy.run_path(sys.argv[1])["main"](json.loads(sys.argv[2]))))
"""
LOADED_BY_RULEBOOK = """
import sys
from ansible_rulebook.collection import find_source, find_source_filter, load_rulebook
from ansible_rulebook.validators import Validate

print(find_source("genesys.cloud", "webmessaging_changes"))
print(find_source_filter("genesys.cloud", "webmessaging_eventbridge"))
for name in sys.argv[1:]:
    _vaulted, rulebook = load_rulebook("genesys.cloud", name)
    Validate.rulebook(rulebook)
"""


class Failed(Exception):
    """What did not work."""


def check(right: object, message: str, output: object = "") -> None:
    if not right:
        raise Failed(f"{message}\n{output}")


class Stranger:
    """Somebody with an empty home directory, ansible-core and the artifact."""

    def __init__(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        self.home, self.work, self._python = folder / "home", folder / "work", folder / "venv" / "bin" / "python"
        self.home.mkdir(parents=True)
        self.work.mkdir()
        venv.create(folder / "venv", with_pip=True)
        self.environment = {"HOME": str(self.home), "PATH": f"{self._python.parent}:/usr/bin:/bin", "LANG": "C.UTF-8"}

    @property
    def collection(self) -> Path:
        """Where Ansible installs a collection without any setting."""
        return self.home / ".ansible" / "collections" / "ansible_collections" / "genesys" / "cloud"

    def install(self, artifact: Path) -> None:
        # This user's settings for pip: where the package index is.
        pip = [str(self._python), "-m", "pip", "-qq", "--disable-pip-version-check", "install"]
        subprocess.run([*pip, "ansible-core"], check=True)
        self.run("ansible-galaxy", "collection", "install", "--offline", str(artifact))
        subprocess.run([*pip, "-r", str(self.collection / "requirements.txt")], check=True)

    def run(self, command: str, *arguments: str, **environment: str) -> str:
        """Run one of the commands of the environment, and return its output."""
        done = subprocess.run(
            [str(self._python.parent / command), *arguments],
            cwd=self.work,
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=TIME_LIMIT,
            check=False,
        )
        check(done.returncode == 0, f"{command} {' '.join(arguments)}: exit status {done.returncode}", done.stdout)
        return done.stdout

    def file(self, name: str, content: object) -> str:
        """Write a file into the working directory; every JSON text is YAML."""
        (self.work / name).write_text(json.dumps(content), encoding="utf-8")
        return name

    def program(self, text: str, *arguments: str) -> Any:
        """Run a Python program, and return the JSON that it prints."""
        return json.loads(self.run("python", "-c", text, *arguments))


def try_module(stranger: Stranger, simulator: Simulator) -> str:
    found = {}
    for way in ("auto", "module"):
        arguments = ("localhost", "-m", "genesys.cloud.webmessaging_channel_info", "-a", f"name='{NAME}'")
        output = stranger.run("ansible", *arguments, GENESYS_EXECUTION=way)
        result = json.loads(output[output.index("{") : output.rindex("}") + 1])
        check(result["total"] == 1, f"webmessaging_channel_info, {way}", output)
        found[way] = result["channels"]
    check(found["auto"] == found["module"], "the two ways of execution differ", found)
    return "module ad hoc, in the controller's process and as a module: the same channel"


def try_playbooks(stranger: Stranger, simulator: Simulator) -> str:
    output = stranger.run("ansible-playbook", "genesys.cloud.discover")
    check(output.count("Inbound Messages") == len(simulator.deployments()), "discover", output)
    configure = ("genesys.cloud.configure", "-e", f"@{stranger.file('wanted.yml', WANTED)}")
    simulator.clear_journal()
    changes_in(stranger.run("ansible-playbook", *configure, "--check", "--diff"), 1)
    check(not simulator.requests("write"), "configure --check wrote", simulator.requests())
    changes_in(stranger.run("ansible-playbook", *configure), 1)
    check(simulator.requests("write"), "configure wrote nothing")
    simulator.clear_journal()
    changes_in(stranger.run("ansible-playbook", *configure), 0)
    check(not simulator.requests("write"), "the second run wrote", simulator.requests())
    return "playbooks by name: discover; configure --check writes nothing, configure changed=1, again changed=0"


def try_role_and_callback(stranger: Stranger, simulator: Simulator) -> str:
    written = {
        "GENESYS_AUDIT_LOG": "audit.jsonl",
        "GENESYS_METRICS_FILE": "run.prom",
        "GENESYS_REPORT_FILE": "run.html",
    }
    playbook = stranger.file("role.yml", WITH_ROLE)
    callback = {"ANSIBLE_CALLBACKS_ENABLED": "genesys.cloud.audit", **written}
    changes_in(stranger.run("ansible-playbook", playbook, **callback), 1)
    audit, metrics, report = ((stranger.work / name).read_text(encoding="utf-8") for name in written.values())
    outcomes = [json.loads(line)["outcome"] for line in audit.splitlines()]
    check(outcomes == ["updated"], "the audit log of the callback", audit)
    check(metrics.endswith("# EOF\n"), "the metrics of the callback", metrics)
    check(NAME in report and "</html>" in report, "the report of the callback")
    return "role changed=1; callback audit: log, metrics and report"


def try_inventory(stranger: Stranger, simulator: Simulator) -> str:
    source = stranger.file("my.webmessaging.yml", {"plugin": "genesys.cloud.webmessaging"})
    listed = json.loads(stranger.run("ansible-inventory", "-i", source, "--list"))
    hosts = listed["_meta"]["hostvars"]
    check(hosts.keys() == {each["id"] for each in simulator.deployments()}, "the inventory's hosts", listed)
    return f"inventory: {len(hosts)} hosts"


def try_filter(stranger: Stranger, simulator: Simulator) -> str:
    output = stranger.run("ansible-playbook", stranger.file("filter.yml", WITH_FILTER))
    check(NAME in output and "typing-indicators" in output, "the filter webmessaging_table", output)
    return "filter webmessaging_table"


def try_event_plugins(stranger: Stranger, simulator: Simulator) -> str:
    """Load them as ansible-rulebook does, by path; the changes that the source tells are those of the playbooks."""
    plugins = stranger.collection / "extensions" / "eda" / "plugins"
    options = json.dumps({"since": STARTED, "interval": 10})
    event = stranger.program(FIRST_EVENT, str(plugins / "event_source" / "webmessaging_changes.py"), options)
    check(event["payload"]["entity"]["name"] == NAME, "the first event of webmessaging_changes", event)
    foreign = {"meta": {}, "payload": {"detail": "of something else"}}
    filtered = stranger.program(
        FILTERED, str(plugins / "event_filter" / "webmessaging_eventbridge.py"), json.dumps(foreign)
    )
    check(filtered == foreign, "the filter webmessaging_eventbridge changed a foreign event", filtered)
    return f"event source: {event['payload']['resource']} {event['payload']['action']}; event filter"


def try_rulebooks(stranger: Stranger, simulator: Simulator) -> str:
    """With ansible-rulebook from this environment: it is no part of a stranger's."""
    names = sorted(path.stem for path in (ROOT / "extensions" / "eda" / "rulebooks").glob("*.yml"))
    done = subprocess.run(
        [sys.executable, "-c", LOADED_BY_RULEBOOK, *names],
        cwd=stranger.work,
        env={
            **stranger.environment,
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "ANSIBLE_COLLECTIONS_PATH": str(stranger.collection.parents[2]),
        },
        capture_output=True,
        text=True,
        timeout=TIME_LIMIT,
        check=False,
    )
    check(done.returncode == 0, "ansible-rulebook does not load the rulebooks", done.stderr)
    places = re.findall(r"/\S+\.(?:py|yml)$", done.stdout, re.MULTILINE)
    check(len(places) == len(names) + 2, "not every file is told", done.stdout)
    check(all(each.startswith(str(stranger.collection)) for each in places), "found elsewhere", places)
    return f"ansible-rulebook finds source and filter there; rulebooks {', '.join(names)}"


def try_without_the_rest(stranger: Stranger, simulator: Simulator) -> str:
    for entry in stranger.collection.iterdir():
        if entry.name not in RELIED_ON:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    output = stranger.run("ansible-playbook", "genesys.cloud.configure", "-e", "@wanted.yml")
    changes_in(output, 1)
    changes_in(stranger.run("ansible-playbook", "role.yml"), 1)
    return f"playbook and role with only {', '.join(sorted(RELIED_ON))}"


TRIES = (
    try_module,
    try_playbooks,
    try_role_and_callback,
    try_inventory,
    try_filter,
    try_event_plugins,
    try_rulebooks,
    try_without_the_rest,
)


def changes_in(output: str, count: int) -> None:
    """Check the recap of a playbook on one host."""
    recap = re.findall(r"^localhost +: ok=\d+ +changed=(\d+) .*failed=0", output, re.MULTILINE)
    check(recap == [str(count)], f"changed={recap} in place of {count}", output)


def use(stranger: Stranger, artifact: Path) -> Iterable[str]:
    """Use everything; a line for each thing that worked."""
    stranger.install(artifact)
    core = stranger.run("ansible", "--version").partition("\n")[0]
    yield f"installed {artifact.name} with {core}, below an empty home directory"
    with Simulator(FLEET) as simulator:
        stranger.environment.update(simulator.environment)
        for each in TRIES:
            yield each(stranger, simulator)


def main() -> int:
    folder = Path(sys.argv[1]).absolute()
    (artifact,) = folder.glob("genesys-cloud-*.tar.gz")
    try:
        for line in use(Stranger(folder / "stranger"), artifact):
            print(f"ok  {line}", flush=True)
    except Failed as failure:
        print(textwrap.indent(f"FAILED  {failure}", "    "), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
