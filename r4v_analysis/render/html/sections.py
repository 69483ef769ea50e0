"""An executed notebook in the order in which a page tells it: what is absent is one list near the end, code comes last.

A block is prose and the exhibits that follow it, or an exhibit that brings its own heading. One whose exhibits
are all absent is left out, and so is a heading under which nothing stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

_ABSENT = re.compile(r'\s*<div class="r4v-prose r4v-missing[^>]*>(.*)</div>\s*', re.DOTALL)
_OWN_HEADING = '<h2 class="r4v-heading">'
_HEADING = re.compile(r"#{2,6}\s.*")

LIMITS = "limits"
"""The tag of the prose before which a page lists what is absent."""


@dataclass
class Section:
    """A prose cell, if any, and the code cells up to the next one."""

    prose: NotebookNode | None
    code: list[NotebookNode] = field(default_factory=list)

    @property
    def level(self) -> int:
        """That of its heading; 0 without one."""
        if self.prose is None and any(_has_heading(cell) for cell in self.code):
            return 2
        source = self.prose.source if self.prose else ""
        return len(source) - len(source.lstrip("#")) if _HEADING.match(source) else 0

    @property
    def is_empty(self) -> bool:
        """Whether something was to be shown, and all of it is absent."""
        outputs = [output for cell in self.code for output in cell.get("outputs", [])]
        return bool(outputs) and all(absence(output) for output in outputs)

    @property
    def tags(self) -> Iterable[str]:
        """Tags of the prose."""
        return self.prose.metadata.get("tags", []) if self.prose else ()


@dataclass(frozen=True)
class Arranged:
    """`before` and `after` the list of what is `absent`."""

    before: list[NotebookNode]
    absent: list[str]
    after: list[NotebookNode]


def absence(output: NotebookNode) -> str:
    """What an output says in place of an exhibit, as HTML; empty for an output that shows something."""
    match = _ABSENT.fullmatch(output.get("data", {}).get("text/html", ""))
    return match[1] if match else ""


def arranged(notebook: NotebookNode) -> Arranged:
    """The notebook's cells without what is absent, and that."""
    blocks = _blocks(notebook)
    absent = dict.fromkeys(
        text
        for block in blocks
        for cell in block.code
        for output in cell.get("outputs", [])
        if (text := absence(output))
    )
    kept = _kept(blocks)
    first = next((number for number, block in enumerate(kept) if LIMITS in block.tags), len(kept))
    return Arranged(_cells(kept[:first]), list(absent), _cells(kept[first:]))


def _has_heading(cell: NotebookNode) -> bool:
    """Whether a cell shows something under a heading that it brings along."""
    return any(_OWN_HEADING in output.get("data", {}).get("text/html", "") for output in cell.get("outputs", []))


def _blocks(notebook: NotebookNode) -> list[Section]:
    blocks = [Section(None)]
    for cell in notebook.cells:
        if cell.cell_type == "code" and _has_heading(cell):
            blocks.append(Section(None, [cell]))
        elif cell.cell_type == "code":
            blocks[-1].code.append(cell)
        else:
            blocks.append(Section(cell))
    return blocks


def _kept(blocks: list[Section]) -> list[Section]:
    """Blocks that show something; of an empty one its heading, where what is under it stays."""
    kept = []
    for number, block in enumerate(blocks):
        if not block.is_empty:
            kept.append(block)
        elif block.level and _has_more(block.level, blocks[number + 1 :]):
            kept.append(Section(_heading_of(block.prose), block.code))
    return kept


def _has_more(level: int, following: list[Section]) -> bool:
    for block in following:
        if block.level and block.level <= level:
            return False
        if block.code and not block.is_empty:
            return True
    return False


def _heading_of(prose: NotebookNode | None) -> NotebookNode | None:
    return None if prose is None else type(prose)({**prose, "source": prose.source.partition("\n")[0]})


def _cells(blocks: Iterable[Section]) -> list[NotebookNode]:
    """The blocks' cells, outputs that say what is absent left out."""
    cells = []
    for block in blocks:
        cells += [block.prose] if block.prose is not None else []
        for cell in block.code:
            outputs = [output for output in cell.get("outputs", []) if not absence(output)]
            cells.append(type(cell)({**cell, "outputs": outputs}))
    return cells
