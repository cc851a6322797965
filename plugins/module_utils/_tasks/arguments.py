# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The options of the modules, in pieces that the modules combine."""

from __future__ import annotations

import os
from typing import Any, Callable, Dict

from ansible.module_utils.errors import AnsibleFallbackNotFound

from .._channel.channel_fields import DESIRED_OPTIONS
from .._core import fields
from .._http.token_cache import RUN
from .._webdeployments.deployment_schema import REFERRING
from .._webdeployments.guest_probe import DEPTHS, NONE

Spec = Dict[str, Any]


def environment(*names: str) -> tuple[Callable[..., str], list[str]]:
    """Return a fallback to the first variable with a value; AWX injects empty variables for empty fields."""
    return (_first_in_environment, list(names))


def _first_in_environment(*names: str) -> str:
    for name in names:
        if os.environ.get(name):
            return os.environ[name]
    raise AnsibleFallbackNotFound


def items_in_environment(*names: str) -> tuple[Callable[..., list[str]], list[str]]:
    """Return the same for a list; commas and blanks separate its items."""
    return (_items_in_first, list(names))


def _items_in_first(*names: str) -> list[str]:
    return [item.strip() for item in _first_in_environment(*names).split(",")]


def client_options() -> Spec:
    """Return the options for reaching and entering the API: for all modules, documented in the fragment ``client``."""
    return {
        "api": {
            "type": "str",
            "choices": ["auto", "communications", "webdeployments"],
            "default": "auto",
            "fallback": environment("GENESYS_API"),
        },
        "region": {"type": "str", "fallback": environment("GENESYS_REGION", "GENESYSCLOUD_REGION")},
        "api_url": {"type": "str", "aliases": ["base_path"], "fallback": environment("GENESYS_BASE_PATH")},
        "login_url": {"type": "str", "fallback": environment("GENESYS_LOGIN_URL")},
        "guest_url": {"type": "str", "fallback": environment("GENESYS_GUEST_URL")},
        "messaging_url": {"type": "str", "fallback": environment("GENESYS_MESSAGING_URL")},
        "client_id": {
            "type": "str",
            "fallback": environment("GENESYS_CLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_ID"),
        },
        "client_secret": {
            "type": "str",
            "no_log": True,
            "fallback": environment("GENESYS_CLIENT_SECRET", "GENESYSCLOUD_OAUTHCLIENT_SECRET"),
        },
        "access_token": {
            "type": "str",
            "no_log": True,
            "fallback": environment("GENESYS_ACCESS_TOKEN", "GENESYSCLOUD_ACCESS_TOKEN"),
        },
        "token_cache": {"type": "path", "default": RUN, "fallback": environment("GENESYS_TOKEN_CACHE")},
        "scopes": {"type": "list", "elements": "str", "fallback": items_in_environment("GENESYS_SCOPES")},
        "timeout": {"type": "float", "default": 10, "fallback": environment("GENESYS_TIMEOUT")},
        "retries": {"type": "int", "default": 3, "fallback": environment("GENESYS_RETRIES")},
        "retry_after_max": {"type": "float", "default": 180, "fallback": environment("GENESYS_RETRY_AFTER_MAX")},
        "deadline": {"type": "float", "default": 300, "fallback": environment("GENESYS_DEADLINE")},
        "validate_certs": {"type": "bool", "default": True, "fallback": environment("GENESYS_VALIDATE_CERTS")},
        "ca_path": {"type": "path", "fallback": environment("GENESYS_CA_PATH")},
        "proxy": {"type": "str", "fallback": environment("GENESYS_PROXY")},
    }


def audit_options() -> Spec:
    return {"audit_log": {"type": "path"}}


def selection_options() -> Spec:
    return {"id": {"type": "str"}, "name": {"type": "str"}}


def info_options() -> Spec:
    """Return the options of every module that only reads objects."""
    return {**client_options(), **selection_options(), "name_glob": {"type": "str"}}


def naming_options() -> Spec:
    """Return the option for reading the names of objects that others refer to by id, documented in ``names``."""
    return {"resolve_names": {"type": "bool", "default": False}}


def whole_info_options() -> Spec:
    """Return the options for reading objects that a listing does not show whole."""
    return {**info_options(), **naming_options(), "skip_unreadable": {"type": "bool", "default": False}}


