# SPDX-FileCopyrightText: 2026 the genesys.cloud authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sphinx' settings for ``make docs``: those of ``antsibull-docs sphinx-init``, with Markdown, and without intersphinx.

intersphinx would fetch other projects' inventories with each build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

project = "genesys.cloud"
project_copyright = "the genesys.cloud authors"
html_title = "genesys.cloud"
html_short_title = "genesys.cloud"

extensions = ["myst_parser", "sphinx_antsibull_ext", "sphinx_copybutton"]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
myst_heading_anchors = 4
# The colours follow the browser's setting.
antsibull_ext_color_scheme = "default-autodark"

default_role = "any"
highlight_language = "YAML+Jinja"
pygments_style = "ansible"
pygments_dark_style = "github-dark"

html_theme = "furo"
html_theme_options = {"navigation_with_keys": False}
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_use_index = False
html_copy_source = False
html_show_sourcelink = False
html_last_updated_fmt = None

ANSIBLE = "https://docs.ansible.com/projects/ansible/latest/"
OF_ANSIBLE = {
    "action_plugins": "plugins/action.html",
    "callback_plugins": "plugins/callback.html",
    "common_return_values": "reference_appendices/common_return_values.html",
    "ansible_configuration_settings": "reference_appendices/config.html",
}
"""What the pages of antsibull-docs refer to in Ansible's own documentation."""


def in_ansible_s_documentation(
    _app: Sphinx, _environment: BuildEnvironment, node: pending_xref, shown: nodes.TextElement
) -> nodes.reference | None:
    target = node["reftarget"]
    page = OF_ANSIBLE.get(target)
    if node["reftype"] == "envvar" and target.startswith("ANSIBLE_"):
        page = f"reference_appendices/config.html#envvar-{target}"
    return nodes.reference("", "", shown, internal=False, refuri=ANSIBLE + page) if page else None


def setup(app: Sphinx) -> None:
    app.connect("missing-reference", in_ansible_s_documentation)
