# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nothing that a server or a proxy does makes an exchange last longer, or grow larger, than it may."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Iterator

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._core.retry import Fault
from ansible_collections.genesys.cloud.plugins.module_utils._http import wire
from ansible_collections.genesys.cloud.plugins.module_utils._http.transport import Transport
from ansible_collections.genesys.cloud.plugins.module_utils._http.transport_faults import TransportFault, not_made
from ansible_collections.genesys.cloud.tests.unit.loopback import SILENCE, Loopback, Talk, answer, drip

PATIENCE = 20.0
"""Seconds for each silence: none of these servers is silent for so long."""
WITHIN = 0.5
SOON = 5.0
"""Seconds: far more than WITHIN, for slow machines, and far less than PATIENCE."""

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


def authorize(prepared: Any) -> Any:
    return prepared


@pytest.fixture
def transport() -> Iterator[Transport]:
    made = Transport("https://login.example", check_mode=False)
    yield made
    made.close()


def fault(
    transport: Transport, url: str, within: float = WITHIN, timeout: float = PATIENCE, body: bytes | None = None
) -> TransportFault:
    """How it ends, which it does soon."""
    began = time.monotonic()
    with pytest.raises(TransportFault) as raised:
        transport.send("PATCH", url, authorize, timeout, body, within=within)
    assert time.monotonic() - began < SOON
    return raised.value


ENDLESS = {
    "a status line": drip(b"HTTP/1.1 200 O", b"K"),
    "an empty start": drip(b"", b"H"),
    "a header": drip(OK + b"X-Long: ", b"x"),
    "headers": drip(OK, b"X: y\r\n"),
    "100 Continue": drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "100 Continue without a pause": drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 9, 0.0001),
    "103 Early Hints": drip(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
    "the head of a 100 Continue": drip(b"HTTP/1.1 100 Continue\r\n", b"x"),
    "a body": drip(OK + b"Content-Length: 5000\r\n\r\n", b"1"),
    "a body that ends with the connection": drip(OK + b"\r\n", b"1"),
    "chunks": drip(CHUNKED, b"1\r\n1\r\n"),
    "the size of a chunk": drip(CHUNKED, b"0"),
    "a trailer": drip(CHUNKED + b"0\r\n", b"X: y\r\n"),
    "a packed body": drip(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"{}")[:10], b"\0"),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_an_answer_that_never_ends_is_given_up_at_the_end_of_its_time(name: str, transport: Transport) -> None:
    with Loopback(ENDLESS[name], answer(b"whole")) as server:
        found = fault(transport, server.url)
        assert found.fault in (Fault.OVERDUE, Fault.MALFORMED, Fault.CUT), found
        if found.fault is not Fault.OVERDUE:
            assert name in ("headers", "a packed body"), "these can be seen to be wrong before that"
        assert transport.send("GET", server.url, authorize, PATIENCE, within=WITHIN).body == b"whole"


@pytest.mark.parametrize("name", ["a status line", "a header", "a body", "chunks"])
def test_a_silence_is_still_a_silence_though_time_is_left(name: str, transport: Transport) -> None:
    given = ENDLESS[name]

    def talk(connection: socket.socket, ended: threading.Event) -> None:
        """Only the first of it."""
        stopped = threading.Event()
        threading.Timer(0.1, stopped.set).start()
        given(connection, stopped)
        ended.wait()

    with Loopback(talk) as server:
        assert fault(transport, server.url, within=60, timeout=0.3).fault is Fault.TIMEOUT


def test_what_comes_slowly_but_in_time_is_taken(transport: Transport) -> None:
    def talk(connection: socket.socket, ended: threading.Event) -> None:
        for byte in answer(b"slow"):
            connection.sendall(bytes([byte]))
            time.sleep(0.005)

    with Loopback(talk) as server:
        assert transport.send("GET", server.url, authorize, 0.5, within=30).body == b"slow"


@pytest.mark.parametrize("seconds", [1e10, 1e300, float("inf")])
def test_all_the_time_in_the_world_is_a_time_too(transport: Transport, seconds: float) -> None:
    """More than the system takes as a timeout."""
    with Loopback() as server:
        assert transport.send("GET", server.url, authorize, seconds, within=seconds).status == 200


