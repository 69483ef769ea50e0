"""How a plan year may end: a range for its coverage, from what finished plan years gained after the same month.

It is meant to hold nine in ten plan years. A year moves all plans together, so a narrower range, which has less to
spare, is not given. It is tried on each plan year, and on each year, with the same code, and scored once the end is
known (DOMAIN, rule 6).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from r4v_analysis.analysis.funding.plan_cases import PlanCase, plan_cases
from r4v_analysis.analysis.funding.readings import WindowReading, readings
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.language.formats import N_
from r4v_analysis.values.metric import Metric
from r4v_analysis.values.quantity import Quantity, exact

LEVEL = 0.9
"""The share of plan years that the range is meant to hold."""

FEWEST = 19
"""Plan years that a range of nine in ten takes: of fewer, no two order statistics hold as much."""

NO_STATE, OF_YEARS, YEAR_OVER, FEW_CASES = "no_state", "of_years", "year_over", "few_cases"


@dataclass(frozen=True, slots=True)
class Gains:
    """The interval of the points that plan years gained after a month: the gains of a rank, and the share it holds."""

    low: float
    high: float
    rank: int
    level: float


@dataclass(frozen=True, slots=True)
class YearEnd:
    """The range for one reading of the funding window: coverage and funding at the year's end, unmet requirements.

    `coverage` is a share of the report's requirements, `funding` and `unmet` the same in US$; `unmet` below 0 is a
    surplus.
    """

    reading: WindowReading
    coverage: Quantity
    funding: Quantity
    unmet: Quantity


@dataclass(frozen=True, slots=True)
class YearTrial:
    """A plan year left out: the range that the others give for it, and where it ended."""

    case: PlanCase
    low: float
    high: float

    @property
    def held(self) -> bool:
        """Whether it ended within the range."""
        return self.low <= self.case.final <= self.high


def gains(values: Iterable[float], level: float = LEVEL) -> Gains | None:
    """The range for one more plan year's gain, from those of finished plan years; None with fewer than `FEWEST`.

    Formula. Of n gains in order, those that stand j-th from below and from above, with the greatest j whose
    interval holds a share (n + 1 − 2j) ÷ (n + 1) of one more draw that is at least `level`. No form of a
    distribution is assumed. A gain below 0 counts as 0: money that has come in stays, and coverage is given as a
    share of the requirements as they are.

    Assumption. The plan year is one more draw like the others, and gains as many points of coverage as they did
    after the same month, whatever it had by then. Gains were tried against ratios and shares of the remaining gap,
    and did better.

    What it can't know. Plan years of one year share its crises and budgets, so n plan years are fewer than n
    independent ones: the number of years is said beside it. Requirements that are revised make another share.
    """
    ordered = np.sort(np.maximum(np.fromiter(values, float), 0.0))
    n = len(ordered)
    j = math.floor((n + 1) * (1 - level) / 2 + 1e-9)
    if j < 1:
        return None
    return Gains(float(ordered[j - 1]), float(ordered[n - j]), j, (n + 1 - 2 * j) / (n + 1))


@once_a_report
def expected_gains(report: Report) -> Gains | None:
    """The gains for a report's month, from the plan years that it may be compared with."""
    return gains(case.gain for case in plan_cases(report))


def decline(report: Report) -> str:
    """Why there is no range: NO_STATE, OF_YEARS, YEAR_OVER or FEW_CASES; "" where there is one."""
    found = readings(report)
    if not found or found[0].coverage.is_missing:
        return NO_STATE
    if found[0].plan:
        return OF_YEARS
    if not found[0].months_left:
        return YEAR_OVER
    return "" if expected_gains(report) else FEW_CASES


@once_a_report
def year_ends(report: Report) -> list[YearEnd]:
    """The range in each reading of the funding window; empty where `decline` has a reason."""
    if decline(report) or (found := expected_gains(report)) is None:
        return []
    return [_year_end(reading, found) for reading in readings(report)]


def _year_end(reading: WindowReading, gained: Gains) -> YearEnd:
    """Coverage so far with the least and with the greatest gain; open above where only a bound of it is known."""
    now = reading.coverage
    known = [end for end in (now.low, now.value, now.high) if end is not None]
    low = None if now.low is None and now.value is None else min(known) + gained.low
    is_open = now.high is None and not now.is_about
    high = None if is_open else max(known) + gained.high
    coverage = Quantity(None, low, high, sources=now.sources)
    funding = coverage * reading.requirements
    return YearEnd(reading, coverage, funding, reading.requirements - funding)


def leave_one_out(cases: Sequence[PlanCase]) -> list[YearTrial]:
    """Each plan year, by the range that all the others give."""
    return _trials(cases, lambda case, other: other is not case)


def leave_a_year_out(cases: Sequence[PlanCase]) -> list[YearTrial]:
    """Each plan year, by the range that those of other years give: what a new year asks for."""
    return _trials(cases, lambda case, other: other.year != case.year)


def _trials(cases: Sequence[PlanCase], is_used: Callable[[PlanCase, PlanCase], bool]) -> list[YearTrial]:
    found = []
    for case in cases:
        gained = gains(other.gain for other in cases if is_used(case, other))
        if gained:
            found.append(YearTrial(case, case.coverage + gained.low, case.coverage + gained.high))
    return found


def held(found: Iterable[YearTrial]) -> tuple[int, int]:
    """How many trials held, and how many there were."""
    each = [trial.held for trial in found]
    return sum(each), len(each)


_COVERAGE = N_(
    "coverage so far + points gained after the same month by finished plan years: of {n} gains in order those that "
    "stand {j}-th from below and from above; none below 0"
)
_FUNDING = N_("coverage at the end of the year × requirements")
_UNMET = N_("requirements − funding at the end of the year")


def metrics(report: Report) -> Iterator[Metric]:
    """The range in each reading of the funding window, then what it stands on; nothing where there is none."""
    found = year_ends(report)
    gained, cases = expected_gains(report), plan_cases(report)
    if not found or gained is None:
        return
    end = report.period.end.replace(month=12, day=31)
    constants = {"n": len(cases), "j": gained.rank}
    for item in found:
        rows = (
            ("year_end_coverage", "share", item.coverage, _COVERAGE),
            ("year_end_funding", "usd", item.funding, _FUNDING),
            ("year_end_unmet", "usd", item.unmet, _UNMET),
        )
        for name, unit, quantity, formula in rows:
            about = ("reading", item.reading.name)
            yield Metric(f"{name}.{item.reading.name}", quantity, unit, formula, "", end, constants, about=about)
    plans = N_("finished plan years whose coverage in the same month and in the end are known, in the table of them")
    yield Metric("year_end_plans", exact(len(cases)), "plan_years", plans, as_of=report.vintage)
    years = N_("calendar years that these plan years are of")
    yield Metric("year_end_years", exact(len({case.year for case in cases})), "years", years, as_of=report.vintage)
    trials = {"one_out": leave_one_out(cases), "year_out": leave_a_year_out(cases)}
    formula = N_("each plan year left out, or its whole year: how often the range of the others held how it ended")
    for name, tried in trials.items():
        yield Metric(f"year_end_held_{name}", exact(held(tried)[0]), "plan_years", formula)
        yield Metric(f"year_end_tried_{name}", exact(held(tried)[1]), "plan_years", formula)
