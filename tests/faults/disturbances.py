# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What gets in a task's way: answers that are lost or weak, reads that lag, people, other runs, and kills."""

from __future__ import annotations

import random
import re
import signal
from dataclasses import dataclass, field
from typing import Any

from tests.faults.jobs import (
    COMMUNICATIONS,
    CONTENT,
    CONTENT_MODULE,
    FLOW,
    JOBS,
    NEW,
    PRIMARY,
    THEIR_DEPLOYMENT,
    THEIR_HOOK,
    Act,
    Job,
)

SPEED = 10.0
"""The collection's clock runs so many times faster than the simulator's; all times below are the collection's."""
TIMEOUT = 10.0
"""Seconds: the option timeout, and its default."""

Nothing = frozenset[str]()
_BROKEN = frozenset(["protocol"])
_UNKNOWN = frozenset(["unavailable", "network"])


@dataclass(frozen=True)
class Request:
    """One that the undisturbed task makes: the path's ids of new objects can be any; ``earlier`` are as many before it
    that look the same."""

    method: str
    path: str
    query: str
    earlier: int

    @property
    def is_write(self) -> bool:
        return self.method != "GET"

    def __str__(self) -> str:
        return f"{self.method} {self.path}{self.query and '?'}{self.query} (number {self.earlier + 1})"


