# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Host names for channels. Pure.

Anyone with access to the org can type a channel's name. As a host name, Ansible would template it (2.16), split it at
spaces and commas, take its brackets for a range, and look for ``host_vars/<name>``, slashes and all.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, Collection, Mapping, Sequence

GROUP = "webmessaging"
"""The group of all channels."""

_IMPLICIT = {"localhost", "127.0.0.1"}
"""Names of a host that Ansible has on its own."""


def host_names(channels: Sequence[Mapping[str, Any]], preferred: Sequence[str], taken: Collection[str]) -> list[str]:
    """Return a host name for each channel: the first of ``preferred`` (``name``, ``id``) that only it has, else its id.

    No channel gets a name of ``taken``. If channels share a name, none gets it: the first one would depend on the order
    of the listing.
    """
    ids = [safe(channel["id"]) for channel in channels]
    names = [safe(channel["name"]) for channel in channels]
    seen = Counter(names)
    if "id" in preferred and ("name" not in preferred or preferred.index("id") < preferred.index("name")):
        return ids
    unusable = {*_IMPLICIT, *taken, *ids, ""}
    return [
        name if "name" in preferred and name not in unusable and seen[name] == 1 else channel_id
        for name, channel_id in zip(names, ids)
    ]


def safe(text: str) -> str:
    """Keep letters and digits of any script, ``_``, ``-`` and ``.``; a run of anything else becomes one ``_``."""
    return re.sub(r"[^\w.-]+", "_", text).strip("_.-")
