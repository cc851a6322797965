# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The file of tokens: keys, ends, what is in it, and who may have a hand in it."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._http.token_cache import (
    CachedToken,
    TokenCache,
    chosen,
    of_run,
    problems,
)

LOGIN = "https://login.example"
TOKEN = CachedToken("token-one", time.time() + 3600)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    return tmp_path / "tokens.json"


def cache(
    path: Path, login: str = LOGIN, client: str = "me", scopes: tuple[str, ...] = (), slot: int = 0
) -> TokenCache:
    return TokenCache(str(path), login, client, scopes, slot)


def keep(one: TokenCache, token: CachedToken = TOKEN) -> None:
    with one.lock():
        one.write(token)


def test_a_token_comes_back_as_it_was_kept(path: Path) -> None:
    keep(cache(path))
    assert cache(path).read() == TOKEN


def test_without_a_file_there_is_no_token(path: Path) -> None:
    assert cache(path).read() is None
    assert not path.exists()


def test_the_file_is_for_its_owner_alone_whatever_the_umask(path: Path) -> None:
    before = os.umask(0)
    try:
        keep(cache(path))
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o7777 == 0o600
    assert all(each.stat().st_mode & 0o077 == 0 for each in path.parent.iterdir())


def test_it_holds_nothing_but_a_hash_the_token_and_its_end(path: Path) -> None:
    keep(cache(path, client="my-client", scopes=("a:read",)))
    ((key, entry),) = json.loads(path.read_text()).items()
    assert len(key) == 64
    assert set(key) <= set("0123456789abcdef")
    assert entry == {"access_token": TOKEN.access_token, "expires_at": TOKEN.expires_at}
    for part in (LOGIN, "my-client", "a:read"):
        assert part not in path.read_text()


@pytest.mark.parametrize(
    "other",
    [
        {"login": "https://login.elsewhere"},
        {"client": "you"},
        {"scopes": ("a",)},
        {"scopes": ("a", "b")},
        {"slot": 1},
        {"client": 'me", "x'},
    ],
)
def test_another_login_client_scope_or_slot_has_a_token_of_its_own(path: Path, other: dict[str, Any]) -> None:
    keep(cache(path))
    assert cache(path, **other).read() is None
    keep(cache(path, **other), CachedToken("token-two", TOKEN.expires_at))
    assert cache(path).read() == TOKEN
    assert len(json.loads(path.read_text())) == 2


def test_the_order_of_scopes_makes_no_difference(path: Path) -> None:
    keep(cache(path, scopes=("a", "b")))
    assert cache(path, scopes=("b", "a")).read() == TOKEN


def test_a_token_that_has_expired_is_none_and_goes_with_the_next_that_is_kept(path: Path) -> None:
    keep(cache(path), CachedToken("old", time.time() - 1))
    assert cache(path).read() is None
    path.write_text(json.dumps({"a" * 64: {"access_token": "older", "expires_at": time.time() - 9}}))
    path.chmod(0o600)
    keep(cache(path))
    assert "older" not in path.read_text()
    assert cache(path).read() == TOKEN


def test_a_dropped_token_is_gone_and_others_stay(path: Path) -> None:
    keep(cache(path))
    keep(cache(path, client="you"))
    cache(path).drop(TOKEN.access_token)
    assert cache(path).read() is None
    assert cache(path, client="you").read() == TOKEN


def test_a_token_that_another_has_already_replaced_is_not_dropped(path: Path) -> None:
    keep(cache(path))
    cache(path).drop("the-one-before")
    assert cache(path).read() == TOKEN


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe\x00",
        b'{"KEY": null}',
        b'{"KEY": "token"}',
        b'{"KEY": {"access_token": 5, "expires_at": 99999999999}}',
        b'{"KEY": {"access_token": "t", "expires_at": "later"}}',
        b'{"KEY": {"access_token": "t", "expires_at": true}}',
        b'{"KEY": {"access_token": "t"}}',
        b'{"KEY": {"expires_at": 99999999999}}',
    ],
)
def test_a_file_that_makes_no_sense_is_ignored_and_replaced(path: Path, content: bytes) -> None:
    keep(cache(path))
    (key,) = json.loads(path.read_text())
    path.write_bytes(content.replace(b"KEY", key.encode()))
    assert cache(path).read() is None
    keep(cache(path))
    assert cache(path).read() == TOKEN


def test_a_deeply_nested_file_is_ignored_and_replaced(path: Path) -> None:
    path.write_text("[" * 100_000)
    path.chmod(0o600)
    assert cache(path).read() is None
    keep(cache(path))
    assert cache(path).read() == TOKEN


def test_a_file_that_cannot_be_trusted_is_not_read(path: Path) -> None:
    keep(cache(path))
    path.chmod(0o604)
    assert cache(path).read() is None


def test_nothing_is_left_behind_where_the_file_cannot_be_replaced(path: Path) -> None:
    path.mkdir()
    with pytest.raises(IsADirectoryError), cache(path).lock():
        cache(path).write(TOKEN)
    assert sorted(each.name for each in path.parent.iterdir()) == ["tokens.json", "tokens.json.lock"]


@pytest.mark.parametrize("bit", [0o040, 0o020, 0o010, 0o004, 0o002, 0o001])
def test_any_bit_for_others_on_the_file_is_told_with_the_mode(path: Path, bit: int) -> None:
    path.write_text("{}")
    path.chmod(0o600 | bit)
    (problem,) = problems("token_cache", str(path))
    assert (
        str(problem)
        == f"token_cache: '{path}' has mode {0o600 | bit:04o}, others can use it; make it 0600, or delete it."
    )


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700])
def test_a_file_for_its_owner_alone_is_fine(path: Path, mode: int) -> None:
    path.write_text("{}")
    path.chmod(mode)
    assert problems("token_cache", str(path)) == []


