"""A CSV file as a person or a spreadsheet left it: its bytes, its shape, its cells, and what Excel did to them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from r4v_analysis.data.damage import is_utf16, known_damage
from r4v_analysis.data.text_table import TextTable, csv_lines, padded
from r4v_analysis.errors import Message, Problem, nearest, reason
from r4v_analysis.files import TOO_LARGE, bounded
from r4v_analysis.values.days import LOOSE_ISO, SLASHED, day_of
from r4v_analysis.values.numeral import readings

Value = str | float | int | bool | date | None
KINDS = ("string", "number", "integer", "date", "boolean")
"""Types of the descriptor that the project loads."""

_FORMS = {
    "number": re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?"),
    "integer": re.compile(r"-?[0-9]{1,15}"),
    "boolean": re.compile(r"true|false"),
}
_ISO = re.compile(r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}")
_SHORT_MONTH = re.compile(r"([0-9]{1,2}-)?[^\W\d_]{3,4}\.?-([0-9]{2}|[0-9]{4})|[0-9]{1,2}-[^\W\d_]{3,4}\.?")
MISSING_WORDS = frozenset(
    ("-", "–", "—", "--", "n/a", "na", "n.a.", "n/d", "nd", "n.d.", "s/d", "s.d.", "s/i", "null", "none", "nan", "..")
)
"""What people and programs write where there is no number, in small letters."""
_TRUTH = {"true": "true", "verdadero": "true", "false": "false", "falso": "false"}

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
    """The rows of one file, by the columns of its schema, in their order.

    Row `i` of the table is the spreadsheet's row `i + 2` and has a cell, maybe empty, for each column. `absent`
    columns are not in the file. `skipped` rows are blank or have cells too many or too few, so that what stands
    in them can't be told. `is_whole` is False where a part of the file, or all of it, could not be read.
    """

    path: str
    table: TextTable
    absent: frozenset[str] = frozenset()
    skipped: frozenset[int] = frozenset()
    faults: Sequence[Fault] = field(default_factory=list)
    is_whole: bool = True

    @property
    def columns(self) -> Sequence[str]:
        """Names of the columns."""
        return list(self.table.columns)

    def cells(self, column: str) -> Sequence[str]:
        """The cells of a column, from the first row to the last."""
        return self.table.columns[column]  # type: ignore[return-value]  # a file's rows have every cell


def read_sheet(path: Path, shown: str, columns: Sequence[str]) -> Sheet:
    """One CSV file, with everything that is wrong with its bytes, header and shape.

    `shown` is the path for messages. Never raises for what a file holds.
    """
    try:
        raw = bounded(path)
    except OSError as error:
        return _unreadable(shown, columns, Fault(0, "", f"can't be read: {reason(error)}. Restore it.", "file"))
    if raw is None:
        return _unreadable(shown, columns, Fault(0, "", f"expected a table, found {TOO_LARGE}", "file"))
    damage = known_damage(raw)
    if damage and not is_utf16(raw):
        return _unreadable(shown, columns, Fault(damage.line, "", f"expected a table, found {damage.found}", "file"))
    content, faults = _decoded(raw)
    if content is None:
        return _unreadable(shown, columns, *faults)
    lines = _lines(content, faults)
    header = next(lines, [])
    if not any(header):
        message = "expected a header row with the names of the columns, found none. Restore the file."
        return _unreadable(shown, columns, *faults, Fault(1, "", message, "header"))
    separator = _other_separator(header, columns)
    if separator:
        message = f"expected commas between columns, found {separator}. {_SAVE_AS}"
        return _unreadable(shown, columns, *faults, Fault(1, "", message, "separator"))
    return _sheet(shown, columns, header, lines, faults)


def _unreadable(shown: str, columns: Sequence[str], *faults: Fault) -> Sheet:
    return Sheet(shown, TextTable(columns), absent=frozenset(columns), faults=faults, is_whole=False)


def _sheet(
    shown: str, columns: Sequence[str], header: list[str], lines: Iterable[Sequence[str]], faults: list[Fault]
) -> Sheet:
    """The rows below a header; what makes the lines break off is put to the faults meanwhile."""
    position, header_faults = _positions(header, columns)
    counts: dict[int, int] = {}
    table = TextTable(columns)
    regular = _regular(lines, len(header), counts)
    is_in_order = list(header) == list(columns)
    table.add(regular if is_in_order else _placed(regular, [position.get(name) for name in columns]))
    return Sheet(
        shown,
        table,
        absent=frozenset(set(columns) - set(position)),
        skipped=frozenset(counts),
        faults=[*faults, *header_faults, *_blank_rows(counts), *_cell_counts(counts, len(header))],
        is_whole=not any(fault.rule == "quotes" for fault in faults),
    )


def _regular(lines: Iterable[Sequence[str]], width: int, counts: dict[int, int]) -> Iterator[Sequence[str]]:
    """The lines, each of one width; how many cells the others had by row, 0 for a blank one."""
    for row, line in enumerate(lines, 2):
        has_cells = any(line)
        if len(line) != width or not has_cells:
            counts[row] = len(line) if has_cells else 0
        yield line if len(line) == width else padded(line, width)


def _placed(lines: Iterable[Sequence[str]], places: Sequence[int | None]) -> Iterator[Sequence[str]]:
    """The cells of each line in the order of a schema; empty where the file has no such column."""
    for line in lines:
        yield ["" if place is None else line[place] for place in places]


def _decoded(raw: bytes) -> tuple[bytes | None, list[Fault]]:
    """The content in UTF-8; None where it is no text. A cp1252 text is read on, so that its other faults show."""
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
        raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = raw[error.start : error.start + 1]
        letter = byte.decode("cp1252", errors="replace")
        found = f"byte 0x{byte.hex().upper()} ({letter!r} in Windows-1252, which Excel's plain 'CSV' saves)"
        row = _row_at(raw[: error.start].decode("utf-8-sig", errors="replace"))
        message = f"expected UTF-8, found {found}. {_SAVE_AS}"
        return raw.decode("cp1252", errors="replace").encode(), [Fault(row, "", message, "encoding")]
    return raw, []


def _row_at(before: str) -> int:
    """The row in which the text after `before` stands; quoted cells may hold line ends."""
    return sum(1 for _line in csv_lines(f"{before}x".encode()))


def _lines(raw: bytes, faults: list[Fault]) -> Iterator[list[str]]:
    """The lines as far as they can be read; a fault is put to the others where they break off."""
    row = 1
    try:
        for line in csv_lines(raw, strict=True):
            row += 1
            yield line
    except csv.Error as error:
        message = f"expected quotes in pairs, found a cell that can't be read ({error}). Mend its quotes."
        faults.append(Fault(row, "", message, "quotes"))


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


def _blank_rows(counts: Mapping[int, int]) -> list[Fault]:
    """A fault for each run of blank rows, at its first row."""
    blank = [row for row, count in counts.items() if not count]
    starts = [row for row in blank if counts.get(row - 1) != 0]
    ends = [row for row in blank if counts.get(row + 1) != 0]
    return [Fault(start, "", _blank_run(start, end), "blank-row") for start, end in zip(starts, ends, strict=True)]


def _blank_run(start: int, last: int) -> str:
    if start == last:
        return Message("this row is empty. Delete it.")
    return Message("rows {start} to {last} are empty. Delete them.", start=start, last=last)


def _cell_counts(counts: Mapping[int, int], expected: int) -> list[Fault]:
    faults = []
    for row, count in counts.items():
        fewer = Message("Add the missing commas.")
        step = Message("Put quotes around a cell that has a comma in it.") if count > expected else fewer
        if count:
            told = Message("expected {cells} cells, found {count}. {step}", cells=expected, count=count, step=step)
            faults.append(Fault(row, "", told, "cell-count"))
    return faults


def typed(kind: str, cell: str) -> Value:
    """A sound cell as a value of its type; None where it is empty."""
    if cell == "":
        return None
    if kind == "number":
        return float(cell)
    if kind == "integer":
        return int(cell)
    if kind == "date":
        return date.fromisoformat(cell)
    return cell == "true" if kind == "boolean" else cell


def type_fault(kind: str, cell: str) -> str | None:
    """Why a cell is not of its column's type, what was meant and what to write; None where it is sound.

    Stricter than Table Schema, which takes `1e5`, `INF`, `TRUE` and `2023-5-1` too: the files are
    edited by hand and in spreadsheets, and one value has one spelling.
    """
    if cell == "":
        return None
    if kind == "date":
        return None if _is_date(cell) else _date_fault(cell)
    if kind not in _FORMS or _FORMS[kind].fullmatch(cell):
        return None
    if kind == "boolean":
        truth = _TRUTH.get(cell.strip().casefold())
        step = f"Write {truth}: Excel spells it in its own way." if truth else "Write one of the two."
        return f"expected true or false, found {cell!r}. {step}"
    if kind == "number":
        return Message("expected a plain number such as 42600, {found}", found=_number_step(cell))
    return Message("expected a plain whole number, {found}", found=_number_step(cell))


LOST = "\ufffd"
"""What stands in a text for a letter that could not be read."""


def text_fault(cell: str) -> str | None:
    """What is wrong with a cell whatever its type: blanks around it, broken accents; or None."""
    if cell != cell.strip():
        return Message("expected no blanks around the text, found {cell!r}. Remove them.", cell=cell)
    if cell.isascii():
        return None
    if LOST in cell:
        return Message("found {cell!r}, in which a letter was lost. Type it again from the source.", cell=cell)
    try:
        mended = cell.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None
    return Message(
        "found {cell!r}, whose accents Excel broke when it opened the file. Write {meant!r}.", cell=cell, meant=mended
    )


def excel_month(cell: str) -> str:
    """A sentence where a code looks like a month that Excel rewrote (2023-05 to May-23), else ''."""
    if _SHORT_MONTH.fullmatch(cell) or SLASHED.fullmatch(cell):
        return Message("Excel has turned a month or a date into this; write it again as the source has it. ")
    return ""


def _is_date(cell: str) -> bool:
    return bool(_ISO.fullmatch(cell)) and day_of(cell) is not None


def _date_fault(cell: str) -> str:
    found = Message("expected a date such as 2023-07-31, found {cell!r}", cell=cell)
    meant = day_of(cell)
    if meant is not None:
        return Message("{found}, as Excel rewrites dates. Write {meant}.", found=found, meant=meant)
    if SLASHED.fullmatch(cell) or _SHORT_MONTH.fullmatch(cell):
        return Message("{found}, as Excel rewrites dates. Write year-month-day again from the source.", found=found)
    if cell.casefold() in MISSING_WORDS:
        return Message("{found}. Leave the cell empty where the source gives no date.", found=found)
    return Message("{found}. Write year-month-day.", found=found)


def _number_step(cell: str) -> str:
    if cell.casefold() in MISSING_WORDS:
        return Message(
            "found {cell!r}. Leave the cell empty where the source gives no number: missing is not zero.", cell=cell
        )
    if _SHORT_MONTH.fullmatch(cell) or SLASHED.fullmatch(cell) or LOOSE_ISO.fullmatch(cell):
        return Message(
            "found {cell!r}, as Excel turns numbers into dates. Write the number again from the source.", cell=cell
        )
    if re.fullmatch(r"-?[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+", cell):
        return Message("found {cell!r}, as Excel shortens long numbers. Write all its digits.", cell=cell)
    meant = readings(cell)
    if meant:
        sign = "-" if re.match("[-\u2212\u2013]", cell) else ""
        return Message("found {cell!r}. Write {meant}.", cell=cell, meant=f"{sign}{meant[0].value:.15g}")
    return Message("found {cell!r}. Write digits only, with a point before decimals.", cell=cell)


def defused(value: object) -> object:
    """A cell for a spreadsheet: a text that it would take for a formula gets an apostrophe before it."""
    is_formula = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") and value != "-"
    return f"'{value}" if is_formula else value
