# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report as readers have it before them: wide, narrow, dark, on paper, by keyboard, without JavaScript.

Screenshots are left in build/report for a look.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from ansible_collections.genesys.cloud.plugins.plugin_utils._run.report import render
from ansible_collections.genesys.cloud.plugins.plugin_utils._run.run_record import Place, RunRecord
from ansible_collections.genesys.cloud.tests.unit.plugins.plugin_utils.guest_rows import guest, looked
from tests.integration.ansible_process import ROOT, Ansible
from tests.integration.audited_runs import FAILURES, REFUSALS, UPDATES, AuditedRun, play_board, prepare_board
from tests.integration.browser import NARROW, WIDE, chromium, opened, take_picture
from tests.integration.channels import ALL_FEATURES
from tests.simulator.client import Simulator

PICTURES = ROOT / "build/report"
HOSTILE = [
    '<script>alert("x")</script>',
    '"><img src=x onerror=alert(1)>',
    "</title></style></textarea>&lt;b&gt;",
    "evil\u202egnp.exe\u2066",
    "nul\x00 bell\x07 \x1b[31m",
    "half \ud800 of a pair",
    "{{ 7 * 7 }} {% raw %}",
    "שלום עליכם, مرحبا",
    "x" * 300,
    " ",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def fleet_result(names: list[str]) -> dict[str, Any]:
    """What webmessaging_channels returns for channels of these names: every second one is updated."""
    rows, audit = [], []
    for number, name in enumerate(names):
        identity = str(uuid.uuid5(uuid.NAMESPACE_URL, str(number)))  # what no order of names can be taken from
        before = ALL_FEATURES[: number % 4 + 1]
        after = ALL_FEATURES[1 : number % 5 + 1] if number % 2 else before
        outcome = "updated" if number % 2 else "unchanged"
        channel = {"id": identity, "name": name, "features": after, "max_concurrent_sessions": number}
        diff = {"before": {"features": before}, "after": {"features": after}}
        row = {"id": identity, "name": name, "outcome": outcome, "channel": channel, "diff": diff, "failure": None}
        rows.append(row)
        entry = {"audit_id": str(uuid.uuid4()), "resource": "channel", "resource_id": identity, "resource_name": name}
        changes = ["features"] if number % 2 else []
        audit.append({**entry, "outcome": outcome, "latency_ms": number + 0.5, "changes": changes})
    return {"audit": audit, "channels": rows, "metrics": {"requests": {"total": 2, "read": 2}}}


def failed_result(text: str) -> dict[str, Any]:
    failure = {"kind": "rejected", "status": 400, "code": text, "message": text, "details": [{text: text}, text]}
    entry = {"audit_id": text, "resource": "channel", "resource_name": text, "outcome": "failed", "changes": [text]}
    webhook = {"id": text, "name": text, "callback_url": text, "event_filters": [text], "http_headers": {text: text}}
    return {"audit": [entry], "failure": failure, "metrics": {"requests": {text: 1}}, "webhook": webhook}


def guests_result(names: list[str]) -> dict[str, Any]:
    """What webmessaging_guest_info returns for deployments of these names: every second one is well."""
    rows = [
        guest(
            str(uuid.uuid5(uuid.NAMESPACE_URL, str(number))),
            name=name,
            version=str(4 - number % 2),
            differences=["version", f"configuration.{name}"] if number % 2 else [],
            allow_all_domains=False,
            allowed_domains=[name, "a.example"],
            features=[name],
        )
        for number, name in enumerate(names)
    ]
    return looked(*rows)


def saved(path: Path, *results: dict[str, Any], title: str | None = None) -> Path:
    run = RunRecord("run", title)
    for result in results:
        run.add(result, Place(task=title))
    path.write_text(render(run, title), encoding="utf-8")
    return path


def assert_accessible(page: Page) -> None:
    """No violation of any rule of axe-core's, best practices among them; the script comes around the page's policy."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("[...document.querySelectorAll('.scroll')].every(e => e.scrollWidth <= e.clientWidth)")


def shown(page: Page) -> list[str]:
    """The names in the matrix that can be seen."""
    return page.locator("#matrix tbody tr:visible th bdi").all_inner_texts()


def test_the_board_s_report_is_complete_and_accessible_wide_and_narrow_light_and_dark(
    simulator: Simulator, ansible: Ansible, browser: Browser
) -> None:
    ids = prepare_board(simulator)
    run = AuditedRun(ansible)
    assert play_board(simulator, ansible, ids).status == 0
    looks: tuple[tuple[int, Literal["light", "dark"]], ...] = ((WIDE, "light"), (NARROW, "light"), (NARROW, "dark"))
    for width, scheme in looks:
        with opened(browser, run.report_file, width, color_scheme=scheme) as page:
            assert_fits(page)
            for section in ("run", "failed", "channels", "changes", "latency"):
                page.evaluate("name => document.getElementById(name).scrollIntoView()", section)
                take_picture(page, PICTURES / f"board-{width}-{scheme}-{section}.png")
            if (width, scheme) != (NARROW, "light"):  # both widths and both schemes, each once
                assert_accessible(page)
    with opened(browser, run.report_file) as page:
        expect(page.locator(".verdict")).to_have_text("45 channels: 40 updated, 3 refused, 2 failed.")
        assert page.locator("#refused li:has(h3)").count() == REFUSALS
        assert page.locator("#failed li:has(h3)").count() == FAILURES
        assert page.locator("#differences tbody:has-text('channel updated')").count() == UPDATES
        assert page.locator("#matrix td.gained").count() == page.locator("#matrix td.lost").count() == UPDATES
        failed = page.locator("#failed li", has_text="Something broke.")
        for text in ("unavailable", "500 internal.server.error", f"PATCH /api/v2/communications/channels/{ids[40]}"):
            expect(failed).to_contain_text(text)
        first = page.locator("#differences tbody", has_text="Web Messaging 0001")
        expect(first.locator("del")).to_have_text("typing-indicators")
        expect(first.locator("ins")).to_have_text("co-browsing")
        expect(page.locator("#webhooks")).to_contain_text("https://monitor.example/hook")
        expect(page.locator("#webhooks")).to_contain_text("********")
        expect(page.get_by_role("img", name="How long operations took")).to_be_visible()
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3')].map(e => Number(e.tagName[1]))")
        assert all(after - before <= 1 for before, after in pairwise(levels))
        page.pdf(path=PICTURES / "board.pdf", format="A4")
        assert (PICTURES / "board.pdf").read_bytes().startswith(b"%PDF")


def test_filter_and_sort_by_keyboard(browser: Browser, tmp_path: Path) -> None:
    path = saved(tmp_path / "report.html", fleet_result([f"Channel {number}" for number in range(12)]))
    with opened(browser, path) as page:
        heading = page.get_by_role("columnheader", name="Channel")
        page.get_by_role("searchbox", name="Find").first.focus()
        page.keyboard.type("channel 1")
        assert shown(page) == ["Channel 1", "Channel 10", "Channel 11"]
        expect(page.get_by_role("status").first).to_have_text("3 of 12 shown")
        page.keyboard.press("Tab")
        page.keyboard.type("un")
        assert shown(page) == ["Channel 10"]
        page.keyboard.press("Home")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        assert shown(page) == ["Channel 1", "Channel 11"]
        page.keyboard.press("Tab")
        expect(page.get_by_role("region", name="Features of each channel")).to_be_focused()
        page.keyboard.press("Tab")
        expect(heading.get_by_role("button")).to_be_focused()
        page.keyboard.press("Enter")
        expect(heading).to_have_attribute("aria-sort", "ascending")
        page.keyboard.press("Enter")
        expect(heading).to_have_attribute("aria-sort", "descending")
        assert shown(page) == ["Channel 11", "Channel 1"]
        for _tab in range(2):
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
        assert page.locator("#matrix [aria-sort]").count() == 1
        expect(page.get_by_role("columnheader", name="Sessions")).to_have_attribute("aria-sort", "ascending")
        assert shown(page) == ["Channel 1", "Channel 11"]
        page.get_by_role("columnheader", name="rich-media").get_by_role("button").press("Enter")
        page.get_by_role("checkbox").press("Space")
        page.get_by_role("searchbox", name="Find").first.fill("")
        states = page.locator("#matrix tbody tr td:nth-child(4)").all_inner_texts()
        assert len(states) == 12
        assert states == sorted(states, key=["+ on", "\u2212 off", "on", "off"].index)
        heading.get_by_role("button").press("Enter")
        assert shown(page) == [f"Channel {number}" for number in range(12)]
        assert_accessible(page)


def test_without_javascript_everything_can_be_seen_and_nothing_offers_what_cannot_be_done(
    browser: Browser, tmp_path: Path
) -> None:
    path = saved(tmp_path / "report.html", fleet_result([f"Channel {number}" for number in range(12)]))
    with opened(browser, path, java_script_enabled=False) as page:
        assert len(shown(page)) == 12
        assert page.locator("#differences tbody:visible").count() == 6
        for control in ("input", "select", "button"):
            assert page.locator(f"{control}:visible").count() == 0


def test_on_paper_what_was_filtered_away_is_there(browser: Browser, tmp_path: Path) -> None:
    path = saved(tmp_path / "report.html", fleet_result([f"Channel {number}" for number in range(12)]))
    with opened(browser, path, NARROW) as page:
        page.get_by_role("searchbox", name="Find").first.fill("nobody")
        assert shown(page) == []
        page.emulate_media(media="print", color_scheme="dark")
        assert len(shown(page)) == 12
        assert page.locator(".controls:visible").count() == 0
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_hostile_texts_are_only_texts(browser: Browser, tmp_path: Path) -> None:
    results = [fleet_result(HOSTILE), *map(failed_result, HOSTILE), guests_result(HOSTILE)]
    path = saved(tmp_path / "r.html", *results, title=HOSTILE[0])
    for width in (WIDE, NARROW):
        with opened(browser, path, width) as page:
            expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE[0])
            assert page.title() == HOSTILE[0]
            assert page.locator("script").count() == 1
            assert page.locator("img:not(svg)").count() == 0
            names = shown(page)
            assert {'"><img src=x onerror=alert(1)>', "{{ 7 * 7 }} {% raw %}", "שלום עליכם, مرحبا"} <= set(names)
            assert {"evil[U+202E]gnp.exe[U+2066]", "nul[U+0000] bell[U+0007] [U+001B][31m"} <= set(names)
            assert_fits(page)
            assert_accessible(page)
    text = path.read_text(encoding="utf-8")
    assert not set(text) & {"\u202e", "\u2066", "\x00", "\x07", "\x1b"}


def test_what_guests_get_can_be_read_found_and_sorted(browser: Browser, tmp_path: Path) -> None:
    path = saved(tmp_path / "guests.html", guests_result([f"Deployment {number}" for number in range(12)]))
    looks: tuple[tuple[int, Literal["light", "dark"]], ...] = ((WIDE, "light"), (NARROW, "dark"))
    for width, scheme in looks:
        with opened(browser, path, width, color_scheme=scheme) as page:
            assert_fits(page)
            assert_accessible(page)
            page.evaluate("document.getElementById('guests').scrollIntoView()")
            take_picture(page, PICTURES / f"guests-{width}-{scheme}.png")
    with opened(browser, path) as page:
        rows = page.locator("#deployments tbody tr:visible")
        expect(page.locator(".verdict")).to_have_text("Guests get 6 of 12 deployments as wanted.")
        expect(rows.first).to_contain_text("other version: guests get 3, 4 is pinned")
        expect(rows.first).to_contain_text("3, pinned 4")
        expect(rows.last).to_contain_text("as pinned")
        page.get_by_role("searchbox", name="Find").first.fill("4 is pinned")
        assert rows.count() == 6
        page.get_by_role("searchbox", name="Find").first.fill("")
        page.get_by_role("columnheader", name="Deployment").get_by_role("button").press("Enter")
        names = page.locator("#deployments tbody th bdi").all_inner_texts()
        assert names == [f"Deployment {number}" for number in range(12)]
        expect(page.get_by_role("link", name="What guests get")).to_have_attribute("href", "#guests")


def test_an_empty_run_and_one_that_only_looked_are_reports_too(browser: Browser, tmp_path: Path) -> None:
    channels = [{"id": "1", "name": "One", "features": ["rich-media"], "max_concurrent_sessions": None}]
    found = {"audit": [], "metrics": {"requests": {"read": 1}}, "channels": channels}
    for number, results in enumerate(([], [found])):
        with opened(browser, saved(tmp_path / f"{number}.html", *results)) as page:
            assert_accessible(page)
            assert shown(page) == ["One"] * number
            expect(page.get_by_role("columnheader", name="Sessions")).to_have_count(0)
            cells = page.locator("#matrix tr").evaluate_all("rows => rows.map(row => row.cells.length)")
            assert cells == [7] * 3 * number  # name, outcome and the five features


def test_a_thousand_channels_stay_usable(browser: Browser, tmp_path: Path) -> None:
    started = time.monotonic()
    path = saved(tmp_path / "report.html", fleet_result([f"Channel {number}" for number in range(1000)]))
    rendered = time.monotonic() - started
    size = path.stat().st_size
    assert size < 1_000_000
    with opened(browser, path) as page:
        loaded = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
        assert len(shown(page)) == 1000
        measure = """(act) => { const start = performance.now(); act(); document.body.offsetHeight;
            return performance.now() - start; }"""
        search = "() => { const box = document.querySelector('input'); box.value = 'channel 99'; "
        search += "box.dispatchEvent(new Event('input', {bubbles: true})); }"
        filtered = page.evaluate(f"({measure})({search})")
        assert len(shown(page)) == 11
        ordered = page.evaluate(f"({measure})(() => document.querySelector('#matrix button').click())")
    figures = f"{size} bytes, rendered {rendered:.2f} s, loaded {loaded:.0f} ms, {filtered=:.0f} ms, {ordered=:.0f} ms"
    # Some times what it takes on two busy cores.
    assert rendered < 5, figures
    assert max(loaded / 5, filtered, ordered) < 1000, figures
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / "thousand.txt").write_text(figures + "\n")
