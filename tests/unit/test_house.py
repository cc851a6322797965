# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules of the house: which file may know what, and how much may stand in it."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._http.version import VERSION
from ansible_collections.genesys.cloud.plugins.module_utils._tasks.runner import Task
from ansible_collections.genesys.cloud.tests.unit.source import (
    MODULES,
    PACKAGE,
    PLUGIN_FILES,
    PLUGINS,
    ROOT,
    UTILS,
    dotted,
    embedded,
    imports,
    load,
    module_tree,
    ours,
    tree,
)
from ansible_collections.genesys.cloud.tests.unit.tasks import TASKS

ROOMS = ("_core", "_http", "_channel", "_communications", "_webdeployments", "_use_cases", "_tasks")
"""Of module_utils, from the ground up: a room imports only itself and rooms above it in this list."""
ROOMS_OF_THE_CONTROLLER = ("_run", "_changes", "_export")
"""Of plugin_utils: none imports another."""
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
LONGEST_FILE, LONGEST_FUNCTION = 400, 40


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_pure(path: Path) -> bool:
    """Whether its docstring says so."""
    return bool(re.search(r"\bPure\b(?! but)", ast.get_docstring(tree(path)) or ""))


PURE = {path: name for path, name in UTILS.items() if is_pure(path)}


@pytest.mark.parametrize("path", sorted(PURE), ids=relative)
def test_a_pure_file_imports_pure_files_only(path: Path) -> None:
    assert ours(path) <= set(PURE.values())
    pure = PURE_LIBRARY if "module_utils" in path.parts else PURE_LIBRARY | {"yaml"}  # which the controller has
    assert imports(path) - ours(path) <= pure


def room(name: str) -> str:
    """In which room a file of ours lies, such as ``_core``; the file's own name where it lies in none."""
    return name.split(".")[1]


def test_every_file_of_module_utils_lies_in_one_of_seven_rooms() -> None:
    files = [name.split(".") for name in UTILS.values() if name.startswith("module_utils.")]
    assert [name for name in files if len(name) != 3] == []
    assert {name[1] for name in files} == set(ROOMS)


@pytest.mark.parametrize("path", [path for path in UTILS if "module_utils" in path.parts], ids=relative)
def test_a_room_imports_only_rooms_above_it(path: Path) -> None:
    height = ROOMS.index(room(UTILS[path]))
    above = {name for name in ours(path) if name.startswith("plugin_utils.") or ROOMS.index(room(name)) > height}
    assert above == set()


@pytest.mark.parametrize("path", [path for path in UTILS if path.parent.name in ROOMS_OF_THE_CONTROLLER], ids=relative)
def test_a_room_of_the_controller_imports_none_of_its_neighbours(path: Path) -> None:
    neighbours = {room(name) for name in ours(path) if name.startswith("plugin_utils.")} & set(ROOMS_OF_THE_CONTROLLER)
    assert neighbours <= {path.parent.name}


def test_our_files_build_on_each_other_without_a_circle() -> None:
    needs = {name: ours(path) for path, name in UTILS.items()}
    placed: set[str] = set()
    while len(placed) < len(needs):
        free = {name for name in needs if name not in placed and needs[name] <= placed}
        assert free, f"a circle among {sorted(set(needs) - placed)}"
        placed |= free


@pytest.mark.parametrize("path", PLUGIN_FILES, ids=relative)
def test_ours_is_imported_by_its_place(path: Path) -> None:
    """So that a file says which of its imports are from here, and a fork under another name works."""
    assert PACKAGE.rpartition(".")[0] not in path.read_text(encoding="utf-8")


def test_two_files_alone_speak_http() -> None:
    """One sends and reads, one bounds how long that takes and how much it is."""
    network = ("requests", "urllib3", "http", "socket", "urllib.request", "ansible.module_utils.urls")
    users = {
        relative(path)
        for path in PLUGIN_FILES
        if any(name == one or name.startswith(f"{one}.") for name in imports(path) for one in network)
    }
    http = PLUGINS / "module_utils" / "_http"
    assert users == {relative(http / "transport.py"), relative(http / "wire.py")}
    assert "requests" not in imports(http / "wire.py")


def test_one_file_alone_speaks_websocket() -> None:
    users = {relative(path) for path in PLUGIN_FILES for name in imports(path) if name.split(".")[0] == "websockets"}
    assert users == {relative(PLUGINS / "module_utils" / "_http" / "web_socket.py")}


def test_only_tasks_know_ansible() -> None:
    users = {path for path in UTILS if any(name.split(".")[0] == "ansible" for name in imports(path))}
    assert {path.parent.name for path in users if "module_utils" in path.parts} == {"_tasks"}


def test_names_of_our_files_are_plain_words() -> None:
    """The folders that nobody else may use begin with an underscore; what lies in them need not."""
    for name in UTILS.values():
        assert re.fullmatch(r"(module|plugin)_utils\._[a-z_]+(\.[a-z][a-z_]*)?", name)


@pytest.mark.parametrize("path", PLUGIN_FILES, ids=relative)
def test_a_function_is_short(path: Path) -> None:
    functions = [node for node in ast.walk(tree(path)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION]
    assert long == []


@pytest.mark.parametrize("path", PLUGIN_FILES, ids=relative)
def test_a_file_that_is_used_at_run_time_is_small_and_knows_neither_tests_nor_simulator(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert (
        path.parent == PLUGINS / "modules" or len(text.splitlines()) <= LONGEST_FILE
    )  # a module's length is its manual's
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


@pytest.mark.parametrize("module", MODULES)
def test_a_module_runs_the_task_that_tests_look_up_by_its_name(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[Task] = []
    loaded = import_module(f"{PACKAGE}.modules.{module}")
    monkeypatch.setattr(loaded, "run_module", ran.append)
    loaded.main()
    assert ran == [TASKS[module]]


def test_every_module_has_an_action_of_its_name_with_the_same_task() -> None:
    paths = sorted((PLUGINS / "action").glob("*.py"))
    actions = {path.stem: import_module(f"{PACKAGE}.{dotted(path)}").ActionModule for path in paths}
    assert {name: (action.module, action.task) for name, action in actions.items()} == {
        name: (f"genesys.cloud.{name}", task) for name, task in TASKS.items()
    }


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_tests_of_its_own(module: str) -> None:
    assert (ROOT / "tests" / "integration" / f"test_{module}.py").is_file()


@pytest.mark.parametrize("path", sorted(PURE), ids=relative)
def test_a_pure_file_has_unit_tests_of_its_own(path: Path) -> None:
    mirrored = path.relative_to(PLUGINS).with_name(f"test_{path.name}")
    assert (ROOT / "tests" / "unit" / "plugins" / mirrored).is_file()
