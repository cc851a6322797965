# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a result shows of a task's options: no secret, wherever it was written, and nothing of what nobody knows."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._core.redact import HIDDEN, MASK, Redactor
from ansible_collections.genesys.cloud.plugins.module_utils._tasks.shown_options import misplaced_secrets, shown_options
from ansible_collections.genesys.cloud.tests.unit.json_values import values

SPEC: dict[str, Any] = {
    "name": {"type": "str", "aliases": ["called"]},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "client_secret": {"type": "str", "no_log": True},
    "url": {"type": "str"},
    "http_headers": {"type": "dict", "default": {"Content-Type": "application/json"}},
    "raw": {"type": "dict"},
    "routing": {"type": "dict", "options": {"queue_id": {"type": "str"}, "deep": {"type": "dict", "options": {}}}},
    "channels": {"type": "list", "elements": "dict", "options": {"id": {"type": "str"}}},
}


def shown(**params: Any) -> dict[str, Any]:
    return shown_options(SPEC, params, Redactor(misplaced_secrets(SPEC, params)))


@pytest.mark.parametrize(
    ("params", "wanted"),
    [
        ({"client_secret": "s3cret", "name": "x"}, {"client_secret": MASK, "name": "x"}),
        ({"client_secret": "a", "state": "absent"}, {"client_secret": MASK, "state": "absent"}),
        ({"called": "x", "client_secert": "s3cret"}, {"called": "x", "client_secert": MASK}),
        (
            {"routing": {"queue_id": "q", "client_secret": "s3cret"}},
            {"routing": {"queue_id": "q", "client_secret": MASK}},
        ),
        ({"routing": {"deep": {"anything": ["s3cret"]}}}, {"routing": {"deep": {"anything": MASK}}}),
        ({"routing": "client_secret: s3cret"}, {"routing": MASK}),
        ({"routing": ["s3cret"]}, {"routing": MASK}),
        ({"channels": [{"id": "1", "secert": "s3cret"}, "s3cret"]}, {"channels": [{"id": "1", "secert": MASK}, MASK]}),
        ({"channels": "s3cret"}, {"channels": MASK}),
        ({"name": {"client_secret": "s3cret"}}, {"name": MASK}),
        ({"raw": {"a": {"apiKey": "s3cret"}, "b": "s3cret"}}, {"raw": {"a": {"apiKey": MASK}, "b": MASK}}),
        ({"url": "https://t0ken@host/x?key=v#f"}, {"url": f"https://{HIDDEN}@host/x?key={HIDDEN}#{HIDDEN}"}),
        (
            {"raw": {"a": ["see https://u:p@host/?k=v now"]}},
            {"raw": {"a": [f"see https://{HIDDEN}@host/?k={HIDDEN} now"]}},
        ),
        (
            {"http_headers": {"Content-Type": "text/plain", "X_API_KEY": "s3cret", "X": 5}},
            {"http_headers": {"Content-Type": "text/plain", "X_API_KEY": HIDDEN, "X": HIDDEN}},
        ),
        (
            {"http_headers": {"Content-Type": "application/json"}},
            {"http_headers": {"Content-Type": "application/json"}},
        ),
    ],
)
def test_nothing_secret_is_shown(params: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert shown(**params) == wanted


@given(st.dictionaries(st.sampled_from([*SPEC, "other"]) | st.text(max_size=3), values(), max_size=5))
def test_whatever_was_written_it_can_be_shown_and_no_name_is_lost(params: dict[str, Any]) -> None:
    assert list(shown()) == []
    assert set(shown_options(SPEC, params, Redactor(misplaced_secrets(SPEC, params)))) == set(params)


@pytest.mark.parametrize(
    ("params", "secrets"),
    [
        ({"routing": {"client_secret": "one", "queue_id": "q"}}, ["one"]),
        ({"api_token": {"deep": ["one", 2, None, True]}}, ["one", "2"]),
        ({"raw": {"list": [{"Password": "one"}]}, "channels": [{"access_token": "two"}]}, ["one", "two"]),
        ({"other": {"secret": "one"}, "name": ["no", {"api key": "two"}]}, ["one", "two"]),
        ({"client_secret": "known to others", "name": "secret", "http_headers": {"token": "x"}}, []),
    ],
)
def test_a_secret_is_found_where_none_belongs(params: dict[str, Any], secrets: list[str]) -> None:
    assert list(misplaced_secrets(SPEC, params)) == secrets


@pytest.mark.parametrize("text", ["x" * 200_000, "://" * 70_000, "a.b-" * 50_000, "\\'" * 100_000])
def test_a_long_text_takes_no_time(text: str) -> None:
    """One that grows with the square of the length takes minutes here, and others at most a tenth of a second."""
    began = time.process_time()
    shown(name=text, called=text, raw={"text": text})
    assert time.process_time() - began < 5
