"""A CSV file as a person or a spreadsheet left it, brought into the columns of its schema."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from r4v_analysis.data.damage import is_utf16, known_damage
from r4v_analysis.errors import Problem, nearest, reason
from r4v_analysis.files import MOST_BYTES, bounded

_SAVE_AS = "Save it again as 'CSV UTF-8 (Comma delimited)'."
_SEPARATORS = {
    ";": "semicolons, which Excel saves where the comma is the decimal mark",
    "\t": "tabs, which Excel's 'Text' saves",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at a place in one file.

    `row` counts as a spreadsheet does: the header is row 1. 0 is the file as a whole, and an empty
    `column` the row as a whole. `rows` are those with the same fault where it is told once for all.
    """

    row: int
    column: str
    message: str
    rule: str
    rows: tuple[int, ...] = ()

    def problem(self, path: str) -> Problem:
        """The fault with its place written out."""
        place = path + (f", row {self.row}" if self.row else "") + (f", {self.column}" if self.column else "")
        return Problem(place, self.message, self.rule, rows=self.rows)


@dataclass(frozen=True)
class Sheet:
    """The rows of one file in the order of its schema's columns.

    `columns` are the schema's. `rows[i]` is the spreadsheet's row `i + 2` and has a cell, maybe
    empty, for each column. `absent` columns are not in the file. `skipped` rows are blank or have
    cells too many or too few, so that what stands in them can't be told. `is_whole` is False where
    a part of the file, or all of it, could not be read.
    """

    path: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]] = ()
    absent: frozenset[str] = frozenset()
    skipped: frozenset[int] = frozenset()
    faults: Sequence[Fault] = field(default_factory=list)
    is_whole: bool = True

    @cached_property
    def by_column(self) -> dict[str, Sequence[str]]:
        """The cells of each column, from the first row to the last."""
        cells: Iterable[Sequence[str]] = zip(*self.rows, strict=True) if self.rows else [()] * len(self.columns)
        return dict(zip(self.columns, cells, strict=True))


def read_sheet(path: Path, shown: str, columns: Sequence[str]) -> Sheet:
    """One CSV file, with everything that is wrong with its bytes, header and shape.

    `shown` is the path for messages. Never raises for what a file holds.
    """
    try:
        raw = bounded(path)
    except OSError as error:
        return _unreadable(shown, columns, Fault(0, "", f"can't be read: {reason(error)}. Restore it.", "file"))
    if raw is None:
        message = f"expected at most {MOST_BYTES // 10**6} MB, found more. Check that it is the right file."
        return _unreadable(shown, columns, Fault(0, "", message, "file"))
    damage = known_damage(raw)
    if damage and not is_utf16(raw):
        return _unreadable(shown, columns, Fault(damage.line, "", f"expected a table, found {damage.found}", "file"))
    text, faults = _decoded(raw)
    if text is None:
        return _unreadable(shown, columns, *faults)
    lines, broken = _lines(text)
    faults += broken
    if not lines or not any(lines[0]):
        message = "expected a header row with the names of the columns, found none. Restore the file."
        return _unreadable(shown, columns, *faults, Fault(1, "", message, "header"))
    separator = _other_separator(lines[0], columns)
    if separator:
        message = f"expected commas between columns, found {separator}. {_SAVE_AS}"
        return _unreadable(shown, columns, *faults, Fault(1, "", message, "separator"))
    return _sheet(shown, columns, lines, faults, is_whole=not broken)


def _unreadable(shown: str, columns: Sequence[str], *faults: Fault) -> Sheet:
    return Sheet(shown, columns, absent=frozenset(columns), faults=faults, is_whole=False)


def _sheet(shown: str, columns: Sequence[str], lines: list[list[str]], faults: list[Fault], *, is_whole: bool) -> Sheet:
    header = lines[0]
    if header == list(columns) and all(len(line) == len(header) and any(line) for line in lines):
        return Sheet(shown, columns, list(map(tuple, lines[1:])), faults=faults, is_whole=is_whole)
    position, header_faults = _positions(header, columns)
    shape_faults = [*_blank_rows(lines), *_cell_counts(lines)]
    rows = [
        [line[position[name]] if position.get(name, len(line)) < len(line) else "" for name in columns]
        for line in lines[1:]
    ]
    skipped = {row for row, line in enumerate(lines[1:], 2) if len(line) != len(header) or not any(line)}
    return Sheet(
        shown,
        columns,
        rows,
        absent=frozenset(set(columns) - set(position)),
        skipped=frozenset(skipped),
        faults=[*faults, *header_faults, *shape_faults],
        is_whole=is_whole,
    )


