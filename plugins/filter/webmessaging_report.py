# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: webmessaging_report
short_description: The results of tasks as a report in HTML
version_added: 1.0.0
description:
  - Makes one HTML page of the results of tasks of this collection. The page shows what the tasks did, each channel's
    features, the values before and after each change, what was refused or failed and why, how long requests took,
    the state of webhooks, and what guests get of deployments.
  - The page is self-contained. You can read it on a phone, on paper and with a screen reader, in light and dark. It is
    complete without JavaScript, which only adds searching and sorting.
  - The callback P(genesys.cloud.audit#callback) writes the same page for a whole run, without C(register).
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
positional: _input
options:
  _input:
    description:
      - One registered result of a task of this collection, or a list of them. Results of a loop work too.
      - Skipped results and results of other collections are left out.
    type: raw
    required: true
  title:
    description: The heading of the page.
    type: str
    default: Web Messaging changes
  playbook:
    description: The name of the playbook, to show on the page.
    type: str
  run_id:
    description: An identifier of the run, to show on the page, such as the id of an AWX job.
    type: str
  inactive:
    description:
      - The deployments that are V(Inactive) on purpose, as in the filter
        P(genesys.cloud.webmessaging_guest_findings#filter). Without it, the page counts none as a problem because it is
        V(Inactive).
    type: raw
seealso:
  - plugin: genesys.cloud.audit
    plugin_type: callback
"""

EXAMPLES = r"""
- name: Configure the fleet
  genesys.cloud.webmessaging_channels:
    channels:
      - name_glob: "*"
        enable_features: [typing-indicators]
  register: fleet
  ignore_errors: true

- name: Write the report
  ansible.builtin.copy:
    content: "{{ [fleet] | genesys.cloud.webmessaging_report(title='Fleet', playbook='fleet.yml', run_id='4711') }}"
    dest: report.html
    mode: "0600"

- name: Look at all deployments as guests do
  genesys.cloud.webmessaging_guest_info:
  register: looked
  failed_when: false # the page shows what could not be looked at

- name: Write a page about what guests get
  ansible.builtin.copy:
    content: "{{ [looked] | genesys.cloud.webmessaging_report(inactive=['* test']) }}"
    dest: guests.html
    mode: "0600"
"""

RETURN = r"""
_value:
  description: The page.
  type: str
"""

from typing import Any, Callable

from ..plugin_utils._export.selection import patterns
from ..plugin_utils._filters import takes
from ..plugin_utils._run.report import render
from ..plugin_utils._run.run_record import Place, RunRecord


@takes(
    "a registered result or a list of them; write [first, second] | genesys.cloud.webmessaging_report",
    may_be_skipped=True,
)
def webmessaging_report(
    results: Any,
    title: str | None = None,
    playbook: str | None = None,
    run_id: str | None = None,
    inactive: Any = None,
) -> Any:
    """Render one page of one result, or of a list of them."""
    if not isinstance(results, (dict, list)):
        raise TypeError("it is neither")
    run = RunRecord(run_id and str(run_id), playbook and str(playbook))
    run.guests.may_be_inactive = None if inactive is None else patterns(inactive)
    for result in results if isinstance(results, list) else [results]:
        run.add(result, Place(playbook))
    return render(run, title and str(title))


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"webmessaging_report": webmessaging_report}
