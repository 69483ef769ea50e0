"""What `r4v export` can write: each format's function, and whether it is text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from r4v_analysis.data.report import Data, Report
from r4v_analysis.errors import UsageError, suggestion
from r4v_analysis.exhibits import citation
from r4v_analysis.files import command
from r4v_analysis.sharing import rows as export_rows


@dataclass(frozen=True)
class Request:
    """What is to be exported. `has_choice`: the reports were named, not all of them."""

    data: Data
    reports: Sequence[Report]
    lang: str
    as_of: date | None
    has_choice: bool


@dataclass(frozen=True)
class Export:
    """A finished export: text or bytes, and lines on what is not in it."""

    content: str | bytes
    remarks: Sequence[str] = ()


def export(name: str, request: Request) -> Export:
    """One format's export.

    Raises
    ------
    UsageError
        No such format (the nearest is offered), or one that takes no report, or exactly one.
    """
    if name not in FORMATS:
        raise UsageError(f"format: expected one of {', '.join(FORMATS)}, found {name!r}. {suggestion(name, FORMATS)}")
    return FORMATS[name](request)


def _csv(request: Request) -> Export:
    rows = export_rows.observations(request.reports)
    return Export(export_rows.csv_text(rows, export_rows.OBSERVATIONS))


def _hxl(request: Request) -> Export:
    rows, left_out = export_rows.hxl(request.data, request.reports, request.lang)
    tags = export_rows.HXL
    remark = f"hxl: {left_out} printed numbers have no tag or no value and were left out; csv has them all."
    return Export(export_rows.csv_text(rows, list(tags), list(tags.values())), [remark] if left_out else [])


def _fts(request: Request) -> Export:
    countries = {report.country_iso3 for report in request.reports} if request.has_choice else ()
    rows, left_out = export_rows.fts(request.data, countries, request.as_of)
    remark = f"fts: {left_out} plan-years left out: of regions or other countries, stated in prose, or known later."
    return Export(export_rows.csv_text(rows, export_rows.FTS), [remark] if left_out else [])


def _datapackage(request: Request) -> Export:
    from r4v_analysis.sharing.package import package

    if request.has_choice:
        raise UsageError("datapackage: expected no report, for it holds all tables. Leave the ids out, or take xlsx.")
    return Export(package(request.data))


def _xlsx(request: Request) -> Export:
    from r4v_analysis.sharing.workbook import workbook

    return Export(workbook(request.data, request.reports, request.lang))


def _pptx(request: Request) -> Export:
    from r4v_analysis.sharing.slides import slides

    return Export(slides(_one(request, "pptx"), request.lang))


def _docx(request: Request) -> Export:
    from r4v_analysis.sharing.document import document

    return Export(document(_one(request, "docx"), request.lang))


def _one(request: Request, name: str) -> Report:
    if not request.has_choice or len(request.reports) != 1:
        newest = max(request.reports, key=lambda report: report.period.end)
        step = f"Name one: {command('export', name, newest.report_id, data=request.data.folder)}"
        raise UsageError(f"{name}: expected one report, found {len(request.reports)}. {step}")
    return request.reports[0]


def _citations(request: Request) -> list[citation.Citation]:
    own = citation.of_project(request.data, request.lang)
    return [own, *(citation.of_report(report, request.lang) for report in request.reports)]


def _bibtex(request: Request) -> Export:
    return Export(citation.bibtex(_citations(request)))


def _csl(request: Request) -> Export:
    return Export(citation.csl_json(_citations(request)))


FORMATS: Mapping[str, Callable[[Request], Export]] = {
    "datapackage": _datapackage,
    "xlsx": _xlsx,
    "hxl": _hxl,
    "csv": _csv,
    "fts": _fts,
    "pptx": _pptx,
    "docx": _docx,
    "bibtex": _bibtex,
    "csl": _csl,
}
TABLES = ("csv", "hxl", "fts")
"""Formats that are tables as text: a file of one begins with a byte order mark, by which Excel knows its accents."""
ENDINGS = {"datapackage": "zip", "xlsx": "xlsx", "pptx": "pptx", "docx": "docx"}
"""Formats that are no text, with the ending of their file."""
