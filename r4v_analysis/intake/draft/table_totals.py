"""Totals that a sector table prints: over a row's sectors or down a column, and whether they add up."""

from __future__ import annotations

from collections.abc import Sequence

from r4v_analysis.intake.documents.document import Document
from r4v_analysis.intake.draft.table import Cell
from r4v_analysis.intake.printed.numbers import PrintedNumber

Valued = Sequence[tuple[Cell, PrintedNumber | None]]


def total_reason(document: Document, number: PrintedNumber, table: Valued) -> str:
    """What a number in a line of the table is, beside its sectors; empty where it is in no such line.

    A sum over sectors counts people again who are in two of them: it is never an observation of
    people, and where it is not the sum of its cells, either is misprinted.
    """
    if "\t" not in number.line.text or not table:
        return ""
    row = [(cell, found) for cell, found in table if cell.line == number.line]
    column = _column(document, number.line.text, number)
    members = row or [(cell, found) for cell, found in table if _column(document, cell.line.text, cell) == column]
    values = [found.value for _, found in members if found]
    if not values:
        return ""
    total = sum(values)
    where = "row" if row else "column"
    if abs(total - number.value) < 0.5:
        return f"the sum over the sectors of its {where}: people are counted again in it"
    return f"beside the sectors of its {where}, which add up to {total:,.0f}: a total that disagrees, or another count"


def _column(document: Document, text: str, printed: Cell | PrintedNumber) -> int:
    return text[: max(0, printed.start - document.start_of(printed.line))].count("\t")
