"""What sector_reach.csv says inconsistently: running totals that fall, and what fails R4V's row checks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from r4v_analysis.data.check.reach_checks import failed_checks
from r4v_analysis.data.check.rows import CheckedTable
from r4v_analysis.data.known import LAST_DAY, last_said
from r4v_analysis.errors import Problem


class _Reach(NamedTuple):
    """A row, with its number in a spreadsheet."""

    number: int
    country_iso3: str
    place: str | None
    sector: str
    month: date
    basis: str
    population_group: str
    sex: str | None
    age_group: str | None
    people_reached: float | None
    people_reached_carried_forward: float | None
    reporting_organizations: float | None
    checks: str | None
    version: int
    known_from: date | None
    confirmed_on: str | None

    @property
    def is_running(self) -> bool:
        """Whether it is a running total of all people."""
        return (
            self.basis == "cumulative_ytd"
            and self.population_group == "all"
            and not self.sex
            and not self.age_group
            and self.people_reached is not None
        )

    @property
    def day(self) -> str:
        """The day from which it was known; empty where that is not known."""
        return _iso(self.known_from)

    def last_said(self, until: str) -> str:
        """The last day up to another on which it was said; empty where it was not, or has no day."""
        return last_said(self.day, self.confirmed_on or "", until)


def reach_findings(table: CheckedTable) -> Iterator[Problem]:
    """Where running totals fall, then where R4V's row checks fail."""
    places: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for place, key in enumerate(table.lines(("country_iso3", "place", "sector"))):
        places[key].append(place)
    nothing = [None] * len(table.numbers)
    columns = [table.numbers, *(table.columns.get(name, nothing) for name in _Reach._fields[1:])]
    falls: list[_Fall] = []
    failed: list[_Told] = []
    for own in places.values():
        series = list(map(_Reach._make, zip(*([cells[place] for place in own] for cells in columns), strict=True)))
        running = [row for row in series if row.is_running]
        falls += _falls(running)
        failed += _row_checks(series, running)
    for number, rule, told in [*_told_falls(falls), *sorted(failed, key=lambda item: item[0])]:
        yield Problem(table.place(number, "people_reached"), told, rule, severity="finding")


_Told = tuple[int, str, str]
"""Row, rule and message."""
_Fall = tuple[_Reach, _Reach]


def _falls(running: Iterable[_Reach]) -> list[_Fall]:
    """Two months of a year with a number of which the later is the lower."""
    latest = {row.month: row for row in sorted(running, key=lambda row: (row.last_said(LAST_DAY), row.version))}
    pairs = pairwise(latest[month] for month in sorted(latest))
    return [(one, two) for one, two in pairs if one.month.year == two.month.year and _rise(one, two) < 0]


def _rise(one: _Reach, two: _Reach) -> float:
    return (two.people_reached or 0.0) - (one.people_reached or 0.0)


def _told_falls(fallen: Iterable[_Fall]) -> Iterator[_Told]:
    """A sum of new people can't fall; where people or organizations are missing from it, it does: a line a country."""
    by_country: dict[str, list[_Fall]] = defaultdict(list)
    for fall in fallen:
        by_country[fall[1].country_iso3].append(fall)
    for country, falls in by_country.items():
        before, after = min(falls, key=lambda pair: _rise(*pair))
        times = "once" if len(falls) == 1 else f"{len(falls):,} times"
        told = (
            f"{country}: running totals fall {times} from one month with a number to the next, furthest here: from "
            f"{before.people_reached:,.15g} to {after.people_reached:,.15g}. {_reason(falls)}: the analyses take it "
            "as around so many."
        )
        yield after.number, "running_totals_fall", told


def _reason(falls: Sequence[_Fall]) -> str:
    """What the numbers of organizations say of why totals fell."""
    fewer = sum(_has_fewer(*pair) for pair in falls)
    if not fewer:
        return "The source gives no reason"
    return (
        "Fewer organizations report then" if fewer == len(falls) else f"In {fewer:,} of them fewer organizations report"
    )


def _has_fewer(before: _Reach, after: _Reach) -> bool:
    """Whether fewer organizations report than in the month before; unknown numbers say nothing."""
    first, last = before.reporting_organizations, after.reporting_organizations
    return first is not None and last is not None and last < first


def _row_checks(rows: Iterable[_Reach], running: Iterable[_Reach]) -> Iterator[_Told]:
    """What R4V's other row checks find in sector_reach.csv and no row says of itself in `checks`.

    PopTypeBreakdown and AGDBreakdown: groups, or ages and sexes, that do not add up to the total.
    NewBenefvstotal: more new people than people in the month; new are those by whom the total with organizations
    carried forward rises, where the rows have it. For each number as it was known when its total was.
    """
    months: dict[date, list[_Reach]] = defaultdict(list)
    for row in rows:
        months[row.month].append(row)
    for row in running:
        for check, told in _failed(row, months):
            if check not in (row.checks or ""):
                step = f"Correct it, or write {check} in checks if the source has it so."
                yield row.number, "reach_check", f"R4V's row check {check}: {told}. {step}"


def _failed(row: _Reach, months: Mapping[date, Sequence[_Reach]]) -> Iterator[tuple[str, str]]:
    known = _known_by(months[row.month], row)
    parts = [other for other in known if other.basis == "cumulative_ytd" and _is_of_one_file(other, row)]
    return failed_checks(
        row.people_reached,
        groups=[other.people_reached for other in parts if other.population_group != "all"],
        ages=[other.people_reached for other in parts if other.sex or other.age_group],
        new=_new(row, months),
        monthly=next((other.people_reached for other in known if other.basis == "period_total"), None),
    )


def _is_of_one_file(part: _Reach, total: _Reach) -> bool:
    """Whether a part was said on the day on which its total was said first: an older part is of another total."""
    return part.known_from == total.known_from or part.last_said(total.day) == total.day


def _new(row: _Reach, months: Mapping[date, Sequence[_Reach]]) -> float | None:
    """New people of a month; None where the month before is not known."""
    if row.month.month == 1:
        return row.people_reached
    before = months.get(row.month.replace(month=row.month.month - 1), ())
    earlier = next(iter(_known_by([other for other in before if other.is_running], row)), None)
    if earlier is None:
        return None
    now, then = row.people_reached_carried_forward, earlier.people_reached_carried_forward
    return _rise(earlier, row) if now is None or then is None else now - then


def _known_by(rows: Sequence[_Reach], row: _Reach) -> Sequence[_Reach]:
    """Of each number the version said last by the row's day; undated rows go with undated ones."""
    if all(other.version == 1 and other.known_from == row.known_from for other in rows):  # one delivery: most are
        return rows
    latest: dict[tuple[str | None, ...], tuple[str, int, _Reach]] = {}
    for other in rows:
        is_of_day = other.known_from == row.known_from
        said = row.day if is_of_day else other.last_said(row.day)
        if is_of_day or said:
            key = (other.basis, other.population_group, other.sex, other.age_group)
            if key not in latest or (said, other.version) > latest[key][:2]:
                latest[key] = (said, other.version, other)
    return [other for _, _, other in latest.values()]


@lru_cache(maxsize=4096)  # a delivery has thousands of rows of one day
def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
