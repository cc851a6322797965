# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Relative paths become absolute, and words that name no file stay as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._tasks.arguments import client_options
from ansible_collections.genesys.cloud.plugins.plugin_utils._paths import from_working_directory


@pytest.mark.parametrize("word", ["run", "none"])
def test_the_words_of_token_cache_are_no_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.chdir(tmp_path)
    spec = client_options()
    assert from_working_directory(spec, {"token_cache": word}, {}) == {"token_cache": word}
    assert from_working_directory(spec, {}, {"GENESYS_TOKEN_CACHE": word}) == {}
    for written in (f"./{word}", f"{word}s"):
        assert from_working_directory(spec, {"token_cache": written}, {})["token_cache"] == f"{tmp_path}/{written}"
    assert from_working_directory(spec, {"ca_path": word}, {}) == {"ca_path": str(tmp_path / word)}
