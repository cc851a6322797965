# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Runs a task: a function of its options and check mode that returns a result. It knows no AnsibleModule.

The same for a module process and for an action plugin, so that nobody can tell from the result which way it went.
"""

from __future__ import annotations

from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from typing import Any, Callable, Mapping

from ansible_collections.genesys.cloud.plugins.module_utils import (
    _capabilities,
    _connection,
    _shown_options,
    _validation,
)
from ansible_collections.genesys.cloud.plugins.module_utils._audit import AuditTrail, Operation
from ansible_collections.genesys.cloud.plugins.module_utils._channel import Channel
from ansible_collections.genesys.cloud.plugins.module_utils._client import Client
from ansible_collections.genesys.cloud.plugins.module_utils._connection import Connection, Connections
from ansible_collections.genesys.cloud.plugins.module_utils._detection import AUTO, DIALECTS, Detecting, problems_before
from ansible_collections.genesys.cloud.plugins.module_utils._dialect import Dialect
from ansible_collections.genesys.cloud.plugins.module_utils._errors import GenesysError, InvalidInput, TaskInterrupted
from ansible_collections.genesys.cloud.plugins.module_utils._foretold import Foretold
from ansible_collections.genesys.cloud.plugins.module_utils._interruption import Interrupted, Interruption
from ansible_collections.genesys.cloud.plugins.module_utils._metrics import metrics
from ansible_collections.genesys.cloud.plugins.module_utils._plan import NOTHING, JsonObject
from ansible_collections.genesys.cloud.plugins.module_utils._progress import Progress
from ansible_collections.genesys.cloud.plugins.module_utils._recorder import Recorder
from ansible_collections.genesys.cloud.plugins.module_utils._redact import Redactor
from ansible_collections.genesys.cloud.plugins.module_utils._session import Session
from ansible_collections.genesys.cloud.plugins.module_utils._validation import Problem
from ansible_collections.genesys.cloud.plugins.module_utils._visible_text import visible
from ansible_collections.genesys.cloud.plugins.module_utils._vocabulary import KEYS, VALUES
from ansible_collections.genesys.cloud.plugins.module_utils._webdeployments import Allowed


@dataclass(frozen=True)
class Options:
    """``params``: every option, parsed, with defaults and environment. ``given``: what the task wrote down, alone.

    ``refused``: what Ansible's own parsing had to say against them, a message each. ``unreadable``: what it was spared,
    since it would break; that is in neither of the others.
    """

    params: Mapping[str, Any]
    given: Mapping[str, Any]
    refused: tuple[str, ...] = ()
    unreadable: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Task:
    """What a module does, apart from how Ansible calls it."""

    argument_spec: Mapping[str, Any]
    problems: Callable[[Options, Dialect], list[Problem]]
    """Everything wrong with the task's own options where the org's API speaks that dialect, without a request."""
    run: Callable[[Options, Session], JsonObject]
    """Do it; returns ``changed``, ``diff`` and the task's own keys."""
    doing: str = ""
    """What the task does, for errors outside an operation: "list the channels"."""
    subject: Callable[[Options], Operation] | None = None
    """What a refusal of the options is recorded as; None for a task that only reads."""
    suited: Callable[[Options], str] = lambda options: ""
    """The API that alone has what the options name, empty where either can have it."""
    secrets: Callable[[Options], list[str]] = lambda options: []
    enters_api: bool = True
    """A task that does not needs no credentials."""


@dataclass(frozen=True)
class Finished:
    """``result`` is complete, ``failed`` tells how to return it, ``secrets`` must be masked in anything shown.

    Both are masked already; ``secrets`` holds what may be searched for once more, since it cannot be a word of ours.
    """

    result: JsonObject
    failed: bool
    warnings: list[str]
    secrets: set[str] = field(repr=False, default_factory=set)


def secrets(task: Task, options: Options) -> list[str]:
    """Every secret among the options, also where none belongs."""
    misplaced = _shown_options.misplaced_secrets(task.argument_spec, options.params)
    found = [*_connection.secrets(options.params), *task.secrets(options), *misplaced]
    for problem in options.unreadable:
        found += _shown_options.secrets_in_unreadable(problem.option, getattr(problem, "value", None))
    return found


def redactor_for(task: Task, options: Options) -> Redactor:
    """Knows every secret among the options."""
    return Redactor(secrets(task, options), KEYS, VALUES)


def shown_options(task: Task, params: Mapping[str, Any], redactor: Redactor) -> JsonObject:
    """The options fit to be shown with a result."""
    return _shown_options.shown_options(task.argument_spec, params, redactor)


