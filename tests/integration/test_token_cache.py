# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One token for many tasks and runs, in a file that nobody else can have a hand in."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.integration.ansible_process import Ansible
from tests.integration.channels import CHANNEL, FLEET, ID, INFO, READ, TOKEN, org, page, stored
from tests.integration.conftest import Modules
from tests.simulator.client import Simulator

NOBODY = 65534


@pytest.fixture
def one_channel(simulator: Simulator) -> Simulator:
    simulator.reset(org())
    return simulator


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    folder = tmp_path / "private"
    folder.mkdir(mode=0o700)
    return folder / "tokens.json"


def tokens(simulator: Simulator) -> int:
    return len(simulator.requests("token"))


def test_it_is_off_by_default(one_channel: Simulator, modules: Modules, tmp_path: Path) -> None:
    modules.environment["HOME"] = str(tmp_path)
    for _task in range(2):
        modules.succeed(INFO, id=ID)
    assert one_channel.requests() == [TOKEN, READ] * 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("through", ["option", "environment"])
def test_the_second_task_takes_the_token_of_the_first(
    one_channel: Simulator, modules: Modules, cache: Path, through: str
) -> None:
    if through == "environment":
        modules.environment["GENESYS_TOKEN_CACHE"] = str(cache)
    options: dict[str, Any] = {"token_cache": str(cache)} if through == "option" else {}
    first = modules.succeed(INFO, id=ID, **options)
    second = modules.succeed(CHANNEL, id=ID, max_concurrent_sessions=500, **options)
    assert one_channel.requests() == [TOKEN, READ, READ]
    assert [result["metrics"]["requests"]["token"] for result in (first, second)] == [1, 0]
    assert cache.stat().st_mode & 0o7777 == 0o600


def test_check_mode_uses_and_fills_it_too(one_channel: Simulator, modules: Modules, cache: Path) -> None:
    wish: dict[str, Any] = {"id": ID, "max_concurrent_sessions": 700, "token_cache": str(cache)}
    modules.succeed(CHANNEL, check_mode=True, **wish)
    modules.succeed(CHANNEL, **wish)
    assert tokens(one_channel) == 1


def test_the_file_and_the_results_hold_no_secret(one_channel: Simulator, modules: Modules, cache: Path) -> None:
    ran = modules.run(INFO, id=ID, token_cache=str(cache))
    ((_key, entry),) = json.loads(cache.read_text()).items()
    for secret in (one_channel.client_secret, one_channel.client_id):
        assert secret not in cache.read_text()
    assert entry["access_token"] not in ran.output
    again = modules.run(INFO, id=ID, token_cache=str(cache))
    assert entry["access_token"] not in again.output


def link_to(path: Path) -> None:
    (path.parent / "elsewhere").write_text("{}")
    path.symlink_to(path.parent / "elsewhere")


def file_of_somebody_else(path: Path) -> None:
    path.write_text("{}")
    path.chmod(0o600)
    os.chown(path, NOBODY, NOBODY)


def file_with(mode: int) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_text("{}")
        path.chmod(mode)

    return make


UNTRUSTED: dict[str, tuple[Callable[[Path], None], str]] = {
    **{f"mode {mode:04o}": (file_with(mode), f"{mode:04o}") for mode in (0o640, 0o620, 0o610, 0o604, 0o602, 0o601)},
    "a folder for a group": (lambda path: path.parent.chmod(0o770), "0770"),
    "a folder for all": (lambda path: path.parent.chmod(0o1777), "1777"),
    "a link": (link_to, "is a symbolic link"),
    "a folder in its place": (lambda path: path.mkdir(mode=0o700), "(mode 0700) is no file"),
    "no folder": (lambda path: path.parent.rmdir(), "No such file or directory"),
}
if os.geteuid() == 0:
    # Nobody else can give a file away.
    UNTRUSTED["another owner"] = (file_of_somebody_else, f"(mode 0600) belongs to another user (uid {NOBODY})")


@pytest.mark.parametrize("case", UNTRUSTED.values(), ids=UNTRUSTED)
def test_a_file_that_others_can_have_a_hand_in_is_an_error_before_any_request(
    one_channel: Simulator, modules: Modules, cache: Path, case: tuple[Callable[[Path], None], str]
) -> None:
    make, told = case
    make(cache)
    result = modules.fail(INFO, id=ID, token_cache=str(cache))
    assert result["failure"]["kind"] == "validation"
    (detail,) = result["failure"]["details"]
    assert detail.startswith("token_cache: ")
    assert told in detail
    assert str(cache.parent) in detail
    assert one_channel.requests() == []


def test_an_expired_token_is_replaced(one_channel: Simulator, modules: Modules, cache: Path) -> None:
    modules.succeed(INFO, id=ID, token_cache=str(cache))
    content = json.loads(cache.read_text())
    for entry in content.values():
        entry["expires_at"] = time.time() - 1
    cache.write_text(json.dumps(content))
    modules.succeed(INFO, id=ID, token_cache=str(cache))
    modules.succeed(INFO, id=ID, token_cache=str(cache))
    assert one_channel.requests() == [TOKEN, READ, TOKEN, READ, READ]


