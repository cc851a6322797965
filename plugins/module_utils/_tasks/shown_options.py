# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Mask a task's options before they are shown with its result, and find misplaced secrets in them. Pure.

Ansible masks the values of secret options in their place. It shows a secret in another place, below ``routing`` or as
``client_secert``, with every refusal.
"""

from __future__ import annotations

import re
from typing import Any, Iterator, Mapping

from .._communications import webhook
from .._core.redact import (
    HIDDEN,
    MASK,
    Redactor,
    is_sensitive_header,
    is_sensitive_name,
    shown_url,
)

_URL = re.compile(r"[A-Za-z0-9+.-]://\S+")
"""From the last character of the scheme on: a search for its first one would take seconds in a long text."""
HEADERS = "http_headers"


def shown_options(spec: Mapping[str, Any], params: Mapping[str, Any], redactor: Redactor) -> dict[str, Any]:
    """Return the options for the result: unknown and misplaced values are masked."""
    rules = _rules(spec)
    return {
        str(name): _shown(rules[name], value, redactor, name) if name in rules else MASK
        for name, value in params.items()
    }


def misplaced_secrets(spec: Mapping[str, Any], params: Mapping[str, Any]) -> Iterator[str]:
    """Yield every text under a name such as ``client_secret`` at a place without such an option."""
    rules = _rules(spec)
    for name, value in params.items():
        rule = rules.get(name)
        if rule is None:
            yield from _texts(value) if is_sensitive_name(str(name)) else _secrets_in_data(value)
        elif "options" in rule:
            for item in value if isinstance(value, (list, tuple)) else [value]:
                yield from misplaced_secrets(rule["options"], item) if isinstance(item, Mapping) else ()
        elif isinstance(value, (Mapping, list, tuple)) and name != HEADERS:
            yield from _secrets_in_data(value)


def secrets_in_unreadable(option: str, value: Any) -> Iterator[str]:
    """Yield the parts of a value of the wrong type that the refusal must not show."""
    if option.rpartition(".")[2] == HEADERS:
        yield from webhook.header_secrets([value])
    elif isinstance(value, str):
        yield from [value] if is_sensitive_name(value) else []
    else:
        yield from _secrets_in_data(value)


def _secrets_in_data(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _texts(item) if is_sensitive_name(str(name)) else _secrets_in_data(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _secrets_in_data(item)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def _rules(spec: Mapping[str, Any]) -> dict[Any, Mapping[str, Any]]:
    """Return the rules by every name and alias of an option."""
    return {name: rule for option, rule in spec.items() for name in (option, *rule.get("aliases", ()))}


def _shown(rule: Mapping[str, Any], value: Any, redactor: Redactor, name: str) -> Any:
    if value is None or isinstance(value, bool) or value == rule.get("default", MASK):
        return value
    if rule.get("no_log"):
        return MASK if value else value
    if "options" in rule:
        return _shown_parts(rule, value, redactor)
    if isinstance(value, str) and value in rule.get("choices", ()):
        return value
    is_simple = rule.get("type", "str") not in ("dict", "list", "raw")
    if is_simple and isinstance(value, (Mapping, list, tuple)):
        return MASK
    if name == HEADERS and isinstance(value, Mapping):
        return {
            redactor.data(header): HIDDEN if is_sensitive_header(str(header)) else redactor.data(item)
            for header, item in value.items()
        }
    return redactor.data(_without_secrets(value))


def _shown_parts(rule: Mapping[str, Any], value: Any, redactor: Redactor) -> Any:
    """Mask suboptions; anything else in their place could be a secret."""
    if isinstance(value, Mapping):
        return shown_options(rule["options"], value, redactor)
    if isinstance(value, (list, tuple)) and rule.get("type") == "list":
        return [_shown_parts(rule, item, redactor) for item in value]
    return value if value is None else MASK


def _without_secrets(value: Any) -> Any:
    """Mask free data: values with the name of a secret, and the credentials in URLs."""
    if isinstance(value, str):
        return _URL.sub(lambda url: shown_url(url.group()), value)
    if isinstance(value, Mapping):
        return {
            name: MASK if is_sensitive_name(str(name)) and isinstance(item, str) else _without_secrets(item)
            for name, item in value.items()
        }
    return [_without_secrets(item) for item in value] if isinstance(value, (list, tuple)) else value
