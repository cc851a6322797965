# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules of the house: which file may know what, and how much may stand in it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._version import VERSION
from ansible_collections.genesys.cloud.tests.unit.source import (
    MODULE_UTILS,
    MODULES,
    PACKAGE,
    PLUGIN_FILES,
    PLUGINS,
    ROOT,
    UTILS,
    embedded,
    imports,
    inner_imports,
    load,
    module_tree,
)

PURE = {
    "_answer_body",
    "_capabilities",
    "_channel",
    "_communications_fields",
    "_configuration_content",
    "_configuration_rules",
    "_configuration_schema",
    "_deployment",
    "_deployment_schema",
    "_errors",
    "_failed_result",
    "_fields",
    "_hidden_diff",
    "_listing",
    "_lookup",
    "_metrics",
    "_notification",
    "_plan",
    "_raw_fields",
    "_redact",
    "_regions",
    "_retry",
    "_selection",
    "_selector",
    "_shown_options",
    "_validation",
    "_visible_text",
    "_vocabulary",
    "_webdeployments_fields",
    "_written",
    "_webhook",
    "_webhook_twins",
}
# What a pure file may use of the world: values, texts and dates, but no clock, file, socket or thread.
PURE_LIBRARY = {
    "__future__",
    "base64",
    "collections",
    "copy",
    "dataclasses",
    "datetime",
    "difflib",
    "email.utils",
    "enum",
    "fnmatch",
    "functools",
    "html",
    "ipaddress",
    "itertools",
    "json",
    "math",
    "operator",
    "pickle",
    "re",
    "typing",
    "unicodedata",
    "urllib.parse",
}
# Of plugin_utils, for the controller alone: what shows a run knows neither Ansible nor files.
PURE_ON_THE_CONTROLLER = {
    "_change_events",
    "_change_feed",
    "_changes",
    "_event_bridge",
    "_host_names",
    "_latency_histogram",
    "_open_metrics",
    "_report_view",
    "_run_record",
    "_run_table",
}
# Gateways know endpoints, never options, and nothing that is built on them.
GATEWAYS = {"_communications", "_webdeployments"} & set(UTILS)
ABOVE_GATEWAYS = {
    "_arguments",
    "_channel_tasks",
    "_channels",
    "_configurations",
    "_deployments",
    "_detection",
    "_fleet",
    "_fleet_options",
    "_module",
    "_notify",
    "_notify_task",
    "_runner",
    "_session",
    "_validate_task",
    "_webdeployments_tasks",
    "_webhook_tasks",
    "_webhooks",
    "_written_options",
}
NEEDS_ANSIBLE = {"_arguments", "_module", "_written_options"}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("util", sorted(PURE))
def test_a_pure_file_imports_pure_files_alone(util: str) -> None:
    inner = inner_imports(util)
    # the tally that metrics are made of is a value
    assert inner <= PURE | {"_recorder"}
    outer = {name for name in imports(PLUGINS / "module_utils" / f"{util}.py") if not name.startswith(MODULE_UTILS)}
    assert outer <= PURE_LIBRARY


@pytest.mark.parametrize("util", sorted(PURE_ON_THE_CONTROLLER))
def test_what_shows_a_run_imports_no_ansible_and_no_file(util: str) -> None:
    ours = f"{PACKAGE}."
    needs = imports(PLUGINS / "plugin_utils" / f"{util}.py")
    assert {name for name in needs if not name.startswith(ours)} <= PURE_LIBRARY
    inner = {name.rpartition(".")[2] for name in needs if name.startswith(f"{ours}plugin_utils.")}
    assert inner <= PURE_ON_THE_CONTROLLER


def test_the_files_of_module_utils_build_on_each_other_without_a_circle() -> None:
    needs = {util: inner_imports(util) for util in UTILS}
    assert set().union(*needs.values()) <= set(UTILS)
    placed: set[str] = set()
    while len(placed) < len(UTILS):
        free = {util for util in UTILS if util not in placed and needs[util] <= placed}
        assert free, f"a circle among {sorted(set(UTILS) - placed)}"
        placed |= free


