# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What holds of every case, whatever was given and whatever was answered. Each law returns what broke it, in words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from ansible_collections.genesys.cloud.plugins.module_utils._core.outcomes import KINDS, OUTCOMES, VALIDATION
from tests.fuzz.stage import Seen
from tests.integration.module_process import TIME_LIMIT

CPU_BOUND = 10.0
"""Seconds of CPU for a case. How long it waits, its own deadlines bound; `module_process.TIME_LIMIT` is the end."""
TRACES = (
    *("Traceback (most recent call last)", "MODULE FAILURE", "Unexpected", "AssertionError", "nobody knows"),
    *("WriteInCheckMode", "RecursionError", "UnicodeEncodeError", "UnicodeDecodeError", "object has no attribute"),
)
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_NEEDED_BY_NEW = ": is missing: a new "
_STATE_OF_ITS_OWN = ("clients",)


def broken(seen: Seen) -> list[str]:
    """Every law that does not hold, with what broke it."""
    return [f"{law.__name__.strip('_')}: {each}" for law in LAWS for each in law(seen)]


def _ends_in_time(seen: Seen) -> Iterator[str]:
    if seen.is_hung:
        yield f"it did not end within {TIME_LIMIT} s"
    elif seen.ran and seen.ran.cpu_seconds > CPU_BOUND:
        yield f"it took {seen.ran.cpu_seconds:.0f} s of CPU"


def _ends_with_a_result(seen: Seen) -> Iterator[str]:
    if seen.ran is None:
        yield from [] if seen.is_hung else [seen.trouble]
        return
    text = seen.ran.output
    told = _quoted_out(text, seen.case.options)
    yield from (f"{trace!r} in what it printed" for trace in TRACES if trace in told)


def _quoted_out(text: str, options: Any) -> str:
    """The output without words that the case itself gave."""
    given = json.dumps(options, default=str)
    return "" if any(trace in given for trace in TRACES) else text


def _fails_as_documented(seen: Seen) -> Iterator[str]:
    if seen.ran is None or not seen.ran.failed:
        return
    result = seen.ran.result
    if seen.kind not in KINDS:
        yield f"failed as {seen.kind!r}: {result.get('msg')}"
    if not str(result.get("msg") or "").strip():
        yield "failed without a message"
    outcomes = {entry["outcome"] for entry in result.get("audit") or []}
    yield from (f"the outcome {each!r}" for each in sorted(outcomes - {*OUTCOMES}))


def _says_nothing_unseen(seen: Seen) -> Iterator[str]:
    """No control character in a message or a warning."""
    if seen.ran is None:
        return
    result = seen.ran.result
    texts = [str(result.get("msg") or ""), *map(str, result.get("warnings") or [])]
    failure = result.get("failure") or {}
    texts += [str(failure.get(key) or "") for key in ("message", "code", "context_id")]
    for text in texts:
        found = _CONTROLS.search(text)
        if found:
            yield f"{found.group()!r} in {text[max(0, found.start() - 40) : found.end() + 40]!r}"


def _writes_nothing_in_check_mode(seen: Seen) -> Iterator[str]:
    if seen.case.check_mode:
        written = [each for each in seen.journal if each["kind"] == "write" or each["effect_at"] is not None]
        yield from (f"{each['method']} {each['path']}" for each in written)
        if _things(seen.before) != _things(seen.after):
            yield "the organisation has changed"


def _things(state: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in state.items() if key not in _STATE_OF_ITS_OWN}


def _asks_nothing_before_a_refusal(seen: Seen) -> Iterator[str]:
    """Errors in options are found before the first request; what only a new object needs, after it was looked for."""
    if seen.kind != VALIDATION or seen.ran is None:
        return
    is_of_new = _NEEDED_BY_NEW in str(seen.ran.result.get("msg"))
    asked = [each for each in seen.journal if each["kind"] == "write" or not is_of_new]
    yield from (f"a validation error, and {each['method']} {each['path']}" for each in asked)


LAWS: list[Callable[[Seen], Iterator[str]]] = [
    _ends_in_time,
    _ends_with_a_result,
    _fails_as_documented,
    _says_nothing_unseen,
    _writes_nothing_in_check_mode,
    _asks_nothing_before_a_refusal,
]
