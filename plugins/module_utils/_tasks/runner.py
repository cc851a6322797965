# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Run a task: a function of its options and check mode that returns a result. It does not know AnsibleModule.

Module processes and action plugins use it alike, so nobody can tell from the result which of them ran it.
"""

from __future__ import annotations

import os
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from typing import Any, Callable, Mapping, Sequence

from .._channel import capabilities
from .._channel.dialect import Dialect
from .._core import validation
from .._core.errors import GenesysError, InvalidInput, TaskInterrupted
from .._core.json_values import JsonObject
from .._core.plan import NOTHING
from .._core.redact import Redactor
from .._core.validation import Problem
from .._core.visible_text import visible
from .._http import connection as client_options
from .._http import token_cache
from .._http.client import Client
from .._http.clock import Clock
from .._http.connection import Connection, Connections
from .._http.interruption import Interrupted, Interruption
from .._http.progress import Progress
from .._http.recorder import Recorder
from .._use_cases import detected as detected_apis
from .._use_cases.audit import AuditTrail, Operation
from .._use_cases.context import Context
from .._use_cases.detected import DetectedApi
from .._use_cases.detection import AUTO, DIALECTS, DetectingGateway, possible, problems_before
from .._use_cases.foretold import OF_RUN as FORETOLD
from .._use_cases.foretold import Foretold
from .._use_cases.metrics import metrics
from .._use_cases.names import Names
from .._webdeployments.gateway import Overrides
from . import shown_options as options_shown
from .garbage import seldom_collected
from .vocabulary import KEYS, VALUES


@dataclass(frozen=True)
class Options:
    """``params``: every option, parsed, with defaults and environment. ``given``: only the options of the task itself.

    ``refused``: the errors of Ansible's own parsing, a message each. ``unreadable``: values that Ansible's parsing
    would break at; neither of the others has them. ``deprecations``: what Ansible's parsing says of deprecated options,
    in the shape of a result's ``deprecations``; in a module process, Ansible tells them itself.
    """

    params: Mapping[str, Any]
    given: Mapping[str, Any]
    refused: tuple[str, ...] = ()
    unreadable: tuple[Problem, ...] = ()
    deprecations: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Task:
    """A module's work, apart from the way in which Ansible calls it."""

    argument_spec: Mapping[str, Any]
    problems: Callable[[Options], list[Problem]]
    """Every error in the task's own options that holds for every org, without a request."""
    run: Callable[[Options, Context], JsonObject]
    """Do the work; return ``changed``, ``diff`` and the task's own keys."""
    dialect_problems: Callable[[Options, Dialect], list[Problem]] = lambda options, dialect: []
    """Every further error in the options if the org's API speaks that dialect."""
    rank: Callable[[Problem], int] = lambda problem: 0
    """The order of problems in an error; problems of one rank stay in the order in which they were found."""
    doing: str = ""
    """The action of the task, for errors outside an operation: "list the channels"."""
    subject: Callable[[Options], Operation] | None = None
    """The operation that a refusal of the options is recorded as; None for a task that only reads."""
    suited: Callable[[Options], str] = lambda options: ""
    """The only API that has the given options; empty if both have them."""
    secrets: Callable[[Options], list[str]] = lambda options: []
    enters_api: Callable[[Options], bool] = lambda options: True
    """Whether the task enters the API; if not, it needs no credentials."""


@dataclass(frozen=True)
class Finished:
    """``result`` is complete, ``failed`` tells how to return it, ``secrets`` must be masked in anything shown.

    Both are masked already; ``secrets`` has those that can be searched for once more, because they cannot be our own
    words.
    """

    result: JsonObject
    failed: bool
    warnings: list[str]
    secrets: set[str] = field(repr=False, default_factory=set)


def secrets(task: Task, options: Options) -> list[str]:
    """Return every secret among the options, also misplaced ones."""
    misplaced = options_shown.misplaced_secrets(task.argument_spec, options.params)
    found = [*client_options.secrets(options.params), *task.secrets(options), *misplaced]
    for problem in options.unreadable:
        found += options_shown.secrets_in_unreadable(problem.option, getattr(problem, "value", None))
    return found