def _decoded(raw: bytes) -> tuple[str | None, list[Fault]]:
    """The text; None where there is none. A cp1252 text is read on, so that its other faults show."""
    if raw.startswith(b"PK\x03\x04"):
        message = f"expected a CSV file, found an Excel workbook under its name. {_SAVE_AS}"
        return None, [Fault(0, "", message, "encoding")]
    if is_utf16(raw):
        message = f"expected UTF-8, found UTF-16, which Excel calls 'Unicode Text'. {_SAVE_AS}"
        return None, [Fault(0, "", message, "encoding")]
    if b"\0" in raw:
        row = raw[: raw.index(b"\0")].count(b"\n") + 1
        message = "expected text, found a NUL byte: the file is damaged, or is no CSV file. Restore it."
        return None, [Fault(row, "", message, "encoding")]
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        byte = raw[error.start : error.start + 1]
        letter = byte.decode("cp1252", errors="replace")
        found = f"byte 0x{byte.hex().upper()} ({letter!r} in Windows-1252, which Excel's plain 'CSV' saves)"
        row = _row_at(raw[: error.start].decode("utf-8-sig", errors="replace"))
        message = f"expected UTF-8, found {found}. {_SAVE_AS}"
        return raw.decode("cp1252", errors="replace"), [Fault(row, "", message, "encoding")]


def _row_at(before: str) -> int:
    """The row in which the text after `before` stands; quoted cells may hold line ends."""
    lines, _ = _lines(before + "x", strict=False)
    return len(lines)


def _lines(text: str, *, strict: bool = True) -> tuple[list[list[str]], list[Fault]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=strict)
    lines: list[list[str]] = []
    try:
        lines.extend(reader)
    except csv.Error as error:
        row = len(lines) + 1
        message = f"expected quotes in pairs, found a cell that can't be read ({error}). Mend its quotes."
        return lines, [Fault(row, "", message, "quotes")]
    return lines, []


def _other_separator(header: list[str], columns: Iterable[str]) -> str:
    for separator, name in _SEPARATORS.items():
        parts = separator.join(header).split(separator)
        if len(parts) > len(header) and not set(columns) & set(header) and set(columns) & set(parts):
            return name
    return ""


def _positions(header: list[str], columns: Sequence[str]) -> tuple[dict[str, int], list[Fault]]:
    """Where each column stands. A misspelt one is reported and taken for the column it resembles."""
    position: dict[str, int] = {}
    faults = []
    missing = [name for name in columns if name not in header]
    for number, name in enumerate(header):
        meant = name if name in columns else nearest(name, missing)
        if name and meant is not None and meant != name:
            faults.append(_header_fault(f"expected the column {meant!r}, found {name!r}. Rename it."))
            missing.remove(meant)
        if name and meant is not None:
            position.setdefault(meant, number)
        elif name:
            faults.append(_header_fault(f"the schema has no column {name!r}. Remove it, or define it there."))
        else:
            faults.append(_header_fault(f"expected a name for column {number + 1}, found none. Delete it."))
    for name, count in Counter(header).items():
        if name and count > 1:
            message = f"expected each column once, found {name!r} {count} times. Remove the others."
            faults.append(_header_fault(message))
            position.pop(name, None)
    faults += [_header_fault(_missing_column(name, columns)) for name in missing]
    return position, faults or _order_faults(position, columns)


def _order_faults(position: dict[str, int], columns: Sequence[str]) -> list[Fault]:
    order = sorted(position, key=lambda name: position[name])
    for found, expected in zip(order, columns, strict=False):
        if found != expected:
            message = f"expected the column {expected!r} here, found {found!r}. Keep the schema's order."
            return [_header_fault(message)]
    return []


def _missing_column(name: str, columns: Sequence[str]) -> str:
    number = columns.index(name)
    place = f"after {columns[number - 1]!r}" if number else "as the first"
    return f"expected the column {name!r}, found none. Add it {place}."


def _header_fault(message: str) -> Fault:
    return Fault(1, "", message, "header")


def _blank_rows(lines: list[list[str]]) -> list[Fault]:
    """A fault for each run of blank rows, at its first row."""
    faults = []
    start = None
    for row, line in enumerate([*lines[1:], ["end"]], 2):
        if not any(line):
            start = start or row
        elif start:
            last = row - 1
            found = "this row is empty. Delete it." if last == start else _blank_run(start, last)
            faults.append(Fault(start, "", found, "blank-row"))
            start = None
    return faults


def _blank_run(start: int, last: int) -> str:
    return f"rows {start} to {last} are empty. Delete them."


def _cell_counts(lines: list[list[str]]) -> list[Fault]:
    expected = len(lines[0])
    faults = []
    for row, line in enumerate(lines[1:], 2):
        if not any(line) or len(line) == expected:
            continue
        step = "Add the missing commas."
        if len(line) > expected:
            step = "Put quotes around a cell that has a comma in it."
        message = f"expected {expected} cells, found {len(line)}. {step}"
        faults.append(Fault(row, "", message, "cell-count"))
    return faults
