# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The collection's own files, as the tests of the house rules read them."""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
PLUGINS = ROOT / "plugins"
PACKAGE = "ansible_collections.genesys.cloud.plugins"


def dotted(path: Path) -> str:
    """The name by which a file of ``plugins/`` is imported there."""
    return ".".join(path.relative_to(PLUGINS).with_suffix("").parts)


@lru_cache(maxsize=None)
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@lru_cache(maxsize=None)
def imports(path: Path) -> set[str]:
    """Every module that a file imports, at its top or inside a function; of ours, the name below ``plugins``."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            name = _absolute(path, node).removeprefix(f"{PACKAGE}.")
            is_folder = (PLUGINS / name.replace(".", "/")).is_dir()
            found |= {f"{name}.{alias.name}" for alias in node.names} if is_folder else {name}
    return found


def _absolute(path: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = path.relative_to(PLUGINS).parts[: -node.level]
    return ".".join((PACKAGE, *package, *filter(None, [node.module])))


def ours(path: Path) -> set[str]:
    """Which of our private files it imports."""
    return imports(path) & set(UTILS.values())


MODULES = sorted(path.stem for path in (PLUGINS / "modules").glob("*.py") if path.stem != "__init__")
PLUGIN_FILES = sorted(path for path in PLUGINS.rglob("*.py"))
UTILS = {
    path: dotted(path)
    for folder in ("module_utils", "plugin_utils")
    for path in sorted((PLUGINS / folder).rglob("*.py"))
}
"""Our own files that nobody else may use, by the name that is imported, such as ``module_utils._core.plan``."""


def module_tree(module: str) -> ast.Module:
    return tree(PLUGINS / "modules" / f"{module}.py")


def embedded(parsed: ast.AST, name: str) -> Any:
    """The YAML in a variable of a plugin (DOCUMENTATION, EXAMPLES, RETURN)."""
    for node in ast.walk(parsed):
        if isinstance(node, ast.Assign) and [target.id for target in node.targets if isinstance(target, ast.Name)] == [
            name
        ]:
            return yaml.safe_load(ast.literal_eval(node.value))
    raise LookupError(name)


def load(name: str) -> Any:
    """A YAML file of the collection."""
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
