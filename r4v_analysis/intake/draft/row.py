"""Rows of an observations file as a draft proposes them, each with its confidence and its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from r4v_analysis.data.check.printed_rules import (
    MOST_WORDS,
    contact,
    printed_carries_value,
    qualifier_agrees,
)
from r4v_analysis.data.check.rows import AllTables
from r4v_analysis.intake.draft.guess import UNCLASSIFIED, UNKNOWN_UNIT, Confidence
from r4v_analysis.intake.printed.currencies import CODES as CURRENCIES
from r4v_analysis.language.formats import N_

Cells = dict[str, str]
_SECTIONS = (
    "header", "situation", "education", "food_security", "health", "integration", "nutrition", "protection",
    "shelter", "coordination", "sector_table", "footnote",
)  # fmt: skip
_LONGEST = 1e15
_NO_VALUE = "Its digits can't be kept as a value."
_ORDER: Mapping[Confidence, int] = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One row of the draft. `start` is the number's place in the document's text; `cells` are text."""

    cells: Cells
    start: int
    confidence: Confidence = "high"
    reason: str = ""

    @property
    def is_left_out(self) -> bool:
        """Whether a person has to say what it counts."""
        return self.cells["indicator"] == UNCLASSIFIED

    @property
    def state(self) -> str:
        """captured, proposed or left_out."""
        if self.is_left_out:
            return "left_out"
        return "captured" if self.confidence == "high" else "proposed"

    def doubted(self, reason: str, confidence: Confidence = "low", **cells: str) -> DraftRow:
        """The row with one more reason to look at it; confidence never rises."""
        lower = max(self.confidence, confidence, key=lambda level: _ORDER[level])
        reasons = "; ".join(part for part in (self.reason, reason) if part)
        return replace(self, cells={**self.cells, **cells}, confidence=lower, reason=reasons)


def plain(value: float | None) -> str:
    """A number as the file writes it; empty where it is missing, or longer than any count is."""
    if value is None or abs(value) >= _LONGEST:
        return ""
    return f"{float(f'{value:.15g}'):.9f}".rstrip("0").rstrip(".")


def section_code(section: str) -> str:
    """The section of a row: sub-sectors stand under their sector, what has no code of its own is text."""
    parent = "protection" if section.startswith("protection_") else section
    return parent if parent in _SECTIONS else "text"


def few_words(text: str, number: str) -> str:
    """At most the words that a row may cite around a number, without what breaks a cell or names a person."""
    words = text.split()[:MOST_WORDS]
    return " ".join(number.split()[:MOST_WORDS] if has_contact(" ".join(words)) or not words else words)


def has_contact(text: str) -> bool:
    """Whether a fragment has a person's telephone number or e-mail address in it."""
    return bool(contact(text))


def finished(rows: Sequence[DraftRow], start: date, end: date) -> list[DraftRow]:
    """Rows in order of print, with ids of their own and the notes that the rules of data/ ask for."""
    ordered = sorted(rows, key=lambda row: row.start)
    noted = [_with_notes(row, start, end) for row in _named(ordered)]
    by_id = {row.cells["observation_id"]: row.cells for row in noted}
    return [_without_odd_whole(row, by_id.get(row.cells["part_of"])) for row in noted]


def _without_odd_whole(row: DraftRow, whole: Cells | None) -> DraftRow:
    """A part has the unit and the basis of its whole, and is not larger; else it is none."""
    if whole is None:
        return row
    is_alike = all(whole[column] == row.cells[column] for column in ("unit", "basis"))
    if is_alike and float(row.cells["value"] or 0) <= float(whole["value"] or 0):
        return row
    return replace(row, cells={**row.cells, "part_of": ""})


def _named(rows: Sequence[DraftRow]) -> Iterator[DraftRow]:
    """Readable ids, the second of a name with `_2`; `part_of` follows."""
    seen: dict[str, int] = {}
    ids: dict[str, str] = {}
    for row in rows:
        wanted = row.cells["observation_id"]
        seen[wanted] = seen.get(wanted, 0) + 1
        name = wanted if seen[wanted] == 1 else f"{wanted}_{seen[wanted]}"
        ids[str(row.start)] = name
        part_of = ids.get(row.cells.get("part_of", ""), "")
        yield replace(row, cells={**row.cells, "observation_id": name, "part_of": part_of})


def _with_notes(row: DraftRow, start: date, end: date) -> DraftRow:
    row = _possible(row)
    notes = [row.cells.get("note", ""), *_explained(row.cells)]
    years = {
        row.cells[column][:4]
        for column in ("period_start", "period_end", "as_of")
        if row.cells.get(column) and not start.isoformat() <= row.cells[column] <= end.isoformat()
    }
    is_target = row.cells["indicator"] == "people_targeted"
    why = "Of the plan's year" if is_target else "Outside the report's period, as printed"
    outside = [f"{why} ({year})." for year in sorted(years)]
    noted = {**row.cells, "note": " ".join(note for note in (*notes, *outside) if note)}
    if list(printed_carries_value(_typed(noted), AllTables([]))) or has_contact(noted["note"]):
        noted |= {"value": "", "note": " ".join((_NO_VALUE, *outside))}
        return replace(row, cells=noted).doubted(N_("its digits can't be kept as a value"), indicator=UNCLASSIFIED)
    return replace(row, cells=noted)


def _possible(row: DraftRow) -> DraftRow:
    """The row, left to a person where its value can't be one of its unit."""
    cells = row.cells
    value, unit = float(cells["value"] or 0), cells["unit"]
    if unit == "share" and value > 1 and cells["indicator"] != "coverage":
        row = row.doubted(N_("a share above 100 %"), indicator=UNCLASSIFIED, unit=UNKNOWN_UNIT)
    elif unit not in ("usd", "share", "days", "years", UNKNOWN_UNIT, *CURRENCIES) and value != int(value):
        row = row.doubted(N_("a count that is no whole number"), indicator=UNCLASSIFIED, unit=UNKNOWN_UNIT)
    if row.is_left_out and row.cells["unit"] == "people" and not (cells["role"] and cells["basis"]):
        row = replace(row, cells={**row.cells, "unit": UNKNOWN_UNIT})
    return row


def _explained(cells: Cells) -> Iterator[str]:
    """What the rules ask a note to say of the printed words."""
    if not cells["value"]:
        return
    if list(printed_carries_value(_typed(cells), AllTables([]))):
        yield f"Printed as {cells['printed']!r}: {cells['value']}."
    elif list(qualifier_agrees(_typed(cells), AllTables([]))):
        yield f"Read as {cells['qualifier']}."


def _typed(cells: Cells) -> dict[str, Any]:
    return {**cells, "value": float(cells["value"]) if cells["value"] else None}