@pytest.mark.parametrize(
    ("mode", "is_fine"), [(0o755, True), (0o700, True), (0o770, False), (0o707, False), (0o1777, False)]
)
def test_a_folder_that_others_can_write_to_is_told_with_its_mode(path: Path, mode: int, is_fine: bool) -> None:
    path.parent.chmod(mode)
    found = [str(problem) for problem in problems("token_cache", str(path))]
    told = f"token_cache: its folder '{path.parent}' has mode {mode:04o}, others can write to it; use one with 0700."
    assert found == ([] if is_fine else [told])


def test_a_link_is_told_even_to_a_file_that_is_fine(path: Path) -> None:
    keep(cache(path))
    link = path.parent / "link.json"
    link.symlink_to(path)
    (problem,) = problems("token_cache", str(link))
    assert "is a symbolic link" in str(problem)
    assert str(link) in str(problem)


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_what_is_no_file_is_told(path: Path, make: Any) -> None:
    make(path, 0o700)
    (problem,) = problems("token_cache", str(path))
    assert "is no file" in str(problem)


def test_where_the_lock_cannot_be_had_it_goes_on_without() -> None:
    reached = False
    with cache(Path("/proc/tokens.json")).lock():
        reached = True
    assert reached


def test_one_holds_the_lock_at_a_time(path: Path) -> None:
    order = []
    began = threading.Event()

    def second() -> None:
        began.set()
        with cache(path).lock():
            order.append("second")

    with cache(path).lock():
        thread = threading.Thread(target=second)
        thread.start()
        began.wait(60)
        time.sleep(0.2)
        order.append("first")
    thread.join(60)
    assert order == ["first", "second"]


def test_a_folder_that_is_not_there_is_told(path: Path) -> None:
    (problem,) = problems("token_cache", str(path.parent / "nowhere" / "tokens.json"))
    assert "No such file or directory" in str(problem)


def left_behind(path: Path, name: str = ".token-cache-abcd1234") -> Path:
    file = path.parent / name
    file.write_text(json.dumps({"k": {"access_token": "live", "expires_at": time.time() + 3600}}))
    file.chmod(0o600)
    return file


@pytest.mark.parametrize("is_kept", [True, False])
def test_what_a_killed_writer_left_is_swept_by_the_next_that_looks(path: Path, is_kept: bool) -> None:
    if is_kept:
        keep(cache(path))
    left = [left_behind(path), left_behind(path, ".token-cache-____")]
    assert cache(path, client="you").read() is None
    assert [file for file in left if file.exists()] == []


def test_a_writer_that_is_killed_at_any_step_leaves_nothing_for_long(path: Path) -> None:
    program = (
        "import os, signal, sys, time\n"
        f"from {TokenCache.__module__} import CachedToken, TokenCache\n"
        "def killed(*names): os.kill(os.getpid(), signal.SIGKILL)\n"
        "os.replace = killed\n"
        "cache = TokenCache(sys.argv[1], 'https://login.example', 'me', ())\n"
        "with cache.lock(): cache.write(CachedToken('token-one', time.time() + 3600))\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}
    killed = subprocess.run([sys.executable, "-c", program, str(path)], env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(list(path.parent.glob(".token-cache-*"))) == 1
    assert cache(path).read() is None
    keep(cache(path))
    assert sorted(each.name for each in path.parent.iterdir()) == ["tokens.json", "tokens.json.lock"]


def test_what_another_is_writing_and_what_is_not_a_file_of_ours_stays(path: Path) -> None:
    writing, elsewhere = left_behind(path), left_behind(path, "other")
    (path.parent / ".token-cache-link").symlink_to(elsewhere)
    with writing.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        cache(path).read()
        assert writing.exists()
    assert elsewhere.exists()


def test_a_file_that_is_swept_before_it_is_locked_is_written_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mkstemp = tempfile.mkstemp
    made: list[str] = []

    def swept_once(**options: Any) -> tuple[int, str]:
        descriptor, name = mkstemp(**options)
        if not made:
            os.unlink(name)
        made.append(name)
        return descriptor, name

    monkeypatch.setattr(tempfile, "mkstemp", swept_once)
    keep(cache(path))
    assert len(made) == 2
    assert cache(path).read() == TOKEN


def test_another_secret_has_another_token_and_the_file_does_not_tell_it(path: Path) -> None:
    right, wrong = (TokenCache(str(path), LOGIN, "me", (), secret=secret) for secret in ("right", "wrong"))
    keep(right)
    assert right.read() == TOKEN
    assert wrong.read() is None
    assert "right" not in path.read_text()


def test_a_value_names_a_file_of_the_run_no_file_or_itself(path: Path) -> None:
    folder = str(path.parent)
    values = [chosen(wanted, folder) for wanted in ("run", "none", None, "./run", "/a/run")]
    assert values == [f"{folder}/genesys-cloud-tokens", None, None, "./run", "/a/run"]


@pytest.mark.parametrize("mode", [0o710, 0o701, 0o750, 0o770, 0o777])
def test_a_folder_that_others_can_use_is_no_folder_of_the_run(path: Path, mode: int) -> None:
    assert of_run(str(path.parent), "some") == str(path.parent / "some")
    path.parent.chmod(mode)
    assert of_run(str(path.parent), "some") is None


def test_without_a_folder_of_the_run_no_token_is_kept(path: Path) -> None:
    assert [chosen("run", folder) for folder in ("", str(path.parent / "gone"))] == [None, None]
