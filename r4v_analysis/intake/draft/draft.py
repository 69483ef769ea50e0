"""A document as a draft: the report's row, a row for each of its figures, and what became of every number."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any

from r4v_analysis.data.change import refuse
from r4v_analysis.data.names import Names, folded, of_the_response, read_names
from r4v_analysis.data.schema import new_entry, observations_path, read_package
from r4v_analysis.data.text_table import read_table
from r4v_analysis.errors import DataError
from r4v_analysis.intake.documents.document import Document, Line
from r4v_analysis.intake.documents.sections import PARTED, is_note
from r4v_analysis.intake.draft.box import EITHER_SIDE, ORDER_REASONS, Match, Value, header_matches
from r4v_analysis.intake.draft.box_rows import header_row, table_row
from r4v_analysis.intake.draft.guess import UNCLASSIFIED
from r4v_analysis.intake.draft.guess_amounts import MONEY_IN_PROSE, OF_WHAT, Bounds, agreement, is_of_one_plan
from r4v_analysis.intake.draft.head import Country
from r4v_analysis.intake.draft.headed_table import headed_cells, headed_row
from r4v_analysis.intake.draft.home import Home, home_of
from r4v_analysis.intake.draft.issuer import title_sector
from r4v_analysis.intake.draft.report import ReportDraft, draft_report
from r4v_analysis.intake.draft.row import DraftRow, finished, has_contact
from r4v_analysis.intake.draft.sector import OF_NO_SECTOR, OF_ONE_SECTOR
from r4v_analysis.intake.draft.setting import Setting
from r4v_analysis.intake.draft.sure import judged_of_box, judged_of_report, judged_of_table, judged_together
from r4v_analysis.intake.draft.table import Cell, table_cells, total_reason
from r4v_analysis.intake.draft.text_rows import narrative_row
from r4v_analysis.intake.draft.whole import whole_of
from r4v_analysis.intake.printed.dates import ReportPeriod, find_dates
from r4v_analysis.intake.printed.numbers import PrintedNumber, find_numbers
from r4v_analysis.intake.printed.passages import Passage, leads, paragraph, paragraphs, sentence
from r4v_analysis.language.formats import N_

_MONEY = ("funding", "requirements", "coverage")
_PEOPLE = ("people_reached", "people_targeted")
_MOST_WORDS = 12
"""Words of a line of a box; a longer one, or a sentence with its full stop, is read as prose."""
_MOST_ALONE = 5
"""Words of a line that holds an amount, its label or both, and nothing else: no sentence with its full stop."""
_OF_NO_PART = ("text", "situation", "coordination")
_DOLLARS = re.compile(r"\(?(?:US\s?\$|USD|\$)\)?\s*:?\s*$")


@dataclass(frozen=True)
class Tables:
    """What a draft needs of data/: names, codes, and the columns of an observations file."""

    names: Names
    countries: Sequence[Country]
    places: Mapping[str, Mapping[str, str]]
    programmes: Sequence[Mapping[str, str]]
    reports: Sequence[Mapping[str, str]]
    columns: Sequence[str]


@dataclass(frozen=True)
class Draft:
    """A drafted report: its row, its observations in order of print, and all numbers of its document."""

    document: Document
    report: ReportDraft
    rows: Sequence[DraftRow]
    numbers: Sequence[PrintedNumber]


def drafting_tables(data_dir: Path) -> Tables:
    """The tables of a data folder that drafting reads.

    Raises
    ------
    DataError
        The folder has errors.
    """
    try:
        return _tables(data_dir)
    except (LookupError, DataError):
        refuse(data_dir)  # all that is wrong with it, where that is why
        raise


def _tables(data_dir: Path) -> Tables:
    package = read_package(data_dir)
    paths = {entry["name"]: data_dir / entry["path"] for entry in package["resources"]}
    rows = {name: read_table(paths[name])[1] for name in ("countries", "sectors", "places", "programmes", "reports")}
    entry: Mapping[str, Any] = new_entry(observations_path("PER_2000-01_2000-01"), package["resources"]) or {}
    of_response = {row["country_iso3"] for row in of_the_response(rows["countries"])}
    countries = [
        Country(row["country_iso3"], row["name_en"], row["name_es"], row["country_iso3"] in of_response)
        for row in rows["countries"]
    ]
    places: dict[str, dict[str, str]] = {}
    for row in rows["places"]:
        if row.get("iso_3166_2") == "":  # all other departments together: no name that a text would print
            continue
        places.setdefault(row["country_iso3"], {})[folded(row["name"])] = row["place"]
    return Tables(
        read_names(rows["countries"], rows["sectors"], rows["places"]),
        countries,
        places,
        rows["programmes"],
        rows["reports"],
        [column["name"] for column in entry["schema"]["fields"]],
    )


def draft(
    document: Document, tables: Tables, *, report_id: str = "", is_named: bool = True, source_url: str = ""
) -> Draft:
    """Everything that a document proposes for data/; `is_named` as for `draft_report`.

    Raises
    ------
    DocumentError
        It is not in English or Spanish, or prints no country or period and no id is given.
    """
    report = draft_report(
        document, tables.countries, tables.reports, report_id=report_id, is_named=is_named, source_url=source_url
    )
    numbers = find_numbers(document)
    period = ReportPeriod(report.start, report.end, "", document.lines[0])
    setting = Setting(
        report.report_id,
        report.cells["country_iso3"],
        report.start,
        report.end,
        tables.columns,
        paragraphs(document),
        leads(document),
        find_dates(document, period),
        tables.programmes,
        tables.places.get(report.cells["country_iso3"], {}),
        home_of(report.cells["country_iso3"], tables.countries),
        title_sector(document),
    )
    cells = table_cells(document, tables.names)
    in_table = {cell.start for cell in cells}
    headed = headed_cells(document, setting.places, sectors=[cell.line for cell in cells])
    free = [number for number in numbers if _is_free(number, in_table)]
    in_headed = [number for number in free if number.start in headed]
    free = [number for number in free if number.start not in headed]
    matches = _header(document, free, setting.home)
    has_money = any(match.indicator in _MONEY for match in matches.values())
    matches |= {
        place: match
        for place, match in _elsewhere(document, free, setting.home).items()
        if (match.indicator in _MONEY and not has_money)
        or (match.indicator in _PEOPLE and document.text[: free[place].start].rstrip().endswith(":"))
    }
    table = _with_numbers(cells, numbers)
    rows = [judged_of_table(table_row(cell, number, setting), cell, setting) for cell, number in table]
    rows += [judged_of_box(header_row(free[place], match, setting), setting) for place, match in matches.items()]
    rows += [headed_row(number, headed[number.start], setting) for number in in_headed]
    loose = [number for place, number in enumerate(free) if place not in matches]
    totals = {number.start: reason for number in loose if (reason := total_reason(document, number, table))}
    rows += [
        row.doubted(totals[row.start], indicator=UNCLASSIFIED) if row.start in totals else row
        for row in _narrative(loose, setting)
    ]
    rows = _consistent(rows, {number.start: number for number in numbers}, setting)
    if setting.sector:
        rows = [_in_sector(row, setting.sector) for row in rows]
    whole = whole_of(document, report, setting)
    rows = judged_together([judged_of_report(row, whole, setting) for row in rows])
    return Draft(document, report, finished(rows, report.start, report.end), numbers)


def _in_sector(row: DraftRow, sector: str) -> DraftRow:
    """The row of a report that is of one sector as a whole: in the text it counts there, the box may be the plan's."""
    if row.cells["sector"] or row.cells["indicator"] in OF_NO_SECTOR:
        return row
    if row.cells["section"] == "header" and row.cells["indicator"] in (*_MONEY, "people_reached", "people_targeted"):
        return row.doubted(OF_ONE_SECTOR, "medium")
    return replace(row, cells={**row.cells, "sector": sector})