def test_two_files_alone_speak_http() -> None:
    """One sends and reads, one bounds how long that takes and how much it is."""
    network = ("requests", "urllib3", "http", "socket", "urllib.request", "ansible.module_utils.urls")
    users = {
        relative(path)
        for path in PLUGIN_FILES
        if any(name == one or name.startswith(f"{one}.") for name in imports(path) for one in network)
    }
    assert users == {"plugins/module_utils/_transport.py", "plugins/module_utils/_wire.py"}
    assert "requests" not in imports(PLUGINS / "module_utils" / "_wire.py")


def test_only_the_way_in_and_out_of_a_module_knows_ansible() -> None:
    users = {util for util in UTILS if any(name.split(".")[0] == "ansible" for name in _imports_of(util))}
    assert users == NEEDS_ANSIBLE


def _imports_of(util: str) -> set[str]:
    return imports(PLUGINS / "module_utils" / f"{util}.py")


@pytest.mark.parametrize("gateway", sorted(GATEWAYS))
def test_a_gateway_knows_endpoints_and_no_options(gateway: str) -> None:
    assert not inner_imports(gateway) & ABOVE_GATEWAYS


def test_every_file_of_module_utils_is_private() -> None:
    assert [util for util in UTILS if not re.fullmatch(r"_[a-z][a-z_]*", util)] == []


@pytest.mark.parametrize("path", PLUGIN_FILES, ids=relative)
def test_a_file_that_is_used_at_run_time_is_small_and_knows_neither_tests_nor_simulator(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert path.parent == PLUGINS / "modules" or len(text.splitlines()) <= 400  # a module's length is its manual's
    assert "simulator" not in text.lower()
    assert not re.search(r"\btests[./]", text)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_holds_documentation_and_a_short_main_without_logic(module: str) -> None:
    parsed = module_tree(module)
    *head, main, guard = parsed.body
    assigned = [ast.unparse(node.targets[0]) for node in head if isinstance(node, ast.Assign)]
    assert assigned == ["DOCUMENTATION", "EXAMPLES", "RETURN"]
    assert all(isinstance(node, (ast.Assign, ast.ImportFrom)) for node in head)

    assert isinstance(main, ast.FunctionDef)
    assert main.name == "main"
    assert (main.end_lineno or 0) - main.lineno < 15
    docstring, call = main.body
    assert ast.get_docstring(main)
    assert isinstance(docstring, ast.Expr)
    assert isinstance(call, ast.Expr)
    assert re.fullmatch(r"run_module\([A-Z_]+\)", ast.unparse(call))
    assert ast.unparse(guard) == "if __name__ == '__main__':\n    main()"


def test_the_version_is_the_same_wherever_it_stands() -> None:
    assert load("galaxy.yml")["version"] == VERSION


@pytest.mark.parametrize("module", MODULES)
def test_a_module_was_added_in_a_version_that_has_a_changelog(module: str) -> None:
    added = embedded(module_tree(module), "DOCUMENTATION")["version_added"]
    assert _numbers(added) <= _numbers(VERSION)
    fragments = [path.stem for path in (ROOT / "changelogs" / "fragments").glob("*.yml")]
    changelog = ROOT / "changelogs" / "changelog.yaml"
    released = list(load("changelogs/changelog.yaml")["releases"]) if changelog.exists() else []
    assert added in [*fragments, *released, VERSION]


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def test_the_action_group_holds_every_module() -> None:
    assert load("meta/runtime.yml")["action_groups"]["genesys"] == MODULES


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_tests_of_its_own(module: str) -> None:
    assert (ROOT / "tests" / "integration" / f"test_{module}.py").is_file()


@pytest.mark.parametrize("util", sorted(PURE))
def test_a_pure_file_has_unit_tests_of_its_own(util: str) -> None:
    assert (ROOT / "tests" / "unit" / "plugins" / "module_utils" / f"test_{util}.py").is_file()


def test_every_python_file_says_under_which_licence_it_is() -> None:
    files = [path for folder in ("plugins", "tests", "scripts") for path in (ROOT / folder).rglob("*.py")]
    assert len(files) > 50
    head = {path: path.read_text(encoding="utf-8")[:400] for path in files if "output" not in path.parts}
    assert [
        relative(path) for path, text in head.items() if "SPDX-License-Identifier: GPL-3.0-or-later" not in text
    ] == []
