# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The webhooks that an org lists, if it does."""

from __future__ import annotations

from ansible_collections.genesys.cloud.plugins.module_utils._communications import is_absent
from ansible_collections.genesys.cloud.plugins.module_utils._errors import NotFound, Rejected
from ansible_collections.genesys.cloud.plugins.module_utils._plan import JsonObject
from ansible_collections.genesys.cloud.plugins.module_utils._session import Session


def listing(session: Session) -> list[JsonObject] | None:
    """Every webhook; None where the org serves no listing of them (404 or 405), though it has the API."""
    session.gateway.require_webhooks(ask=False)
    try:
        return session.gateway.communications.webhooks()
    except (NotFound, Rejected) as error:
        if not is_absent(error):
            raise
    session.gateway.require_webhooks()
    return None
