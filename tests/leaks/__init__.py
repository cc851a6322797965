# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The leak hunt of ``make leaks``: runs with secrets of their own, which all that they leave is searched for.

A run (`runs`) and what provokes it (`provocations`) are drawn by chance from a seed. Its secrets are canaries
(`canaries`), which nothing else holds. `hunt` runs it with the most that Ansible can show, and searches everything.
"""
