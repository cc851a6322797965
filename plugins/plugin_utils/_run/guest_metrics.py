# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Numbers about what guests get, as families of OpenMetrics. Pure."""

from __future__ import annotations

from .guest_record import GuestRecord
from .metric_family import Family, feature_families

PREFIX = "genesys_guest"


def guest_families(guests: GuestRecord, ended: float) -> list[Family]:
    """Return the families; none if nothing was looked at. ``ended``: seconds since 1970."""
    if guests.is_empty:
        return []
    about, unit = "When the deployments were looked at.", "seconds"
    last_check = Family(f"{PREFIX}_last_check_timestamp_{unit}", about, unit, [({}, round(ended, 3))])
    return [*_about_deployments(guests), *_about_features(guests), last_check]


def _about_deployments(guests: GuestRecord) -> list[Family]:
    found = [({"deployment_id": each.deployment_id, "name": each.name or ""}, each) for each in guests.findings()]
    return [
        Family(
            f"{PREFIX}_up",
            "1 if guests get an Active messenger as it is pinned, else 0.",
            "",
            [(labels, int(each.is_up)) for labels, each in found],
        ),
        Family(
            f"{PREFIX}_version_lag",
            "Versions that guests are behind the pinned one; absent if that is not known.",
            "",
            [(labels, each.version_lag) for labels, each in found if each.version_lag is not None],
        ),
        Family(
            f"{PREFIX}_problems",
            "Problems that were found with the deployment.",
            "",
            [(labels, len(each.problems)) for labels, each in found],
        ),
    ]


def _about_features(guests: GuestRecord) -> list[Family]:
    return feature_families(
        (f"{PREFIX}_feature_deployments", "Deployments that give guests the feature."),
        (f"{PREFIX}_feature_availability_ratio", "Share of the deployments that give guests the feature."),
        guests.availability(),
    )
