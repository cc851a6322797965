# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Regions: by AWS name or as a domain, and the addresses that follow."""

from __future__ import annotations

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils import _regions, _validation


@pytest.mark.parametrize(("region", "domain"), list(_regions.DOMAINS.items()))
def test_a_known_region_gives_good_addresses_in_any_case(region: str, domain: str) -> None:
    for spelling in (region, region.upper(), domain):
        assert _regions.problems(spelling) == []
        assert _regions.api_url(spelling) == f"https://api.{domain}"
    assert _validation.base_url("api_url", _regions.api_url(region), plain_http=False) == []
    assert _regions.login_url(_regions.api_url(region)) == f"https://login.{domain}"


def test_the_regions_of_the_sdk_are_known() -> None:
    assert len(_regions.DOMAINS) == len(set(_regions.DOMAINS.values())) == 18
    assert _regions.api_url("us-east-1") == _regions.DEFAULT_API_URL == "https://api.mypurecloud.com"
    assert _regions.api_url("eu-central-1") == "https://api.mypurecloud.de"


@pytest.mark.parametrize("domain", ["new1.pure.cloud", "mypurecloud.example", "a-b.c-d.museum"])
def test_any_domain_will_do_since_regions_appear_before_releases(domain: str) -> None:
    assert _regions.problems(domain) == []
    assert _regions.api_url(domain) == f"https://api.{domain}"


@pytest.mark.parametrize(
    "region",
    [
        "",
        "eu-central-9",
        "localhost",
        "https://api.mypurecloud.de",
        "mypurecloud.de/path",
        "mypurecloud.de:443",
        "user@mypurecloud.de",
        "mypurecloud.de?x",
        "mypurecloud.de#x",
        "mypurecloud..de",
        ".mypurecloud.de",
        "mypurecloud.de.",
        "-a.pure.cloud",
        "a-.pure.cloud",
        "my purecloud.de",
        "mypurecloud.de\n",
        "127.0.0.1",
        "m\u00fcpurecloud.de",
        f"{'a' * 64}.pure.cloud",
        ".".join(["abcdefgh"] * 30),
    ],
)
def test_what_is_neither_region_nor_domain_is_refused_and_the_known_ones_are_listed(region: str) -> None:
    (problem,) = _regions.problems(region)
    assert problem.option == "region"
    assert _validation.shown(region) in problem.reason
    assert "us-east-1" in problem.reason


@pytest.mark.parametrize("region", ["eu-centrl-1", "EU_CENTRAL_1", " eu-central-1"])
def test_a_slip_gets_a_suggestion(region: str) -> None:
    assert "Did you mean 'eu-central-1'?" in str(_regions.problems(region)[0])


@pytest.mark.parametrize(
    ("api", "login"),
    [
        ("https://api.mypurecloud.de", "https://login.mypurecloud.de"),
        ("HTTPS://API.mypurecloud.de", "HTTPS://login.mypurecloud.de"),
        ("https://api.example:8443/prefix", "https://login.example:8443/prefix"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("https://gateway.example/api.v2", "https://gateway.example/api.v2"),
        ("https://gateway.api.example", "https://gateway.api.example"),
        ("https://apis.example", "https://apis.example"),
    ],
)
def test_tokens_come_from_login_where_the_host_begins_with_api(api: str, login: str) -> None:
    assert _regions.login_url(api).partition("://")[2] == login.partition("://")[2]
