"""Months as people and spreadsheets write them, read only where one reading is possible."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from r4v_analysis.data.names import folded
from r4v_analysis.values.days import SLASHED, serial_day, slashed_days
from r4v_analysis.values.period import month_end

_NAMES = (
    "january enero jan ene janeiro|february febrero feb fevereiro fev|march marzo mar marco|april abril apr abr|"
    "may mayo mai maio|june junio jun junho|july julio jul julho|august agosto aug ago|"
    "september septiembre sep sept set setiembre setembro|october octubre oct outubro out|"
    "november noviembre nov novembro|december diciembre dec dic dezembro dez"
)
_NUMBER = {name: number for number, names in enumerate(_NAMES.split("|"), 1) for name in names.split()}
_ISO = re.compile(r"(20\d\d)[-/.](\d{1,2})(?:[-/.]\d{1,2}(?:[ T].*)?)?")
_COMPACT = re.compile(r"(20\d\d)[Mm]?(0[1-9]|1[0-2])")
_REVERSED = re.compile(r"(\d{1,2})[-/.](20\d\d)")


def month_of(text: str, year: str = "", order: str = "") -> date | None:
    """The first day of a month written as 2022-01, 202201, 31/01/2022, 44592, January 2022, ene-22; None: no month.

    `year` is the row's own column of years, for files that write the month alone. `order` is what the whole
    column tells of its days and months, see `order_of`: without it a day and a month that could be either
    are read where only one of the readings is the first or the last day of a month.
    """
    whole = _of_digits(text)
    if whole is not None:
        return whole
    if SLASHED.fullmatch(text):
        return _of_slashed(slashed_days(text, order))
    serial = serial_day(text)
    return serial.replace(day=1) if serial else _of_words(text, year)


def order_of(texts: Iterable[str]) -> str:
    """`day` or `month`: what stands first in dates such as 31/01/2022, where the column tells; else empty."""
    found = set()
    for text in set(texts):
        slashed = SLASHED.fullmatch(text)
        if slashed and (int(slashed[1]) > 12) != (int(slashed[2]) > 12):
            found.add("day" if int(slashed[1]) > 12 else "month")
    return found.pop() if len(found) == 1 else ""


def _of_digits(text: str) -> date | None:
    found = _ISO.fullmatch(text) or _COMPACT.fullmatch(text)
    if found:
        return _first(int(found[1]), int(found[2]))
    turned = _REVERSED.fullmatch(text)
    return _first(int(turned[2]), int(turned[1])) if turned else None


def _of_slashed(days: Sequence[date]) -> date | None:
    ends = [day for day in days if day.day == 1 or day == month_end(day)]
    months = {day.replace(day=1) for day in (days if len(days) == 1 else ends)}
    return months.pop() if len(months) == 1 else None


def _of_words(text: str, year: str) -> date | None:
    """`January 2022`, `31 de enero de 2022`, `ene-22`; a name or number alone with the row's own year."""
    words = [word for word in folded(text).split() if word not in ("de", "del", "of")]
    names = [word for word in words if word in _NUMBER]
    years = [word for word in words if re.fullmatch(r"20\d\d", word)]
    if len(words) == 1 and re.fullmatch(r"20\d\d(?:\.0+)?", year):
        number = _NUMBER.get(words[0]) or (int(words[0]) if re.fullmatch(r"\d{1,2}", words[0]) else 0)
        return _first(int(year[:4]), number)
    if len(names) != 1 or len(words) > 3:
        return None
    if len(years) == 1:
        return _first(int(years[0]), _NUMBER[names[0]])
    if len(words) == 2 and words[0] in _NUMBER and re.fullmatch(r"\d\d", words[1]):
        return _first(2000 + int(words[1]), _NUMBER[words[0]])
    return None


def _first(year: int, month: int) -> date | None:
    return date(year, month, 1) if 1 <= month <= 12 else None
