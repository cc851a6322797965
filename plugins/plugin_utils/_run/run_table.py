# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Show the run in a few aligned lines, for the end of Ansible's own output. Pure."""

from __future__ import annotations

from ...module_utils._core.visible_text import visible
from .run_record import RunRecord

_ALWAYS = ("updated", "unchanged", "failed")
_PLURAL = {"channel": "channels", "webhook": "webhooks"}


def table(run: RunRecord) -> list[str]:
    """Return lines without colour; none if no task of ours ran."""
    if run.is_empty:
        return []
    rows = [(_PLURAL.get(resource, resource), _outcomes(run, resource)) for resource in run.resources()]
    if len(run.playbooks) > 1:
        rows.insert(0, ("playbooks", run.playbook or ""))
    if not run.guests.is_empty:
        rows.append(("guests", run.guests.count()))
    rows.append(("requests", _requests(run)))
    rows.append(("waiting", duration(run.traffic.wait_ms)))
    if run.traffic.total:
        rows.append(("latency", _latency(run)))
    rows += [(name if not index else "", text) for index, (name, text) in enumerate(_features(run))]
    if run.hidden:
        rows.append(("hidden", f"{run.hidden} by no_log; the lines above do not count them"))
    if run.check_mode:
        rows.append(("mode", "check: nothing was written"))
    if run.is_interrupted:
        rows.append(("ended", "early: the lines above have gaps; nobody knows whether an unknown write took effect"))
    rows = [(visible(name), visible(text)) for name, text in rows]
    width = max(len(name) for name, _text in rows)
    return [f"{name:<{width}}  {text}".rstrip() for name, text in rows]


def duration(milliseconds: float) -> str:
    """Return a duration for readers: ``84 ms``, ``1.5 s``, ``2 min 5 s``."""
    if milliseconds < 10:
        return f"{milliseconds:.1f} ms" if milliseconds else "0 ms"
    if milliseconds < 1000:
        return f"{milliseconds:.0f} ms"
    seconds = milliseconds / 1000
    if seconds < 60:
        return f"{seconds:.1f} s"
    return f"{int(seconds // 60)} min {int(seconds % 60)} s"


def _outcomes(run: RunRecord, resource: str) -> str:
    counts = run.outcomes(resource)
    shown = [name for name, count in counts.items() if count or (resource == "channel" and name in _ALWAYS)]
    return ", ".join(f"{counts[name]} {name}" for name in shown)


def _requests(run: RunRecord) -> str:
    kinds = ", ".join(f"{count} {kind}" for kind, count in run.traffic.requests.items())
    return f"{run.traffic.total} ({kinds}), {run.traffic.retries} of them retries"


def _latency(run: RunRecord) -> str:
    slowest = f"slowest request {duration(run.traffic.slowest_ms)}"
    if run.operation_latencies_ms():
        return f"p95 {duration(run.latency_ms()['p95'])} an operation, {slowest}"
    return f"p95 {duration(run.traffic.p95_ms)} a request, {slowest}"


def _features(run: RunRecord) -> list[tuple[str, str]]:
    found = [(visible(feature), each) for feature, each in run.availability().items() if each["total"]]
    if not found:
        return []
    width = max(len(feature) for feature, _each in found)
    digits = len(str(found[0][1]["total"]))
    return [
        ("features", f"{feature:<{width}}  {each['available']:>{digits}} of {each['total']}  {each['percent']:>5.1f} %")
        for feature, each in found
    ]
