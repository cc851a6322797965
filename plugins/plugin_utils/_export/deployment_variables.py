# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Write an org's configurations and deployments as a file of variables: applied at once, it changes nothing. Pure."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from .org_entries import Entry, OrgEntries, why
from .selection import Selection
from .usable_names import UsableNames
from .yaml import in_comment, indented, to_yaml

_HEAD = """\
---
# Configurations and deployments as they were in Genesys Cloud, as variables of genesys.cloud.configure_deployments.
# While nobody changes anything, there or here, this changes nothing:
#
#   ansible-playbook genesys.cloud.configure_deployments -e @THIS-FILE
"""


def deployment_variables(
    configurations: Sequence[Mapping[str, Any]],
    deployments: Sequence[Mapping[str, Any]],
    unreadable: Mapping[str, Any] | None = None,
    names: UsableNames | None = None,
    selection: Selection | None = None,
    profiles: Sequence[Mapping[str, Any]] | None = None,
) -> tuple[str, list[str]]:
    """Return the text of the file, and a warning for each part that it lacks.

    ``configurations``: as ``webmessaging_configuration_info`` returns them; ``deployments``: as
    ``webmessaging_deployment_info`` does; ``profiles``: as ``messaging_supported_content_info`` does, None: the file
    says nothing about them. ``unreadable``: the failure of a listing, by the kind of its objects.
    """
    org = OrgEntries(configurations, deployments, names or UsableNames(None), selection, profiles or ())
    sections = [("configurations", org.configurations()), ("deployments", chosen := org.deployments())]
    if profiles is not None:
        sections.insert(0, ("supported_contents", org.profiles()))
    text, warnings = [_HEAD], []
    for kind, entries in sections:
        failure = (unreadable or {}).get(kind)
        text.append(_section(f"webmessaging_{kind}", entries, failure))
        warnings += [f"{kind}: {why(failure)}"] if failure else []
        warnings += [f"{entry.label}: {reason}" for entry in entries for reason in entry.left_out]
    if selection and not selection.is_everything and not chosen:
        warnings.append(f"no deployment has a name like {' or '.join(selection.wanted)}, so the file has none")
    return "\n".join(text), warnings


def _section(name: str, entries: Sequence[Entry], failure: Mapping[str, Any] | None) -> str:
    told = f"# {in_comment(f'{name}: left out, since {why(failure)}')}\n" if failure else ""
    is_empty = all(entry.options is None for entry in entries)
    return "".join([told, f"{name}: []\n" if is_empty else f"{name}:\n", *map(_block, entries)])


def _block(entry: Entry) -> str:
    """Return one entry with its comments; only these if it could not be read."""
    comments = [*_called(entry), *(f"left out: {reason}" for reason in entry.left_out), *entry.comments]
    told = "".join(f"  # {in_comment(line)}\n" for line in comments)
    return told if entry.options is None else told + indented(to_yaml([entry.options]))


def _called(entry: Entry) -> list[str]:
    """Return the name of an entry that does not have it itself."""
    if entry.options is None:
        return [f"{entry.name} ({entry.id})"]
    return (
        [] if "name" in entry.options else [f"{entry.name}: by its id, since the name is not the only one of its kind"]
    )
