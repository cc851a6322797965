# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What holds of every case, whatever disturbed it. Each law returns what broke it, in words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.faults.campaign import Observed, Run
from tests.faults.jobs import NEW
from tests.faults.state import PENDING, State, differing

_TRACES = ("Traceback (most recent call last)", "AssertionError", "nobody knows", "WriteInCheckMode")


def broken(observed: Observed) -> list[str]:
    """Every law that does not hold, with what broke it."""
    return [f"{law.__name__.strip('_')}: {each}" for law in _LAWS for each in law(observed)]


def _ends_well_or_as_it_may(observed: Observed) -> Iterator[str]:
    """A failure is one that the disturbance accounts for, and is told in words."""
    for run in observed.disturbed:
        if run.ran is None:
            if not observed.case.disturbance.kill:
                yield "it ended without a result"
            continue
        text = run.ran.output
        yield from (f"{trace!r} in what it printed" for trace in _TRACES if trace in text)
        if not run.ran.failed:
            continue
        kinds = set(_kinds(run.ran.result))
        allowed = observed.case.disturbance.can_fail | {run.job.fails}
        yield from (f"failed as {kind!r}: {run.ran.result.get('msg')}" for kind in sorted(kinds - allowed, key=str))


def _kinds(result: dict[str, Any]) -> Iterator[str]:
    """Of the failure, or of each row that failed."""
    keys = ("channels", "supported_contents", "configurations", "deployments")
    rows = [row for key in keys for row in result.get(key) or []]
    failed = [row["failure"]["kind"] for row in rows if row.get("failure")]
    failure = result.get("failure") or {}
    yield from failed or [failure.get("kind", "none")]


def _meets_its_wish(observed: Observed) -> Iterator[str]:
    """After a success nothing differs, unless a person has changed it since; after a failure it can be run again."""
    first, again, last = observed.disturbed[0], *observed.calm
    for name, run in (("second", again), ("third", last)):
        assert run.ran
        kinds = set(_kinds(run.ran.result)) if run.ran.failed else set()
        for kind in sorted(kinds - _can_fail_later(observed)):
            yield f"the {name} run failed as {kind!r}: {run.ran.result.get('msg')}"
        if kinds:
            return
    assert again.ran
    assert last.ran
    if observed.case.job.tells:  # it posts what it is given, each time
        return
    if last.ran.result["changed"]:
        yield f"the third run still changes {_changes(last)}"
    if first.ran and not first.ran.failed and again.ran.result["changed"]:
        theirs = [path for path in observed.changed_by_person if _is_wished(observed, path)]
        theirs += [path for path in observed.changed_by_person if "/" in path and observed.case.job.removes]
        act = observed.case.disturbance.act
        is_theirs = theirs or (act and act["act"].startswith(("create", "publish", "save")))
        if not is_theirs and not _was_overwritten_since(observed):
            yield f"it succeeded, and the second run changes {_changes(again)}"


def _was_overwritten_since(observed: Observed) -> bool:
    """Whether another run wrote to something after this one had looked at it last: the window that the guide tells of.

    A task for many objects goes on with others then; a listing of who uses a profile is no look at a deployment.
    """
    ours = observed.disturbed[0].journal

    def last_look(path: str) -> int:
        seen = (path, path.rpartition("/")[0])
        return max((each["number"] for each in ours if each["path"] in seen and "Supp" not in each["query"]), default=0)

    return any(each["number"] > last_look(each["path"]) for run in observed.disturbed[1:] for each in run.effects)


def _can_fail_later(observed: Observed) -> set[str]:
    job, act = observed.case.job, observed.case.disturbance.act
    found = {job.fails} if job.fails else set()
    drafts = any(run.job.options.get("publish") is False for run in observed.disturbed[1:])
    if drafts or (act and act["act"] in ("save_draft", "publish", "create_configuration")):
        found.add("conflict")  # somebody's draft is in the way
    if job.module == "webmessaging_rollback" and (act or len(observed.disturbed) > 1):
        found.add("conflict")  # what somebody else has pinned since stays
    if act and act["act"].startswith("create_"):
        found.add("ambiguous")
    if act and act["act"].startswith("delete_"):
        found |= {"not_found", "conflict", "validation"}  # what is gone would have to be made
    return found


