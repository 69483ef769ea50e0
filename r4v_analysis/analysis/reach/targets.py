"""Reach against what a plan meant to reach: running totals beside targets and people in need of the same year.

Both are of the same sector and population group (DOMAIN, rule 13). The country row is left out: its
target counts each person once, its reach does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from r4v_analysis.analysis.reach.months import MONTHLY, RUNNING, monitoring, of_all, of_country
from r4v_analysis.data.report import Report, as_text, once_a_report, row_quantity
from r4v_analysis.language.formats import N_
from r4v_analysis.values.metric import Metric
from r4v_analysis.values.period import month_end
from r4v_analysis.values.quantity import Quantity, missing, observed

COVERAGE = ("sector", "population_group", "reached", "targeted", "in_need", "status", "is_cross_cutting")


@dataclass(frozen=True)
class Comparison:
    """A year's running totals against its targets.

    `day` is the last one that the totals count. `rows` has the columns of `COVERAGE`, with quantities
    in `reached`, `targeted` and `in_need`; `status` says whether a row can be compared: `compared`,
    `not_reported`, `not_recorded` (see `reach_history.series`) or `no_target`. A running total that organizations
    which reported earlier are missing from is a lower bound.
    """

    day: date
    is_own_year: bool
    rows: pd.DataFrame

    @property
    def year(self) -> int:
        """The year of targets and totals."""
        return self.day.year

    def ranked(self, group: str = "all") -> pd.DataFrame:
        """Rows of one population group: largest share of the target first, cash and what has no share last."""
        rows = self.rows[self.rows["population_group"] == group]
        shares = [_value(row["reached"] / row["targeted"]) for _index, row in rows.iterrows()]
        ordered = rows.assign(share=pd.Series(shares, rows.index, dtype=float).where(rows["status"] == "compared"))
        columns = ["is_cross_cutting", "share", "sector"]
        return ordered.sort_values(columns, ascending=[True, False, True]).reset_index(drop=True)


@once_a_report
def comparison(report: Report) -> Comparison | None:
    """The report's year against its targets, else the latest earlier year with both; None without one.

    An earlier year is a reference and is labelled so wherever it is shown. The report's own sector
    row serves where R4V's monitoring lacks the year and the row counts since January.
    """
    need = report.known("people-in-need")
    for year in sorted(set(need["year"].dropna()).intersection(_running_years(report)), reverse=True):
        reached, targets = _running(report, int(year)), need[need["year"] == year]
        rows = _compared(report, reached, targets)
        if (rows["status"] == "compared").any():
            day = month_end(reached["month"].max().date())
            return Comparison(day, int(year) == report.period.end.year, rows)
    return None


def target_years(report: Report) -> list[int]:
    """Years for which targets by sector were known, in order."""
    rows = report.known("people-in-need")
    is_total = rows["sector"].map(report.codes("sectors")["is_total"]).astype(bool)
    return sorted({int(year) for year in rows.loc[~is_total & rows["people_targeted"].notna(), "year"]})


def own_bases(report: Report) -> list[str]:
    """How the report's own sector row counts people; empty without a row."""
    rows = _sector_row(report)
    return sorted({as_text(basis) or "unknown" for basis in rows.loc[rows["value"].notna(), "basis"]})


def printed_shares(report: Report) -> pd.DataFrame:
    """Observations in which the report itself gives a share of a target as reached, in the order of print."""
    return report.select(indicator="target_reached").dropna(subset=["value"])


def metrics(report: Report) -> Iterator[Metric]:
    """Share of target and of people in need reached, one a sector and population group.

    `target_coverage.education`, `need_coverage.education.in_transit`; those of a reference year are
    `reference_target_coverage.…`, so that no reader of metrics.json takes them for the report's year.
    """
    found = comparison(report)
    if found is None:
        return
    prefix = "" if found.is_own_year else "reference_"
    kinds = (
        ("target_coverage", "targeted", N_("running total by {day} ÷ people targeted in {year}")),
        ("need_coverage", "in_need", N_("running total by {day} ÷ people in need in {year}")),
    )
    for _index, row in found.rows[~found.rows["status"].isin(("not_reported", "not_recorded"))].iterrows():
        group = "" if row["population_group"] == "all" else f".{row['population_group']}"
        for family, column, formula in kinds:
            share = row["reached"] / row[column]
            if not share.is_missing:
                identifier = f"{prefix}{family}.{row['sector']}{group}"
                constants = {"day": found.day, "year": str(found.year)}
                about = ("sector", str(row["sector"]), group.removeprefix("."))
                yield Metric(identifier, share, "share", formula, RUNNING, found.day, constants, about=about)


def _sector_row(report: Report) -> pd.DataFrame:
    rows = report.select(section="sector_table", indicator="people_reached")
    inside: pd.DataFrame = rows[rows["stream"].fillna("rmrp") != "non_rmrp"]
    return inside


