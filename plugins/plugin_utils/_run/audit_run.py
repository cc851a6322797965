# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Handle Ansible's events for the callback: write lines at once, the rest at the end. It warns, and never raises."""

from __future__ import annotations

import functools
import glob
import json
import os
import re
import sys
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Callable, Iterator, Mapping, TypeVar, cast

from ansible.utils.path import unfrackpath

from ...module_utils._core.json_values import JsonObject
from ...module_utils._core.visible_text import visible
from ...module_utils._http.files import append_line, replace_file
from ...module_utils._tasks.failed_result import whole
from ...module_utils._use_cases.audit_log import tail
from .._data import plain
from .current_run import PREFIX, CurrentRun, announce
from .early_end import EarlyEnd
from .metric_labels import filled, labels
from .open_metrics import open_metrics
from .report import render
from .run_record import Place, RunRecord
from .run_table import table

METRICS_MODE = 0o644
HEADING = f"{'GENESYS CLOUD ':*<80}"
_OURS = "genesys.cloud."

_Method = TypeVar("_Method", bound=Callable[..., None])


@dataclass(frozen=True)
class Destinations:
    """Paths; None if the user sets none."""

    audit_log: str | None = None
    metrics_file: str | None = None
    report_file: str | None = None


def _harmless(method: _Method) -> _Method:
    """Turn every error into a warning, so that it never ends the play; each warning is shown once."""

    @functools.wraps(method)
    def call(self: AuditRun, *args: Any, **kwargs: Any) -> None:
        with self.early_end.undisturbed():
            try:
                method(self, *args, **kwargs)
            except Exception as error:
                self.warn(f"it could not read every result ({type(error).__name__}), so its report has gaps")

    return cast(_Method, call)


