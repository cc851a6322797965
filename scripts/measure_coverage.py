# SPDX-FileCopyrightText: 2026 the genesys.cloud authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run pytest, and report which lines and branches of the plugins its processes ran: measure_coverage.py [OPTIONS...]

Run it with the Python of an environment of its own: until pytest ends, every Python of that environment measures what
it runs. The options are pytest's. The exit status is 0 only if pytest succeeded and enough is covered.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from coverage import Coverage
from measured_process import DATA, MEASURED, ROOT, SETTINGS
from only_one import only_one

# Python runs the lines of such files as it starts.
HOOK = Path(sysconfig.get_path("purelib"), "genesys_cloud_coverage.pth")
LINE = "import sys; sys.path.insert(0, {!r}); from measured_process import measure; sys.path.pop(0); measure()\n"
LEAST = 95.0
"""Per cent of lines and branches together."""


def main() -> int:
    folder = DATA.parent
    with only_one(folder):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        HOOK.write_text(LINE.format(str(ROOT / "scripts")))
        try:
            tested = subprocess.run([sys.executable, "-m", "pytest", *sys.argv[1:]], cwd=ROOT, check=False).returncode
        finally:
            HOOK.unlink()

        coverage = Coverage(DATA, config_file=str(SETTINGS))
        coverage.combine(strict=True)
        # Files that no process ran count as well.
        coverage.get_data().touch_files([str(file) for plugins in MEASURED for file in plugins.rglob("*.py")])
        coverage.save()
        coverage.html_report(directory=str(folder / "html"))
        percent = coverage.report(show_missing=True, skip_covered=True)
        print(f"\n{percent:.2f} % of the lines and branches, {LEAST} % are needed; {folder / 'html/index.html'}")
    return tested or percent < LEAST


if __name__ == "__main__":
    sys.exit(main())
