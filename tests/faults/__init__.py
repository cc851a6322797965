# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The campaign of ``make faults``: tasks that people, other runs, lag, faults and kills get in the way of.

Nothing is expected case by case. A task (`jobs`) and something that disturbs it (`disturbances`) are drawn by chance
from a seed, run for real against a simulator (`campaign`), and judged by laws (`laws`) that hold for all of them.
"""
