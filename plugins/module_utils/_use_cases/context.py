# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""What a task works with while it runs: the gateway, the audit trail, and what it learns for its result."""

from __future__ import annotations

from dataclasses import dataclass, field

from .._channel.channel import Channel
from .._core.redact import Redactor
from .._http.interruption import Interruption
from .._http.progress import Progress
from .audit import AuditTrail
from .detection import DetectingGateway
from .foretold import Foretold


@dataclass
class Session:
    """``handled``: the channels that the task dealt with, as they are after it; feature availability counts them."""

    gateway: DetectingGateway
    audit: AuditTrail
    redactor: Redactor
    check_mode: bool
    warnings: list[str]
    progress: Progress
    interruption: Interruption
    handled: list[Channel] = field(default_factory=list)
    foretold: Foretold = field(default_factory=Foretold)
