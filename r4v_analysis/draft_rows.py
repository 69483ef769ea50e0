"""Rows of an observations file as a draft proposes them, each with its confidence and its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from r4v_analysis.draft_guess import UNCLASSIFIED, Confidence
from r4v_analysis.typed_rows import Known
from r4v_analysis.wording import MOST_WORDS, printed_carries_value, qualifier_agrees

Cells = dict[str, str]
_SECTIONS = (
    "header", "situation", "education", "food_security", "health", "integration", "nutrition", "protection",
    "shelter", "coordination", "sector_table", "footnote",
)  # fmt: skip
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
    """A number as the file writes it; empty where it is missing."""
    return "" if value is None else f"{round(value, 9):.15g}"


def section_code(section: str) -> str:
    """The section of a row: sub-sectors stand under their sector, what has no code of its own is text."""
    parent = "protection" if section.startswith("protection_") else section
    return parent if parent in _SECTIONS else "text"


def few_words(text: str) -> str:
    """At most the words that a row may cite, without what breaks a cell."""
    words = re.sub(r"[\t\n]+", " ", text).split()
    return " ".join(words[:MOST_WORDS])


def finished(rows: Sequence[DraftRow], start: date, end: date) -> list[DraftRow]:
    """Rows in order of print, with ids of their own and the notes that the rules of data/ ask for."""
    ordered = sorted(rows, key=lambda row: row.start)
    named = list(_named(ordered))
    return [_with_notes(row, start, end) for row in named]


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
    cells = dict(row.cells)
    notes = [cells.get("note", "")]
    value = float(cells["value"]) if cells["value"] else None
    if value is not None:
        typed = {
            "value": value,
            "printed": cells["printed"],
            "qualifier": cells["qualifier"],
            "note": cells.get("note"),
        }
        if list(printed_carries_value(typed, Known([]))):
            notes.append(f"Printed as {cells['printed']!r}: {plain(value)}.")
        elif list(qualifier_agrees(typed, Known([]))):
            notes.append(f"Read as {cells['qualifier']}.")
    years = {
        cells[column][:4]
        for column in ("period_start", "period_end", "as_of")
        if cells.get(column) and not start.isoformat() <= cells[column] <= end.isoformat()
    }
    notes += [f"Outside the report's period, as printed ({year})." for year in sorted(years)]
    return replace(row, cells={**cells, "note": " ".join(note for note in notes if note)})
