# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Stop a task for many objects once all of them would fail at the login."""

from __future__ import annotations

import threading
from dataclasses import replace

from .._core.errors import AuthenticationFailed, GenesysError


class RefusedLogins:
    """Counts failed logins. If as many in a row fail as may be in flight at once, all others would fail too."""

    def __init__(self, enough: int) -> None:
        self._enough = enough
        self._failed = 0
        self._lock = threading.Lock()
        self._last: AuthenticationFailed | None = None

    def note(self, error: GenesysError | None) -> None:
        """Note the result of one more try."""
        with self._lock:
            if isinstance(error, AuthenticationFailed):
                self._failed, self._last = self._failed + 1, error
            elif error is None:
                self._failed = 0

    def check(self) -> None:
        """Raise the error with which the next try would fail."""
        last = self._last
        if last is not None and self._failed >= self._enough:
            answer = replace(last.answer, context_id=None)
            raise AuthenticationFailed(last.message, answer, f"Nothing was sent for this one. {last.advice}")
