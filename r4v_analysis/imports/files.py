"""A file of FTS or R4V into readings: each sheet by the form that its header has, and what is not read by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from r4v_analysis.data.names import Names
from r4v_analysis.errors import UsageError, suggestion
from r4v_analysis.imports import fts, fts_answer
from r4v_analysis.imports.activities import FIVE_W, read_activities
from r4v_analysis.imports.caseload import CASELOAD, HAPI, read_caseload
from r4v_analysis.imports.consolidated import CONSOLIDATED, read_consolidated
from r4v_analysis.imports.donors import FLOWS, of_api, read_flows
from r4v_analysis.imports.grid import Form, Grid, grids_of, header_of, like_headings
from r4v_analysis.imports.kinds import headings, kind_of
from r4v_analysis.imports.needs import FORMS as NEEDS
from r4v_analysis.imports.needs import read_needs
from r4v_analysis.imports.own import HXL, Tables, own_forms, read_hxl, read_own
from r4v_analysis.imports.parts import at, entries
from r4v_analysis.imports.population import STOCKS, UNHCR, read_population
from r4v_analysis.imports.reading import SourceRows
from r4v_analysis.imports.source import ImportFailed, Source, SourceSheet, read_source, records_of

_NO_TABLES: Tables = {}
Reader = Callable[[str, Sequence[Grid], Names], SourceRows]


def _readers(plans: Mapping[str, fts.Plan]) -> list[tuple[str, Sequence[Form], Reader]]:
    """What reads which forms, by the commands that take them; a file's tables are told in this order."""
    return [
        ("fts", (fts.HDX,), fts.read_funding),
        ("fts", (fts.PLANS,), fts.read_funding),
        ("fts", (FLOWS,), partial(read_flows, plans=plans)),
        ("r4v", (CONSOLIDATED,), read_consolidated),
        ("r4v", (FIVE_W,), read_activities),
        ("fts r4v", (HAPI, CASELOAD), read_caseload),
        ("r4v", tuple(NEEDS.values()), read_needs),
        ("r4v", (STOCKS, UNHCR), read_population),
    ]


def read_file(
    path: Path,
    command: str,
    names: Names,
    plans: Mapping[str, fts.Plan],
    sheets: Sequence[str] = (),
    tables: Tables = _NO_TABLES,
    data: str | Path = "",
) -> list[SourceRows]:
    """A file that `r4v import fts` or `r4v import r4v` takes, a reading for each kind of table in it.

    Tables that this project exported, of `tables`, are known by their own columns and come first.
    """
    answer = fts_answer.answer_in(path) if fts_answer.is_json(path) else None
    source = None if answer is None else records_of(path, _records(answer))
    if answer is not None and source is None and command == "fts":
        return [fts_answer.read_answer(answer, path.name, names, plans)]
    source = source or read_source(path)
    own = own_forms(tables)
    readers = [(forms, read) for commands, forms, read in _readers(plans) if command in commands.split()]
    chosen = _chosen(source, sheets)
    grids, unread = _grids(source, chosen, [*own, HXL, *(form for forms, _read in readers for form in forms)], data)
    of_readers = [(read, [grid for form in forms for grid in grids.get(form, ())]) for forms, read in readers]
    found = [read(path.name, every, names) for read, every in of_readers if every]
    found += [read_own(path.name, table, grids[form], names, tables) for form, table in own.items() if form in grids]
    found += read_hxl(path.name, grids[HXL], tables) if HXL in grids else []
    readings = [reading for reading in found if reading.count] or found  # an empty sheet beside full ones is none
    for reading in readings:
        reading.saved = source.saved
    readings[0].remarks += _remarks(source, chosen, unread, grids)
    return readings


def _grids(
    source: Source, sheets: Sequence[SourceSheet], forms: Sequence[Form], data: str | Path
) -> tuple[dict[Form, list[Grid]], list[str]]:
    """The sheets by the first form that their header has, and names of those that hold something else.

    Raises
    ------
    ImportFailed
        No sheet has one of the forms, or one has a heading twice.
    """
    by_form: dict[Form, list[SourceSheet]] = {}
    unread = []
    for sheet in sheets:
        form = next((form for form in forms if header_of(sheet, form) is not None), None)
        if form:
            by_form.setdefault(form, []).append(sheet)
        elif any(any(line) for line in sheet.lines):
            unread.append(sheet.name)
    if not by_form:
        raise ImportFailed(_nothing(source.path, sheets, forms, data))
    _require_one_of_each(source.path, by_form)
    return {form: grids_of(source, form, found) for form, found in by_form.items()}, unread


def _require_one_of_each(path: Path, by_form: Mapping[Form, Sequence[SourceSheet]]) -> None:
    """Of two columns of one heading nothing says which one counts."""
    found = [
        f"{f'sheet {sheet.name!r}: ' if sheet.name else ''}{like}"
        for form, sheets in by_form.items()
        for sheet in sheets
        for like in like_headings(sheet, form)
    ]
    if found:
        raise ImportFailed(
            f"{path}: expected each heading once, found two alike over different cells, {'; '.join(found)}. "
            "Give each column the heading of what it holds, or delete the one that does not count."
        )


def _records(answer: Any) -> Any:
    """What an answer lists as a table: HAPI's rows, or FTS's flows under the names that HDX gives them."""
    flows = entries(answer, "data", "flows")
    is_grouped = at(answer, "data", "report3") is not None
    if flows and not is_grouped:
        return list(of_api(flows))
    return answer.get("data", answer) if isinstance(answer, dict) else answer


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


def _nothing(path: Path, sheets: Sequence[SourceSheet], forms: Sequence[Form], data: str | Path) -> str:
    """What is lacking of the form that the file comes nearest to, and what the file seems to be."""
    forms = [form for form in forms if len(form.required) > 1]  # a table of this project has its id, or is none
    lines = [(line, form) for sheet in sheets for line in sheet.lines[:30] for form in forms if any(line)]
    kind = kind_of(sheets, path, data)
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
