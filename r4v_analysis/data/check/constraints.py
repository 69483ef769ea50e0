"""frictionless on a data package, with its findings in this project's words."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from r4v_analysis.data.cells import excel_month, text_fault, type_fault
from r4v_analysis.data.check.soundness import keeps_constraints, shape
from r4v_analysis.data.schema import Resource, foreign_keys
from r4v_analysis.data.sheet import Fault, Sheet
from r4v_analysis.errors import suggestion
from r4v_analysis.files import DESCRIPTOR

if TYPE_CHECKING:
    from frictionless import Report

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
_EVERY = 10**9
_NOUNS = {"report_id": "report", "observation_id": "observation", "country_iso3": "country"}
_PATTERNS = {
    "[a-z][a-z0-9_]*": "small letters, digits and '_', a letter first",
    "[0-9a-f]{64}": "64 hexadecimal digits",
}
_REPORT_FORM = "country and months such as PER_2023-05_2023-07"
_KEPT = ("name", "title", "description", "sources", "licenses")
_LEFT_OUT = ("resources", "profile", "paths")
_SHAPE = {"blank-row", "missing-cell", "extra-cell"}
"""What sheets.py has already said, a line a row."""


def cell_faults(resource: Resource, sheet: Sheet) -> list[Fault]:
    """Cells that are not of their column's type, or are damaged whatever their type; equal ones are read once."""
    faults = []
    for column in resource["schema"]["fields"]:
        cells = sheet.by_column[column["name"]]
        read = {cell: text_fault(cell) or type_fault(column["type"], cell) for cell in set(cells)}
        messages = {cell: message for cell, message in read.items() if message}
        if messages:
            faults += [
                Fault(row, column["name"], messages[cell], "type")
                for row, cell in enumerate(cells, 2)
                if cell in messages and row not in sheet.skipped
            ]
    return faults


def schema_faults(
    package: Mapping[str, Any], sheets: Mapping[str, Sheet], folder: str, faulty: Collection[str] | None = None
) -> tuple[dict[str, list[Fault]], list[str]]:
    """What frictionless finds in the sheets, by resource, and in the descriptor.

    The sheets go in as they were read, so that one broken file does not hide what is wrong with
    the others; keys to a table that could not be read are left out. Foreign keys are looked up
    here, by the same rule: frictionless reads every code table anew for each table that uses it.

    `faulty` names the tables in whose shape or cells something is wrong already. Of the others
    frictionless reads the rows only where `soundness` is not sure of them. None: it reads all rows of
    all tables.
    """
    try:
        report = _validated(package, sheets) if faulty is None else _validated_where_in_doubt(package, sheets, faulty)
    except Exception as error:  # a descriptor that people edit, read by libraries that may trip over it
        return {}, _notes(error)
    tables = {entry["name"]: _Table(entry, sheets[entry["name"]], folder) for entry in package["resources"]}
    errors = {task.name: task.errors for task in report.tasks}
    faults = {
        name: [*_table_faults(errors.get(name, []), table), *_foreign_key_faults(table, tables)]
        for name, table in tables.items()
    }
    return faults, [str(error.note) for error in report.errors]


@dataclass(frozen=True, slots=True)
class _Table:
    resource: Resource
    sheet: Sheet
    folder: str
    found: dict[tuple[str, ...], set[tuple[str, ...]]] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"{self.folder}/{self.resource['path']}"

    @property
    def primary_key(self) -> list[str]:
        key = self.resource["schema"].get("primaryKey", [])
        return [key] if isinstance(key, str) else list(key)

    def limit(self, column: str, constraint: str) -> Any:
        fields = {entry["name"]: entry for entry in self.resource["schema"]["fields"]}
        return fields[column]["constraints"][constraint]

    def has(self, columns: Sequence[str]) -> bool:
        return self.sheet.is_whole and set(columns) <= set(self.sheet.columns) - self.sheet.absent

    def keys(self, columns: Sequence[str]) -> list[tuple[str, ...]]:
        return list(zip(*(self.sheet.by_column[column] for column in columns), strict=True))

    def different_keys(self, columns: Sequence[str]) -> set[tuple[str, ...]]:
        names = tuple(columns)
        if names not in self.found:
            self.found[names] = set(self.keys(names))
        return self.found[names]


def _table_faults(errors: Iterable[Any], table: _Table) -> Iterator[Fault]:
    for error in errors:
        fault = _fault(error, table)
        is_absent = fault and table.sheet.absent & set(fault.column.split(", "))
        if fault and fault.row not in table.sheet.skipped and not is_absent:
            yield fault


def _notes(error: Exception) -> list[str]:
    """What frictionless, or a library below it, says of a descriptor that it can't use."""
    reasons = getattr(error, "reasons", None) or [getattr(error, "error", None)]
    return [str(getattr(reason, "note", None) or error) for reason in reasons]


def _validated_where_in_doubt(
    package: Mapping[str, Any], sheets: Mapping[str, Sheet], faulty: Collection[str]
) -> Report:
    """The same report, for less: a table that keeps its constraints goes in without rows, once a shape.

    A fault in what a table is said to be is one of every table of its shape: then all go in, as they are.
    """
    doubtful = {
        entry["name"]
        for entry in package["resources"]
        if entry["name"] in faulty or not keeps_constraints(entry, sheets[entry["name"]])
    }
    first: dict[str, Resource] = {}
    for entry in package["resources"]:
        first.setdefault(entry["name"] if entry["name"] in doubtful else shape(entry), entry)
    given = {name: sheet if name in doubtful else replace(sheet, rows=()) for name, sheet in sheets.items()}
    try:
        report = _validated({**package, "resources": list(first.values())}, given)
    except Exception:  # the same comes again, and its words with it
        return _validated(package, sheets)
    is_said = report.errors or any(task.errors for task in report.tasks if task.name not in doubtful)
    return _validated(package, sheets) if is_said else report


