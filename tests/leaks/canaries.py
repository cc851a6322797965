# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Canaries: secrets that are unique to a run, with characters that change once encoded."""

from __future__ import annotations

import random
import string
from collections.abc import Iterable, Mapping

from tests.integration.secret_forms import forms, leaks_of

_PLAIN = string.ascii_lowercase + string.digits
_OF_HEADERS = "+/=&\"'%:~<>?#@!$*()[]{}|^`.;"
"""What can stand in a header beside letters and digits."""
_OF_TEXTS = _OF_HEADERS + " ,\\\u00e9\u00fc\u00df\u30c1\U0001f9a6"
_PARTS = 10
"""Characters of the plain beginning and end, by which a part of a canary is found too."""
_NAMES_OF_TEXTS = ("client secret", "webhook secret", "event secret", "proxy password", "callback password")
_NAMES_OF_HEADERS = ("access token", "issued token", "webhook header", "event header")


class Canaries:
    """The secrets of one run, by name; ``learn`` adds those that the run makes itself."""

    def __init__(self, chance: random.Random) -> None:
        drawn = {name: _canary(chance, _OF_TEXTS) for name in _NAMES_OF_TEXTS}
        drawn |= {name: _canary(chance, _OF_HEADERS) for name in _NAMES_OF_HEADERS}
        self.secrets = drawn
        self._drawn = frozenset(drawn)

    def __getitem__(self, name: str) -> str:
        return self.secrets[name]

    def learn(self, name: str, secrets: Iterable[str]) -> None:
        for number, secret in enumerate(secrets):
            self.secrets[f"{name} {number}"] = secret

    def found_in(self, texts: Mapping[str, str], but: Iterable[str] = ()) -> list[str]:
        """Which canary is in which text in which form, or a part of it. ``but``: names of those that may be there."""
        wanted = {name: secret for name, secret in self.secrets.items() if name not in but}
        found = leaks_of(wanted, texts)
        for name in wanted.keys() & self._drawn:
            for place, text in texts.items():
                for part in (wanted[name][:_PARTS], wanted[name][-_PARTS:]):
                    if part in text and not any(
                        each.startswith(name) and each.endswith(f" in {place}") for each in found
                    ):
                        found.append(f"{name} (a part) in {place}: {_around(text, part)}")
        return found

    @property
    def spellings(self) -> int:
        """How many texts are searched for."""
        return sum(len(forms(secret)) for secret in self.secrets.values()) + 2 * len(self._drawn)


def _canary(chance: random.Random, alphabet: str) -> str:
    begin, end = ("".join(chance.choices(_PLAIN, k=_PARTS)) for _each in range(2))
    return f"{begin}{''.join(chance.sample(alphabet, 8))}{end}"


def _around(text: str, part: str) -> str:
    place = text.index(part)
    return repr(text[max(0, place - 60) : place + 60])
