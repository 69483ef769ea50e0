"""Tables as plain typed rows, each with the spreadsheet row that it stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import repeat
from typing import Any

from r4v_analysis.data.schema import OBSERVATIONS, Row
from r4v_analysis.data.sheet import Sheet, Value, typed
from r4v_analysis.errors import Message, Problem, Severity
from r4v_analysis.values.quantity import Quantity, missing, observed

_HELD = 12
"""Columns of a table that are kept typed for the next rule; all of a million rows would take half as much again."""

Found = Iterable[tuple[str, str]]
"""What a rule finds in a row: column and message."""
Numbered = tuple[int, Row]
"""A row of a table and its number."""
Finding = tuple[int, str, str]
"""What a rule finds in a table: row, column and message."""
Findings = Iterator[Finding]


UNREADABLE = (TypeError, ValueError, AttributeError, LookupError)
"""What a rule raises over cells of another type, or columns that are not there: a descriptor of one's own."""


def unreadable(path: str, rule: str, error: Exception) -> Problem:
    """That a rule trips over what a file holds."""
    return Problem(path, f"the rule {rule} can't read this file ({error!r}). Restore the descriptor.", rule)


def readable(path: str, rule: str, found: Iterable[Problem]) -> Iterator[Problem]:
    """What a rule finds, and where it trips over a descriptor of one's own that it does."""
    try:
        yield from found
    except UNREADABLE as error:
        yield unreadable(path, rule, error)


class TypedColumns(Mapping[str, Sequence[Value]]):
    """The cells of a sheet's columns in some rows, typed when they are asked for: each different one is read once."""

    def __init__(self, sheet: Sheet, kinds: Mapping[str, str], rows: Sequence[int]) -> None:
        """`kinds` are the types of its columns, `rows` are counted as a spreadsheet does."""
        self._sheet, self._kinds, self._rows = sheet, kinds, rows
        self._values = lru_cache(maxsize=_HELD)(self._typed)

    def __getitem__(self, name: str) -> Sequence[Value]:
        """The values of a column."""
        return self._values(name)

    def _typed(self, name: str) -> Sequence[Value]:
        kind, cells = self._kinds[name], self._sheet.cells(name)
        chosen = cells if len(self._rows) == len(cells) else [cells[row - 2] for row in self._rows]
        if kind == "string":
            return [cell or None for cell in chosen] if "" in chosen else chosen
        values = {cell: typed(kind, cell) for cell in set(chosen)}
        return [values[cell] for cell in chosen]

    def __iter__(self) -> Iterator[str]:
        """Names of the columns."""
        return iter(self._kinds)

    def __len__(self) -> int:
        """How many columns."""
        return len(self._kinds)