def _is_free(number: PrintedNumber, in_table: Container[int]) -> bool:
    """A figure outside the table; a telephone number that passes for one is none."""
    return number.is_figure and number.start not in in_table and not has_contact(number.text)


def _elsewhere(document: Document, free: Sequence[PrintedNumber], home: Home) -> dict[int, Match]:
    """Numbers alone with their labels on short lines outside the header, by their place among the free ones."""
    lines = tuple(
        replace(line, section="header" if line.section in _OF_NO_PART and _is_alone(line.text) else "")
        for line in document.lines
    )
    other = replace(document, lines=lines)
    numbers = [replace(number, section=other.line_at(number.start).section) for number in free]
    found = _header(other, numbers, home)
    return {
        place: replace(match, confidence="medium", reason=match.reason or EITHER_SIDE)
        for place, match in found.items()
        if match.confidence != "low"
    }


def _is_alone(text: str) -> bool:
    return len(text.split()) <= _MOST_ALONE and not text.rstrip().endswith(".")


def _header(document: Document, free: Sequence[PrintedNumber], home: Home) -> dict[int, Match]:
    """What the numbers of the header count, by their place among the free ones."""
    lines = [line for line in document.lines if line.section == "header" and not is_note(line.text)]
    if not lines:
        return {}
    end = document.start_of(lines[-1]) + len(lines[-1].text)
    text = _only_header(document)[:end]
    values = [
        Value(
            place,
            number.start,
            number.end,
            text.count("\n", 0, number.start),
            _header_unit(number, text),
            (number.low, number.high),
        )
        for place, number in enumerate(free)
        if number.start < end and number.section == "header" and text[number.start] != "\0"
    ]
    rows = accumulate((not line.continues for line in document.lines), initial=0)
    boxes = {
        row: line.box for row, line in zip(rows, document.lines, strict=False) if line.box and line.section == "header"
    }
    return header_matches(text, values, home, boxes)


def _only_header(document: Document) -> str:
    """The document's text with every letter of another part or of prose made unreadable: its words label nothing."""
    kept = list(document.text)
    run: list[Line] = []
    for line in document.lines:
        run.append(line)
        if line.continues:  # a paragraph that is broken at a width
            continue
        joined = " ".join(part.text for part in run).replace(".  ", ". ")
        is_prose = len(run) > 1 and _is_prose(joined) and joined.rstrip().endswith(".")
        for part in run:
            if part.section != "header" or is_prose or _is_prose(part.text):
                start = document.start_of(part)
                kept[start : start + len(part.text)] = "\0" * len(part.text)
        run = []
    return "".join(kept)


