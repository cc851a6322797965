# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Stands for the event source ``amazon.aws.aws_sqs_queue``, for ansible-rulebook to load from a folder of its own.

The queue is a file of its name, each line the body of a message. It hands on what the original does in amazon.aws
11.4.0: the body, decoded where it is JSON, and the message's id.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any


async def main(queue: asyncio.Queue[Any], args: dict[str, Any]) -> None:
    """Hand on every message, until the rulebook ends."""
    path = Path(args["name"])
    taken = 0
    while True:
        for line in path.read_text(encoding="utf-8").splitlines()[taken:]:
            taken += 1
            try:
                body = json.loads(line)
            except json.JSONDecodeError:
                body = line
            await queue.put({"body": body, "meta": {"MessageId": f"m{taken}", "event": {"uuid": f"m{taken}"}}})
            path.with_suffix(".taken").write_text(str(taken))
        await asyncio.sleep(0.1)
