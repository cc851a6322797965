# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Read options inside the controller as a module process would read them, environment and errors included."""

from __future__ import annotations

from typing import Any, Iterator, Mapping

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ..module_utils._tasks.runner import Options, Task
from ..module_utils._tasks.written_options import error_messages, given, parseable

SEE_DOCS = "See the module docs for more information"


def read(task: Task, written: Mapping[str, Any]) -> Options:
    """Parse the options. ``written``: plain values, templated already."""
    spec = dict(task.argument_spec)
    options, unreadable = parseable(spec, written)
    parsed = ArgumentSpecValidator(spec).validate(options)
    params = parsed.validated_parameters
    deprecated = tuple(deprecations(spec, options))
    return Options(params, given(spec, options, params), error_messages(parsed.errors), unreadable, deprecated)


def deprecations(spec: Mapping[str, Any], written: Mapping[str, Any], place: str = "") -> Iterator[dict[str, Any]]:
    """Yield what a module process tells of deprecated options, as results have it: Ansible's own list is private."""
    for name, rules in spec.items():
        for alias in rules.get("deprecated_aliases", ()):
            if alias["name"] in written:
                when = {key: alias.get(key) for key in ("version", "date", "collection_name")}
                yield {"msg": f"Alias '{alias['name']}' is deprecated. {SEE_DOCS}", **when}
        if name not in written:
            continue
        here = f'{place}["{name}"]' if place else name
        version, date = rules.get("removed_in_version"), rules.get("removed_at_date")
        if version or date:
            when = {"version": version, "date": date, "collection_name": rules.get("removed_from_collection")}
            yield {"msg": f"Param '{here}' is deprecated. {SEE_DOCS}", **when}
        values = written[name] if isinstance(written[name], list) else [written[name]]
        for value in values:
            if isinstance(value, Mapping) and rules.get("options"):
                yield from deprecations(rules["options"], value, here)