def test_a_body_that_nobody_takes_is_given_up_too(transport: Transport) -> None:
    class Deaf(Loopback):
        def _read_request(self, connection: socket.socket) -> None:
            self._ended.wait()

    with Deaf() as server:
        assert fault(transport, server.url, body=b"x" * 50_000_000).fault is Fault.OVERDUE


def test_all_addresses_of_a_host_share_the_time_of_one_exchange(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A socket whose queue is full takes no more connections: they wait."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        address = full.getsockname()
        waiting = [socket.socket() for _each in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(address)
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address)] * 20
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments: found)
        ended = fault(transport, "http://many.example", timeout=0.3)
        for each in waiting:
            each.close()
    assert (ended.fault, str(ended)) == (Fault.CONNECT, "no connection in the time that was left")


def test_the_first_address_that_answers_is_taken(transport: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    with Loopback() as server, socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        addresses = [closed.getsockname(), ("127.0.0.1", server.port)]
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments: found)
        assert transport.send("GET", "http://two.example", authorize, PATIENCE).status == 200


def test_tls_that_never_comes_about_means_that_nothing_was_sent(transport: Transport) -> None:
    class Slow(Loopback):
        def _read_request(self, connection: socket.socket) -> None:
            connection.recv(65536)

    with Slow(drip(b"\x16\x03\x03\x40\x00", b"\x02")) as server:
        found = fault(transport, f"https://127.0.0.1:{server.port}", timeout=WITHIN)
    assert found.fault is Fault.CONNECT
    with Slow(SILENCE) as server:
        assert fault(transport, f"https://127.0.0.1:{server.port}", timeout=0.2).fault is Fault.CONNECT


@pytest.mark.parametrize("name", ["a status line", "headers", "100 Continue", "a header"])
def test_a_proxy_that_never_lets_it_through_means_that_nothing_was_sent(name: str) -> None:
    with Loopback(ENDLESS[name]) as proxy:
        transport = Transport("https://login.example", check_mode=False, proxy=proxy.url)
        assert fault(transport, "https://api.example").fault is Fault.CONNECT
        assert fault(transport, "http://api.example").fault in (Fault.OVERDUE, Fault.MALFORMED)
        transport.close()


def test_exchanges_side_by_side_keep_to_their_own_time(transport: Transport) -> None:
    together = Transport("https://login.example", check_mode=False, connections=8)
    with Loopback(ENDLESS["a body"]) as slow, Loopback(answer(b"quick")) as quick, ThreadPoolExecutor(8) as pool:
        long = [pool.submit(fault, together, slow.url, within) for within in (0.3, 0.6, 0.9)]
        short = [pool.submit(together.send, "GET", quick.url, authorize, PATIENCE) for _each in range(20)]
        assert {each.result().body for each in short} == {b"quick"}
        assert [each.result().fault for each in long] == [Fault.OVERDUE] * 3
    together.close()


def test_a_connection_serves_again_and_each_exchange_has_its_own_bounds() -> None:
    def talk(connection: socket.socket, ended: threading.Event) -> None:
        for _each in range(3):
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            connection.recv(65536)
        ended.wait()

    transport = Transport("https://login.example", check_mode=False)
    with Loopback(talk) as server:
        for _each in range(3):
            assert transport.send("GET", server.url, authorize, PATIENCE, within=60).body == b"{}"
        assert fault(transport, server.url).fault is Fault.OVERDUE
        assert server.connections == 1
    transport.close()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(wire, "MOST_BYTES", 1_000_000)
    return 1_000_000


def flood(begin: bytes, drop: bytes) -> Talk:
    return drip(begin, drop, 0.0)


