# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Find combinations in a configuration that do not work together, which no single field shows. Pure.

Sources: co-browsing over Voice needs the home screen (Terraform provider, issue 598; Genesys' help pages); the text of
the launcher button is cut at 20 characters (``reality.md``); a section needs its id (JS SDK).
"""

from __future__ import annotations

from typing import Any, Mapping

from .._core.fields import unsendable
from .._core.json_values import at
from .._core.validation import Problem, shown
from .configuration_schema import CONTENT

LAUNCHER_TEXT, LAUNCHER_LENGTH = "MessengerLauncherButtonText", 20


def contradictions(content: Mapping[str, Any]) -> list[Problem]:
    """Return the contradictions in a configuration or in a part of it; a part may lack fields."""
    cobrowse, home = _section(content, "cobrowse"), _section(content, "messenger", "homeScreen")
    takes_calls = cobrowse.get("enabled") is True and "Voice" in (cobrowse.get("channels") or ())
    if takes_calls and home.get("enabled") is False:
        return [_no_home_screen()]
    return []


def flaws(content: Mapping[str, Any]) -> list[Problem]:
    """Return the flaws of a whole configuration; a missing field is absent."""
    home = _section(content, "messenger", "homeScreen")
    whole = {**content, "messenger": {**_section(content, "messenger"), "homeScreen": {"enabled": False, **home}}}
    return contradictions(whole) + unsendable(CONTENT, content)


def new_flaws(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Problem]:
    """Return only the flaws that a change brings: earlier flaws are not this task's business."""
    there = flaws(before)
    return [problem for problem in flaws(after) if problem not in there]


def cautions(content: Mapping[str, Any]) -> list[str]:
    """Return warnings about values that the service accepts but does not show as given."""
    found = []
    for labels in _objects(content.get("customI18nLabels")):
        for label in _objects(labels.get("localizedLabels")):
            value = label.get("value")
            if isinstance(value, str) and label.get("key") == LAUNCHER_TEXT and len(value) > LAUNCHER_LENGTH:
                found.append(
                    f"The text of the launcher button in {labels.get('language')} has {len(value)} characters. The "
                    f"messenger shows {LAUNCHER_LENGTH}: {shown(value[:LAUNCHER_LENGTH])}."
                )
    return found


def _no_home_screen() -> Problem:
    return Problem(
        "cobrowse.channels",
        "Voice needs the home screen: set messenger.home_screen.enabled to true, or remove Voice.",
    )


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _section(content: Any, *keys: str) -> Mapping[str, Any]:
    found = at(content, keys)
    return found if isinstance(found, Mapping) else {}
