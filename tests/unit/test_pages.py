# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pages of the documentation: every one is listed, and they name every kind of failure and every variable."""

from __future__ import annotations

import json
import re
from typing import Any

from ansible_collections.genesys.cloud.plugins.module_utils._core.outcomes import KINDS
from ansible_collections.genesys.cloud.tests.unit.source import PLUGINS, ROOT

DOCS = ROOT / "docs"
BACKGROUND = {"benchmarks", "reference/platform-api", "reference/communications-api", "reference/guest-api"}
BACKGROUND |= {"reference/reality"}
"""For contributors: Ansible's own site need not list them."""
INTERNAL = "GENESYS_CLOUD_"
"""Between the processes of one run."""


def text_of(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_the_page_for_ansible_s_own_site_lists_every_page_for_users() -> None:
    listed = re.findall(r"/blob/main/docs/([\w/-]+)\.md>`__", text_of("docsite/rst/guides.rst"))
    pages = {path.relative_to(DOCS).with_suffix("").as_posix() for path in DOCS.rglob("*.md")}
    users = {page for page in pages - BACKGROUND if not page.startswith("site/")}
    assert sorted(listed) == sorted(users)


def test_troubleshooting_has_every_kind_of_failure_once_in_their_order() -> None:
    section = text_of("guides/troubleshooting.md").partition("## By kind of failure")[2].partition("\n## ")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \| .+ \| .+ \|$", section, re.MULTILINE)) == KINDS


def test_the_page_of_variables_has_every_one_that_code_and_playbooks_name() -> None:
    files = [path for folder in (PLUGINS, ROOT / "playbooks", ROOT / "extensions/eda") for path in folder.rglob("*.*")]
    texts = [path.read_text(encoding="utf-8") for path in files if path.suffix in (".py", ".yml")]
    named = {name for text in texts for name in re.findall(r"\bGENESYS(?:CLOUD)?_[A-Z][A-Z_]*[A-Z]\b", text)}
    told = set(re.findall(r"`(GENESYS\w+)`", text_of("reference/environment.md")))
    assert {name for name in named - told if not name.startswith(INTERNAL)} == set()
    assert "`WEBHOOK_SECRET`" in text_of("reference/environment.md")


def test_options_of_commands_are_code() -> None:
    """Elsewhere, the site makes one long dash of two short ones, and nobody can paste it."""
    code = r"^```.*?^```$|`[^`\n]*`|<!--.*?-->|<img [^>]*>"
    texts = {path: path.read_text(encoding="utf-8") for path in (*DOCS.rglob("*.md"), *ROOT.glob("*.md"))}
    prose = {path: re.sub(code, "", text, flags=re.MULTILINE | re.DOTALL) for path, text in texts.items()}
    found = {path.name: re.findall(r"(?<![\w-])--[a-z][a-z-]*", text) for path, text in prose.items()}
    assert {name: options for name, options in found.items() if options} == {}


def test_the_figures_of_reliability_are_of_a_run_without_violations() -> None:
    figures: dict[str, Any] = json.loads(text_of("reference/reliability.json"))
    fuzz = figures["fuzz"]
    for part in (figures["campaign"], fuzz["options"], fuzz["answers"], figures["leaks"]):
        counts = {name: part.get(name, 0) for name in ("disagreements", "violations", "leaks", "tracebacks", "hangs")}
        assert counts == dict.fromkeys(counts, 0)
        assert part.get("cases", part.get("runs")) >= 50
    for run in figures.values():
        assert re.fullmatch(r"[0-9a-f]{12}", run["commit"])  # no file differed from it
