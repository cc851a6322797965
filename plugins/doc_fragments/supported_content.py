# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import yaml

from ..module_utils._core.field_documentation import linked_within

_ONE = r"""
options:
  id:
    description:
      - The id of the profile. One of O(id) and O(name) is required.
      - With O(id), O(name) is the desired name of the profile.
    type: str
  name:
    description:
      - The exact name of the profile. Nothing is trimmed, and case matters.
      - If no profile has the name, the task creates one.
      - Names are not unique. If two profiles have the name, the task fails and lists their ids.
    type: str
  state:
    description:
      - Whether the profile must exist.
    type: str
    choices: [present, absent]
    default: present
  inbound:
    description:
      - The complete list of media types that guests can send, such as V(image/jpeg), V(image/*) for all images, or
        V(*/*) for everything. Other media are dropped.
      - Neither order nor case matters. An empty list blocks all media. A new profile without this option blocks all
        media, too.
    type: list
    elements: str
  outbound:
    description:
      - The complete list of media types that agents can send, as O(inbound). A message with other media is not sent.
    type: list
    elements: str
  default:
    description:
      - V(true) makes the profile the org's default. V(false) is an error, because an org cannot be left without its
        default. Make another profile the default instead.
    type: bool
"""
_OPTIONS: dict[str, Any] = yaml.safe_load(_ONE)["options"]
_ENTRIES: dict[str, Any] = {
    "description": [
        "The supported content profiles, each with the options of M(genesys.cloud.messaging_supported_content).",
        (
            "The task writes them before the configurations, and deletes them last. Two entries that select the same "
            "profile, and two that become the default, are an error."
        ),
    ],
    "type": "list",
    "elements": "dict",
    "suboptions": linked_within(_OPTIONS, "supported_contents[]"),
}


class ModuleDocFragment:
    # One supported content profile.
    DOCUMENTATION: str = yaml.safe_dump({"options": _OPTIONS}, sort_keys=False)

    # Likewise of many profiles.
    ENTRIES: str = yaml.safe_dump({"options": {"supported_contents": _ENTRIES}}, sort_keys=False)
