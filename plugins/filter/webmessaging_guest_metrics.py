# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: webmessaging_guest_metrics
short_description: What guests get as metrics for Prometheus
version_added: 1.0.0
description:
  - Writes results of M(genesys.cloud.webmessaging_guest_info) as OpenMetrics text, for the textfile collector of
    Prometheus' node exporter. The playbook C(verify) uses it.
  - The callback P(genesys.cloud.audit#callback) writes the same numbers among those of a whole run.
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
positional: _input
options:
  _input:
    description:
      - One registered result of M(genesys.cloud.webmessaging_guest_info), or a list of them. Results of a loop work
        too.
    type: raw
    required: true
  inactive:
    description:
      - The deployments that are V(Inactive) on purpose, as in the filter
        P(genesys.cloud.webmessaging_guest_findings#filter).
    type: raw
    default: []
  playbook:
    description: The label C(playbook) of each series.
    type: str
    default: ""
  labels:
    description:
      - More labels for each series, such as V(team=web, site=eu). A label that is not valid is left out, with a
        warning.
    type: str
    default: ""
seealso:
  - plugin: genesys.cloud.webmessaging_guest_findings
    plugin_type: filter
  - plugin: genesys.cloud.audit
    plugin_type: callback
"""

EXAMPLES = r"""
- name: Look at all deployments as guests do
  genesys.cloud.webmessaging_guest_info:
  register: looked

- name: Write the metrics
  ansible.builtin.copy:
    content: >-
      {{ looked | genesys.cloud.webmessaging_guest_metrics(
           inactive='* test', playbook='monitor', labels='team=web') }}
    dest: guests.prom
    mode: "0644"
"""

RETURN = r"""
_value:
  description: OpenMetrics text. It ends with C(# EOF).
  type: str
"""

import time
from typing import Any, Callable

from ansible.utils.display import Display

from ..module_utils._core.visible_text import visible
from ..plugin_utils._export.selection import patterns
from ..plugin_utils._filters import takes
from ..plugin_utils._run.metric_labels import labels as labels_of
from ..plugin_utils._run.open_metrics import guest_metrics
from ..plugin_utils._run.run_record import Place, RunRecord


@takes("a registered result of webmessaging_guest_info or a list of them", may_be_skipped=True)
def webmessaging_guest_metrics(results: Any, inactive: Any = None, playbook: Any = None, labels: Any = None) -> Any:
    if not isinstance(results, (dict, list)):
        raise TypeError("it is neither")
    run = RunRecord(playbook=str(playbook or ""))
    run.guests.may_be_inactive = patterns(inactive)
    for result in results if isinstance(results, list) else [results]:
        run.add(result, Place())
    found, problems = labels_of(str(labels or ""))
    for problem in problems:
        Display().warning(visible(f"labels: {problem}. The label is left out."))
    return guest_metrics(run, time.time(), found)


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"webmessaging_guest_metrics": webmessaging_guest_metrics}
