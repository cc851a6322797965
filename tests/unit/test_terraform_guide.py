# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guide for those who come from Terraform, held against the provider's arguments and the modules' options."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._core.selector import SELECTORS
from ansible_collections.genesys.cloud.plugins.module_utils._tasks import channel, webdeployments
from ansible_collections.genesys.cloud.tests.unit.source import ROOT

TEXT = (ROOT / "docs/guides/terraform.md").read_text(encoding="utf-8")
ARGUMENTS: dict[str, list[str]] = json.loads(
    (ROOT / "tests/unit/terraform_arguments.json").read_text(encoding="utf-8")
)["arguments"]
"""Of the provider's documentation, v1.84.1."""


def rows(heading: str) -> dict[str, str]:
    """The table below a heading: argument -> what stands beside it."""
    text = TEXT.partition(heading)[2].partition("\n#")[0]
    return dict(re.findall(r"^\| `([\w.]+)` \| (.*?) \|$", text, re.MULTILINE))


def option_of(table: dict[str, str], argument: str) -> str:
    """What the guide says of an argument: its own row, or that of what it is a part of, or the same path."""
    for end in range(len(parts := argument.split(".")), 0, -1):
        row = table.get(".".join(parts[:end]))
        if row is not None:
            option = re.match(r"`([\w.]+)`", row)
            return ".".join([option.group(1), *parts[end:]]) if option else row
    return argument


def paths(spec: dict[str, Any], prefix: str = "") -> set[str]:
    found = set()
    for name, rule in spec.items():
        found |= {f"{prefix}{name}", *paths(rule.get("options", {}), f"{prefix}{name}.")}
    return found


@pytest.mark.parametrize(
    ("resource", "heading", "spec"),
    [
        (
            "webdeployments_configuration",
            "### genesyscloud_webdeployments_configuration:",
            webdeployments.CONFIGURATION.argument_spec,
        ),
        (
            "webdeployments_deployment",
            "### genesyscloud_webdeployments_deployment:",
            webdeployments.DEPLOYMENT.argument_spec,
        ),
    ],
)
def test_every_argument_of_a_resource_leads_to_an_option_that_exists(
    resource: str, heading: str, spec: dict[str, Any]
) -> None:
    table, arguments = rows(heading), ARGUMENTS[resource]
    assert {argument for argument in arguments if "." not in argument} <= table.keys()
    assert set(table) <= set(arguments)
    options = {argument: option_of(table, argument) for argument in arguments}
    known = paths(spec)
    lost = {
        key: value
        for key, value in options.items()
        if not value.startswith(("none", "returned")) and value not in known
    }
    assert lost == {}


def test_where_an_argument_without_a_row_is_said_to_have_the_same_path_it_has() -> None:
    """Of the configuration alone, whose paths are held against the options; all else has a row for each argument."""
    before, same_path, after = TEXT.partition("that no row names has the same path here")
    assert before.rpartition("\n### ")[2].startswith("genesyscloud_webdeployments_configuration:")
    assert same_path not in after
    assert set(rows("### genesyscloud_webdeployments_deployment:")) == set(ARGUMENTS["webdeployments_deployment"])


OPTIONS = ("webmessaging_export_path", "webmessaging_export_glob", "webmessaging_export_except")


def test_every_argument_of_an_export_is_told_of() -> None:
    table = rows("### tf_export:")
    assert set(table) == set(ARGUMENTS["tf_export"])
    leads = {row for row in table.values() if not row.startswith("none")}
    assert all(any(f"`{option}`" in row for option in (*OPTIONS, *SELECTORS)) for row in leads)
    playbook = (ROOT / "playbooks/export_deployments.yml").read_text(encoding="utf-8")
    assert [option for option in OPTIONS if option not in playbook] == []


def test_every_argument_of_the_provider_is_told_of() -> None:
    table = rows("### The provider's own")
    assert set(table) == set(ARGUMENTS["index"])
    named = {name for row in table.values() for name in re.findall(r"`([a-z_]+)`", row)}
    known = set(channel.CHANNELS.argument_spec) | {"webmessaging_channels", "webmessaging_deployments", "metrics"}
    assert named <= known


def test_every_other_resource_and_data_source_is_named() -> None:
    for kind in ("webdeployments_configuration", "webdeployments_deployment"):
        data_source = TEXT.partition("### Data sources")[2].partition("\n#")[0]
        assert f"`genesyscloud_{kind}`" in data_source
    for other in ARGUMENTS["others"]:
        assert re.sub("_default$", "", other) in TEXT
