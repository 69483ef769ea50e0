"""Rows for the values of a report's box and the cells of its sector table."""

from __future__ import annotations

from r4v_analysis.intake.draft.box import NO_CURRENCY, Match
from r4v_analysis.intake.draft.box_labels import OF_A_PART
from r4v_analysis.intake.draft.guess import UNCLASSIFIED, UNKNOWN_UNIT
from r4v_analysis.intake.draft.headed_table import headings
from r4v_analysis.intake.draft.row import DraftRow, few_words, plain
from r4v_analysis.intake.draft.setting import Setting
from r4v_analysis.intake.draft.table import MONEY, Cell, days_of
from r4v_analysis.intake.printed.captions import unscaled
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
    "pledged": N_("money that was promised, and not received"),
    "other_stock": N_("people of another country, of the region or of a part of the country"),
}
_ROLES = {
    "people_reached": "assisted",
    "people_assisted": "assisted",
    "people_targeted": "targeted",
    "people_planned": "targeted",
}
_OF_A_PART = N_("people of one service, sector or place, and not of the whole response")
_TO_CHECK = {
    **dict.fromkeys(OF_A_PART.values(), _OF_A_PART),
    "asylum_seekers": N_("a stock, if these are all in the country"),
    "organizations": N_("organizations of the platform, or others"),
}
_NO_OBSERVATION["unmet_share"] = _NO_OBSERVATION["unmet"]
_OTHER_UNIT = N_("its unit is not that of its heading")
_PRESENT = ("refugees_and_migrants", "population_worldwide", "asylum_seekers")


def header_row(number: PrintedNumber, match: Match, setting: Setting) -> DraftRow:
    """The row of a value of the box."""
    is_people = match.unit == "people"
    role = _ROLES.get(match.indicator, "present")
    basis = "stock" if match.indicator in _PRESENT else "unknown" if is_people or match.indicator == "funding" else ""
    has_window = match.indicator in _ROLES
    is_known = match.indicator not in _NO_OBSERVATION
    cells = setting.empty() | {
        "observation_id": _HEADER_IDS.get(match.indicator, match.indicator),
        "indicator": match.indicator if is_known else UNCLASSIFIED,
        "value": plain(number.value),
        "unit": "share" if number.unit_hint == "share" else match.unit,
        "role": role if is_people else "",
        "qualifier": number.qualifier,
        "basis": basis,
        "as_of": "" if has_window else setting.end.isoformat(),
        "stream": "" if is_people else "rmrp" if match.unit in ("usd", "share") else "",
        "population_group": "all" if has_window else "refugees_and_migrants" if is_people else "",
        "printed": few_words(number.context, number.text),
        "section": "header",
        "page": "" if number.page is None else str(number.page),
    }
    cells |= setting.days_of(match.indicator) if has_window else {}
    row = DraftRow(cells, number.start, match.confidence, match.reason)
    if match.indicator in _TO_CHECK:
        row = row.doubted(_TO_CHECK[match.indicator], "medium")
    if not is_known:
        row = row.doubted(_NO_OBSERVATION[match.indicator])
    return row.doubted(number.ambiguity) if number.is_ambiguous else row


def table_row(cell: Cell, number: PrintedNumber | None, setting: Setting) -> DraftRow:
    """The row of a cell of the sector table; of a dash, without a value."""
    if number and cell.measure not in ("requirements", "funding", "unmet"):
        number = unscaled(number)
    suffix = "" if cell.stream in ("", "rmrp") else f"_{cell.stream}"
    is_known = bool(cell.measure) and cell.measure not in _NO_OBSERVATION
    is_targeted = cell.measure == "people_targeted"
    lead = {"people_reached": "reached", "people_targeted": "targeted", "people_in_need": "in_need"}.get(
        cell.measure, cell.measure or UNCLASSIFIED
    )
    cells = setting.empty() | {
        "observation_id": f"{lead}_{cell.sector or 'total'}{suffix}",
        "indicator": cell.measure if is_known else UNCLASSIFIED,
        "value": plain(number.value) if number else "",
        "unit": "people",
        "role": "targeted" if is_targeted else "assisted",
        "qualifier": number.qualifier if number else "",
        "basis": "unknown",
        "sector": cell.sector,
        "stream": cell.stream,
        "population_group": "all",
        "printed": few_words(cell.text, cell.text),
        "section": "sector_table",
        "page": "" if cell.line.page is None else str(cell.line.page),
        "note": "" if number else "Not reported; not zero.",
        **(days_of(cell.months, setting.end) or setting.days_of(cell.measure)),
    }
    row = DraftRow(cells, cell.start)
    if cell.measure in MONEY or not cell.measure:
        row = _money_row(row, cell, number, setting)
    elif number and number.unit_hint not in ("", "people"):
        row = row.doubted(_OTHER_UNIT, indicator=UNCLASSIFIED, unit=UNKNOWN_UNIT)
    if cell.reason:
        row = row.doubted(cell.reason, "medium")
    if len(cell.months) > 1:
        row = row.doubted(N_("its sentence names another time than the report's period"), "medium")
    if not is_known:
        row = row.doubted(_NO_OBSERVATION.get(cell.measure, ""))
    return row.doubted(number.ambiguity) if number and number.is_ambiguous else row


def _money_row(row: DraftRow, cell: Cell, number: PrintedNumber | None, setting: Setting) -> DraftRow:
    """A cell of money, or of its share, that a sector asked for or got; or of what its heading does not say."""
    unit = {"coverage": "share", "requirements": "usd", "funding": "usd"}.get(cell.measure, UNKNOWN_UNIT)
    hint = number.unit_hint if number else unit
    of_heading = "share" if "%" in cell.head[1] else "usd" if cell.is_in_dollars else ""
    cells = {
        **row.cells,
        "unit": unit,
        "role": "",
        "basis": "unknown" if cell.measure == "funding" else "",
        "population_group": "",
        "note": row.cells["note"] or headings(*cell.head),
    }
    if unit != UNKNOWN_UNIT:
        cells |= {"period_start": "", "period_end": "", "as_of": setting.end.isoformat(), "stream": "rmrp"}
    row = DraftRow(cells, row.start)
    if number and unit == "share" and not hint and of_heading == unit:
        return DraftRow({**cells, "value": plain(number.value / 100)}, row.start)
    if unit == UNKNOWN_UNIT or hint == unit or (not hint and of_heading == unit):
        return row
    if unit == "usd" and not hint:
        return row.doubted(NO_CURRENCY, "medium")
    return row.doubted(_OTHER_UNIT, indicator=UNCLASSIFIED, unit=UNKNOWN_UNIT)
