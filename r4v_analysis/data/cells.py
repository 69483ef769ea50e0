"""What one cell of a table holds, and the marks that Excel leaves on cells it rewrites."""

from __future__ import annotations

import re
from datetime import date, timedelta

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
_SLASHED = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{2})")
_LOOSE_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})([ T][0-9:.]+)?")
MISSING_WORDS = frozenset(
    ("-", "–", "—", "--", "n/a", "na", "n.a.", "n/d", "nd", "n.d.", "s/d", "s.d.", "s/i", "null", "none", "nan", "..")
)
"""What people and programs write where there is no number, in small letters."""
_TRUTH = {"true": "true", "verdadero": "true", "false": "false", "falso": "false"}


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
    return f"expected a plain {'number such as 42600' if kind == 'number' else 'whole number'}, " + _number_step(cell)


def text_fault(cell: str) -> str | None:
    """What is wrong with a cell whatever its type: blanks around it, broken accents; or None."""
    if cell != cell.strip():
        return f"expected no blanks around the text, found {cell!r}. Remove them."
    if cell.isascii():
        return None
    if "\ufffd" in cell:
        return f"found {cell!r}, in which a letter was lost. Type it again from the source."
    try:
        mended = cell.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None
    return f"found {cell!r}, whose accents Excel broke when it opened the file. Write {mended!r}."


def excel_month(cell: str) -> str:
    """A sentence where a code looks like a month that Excel rewrote (2023-05 to May-23), else ''."""
    if _SHORT_MONTH.fullmatch(cell) or _SLASHED.fullmatch(cell):
        return "Excel has turned a month or a date into this; write it again as the source has it. "
    return ""


def _is_date(cell: str) -> bool:
    return bool(_ISO.fullmatch(cell)) and _day(*(int(part) for part in cell.split("-"))) is not None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _date_fault(cell: str) -> str:
    found = f"expected a date such as 2023-07-31, found {cell!r}"
    meant = _meant_date(cell)
    if meant is not None:
        return f"{found}, as Excel rewrites dates. Write {meant.isoformat()}."
    if _SLASHED.fullmatch(cell) or _SHORT_MONTH.fullmatch(cell):
        return f"{found}, as Excel rewrites dates. Write year-month-day again from the source."
    if cell.casefold() in MISSING_WORDS:
        return f"{found}. Leave the cell empty where the source gives no date."
    return f"{found}. Write year-month-day."


def _meant_date(cell: str) -> date | None:
    """The one day that a rewritten date can mean: 31/07/2023, 45138 (Excel's count of days)."""
    if re.fullmatch(r"[1-7][0-9]{4}(\.0+)?", cell):
        return date(1899, 12, 30) + timedelta(days=int(cell[:5]))
    loose = _LOOSE_ISO.fullmatch(cell)
    if loose:
        return _day(*(int(part) for part in loose.groups()[:3]))
    slashed = _SLASHED.fullmatch(cell)
    if not slashed:
        return None
    first, second, year = (int(part) for part in slashed.groups())
    year += 2000 if year < 100 else 0
    days = {day for day in (_day(year, second, first), _day(year, first, second)) if day}
    return days.pop() if len(days) == 1 else None


def _number_step(cell: str) -> str:
    if cell.casefold() in MISSING_WORDS:
        return f"found {cell!r}. Leave the cell empty where the source gives no number: missing is not zero."
    if _SHORT_MONTH.fullmatch(cell) or _SLASHED.fullmatch(cell) or _LOOSE_ISO.fullmatch(cell):
        return f"found {cell!r}, as Excel turns numbers into dates. Write the number again from the source."
    if re.fullmatch(r"-?[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+", cell):
        return f"found {cell!r}, as Excel shortens long numbers. Write all its digits."
    meant = readings(cell)
    if meant:
        sign = "-" if re.match("[-\u2212\u2013]", cell) else ""
        return f"found {cell!r}. Write {sign}{meant[0].value:.15g}."
    return f"found {cell!r}. Write digits only, with a point before decimals."


def defused(value: object) -> object:
    """A cell for a spreadsheet: a text that it would take for a formula gets an apostrophe before it."""
    is_formula = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") and value != "-"
    return f"'{value}" if is_formula else value
