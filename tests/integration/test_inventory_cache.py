# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory's cache: when it serves, when it does not, and that no credential is in it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tests.integration.ansible_process import Ansible
from tests.integration.channels import org, stored
from tests.integration.inventories import LISTING, complaint, listed, source
from tests.integration.secret_forms import forms
from tests.simulator.client import Simulator


def cached_source(ansible: Ansible, name: str = "my.webmessaging.yml", **options: Any) -> Path:
    folder = str(ansible.folder / "cache")
    cache = {"cache": True, "cache_plugin": "ansible.builtin.jsonfile", "cache_connection": folder}
    return source(ansible, name, **{**cache, **options})


def test_a_second_run_sends_nothing_until_it_is_flushed(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset("mixed:30")
    path = cached_source(ansible)
    first = listed(ansible, path)
    simulator.reset(org(stored(id="new")))
    assert listed(ansible, path) == first
    assert simulator.requests() == []
    assert listed(ansible, path, "--flush-cache")["webmessaging"]["hosts"] == ["new"]
    assert simulator.requests() == LISTING
    assert listed(ansible, path)["webmessaging"]["hosts"] == ["new"]
    assert simulator.requests() == LISTING


def test_what_comes_from_the_cache_is_not_templated_either(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(org(stored(name="{{ lookup('env', 'HOME') }}")))
    path = cached_source(ansible)
    listed(ansible, path)
    task = {"name": "Show", "ansible.builtin.debug": {"msg": "{{ webmessaging_name }}"}}
    ran = ansible.playbook([task], "-i", str(path), hosts="webmessaging")
    assert ran.of("Show")["msg"] == "{{ lookup('env', 'HOME') }}"
    assert simulator.requests() == LISTING


def test_an_expired_cache_is_read_anew(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(org(stored(id="old")))
    path = cached_source(ansible, cache_timeout=3600)
    listed(ansible, path)
    for file in (ansible.folder / "cache").iterdir():
        # Ansible goes by the time of the file; 1970 is long ago.
        os.utime(file, (0, 0))
    simulator.reset(org(stored(id="new")))
    assert listed(ansible, path)["webmessaging"]["hosts"] == ["new"]
    assert simulator.requests() == LISTING


def test_without_cache_every_run_reads(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(org())
    path = source(ansible)
    assert listed(ansible, path) == listed(ansible, path)
    assert simulator.requests() == LISTING * 2


def test_a_cache_serves_only_the_same_question(simulator: Simulator, ansible: Ansible) -> None:
    """Another pattern, or another client and so perhaps another org, is another question."""
    simulator.reset(org(stored(id="eu", name="EU"), stored(id="us", name="US")))
    assert listed(ansible, cached_source(ansible))["webmessaging"]["hosts"] == ["eu", "us"]
    assert listed(ansible, cached_source(ansible, name_glob="U*"))["webmessaging"]["hosts"] == ["us"]
    assert simulator.requests() == LISTING * 2
    ansible.environment["GENESYS_CLIENT_ID"] = "another"
    assert "invalid_client" in complaint(ansible, cached_source(ansible))


def test_a_cache_holds_no_credential(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(org())
    secret = ansible.environment["GENESYS_CLIENT_SECRET"]
    listed(ansible, cached_source(ansible))
    # A server that repeats what it was sent.
    token = "given+token/with=odd&characters"
    echoing = stored(id="echo", name=f"Bearer {token}", configuration={"webchat": {}, token: [secret, token]})
    body = {"entities": [echoing], "total": 1, "pageCount": 1, "pageSize": 100, "pageNumber": 1}
    simulator.fault("GET", ".*", {"respond": {"status": 200, "body": body}}, times=None)
    path = cached_source(ansible, "other.webmessaging.yml", access_token=token, client_secret=secret)
    assert listed(ansible, path)["webmessaging"]["hosts"] == ["echo"]
    files = [file.read_text() for file in (ansible.folder / "cache").iterdir()]
    assert len(files) == 2
    spelled = [text for each in (secret, token) for text in forms(each).values()]
    assert [text for text in spelled for file in files if text in file] == []


def test_a_failure_is_not_cached(simulator: Simulator, ansible: Ansible) -> None:
    simulator.reset(org())
    simulator.fault("GET", ".*", {"respond": {"status": 403, "code": "missing.permission"}})
    path = cached_source(ansible)
    assert "missing.permission" in complaint(ansible, path)
    assert listed(ansible, path)["webmessaging"]["hosts"] == [stored()["id"]]
