"""Counts of people in a table of plans or monitoring: parts, versions and months that lie orders of magnitude apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from r4v_analysis.data.check.magnitudes import FEW, NEXT, PART, REPEATED, Number, Pair, is_above
from r4v_analysis.data.check.rows import AllTables, CheckedTable

About = tuple[Any, ...]
"""What a number is about."""
_ALL = ("all", None, None)
"""Population group, sex and age of a total."""
_JUMP = 300
"""How many times the month before a count has to be, to be told: a campaign can make a hundred times of it."""
_TIME, _SECTOR, _PLACE, _GROUP = 1, 2, 3, 4
_WHOLES: Mapping[int, tuple[Hashable, str]] = {
    _SECTOR: ("intersector", "a sector has no more people than all sectors together"),
    _PLACE: (None, "a department has no more people than its country"),
    _GROUP: (_ALL, "a group has no more people than all groups together"),
}
"""By place in what a count is about what stands there for the whole, and why a part is no larger."""


def counts(
    known: AllTables, name: str, column: str, kind: str, time: str
) -> tuple[list[tuple[About, Number]], list[Pair]]:
    """Countries' totals of people by kind, country, year and sector, and what contradicts what in their table."""
    totals: list[tuple[About, Number]] = []
    pairs: list[Pair] = []
    for table in known.whole(name):
        values, others = table.columns.get(column, ()), _cells(table, "restated_by")
        places: dict[str, list[int]] = defaultdict(list)
        for place, (country, value, other) in enumerate(
            zip(_cells(table, "country_iso3"), values, others, strict=True)
        ):
            if value is not None and not other:
                places[str(country)].append(place)
        about = [
            _cells(table, each) for each in (kind, time, "sector", "place", "population_group", "sex", "age_group")
        ]
        times = _cells(table, time)
        for country, own in places.items():  # one at a time: a table may have a million rows
            own.sort(key=times.__getitem__)
            series = _Counts(table, column, country)
            lines = zip(*([cells[place] for place in own] for cells in about), strict=True)
            for place, line in zip(own, lines, strict=True):
                series.add((*line[:_GROUP], line[_GROUP:]), place)
            pairs += series.pairs()
            totals += series.totals()
    return totals, pairs


def _cells(table: CheckedTable, name: str) -> Sequence[Any]:
    return table.columns[name] if name in table.columns else [None] * len(table.numbers)


class _Counts:
    """The counts of a country, by kind, time, sector, place and group: each as said last."""

    def __init__(self, table: CheckedTable, column: str, country: str) -> None:
        self._table, self._column, self._country = table, column, country
        self._values: Sequence[Any] = table.columns[column]
        self._last: dict[About, int] = {}
        self._versions: list[tuple[int, int]] = []

    def add(self, about: About, place: int) -> None:
        """Take in a count, by its place in the table and in order of time; a later version displaces the one before."""
        if about in self._last:
            self._versions.append((self._last[about], place))
        self._last[about] = place

    def totals(self) -> Iterator[tuple[About, Number]]:
        """Those of the whole country, by kind, country, year and sector."""
        for (kind, time, sector, where, part), place in self._last.items():
            if where is None and part == _ALL:
                yield (kind, self._country, _year(time) or time, sector), self._number(place)

    def pairs(self) -> Iterator[Pair]:
        """Parts that are larger than their whole, versions and following times that lie far apart."""
        yield from self._far_apart(self._versions, PART, REPEATED)
        before: dict[About, int] = {}
        follow = []
        for about, place in self._last.items():
            series = (about[0], _year(about[_TIME]), *about[_SECTOR:])
            if series in before:
                follow.append((before[series], place))
            before[series] = place
            if self._values[place] > PART * FEW:
                yield from self._larger_than_whole(about, place)
        yield from self._far_apart(follow, _JUMP, NEXT)

    def _larger_than_whole(self, about: About, place: int) -> Iterator[Pair]:
        for where, (whole, why) in _WHOLES.items():
            total = self._last.get((*about[:where], whole, *about[where + 1 :]), place)
            if is_above(self._values[place], self._values[total], PART, FEW):
                yield Pair(self._number(place), self._number(total), why)

    def _far_apart(self, places: Iterable[tuple[int, int]], times: float, why: str) -> Iterator[Pair]:
        for one, other in places:
            small, large = (one, other) if self._values[one] < self._values[other] else (other, one)
            if is_above(self._values[large], self._values[small], times, FEW):
                yield Pair(self._number(large), self._number(small), why)

    def _number(self, place: int) -> Number:
        return Number(self._table, self._table.numbers[place], self._column, self._values[place], self._country)


def _year(time: Any) -> int:
    """The year of a month, in which its series lies, as running totals begin anew; 0: years are one series."""
    return time.year if isinstance(time, date) else 0
