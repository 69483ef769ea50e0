"""The grammar of dates and months as reports print them, in English and Spanish."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from r4v_analysis.values.spans import apart

_NAMES = {
    1: ("January", "enero"),
    2: ("February", "febrero"),
    3: ("March", "marzo"),
    4: ("April", "abril"),
    5: ("May", "mayo"),
    6: ("June", "junio"),
    7: ("July", "julio"),
    8: ("August", "agosto"),
    9: ("September", "septiembre", "setiembre"),
    10: ("October", "octubre"),
    11: ("November", "noviembre"),
    12: ("December", "diciembre"),
}
_SHORT = "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec ene feb mar abr jun jul ago sep set oct nov dic"
_SHORT_NUMBER = dict(
    zip(_SHORT.split(), (1, 2, 3, 4, 6, 7, 8, 9, 9, 10, 11, 12, 1, 2, 3, 4, 6, 7, 8, 9, 9, 10, 11, 12), strict=True)
)
MONTH_NUMBER = {name.casefold(): number for number, names in _NAMES.items() for name in names} | {
    name.casefold(): number for name, number in _SHORT_NUMBER.items()
}

_NTH = {"first": 1, "primer": 1, "second": 2, "segundo": 2, "third": 3, "tercer": 3, "fourth": 4, "cuarto": 4}
_ENGLISH = "|".join(names[0] for names in _NAMES.values())
_CAPITALS = "|".join(name.upper() for names in _NAMES.values() for name in names)
_SPANISH = "|".join(f"[{name[0]}{name[0].upper()}]{name[1:]}" for names in _NAMES.values() for name in names[1:])
_FULL = rf"(?:{_ENGLISH}|{_SPANISH}|{_CAPITALS})"
_ANY = rf"(?:{_FULL}|(?:{'|'.join(sorted({n.title() for n in _SHORT.split()}, key=len, reverse=True))})\b\.?)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|[º°]|er|ro)?"
_YEAR = r"(?:(?:19|20)\d\d(?!\d|[.,]\d))"
_TO = r"(?:\s*[-–—&/]\s*|\s+(?:to|and|until|through|till|a|al|y|e|hasta|hasta el|y el|and the|to the)\s+)"
_OF = r"(?:\s+(?:of\s+|de\s+|DE\s+)?|[-/ ])"
_THEN_YEAR = (
    rf"(?:\s*,?\s+(?:of\s+|de\s+|del\s+|DE\s+|DEL\s+)?(?:a[ñn]o\s+)?(?P<year>{_YEAR})|[-/]'?(?P<year_tight>{_YEAR}))?"
)
_PATTERNS = {
    "iso": r"(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?!\d)",
    "numeric_range": r"(?P<d1>[0-3]\d)[/.](?P<m1>[01]\d)(?:[/.](?P<y1>(?:20)?\d\d))?"
    r"(?:\s*[-–—]\s*|\s+(?:to|al|a|until|hasta|and|y)\s+(?:el\s+)?)(?P<d2>[0-3]\d)[/.](?P<m2>[01]\d)(?:[/."
    r"](?P<y2>(?:20)?\d\d))?(?![\d/])",
    "numeric": r"(?P<d>[0-3]?\d)[/.-](?P<m>[01]?\d)[/.-](?P<y>(?:19|20)\d\d)(?!\d)",
    "numeric_short": r"(?P<d>[0-3]\d)/(?P<m>0[1-9]|1[0-2])(?:/(?P<y>\d\d))?(?![\d/%])",
    "two_months_days": rf"(?P<mon1>{_ANY})\s+(?P<d1>{_DAY})(?:\s*,?\s+(?P<year1>{_YEAR}))?{_TO}(?P<mon2>{_ANY})\s+"
    rf"(?P<d2>{_DAY})(?:\s*,?\s+(?P<year>{_YEAR})|(?!\d))(?!\d)",
    "two_days": rf"(?P<d1>{_DAY}){_OF}(?P<mon1>{_ANY}){_THEN_YEAR.replace('year', 'year1')}{_TO}(?P<d2>{_DAY}){_OF}(?P<"
    rf"mon2>{_ANY}){_THEN_YEAR}",
    "days": rf"(?P<d1>{_DAY})(?:(?:\s*,\s*{_DAY})*{_TO}(?P<d2>{_DAY}))?{_OF}(?P<mon>{_ANY}){_THEN_YEAR}(?!\w)",
    "month_day": rf"(?P<mon>{_ANY})\s+(?P<d1>{_DAY})(?:{_TO}(?P<d2>{_DAY}))?(?:\s*,?\s+(?P<year>{_YEAR})|"
    rf"(?=\s*[,;:.)](?!\d)|\s*$|\s+(?:to|and|the|as|in|when|with|at|until|on|by|for|was|were)\b))(?!\d)",
    "months": rf"(?P<mon1>{_ANY}){_THEN_YEAR.replace('year', 'year1')}{_TO}(?P<mon2>{_ANY}){_THEN_YEAR}(?!\w)",
    "month_year": rf"(?P<mon>{_ANY})\s*,?\s*[-/]?\s*(?:of\s+|del?\s+|DEL?\s+)?(?:a[ñn]o\s+)?(?P<year>{_YEAR})",
    "part_of_year": rf"(?:(?i:(?P<nth>{'|'.join(_NTH)}|[1-4](?:st|nd|rd|th|er|do|to|[º°]))"
    r"\s+(?P<part>half|semester|semestre|quarter|trimestre))|(?P<letter>[HQ])(?P<of_letter>[1-4]))"
    rf"\s+(?:(?:of|de|del)\s+)?(?:(?:the\s+)?(?:year|año)\s*)?(?P<year>{_YEAR})",
    "year_month": r"(?P<m>0[1-9]|1[0-2])/(?P<year>20\d\d)(?!\d)",
    "month": rf"(?P<mon>{_FULL})(?!\w)",
}
_COMPILED = {
    name: re.compile(r"(?<![\w/.,#])(?:(?<!-)|(?<=[Mm]id-))(?<!# )(?<![Nn][oº°]\. )(?<!N[º°] )" + pattern)
    for name, pattern in _PATTERNS.items()
}
_PART_OF_MONTH = re.compile(
    r"\b(?:(?P<early>early(?: in)?|(?:beginning|start|first (?:days|week)) of|"
    r"(?:inicios|principios|comienzos|primeros días) de)|mid[-\s]?|middle of|mediados de)"
    r"(?:\s(?:the month of|mes de))?\s*$",
    re.IGNORECASE,
)
_BEFORE_MAY = re.compile(
    r"(?:\b(?:in|of|from|to|since|until|by|during|late|early|mid|and|between|through|last|for)|[-–—])\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date in a text: its place, and what is printed of it.

    `first` and `last` are (year or None, month, day or None); `kind` is day, days, month, months or, of
    `early March` and `mid-March`, part: up to its tenth or fifteenth day.
    """

    start: int
    end: int
    kind: str
    first: tuple[int | None, int, int | None]
    last: tuple[int | None, int, int | None]

    @property
    def is_year_printed(self) -> bool:
        """Whether the year stands beside the date."""
        return self.last[0] is not None or self.first[0] is not None


