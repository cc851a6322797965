# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The fixed test credentials and the scopes of the simulated organisation."""

from __future__ import annotations

READ_CHANNELS = "communications:read"
WRITE_CHANNELS = "communications:write"
WRITE_WEBHOOKS = "webhooks:write"

SCOPES = (READ_CHANNELS, WRITE_CHANNELS, WRITE_WEBHOOKS)

CLIENT_ID = "5e0f8a4c-3b1d-4c5e-9f27-6d2a1b7c8e90"
# Every odd character here changes under URL-encoding: a client that encodes the secret before Basic is found out.
CLIENT_SECRET = "simulator+secret/with=odd&characters%3A:end"