@dataclass(frozen=True)
class CheckedTable:
    """One file's rows by column, `numbers` their rows in a spreadsheet (the header is row 1).

    `is_whole` is False where rows were left out because something in them is wrong: then each row
    can be judged, but not the table.
    """

    name: str
    path: str
    numbers: Sequence[int]
    columns: Mapping[str, Sequence[Value]]
    is_whole: bool = True

    @cached_property
    def rows(self) -> Mapping[int, Row]:
        """The rows by number, each a dict: what costs little for a table that people filled, and much for a million."""
        names = list(self.columns)
        lines = zip(*self.columns.values(), strict=True)
        return {number: dict(zip(names, line, strict=True)) for number, line in zip(self.numbers, lines, strict=True)}

    @property
    def keys(self) -> Sequence[Value]:
        """The cells of the first column: each row's id, in tables that have ids."""
        return next(iter(self.columns.values()), ())

    def place(self, row: int, column: str) -> str:
        """Where a cell is, for a message."""
        return f"{self.path}, row {row}, {column}"

    def problems(
        self, rule: str, found: Iterable[Finding], severity: Severity = "error"
    ) -> Iterator[tuple[int, Problem]]:
        """What a rule finds in the table, each with its row; one that trips over a descriptor of one's own says so."""
        try:
            for row, column, told in found:
                yield row, Problem(self.place(row, column), told, rule, severity)
        except UNREADABLE as error:
            yield 0, unreadable(self.path, rule, error)

    def lines(self, names: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        """The cells of each row in some columns."""
        columns = [self.columns[name] for name in names]
        return zip(*columns, strict=True) if columns else repeat((), len(self.numbers))


@dataclass(frozen=True)
class AllTables:
    """All tables, looked up by key; a table that could not be read is as if it had no rows."""

    tables: Sequence[CheckedTable]

    def named(self, name: str) -> Iterator[CheckedTable]:
        """The tables of that name: one, none, or the observations of each report."""
        return iter(self._by_name.get(name, ()))

    def whole(self, name: str) -> list[CheckedTable]:
        """Those of them of which no row was left out."""
        return [table for table in self.named(name) if table.is_whole]

    def is_whole(self, name: str) -> bool:
        """Whether no row of the tables of that name was left out: else what seems to be missing may be there."""
        return all(table.is_whole for table in self.named(name))

    def rows(self, name: str) -> Iterator[Row]:
        """The rows of the tables of that name."""
        return (row for table in self.named(name) for row in table.rows.values())

    @cached_property
    def _by_name(self) -> dict[str, list[CheckedTable]]:
        found: dict[str, list[CheckedTable]] = {}
        for table in self.tables:
            found.setdefault(table.name, []).append(table)
        return found

    def by(self, name: str, *columns: str) -> Mapping[tuple[Any, ...], Sequence[Row]]:
        """The rows of the tables of that name by their values in some columns; KeyError where a row has no such."""
        if (name, columns) not in self._groups:
            found: dict[tuple[Any, ...], list[Row]] = {}
            for row in self.rows(name):
                found.setdefault(tuple(row[column] for column in columns), []).append(row)
            self._groups[name, columns] = found
        return self._groups[name, columns]

    @cached_property
    def _groups(self) -> dict[tuple[str, tuple[str, ...]], dict[tuple[Any, ...], list[Row]]]:
        return {}

    @cached_property
    def reports(self) -> dict[Any, Row]:
        """Reports by `report_id`."""
        return {row.get("report_id"): row for row in self.rows("reports")}

    @cached_property
    def observations(self) -> dict[tuple[Any, Any], Row]:
        """Observations by `report_id` and `observation_id`."""
        return {(row.get("report_id"), row.get("observation_id")): row for row in self.rows(OBSERVATIONS)}

    @cached_property
    def sectors(self) -> dict[Any, Row]:
        """Sectors by code."""
        return {row.get("sector"): row for row in self.rows("sectors")}

    @cached_property
    def version_ids(self) -> set[Any]:
        """Ids of all rows of the tables whose rows are versions: their first columns."""
        return {id_ for table in self.tables if "version" in table.columns for id_ in table.keys}

    @cached_property
    def openings(self) -> dict[Any, list[Row]]:
        """Opening events by programme."""
        found: dict[Any, list[Row]] = {}
        for row in self.rows("programme-events"):
            if row.get("event") == "opening":
                found.setdefault(row.get("programme"), []).append(row)
        return found


RowRule = Callable[[Row, AllTables], Found]
"""A rule of the domain, applied to each row of a table."""

TableRule = Callable[[CheckedTable, AllTables], Findings]
"""A rule for the columns of a table: rows, columns and messages."""

_READS: dict[RowRule, tuple[str, ...]] = {}


def reads(*columns: str) -> Callable[[RowRule], RowRule]:
    """Say which columns a rule looks at, so that of rows alike in these it is asked once; else it gets whole rows."""

    def marked(rule: RowRule) -> RowRule:
        _READS[rule] = columns
        return rule

    return marked


def broken(rule: RowRule, table: CheckedTable, known: AllTables) -> Findings:
    """Row, column and message of what a rule finds in a table."""
    if rule not in _READS:
        for number, row in table.rows.items():
            yield from ((number, *found) for found in rule(row, known))
        return
    names = [name for name in _READS[rule] if name in table.columns]
    lines = set(table.lines(names))
    told = {line: found for line in lines if (found := list(rule(dict(zip(names, line, strict=True)), known)))}
    if told:
        for number, line in zip(table.numbers, table.lines(names), strict=True):
            yield from ((number, *found) for found in told.get(line, ()))


def in_order(name: str, first: str, last: str) -> RowRule:
    """A rule of this name: the day in the column `last` is the one in `first`, or later."""

    def rule(row: Row, _known: AllTables) -> Found:
        start, end = row.get(first), row.get(last)
        if start and end and end < start:
            told = Message("expected {start} ({column}) or later, found {end}. Correct one of the two.")
            yield last, told.of(start=start, column=first, end=end)

    rule.__name__ = name
    return reads(first, last)(rule)


def whole_people(name: str, *columns: str) -> RowRule:
    """A rule of this name: a count of people has no parts of persons, or a point in it was a mark of thousands."""

    def rule(row: Row, _known: AllTables) -> Found:
        for column in columns if row.get("unit", "people") == "people" else ():
            value = row[column]
            if value is not None and value != int(value):
                message = f"expected a whole number of people, found {value:.15g}."
                yield column, f"{message} Write {value * 1000:.15g} if the point is a mark of thousands."

    rule.__name__ = name
    return reads("unit", *columns)(rule)


def wrong_id(expected: str, found: Value) -> str:
    """What is said of an id that is not that of its row's cells."""
    return f"expected {expected!r}, as the row's cells give it, found {found!r}. Correct one of them."


def quantity(row: Row) -> Quantity:
    """An observation's value with its bounds; missing where the cell is empty."""
    if row.get("value") is None:
        return missing()
    return observed(float(row["value"]), str(row.get("qualifier")), str(row.get("printed")), unit=str(row.get("unit")))
