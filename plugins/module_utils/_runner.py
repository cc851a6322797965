# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Runs a task: a function of its options and check mode that returns a result. It knows no AnsibleModule.

The same for a module process and for an action plugin, so that nobody can tell from the result which way it went.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, Mapping

from ansible_collections.genesys.cloud.plugins.module_utils import _capabilities, _connection
from ansible_collections.genesys.cloud.plugins.module_utils._audit import AuditTrail, Operation
from ansible_collections.genesys.cloud.plugins.module_utils._communications import Communications
from ansible_collections.genesys.cloud.plugins.module_utils._connection import Connections
from ansible_collections.genesys.cloud.plugins.module_utils._errors import GenesysError, InvalidInput
from ansible_collections.genesys.cloud.plugins.module_utils._metrics import metrics
from ansible_collections.genesys.cloud.plugins.module_utils._plan import JsonObject
from ansible_collections.genesys.cloud.plugins.module_utils._progress import Progress
from ansible_collections.genesys.cloud.plugins.module_utils._recorder import Recorder
from ansible_collections.genesys.cloud.plugins.module_utils._redact import MASK, Redactor
from ansible_collections.genesys.cloud.plugins.module_utils._session import Session
from ansible_collections.genesys.cloud.plugins.module_utils._validation import Problem


@dataclass(frozen=True)
class Options:
    """``params``: every option, parsed, with defaults and environment. ``given``: what the task wrote down, alone.

    ``refused``: what Ansible's own parsing had to say against them, a message each.
    """

    params: Mapping[str, Any]
    given: Mapping[str, Any]
    refused: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """What a module does, apart from how Ansible calls it."""

    argument_spec: Mapping[str, Any]
    problems: Callable[[Options], list[Problem]]
    """Everything wrong with the task's own options, without a request."""
    run: Callable[[Options, Session], JsonObject]
    """Do it; returns ``changed``, ``diff`` and the task's own keys."""
    doing: str = ""
    """What the task does, for errors outside an operation: "list the channels"."""
    subject: Callable[[Options], Operation] | None = None
    """What a refusal of the options is recorded as; None for a task that only reads."""
    secrets: Callable[[Options], list[str]] = lambda options: []
    sends_requests: bool = True
    """A task that sends none needs no credentials."""


@dataclass(frozen=True)
class Finished:
    """``result`` is complete, ``failed`` tells how to return it, ``secrets`` must be masked in anything shown."""

    result: JsonObject
    failed: bool
    warnings: list[str]
    secrets: set[str] = field(repr=False, default_factory=set)


def secrets(task: Task, options: Options) -> list[str]:
    """Every secret among the options."""
    return [*_connection.secrets(options.params), *task.secrets(options)]


def redactor_for(task: Task, options: Options) -> Redactor:
    """Knows every secret among the options."""
    return Redactor(secrets(task, options))


def shown_options(task: Task, params: Mapping[str, Any], redactor: Redactor) -> JsonObject:
    """The options fit to be shown with a result.

    Ansible would mask values alone, and those of misspelt options (``client_secert``) not at all.
    """
    spec = task.argument_spec
    known = {*spec, *(alias for rule in spec.values() for alias in rule.get("aliases", ()))}
    shown: JsonObject = redactor.data({name: value if name in known else MASK for name, value in params.items()})
    return shown


def execute(
    task: Task,
    options: Options,
    check_mode: bool,
    connections: Connections | None = None,
    say: Callable[[str], None] = lambda text: None,
) -> Finished:
    """Validate, connect, run, and put the result together. Raises only what is a mistake of ours.

    ``connections``: of tasks before this one, to be used again. ``say`` shows a line of text while the task runs.
    """
    connections = connections or Connections()
    redactor = connections.redactor
    for secret in secrets(task, options):
        redactor.add(secret)
    recorder = Recorder()
    progress = Progress(connections.clock, lambda text: say(redactor.text(text)))
    warnings: list[str] = []
    log = options.params.get("audit_log")
    audit = AuditTrail(recorder, redactor, connections.clock, check_mode, log, warnings)
    session: Session | None = None
    failure: JsonObject = {}
    try:
        _validate(task, options, audit)
        connection = _connection.from_options(options.params, options.given)
        client = connections.client(connection, check_mode, recorder, progress)
        session = Session(Communications(client), audit, redactor, check_mode, warnings, progress)
        result = task.run(options, session)
    except GenesysError as error:
        error.during(task.doing)
        result = {"changed": False, "diff": {"before": {}, "after": {}}, **error.result, "msg": str(error)}
        failure = {"failure": error.failure()}
    handled = [channel.features for channel in session.handled] if session else []
    numbers = metrics(recorder.total, _capabilities.FEATURES, handled)
    result = {**result, **failure, "audit": audit.entries, "metrics": numbers}
    return Finished(redactor.data(result), bool(failure), redactor.data(warnings), redactor.values)


def _validate(task: Task, options: Options, audit: AuditTrail) -> None:
    """All errors at once, before anything is sent; what Ansible said of an option that we explain is left out."""
    ours = task.problems(options) + _connection.problems(options.params, options.given, task.sends_requests)
    # An option, or an option and its part: that we explain another part of the same option does not explain this one.
    explained = [[f"'{name}'" for name in problem.option.split(".")[:2]] for problem in ours]
    theirs = [text for text in options.refused if not any(all(name in text for name in each) for each in explained)]
    if not ours and not theirs:
        return
    refusal = InvalidInput([*ours, *theirs])
    if task.subject is None:
        raise refusal
    with audit.operation(task.subject(options)):
        raise refusal
