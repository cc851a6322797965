# SPDX-FileCopyrightText: 2026 the genesys.cloud authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Build the documentation site: build_docs.py DIRECTORY

The Markdown pages in docs/ stay the only source: Sphinx reads copies of them, with links to the pages of the site.
antsibull-docs writes the pages of plugins and roles. A warning is an error.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

from lay_out import ROOT
from only_one import only_one

BIN = Path(sys.executable).parent
REPOSITORY = "https://github.com/genesys-cloud-ansible/genesys.cloud"
DOCS, SITE = ROOT / "docs", ROOT / "docs" / "site"
NOT_PAGES = ("docs/site/", "docs/docsite/")
OF_THE_ROOT = {
    "README.md": "overview.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "SECURITY.md": "security-policy.md",
}
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
DEFINITION = re.compile(r"^\[([^\]]+)\]: (\S+)$", re.MULTILINE)
NAMED = re.compile(r"\[([\w/.-]+\.md)\](?![(:\[])")
"""A link that shows the name of a file. The site shows the title of the page in its place."""
OF_GITHUB = re.compile(r"^\[!\[.*\n", re.MULTILINE)
"""The badges, which only GitHub can draw."""
IMAGES = "https://raw.githubusercontent.com/genesys-cloud-ansible/genesys.cloud/main/docs/images/"
CONTENTS = re.compile(r"^\.\. contents::\n(?: +:.*\n)+", re.MULTILINE)
ARROW = re.compile(r"^ +(_\w+) -- (\d+) --> (_\w+)$", re.MULTILINE)


def pages() -> dict[str, str]:
    """By the path of a Markdown file in the repository, that of its page in the site."""
    found = {path.relative_to(ROOT).as_posix() for path in DOCS.rglob("*.md")}
    own = {name: name.removeprefix("docs/") for name in found if not name.startswith(NOT_PAGES)}
    return {**own, **OF_THE_ROOT}


def resolved(target: str, folder: PurePosixPath) -> str:
    """A link's path in the repository, or ``..`` and more if it leads out of it."""
    if target.startswith(f"{REPOSITORY}/blob/main/"):
        return target.removeprefix(f"{REPOSITORY}/blob/main/")
    return os.path.normpath((folder / target).as_posix())


def led(target: str, source: str, places: dict[str, str]) -> str:
    """Where a link of the file ``source`` leads from its page: to a page, or to the repository."""
    path, mark, anchor = target.partition("#")
    outside = re.match(r"[a-z]+:", path) and not path.startswith(f"{REPOSITORY}/blob/main/")
    if not path or outside:
        return target
    named = resolved(path, PurePosixPath(source).parent)
    if named in places:
        here = PurePosixPath(places[source]).parent.as_posix()
        return os.path.relpath(places[named], here) + mark + anchor
    if named.startswith("docs/images/"):
        return target
    if not (ROOT / named).exists():
        return target
    kind = "tree" if (ROOT / named).is_dir() else "blob"
    return f"{REPOSITORY}/{kind}/main/{named}{mark}{anchor}"


def as_table(fenced: str) -> str:
    """The picture of the rooms as a table: the site draws no Mermaid, which would need a script from elsewhere."""
    lines = [f"| `{above}/` | `{below}/` | {count} |" for above, count, below in ARROW.findall(fenced)]
    return "\n".join(["| room | imports from | imports |", "|---|---|---|", *lines])


def converted(text: str, source: str, places: dict[str, str]) -> str:
    """A page of the site."""
    definitions = dict(DEFINITION.findall(text))
    text = OF_GITHUB.sub("", text).replace(IMAGES, "images/")

    def inline(found: re.Match[str]) -> str:
        image, shown, target = found.groups()
        shown = "" if shown.endswith(".md") and not image else shown
        return f"{image}[{shown}]({led(target, source, places)})"

    def prose(part: str) -> str:
        part = NAMED.sub(lambda found: f"[{found[1]}]({definitions.get(found[1], found[1])})", part)
        part = DEFINITION.sub(lambda found: f"[{found[1]}]: {led(found[2], source, places)}", part)
        return INLINE.sub(inline, part)

    done, end = [], 0
    for fence in FENCED.finditer(text):
        drawn = fence[0].startswith("```mermaid")
        done += [prose(text[end : fence.start()]), as_table(fence[0]) if drawn else fence[0]]
        end = fence.end()
    return "".join([*done, prose(text[end:])])


def write_pages(source: Path) -> None:
    places = pages()
    for name, place in places.items():
        page = source / place
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(converted((ROOT / name).read_text(encoding="utf-8"), name, places), encoding="utf-8")
    shutil.copytree(DOCS / "images", source / "images")
    shutil.copy(SITE / "index.md", source)


def write_reference(source: Path) -> None:
    """The pages of plugins and roles, and the extra documents, whose links to guides lead to the site's pages."""
    folder = source / "collection"
    folder.mkdir(mode=0o755)
    command = [f"{BIN}/antsibull-docs", "--config-file", f"{SITE}/antsibull-docs.cfg", "collection", "--use-current"]
    command += ["--squash-hierarchy", "--fail-on-error", "--dest-dir", str(folder), "genesys.cloud"]
    # antsibull-docs writes a log into the home directory.
    environment = {**os.environ, "HOME": str(source.parent), "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(command, check=True, env=environment)
    for path in folder.glob("*.rst"):  # the theme has a table of contents beside each page
        path.write_text(CONTENTS.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")
    for path in (folder / "docsite").glob("*.rst"):
        text = path.read_text(encoding="utf-8")
        link = re.compile(rf"`([^`<]+) <{REPOSITORY}/blob/main/(?:docs/)?([\w/-]+)\.md>`__")
        path.write_text(link.sub(r":doc:`\1 </\2>`", text), encoding="utf-8")


def main() -> None:
    directory = Path(sys.argv[1]).absolute()
    with only_one(directory):
        shutil.rmtree(directory, ignore_errors=True)
        source = directory / "source"
        source.mkdir(parents=True)
        write_pages(source)
        write_reference(source)
        command = [
            sys.executable,
            "-m",
            "sphinx",
            "--builder",
            "html",
            "--conf-dir",
            str(SITE),
            "--quiet",
            "--jobs",
            "2",
        ]
        command += ["--fail-on-warning", "--doctree-dir", str(directory / "doctrees"), str(source)]
        subprocess.run([*command, str(directory / "html")], check=True)
        shutil.copytree(DOCS / "images", directory / "html" / "images")  # which HTML in Markdown names
    print(f"{directory}/html/index.html")


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"build_docs: {error.cmd[0]} failed")
