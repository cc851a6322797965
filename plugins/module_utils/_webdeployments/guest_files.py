# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Read the two public files of a deployment, as a browser does: without credentials.

Source: ``docs/reference/guest-api.md`` section 1.
"""

from __future__ import annotations

from typing import Callable, TypeVar
from urllib.parse import quote

from .._core.errors import ProtocolError
from .._core.json_values import JsonObject
from .._http import api_errors
from .._http.request import Kind, Request
from .._http.sender import Sender
from . import guest
from .guest import Domains, Published

_HIDDEN = (403, 404)
"""The statuses of a file that is not there: S3 behind CloudFront answers 403 (measured)."""

T = TypeVar("T")


class GuestFiles:
    """``base_url``: without a slash at its end."""

    def __init__(self, sender: Sender, base_url: str) -> None:
        self._sender = sender
        self._base_url = base_url

    def domains(self, deployment_id: str) -> Domains | None:
        """Return the sites that may open the messenger; None if nothing is published under that id."""
        return self._read(deployment_id, "domains.json", guest.domains)

    def published(self, deployment_id: str) -> Published | None:
        return self._read(deployment_id, "config.json", guest.published)

    def _read(self, deployment_id: str, name: str, parse: Callable[[JsonObject], T]) -> T | None:
        url = f"{self._base_url}/webdeployments/v1/deployments/{quote(deployment_id, safe='')}/{name}"
        # Errors show the whole address, because it is not the API's.
        answered = self._sender.send(Request("GET", url, url, kind=Kind.READ), lambda prepared: prepared)
        if answered.status in _HIDDEN:
            return None
        if answered.status >= 300 or answered.content is None:
            raise api_errors.error_from("GET", url, answered.reply, answered.content)
        try:
            return parse(answered.content)
        except ProtocolError as error:
            error.advice = "Check guest_url, and whether something between here and it answers in its place."
            raise error.located("GET", url) from None
