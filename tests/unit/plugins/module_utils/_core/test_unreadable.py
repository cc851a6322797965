# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Parts that cannot be read: left out and told of where that is wanted, an error of the task where it is not."""

from __future__ import annotations

from typing import NoReturn

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._core.errors import (
    AuthenticationFailed,
    GenesysError,
    NetworkError,
    PermissionDenied,
)
from ansible_collections.genesys.cloud.plugins.module_utils._core.redact import Redactor
from ansible_collections.genesys.cloud.plugins.module_utils._core.unreadable import Parts


def refusing(error: GenesysError) -> NoReturn:
    raise error


def test_what_can_be_read_is_returned() -> None:
    parts = Parts(Redactor(()), skips=True)
    assert parts.read("draft", lambda: 5) == 5
    assert parts.told == {"unreadable": {}}


def test_a_part_that_is_refused_is_left_out_with_its_reason() -> None:
    parts = Parts(Redactor(()), skips=True)
    assert parts.read("draft", lambda: refusing(PermissionDenied("no right"))) is None
    assert parts.told["unreadable"]["draft"]["kind"] == "permission"


@pytest.mark.parametrize("error", [AuthenticationFailed("wrong token"), NetworkError("no route")], ids=str)
def test_what_concerns_every_part_fails_the_task(error: GenesysError) -> None:
    with pytest.raises(type(error)):
        Parts(Redactor(()), skips=True).read("draft", lambda: refusing(error))


def test_where_nothing_may_be_skipped_every_refusal_fails_the_task() -> None:
    parts = Parts(Redactor(()), skips=False)
    with pytest.raises(PermissionDenied):
        parts.read("draft", lambda: refusing(PermissionDenied("no right")))
    assert parts.told == {}
