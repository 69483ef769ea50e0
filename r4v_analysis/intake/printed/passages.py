"""The sentence around a place in a document's text, with line breaks inside a paragraph as blanks."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from r4v_analysis.intake.documents.document import Document, Line

_BULLET = re.compile(r"\s*(?:[-•▪●■◆*–]\s|\d{1,2}[.)]\s)")
_END = re.compile(r"(?<=[.!?])[\"”»)\]*]*\s+(?=[\"“«(¿¡*•-]*[A-ZÁÉÍÓÚÑ0-9])")
_LONGEST = 8_000
"""Characters of lines that follow one another without a break; a sentence is looked for in no more."""
_ABBREVIATION = re.compile(
    r"\b(?:No|N°|Nº|Art|Dr|Dra|Sr|Sra|US|U\.S|e\.g|i\.e|aprox|approx|Inc|vs|St)\.$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document's text; `text[0]` is the document's character `start`."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """The place behind it."""
        return self.start + len(self.text)

    def holds(self, place: int) -> bool:
        """Whether a place of the document lies in it."""
        return self.start <= place < self.end


def paragraphs(document: Document) -> list[Passage]:
    """Runs of lines that belong together; a bullet, a heading, a table's row or a blank line ends one."""
    found: list[Passage] = []
    place = 0
    run: list[str] = []
    start = 0
    before: Line | None = None
    for line in document.lines:
        if run and (before is None or _breaks(before, line) or place - start > _LONGEST):
            found.append(Passage(" ".join(run), start))
            run = []
        if line.text.strip():
            if not run:
                start = place
            run.append(line.text)
        elif run:
            found.append(Passage(" ".join(run), start))
            run = []
        place += len(line.text) + 1
        before = line
    return [*found, *([Passage(" ".join(run), start)] if run else [])]


def sentence(passages: Sequence[Passage], place: int) -> Passage:
    """The sentence that holds a place; an empty passage where none does. Passages are in order."""
    at = bisect.bisect_right(passages, place, key=lambda passage: passage.start) - 1
    around = passages[at] if at >= 0 and passages[at].holds(place) else Passage("", place)
    offset, first = place - around.start, 0
    for match in _END.finditer(around.text):
        if _ABBREVIATION.search(around.text[: match.start()][-8:]):
            continue
        if match.end() > offset:
            return Passage(around.text[first : match.start()], around.start + first)
        first = match.end()
    return Passage(around.text[first:], around.start + first)


def _breaks(before: Line, line: Line) -> bool:
    return (
        before.is_heading
        or line.is_heading
        or "\t" in before.text
        or "\t" in line.text
        or before.section != line.section
        or bool(_BULLET.match(line.text))
    )
