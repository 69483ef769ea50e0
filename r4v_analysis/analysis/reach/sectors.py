"""Reach by sector: people assisted in each sector, and what can be said of people counted once.

Sectors overlap, so their sum is never a number of people (DOMAIN, rule 2); cash-based
interventions are a modality that any sector can use, so they stand apart (rule 4). So do a sub-sector
beside its sector, which has its people already, and a sector counted on another basis than the others.
"""

from __future__ import annotations

import pandas as pd

from r4v_analysis.analysis.reach.parts import quantity
from r4v_analysis.analysis.reach.stock import stock
from r4v_analysis.data.cells import as_text, row_quantity
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.errors import MixedBasis
from r4v_analysis.values.quantity import Quantity, exact, interval, missing

COLUMNS = (
    "sector", "people_reached", "people_reached_non_rmrp", "share_of_largest", "reached_per_1000", "is_cross_cutting",
    "inside", "is_apart", "is_listed", "basis", "observation_id",
)  # fmt: skip
_TABLE = "sector_table"


@once_a_report
def sectors(report: Report) -> pd.DataFrame:
    """The report's numbers of people reached by sector, largest first; last what is not ranked.

    Those of its sector table, and of sectors that only the text has a number for. Columns: sector, people_reached
    (inside the plan; of a number printed as "almost" whose parts add up to it their sum),
    people_reached_non_rmrp (outside it; NaN: not reported), share_of_largest (of 1; NaN for what is
    not ranked), reached_per_1000 (people reached per 1,000 refugees and migrants in the country: a
    scale, not a coverage rate, since reach includes host community and people in transit),
    is_cross_cutting, inside (the sector among the rows that this one is a sub-sector of; empty: none),
    is_apart (counted on another basis, of other people or over another window than most sectors),
    is_listed (in the sector table), basis, observation_id. Missing numbers stay NaN and sort last. No
    number of a sector: an empty frame. The country row ("Intersector") is no sector and is left out.
    """
    rows = _sector_rows(report)
    within = rows[rows["stream"].fillna("rmrp") != "non_rmrp"]
    outside = rows[rows["stream"] == "non_rmrp"].set_index("sector")["value"]
    people = pd.Series([_value(report, name) for name in within["observation_id"]], within.index, dtype=float)
    population = stock(report).value
    result = pd.DataFrame(
        {
            "sector": within["sector"],
            "people_reached": people,
            "people_reached_non_rmrp": within["sector"].map(outside),
            "share_of_largest": float("nan"),
            "reached_per_1000": people / population * 1000 if population else float("nan"),
            "is_cross_cutting": within["sector"].map(report.codes("sectors")["cross_cutting"]).astype(bool),
            "inside": inside(report, within["sector"]),
            "is_apart": _apart(report, within),
            "is_listed": within["section"] == _TABLE,
            "basis": within["basis"],
            "observation_id": within["observation_id"],
        },
        columns=list(COLUMNS),
    )
    counted = ranked(result)["people_reached"]
    result["share_of_largest"] = counted / counted.max() if len(counted) else float("nan")
    result["_is_unranked"] = ~result.index.isin(counted.index) & result["people_reached"].notna()
    order = ["is_cross_cutting", "_is_unranked", "people_reached", "sector"]
    ordered = result.sort_values(order, ascending=[True, True, False, True]).reset_index(drop=True)
    return ordered[list(COLUMNS)]


def inside(report: Report, names: pd.Series) -> list[str]:
    """For each sector the nearest one among the same list that it is a sub-sector of, by the list of codes; else ""."""
    parents, present = report.codes("sectors")["parent"], set(names)

    def found(name: str) -> str:
        parent = as_text(parents[name])
        return parent if parent in present or not parent else found(parent)

    return [found(str(name)) for name in names]


def ranked(reach: pd.DataFrame) -> pd.DataFrame:
    """Rows of `sectors` that compare: with a number, no cash, no sub-sector of another row, not apart."""
    is_ranked = reach["people_reached"].notna() & ~reach["is_cross_cutting"].astype(bool) & _is_top(reach)
    if "is_apart" in reach:
        is_ranked &= ~reach["is_apart"].astype(bool)
    return reach[is_ranked]


def reach_bounds(reach: pd.DataFrame, *, with_cross_cutting: bool = False) -> Quantity:
    """The interval that holds the number of people reached, each counted once.

    Largest sector <= people <= sum of sectors, over rows of one basis. `with_cross_cutting` widens
    the upper bound by cash-based interventions, whose recipients may or may not be in a sector.
    A sub-sector beside its sector adds nothing. No reported sector: missing.

    Raises
    ------
    MixedBasis
        The rows carry more than one `basis`; the message lists them with their sectors.
    """
    _require_one_basis(reach)
    counted = _counted(reach)
    if counted.empty:
        return missing()
    upper = counted.sum() if not with_cross_cutting else reach.loc[_is_top(reach), "people_reached"].sum(min_count=1)
    return interval(counted.max(), upper)


def unevenness(reach: pd.DataFrame) -> Quantity:
    """Largest sector / median sector, a ratio from 1; cross-cutting rows left out.

    The median is of the sectors that report a number. No such sector, or a median of 0: missing.
    """
    counted = _counted(reach)
    median = counted.median()
    return exact(counted.max()) / exact(median) if len(counted) and median else missing()