def redactor_for(task: Task, options: Options) -> Redactor:
    """Return a redactor that knows every secret among the options."""
    return Redactor(secrets(task, options), KEYS, VALUES)


def shown_options(task: Task, params: Mapping[str, Any], redactor: Redactor) -> JsonObject:
    """Return the options as a result may show them."""
    return options_shown.shown_options(task.argument_spec, params, redactor)


@dataclass(frozen=True)
class Caller:
    """The caller of a task, as far as the task has to know it.

    ``say`` shows a line of text while the task runs. ``interruption``: whether the task has to end early; with it, the
    task handles signals. ``copy`` gets each line of the audit trail, ``operator`` is the operator in it.
    ``run_folder``: the folder for files that all tasks of a run share; empty without one.
    """

    say: Callable[[str], None] = lambda text: None
    interruption: Interruption | None = None
    copy: Callable[[JsonObject], None] = lambda entry: None
    operator: str | None = None
    run_folder: str = ""


def new_connections(clock: Clock | None = None) -> Connections:
    """Make connections for one task, or for several in a row."""
    return Connections(Redactor((), KEYS, VALUES), clock)


def execute(
    task: Task,
    options: Options,
    check_mode: bool,
    connections: Connections | None = None,
    caller: Caller | None = None,
) -> Finished:
    """Validate, connect, run, and put the result together. Raises only errors that are mistakes of ours.

    ``connections``: of earlier tasks, to be used again.
    """
    with seldom_collected():
        return _Execution(task, options, check_mode, connections or new_connections(), caller or Caller()).finish()


class _Execution:
    """One task on its way from its options to its result."""

    def __init__(
        self, task: Task, options: Options, check_mode: bool, connections: Connections, caller: Caller
    ) -> None:
        self._task, self._options, self._check_mode = task, options, check_mode
        self._connections, self._caller = connections, caller
        self._redactor = connections.redactor
        for secret in secrets(task, options):
            self._redactor.add(secret)
        self._recorder = Recorder(caller.interruption)
        self._warnings: list[str] = []
        self._features: list[Sequence[str]] = []
        self._client: Client | None = None
        self._api_host: str | None = None
        self._audit = AuditTrail(
            self._recorder,
            self._redactor,
            connections.clock,
            check_mode,
            options.params.get("audit_log"),
            self._warnings,
            caller.copy,
            caller.operator,
        )

    def finish(self) -> Finished:
        failure: JsonObject = {}
        try:
            result = self._run()
        except GenesysError as error:
            _record(error, self._task, self._options, self._audit)
            error.during(self._task.doing)
            result = {**NOTHING, **error.result, "msg": error.told(self._redactor)}
            failure = {"failure": error.failure(self._redactor)}
        if self._client and self._client.missing_tokens:
            self._warnings.append(self._client.missing_tokens)
        if not self._check_mode and result.get("changed"):
            Foretold(self._foretold).forget()
        numbers = metrics(self._recorder.total, capabilities.FEATURES, self._features, self._api_host)
        result = {**result, **failure, "audit": self._audit.entries, "metrics": numbers}
        told = [visible(self._redactor.sentence(warning)) for warning in self._warnings]
        return Finished(self._redactor.data(result), bool(failure), told, self._redactor.unmistakable)

    def _run(self) -> JsonObject:
        """Run the task to its end, or until it has to end."""
        validated = _validate(self._task, self._options, self._connections, self._caller.run_folder)
        context = self._context(validated)
        interruption = self._caller.interruption
        try:
            with interruption.heeding_signals(self._audit.close) if interruption else nullcontext():
                return self._task.run(self._options, context)
        except Interrupted as interrupted:
            told = TaskInterrupted(f"the task was interrupted by {interrupted}")
            told.result = interrupted.result
            raise told from None

    @property
    def _foretold(self) -> str:
        """Return the file in which a run in check mode records its predicted changes; empty without one."""
        return os.path.join(self._caller.run_folder, FORETOLD) if self._caller.run_folder else ""

    def _context(self, validated: _Validated) -> Context:
        connection, params = validated.connection, self._options.params
        if self._task.enters_api(self._options):
            self._api_host = connection.api_host
            self._audit.origin["api_host"] = connection.api_host
            self._audit.origin["client_id"] = connection.client_in_use
        progress = Progress(self._connections.clock, self._say)
        self._client = self._connections.client(connection, self._check_mode, self._recorder, progress)
        looked_up = self._connections.looked_up.setdefault(detected_apis.org_of(connection), {})
        allowed = Overrides(bool(params.get("overwrite_draft")), bool(params.get("change_shared")))
        context = Context(
            DetectingGateway(self._client, allowed, validated.api, validated.refusals, validated.detected),
            self._audit,
            self._redactor,
            self._check_mode,
            self._warnings,
            progress,
            self._recorder.interruption,
            Names(self._client, looked_up, self._warnings),
            connection.guest,
            self._features,
        )
        if self._check_mode:
            whose = f"{connection.api_url} {connection.client_id} {connection.access_token}"
            context.foretold = Foretold(self._foretold, whose)
            context.names.coming = context.foretold.coming
        return context

    def _say(self, text: str) -> None:
        self._caller.say(visible(self._redactor.sentence(text)))


