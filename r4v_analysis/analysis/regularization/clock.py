"""All programmes on a common clock: share of the window gone against share of the closing count.

A shape is one finished (programme, stage): the share of its closing count that was in when a share
of its window had gone. A range for a running programme stands on the shapes of all countries (`deadline_range`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from r4v_analysis.analysis.regularization.calendar import CALENDAR, Window, window, window_of
from r4v_analysis.analysis.regularization.counts import Count, by_stage, counts, hull, series_key, span
from r4v_analysis.data.queries import Record
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.language.formats import N_
from r4v_analysis.values.metric import Metric
from r4v_analysis.values.quantity import Quantity, interval, missing

NEAR = 0.05
"""How far apart on the clock two counts may stand and still be taken for the same point: 5 % of the window."""

Standing = Literal["shape", "open", "not_open", "no_opening", "no_deadline", "no_closing_count", "no_earlier_count"]


@dataclass(frozen=True, slots=True)
class Point:
    """A count of a finished programme: share of the window gone, and share of the closing count."""

    count: Count
    gone: Quantity
    share: Quantity


@dataclass(frozen=True, slots=True)
class Series:
    """The counts of one programme and stage on the clock of its window.

    `standing` says whether it is a shape, still open, or what it lacks; `closing` is the count at
    the end of the window, over all that sources say; `points` are the counts before it.
    """

    programme: str
    stage: str
    window: Window
    standing: Standing
    closing: Quantity
    points: tuple[Point, ...]

    @property
    def key(self) -> str:
        """The programme, and the stage where it is not the filed one."""
        return series_key(self.programme, self.stage)


@dataclass(frozen=True, slots=True)
class OpenProgramme:
    """A programme whose window is open: its latest count, over what sources say, and where it stands."""

    series: Series
    count: Quantity
    unit: str
    day: date
    gone: Quantity


@once_a_report
def series(report: Report) -> list[Series]:
    """Every programme and stage that has a window of its own and a known count, on the report's `vintage`."""
    grouped = _clocked(counts(report)).items()
    return [series_of(window(report, *key), key[1], rows, report.vintage) for key, rows in grouped]


def finished(found: Iterable[Count], events: Sequence[Record], day: date) -> list[Series]:
    """The shapes among counts and events of programmes that were known on a day."""
    grouped = _clocked(found).items()
    every = [series_of(window_of(events, day, *key), key[1], rows, day) for key, rows in grouped]
    return [item for item in every if item.standing == "shape"]


def _clocked(found: Iterable[Count]) -> dict[tuple[str, str], list[Count]]:
    """Counts of all people by programme and stage; those of asylum seekers, say, are part of another number."""
    grouped = by_stage(count for count in found if not count.group and count.stage in CALENDAR)
    return {(programme, stage): rows for (programme, stage, _group), rows in grouped.items()}


def series_of(frame: Window, stage: str, rows: Sequence[Count], day: date) -> Series:
    """The counts of one programme and stage on the clock of its window, as known on a day."""
    programme = frame.programme
    opening, deadline = frame.opening, frame.deadline
    if opening is None or deadline is None:
        return Series(programme, stage, frame, "no_opening" if opening is None else "no_deadline", missing(), ())
    if deadline[1] > day:
        is_open = any(count.first >= opening[1] for count in rows)
        return Series(programme, stage, frame, "open" if is_open else "not_open", missing(), ())
    final = [count.quantity for count in rows if count.last >= deadline[0]]
    if not final:
        return Series(programme, stage, frame, "no_closing_count", missing(), ())
    closing = hull(final)
    earlier = [count for count in rows if opening[1] <= count.first and count.last < deadline[0]]
    points = tuple(Point(count, _gone(frame, count), _share(count.quantity, closing)) for count in earlier)
    return Series(programme, stage, frame, "shape" if points else "no_earlier_count", closing, points)


def _gone(frame: Window, count: Count) -> Quantity:
    """The share of the window gone on a count's day, over the days that it can be."""
    first, last = frame.share_gone(count.first), frame.share_gone(count.last)
    if first.low is None or last.high is None:
        return missing(*frame.sources)
    return interval(first.low, last.high, *frame.sources)


def _share(count: Quantity, closing: Quantity) -> Quantity:
    """Count / closing; where one of them is a bound or an interval, "around" in the other stands for itself."""
    if closing.value is not None and (count.is_about or not closing.is_about):
        return count / closing
    (low, high), (fewest, all_of_them) = span(count), span(closing)
    start = None if low is None or not all_of_them else low / all_of_them
    end = None if high is None or not fewest else high / fewest
    sources = tuple(dict.fromkeys((*count.sources, *closing.sources)))
    if start is not None and start == end:
        return Quantity(start, is_about=True, sources=sources)
    return Quantity(None, start, end, sources=sources)


def running(report: Report) -> list[OpenProgramme]:
    """The open programmes with the latest count of each; several sources for its day are one interval."""
    grouped = _clocked(counts(report))
    result = []
    for item in series(report):
        if item.standing != "open" or item.window.opening is None:
            continue
        rows = [count for count in grouped[item.programme, item.stage] if count.first >= item.window.opening[1]]
        latest = [count for count in rows if (count.last, count.first) == (rows[-1].last, rows[-1].first)]
        quantity = hull([count.quantity for count in latest])
        result.append(OpenProgramme(item, quantity, latest[0].unit, latest[0].last, _gone(item.window, latest[0])))
    return result


def shapes(report: Report) -> list[Series]:
    """The finished series that have a closing count and one before it."""
    return [item for item in series(report) if item.standing == "shape"]


def metrics(report: Report) -> Iterator[Metric]:
    """`closing_count`, and of each count `clock` and `share_of_closing`; of an open programme `clock` alone."""
    for item in series(report):
        if not item.closing.is_missing:
            formula = N_("all that sources say of the count at the deadline or later")
            constants, about = {"stage": item.stage}, ("programme", item.programme)
            identifier = f"closing_count.{item.key}"
            yield Metric(identifier, item.closing, "people", formula, constants=constants, about=about)
        for number, point in enumerate(item.points, 1):
            yield from _point_metrics(item, number, point)
    for now in running(report):
        about = ("programme", now.series.programme)
        constants = {"stage": now.series.stage}
        yield Metric(f"clock.{now.series.key}", now.gone, "share", _CLOCK, "", now.day, constants, about=about)


_CLOCK = N_("(day of the count − opening) ÷ (deadline − opening)")


def _point_metrics(item: Series, number: int, point: Point) -> Iterator[Metric]:
    constants, about = {"stage": item.stage, "day": point.count.last}, ("programme", item.programme)
    name = f"{item.key}.{number}"
    yield Metric(f"clock.{name}", point.gone, "share", _CLOCK, "", point.count.last, constants, about=about)
    formula = N_("count ÷ closing count")
    day = point.count.last
    yield Metric(f"share_of_closing.{name}", point.share, "share", formula, "", day, constants, about=about)
