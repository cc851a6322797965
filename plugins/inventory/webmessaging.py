# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: webmessaging
short_description: Genesys Cloud Web Messaging channels as hosts
version_added: 0.1.0
description:
  - Makes every Web Messaging channel of an org a host, so that C(--limit), C(serial), groups and job slices work on
    channels.
  - The source is a YAML file whose name ends in C(webmessaging.yml) or C(webmessaging.yaml).
  - Each host has a variable C(webmessaging_<key>) for each key of a channel that
    M(genesys.cloud.webmessaging_channel_info) returns, such as C(webmessaging_id), C(webmessaging_name),
    C(webmessaging_features), C(webmessaging_routing) and, on Web Deployments, C(webmessaging_deployment) and
    C(webmessaging_version). There, C(webmessaging_flow_name) is the name of the flow. Jinja in these variables is never
    evaluated.
  - Each host also has C(ansible_connection=local).
  - All hosts are in the group C(webmessaging), in the order of the listing.
  - On Web Deployments, the listing costs one token, one request for each 300 deployments, and one for detection unless
    O(api) is set. On the Communications API, it costs one token and one request for each 100 channels of any type. The
    tasks of the run use the same token (see O(token_cache)).
  - On Web Deployments, the OAuth client needs the permissions C(webDeployments:deployment:view) and
    C(webDeployments:configuration:view). On the Communications API, it needs the scope C(communications:read).
author:
  - the genesys.cloud authors (@genesys-cloud-ansible)
extends_documentation_fragment:
  - genesys.cloud.client
  - genesys.cloud.names.channel_info
  - constructed
  - inventory_cache
options:
  plugin:
    description: The name of this plugin. It tells Ansible to read the file with it.
    type: str
    required: true
    choices: [genesys.cloud.webmessaging]
  name_glob:
    description:
      - Include only channels whose name matches this shell pattern (V(*), V(?), V([abc])). Case matters.
    type: str
  hostnames:
    description:
      - How to name a host, in order of preference. A host gets the first of these names that no other host has, or else
        the channel's id.
      - A V(name) keeps letters, digits, C(_), C(-) and C(.). Any run of other characters becomes one C(_), since
        Ansible splits, expands or evaluates them. The name is not used if two channels would get the same one, if a
        group or a host of another source has it, or if it is C(localhost). A warning counts these channels.
      - An id never changes and is never shared, not even with a host of another inventory source.
    type: list
    elements: str
    choices: [id, name]
    default: [id]
notes:
  - The options of the client, O(name_glob) and O(resolve_names) can be Jinja templates, with lookups, and with extra
    variables if O(use_extra_vars) is set. The plugin checks them together, before any request, with the same messages
    as the modules.
  - A cache holds the channels and no credentials. The plugin uses it while the source, O(name_glob), the addresses,
    O(client_id) and O(scopes) stay the same. C(--flush-cache) or C(meta=refresh_inventory) reads the channels again.
  - By default, if a source fails, Ansible only warns and continues without its hosts. Set
    E(ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED) to V(true) to make this an error.
  - Take C(client_secret) from the environment or from a lookup. If this plugin fails, Ansible tries its other plugins
    on the file, and their messages can quote a line of it.
seealso:
  - module: genesys.cloud.webmessaging_channels
  - module: genesys.cloud.webmessaging_channel_info
"""

EXAMPLES = r"""
# fmt: yaml+jinja
# webmessaging.yml: all channels, with the address and the credentials from the environment
plugin: genesys.cloud.webmessaging

---
# eu.webmessaging.yml: some channels of an org in Frankfurt, with the secret from HashiCorp Vault
plugin: genesys.cloud.webmessaging
region: eu-central-1
client_id: 0a1b2c3d-4e5f-6789-abcd-ef0123456789
client_secret: "{{ lookup('community.hashi_vault.hashi_vault', 'secret/genesys:client_secret') }}"
name_glob: "EU *"
hostnames: [name]

