# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files for the public forge agree with the repository: with its targets, its tests and its artifact."""

from __future__ import annotations

import re

import yaml

from ansible_collections.genesys.cloud.tests.unit.source import ROOT

FILES = sorted((ROOT / ".github/workflows").glob("*.yml"))
WORKFLOWS = {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in FILES}
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


def made_by(name: str) -> set[str]:
    """The make targets that a workflow runs, by name or as the matrix of a job."""
    made: set[str] = set()
    for job in WORKFLOWS[name]["jobs"].values():
        made.update(job.get("strategy", {}).get("matrix", {}).get("target", []))
        for step in job.get("steps", []):
            made.update(re.findall(r"^make ([a-z-]+)", step.get("run", "")))
    return made


def test_workflows_make_only_targets_that_exist() -> None:
    made = {name: made_by(name) for name in WORKFLOWS}
    assert all(made.values())
    assert {name: targets - TARGETS for name, targets in made.items() if targets - TARGETS} == {}


def test_the_forge_runs_what_make_test_runs() -> None:
    recipe = re.search(r"^test: .*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    assert recipe
    of_test = set(re.findall(r"[a-z-]+", recipe[1].partition("build/logs")[2])) & TARGETS
    assert {"sanity", "lint", "pytest-others"} <= of_test
    assert of_test <= made_by("tests.yml")


def test_a_release_waits_for_tests_matrix_and_a_person() -> None:
    jobs = WORKFLOWS["release.yml"]["jobs"]
    assert [jobs[name]["uses"] for name in ("tests", "matrix")] == [
        "$/.github/workflows/tests.yml",
        "$/.github/workflows/matrix.yml",
    ]
    assert set(jobs["galaxy"]["needs"]) >= {"tests", "matrix", "build"}
    assert jobs["galaxy"]["environment"]["name"] == "galaxy"
    assert jobs["github"]["needs"] == "galaxy"
    with_token = [name for name, job in jobs.items() if "secrets." in str(job)]
    assert with_token == ["galaxy"]


def test_the_security_policy_names_tests_that_exist() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(?:tests/[\w/]*/)?(\w+\.py)`", text))
    present = {path.name for path in (ROOT / "tests").rglob("*.py")}
    assert len(named) > 10
    assert named <= present
    assert {path for path in re.findall(r"`(tests/[\w/]+\.py)`", text) if not (ROOT / path).is_file()} == set()
