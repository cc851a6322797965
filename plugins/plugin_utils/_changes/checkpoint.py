# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The file in which a feed of changes survives a restart: private to its owner, written whole or not at all."""

from __future__ import annotations

import json

from ...module_utils._core.validation import Problem
from ...module_utils._http import token_cache
from ...module_utils._http.files import replace_file
from .feed import Feed


class Unusable(ValueError):
    """The file exists, but it is no checkpoint of this org; the text says so, and the way out."""


class Checkpoint:
    """``api_url`` is saved too, because another org has other changes."""

    def __init__(self, path: str, api_url: str) -> None:
        self.path = path
        self._api_url = api_url

    def read(self) -> Feed | None:
        """Return the feed; None if there is no file yet."""
        try:
            with open(self.path, encoding="utf-8") as file:
                content = json.load(file)
            feed = Feed.from_json(content)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it holds something else"
            raise Unusable(
                f"checkpoint: {self.path!r} is no checkpoint ({reason}). Delete it to start again, from now on or "
                "from since."
            ) from None
        if content.get("api_url") != self._api_url:
            raise Unusable(
                f"checkpoint: {self.path!r} belongs to {content.get('api_url')}, not to {self._api_url}. Name another "
                "file for each org, or delete it."
            )
        return feed

    def write(self, feed: Feed) -> None:
        """Write the file. Raises OSError."""
        replace_file(self.path, json.dumps({"api_url": self._api_url, **feed.to_json()}), mode=0o600)


def problems(path: str | None) -> list[Problem]:
    """Check that only its owner can change the file: its content decides which events are sent."""
    return token_cache.problems("checkpoint", path) if path else []