def _detected(options: Options, connections: Connections, connection: Connection, run_folder: str) -> DetectedApi:
    """Return the API that an earlier task of the same loop has detected, or of the run if it shares what it detects."""
    is_shared = options.params.get("token_cache") == token_cache.RUN
    path = token_cache.of_run(run_folder, detected_apis.OF_RUN) if is_shared else None
    return DetectedApi(connections.detected, detected_apis.org_of(connection), path or "")


@dataclass(frozen=True)
class _Validated:
    """``refusals``: by dialect, why the task cannot go on with it."""

    connection: Connection
    api: str
    detected: DetectedApi
    refusals: Mapping[str, GenesysError]


def _validate(task: Task, options: Options, connections: Connections, run_folder: str) -> _Validated:
    """Return all errors at once, before any request: the task's own once, and those of each possible dialect once."""
    theirs = client_options.problems(options.params, options.given, task.enters_api(options))
    connection = (
        None
        if theirs or options.refused or options.unreadable
        else client_options.from_options(options.params, options.given, run_folder)
    )
    detected = _detected(options, connections, connection, run_folder) if connection else DetectedApi()
    api: str = options.params.get("api") or AUTO
    known = detected.name or api if api == AUTO else api
    by_dialect = {name: task.dialect_problems(options, DIALECTS[name]) for name in possible(known)}
    ours = sorted(task.problems(options) + problems_before(by_dialect, task.suited(options)), key=task.rank)
    _refuse(_option_problems(task, options, ours + theirs), options.refused)
    return _Validated(
        connection or client_options.from_options(options.params, options.given, run_folder),
        api,
        detected,
        {name: InvalidInput(problems) for name, problems in by_dialect.items() if problems},
    )


def _option_problems(task: Task, options: Options, ours: list[Problem]) -> list[Problem]:
    """Return our problems, without those that only follow from an unreadable value, and those of texts and paths."""
    unreadable = options.unreadable
    kept = [problem for problem in ours if not any(problem.is_about(other.option) for other in unreadable)]
    told = {problem.option for problem in kept}
    texts = validation.text_problems(task.argument_spec, {**options.params, **options.given})
    return [*unreadable, *kept, *(problem for problem in texts if problem.option not in told)]


def _refuse(ours: list[Problem], refused: tuple[str, ...]) -> None:
    """Raise the problems, without Ansible's message about an option that ours explain."""
    # Compare option and part: our error about another part of the same option does not explain this one.
    explained = [[f"'{name}'" for name in problem.option.split(".")[:2]] for problem in ours]
    theirs = [text for text in refused if not any(all(name in text for name in each) for each in explained)]
    if ours or theirs:
        raise InvalidInput([*ours, *theirs])


def _record(error: GenesysError, task: Task, options: Options, audit: AuditTrail) -> None:
    """Record a refusal of the whole task as an operation, if no operation has begun."""
    if task.subject is None or audit.entries or not isinstance(error, InvalidInput):
        return
    with suppress(InvalidInput), audit.operation(task.subject(options)):
        raise error
