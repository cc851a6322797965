# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The links of a site on disk: those inside it lead to a page and an anchor that are there."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


@dataclass
class Html:
    """What leads out of a page, and to where in it a link can lead."""

    links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = Html()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.found.anchors.add(value)
            elif name in ("href", "src") and value is not None:
                self.found.links.append(value)


def read(path: Path) -> Html:
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.found


@dataclass
class Checked:
    """``broken``: one line for each; ``external``: the addresses, which nobody asked."""

    pages: int
    internal: int
    broken: list[str]
    external: list[str]


def check(site: Path) -> Checked:
    pages = {path.resolve(): read(path) for path in sorted(site.rglob("*.html"))}
    done = Checked(len(pages), 0, [], [])
    external: set[str] = set()
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                external.add(link)
                continue
            done.internal += 1
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            reason = _missing(target, unquote(parts.fragment), pages)
            if reason:
                done.broken.append(f"{path.relative_to(site.resolve())}: {link}: {reason}")
    done.external = sorted(external)
    return done


def _missing(target: Path, anchor: str, pages: dict[Path, Html]) -> str:
    if not target.is_file():
        return "no such file"
    if anchor and target in pages and anchor not in pages[target].anchors:
        return "no such anchor"
    return ""
