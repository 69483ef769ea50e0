"""A region's report: the countries that the region had in a plan year."""

from __future__ import annotations

from r4v_analysis.data.report import Report, once_a_report


@once_a_report
def members(report: Report, year: int) -> list[str]:
    """Codes of the countries of a report's region in a plan year, in the order of the list of codes.

    A year that region_members.csv lacks has the members of the last year before it. Empty for the report
    of a country, and for a year before the region's first.
    """
    if report.country_iso3 not in report.data.queries.by_value("region-members", "region"):
        return []
    rows = report.data.queries.rows("region-members", region=report.country_iso3)
    years = rows.loc[rows["year"] <= year, "year"]
    own = set(rows.loc[rows["year"] == years.max(), "country_iso3"]) if len(years) else set()
    return [str(code) for code in report.codes("countries").index if code in own]


def with_members(report: Report) -> list[str]:
    """The code of a report's country; of a region's also those of its countries in the report's year."""
    return [report.country_iso3, *members(report, report.period.end.year)]
