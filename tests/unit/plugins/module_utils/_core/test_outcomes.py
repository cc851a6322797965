# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The words for how things end: each once, and all of them documented."""

from __future__ import annotations

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._core import errors, outcomes
from ansible_collections.genesys.cloud.tests.unit.source import MODULES, ROOT


def test_no_word_stands_twice() -> None:
    for words in (outcomes.OUTCOMES, outcomes.KINDS):
        assert len(set(words)) == len(words)
    assert set(outcomes.WRITTEN) < set(outcomes.CHANGED) < set(outcomes.OUTCOMES)


def test_every_error_has_one_of_the_kinds_and_every_kind_an_error() -> None:
    found = {value.kind for value in vars(errors).values() if isinstance(value, type) and hasattr(value, "kind")}
    assert found == set(outcomes.KINDS)


@pytest.mark.parametrize("module", MODULES)
def test_every_kind_of_failure_is_documented(module: str) -> None:
    text = (ROOT / "plugins" / "modules" / f"{module}.py").read_text(encoding="utf-8")
    assert [word for word in outcomes.KINDS if word not in text] == []


def test_every_outcome_is_documented() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "plugins" / "modules").glob("*.py")]
    assert [word for word in outcomes.OUTCOMES if not any(word in text for text in texts)] == []
