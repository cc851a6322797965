# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From a method and a path to a route."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from .errors import method_not_allowed, not_found
from .exchange import Family, Route


class _Path(NamedTuple):
    family: str
    pattern: re.Pattern[str]
    routes: Mapping[str, Route]


class Router:
    """All routes of all families."""

    def __init__(self, families: Iterable[Family]) -> None:
        templates: dict[str, tuple[str, dict[str, Route]]] = {}
        for family in families:
            for route in family.routes():
                _family, routes = templates.setdefault(route.template, (family.name, {}))
                routes[route.method] = route
        self._paths = [_Path(family, _compile(template), routes) for template, (family, routes) in templates.items()]

    def find(self, method: str, path: str, absent: Iterable[str]) -> tuple[Route, dict[str, str]]:
        """The route and its decoded placeholders; 404 or 405 otherwise. ``absent``: families that count as unknown."""
        for known in self._paths:
            match = known.pattern.fullmatch(path)
            if match is None or known.family in absent:
                continue
            route = known.routes.get(method)
            if route is None:
                raise method_not_allowed(method, known.routes)
            return route, _decode(match.groupdict())
        raise not_found()


def _compile(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", template)
    return re.compile("".join(f"(?P<{part}>[^/]+)" if odd % 2 else re.escape(part) for odd, part in enumerate(parts)))


def _decode(placeholders: Mapping[str, str]) -> dict[str, str]:
    try:
        return {name: unquote(value, errors="strict") for name, value in placeholders.items()}
    except UnicodeDecodeError:
        raise not_found() from None
