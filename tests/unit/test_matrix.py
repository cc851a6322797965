# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The matrix: what it reads from a release of ansible-core, what it keeps, and that its tables hide nothing."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.matrix import record, tables
from tests.matrix.record import Core, Ran, RanSanity, Record
from tests.matrix.releases import CONSTANTS, Release, of_wheel, oldest_requests

TARGET = {"python": "3.8.18", "requests": ["2.25.0", "2.32.4"]}


def core(problem: str | None = None, sanity_problem: str | None = None) -> Core:
    """One core on two Pythons, and one Python that is not here; the newer one has the problem."""
    rows = [
        Ran("3.11.7", ["2.25.0", "2.34.2"], [], 30, None),
        Ran("3.12.1", ["2.25.0", "2.34.2"], [] if problem else [TARGET], 90, problem),
    ]
    sanity = RanSanity("3.12.1", 38, ["3.8", "3.12"], 300, [], sanity_problem)
    return Core("2.19.14", True, rows, sanity, ["3.13"], ["3.9"])


def test_a_wheel_says_which_pythons_it_supports(tmp_path: Path) -> None:
    wheel = tmp_path / "ansible_core-2.22.0rc1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        metadata = "Metadata-Version: 2.4\nName: ansible-core\nVersion: 2.22.0rc1\nRequires-Python: >=3.12\n"
        archive.writestr("ansible_core-2.22.0rc1.dist-info/METADATA", metadata)
        constants = (
            "__metaclass__ = type\n"
            "REMOTE_ONLY_PYTHON_VERSIONS = ('2.7', '3.7', '3.8', '3.10')\n"
            "CONTROLLER_PYTHON_VERSIONS = ('3.11', '3.12', '3.13')\n"
        )
        archive.writestr(CONSTANTS, constants)
    release = of_wheel(wheel)
    assert release == Release("2.22.0rc1", ("3.12", "3.13"), ("3.8", "3.10", "3.11", "3.12", "3.13"))
    assert (release.line, release.is_final) == ("2.22", False)


def test_the_oldest_requests_is_what_users_are_told_to_install() -> None:
    assert oldest_requests() == "2.25.0"


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    ran = Record("2026-11-27", "0123456789ab", [core("wrong"), Core("2.22.0rc1", False)])
    record.write(ran, tmp_path / "matrix.json")
    assert record.read(tmp_path / "matrix.json") == ran


def test_before_the_first_run_the_tables_say_that_nothing_ran(tmp_path: Path) -> None:
    file = tmp_path / "matrix.json"
    assert tables.shown(tables.short, file) == tables.NOTHING
    record.write(Record("2026-11-27", "0123456789ab", [core()]), file)
    assert tables.shown(tables.short, file) == tables.short(record.read(file))


def test_the_short_table_has_a_line_for_each_core_and_says_when() -> None:
    text = tables.short(Record("2026-11-27", "0123456789ab", [core()]))
    row = "| 2.19.14 | 3.11, 3.12; 3.13: not tried | 3.8; 3.9: not tried | 2.25.0, 2.34.2 | passed |"
    assert row in text.splitlines()
    assert "2026-11-27" in text
    assert "0123456789ab" in text


@pytest.mark.parametrize(
    ("broken", "shown"),
    [
        (
            core("wrong"),
            "| 2.19.14 | 3.11; 3.12: **failed**; 3.13: not tried | 3.9: not tried | 2.25.0, 2.34.2 | passed |",
        ),
        (
            core(sanity_problem="wrong"),
            "| 2.19.14 | 3.11, 3.12; 3.13: not tried | 3.8; 3.9: not tried | 2.25.0, 2.34.2 | **failed** |",
        ),
    ],
)
def test_the_short_table_shows_what_failed(broken: Core, shown: str) -> None:
    assert shown in tables.short(Record("2026-11-27", "0123456789ab", [broken])).splitlines()


def test_the_long_tables_show_each_row_and_each_python_that_is_not_here() -> None:
    ran = Record("2026-11-27", "0123456789ab", [core("wrong", "wrong")])
    assert tables.behaviour(ran).splitlines()[2:] == [
        "| 2.19.14 | 3.11.7 | 2.25.0, 2.34.2 | none | 30 | passed |",
        "| 2.19.14 | 3.12.1 | 2.25.0, 2.34.2 | none | 90 | **failed** |",
        "| 2.19.14 | 3.13 |  |  |  | not here |",
    ]
    assert tables.sanity(ran).splitlines()[2:] == ["| 2.19.14 | 3.12.1 | 38 | 3.8, 3.12 | 300 | **failed** |"]


def test_a_pre_release_is_shown_as_one_and_what_was_replaced_is_told() -> None:
    coming = Core("2.22.0rc1", False, [], RanSanity("3.13.0", 30, ["3.13"], 9, ["dill"], None))
    ran = Record("2026-11-27", "0123456789ab", [core(), coming])
    assert "| 2.22.0rc1 (pre-release) |" in tables.short(ran)
    assert tables.replaced(ran).startswith("ansible-test 2.22.0rc1 requires a commit of dill ")
    assert tables.replaced(Record("2026-11-27", "0123456789ab", [core()])) == ""
