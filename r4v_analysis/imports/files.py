"""A file of FTS or R4V into readings: each sheet by the form that its header has, and what is not read by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from r4v_analysis.data.names import Names
from r4v_analysis.errors import UsageError, suggestion
from r4v_analysis.imports import fts, fts_answer
from r4v_analysis.imports.activities import FIVE_W, read_activities
from r4v_analysis.imports.caseload import CASELOAD, HAPI, read_caseload
from r4v_analysis.imports.consolidated import CONSOLIDATED, read_consolidated
from r4v_analysis.imports.donors import FLOWS, of_api, read_flows
from r4v_analysis.imports.grid import Form, Grid, grids_of, header_of
from r4v_analysis.imports.kinds import headings, kind_of
from r4v_analysis.imports.needs import FORMS as NEEDS
from r4v_analysis.imports.needs import read_needs
from r4v_analysis.imports.own import HXL, Tables, own_forms, read_hxl, read_own
from r4v_analysis.imports.population import STOCKS, UNHCR, read_population
from r4v_analysis.imports.reading import SourceRows
from r4v_analysis.imports.source import ImportFailed, Source, SourceSheet, read_source, records_of

_FTS = {fts.HDX: fts.read_hdx, fts.PLANS: fts.read_plans}
_BOTH = (HAPI, CASELOAD)
"""Forms of OCHA's tables of people, which either command takes."""
_NO_TABLES: Tables = {}
Reader = Callable[[str, Mapping[Form, Sequence[Grid]], Names], list[SourceRows]]


def read_fts(
    path: Path, names: Names, plans: Mapping[str, fts.Plan], sheets: Sequence[str] = (), tables: Tables = _NO_TABLES
) -> list[SourceRows]:
    """A file of FTS or HDX: requirements and funding, plans, flows, caseloads, or an answer of an API."""

    def readings(name: str, grids: Mapping[Form, Sequence[Grid]], names: Names) -> list[SourceRows]:
        found = [read(name, grids[form], names) for form, read in _FTS.items() if form in grids]
        flows = [read_flows(name, grids[FLOWS], names, plans)] if FLOWS in grids else []
        return [*found, *flows, *_of_both(name, grids, names), *_own(name, grids, names, own, tables)]

    own = own_forms(tables)

    answer = fts_answer.answer_in(path) if fts_answer.is_json(path) else None
    source = None if answer is None else records_of(path, _records(answer))
    if answer is not None and source is None:
        return [fts_answer.read_answer(answer, path.name, names, plans)]
    return _read(source or read_source(path), names, sheets, (*own, HXL, *_FTS, FLOWS, *_BOTH), readings)


def _records(answer: Any) -> Any:
    """What an answer lists as a table: HAPI's rows, or FTS's flows under the names that HDX gives them."""
    data = answer.get("data", answer) if isinstance(answer, dict) else answer
    flows = data.get("flows") if isinstance(data, dict) else None
    is_grouped = isinstance(data, dict) and "report3" in data
    return list(of_api(flow for flow in flows if isinstance(flow, dict))) if flows and not is_grouped else data


def read_r4v(path: Path, names: Names, sheets: Sequence[str] = (), tables: Tables = _NO_TABLES) -> list[SourceRows]:
    """A file of R4V: consolidated reports, activities (5W), people in need and targets, population."""
    answer = fts_answer.answer_in(path) if fts_answer.is_json(path) else None
    source = None if answer is None else records_of(path, _records(answer))
    own = own_forms(tables)

    def readings(name: str, grids: Mapping[Form, Sequence[Grid]], names: Names) -> list[SourceRows]:
        return [*_r4v_readings(name, grids, names), *_own(name, grids, names, own, tables)]

    forms = (*own, HXL, CONSOLIDATED, FIVE_W, *_BOTH, *NEEDS.values(), STOCKS, UNHCR)
    return _read(source or read_source(path), names, sheets, forms, readings)


def _own(
    name: str, grids: Mapping[Form, Sequence[Grid]], names: Names, own: Mapping[Form, str], tables: Tables
) -> list[SourceRows]:
    """Tables that this project exported."""
    found = [read_own(name, table, grids[form], names, tables) for form, table in own.items() if form in grids]
    return [*found, *(read_hxl(name, grids[HXL], tables) if HXL in grids else [])]


