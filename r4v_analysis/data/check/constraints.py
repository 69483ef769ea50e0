"""Whether a table keeps its schema: what its cells are, its columns' constraints, its keys."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from r4v_analysis.data.schema import Resource, foreign_keys, names_of
from r4v_analysis.data.sheet import Fault, Sheet, excel_month, text_fault, type_fault, typed
from r4v_analysis.errors import Message, suggestion
from r4v_analysis.files import DESCRIPTOR

KNOWN = {"required", "unique", "enum", "pattern", "minimum", "maximum"}
"""Constraints that are looked at here; of others only frictionless knows (see `strict`)."""

_LIMITS = KNOWN - {"required", "unique"}
_NOUNS = {"report_id": "report", "observation_id": "observation", "country_iso3": "country"}
_PATTERNS = {
    "[a-z][a-z0-9_]*": Message("small letters, digits and '_', a letter first"),
    "[0-9a-f]{64}": Message("64 hexadecimal digits"),
}
_REPORT_FORM = Message("country and months such as PER_2023-05_2023-07")


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
    def fields(self) -> Sequence[Mapping[str, Any]]:
        """The columns that the file has."""
        return [column for column in self.resource["schema"]["fields"] if column["name"] not in self.sheet.absent]

    def has(self, columns: Sequence[str]) -> bool:
        return self.sheet.is_whole and set(columns) <= set(self.sheet.columns) - self.sheet.absent

    def keys(self, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
        return zip(*map(self.sheet.cells, columns), strict=True)

    def is_key(self, column: str) -> bool:
        """Whether each cell of a column is another."""
        cells = self.sheet.cells(column)
        return len(set(cells)) == len(cells)

    def different_keys(self, columns: Sequence[str]) -> set[tuple[str, ...]]:
        names = tuple(columns)
        if names not in self.found:
            self.found[names] = set(self.keys(names))
        return self.found[names]


def schema_faults(resources: Sequence[Resource], sheets: Mapping[str, Sheet], folder: str) -> dict[str, list[Fault]]:
    """What is wrong with the cells and keys of sheets, by resource; keys to a table that can't be read are left out."""
    tables = {entry["name"]: _Table(entry, sheets[entry["name"]], folder) for entry in resources}
    return {
        name: [*_cell_faults(table), *_repeated(table), *_foreign_key_faults(table, tables)]
        for name, table in tables.items()
    }


def _cell_faults(table: _Table) -> Iterator[Fault]:
    """Cells that are damaged, not of their column's type, or break a constraint; equal ones are read once."""
    for column in table.fields:
        name = column["name"]
        cells = table.sheet.cells(name)
        is_limited = not _LIMITS.isdisjoint(column.get("constraints", {}))
        told = {cell: found for cell in set(cells) if (found := _cell_fault(column, cell, table.folder, is_limited))}
        if told:
            for row, cell in enumerate(cells, 2):
                if cell in told and row not in table.sheet.skipped:
                    yield Fault(row, name, *told[cell])


def _cell_fault(column: Mapping[str, Any], cell: str, folder: str, is_limited: bool) -> tuple[str, str] | None:
    """A message and the rule that the cell breaks; only one that is empty can where the column is not limited."""
    if message := text_fault(cell) or type_fault(column["type"], cell):
        return message, "type"
    message = _constraint_fault(column, cell, folder) if is_limited or not cell else ""
    return (message, "constraint") if message else None


def _constraint_fault(column: Mapping[str, Any], cell: str, folder: str) -> str:
    limits = column.get("constraints", {})
    if cell == "":
        is_required = limits.get("required") is True
        return Message("expected a value, found an empty cell. Fill it from the source.") if is_required else ""
    if "enum" in limits and cell not in (choices := [str(choice) for choice in limits["enum"]]):
        where = Message("Allowed values are in {path}.", path=f"{folder}/{DESCRIPTOR}")
        return _unknown(cell, column["name"], choices, where)
    if "pattern" in limits and not _pattern(limits["pattern"]).match(cell):
        other = Message("text of the form {pattern}", pattern=limits["pattern"])
        form = _PATTERNS.get(limits["pattern"], other)
        form = _REPORT_FORM if column["name"] == "report_id" else form
        hint = excel_month(cell)
        return Message("expected {form}, found {cell!r}. {hint}Correct it.", form=form, cell=cell, hint=hint)
    kind = column["type"]
    if "minimum" in limits and _ordered(kind, cell) < _ordered(kind, limits["minimum"]):
        return Message("expected at least {least}, found {cell!r}. Correct it.", least=limits["minimum"], cell=cell)
    if "maximum" in limits and _ordered(kind, cell) > _ordered(kind, limits["maximum"]):
        return Message("expected at most {most}, found {cell!r}. Correct it.", most=limits["maximum"], cell=cell)
    return ""


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(f"^{pattern}$")