@dataclass(frozen=True)
class Disturbance:
    """``fault`` hits ``times`` requests like ``request``. ``can_fail``: kinds of failure that the task may end with.
    ``lags``: whether reads can show what was before. ``act``: what a person does when the request comes. ``others``:
    run at the same time. ``kill``: what ends the task when the request comes. ``receiver``: how the one that it tells
    behaves."""

    title: str
    settings: dict[str, Any] = field(default_factory=dict)
    request: Request | None = None
    fault: dict[str, Any] = field(default_factory=dict)
    times: int = 1
    can_fail: frozenset[str] = Nothing
    lags: bool = False
    act: Act | None = None
    others: tuple[Job, ...] = ()
    kill: signal.Signals | None = None
    receiver: dict[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """In the words of the figures."""
        kinds = {
            "kills": self.kill,
            "races with people": self.act,
            "races with other runs": self.others,
            "reads without a field": "thin" in self.fault,
            "lost answers and lagging reads": self.lags and self.fault,
            "lagging reads": self.lags,
            "lost, late or wrong answers": self.fault,
            "receivers that fail": self.receiver,
            "unusual services": self.settings,
        }
        return next((kind for kind, holds in kinds.items() if holds), "nothing")


def _seconds(seconds: float) -> float:
    return seconds / SPEED


def _milliseconds(seconds: float) -> float:
    return 1000 * seconds / SPEED


LAST = {"status": 500, "code": "internal.server.error"}
_LOST: dict[str, dict[str, Any]] = {
    "a reset before": {"reset": "before"},
    "a reset after": {"reset": "after"},
    "a cut answer": {"cut": True},
    "a 502": {"respond": {"status": 502}},
    "a 502 after": {"after": {"status": 502}},
    "a 504 after": {"after": {"status": 504}},
    "a 503 with Retry-After": {"respond": {"status": 503, "headers": {"Retry-After": "1"}}},
    "a 429": {"respond": {"status": 429, "code": "too.many.requests", "headers": {"Retry-After": "2"}}},
    "no answer in time": {"hang": _seconds(1.5 * TIMEOUT), "respond": {"status": 504}},
    "an expired token": {"expire_tokens": True},
}
"""Once, each of these is overcome."""
_FINAL: dict[str, tuple[dict[str, Any], frozenset[str]]] = {
    "a 500": ({"respond": LAST}, frozenset(["unavailable"])),
    "a 403": ({"respond": {"status": 403, "code": "not.authorized"}}, frozenset(["permission"])),
    "no JSON": ({"respond": {"status": 200, "text": "<html>Hello</html>"}}, _BROKEN),
    "an empty object": ({"respond": {"status": 200, "body": {}}}, _BROKEN | {"not_found", "conflict"}),
    "a list": ({"respond": {"status": 200, "body": []}}, _BROKEN),
    "no body": ({"respond": {"status": 200}}, _BROKEN),
    "a redirect": ({"respond": {"status": 302, "headers": {"Location": "https://elsewhere.example/"}}}, _BROKEN),
}
_WRITE_ONLY: dict[str, tuple[dict[str, Any], frozenset[str]]] = {
    "an effect after the timeout": ({"late": _seconds(1.25 * TIMEOUT)}, Nothing),
    "a 500, and an effect later": ({"late": _seconds(3), "respond": LAST}, Nothing),
    "a 504, and an effect later": ({"late": _seconds(8), "respond": {"status": 504}}, Nothing),
    "a reset, and an effect later": ({"late": _seconds(3), "reset": "before"}, Nothing),
    "a 500 after": ({"after": LAST}, Nothing),
    "an answer of what was before": ({"old_answer": True}, Nothing),
    "no JSON after": ({"after": {"status": 200, "text": "<html>Hello</html>"}}, Nothing),
    "an empty object after": ({"after": {"status": 200, "body": {}}}, Nothing),
    "no body after": ({"after": {"status": 200}}, Nothing),
    "a 409": ({"respond": {"status": 409, "code": "conflict"}}, frozenset(["conflict"])),
}
_LAGS: dict[str, dict[str, Any]] = {
    "reads lag once": {"lag_reads": 1},
    "reads lag twice, answers too": {"lag_reads": 2, "answers_lag": True},
    "listings lag once": {"lag_listings": 1},
    "everything lags once": {"lag_reads": 1, "lag_listings": 1},
    "everything lags twice": {"lag_reads": 2, "lag_listings": 2, "answers_lag": True},
    "everything lags for 3 s": {"lag_ms": _milliseconds(3)},
    "answers lag": {"answers_lag": True},
    "what is fresh is refused": {"fresh_refusals": 2},
    "what is fresh is refused for 3 s": {"fresh_refusal_ms": _milliseconds(3)},
}
_SERVICES: dict[str, dict[str, Any]] = {
    "nothing waits": {"pending_polls": 0},
    "everything waits": {"pending_polls": 3},
    "versions wait": {"pending_versions": True},
    "versions wait for 4 s": {"pending_versions": True, "pending_ms": _milliseconds(4)},
    "names are not unique": {"webhook_names_unique": False},
    "names are not unique, webhooks have dates": {"webhook_names_unique": False, "webhooks_dated": True},
    "drafts are listed as published": {"published_listing_shows_drafts": True},
    "pages are small": {"page_size_cap": 3},
    "pages are not counted": {"announce_total": False, "announce_page_count": False},
}


def draw(chance: random.Random, job: Job, requests: list[Request]) -> Disturbance:
    """One of all kinds. ``requests``: what the task asks for when nobody disturbs it."""
    kinds = [_nobody, _lost, _lost, _final, _lagging, _lagging, _of_the_service, _person, _person, _person, _thin]
    if any(request.is_write for request in requests):
        kinds += [_late, _late, _late, _person, _crowd, _crowd, _kill, _kill, _lost_and_lagging, _error]
    if job.tells:
        kinds = [_receiving]
    elif not requests:
        kinds = [_nobody]
    made = None
    while made is None:
        made = chance.choice(kinds)(chance, job, requests)
    return made


def _nobody(_chance: random.Random, _job: Job, _requests: list[Request]) -> Disturbance:
    return Disturbance("nobody disturbs")


def _receiving(chance: random.Random, _job: Job, _requests: list[Request]) -> Disturbance:
    status, times = chance.choice([200, 429, 500, 502, 503, 404, 302]), chance.choice([1, 2, 3])
    can_fail = frozenset(["rejected", "not_found", "protocol"]) if status in (302, 404) else Nothing
    behaviour = {"status": status, "times": times, "delay_ms": _milliseconds(chance.choice([0, 1, 1.5 * TIMEOUT]))}
    return Disturbance(f"a receiver that answers {status} x{times}", can_fail=can_fail, receiver=behaviour)


def _lost(chance: random.Random, _job: Job, requests: list[Request]) -> Disturbance | None:
    request, (title, fault) = chance.choice(requests), chance.choice([*_LOST.items()])
    times = 1 if "token" in title else chance.choice([1, 1, 2])
    can_fail = Nothing
    if request.method == "POST" and not request.path.endswith("/publish"):
        # What may yet take effect is not sent again.
        can_fail = _UNKNOWN
    return Disturbance(f"{title} x{times} to {request}", {}, request, fault, times, can_fail)


def _final(chance: random.Random, _job: Job, requests: list[Request]) -> Disturbance:
    request, (title, (fault, can_fail)) = chance.choice(requests), chance.choice([*_FINAL.items()])
    return Disturbance(f"{title} to {request}", {}, request, fault, can_fail=can_fail)


def _late(chance: random.Random, _job: Job, requests: list[Request]) -> Disturbance:
    request = chance.choice([each for each in requests if each.is_write])
    title, (fault, can_fail) = chance.choice([*_WRITE_ONLY.items()])
    if request.method != "POST" and "a 500, and" in title:
        can_fail = _UNKNOWN  # what may yet take effect can be sent again by the next run
    return Disturbance(f"{title} to {request}", {}, request, fault, can_fail=can_fail)


def _lagging(chance: random.Random, _job: Job, _requests: list[Request]) -> Disturbance:
    title, settings = chance.choice([*_LAGS.items()])
    return Disturbance(title, settings, lags=True)


def _lost_and_lagging(chance: random.Random, job: Job, requests: list[Request]) -> Disturbance | None:
    lost, lag = _lost(chance, job, [each for each in requests if each.is_write]), _lagging(chance, job, requests)
    if lost is None or "expired" in lost.title:
        return None
    return Disturbance(f"{lost.title}; {lag.title}", lag.settings, lost.request, lost.fault, 1, lost.can_fail, True)


def _of_the_service(chance: random.Random, _job: Job, _requests: list[Request]) -> Disturbance:
    title, settings = chance.choice([*_SERVICES.items()])
    return Disturbance(title, settings)


def _error(chance: random.Random, _job: Job, requests: list[Request]) -> Disturbance | None:
    writes = [each for each in requests if each.is_write and re.search("webdeployments", each.path)]
    if not writes:
        return None
    request = chance.choice(writes)
    return Disturbance(f"an Error of {request}", {}, request, {"end_in_error": True}, can_fail=frozenset(["rejected"]))


def _thin(chance: random.Random, job: Job, requests: list[Request]) -> Disturbance | None:
    reads = [each for each in requests if not each.is_write]
    # A PUT is made of what a single read shows: always by a rollback, and by any task whose listing is older than 5 s
    # by then, as on a slow machine. No source knows a single read that leaves out a field of a deployment that is set.
    reads = [each for each in reads if not re.fullmatch(".*/deployments/[^/]+", each.path)]
    missing = (
        ["configuration", "features", "webchat"]
        if job.api == COMMUNICATIONS
        else ["flow", "allowedDomains", "configuration", "messenger", "supportedContent", "messenger.styles", "status"]
    )
    if job.module == CONTENT_MODULE:
        missing = ["mediaTypes", "mediaTypes.allow.outbound", "version", "dateCreated"]
    if not reads:
        return None
    request, field_ = chance.choice(reads), chance.choice(missing)
    allowed = frozenset(["protocol", "conflict", "not_found"])
    return Disturbance(f"no {field_} in {request}", {}, request, {"thin": [field_]}, 9, allowed, True)


def _person(chance: random.Random, job: Job, requests: list[Request]) -> Disturbance | None:
    acts = _acts(chance, job)
    if not acts or not requests:
        return None
    writes = [each for each in requests if each.is_write]
    request, act = chance.choice([*requests, *writes, *writes]), chance.choice(acts)
    when = chance.choice(["person", "then_person"])
    allowed = {"conflict"}
    if act["act"].startswith("delete"):
        allowed |= {"not_found", "validation"}  # what is gone would have to be made
        allowed |= {"rejected"} if job.module == CONTENT_MODULE else set()  # what is gone cannot become the default
    if act["act"].startswith("create"):
        allowed |= {"ambiguous"}
    title = f"a person's {act['act']} {'before' if when == 'person' else 'after'} {request}"
    return Disturbance(title, {}, request, {when: act}, can_fail=frozenset(allowed), act=act)


def _acts(chance: random.Random, job: Job) -> list[Act]:
    acts: list[Act] = []
    for name in job.objects:
        if job.api == COMMUNICATIONS:
            acts += _acts_on_communications(chance, name)
        elif job.module == CONTENT_MODULE:
            acts += _acts_on_content(name)
        else:
            acts += _acts_on_web_deployments(chance, name)
    if job.makes in ("configuration", "deployment"):
        there = THEIR_DEPLOYMENT if job.makes == "deployment" else {"act": "create_configuration", "name": NEW}
        acts.append({**there, "description": "Theirs", "settled": True})
    if job.makes == "webhook":
        acts.append({**THEIR_HOOK, "name": NEW})
    if job.makes == "supported_content":
        acts.append({"act": "create_supported_content", "name": NEW})
    return acts


def _acts_on_communications(chance: random.Random, name: str) -> list[Act]:
    if name == "Theirs":
        return [
            {"act": "edit_webhook", "id": f"webhook {name}", "description": "By hand"},
            {"act": "edit_webhook", "id": f"webhook {name}", "httpHeaders": {"X-By": "hand"}},
            {"act": "delete_webhook", "id": f"webhook {name}"},
        ]
    there = f"channel {name}"
    changes: list[dict[str, Any]] = [
        {"routing": {"queueId": "queue-456"}},
        {"webchat": {"maxConcurrentSessions": 77}},
        {"webchat": {"features": ["rich-media", "typing-indicators", "file-sharing"]}},
        {"webchat": {"greeting": "By hand"}},
    ]
    return [
        {"act": "edit_channel", "id": there, "configuration": chance.choice(changes)},
        {"act": "edit_channel", "id": there, "configuration": chance.choice(changes)},
        {"act": "delete_channel", "id": there},
    ]


def _acts_on_content(name: str) -> list[Act]:
    there = f"supported_content {name}"
    edits = [{direction: [{"type": "video/mp4"}]} for direction in ("inbound", "outbound")]
    acts = [{"act": "edit_supported_content", "id": there, "mediaTypes": {"allow": each}} for each in edits]
    return [*acts, {"act": "delete_supported_content", "id": there}]


def _acts_on_web_deployments(chance: random.Random, name: str) -> list[Act]:
    deployment, configuration = f"deployment {name}", f"configuration {name}"
    settled = {"settled": chance.choice([True, True, False])}
    edits: list[dict[str, Any]] = [
        {"description": "By hand"},
        {"status": "Inactive"},
        {"flow": {"id": FLOW}},
        {"supportedContent": {"id": CONTENT}},
        {"allowedDomains": ["by-hand.example"], "allowAllDomains": False},
    ]
    contents: list[dict[str, Any]] = [
        {"description": "By hand"},
        {"messenger": {"styles": {"primaryColor": "#C0FFEE"}}},
        {"video": {"enabled": True}},
        {"position": {"alignment": "Left"}},
    ]
    acts: list[Act] = [
        {"act": "edit_deployment", "id": deployment, **chance.choice(edits), **settled},
        {"act": "edit_deployment", "id": deployment, **chance.choice(edits), **settled},
        {"act": "save_draft", "id": configuration, **chance.choice(contents), **settled},
        {"act": "save_draft", "id": configuration, **chance.choice(contents), **settled},
        {"act": "publish", "id": configuration, **chance.choice(contents), "settled": True},
    ]
    return [*acts, {"act": "delete_deployment", "id": deployment}] if name == PRIMARY else acts


def _crowd(chance: random.Random, job: Job, requests: list[Request]) -> Disturbance:
    """The same task several times at once, or with another that works on the same things."""
    if chance.random() < 0.6:
        count = chance.choice([2, 3, 4])
        names_are_unique = chance.choice([True, False])
        settings = {} if job.makes != "webhook" or names_are_unique else {"webhook_names_unique": False}
        creation = next((each for each in requests if each.method == "POST"), None) if job.makes else None
        together = {"hang": _seconds(3)} if creation else {}  # each has looked before any of them creates
        # Where several publish at one moment, each pins its own version as the latest. Whoever is overtaken sees
        # another value in the field that it has set: a conflict, as the guide says, and the next run mends it.
        overtaken = frozenset(["conflict"]) if _pins_the_latest(job) else Nothing
        crowd = (job,) * (count - 1)
        return Disturbance(f"{count} at once", settings, creation, together, count, overtaken, others=crowd)
    others = [each for each in JOBS if _is_other(each, job)]
    if not others:
        return Disturbance("2 at once", others=(job,))
    other = chance.choice(others)
    meet = {"conflict"} if _publishes(job) and _publishes(other) else set()
    if _removes_what_it_makes(job, other) or _removes_what_it_makes(other, job):
        meet.add("not_found")  # as after a person's deletion: the object was found by its name, and is gone
    return Disturbance(f"at once with: {other.title}", others=(other,), can_fail=frozenset(meet))


def _removes_what_it_makes(one: Job, other: Job) -> bool:
    return one.makes is not None and one.makes == other.removes


def _is_other(other: Job, job: Job) -> bool:
    """Whether it works on the same objects with a wish that can be fulfilled beside this one's."""
    shared = {*other.objects} & {*job.objects}
    is_alike = other.wish == job.wish or ("features" in other.wish and "features" in job.wish)
    return other.api == job.api and other is not job and bool(shared) and not is_alike and not other.fails


def _pins_the_latest(job: Job) -> bool:
    """Whether it pins deployments to the latest versions of configurations that it publishes itself."""
    pins = [each.get("configuration", {}).get("version") for each in job.options.get("deployments", [])]
    return "latest" in pins and bool(job.options.get("configurations"))


def _publishes(job: Job) -> bool:
    return "configuration " in job.wish


def _kill(chance: random.Random, _job: Job, requests: list[Request]) -> Disturbance:
    request, number = chance.choice(requests), chance.choice([signal.SIGKILL, signal.SIGTERM])
    fault = {"hang": _seconds(600), "respond": {"status": 504}}
    allowed = frozenset(["interrupted"])
    return Disturbance(f"{number.name} at {request}", {}, request, fault, can_fail=allowed, kill=number)
