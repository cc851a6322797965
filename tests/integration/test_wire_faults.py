# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a server, a proxy or a line can do to one exchange, through the whole of a module and through TLS."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._core.retry import Fault
from ansible_collections.genesys.cloud.plugins.module_utils._http.transport import Transport
from ansible_collections.genesys.cloud.plugins.module_utils._http.transport_faults import TransportFault
from ansible_collections.genesys.cloud.tests.unit.loopback import Loopback, Talk, answer, drip
from tests.integration.channels import TOKEN
from tests.integration.conftest import Modules
from tests.integration.front import Instead, Meddle, front
from tests.integration.tls_front import make_certificate
from tests.simulator.client import Simulator

CHANNEL, INFO = "webmessaging_channel", "webmessaging_channel_info"
CHANNELS = "/api/v2/communications/channels"
OK = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture
def channel_id(simulator: Simulator) -> str:
    simulator.reset("webmessaging:1")
    return str(simulator.channels()[0]["id"])


def to_patch(given: bytes | Talk) -> Meddle:
    """A PATCH takes effect, and is answered so."""
    return lambda method, path: Instead(given) if method == "PATCH" else None


def to_read(given: bytes | Talk) -> Meddle:
    return lambda method, path: Instead(given) if method == "GET" else None


def as_json(body: bytes) -> bytes:
    return answer(body, "200 OK", "Content-Type: application/json")


