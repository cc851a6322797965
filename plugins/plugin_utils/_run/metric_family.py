# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Write families of gauges as OpenMetrics text. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, Iterator, Mapping

from ...module_utils._core.result_shapes import Availability


@dataclass(frozen=True)
class Family:
    """Samples of one name. ``unit`` ends the name; ``samples``: labels and value."""

    name: str
    about: str
    unit: str
    samples: list[tuple[dict[str, str], float]]

    def lines(self, common: Mapping[str, str]) -> Iterator[str]:
        yield f"# TYPE {self.name} gauge"
        if self.unit:
            yield f"# UNIT {self.name} {self.unit}"
        yield f"# HELP {self.name} {self.about}"
        for labels, value in self.samples:
            text = ",".join(f'{label}="{_escaped(item)}"' for label, item in {**common, **labels}.items())
            yield f"{self.name}{{{text}}} {value}"


def feature_families(
    counted: tuple[str, str], share: tuple[str, str], availability: Mapping[str, Availability]
) -> list[Family]:
    """Return how many have each feature, and their share. ``counted`` and ``share``: the names and what they tell."""
    found = [({"feature": name}, each["available"], each["total"]) for name, each in availability.items()]
    return [
        Family(*counted, "", [(labels, available) for labels, available, _total in found]),
        Family(*share, "ratio", [(labels, round(available / total, 6)) for labels, available, total in found if total]),
    ]


def text_of(families: Iterable[Family], common: Mapping[str, str]) -> str:
    """Return the whole text. ``common``: labels of every sample."""
    return "\n".join([*(line for family in families for line in family.lines(common)), "# EOF", ""])


def _escaped(value: Any) -> str:
    """Escape a label's value; UTF-8 cannot hold half of a surrogate pair."""
    text = str(value).encode("utf-8", "replace").decode("utf-8")
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')
