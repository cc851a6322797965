# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pages in the Chromium of ``make setup``, with everything noted that a reader of a report must not meet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from tests.integration.ansible_process import ROOT

PROGRAM = ROOT / ".venv/browser/chromium"
WIDE, NARROW = 1280, 390
TIME_LIMIT_MS = 60_000

expect.set_options(timeout=TIME_LIMIT_MS)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, chromium_sandbox=False)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser: Browser, path: Path, width: int = WIDE, **settings: Any) -> Iterator[Page]:
    """The page at that path; it must ask for nothing else, and its console must stay empty."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **settings)
    context.set_default_timeout(TIME_LIMIT_MS)
    page = context.new_page()
    noted: list[str] = []
    page.on("console", lambda message: noted.append(message.text))
    page.on("pageerror", lambda error: noted.append(str(error)))
    page.on("dialog", lambda dialog: noted.append(dialog.message))
    page.on("request", lambda request: noted.append(request.url))
    page.goto(path.as_uri())
    yield page
    context.close()
    assert [text for text in noted if not text.startswith("data:,")] == [path.as_uri()]


def take_picture(page: Page, path: Path) -> None:
    """What the window shows; where a very busy machine cannot tell at once, it is asked again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for patience in (2, 1, 0):
        try:
            page.screenshot(path=path)
            return
        except Error as error:
            if not patience or "Unable to capture screenshot" not in error.message:
                raise
