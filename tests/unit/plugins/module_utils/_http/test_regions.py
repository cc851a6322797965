# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Regions: by AWS name or as a domain, and the addresses that follow."""

from __future__ import annotations

import pytest

from ansible_collections.genesys.cloud.plugins.module_utils._core import validation
from ansible_collections.genesys.cloud.plugins.module_utils._http import regions

# Of each region the host of its API and that of its login service (Terraform provider getRegionMap, SDK 269
# purecloud_region_hosts.py), written out, so that a slip in our table or in the rule behind it shows.
HOSTS = """
us-east-1       api.mypurecloud.com         login.mypurecloud.com
us-east-2       api.use2.us-gov-pure.cloud  login.use2.us-gov-pure.cloud
us-west-2       api.usw2.pure.cloud         login.usw2.pure.cloud
ca-central-1    api.cac1.pure.cloud         login.cac1.pure.cloud
mx-central-1    api.mxc1.pure.cloud         login.mxc1.pure.cloud
sa-east-1       api.sae1.pure.cloud         login.sae1.pure.cloud
eu-west-1       api.mypurecloud.ie          login.mypurecloud.ie
eu-west-2       api.euw2.pure.cloud         login.euw2.pure.cloud
eu-central-1    api.mypurecloud.de          login.mypurecloud.de
eu-central-2    api.euc2.pure.cloud         login.euc2.pure.cloud
eusc-de-east-1  api.edee1.eusc-pure.cloud   login.edee1.eusc-pure.cloud
me-central-1    api.mec1.pure.cloud         login.mec1.pure.cloud
ap-south-1      api.aps1.pure.cloud         login.aps1.pure.cloud
ap-southeast-1  api.apse1.pure.cloud        login.apse1.pure.cloud
ap-southeast-2  api.mypurecloud.com.au      login.mypurecloud.com.au
ap-northeast-1  api.mypurecloud.jp          login.mypurecloud.jp
ap-northeast-2  api.apne2.pure.cloud        login.apne2.pure.cloud
ap-northeast-3  api.apne3.pure.cloud        login.apne3.pure.cloud
"""


def test_every_region_leads_to_its_two_hosts_by_name_and_by_domain() -> None:
    by_name: list[list[str]] = []
    by_domain: list[list[str]] = []
    for region, domain in regions.DOMAINS.items():
        for rows, spelling in ((by_name, region), (by_domain, domain)):
            api = regions.api_url(spelling)
            rows.append([region, *(url.replace("https://", "") for url in (api, regions.login_url(api)))])
    assert sorted(by_name) == sorted(by_domain) == sorted(line.split() for line in HOSTS.strip().splitlines())


@pytest.mark.parametrize(("region", "domain"), list(regions.DOMAINS.items()))
def test_a_known_region_gives_good_addresses_in_any_case(region: str, domain: str) -> None:
    for spelling in (region, region.upper(), domain):
        assert regions.problems(spelling) == []
        assert regions.api_url(spelling) == f"https://api.{domain}"
    assert validation.base_url("api_url", regions.api_url(region), plain_http=False) == []
    assert regions.login_url(regions.api_url(region)) == f"https://login.{domain}"


def test_the_regions_of_the_sdk_are_known() -> None:
    assert len(regions.DOMAINS) == len(set(regions.DOMAINS.values())) == 18
    assert regions.api_url("us-east-1") == regions.DEFAULT_API_URL == "https://api.mypurecloud.com"
    assert regions.api_url("eu-central-1") == "https://api.mypurecloud.de"


@pytest.mark.parametrize("domain", ["new1.pure.cloud", "mypurecloud.example", "a-b.c-d.museum"])
def test_any_domain_will_do_since_regions_appear_before_releases(domain: str) -> None:
    assert regions.problems(domain) == []
    assert regions.api_url(domain) == f"https://api.{domain}"


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
    (problem,) = regions.problems(region)
    assert problem.option == "region"
    assert validation.shown(region) in problem.reason
    assert "us-east-1" in problem.reason


@pytest.mark.parametrize("region", ["eu-centrl-1", "EU_CENTRAL_1", " eu-central-1"])
def test_a_slip_gets_a_suggestion(region: str) -> None:
    assert "Did you mean 'eu-central-1'?" in str(regions.problems(region)[0])


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
    assert regions.login_url(api).partition("://")[2] == login.partition("://")[2]


@pytest.mark.parametrize(
    ("login", "named"),
    [
        ("https://login.mypurecloud.de/oauth/token", "login.mypurecloud.de (region eu-central-1)"),
        ("https://LOGIN.MyPureCloud.com", "login.mypurecloud.com (region us-east-1)"),
        ("https://login.new1.pure.cloud", "login.new1.pure.cloud"),
        ("http://127.0.0.1:8080/prefix/oauth/token", "127.0.0.1:8080"),
    ],
)
def test_a_login_address_is_named_with_its_region(login: str, named: str) -> None:
    assert regions.named_at(login) == named
