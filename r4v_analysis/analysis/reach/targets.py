"""Reach against what a plan meant to reach: running totals beside targets and people in need of the same year.

Both are of the same sector and population group (DOMAIN, rule 13). The country row is left out: its
target counts each person once, its reach does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from r4v_analysis.analysis.reach.months import MONTHLY, RUNNING, lacks_organizations, monitoring, of_all, running_total
from r4v_analysis.analysis.reach.parts import quantity
from r4v_analysis.analysis.reach.sectors import inside
from r4v_analysis.data.cells import as_text, row_quantity
from r4v_analysis.data.queries import Record, of_country, own, records
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.language.formats import N_
from r4v_analysis.values.metric import Metric, source_anchor
from r4v_analysis.values.period import month_end
from r4v_analysis.values.quantity import Quantity, missing, observed

FAR_ABOVE = 2.0
"""The share of a target above which the target may be of other people than the reach, or far too small."""

_WITHOUT_TOTAL = ("not_reported", "not_recorded")
"""Statuses of rows that have no running total in the last month."""

COVERAGE = ("sector", "population_group", "reached", "targeted", "in_need", "status", "is_cross_cutting", "inside")


@dataclass(frozen=True)
class Comparison:
    """The running totals of a report's year against its targets.

    `day` is the last one that the totals count. `rows` has the columns of `COVERAGE`, with quantities
    in `reached`, `targeted` and `in_need`; `status` says whether a row can be compared: `compared`,
    `not_reported`, `not_recorded` (see `months.series`) or `no_target` (0, or of a group none recorded). A running
    total from which organizations that reported earlier are missing is "around": it counts too few, and people whom
    two organizations assisted twice; a 0 is "0 or more".
    """

    day: date
    rows: pd.DataFrame

    @property
    def year(self) -> int:
        """The year of targets and totals."""
        return self.day.year

    def ranked(self, group: str = "all") -> pd.DataFrame:
        """Rows of one population group: largest share of the target first; last sub-sectors of others, and cash."""
        if group not in self._in_order:
            self._in_order[group] = self._ranked(group)
        return own(self._in_order[group])

    @cached_property
    def _in_order(self) -> dict[str, pd.DataFrame]:
        """What `ranked` has answered: a region's page asks it of each country and sector."""
        return {}

    def _ranked(self, group: str) -> pd.DataFrame:
        rows = self.rows[self.rows["population_group"] == group]
        shares = [_value(reached / target) for reached, target in zip(rows["reached"], rows["targeted"], strict=True)]
        ordered = rows.assign(share=pd.Series(shares, rows.index, dtype=float).where(rows["status"] == "compared"))
        ordered["is_inside"] = ordered["inside"] != ""
        columns = ["is_cross_cutting", "is_inside", "share", "sector"]
        ordered = ordered.sort_values(columns, ascending=[True, True, False, True])
        return ordered.drop(columns="is_inside").reset_index(drop=True)

    def numbers(self, group: str = "all") -> pd.DataFrame:
        """The rows of `ranked` as a file has them: sector, people reached, targeted and in need, share, status.

        `qualifier` is that of people reached and of the share, empty where they do not compare.
        """
        rows = self.ranked(group)
        columns = {"people_reached": "reached", "people_targeted": "targeted", "people_in_need": "in_need"}
        people = {
            name: pd.Series([item.value for item in rows[column]], rows.index, dtype=float)
            for name, column in columns.items()
        }
        is_compared = rows["status"] == "compared"
        qualifier = pd.Series([item.qualifier for item in rows["reached"]], rows.index, dtype=object)
        beside = {"qualifier": qualifier.where(is_compared, ""), "status": rows["status"]}
        return pd.DataFrame({"sector": rows["sector"], **people, "share_of_target": rows["share"], **beside})

    def top(self) -> pd.DataFrame:
        """Rows of all groups together, largest share first, cash and sub-sectors of other rows left out."""
        rows = self.ranked()
        found: pd.DataFrame = rows[~rows["is_cross_cutting"] & (rows["inside"] == "")]
        return found

    def compared(self) -> pd.DataFrame:
        """Those of them that have a share."""
        rows = self.top()
        found: pd.DataFrame = rows[rows["status"] == "compared"]
        return found

    @property
    def is_partial(self) -> bool:
        """Whether a sector with a target has no running total of the last month: shares rank only the others then.

        It may have one of an earlier month, or none at all; both may be anywhere among the others by now.
        """
        rows = self.top()
        rows = rows[rows["status"].isin(_WITHOUT_TOTAL)]
        return any(target.value for target in rows["targeted"])


