# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: webmessaging_guest_findings
short_description: Name the problems of deployments as guests get them
version_added: 1.0.0
description:
  - Judges what M(genesys.cloud.webmessaging_guest_info) found. The playbook C(verify) uses it.
  - These are problems. Nothing is published. Guests get another version, configuration, content, status or other
    domains than the API says. The API shows a status other than V(Active) and V(Inactive). The deployment is
    V(Inactive), and O(inactive) does not name it. No site may use it, or the site that was asked for may not. The
    service refuses the connection. The deployment could not be looked at.
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
positional: _input
options:
  _input:
    description:
      - The deployments, as RV(genesys.cloud.webmessaging_guest_info#module:guests) has them.
    type: list
    elements: dict
    required: true
  inactive:
    description:
      - The deployments that are V(Inactive) on purpose. A shell pattern of names or ids, a text with one pattern a
        line, or a list of patterns. Case matters.
    type: raw
    default: []
seealso:
  - module: genesys.cloud.webmessaging_guest_info
  - plugin: genesys.cloud.webmessaging_guest_metrics
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Look at all deployments as guests do
  genesys.cloud.webmessaging_guest_info:
  register: looked

- name: Show the problems
  ansible.builtin.debug:
    msg: "{{ (looked.guests | genesys.cloud.webmessaging_guest_findings(inactive=['* test', 'Old *'])).message }}"
"""

RETURN = r"""
_value:
  description: The problems, and texts for people.
  type: dict
  contains:
    findings:
      description: A finding for each deployment, those with problems first.
      type: list
      elements: dict
      contains:
        deployment_id:
          description: The id of the deployment.
          type: str
        name:
          description: The name of the deployment; null if it is not known.
          type: str
        status:
          description: The status that guests get.
          type: str
        version:
          description: The version that guests get.
          type: str
        pinned_version:
          description: The version in the API.
          type: str
        sites:
          description: The sites that may open the messenger, as a short text.
          type: str
        problems:
          description: Texts, each the cause, or the cause, a colon and the details. Empty if all is well.
          type: list
          elements: str
          sample: ["other version: guests get 3, 4 is pinned"]
        verdict:
          description: The problems in one text, or that there is none.
          type: str
    bad:
      description: The number of deployments with problems.
      type: int
    message:
      description: All problems in a few lines, one for each cause, or that all is well.
      type: str
    table:
      description: Texts, first the headings, then one line for each deployment, at most 50. Those with problems come
        first.
      type: list
      elements: str
"""

from typing import Any, Callable

from ..plugin_utils._export.guest_table import guest_table
from ..plugin_utils._export.selection import patterns
from ..plugin_utils._filters import takes
from ..plugin_utils._run import guest_findings


@takes("the guests that webmessaging_guest_info returns", may_be_skipped=True)
def webmessaging_guest_findings(guests: Any, inactive: Any = None) -> Any:
    found = guest_findings.findings(guests, patterns(inactive))
    rows = [
        {
            "deployment_id": each.deployment_id,
            "name": each.name,
            "status": each.status,
            "version": each.version,
            "pinned_version": each.pinned_version,
            "sites": each.sites,
            "problems": each.problems,
            "verdict": each.verdict,
        }
        for each in found
    ]
    return {
        "findings": rows,
        "bad": len(guest_findings.bad(found)),
        "message": guest_findings.message(found),
        "table": guest_table(rows),
    }


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"webmessaging_guest_findings": webmessaging_guest_findings}