def _changes(run: Run) -> Any:
    assert run.ran
    return [entry["changes"] or entry["action"] for entry in run.ran.result.get("audit", [])]


def _is_wished(observed: Observed, path: str) -> bool:
    return any(re.fullmatch(run.job.wish, path) for run in observed.disturbed)


def _says_what_it_did(observed: Observed) -> Iterator[str]:
    """``changed`` is whether one of its writes took effect."""
    for run in [*observed.disturbed, *observed.calm]:
        if run.ran is None or run.job.tells:
            continue
        effects = [f"{each['method']} {each['path']}" for each in run.effects]
        changed = run.ran.result.get("changed", False)
        if changed and not effects and not _is_unknown(run):
            yield f"changed, without a write that took effect ({run.ran.result.get('msg', 'succeeded')})"
        if not changed and effects and not _withdrew(run) and not _came_later(observed, run):
            yield f"not changed, and yet: {', '.join(effects)} ({run.ran.result.get('msg', 'succeeded')})"


def _is_unknown(run: Run) -> bool:
    """Whether an answer was lost, so that it has to be told as changed perhaps."""
    assert run.ran
    return "may" in str(run.ran.result.get("msg"))


def _withdrew(run: Run) -> bool:
    made = [each for each in run.effects if each["method"] == "POST" and not each["path"].endswith("/publish")]
    deleted = [each for each in run.effects if each["method"] == "DELETE"]
    return bool(deleted) and len(deleted) == len(made)


def _came_later(observed: Observed, run: Run) -> bool:
    """Whether the effect came after the task's last request."""
    last = max((each["at"] for each in run.journal), default=0)
    return "late" in observed.case.disturbance.fault and all(each["effect_at"] > last for each in run.effects)


def _touches_only_what_was_wished(observed: Observed) -> Iterator[str]:
    """Every path that differs is in a wish, or a person changed it."""
    by_person = {*observed.changed_by_person}
    for path in differing(_old(observed.before, observed), _old(observed.final, observed)):
        if not _is_wished(observed, path) and not _belongs(path, by_person) and not _is_gone(observed, path):
            now = observed.final.paths().get(path)
            yield f"{path} was {observed.before.paths().get(path)} and is {now}"


def _old(state: State, observed: Observed) -> dict[str, str]:
    """What is in things that were there before, without new versions."""
    found = {}
    for each in observed.before.things.values():
        known = {str(number) for number in each.versions} | {"draft"}
        paths = state.things[each.id].paths() if each.id in state.things else {}
        found.update(
            {path: value for path, value in paths.items() if path.count("/") == 1 or path.split("/")[1] in known}
        )
    return found


def _belongs(path: str, by_person: set[str]) -> bool:
    """A person's object takes its parts along."""
    return any(path == each or path.startswith((f"{each}.", f"{each.rpartition('.')[0]}.")) for each in by_person)


def _is_gone(observed: Observed, path: str) -> bool:
    title, _slash, rest = path.partition("/")
    # After an Error nobody can read whether a deployment was switched off.
    is_unreadable = rest == "status" and (
        "end_in_error" in observed.case.disturbance.fault or observed.final.paths().get(path) == f'"{PENDING}"'
    )
    return is_unreadable or title == f"{observed.case.job.removes} {NEW}"


def _keeps_what_people_did(observed: Observed) -> Iterator[str]:
    """What a person changed is still so, unless it was wished otherwise, or came in the very moment of a write."""
    act = observed.case.disturbance.act
    if not act or act["act"].startswith(("create", "delete")) or not observed.changed_by_person:
        return
    if observed.case.job.options.get("overwrite_draft"):
        return
    hit = _hit_by_person(observed)
    if hit is None or _is_between_read_and_write(observed, hit):
        return
    now = observed.after.paths()
    for path in observed.changed_by_person:
        is_published = act["act"] == "publish"  # what becomes of the draft is another matter then
        if not _is_wished(observed, path) and not is_published and now.get(path) == observed.before.paths().get(path):
            yield f"{path} is again what it was before a person changed it"


