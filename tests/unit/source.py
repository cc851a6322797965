# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The collection's own files, as the tests of the house rules read them."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
PLUGINS = ROOT / "plugins"
PACKAGE = "ansible_collections.genesys.cloud.plugins"
MODULE_UTILS = f"{PACKAGE}.module_utils"

MODULES = sorted(path.stem for path in (PLUGINS / "modules").glob("*.py") if path.stem != "__init__")
UTILS = sorted(path.stem for path in (PLUGINS / "module_utils").glob("*.py") if path.stem != "__init__")
PLUGIN_FILES = sorted(path for path in PLUGINS.rglob("*.py"))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path) -> set[str]:
    """Every module that a file imports, at its top or inside a function; of a package's, the one that is meant."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            name = "." * node.level + (node.module or "")
            found |= {f"{name}.{alias.name}" for alias in node.names} if name == MODULE_UTILS else {name}
    return found


def inner_imports(util: str) -> set[str]:
    """Which of its neighbours a file of module_utils imports."""
    prefix = f"{MODULE_UTILS}."
    path = PLUGINS / "module_utils" / f"{util}.py"
    return {name[len(prefix) :] for name in imports(path) if name.startswith(prefix)}


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
