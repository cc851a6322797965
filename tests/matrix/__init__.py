# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``make matrix``: the built collection on every ansible-core that it supports, with every Python of this machine.

`releases` asks the package index which releases there are and which Pythons they support. `rows` pairs them with the
Pythons that are here. `environments` sets each pair up. `behaviour` runs the installed collection there against the
simulator, and `sanity` runs ansible-test. `record` keeps what ran, and `tables` shows it in the documentation.
"""
