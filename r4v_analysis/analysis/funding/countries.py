"""A region's countries side by side: coverage by country and plan year.

Each is its own plan year, as `plan_years` finds it for a report of the country. They are never added up:
a plan also asks for and gets money for the region as a whole, which is in no country's number (DOMAIN, 16).
"""

from __future__ import annotations

from collections.abc import Iterator

from r4v_analysis.analysis.funding.plan_years import PlanYear, metrics_of_year, own_year, plan_years_of
from r4v_analysis.analysis.region import members
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.values.metric import Metric


@once_a_report
def country_years(report: Report) -> list[PlanYear]:
    """Plan years of the countries of a report's region that were known on its `vintage`; empty for a country.

    One entry a country and year in which it was a member, years up to the report's own: the last one that has
    a coverage, else the last one.
    """
    year = report.period.end.year
    found = [item for code in members(report, year) for item in plan_years_of(report, code)]
    best: dict[tuple[str, int], PlanYear] = {}
    for item in sorted(found, key=lambda item: (not item.coverage.is_missing, item.day)):
        if item.country_iso3 in members(report, item.year):
            best[item.country_iso3, item.year] = item
    return [best[key] for key in sorted(best)]


def ended(report: Report) -> list[PlanYear]:
    """Those that say how the report's own year ended, where its own number is of a day within it; else none."""
    own = own_year(report)
    if own is None or own.is_final:
        return []
    return [item for item in country_years(report) if item.is_final and item.year == own.year]


def metrics(report: Report) -> Iterator[Metric]:
    """Requirements, funding and coverage of each of them; of the report's own country there are others."""
    for year in country_years(report):
        yield from metrics_of_year(year)
