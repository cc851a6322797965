# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every page of the site in Chromium, on a wide and a narrow screen, light and dark, served as a web server does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page

from tests.integration.browser import NARROW, WIDE, chromium, take_picture

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SHOWN = {
    "index",
    "guides/tutorial",
    "guides/troubleshooting",
    "guides/web-deployments",
    "reference/permissions",
    "reference/playbooks",
    "collection/index",
    "collection/webmessaging_channel_module",
    "architecture",
}
"""The pages of which pictures are taken."""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDEST = """() => [...document.querySelectorAll('article *')]
    .filter(each => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map(each => `${each.tagName}.${each.className}: ${each.textContent.slice(0, 60)}`).slice(0, 3)"""
WORD = "rollback"


class _Quiet(SimpleHTTPRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing of each request."""

    def log_error(self, *arguments: object) -> None:
        """Say nothing here either: the browser notes each answer that is an error."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def check(site: Path, pictures: Path) -> list[str]:
    """The findings, one line for each."""
    names = sorted(path.relative_to(site).with_suffix("").as_posix() for path in site.rglob("*.html"))
    found: list[str] = []
    with served(site) as address, chromium() as browser:
        for scheme in SCHEMES:
            with _opened(browser, scheme, address, found) as page:
                for name in names:
                    found += _looked_at(page, address, name, pictures / scheme)
                if scheme == "light":
                    found += _searched(page, address)
    return found


@contextmanager
def _opened(browser: Browser, scheme: Literal["light", "dark"], address: str, found: list[str]) -> Iterator[Page]:
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.on("console", lambda message: found.append(f"{page.url}: console: {message.text}"))
    page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
    page.on("request", lambda request: found.extend(_from_elsewhere(page, request.url, address)))
    page.on("response", lambda response: found.extend(_missing(response.url, response.status)))
    yield page
    context.close()


def _from_elsewhere(page: Page, url: str, address: str) -> list[str]:
    ours = url.startswith((address, "data:"))
    return [] if ours else [f"{page.url}: asks for {url}"]


def _missing(url: str, status: int) -> list[str]:
    return [] if status < 400 else [f"{url}: {status}"]


def _looked_at(page: Page, address: str, name: str, pictures: Path) -> list[str]:
    found = []
    page.goto(f"{address}/{name}.html", wait_until="load")
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        excess = page.evaluate(TOO_WIDE)
        if excess > 0:
            found.append(f"{name}: {excess} px too wide at {width}: {page.evaluate(WIDEST)}")
        if "ERROR:" in page.locator("article").inner_text():
            found.append(f"{name}: the theme shows an error")
        if name in SHOWN:
            take_picture(page, pictures / f"{name.replace('/', '-')}-{width}.png")
    return found


def _searched(page: Page, address: str) -> list[str]:
    """The search shows pages that have the word."""
    page.goto(f"{address}/search.html?q={WORD}")
    page.wait_for_selector("#search-results ul.search li a")
    shown = page.locator("#search-results ul.search li a").all_text_contents()
    return (
        [] if any("Tutorial" in title for title in shown) else [f"search finds {shown} for {WORD!r}, not the tutorial"]
    )
