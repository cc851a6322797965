# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Genesys' public API as far as Web Deployments refer to it: flows, integrations, knowledge, divisions, sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .exchange import Act, Interference, Route
from .organisation import Organisation
from .references_flows import Flows
from .references_integrations import Integrations
from .references_knowledge import Knowledge
from .references_people import Divisions, ExternalSources
from .references_state import ReferencesState
from .settings import Settings
from .webdeployments_state import WebDeploymentsState


class References:
    """Everything here is read alone: a state makes it, and control changes it."""

    name = "references"

    def __init__(self, organisation: Organisation, settings: Settings) -> None:
        self._organisation = organisation
        self._kinds = (
            Flows(self._current, settings),
            Integrations(self._references, settings),
            Knowledge(self._references, settings),
            Divisions(self._references, settings),
            ExternalSources(self._references, settings),
        )

    def routes(self) -> Sequence[Route]:
        return [route for kind in self._kinds for route in kind.routes()]

    def interferences(self) -> Mapping[str, Interference]:
        return {}

    def acts(self) -> Mapping[str, Act]:
        return {}

    def _current(self) -> WebDeploymentsState:
        """What the org holds now; the defaults, where it has no Web Deployments."""
        return self._organisation.webdeployments or WebDeploymentsState({})

    def _references(self) -> ReferencesState:
        return self._current().references