def _own_running(report: Report) -> pd.DataFrame:
    """The report's own sector row in the columns that `_running` has, where it counts since January."""
    rows = _sector_row(report)
    rows = rows[(rows["basis"] == RUNNING) & rows["place"].isna() & rows["sex"].isna()]
    result: pd.DataFrame = rows.assign(
        population_group=rows["population_group"].fillna("all"),
        status=rows["value"].isna().map({True: "not_reported", False: "reported"}),
        month=pd.Timestamp(report.period.end).replace(day=1),
        quantity=_objects([row_quantity(row) for _index, row in rows.iterrows()], rows),
    )
    return result


def _running_years(report: Report) -> set[int]:
    rows = of_country(monitoring(report))
    years = {int(year) for year in rows.loc[rows["basis"] == RUNNING, "month"].dt.year}
    return years | ({report.period.end.year} if RUNNING in own_bases(report) else set())


def _running(report: Report, year: int) -> pd.DataFrame:
    """Running totals of a year's last month known: sector, population_group, month, quantity, status."""
    rows = of_country(monitoring(report))
    rows = rows[rows["month"].dt.year == year]
    running = rows[rows["basis"] == RUNNING]
    if running.empty:
        return _own_running(report)
    last = running[running["month"] == running["month"].max()]
    is_left_out = last["people_reached"].notna() & last["sector"].isin(_left_out(rows))
    status = last["people_reached"].isna().map({True: "not_reported", False: "reported"})
    lacking = _lacks_organizations(running, last)
    quantities = [_total(row, is_lacking) for (_index, row), is_lacking in zip(last.iterrows(), lacking, strict=True)]
    result: pd.DataFrame = last.assign(
        quantity=_objects(quantities, last), status=status.mask(is_left_out, "not_recorded")
    )
    return result


def _lacks_organizations(running: pd.DataFrame, last: pd.DataFrame) -> list[bool]:
    """Whether organizations that reported earlier are missing from each of the last month's running totals.

    They are from each total of a sector where fewer organizations report than in its fullest month, or where its
    total of all groups is below an earlier one; and from a group's total that is below an earlier one.
    """
    highest = running.groupby(["sector", "population_group"])["people_reached"].max()
    is_below = [row["people_reached"] < highest[row["sector"], row["population_group"]] for _i, row in last.iterrows()]
    fullest = of_all(running).groupby("sector")["reporting_organizations"].max()
    lacking = {
        row["sector"]
        for below, (_index, row) in zip(is_below, last.iterrows(), strict=True)
        if row["population_group"] == "all" and (below or _has_fewer(row, fullest))
    }
    return [below or sector in lacking for sector, below in zip(last["sector"], is_below, strict=True)]


def _has_fewer(row: pd.Series, fullest: pd.Series) -> bool:
    """Whether fewer organizations report than in the sector's fullest month; unknown numbers say nothing."""
    organizations, most = row["reporting_organizations"], fullest[row["sector"]]
    return not pd.isna(organizations) and not pd.isna(most) and bool(organizations < most)


def _total(row: pd.Series, is_lacking: bool) -> Quantity:
    """A running total; "at least" where organizations are missing from it."""
    source = f"sector_reach/{row['reach_id']}"
    return _cell({**row, "qualifier": "at_least" if is_lacking else "exact"}, "people_reached", source)


def _left_out(rows: pd.DataFrame) -> set[str]:
    """Sectors whose running totals are 0 all year beside monthly totals above 0."""
    highest = of_all(rows).groupby(["basis", "sector"])["people_reached"].max()
    running, monthly = (highest[highest.index.get_level_values("basis") == basis] for basis in (RUNNING, MONTHLY))
    zero = {sector for _basis, sector in running[running == 0].index}
    return zero.intersection(sector for _basis, sector in monthly[monthly > 0].index)


def _compared(report: Report, reached: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """A row for each sector and group that has a target or people in need."""
    codes = report.codes("sectors")
    targets = targets[~targets["sector"].map(codes["is_total"]).astype(bool)]
    targets = targets.drop_duplicates(["sector", "population_group"], keep="last")
    found = reached.drop_duplicates(["sector", "population_group"]).set_index(["sector", "population_group"])
    records = []
    for _index, row in targets.iterrows():
        key = (row["sector"], row["population_group"])
        people = found.loc[key, "quantity"] if key in found.index else missing()
        status = found.loc[key, "status"] if key in found.index else "not_reported"
        source = f"people_in_need/{row['people_in_need_id']}"
        target, need = (_cell(row, column, source) for column in ("people_targeted", "people_in_need"))
        if status == "reported":
            status = "compared" if target.value else "no_target"
        records.append((*key, people, target, need, status, bool(codes.loc[row["sector"], "cross_cutting"])))
    return pd.DataFrame(records, columns=list(COVERAGE))


def _cell(row: Mapping[Any, Any] | pd.Series, column: str, source: str) -> Quantity:
    """A number of a table's row with the bounds that its qualifier, where the table has one, gives it."""
    if pd.isna(row[column]):
        return missing(source)
    qualifier, printed = as_text(row.get("qualifier")) or "exact", as_text(row.get("printed"))
    return observed(float(row[column]), qualifier, printed, source)


def _objects(quantities: list[Quantity], rows: pd.DataFrame) -> pd.Series:
    return pd.Series(quantities, rows.index, dtype=object)


def _value(quantity: Quantity) -> float:
    return float("nan") if quantity.value is None else quantity.value
