# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What somebody else does in the UI: ``{"act", "id"?, "settled"?, ...}``, with ``...`` as the act needs it.

Without an ``id`` it is the one in the path of the request that a fault hits; what is created gets a new one then.
With ``"settled": true`` it is done at once: nothing is Pending, and nothing is refused for being fresh.

The API families have the acts:

- ``save_draft``, ``publish``, ``edit_deployment``: what is given is merged deeply into what is there.
- ``create_configuration``: ``{"name", ..., "publish"?: true}``.
- ``create_deployment``: ``{"name", "configuration": {"id", "version"?}, ...}``; without a version: the newest one.
- ``create_webhook``, ``edit_webhook``, ``edit_channel`` (need not keep the rules): merged deeply too.
- ``create_supported_content``: ``{"name", "mediaTypes"?}``; ``edit_supported_content``: merged deeply;
  ``delete_supported_content``, ``make_default_supported_content``.
- ``delete_configuration``, ``delete_deployment``, ``delete_webhook``, ``delete_channel``: gone at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from .errors import ApiError
from .exchange import Act, Family, Interference
from .json_values import JsonObject

_ID_IN_PATH = re.compile(r".*/(?:configurations|deployments|channels|webhooks)/([^/]+)(?:/.*)?")


class People:
    """Everybody who is not the client."""

    def __init__(self, families: Iterable[Family]) -> None:
        self._acts: dict[str, Act] = {name: act for family in families for name, act in family.acts().items()}

    def interferences(self) -> Mapping[str, Interference]:
        """``person``: before the request is handled; ``then_person``: after that, and before it is answered."""
        expectation = f"an object with act, one of {', '.join(self._acts)}"
        return {
            "person": Interference(expectation, self._valid, self._do),
            "then_person": Interference(expectation, self._valid, self._do, afterwards=True),
        }

    def _valid(self, value: Any) -> bool:
        return isinstance(value, dict) and value.get("act") in self._acts

    def _do(self, value: JsonObject, path: str) -> None:
        """LookupError: what it is done to is not there, or its name is taken; ValueError: it cannot be done."""
        name, given = value["act"], value.get("id")
        entity_id = str(given or "") if given or name.startswith("create_") else _id_in(path)
        changes = {key: item for key, item in value.items() if key not in ("act", "id", "settled")}
        try:
            written = self._acts[name](entity_id, changes)
        except ApiError as refusal:
            problem = f"{name}: {refusal.message}"
            raise (LookupError(problem) if refusal.status in (404, 409) else ValueError(problem)) from None
        if value.get("settled") is True:
            for entity in written:
                entity.finish()


def _id_in(path: str) -> str:
    found = _ID_IN_PATH.fullmatch(path)
    return found.group(1) if found else path.rsplit("/", 1)[-1]
