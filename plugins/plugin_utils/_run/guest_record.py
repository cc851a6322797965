# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Keep what a run saw as guests see it: the last row of each deployment. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, Sequence

from ...module_utils._channel import capabilities
from ...module_utils._core.json_values import JsonObject, text_or_none
from ...module_utils._core.result_shapes import Availability
from ...module_utils._use_cases import metrics as metric_names
from .guest_findings import Finding, bad, findings


@dataclass
class GuestRecord:
    """``may_be_inactive``: patterns of names and ids; None: nobody said which deployments may be Inactive."""

    may_be_inactive: Sequence[str] | None = None
    _rows: dict[str, JsonObject] = field(default_factory=dict)

    def add(self, result: Mapping[str, Any]) -> None:
        """Add the rows of a result of ``webmessaging_guest_info``; any other result has none."""
        rows = result.get("guests")
        for row in rows if isinstance(rows, list) else ():
            identity = text_or_none(row.get("deployment_id")) if isinstance(row, dict) else None
            if identity:
                # Nothing here needs the whole content, and a run can see thousands.
                self._rows[identity] = {key: value for key, value in row.items() if key != "configuration"}

    @property
    def is_empty(self) -> bool:
        return not self._rows

    def findings(self) -> list[Finding]:
        """Return a finding for each deployment, those with problems first."""
        return findings(self._rows.values(), self.may_be_inactive)

    def availability(self) -> dict[str, Availability]:
        """Return ``{feature: {total, available, percent}}`` over the deployments whose files were read."""
        seen = [row.get("features") for row in self._rows.values() if row.get("published") is not None]
        names = [[each for each in found if isinstance(each, str)] for found in seen if isinstance(found, list)]
        return metric_names.availability(capabilities.FEATURES, names)

    def count(self) -> str:
        """Return how many deployments have no problem; empty if the run did not look at what guests get."""
        total = len(self._rows)
        well = total - len(bad(self.findings()))
        return f"{well} of {total} {'deployment' if total == 1 else 'deployments'} as wanted" if total else ""

    def verdict(self) -> str:
        """Return the count as a sentence."""
        count = self.count()
        return f"Guests get {count}." if count else ""
