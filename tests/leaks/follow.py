# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the event source as ansible-rulebook does, and prints its events and logs: follow.py FILE-WITH-ARGUMENTS."""

from __future__ import annotations

import asyncio
import json
import logging
import runpy
import sys
from pathlib import Path
from typing import Any

_SOURCE = "build/collections/ansible_collections/genesys/cloud/extensions/eda/plugins/event_source"
_MAIN = runpy.run_path(str(Path(__file__).parents[2] / _SOURCE / "webmessaging_changes.py"))["main"]


class _Printed(asyncio.Queue[Any]):
    async def put(self, item: Any) -> None:
        print(json.dumps(item), flush=True)


if __name__ == "__main__":
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    asyncio.run(_MAIN(_Printed(), json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
