# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Drive a simulator from a test: start it, set it up, make it fail, ask what it was asked. Standard library only."""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from types import TracebackType
from typing import Any

from .process import DEFAULT_FLEET, SimulatorError, SimulatorProcess

__all__ = ["Simulator", "SimulatorControl", "SimulatorError"]


class SimulatorControl:
    """A simulator that runs already, wherever that is."""

    def __init__(self, url: str) -> None:
        """SimulatorError: there is no simulator at that URL."""
        self.url = url.rstrip("/")
        self._credentials: tuple[str, str] | None = None
        self._control("GET", "health")

    @property
    def client_id(self) -> str:
        """Id of the organisation's first OAuth client."""
        return self._first_client()[0]

    @property
    def client_secret(self) -> str:
        """Secret of the organisation's first OAuth client."""
        return self._first_client()[1]

    @property
    def messaging_url(self) -> str:
        """Where guests open WebSockets; their files are below ``url``."""
        return self.url.replace("http", "ws", 1)

    @property
    def environment(self) -> dict[str, str]:
        """Where it serves the APIs, guests' files and guests' WebSockets, and the credentials of its first client."""
        return {
            "GENESYS_BASE_PATH": self.url,
            "GENESYS_GUEST_URL": self.url,
            "GENESYS_MESSAGING_URL": self.messaging_url,
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
        self._control("POST", "reset", {"state": state, "settings": settings})
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

    def configurations(self) -> list[dict[str, Any]]:
        """``{"id", "draft", "versions"}`` of every configuration."""
        return list(self._control("GET", "state/webdeployments")["configurations"])

    def configuration(self, configuration_id: str) -> dict[str, Any]:
        return next(each for each in self.configurations() if each["id"] == configuration_id)

    def deployments(self) -> list[dict[str, Any]]:
        """Every deployment, with its ``identityResolution``."""
        return list(self._control("GET", "state/webdeployments")["deployments"])

    def deployment(self, deployment_id: str) -> dict[str, Any]:
        return next(each for each in self.deployments() if each["id"] == deployment_id)

    def supported_content(self) -> list[dict[str, Any]]:
        """Every content profile, as it is kept."""
        return list(self._control("GET", "state/webdeployments")["supported_content"])

    def audits(self) -> list[dict[str, Any]]:
        """The org's audit trail, the oldest first, whether an entry is visible yet or not."""
        return list(self._control("GET", "audits"))

    def add_audits(self, entries: list[dict[str, Any]]) -> None:
        """Entries of the past, each whole, that are visible at once."""
        self._control("POST", "audits", entries)

    def guests(self) -> dict[str, Any]:
        """What guests did over WebSockets since the last reset: counts, and ``connections`` with their frames.

        ``conversations``, ``typing`` and ``forbidden`` are 0 after every check of a deployment.
        """
        return dict(self._control("GET", "guests"))

    def person(self, act: str, entity_id: str | None = None, **changes: Any) -> None:
        """What somebody does in the UI: save_draft, publish, edit_deployment, ...; `people` has the acts.

        What is created gets a new id, unless one is given.
        """
        named = {} if entity_id is None else {"id": entity_id}
        self._control("POST", "person", {"act": act, **named, **changes})

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
        except OSError as error:
            raise SimulatorError(f"{method} {name}: no simulator answers at {self.url}: {error}") from None
        return json.loads(content) if content else None


class Simulator(SimulatorControl):
    """A simulator of one's own, on a free loopback port. As a context manager, it stops at the end."""

    def __init__(
        self,
        state: dict[str, Any] | str = DEFAULT_FLEET,
        *,
        latency_ms: float = 0,
        python: str | None = None,
    ) -> None:
        """Start it and wait until it listens.

        ``state``: an organisation, or a fleet such as ``mixed:40``; ``reset()`` comes back to it.
        ``python``: the interpreter; None: what `process.SimulatorProcess` finds.
        SimulatorError: it does not start, or the state is not valid.
        """
        self._first_state = state
        self._process = SimulatorProcess(python, latency_ms)
        try:
            super().__init__(self._process.url)
            if state != DEFAULT_FLEET:
                self.reset()
        except BaseException:
            self.stop()
            raise

    @staticmethod
    def at(url: str) -> SimulatorControl:
        """Drive one that runs already, and goes on running."""
        return SimulatorControl(url)

    def __enter__(self) -> Simulator:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def reset(self, state: dict[str, Any] | str | None = None, **settings: Any) -> None:
        super().reset(self._first_state if state is None else state, **settings)

    def stop(self) -> None:
        """Stop it; safe to repeat."""
        self._process.stop()


# A proxy of the environment is for the code under test, not for its harness.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _segment(text: str) -> str:
    return urllib.parse.quote(text, safe="")
