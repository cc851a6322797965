# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Event filter ``genesys.cloud.webmessaging_eventbridge``."""

from __future__ import annotations

import functools
import logging
import os
import sys
from pathlib import Path
from typing import Any

DOCUMENTATION = r"""
---
short_description: Turn Genesys Cloud audit events from Amazon EventBridge into changes of Web Deployments.
description:
  - An ansible-rulebook event filter plugin for a source that reads an Amazon SQS queue, such as
    amazon.aws.aws_sqs_queue or ansible.eda.aws_sqs_queue. The queue is the target of a rule on the event bus that
    Genesys Cloud's integration Amazon EventBridge Source writes to.
  - Converts a change to Web Deployments or to a supported content profile to the event that the event source
    genesys.cloud.webmessaging_changes makes of the same change, so the same rules fit both. Under payload are id,
    sequence, webhookId (genesys.cloud.webmessaging_changes), resource, action, timestamp, entity and audit.
    payload.audit is the audit event with the names of the audit query (user, client, eventDate). The filter removes
    body. meta.uuid is the id of the audit event; the rest of meta stays.
  - All other events pass unchanged, without payload, so they match no condition on event.payload. These are events of
    other services and topics, failed attempts (status FAILURE), changes by ignored clients, and unreadable messages.
    The filter drops no event, since a source that waits for feedback ends if its event never arrives.
  - If such a change has no id or no time, the filter logs a warning.
options:
  ignore_client_ids:
    description:
      - Ignore changes by these OAuth clients, such as the client of the playbooks that the rules run (environment
        GENESYS_IGNORE_CLIENT_IDS, separated by commas). The filter compares them with the event's client and its user,
        since Genesys Cloud can name an OAuth client as the user.
      - ansible-rulebook does not template the options of filters. Write the ids themselves, or use the environment.
    type: list
    elements: str
"""

EXAMPLES = r"""
- amazon.aws.aws_sqs_queue:
    region: eu-central-1
    name: genesys-changes
  filters:
    - genesys.cloud.webmessaging_eventbridge:

- amazon.aws.aws_sqs_queue:
    region: eu-central-1
    name: genesys-changes
  filters:
    - genesys.cloud.webmessaging_eventbridge:
        ignore_client_ids: [2d2a4b5e-8a8e-4a3e-9c62-2f5f6f6d1c11]
"""

ENVIRONMENT = "GENESYS_IGNORE_CLIENT_IDS"

logger = logging.getLogger("genesys.cloud.webmessaging_eventbridge")


def main(event: dict[str, Any], ignore_client_ids: list[str] | str | None = None) -> dict[str, Any]:
    """Return the change that the event reports, or else the event unchanged."""
    from ansible_collections.genesys.cloud.plugins.plugin_utils._changes import event_bridge

    given = os.environ.get(ENVIRONMENT, "") if ignore_client_ids is None else ignore_client_ids
    listed = given.split(",") if isinstance(given, str) else given
    ignored = _client_ids(tuple(str(each).strip() for each in listed))
    try:
        return event_bridge.change(event, ignored) or event
    except event_bridge.Unreadable as error:
        logger.warning("An event of Web Deployments is not told as a change: %s.", error)
        return event


@functools.cache
def _client_ids(listed: tuple[str, ...]) -> frozenset[str]:
    """Cached, so that the warning appears once."""
    if any("{{" in each for each in listed):
        logger.warning(
            "ignore_client_ids holds a template. ansible-rulebook does not template the options of filters: write the "
            "ids themselves, or set %s.",
            ENVIRONMENT,
        )
    return frozenset(listed)


def _make_collection_importable() -> None:
    """ansible-rulebook runs this file by its path, and does not know collections as packages."""
    collections = Path(__file__).absolute().parents[6]
    sys.path.append(str(collections.parent))
    import ansible_collections

    # Another distribution can define it as a package, which then does not search other folders.
    if str(collections) not in ansible_collections.__path__:
        ansible_collections.__path__.append(str(collections))


_make_collection_importable()
