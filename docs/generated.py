"""Pages that are made from the code and the data: every command's help, every table's columns."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class Generated(SphinxDirective):
    """Markdown that a function makes, parsed where the directive stands."""

    has_content = False
    required_arguments = 1
    makers: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """The nodes of the text."""
        text = self.makers[self.arguments[0]]()
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def commands() -> str:
    """The help of every command, as the terminal shows it."""
    from typer.main import get_command

    from r4v_analysis.cli.app import app

    group: Any = get_command(app)
    parts = []
    for name, command in group.commands.items():
        with command.make_context(name, [], resilient_parsing=True) as context:
            context.info_name = f"r4v {name}"
            parts.append(f"## r4v {name}\n\n```text\n{command.get_help(context).strip()}\n```")
    return "\n\n".join(parts)


def tables() -> str:
    """The dictionary of every table of data/."""
    from r4v_analysis.data.dictionary import dictionary
    from r4v_analysis.files import DESCRIPTOR, find_data_dir

    package = json.loads((find_data_dir() / DESCRIPTOR).read_text(encoding="utf-8"))
    return dictionary(package).replace("\n### ", "\n## ").replace("### ", "## ", 1)


def setup(app: Sphinx) -> dict[str, bool]:
    """Make the directive known."""
    Generated.makers = {"commands": commands, "tables": tables}
    app.add_directive("r4v-generated", Generated)
    return {"parallel_read_safe": True}