UNREADABLE: dict[str, bytes | Talk] = {
    "two lengths": OK + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}}",
    "a chunk without a size": OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "no HTTP": b"what is this\r\n\r\n",
    "a header that is none": OK + b"what is this\r\nContent-Length: 2\r\n\r\n{}",
    "NaN": as_json(b'{"id": NaN}'),
    "330 levels": as_json(b'{"a":' * 330 + b"1" + b"}" * 330),
    "100,000 levels": as_json(b'{"a":' * 100_000),
    "10,000 digits": as_json(b'{"a": ' + b"9" * 10_000 + b"}"),
    "half a character": as_json(b'{"a": "\\ud83d"}'),
    "a name twice": as_json(b'{"id": "a", "id": "b"}'),
    "a bomb": answer(gzip.compress(b" " * 100_000_000, 1), "200 OK", "Content-Encoding: gzip"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_write_that_took_effect_is_found_out_whatever_its_answer_was(
    simulator: Simulator, modules: Modules, channel_id: str, name: str
) -> None:
    with front(simulator.url, to_patch(UNREADABLE[name])) as url:
        modules.environment["GENESYS_BASE_PATH"] = url
        result = modules.succeed(CHANNEL, id=channel_id, max_concurrent_sessions=800)
    item = f"{CHANNELS}/{channel_id}"
    assert simulator.requests() == [TOKEN, f"GET {item}", f"PATCH {item}", f"GET {item}"]
    assert result["changed"] is True
    assert result["channel"]["max_concurrent_sessions"] == 800


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_read_that_is_answered_so_is_a_protocol_error(
    simulator: Simulator, modules: Modules, channel_id: str, name: str
) -> None:
    with front(simulator.url, to_read(UNREADABLE[name])) as url:
        modules.environment["GENESYS_BASE_PATH"] = url
        result = modules.fail(CHANNEL, id=channel_id, max_concurrent_sessions=800, retries=0)
    assert result["failure"]["kind"] == "protocol"
    assert "check api_url, region and proxy" in result["msg"]
    assert "Traceback" not in result["msg"]


ENDLESS = {
    "a body": drip(OK + b"Content-Length: 5000\r\n\r\n", b"1"),
    "a header": drip(OK + b"X-Long: ", b"x"),
    "100 Continue": drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
}


@pytest.mark.parametrize("at", ["token", "read"])
@pytest.mark.parametrize("name", ENDLESS)
def test_an_endless_answer_ends_with_the_deadline(
    simulator: Simulator, modules: Modules, channel_id: str, at: str, name: str
) -> None:
    def meddle(method: str, path: str) -> Instead | None:
        return Instead(ENDLESS[name]) if path.endswith("/oauth/token") == (at == "token") else None

    with front(simulator.url, meddle) as url:
        modules.environment["GENESYS_BASE_PATH"] = url
        began = time.monotonic()
        result = modules.fail(INFO, id=channel_id, deadline=1)
        assert time.monotonic() - began < 15
    assert result["failure"]["kind"] == "network"
    assert "no complete response within 1 s (deadline)" in result["msg"]
    assert "Raise deadline" in result["msg"]


def test_a_write_whose_answer_never_ends_is_found_out(simulator: Simulator, modules: Modules, channel_id: str) -> None:
    with front(simulator.url, to_patch(ENDLESS["a body"])) as url:
        modules.environment["GENESYS_BASE_PATH"] = url
        result = modules.succeed(CHANNEL, id=channel_id, max_concurrent_sessions=800, deadline=2)
    assert result["changed"] is True
    assert result["channel"]["max_concurrent_sessions"] == 800


LOGIN = ("407 Proxy Authentication Required", "the proxy refused: 407", "the password for the proxy into the option")
FORBIDDEN = ("403 Forbidden", "the proxy refused: 403 Forbidden", "Ask whoever runs the proxy")


@pytest.mark.parametrize(("scheme", "refusal"), [("http", LOGIN), ("https", LOGIN), ("https", FORBIDDEN)])
def test_what_the_proxy_refuses_is_told_once_as_its_word(
    modules: Modules, scheme: str, refusal: tuple[str, str, str]
) -> None:
    """To a plain request, a 403 can be the API's own."""
    status, told, way_out = refusal
    modules.environment["GENESYS_BASE_PATH"] = f"{scheme}://127.0.0.1:9"
    with Loopback(answer(b"<html>", status, "Proxy-Authenticate: Basic")) as proxy:
        result = modules.fail(INFO, id="one", proxy=proxy.url)
        assert len(proxy.requests) == 1
    assert (result["failure"]["kind"], result["failure"]["status"]) == ("network", None)
    assert told in result["msg"]
    assert way_out in result["msg"]
    assert "client_id" not in result["msg"]


class Tls(Loopback):
    """The same over TLS."""

    def __init__(self, certificate: Path, *answers: bytes | Talk) -> None:
        super().__init__(*answers)
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._context.load_cert_chain(certificate)

    def _talk(self, connection: socket.socket) -> None:
        with suppress(OSError), self._context.wrap_socket(connection, server_side=True) as wrapped:
            super()._talk(wrapped)


def tunnel(port: int) -> Talk:
    """As a proxy's answer to CONNECT: it leads there."""

    def talk(connection: socket.socket, ended: threading.Event) -> None:
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with socket.create_connection(("127.0.0.1", port)) as target:
            back = threading.Thread(target=_pass_on, args=(target, connection))
            back.start()
            _pass_on(connection, target)
            back.join()

    return talk


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@contextmanager
def secured(tmp_path: Path, way: str, *answers: bytes | Talk) -> Iterator[tuple[Transport, str]]:
    """A transport that trusts a server which answers so over TLS, and its address."""
    certificate = make_certificate(tmp_path / "server.pem")
    with Tls(certificate, *answers) as server, Loopback(tunnel(server.port)) as proxy:
        through = proxy.url if way == "through a proxy" else None
        transport = Transport("https://login.example", False, str(certificate), through)
        try:
            yield transport, f"https://127.0.0.1:{server.port}/"
        finally:
            transport.close()


WAYS = pytest.mark.parametrize("way", ["directly", "through a proxy"])


def nobody(prepared: Any) -> Any:
    return prepared


@WAYS
@pytest.mark.parametrize("name", ENDLESS)
def test_through_tls_too_an_endless_answer_ends_in_its_time(tmp_path: Path, way: str, name: str) -> None:
    with secured(tmp_path, way, ENDLESS[name], answer(b"whole")) as (transport, url):
        began = time.monotonic()
        with pytest.raises(TransportFault) as raised:
            transport.send("PATCH", url, nobody, 20.0, within=0.5)
        assert time.monotonic() - began < 5
        assert raised.value.fault is Fault.OVERDUE
        assert transport.send("GET", url, nobody, 20.0, within=5).body == b"whole"


@WAYS
def test_through_tls_too_an_answer_comes_whole(tmp_path: Path, way: str) -> None:
    body = bytes(range(256)) * 5_000
    packed = answer(gzip.compress(body), "200 OK", "Content-Encoding: gzip")
    with secured(tmp_path, way, packed, answer(body)) as (transport, url):
        assert transport.send("PUT", url, nobody, 20.0, body, within=60).body == body
        assert transport.send("GET", url, nobody, 20.0, within=60).body == body


@WAYS
@pytest.mark.parametrize(
    ("given", "fault"), [(b"no HTTP\r\n\r\n", Fault.MALFORMED), (b"", Fault.RESET), (answer(b"12345")[:-2], Fault.CUT)]
)
def test_through_tls_too_what_breaks_after_sending_leaves_the_outcome_open(
    tmp_path: Path, way: str, given: bytes, fault: Fault
) -> None:
    with secured(tmp_path, way, given) as (transport, url), pytest.raises(TransportFault) as raised:
        transport.send("PATCH", url, nobody, 20.0, b"{}", within=60)
    assert raised.value.fault is fault


def test_a_certificate_that_is_not_trusted_means_that_nothing_was_sent(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path / "server.pem")
    with Tls(certificate) as server:
        transport = Transport("https://login.example", check_mode=False)
        with pytest.raises(TransportFault, match="certificate refused") as raised:
            transport.send("PATCH", f"https://127.0.0.1:{server.port}/", nobody, 20.0, within=60)
        transport.close()
        assert (raised.value.fault, server.requests) == (Fault.TLS, [])