def execute(
    task: Task,
    options: Options,
    check_mode: bool,
    connections: Connections | None = None,
    say: Callable[[str], None] = lambda text: None,
    interruption: Interruption | None = None,
    copy: Callable[[JsonObject], None] = lambda entry: None,
    operator: str | None = None,
    foretold: str = "",
) -> Finished:
    """Validate, connect, run, and put the result together. Raises only what is a mistake of ours.

    ``connections``: of tasks before this one, to be used again. ``say`` shows a line of text while the task runs.
    ``interruption``: says whether the task has to end early; signals are heeded where it is given. ``copy`` takes each
    line of the audit trail, ``operator`` is whom it names. ``foretold``: the file in which a run in check mode keeps
    what it would have changed.
    """
    connections = connections or Connections()
    redactor = connections.redactor
    for secret in secrets(task, options):
        redactor.add(secret)
    recorder = Recorder(interruption)
    progress = Progress(connections.clock, lambda text: say(visible(redactor.sentence(text))))
    warnings: list[str] = []
    log = options.params.get("audit_log")
    audit = AuditTrail(recorder, redactor, connections.clock, check_mode, log, warnings, copy, operator)
    handled: list[Channel] = []
    client: Client | None = None
    api_host: str | None = None
    failure: JsonObject = {}
    try:
        connection = _validate(task, options, connections)
        api_host = connection.api_host if task.enters_api else None
        audit.origin.update(api_host=api_host, client_id=connection.client_in_use if task.enters_api else None)
        client = connections.client(connection, check_mode, recorder, progress)
        gateway = _gateway(task, options, connections, connection, client)
        session = Session(gateway, audit, redactor, check_mode, warnings, progress, recorder.interruption, handled)
        if foretold and check_mode:
            whose = f"{connection.api_url} {connection.client_id} {connection.access_token}"
            session.foretold = Foretold(foretold, whose)
        with interruption.heeding_signals(audit.close) if interruption else nullcontext():
            result = _run(task, options, session)
    except GenesysError as error:
        _record(error, task, options, audit)
        error.during(task.doing)
        result = {**NOTHING, **error.result, "msg": error.told(redactor)}
        failure = {"failure": error.failure(redactor)}
    if client and client.missing_tokens:
        warnings.append(client.missing_tokens)
    if foretold and not check_mode and result.get("changed"):
        Foretold(foretold).forget()
    numbers = metrics(recorder.total, _capabilities.FEATURES, [channel.features for channel in handled], api_host)
    result = {**result, **failure, "audit": audit.entries, "metrics": numbers}
    told = [visible(redactor.sentence(warning)) for warning in warnings]
    return Finished(redactor.data(result), bool(failure), told, redactor.unmistakable)


def _run(task: Task, options: Options, session: Session) -> JsonObject:
    """Run the task to its end, or until it has to end."""
    try:
        return task.run(options, session)
    except Interrupted as interrupted:
        told = TaskInterrupted(f"the task was interrupted by {interrupted}")
        told.result = interrupted.result
        raise told from None


def _gateway(
    task: Task, options: Options, connections: Connections, connection: Connection, client: Client
) -> Detecting:
    def settled(dialect: Dialect) -> None:
        connections.detected[connection] = dialect.name
        _refuse(task.problems(options, dialect), ())

    allowed = Allowed(bool(options.params.get("overwrite_draft")), bool(options.params.get("change_shared")))
    return Detecting(client, allowed, _api(options, connections, connection), settled)


def _api(options: Options, connections: Connections, connection: Connection) -> str:
    """What the option says, or what an earlier task of the same loop has found."""
    api: str = options.params.get("api") or AUTO
    return connections.detected.get(connection, api) if api == AUTO else api


def _validate(task: Task, options: Options, connections: Connections) -> Connection:
    """All errors at once, before anything is sent."""
    api = options.params.get("api") or AUTO
    theirs = _connection.problems(options.params, options.given, task.enters_api)
    connection = (
        None
        if theirs or options.refused or options.unreadable
        else _connection.from_options(options.params, options.given)
    )
    if connection and api in (AUTO, *DIALECTS):
        api = _api(options, connections, connection)
    ours = problems_before(api, lambda dialect: task.problems(options, dialect), task.suited(options))
    _refuse(_option_problems(task, options, ours + theirs), options.refused)
    return connection or _connection.from_options(options.params, options.given)


def _option_problems(task: Task, options: Options, ours: list[Problem]) -> list[Problem]:
    """Ours, without what only follows from a value that could not be read, and what is wrong with texts and paths."""
    unreadable = options.unreadable
    kept = [problem for problem in ours if not any(problem.is_about(other.option) for other in unreadable)]
    told = {problem.option for problem in kept}
    texts = _validation.text_problems(task.argument_spec, {**options.params, **options.given})
    return [*unreadable, *kept, *(problem for problem in texts if problem.option not in told)]


def _refuse(ours: list[Problem], refused: tuple[str, ...]) -> None:
    """What Ansible said of an option that we explain is left out."""
    # An option, or an option and its part: that we explain another part of the same option does not explain this one.
    explained = [[f"'{name}'" for name in problem.option.split(".")[:2]] for problem in ours]
    theirs = [text for text in refused if not any(all(name in text for name in each) for each in explained)]
    if ours or theirs:
        raise InvalidInput([*ours, *theirs])


def _record(error: GenesysError, task: Task, options: Options, audit: AuditTrail) -> None:
    """A refusal of the whole task is an operation too, where no other was begun."""
    if task.subject is None or audit.entries or not isinstance(error, InvalidInput):
        return
    with suppress(InvalidInput), audit.operation(task.subject(options)):
        raise error
