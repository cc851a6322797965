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
      - Whether to overwrite an unpublished draft that differs from both the published and the desired content. Someone
        may be working on it. With V(false), the channel fails with kind V(conflict).
      - Only for Web Deployments.
    type: bool
    default: false
  change_shared:
    description:
      - Whether to publish a new version of a configuration although other deployments are pinned to it. Only the
        selected deployments are pinned to the new version; the others keep theirs. With V(false), the channel fails
        with kind V(conflict), and the error names the other deployments.
      - Not needed if one task brings all deployments of the configuration to the same content.
      - Only for Web Deployments.
    type: bool
    default: false
"""