TOO_LARGE: dict[str, bytes | Talk] = {
    "announced": OK + b"Content-Length: 1000000000000\r\n\r\n{",
    "a body": flood(OK + b"\r\n", b"1" * 50_000),
    "chunks": flood(CHUNKED, b"c350\r\n" + b"1" * 50_000 + b"\r\n"),
    "100 Continue": flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 2_000),
    "trailers": flood(CHUNKED + b"0\r\n", b"X: y\r\n" * 8_000),
    "packed": answer(gzip.compress(b"1" * 5_000_000), "200 OK", "Content-Encoding: gzip"),
    "packed as zlib": answer(zlib.compress(b"1" * 5_000_000), "200 OK", "Content-Encoding: deflate"),
    "packed in many": answer(gzip.compress(b"1" * 500_000) * 9, "200 OK", "Content-Encoding: gzip"),
    "of a failure": answer(gzip.compress(b"1" * 5_000_000), "500 No", "Content-Encoding: gzip"),
}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_no_more_is_read_of_an_answer_than_the_most(name: str, transport: Transport, small: int) -> None:
    with Loopback(TOO_LARGE[name]) as server:
        found = fault(transport, server.url, within=60)
    assert found.fault is Fault.TOO_LARGE
    assert "larger than 0 MiB, the most that the client reads" in str(found)


