# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Search for garbage seldom while a task runs: most of its objects are JSON, which has no cycles."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import Iterator

SELDOM = (50_000, 100, 100)
"""Thresholds of Python's garbage collection. With its own, it takes half the time of a large listing."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Search seldom inside, unless the process never searches."""
    usual = gc.get_threshold()
    if 0 < usual[0] < SELDOM[0]:
        gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
