# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rule of the messenger's script for sites; an entry is refused if and only if it can match no host name."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments import site

LABELS = st.sampled_from(["a", "b", "shop", "www", "xn--bcher-kva", "localhost", "10"])
HOSTS = st.lists(LABELS, min_size=1, max_size=4).map(".".join)
STRANGE = st.sampled_from(["https://", ":8443", "/", "*.", "*", " ", "\t", "?", "#", "@", ",", "\\"])


@pytest.mark.parametrize(
    ("host", "entry", "wanted"),
    [
        ("shop.example", "shop.example", True),
        ("Shop.Example", "shop.EXAMPLE", True),
        ("www.shop.example", "shop.example", True),
        ("a.b.shop.example", "shop.example", True),
        ("myshop.example", "shop.example", False),
        ("shop.example", "www.shop.example", False),
        ("shop.example.evil", "shop.example", False),
        ("shop.example", "", False),
    ],
)
def test_an_entry_allows_its_host_and_the_hosts_below(host: str, entry: str, wanted: bool) -> None:
    assert site.matches(host, entry) is wanted
    assert site.may_open(host, ["other.example", entry]) is wanted


def test_no_entry_allows_nobody() -> None:
    assert site.may_open("shop.example", []) is False


@given(HOSTS, HOSTS)
def test_a_host_is_allowed_by_itself_and_by_what_it_is_below(host: str, below: str) -> None:
    assert all(site.may_open(each, [host]) for each in (host, f"{below}.{host}"))
    assert site.entry_problems("allowed_domains[0]", host) == site.problems("site", host) == []


@given(HOSTS, HOSTS, STRANGE, st.data())
def test_what_is_refused_matches_no_host(host: str, other: str, strange: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(host)))
    entry = host[:at] + strange + host[at:]
    assert len(site.entry_problems("allowed_domains[0]", entry)) == 1
    assert not any(site.matches(each, entry) for each in (host, other, f"{other}.{host}"))


@pytest.mark.parametrize("value", ["shop.example", "localhost", "Shop.Example", "xn--bcher-kva.example", "10.1.2.3"])
def test_a_host_name_can_match_a_site(value: str) -> None:
    assert site.entry_problems("allowed_domains[0]", value) == []


@pytest.mark.parametrize(
    "value",
    [
        "https://shop.example/x?y#z",
        "//shop.example",
        "*.shop.example",
        "shop.example:8443",
        " shop.example ",
        ".shop.example",
    ],
)
def test_what_can_match_no_site_is_told_with_what_was_meant(value: str) -> None:
    (problem,) = site.entry_problems("allowed_domains[0]", value)
    assert str(problem).startswith(f"allowed_domains[0]: {value!r} matches no site")
    assert "Write 'shop.example', which stands for its subdomains too." in str(problem)


@pytest.mark.parametrize("value", ["", "*", "two words", "a.example, b.example", None, 5, [], {}])
def test_what_is_no_host_name_at_all_is_no_crash(value: Any) -> None:
    (problem,) = site.entry_problems("allowed_domains[0]", value)
    assert "Write" not in str(problem)


@pytest.mark.parametrize("value", ["https://shop.example/x", "shop.example:8443", "*.shop.example"])
def test_a_site_with_more_than_a_host_is_told_with_the_host(value: str) -> None:
    (problem,) = site.problems("site", value)
    assert str(problem).startswith(f"site: {value!r} is no host name")
    assert "Write 'shop.example', which is the host name in it." in str(problem)
