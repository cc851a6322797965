# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Event source ``genesys.cloud.webmessaging_changes``."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

DOCUMENTATION = r"""
---
short_description: Follow what anybody changes in an org's Web Deployments and supported content profiles.
description:
  - An ansible-rulebook event source plugin that reports every change to the Web Deployments of a Genesys Cloud org and
    to its supported content profiles, whoever makes it. It polls the org's audit trail, since Genesys has no webhooks
    for them. It does not report refused attempts.
  - The audit trail has Web Deployments and profiles under two services, WebDeployments and Messaging. When it starts,
    the source asks which of the two audit queries serves them in this org (GET
    /api/v2/audits/query/realtime/servicemapping). With the realtime query, a poll takes one request for each service,
    each 500 of its changes and each day. With the asynchronous query, it takes four or more, and an answer takes
    seconds. If the org serves Messaging in neither query, the source warns once and follows only Web Deployments.
  - Each change is one event. With a checkpoint file, a restart neither repeats nor loses an event. After a long
    downtime, the source reads the audit trail from the oldest day to the newest, and writes the checkpoint after each
    day. The realtime query holds 14 days; older changes come from the asynchronous query, a year at most. After a
    crash, the source can repeat the changes of the day that it was reading, with the same ids.
  - A change that the audit trail shows later than overlap is lost.
  - An event has the format that eda.builtin.webhook gives the deliveries of a Genesys Cloud webhook. Under payload are
    id, sequence (the change's time in milliseconds), webhookId (genesys.cloud.webmessaging_changes), resource
    (deployment, configuration, configuration_version, supported_content, conversation_default_supported_content),
    action (created, updated, deleted, published), timestamp, entity (id and name) and audit, the original entry of the
    audit trail, with the user or client and the changed properties. meta.uuid is the id of the entry.
  - The OAuth client needs the permission audits:audit:view.
  - A published configuration is always reported as configuration_version and published, whether the audit trail calls
    it Publish or Create.
  - The source retries transient faults like every module, then logs them and continues to poll at growing intervals.
    Wrong credentials, a missing permission and wrong arguments end the source.
  - Requires ansible-core and requests in the Python that runs ansible-rulebook.
options:
  checkpoint:
    description:
      - A file that stores the position in the audit trail. Its mode is 0600, and it must not be in a folder that others
        can write to. Without it, each start begins again.
    type: path
  since:
    description:
      - If there is no checkpoint yet, report changes since this time, such as 2026-11-22T10:15:30Z. It can be up to a
        year ago. Without it, the source reports changes from now on, by the service's clock.
    type: str
  interval:
    description:
      - Seconds between two polls, 10 or more.
      - Each poll is two requests that Genesys counts against the org's fair use. At 30 s these are 172,800 a month, and
        at 300 s 17,280. A billable user adds 10,000 (Communicate) to 140,000 (CX 3) a month to the org's allowance.
    type: float
    default: 30
  overlap:
    description:
      - The maximum delay in seconds until a change becomes visible in the audit trail, at most 86400, a day. The source
        does not report later changes. Genesys promises no limit. A longer overlap costs no request.
    type: float
    default: 120
  ignore_client_ids:
    description:
      - Ignore changes by these OAuth clients, such as the client of the playbooks that the rules run. The source
        compares them with client.id and user.id of an entry. Without this option, a change by a playbook starts one
        more run, which finds nothing to do and writes nothing.
    type: list
    elements: str
  region:
    description:
      - The region of the org, as an AWS region or as a domain (environment GENESYS_REGION, GENESYSCLOUD_REGION).
    type: str
  api_url:
    description:
      - The address of the API, for a gateway or a test system (environment GENESYS_BASE_PATH).
    type: str
  login_url:
    description:
      - The address of the login service (environment GENESYS_LOGIN_URL).
    type: str
  client_id:
    description:
      - The id of an OAuth client with the grant type Client Credentials (environment GENESYS_CLIENT_ID,
        GENESYSCLOUD_OAUTHCLIENT_ID).
    type: str
  client_secret:
    description:
      - The secret of that client (environment GENESYS_CLIENT_SECRET, GENESYSCLOUD_OAUTHCLIENT_SECRET). No output shows
        it.
    type: str
  access_token:
    description:
      - A token to use instead; the source never renews it (environment GENESYS_ACCESS_TOKEN,
        GENESYSCLOUD_ACCESS_TOKEN).
    type: str
  token_cache:
    description:
      - A file that stores tokens (environment GENESYS_TOKEN_CACHE). With run or none, the source stores no token.
    type: path
    default: run
  scopes:
    description:
      - The scopes to request for the token (environment GENESYS_SCOPES).
    type: list
    elements: str
  timeout:
    description:
      - Seconds to wait for a connection, and for each next part of an answer (environment GENESYS_TIMEOUT).
    type: float
    default: 10
  retries:
    description:
      - The number of retries of one request (environment GENESYS_RETRIES).
    type: int
    default: 3
  retry_after_max:
    description:
      - The longest Retry-After, in seconds, that the source waits for (environment GENESYS_RETRY_AFTER_MAX).
    type: float
    default: 180
  deadline:
    description:
      - The maximum number of seconds for one request with all its retries and waits (environment GENESYS_DEADLINE).
    type: float
    default: 300
  validate_certs:
    description:
      - Whether to check the server's certificate (environment GENESYS_VALIDATE_CERTS).
    type: bool
    default: true
  ca_path:
    description:
      - The certificates of trusted authorities (environment GENESYS_CA_PATH).
    type: path
  proxy:
    description:
      - The address of a proxy for all requests (environment GENESYS_PROXY).
    type: str
"""

EXAMPLES = r"""
- genesys.cloud.webmessaging_changes:
    region: eu-central-1
    checkpoint: /var/lib/genesys/changes.json

- genesys.cloud.webmessaging_changes:
    client_id: "{{ genesys_client_id }}"
    client_secret: "{{ genesys_client_secret }}"
    checkpoint: /var/lib/genesys/changes.json
    since: "2026-11-22T10:15:30Z"
    interval: 60
    overlap: 300
    ignore_client_ids: ["{{ genesys_client_id }}"]
"""


async def main(queue: asyncio.Queue[Any], args: dict[str, Any]) -> None:
    """Put every change on the queue, until the rulebook ends."""
    _make_collection_importable()
    from ansible_collections.genesys.cloud.plugins.plugin_utils._changes.source import follow

    await follow(queue, args)


def _make_collection_importable() -> None:
    """ansible-rulebook runs this file by its path, and does not know collections as packages."""
    collections = Path(__file__).absolute().parents[6]
    sys.path.append(str(collections.parent))
    import ansible_collections

    # Another distribution can define it as a package, which then does not search other folders.
    if str(collections) not in ansible_collections.__path__:
        ansible_collections.__path__.append(str(collections))
