"""Everything that is wrong, or odd, in a data folder, in one run: files, bytes, schema, domain rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from r4v_analysis.data.check import strict as referee
from r4v_analysis.data.check.constraints import schema_faults
from r4v_analysis.data.check.correction_rules import correction_problems
from r4v_analysis.data.check.rows import CheckedTable, TypedColumns
from r4v_analysis.data.check.rules import judge
from r4v_analysis.data.schema import (
    OBSERVATIONS,
    Resource,
    entry_text,
    is_observations,
    link_fault,
    new_entry,
    read_descriptor,
    unnamed_files,
)
from r4v_analysis.data.sheet import Fault, Sheet, read_sheet
from r4v_analysis.errors import Message, Problem
from r4v_analysis.files import DESCRIPTOR

_MANY = 4
"""Equal faults in one column from which on only the first is told in full."""
_VERY_MANY, _FIRST = 20, 3
"""Different faults of one kind in a column from which on only so many of them are told in full."""


def check(folder: Path, *, strict: bool = False) -> list[Problem]:
    """Every problem of a data folder, none twice, in the order of the descriptor and of the rows.

    Errors: files that are missing, unnamed or unreadable, cells that break the schema, rows that break a
    domain rule. Findings: what a report itself says inconsistently; they are looked for where a report's
    tables are without errors. Never raises for what the folder holds.

    Where no error is found, `strict` has frictionless read everything too; so does a schema that says what
    only frictionless knows.
    """
    return _checked(Path(folder), is_strict=strict)


def errors_in(folder: Path) -> list[Problem]:
    """Those of `check` that are errors; findings are not looked for."""
    return [problem for problem in _checked(Path(folder), has_findings=False) if problem.severity == "error"]


def _checked(folder: Path, *, is_strict: bool = False, has_findings: bool = True) -> list[Problem]:
    package, problems = read_descriptor(folder)
    if not package:
        return problems
    problems += _problems(folder, package, has_findings=has_findings)
    if any(problem.severity == "error" for problem in problems):
        return problems
    is_asked = is_strict or referee.is_needed(package["resources"])
    return (referee.frictionless_problems(folder) if is_asked else []) + problems


def _problems(folder: Path, package: dict[str, Any], *, has_findings: bool) -> list[Problem]:
    problems = _add_unnamed(folder, package)
    present = [entry for entry in package["resources"] if (folder / entry["path"]).is_file()]
    problems += [_missing(folder, entry) for entry in package["resources"] if entry not in present]
    sheets = {entry["name"]: _read(folder, entry) for entry in present}
    schema = schema_faults(present, sheets, str(folder))
    faults = {name: _in_order([*sheet.faults, *schema[name]], sheet.columns) for name, sheet in sheets.items()}
    for name, sheet in sheets.items():
        problems += [fault.problem(sheet.path) for fault in _told(faults[name])]
    tables = _tables(present, sheets, faults)
    problems += judge([table for _entry, table in tables], has_findings=has_findings)
    return problems + correction_problems(folder, present, tables)


def _read(folder: Path, entry: Resource) -> Sheet:
    columns = [column["name"] for column in entry["schema"]["fields"]]
    return read_sheet(folder / entry["path"], str(folder / entry["path"]), columns)


def _missing(folder: Path, entry: Resource) -> Problem:
    path = folder / entry["path"]
    if path.exists():
        return Problem(str(path), "expected a plain file, found a folder, a pipe or a device. Restore it.", "file")
    message = link_fault(folder, entry["path"]) or (
        f"expected this file, which {DESCRIPTOR} names as {entry['name']!r}, found none. "
        "Restore it, or take its resource out."
    )
    return Problem(str(path), message, "file")


def _add_unnamed(folder: Path, package: dict[str, Any]) -> list[Problem]:
    """Files that the descriptor does not name, reported; new observations are checked all the same."""
    problems = []
    for path in unnamed_files(folder, package["paths"]):
        entry = new_entry(path, package["resources"])
        if entry is None:
            message = f"{DESCRIPTOR} does not name this file. Add a resource for it there, or move it elsewhere."
        else:
            message = f"not in the descriptor; add this resource to {DESCRIPTOR}:\n{entry_text(entry)}"
            package["resources"].append(entry)
        problems.append(Problem(str(folder / path), message, "descriptor"))
    return problems


def _in_order(faults: Iterable[Fault], columns: Sequence[str]) -> list[Fault]:
    """The first fault of each cell, by row and column; a row as a whole can have several."""
    first: dict[tuple[int, str, str], Fault] = {}
    for fault in faults:
        first.setdefault((fault.row, fault.column, "" if fault.column else fault.message), fault)
    order = {name: number for number, name in enumerate(columns)}
    return sorted(first.values(), key=lambda fault: (fault.row, order.get(fault.column.split(", ")[0], -1)))


def _told(faults: Sequence[Fault]) -> list[Fault]:
    """What is said of faults: one that a whole column has is told once, with its number of rows."""
    alike: dict[tuple[str, str], list[Fault]] = {}
    for fault in faults:
        alike.setdefault((fault.column, fault.message), []).append(fault)
    told = []
    for fault in faults:
        others = alike[fault.column, fault.message]
        if len(others) < _MANY:
            told.append(fault)
        elif fault is others[0]:
            rows = tuple(other.row for other in others)
            message = Message("{told} The same in {count} more rows, down to row {row}.")
            message = message.of(told=fault.message, count=len(others) - 1, row=rows[-1])
            told.append(replace(fault, message=message, rows=rows))
    return list(_shortened(told))


def _shortened(faults: Sequence[Fault]) -> Iterator[Fault]:
    """The faults; of very many of one kind in a column, as where a spreadsheet rewrote it, the first and a count."""
    kinds: dict[tuple[str, str], list[Fault]] = {}
    for fault in faults:
        kinds.setdefault(_kind(fault), []).append(fault)
    for fault in faults:
        alike = kinds[_kind(fault)]
        if len(alike) < _VERY_MANY or fault in alike[:_FIRST]:
            yield fault
        elif fault is alike[_FIRST]:
            rows = tuple(sorted(row for other in alike[_FIRST:] for row in other.rows or (other.row,)))
            step = "If a spreadsheet rewrote the column, give it the format yyyy-mm-dd there and save it again."
            step = step if "date" in fault.message else "Mend the column as a whole."
            found = f"found {len(rows):,} more cells that are none, down to row {rows[-1]}"
            yield replace(fault, message=f"{_kind(fault)[1]}, {found}. {step}", rows=rows)


def _kind(fault: Fault) -> tuple[str, str]:
    """The column of a fault, and what is expected there; all of a message that does not say so."""
    return fault.column, fault.message.partition(", found ")[0]


def _tables(
    resources: Sequence[Resource], sheets: Mapping[str, Sheet], faults: Mapping[str, Sequence[Fault]]
) -> list[tuple[Resource, CheckedTable]]:
    tables = [(entry, _table(entry, sheets[entry["name"]], faults[entry["name"]])) for entry in resources]
    return [(entry, table) for entry, table in tables if table]


def _table(entry: Resource, sheet: Sheet, faults: Sequence[Fault]) -> CheckedTable | None:
    """The rows without a fault, typed; None where columns are missing, so that no row can be judged."""
    if sheet.absent:
        return None
    spoilt = sheet.skipped | {fault.row for fault in faults}
    sound = [row for row in range(2, len(sheet.table) + 2) if row not in spoilt]
    kinds = {column["name"]: column["type"] for column in entry["schema"]["fields"]}
    name = OBSERVATIONS if is_observations(entry) else entry["name"]
    columns = TypedColumns(sheet, kinds, sound)
    return CheckedTable(name, sheet.path, sound, columns, is_whole=sheet.is_whole and not faults)