@once_a_report
def comparison(report: Report, country_iso3: str = "") -> Comparison | None:
    """The report's year against the targets of its country, or of another; None where one of the two is not known.

    The report's own sector row serves where R4V's monitoring lacks the year and the row counts since January.
    """
    country = country_iso3 or report.country_iso3
    year, need = report.period.end.year, of_country(report.known_of("people-in-need", country))
    reached, targets = running(report, country), need[need["year"] == year]
    if reached.empty or targets.empty:
        return None
    rows = _compared(report, reached, targets)
    if not (rows["status"] == "compared").any():
        return None
    return Comparison(month_end(reached["month"].max().date()), rows)


def below_a_month(report: Report) -> list[str]:
    """Sectors whose running total is below the number of one month alone: new people are missing from it.

    Two bases are set side by side as a check, never subtracted or added (DOMAIN, rule 1).
    """
    found, months = comparison(report), of_all(of_country(monitoring(report)))
    if found is None or months.empty:
        return []
    highest = months[months["basis"] == MONTHLY].groupby("sector")["people_reached"].max()
    rows = found.ranked()
    rows = rows[rows["status"] == "compared"]
    pairs = zip(rows["sector"], rows["reached"], strict=True)
    return [str(sector) for sector, reached in pairs if _value(reached) < highest.get(sector, 0)]


def target_years(report: Report) -> list[int]:
    """Years for which targets by sector were known, in order."""
    rows = of_country(report.known("people-in-need"))
    is_total = rows["sector"].map(report.codes("sectors")["is_total"]).astype(bool)
    return sorted({int(year) for year in rows.loc[~is_total & rows["people_targeted"].notna(), "year"]})


def printed_shares(report: Report) -> pd.DataFrame:
    """Observations in which the report itself gives a share of a target as reached, in the order of print."""
    return report.select(indicator="target_reached").dropna(subset=["value"])


@once_a_report
def shown(report: Report) -> frozenset[str]:
    """Anchors of the rows that these metrics stand on: a page lists them, and its figures' tables need not."""
    return frozenset(source_anchor(source) for item in metrics(report) for source in item.quantity.sources)


def metrics(report: Report) -> Iterator[Metric]:
    """Shares of target and of people in need reached, one a sector and population group.

    `target_reached.health` as the report itself prints it, without a sector for all of them;
    `target_coverage.education`, `need_coverage.education.in_transit` from running totals.
    """
    yield from _printed_metrics(report)
    found = comparison(report)
    if found is None:
        return
    kinds = (
        ("target_coverage", "targeted", N_("running total by {day} ÷ people targeted in {year}")),
        ("need_coverage", "in_need", N_("running total by {day} ÷ people in need in {year}")),
    )
    for row in records(found.rows[~found.rows["status"].isin(_WITHOUT_TOTAL)]):
        group = "" if row["population_group"] == "all" else f".{row['population_group']}"
        for family, column, formula in kinds:
            share = row["reached"] / row[column]
            if not share.is_missing:
                constants = {"day": found.day, "year": str(found.year)}
                about = ("sector", str(row["sector"]), group.removeprefix("."))
                identifier = f"{family}.{row['sector']}{group}"
                yield Metric(identifier, share, "share", formula, RUNNING, found.day, constants, about=about)


def _printed_metrics(report: Report) -> Iterator[Metric]:
    rows = printed_shares(report)
    rows = rows[rows[["sex", "place"]].isna().all(axis="columns")]
    rows = rows.assign(group=rows["population_group"].fillna("all")).drop_duplicates(["sector", "group"])
    for row in records(rows):
        sector, group = as_text(row["sector"]), "" if row["group"] == "all" else str(row["group"])
        about = ("sector", sector, group) if sector else ()
        identifier = ".".join(filter(None, ("target_reached", sector, group)))
        yield Metric(identifier, row_quantity(row), "share", as_of=report.period.end, about=about)


def _own_running(report: Report) -> pd.DataFrame:
    """The report's own numbers by sector in the columns that `running` has, where they count since January."""
    rows = report.select(indicator="people_reached")
    rows = rows[rows["sector"].notna() & (rows["stream"].fillna("rmrp") != "non_rmrp")]
    rows = rows[(rows["basis"] == RUNNING) & rows["place"].isna() & rows["sex"].isna()]
    result: pd.DataFrame = rows.assign(
        population_group=rows["population_group"].fillna("all"),
        status=rows["value"].isna().map({True: "not_reported", False: "reported"}),
        month=pd.Timestamp(report.period.end).replace(day=1),
        quantity=_objects([quantity(report, name) for name in rows["observation_id"]], rows),
    )
    return result


