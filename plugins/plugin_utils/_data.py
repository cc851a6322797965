# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Convert values on their way between Ansible and us."""

from __future__ import annotations

import datetime
import importlib
import json
from typing import Any, Mapping

from ansible import template

# From ansible-core 2.19 on only values marked as trusted are templates, and the old mark is deprecated.
_TEMPLATES_ALL = not hasattr(template, "trust_as_template")


def as_data(value: Any) -> Any:
    """Mark a JSON value so that Ansible never templates it, at every depth if this Ansible needs that."""
    return importlib.import_module("ansible.utils.unsafe_proxy").wrap_var(value) if _TEMPLATES_ALL else value


def as_own(text: str) -> str:
    """Return a constant of this collection, without a mark of another origin."""
    trusted: str = text if _TEMPLATES_ALL else template.trust_as_template(text)
    return trusted


def plain(value: Any) -> Any:
    """Return the value as JSON between a module and the controller would carry it.

    No vaults, no tags, no marks, nothing lazy, no tuples.
    """
    return json.loads(json.dumps(value, default=_as_json))


def _as_json(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value, key=str)
    return str(value)
