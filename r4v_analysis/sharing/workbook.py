"""The tables as one Excel workbook: a sheet each, typed cells, and a sheet that says what they mean."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from r4v_analysis.analysis.record import report_metrics
from r4v_analysis.data.cells import as_text
from r4v_analysis.data.known import with_current
from r4v_analysis.data.report import Data, Report
from r4v_analysis.data.schema import read_descriptor
from r4v_analysis.exhibits import citation, labels
from r4v_analysis.exhibits.code_names import names_of_codes
from r4v_analysis.exhibits.headings import HEADINGS, METRIC_COLUMNS, SHEETS
from r4v_analysis.language.formats import translator
from r4v_analysis.sharing.rows import OBSERVATIONS, cell, observations

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

_OTHERS = {
    "en": frozenset(("title_es", "name_es", "short_name_es")),
    "es": frozenset(("title", "name_en", "short_name")),
}
"""Columns that hold the other language's words, by language."""
_WRAPPED = frozenset(("note", "notes", "printed", "formula", "source_file", "legal_basis", "title", "title_es"))
_UNGROUPED = frozenset(("year", "version", "page", "position"))
"""Numbers that count nothing: no marks of thousands."""
_LONGEST = 60
"""Widest column, in characters."""
_EPOCH = datetime(2000, 1, 1)


@dataclass(frozen=True)
class WorkbookSheet:
    """One sheet: `key` names it in SHEETS, `columns` are those of data/, `rows` their cells by name."""

    key: str
    columns: Sequence[str]
    rows: Sequence[Mapping[str, object]]


def workbook(data: Data, reports: Sequence[Report], lang: str = "en") -> bytes:
    """An .xlsx file: notes, then reports, observations and metrics of the reports, then the other tables.

    Of the other tables the rows of the reports' countries. Texts are written as texts, so that none can
    become a formula; numbers, days and true or false keep their types; missing cells are empty.
    """
    from xlsxwriter import Workbook as NewWorkbook

    out = io.BytesIO()
    book = NewWorkbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": _title(data, lang), "created": _EPOCH})
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "whole": book.add_format({"num_format": "#,##0"}),
        "part": book.add_format({"num_format": "#,##0.00##"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    sheets = list(_sheets(data, reports, lang))
    _write_notes(book, formats, list(_notes(data, reports, sheets, lang)), lang)
    for sheet in sheets:
        _write(book, formats, sheet, lang)
    book.close()
    return out.getvalue()


def _title(data: Data, lang: str) -> str:
    """The descriptor's title, which is English; in another language the project's name says enough."""
    return str(read_descriptor(data.folder)[0].get("title", "")) if lang == "en" else "r4v-analysis"


def _sheets(data: Data, reports: Sequence[Report], lang: str) -> Iterator[WorkbookSheet]:
    """The sheets with the names of codes in a language, and without columns that are of another one."""
    names = names_of_codes(data.tables, lang)
    for sheet in _plain_sheets(data, reports, lang):
        columns = [name for name in sheet.columns if name not in _OTHERS[lang]]
        yield WorkbookSheet(sheet.key, columns, [_named(row, names) for row in sheet.rows])


def _named(row: Mapping[str, object], names: Mapping[str, Mapping[str, str]]) -> dict[str, object]:
    return {column: names.get(column, {}).get(str(value), value) for column, value in row.items()}


def _plain_sheets(data: Data, reports: Sequence[Report], lang: str) -> Iterator[WorkbookSheet]:
    ids, countries = {report.report_id for report in reports}, {report.country_iso3 for report in reports}
    rows = data.tables["reports"]
    yield _of_frame("reports", rows[rows["report_id"].isin(ids)])
    yield WorkbookSheet("observations", OBSERVATIONS, observations(reports))
    yield WorkbookSheet("metrics", METRIC_COLUMNS, [row for report in reports for row in _metrics(report, lang)])
    for key in SHEETS:
        if key in data.tables and key not in ("reports", "observations"):
            yield _of_frame(key, with_current(_of_countries(data, data.tables[key], countries, ids)))


def _of_countries(data: Data, rows: pd.DataFrame, countries: set[str], ids: set[str]) -> pd.DataFrame:
    if "country_iso3" in rows:
        return rows[rows["country_iso3"].isin(countries)]
    if "programme" in rows:
        programmes = data.tables["programmes"]
        own = programmes.loc[programmes["country_iso3"].isin(countries), "programme"]
        return rows[rows["programme"].isin(own)]
    return rows[rows["report_id"].isin(ids)] if "report_id" in rows else rows


def _of_frame(key: str, rows: pd.DataFrame) -> WorkbookSheet:
    return WorkbookSheet(
        key, list(rows.columns), [{str(k): cell(v) for k, v in row.items()} for _i, row in rows.iterrows()]
    )


def _metrics(report: Report, lang: str) -> Iterator[dict[str, object]]:
    for item in report_metrics(report).values():
        quantity = item.quantity
        yield {
            "report_id": report.report_id,
            "metric": item.id if lang == "en" else labels.metric(report, item, lang),
            "value": cell(quantity.value),
            "value_low": cell(quantity.low),
            "value_high": cell(quantity.high),
            "qualifier": "" if quantity.is_missing else quantity.qualifier,
            "unit": item.unit,
            "basis": item.basis or "",
            "as_of": item.as_of or "",
            "formula": translator(lang).gettext(item.formula).format(**item.constants) if item.formula else "",
            "from": " ".join(quantity.sources),
        }


def _write(book: Workbook, formats: Mapping[str, Format], sheet: WorkbookSheet, lang: str) -> None:
    _ = translator(lang).gettext
    page = book.add_worksheet(_(SHEETS[sheet.key]))
    heads = [_(HEADINGS[name]) if name in HEADINGS else name for name in sheet.columns]
    for column, head in enumerate(heads):
        page.write_string(0, column, head, formats["head"])
    for number, row in enumerate(sheet.rows, 1):
        for column, name in enumerate(sheet.columns):
            _write_cell(page, number, column, name, row.get(name, ""), formats)
    for column, (name, head) in enumerate(zip(sheet.columns, heads, strict=True)):
        longest = max((len(str(row.get(name, ""))) for row in sheet.rows), default=0)
        page.set_column(column, column, min(_LONGEST, max(10, longest + 1, len(max(head.split(), key=len)) + 2)))
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&L&A&R&P / &N")
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(1, len(sheet.rows)), len(heads) - 1)


def _write_cell(page: Any, row: int, column: int, name: str, value: object, formats: Mapping[str, Format]) -> None:
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, date):
        page.write_datetime(row, column, datetime(value.year, value.month, value.day), formats["day"])
    elif isinstance(value, str):
        if value:
            page.write_string(row, column, value, formats["text"] if name in _WRAPPED else None)
    else:
        number = float(value)  # type: ignore[arg-type]  # what is left is a number
        form = formats["whole"] if number.is_integer() else formats["part"]
        page.write_number(row, column, number, None if name in _UNGROUPED else form)


