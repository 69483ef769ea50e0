"""Tables other than that of sectors: each number gets the headings of its row and column, and its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from r4v_analysis.data.names import folded
from r4v_analysis.intake.documents.document import Document, Line
from r4v_analysis.intake.draft.guess import UNCLASSIFIED, UNKNOWN_UNIT
from r4v_analysis.intake.draft.noun_phrase import noun_phrase
from r4v_analysis.intake.draft.row import DraftRow, few_words, plain
from r4v_analysis.intake.draft.setting import Setting
from r4v_analysis.intake.draft.table import DASHES, measure_of, tokens
from r4v_analysis.intake.printed.numbers import PrintedNumber
from r4v_analysis.language.formats import N_

_VALUE = re.compile(r"[\s$%≥≤<>~+*US]*\d[\d.,'\s]*[KMB%]?[*¹²³⁴]*")
_TOTAL = re.compile(r"(?:sub)?total(?:es)?|all|todos|todas|gran total|grand total", re.IGNORECASE)
_ROLES = {"people_targeted": ("people_targeted", "targeted"), "people_reached": ("people_assisted", "assisted")}
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
    for lines in _tables(document):
        if any(id(line) in taken for line in lines):
            continue
        header = tokens(document, lines[0])
        rows = [tokens(document, line) for line in lines[1:]]
        labels = [row[0].text for row in rows]
        known = [places.get(folded(label), "") for label in labels]
        of_place = sum(bool(code) or bool(_TOTAL.fullmatch(label)) for code, label in zip(known, labels, strict=True))
        is_by_place = any(known) and of_place >= 2 and 2 * of_place > len(rows)
        for row, label, place in zip(rows, labels, known, strict=True):
            for cell, heading in zip(row[1:], header[1:], strict=False):
                found[cell.start] = HeadedCell(label, heading.text, place, is_by_place)
    return found


def _tables(document: Document) -> Iterator[list[Line]]:
    """Runs of lines of a table, the first of them its headings."""
    run: list[Line] = []
    for line in document.lines:
        cells = [cell.strip() for cell in line.text.split("\t")]
        is_header = len(cells) > 1 and all(cell and not re.search(r"\d{3}", cell) for cell in cells[1:])
        is_header = is_header and not any(_VALUE.fullmatch(cell) or cell in DASHES for cell in cells[1:])
        is_row = len(cells) > 1 and bool(re.search(r"[^\W\d_]{2}", cells[0])) and not _VALUE.fullmatch(cells[0])
        is_row = is_row and all(not cell or cell in DASHES or _VALUE.fullmatch(cell) for cell in cells[1:])
        if run and is_row:
            run.append(line)
            continue
        if len(run) > 1:
            yield run
        run = [line] if is_header else []
    if len(run) > 1:
        yield run


def headings(row: str, column: str) -> str:
    """A note that says where a cell stands."""
    return f"Row {row[:_MOST_HEADING]!r}, column {column[:_MOST_HEADING]!r}."


def headed_row(number: PrintedNumber, cell: HeadedCell, setting: Setting) -> DraftRow:
    """The row of a table's number: named where its rows are places and its column says what was done for people."""
    phrase = noun_phrase(f" {cell.column}")
    measure = _ROLES.get(measure_of(cell.column) or "")
    is_people = cell.is_by_place and number.unit_hint in ("", "people") and not (phrase and phrase.has_households)
    indicator, role = measure if measure and is_people else (UNCLASSIFIED, "")
    is_named = indicator != UNCLASSIFIED
    cells = setting.empty() | {
        "observation_id": indicator,
        "indicator": indicator,
        "value": plain(number.value),
        "unit": "people" if is_named else UNKNOWN_UNIT,
        "role": role,
        "qualifier": number.qualifier,
        "basis": "unknown" if is_named else "",
        "period_start": setting.start.isoformat(),
        "period_end": setting.end.isoformat(),
        "sex": phrase.sex if phrase and is_named else "",
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
