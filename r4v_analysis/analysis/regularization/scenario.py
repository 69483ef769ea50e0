"""A range for a running programme at its deadline, from the shapes of finished ones.

A scenario with its assumptions, and no forecast: it stands on at least two programmes or it is not
given, says which shape makes which end, and is tried on each finished programme in turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from r4v_analysis.analysis.regularization.clock import NEAR, Point, Running, Series, least, most, running, shapes
from r4v_analysis.analysis.regularization.counts import span
from r4v_analysis.data.report import Report
from r4v_analysis.language.formats import N_
from r4v_analysis.values.metric import Metric
from r4v_analysis.values.quantity import Quantity, missing

FEWEST = 2
"""Finished programmes that a range needs: one course is no range."""

Verdict = Literal["inside", "partly", "outside"]


@dataclass(frozen=True, slots=True)
class Part:
    """What one shape makes of a count at a point of the clock: count / share."""

    series: Series
    share: Quantity
    closing: Quantity


@dataclass(frozen=True, slots=True)
class Scenario:
    """A range for a running programme at its deadline; `total` is missing where there is no basis for it."""

    running: Running
    parts: tuple[Part, ...]
    total: Quantity

    @property
    def ends(self) -> tuple[Part | None, Part | None]:
        """The shapes that give the lower and the upper end."""
        lows = [part for part in self.parts if part.closing.low is not None]
        highs = [part for part in self.parts if part.closing.high is not None]
        return (
            min(lows, key=lambda part: part.closing.low or 0) if self.total.low is not None else None,
            max(highs, key=lambda part: part.closing.high or 0) if self.total.high is not None else None,
        )


@dataclass(frozen=True, slots=True)
class Trial:
    """A finished programme left out: what the other shapes would have made of its count at a point."""

    series: Series
    point: Point
    parts: tuple[Part, ...]
    total: Quantity
    verdict: Verdict


def scenario(report: Report, item: Running) -> Scenario:
    """What the finished shapes make of a running programme's count at its deadline.

    For each shape that has a count by that share of the window: count / share. The range goes from
    the least to the most of them, and is given from `FEWEST` programmes on.
    """
    parts = _parts([shape for shape in shapes(report) if shape.programme != item.series.programme], item)
    is_enough = item.unit == "people" and len({part.series.programme for part in parts}) >= FEWEST
    return Scenario(item, parts, _range(parts) if is_enough else missing(*item.count.sources))


def shapes_without_count(report: Report, found: Scenario) -> list[Series]:
    """The finished shapes of other programmes that say nothing at a scenario's point of the clock."""
    used = {part.series.key for part in found.parts}
    others = [shape for shape in shapes(report) if shape.programme != found.running.series.programme]
    return [shape for shape in others if shape.key not in used]


def _parts(finished: Iterable[Series], at: Running) -> tuple[Part, ...]:
    shares = [(shape, shape.share_at(at.gone)) for shape in finished]
    return tuple(Part(shape, share, _closing(at.count, share)) for shape, share in shares if not share.is_missing)


def _closing(count: Quantity, share: Quantity) -> Quantity:
    """The closing count that a share makes of a count; an end is open where the count or the share leaves it open."""
    low, high = span(count)
    start = None if low is None or not share.high else low / share.high
    end = None if high is None or not share.low else high / share.low
    sources = tuple(dict.fromkeys((*count.sources, *share.sources)))
    is_about = start == end and (count.is_about or share.is_about)
    return Quantity(start if start == end else None, start, end, is_about, sources)


def _range(parts: Sequence[Part]) -> Quantity:
    spans = [span(part.closing) for part in parts]
    low, high = least([low for low, _high in spans]), most([high for _low, high in spans])
    sources = tuple(dict.fromkeys(source for part in parts for source in part.closing.sources))
    is_about = low == high and any(part.closing.is_about for part in parts)
    return Quantity(low if low == high else None, low, high, is_about, sources)


def trials(report: Report, item: Running) -> list[Trial]:
    """Leave one out: each finished programme with a count near the running one's point of the clock.

    Its count there and the shapes of the other programmes give a range, held against what it came to.
    One other shape is enough to test with; a programme without one is not tested.
    """
    finished = shapes(report)
    found = []
    for shape in finished:
        points = [point for point in shape.points if _is_near(point.gone, item.gone)]
        if points and shape.programme != item.series.programme:
            point = min(points, key=lambda point: abs(_middle(point.gone) - _middle(item.gone)))
            others = [other for other in finished if other.programme != shape.programme]
            found.append(_trial(shape, point, others))
    return [trial for trial in found if trial.parts]


def _trial(shape: Series, point: Point, others: Sequence[Series]) -> Trial:
    parts = _parts(others, Running(shape, point.count.quantity, point.count.unit, point.count.last, point.gone))
    total = _range(parts) if parts else missing()
    return Trial(shape, point, parts, total, _verdict(total, shape.closing))


def _verdict(total: Quantity, closing: Quantity) -> Verdict:
    """Whether a range holds all, a part or nothing of what a programme came to."""
    low, high = ends(total)
    start, end = ends(closing)
    if low <= start and end <= high:
        return "inside"
    return "partly" if low <= end and start <= high else "outside"


def ends(quantity: Quantity) -> tuple[float, float]:
    """Low and high, infinite where open."""
    low, high = span(quantity)
    return float("-inf") if low is None else low, float("inf") if high is None else high


def _is_near(one: Quantity, other: Quantity) -> bool:
    (low, high), (start, end) = ends(one), ends(other)
    return low <= end + NEAR and high >= start - NEAR


def _middle(quantity: Quantity) -> float:
    low, high = ends(quantity)
    return (low + high) / 2


def metrics(report: Report) -> Iterator[Metric]:
    """`scenario_share` and `scenario_part` a shape, `scenario_deadline` where there is a basis, `leave_one_out`.

    All are named after the running programme; those of a shape, after it too.
    """
    for item in running(report):
        if item.unit == "people":
            yield from _scenario_metrics(scenario(report, item))
            for trial in trials(report, item):
                yield _trial_metric(item, trial)


def _scenario_metrics(found: Scenario) -> Iterator[Metric]:
    at, about = found.running, ("programme", found.running.series.programme)
    for part in found.parts:
        constants = {"stage": at.series.stage, "shape": part.series.programme, "shape_stage": part.series.stage}
        name = f"{at.series.key}.{part.series.key}"
        formula = N_("share of the closing count between the counts before and after that share of the window")
        yield Metric(f"scenario_share.{name}", part.share, "share", formula, "", at.day, constants, about=about)
        if not found.total.is_missing:
            formula = N_("count ÷ share of the closing count in this shape")
            yield Metric(f"scenario_part.{name}", part.closing, "people", formula, "", at.day, constants, about=about)
    if not found.total.is_missing:
        formula = N_("from the least to the most of what the shapes make of the count")
        constants = {"stage": at.series.stage}
        identifier = f"scenario_deadline.{at.series.key}"
        yield Metric(identifier, found.total, "people", formula, "", at.day, constants, about=about)


def _trial_metric(item: Running, trial: Trial) -> Metric:
    formula = N_("count ÷ share of the closing count, from the least to the most of the other shapes")
    about, day = ("programme", trial.series.programme), trial.point.count.last
    constants = {"stage": trial.series.stage, "day": day}
    return Metric(trial_id(item, trial), trial.total, "people", formula, "", day, constants, about=about)


def trial_id(item: Running, trial: Trial) -> str:
    """`leave_one_out.cpp_2020.pre_registered`, and the running programme's key where it is not the filed stage's."""
    return f"leave_one_out.{trial.series.key}.at.{item.series.key}"
