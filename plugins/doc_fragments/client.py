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
      - The API that the org serves.
      - V(webdeployments) is Genesys' public Platform API. There, a channel is a web deployment together with the
        configuration version that it is pinned to. V(communications) is the Communications API, which is not public.
      - With V(auto), a task first requests the Communications channels. If the org answers 404 or 405, the task uses
        Web Deployments, and so do the later tasks of the run (see O(token_cache)). Detection costs one request, or two
        if the task gives an id.
      - If not set, the value of the environment variable E(GENESYS_API) is used.
    type: str
    choices: [auto, communications, webdeployments]
    default: auto
  region:
    description:
      - The region of the org, as an AWS region (V(eu-central-1)) or as a domain (V(mypurecloud.de)).
      - It determines the addresses of the API and of the login service.
      - If neither O(region) nor O(api_url) is set anywhere, V(us-east-1) is used.
      - If not set, the value of the environment variable E(GENESYS_REGION) is used, then E(GENESYSCLOUD_REGION).
    type: str
  api_url:
    description:
      - The address of the API, for a gateway or a test system. It can contain a path. Mutually exclusive with
        O(region).
      - If a task sets O(region), it takes precedence over an address from the environment.
      - Plain C(http) is accepted only for this host (loopback), or with O(validate_certs=false).
      - If not set, the value of the environment variable E(GENESYS_BASE_PATH) is used.
    type: str
    aliases: [base_path]
  login_url:
    description:
      - The address of the login service, without the path C(/oauth/token).
      - The default is O(api_url) with C(login.) in place of C(api.) at the beginning of its host. If the host does not
        begin with C(api.), the default is O(api_url) itself.
      - If not set, the value of the environment variable E(GENESYS_LOGIN_URL) is used.
    type: str
  guest_url:
    description:
      - The address of the public files that visitors' browsers read. Only M(genesys.cloud.webmessaging_guest_info) uses
        it.
      - The default is that of the region, C(https://api-cdn.mypurecloud.com). If O(api_url) is the address of a
        gateway, there is no default.
      - If not set, the value of the environment variable E(GENESYS_GUEST_URL) is used.
    type: str
  messaging_url:
    description:
      - The address of visitors' connections, with the scheme C(wss) or C(ws). Only
        M(genesys.cloud.webmessaging_guest_info) uses it.
      - The default is that of the region, C(wss://webmessaging.mypurecloud.com). If O(api_url) is the address of a
        gateway, there is no default.
      - If not set, the value of the environment variable E(GENESYS_MESSAGING_URL) is used.
    type: str
  client_id:
    description:
      - The id of an OAuth client with the grant type Client Credentials.
      - If not set, the value of the environment variable E(GENESYS_CLIENT_ID) is used, then
        E(GENESYSCLOUD_OAUTHCLIENT_ID).
    type: str
  client_secret:
    description:
      - The secret of this OAuth client.
      - If not set, the value of the environment variable E(GENESYS_CLIENT_SECRET) is used, then
        E(GENESYSCLOUD_OAUTHCLIENT_SECRET).
    type: str
  access_token:
    description:
      - An existing token, used instead of O(client_id) and O(client_secret). The task never renews it.
      - If not set, the value of the environment variable E(GENESYS_ACCESS_TOKEN) is used, then
        E(GENESYSCLOUD_ACCESS_TOKEN).
    type: str
  token_cache:
    description:
      - The place that stores tokens, so that tasks share them. V(run), V(none), or the path of a file.
      - With V(run), the tasks and inventories of one run share a token, and the API that O(api=auto) has detected. They
        are stored in Ansible's own temporary folder of the run, which only the user can read and which Ansible deletes
        when the run ends. Other runs never use them. This holds for tasks that run inside the controller; each module
        process, on this host or another, fetches its own token.
      - With V(none), tokens are not stored. Each task fetches its own.
      - A file is shared by the tasks and runs of the same user. It is created with mode C(0600). It is an error if
        group or others can access the file or write to its folder, if it is a link, or if it belongs to another user.
      - What is stored holds tokens, never a secret. The task replaces a token that has expired or is refused.
      - On the controller, a relative path is relative to the working directory of the command. On another host, it is
        relative to the directory in which that host runs the module. Write C(./run) for a file that is called C(run).
      - If not set, the value of the environment variable E(GENESYS_TOKEN_CACHE) is used.
    type: path
    default: run
  scopes:
    description:
      - The scopes to request for the token, such as V(communications:read), V(communications:write) and
        V(webhooks:write) on the Communications API.
      - If omitted, the token has everything that the OAuth client is allowed.
      - If not set, the value of the environment variable E(GENESYS_SCOPES) is used.
    type: list
    elements: str
  timeout:
    description:
      - Seconds to wait for a connection, and for each next part of an answer.
      - At most 1000000 (more than eleven days).
      - If not set, the value of the environment variable E(GENESYS_TIMEOUT) is used.
    type: float
    default: 10
  retries:
    description:
      - The number of retries of one request after a transient fault (429, 502, 503, 504, a timeout, a broken
        connection). If the answer to a write was lost, the task reads the object before it repeats the write.
      - If the login service grants no more tokens for now, the task asks again until O(deadline), in any number of
        tries.
      - If not set, the value of the environment variable E(GENESYS_RETRIES) is used.
    type: int
    default: 3
  retry_after_max:
    description:
      - The longest C(Retry-After), in seconds, that the task waits for. If the service asks for more, the task fails at
        once and says how long the service wants it to wait.
      - At most 1000000 (more than eleven days).
      - If not set, the value of the environment variable E(GENESYS_RETRY_AFTER_MAX) is used.
    type: float
    default: 180
  deadline:
    description:
      - The maximum number of seconds for one request with all its retries and waits. It also ends an answer that
        arrives too slowly.
      - A token is a request of its own. Waiting for a token takes no time from the request that needs it.
      - At most 1000000 (more than eleven days).
      - If not set, the value of the environment variable E(GENESYS_DEADLINE) is used.
    type: float
    default: 300
  validate_certs:
    description:
      - Whether to check the server's certificate.
      - If not set, the value of the environment variable E(GENESYS_VALIDATE_CERTS) is used.
    type: bool
    default: true
  ca_path:
    description:
      - A PEM file, or a folder, with the certificates of the authorities to trust instead of the default ones.
      - A relative path is resolved as for O(token_cache).
      - If not set, the value of the environment variable E(GENESYS_CA_PATH) is used.
    type: path
  proxy:
    description:
      - The address of a proxy for all requests. Without it, the usual variables such as E(HTTPS_PROXY) apply.
      - If the proxy requires authentication, put the user and the password into the address, as in
        V(http://user:password@proxy.example:3128).
      - If not set, the value of the environment variable E(GENESYS_PROXY) is used.
    type: str
requirements:
  - Python >= 3.8 where the task runs
  - requests
notes:
  - O(client_secret) and O(access_token) never appear in results, errors, diffs or logs, in any encoding.
"""
