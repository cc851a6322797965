# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one file that speaks HTTP, against a server on the loopback: what it refuses, ignores and tells apart."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._core.retry import Fault
from ansible_collections.genesys.cloud.plugins.module_utils._http.transport import (
    USER_AGENT,
    MissingLibrary,
    Response,
    Transport,
    WriteInCheckMode,
)
from ansible_collections.genesys.cloud.plugins.module_utils._http.transport_faults import TransportFault
from ansible_collections.genesys.cloud.plugins.module_utils._http.version import VERSION
from ansible_collections.genesys.cloud.tests.unit.loopback import RESET, SILENCE, Loopback, answer, closed_port

# Long enough for any machine; only a test whose point it is waits for a timeout.
PATIENCE = 60.0


def authorize(prepared: Any) -> Any:
    prepared.headers["Authorization"] = "Bearer t0ken"
    return prepared


def send(
    server: Loopback,
    method: str = "GET",
    path: str = "/a",
    check_mode: bool = False,
    verify: bool | str = True,
    timeout: float = PATIENCE,
    scheme: str = "http",
) -> Response:
    transport = Transport(f"{server.url}/oauth/token", check_mode, verify)
    try:
        return transport.send(method, f"{scheme}://127.0.0.1:{server.port}{path}", authorize, timeout, None)
    finally:
        transport.close()


def fault(server: Loopback, timeout: float = PATIENCE) -> TransportFault:
    with pytest.raises(TransportFault) as raised:
        send(server, timeout=timeout)
    assert "127.0.0.1" not in str(raised.value)
    assert "t0ken" not in str(raised.value)
    return raised.value


@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE", "POST", "HEAD", "OPTIONS", "get", "BREW"])
def test_check_mode_lets_no_write_out(method: str) -> None:
    with Loopback() as server:
        with pytest.raises(WriteInCheckMode):
            send(server, method, check_mode=True)
        assert server.connections == 0


@pytest.mark.parametrize("path", ["/oauth/token/", "/oauth/token?x=1", "/oauth/tokens", "/x/oauth/token", "/"])
def test_check_mode_lets_a_post_out_to_no_address_but_the_tokens(path: str) -> None:
    with Loopback() as server:
        with pytest.raises(WriteInCheckMode):
            send(server, "POST", path, check_mode=True)
        assert server.connections == 0


@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE"])
def test_check_mode_lets_no_other_method_out_to_the_tokens_address(method: str) -> None:
    with Loopback() as server:
        with pytest.raises(WriteInCheckMode):
            send(server, method, "/oauth/token", check_mode=True)
        assert server.connections == 0


def test_check_mode_reads_and_gets_its_token() -> None:
    with Loopback() as server:
        assert send(server, "GET", check_mode=True).status == 200
        assert send(server, "POST", "/oauth/token", check_mode=True).status == 200
        assert server.requests == ["GET /a", "POST /oauth/token"]


@pytest.mark.parametrize("method", ["GET", "PATCH", "PUT", "DELETE", "POST"])
def test_outside_check_mode_every_method_goes_out_once(method: str) -> None:
    with Loopback() as server:
        assert send(server, method).status == 200
        assert server.requests == [f"{method} /a"]


def test_a_netrc_entry_does_not_override_the_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with Loopback() as server:
        send(server)
        assert server.heads[0][1].get_all("Authorization") == ["Bearer t0ken"]


def test_a_redirect_is_not_followed() -> None:
    with Loopback() as elsewhere, Loopback(answer(b"", "302 Found", f"Location: {elsewhere.url}/b")) as server:
        assert send(server).status == 302
        assert server.requests == ["GET /a"]
        assert elsewhere.connections == 0


def test_a_cookie_is_not_kept() -> None:
    with Loopback(answer(b"{}", "200 OK", "Set-Cookie: session=1; Path=/"), answer()) as server:
        transport = Transport(server.url, check_mode=False)
        for path in ("/a", "/b"):
            transport.send("GET", server.url + path, authorize, PATIENCE)
        transport.close()
        assert [headers.get("Cookie") for _line, headers in server.heads] == [None, None]


def test_a_request_says_who_sends_it_and_carries_its_body_and_headers() -> None:
    with Loopback() as server:
        transport = Transport(server.url, check_mode=False)
        transport.send("PATCH", f"{server.url}/a?b=c", authorize, PATIENCE, b'{"n": 1}', {"Content-Type": "x/y"})
        transport.close()
        headers = server.heads[0][1]
        assert server.requests == ["PATCH /a?b=c"]
        assert server.bodies == [b'{"n": 1}']
        assert (headers["User-Agent"], headers["Accept"]) == (USER_AGENT, "application/json")
        assert headers["Content-Type"] == "x/y"
        assert VERSION in USER_AGENT