def _write_notes(book: Workbook, formats: Mapping[str, Format], notes: Sequence[Sequence[str]], lang: str) -> None:
    page = book.add_worksheet(translator(lang).gettext("Notes"))
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 34)
    page.set_column(2, 2, 90)
    for number, row in enumerate(notes):
        is_heading = len(row) == 1
        for column, text in enumerate(row):
            page.write_string(number, column, text, formats["head" if is_heading else "text"])


def _notes(
    data: Data, reports: Sequence[Report], sheets: Sequence[WorkbookSheet], lang: str
) -> Iterator[Sequence[str]]:
    """Rows of the notes: one cell is a heading; else what it is about, what it is called, what it means."""
    _ = translator(lang).gettext
    yield (_("How to read these tables"),)
    yield from (
        ("", "", text)
        for text in (
            _("A number and its qualifier belong together: “at least 42,600” is not 42,600."),
            _("An empty cell is missing, never 0. Shares run from 0 to 1. Money is in US dollars."),
            _("Counts of people on two bases are never added, subtracted or set in one line."),
            _("Sectors overlap: their sum is not a number of people."),
            _("The printed words stand beside each number; the metrics are computed from them by the formula given."),
        )
    )
    yield (_("How to cite"),)
    cited = [citation.of_report(report, lang) for report in reports]
    yield from ((item.key, "", citation.sentence(item)) for item in [citation.of_project(data, lang), *cited])
    for heading, names in ((_("Bases"), labels.BASES), (_("Qualifiers"), labels.QUALIFIERS)):
        yield (heading,)
        yield from ((code, "", _(name)) for code, name in names.items())
    yield (_("Indicators"),)
    indicators = data.tables["indicators"]
    yield from (
        (as_text(row["indicator"]), as_text(row[f"name_{lang}"]), as_text(row["definition"]) if lang == "en" else "")
        for _index, row in indicators.iterrows()
    )
    yield (_("Columns"),)
    described = _descriptions(read_descriptor(data.folder)[0])
    for sheet in sheets:
        for name in sheet.columns:
            heading = _(HEADINGS[name]) if name in HEADINGS else name
            yield (_(SHEETS[sheet.key]), heading, described.get((sheet.key, name), "") if lang == "en" else name)


def _descriptions(descriptor: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """What each column of each table holds, as the descriptor says it."""
    found = {}
    for resource in descriptor["resources"]:
        key = "observations" if str(resource["name"]).startswith("observations") else str(resource["name"])
        for column in resource["schema"]["fields"]:
            found[key, column["name"]] = str(column.get("description", ""))
    return found
