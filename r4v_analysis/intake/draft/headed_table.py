"""Tables other than that of sectors: each number gets the headings of its row and column, and its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from r4v_analysis.data.names import folded
from r4v_analysis.intake.documents.document import Document, Line
from r4v_analysis.intake.draft.account import COUNTED
from r4v_analysis.intake.draft.guess import NOTHING, UNCLASSIFIED, UNKNOWN_UNIT, Guess
from r4v_analysis.intake.draft.guess_words import guess
from r4v_analysis.intake.draft.noun_phrase import noun_phrase
from r4v_analysis.intake.draft.row import DraftRow, few_words, plain
from r4v_analysis.intake.draft.sector import sectors_said
from r4v_analysis.intake.draft.setting import Setting
from r4v_analysis.intake.draft.table import (
    DASHES,
    MONEY,
    THING,
    days_of,
    lists,
    measure_of,
    titles_above,
    tokens,
)
from r4v_analysis.intake.draft.vocabulary import PERSON
from r4v_analysis.intake.printed.numbers import PrintedNumber
from r4v_analysis.language.formats import N_

_VALUE = re.compile(r"[\s$%≥≤<>~+*US]*\d[\d.,'\s]*[KMB%]?[*¹²³⁴]*")
_TOTAL = re.compile(r"(?:sub)?total(?:es)?|all|todos|todas|gran total|grand total", re.IGNORECASE)
_ROLES = {"people_targeted": "targeted", "people_reached": "assisted"}
_REACHED = re.compile(r"reach|alcanz", re.IGNORECASE)
_SPANNED = " – "
_MOST_HEADING = 60
"""Letters of a heading that a note repeats."""


@dataclass(frozen=True, slots=True)
class HeadedCell:
    """Where a number of a table stands: the headings of its row and column, and the place that its row names.

    `is_by_place`: the rows of its table are places, and perhaps a total.
    """

    row: str
    column: str
    place: str
    is_by_place: bool


def headed_cells(
    document: Document, places: Mapping[str, str], *, sectors: Sequence[Line] = ()
) -> dict[int, HeadedCell]:
    """The cells of a document's tables that have a heading above and a label before them, by where they start.

    `sectors` are the lines of the sector tables, which are left out.
    """
    found: dict[int, HeadedCell] = {}
    taken = set(map(id, sectors))
    titles = titles_above(document)
    for lines in _tables(document):
        if any(id(line) in taken for line in lines):
            continue
        header, body = _header(lines)
        rows = [tokens(document, line) for line in body]
        labels = [row[0].text for row in rows]
        known = [places.get(folded(label), "") for label in labels]
        of_place = sum(bool(code) or bool(_TOTAL.fullmatch(label)) for code, label in zip(known, labels, strict=True))
        is_by_place = any(known) and of_place >= 2 and 2 * of_place > len(rows)
        for row, label, place in zip(rows, labels, known, strict=True):
            for cell, heading in zip(row[1:], header[1:], strict=False):
                heading = titles[id(lines[0])] if PERSON.fullmatch(heading) else heading
                found[cell.start] = HeadedCell(label, heading, place, is_by_place)
    return {**_by_place(document, places, titles), **found}


def _by_place(document: Document, places: Mapping[str, str], titles: Mapping[int, str]) -> dict[int, HeadedCell]:
    """The numbers of lists whose items are places, under the title of their list."""
    found: dict[int, HeadedCell] = {}
    for first, run in lists(document):
        named = [(name, value, code) for name, value in run if (code := places.get(folded(name)))]
        if len(named) >= 2 and 2 * len(named) > len(run):
            title = titles[id(first)]
            found |= {value.start: HeadedCell(name, title, code, is_by_place=True) for name, value, code in named}
    return found


def _tables(document: Document) -> Iterator[list[Line]]:
    """Runs of lines of a table, the first of them its headings, or the first two where some span columns."""
    run: list[Line] = []
    for line in document.lines:
        cells = [cell.strip() for cell in line.text.split("\t")]
        is_header = any(cells[1:]) and not any(re.search(r"\d{3}", cell) for cell in cells[1:])
        is_header = is_header and not any(_VALUE.fullmatch(cell) or cell in DASHES for cell in cells[1:])
        if is_header and len(run) == 1 and _is_spanning(run[0], line):
            run.append(line)
            continue
        is_row = len(cells) > 1 and bool(re.search(r"[^\W\d_]{2}", cells[0])) and not _VALUE.fullmatch(cells[0])
        is_row = is_row and all(not cell or cell in DASHES or _VALUE.fullmatch(cell) for cell in cells[1:])
        if is_row and run and (len(run) > 1 or all(cell.strip() for cell in run[0].text.split("\t")[1:])):
            run.append(line)
            continue
        if len(run) > 1:
            yield run
        run = [line] if is_header else []
    if len(run) > 1:
        yield run


def _is_spanning(above: Line, below: Line) -> bool:
    """Whether headings of one line span those of the next, which has no label of its own or the same."""
    over, under = (line.text.split("\t") for line in (above, below))
    return not all(cell.strip() for cell in over[1:]) and under[0].strip() in ("", over[0].strip())


def _header(lines: Sequence[Line]) -> tuple[list[str], Sequence[Line]]:
    """The heading of each column of a table, its own words before those that span it, and the rows below."""
    over = [cell.strip() for cell in lines[0].text.split("\t")]
    if len(lines) < 3 or not _is_spanning(lines[0], lines[1]):
        return over, lines[1:]
    spans: list[str] = []
    for cell in over:
        spans.append(cell or spans[-1] if spans else cell)
    under = [cell.strip() for cell in lines[1].text.split("\t")]
    both = zip_longest(under, spans, fillvalue="")
    return [_SPANNED.join(dict.fromkeys(part for part in parts if part)) for parts in both], lines[2:]


def headings(row: str, column: str) -> str:
    """A note that says where a cell stands."""
    return f"Row {row[:_MOST_HEADING]!r}, column {column[:_MOST_HEADING]!r}."


def headed_row(number: PrintedNumber, cell: HeadedCell, setting: Setting) -> DraftRow:
    """The row of a table's number: named where its rows are places and its column says what was done for people.

    So it is where its column is a month, and its row says it.
    """
    days = days_of([cell.column], setting.end)
    parts = [cell.row] if days else cell.column.split(_SPANNED)
    phrases = [phrase for part in parts if (phrase := noun_phrase(f" {part}"))]
    found = _counted(parts)
    is_bare = number.unit_hint in ("", found.unit) and not any(phrase.has_households for phrase in phrases)
    is_named = (cell.is_by_place or bool(days)) and is_bare and found.indicator != UNCLASSIFIED
    indicator = found.indicator if is_named else UNCLASSIFIED
    sectors = sectors_said(cell.row)[0]
    is_people = is_named and found.unit == "people"
    cells = setting.empty() | {
        "observation_id": indicator,
        "indicator": indicator,
        "value": plain(number.value),
        "unit": found.unit if is_named else UNKNOWN_UNIT,
        "role": found.role if is_named else "",
        "qualifier": number.qualifier,
        "basis": "unknown" if is_people else "",
        "sector": sectors[0] if days and is_named and len(sectors) == 1 else "",
        "period_start": setting.start.isoformat(),
        "period_end": setting.end.isoformat(),
        **days,
        "sex": phrases[0].sex if phrases and is_people else "",
        "place": cell.place,
        "printed": few_words(number.text, number.text),
        "section": "text",
        "page": "" if number.page is None else str(number.page),
        "note": headings(cell.row, cell.column),
    }
    row = DraftRow(cells, number.start)
    if is_named:
        row = row.doubted(N_("a cell of a table: check the headings of its row and column"), "medium")
    else:
        row = row.doubted(N_("the headings of its row and column do not say which indicator it is"))
    return row.doubted(number.ambiguity) if number.is_ambiguous else row


def _counted(headings: Sequence[str]) -> Guess:
    """What numbers under these headings count: a column's own heading says it, else the one that spans it.

    A heading is read as the words behind a number are: people for whom a thing was done, or what was given.
    """
    for heading in headings:
        if not PERSON.search(heading) and THING.search(heading):
            break
        measure = measure_of(heading)
        if measure and not (measure in MONEY and PERSON.search(heading)):  # people received, and no funding
            role = _ROLES.get(measure, "")
            is_assisted = measure == "people_reached" and not _REACHED.search(heading)
            return Guess("people_assisted" if is_assisted else measure, "people", role) if role else NOTHING
        found = guess("", f" {heading}")
        if found.indicator in COUNTED and found.unit == "people":
            return found
    found = guess("", f" {headings[0]}")
    is_given = found.indicator in (*COUNTED, "organizations") and found.unit != "people"
    return found if is_given and not any(map(measure_of, headings[1:])) else NOTHING
