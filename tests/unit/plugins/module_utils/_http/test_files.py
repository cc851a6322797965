# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A file is there whole, or as it was."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._http.files import replace_file


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_is_its_owner_s_and_an_old_one_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "file"
    replace_file(str(path), "one")
    assert (path.read_text(), mode_of(path)) == ("one", 0o600)
    path.chmod(0o640)
    replace_file(str(path), "two")
    assert (path.read_text(), mode_of(path)) == ("two", 0o640)
    replace_file(str(path), "three", 0o644)
    assert (path.read_text(), mode_of(path)) == ("three", 0o644)
    assert os.listdir(str(tmp_path)) == ["file"]


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("before")
    with pytest.raises(ValueError, match="surrogate"):
        replace_file(str(path), "half \ud800")
    with pytest.raises(OSError, match="folder"):
        replace_file(str(tmp_path), "text")
    with pytest.raises(OSError, match="No such file"):
        replace_file(str(tmp_path / "nowhere" / "file"), "text")
    assert (os.listdir(str(tmp_path)), path.read_text()) == (["file"], "before")
