# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    # What a channel may be.
    DOCUMENTATION = r"""
options:
  capabilities:
    description:
      - The capabilities of channels in this org, if they differ from the defaults.
    type: dict
    suboptions:
      features:
        description:
          - The features that a task can name.
          - The default is V(rich-media), V(typing-indicators), V(file-sharing), V(co-browsing) and V(video-calling).
        type: list
        elements: str
      browser_support:
        description:
          - For each feature, the list of browsers that it works in. It replaces the default list of that feature. A
            feature without a list works in every browser.
          - By default, V(rich-media) and V(video-calling) work in V(chrome), V(firefox), V(safari) and V(edge), and
            V(co-browsing) in V(chrome) and V(edge).
        type: dict
      session_limit:
        description:
          - The maximum number of concurrent sessions of a channel.
          - The default is V(2000).
        type: int
"""