def _of_both(name: str, grids: Mapping[Form, Sequence[Grid]], names: Names) -> list[SourceRows]:
    found = {form: grids[form] for form in _BOTH if form in grids}
    return [read_caseload(name, found, names)] if found else []


def _r4v_readings(name: str, grids: Mapping[Form, Sequence[Grid]], names: Names) -> list[SourceRows]:
    needs = {measure: grids[form] for measure, form in NEEDS.items() if form in grids}
    readers = {CONSOLIDATED: read_consolidated, FIVE_W: read_activities}
    found = [read(name, grids[form], names) for form, read in readers.items() if form in grids]
    stocks = {form: grids[form] for form in (STOCKS, UNHCR) if form in grids}
    found += [read_needs(name, needs, names)] if needs else []
    return [*found, *_of_both(name, grids, names), *([read_population(name, stocks, names)] if stocks else [])]


def _read(source: Source, names: Names, sheets: Sequence[str], forms: Sequence[Form], read: Reader) -> list[SourceRows]:
    path = source.path
    chosen = _chosen(source, sheets)
    by_form: dict[Form, list[SourceSheet]] = {}
    unread = []
    for sheet in chosen:
        form = next((form for form in forms if header_of(sheet, form) is not None), None)
        if form:
            by_form.setdefault(form, []).append(sheet)
        elif any(any(line) for line in sheet.lines):
            unread.append(sheet.name)
    if not by_form:
        raise ImportFailed(_nothing(path, chosen, forms))
    grids = {form: grids_of(source, form, found) for form, found in by_form.items()}
    found = read(path.name, grids, names)
    readings = [reading for reading in found if reading.count] or found  # an empty sheet beside full ones is none
    for reading in readings:
        reading.saved = source.saved
    readings[0].remarks += _remarks(source, chosen, unread, grids)
    return readings


def _chosen(source: Source, names: Sequence[str]) -> list[SourceSheet]:
    """The sheets to read: those named, hidden ones too, or all that are not hidden."""
    known = {sheet.name.casefold(): sheet for sheet in source.sheets}
    unknown = [name for name in names if name.casefold() not in known]
    if unknown:
        near = suggestion(unknown[0], [sheet.name for sheet in source.sheets])
        raise UsageError(f"--sheet: expected a sheet of {source.path.name}, found {unknown[0]!r}. {near}")
    return [known[name.casefold()] for name in names] or [sheet for sheet in source.sheets if not sheet.is_hidden]


def _remarks(
    source: Source, chosen: Sequence[SourceSheet], unread: Sequence[str], grids: Mapping[Form, Sequence[Grid]]
) -> list[str]:
    said = [f"sheet {name!r} was not read: it has no header of this kind." for name in unread]
    hidden = [sheet.name for sheet in source.sheets if sheet.is_hidden and sheet not in chosen]
    said += [f"hidden sheet {name!r} was not read. Name it with --sheet if it counts." for name in hidden]
    if len(chosen) < len(source.sheets) - len(hidden):
        others = [sheet.name for sheet in source.sheets if not sheet.is_hidden and sheet not in chosen]
        said.append(f"sheets not named, and not read: {', '.join(others)}.")
    if source.encoding:
        said.append(f"read as {source.encoding}: it is not UTF-8.")
    taken = {grid.marks.taken for found in grids.values() for grid in found} - {""}
    for text in sorted(taken)[:1]:
        said.append(
            f"the point marks thousands: {text} is read as {text.replace('.', '')}, since cells stand between "
            "semicolons and no number speaks against it."
        )
    return said


def _nothing(path: Path, sheets: Sequence[SourceSheet], forms: Sequence[Form]) -> str:
    """What is lacking of the form that the file comes nearest to, and what the file seems to be."""
    forms = [form for form in forms if len(form.required) > 1]  # a table of this project has its id, or is none
    lines = [(line, form) for sheet in sheets for line in sheet.lines[:30] for form in forms if any(line)]
    kind = kind_of(sheets)
    lacking, form = min(
        ((form.lacking(form.columns(line)), form) for line, form in lines),
        key=lambda item: len(item[0]) / len(item[1].required),
        default=(list(forms[0].titles), forms[0]),
    )
    found = headings(sheets)
    step = kind or "Check that it is the file as its publisher gives it, or give the columns these names."
    return (
        f"{path}: expected the columns {', '.join(form.titles)} of a {form.kind}, "
        f"missing {', '.join(lacking)}, found {found}. {step}"
    )
