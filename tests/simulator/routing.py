# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From a method and a path to a route, by the router of aiohttp."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from aiohttp import web
from yarl import URL

from .errors import method_not_allowed, not_found
from .exchange import Family, Route


class Router:
    """All routes of all families."""

    def __init__(self, families: Sequence[Family]) -> None:
        self._families = families
        self._routes: dict[web.AbstractRoute, Route] = {}
        self._dispatcher_without = lru_cache(self._make_dispatcher)

    async def find(self, method: str, path: str, absent: Iterable[str]) -> tuple[Route, dict[str, str]]:
        """The route and its decoded placeholders; 404 or 405 otherwise. ``absent``: families that count as unknown.

        It never waits: the router of aiohttp is asynchronous for others that do.
        """
        target: Any = SimpleNamespace(method=method, rel_url=URL.build(path=path, encoded=True))
        match = await self._dispatcher_without(frozenset(absent)).resolve(target)
        if match.http_exception is None:
            return self._routes[match.route], dict(match)
        if isinstance(match.http_exception, web.HTTPMethodNotAllowed):
            raise method_not_allowed(method, match.http_exception.allowed_methods)
        raise not_found()

    def _make_dispatcher(self, absent: frozenset[str]) -> web.UrlDispatcher:
        dispatcher = web.UrlDispatcher()
        for route in (route for family in self._families if family.name not in absent for route in family.routes()):
            # An id may hold braces, which a placeholder of aiohttp's takes only if it is told so.
            template = route.template.replace("}", ":[^/]+}")
            self._routes[dispatcher.add_route(route.method, template, _never_called)] = route
        return dispatcher


async def _never_called(_request: web.Request) -> web.StreamResponse:
    """Stands for the route's own handler, which knows no HTTP library."""
    raise NotImplementedError