---
# grouped.webmessaging.yml: groups such as feature_co_browsing and assisted
plugin: genesys.cloud.webmessaging
strict: true
keyed_groups:
  - key: webmessaging_features
    prefix: feature
groups:
  assisted: "'co-browsing' in webmessaging_features"

---
# deployed.webmessaging.yml: on Web Deployments, groups such as status_Inactive, and a variable of your own
plugin: genesys.cloud.webmessaging
api: webdeployments
strict: true
keyed_groups:
  - key: webmessaging_deployment.status
    prefix: status
compose:
  pinned: webmessaging_version

---
# sessions.webmessaging.yml: on the Communications contract, groups such as queue_queue_123 and large
plugin: genesys.cloud.webmessaging
api: communications
scopes: [communications:read]
strict: true
keyed_groups:
  - key: webmessaging_routing.queue_id
    prefix: queue
    default_value: none
groups:
  large: (webmessaging_max_concurrent_sessions or 0) > 500
compose:
  theme: (webmessaging_configuration.branding | default({})).theme | default('light')

---
# cached.webmessaging.yml: through a slow gateway, and cached for ten minutes
plugin: genesys.cloud.webmessaging
api_url: https://gateway.example/genesys
login_url: https://gateway.example/genesys-login
access_token: "{{ lookup('ansible.builtin.env', 'GATEWAY_TOKEN') }}"
timeout: 30
retries: 5
retry_after_max: 60
deadline: 120
ca_path: /etc/ssl/certs/gateway.pem
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: /var/cache/ansible/genesys
cache_timeout: 600
"""

import hashlib
import json
from typing import Any, Mapping

from ansible.errors import AnsibleError, AnsibleParserError
from ansible.inventory.data import InventoryData
from ansible.module_utils.basic import missing_required_lib
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable

from ..module_utils._core.redact import Redactor
from ..module_utils._http import connection
from ..module_utils._http.transport import MissingLibrary
from ..module_utils._http.version import VERSION
from ..module_utils._tasks.channel import INVENTORY
from ..module_utils._tasks.runner import Caller, Options, execute, new_connections
from ..module_utils._use_cases.channels import FLOW_NAME
from ..plugin_utils._data import as_data, as_own, plain
from ..plugin_utils._export.host_names import GROUP, host_names
from ..plugin_utils._options import read
from ..plugin_utils._run.current_run import shows_progress
from ..plugin_utils._run_folder import run_folder

READ_BY_TASK = {name for option, rule in INVENTORY.argument_spec.items() for name in (option, *rule.get("aliases", ()))}


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    NAME = "genesys.cloud.webmessaging"
    inventory: Any

    def verify_file(self, path: str) -> bool:
        return path.endswith(("webmessaging.yml", "webmessaging.yaml")) and bool(super().verify_file(path))

    def set_options(self, task_keys: Any = None, var_options: Any = None, direct: Any = None) -> None:
        """Keep the task's options away from Ansible's own reading.

        Ansible would check the type of a template, take an empty environment variable for a value, and stop at the
        first error.
        """
        own = {name: value for name, value in (direct or {}).items() if name not in READ_BY_TASK}
        super().set_options(task_keys=task_keys, var_options=var_options, direct=own)

    def parse(self, inventory: Any, loader: Any, path: str, cache: bool = True) -> None:
        super().parse(inventory, loader, path, cache)
        written = self._read_config_data(path)
        options = read(INVENTORY, self._templated(written))
        self._populate(self._channels(options, path, cache))

    def _templated(self, written: Mapping[str, Any]) -> dict[str, Any]:
        """Return the task's options with their templates resolved, and the unknown ones, which the task refuses."""
        redactor = Redactor(connection.secrets({name: str(value) for name, value in written.items() if value}))
        self.templar.available_variables = (self._vars or {}) if self.get_option("use_extra_vars") else {}
        found = {}
        for name, value in written.items():
            if name in READ_BY_TASK or not self.has_option(name):
                try:
                    found[name] = self.templar.template(value)
                except AnsibleError as error:
                    raise AnsibleParserError(f"Cannot template {name}: {redactor.text(str(error))}") from None
        values: dict[str, Any] = plain(found)
        return values

    def _channels(self, options: Options, path: str, may_read_cache: bool) -> list[dict[str, Any]]:
        if not self.get_option("cache"):
            return self._listed(options)
        key = f"{self.get_cache_key(path)}_{_digest(options)}"
        if may_read_cache:
            try:
                cached: list[dict[str, Any]] = self._cache[key]
            except KeyError:
                pass
            else:
                return cached
        self._cache[key] = channels = self._listed(options)
        return channels

    def _listed(self, options: Options) -> list[dict[str, Any]]:
        connections = new_connections()
        try:
            finished = execute(INVENTORY, options, False, connections, Caller(self._say, run_folder=run_folder()))
        except MissingLibrary as error:
            raise AnsibleParserError(missing_required_lib(error.library)) from None
        finally:
            connections.close()
        for warning in finished.warnings:
            self.display.warning(warning)
        if finished.failed:
            raise AnsibleParserError(finished.result["msg"])
        channels: list[dict[str, Any]] = plain(finished.result["channels"])
        return channels

    def _populate(self, channels: list[dict[str, Any]]) -> None:
        preferred = self.get_option("hostnames")
        taken = self._taken(channels) if preferred[:1] == ["name"] else set()
        hosts = host_names(channels, preferred, taken)
        self._add_all(hosts, channels)
        if preferred[:1] == ["name"]:
            nameless = sum(host == channel["id"] for host, channel in zip(hosts, channels))
            if nameless:
                self.display.warning(
                    f"{nameless} of {len(hosts)} channels are called by their id: others have their name too, or it "
                    "cannot be a host name."
                )

    def _taken(self, channels: list[dict[str, Any]]) -> set[str]:
        """Return names of groups, for which Ansible would take a host of that name, and of hosts of other sources."""
        real, self.inventory = self.inventory, InventoryData()
        try:
            self._add_all(host_names(channels, ["id"], set()), channels)
            return {*self.inventory.groups, *real.groups, *real.hosts}
        finally:
            self.inventory = real

    def _add_all(self, hosts: list[str], channels: list[dict[str, Any]]) -> None:
        self.inventory.add_group(GROUP)
        for host, channel in zip(hosts, channels):
            named = {FLOW_NAME: channel["routing"][FLOW_NAME]} if FLOW_NAME in channel["routing"] else {}
            shown = {**channel, **named}
            self._add(host, {f"webmessaging_{key}": as_data(value) for key, value in shown.items()})

    def _add(self, host: str, variables: dict[str, Any]) -> None:
        self.inventory.add_host(host, group=GROUP)
        for name, value in {**variables, "ansible_connection": as_own("local")}.items():
            self.inventory.set_variable(host, name, value)
        strict = self.get_option("strict")
        self._set_composite_vars(self.get_option("compose"), variables, host, strict=strict)
        self._add_host_to_composed_groups(self.get_option("groups"), variables, host, strict=strict)
        self._add_host_to_keyed_groups(self.get_option("keyed_groups"), variables, host, strict=strict)

    def _say(self, text: str) -> None:
        """Write to stderr: ``ansible-inventory --list`` prints JSON to stdout."""
        if shows_progress():
            self.display.display(f"[{self.NAME}] {text}", stderr=True)


def _digest(options: Options) -> str:
    """Hash everything that the channels depend on, so that each org has a cache of its own. No secret, no token."""
    used = ("region", "api_url", "login_url", "client_id", "scopes", "name_glob", "resolve_names")
    named = {name: options.params.get(name) for name in used}
    text = json.dumps([VERSION, named, "region" in options.given], sort_keys=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:16]