def date_spans(text: str) -> list[DateSpan]:
    """Every date, month and span of them, in order; the longest reading of each place."""
    matches = ((name, match) for name, pattern in _COMPILED.items() for match in pattern.finditer(text))
    return apart((span for name, match in matches if (span := _span(name, match))), len(text))


def day(parts: tuple[int | None, int, int | None], year: int, *, is_last: bool) -> date:
    """The day of a date's parts in a year: of a month its first or last."""
    length = calendar.monthrange(year, parts[1])[1]
    return date(year, parts[1], min(parts[2] or (length if is_last else 1), length))


def _span(name: str, match: re.Match[str]) -> DateSpan | None:
    got = match.groupdict()
    if (
        name == "month"
        and got["mon"] == "May"
        and not _BEFORE_MAY.search(match.string[max(0, match.start() - 12) : match.start()])
    ):
        return None
    pair = _parts(name, got)
    if pair is None or not all(_is_day(part) for part in pair):
        return None
    first, last = pair
    if first[0] is None and last[0] is not None:
        earlier = (first[1], first[2] or 1) <= (last[1], last[2] or 31)
        first = (last[0] if earlier else last[0] - 1, *first[1:])
    unit = "month" if last[2] is None else "day"
    part = _PART_OF_MONTH.search(match.string, max(0, match.start() - 30), match.start()) if last[2] is None else None
    if part and first == last:
        return DateSpan(match.start(), match.end(), "part", (*first[:2], 1), (*last[:2], 10 if part["early"] else 15))
    return DateSpan(match.start(), match.end(), unit if first == last else f"{unit}s", first, last)


_Parts = tuple[int | None, int, int | None]


def _parts(name: str, got: dict[str, str | None]) -> tuple[_Parts, _Parts] | None:
    def month(key: str) -> int:
        return MONTH_NUMBER[(got.get(key) or "").rstrip(".").casefold()]

    def number(key: str) -> int | None:
        digits = re.sub(r"\D", "", got.get(key) or "")
        return int(digits) if digits else None

    def year(key: str) -> int | None:
        value = number(key) or number(f"{key}_tight")
        return value + 2000 if value is not None and value < 100 else value

    if name == "part_of_year":
        nth, of_what = got["nth"] or got["of_letter"] or "", (got["part"] or got["letter"] or "").casefold()
        length = 6 if of_what in ("half", "semester", "semestre", "h") else 3
        last_month = length * (_NTH.get(nth.casefold()) or int(nth[0]))
        return (year("year"), last_month - length + 1, None), (year("year"), last_month, None)
    if name == "numeric_range":
        return (year("y1"), number("m1") or 0, number("d1")), (
            year("y2") or year("y1"),
            number("m2") or 0,
            number("d2"),
        )
    if name in ("iso", "numeric", "numeric_short"):
        one = (year("y"), number("m") or 0, number("d"))
        return one, one
    if name in ("two_days", "two_months_days"):
        return (year("year1"), month("mon1"), number("d1")), (
            year("year") or year("year1"),
            month("mon2"),
            number("d2"),
        )
    if name in ("days", "month_day"):
        last = number("d2") or number("d1")
        return (year("year"), month("mon"), number("d1")), (year("year"), month("mon"), last)
    if name == "months":
        return (year("year1"), month("mon1"), None), (year("year") or year("year1"), month("mon2"), None)
    whole = (year("year"), number("m") or month("mon"), None)
    return whole, whole


def _is_day(parts: _Parts) -> bool:
    year, month, number = parts
    if not 1 <= month <= 12 or (year is not None and not 1990 <= year <= 2100):
        return False
    return number is None or 1 <= number <= calendar.monthrange(year or 2024, month)[1]


def years_in(text: str) -> Iterator[tuple[int, int, int]]:
    """Year, start and end of each four-digit year that stands alone or in a pair such as 2023-2024."""
    for match in re.finditer(rf"(?<![\w.,-])(?P<a>{_YEAR})(?:\s?[-–/]\s?(?P<b>{_YEAR}|\d\d(?!\d)))?(?![\w-])", text):
        yield int(match["a"]), match.start(), match.end()
