# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A browser, whose fetch, cache, CORS rules and WebSocket we did not write, gets what a site's visitor gets."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.integration.browser import TIME_LIMIT_MS, chromium
from tests.simulator.client import Simulator
from tests.simulator_tests.guests import TOKEN, assert_valid

FIRST = "d1b2c3d4-e5f6-7890-abcd-ef1234567890"

READ = """async ([url, deploymentId]) => {
    const files = {};
    for (const name of ["domains.json", "config.json", "config.json"]) {
        const answer = await fetch(`${url}/webdeployments/v1/deployments/${deploymentId}/${name}`, {cache: "no-cache"});
        files[name] = await answer.json();
    }
    return files;
}"""

TALK = """([endpoint, deploymentId, frames]) => new Promise((resolve) => {
    const heard = [];
    const socket = new WebSocket(`${endpoint}/v1?deploymentId=${deploymentId}`);
    socket.onopen = () => socket.send(JSON.stringify(frames[0]));
    socket.onmessage = (message) => {
        heard.push(JSON.parse(message.data));
        if (heard.length < frames.length) socket.send(JSON.stringify(frames[heard.length]));
        else socket.close(1000);
    };
    socket.onclose = (event) => resolve({heard, code: event.code});
})"""

FRAMES = [
    {"action": "configureSession", "token": TOKEN, "deploymentId": FIRST},
    {"action": "echo", "token": TOKEN, "message": {"type": "Text", "text": "ping"}},
    {"action": "onMessage", "token": TOKEN, "message": {"type": "Text", "text": "hello"}},
]


@pytest.fixture(scope="module")
def org() -> Iterator[Simulator]:
    """Only pages below shop.localhost may use the first deployment; browsers take every such name for this machine."""
    with Simulator("webdeployments:1") as simulator:
        restricted = {"allowAllDomains": False, "allowedDomains": ["shop.localhost"]}
        simulator.person("edit_deployment", FIRST, settled=True, **restricted)
        simulator.clear_journal()
        yield simulator


@pytest.fixture(scope="module")
def site() -> Iterator[int]:
    """The port of a site with an empty page."""

    class EmptyPage(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), EmptyPage) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def visit(browser: Browser, origin: str, script: str, argument: list[Any]) -> Any:
    """What the script comes to on a page of that origin."""
    context = browser.new_context()
    context.set_default_timeout(TIME_LIMIT_MS)
    page = context.new_page()
    page.goto(f"{origin}/")
    result = page.evaluate(script, argument)
    context.close()
    return result


def test_a_browser_is_a_guest(org: Simulator, site: int) -> None:
    allowed, other = f"http://www.shop.localhost:{site}", f"http://other.localhost:{site}"
    with chromium() as browser:
        files = visit(browser, allowed, READ, [org.url, FIRST])
        assert_valid("ConfigFile", files["config.json"])
        assert files["domains.json"]["allowedDomains"] == ["shop.localhost"]
        assert [entry["status"] for entry in org.journal()] == [200, 200, 304]

        endpoint = files["config.json"]["messenger"]["apps"]["conversations"]["messagingEndpoint"]
        assert visit(browser, other, TALK, [endpoint, FIRST, FRAMES]) == {"heard": [], "code": 1006}
        talk = visit(browser, allowed, TALK, [endpoint, FIRST, FRAMES])
    for frame in talk["heard"]:
        assert_valid("Frame", frame)
    assert [each["class"] for each in talk["heard"]] == ["SessionResponse", "StructuredMessage", "StructuredMessage"]
    assert talk["code"] == 1000

    guests = org.guests()
    assert (guests["conversations"], guests["typing"], guests["forbidden"], guests["sessions"]) == (1, 0, 0, 1)
    refused, accepted = guests["connections"]
    assert (refused["origin"], refused["status"]) == (other, 403)
    assert (accepted["origin"], accepted["status"], accepted["frames"]) == (allowed, 101, FRAMES)
    assert "Chrome" in accepted["user_agent"]
