# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The common part of all filters: plain data in, data that is never templated out, one clear error for other input."""

from __future__ import annotations

import functools
from typing import Any, Callable

from ansible.errors import AnsibleFilterError

from ..module_utils._tasks.failed_result import whole
from ._data import as_data, plain

_OF_ANOTHER_SHAPE = (AttributeError, KeyError, IndexError, TypeError, ValueError, RecursionError)


def takes(wanted: str, may_be_skipped: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a filter of a function of JSON values. ``wanted`` describes its input: "the channels that ... returns".

    Results of skipped tasks are left out of lists. ``may_be_skipped``: a skipped result without a list is an empty
    list.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def of_plain_data(*given: Any, **named: Any) -> Any:
            try:
                first, *others = [_whole(_without_skipped(plain(value))) for value in given]
                first = [] if may_be_skipped and _is_skipped(first) else first
                return as_data(function(first, *others, **{name: plain(value) for name, value in named.items()}))
            except _OF_ANOTHER_SHAPE as error:
                raise AnsibleFilterError(
                    f"{function.__name__}: the input has the wrong form. The filter takes {wanted}. "
                    f"({type(error).__name__}: {_short(error)})"
                ) from error

        return of_plain_data

    return decorate


def _without_skipped(value: Any) -> Any:
    return [item for item in value if not _is_skipped(item)] if isinstance(value, list) else value


def _whole(value: Any) -> Any:
    """Return the result with the parts that a failed task keeps off the screen."""
    return [whole(item) for item in value] if isinstance(value, list) else whole(value)


def _is_skipped(value: Any) -> bool:
    """Return whether it is the registered result of a task, or of a loop, of which nothing ran."""
    return isinstance(value, dict) and value.get("skipped") is True


def _short(error: Exception) -> str:
    text = str(error)
    return text if len(text) <= 200 else f"{text[:197]}..."