def test_an_answer_comes_whole_and_its_headers_are_found_in_any_spelling() -> None:
    with Loopback(answer("ü".encode(), "503 Busy", "retry-AFTER: 7")) as server:
        reply = send(server)
    assert (reply.status, reply.body, reply.headers["Retry-After"]) == (503, "ü".encode(), "7")


def test_a_compressed_answer_is_not_taken_for_a_cut_one() -> None:
    body = b'{"a": "' + b"b" * 5000 + b'"}'
    with Loopback(answer(gzip.compress(body), "200 OK", "Content-Encoding: gzip")) as server:
        assert send(server).body == body


CUT = {
    "length": answer(b'{"entities": []}')[:-5],
    "nothing of the body": answer(b"12345")[:-5],
    "chunks": b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\n9\r\n1',
    "no last chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
    "compressed": answer(gzip.compress(b"{}" * 900), "200 OK", "Content-Encoding: gzip")[:-9],
    "not compressed at all": answer(b"{}", "200 OK", "Content-Encoding: gzip"),
}


@pytest.mark.parametrize("name", CUT)
def test_a_cut_answer_is_told_from_a_whole_one(name: str) -> None:
    with Loopback(CUT[name]) as server:
        assert fault(server).fault is Fault.CUT


@pytest.mark.parametrize("raw", [RESET, b"HTTP/1.1 ", b"HTT", b"HTTP/1.1 2"])
def test_a_connection_that_breaks_before_an_answer_leaves_the_outcome_open(raw: bytes) -> None:
    with Loopback(raw) as server:
        assert fault(server).fault is Fault.RESET


def test_silence_ends_with_the_timeout() -> None:
    with Loopback(SILENCE) as server:
        found = fault(server, timeout=0.2)
    assert found.fault is Fault.TIMEOUT
    assert str(found) == "no response within 0.2 s"


def test_where_nothing_listens_nothing_was_sent() -> None:
    transport = Transport("https://login.example", check_mode=False)
    with closed_port() as port, pytest.raises(TransportFault, match="no connection: Connection refused") as raised:
        transport.send("PATCH", f"http://127.0.0.1:{port}/", authorize, PATIENCE)
    assert raised.value.fault is Fault.CONNECT


def test_a_proxy_that_is_not_there_means_that_nothing_was_sent_and_its_password_stays_untold() -> None:
    with closed_port() as port, Loopback() as server:
        transport = Transport(server.url, check_mode=False, proxy=f"http://user:s3cret@127.0.0.1:{port}")
        with pytest.raises(TransportFault) as raised:
            transport.send("PATCH", server.url, authorize, PATIENCE)
        assert server.connections == 0
    assert raised.value.fault is Fault.CONNECT
    assert "s3cret" not in str(raised.value)


@pytest.mark.parametrize("verify", [False, "certifi"])
def test_a_ca_bundle_in_the_environment_does_not_beat_the_option(
    verify: bool | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import certifi

    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(name, "/nowhere/bundle.pem")
    with Loopback(b"no TLS") as server:
        with pytest.raises(TransportFault):
            send(server, scheme="https", verify=certifi.where() if verify else False)
        assert server.connections == 1, "an unreadable bundle would have stopped it before it connected"


def test_a_ca_bundle_in_the_environment_counts_where_the_option_names_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/bundle.pem")
    with Loopback() as server:
        with pytest.raises(TransportFault, match="TLS could not be set up") as raised:
            send(server, scheme="https")
        assert server.connections == 0
    assert raised.value.fault is Fault.TLS


@pytest.mark.parametrize("url", ["http://", "no-url", "http://[::1", "ftp://127.0.0.1/"])
def test_an_address_that_is_none_is_told_as_such(url: str) -> None:
    transport = Transport("https://login.example", check_mode=False)
    with pytest.raises(TransportFault, match="the request could not be made") as raised:
        transport.send("GET", url, authorize, PATIENCE)
    assert raised.value.fault is Fault.INVALID


def test_without_requests_the_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "requests", None)
    with pytest.raises(MissingLibrary) as raised:
        Transport("https://login.example", check_mode=False)
    assert raised.value.library == "requests"