def desired_channel_options() -> Spec:
    """Return the options for the desired channel, in ``webmessaging_channel`` and in the fleet."""
    return fields.argument_spec(DESIRED_OPTIONS)


def publishing_options() -> Spec:
    """Return the options for touching objects of others, documented in the fragment ``publishing``."""
    return {
        "overwrite_draft": {"type": "bool", "default": False},
        "change_shared": {"type": "bool", "default": False},
    }


def waiting_options() -> Spec:
    """Return the options for creating and deleting an object of Web Deployments, and for the time to wait for that."""
    return {
        "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
        "wait": {"type": "bool", "default": True},
        "wait_timeout": {"type": "float", "default": 180},
    }


def configuration_options() -> Spec:
    """Return the options of a configuration beside its content, which ``configuration_schema`` lists."""
    return {
        **waiting_options(),
        "raw": {"type": "dict"},
        "publish": {"type": "bool", "default": True},
        "overwrite_draft": publishing_options()["overwrite_draft"],
    }


def deployment_options() -> Spec:
    return {
        **waiting_options(),
        "description": {"type": "str"},
        "configuration": {"type": "dict", "options": {**selection_options(), "version": {"type": "str"}}},
        "allow_all_domains": {"type": "bool"},
        "allowed_domains": {"type": "list", "elements": "str"},
        **fields.argument_spec(REFERRING),
        "status": {"type": "str", "choices": ["Active", "Inactive"]},
    }


def supported_content_options() -> Spec:
    return {
        **selection_options(),
        "state": waiting_options()["state"],
        "inbound": {"type": "list", "elements": "str"},
        "outbound": {"type": "list", "elements": "str"},
        "default": {"type": "bool"},
    }


def guest_options() -> Spec:
    return {
        "ids": {"type": "list", "elements": "str"},
        "compare": {"type": "bool", "default": False},
        "site": {"type": "str"},
        "connect": {"type": "str", "choices": list(DEPTHS), "default": NONE},
        "wait_for_version": {"type": "str"},
        "wait_for_versions": {"type": "dict"},
        "wait_timeout": waiting_options()["wait_timeout"],
        "workers": many_options()["workers"],
    }


def capability_options() -> Spec:
    return {
        "capabilities": {
            "type": "dict",
            "options": {
                "features": {"type": "list", "elements": "str"},
                "browser_support": {"type": "dict"},
                "session_limit": {"type": "int"},
            },
        }
    }


def fleet_options() -> Spec:
    desired = desired_channel_options()
    return {
        "channels": {
            "type": "list",
            "elements": "dict",
            "required": True,
            "options": {**selection_options(), "name_glob": {"type": "str"}, **desired},
        },
        "defaults": {"type": "dict", "options": desired},
        **many_options(),
    }


def many_options() -> Spec:
    """Return the options of a task for many objects."""
    return {
        "workers": {"type": "int", "default": 8},
        "token_pool_size": {"type": "int", "default": 1, "no_log": False},
        "on_error": {"type": "str", "choices": ["continue", "stop"], "default": "continue"},
    }


def webhook_options() -> Spec:
    return {
        "name": {"type": "str", "required": True},
        "description": {"type": "str"},
        "callback_url": {"type": "str"},
        "event_filters": {
            "type": "list",
            "elements": "dict",
            "options": {
                "resource": {"type": "str", "required": True},
                "action": {"type": "str", "required": True},
                "condition": {"type": "str"},
            },
        },
        "enabled": {"type": "bool", "default": True},
        "http_headers": {"type": "dict", "default": {"Content-Type": "application/json"}},
        "secret": {"type": "str", "no_log": True, "fallback": environment("WEBHOOK_SECRET")},
        "update_secret": {"type": "str", "choices": ["on_create", "always"], "default": "on_create", "no_log": False},
        "allow_http_callback": {"type": "bool", "default": False},
        "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    }


def notify_options() -> Spec:
    webhook = webhook_options()
    return {
        "url": {"type": "str", "required": True},
        "audit": {"type": "list", "elements": "dict", "required": True},
        **{option: webhook[option] for option in ("secret", "http_headers", "allow_http_callback")},
    }
