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
short_description: Follow what anybody changes in an org's Web Deployments.
description:
  - An ansible-rulebook event source plugin that tells of every change to the Web Deployments of a Genesys Cloud org
    which its audit trail holds, by whomever and however it was made. Genesys has no webhooks for them, so the audit
    trail is polled. Attempts that were refused are not told.
  - At its start, it asks once which of the two audit queries serves Web Deployments in this org
    (GET /api/v2/audits/query/realtime/servicemapping). With the realtime query, a poll is one request for each 500
    changes and each day. With the asynchronous one, it is four or more, and an answer takes seconds.
  - Each change is one event. With a checkpoint file, none comes twice when the source is stopped and started again, and
    none is lost. After a long time away, it goes through the audit trail from the oldest day to the newest, and writes
    the checkpoint after each. The realtime query holds 14 days; what is older comes from the asynchronous query, a year
    at most. After a crash, the changes of the last day that was under way can come again, with the same ids.
  - A change that the audit trail shows later than overlap is lost.
  - An event has the shape of those that eda.builtin.webhook makes of the deliveries of a Genesys Cloud webhook. Under
    payload are id, sequence (the change's time in milliseconds), webhookId (genesys.cloud.webmessaging_changes),
    resource (deployment, configuration, configuration_version), action (created, updated, deleted, published),
    timestamp, entity (id and name) and audit, the entry of the audit trail as the service has it, with who did it and
    the properties that changed. meta.uuid is the id of the entry.
  - The OAuth client needs the permission audits:audit:view.
  - A published configuration is always told as configuration_version and published, whether the audit trail calls it
    Publish or Create.
  - Faults that can pass are tried again like those of every module, then logged, and polling goes on with longer and
    longer pauses. Wrong credentials, a missing permission and wrong arguments end the source.
  - Wants ansible-core and requests in the Python that runs ansible-rulebook.
options:
  checkpoint:
    description:
      - A file that keeps how far the source has come. It is made with mode 0600, and must not be in a folder that
        others can write to. Without it, the source begins anew with each start.
    type: path
  since:
    description:
      - The time from which on changes are told where there is no checkpoint yet, such as 2026-11-22T10:15:30Z. It can
        be a year ago. Without it, those from now on, by the service's clock.
    type: str
  interval:
    description:
      - Seconds between two polls, 10 or more.
      - Each poll is a request that Genesys counts against the org's fair use. At 30 s these are 86,400 a month, and at
        300 s 8,640. A billable user brings the org 10,000 (Communicate) to 140,000 (CX 3) a month.
    type: float
    default: 30
  overlap:
    description:
      - How many seconds late a change may become visible in the audit trail and still be told, at most 86400, a day.
        Genesys promises no time; a longer one costs no request.
    type: float
    default: 120
  ignore_client_ids:
    description:
      - OAuth clients whose changes are not told, such as that of the playbooks which the rules run. They are known by
        client.id or user.id of an entry. A playbook that finds nothing to do writes nothing, so rules come to rest
        without it too, after one more run.
    type: list
    elements: str
  region:
    description:
      - Where the org lives, as an AWS region or as a domain (environment GENESYS_REGION, GENESYSCLOUD_REGION).
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
      - Its secret (environment GENESYS_CLIENT_SECRET, GENESYSCLOUD_OAUTHCLIENT_SECRET). It is in no output.
    type: str
  access_token:
    description:
      - A token to use instead; it is never renewed (environment GENESYS_ACCESS_TOKEN, GENESYSCLOUD_ACCESS_TOKEN).
    type: str
  token_cache:
    description:
      - A file in which tokens are kept (environment GENESYS_TOKEN_CACHE).
    type: path
  scopes:
    description:
      - The scopes to ask the token for (environment GENESYS_SCOPES).
    type: list
    elements: str
  timeout:
    description:
      - Seconds to wait for a connection, and for each silence in an answer (environment GENESYS_TIMEOUT).
    type: float
    default: 10
  retries:
    description:
      - How many further tries one request gets (environment GENESYS_RETRIES).
    type: int
    default: 3
  retry_after_max:
    description:
      - The longest Retry-After in seconds that is waited out (environment GENESYS_RETRY_AFTER_MAX).
    type: float
    default: 180
  deadline:
    description:
      - The most seconds that one request may take with all its tries and waits (environment GENESYS_DEADLINE).
    type: float
    default: 300
  validate_certs:
    description:
      - Whether the server's certificate is checked (environment GENESYS_VALIDATE_CERTS).
    type: bool
    default: true
  ca_path:
    description:
      - The certificates of the authorities to trust (environment GENESYS_CA_PATH).
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
    """ansible-rulebook runs this file by its path, and knows nothing of collections as packages."""
    collections = Path(__file__).absolute().parents[6]
    sys.path.append(str(collections.parent))
    import ansible_collections

    # Another distribution can have made a package of it, which does not look elsewhere by itself.
    if str(collections) not in ansible_collections.__path__:
        ansible_collections.__path__.append(str(collections))
