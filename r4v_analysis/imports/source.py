"""CSV files and Excel workbooks that users bring, as sheets of text; nothing in them is trusted."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from r4v_analysis.data.damage import known_damage
from r4v_analysis.errors import R4VError, reason
from r4v_analysis.files import TOO_LARGE, bounded

_LARGEST = 100_000_000
"""Bytes of a workbook, unpacked, beyond which it is no report."""
_FIRST_LINES = 30
_SEPARATORS = ",;\t|"
_UTF16 = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


class ImportFailed(R4VError):
    """A file that can't be read, or gives no row at all."""


class Typed(str):
    """The text of a cell that a workbook holds as a number: its point is one of decimals, whatever the locale."""

    __slots__ = ()


@dataclass(frozen=True)
class SourceSheet:
    """A sheet of a workbook, or a CSV file, which has no name; lines are those of the file, the first is 1.

    `has_semicolons`: its cells stand between semicolons, which spreadsheets write where the comma marks decimals.
    """

    name: str
    lines: Sequence[Sequence[str]]
    is_hidden: bool = False
    has_semicolons: bool = False


@dataclass(frozen=True)
class Source:
    """A file, read: its sheets, the day on which a workbook was last saved, and how its bytes were taken."""

    path: Path
    sheets: Sequence[SourceSheet]
    saved: date | None = None
    encoding: str = ""


def read_source(path: Path) -> Source:
    """A CSV file (UTF-8, UTF-16 or Windows-1252; commas, semicolons, tabs or bars) or a workbook.

    Raises
    ------
    ImportFailed
        It can't be read.
    """
    try:
        raw = bounded(path)
    except OSError as error:
        raise ImportFailed(f"{path}: expected a file, found that it can't be read ({reason(error)}).") from None
    if raw is None:
        raise ImportFailed(f"{path}: expected CSV or a workbook, found {TOO_LARGE}")
    if raw.startswith(b"PK\x03\x04"):
        return _workbook(path, raw)
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise ImportFailed(f"{path}: expected an .xlsx or CSV file, found an old or protected workbook. Save it again.")
    return _csv(path, raw)


def records_of(path: Path, records: Any) -> Source | None:
    """Rows of JSON, objects of one kind in a list, as a table; None where they are none."""
    rows = [row for row in records if isinstance(row, dict)] if isinstance(records, list) else []
    if not rows or len(rows) != len(records):
        return None
    header = list(dict.fromkeys(str(name) for row in rows for name in row))
    lines = [[_text(_flat(row.get(name))) for name in header] for row in rows]
    return Source(path, [SourceSheet("", [header, *lines])])


def _flat(value: Any) -> Any:
    return value if value is None or isinstance(value, (str, int, float)) else repr(value)


def clean(text: str) -> str:
    """Text on one line without control characters and blanks around it."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


@lru_cache(maxsize=65_536)
def plain(value: float | None) -> str:
    """A number as data/ writes it; "" where there is none."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else f"{value:.6f}".rstrip("0").rstrip(".")


def _csv(path: Path, raw: bytes) -> Source:
    if not raw.strip():
        raise ImportFailed(f"{path}: expected CSV, found an empty file. Download it again.")
    damage = None if raw[:2] in _UTF16 else known_damage(raw)
    if damage:
        where = f"{path}, line {damage.line}" if damage.line else str(path)
        raise ImportFailed(f"{where}: expected CSV, found {damage.found}")
    text, encoding = _decoded(path, raw)
    separator, body = _separator(text)
    try:
        lines = [
            [clean(cell) for cell in line] for line in csv.reader(io.StringIO(body, newline=""), delimiter=separator)
        ]
    except csv.Error as error:
        raise ImportFailed(f"{path}: expected CSV, found cells that can't be read ({error}). Mend it.") from None
    return Source(path, [SourceSheet("", lines, has_semicolons=separator == ";")], encoding=encoding)


def _decoded(path: Path, raw: bytes) -> tuple[str, str]:
    """The text, and the encoding where it is not UTF-8."""
    if raw[:2] in _UTF16:
        try:
            return raw.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError:
            raise ImportFailed(f"{path}: expected UTF-16, found bytes that break off. Download it again.") from None
    if b"\0" in raw:
        raise ImportFailed(f"{path}: expected CSV, found a NUL byte: it is no text, or damaged. Download it again.")
    try:
        return raw.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace"), "Windows-1252"


def _separator(text: str) -> tuple[str, str]:
    """What stands between cells, told by Excel's own first line or by the line with most of one; and the text below."""
    told = re.match(r"\s*sep=([,;\t|])\r?\n", text)
    if told:
        return told[1], text[told.end() :]
    first = text[:100_000].splitlines()[:_FIRST_LINES]
    return max(_SEPARATORS, key=lambda mark: max((line.count(mark) for line in first), default=0)), text


def _workbook(path: Path, raw: bytes) -> Source:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
            if size > _LARGEST:
                raise ImportFailed(f"{path}: expected less than {_LARGEST // 10**6} MB unpacked, found more.")
            has_formulas = any(
                re.search(rb"<f[ >]", packed.read(name)) for name in packed.namelist() if "/sheet" in name
            )
        return _read_workbook(path, raw, has_formulas)
    except ImportFailed:
        raise
    except Exception as error:  # a damaged workbook makes openpyxl raise whatever it trips over
        raise ImportFailed(
            f"{path}: expected an Excel workbook, found one that can't be read ({type(error).__name__}). "
            "Open it, save it again as .xlsx, or save the sheet as CSV."
        ) from None


def _read_workbook(path: Path, raw: bytes, has_formulas: bool) -> Source:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    formulas = (
        load_workbook(io.BytesIO(raw), read_only=True).worksheets if has_formulas else [None] * len(book.worksheets)
    )
    sheets = [
        SourceSheet(sheet.title, _lines(sheet, other), is_hidden=sheet.sheet_state != "visible")
        for sheet, other in zip(book.worksheets, formulas, strict=True)
    ]
    saved = book.properties.modified
    return Source(path, sheets, saved.date() if isinstance(saved, datetime) else None)


def _lines(sheet: Any, formulas: Any) -> list[list[str]]:
    """A sheet's cells as text; a formula whose value was not saved as the formula itself."""
    if formulas is None:
        return [_texts(line) for line in _values(sheet)]
    return [
        [
            _text(again if value is None and _is_formula(again) else value)
            for value, again in zip(line, other, strict=True)
        ]
        for line, other in zip(_values(sheet), _values(formulas), strict=True)
    ]


def _values(sheet: Any) -> Iterator[Sequence[Any]]:
    sheet.reset_dimensions()
    yield from sheet.iter_rows(values_only=True)


def _is_formula(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("=")


def _texts(line: Iterable[Any]) -> list[str]:
    return [_text(value) for value in line]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int):
        return Typed(value)
    if isinstance(value, float):
        return Typed(plain(value) if abs(value) < 1e15 else repr(value))
    if isinstance(value, date):  # a datetime is one, too
        return f"{value:%Y-%m-%d}"
    return clean(str(value))
