# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role's argument specification, held against the options of the modules that its variables end up in."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._tasks import arguments, validate
from ansible_collections.genesys.cloud.tests.unit.source import load

FLEET = arguments.fleet_options()
WANTED: dict[str, Any] = {
    "channels": {**FLEET["channels"], "required": False},
    "defaults": FLEET["defaults"],
    "target_browsers": arguments.desired_channel_options()["target_browsers"],
    "capabilities": arguments.capability_options()["capabilities"],
    "webhook": {"type": "dict", "options": arguments.webhook_options()},
    "workers": FLEET["workers"],
    "token_pool_size": FLEET["token_pool_size"],
    "on_error": FLEET["on_error"],
    **arguments.publishing_options(),
    "audit_log": {"type": "path"},
    "report": {"type": "path"},
    "client": {"type": "dict", "options": arguments.client_options()},
}


def specification() -> dict[str, Any]:
    options: dict[str, Any] = load("roles/webmessaging/meta/argument_specs.yml")["argument_specs"]["main"]["options"]
    return options


def rules(options: dict[str, Any]) -> dict[str, Any]:
    """What Ansible checks of each option, but for its other names, which a role's options cannot have."""
    checked = ("type", "elements", "choices", "default", "required", "no_log")
    found = {}
    for name, option in options.items():
        rule = {key: option[key] for key in checked if option.get(key)}
        found[name] = {**rule, "options": rules(option["options"])} if "options" in option else rule
    return found


def test_every_variable_takes_what_the_modules_take() -> None:
    assert rules(specification()) == rules({f"webmessaging_{name}": rule for name, rule in WANTED.items()})


def test_the_role_validates_what_it_passes_on() -> None:
    passed = {*WANTED, *arguments.client_options()} - {"client", "report"}
    assert set(validate.VALIDATE.argument_spec) == passed


def described(options: dict[str, Any], prefix: str = "") -> list[str]:
    paths = []
    for name, option in options.items():
        assert option["description"], f"{prefix}{name} is not described"
        paths += [f"{prefix}{name}", *described(option.get("options", {}), f"{prefix}{name}.")]
    return paths


def test_every_variable_is_described() -> None:
    paths = described(specification())
    assert "webmessaging_webhook.event_filters.condition" in paths


@pytest.mark.parametrize("module", load("meta/runtime.yml")["action_groups"]["webmessaging_role"])
def test_the_roles_action_group_is_what_it_calls(module: str) -> None:
    (block,) = load("roles/webmessaging/tasks/main.yml")
    tasks = [*block["block"], *(task for told in block["always"] for task in told.get("block", []))]
    called = [name for task in tasks for name in task if name.startswith("genesys.cloud.")]
    assert called.count(f"genesys.cloud.{module}") == 1
