"""A table as text: rows held by column, so that a million of them fit, and CSV in and out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice, repeat
from pathlib import Path
from typing import IO

from r4v_analysis.data.damage import sound_text
from r4v_analysis.errors import DataError, Problem

_BLOCK = 128
"""Lines that are turned into columns at a time: few enough for a processor's cache."""


class TextTable:
    """Rows of cells, held by column; a row is a dict made when it is asked for, and changes nothing here.

    None is a cell that a row has not, and is not in its dict.
    """

    def __init__(self, header: Iterable[str] = ()) -> None:
        """No row yet."""
        self.columns: dict[str, list[str | None]] = {name: [] for name in header}
        self._count = 0
        self._shared: dict[str, str] = {}

    @classmethod
    def of(cls, rows: Iterable[dict[str, str]] | TextTable) -> TextTable:
        """Rows as a table; one that is a table stays itself."""
        if isinstance(rows, TextTable):
            return rows
        found = cls()
        found.extend(rows)
        return found

    def __len__(self) -> int:
        """How many rows."""
        return self._count

    def __getitem__(self, place: int) -> dict[str, str]:
        """A row by its place, from 0."""
        return {name: cell for name, cells in self.columns.items() if (cell := cells[place]) is not None}

    def __setitem__(self, place: int, row: Mapping[str, str]) -> None:
        """Put a row in the place of another."""
        self._widen(row)
        for name, cells in self.columns.items():
            cells[place] = row.get(name)

    def __iter__(self) -> Iterator[dict[str, str]]:
        """The rows, each made anew."""
        names = list(self.columns)
        for line in self.lines(names):
            yield {name: cell for name, cell in zip(names, line, strict=True) if cell is not None}

    def append(self, row: dict[str, str]) -> None:
        """Add a row; a column that no row had before is added, too."""
        self.extend([row])

    def extend(self, rows: Iterable[dict[str, str]] | TextTable) -> None:
        """Add rows, in their order."""
        if isinstance(rows, TextTable):
            self._widen(rows.columns)
            for name, cells in self.columns.items():
                cells.extend(rows.columns.get(name) or [None] * len(rows))
            self._count += len(rows)
            return
        rows = iter(rows)
        while block := list(islice(rows, _BLOCK)):
            self._widen(chain.from_iterable(block))
            for name, cells in self.columns.items():
                cells.extend(map(dict.get, block, repeat(name)))
            self._count += len(block)

    def taken(self, places: Sequence[int]) -> TextTable:
        """Some of the rows."""
        found = TextTable()
        found.columns = {name: [cells[place] for place in places] for name, cells in self.columns.items()}
        found._count = len(places)
        return found

    def copy(self) -> TextTable:
        """A table to change."""
        found = self.only(*self.columns)
        found.columns = {name: cells.copy() for name, cells in self.columns.items()}
        return found

    def fill(self, cells: Mapping[str, str]) -> TextTable:
        """The same rows with a cell in each that lacks it."""
        found = self.only(*self.columns)
        for name, given in cells.items():
            own = self.columns.get(name)
            found.columns[name] = [given if cell is None else cell for cell in own] if own else [given] * self._count
        return found

    def _widen(self, names: Iterable[str]) -> None:
        for name in dict.fromkeys(names):
            if name not in self.columns:
                self.columns[name] = [None] * self._count

    def add(self, lines: Iterable[Sequence[str]]) -> None:
        """Add lines whose cells are in the order of the columns; equal cells become one object, but for the first."""
        lines, share = iter(lines), self._shared.setdefault
        while block := list(islice(lines, _BLOCK)):
            first, *others = zip(*block, strict=True)
            own, *columns = self.columns.values()
            own.extend(first)
            for cells, found in zip(columns, others, strict=True):
                cells.extend(map(share, found, found))
            self._count += len(block)

    def keys(self, names: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """The same, empty where a row has no cell."""
        return (tuple([cell or "" for cell in line]) for line in self.lines(names))

    def lines(self, names: Iterable[str]) -> Iterator[tuple[str | None, ...]]:
        """The cells of each row in some columns."""
        nothing = [None] * self._count
        return zip(*(self.columns.get(name, nothing) for name in names), strict=True)

    def only(self, *names: str) -> TextTable:
        """The same rows with some of their columns, which both tables hold."""
        found = TextTable()
        found.columns = {name: self.columns[name] for name in names if name in self.columns}
        found._count = self._count
        return found


def text_table(raw: bytes) -> TextTable:
    """A table of CSV in UTF-8; cells that a row lacks are empty, those beyond the header and empty lines left out."""
    lines = csv_lines(raw)
    header = next(lines, [])
    table = TextTable(header)
    width = len(table.columns)
    if not header:
        return table
    if width == len(header):
        table.add(line if len(line) == width else padded(line, width) for line in lines if line)
    else:  # a name twice: the last of its cells counts
        for line in filter(None, lines):
            table.append(dict(zip(header, padded(line, len(header)), strict=True)))
    return table


def padded(line: Sequence[str], width: int) -> list[str]:
    """A line with as many cells as a table has columns."""
    return [*line[:width], *[""] * (width - len(line))]


def csv_lines(raw: bytes, *, strict: bool = False) -> Iterator[list[str]]:
    """The lines of CSV in UTF-8, one after the other: StringIO would hold its text at four bytes a letter."""
    text = io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8-sig", errors="surrogatepass", newline="")
    return csv.reader(text, strict=strict)


def table_rows(text: str) -> tuple[list[str], list[dict[str, str]]]:
    """Header and rows of a table's text."""
    table = text_table(text.encode("utf-8", "surrogatepass"))
    return list(table.columns), list(table)


def read_text_table(path: Path) -> TextTable:
    """A table's file.

    Raises
    ------
    DataError
        It can't be read.
    """
    text, instead = sound_text(path)
    if instead:
        raise DataError([Problem(str(path), f"expected a table, found {instead}", "file")])
    try:
        return text_table(text.encode())
    except csv.Error as error:
        message = f"expected a table, found cells that can't be read ({error}). Mend them."
        raise DataError([Problem(str(path), message, "file")]) from None


def read_table(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Header and rows of a table's file, as `read_text_table` reads it."""
    table = read_text_table(path)
    return list(table.columns), list(table)


def write_table(file: IO[str], header: Sequence[str], rows: Iterable[dict[str, str]] | TextTable) -> None:
    """A table as CSV with a line end of one character."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(TextTable.of(rows).lines(header))


def table_text(header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """The same as a text."""
    out = io.StringIO(newline="")
    write_table(out, header, map(dict, rows))
    return out.getvalue()
