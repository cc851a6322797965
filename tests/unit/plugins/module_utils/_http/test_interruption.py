# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ending early: after a signal, where nobody is left, and within a few seconds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._http.interruption import (
    Interrupted,
    Interruption,
    nobody_reads_output,
)


def test_it_goes_on_until_it_is_told_to_end_and_the_first_reason_stays() -> None:
    interruption = Interruption()
    interruption.check()
    interruption.interrupt("the first")
    interruption.interrupt("the second")
    with pytest.raises(Interrupted, match="the first"):
        interruption.check()


def test_it_ends_where_the_one_to_be_told_is_gone() -> None:
    gone: list[str] = []
    interruption = Interruption(lambda: "".join(gone))
    interruption.check()
    gone.append("the end of ansible-playbook")
    with pytest.raises(Interrupted, match="the end of ansible-playbook"):
        interruption.check()
    gone.clear()
    assert interruption.reason


def test_no_handler_of_errors_takes_it_for_one() -> None:
    assert not issubclass(Interrupted, Exception)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_heeded_and_told_on_and_the_earlier_handler_comes_back(number: signal.Signals) -> None:
    told: list[int] = []
    interruption = Interruption(forward=told.append)
    # A shell starts what runs in its background with SIGINT ignored, and the tests may run there.
    before = signal.signal(number, signal.SIG_DFL)
    try:
        with interruption.heeding_signals(lambda: None):
            for _each in range(2):
                os.kill(os.getpid(), number)
            while not interruption.reason:
                time.sleep(0.001)
        assert (interruption.signal, told) == (number, [number])
        assert number.name in interruption.reason
        assert signal.getsignal(number) == signal.SIG_DFL
    finally:
        signal.signal(number, before)


def test_a_signal_that_is_ignored_stays_so() -> None:
    earlier = signal.signal(signal.SIGINT, signal.SIG_IGN)
    interruption = Interruption()
    try:
        with interruption.heeding_signals(lambda: None):
            os.kill(os.getpid(), signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, earlier)
    assert interruption.reason == ""


def test_outside_the_main_thread_nothing_is_heeded() -> None:
    before = signal.getsignal(signal.SIGTERM)
    seen = []

    def run() -> None:
        with Interruption().heeding_signals(lambda: None):
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert seen == [before]


def run_python(program: str, **options: int) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}
    return subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        stdout=options.get("stdout", subprocess.PIPE),
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_a_task_that_does_not_end_says_its_last_words_and_is_ended() -> None:
    program = (
        "import os, signal, sys, time\n"
        f"from {Interruption.__module__} import Interruption\n"
        "words = lambda: (sys.stdout.write('last words'), sys.stdout.flush())\n"
        "with Interruption().heeding_signals(words, grace=0.1):\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    time.sleep(50)\n"
    )
    ended = run_python(program)
    assert (ended.returncode, ended.stdout) == (128 + signal.SIGTERM, "last words")


def test_a_module_knows_when_nobody_reads_what_it_says() -> None:
    program = (
        "import os, sys\n"
        f"from {nobody_reads_output.__module__} import nobody_reads_output\n"
        "os.write(2, b'gone' if nobody_reads_output() else b'there')\n"
    )
    reader, writer = os.pipe()
    errors = []
    for is_open in (True, False):
        if not is_open:
            os.close(reader)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}
        ran = subprocess.run(
            [sys.executable, "-c", program], env=environment, stdout=writer, stderr=subprocess.PIPE, check=True
        )
        errors.append(ran.stderr)
    os.close(writer)
    assert errors == [b"there", b"gone"]
