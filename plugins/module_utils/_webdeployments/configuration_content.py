# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The contents of a configuration's drafts and versions, and their comparison. Pure."""

from __future__ import annotations

from typing import Any

from .._core.fields import aligned, settled
from .._core.json_values import JsonObject, canonical, same
from .._core.plan import make_plan
from .configuration_schema import (
    CONTENT,
    SERVER_OWNED,
    same_content,
)

NO_CONTENT = (*SERVER_OWNED, "name", "errorInfo")
"""The last key: the service's error about a draft in status Error; no schema has it."""


_ONLY_IN_VERSIONS = {field.key for field in CONTENT} | {"dateCreated", "datePublished", "createdUser", "publishedUser"}


def content_of(version: Any) -> JsonObject:
    """Return the content of a configuration's version, without its name and the keys that the server sets."""
    found = version if isinstance(version, dict) else {}
    return {key: value for key, value in found.items() if key not in NO_CONTENT}


def is_same_content(one: Any, other: Any) -> bool:
    return same_content(content_of(one), content_of(other))


def is_same_version(one: JsonObject, other: JsonObject) -> bool:
    """Compare content and name: people edit the name in a draft like any other field."""
    return one.get("name") == other.get("name") and is_same_content(one, other)


def known(entity: JsonObject) -> JsonObject:
    """Return all of a draft or a version that can be written."""
    return {"name": entity.get("name"), **content_of(entity)}


def made_of(body: JsonObject, answer: JsonObject) -> JsonObject:
    """Return the draft's content after ``body`` was written: the service's, if its response shows all of it."""
    there = known(answer)
    is_shown = not make_plan(there, aligned(CONTENT, body, there)).changed
    return answer if is_shown else body


def shows(content: JsonObject, fresh: JsonObject) -> bool:
    """Return whether a draft or a version from a read holds ``content`` and nothing else.

    A key that neither the schema nor ``content`` has can be the service's own.
    """
    known_keys = {"name", *content, *(field.key for field in CONTENT)}
    return is_same_version(content, {key: value for key, value in fresh.items() if key in known_keys})


def differing_paths(one: JsonObject, other: JsonObject) -> list[str]:
    """Return the dotted paths at which two drafts or versions differ, whichever of them has the value."""
    first, second = (settled(CONTENT, known(each)) for each in (one, other))
    return sorted({*make_plan(first, second).changes, *make_plan(second, first).changes})


def lost_draft(draft: JsonObject, newest: JsonObject, body: JsonObject) -> tuple[JsonObject, JsonObject, list[str]]:
    """Return the changes of a draft that are lost if ``body`` replaces it, the new values, and their paths.

    The draft may be somebody's work. The paths are below "draft".
    """
    there, published, wanted = (settled(CONTENT, known(each)) for each in (draft, newest, body))
    lost: JsonObject = {}
    instead: JsonObject = {}
    paths = sorted(_lose(there, published, wanted, lost, instead, "draft."))
    return lost, instead, paths


def _lose(
    there: JsonObject, published: JsonObject, wanted: JsonObject, lost: JsonObject, instead: JsonObject, prefix: str
) -> list[str]:
    """Fill ``lost`` and ``instead``, and return the paths."""
    paths = []
    for key in {**there, **published}:
        mine, before, after = (each.get(key) for each in (there, published, wanted))
        if same(mine, before) or same(mine, after):
            continue
        if isinstance(mine, dict) and isinstance(before, dict) and isinstance(after, dict):
            deeper = lost.setdefault(key, {}), instead.setdefault(key, {})
            paths += _lose(mine, before, after, *deeper, f"{prefix}{key}.")
            continue
        paths.append(f"{prefix}{key}")
        for shown, value in ((lost, mine), (instead, after)):
            if value is not None:
                shown[key] = value
    return paths


def content_key(version: Any) -> str:
    """Return one text for all contents with the same meaning."""
    return canonical(settled(CONTENT, content_of(version)))


def is_version(configuration: Any) -> bool:
    """Return whether it is a whole version, and not a reference, even if the service adds fields to a reference.

    A reference that passed for a version would be taken for empty, and the task would write that.
    """
    return isinstance(configuration, dict) and not _ONLY_IN_VERSIONS.isdisjoint(configuration)


def last_edit(draft: JsonObject) -> str:
    """Return when and by whom a draft was changed, for an error's text."""
    editor = draft.get("lastModifiedUser")
    by = f" by user {editor['id']}" if isinstance(editor, dict) and editor.get("id") else ""
    return f", last modified {draft['dateModified']}{by}" if draft.get("dateModified") else ""
