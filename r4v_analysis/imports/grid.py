"""CSV files and Excel workbooks that users bring, as rows of text; nothing in them is trusted."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from r4v_analysis.data.names import folded, joined
from r4v_analysis.errors import R4VError

_LARGEST = 300_000_000
"""Bytes of a file, unpacked, beyond which it is no report."""
_FIRST_ROWS = 10
_MONTHS = (
    "january enero jan ene|february febrero feb|march marzo mar|april abril apr abr|may mayo|june junio jun|"
    "july julio jul|august agosto aug ago|september septiembre sep sept set setiembre|october octubre oct|"
    "november noviembre nov|december diciembre dec dic"
)
_MONTH_NUMBER = {name: number for number, names in enumerate(_MONTHS.split("|"), 1) for name in names.split()}
_NUMBER = re.compile(r"-?([0-9]{1,15}|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]{1,6})?")


class ImportFailed(R4VError):
    """A file that can't be read, or gives no row at all."""


@dataclass(frozen=True)
class Grid:
    """The header's row and what is below it.

    `columns` maps a role to its place; `rows` holds row number in the file and cells. `saved` is
    the day on which a workbook was last saved, None for CSV. `unused` names columns without a role.
    """

    columns: dict[str, int]
    rows: Sequence[tuple[int, Sequence[str]]]
    unused: Sequence[str]
    saved: date | None = None

    def cell(self, row: Sequence[str], role: str) -> str:
        """The text of a cell; "" where it is blank or the file has no such column."""
        place = self.columns.get(role)
        return row[place] if place is not None and place < len(row) else ""


def read_grid(path: Path, roles: dict[str, str], required: Sequence[str]) -> Grid:
    """The first sheet of a file that has the required columns.

    `roles` maps a role to a pattern of its column's name, without blanks and punctuation.

    Raises
    ------
    ImportFailed
        The file can't be read, or no sheet has the columns.
    """
    sheets, saved = _sheets(path)
    best: list[str] = list(required)
    for lines in sheets:
        for number, line in enumerate(lines[:_FIRST_ROWS]):
            columns = _columns(line, roles)
            missing = [role for role in required if role not in columns]
            if not missing:
                return _grid(lines, number, columns, saved)
            best = min(best, missing, key=len)
    raise ImportFailed(
        f"{path}: expected a header with {', '.join(required)}, found none with {', '.join(best)}. "
        "Check that it is the file as its publisher gives it."
    )


def number(text: str) -> float | None:
    """A number of a cell; None where it is blank.

    Raises
    ------
    ValueError
        Anything else.
    """
    if text == "":
        return None
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return float(text.replace(",", ""))


def plain(value: float | None) -> str:
    """A number as data/ writes it; "" where there is none."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else f"{value:.6f}".rstrip("0")


def month_of(text: str) -> date | None:
    """The first day of a month written as 2022-01, 2022-01-31, 01/2022, January 2022 or ene-22; None: no month."""
    found = re.fullmatch(r"(20\d\d)[-/.](\d{1,2})([-/.]\d{1,2}([ T].*)?)?", text)
    if found:
        return _first(int(found[1]), int(found[2]))
    found = re.fullmatch(r"(\d{1,2})[-/.](20\d\d)", text)
    if found:
        return _first(int(found[2]), int(found[1]))
    words = folded(text).replace(" de ", " ").split()
    if len(words) == 2 and words[0] in _MONTH_NUMBER and re.fullmatch(r"(20)?\d\d", words[1]):
        return _first(2000 + int(words[1][-2:]), _MONTH_NUMBER[words[0]])
    return None


def clean(text: str) -> str:
    """Text on one line without control characters and blanks around it."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _first(year: int, month: int) -> date | None:
    return date(year, month, 1) if 1 <= month <= 12 else None


def _columns(line: Sequence[str], roles: dict[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, name in enumerate(line):
        role = next((role for role, pattern in roles.items() if re.fullmatch(pattern, joined(name))), None)
        if role:
            found.setdefault(role, place)
    return found


def _grid(lines: Sequence[Sequence[str]], header: int, columns: dict[str, int], saved: date | None) -> Grid:
    below = [(row, line) for row, line in enumerate(lines[header + 1 :], header + 2) if any(line)]
    if below and sum(cell.startswith("#") for cell in below[0][1]) > 1:  # the tag row of HXL
        below = below[1:]
    unused = [name for place, name in enumerate(lines[header]) if name and place not in columns.values()]
    return Grid(columns, below, unused, saved)


def _sheets(path: Path) -> tuple[list[list[list[str]]], date | None]:
    try:
        if path.stat().st_size > _LARGEST:
            raise ImportFailed(f"{path}: expected less than {_LARGEST // 10**6} MB, found more. Name another file.")
        raw = path.read_bytes()
    except OSError as error:
        raise ImportFailed(f"{path}: expected a file, found that it can't be read ({error.strerror}).") from None
    if raw.startswith(b"PK\x03\x04"):
        return _workbook(path, raw)
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise ImportFailed(f"{path}: expected an .xlsx or CSV file, found an old or protected workbook. Save it again.")
    return [_csv_lines(path, raw)], None


def _csv_lines(path: Path, raw: bytes) -> list[list[str]]:
    if not raw.strip() or b"\0" in raw:
        found = "a NUL byte" if raw.strip() else "an empty file"
        raise ImportFailed(f"{path}: expected CSV in UTF-8, found {found}. Download it again.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ImportFailed(
            f"{path}: expected UTF-8, found other bytes. Save it again as 'CSV UTF-8 (Comma delimited)'."
        ) from None
    header = text.split("\n", 1)[0]
    separator = max(",;\t", key=header.count)
    try:
        return [
            [clean(cell) for cell in line] for line in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        ]
    except csv.Error as error:
        raise ImportFailed(f"{path}: expected CSV, found cells that can't be read ({error}). Mend it.") from None


def _workbook(path: Path, raw: bytes) -> tuple[list[list[list[str]]], date | None]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
        if size > _LARGEST:
            raise ImportFailed(f"{path}: expected less than {_LARGEST // 10**6} MB unpacked, found more.")
        return _read_workbook(raw)
    except ImportFailed:
        raise
    except Exception as error:  # a damaged workbook makes openpyxl raise whatever it trips over
        raise ImportFailed(
            f"{path}: expected an Excel workbook, found one that can't be read ({type(error).__name__}). "
            "Open it, save it again as .xlsx, or save the sheet as CSV."
        ) from None


def _read_workbook(raw: bytes) -> tuple[list[list[list[str]]], date | None]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    sheets = []
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        sheets.append([_texts(line) for line in sheet.iter_rows(values_only=True)])
    saved = book.properties.modified
    return sheets, saved.date() if isinstance(saved, datetime) else None


def _texts(line: Iterable[Any]) -> list[str]:
    return [_text(value) for value in line]


def _text(value: Any) -> str:
    form: Callable[[Any], str] = str
    if value is None:
        return ""
    if isinstance(value, float):
        form = plain if abs(value) < 1e15 else repr
    elif isinstance(value, date):  # a datetime is one, too
        form = lambda day: f"{day:%Y-%m-%d}"  # noqa: E731  a name for one expression
    return clean(form(value))
