# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""What a configuration's drafts and versions hold, and whether two of them hold the same. Pure."""

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
"""The last: what a service says of a draft that ended in status Error; no schema has it."""


_ONLY_IN_VERSIONS = {field.key for field in CONTENT} | {"dateCreated", "datePublished", "createdUser", "publishedUser"}


def content_of(version: Any) -> JsonObject:
    """What a configuration's version holds, without its name and what the server sets."""
    found = version if isinstance(version, dict) else {}
    return {key: value for key, value in found.items() if key not in NO_CONTENT}


def is_same_content(one: Any, other: Any) -> bool:
    return same_content(content_of(one), content_of(other))


def is_same_version(one: JsonObject, other: JsonObject) -> bool:
    """Of the same name too, which is a thing that a person edits in a draft like any other."""
    return one.get("name") == other.get("name") and is_same_content(one, other)


def known(entity: JsonObject) -> JsonObject:
    """All of a draft or a version that can be written."""
    return {"name": entity.get("name"), **content_of(entity)}


def made_of(body: JsonObject, answer: JsonObject) -> JsonObject:
    """What a draft holds after ``body`` was written: what the service made of it, if its answer shows all of that."""
    there = known(answer)
    is_shown = not make_plan(there, aligned(CONTENT, body, there)).changed
    return answer if is_shown else body


def shows(content: JsonObject, fresh: JsonObject) -> bool:
    """Whether a draft or a version that was read holds ``content`` and nothing else.

    A member that neither the schema nor ``content`` knows can be the service's own.
    """
    known_keys = {"name", *content, *(field.key for field in CONTENT)}
    return is_same_version(content, {key: value for key, value in fresh.items() if key in known_keys})


def differing_paths(one: JsonObject, other: JsonObject) -> list[str]:
    """The dotted paths at which two drafts or versions differ, in whichever of them something is."""
    first, second = (settled(CONTENT, known(each)) for each in (one, other))
    return sorted({*make_plan(first, second).changes, *make_plan(second, first).changes})


def lost_draft(draft: JsonObject, newest: JsonObject, body: JsonObject) -> tuple[JsonObject, JsonObject, list[str]]:
    """What somebody changed in a draft that is lost when ``body`` is written in its place, what stands there then, and
    the paths of it, below "draft"."""
    there, published, wanted = (settled(CONTENT, known(each)) for each in (draft, newest, body))
    lost: JsonObject = {}
    instead: JsonObject = {}
    paths = sorted(_lose(there, published, wanted, lost, instead, "draft."))
    return lost, instead, paths


def _lose(
    there: JsonObject, published: JsonObject, wanted: JsonObject, lost: JsonObject, instead: JsonObject, prefix: str
) -> list[str]:
    """Fills ``lost`` and ``instead``; the paths."""
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
    """One text for all contents that mean the same."""
    return canonical(settled(CONTENT, content_of(version)))


def is_version(configuration: Any) -> bool:
    """Whether it is a whole version, and not a reference, whatever fields the service may add to one of those.

    To take a reference for a version would be to take all that it holds for empty, and to write that.
    """
    return isinstance(configuration, dict) and not _ONLY_IN_VERSIONS.isdisjoint(configuration)


def last_edit(draft: JsonObject) -> str:
    """When and by whom a draft was changed, for an error's text."""
    editor = draft.get("lastModifiedUser")
    by = f" by user {editor['id']}" if isinstance(editor, dict) and editor.get("id") else ""
    return f", last modified {draft['dateModified']}{by}" if draft.get("dateModified") else ""
