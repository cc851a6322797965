# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: audit
type: aggregate
short_description: Audit file, metrics and report of a run
version_added: 1.0.0
description:
  - Collects the results of the tasks of this collection in one run of C(ansible-playbook), on all hosts, and shows a
    short table at its end, on stderr.
  - If you set the paths, it also appends each entry of the audit trail to a file, writes metrics for Prometheus, and
    writes a report that people can read in a browser.
  - If the run looked at deployments with M(genesys.cloud.webmessaging_guest_info), metrics, report and table also have
    what guests get.
  - Off by default. Enable it, for example with E(ANSIBLE_CALLBACKS_ENABLED=genesys.cloud.audit). For a run without a
    task of this collection, it shows and writes nothing.
  - Its own errors are warnings. They never fail a play.
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
requirements:
  - to be enabled in the configuration of Ansible
options:
  audit_log:
    description:
      - A file to which the callback appends each entry of the audit trail as one line of JSON, as soon as the
        controller has the result. An interrupted run keeps the lines that it has written.
      - A line has the keys of RV(genesys.cloud.webmessaging_channel#module:audit), and C(run_id) (a UUID, the same for
        all lines of a run), C(playbook), C(play), C(task) and C(host).
      - The file has each operation once, including loop items, attempts of C(until), background jobs that
        C(async_status) waits for, and failures that are ignored or rescued.
      - The file is created with mode C(0600). Parallel runs can share it. It must not be a symbolic link.
    type: str
    env:
      - name: GENESYS_AUDIT_LOG
    ini:
      - section: callback_genesys_audit
        key: audit_log
  metrics_file:
    description:
      - A file for the metrics of the run as OpenMetrics text. The callback replaces it at the end of the run, with mode
        C(0644). The textfile collector of Prometheus' node exporter reads it if its name ends in C(.prom).
    type: str
    env:
      - name: GENESYS_METRICS_FILE
    ini:
      - section: callback_genesys_audit
        key: metrics_file
  report_file:
    description:
      - A file for the report, one self-contained HTML page. The callback replaces it at the end of the run.
      - A new file has mode C(0600), since the page shows the org's configuration. An existing file keeps its mode.
    type: str
    env:
      - name: GENESYS_REPORT_FILE
    ini:
      - section: callback_genesys_audit
        key: report_file
  metrics_labels:
    description:
      - Labels for each series of O(metrics_file), such as V(team=web, site=eu). With them, several runs can write files
        on one node, where two files must not hold the same series.
      - The callback leaves out a label that is not valid, with a warning.
    type: str
    env:
      - name: GENESYS_METRICS_LABELS
    ini:
      - section: callback_genesys_audit
        key: metrics_labels
  table:
    description: Whether to show the table at the end of the run. It goes to stderr.
    type: bool
    default: true
    env:
      - name: GENESYS_TABLE
    ini:
      - section: callback_genesys_audit
        key: table
  progress:
    description:
      - Whether a long task reports its progress and why it waits, on stderr.
      - If the callback is not enabled, only the environment variable counts.
    type: bool
    default: true
    env:
      - name: GENESYS_PROGRESS
    ini:
      - section: callback_genesys_audit
        key: progress
notes:
  - Ansible hides the results of tasks with C(no_log). The callback only counts them as hidden.
  - A background job that no task waits for (C(poll) 0 without C(async_status)) has no result to collect.
  - An empty setting counts as not set, since AWX injects empty settings. C(~) and variables in paths are expanded. A
    relative path is relative to the working directory of C(ansible-playbook).
  - Paths and labels can contain C({job_id}) (the variable E(JOB_ID), which AWX sets for each job and each slice of a
    job; without it, V(local)), C({run_id}) (the UUID of the run) and C({host}) (the name of the controller's host).
  - Several playbooks in one command are one run. Its metrics and its report name all of them.
seealso:
  - plugin: genesys.cloud.webmessaging_report
    plugin_type: filter
"""

import os
from typing import Any

from ansible import constants
from ansible.plugins.callback import CallbackBase

from ..plugin_utils._run.audit_run import AuditRun


class CallbackModule(CallbackBase):
    """Passes Ansible's events on; plugin_utils does everything else."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "genesys.cloud.audit"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self) -> None:
        super().__init__()
        self._run = AuditRun(self._display, vars(constants)["DEFAULT_LOCAL_TMP"])

    def set_options(self, *args: Any, **kwargs: Any) -> None:
        super().set_options(*args, **kwargs)
        paths = {name: self.get_option(name) for name in ("audit_log", "metrics_file", "report_file")}
        labels = self.get_option("metrics_labels") or ""
        self._run.set_up(paths, labels, self._switch("table"), self._switch("progress"))
        self._run.watch()

    def _switch(self, name: str) -> bool:
        """Read a switch; an empty variable counts as unset."""
        return os.environ.get(f"GENESYS_{name.upper()}") == "" or bool(self.get_option(name))

    def v2_playbook_on_start(self, playbook: Any) -> None:
        self._run.begin_playbook(playbook)

    def v2_playbook_on_play_start(self, play: Any) -> None:
        self._run.begin_play(play)

    def v2_runner_on_ok(self, result: Any) -> None:
        self._run.take(result)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        self._run.take(result)

    def v2_runner_item_on_ok(self, result: Any) -> None:
        self._run.take(result, is_item=True)

    def v2_runner_item_on_failed(self, result: Any) -> None:
        self._run.take(result, is_item=True)

    def v2_runner_retry(self, result: Any) -> None:
        self._run.take(result, is_item=True)

    def v2_playbook_on_stats(self, stats: Any) -> None:
        self._run.end()
