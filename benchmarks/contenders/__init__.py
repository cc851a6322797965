# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The contenders, each as a careful person would write it, with the same work and the same knowledge."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.fleet import FEATURES, NAMES, SESSIONS, Fleet
from benchmarks.running import Program

FOLDER = Path(__file__).resolve().parent
WISH = {"sessions": SESSIONS, "features": FEATURES}


@dataclass(frozen=True)
class Contender:
    """``starts_processes``: one for each channel, which takes minutes instead of seconds."""

    name: str
    title: str
    program: Callable[[Fleet], Program]
    starts_processes: bool = False


def playbook(name: str, variables: dict[str, Any], environment: dict[str, str] | None = None) -> Program:
    """A playbook of this folder."""
    command = str(Path(sys.executable).parent / "ansible-playbook")
    return Program([command, str(FOLDER / name), "--extra-vars", json.dumps({**WISH, **variables})], environment or {})


def loop(ids: list[str], as_modules: bool = False, show_results: bool = False) -> Program:
    """A task for each channel."""
    environment = {"GENESYS_EXECUTION": "module"} if as_modules else {}
    return playbook("loop.yml", {"ids": ids, "show_results": show_results}, environment)


def fleet_task(name_glob: str = NAMES, **variables: Any) -> Program:
    """One task for all channels."""
    return playbook("fleet.yml", {"name_glob": name_glob, **variables})


def script(threads: int) -> Program:
    """A custom program."""
    return Program([sys.executable, str(FOLDER / "script.py"), json.dumps({**WISH, "threads": threads})], {})


CONTENDERS = [
    Contender("channels", "webmessaging_channels", lambda fleet: fleet_task()),
    Contender("loop", "webmessaging_channel, loop in-process", lambda fleet: loop(fleet.ids)),
    Contender("modules", "webmessaging_channel, loop of modules", lambda fleet: loop(fleet.ids, as_modules=True), True),
    Contender("uri", "ansible.builtin.uri", lambda fleet: playbook("uri.yml", {}), True),
    Contender("script", "script, sequential", lambda fleet: script(1)),
    Contender("threads", "script, 8 threads", lambda fleet: script(8)),
]
