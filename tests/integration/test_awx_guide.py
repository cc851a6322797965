# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guide on AWX: its playbook reads what comes with the collection, and its tables hold what they say."""

from __future__ import annotations

import hmac
import re

import yaml

from ansible_collections.genesys.cloud.tests.unit.audit_entries import ENTRY
from tests.integration.ansible_process import ROOT, Ansible
from tests.integration.awx_configuration import read_configuration
from tests.integration.awx_rules import OBJECTS
from tests.integration.conftest import Modules
from tests.integration.guides import Guide
from tests.integration.secret_forms import WEBHOOK_SECRET
from tests.simulator.client import Simulator

GUIDE = Guide("awx.md")


def test_the_playbook_reads_what_comes_with_the_collection(ansible: Ansible) -> None:
    """All of it but the last task, which calls a role of another collection on an AWX."""
    GUIDE.write_files(ansible)
    path = ansible.folder / "set_up.yml"
    (play,) = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert play["tasks"].pop()["ansible.builtin.include_role"] == {"name": "infra.aap_configuration.dispatch"}
    told = {name: f"{{{{ {name} }}}}" for name in (*OBJECTS, "controller_credentials")}
    play["tasks"].append({"name": "Tell", "ansible.builtin.debug": {"msg": told}})
    path.write_text(yaml.safe_dump([play]), encoding="utf-8")
    names = ("client", "webhook", "target")
    secrets = {f"vault_{name}_secret": f"{name} secret" for name in names}
    (ansible.folder / "vault.yml").write_text(yaml.safe_dump(secrets), encoding="utf-8")
    installed = ansible.home / ".ansible"
    installed.mkdir()
    (installed / "collections").symlink_to(ROOT / "build/collections")

    ran = ansible.run("ansible-playbook", str(path))
    assert ran.status == 0, ran.output
    found = ran.of("Tell")["msg"]
    credentials = found.pop("controller_credentials")
    assert found == read_configuration(ansible)
    for credential, kind in zip(credentials, found["controller_credential_types"], strict=True):
        assert credential["credential_type"] == kind["name"]
        assert credential["inputs"].keys() <= {field["id"] for field in kind["inputs"]["fields"]}
    assert [each["inputs"]["client_secret"] for each in credentials] == ["client secret", "target secret"]
    assert credentials[0]["inputs"]["webhook_secret"] == "webhook secret"


def test_the_table_names_every_template(ansible: Ansible) -> None:
    names = [each["name"].partition(" | ")[2] for each in read_configuration(ansible)["controller_templates"]]
    section = GUIDE.text.partition("| job template |")[2].partition("\n\n")[0]
    assert sorted(re.findall(r"^\| (\w[\w ]*?) \|", section, re.MULTILINE)) == sorted(names)


def test_the_event_stream_s_credential_fits_what_is_sent(simulator: Simulator, modules: Modules) -> None:
    """As Event-Driven Ansible controller verifies it (eda-server, ``HMACAuthentication``)."""
    inputs = dict(re.findall(r"^\| [\w ]+ \| `(\w+)` \| `?(.*?)`? \|$", GUIDE.text, re.MULTILINE))
    assert inputs.keys() == {"secret", "hash_algorithm", "http_header_key", "signature_encoding", "signature_prefix"}
    assert inputs["signature_encoding"] == "hex"
    url = simulator.inbox_url("stream")
    modules.succeed("webmessaging_notify", url=url, secret=WEBHOOK_SECRET, audit=[ENTRY])
    (event,) = simulator.inbox("stream", at_least=1)
    digest = hmac.new(WEBHOOK_SECRET.encode(), event["body"].encode(), inputs["hash_algorithm"]).hexdigest()
    headers = {name.lower(): value for name, value in event["headers"].items()}
    assert headers[inputs["http_header_key"].lower()] == inputs["signature_prefix"] + digest