@once_a_report
def running(report: Report, country_iso3: str = "") -> pd.DataFrame:
    """Running totals of the year's last month known: sector, population_group, month, quantity, status."""
    country_iso3 = country_iso3 or report.country_iso3
    rows = of_country(monitoring(report, country_iso3))
    totals = rows[rows["basis"] == RUNNING]
    if totals.empty:
        return _own_running(report) if country_iso3 in ("", report.country_iso3) else totals
    last = totals[totals["month"] == totals["month"].max()]
    lacking = lacks_organizations(totals)[last.index]
    status = last["people_reached"].isna().map({True: "not_reported", False: "reported"})
    quantities = [
        running_total(row["people_reached"], is_lacking, f"sector_reach/{row['reach_id']}")
        for row, is_lacking in zip(records(last), lacking, strict=True)
    ]
    result: pd.DataFrame = last.assign(
        quantity=_objects(quantities, last),
        status=status.mask(is_no_number(rows)[last.index], "not_recorded"),
    )
    return result


def is_no_number(rows: pd.DataFrame) -> pd.Series:
    """Whether running totals, among a country's rows of both bases, are a 0 that is no number.

    So is that of a sector left out of them, and one after a number: new people can't become fewer.
    """
    totals = rows[rows["basis"] == RUNNING].sort_values("month", kind="stable")
    highest = totals.groupby(["sector", "population_group"])["people_reached"].cummax()
    found: pd.Series = totals["people_reached"].eq(0) & (highest.gt(0) | totals["sector"].isin(_left_out(rows)))
    return found


def _left_out(rows: pd.DataFrame) -> set[str]:
    """Sectors whose running totals are 0 all year beside monthly totals above 0."""
    highest = of_all(rows).groupby(["basis", "sector"])["people_reached"].max()
    running, monthly = (highest[highest.index.get_level_values("basis") == basis] for basis in (RUNNING, MONTHLY))
    zero = {sector for _basis, sector in running[running == 0].index}
    return zero.intersection(sector for _basis, sector in monthly[monthly > 0].index)


def _compared(report: Report, reached: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """A row for each sector and group that has people reached, a target or people in need."""
    codes = report.codes("sectors")
    targets = targets[~targets["sector"].map(codes["is_total"]).astype(bool)]
    targets = targets.drop_duplicates(["sector", "population_group"], keep="last")
    targets = targets[targets["population_group"].isin(_planned_groups(targets))]
    is_cross_cutting = codes["cross_cutting"].astype(bool).to_dict()
    columns = ("sector", "population_group", "quantity", "status")
    found = {
        (row[0], row[1]): row[2:] for row in reversed(list(zip(*(reached[name] for name in columns), strict=True)))
    }
    compared = []
    for row in records(targets):
        key = (row["sector"], row["population_group"])
        people, status = found.get(key, (missing(), "not_reported"))
        if status == "not_reported" and not any(row[name] > 0 for name in ("people_targeted", "people_in_need")):
            continue  # in a plan's file, a sector that the country's plan has not
        source = f"people_in_need/{row['people_in_need_id']}"
        target, need = (_planned(row, column, source) for column in ("people_targeted", "people_in_need"))
        if status == "reported":
            status = "compared" if target.value else "no_target"
        compared.append((*key, people, target, need, status, is_cross_cutting[row["sector"]]))
    rows = pd.DataFrame(compared, columns=list(COVERAGE[:-1]))
    return rows.assign(inside=inside(report, rows["sector"]))


def _planned_groups(targets: pd.DataFrame) -> set[str]:
    """Groups that have people in need or a target in some sector: a plan's file has a 0 for those that it has not."""
    is_any = (targets[["people_in_need", "people_targeted"]] > 0).any(axis="columns")
    return set(targets.loc[is_any, "population_group"])


def _planned(row: Record, column: str, source: str) -> Quantity:
    """A target or people in need; a group's 0 of both is not recorded: a plan's file has it where it has no group.

    A target of 0 beside people in need is a number, as it is of a place: the plan means to assist none of them.
    """
    is_recorded = row["population_group"] == "all" or row[column] != 0 or row["people_in_need"] > 0
    return _cell(row, column, source) if is_recorded else missing(source)


def _cell(row: Record, column: str, source: str) -> Quantity:
    """A number of a table's row with the bounds that its qualifier, where the table has one, gives it."""
    if pd.isna(row[column]):
        return missing(source)
    qualifier, printed = as_text(row.get("qualifier")) or "exact", as_text(row.get("printed"))
    return observed(float(row[column]), qualifier, printed, source)


def _objects(quantities: list[Quantity], rows: pd.DataFrame) -> pd.Series:
    return pd.Series(quantities, rows.index, dtype=object)


def _value(quantity: Quantity) -> float:
    return float("nan") if quantity.value is None else quantity.value
