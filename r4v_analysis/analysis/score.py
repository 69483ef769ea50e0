"""A range that was given, held against what came: of a deadline or a year's end, once the end is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from r4v_analysis.values.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Score:
    """A range of a report's own day, and what came.

    `about` is a kind of thing and its codes, as metrics have it. `given` is the range as it was given; `is_open`
    where it said "or more". `came` has bounds where sources differ, `known_from` is the day from which it was known.
    Paces are in `pace_unit`: so far, needed to reach what was named (missing where nothing was), and what came.
    """

    report_id: str
    about: tuple[str, ...]
    unit: str
    level: float
    given: tuple[float, float]
    is_open: bool
    came: Quantity
    known_from: date
    pace_unit: str
    pace: Quantity
    needed: Quantity
    pace_came: Quantity
    sources: tuple[str, ...] = ()

    @property
    def span(self) -> tuple[float, float]:
        """What came as two ends, the same where there is one number; "around" stands for itself."""
        known = [end for end in (self.came.low, self.came.high) if end is not None and not self.came.is_about]
        known = known or [end for end in (self.came.value,) if end is not None]
        return min(known), max(known)

    @property
    def held(self) -> bool:
        """Whether the range holds all that is known of what came; one that said "or more" has no upper end."""
        low, high = self.span
        return self.given[0] <= low and (self.is_open or high <= self.given[1])

    @property
    def missed_by(self) -> float:
        """How far what came lies outside: below 0 under the range, above 0 over it, 0 inside."""
        if self.held:
            return 0.0
        low, high = self.span
        return min(low - self.given[0], 0.0) or high - self.given[1]


def by_level(scores: Iterable[Score]) -> dict[float, tuple[int, int]]:
    """How many ranges held and how many were scored, by level."""
    found: dict[float, list[bool]] = {}
    for score in scores:
        found.setdefault(score.level, []).append(score.held)
    return {level: (sum(each), len(each)) for level, each in sorted(found.items())}