def leaders(reach: pd.DataFrame) -> list[str]:
    """The sectors that reached the most people: several where they are level, none where all report 0."""
    counted = ranked(reach)
    counted = counted[counted["people_reached"] > 0]
    return list(counted.loc[counted["people_reached"] == counted["people_reached"].max(), "sector"])


def largest_over_second(reach: pd.DataFrame) -> Quantity:
    """Largest sector / second largest, a ratio from 1; missing with fewer than two sectors."""
    counted = _counted(reach).nlargest(2)
    return exact(counted.iloc[0]) / exact(counted.iloc[1]) if len(counted) == 2 else missing()


def partner_counts(report: Report) -> dict[str, Quantity]:
    """Partners three ways: stated in the text, entries of the printed list, different names in it.

    Empty where the report prints no list.
    """
    listed = report.partners
    if listed.empty:
        return {}
    stated = report.select(observation_id="partners")
    source = f"partners/{report.report_id}"
    return {
        "partners_stated": missing() if stated.empty else row_quantity(stated.iloc[0]),
        "partners_listed": exact(len(listed), source),
        "partners_named": exact(listed["name"].nunique(), source),
    }


def is_outside(headline: Quantity, bounds: Quantity) -> bool:
    """Whether a headline can't share a basis with the sector row: its interval misses the bounds."""
    if headline.is_missing or bounds.is_missing or headline.low is None or headline.high is None:
        return False
    return headline.low > (bounds.high or 0) or headline.high < (bounds.low or 0)


def _sector_rows(report: Report) -> pd.DataFrame:
    """Numbers of all people of a sector: cells of the sector table, then of the text for sectors that it lacks.

    The monthly one where a sector has two bases, that of all groups where it has two.
    """
    rows = report.observations
    is_reach = (rows["indicator"] == "people_reached") | _divides_headline(report)
    is_sector = rows["sector"].notna() & ~rows["sector"].map(report.codes("sectors")["is_total"]).eq(True)
    is_whole = is_reach & is_sector & rows[["sex", "place"]].isna().all(axis="columns")
    group = rows["population_group"].fillna("all")
    table = rows[is_whole & (rows["section"] == _TABLE) & (group == "all")]
    own = table.loc[table["value"].notna(), "sector"]
    text = rows[is_whole & (rows["section"] != _TABLE) & rows["value"].notna() & ~rows["sector"].isin(own)]
    text = text[group[text.index].isin(("all", "refugees_and_migrants")) & ~_is_part_of_sector(text)]
    table = table[~table["sector"].isin(text["sector"]) | (table["stream"] == "non_rmrp")]
    found = pd.concat([table, text])
    first = found.assign(
        is_other_basis=found["basis"] != "period_total",
        is_group=group[found.index] != "all",
        stream=found["stream"].fillna("rmrp"),
    ).sort_values(["is_other_basis", "is_group"], kind="stable")
    kept = ~first.duplicated(["sector", "stream"])
    return found[kept.reindex(found.index)]


def _divides_headline(report: Report) -> pd.Series:
    """Whether the text divides the headline of people reached into people assisted in each of several ways."""
    rows = report.observations
    is_headline = (rows["section"] == "header") & (rows["indicator"] == "people_reached")
    return (rows["indicator"] == "people_assisted") & rows["part_of"].isin(rows.loc[is_headline, "observation_id"])


def _is_part_of_sector(rows: pd.DataFrame) -> pd.Series:
    """Whether a number is a part of another one of its sector: a group's, where that of all is printed."""
    sectors = rows.set_index("observation_id")["sector"]
    return rows["part_of"].map(sectors).eq(rows["sector"]) & rows["part_of"].notna()


def _apart(report: Report, rows: pd.DataFrame) -> pd.Series:
    """Whether each number has another basis, group or window than most sectors with one: such do not compare."""
    columns = (
        rows["basis"].fillna("unknown"),
        rows["population_group"].fillna("all"),
        rows["period_start"].fillna(pd.Timestamp(report.period.start)),
        rows["period_end"].fillna(pd.Timestamp(report.period.end)),
    )
    terms = pd.Series([" ".join(map(str, cells)) for cells in zip(*columns, strict=True)], rows.index, dtype=object)
    given = terms[rows["value"].notna()]
    most = given.value_counts(sort=False)
    usual = "" if given.empty else next(name for name in given if most[name] == most.max())
    return rows["value"].notna() & (terms != usual)


def _value(report: Report, name: str) -> float:
    value = quantity(report, name).value
    return float("nan") if value is None else value


def _is_top(reach: pd.DataFrame) -> pd.Series:
    """Whether a row is no sub-sector of another one; each is where a frame does not say."""
    inner: pd.Series[str] = reach["inside"] if "inside" in reach else pd.Series("", reach.index)
    return inner.eq("")


def _counted(reach: pd.DataFrame) -> pd.Series:
    """People reached of the sectors that are ranked."""
    return ranked(reach)["people_reached"]


def _require_one_basis(reach: pd.DataFrame) -> None:
    reported = reach[reach["people_reached"].notna()]
    if reported["basis"].nunique(dropna=False) > 1:
        groups = reported.groupby("basis", dropna=False)["sector"].agg(", ".join)
        listed = "; ".join(f"{basis}: {names}" for basis, names in groups.items())
        raise MixedBasis(f"sector rows: expected one basis, found {listed}. Compare one basis at a time.")