def _validated(package: Mapping[str, Any], sheets: Mapping[str, Sheet]) -> Report:
    with _without_iri_grammars():
        from frictionless import Package

        inline = {name: value for name, value in package.items() if name not in _LEFT_OUT}
        resources = [_inline(entry, sheets) for entry in package["resources"]]
        described = Package.from_descriptor({**inline, "$schema": V2, "resources": resources})
        report: Report = described.validate(limit_errors=_EVERY)
        return report


@contextmanager
def _without_iri_grammars() -> Iterator[None]:
    """Import jsonschema without rfc3987_syntax: it builds 38 grammars, 1.3 of a check's 1.9 seconds.

    jsonschema takes the package's absence in its stride; it is used for `format: iri` only, which
    no Data Package profile asks for.
    """
    name = "rfc3987_syntax"
    is_blocked = name not in sys.modules and "jsonschema" not in sys.modules
    if is_blocked:
        sys.modules[name] = None  # type: ignore[assignment]  # Python's own mark for "can't be imported"
    try:
        import jsonschema  # noqa: F401

        yield
    finally:
        if is_blocked:
            del sys.modules[name]


def _inline(entry: Resource, sheets: Mapping[str, Sheet]) -> dict[str, Any]:
    sheet = sheets[entry["name"]]
    kept = {name: entry[name] for name in _KEPT if name in entry}
    schema = {name: value for name, value in entry["schema"].items() if name != "foreignKeys"}
    return {**kept, "type": "table", "schema": schema, "data": [list(sheet.columns), *map(list, sheet.rows)]}


def _fault(error: Any, table: _Table) -> Fault | None:
    if error.type in _SHAPE:
        return None
    row = getattr(error, "row_number", 0)
    column = getattr(error, "field_name", "")
    if error.type == "constraint-error":
        return Fault(row, column, _constraint_message(error, table), "constraint")
    if error.type in ("unique-error", "primary-key"):
        return _key_fault(error, table)
    found = f"found {error.cell!r}, expected another type" if error.type == "type-error" else error.message
    return Fault(row, column, f"{found} ({error.note}). Correct it.", error.type)


def _constraint_message(error: Any, table: _Table) -> str:
    name = error.note.split('"')[1]
    limit = table.limit(error.field_name, name)
    if name == "required":
        return "expected a value, found an empty cell. Fill it from the source."
    if name == "enum":
        where = f"Allowed values are in {table.folder}/{DESCRIPTOR}."
        return _unknown(error.cell, error.field_name, [str(choice) for choice in limit], where)
    if name == "pattern":
        form = _PATTERNS.get(limit, f"text of the form {limit}")
        form = _REPORT_FORM if error.field_name == "report_id" else form
        return f"expected {form}, found {error.cell!r}. {excel_month(error.cell)}Correct it."
    words = {"minimum": "at least", "maximum": "at most"}.get(name, name)
    return f"expected {words} {limit}, found {error.cell!r}. Correct it."


def _foreign_key_faults(table: _Table, tables: Mapping[str, _Table]) -> Iterator[Fault]:
    """Cells that name no row of the table they refer to; an empty one refers to none."""
    for columns, name, target_columns in foreign_keys(table.resource):
        target = tables[name or table.resource["name"]]
        if not table.has(columns) or not target.has(target_columns):
            continue
        known = target.different_keys(target_columns)
        if not any(map(any, table.different_keys(columns) - known)):
            continue
        for row, key in enumerate(table.keys(columns), 2):
            if any(key) and key not in known and row not in table.sheet.skipped:
                message = _not_there(", ".join(key), target, target_columns[0])
                yield Fault(row, ", ".join(columns), message, "foreign-key")


def _not_there(cell: str, target: _Table, column: str) -> str:
    is_code = target.resource["path"].startswith("codes/")
    where = f"{'Allowed codes' if is_code else 'Known ones'} are in {target.path}."
    return _unknown(cell, column, sorted({key[0] for key in target.keys([column]) if key[0]}), where)


def _key_fault(error: Any, table: _Table) -> Fault | None:
    """A repeated id; None for an empty one, which `required` reports."""
    row = re.search(r"position (\d+)$", error.note)
    if row is None:
        return None
    columns = [error.field_name] if error.type == "unique-error" else table.primary_key
    cells = table.sheet.rows[error.row_number - 2]
    found = ", ".join(cells[list(table.sheet.columns).index(column)] for column in columns)
    message = f"{found!r} stands in row {row[1]} already. Give each row its own."
    return Fault(error.row_number, ", ".join(columns), message, "unique")


def _unknown(cell: str, column: str, allowed: Sequence[str], where: str) -> str:
    noun = _NOUNS.get(column, column.replace("_", " "))
    article = "an" if noun[0] in "aeio" else "a"
    return f"{cell!r} is not {article} {noun}. {excel_month(cell)}{suggestion(cell, allowed)} {where}"