def _is_between_read_and_write(observed: Observed, number: int) -> bool:
    """Whether what they changed was sent whole, after their change, from a read before it."""
    kind = observed.changed_by_person[0].partition(" ")[0]
    collection = {"supported_content": "supportedcontent"}.get(kind, f"{kind}s")
    target = rf".*/{collection}/[^/]+(/versions/draft)?"
    reads = rf".*/{collection}(/(?!default)[^/]+(/versions(/draft)?)?)?"
    later = [each for each in observed.journal if each["number"] >= number]
    for each in later:
        if each["method"] == "GET" and re.fullmatch(reads, each["path"]) and each["number"] > number:
            return False
        if each["method"] in ("PUT", "PATCH") and re.fullmatch(target, each["path"]):
            return True
    return False


def _makes_nothing_twice(observed: Observed) -> Iterator[str]:
    """At most one of a name; one new version for what was wished; nothing published that nobody wished."""
    act = observed.case.disturbance.act
    theirs = 1 if act and act["act"].startswith("create_") else 0
    if theirs and _came_first(observed):
        theirs = 0  # ours has to withdraw
    kind = observed.case.job.makes
    if kind:
        count = len(observed.final.named(kind, NEW))
        if not 1 <= count <= 1 + theirs and not observed.calm[-1].ran.failed:  # type: ignore[union-attr]
            yield f"there are {count} {kind}s named {NEW}"
    for thing in observed.final.things.values():
        old = observed.before.things.get(thing.id)
        ours = [number for number in thing.versions if (thing.id, number) in observed.final.published_by_tasks]
        # Each run, and once more what another wish has undone.
        most = len(observed.disturbed) + len({run.job.title for run in observed.disturbed}) - 1 + (1 if act else 0)
        if "end_in_error" in observed.case.disturbance.fault:
            most += 1
        if len(ours) > most:
            yield f"{thing.title} has {len(ours)} versions of ours: {ours}"
        if not old:
            continue
        for number in ours:
            bases = [thing.versions[each] for each in thing.versions if each < number]
            strange = [_strange(observed, thing.title, number, base, thing.versions[number]) for base in bases]
            is_odd = bool(strange) and all(strange)
            if is_odd and (not _was_saved_as_it_was_published(observed) or _is_pinned(observed, thing.id, number)):
                yield f"version {number} of {thing.title} was published with {min(strange, key=len)}"


def _came_first(observed: Observed) -> bool:
    """Whether a person created theirs before our own creation took effect."""
    hit = _hit_by_person(observed)
    made = [each["number"] for each in observed.disturbed[0].effects if each["method"] == "POST"]
    is_before = "person" in observed.case.disturbance.fault
    return hit is not None and bool(made) and (hit < made[0] or (hit == made[0] and is_before))


def _was_saved_as_it_was_published(observed: Observed) -> bool:
    """Whether a person saved the draft after the last look at it: the answer shows that, and it must not be pinned."""
    hit = _hit_by_person(observed)
    for each in observed.journal:
        if hit is not None and each["number"] >= hit + ("then_person" in observed.case.disturbance.fault):
            if each["path"].endswith("/publish"):
                return True
            if each["method"] == "GET" and each["path"].endswith("/draft"):
                return False
    return False


def _is_pinned(observed: Observed, configuration_id: str, number: int) -> bool:
    """Whether a deployment was pinned to the version when the disturbed runs had ended."""
    pin = {"configuration.id": json.dumps(configuration_id), "configuration.version": json.dumps(str(number))}
    return any(each.content.items() >= pin.items() for each in observed.after.things.values())


def _hit_by_person(observed: Observed) -> int | None:
    """The number of the request at which the person acted."""
    hit = [each["number"] for each in observed.journal if {"person", "then_person"} & {*(each["fault"] or ())}]
    return min(hit, default=None)


def _strange(observed: Observed, title: str, number: int, base: dict[str, str], made: dict[str, str]) -> list[str]:
    """The paths in which a version differs from the one before that nobody wished and no person had published."""
    return [path for path in differing(base, made) if not _is_wished(observed, f"{title}/{number}/{path}")]


