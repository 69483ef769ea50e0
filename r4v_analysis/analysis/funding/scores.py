"""Scores of the ranges for a year's end: what a report's own day gave, and the coverage that became known."""

from __future__ import annotations

from r4v_analysis.analysis.funding.plan_years import PlanYear, final_years
from r4v_analysis.analysis.funding.year_end import LEVEL, YearEnd, year_ends
from r4v_analysis.analysis.score import Score
from r4v_analysis.data.report import Report


def scores(report: Report) -> list[Score]:
    """The score of a report's range, in the reading since January, where the year's end was known by `as_of`."""
    if report.as_of <= report.own_as_of or not (given := year_ends(report)[:1]):
        return []
    ended = [year for year in final_years(report, report.as_of) if year.year == report.period.end.year]
    return [_score(report, given[0], ended[-1])] if ended else []


def _score(report: Report, given: YearEnd, year: PlanYear) -> Score:
    low, high = given.coverage.low or 0.0, given.coverage.high
    came = year.coverage
    return Score(
        report.report_id,
        ("plan_year", year.country_iso3, str(year.year)),
        "share",
        LEVEL,
        (low, high if high is not None else low),
        high is None,
        came,
        year.known_from,
        "usd_per_month",
        given.reading.pace,
        given.reading.needed,
        (year.funding - given.reading.funding_year) / given.reading.months_left,
        came.sources,
    )
