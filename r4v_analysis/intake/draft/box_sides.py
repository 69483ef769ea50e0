"""On which side of their labels the values of a box stand: decided once, for the box as a whole.

Where labels stand on lines of their own, a value can belong to the one above it or to the one below.
Either way is tried for all values together. The way that pairs more of them holds; where both pair
as many, the printed percent decides (funding ÷ requirements), then blank lines, then that funding
seldom passes requirements.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

_CLOSE = 0.006
"""By how much a printed percent may differ from the quotient: it is printed whole, or with a decimal."""


class Placed(Protocol):
    """A value or a label: where it stands in the text."""

    @property
    def start(self) -> int:
        """Its first letter."""

    @property
    def end(self) -> int:
        """The place behind it."""


@dataclass(frozen=True, slots=True)
class Paired:
    """Label of each value, by the value's place in the list; `is_sure` where nothing else fits as well."""

    labels: Mapping[int, int]
    is_sure: bool


def paired(
    text: str,
    values: Sequence[Placed],
    labels: Sequence[Placed],
    slot: Callable[[int, int], str],
    amounts: Sequence[float | None],
) -> Paired:
    """Values and labels of a box that stand on lines of their own.

    `slot` names what a value would count under a label (by their places in the two lists), empty
    where it does not fit; `amounts` are what the values are worth.
    """
    above = _on_side(text, values, labels, slot, is_above=True)
    below = _on_side(text, values, labels, slot, is_above=False)
    if above == below or not below or len(above) > len(below):
        return Paired(above, _agrees(_named(above, slot), amounts) is not False)
    if not above or len(below) > len(above):
        return Paired(below, _agrees(_named(below, slot), amounts) is not False)
    votes = _votes(text, values)
    ranked = sorted(
        ((above, votes), (below, -votes)),
        key=lambda side: (_rank(_agrees(_named(side[0], slot), amounts)), side[1]),
        reverse=True,
    )
    best = ranked[0][0]
    is_confirmed = _agrees(_named(best, slot), amounts)
    return Paired(best, is_confirmed is True or (is_confirmed is None and votes != 0))


def _on_side(
    text: str, values: Sequence[Placed], labels: Sequence[Placed], slot: Callable[[int, int], str], *, is_above: bool
) -> dict[int, int]:
    """The label of each value on one side: next to it, or behind values that are of that label too."""
    near = [_neighbour(text, value, labels, is_above=is_above) for value in values]
    names = [slot(place, label) if label is not None else "" for place, label in enumerate(near)]
    order = range(len(values)) if is_above else reversed(range(len(values)))
    found: dict[int, int] = {}
    closed: set[int] = set()
    for place in order:
        label = near[place]
        if label is None or label in closed:
            continue
        if names[place] and names.count(names[place]) == 1:
            found[place] = label
        else:  # another value's label, or one that two values claim
            closed.add(label)
    return found


def _neighbour(text: str, value: Placed, labels: Sequence[Placed], *, is_above: bool) -> int | None:
    """The next label on one side of a value, with no other words between."""
    if is_above:
        before = [place for place, label in enumerate(labels) if label.end <= value.start]
        if not before:
            return None
        rest = text[labels[before[-1]].end : value.start].split("\n")
        between = "\n".join(rest[2:])  # the label's own line, and one on which it goes on, are its own
        return before[-1] if not re.search(r"[^\W\d_]{3}|\0", between) and not re.search(r"\d", rest[0]) else None
    after = [place for place, label in enumerate(labels) if label.start >= value.end]
    if not after:
        return None
    between = text[value.end : labels[after[0]].start]
    return after[0] if not re.search(r"[^\W\d_]{3}|\0", between) else None


def _named(pairs: Mapping[int, int], slot: Callable[[int, int], str]) -> dict[str, int]:
    return {slot(value, label): value for value, label in pairs.items()}


def _agrees(named: Mapping[str, int], amounts: Sequence[float | None]) -> bool | None:
    """Whether the money of a pairing can be: by the printed percent where there is one; None: nothing tells."""
    funding, requirements, coverage = (
        amounts[named[name]] if name in named else None for name in ("funding", "requirements", "coverage")
    )
    if funding is None or not requirements:
        return None
    if coverage is not None:
        return abs(funding / requirements - coverage) <= _CLOSE
    return False if funding > requirements else None


def _rank(agrees: bool | None) -> int:
    return {True: 2, None: 1, False: 0}[agrees]


def _votes(text: str, values: Sequence[Placed]) -> int:
    """Values with words right above them and none right below, less those with it the other way round."""
    total = 0
    for value in values:
        above = text[: value.start].rsplit("\n", 2)[1:2]
        below = text[value.end :].split("\n", 2)[1:2]
        has = [bool(line and re.search(r"[^\W\d_]{3}", line[0])) for line in (above, below)]
        total += has[0] - has[1]
    return total