def _is_prose(text: str) -> bool:
    """Whether a line of the header is no line of its box: a long one, or a sentence."""
    letters = [letter for letter in text if letter.isalpha()]
    is_box = (
        PARTED.search(text) or re.search(r"\t|\s\||\s{2,}\S", text) or 2 * sum(map(str.isupper, letters)) > len(letters)
    )
    words = len(text.split())
    return not is_box and (words > _MOST_WORDS or (words >= _MOST_WORDS / 2 and text.rstrip().endswith(".")))


def _header_unit(number: PrintedNumber, text: str) -> str:
    """usd, share, people or empty; the currency can stand at the label, as in `Requirements (US$)`."""
    if number.unit_hint == "" and _DOLLARS.search(text[max(0, number.start - 16) : number.start]):
        return "usd"
    return number.unit_hint if number.unit_hint in ("share", "usd", "people", "") else "other"


def _with_numbers(cells: Sequence[Cell], numbers: Sequence[PrintedNumber]) -> list[tuple[Cell, PrintedNumber | None]]:
    """Cells that hold a number or a dash, each with its number."""
    by_start = {number.start: number for number in numbers}
    kept = [cell for cell in cells if cell.is_dash or (cell.start in by_start and not has_contact(cell.text))]
    return [(cell, by_start.get(cell.start)) for cell in kept]


def _narrative(numbers: Sequence[PrintedNumber], setting: Setting) -> list[DraftRow]:
    rows: list[DraftRow] = []
    for number in numbers:
        around = sentence(setting.passages, number.start)
        before = rows[-1] if rows and around.holds(rows[-1].start) else None
        rows.append(narrative_row(number, setting, before))
    return rows


def _consistent(rows: Sequence[DraftRow], numbers: Mapping[int, PrintedNumber], setting: Setting) -> list[DraftRow]:
    """Coverage against funding ÷ requirements, in the box and in each paragraph: sure where the three agree."""
    result = list(rows)
    box = _money(row for row in rows if row.cells["section"] == "header")
    sure, doubts = _judged(box, numbers)
    table = [row for row in rows if row.cells["section"] == "sector_table" and row.cells["sector"]]
    for sector in {row.cells["sector"] for row in table}:
        agree, differ = _judged(_money(row for row in table if row.cells["sector"] == sector), numbers)
        sure, doubts = sure | agree, doubts | differ
    text = [row for row in rows if row.cells["section"] != "header" and row.cells["unit"] in ("usd", "share")]
    spans = {passage for row in text for passage in _around(row, setting)}
    for around in sorted(spans, key=lambda passage: passage.start):
        said = _money(row for row in text if around.holds(row.start))
        if is_of_one_plan(around.text) and setting.home.whose(around.text) != "other":
            sure |= _judged(said, numbers)[0]
    for place, row in enumerate(result):
        if row.start in doubts:
            result[place] = row.doubted(doubts[row.start], "medium")
        elif (
            row.start in sure and row.confidence == "medium" and row.reason in (*ORDER_REASONS, MONEY_IN_PROSE, OF_WHAT)
        ):
            result[place] = DraftRow(row.cells, row.start)
    return result


def _around(row: DraftRow, setting: Setting) -> tuple[Passage, Passage]:
    return sentence(setting.passages, row.start), paragraph(setting.passages, row.start)


def _money(rows: Iterable[DraftRow]) -> dict[str, DraftRow]:
    """Coverage, funding and requirements, of each the one that there is; none where there are two that differ."""
    found: dict[str, list[DraftRow]] = {}
    for row in rows:
        if row.cells["indicator"] in _MONEY and row.cells["value"]:
            found.setdefault(row.cells["indicator"], []).append(row)
    return {name: rows[0] for name, rows in found.items() if len({row.cells["value"] for row in rows}) == 1}


def _judged(money: Mapping[str, DraftRow], numbers: Mapping[int, PrintedNumber]) -> tuple[set[int], dict[int, str]]:
    """Where the rows stand that agree; and those that can't be right together, with the reason."""
    agrees = agreement(*(_bounds(money[name], numbers) if name in money else None for name in _MONEY))
    starts = [row.start for row in money.values()]
    if agrees is not False:
        return set(starts if agrees else ()), {}
    reason = (
        N_("funding above requirements: the two may have changed places")
        if "coverage" not in money
        else N_("the printed percent is not funding ÷ requirements")
    )
    return set(), dict.fromkeys(starts, reason)


def _bounds(row: DraftRow, numbers: Mapping[int, PrintedNumber]) -> Bounds:
    """What a row's value can be by the rounding of its printed number, in the row's own unit."""
    value, number = float(row.cells["value"]), numbers.get(row.start)
    if number is None or not number.value:
        return value, value
    return value * number.low / number.value, value * number.high / number.value
