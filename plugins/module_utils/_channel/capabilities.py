# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""The features and limits of a Web Messaging channel, and the validation of desired values against them. Pure.

Source of the defaults: the capability catalogue of the Communications contract (rich-media and video-calling on all
four browsers, co-browsing on Chrome and Edge, 1 to 2000 concurrent sessions).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Iterable, Mapping

from .._core.validation import (
    Problem,
    did_you_mean,
    shown,
    whole_number,
)

BROWSERS = ("chrome", "firefox", "safari", "edge")
FEATURES = ("rich-media", "typing-indicators", "file-sharing", "co-browsing", "video-calling")
BROWSER_SUPPORT = {
    "rich-media": ("chrome", "firefox", "safari", "edge"),
    "co-browsing": ("chrome", "edge"),
    "video-calling": ("chrome", "firefox", "safari", "edge"),
}
"""A feature without an entry works in every browser."""
SESSION_LIMIT = 2000


@dataclass(frozen=True)
class Capabilities:
    """The values that a task may set; the ``capabilities`` option can override every part."""

    features: tuple[str, ...] = FEATURES
    browser_support: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: dict(BROWSER_SUPPORT))
    session_limit: int = SESSION_LIMIT

    @property
    def browsers(self) -> tuple[str, ...]:
        """Return the four browsers of the contract and any other one in the browser matrix."""
        named = [browser for supported in self.browser_support.values() for browser in supported]
        return tuple(dict.fromkeys([*BROWSERS, *named]))


def from_options(options: Mapping[str, Any] | None) -> Capabilities:
    """Merge the ``capabilities`` option into the defaults; a feature's browsers replace its default ones."""
    options = options or {}
    features = options.get("features")
    support = options.get("browser_support")
    limit = options.get("session_limit")
    return Capabilities(
        features=FEATURES if features is None else tuple(features),
        browser_support={**BROWSER_SUPPORT, **{name: tuple(names) for name, names in (support or {}).items()}},
        session_limit=SESSION_LIMIT if limit is None else limit,
    )


def option_problems(options: Mapping[str, Any] | None) -> list[Problem]:
    """Validate the ``capabilities`` option itself."""
    options = options or {}
    found = []
    if options.get("session_limit") is not None:
        found += whole_number("capabilities.session_limit", options["session_limit"], 1, 2**31 - 1)
    support = options.get("browser_support")
    if support is not None and not isinstance(support, dict):
        found.append(
            Problem("capabilities.browser_support", f"{shown(support)} is not a mapping of a feature to browsers.")
        )
    elif support:
        for feature, browsers in support.items():
            if not isinstance(browsers, (list, tuple)) or not all(isinstance(item, str) for item in browsers):
                found.append(
                    Problem(f"capabilities.browser_support.{feature}", f"{shown(browsers)} is not a list of browsers.")
                )
    return found


def problems(
    capabilities: Capabilities, desired: Mapping[str, Any], target_browsers: Any, spelled: Mapping[str, str]
) -> list[Problem]:
    """Return every error in the desired values at once.

    ``desired`` holds any of max_concurrent_sessions, features, enable_features, disable_features. ``spelled`` maps a
    key to the option that it was given in, if that has another name (a path of ``configuration``).
    """
    found = []
    if "max_concurrent_sessions" in desired:
        option = spelled.get("max_concurrent_sessions", "max_concurrent_sessions")
        found += whole_number(option, desired["max_concurrent_sessions"], 1, capabilities.session_limit)
    for key in ("features", "enable_features", "disable_features"):
        if key in desired:
            found += _feature_list_problems(capabilities, spelled.get(key, key), desired[key])
    for key in ("features", "enable_features"):
        if key in desired:
            found += browser_problems(capabilities, spelled.get(key, key), desired[key], target_browsers)
    return found


def browser_problems(capabilities: Capabilities, option: str, features: Any, target_browsers: Any) -> list[Problem]:
    """Return the features that one of the target browsers does not support."""
    found = []
    for feature in dict.fromkeys(_strings(features)):
        supported = capabilities.browser_support.get(feature)
        if supported is None:
            continue
        missing = [browser for browser in _strings(target_browsers) if browser not in supported]
        missing = [browser for browser in missing if browser in capabilities.browsers]
        if missing:
            found.append(
                Problem(
                    option,
                    f"{feature} does not work in {', '.join(missing)}, which target_browsers lists. It works in "
                    f"{', '.join(supported)}: leave out the feature or the browser.",
                )
            )
    return found


def browser_list_problems(capabilities: Capabilities, browsers: Any) -> list[Problem]:
    """Validate the option ``target_browsers`` itself."""
    if browsers is None:
        return []
    if not isinstance(browsers, (list, tuple)):
        return [Problem("target_browsers", f"{shown(browsers)} is not a list of browsers.")]
    return [
        Problem(
            "target_browsers",
            f"{shown(browser)} is not a known browser.{did_you_mean(browser, capabilities.browsers)} "
            f"Known: {', '.join(capabilities.browsers)}.",
        )
        for browser in _once(browsers)
        if browser not in capabilities.browsers
    ]


def _feature_list_problems(capabilities: Capabilities, option: str, features: Any) -> list[Problem]:
    if not isinstance(features, (list, tuple)):
        return [Problem(option, f"{shown(features)} is not a list of features; write [] for none.")]
    found = []
    for feature in _once(features):
        if feature not in capabilities.features:
            known = ", ".join(capabilities.features)
            suggestion = did_you_mean(feature, capabilities.features)
            found.append(Problem(option, f"{shown(feature)} is not a known feature.{suggestion} Known: {known}."))
        elif list(features).count(feature) > 1:
            found.append(Problem(option, f"{shown(feature)} is in the list more than once; list it once."))
    return found


def _strings(values: Any) -> list[str]:
    return [value for value in values if isinstance(value, str)] if isinstance(values, (list, tuple)) else []


def _once(values: Iterable[Any]) -> list[Any]:
    """Return each value once, in order; unlike ``dict.fromkeys`` also values that cannot be hashed."""
    seen: list[Any] = []
    for value in values:
        if value not in seen:
            seen.append(value)
    return seen
