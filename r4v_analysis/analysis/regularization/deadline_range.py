"""How a running programme may end: a range for the count at its deadline, from the courses of finished ones.

Of each finished programme one number is taken: how its count rose with the share of its window. The range is the
prediction interval of that number for one more programme of the same kind. It is tried on each finished programme
in turn, with the same code, and scored once the end is known. A single number is never given.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, stdev

from r4v_analysis.analysis.regularization.calendar import Window, first_window
from r4v_analysis.analysis.regularization.clock import NEAR, OpenProgramme, Point, Series, running
from r4v_analysis.analysis.regularization.reference import reference
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.language.formats import N_
from r4v_analysis.values.metric import Metric, Metrics
from r4v_analysis.values.quantity import Quantity, exact, interval

FEWEST = 6
"""Finished programmes that a range takes: with fewer the interval is wider than what it could tell."""

LEVELS = (0.8, 0.9)
"""Shares of programmes that the two ranges are meant to hold."""

Span = tuple[float, float]
"""A low and a high end; the same twice where there is one number."""


@dataclass(frozen=True, slots=True)
class Case:
    """A finished programme's part in a range: the count that was taken, and the exponent of its course there.

    `low` and `high` are the same but where its opening, its day or its closing count are intervals.
    """

    series: Series
    point: Point
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """The ranges for a count at a share of its window, by level; empty with fewer than `FEWEST` cases."""

    cases: tuple[Case, ...]
    ranges: Mapping[float, Span]

    @property
    def is_given(self) -> bool:
        """Whether there is a range."""
        return bool(self.ranges)


@dataclass(frozen=True, slots=True)
class WindowTrial:
    """A finished programme left out at one of its counts: what the others would have said, and what came."""

    series: Series
    point: Point
    outlook: Outlook

    @property
    def came(self) -> Span:
        """The closing count; an interval where sources differ on it."""
        return printed(self.series.closing)

    def held(self, level: float) -> bool:
        """Whether the range holds all that sources say of the closing count."""
        low, high = self.outlook.ranges[level]
        return low <= self.came[0] and self.came[1] <= high


def outlook(count: Quantity, gone: Quantity, courses: Iterable[Series]) -> Outlook:
    """The range for a count at a share of its window, from the courses of finished programmes.

    Formula. A course is s(t) = t^k: the share of the closing count that was in at share t of the window. Of each
    finished programme k = ln s / ln t at its count nearest to t; a programme without a count by t + 5 % takes no
    part, so that what is compared was seen. With m and d the mean and the standard deviation (n − 1) of ln k over n
    programmes, the prediction interval for one more is m ± q · d · √(1 + 1/n), where q is the quantile of Student's
    t with n − 1 degrees at (1 + level) / 2. The ends of the range are count / t^k at the ends of k.

    Assumption. Programmes are exchangeable draws, and ln k is normal among them; the window is not moved; the
    number printed stands for the count, also where it is printed as "over" or "around". n is 6 or more, the levels
    are 80 and 90 %. The ends are rounded outward to three digits, and never below the count.

    Bounds. Where t, a closing count or its day is an interval, the interval is made at both ends and the wider one
    is kept.

    What it can't know. The law, the fee, how many are eligible, how far the programme is known; finished programmes
    are those that were reported on, and few.
    """
    spans = [_at(count, t, courses) for t in dict.fromkeys(printed(gone))]
    cases = min((found.cases for found in spans), key=len)
    if not all(found.is_given for found in spans):
        return Outlook(cases, {})
    ranges = {level: _hull(found.ranges[level] for found in spans) for level in LEVELS}
    return Outlook(cases, ranges)


def _at(count: Quantity, t: float, courses: Iterable[Series]) -> Outlook:
    """The range at one share of the window."""
    if not 0 < t < 1:
        return Outlook((), {})
    found = tuple(case for case in (_case(course, t) for course in courses) if case)
    if len(found) < FEWEST:
        return Outlook(found, {})
    fewest, most = printed(count)
    ranges = {}
    for level in LEVELS:
        sides = [case.low for case in found], [case.high for case in found]
        ends = [prediction([math.log(k) for k in side], level) for side in sides]
        least, greatest = _hull(ends)
        low, high = fewest / t ** math.exp(least), most / t ** math.exp(greatest)
        ranges[level] = (max(rounded(low, math.floor), fewest), rounded(high, math.ceil))
    return Outlook(found, ranges)


def rounded(value: float, outward: Callable[[float], int]) -> float:
    """An end of a range to three digits, as it is given and scored; outward, so that nothing is lost by it."""
    step = 10.0 ** (math.floor(math.log10(value)) - 2)
    return outward(value / step) * step


def prediction(values: Sequence[float], level: float) -> Span:
    """The interval that holds one more value at a level: mean ± t(n − 1) · standard deviation · √(1 + 1/n)."""
    from scipy.special import stdtrit  # here: few commands need a range, and its import takes as long as pandas'

    n = len(values)
    half = float(stdtrit(n - 1, (1 + level) / 2)) * stdev(values) * math.sqrt(1 + 1 / n)
    return fmean(values) - half, fmean(values) + half


def _case(course: Series, t: float) -> Case | None:
    """A programme's case at share t: its count nearest to it; None without a count by then, or where none tells."""
    found = [(point, exponent) for point in course.points if (exponent := _exponent(point, course.closing))]
    if not any(middle(point) <= t + NEAR for point, _exponent in found):
        return None
    nearest = min(abs(middle(point) - t) for point, _exponent in found)
    chosen = [(point, exponent) for point, exponent in found if abs(middle(point) - t) == nearest]
    return Case(course, chosen[0][0], *_hull(exponent for _point, exponent in chosen))


