"""Corrections that match no row, do not say what the row holds, or would spoil it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from r4v_analysis.data.check.rows import CheckedTable
from r4v_analysis.data.corrections import (
    FILE,
    Correction,
    key_columns,
    problem_of,
    read_corrections,
    row_key,
    table_name,
)
from r4v_analysis.data.schema import Resource, Row, foreign_keys
from r4v_analysis.data.sheet import type_fault, typed
from r4v_analysis.errors import Problem, suggestion

_KEPT = ("printed", "note", "notes")
"""Columns that say what was printed and why it was corrected: an entry can't touch them."""


def correction_problems(
    folder: Path, resources: Sequence[Resource], tables: Sequence[tuple[Resource, CheckedTable]]
) -> list[Problem]:
    """Entries that match no row, do not say what the row holds, or would spoil it; each an error."""
    corrections, problems = read_corrections(folder)
    path = folder / FILE
    cells = Counter((entry.table, entry.key, entry.column) for entry in corrections)
    for entry in corrections:
        faults = list(_faults(entry, resources, tables))
        if cells[entry.table, entry.key, entry.column] > 1:
            faults.append("expected one entry a cell, found several. Keep one.")
        problems += [problem_of(path, f"{entry.table} {entry.key}, {entry.column}", fault) for fault in faults]
    return problems


def _faults(
    entry: Correction, resources: Sequence[Resource], tables: Sequence[tuple[Resource, CheckedTable]]
) -> Iterator[str]:
    own = [resource for resource in resources if table_name(resource) == entry.table]
    if not own:
        yield "found no such table. " + suggestion(entry.table, {table_name(resource) for resource in resources})
        return
    kinds = {column["name"]: column["type"] for column in own[0]["schema"]["fields"]}
    fault = _column_fault(entry, own[0], kinds)
    if fault:
        yield fault
        return
    mine = [(resource, table) for resource, table in tables if table_name(resource) == entry.table]
    rows = [row for resource, table in mine for row in table.rows.values() if row_key(resource, row) == entry.key]
    if rows:
        yield from _cell_faults(entry, rows[0], kinds[entry.column])
        yield from _code_faults(entry, own[0], tables)
    elif all(table.is_whole for _resource, table in mine):
        keys = [row_key(resource, row) for resource, table in mine for row in table.rows.values()]
        yield f"expected the key of a row, found {entry.key!r}, which is none. {suggestion(entry.key, keys)}"


def _column_fault(entry: Correction, resource: Resource, kinds: Mapping[str, str]) -> str | None:
    if entry.column not in kinds:
        return f"found no such column in {entry.table!r}. {suggestion(entry.column, kinds)}"
    if not {"note", "notes"} & set(kinds):
        return f"the table {entry.table!r} has no note to say that it was corrected. Correct it by hand, in the file."
    if entry.column in _KEPT or entry.column in key_columns(resource):
        return "expected a column that is no key, no note and not what was printed. Remove the entry."
    fault = type_fault(kinds[entry.column], entry.corrected)
    return f"corrected: {fault}" if fault else None


def _cell_faults(entry: Correction, row: Row, kind: str) -> Iterator[str]:
    held = row[entry.column]
    if type_fault(kind, entry.printed) or typed(kind, entry.printed) != held:
        yield f"expected printed to be what the row holds, {_shown(held)}, found {entry.printed!r}. Correct the entry."
    elif typed(kind, entry.corrected) == held:
        yield f"expected another value than the row's, found {entry.corrected!r}. Remove the entry."


def _shown(value: Any) -> str:
    return "an empty cell" if value is None else repr(f"{value:.15g}" if isinstance(value, float) else str(value))


def _code_faults(
    entry: Correction, resource: Resource, tables: Sequence[tuple[Resource, CheckedTable]]
) -> Iterator[str]:
    """A corrected code is one that the descriptor allows."""
    column = next(field for field in resource["schema"]["fields"] if field["name"] == entry.column)
    allowed = set(column.get("constraints", {}).get("enum", ()))
    for columns, target, names in foreign_keys(resource):
        if columns == [entry.column]:
            allowed |= {
                row[names[0]] for other, table in tables for row in table.rows.values() if other["name"] == target
            }
    if allowed and entry.corrected and entry.corrected not in allowed:
        yield f"corrected: expected a known code, found {entry.corrected!r}. {suggestion(entry.corrected, allowed)}"
