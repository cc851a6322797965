# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``python -m benchmarks``: run the measurements and print the results."""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import asdict
from importlib.metadata import version

from . import comparison, deployment_growth, growth, inventory, limiter, loops, options, shared_cache, web_deployments
from .running import WrongOutcome

SECTIONS = {
    "contenders": comparison.measure,
    "loops": loops.measure,
    "growth": growth.measure,
    "limiter": limiter.measure,
    "cache": shared_cache.measure,
    "deployments": web_deployments.measure,
    "deployment-growth": deployment_growth.measure,
    "inventory": inventory.measure,
}


def main(arguments: list[str] | None = None) -> int:
    """Return 0 even if a target is missed: people judge the numbers. Return 1 if a contender did something wrong."""
    chosen = options.parse(arguments, list(SECTIONS))
    machine = {
        "python": platform.python_version(),
        "ansible_core": version("ansible-core"),
        "cores": os.cpu_count(),
    }
    texts = [f"Python {machine['python']}, ansible-core {machine['ansible_core']}, {machine['cores']} cores."]
    print(texts[0], flush=True)
    data = {}
    try:
        for name in chosen.sections:
            section = SECTIONS[name](chosen)
            load = os.getloadavg()[1]
            section.notes.append(f"Load of the last five minutes: {load:.1f} on {machine['cores']} cores.")
            texts.append(section.to_text())
            data[name] = {"load": load, "rows": section.data, "targets": [asdict(target) for target in section.targets]}
            print(f"\n{texts[-1]}", flush=True)
    except WrongOutcome as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 1
    finally:
        if chosen.markdown:
            chosen.markdown.write_text("\n\n".join(texts) + "\n", encoding="utf-8")
        if chosen.json:
            chosen.json.write_text(json.dumps({"machine": machine, **data}, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
