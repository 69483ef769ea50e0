"""Days as people and spreadsheets write them, read only where one reading is possible."""

from __future__ import annotations

import re
from datetime import date, timedelta

SLASHED = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{2})(?: .*)?")
LOOSE_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[ T].*)?")
_SERIAL = re.compile(r"([34][0-9]{4}|5[0-4][0-9]{3})(?:\.0+)?")
_SERIAL_START = date(1899, 12, 30)


def calendar_day(year: int, month: int, day: int) -> date | None:
    """The day of these numbers; None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def serial_day(text: str) -> date | None:
    """The day of Excel's count of days, `45138`, from 1982 on; None: another number."""
    return _SERIAL_START + timedelta(days=int(text[:5])) if _SERIAL.fullmatch(text) else None


def slashed_days(text: str, order: str = "") -> list[date]:
    """The days that `31/01/2022` can mean, with `order` (day, month) as what stands first; none: another form."""
    found = SLASHED.fullmatch(text)
    if not found:
        return []
    one, two, year = (int(part) for part in found.groups())
    year += 2000 if year < 100 else 0
    read = {"day": calendar_day(year, two, one), "month": calendar_day(year, one, two)}
    return [day for name, day in read.items() if day and order in ("", name)]


def day_of(text: str, order: str = "") -> date | None:
    """The day that a text writes in full: 2022-08-31, 31/08/2022, 44804; None: no day, or one that can be two."""
    loose = LOOSE_ISO.fullmatch(text)
    if loose:
        return calendar_day(*(int(part) for part in loose.groups()))
    days = set(slashed_days(text, order))
    return days.pop() if len(days) == 1 else serial_day(text)