def _is_in_the_audit_log(observed: Observed) -> Iterator[str]:
    """Every write that took effect is in a line; every line that begins has one that ends."""
    entries = _entries(observed.log)
    for run in [*observed.disturbed, *observed.calm]:
        lines = _entries(observed.log_before_calm) if run in observed.disturbed else entries
        told = {entry["resource_id"] for entry in lines} | {entry["resource_name"] for entry in lines}
        for each in run.effects:
            if not _names_of_written(observed, each) & told and not (each["method"] == "DELETE" and _withdrew(run)):
                yield f"{each['method']} {each['path']} is in no line of the audit log"
    if observed.case.disturbance.kill and not any(run.effects for run in observed.calm):
        return  # the next run had nothing to write, and so it had nothing to tell
    ended = {entry["audit_id"] for entry in entries if entry["outcome"] != "begun"}
    mentioned = {audit_id for entry in entries for audit_id in entry.get("unfinished", [])}
    for audit_id in sorted({entry["audit_id"] for entry in entries} - ended - mentioned):
        yield f"{audit_id} was begun, and no later line says more"


def _entries(log: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.splitlines()]


def _names_of_written(observed: Observed, request: dict[str, Any]) -> set[str]:
    """The id and the names of what the request wrote to. A channel's configuration has its deployment's name here."""
    body = request["body"] or {}
    collections = "/(?:configurations|deployments|channels|webhooks|supportedcontent)(?:/|$)"
    object_id = re.split(collections, request["path"])[1].split("/")[0]
    if not object_id:
        return {str(body.get("name"))}
    if object_id == "default":
        object_id = body["id"]
    found = [state.things.get(object_id) for state in (observed.before, observed.after, observed.final)]
    return {object_id, *(thing.name for thing in found if thing)}


def _tells_each_outcome(observed: Observed) -> Iterator[str]:
    """A run that succeeded has no entry that says otherwise; one that failed has one that says so."""
    for run in [*observed.disturbed, *observed.calm]:
        if run.ran is None or "info" in run.job.module:
            continue
        entries = run.ran.result.get("audit") or []
        outcomes = [entry["outcome"] for entry in entries]
        bad = {"failed", "unknown", "rejected"} & {*outcomes}
        if not run.ran.failed and bad:
            yield f"it succeeded, and its audit entries say {outcomes}"
        is_interrupted = "interrupted" in _kinds(run.ran.result)  # an operation before its first write has no entry
        if run.ran.failed and entries and not bad and not is_interrupted:
            yield f"it failed, and its audit entries say {outcomes}"
        if run.job.tells:
            continue  # its requests are no writes of the API
        sent = sum(1 for each in run.journal if each["kind"] == "write")
        told = sum(entry["attempts"] for entry in entries)
        if entries and bool(sent) != bool(told):
            yield f"it sent {sent} writes, and its audit entries say {told}"


def _tells_the_receiver(observed: Observed) -> Iterator[str]:
    """After a success every event has come, in its order, and each as often as it was tried."""
    run, told = observed.disturbed[0], observed.case.job.tells
    if not told or not run.ran or run.ran.failed:
        return
    came = [json.loads(each["body"])["id"] for each in observed.received]
    if {*came} != told or came != sorted(came):
        yield f"the receiver heard of {came}"


def _keeps_secrets(observed: Observed) -> Iterator[str]:
    for run in [*observed.disturbed, *observed.calm]:
        if run.ran and (observed.secret in run.ran.output or "signed-by-us" in run.ran.output):
            yield "a secret is in what it printed"
    if observed.secret in observed.log or "signed-by-us" in observed.log:
        yield "a secret is in the audit log"


_LAWS: list[Callable[[Observed], Iterator[str]]] = [
    _ends_well_or_as_it_may,
    _meets_its_wish,
    _says_what_it_did,
    _touches_only_what_was_wished,
    _keeps_what_people_did,
    _makes_nothing_twice,
    _is_in_the_audit_log,
    _tells_each_outcome,
    _tells_the_receiver,
    _keeps_secrets,
]
