"""Known misprints of sources, corrected after reading: data/corrections.toml.

A table holds what a source prints. Where that is a known misprint, an entry names the cell, what
it holds, what is meant and why. Tables are read with the corrections in place; the printed words
stay, and the row's note says what was corrected.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from r4v_analysis.data.damage import sound_text
from r4v_analysis.data.schema import OBSERVATIONS, Resource, Row, is_observations, names_of
from r4v_analysis.data.sheet import type_fault
from r4v_analysis.errors import Problem, suggestion

if TYPE_CHECKING:
    import pandas as pd

FILE = "corrections.toml"
_PARTS = ("table", "key", "column", "printed", "corrected", "reason", "source_url", "known_from")


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
        return [], [problem_of(path, "", f"expected TOML, found {instead}")]
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return [], [problem_of(path, "", f"expected TOML, found none that can be read ({error}). Mend it.")]
    entries = content.pop("correction", [])
    problems = [problem_of(path, "", f"expected [[correction]] only, found {name!r}. Remove it.") for name in content]
    if not isinstance(entries, list):
        return [], [
            *problems,
            problem_of(path, "", "expected [[correction]], found [correction]. Double the brackets."),
        ]
    found = []
    for number, entry in enumerate(entries, 1):
        fault = _entry_fault(entry)
        if fault:
            problems.append(problem_of(path, f"correction {number}", fault))
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


def table_name(resource: Resource) -> str:
    """A resource's name; `observations` for those of any report."""
    return OBSERVATIONS if is_observations(resource) else str(resource["name"])


def key_columns(resource: Resource) -> list[str]:
    """The columns of a row's key: the primary key, with the report for observations."""
    names = names_of(resource["schema"].get("primaryKey", []))
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


def problem_of(path: Path, entry: str, message: str) -> Problem:
    """A fault of the file, or of an entry."""
    return Problem(f"{path}, {entry}" if entry else str(path), message, "correction")
