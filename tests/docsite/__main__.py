# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``python -m tests.docsite DIRECTORY``: check the site that ``make docs`` built in DIRECTORY/html.

It writes the links that lead elsewhere, which it does not follow, to DIRECTORY/external-links.txt, and pictures of some
pages to DIRECTORY/shots.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.integration.browser import NARROW, WIDE

from . import links, pages


def main() -> int:
    directory = Path(sys.argv[1])
    site = directory / "html"
    checked = links.check(site)
    (directory / "external-links.txt").write_text("".join(f"{link}\n" for link in checked.external), encoding="utf-8")
    print(f"links: {checked.pages} pages, {checked.internal} links inside the site, {len(checked.broken)} broken")
    print(f"       {len(checked.external)} lead elsewhere: {directory}/external-links.txt")
    found = pages.check(site, directory / "shots")
    print(f"pages: {len(found)} findings at {WIDE} and {NARROW} px, light and dark")
    print(f"       pictures: {directory}/shots")
    for line in [*checked.broken, *found]:
        print(line, file=sys.stderr)
    return bool(checked.broken or found)


if __name__ == "__main__":
    sys.exit(main())
