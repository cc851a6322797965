# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drive a simulator from a test: start it, set it up, make it fail, ask what it was asked. Standard library only.

The interpreter that runs the simulator needs aiohttp: this one, or the one that ``GENESYS_SIMULATOR_PYTHON`` names.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any

REPOSITORY_ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 20.0
STOP_SECONDS = 5.0


class SimulatorError(Exception):
    """The simulator did not start, or refused what it was told."""


class Simulator:
    """A running simulator. As a context manager, it stops at the end what it has started."""

    def __init__(
        self,
        state: dict[str, Any] | str = "mixed:40",
        *,
        latency_ms: float = 0,
        python: str | None = None,
    ) -> None:
        """Start one on a free loopback port and wait until it listens.

        ``state``: an organisation, or a fleet such as ``mixed:40``; ``reset()`` comes back to it.
        """
        self._credentials: tuple[str, str] | None = None
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  read when the start fails, closed by stop()
        self._process: subprocess.Popen[str] | None = subprocess.Popen(
            # Standard input stays open as long as this process lives: a killed test run leaves no simulator behind.
            [_python(python), "-m", "tests.simulator", "--stop-on-eof", "--latency", str(latency_ms)]
            + (["--fleet", state] if isinstance(state, str) else ["--fleet", "mixed:0"]),
            cwd=REPOSITORY_ROOT,
            env={name: value for name, value in os.environ.items() if name not in ("PYTHONSAFEPATH", "PYTHONPATH")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            # Ctrl-C in a terminal is for the test run, which then stops the simulator.
            start_new_session=True,
        )
        self.url = self._await_url()
        self._first_state: dict[str, Any] | None = None if isinstance(state, str) else state
        if self._first_state is not None:
            self.reset()

    @classmethod
    def at(cls, url: str) -> Simulator:
        """Drive one that runs already; ``stop()`` leaves it running."""
        simulator = cls.__new__(cls)
        simulator.url = url.rstrip("/")
        simulator._credentials = None
        simulator._process = None
        simulator._first_state = None
        simulator._control("GET", "health")
        return simulator

    def __enter__(self) -> Simulator:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def client_id(self) -> str:
        """Id of the organisation's first OAuth client."""
        return self._first_client()[0]

    @property
    def client_secret(self) -> str:
        """Secret of the organisation's first OAuth client."""
        return self._first_client()[1]

    @property
    def environment(self) -> dict[str, str]:
        """``GENESYS_BASE_PATH``, ``GENESYS_CLIENT_ID`` and ``GENESYS_CLIENT_SECRET``."""
        return {
            "GENESYS_BASE_PATH": self.url,
            "GENESYS_CLIENT_ID": self.client_id,
            "GENESYS_CLIENT_SECRET": self.client_secret,
        }

    @property
    def pid(self) -> int:
        """Process id of the simulator, wherever it was started."""
        return int(self._control("GET", "health")["pid"])

    def reset(self, state: dict[str, Any] | str | None = None, **settings: Any) -> None:
        """Make everything anew: organisation, tokens, faults, journal, deliveries, inboxes, settings.

        ``state``: an organisation, a fleet such as ``webmessaging:100``, or None for the one it was started with.
        ``settings``: those that differ from the defaults.
        """
        chosen = self._first_state if state is None else state
        self._control("POST", "reset", {"state": chosen, "settings": settings})
        self._credentials = None

    def settings(self, **changes: Any) -> dict[str, Any]:
        """Change settings, and get them all."""
        if changes:
            self._control("PATCH", "settings", changes)
        return dict(self._control("GET", "settings"))

    def fault(
        self,
        method: str,
        path: str,
        action: dict[str, Any],
        *,
        skip: int = 0,
        times: int | None = 1,
        query: str = "",
    ) -> None:
        """Add a fault for ``times`` matching requests (None: for ever) after ``skip``; `faults` lists the actions."""
        rule = {"method": method, "path": path, "query": query, "skip": skip, "times": times, "action": action}
        self._control("POST", "faults", rule)

    def faults(self) -> list[dict[str, Any]]:
        """The faults, with ``matched`` and ``hits``."""
        return list(self._control("GET", "faults"))

    def clear_faults(self) -> None:
        """No more faults."""
        self._control("DELETE", "faults")

    def journal(self) -> list[dict[str, Any]]:
        """Every API request since the last reset or clearing, in order of arrival; `journal.Entry` has the shape."""
        return list(self._control("GET", "journal"))

    def requests(self, *kinds: str, path: str = ".*") -> list[str]:
        """The journal as ``METHOD /path?query``. ``kinds``: of token, read, write (none: all); ``path``: full match."""
        return [
            f"{entry['method']} {entry['path']}{'?' if entry['query'] else ''}{entry['query']}"
            for entry in self.journal()
            if (not kinds or entry["kind"] in kinds) and re.fullmatch(path, entry["path"])
        ]

    def clear_journal(self) -> None:
        """Forget the requests so far."""
        self._control("DELETE", "journal")

    def state(self, new: dict[str, Any] | str | None = None) -> dict[str, Any]:
        """The organisation, secrets included; before that, replace it (tokens and journal stay) if one is given."""
        if new is not None:
            self._control("PUT", "state", new)
            self._credentials = None
        return dict(self._control("GET", "state"))

    def channel(self, channel_id: str) -> dict[str, Any]:
        """One channel as it is now. SimulatorError: there is none."""
        return dict(self._control("GET", f"state/channels/{_segment(channel_id)}"))

    def channels(self) -> list[dict[str, Any]]:
        """All channels as they are now."""
        return list(self._control("GET", "state/channels"))

    def webhooks(self) -> list[dict[str, Any]]:
        """All webhooks as they are now, secrets included."""
        return list(self._control("GET", "state/webhooks"))

    def deliveries(self, *, settle_seconds: float = 5.0) -> list[dict[str, Any]]:
        """Every webhook delivery, once none is pending any more; `deliveries.Delivery` has the shape."""
        give_up_at = time.monotonic() + settle_seconds
        while True:
            records = list(self._control("GET", "deliveries"))
            if not any(each["outcome"] == "pending" for each in records) or time.monotonic() >= give_up_at:
                return records
            time.sleep(0.02)

    def inbox_url(self, name: str) -> str:
        """A callback URL whose messages ``inbox`` returns."""
        return f"{self.url}/_simulator/inbox/{_segment(name)}"

    def inbox(self, name: str, *, at_least: int = 0, wait_seconds: float = 5.0) -> list[dict[str, Any]]:
        """What came in: ``{"at", "headers", "body"}``; waits until there are ``at_least`` so many."""
        give_up_at = time.monotonic() + wait_seconds
        while True:
            messages = list(self._control("GET", f"inbox/{_segment(name)}"))
            if len(messages) >= at_least or time.monotonic() >= give_up_at:
                return messages
            time.sleep(0.02)

    def inbox_answers(self, name: str, status: int, *, times: int | None = None, delay_ms: float = 0) -> None:
        """Let the inbox answer so, ``times`` times (None: from now on)."""
        self._control("PUT", f"inbox/{_segment(name)}", {"status": status, "times": times, "delay_ms": delay_ms})

    def stop(self) -> None:
        """Stop the process, if this object has started it."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for stream in (process.stdin, process.stdout, self._errors):
            if stream is not None:
                stream.close()

    def _await_url(self) -> str:
        assert self._process is not None and self._process.stdout is not None
        # The simulator announces itself only when it listens; if it dies instead, the line is empty.
        words = shlex.split(self._process.stdout.readline())
        if len(words) == 2 and words[1].startswith("GENESYS_BASE_PATH="):
            url = words[1].partition("=")[2]
            self.url = url
            give_up_at = time.monotonic() + START_SECONDS
            while time.monotonic() < give_up_at:
                try:
                    self._control("GET", "health")
                    return url
                except OSError:
                    time.sleep(0.02)
        self._process.kill()
        self._process.wait()
        self._errors.seek(0)
        raise SimulatorError(f"the simulator did not start: {self._errors.read().decode(errors='replace').strip()}")

    def _first_client(self) -> tuple[str, str]:
        if self._credentials is None:
            client = self._control("GET", "state/clients")[0]
            self._credentials = (client["client_id"], client["client_secret"])
        return self._credentials

    def _control(self, method: str, name: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_simulator/{name}", data=data, method=method)
        try:
            with _OPENER.open(request, timeout=30) as answer:
                content = answer.read()
        except urllib.error.HTTPError as error:
            with error:
                raise SimulatorError(f"{method} {name}: {error.read().decode(errors='replace')}") from None
        return json.loads(content) if content else None


# A proxy of the environment is for the code under test, not for its harness.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _python(explicit: str | None) -> str:
    return explicit or os.environ.get("GENESYS_SIMULATOR_PYTHON") or sys.executable


def _segment(text: str) -> str:
    return urllib.parse.quote(text, safe="")
