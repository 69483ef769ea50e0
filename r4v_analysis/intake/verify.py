"""A report's observations against its source: every fragment found, every number of the source in a row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from r4v_analysis.intake.documents.document import Document
from r4v_analysis.intake.fragments import occurrences
from r4v_analysis.intake.printed.numbers import PrintedNumber, find_numbers

FIRST_ROW = 2
"""Row of a file that holds its first observation; the header is row 1."""
_DASH = re.compile(r"(?:(?<=\t)|(?<=\n)|^)[ ]?([-–—])[ ]?(?=\t|\n|$)")
_AGAIN = re.compile(r"\b(?:printed (?:again|twice)|repeat(?:s|ed)?|repetition)\b", re.IGNORECASE)
_NO_FIGURES = re.compile(r"\bNo figures?:\s*(?P<quoted>(?:\s*,?\s*['‘][^'’]+['’])+)")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A row's printed words: `found` at a line of the source, or why not in `reason`."""

    row: int
    observation_id: str
    printed: str
    is_found: bool
    line: int | None = None
    page: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SourceNumber:
    """A number of the source: which row holds it, why it is none, or `unexplained`."""

    number: PrintedNumber
    status: Literal["row", "repeated", "no figure", "unexplained"]
    reason: str = ""
    observation_id: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """Every fragment of the rows and every number of the source, with what became of each."""

    fragments: Sequence[Fragment]
    numbers: Sequence[SourceNumber]

    @property
    def missing(self) -> list[Fragment]:
        """Fragments that the source does not print, or not as often."""
        return [fragment for fragment in self.fragments if not fragment.is_found]

    @property
    def unexplained(self) -> list[SourceNumber]:
        """Numbers of the source that no row holds and that are figures."""
        return [number for number in self.numbers if number.status == "unexplained"]

    @property
    def reasons(self) -> Counter[str]:
        """How many numbers are no figures, by kind."""
        return Counter(number.number.kind for number in self.numbers if number.status == "no figure")


def verify(document: Document, rows: Sequence[Mapping[str, str]], notes: str = "") -> Verification:
    """Rows of an observations file, in its order, against the source document.

    Each row holds one number at one place, so that a number that is printed twice needs two rows,
    or a row whose note says that it is printed again. `notes` are the report's own: words quoted
    there after "No figures:" explain the numbers in them.
    """
    numbers = find_numbers(document)
    dashes = [match.start(1) for match in _DASH.finditer(document.text)]
    places = [list(occurrences(document.text, row.get("printed") or "")) for row in rows]
    wanted = [_candidates(row, spans, numbers, dashes) for row, spans in zip(rows, places, strict=True)]
    holders = _assigned(wanted)
    held = {place: number for number, place in holders.items()}
    fragments = [
        _fragment(document, number, row, spans, wanted[number], held, holders, rows)
        for number, (row, spans) in enumerate(zip(rows, places, strict=True))
    ]
    explained = _explained(document, notes)
    running = _running_titles(document)
    judged = [
        _judged(number, rows[holders[place]] if place in holders else None, rows, explained, running)
        for place, number in enumerate(numbers)
    ]
    return Verification(fragments, judged)


def _candidates(
    row: Mapping[str, str], spans: Iterable[tuple[int, int]], numbers: Sequence[PrintedNumber], dashes: Sequence[int]
) -> list[int]:
    """Numbers (or dashes, counted from -1 down) that a row can be about, figures first."""
    value = _value(row)
    spans = list(spans)
    if value is None:
        return [-1 - place for place, start in enumerate(dashes) if any(a <= start < b for a, b in spans)]
    inside = [
        place
        for place, number in enumerate(numbers)
        if any(number.start < end and start < number.end for start, end in spans) and _holds(number, value)
    ]
    return sorted(inside, key=lambda place: (not numbers[place].is_figure, place))


def _value(row: Mapping[str, str]) -> float | None:
    try:
        return float(row.get("value") or "")
    except ValueError:
        return None


def _holds(number: PrintedNumber, value: float) -> bool:
    near = 1e-6 * max(1.0, abs(value))
    return any(abs(reading - value) <= near for reading in (number.value, *number.alternatives))


def _assigned(wanted: Sequence[Sequence[int]]) -> dict[int, int]:
    """Place to row, so that as many rows as can be have a place of their own (Kuhn's matching)."""
    holders: dict[int, int] = {}

    def place_row(row: int, seen: set[int]) -> bool:
        for place in wanted[row]:
            if place not in seen:
                seen.add(place)
                if place not in holders or place_row(holders[place], seen):
                    holders[place] = row
                    return True
        return False

    for row in range(len(wanted)):
        place_row(row, set())
    return holders


def _fragment(
    document: Document,
    number: int,
    row: Mapping[str, str],
    spans: Sequence[tuple[int, int]],
    wanted: Sequence[int],
    held: Mapping[int, int],
    holders: Mapping[int, int],
    rows: Sequence[Mapping[str, str]],
) -> Fragment:
    reason = ""
    if not spans:
        reason = "the source does not print these words"
    elif wanted and number not in held:
        others = sorted({rows[holders[place]].get("observation_id", "") for place in wanted if place in holders})
        reason = (
            f"the source prints it {len(wanted)} time{'s' if len(wanted) > 1 else ''}, and {', '.join(others)} has it"
        )
    elif not wanted and _value(row) is not None and not _is_in_note(row):
        reason = "the source prints these words, but not with this value"
    elif not wanted and _value(row) is None and row.get("printed", "").strip() in ("-", "–", "—"):
        reason = "the source has no cell with a dash"
    line = document.line_at(spans[0][0]) if spans else None
    return Fragment(
        number + FIRST_ROW,
        row.get("observation_id", ""),
        row.get("printed", ""),
        not reason,
        line.number if line else None,
        line.page if line else None,
        reason,
    )


def _is_in_note(row: Mapping[str, str]) -> bool:
    from r4v_analysis.values.numeral import reading_of

    return reading_of(row.get("note") or "", _value(row) or 0.0) is not None


def _explained(document: Document, notes: str) -> list[tuple[int, int]]:
    """Places of the words that the report's notes call no figures."""
    quoted = [
        word for match in _NO_FIGURES.finditer(notes) for word in re.findall(r"['‘]([^'’]+)['’]", match["quoted"])
    ]
    return [span for words in quoted for span in occurrences(document.text, words)]


def _running_titles(document: Document) -> set[str]:
    margins = Counter(re.sub(r"\d+\W*$", "", line.text) for line in document.lines if line.place == "margin")
    return {text for text, count in margins.items() if count > 1}


def _judged(
    number: PrintedNumber,
    row: Mapping[str, str] | None,
    rows: Sequence[Mapping[str, str]],
    explained: Sequence[tuple[int, int]],
    running: set[str],
) -> SourceNumber:
    if row is not None:
        return SourceNumber(number, "row", "", row.get("observation_id", ""))
    if not number.is_figure:
        return SourceNumber(number, "no figure", number.reason)
    if any(start <= number.start < end for start, end in explained):
        return SourceNumber(number, "no figure", "the report's notes say that it is none")
    if number.line.place == "margin" and re.sub(r"\d+\W*$", "", number.line.text) in running:
        return SourceNumber(number, "repeated", "a running title")
    same = [row for row in rows if (value := _value(row)) is not None and _holds(number, value)]
    again = next((row for row in same if _AGAIN.search(row.get("note") or "")), None)
    if again:
        return SourceNumber(number, "repeated", "its row's note says so", again.get("observation_id", ""))
    return SourceNumber(number, "unexplained", "", same[0].get("observation_id", "") if same else "")
