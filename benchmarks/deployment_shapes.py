# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The orgs with Web Deployments that contenders change, and the check of the outcome."""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.simulator import fleets
from tests.simulator.client import Simulator

from .contenders import FOLDER, playbook
from .fleet import JsonObject
from .running import Program, WrongOutcome

FLOW = "f10f0000-0000-4000-8000-000000000002"
"""The simulator's second flow: every deployment has the first one."""
TYPING_OFF = "typing-off"

_WRITTEN_BY_SERVICE = {"dateModified", "datePublished", "lastModifiedUser", "publishedBy", "selfUri"}


@dataclass(frozen=True)
class Shape:
    """``flow``: every deployment gets it, instead of losing its typing indicators. ``settings``: the simulator's."""

    name: str
    text: str
    state: Callable[[int], JsonObject]
    flow: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_slow(self) -> bool:
        return bool(self.settings)

    def ours(self) -> Program:
        """One task for all deployments."""
        return playbook("flows.yml", {"flow": self.flow}) if self.flow else playbook("deployments.yml", {})

    def sdk_script(self, threads: int, connections: int | None = None) -> Program:
        """``connections``: in its pool, if not the SDK's 4."""
        numbers = [str(number) for number in (threads, connections) if number is not None]
        return Program([sys.executable, str(FOLDER / "sdk_script.py"), self.flow or TYPING_OFF, *numbers], {})


class Org:
    """An org in this shape, in a fresh simulator."""

    def __init__(self, shape: Shape, size: int, simulator: Simulator, latency_ms: float) -> None:
        simulator.reset(shape.state(size), latency_ms=latency_ms, **shape.settings)
        self.simulator = simulator
        # The text of the configurations that the task changes, and the deployments that are pinned to them.
        self._configurations = {
            each["id"]: [_lasting(version) for version in each["versions"]] for each in simulator.configurations()
        }
        self._deployments = [_lasting(each) for each in simulator.deployments()]
        if shape.flow is None:
            self._turn_typing_off()
        else:
            for each in self._deployments:
                each["flow"] = {"id": shape.flow}

    def require(self, contender: str) -> None:
        """WrongOutcome: a version is wrong, missing or superfluous, or a deployment is not as it has to be."""
        found = {each["id"]: [_lasting(one) for one in each["versions"]] for each in self.simulator.configurations()}
        for configuration_id, versions in self._configurations.items():
            if found[configuration_id] != versions:
                raise WrongOutcome(
                    f"{contender} left configuration {configuration_id} as {found[configuration_id]}, not {versions}"
                )
        for wanted, each in zip(self._deployments, self.simulator.deployments(), strict=True):
            # A deployment that was not read after its write is still Pending.
            if _lasting(each) != wanted:
                raise WrongOutcome(f"{contender} left a deployment as {_lasting(each)}, not {wanted}")

    def _turn_typing_off(self) -> None:
        """One more version of each configuration whose newest one is wrong; all deployments on the newest version."""
        for versions in self._configurations.values():
            newest = copy.deepcopy(versions[-1])
            conversations = newest["messenger"]["apps"]["conversations"]
            if conversations["showAgentTypingIndicator"] or conversations["showUserTypingIndicator"]:
                conversations.update(showAgentTypingIndicator=False, showUserTypingIndicator=False)
                versions.append({**newest, "version": str(len(versions) + 1)})
        for each in self._deployments:
            reference = each["configuration"]
            reference["version"] = self._configurations[reference["id"]][-1]["version"]


@contextmanager
def organisation(shape: Shape, size: int, latency_ms: float) -> Iterator[Org]:
    """A fresh simulator with an org of this shape."""
    with Simulator("webmessaging:0") as simulator:
        yield Org(shape, size, simulator, latency_ms)


def _lasting(value: JsonObject) -> JsonObject:
    """Without whoever wrote it and when; a reference is its id, and the version if it has one."""
    kept = {key: copy.deepcopy(each) for key, each in value.items() if key not in _WRITTEN_BY_SERVICE}
    for key in ("configuration", "flow", "supportedContent"):
        if isinstance(kept.get(key), dict):
            kept[key] = {part: kept[key][part] for part in ("id", "version") if part in kept[key]}
    return kept


def _own(size: int) -> JsonObject:
    return fleets.named(f"plain-webdeployments:{size}")


def _shared(size: int) -> JsonObject:
    state = _own(size)
    _share(state, size)
    return state


def _mixed(size: int) -> JsonObject:
    """Two fifths share a configuration, two fifths have their own; the others need only the version that is there."""
    state = _own(size)
    sharing, pinned = 2 * size // 5, size // 5
    for configuration in state["webdeployments"]["configurations"][size - pinned :]:
        newer = copy.deepcopy(configuration["versions"][-1])
        newer["version"] = "2"
        newer["messenger"]["apps"]["conversations"].update(
            showAgentTypingIndicator=False, showUserTypingIndicator=False
        )
        configuration["versions"].append(newer)
        configuration["draft"] = {key: value for key, value in newer.items() if key not in ("version", "datePublished")}
    _share(state, sharing)
    return state


def _share(state: JsonObject, size: int) -> None:
    """Pin the first deployments to the first one's configuration, and remove theirs."""
    parts = state["webdeployments"]
    first = parts["configurations"][0]
    parts["configurations"] = [first, *parts["configurations"][max(size, 1) :]]
    for each in parts["deployments"][:size]:
        each["configuration"] = {**each["configuration"], "id": first["id"], "name": first["draft"]["name"]}


OWN = Shape("own", "a configuration each", _own)
SHARED = Shape("shared", "all share one configuration", _shared)
SHAPES = [
    OWN,
    SHARED,
    Shape("plain", "each gets another flow; no configuration changes", _own, FLOW),
    Shape("mixed", "two fifths share one, two fifths have their own, one fifth is only pinned", _mixed),
    Shape("slow", "a configuration each, 3 s to Active", _own, settings={"pending_ms": 3000}),
]