def test_a_refused_token_is_replaced_once(one_channel: Simulator, modules: Modules, cache: Path) -> None:
    modules.succeed(INFO, id=ID, token_cache=str(cache))
    one_channel.fault("GET", ".*", {"expire_tokens": True})
    one_channel.clear_journal()
    modules.succeed(INFO, id=ID, token_cache=str(cache))
    modules.succeed(INFO, id=ID, token_cache=str(cache))
    assert one_channel.requests() == [READ, TOKEN, READ, READ]


def test_a_refused_token_whose_successor_is_refused_too_is_the_end(
    one_channel: Simulator, modules: Modules, cache: Path
) -> None:
    modules.succeed(INFO, id=ID, token_cache=str(cache))
    one_channel.fault("GET", ".*", {"respond": {"status": 401, "code": "bad.credentials"}}, times=None)
    one_channel.clear_journal()
    result = modules.fail(INFO, id=ID, token_cache=str(cache))
    assert result["failure"]["kind"] == "authentication"
    assert one_channel.requests() == [READ, TOKEN, READ]


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\x00\xff", b"[" * 100_000, b'{"a": {"access_token": 1}}'])
def test_content_that_makes_no_sense_is_replaced(
    one_channel: Simulator, modules: Modules, cache: Path, content: bytes
) -> None:
    cache.write_bytes(content)
    cache.chmod(0o600)
    for _task in range(2):
        modules.succeed(INFO, id=ID, token_cache=str(cache))
    assert one_channel.requests() == [TOKEN, READ, READ]


def test_other_scopes_and_another_login_have_tokens_of_their_own(
    one_channel: Simulator, modules: Modules, cache: Path
) -> None:
    scopes = ["communications:read", "communications:write"]
    others: list[dict[str, Any]] = [
        {},
        {"scopes": scopes},
        {"login_url": f"{one_channel.url}/"},
        {"scopes": scopes[:1]},
    ]
    for options in [*others, {"scopes": scopes[::-1]}]:
        modules.succeed(INFO, id=ID, token_cache=str(cache), **options)
    # A slash at its end makes no other address, the order of scopes no other set.
    assert tokens(one_channel) == 3
    assert len(json.loads(cache.read_text())) == 3


def test_a_given_token_needs_no_cache(one_channel: Simulator, modules: Modules, cache: Path) -> None:
    modules.fail(INFO, id=ID, token_cache=str(cache), access_token="a-token-of-some-length")
    assert not cache.exists()


def test_where_it_cannot_be_written_the_task_does_its_work(one_channel: Simulator, modules: Modules) -> None:
    """As on a full or read-only disk; not even the superuser can make a file there."""
    for _task in range(2):
        modules.succeed(CHANNEL, id=ID, max_concurrent_sessions=500, token_cache="/proc/tokens.json")
    assert one_channel.requests() == [TOKEN, READ] * 2


def test_a_pool_keeps_each_of_its_tokens(simulator: Simulator, modules: Modules, cache: Path) -> None:
    simulator.reset("webmessaging:40", latency_ms=20)
    for wanted in (800, 900):
        entries = [{"name_glob": "*", "max_concurrent_sessions": wanted}]
        modules.succeed(FLEET, channels=entries, workers=4, token_pool_size=2, token_cache=str(cache))
    assert tokens(simulator) == 2
    assert simulator.requests("read") == [page(1)] * 2


def test_twenty_processes_side_by_side_need_few_tokens(simulator: Simulator, modules: Modules, cache: Path) -> None:
    names = [f"Channel {number}" for number in range(20)]
    simulator.reset(org(*(stored(id=f"c{number}", name=name) for number, name in enumerate(names))))
    running = [
        modules.start(CHANNEL, id=f"c{number}", max_concurrent_sessions=800, token_cache=str(cache))
        for number in range(20)
    ]
    ran = [each.finish() for each in running]
    assert [each.result.get("msg") for each in ran if each.failed] == []
    assert tokens(simulator) <= 3
    assert len(json.loads(cache.read_text())) == 1
    assert len(simulator.requests("write")) == 20
    assert sorted(path.name for path in cache.parent.iterdir()) == ["tokens.json", "tokens.json.lock"]


def test_tasks_and_runs_of_playbooks_share_a_token(one_channel: Simulator, ansible: Ansible, cache: Path) -> None:
    task = {"genesys.cloud.webmessaging_channel_info": {"id": ID, "token_cache": str(cache)}}
    for _run in range(2):
        assert ansible.playbook([{"name": "one", **task}, {"name": "two", **task}]).status == 0
    assert one_channel.requests() == [TOKEN, READ, READ, READ, READ]
