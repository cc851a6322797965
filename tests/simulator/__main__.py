# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``python -m tests.simulator``: serve the simulator in the foreground.

What it prints first can be sourced by a shell: where it listens and the credentials of its test client.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path

from . import fleets
from .app import SimulatorServer
from .json_values import JsonObject, parse_json
from .organisation import OAuthClient, Organisation
from .process import DEFAULT_FLEET

USAGE_ERROR = 2


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop; the exit status."""
    options = _parse(arguments)
    try:
        return asyncio.run(_serve(options))
    except (ValueError, OSError) as error:
        print(f"simulator: {error}", file=sys.stderr)
        return USAGE_ERROR
    except KeyboardInterrupt:  # before the handler was in place
        return 0


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulator", description="Simulate the Genesys Cloud APIs.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: a free one)")
    organisation = parser.add_mutually_exclusive_group()
    organisation.add_argument("--state", metavar="FILE", help="JSON file that describes the organisation")
    organisation.add_argument(
        "--fleet",
        default=DEFAULT_FLEET,
        help="webdeployments:N, plain-webdeployments:N or referring-webdeployments:N, with Genesys' public API; "
        "mixed:N or webmessaging:N, with the Communications contract (default: %(default)s)",
    )
    parser.add_argument("--latency", type=float, default=0, metavar="MS", help="milliseconds that each request waits")
    parser.add_argument("--stop-on-eof", action="store_true", help="stop when standard input ends")
    return parser.parse_args(arguments)


async def _serve(options: argparse.Namespace) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    state = _read_file(options.state) if options.state else fleets.named(options.fleet)
    server = SimulatorServer(state, {"latency_ms": options.latency})
    try:
        _announce(await _listen(server, options.host, options.port), Organisation(state).clients.values())
        if options.stop_on_eof:
            _at_end_of_input(lambda: loop.call_soon_threadsafe(stop.set))
        await stop.wait()
    finally:
        await server.stop()
    return 0


def _read_file(name: str) -> JsonObject:
    try:
        state: JsonObject = parse_json(Path(name).read_bytes())
        Organisation(state)
    except OSError as error:
        raise ValueError(f"{name}: {error.strerror}") from None
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    return state


async def _listen(server: SimulatorServer, host: str, port: int) -> str:
    """Listen, and tell under which URL."""
    try:
        bound = await server.start(host, port)
    except (OSError, OverflowError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        raise OSError(f"cannot listen on {host}:{port}: {reason}") from None
    return f"http://[{host}]:{bound}" if ":" in host else f"http://{host}:{bound}"


def _announce(url: str, clients: Iterable[OAuthClient]) -> None:
    environment = {
        "GENESYS_BASE_PATH": url,
        "GENESYS_GUEST_URL": url,
        "GENESYS_MESSAGING_URL": url.replace("http", "ws", 1),
    }
    for client in islice(clients, 1):
        environment |= {"GENESYS_CLIENT_ID": client.client_id, "GENESYS_CLIENT_SECRET": client.client_secret}
    lines = [f"export {name}={_quoted(value)}" for name, value in environment.items()]
    try:
        print(*lines, sep="\n", flush=True)
        print("# Serving. Stop it with Ctrl-C.", flush=True)
    except BrokenPipeError:
        # The reader has what it wanted and closed the pipe. Whatever is still buffered must not fail at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _quoted(value: str) -> str:
    """The value for a shell; in quotes also where none are needed, so that the lines always look the same."""
    return "'" + value.replace("'", "'\"'\"'") + "'"


def _at_end_of_input(then: Callable[[], object]) -> None:
    """Call ``then``, in another thread, when standard input ends."""

    def read_to_the_end() -> None:
        while os.read(sys.stdin.fileno(), 4096):
            pass
        with suppress(RuntimeError):  # the loop is closed already: it has stopped for another reason
            then()

    # A thread and not the event loop, which cannot wait for files and /dev/null.
    threading.Thread(target=read_to_the_end, daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
