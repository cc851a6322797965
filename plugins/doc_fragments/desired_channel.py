# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import yaml

from ..module_utils._channel.channel_fields import DESIRED_OPTIONS
from ..module_utils._core.field_documentation import documentation

_SELECTORS = {
    "id": {
        "description": [
            (
                "The id of a channel. Each entry needs exactly one of O(channels[].id), O(channels[].name) and "
                "O(channels[].name_glob)."
            ),
            "The task reads up to five entries one by one if all have an id. Otherwise it reads the listing.",
        ],
        "type": "str",
    },
    "name": {"description": ["The exact name of a channel."], "type": "str"},
    "name_glob": {
        "description": [
            (
                "A shell pattern, such as V(EU *), that selects all Web Messaging channels with a matching name. Case "
                "matters. A pattern that matches nothing is an error."
            )
        ],
        "type": "str",
    },
}


def _fleet(*description: str, required: bool) -> str:
    """The options ``channels`` and ``defaults``, as YAML."""
    channels: dict[str, Any] = {
        "description": list(description),
        "type": "list",
        "elements": "dict",
        "suboptions": {**_SELECTORS, **documentation(DESIRED_OPTIONS, "channels[]")},
    }
    if required:
        channels["required"] = True
    defaults = {
        "description": [
            (
                "Settings for every entry that does not set them itself. Mappings are merged. If an entry sets "
                "C(features), the defaults of C(enable_features) and C(disable_features) do not apply to it, and the "
                "other way round."
            )
        ],
        "type": "dict",
        "suboptions": _like(documentation(DESIRED_OPTIONS), "channels[]"),
    }
    return yaml.safe_dump({"options": {"channels": channels, "defaults": defaults}}, sort_keys=False)


def _like(options: dict[str, Any], other: str) -> dict[str, Any]:
    """The same options, each with a link to the description of the other."""
    found = {}
    for name, option in options.items():
        found[name] = {**option, "description": [f"See O({other}.{name})."]}
        if "suboptions" in option:
            found[name]["suboptions"] = _like(option["suboptions"], f"{other}.{name}")
    return found


class ModuleDocFragment:
    # What a channel shall be: every field, as the table has it that the options are made of.
    DOCUMENTATION: str = yaml.safe_dump({"options": documentation(DESIRED_OPTIONS)}, sort_keys=False)

    # Likewise of many channels.
    FLEET: str = _fleet(
        "The channels to configure, with their settings. Two entries that select the same channel are an error.",
        required=True,
    )

    # Likewise where a task may be about the webhook only.
    FLEET_OR_WEBHOOK: str = _fleet(
        "The channels to validate, with their settings, as M(genesys.cloud.webmessaging_channels) takes them.",
        "At least one of O(channels) and O(webhook) is required.",
        required=False,
    )
