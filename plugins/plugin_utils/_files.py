# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Files that are there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile


def replace_file(path: str, text: str, mode: int | None = None) -> None:
    """Write the file beside its place and move it there, so that no reader sees half of it. OSError: it cannot be.

    ``mode``: None keeps that of the file that is there; a new one is for its owner alone. The name that it has on the
    way begins with a dot and ends in ``.tmp``, which no collector reads.
    """
    folder, name = os.path.split(os.path.abspath(path))
    if os.path.isdir(path):
        raise IsADirectoryError(21, "it is a folder", path)
    if mode is None:
        mode = stat.S_IMODE(os.stat(path).st_mode) if os.path.exists(path) else 0o600
    descriptor, temporary = tempfile.mkstemp(prefix=f".{name}.", suffix=".tmp", dir=folder)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            os.fchmod(file.fileno(), mode)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
