# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Render a run's record as one self-contained HTML page. Pure but for the template's files.

Jinja2 escapes every value. The page's policy forbids it to load anything, and allows only the template's own script,
known by its hash.
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from ...module_utils._core.visible_text import visible
from ...module_utils._http.version import VERSION
from .report_view import view
from .run_record import RunRecord

TITLE = "Web Messaging changes"

_FOLDER = Path(__file__).parent


def render(run: RunRecord, title: str | None = None) -> str:
    """Return the page, as text that UTF-8 can hold."""
    style, script = _asset("report.css"), _asset("report.js")
    return _template().render(
        view=view(run),
        title=title or TITLE,
        version=VERSION,
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


@lru_cache(maxsize=None)
def _template() -> Template:
    environment = Environment(
        autoescape=True, finalize=_shown, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string((_FOLDER / "report.html.j2").read_text(encoding="utf-8"))


@lru_cache(maxsize=None)
def _asset(name: str) -> Markup:
    """Return a file of our own, which goes into the page as it is."""
    return Markup((_FOLDER / name).read_text(encoding="utf-8"))


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _shown(value: Any) -> Any:
    """Prepare a value for Jinja2, which escapes it unless it is known to be ours."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