def test_a_bomb_of_1600_mb_is_given_up_at_64_mib_without_holding_it(transport: Transport) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    bomb = b"".join([packer.compress(b"\0" * 1_000_000) for _each in range(200)]) + packer.flush()
    with Loopback(answer(bomb, "200 OK", "Content-Encoding: gzip")) as server:
        found = fault(transport, server.url, within=60)
    assert (found.fault, str(found)) == (
        Fault.TOO_LARGE,
        "the response is larger than 64 MiB, the most that the client reads",
    )


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 131_072, 900_000])
@pytest.mark.parametrize("encoding", ["", "gzip", "x-gzip", "GZIP", "deflate", "identity", "gzip in two"])
def test_what_is_no_larger_comes_whole(size: int, encoding: str, transport: Transport, small: int) -> None:
    body = b"1" * size
    packed = {
        "gzip in two": gzip.compress(body[: size // 2]) + gzip.compress(body[size // 2 :]),
        "deflate": zlib.compress(body),
    }.get(encoding, gzip.compress(body) if "zip" in encoding.lower() else body)
    headers = [f"Content-Encoding: {encoding.partition(' ')[0]}"] if encoding else []
    with Loopback(answer(packed, "200 OK", *headers)) as server:
        assert transport.send("GET", server.url, authorize, PATIENCE).body == body


def test_what_stands_behind_a_packed_body_is_no_part_of_it(transport: Transport) -> None:
    with Loopback(answer(gzip.compress(b"{}") + b"\0" * 9, "200 OK", "Content-Encoding: gzip")) as server:
        assert transport.send("GET", server.url, authorize, PATIENCE).body == b"{}"


MALFORMED = {
    "no HTTP": b"no HTTP at all\r\n\r\n",
    "a status that is none": b"HTTP/1.1 twenty OK\r\n\r\n",
    "a status too many": b"HTTP/1.1 2000 OK\r\n\r\n",
    "another version": b"HTTP/9.9 200 OK\r\n\r\n",
    "a long first line": b"HTTP/1.1 200 " + b"x" * 70_000 + b"\r\n\r\n",
    "a long header": OK + b"X: " + b"x" * 70_000 + b"\r\n\r\n",
    "many headers": OK + b"X: y\r\n" * 200 + b"\r\n",
    "a header without a colon": OK + b"what is this\r\nContent-Length: 2\r\n\r\n{}",
    "a header that begins with nothing": OK + b" folded\r\nContent-Length: 2\r\n\r\n{}",
    "two lengths": OK + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}}",
    "two lengths in one": OK + b"Content-Length: 2, 3\r\n\r\n{}}",
    "a chunk without a size": CHUNKED + b"zz\r\n{}\r\n0\r\n\r\n",
    "a chunk of less than nothing": CHUNKED + b"-5\r\n{}\r\n0\r\n\r\n",
    "a chunk of minus one": CHUNKED + b"-1\r\n{}\r\n0\r\n\r\n",
    "a chunk with a long size": CHUNKED + b"1" * 70_000 + b"\r\n",
    "packed in another way": answer(b"{}", "200 OK", "Content-Encoding: br"),
    "packed twice": answer(gzip.compress(gzip.compress(b"{}")), "200 OK", "Content-Encoding: gzip, gzip"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_no_http_answer_is_told_as_such(name: str, transport: Transport) -> None:
    """Also to a write: it was made, and nobody knows what became of it."""
    with Loopback(MALFORMED[name]) as server:
        found = fault(transport, server.url, within=60)
        assert server.requests == ["PATCH /"]
    assert found.fault is Fault.MALFORMED, found
    assert str(found).startswith("the response is not HTTP: ")


@pytest.mark.parametrize(
    "head", [OK[:-1], OK, OK + b"Content-Type: application/js", OK + b"Content-Type: application/json\r\n"]
)
def test_a_head_that_breaks_off_is_no_whole_answer_without_a_body(head: bytes, transport: Transport) -> None:
    with Loopback(head) as server:
        assert fault(transport, server.url, within=60).fault is Fault.CUT


@pytest.mark.parametrize("size", [b"7fffffffffffffff", b"F" * 40])
def test_a_chunk_of_any_size_takes_no_memory_before_it_comes(size: bytes, transport: Transport) -> None:
    with Loopback(CHUNKED + size + b"\r\n{}") as server:
        assert fault(transport, server.url, within=60).fault is Fault.CUT


def test_interim_answers_are_passed_over(transport: Transport) -> None:
    interim = (
        b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
    )
    with Loopback(interim + answer(b"final")) as server:
        reply = transport.send("GET", server.url, authorize, PATIENCE)
    assert (reply.status, reply.body) == (200, b"final")


@pytest.mark.parametrize(
    ("status", "kind", "told"),
    [
        (
            "407 Proxy Authentication Required",
            Fault.PROXY_LOGIN,
            "the proxy refused: 407 Proxy Authentication Required",
        ),
        ("407", Fault.PROXY_LOGIN, "the proxy refused: 407"),
        ("403 Forbidden by policy", Fault.PROXY, "the proxy refused: 403 Forbidden by policy"),
        ("405 Not here", Fault.PROXY, "the proxy refused: 405 Not here"),
        ("302 Found", Fault.PROXY, "the proxy refused: 302 Found"),
        ("502 Bad Gateway", Fault.CONNECT, "the proxy refused: 502 Bad Gateway"),
        ("503 Later", Fault.CONNECT, "the proxy refused: 503 Later"),
        ("429 Slow", Fault.CONNECT, "the proxy refused: 429 Slow"),
        ("403 \x1b[31mred\x1b[0m " + "x" * 200, Fault.PROXY, "the proxy refused: 403 [31mred[0m " + "x" * 49),
    ],
)
def test_what_a_proxy_refuses_is_told_as_the_proxys_word(status: str, kind: Fault, told: str) -> None:
    with Loopback(answer(b"no", status, "Proxy-Authenticate: Basic")) as proxy:
        transport = Transport("https://login.example", check_mode=False, proxy=proxy.url)
        found = fault(transport, "https://api.example/a", within=60)
        transport.close()
        assert [line.split()[0] for line in proxy.requests] == ["CONNECT"]
    assert (found.fault, str(found)) == (kind, told)


def test_a_407_to_a_plain_request_is_the_proxys_word_too() -> None:
    with Loopback(answer(b"<html>", "407 Proxy Authentication Required")) as proxy:
        transport = Transport("https://login.example", check_mode=False, proxy=proxy.url)
        found = fault(transport, "http://api.example/a", within=60)
        transport.close()
        assert proxy.requests == ["PATCH http://api.example/a"]
    assert (found.fault, str(found)) == (Fault.PROXY_LOGIN, "the proxy refused: 407 Proxy Authentication Required")


def test_a_socks_proxy_without_its_library_is_told_as_that() -> None:
    found = not_made(ValueError("Missing dependencies for SOCKS support."))
    assert (found.fault, "PySocks" in str(found)) == (Fault.INVALID, True)


def test_the_proxys_own_answers_have_bounds_too(small: int) -> None:
    answers: list[bytes | Talk] = [flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 2_000), b"no HTTP\r\n\r\n", b""]
    for given in answers:
        with Loopback(given) as proxy:
            transport = Transport("https://login.example", check_mode=False, proxy=proxy.url)
            assert fault(transport, "https://api.example/a", within=60).fault is Fault.CONNECT
            transport.close()
