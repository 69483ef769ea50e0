"""A source document as lines of text in reading order, whatever file it came in."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Literal

from r4v_analysis.errors import R4VError

Kind = Literal["text", "markdown", "html", "pdf"]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom in PDF points, from the page's upper left corner."""


class DocumentError(R4VError):
    """A source document that can't be read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document.

    `number` is the line's in the file (a PDF has none of its own: in reading order). `page` and
    `box` are a PDF's. Cells of a table are apart by tabs. `section` is the code of the heading that
    it stands under (`header`, `situation`, a sector, `coordination`, `sector_table`, `footnote`,
    `text`), `is_heading` says whether it is one. `place` is where in its page a PDF's line stands:
    `margin` at its upper or lower edge, else empty. `continues`: the next line goes on with its
    paragraph.
    """

    text: str
    number: int
    page: int | None = None
    box: Box | None = None
    section: str = ""
    is_heading: bool = False
    place: str = ""
    continues: bool = False


@dataclass(frozen=True)
class Document:
    """A document's lines, and what is known of it before a number is read.

    `language` is `en`, `es`, another code that was recognized (`pt`, `fr`) or empty where the words
    do not tell. `notes` says what could not be read, such as a page without text.
    """

    name: str
    kind: Kind
    sha256: str
    lines: tuple[Line, ...]
    language: str
    notes: tuple[str, ...] = ()

    @cached_property
    def text(self) -> str:
        """All lines, a newline after each, or a blank where the paragraph goes on."""
        return "".join(line.text + (" " if line.continues else "\n") for line in self.lines)[:-1]

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(line.text) + 1 for line in self.lines), initial=0))

    def line_at(self, offset: int) -> Line:
        """The line that holds this place of `text`."""
        return self.lines[max(0, min(bisect.bisect_right(self._starts, offset) - 1, len(self.lines) - 1))]

    @cached_property
    def _places(self) -> dict[int, int]:
        return {id(line): place for place, line in enumerate(self.lines)}

    def start_of(self, line: Line) -> int:
        """The place in `text` at which one of `lines` begins."""
        return self._starts[self._places[id(line)]]

    def sections(self) -> list[tuple[str, Sequence[Line]]]:
        """Runs of lines under one heading, in order: section code and lines."""
        runs: list[tuple[str, list[Line]]] = []
        for line in self.lines:
            if not runs or runs[-1][0] != line.section:
                runs.append((line.section, []))
            runs[-1][1].append(line)
        return [(code, lines) for code, lines in runs]
