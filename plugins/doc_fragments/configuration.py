# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import yaml

from ..module_utils._core.fields import documentation
from ..module_utils._webdeployments.configuration_schema import CONTENT


class ModuleDocFragment:
    # Every field of a configuration, as the table has it that the options are made of.
    DOCUMENTATION: str = yaml.safe_dump({"options": documentation(CONTENT)}, sort_keys=False)
