# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    # How to reach and enter the API; the same for all modules.
    DOCUMENTATION = r"""
options:
  api:
    description:
      - Which of the APIs the org serves.
      - V(webdeployments) is Genesys' public Platform API, where a channel is a web deployment together with the
        configuration version that it is pinned to. V(communications) is the Communications API.
      - V(auto) asks for the Communications channels first and takes a 404 or 405 for an answer that the org has Web
        Deployments. That holds for the task and its loop, and costs one request, or two where the task gives an id.
      - If not set, the value of the environment variable E(GENESYS_API) is used.
    type: str
    choices: [auto, communications, webdeployments]
    default: auto
  region:
    description:
      - Where the org lives, as an AWS region (V(eu-central-1)) or as a domain (V(mypurecloud.de)).
      - The addresses of the API and of the login service follow from it.
      - If neither this nor O(api_url) is given anywhere, V(us-east-1) is used.
      - If not set, the value of the environment variable E(GENESYS_REGION) is used, then E(GENESYSCLOUD_REGION).
    type: str
  api_url:
    description:
      - The address of the API, for a gateway or a test system; it may have a path. Exclusive with O(region).
      - A task's O(region) comes before an address from the environment.
      - Plain C(http) is accepted for this host alone (loopback), or with O(validate_certs=false).
      - If not set, the value of the environment variable E(GENESYS_BASE_PATH) is used.
    type: str
    aliases: [base_path]
  login_url:
    description:
      - The address of the login service, to which C(/oauth/token) is appended.
      - The default is O(api_url) with C(login.) in place of C(api.) at the beginning of its host; where the host
        does not
        begin so, O(api_url) itself.
      - If not set, the value of the environment variable E(GENESYS_LOGIN_URL) is used.
    type: str
  client_id:
    description:
      - The id of an OAuth client with the grant type Client Credentials.
      - If not set, the value of the environment variable E(GENESYS_CLIENT_ID) is used, then
        E(GENESYSCLOUD_OAUTHCLIENT_ID).
    type: str
  client_secret:
    description:
      - The secret of that OAuth client.
      - If not set, the value of the environment variable E(GENESYS_CLIENT_SECRET) is used, then
        E(GENESYSCLOUD_OAUTHCLIENT_SECRET).
    type: str
  access_token:
    description:
      - A token that is already there; it is used instead of O(client_id) and O(client_secret), and never renewed.
      - If not set, the value of the environment variable E(GENESYS_ACCESS_TOKEN) is used, then
        E(GENESYSCLOUD_ACCESS_TOKEN).
    type: str
  token_cache:
    description:
      - A file in which tokens are kept, so that tasks and runs of the same user share them; off unless a file is named.
      - It is made with mode C(0600). A file that group or others may use, a folder that they may write to, a link, or
        another user's file is an error.
      - It holds tokens, never a secret. A token that has expired or is refused is replaced.
      - On the controller a relative path belongs to the working directory of the command. On another host it is
        relative to where that host runs the module.
      - If not set, the value of the environment variable E(GENESYS_TOKEN_CACHE) is used.
    type: path
  scopes:
    description:
      - The scopes to ask the token for, such as V(communications:read), V(communications:write) and V(webhooks:write).
      - Omitted, the token has all that the OAuth client is allowed.
      - If not set, the value of the environment variable E(GENESYS_SCOPES) is used.
    type: list
    elements: str
  timeout:
    description:
      - Seconds to wait for a connection, and for each silence in an answer.
      - At most 1000000, which is over eleven days.
      - If not set, the value of the environment variable E(GENESYS_TIMEOUT) is used.
    type: float
    default: 10
  retries:
    description:
      - How many further tries one request gets after a fault that can pass (429, 502, 503, 504, a timeout, a broken
        connection). A write whose answer was lost is never repeated before the object was read again.
      - A login service that grants no more tokens for now is asked again until O(deadline), in as many tries as it
        takes.
      - If not set, the value of the environment variable E(GENESYS_RETRIES) is used.
    type: int
    default: 3
  retry_after_max:
    description:
      - The longest C(Retry-After) in seconds that is waited out; asked for more, the task fails at once and says how
        long.
      - At most 1000000, which is over eleven days.
      - If not set, the value of the environment variable E(GENESYS_RETRY_AFTER_MAX) is used.
    type: float
    default: 180
  deadline:
    description:
      - The most seconds that one request may take with all its tries and waits. An answer that comes too slowly ends
        with it, too.
      - A token is a request of its own, so waiting for one takes nothing from the time of the request that needs it.
      - At most 1000000, which is over eleven days.
      - If not set, the value of the environment variable E(GENESYS_DEADLINE) is used.
    type: float
    default: 300
  validate_certs:
    description:
      - Whether the server's certificate is checked.
      - If not set, the value of the environment variable E(GENESYS_VALIDATE_CERTS) is used.
    type: bool
    default: true
  ca_path:
    description:
      - A PEM file, or a folder, with the certificates of the authorities to trust instead of the usual ones.
      - A relative path is one as for O(token_cache).
      - If not set, the value of the environment variable E(GENESYS_CA_PATH) is used.
    type: path
  proxy:
    description:
      - The address of a proxy for all requests; without it the usual variables such as E(HTTPS_PROXY) are honoured.
      - A proxy that wants to know who asks gets the user and password of the address, as in
        V(http://user:password@proxy.example:3128).
      - If not set, the value of the environment variable E(GENESYS_PROXY) is used.
    type: str
requirements:
  - Python >= 3.8 where the task runs
  - requests
notes:
  - O(client_secret) and O(access_token) never appear in results, errors, diffs or logs, in no encoding.
"""
