# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import yaml

from ..module_utils._channel.channel_fields import DESIRED_OPTIONS
from ..module_utils._core.fields import documentation

_SELECTORS = {
    "id": {
        "description": [
            (
                "The id of a channel. Each entry needs exactly one of O(channels[].id), O(channels[].name) and "
                "O(channels[].name_glob)."
            ),
            "Up to five entries, all with an id, are read one by one; otherwise the listing is read.",
        ],
        "type": "str",
    },
    "name": {"description": ["The name of a channel, exactly as it is."], "type": "str"},
    "name_glob": {
        "description": [
            (
                "All Web Messaging channels whose name matches this pattern, as a shell would match it; case matters. "
                "A pattern that matches nothing is an error."
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
                "What every entry gets that does not say otherwise. Mappings are merged. An entry's features put aside "
                "default features to enable or disable, and the other way round."
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
        "Which channels, and what they shall be. Two entries that select the same channel are an error.", required=True
    )

    # Likewise where a task may be about the webhook only.
    FLEET_OR_WEBHOOK: str = _fleet(
        "Which channels, and what they shall be, as M(genesys.cloud.webmessaging_channels) takes them.",
        "At least one of O(channels) and O(webhook) is required.",
        required=False,
    )
