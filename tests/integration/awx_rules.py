# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What AWX makes of our data: which keys its objects take, which credential types it accepts, what a job gets of one,
which answers to a survey it takes, and which extra variables a job gets of them.

Sources: the options of the roles of ``infra.aap_configuration`` 3 (each handed to the module of ``awx.awx`` that bears
its name); AWX's ``awx/main/fields.py`` (CredentialTypeInputField, CredentialTypeInjectorField), its view of survey
specifications (``JobTemplateSurveySpec``), its help on schedules, ``inject_credential``, ``SurveyJobTemplateMixin`` of
``awx/main/models/mixins.py``, and ``awx/main/utils/safe_yaml.py``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema
import yaml
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

_NAME = r"^[a-zA-Z_][a-zA-Z0-9_]*$"
_TEXT = {"type": "string", "minLength": 1}
_FLAG = {"type": "boolean"}
_COUNT = {"type": "integer", "minimum": 0}
_NAMES = {"type": "array", "items": _TEXT}

_RULE = (
    r"^DTSTART(;TZID=[A-Za-z_]+(/[A-Za-z_]+)*:[0-9]{8}T[0-9]{6}|:[0-9]{8}T[0-9]{6}Z) "
    r"RRULE:FREQ=(MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY);INTERVAL=[1-9][0-9]*(;BYDAY=[A-Z]{2}(,[A-Z]{2})*)?$"
)
"""Of the rules that AWX accepts, those that ours can be: one start, an interval, days without a number."""


