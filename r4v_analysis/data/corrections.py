"""Known misprints of sources, corrected after reading: data/corrections.toml.

A table holds what a source prints. Where that is a known misprint, an entry names the cell, what
it holds, what is meant and why. Tables are read with the corrections in place; the printed words
stay, and the row's note says what was corrected.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from r4v_analysis.data.cells import type_fault, typed
from r4v_analysis.data.damage import sound_text
from r4v_analysis.data.rows import OBSERVATIONS, Row, Table
from r4v_analysis.data.schema import Resource, foreign_keys, is_observations
from r4v_analysis.errors import Problem, suggestion

if TYPE_CHECKING:
    import pandas as pd

FILE = "corrections.toml"
_PARTS = ("table", "key", "column", "printed", "corrected", "reason", "source_url", "known_from")
_KEPT = ("printed", "note", "notes")
"""Columns that say what was printed and why it was corrected: an entry can't touch them."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One cell of a table, what it holds and what is meant.

    `table` is a resource's name, `observations` for those of any report; `key` the row's primary
    key, for observations `<report_id>/<observation_id>`; `printed` and `corrected` are cells as
    the CSV file spells them.
    """

    table: str
    key: str
    column: str
    printed: str
    corrected: str
    reason: str
    source_url: str
    known_from: str

    @property
    def remark(self) -> str:
        """What the row's note says of it."""
        return f"{self.column} corrected from {self.printed or 'an empty cell'}: {self.reason}"


def read_corrections(folder: Path) -> tuple[list[Correction], list[Problem]]:
    """The entries of a folder's file, and what is wrong with it; no file: no entries.

    Never raises for what the file holds.
    """
    path = folder / FILE
    if not path.is_file():
        return [], []
    text, instead = sound_text(path)
    if instead:
        return [], [_problem(path, "", f"expected TOML, found {instead}")]
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return [], [_problem(path, "", f"expected TOML, found none that can be read ({error}). Mend it.")]
    entries = content.pop("correction", [])
    problems = [_problem(path, "", f"expected [[correction]] only, found {name!r}. Remove it.") for name in content]
    if not isinstance(entries, list):
        return [], [*problems, _problem(path, "", "expected [[correction]], found [correction]. Double the brackets.")]
    found = []
    for number, entry in enumerate(entries, 1):
        fault = _entry_fault(entry)
        if fault:
            problems.append(_problem(path, f"correction {number}", fault))
        else:
            found.append(Correction(**{**{name: str(entry[name]) for name in _PARTS}, "table": _name(entry["table"])}))
    return found, problems


def _name(table: Any) -> str:
    return str(table).replace("_", "-")


def _entry_fault(entry: Any) -> str | None:
    if not isinstance(entry, dict):
        return "expected a table with names and values, found another value. Mend it."
    absent = [name for name in _PARTS if name not in entry]
    if absent:
        return f"expected {', '.join(absent)}, found none. Add what is missing."
    unknown = [name for name in entry if name not in _PARTS]
    if unknown:
        return f"found {unknown[0]!r}, expected one of the names of an entry. {suggestion(unknown[0], _PARTS)}"
    nested = [name for name in _PARTS if isinstance(entry[name], (dict, list, bool))]
    if nested:
        return f"{nested[0]}: expected a text, a number or a date, found {entry[nested[0]]!r}. Correct it."
    for name in ("reason", "source_url"):
        if not str(entry[name]).strip():
            return f"expected a {name}, found an empty one. Say why this is a misprint, and who says so."
    fault = type_fault("date", str(entry["known_from"]))
    return f"known_from: {fault}" if fault else None


def correction_problems(
    folder: Path, resources: Sequence[Resource], tables: Sequence[tuple[Resource, Table]]
) -> list[Problem]:
    """Entries that match no row, do not say what the row holds, or would spoil it; each an error."""
    corrections, problems = read_corrections(folder)
    path = folder / FILE
    cells = Counter((entry.table, entry.key, entry.column) for entry in corrections)
    for entry in corrections:
        faults = list(_faults(entry, resources, tables))
        if cells[entry.table, entry.key, entry.column] > 1:
            faults.append("expected one entry a cell, found several. Keep one.")
        problems += [_problem(path, f"{entry.table} {entry.key}, {entry.column}", fault) for fault in faults]
    return problems


def _faults(
    entry: Correction, resources: Sequence[Resource], tables: Sequence[tuple[Resource, Table]]
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


def _code_faults(entry: Correction, resource: Resource, tables: Sequence[tuple[Resource, Table]]) -> Iterator[str]:
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


def table_name(resource: Resource) -> str:
    """A resource's name; `observations` for those of any report."""
    return OBSERVATIONS if is_observations(resource) else str(resource["name"])


def key_columns(resource: Resource) -> list[str]:
    """The columns of a row's key: the primary key, with the report for observations."""
    primary = resource["schema"].get("primaryKey", [])
    names = [primary] if isinstance(primary, str) else list(primary)
    return ["report_id", *names] if is_observations(resource) else names


def row_key(resource: Resource, row: Row) -> str:
    """`PER_2023-05_2023-07/cpp_enrolments`, or a primary key, its parts with `/` between."""
    return "/".join(str(row.get(name)) for name in key_columns(resource))


def corrected(cells: pd.DataFrame, resource: Resource, corrections: Sequence[Correction]) -> pd.DataFrame:
    """A table's cells, still text, with its corrections in place and said in its note."""
    own = [entry for entry in corrections if entry.table == table_name(resource)]
    if not own:
        return cells
    result = cells.copy()
    keys = result[key_columns(resource)].agg("/".join, axis="columns")
    note = "notes" if "notes" in result else "note"
    for entry in own:
        rows = keys == entry.key
        result.loc[rows, entry.column] = entry.corrected or None
        remarks = result.loc[rows, note].fillna("").map(lambda text, entry=entry: f"{text} {entry.remark}".strip())
        result.loc[rows, note] = remarks
    return result


def _problem(path: Path, entry: str, message: str) -> Problem:
    return Problem(f"{path}, {entry}" if entry else str(path), message, "correction")
