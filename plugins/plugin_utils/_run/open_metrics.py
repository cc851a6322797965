# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Write the run's numbers as OpenMetrics text, for the textfile collector of Prometheus' node exporter. Pure.

The collector reads the older Prometheus text format, so the text uses only what both formats have: gauges, because the
numbers are of the last run and do not add up over runs. Each sample names its playbooks and the host of the API, and
has the user's labels, so that several playbooks, orgs and sites can have a file each and no two files hold the same
series.
"""

from __future__ import annotations

from collections import Counter
from typing import Mapping

from ...module_utils._core import outcomes
from .guest_metrics import guest_families
from .metric_family import Family, feature_families, text_of
from .run_record import RunRecord

PREFIX = "genesys_webmessaging"
_QUANTILES = {"0.5": "p50", "0.95": "p95", "1": "max"}


def open_metrics(run: RunRecord, ended: float, labels: Mapping[str, str] | None = None) -> str:
    """Return the text. ``ended``: seconds since 1970; ``labels``: the user's own, for every series.

    A series stays when its number is 0, so that alerts can use it.
    """
    families = [*_about_the_run(run, ended), *_about_its_requests(run), *_about_features(run)]
    return text_of([*families, *guest_families(run.guests, ended)], _common(run, labels))


def guest_metrics(run: RunRecord, ended: float, labels: Mapping[str, str] | None = None) -> str:
    """Return only the numbers about what guests get."""
    return text_of(guest_families(run.guests, ended), _common(run, labels))


def _common(run: RunRecord, labels: Mapping[str, str] | None) -> dict[str, str]:
    return {"playbook": run.playbook or "", "api_host": ",".join(sorted(run.api_hosts)), **(labels or {})}


def _about_the_run(run: RunRecord, ended: float) -> list[Family]:
    kinds = Counter(str(each.failure.get("kind")) for each in run.failures)
    objects = [
        ({"resource": resource, "outcome": outcome}, count)
        for resource in sorted({"channel", "webhook", *run.resources()})
        for outcome, count in run.outcomes(resource).items()
    ]
    return [
        _gauge("run_end_timestamp_seconds", "When the last run ended.", round(ended, 3), "seconds"),
        _gauge("run_check_mode", "1 if the last run was in check mode, else 0.", int(run.check_mode)),
        Family(f"{PREFIX}_run_objects", "Objects of the last run by how they ended.", "", [*objects]),
        Family(
            f"{PREFIX}_run_failures",
            "Refusals and failures of the last run by kind.",
            "",
            [({"kind": kind}, kinds[kind]) for kind in (*outcomes.KINDS, *sorted(kinds.keys() - set(outcomes.KINDS)))],
        ),
        _gauge("run_hidden_results", "Results of the last run that no_log hid; no other number has them.", run.hidden),
    ]


def _about_its_requests(run: RunRecord) -> list[Family]:
    traffic, latency = run.traffic, run.latency_ms()
    return [
        Family(
            f"{PREFIX}_run_requests",
            "Requests that the last run sent, every try counted.",
            "",
            [({"kind": kind}, count) for kind, count in traffic.requests.items()],
        ),
        _gauge("run_retries", "How many of them were further tries.", traffic.retries),
        _gauge("run_wait_seconds", "What the last run waited between tries.", _seconds(traffic.wait_ms), "seconds"),
        Family(
            f"{PREFIX}_run_operation_latency_seconds",
            "What the requests of one operation took, waiting not counted.",
            "seconds",
            [({"quantile": quantile}, _seconds(latency[key])) for quantile, key in _QUANTILES.items()],
        ),
    ]


def _about_features(run: RunRecord) -> list[Family]:
    return feature_families(
        (f"{PREFIX}_feature_channels", "Channels of the last run that have the feature."),
        (f"{PREFIX}_feature_availability_ratio", "Share of the last run's channels that have the feature."),
        run.availability(),
    )


def _gauge(name: str, about: str, value: float, unit: str = "") -> Family:
    return Family(f"{PREFIX}_{name}", about, unit, [({}, value)])


def _seconds(milliseconds: float) -> float:
    return round(milliseconds / 1000, 6)
