# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of guests have in common: the schema of what guests get, and a guest who talks over a WebSocket."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import requests
from jsonschema import Draft202012Validator
from websockets.sync.client import connect
from websockets.sync.connection import Connection

from tests.simulator.client import SimulatorControl

TOKEN = "0c5b1d1e-5a5a-4d6e-9c0f-3d3b7f1f2a11"
TIMEOUT_SECONDS = 10
_SCHEMA = Path(__file__).parent / "json_schemas" / "guest-api-schema.json"


@cache
def _schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    return found


def assert_valid(kind: str, value: Any) -> None:
    """The value is what Genesys' own clients expect."""
    Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": _schema()["$defs"]}).validate(value)


def file_of(org: SimulatorControl, deployment_id: str, name: str = "config.json", **headers: str) -> requests.Response:
    """One of the two files of a deployment, read as a browser does, without a token."""
    url = f"{org.url}/webdeployments/v1/deployments/{deployment_id}/{name}"
    return requests.get(url, headers=headers, timeout=TIMEOUT_SECONDS)


def socket_url(org: SimulatorControl, deployment_id: str) -> str:
    return f"{org.messaging_url}/v1?deploymentId={deployment_id}&application=tests"


class Guest:
    """A guest with a connection."""

    def __init__(self, socket: Connection, deployment_id: str, token: str) -> None:
        self.socket = socket
        self._deployment_id = deployment_id
        self._token = token

    def send(self, action: str, **fields: Any) -> None:
        self.socket.send(json.dumps({"action": action, "token": self._token, **fields}))

    def hear(self) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads(self.socket.recv(timeout=TIMEOUT_SECONDS))
        assert_valid("Frame", frame)
        return frame

    def ask(self, action: str, **fields: Any) -> dict[str, Any]:
        self.send(action, **fields)
        return self.hear()

    def configure(self, **fields: Any) -> dict[str, Any]:
        return self.ask("configureSession", **{"deploymentId": self._deployment_id, **fields})

    def get_configuration(self, **fields: Any) -> dict[str, Any]:
        return self.ask("getConfiguration", **{"deploymentId": self._deployment_id, **fields})

    def echo(self) -> dict[str, Any]:
        return self.ask("echo", tracingId="ping", message={"type": "Text", "text": "ping"})

    def message(self, **fields: Any) -> dict[str, Any]:
        return self.ask("onMessage", message=fields)

    def event(self, kind: str, **fields: Any) -> dict[str, Any]:
        return self.message(type="Event", events=[{"eventType": kind, **fields}])


@contextmanager
def guest(
    org: SimulatorControl, deployment_id: str, *, origin: Any = None, token: str = TOKEN, **options: Any
) -> Iterator[Guest]:
    """A guest whose page has that origin. ``options``: of websockets' ``connect``."""
    with connect(socket_url(org, deployment_id), origin=origin, open_timeout=TIMEOUT_SECONDS, **options) as socket:
        yield Guest(socket, deployment_id, token)
