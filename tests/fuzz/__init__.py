# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The fuzz of ``make fuzz``: random values for every option of every module, and garbled answers to what they ask.

Nothing is expected case by case. A case (`cases`) is drawn by chance from a seed, run for real against a simulator
(`stage`), and judged by laws (`laws`) that hold for all of them.
"""
