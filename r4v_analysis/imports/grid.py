"""The tables in a file's sheets: a header whose columns are recognised by name, and the rows below it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from r4v_analysis.data.names import joined
from r4v_analysis.imports.months import order_of
from r4v_analysis.imports.numbers import NumberFormat, marks_of, number, people
from r4v_analysis.imports.source import Source, SourceSheet

_FIRST_LINES = 30
_TAG = re.compile(r"#[a-z]\w*( ?\+ ?\w+)*", re.IGNORECASE)


class LeftOut(Exception):
    """A row of a file goes into no table: the reason, and what the file writes there."""

    def __init__(self, reason: str, detail: str = "") -> None:
        """Both are told to a person, rows of one reason together."""
        super().__init__(reason, detail)


@dataclass(frozen=True, eq=False)
class Form:
    """A kind of table: its columns by role, and what a person is told of it.

    `roles` maps a role to a pattern of its column's name, without blanks and punctuation. `titles` are the
    names under which publishers have the required ones, in the order of `required`.
    """

    kind: str
    roles: Mapping[str, str]
    required: Sequence[str]
    titles: Sequence[str]
    counted: Sequence[str] = ()

    @cached_property
    def patterns(self) -> list[tuple[str, re.Pattern[str]]]:
        """The roles with their patterns, in order."""
        return [(role, re.compile(pattern)) for role, pattern in self.roles.items()]

    def columns(self, line: Sequence[str]) -> dict[str, int]:
        """Where each role stands in a header."""
        found: dict[str, int] = {}
        for place, name in enumerate(line):
            if role := self.role_of(name):
                found.setdefault(role, place)
        return found

    def role_of(self, name: str) -> str | None:
        """The role of a column of that name; None where it has none."""
        key = joined(name) if name else ""
        return next((role for role, pattern in self.patterns if key and pattern.fullmatch(key)), None)

    def lacking(self, columns: Mapping[str, int]) -> list[str]:
        """Names of the required columns that are not there."""
        return [title for role, title in zip(self.required, self.titles, strict=True) if role not in columns]


@dataclass(frozen=True)
class Grid:
    """The columns of a table, by role, and the rows below its header, each with its place in the file.

    `marks` is what point and comma do in the whole file, `order` what stands first in its dates.
    """

    form: Form
    header: Sequence[str]
    columns: Mapping[str, int]
    rows: Sequence[tuple[str, Sequence[str]]]
    sheet: str = ""
    marks: NumberFormat = field(default_factory=NumberFormat)
    order: str = ""

    def texts(self, row: Sequence[str]) -> dict[str, str]:
        """The cells of a row by role, "" for those that the file has not."""
        return {role: self.cell(row, role) for role in self.form.roles}

    def cell(self, row: Sequence[str], role: str) -> str:
        """The text of a cell; "" where it is blank or the file has no such column."""
        place = self.columns.get(role)
        return row[place] if place is not None and place < len(row) else ""

    def name(self, role: str) -> str:
        """The file's own name of a column."""
        place = self.columns.get(role)
        return self.header[place] if place is not None else role

    def amount(self, row: Sequence[str], role: str) -> float | None:
        """A number of a cell; LeftOut names the column and what stands there where it is none."""
        return self._read(row, role, number)

    def people(self, row: Sequence[str], role: str) -> float | None:
        """A number of people of a cell; LeftOut names the column and what stands there where it is none."""
        return self._read(row, role, people)

    def _read(self, row: Sequence[str], role: str, read: Callable[[str, NumberFormat], float | None]) -> float | None:
        try:
            return read(self.cell(row, role), self.marks)
        except ValueError as error:
            raise LeftOut("a number that can't be read", f"{self.name(role)} {error}") from None

    @property
    def unused(self) -> list[str]:
        """Names of columns without a role."""
        places = set(self.columns.values())
        return [name for place, name in enumerate(self.header) if name and place not in places]


def grids_of(source: Source, form: Form, sheets: Iterable[SourceSheet]) -> list[Grid]:
    """The sheets that have the columns of a form, each as a grid; the marks are those of all of them together."""
    found = [(sheet, place) for sheet in sheets if (place := header_of(sheet, form)) is not None]
    many = sum(not sheet.is_hidden for sheet in source.sheets) > 1
    bare = [_grid(sheet, place, form, is_named=many) for sheet, place in found]
    marks = marks_of(_counted(bare), has_semicolons=any(sheet.has_semicolons for sheet, _ in found))
    order = order_of(grid.cell(row, "month") for grid in bare for _, row in grid.rows)
    return [Grid(grid.form, grid.header, grid.columns, grid.rows, grid.sheet, marks, order) for grid in bare]


def header_of(sheet: SourceSheet, form: Form) -> int | None:
    """The place of the first line that has all required columns of a form."""
    lines = enumerate(sheet.lines[:_FIRST_LINES])
    return next((place for place, line in lines if not form.lacking(form.columns(line))), None)


def like_headings(sheet: SourceSheet, form: Form) -> list[str]:
    """`'Sector' in columns 5 and 6`: columns of a form under one heading whose cells differ, so that none counts."""
    header = header_of(sheet, form) or 0
    line = sheet.lines[header]
    places: dict[str, list[int]] = {}
    for place, name in enumerate(line):
        if form.role_of(name):
            places.setdefault(joined(name), []).append(place)
    below = sheet.lines[header + 1 :]
    return [
        f"{line[own[0]]!r} in columns {' and '.join(str(place + 1) for place in own)}"
        for own in places.values()
        if len(own) > 1 and any(len({row[place] for place in own if place < len(row)}) > 1 for row in below)
    ]


def _grid(sheet: SourceSheet, header: int, form: Form, *, is_named: bool) -> Grid:
    line = sheet.lines[header]
    prefix = f"{sheet.name}!" if is_named and sheet.name else ""
    below = [(f"{prefix}{row}", cells) for row, cells in enumerate(sheet.lines[header + 1 :], header + 2) if any(cells)]
    if below and _is_tags(below[0][1]):
        below = below[1:]
    return Grid(form, line, form.columns(line), below, sheet.name)


def _is_tags(line: Sequence[str]) -> bool:
    """Whether most cells are HXL tags such as #country+code; an error such as #N/A is none."""
    given = [cell for cell in line if cell]
    return 2 * sum(bool(_TAG.fullmatch(cell)) for cell in given) > len(given)


def _counted(grids: Iterable[Grid]) -> Iterable[str]:
    for grid in grids:
        for role in grid.form.counted:
            if role in grid.columns:
                yield from (grid.cell(row, role) for _, row in grid.rows)
