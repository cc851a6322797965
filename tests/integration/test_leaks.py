# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A short run of the leak hunt that ``make leaks`` runs for long, and leaks that it has to find."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.integration.ansible_process import ROOT
from tests.leaks.canaries import Canaries
from tests.leaks.hunt import Hunt
from tests.leaks.runs import Run
from tests.simulator.client import Simulator

SEED = 5
ECHOED = 6
"""A run of the seed's in which the server sends secrets back."""
COPIED = ("extensions", "meta", "playbooks", "plugins", "roles")


@pytest.mark.parametrize("number", range(4))
def test_no_canary_is_shown_or_left(simulator: Simulator, tmp_path: Path, number: int) -> None:
    """Tasks, the role, the inventory plugin and the event source."""
    hunted = Hunt(simulator, tmp_path).run(SEED, number)
    assert (hunted.leaks, hunted.traces, hunted.is_hung) == ([], [], False), hunted.output
    assert hunted.texts >= 5


def _shows_a_secret(run: Run, canaries: Canaries) -> None:
    (plays,) = [value for path, value in run.given.items() if path.name == "play.yml"]
    plays[0]["tasks"].append({"ansible.builtin.debug": {"msg": canaries["webhook secret"]}})


def _writes_a_part(run: Run, canaries: Canaries) -> None:
    (plays,) = [value for path, value in run.given.items() if path.name == "play.yml"]
    copied = {"content": canaries["client secret"][-12:], "dest": "left.txt", "mode": "0600"}
    plays[0]["tasks"].append({"ansible.builtin.copy": copied, "check_mode": False})


@pytest.mark.parametrize(
    ("leak", "found"),
    [(_shows_a_secret, "webhook secret (JSON in UTF-8) in standard output"), (_writes_a_part, "left.txt")],
)
def test_a_play_that_leaks_is_found(simulator: Simulator, tmp_path: Path, leak: object, found: str) -> None:
    assert callable(leak)
    hunted = Hunt(simulator, tmp_path).run(SEED, 0, leak)
    assert found in "\n".join(hunted.leaks)


def test_a_collection_that_masks_nothing_is_found(simulator: Simulator, tmp_path: Path) -> None:
    """Ansible itself masks a secret as it stands, and so the hunt has to find the other forms."""
    for name in COPIED:
        shutil.copytree(ROOT / name, tmp_path / "ansible_collections/genesys/cloud" / name)
    redact = tmp_path / "ansible_collections/genesys/cloud/plugins/module_utils/_core/redact.py"
    text = redact.read_text(encoding="utf-8")
    masking = "        for form in self._long:\n"
    assert masking in text
    redact.write_text(text.replace(masking, f"        return text\n{masking}"), encoding="utf-8")
    (tmp_path / "runs").mkdir()
    masked = Hunt(simulator, tmp_path / "runs").run(SEED, ECHOED)
    assert masked.leaks == []
    shutil.rmtree(tmp_path / "runs")
    bare = Hunt(simulator, tmp_path / "runs", tmp_path).run(SEED, ECHOED)
    assert any("(base64" in leak and "standard output" in leak for leak in bare.leaks)