def _exponent(point: Point, closing: Quantity) -> Span | None:
    """The exponent k = ln s / ln t over what s and t can be; None at an end of the window, or where s is 1 or more."""
    (first, last), (least, greatest) = printed(point.gone), printed(closing)
    fewest, most = printed(point.count.quantity)
    if min(first, fewest) <= 0 or last >= 1 or most >= least:
        return None
    return math.log(most / least) / math.log(first), math.log(fewest / greatest) / math.log(last)


def middle(point: Point) -> float:
    """Where a count stands in its window, an interval's middle."""
    return fmean(printed(point.gone))


def printed(quantity: Quantity) -> Span:
    """The interval that a number is known to lie in; the number printed where only words bound it."""
    low, high = quantity.low, quantity.high
    if low is None or high is None or quantity.is_about:
        known = [end for end in (quantity.value, low, high) if end is not None]
        return (known[0], known[0]) if known else (math.nan, math.nan)
    return low, high


def _hull(spans: Iterable[Span]) -> Span:
    lows, highs = zip(*spans, strict=True)
    return min(lows), max(highs)


@once_a_report
def outlooks(report: Report) -> list[tuple[OpenProgramme, Outlook]]:
    """Each running programme of a report with its ranges, by what was known on the report's `vintage`."""
    return [(item, outlook(item.count, item.gone, _others(report, item))) for item in running(report)]


def first_announced(report: Report, item: OpenProgramme) -> tuple[Window, Outlook] | None:
    """The window as it was announced first, with its ranges; None where the deadline was not moved, or has passed."""
    first = first_window(report, item.series.programme, item.series.stage)
    if not first.deadline or first.deadline == item.series.window.deadline or item.day >= first.deadline[0]:
        return None
    return first, outlook(item.count, first.share_gone(item.day), _others(report, item))


def _others(report: Report, item: OpenProgramme) -> list[Series]:
    return [course for course in reference(report) if course.programme != item.series.programme]


def on_course(item: OpenProgramme, case: Case) -> float:
    """The count at the deadline if a running programme went on as a finished one did: count ÷ t^k, middles of all."""
    return fmean(printed(item.count)) / float(fmean(printed(item.gone)) ** fmean((case.low, case.high)))


def straight_line(item: OpenProgramme) -> Quantity:
    """What the count over the share of the window would say: count ÷ t, as if each day brought the same."""
    return item.count / item.gone


@once_a_report
def tried(report: Report) -> list[WindowTrial]:
    """The back-test on what was known on a report's `vintage`."""
    return trials(reference(report))


def trials(courses: Sequence[Series]) -> list[WindowTrial]:
    """Leave one programme out: at each count of each course, where the other programmes give a range."""
    return [trial for course in courses for trial in _trials_of(course, courses)]


def _trials_of(course: Series, courses: Sequence[Series]) -> Iterator[WindowTrial]:
    others = [other for other in courses if other.programme != course.programme]
    for point in course.points:
        found = outlook(replace(point.count.quantity, sources=()), point.gone, others)
        if found.is_given:
            yield WindowTrial(course, point, found)


