# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Ansible's own temporary folder of a run: all its workers share it, and Ansible deletes it when the run ends."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

from ansible import constants

from ..module_utils._http.token_cache import OF_RUN


def run_folder() -> str:
    """Return its path. Ansible makes it before it reads an inventory, and nobody else can use it."""
    settings: Any = constants
    return str(settings.DEFAULT_LOCAL_TMP)


def forget_tokens() -> None:
    """Delete the run's tokens, if the controller was killed and so cannot delete its folder."""
    with suppress(OSError):
        os.unlink(os.path.join(run_folder(), OF_RUN))
