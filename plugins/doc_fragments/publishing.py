# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    # What a task may touch on Web Deployments that is not its own.
    DOCUMENTATION = r"""
options:
  overwrite_draft:
    description:
      - Whether an unpublished draft that differs from what is published, and from what is wanted, may be overwritten.
        Someone may be working on it; without this option the channel fails with kind V(conflict).
      - Of Web Deployments alone.
    type: bool
    default: false
  change_shared:
    description:
      - Whether a configuration may get a new version though other deployments are pinned to it. The new version is
        pinned by the selected deployments alone; the others keep theirs. Without this option the channel fails with
        kind V(conflict), and the error names the other deployments.
      - Not needed where one task brings all deployments of the configuration to the same content.
      - Of Web Deployments alone.
    type: bool
    default: false
"""