def _ordered(kind: str, value: object) -> Any:
    """A cell or a limit as what is before or after another of its kind; an ISO date is so as text."""
    return Decimal(str(value)) if kind in ("number", "integer") else str(value)


def _repeated(table: _Table) -> Iterator[Fault]:
    """Rows whose id stands in a row before; an empty one is told where it is `required`."""
    kinds = {column["name"]: column["type"] for column in table.fields}
    unique = [[column["name"]] for column in table.fields if column.get("constraints", {}).get("unique") is True]
    primary = names_of(table.resource["schema"].get("primaryKey", []))
    for columns in [*unique, *([primary] if primary and primary not in unique else [])]:
        if not set(columns) <= set(kinds) or any(kinds[name] == "string" and table.is_key(name) for name in columns):
            continue
        first: dict[tuple[Any, ...], int] = {}
        for row, key in enumerate(table.keys(columns), 2):
            if row in table.sheet.skipped or not all(key):
                continue
            values = tuple(_value(kinds[name], cell) for name, cell in zip(columns, key, strict=True))
            if first.setdefault(values, row) != row:
                message = Message("{cell!r} stands in row {row} already. Give each row its own.")
                yield Fault(row, ", ".join(columns), message.of(cell=", ".join(key), row=first[values]), "unique")


def _value(kind: str, cell: str) -> Any:
    return cell if type_fault(kind, cell) else typed(kind, cell)


def _foreign_key_faults(table: _Table, tables: Mapping[str, _Table]) -> Iterator[Fault]:
    """Cells that name no row of the table they refer to; an empty one refers to none."""
    for columns, name, target_columns in foreign_keys(table.resource):
        target = tables.get(name or table.resource["name"])
        if target is None or not table.has(columns) or not target.has(target_columns):
            continue
        known = target.different_keys(target_columns)
        if not any(map(any, table.different_keys(columns) - known)):
            continue
        for row, key in enumerate(table.keys(columns), 2):
            if any(key) and key not in known and row not in table.sheet.skipped:
                country = _country(table, row, tables)
                message = _not_there(", ".join(key), target, target_columns[0], country)
                yield Fault(row, ", ".join(columns), message, "foreign-key")


def _country(table: _Table, row: int, tables: Mapping[str, _Table]) -> str:
    """Of which country a row is, by its own cell or its report; empty where neither says it."""
    if table.has(("country_iso3",)):
        return table.sheet.cells("country_iso3")[row - 2]
    reports = tables.get("reports")
    if reports is None or not (table.has(("report_id",)) and reports.has(("report_id", "country_iso3"))):
        return ""
    own = table.sheet.cells("report_id")[row - 2]
    return next((country for report, country in reports.keys(("report_id", "country_iso3")) if report == own), "")


def _not_there(cell: str, target: _Table, column: str, country: str) -> str:
    is_code = target.resource["path"].startswith("codes/")
    where = Message("Allowed codes are in {path}.") if is_code else Message("Known ones are in {path}.")
    known = {key[0] for key in target.keys([column]) if key[0]}
    if country and column != "country_iso3" and target.has((column, "country_iso3")):
        own = {code for code, of in target.keys((column, "country_iso3")) if of == country}
        known &= own or {code for code in known if code[:3] == cell[:3]}  # of a region each country's, by their letters
    return _unknown(cell, column, sorted(known), where.of(path=target.path))


def _unknown(cell: str, column: str, allowed: Collection[str], where: str) -> str:
    noun = _NOUNS.get(column, column.replace("_", " "))
    article = "an" if noun[0] in "aeio" else "a"
    near = Message("{near} ", near=suggestion(cell, allowed)) if allowed else ""
    told = Message("{cell!r} is not {noun}. {hint}{near}{where}")
    return told.of(cell=cell, noun=f"{article} {noun}", hint=excel_month(cell), near=near, where=where)
