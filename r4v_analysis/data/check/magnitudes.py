"""Pairs of numbers between which orders of magnitude lie though they can't, and how they are told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from r4v_analysis.data.check.rows import CheckedTable
from r4v_analysis.errors import Message, Problem

RULE = "orders_of_magnitude"
PART, STEP = 10, 100
"""How many times its whole a part has to be, and a number the next one of its series, to be told."""
FEW = 100
"""People by whom small counts are taken to differ for other reasons; of money 0."""
REPEATED = Message("the two are versions of one number")
NEXT = Message("the two follow one another in a series")
_FIRST = 3
"""Numbers of a country in a table that are told in full."""


class Number(NamedTuple):
    """A number, and where it stands."""

    table: CheckedTable
    row: int
    column: str
    value: float
    country: str

    @property
    def place(self) -> tuple[str, int, str]:
        """What it is told apart by."""
        return self.table.path, self.row, self.column

    def seen_from(self, other: Number) -> Message:
        """Where it is, said beside another number."""
        file = "" if other.table.path == self.table.path else f"{self.table.path}, "
        return Message("{file}row {row}, {column}", file=file, row=self.row, column=self.column)


class Pair(NamedTuple):
    """Two numbers that contradict one another, and what is expected of them."""

    large: Number
    small: Number
    why: str

    @property
    def times(self) -> float:
        """How many times the smaller one the larger is."""
        return self.large.value / self.small.value


def is_above(large: float, small: float, times: float, few: float) -> bool:
    """Whether a number is more than so many times another one; none is any number of times 0."""
    return small > 0 and large > times * (small + few)


def above(large: Number | None, small: Number | None, times: float, why: str, few: float = FEW) -> Iterator[Pair]:
    """The pair, where the first number is so many times the second."""
    if large is not None and small is not None and is_above(large.value, small.value, times, few):
        yield Pair(large, small, why)


def apart(one: Number | None, other: Number | None, times: float, why: str, few: float = FEW) -> Iterator[Pair]:
    """The pair, where either is so many times the other."""
    yield from above(one, other, times, why, few)
    yield from above(other, one, times, why, few)


def in_turn(series: Mapping[Any, Number], times: float = STEP, few: float = FEW) -> Iterator[Pair]:
    """Numbers that lie far from the next two, by which the first or last one stands out; `series` are by time."""
    numbers = [series[time] for time in sorted(series)]
    for distance in (1, 2):
        for one, other in zip(numbers, numbers[distance:], strict=False):
            yield from apart(one, other, times, NEXT, few)


def told(pairs: Iterable[Pair]) -> Iterator[Problem]:
    """What is said of pairs: each once, at the number that contradicts the most others.

    Of two nothing says which is wrong, of several it does. Of many numbers of a country the first are told, and how
    many there are.
    """
    found: dict[tuple[str, str], list[tuple[Number, list[Pair]]]] = defaultdict(list)
    for number, own in _by_number(list(pairs)):
        found[number.table.path, number.country].append((number, own))
    for (_path, country), numbers in found.items():
        messages = [_message(number, own) for number, own in numbers[:_FIRST]]
        if len(numbers) > _FIRST:
            last = max(number.row for number, _ in numbers[_FIRST:])
            more = Message("{told} So are {count:,} more of {country} in this file, down to row {row}.")
            messages[-1] = more.of(told=messages[-1], count=len(numbers) - _FIRST, country=country, row=last)
        for (number, _), message in zip(numbers, messages, strict=False):
            where = number.table.place(number.row, number.column)
            yield Problem(where, message, RULE, severity="finding")


def _by_number(pairs: Sequence[Pair]) -> Iterator[tuple[Number, list[Pair]]]:
    """Numbers, those first that stand in most pairs, then the larger ones, each with its pairs that are left."""
    own: dict[tuple[str, int, str], list[Pair]] = defaultdict(list)
    ends = [(end, pair) for pair in pairs for end in (pair.large, pair.small)]
    for end, pair in ends:
        own[end.place].append(pair)
    counts = Counter(end.place for end, _ in ends)
    done: set[int] = set()
    for end, _ in sorted(ends, key=lambda item: (-counts[item[0].place], -item[0].value)):
        left = [pair for pair in own.pop(end.place, ()) if id(pair) not in done]
        done.update(map(id, left))
        if left:
            yield end, left


def _message(number: Number, pairs: Sequence[Pair]) -> Message:
    clearest = max(pairs, key=lambda pair: (pair.large.column == pair.small.column, pair.times))
    is_large = clearest.large.place == number.place
    other = clearest.small if is_large else clearest.large
    larger = Message("{times:,.0f} times as much as", times=clearest.times)
    others = Message(", and far from {count:,} other numbers as well", count=len(pairs) - 1)
    others = Message(", and far from one other number as well") if len(pairs) == 2 else others
    told = Message(
        "{country}: {value:,.15g} is {times} the {other:,.15g} of {place}"
        "{more}, but {why}. See the sources: a unit (thousands, millions) or a mark of thousands may be "
        "misread in one of them. Correct that one; both are kept if they are printed so."
    )
    seen = {"country": number.country, "value": number.value, "other": other.value, "place": other.seen_from(number)}
    times = larger if is_large else Message("{times:,.0f} times less than", times=clearest.times)
    return told.of(**seen, times=times, more=others if len(pairs) > 1 else "", why=clearest.why)
