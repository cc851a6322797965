# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which permissions a request needs: those of that very path."""

from __future__ import annotations

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments.permissions import permissions_for

BASE = "/api/v2/webdeployments"
CONTENT = "/api/v2/conversations/messaging/supportedcontent"


@pytest.mark.parametrize(
    ("method", "path", "needed"),
    [
        ("GET", f"{BASE}/configurations", ["configuration:view"]),
        ("GET", f"{BASE}/configurations/one/versions/draft", ["configuration:view"]),
        ("POST", f"{BASE}/configurations", ["configuration:add"]),
        ("PUT", f"{BASE}/configurations/one/versions/draft", ["configuration:edit"]),
        ("POST", f"{BASE}/configurations/one/versions/draft/publish", ["configuration:edit", "configuration:add"]),
        ("DELETE", f"{BASE}/configurations/one", ["configuration:delete"]),
        ("GET", f"{BASE}/deployments", ["deployment:view"]),
        ("GET", f"{BASE}/deployments/one", ["deployment:view"]),
        ("PUT", f"{BASE}/deployments/one", ["deployment:edit"]),
        ("GET", f"{BASE}/deployments/one/identityresolution", ["deployment:view", "identityResolution:view"]),
        ("PUT", f"{BASE}/deployments/one/identityresolution", ["deployment:edit", "identityResolution:edit"]),
    ],
)
def test_each_path_has_its_own(method: str, path: str, needed: list[str]) -> None:
    assert permissions_for(method, path) == tuple(f"webDeployments:{name}" for name in needed)


@pytest.mark.parametrize(
    ("method", "path", "needed"),
    [
        ("GET", CONTENT, "view"),
        ("GET", f"{CONTENT}/one", "view"),
        ("GET", f"{CONTENT}/default", "view"),
        ("POST", CONTENT, "add"),
        ("PATCH", f"{CONTENT}/one", "edit"),
        ("PUT", f"{CONTENT}/default", "edit"),
        ("DELETE", f"{CONTENT}/one", "delete"),
    ],
)
def test_content_profiles_have_their_own(method: str, path: str, needed: str) -> None:
    assert permissions_for(method, path) == (f"messaging:supportedContent:{needed}",)


def test_audits_need_one_whatever_is_asked_of_them_and_what_nobody_knows_none() -> None:
    for method in ("GET", "POST"):
        assert permissions_for(method, "/api/v2/audits/query/realtime") == ("audits:audit:view",)
    assert permissions_for("GET", "/api/v2/communications/channels") == ()
    assert permissions_for("PATCH", f"{BASE}/deployments") == ()
