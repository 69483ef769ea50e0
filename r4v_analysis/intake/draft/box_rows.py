"""Rows for the values of a report's box and the cells of its sector table."""

from __future__ import annotations

from r4v_analysis.intake.draft.box import Match
from r4v_analysis.intake.draft.guess import UNCLASSIFIED
from r4v_analysis.intake.draft.row import DraftRow, few_words, plain
from r4v_analysis.intake.draft.setting import Setting
from r4v_analysis.intake.draft.table import Cell
from r4v_analysis.intake.printed.numbers import PrintedNumber
from r4v_analysis.language.formats import N_

_HEADER_IDS = {
    "refugees_and_migrants": "population",
    "coverage": "coverage_printed",
    "requirements": "requirement",
    "organizations": "partners",
}
_NO_OBSERVATION = {
    "people_in_need": N_("people in need: data/ keeps them in people_in_need.csv, not among observations"),
    "unmet": N_("what is missing is computed from requirements and funding, and is no observation"),
    "other_stock": N_("people of another country, of the region or of a part of the country"),
}
_NO_OBSERVATION["unmet_share"] = _NO_OBSERVATION["unmet"]
_PRESENT = ("refugees_and_migrants", "population_worldwide", "asylum_seekers")


def header_row(number: PrintedNumber, match: Match, setting: Setting) -> DraftRow:
    """The row of a value of the box."""
    is_people = match.unit == "people"
    role = {"people_reached": "assisted", "people_targeted": "targeted"}.get(match.indicator, "present")
    basis = "stock" if match.indicator in _PRESENT else "unknown" if is_people or match.indicator == "funding" else ""
    has_window = match.indicator in ("people_reached", "people_targeted")
    is_known = match.indicator not in _NO_OBSERVATION
    cells = setting.empty() | {
        "observation_id": _HEADER_IDS.get(match.indicator, match.indicator),
        "indicator": match.indicator if is_known else UNCLASSIFIED,
        "value": plain(number.value),
        "unit": "share" if number.unit_hint == "share" else match.unit,
        "role": role if is_people else "",
        "qualifier": number.qualifier,
        "basis": basis,
        "period_start": setting.start.isoformat() if has_window else "",
        "period_end": setting.end.isoformat() if has_window else "",
        "as_of": "" if has_window else setting.end.isoformat(),
        "stream": "" if is_people else "rmrp" if match.unit in ("usd", "share") else "",
        "population_group": "all" if has_window else "refugees_and_migrants" if is_people else "",
        "printed": few_words(number.context, number.text),
        "section": "header",
        "page": "" if number.page is None else str(number.page),
    }
    row = DraftRow(cells, number.start, match.confidence, match.reason)
    if not is_known:
        row = row.doubted(_NO_OBSERVATION[match.indicator])
    return row.doubted(number.ambiguity) if number.is_ambiguous else row


def table_row(cell: Cell, number: PrintedNumber | None, setting: Setting) -> DraftRow:
    """The row of a cell of the sector table; of a dash, without a value."""
    suffix = "" if cell.stream in ("", "rmrp") else f"_{cell.stream}"
    is_known = cell.measure not in _NO_OBSERVATION
    is_targeted = cell.measure == "people_targeted"
    lead = {"people_reached": "reached", "people_targeted": "targeted"}.get(cell.measure, "in_need")
    cells = setting.empty() | {
        "observation_id": f"{lead}_{cell.sector}{suffix}",
        "indicator": cell.measure if is_known else UNCLASSIFIED,
        "value": plain(number.value) if number else "",
        "unit": "people",
        "role": "targeted" if is_targeted else "assisted",
        "qualifier": number.qualifier if number else "",
        "basis": "unknown",
        "period_start": setting.start.isoformat(),
        "period_end": setting.end.isoformat(),
        "sector": cell.sector,
        "stream": cell.stream,
        "population_group": "all",
        "printed": few_words(cell.text, cell.text),
        "section": "sector_table",
        "page": "" if cell.line.page is None else str(cell.line.page),
        "note": "" if number else "Not reported; not zero.",
    }
    row = DraftRow(cells, cell.start)
    if cell.reason:
        row = row.doubted(cell.reason, "medium")
    if not is_known:
        row = row.doubted(_NO_OBSERVATION[cell.measure])
    return row.doubted(number.ambiguity) if number and number.is_ambiguous else row
