"""Scores of the ranges for a deadline: what a report's own day gave, and the closing count that became known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from r4v_analysis.analysis.regularization.clock import OpenProgramme, Series
from r4v_analysis.analysis.regularization.deadline_range import Outlook, is_open, outlooks
from r4v_analysis.analysis.regularization.reference import finished_in
from r4v_analysis.analysis.score import Score
from r4v_analysis.data.report import Report
from r4v_analysis.values.quantity import interval, missing


def scores(report: Report) -> list[Score]:
    """A score a range and level, of each programme that was running and whose end was known by `as_of`."""
    if (
        report.as_of <= report.own_as_of
        or report.data.queries.rows("programmes", country_iso3=report.country_iso3).empty
    ):
        return []
    given = [(item, outlook) for item, outlook in outlooks(report) if outlook.is_given]
    if not given:
        return []
    courses = finished_in(report.data, report.as_of, report.country_iso3)
    ended = {(course.programme, course.stage): course for course in courses}
    return [
        score
        for item, outlook in given
        if (course := ended.get((item.series.programme, item.series.stage)))
        for score in _scores(report, item, outlook, course)
    ]


def _scores(report: Report, item: OpenProgramme, outlook: Outlook, course: Series) -> Iterator[Score]:
    deadline = course.window.deadline
    first, last = ((day - item.day).days for day in deadline) if deadline else (0, 0)
    pace_came = (course.closing - item.count) / interval(first, last)
    so_far = item.count / item.series.window.days_open(item.day)
    for level, span in outlook.ranges.items():
        yield Score(
            report.report_id,
            ("programme", item.series.programme, item.series.stage),
            item.unit,
            level,
            span,
            is_open(item.count),
            course.closing,
            max(_known_from(report, source) for source in course.closing.sources),
            f"{item.unit}_per_day",
            so_far,
            missing(),
            pace_came,
            course.closing.sources,
        )


def _known_from(report: Report, source: str) -> date:
    table, _slash, key = source.partition("/")
    row = report.data.keyed(table.replace("_", "-"), key)
    if row is None:
        row = report.data.report(table).row
    return date.fromisoformat(str(row["known_from"])[:10])