def held(found: Iterable[WindowTrial], level: float) -> tuple[int, int]:
    """How many of the trials held at a level, and how many there were."""
    each = [trial.held(level) for trial in found]
    return sum(each), len(each)


_RANGE = N_(
    "count ÷ t^k, t the share of the window gone; k so that {level} of programmes lie within: mean ± q·s·√(1 + 1/n) of "
    "ln k over {n} finished programmes, q of Student’s t"
)
_CASES = N_("finished programmes with a count by the same share of their window, known by then")
_LINE = N_("count ÷ share of the window gone, as if each day brought as many")
_SHARES = N_("share of the closing count that the finished programmes had: t^k, from the least to the most")


def metrics(report: Report) -> Iterator[Metric]:
    """For each running programme its ranges and what a straight line would say; then the back-test."""
    for item, found in outlooks(report):
        yield from _outlook_metrics(item, found)
        first = first_announced(report, item)
        if first:
            yield from _ranges("deadline_range_first", item, first[1], first[0])
    if running(report):
        yield from _held_metrics(report)


def percent(level: float) -> str:
    """`80` for 0.8, as the ids of metrics end."""
    return f"{level * 100:.0f}"


def _outlook_metrics(item: OpenProgramme, found: Outlook) -> Iterator[Metric]:
    yield from _ranges("deadline_range", item, found, item.series.window)
    used = [case.point.count.quantity.sources + case.series.closing.sources for case in found.cases]
    cases = exact(len(found.cases), *dict.fromkeys(source for sources in used for source in sources))
    rows = [
        ("deadline_cases", "programmes", cases, _CASES),
        ("straight_line", item.unit, straight_line(item), _LINE),
    ]
    if found.cases:
        rows.append(("deadline_shares", "share", interval(*shares_at(item, found)), _SHARES))
    constants, about = {"stage": item.series.stage}, ("programme", item.series.programme)
    for name, unit, quantity, formula in rows:
        identifier = f"{name}.{item.series.key}"
        yield Metric(identifier, quantity, unit, formula, "", item.day, constants, about=about)


def _ranges(family: str, item: OpenProgramme, found: Outlook, window: Window) -> Iterator[Metric]:
    """A metric a level; where the count is "or more", an open one beside that of the number as printed."""
    sources, about = tuple(dict.fromkeys((*item.count.sources, *window.sources))), ("programme", item.series.programme)
    for level, (low, high) in found.ranges.items():
        constants = {"stage": item.series.stage, "level": f"{percent(level)} %", "n": len(found.cases)}
        name = f"{item.series.key}.{percent(level)}"
        if is_open(item.count):
            bound = Quantity(None, low, None, sources=sources)
            yield Metric(f"{family}.{name}", bound, item.unit, _RANGE, "", item.day, constants, about=about)
            family_printed = f"{family}_as_printed"
        else:
            family_printed = family
        quantity = Quantity(None, low, high, sources=sources)
        yield Metric(f"{family_printed}.{name}", quantity, item.unit, _RANGE, "", item.day, constants, about=about)


def shares_at(item: OpenProgramme, found: Outlook) -> tuple[float, float]:
    """The least and the most of their closing counts that the cases had at the running programme's share."""
    shares = [t**k for t in printed(item.gone) for case in found.cases for k in (case.low, case.high)]
    return min(shares), max(shares)


def range_of(items: Metrics, item: OpenProgramme, level: float, family: str = "deadline_range") -> Metric:
    """The range of a level, by the number printed; where the count is printed as a number or more, so is the range."""
    family = f"{family}_as_printed" if is_open(item.count) else family
    return items[f"{family}.{item.series.key}.{percent(level)}"]


def is_open(count: Quantity) -> bool:
    """Whether a count is printed as a number or more, so that no upper end is known."""
    return count.high is None and not count.is_about


def _held_metrics(report: Report) -> Iterator[Metric]:
    formula = N_("each finished programme left out at each of its counts: how often the range held what came")
    trials = tried(report)
    for level in LEVELS:
        yield Metric(f"deadline_held_{percent(level)}", exact(held(trials, level)[0]), "ranges", formula)
    yield Metric("deadline_tried", exact(len(trials)), "ranges", formula)
