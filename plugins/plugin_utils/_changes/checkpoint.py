# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The file in which a feed of changes survives a restart: for its owner alone, whole or not at all."""

from __future__ import annotations

import json

from ...module_utils._core.validation import Problem
from ...module_utils._http import token_cache
from ...module_utils._http.files import replace_file
from .feed import Feed


class Unusable(ValueError):
    """The file is there and is no checkpoint of this org's; the text says so, and the way out."""


class Checkpoint:
    """``api_url`` is written down too, since another org's changes are others."""

    def __init__(self, path: str, api_url: str) -> None:
        self.path = path
        self._api_url = api_url

    def read(self) -> Feed | None:
        """None: there is none yet."""
        try:
            with open(self.path, encoding="utf-8") as file:
                content = json.load(file)
            feed = Feed.from_json(content)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it holds something else"
            raise Unusable(
                f"checkpoint: {self.path!r} cannot be read as one ({reason}). Delete it to begin anew, from now on or "
                "from since."
            ) from None
        if content.get("api_url") != self._api_url:
            raise Unusable(
                f"checkpoint: {self.path!r} belongs to {content.get('api_url')}, not to {self._api_url}. Name another "
                "file for each org, or delete it."
            )
        return feed

    def write(self, feed: Feed) -> None:
        """OSError: it cannot be."""
        replace_file(self.path, json.dumps({"api_url": self._api_url, **feed.to_json()}), mode=0o600)


def problems(path: str | None) -> list[Problem]:
    """Whether anyone but its owner could have a hand in the file: what it says decides what is told."""
    return token_cache.problems("checkpoint", path) if path else []
