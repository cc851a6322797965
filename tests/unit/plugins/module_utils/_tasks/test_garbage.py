# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task searches for garbage seldom, and leaves Python as it was."""

from __future__ import annotations

import gc
from contextlib import suppress
from typing import Iterator

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._tasks.garbage import SELDOM, seldom_collected


@pytest.fixture(autouse=True)
def _usual() -> Iterator[None]:
    usual = gc.get_threshold()
    yield
    gc.set_threshold(*usual)


def test_the_search_is_seldom_inside_and_usual_behind_it_also_after_an_error() -> None:
    gc.set_threshold(700, 9, 8)
    with suppress(ValueError), seldom_collected():
        assert gc.get_threshold() == SELDOM
        raise ValueError
    assert gc.get_threshold() == (700, 9, 8)


@pytest.mark.parametrize("first", [0, SELDOM[0] + 1])
def test_a_process_that_searches_never_or_more_seldom_keeps_to_that(first: int) -> None:
    gc.set_threshold(first, 9, 8)
    with seldom_collected():
        assert gc.get_threshold() == (first, 9, 8)
    assert gc.get_threshold() == (first, 9, 8)
