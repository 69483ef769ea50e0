"""Metrics of uptake, with their names: stages, windows, pace, counts over time, ranges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from r4v_analysis.analysis.regularization import clock, counts, deadline_range
from r4v_analysis.analysis.regularization.calendar import (
    CALENDAR,
    FILED,
    Uptake,
    first_window,
    furthest,
    stages,
    uptakes,
)
from r4v_analysis.data.cells import as_date, as_text
from r4v_analysis.data.publisher import FTS
from r4v_analysis.data.queries import records
from r4v_analysis.data.report import Report
from r4v_analysis.language.formats import N_
from r4v_analysis.values.membership import says_part
from r4v_analysis.values.metric import Metric, keyed
from r4v_analysis.values.quantity import Quantity, exact

NAMES = {
    "pace": N_("Pace so far"),
    "needed": N_("Pace needed"),
    "stage": N_("Count"),
    "stage_share": N_("Share"),
    "days_open": N_("Days open"),
    "days_left": N_("Days left"),
    "window_gone": N_("Share of the window gone"),
    "window_gone_first": N_("Share of the window announced first gone"),
    "window_gone_now": N_("Share of the present window gone"),
    "known_count": N_("Count"),
    "filed_sum": N_("Granted and in process together"),
    "pace_between": N_("Pace since the count before"),
    "closing_count": N_("Count at closing"),
    "clock": N_("Share of the window gone"),
    "share_of_closing": N_("Share of the closing count"),
    "deadline_range": N_("Count at the deadline"),
    "deadline_range_as_printed": N_("Count at the deadline, by the number printed"),
    "deadline_range_first": N_("Count at the deadline announced first"),
    "deadline_range_first_as_printed": N_("Count at the deadline announced first, by the number printed"),
    "deadline_cases": N_("Finished programmes compared with"),
    "deadline_shares": N_("Share of their closing counts that finished programmes had"),
    "straight_line": N_("Count at the deadline by a straight line"),
    "deadline_tried": N_("Ranges tried on finished programmes"),
    "deadline_held_80": N_("Of these, ranges of 8 in 10 that held"),
    "deadline_held_90": N_("Of these, ranges of 9 in 10 that held"),
}
"""Names of the families of metrics, by the first part of their ids or a whole id."""


INDICATORS = ("regularization",)
"""Of observations that are about it."""


def is_silent(report: Report) -> bool:
    """Whether nothing known by then is about a programme: no count of a report or another source, no day of one.

    A plan year of FTS is known years after its end: what programmes had come to by then is not of its year.
    """
    if report.publisher == FTS:
        return True
    queries, day = report.data.queries, report.vintage.isoformat()
    return not (
        queries.printing([*report.earlier_ids, report.report_id], INDICATORS)
        or len(queries.known_positions("programme-counts", report.country_iso3, day))
        or len(queries.event_positions(report.report_id, report.country_iso3, day))
    )


def metrics(report: Report, targets: Sequence[Quantity] = ()) -> dict[str, Metric]:
    """Metrics of uptake by id, one group a programme, then those over time; what each of `targets` needs."""
    over_time = [item for module in (counts, clock, deadline_range) for item in module.metrics(report)]
    return keyed([*_metrics(report, targets), *over_time], NAMES)


def _metrics(report: Report, targets: Sequence[Quantity]) -> Iterator[Metric]:
    for row in records(stages(report)):
        name, basis = str(row["observation_id"]), as_text(row["basis"])
        count, unit, day = report.quantity(name), str(row["unit"]), as_date(row["as_of"])
        yield Metric(f"stage.{name}", count, unit, basis=basis, as_of=day, about=("printed", name))
    yield from _share_metrics(report)
    for uptake in uptakes(report):
        yield from _window_metrics(uptake)
        if uptake.unit == "people":
            yield from _target_metrics(uptake, targets)
    yield from _days_left(report)
    yield from _moved(report)


def _share_metrics(report: Report) -> Iterator[Metric]:
    """Shares between two stages of the same people: a number over the one that its own words make it a part of."""
    rows = stages(report).dropna(subset=["part_of"])
    rows = rows[rows["printed"].map(lambda printed: says_part(as_text(printed))).astype(bool)]
    for part, whole in zip(rows["observation_id"], rows["part_of"], strict=True):
        share = report.quantity(part) / report.quantity(whole)
        constants = {"part": part, "whole": whole}
        about = ("printed", str(part))
        yield Metric(f"stage_share.{part}", share, "share", N_("{part} ÷ {whole}"), constants=constants, about=about)


def _window_metrics(uptake: Uptake) -> Iterator[Metric]:
    name, frame = uptake.programme, uptake.window
    rate = "people_per_day" if uptake.unit == "people" else "procedures_per_day"
    rows = (
        ("days_open", "days", frame.days_open(uptake.day), N_("day of the count − opening")),
        ("days_left", "days", frame.days_left(uptake.day), N_("deadline − day of the count")),
        (
            "window_gone",
            "share",
            frame.share_gone(uptake.day),
            N_("(day of the count − opening) ÷ (deadline − opening)"),
        ),
        ("pace", rate, uptake.pace, N_("count ÷ days open")),
    )
    for identifier, unit, quantity, formula in rows:
        yield Metric(f"{identifier}.{name}", quantity, unit, formula, as_of=uptake.day, about=("programme", name))


def _days_left(report: Report) -> Iterator[Metric]:
    """Days left to the deadline on the day of a programme's furthest count, where that is not the filed one."""
    for item in furthest(report):
        left = item.window.days_left(item.day)
        if item.stage != FILED and not left.is_missing and (left.low or 0) > 0:
            identifier = f"days_left.{counts.series_key(item.programme, item.stage)}"
            formula, constants = N_("deadline − day of the count"), {"stage": item.stage}
            about = ("programme", item.programme)
            yield Metric(identifier, left, "days", formula, as_of=item.day, constants=constants, about=about)


def _moved(report: Report) -> Iterator[Metric]:
    """Where a deadline was moved: the share gone of the window announced first, and of the present one."""
    for item in furthest(report):
        stage = item.stage if item.stage in CALENDAR else FILED
        first = first_window(report, item.programme, stage)
        shares = (("first", first.share_gone(item.day)), ("now", item.window.share_gone(item.day)))
        if first.deadline == item.window.deadline or any(share.is_missing for _name, share in shares):
            continue
        for name, share in shares:
            identifier = f"window_gone_{name}.{counts.series_key(item.programme, stage)}"
            formula = N_("(day of the count − opening) ÷ (deadline − opening)")
            about = ("programme", item.programme)
            yield Metric(identifier, share, "share", formula, as_of=item.day, constants={"stage": stage}, about=about)


def _target_metrics(uptake: Uptake, targets: Sequence[Quantity]) -> Iterator[Metric]:
    for target in targets:
        if target.value is None:
            continue
        yield Metric(
            f"needed.{uptake.programme}.{target.value:.0f}",
            uptake.needed(exact(target.value, *target.sources)),
            "people_per_day",
            N_("({target} − count) ÷ days left"),
            as_of=uptake.day,
            constants={"target": int(target.value)},
            about=("programme", uptake.programme),
        )
