"""Reach month by month, as R4V's monitoring publishes it: monthly totals, and running totals since January.

A monthly total counts people again who were counted the month before, a running total adds up new
people (DOMAIN, rule 1): they never share a frame. The country row ("Intersector") is left out: its
monthly total is a sum over sectors, and its running total an upper bound of people counted once.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from r4v_analysis.data.queries import of_country
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.values.period import month_end
from r4v_analysis.values.quantity import Quantity, exact, missing

MONTHLY, RUNNING = "period_total", "cumulative_ytd"
SERIES = (
    "sector", "month", "people_reached", "reporting_organizations", "status", "has_fewer", "has_fallen", "is_around",
    "source",
)  # fmt: skip


@once_a_report
def monitoring(report: Report, country_iso3: str = "") -> pd.DataFrame:
    """R4V's rows by sector that were known and are about the report's year up to its end, the country row left out.

    Of the report's country, or of another. Columns of sector_reach.csv, those of places, sexes and ages too.
    Another year has pages of its own.
    """
    rows = report.known_of("sector-reach", country_iso3 or report.country_iso3)
    is_total = rows["sector"].map(report.codes("sectors")["is_total"]).astype(bool)
    is_over = rows["month"].map(month_end) <= pd.Timestamp(report.period.end)
    is_of_year = rows["month"].dt.year == report.period.end.year
    result: pd.DataFrame = rows[~is_total & is_over & is_of_year].reset_index(drop=True)
    return result


def has_months(report: Report, country_iso3: str) -> bool:
    """Whether `monitoring` of a country may have a row: all that reading them asks."""
    end = report.period.end
    months = f"{end.year}-01-01", end.isoformat()
    found = report.data.queries.known_between("sector-reach", country_iso3, report.vintage.isoformat(), months)
    return len(found) > 0


@once_a_report
def series(report: Report, basis: str) -> pd.DataFrame:
    """One basis of the report's year, a row for each sector and month up to the last one known.

    Columns: sector, month, people_reached (NaN: not reported), reporting_organizations, status
    (`reported`, `not_reported`, or `not_recorded`: running totals of 0 all year beside monthly totals
    above 0, so the source leaves the sector out of its running totals), has_fewer (fewer organizations
    than in the sector's fullest month, which may be a later one), has_fallen (below the month before, which a sum
    of new people can't be) and is_around (`lacks_organizations`), both of running totals only, source. Empty
    without any row.
    """
    rows = of_all(of_country(monitoring(report)))
    if rows.empty:
        return pd.DataFrame(columns=list(SERIES))
    sectors = [code for code in report.codes("sectors").index if code in set(rows["sector"])]
    months = pd.date_range(f"{report.period.end.year}-01-01", rows["month"].max(), freq="MS")
    every = pd.MultiIndex.from_product([sectors, months], names=["sector", "month"])
    numbers = {name: rows[rows["basis"] == name].set_index(["sector", "month"]) for name in (MONTHLY, RUNNING)}
    frame = numbers[basis].reindex(every)
    people, organizations = frame["people_reached"], frame["reporting_organizations"].astype(float)
    monthly = numbers[MONTHLY]["people_reached"].reindex(every)
    fallen = people.groupby(level="sector").transform(lambda values: values < values.ffill().shift())
    status = _status(people, monthly, basis)
    is_around = pd.Series(False, every)
    if basis == RUNNING:
        is_lacking = lacks_organizations(rows[rows["basis"] == RUNNING]).to_numpy(bool)
        is_around = (status == "reported") & every.isin(numbers[RUNNING].index[is_lacking])
    return pd.DataFrame(
        {
            "people_reached": people,
            "reporting_organizations": organizations,
            "status": status,
            "has_fewer": organizations < organizations.groupby(level="sector").transform("max"),
            "has_fallen": fallen.astype(bool) & (basis == RUNNING),
            "is_around": is_around,
            "source": "sector_reach/" + frame["reach_id"],
        }
    ).reset_index()[list(SERIES)]


def lacks_organizations(running: pd.DataFrame) -> pd.Series:
    """Whether organizations that reported earlier in the year are missing from running totals, which are rough then.

    `running` are rows of one country, one a sector, population group and month; the answer has their index. A
    sector's totals lack them in a month for which fewer organizations report than for an earlier one, or whose total
    of all groups is below an earlier one; a group's also where it is below an earlier one of its own. Numbers of
    organizations that are not known say nothing.
    """
    rows = running.sort_values("month", kind="stable")
    is_below = rows["people_reached"] < rows.groupby(["sector", "population_group"])["people_reached"].cummax()
    whole, organizations = of_all(rows), of_all(rows)["reporting_organizations"].astype(float)
    has_fewer = organizations < organizations.groupby(whole["sector"]).cummax()
    lacking = pd.MultiIndex.from_frame(whole.loc[has_fewer | is_below[whole.index], ["sector", "month"]])
    is_lacking = pd.MultiIndex.from_frame(rows[["sector", "month"]]).isin(lacking)
    found: pd.Series = (is_below | is_lacking).reindex(running.index)
    return found


def running_total(people: float, is_lacking: bool, *sources: str) -> Quantity:
    """A running total: "around" where it lacks organizations, since who was assisted by two is counted by both.

    A 0 counts nobody twice, so one that lacks organizations is 0 or more.
    """
    if pd.isna(people):
        return missing(*sources)
    if not is_lacking:
        return exact(people, *sources)
    is_about = people > 0
    return Quantity(float(people), None if is_about else 0.0, is_about=is_about, sources=sources)


def is_rough(total: Quantity) -> bool:
    """Whether a running total lacks organizations, as `running_total` has it."""
    return total.is_about or (total.value == 0 and total.high is None)


@once_a_report
def not_recorded(report: Report) -> list[str]:
    """Sectors that the source leaves out of its running totals, which give 0 beside monthly totals above 0."""
    rows = series(report, RUNNING)
    return list(dict.fromkeys(rows.loc[rows["status"] == "not_recorded", "sector"]))


def of_all(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of all population groups together."""
    return rows[rows["population_group"] == "all"]


def _status(people: pd.Series, monthly: pd.Series, basis: str) -> pd.Series:
    status = people.isna().map({True: "not_reported", False: "reported"})
    if basis != RUNNING:
        return status
    highest = [numbers.groupby(level="sector").transform("max") for numbers in (people, monthly)]
    is_left_out = (highest[0] == 0) & (highest[1] > 0)
    return status.mask(is_left_out & people.notna(), "not_recorded")


def latest(report: Report, day: date) -> pd.DataFrame:
    """The last running total of each sector in the last year known on a day, of a report's country, largest first.

    Columns: sector, month (that of the total: a sector may be reported no more), people_reached, is_around. Cash, the
    country row and what is not reported or 0 are left out.
    """
    rows = of_all(of_country(report.known_of("sector-reach", report.country_iso3, day)))
    codes = report.codes("sectors")
    is_sector = ~rows["sector"].map(codes["is_total"] | codes["cross_cutting"]).astype(bool)
    totals = rows[is_sector & (rows["basis"] == RUNNING)]
    running = totals[totals["people_reached"] > 0]
    of_year = totals[totals["month"].dt.year == running["month"].max().year]
    last = running[running.index.isin(of_year.index)].sort_values("month", kind="stable")
    last = last.drop_duplicates("sector", keep="last").sort_index()
    last = last.assign(is_around=lacks_organizations(of_year).reindex(last.index).astype(bool))
    ordered = last.sort_values("people_reached", ascending=False, kind="stable")
    result: pd.DataFrame = ordered[["sector", "month", "people_reached", "is_around"]].reset_index(drop=True)
    return result
