"""Metrics of the range for a deadline: the ranges, the straight line, the cases and how the back-test went."""

from __future__ import annotations

from collections.abc import Iterator

from r4v_analysis.analysis.regularization.calendar import Window
from r4v_analysis.analysis.regularization.clock import OpenProgramme, running
from r4v_analysis.analysis.regularization.deadline_range import (
    LEVELS,
    Outlook,
    first_announced,
    held,
    outlooks,
    printed,
    straight_line,
    tried,
)
from r4v_analysis.data.report import Report
from r4v_analysis.language.formats import N_
from r4v_analysis.values.metric import Metric, Metrics
from r4v_analysis.values.quantity import Quantity, exact, interval

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
