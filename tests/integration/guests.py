# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What no task, play or test may do as a guest: start a conversation, which somebody pays for, or come near one."""

from __future__ import annotations

from tests.simulator.client import SimulatorControl


def assert_guests_only_looked(simulator: SimulatorControl) -> None:
    """Since the last reset, no guest has started a conversation, typed, or sent what a check must never send."""
    guests = simulator.guests()
    counts = {kind: guests[kind] for kind in ("conversations", "typing", "forbidden")}
    assert not any(counts.values()), f"a guest at {simulator.url} did more than look: {counts}"