def _object(needed: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": needed, "additionalProperties": False, "properties": properties}


_FIELD = _object(
    ["id", "label"],
    id={"type": "string", "pattern": _NAME, "not": {"const": "tower"}},
    type={"enum": ["string", "boolean"]},
    label=_TEXT,
    help_text=_TEXT,
    secret=_FLAG,
    multiline=_FLAG,
)
_VARIABLE = {"type": "string", "pattern": r"^[\x00-\x7f]*$"}
_QUESTION = _object(
    ["type", "question_name", "variable", "required"],
    type={"enum": ["text", "textarea", "password", "integer", "float", "multiplechoice", "multiselect"]},
    question_name=_TEXT,
    question_description=_TEXT,
    variable={"type": "string", "pattern": _NAME},
    required=_FLAG,
    default={},
    choices={**_NAMES, "minItems": 1, "uniqueItems": True},
    min=_COUNT,
    max=_COUNT,
)
_SURVEY = _object(
    ["name", "description", "spec"],
    name=_TEXT,
    description=_TEXT,
    spec={"type": "array", "items": _QUESTION, "minItems": 1},
)

OBJECTS = {
    "controller_credential_types": _object(
        ["name", "kind", "inputs", "injectors"],
        name=_TEXT,
        description=_TEXT,
        kind={"enum": ["cloud", "net"]},
        inputs=_object(["fields"], fields={"type": "array", "items": _FIELD}, required=_NAMES),
        injectors=_object(
            [],
            env={"type": "object", "patternProperties": {_NAME: _VARIABLE}, "additionalProperties": False},
        ),
    ),
    "controller_projects": _object(
        ["name", "organization", "scm_type", "scm_url"],
        name=_TEXT,
        description=_TEXT,
        organization=_TEXT,
        scm_type={"enum": ["git"]},
        scm_url=_TEXT,
        scm_branch=_TEXT,
        scm_update_on_launch=_FLAG,
    ),
    "controller_inventories": _object(["name", "organization"], name=_TEXT, description=_TEXT, organization=_TEXT),
    "controller_inventory_sources": _object(
        ["name", "inventory", "source", "source_project", "source_path"],
        name=_TEXT,
        description=_TEXT,
        inventory=_TEXT,
        organization=_TEXT,
        source={"const": "scm"},
        source_project=_TEXT,
        source_path=_TEXT,
        credential=_TEXT,
        overwrite=_FLAG,
        overwrite_vars=_FLAG,
        update_on_launch=_FLAG,
        update_cache_timeout=_COUNT,
    ),
    "controller_templates": _object(
        ["name", "inventory", "project", "playbook"],
        name=_TEXT,
        description=_TEXT,
        organization=_TEXT,
        project=_TEXT,
        inventory=_TEXT,
        playbook=_TEXT,
        credentials=_NAMES,
        extra_vars={"type": "object"},
        diff_mode=_FLAG,
        ask_job_type_on_launch=_FLAG,
        ask_limit_on_launch=_FLAG,
        survey_enabled=_FLAG,
        survey_spec=_SURVEY,
    ),
    "controller_schedules": _object(
        ["name", "unified_job_template", "rrule"],
        name=_TEXT,
        description=_TEXT,
        organization=_TEXT,
        unified_job_template=_TEXT,
        rrule={"type": "string", "pattern": _RULE},
        enabled=_FLAG,
        extra_data={"type": "object"},
    ),
}
"""A JSON schema for what is in the list of that name."""

_DEFAULTS: Mapping[str, type | tuple[type, ...]] = {
    "text": str,
    "textarea": str,
    "password": str,
    "integer": int,
    "float": (float, int),
    "multiplechoice": str,
    "multiselect": str,
}
"""What a question's default is; that of a multiselect is a text of lines."""


_UNREADABLE = ("*", "&", "!", "=")
"""YAML 1.1 has a type for each, which PyYAML resolves and cannot construct."""


def problems(configuration: Mapping[str, list[dict[str, Any]]]) -> list[str]:
    """All that AWX would refuse."""
    found = []
    for name, objects in configuration.items():
        validator = jsonschema.Draft202012Validator({"type": "array", "items": OBJECTS[name]})
        found += [f"{name}{error.json_path[1:]}: {error.message}" for error in validator.iter_errors(objects)]
    for kind in configuration["controller_credential_types"]:
        found += [f"{kind['name']}: {problem}" for problem in _of_credential_type(kind)]
    for template in configuration["controller_templates"]:
        # Where ALLOW_JINJA_IN_EXTRA_VARS is "never", a template is plain text.
        if re.search(r"{[{%]", json.dumps([template.get("extra_vars"), template.get("survey_spec")])):
            found.append(f"{template['name']}: AWX may take no Jinja")
        found += [f"{template['name']}: {problem}" for problem in _of_survey(template)]
    by_name = {template["name"]: template for template in configuration["controller_templates"]}
    for schedule in configuration["controller_schedules"]:
        try:
            launched(by_name[schedule["unified_job_template"]], schedule.get("extra_data", {}))
        except (KeyError, Refused) as error:
            found.append(f"{schedule['name']}: {error}")
    return found


def _of_credential_type(kind: dict[str, Any]) -> Iterator[str]:
    ids = [field["id"] for field in kind["inputs"]["fields"]]
    if len(set(ids)) < len(ids):
        yield "the ids of fields have to be unique"
    if not set(kind["inputs"].get("required", [])) <= set(ids):
        yield "a field that is required does not exist"
    for name, template in kind["injectors"].get("env", {}).items():
        if name.startswith("ANSIBLE_") or name in ("PATH", "HOME", "PYTHONPATH"):
            yield f"{name} must not be injected"
        # Raises where a template names a field that does not exist.
        _render(template, dict.fromkeys(ids, "EXAMPLE"))


def _of_survey(template: dict[str, Any]) -> Iterator[str]:
    if template.get("survey_enabled", False) != ("survey_spec" in template):
        yield "a survey has to be there and enabled, or neither"
    questions = template.get("survey_spec", {}).get("spec", [])
    variables = [question["variable"] for question in questions]
    if len(set(variables)) < len(variables):
        yield "each question needs a variable of its own"
    for question in questions:
        name: str = question["variable"]
        default: Any = question.get("default")
        if ("choices" in question) != question["type"].startswith("multi"):
            yield f"{name}: choices are for multiplechoice and multiselect"
        if default in (None, ""):
            continue
        if default in _UNREADABLE:
            yield f"{name}: ansible-core 2.19 cannot read the default where it is marked as unsafe"
        if not isinstance(default, _DEFAULTS[question["type"]]):
            yield f"{name}: the default is of another type"
        elif question["type"].startswith("multi") and not set(str(default).splitlines()) <= set(question["choices"]):
            yield f"{name}: the default is none of the choices"
        elif isinstance(default, int) and not question["min"] <= default <= question["max"]:
            yield f"{name}: the default is out of range"


class Refused(ValueError):
    """AWX would answer 400 to the launch of a template."""


def launched(template: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The extra variables of a job that is launched with these answers.

    Those of the template, then the defaults that are answers themselves, then the answers. A default is no answer to a
    question that is required.
    """
    questions = template.get("survey_spec", {}).get("spec", []) if template.get("survey_enabled") else []
    refused = [problem for question in questions for problem in _of_answer(question, answers)]
    unknown = answers.keys() - {question["variable"] for question in questions}
    refused += [f"Variables {name} are not allowed on launch." for name in sorted(unknown)]
    if refused:
        raise Refused(" ".join(refused))
    defaults = {each["variable"]: each["default"] for each in questions if each.get("default") is not None}
    accepted = {each["variable"] for each in questions if not list(_of_answer(each, defaults))}
    used = {name: default for name, default in defaults.items() if name in accepted}
    return {**template.get("extra_vars", {}), **used, **answers}


def _of_answer(question: Mapping[str, Any], answers: Mapping[str, Any]) -> Iterator[str]:
    name, kind = question["variable"], question["type"]
    if name not in answers:
        if question["required"]:
            yield f"'{name}' value missing"
        return
    answer = answers[name]
    if kind in ("multiplechoice", "multiselect"):
        chosen = answer if kind == "multiselect" else [answer]
        if not isinstance(chosen, list):
            yield f"'{name}' value is expected to be a list."
        elif any(each not in question["choices"] for each in chosen):
            yield f"Value {answer} for '{name}' expected to be one of {question['choices']}."
        return
    allowed = {"integer": (int,), "float": (float, int)}.get(kind, (str,))
    if type(answer) not in allowed:
        yield f"Value {answer} for '{name}' expected to be of another type."
        return
    size = len(answer) if isinstance(answer, str) else answer
    if not question.get("min", size) <= size <= question.get("max", size):
        yield f"'{name}' value {answer} is too small or too large."


class _Unsafe(yaml.SafeDumper):
    def represent_data(self, data: Any) -> yaml.Node:
        if isinstance(data, str):
            return self.represent_scalar("!unsafe", data)
        return super().represent_data(data)


def extra_vars_file(extra_vars: Mapping[str, Any]) -> str:
    """The file that a job gets where ``ALLOW_JINJA_IN_EXTRA_VARS`` is ``never``: no text in it is a template.

    With ``template``, AWX's default, those of the template may be; ours hold none.
    """
    return yaml.dump(dict(extra_vars), Dumper=_Unsafe)


def injected(kind: dict[str, Any], inputs: Mapping[str, str]) -> dict[str, str]:
    """The environment that a job gets of a credential; a field that was left empty is an empty text."""
    values = {field["id"]: inputs.get(field["id"], "") for field in kind["inputs"]["fields"]}
    return {name: _render(template, values) for name, template in kind["injectors"]["env"].items()}


def _render(template: str, values: Mapping[str, str]) -> str:
    return ImmutableSandboxedEnvironment(undefined=StrictUndefined).from_string(template).render(**values)
