# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A strict simulator of the Genesys Cloud APIs that this collection speaks, for tests and demonstrations.

``python -m tests.simulator`` serves it (needs aiohttp); ``tests.simulator.client`` drives it (standard library
only). Nothing in ``plugins/`` knows of it.

A request goes through: ``app`` (HTTP, latency, faults on the wire) -> ``simulation`` (authentication, rate limit) ->
``routing`` -> the handler of an API family (``oauth``, ``communications``, ``platform_webhooks``). Handlers are plain
functions without an await, so every request takes effect at one instant.

What a visitor's browser gets of a deployment is served on the same port, without a token: ``guest_files`` is a family;
a WebSocket (``/v1``) goes through ``app`` -> ``guest_sessions`` (who is let in, what is answered and counted), with
``guest_sockets`` between them on the wire.
"""

from __future__ import annotations