class AuditRun:
    """One run of ansible-playbook. ``display``: Ansible's; ``folder``: only this run's, for its workers' lines."""

    def __init__(self, display: Any, folder: str) -> None:
        self.destinations = Destinations()
        self.early_end = EarlyEnd(self.end_early)
        self._current = CurrentRun(folder, self.hand_over)
        self._has_ended = False
        self._display = display
        self._record = RunRecord(run_id=str(uuid.uuid4()))
        self._play: str | None = None
        self._labels: dict[str, str] = {}
        self._shows_table = True
        self._shown = (0, 0, 0)
        self._playbook: str | None = None
        self._lost = 0
        self._warned: set[str] = set()

    def set_up(self, paths: Mapping[str, str | None], metrics_labels: str, table: bool, progress: bool) -> None:
        """Set the options. ``paths``: by destination; ``table``, ``progress``: whether to show them."""
        self._shows_table = table
        self._current.shows_progress = progress
        found = {name: self._filled(name, path) if path else None for name, path in paths.items()}
        self.destinations = Destinations(**{name: _absolute(path) if path else None for name, path in found.items()})
        self._labels, problems = labels(self._filled("metrics_labels", metrics_labels))
        for problem in problems:
            self.warn(f"metrics_labels: {problem}. The label is left out")

    def _filled(self, setting: str, text: str) -> str:
        job = os.environ.get("JOB_ID") or "local"
        values = {"run_id": str(self._record.run_id), "job_id": job, "host": os.uname().nodename}
        safe = {name: re.sub(r"[^\w.-]", "_", value) for name, value in values.items()}
        found, unknown = filled(text, safe)
        if unknown:
            known = ", ".join(f"{{{name}}}" for name in safe)
            self.warn(f"{setting}: {{{unknown[0]}}} is unknown; known are {known}")
        return found

    def watch(self) -> None:
        """Let workers write their lines for this run, and report on it however it ends."""
        announce(self._current)
        self.early_end.watch()

    def warn(self, text: str) -> None:
        """Warn the operator, once for each text."""
        if text not in self._warned:
            self._warned.add(text)
            self._display.warning(f"genesys.cloud.audit: {visible(text)}. The play is not affected.")

    @_harmless
    def begin_playbook(self, playbook: Any) -> None:
        """Begin a playbook, perhaps a further one of the command. ``playbook``: Ansible's, which has its path."""
        self._has_ended = False
        path = plain(_attribute(playbook, "file_name"))
        self._playbook = self._current.playbook = os.path.basename(path) if isinstance(path, str) else None
        self._record.playbooks += [self._playbook] if self._playbook else []

    @_harmless
    def begin_play(self, play: Any) -> None:
        self._play = self._current.play = _shown(play.get_name())

    @_harmless
    def take(self, result: Any, is_item: bool = False) -> None:
        """Take a result. ``is_item``: a loop's item, or an attempt; a loop's summary holds only its items' results."""
        task = _attribute(result, "task")
        if not is_item and (getattr(task, "loop", None) is not None or getattr(task, "loop_with", None)):
            return
        told = _attribute(result, "result")
        if "censored" in told or told.get("_ansible_no_log"):
            action = str(getattr(task, "resolved_action", None) or getattr(task, "action", ""))
            self._record.hidden += action.startswith(_OURS)
            return
        told = whole(told)
        if "audit" not in told:
            return
        host = _attribute(result, "host")
        place = Place(self._playbook, self._play, _shown(result.task_name), _shown(host.get_name()))
        for entry in self._record.add(plain(told), place):
            self._append(entry, place)

    @_harmless
    def end(self) -> None:
        """Show the table and write the files, for this playbook and the earlier ones of the command."""
        if self._has_ended:
            return
        self._has_ended = True
        self._take_lines(glob.glob(os.path.join(glob.escape(self._current.folder), f"{PREFIX}*")))
        run = self._record
        if run.is_empty:
            return
        known = (run.tasks, run.hidden, len(run.operations))
        if self._shows_table and known != self._shown:
            self._show(run)
        self._shown = known
        if self._lost:
            self.warn(f"{self._lost} entries are missing in {self.destinations.audit_log}")
        self._write_files()

    def _show(self, run: RunRecord) -> None:
        """Write to stderr: stdout can be JSON, or a line for each host."""
        for line in ("", HEADING, *table(run), ""):
            self._display.display(line, stderr=True)

    def end_early(self) -> None:
        """Report on a run that Ansible leaves without an event."""
        self._record.is_interrupted = self._record.is_interrupted or not self._has_ended
        self.end()
        with suppress(OSError, ValueError):  # a signal may follow that leaves no time for it
            sys.stdout.flush()
            sys.stderr.flush()

    @_harmless
    def hand_over(self) -> None:
        """Write the files of a worker that has outlived the run, from its own lines. Nobody sees a display."""
        self._record.is_interrupted = True
        self._record.leave_out(_in_log(self.destinations.audit_log, str(self._record.run_id)))
        self._take_lines([self._current.lines])
        if not self._record.is_empty:
            self._write_files()

    def _take_lines(self, paths: list[str]) -> None:
        """Take the lines of workers without a result, because the worker or its task was ended."""
        for path in paths:
            latest: dict[str, tuple[JsonObject, Place]] = {}
            for entry, place in _lines(path):
                latest[str(entry.get("audit_id"))] = entry, place
            for entry, place in latest.values():
                for new in self._record.add_line(entry, place):
                    self._append(new, place)
            with suppress(OSError):
                os.unlink(path)

    def _write_files(self) -> None:
        run, wanted = self._record, self.destinations
        if wanted.metrics_file:
            self._write(
                "metrics", wanted.metrics_file, lambda: open_metrics(run, time.time(), self._labels), METRICS_MODE
            )
        if wanted.report_file:
            self._write("report", wanted.report_file, lambda: render(run))

    def _append(self, entry: JsonObject, place: Place) -> None:
        if not self.destinations.audit_log:
            return
        line = {
            **entry,
            "run_id": self._record.run_id,
            "playbook": place.playbook,
            "play": place.play,
            "task": place.task,
            "host": place.host,
        }
        try:
            append_line(self.destinations.audit_log, json.dumps(line, ensure_ascii=True, allow_nan=False))
        except (OSError, ValueError) as error:
            self._lost += 1
            self.warn(f"the audit log {self.destinations.audit_log} cannot be written ({_reason(error)})")

    def _write(self, what: str, path: str, text: Callable[[], str], mode: int | None = None) -> None:
        try:
            replace_file(path, text(), mode)
        except (OSError, ValueError) as error:
            self.warn(f"the {what} {path} cannot be written ({_reason(error)})")


def _absolute(path: str) -> str:
    """Resolve variables and ``~``. Relative paths are relative to the working directory."""
    return str(unfrackpath(path, follow=False))


def _lines(path: str) -> Iterator[tuple[JsonObject, Place]]:
    """Yield entries and their places; unreadable lines are left out."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
    except OSError:
        return
    for line in lines:
        with suppress(ValueError, KeyError, TypeError):
            told = json.loads(line)
            yield dict(told["entry"]), Place(**told["place"])


def _in_log(path: str | None, run_id: str) -> set[str]:
    """Return the ids of a run that the end of the log has already."""
    if not path:
        return set()
    entries = (_object(line) for line in tail(path).decode("utf-8", "replace").splitlines() if run_id in line)
    return {str(entry.get("audit_id")) for entry in entries}


def _object(line: str) -> JsonObject:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _attribute(of: Any, name: str) -> Any:
    """Read an attribute that is public from ansible-core 2.19 on, and private before; it is the same object."""
    found = getattr(of, name, None)
    return getattr(of, f"_{name}") if found is None else found


def _shown(name: Any) -> str | None:
    return str(plain(name)).strip() or None


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)
