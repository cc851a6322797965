# SPDX-FileCopyrightText: 2026 the genesys.cloud authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks of antsibull-nox, which `make lint` runs in the environment of the tests."""

import antsibull_nox
import nox

nox.options.envdir = "build/nox"
antsibull_nox.load_antsibull_nox_toml()
