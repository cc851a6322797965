# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What provokes a run: a server that sends secrets back, answers that are broken, credentials that are wrong."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.integration.secret_forms import echo_of
from tests.leaks.canaries import Canaries

Place = tuple[str, str]
"""The method and the path of the requests that are hit; ``P.*`` is each method that writes a body."""
HOOK_PATH = "/leaks/hook"
"""Of the receiver of events; no API serves it."""
_REFUSALS = (400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 501, 502, 503, 504)


@dataclass(frozen=True)
class Provocation:
    """``faults``: rules for the simulator. ``environment``: what the run has beside its own."""

    title: str
    faults: list[dict[str, Any]] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    has_wrong_credentials: bool = False


def draw(chance: random.Random, canaries: Canaries, given: Iterable[str]) -> Provocation:
    """``given``: the names of the secrets that every task of the run knows. A server can only send those back."""
    places = [("POST", "/oauth/token"), ("GET", "/api/.*"), ("*", "/api/.*"), ("P.*", "/api/.*"), ("*", ".*")]
    place = chance.choice(places)
    known = [canaries[name] for name in given]
    kind = chance.choice(
        (_nothing, _echo, _echo, _echo, _page, _redirect, _garbage, _headers, _broken, _wrong_credentials, _nobody)
    )
    if place[1] == "/api/.*" and "client secret" in given and kind is not _wrong_credentials:
        known.append(canaries["issued token"])  # whoever calls the API has it
    return kind(chance, known, place)


def receiver(chance: random.Random, canaries: Canaries) -> dict[str, Any]:
    """How the receiver of events answers: well, or with every secret that it was sent."""
    secrets = [canaries[name] for name in ("event secret", "event header", "callback password")]
    answers: list[dict[str, Any]] = [{"status": 200}, {"status": 204}]
    answers += [{"status": status, "text": _text(secrets)} for status in (200, 400, 401, 500)]
    return _rule("POST", HOOK_PATH, {"respond": chance.choice(answers)})


def refused_webhook(chance: random.Random, canaries: Canaries) -> dict[str, Any]:
    """A refusal of a webhook's creation that sends it back."""
    secrets = [canaries[name] for name in ("webhook secret", "webhook header", "callback password")]
    return _rule("POST", ".*/webhooks", {"respond": _error(chance.choice([400, 409, 500]), _text(secrets))})


def _nothing(_chance: random.Random, _secrets: list[str], _place: Place) -> Provocation:
    return Provocation("nothing")


def _text(secrets: Iterable[str]) -> str:
    return " | ".join(echo_of(secrets))


def _error(status: int, text: str) -> dict[str, Any]:
    body = {"message": text, "code": text, "contextId": text, "details": [{"errorCode": text, "fieldName": text}]}
    more = {"error": text, "error_description": text, "errors": [text], "limit": {"key": text, "namespace": text}}
    return {"status": status, "body": {**body, **more}}


def _rule(method: str, path: str, action: dict[str, Any], skip: int = 0, times: int | None = None) -> dict[str, Any]:
    return {"method": method, "path": path, "action": action, "skip": skip, "times": times}


def _at(place: Place, chance: random.Random, action: dict[str, Any]) -> list[dict[str, Any]]:
    method, path = place
    methods = ("POST", "PUT", "PATCH") if method == "P.*" else (method,)
    skip, times = chance.choice([0, 0, 1, 3]), chance.choice([1, 3, None, None])
    return [_rule(each, path, action, skip, times) for each in methods]


def _echo(chance: random.Random, secrets: list[str], place: Place) -> Provocation:
    status = chance.choice(_REFUSALS)
    return Provocation(f"a {status} that echoes", _at(place, chance, {"respond": _error(status, _text(secrets))}))


def _page(chance: random.Random, secrets: list[str], place: Place) -> Provocation:
    secret, status = chance.choice(secrets), chance.choice([200, 401, 407, 500, 502])
    text = f"<html><title>Bad Gateway {secret}</title><body>{_text(secrets)}</body></html>"
    return Provocation(f"a page with {status}", _at(place, chance, {"respond": {"status": status, "text": text}}))


def _redirect(chance: random.Random, secrets: list[str], place: Place) -> Provocation:
    location = f"https://elsewhere.example/?token={_of_a_header(chance, secrets)}"
    answer = {"status": chance.choice([301, 302, 307, 308]), "headers": {"Location": location}}
    return Provocation("a redirect", _at(place, chance, {"respond": answer}))


def _garbage(chance: random.Random, secrets: list[str], place: Place) -> Provocation:
    text = chance.choice(['{"id": "%s', "%s", '["%s"]', '{"entities": {"%s": 1}}', '"%s"']) % _text(secrets)
    answer = {"status": chance.choice([200, 201, 400]), "text": text, "headers": {"Content-Type": "application/json"}}
    return Provocation("garbage", _at(place, chance, {chance.choice(["respond", "after"]): answer}))


def _headers(chance: random.Random, secrets: list[str], place: Place) -> Provocation:
    secret = _of_a_header(chance, secrets)
    name = chance.choice(["ININ-Correlation-Id", "Retry-After", "Content-Type", "WWW-Authenticate", "Server"])
    answer = {"status": chance.choice([400, 401, 429, 503]), "text": "no", "headers": {name: secret}}
    return Provocation(f"the header {name}", _at(place, chance, {"respond": answer}))


def _of_a_header(chance: random.Random, secrets: list[str]) -> str:
    """One of those that a header can hold as they are."""
    return chance.choice([secret for secret in secrets if secret.isascii()] or ["no-secret"])


def _broken(chance: random.Random, _secrets: list[str], place: Place) -> Provocation:
    action: dict[str, Any] = chance.choice(
        [{"reset": "before"}, {"reset": "after"}, {"cut": True}, {"expire_tokens": True}]
    )
    return Provocation(f"a broken connection {action}", _at(place, chance, action))


def _wrong_credentials(chance: random.Random, secrets: list[str], _place: Place) -> Provocation:
    refusal = _rule("POST", "/oauth/token", {"respond": _error(chance.choice([400, 401]), _text(secrets))})
    return Provocation("wrong credentials", chance.choice([[], [refusal]]), has_wrong_credentials=True)


def _nobody(chance: random.Random, _secrets: list[str], _place: Place) -> Provocation:
    """Nobody answers at the address, or no certificate can be checked there."""
    address = chance.choice(["http://127.0.0.1:9", "https://127.0.0.1:9", "http://[::1]:9"])
    return Provocation(f"nobody at {address}", environment={"GENESYS_BASE_PATH": address})
