# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The same for every unit test, under pytest and under ``ansible-test units``."""

from __future__ import annotations

import os
from typing import Iterator

import pytest
from hypothesis import HealthCheck, settings

# Always the same examples: a run says something about the change it tests, not about luck. Few, since more than one
# Python runs them. Slow machines may be slow.
settings.register_profile(
    "genesys",
    derandomize=True,
    max_examples=25,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
# To search for more: GENESYS_EXAMPLES=5000 pytest -n0 tests/unit
if os.environ.get("GENESYS_EXAMPLES"):
    settings.register_profile(
        "genesys", settings.get_profile("genesys"), derandomize=False, max_examples=int(os.environ["GENESYS_EXAMPLES"])
    )
settings.load_profile("genesys")


def pytest_configure(config: pytest.Config) -> None:
    """Let the tests share a process: ansible-test forks each, which takes it three times as long as the tests."""
    config.pluginmanager.unregister(name="ansible_forked")


@pytest.fixture(scope="session", autouse=True)
def nothing_from_outside() -> Iterator[None]:
    """No credential, address, proxy or netrc of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.upper().startswith(("GENESYS", "WEBHOOK_")) or name.upper().endswith(("_PROXY", "_CA_BUNDLE")):
                patch.delenv(name)
        patch.setenv("NETRC", os.devnull)
        yield
