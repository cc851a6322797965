# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The context of a running task: the gateway, the audit trail, and its findings for the result."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Sequence

from .._communications.gateway import Communications
from .._core.redact import Redactor
from .._http.client import Client
from .._http.connection import GuestAddresses
from .._http.interruption import Interruption
from .._http.progress import Progress
from .._webdeployments.api import WebDeploymentsApi
from .._webdeployments.gateway import WebDeployments
from .audit import AuditTrail
from .detection import DetectingGateway
from .foretold import Foretold
from .names import Names
from .webdeployment_reads import Reads


@dataclass
class Context:
    """``channels``: the channels of the API that the org serves.

    ``features``: those of each handled channel in its final state, or of each deployment as guests get it; feature
    availability counts them. ``addresses``: of the service for guests.
    """

    channels: DetectingGateway
    audit: AuditTrail
    redactor: Redactor
    check_mode: bool
    warnings: list[str]
    progress: Progress
    interruption: Interruption
    names: Names
    addresses: GuestAddresses = field(default_factory=GuestAddresses)
    features: list[Sequence[str]] = field(default_factory=list)
    foretold: Foretold = field(default_factory=Foretold)
    reads: Reads | None = None
    """The reads of a task for many configurations and deployments; None: each by itself."""

    @property
    def client(self) -> Client:
        return self.channels.client

    @property
    def webhooks(self) -> Communications:
        return self.channels.of(Communications)

    @property
    def webdeployments(self) -> WebDeploymentsApi:
        return self.channels.of(WebDeployments).api
