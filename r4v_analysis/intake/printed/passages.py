"""The sentence around a place in a document's text, with line breaks inside a paragraph as blanks."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from r4v_analysis.intake.documents.document import Document, Line
from r4v_analysis.intake.printed.date_words import DateSpan, date_spans

_BULLET = re.compile(r"\s*(?:[-•▪●■◆*–]\s|\d{1,2}[.)]\s)")
_COUNTS = re.compile(r"\s*(?:[^\W\d]+\s){0,3}?(?:US\s?\$|USD|\$)?\s?\d[\d.,]*\s?(?:[KMB%]|[a-z]+)?\s")
"""A line that begins with a number, after a word or two such as `Over`."""
_BEGINS = re.compile(r"\s*[\"“«(]?[A-ZÁÉÍÓÚÑ0-9]")
GOES_ON = re.compile(
    r"(?:[,(–-]|\b(?:and|or|of|to|the|a|an|in|at|for|from|by|with|on|than|over|some|y|e|o|de|del|la|las|los|el|en|a|al|"
    r"para|por|con|que|un|una|más|unos|unas))\s*$",
    re.IGNORECASE,
)
"""The end of a line whose sentence goes on, however the next line begins."""
_END = re.compile(r"(?<=[.!?])[\"”»)\]*]*\s+(?=[\"“«(¿¡*•-]*[A-ZÁÉÍÓÚÑ0-9])|\s+[•▪●■◆◼]\s+")
_TITLE = 2
"""Lines at the head of a document, which name the report."""
_MOST_IN_LEAD = 8
_LONGEST = 8_000
"""Characters of lines that follow one another without a break; a sentence is looked for in no more."""
_ABBREVIATION = re.compile(
    r"\b(?:No|N°|Nº|Art|ca|c|Ing|pág|Dr|Dra|Sr|Sra|US|U\.S|e\.g|i\.e|aprox|approx|Inc|vs|St)\.$", re.IGNORECASE
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


def paragraph(passages: Sequence[Passage], place: int) -> Passage:
    """The paragraph that holds a place; an empty passage where none does. Passages are in order."""
    at = bisect.bisect_right(passages, place, key=lambda passage: passage.start) - 1
    return passages[at] if at >= 0 and passages[at].holds(place) else Passage("", place)


def sentence(passages: Sequence[Passage], place: int) -> Passage:
    """The sentence that holds a place; an empty passage where none does. Passages are in order."""
    around = paragraph(passages, place)
    offset, first = place - around.start, 0
    for match in _END.finditer(around.text):
        if _ABBREVIATION.search(around.text[: match.start()][-8:]):
            continue
        if match.end() > offset:
            return Passage(around.text[first : match.start()], around.start + first)
        first = match.end()
    return Passage(around.text[first:], around.start + first)


def leads(document: Document) -> list[Passage]:
    """Headings and short lines that lead a list or a section, in order; those of the title are none."""
    told = [line for line in document.lines if line.text.strip()][_TITLE:]
    return [Passage(line.text, document.start_of(line)) for line in told if line.is_heading or _leads(line)]


def _leads(line: Line) -> bool:
    """Whether a line that is no heading has the words of one: few, that count nothing, or a colon at their end."""
    if "\t" in line.text or _BULLET.match(line.text):
        return False
    words = line.text.rstrip()
    is_short = len(words.split()) <= _MOST_IN_LEAD and not re.search(r"[.,;!?]$", words)
    without = "".join(words[end:start] for end, start in _between(date_spans(words), len(words)))
    without = re.sub(r"\b20\d\d\b", "", without)
    return words.endswith(":") or (is_short and not re.search(r"\d", without))


def _between(spans: Sequence[DateSpan], length: int) -> Iterator[tuple[int, int]]:
    """The stretches outside of dates."""
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), length]
    return zip(edges[::2], edges[1::2], strict=True)


def last_before(passages: Sequence[Passage], place: int) -> str:
    """The text of the last passage that begins before a place; empty where none does."""
    at = bisect.bisect_right(passages, place, key=lambda passage: passage.start) - 1
    return passages[at].text if at >= 0 else ""


def _breaks(before: Line, line: Line) -> bool:
    return (
        before.is_heading
        or line.is_heading
        or "\t" in before.text
        or "\t" in line.text
        or before.section != line.section
        or bool(_BULLET.match(line.text))
        or _is_item(before, line)
    )


def _is_item(before: Line, line: Line) -> bool:
    """Whether a line without a bullet is an item of its own: it counts, as the line before it does, or begins anew."""
    if GOES_ON.search(before.text):
        return False
    if _COUNTS.match(line.text) and _COUNTS.match(before.text):
        return True
    return not before.continues and bool(_BEGINS.match(line.text))
