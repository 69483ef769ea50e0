"""Reach by sector: people assisted in each sector, and what can be said of people counted once.

Sectors overlap, so their sum is never a number of people (DOMAIN, rule 2); cash-based
interventions are a modality that any sector can use, so they stand apart (rule 4).
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from r4v_analysis.data.report import Report, once_a_report, row_quantity
from r4v_analysis.errors import MixedBasis
from r4v_analysis.values.quantity import Quantity, exact, interval, missing

COLUMNS = (
    "sector",
    "people_reached",
    "people_reached_non_rmrp",
    "share_of_largest",
    "reached_per_1000",
    "is_cross_cutting",
    "basis",
    "observation_id",
)


@once_a_report
def sectors(report: Report) -> pd.DataFrame:
    """The report's sector row, largest first, cross-cutting modalities last.

    Columns: sector, people_reached (inside the plan), people_reached_non_rmrp (outside it; NaN:
    not reported), share_of_largest (of 1; NaN for cross-cutting rows), reached_per_1000 (people
    reached per 1,000 refugees and migrants in the country: a scale, not a coverage rate, since
    reach includes host community and people in transit), is_cross_cutting, basis,
    observation_id. Missing numbers stay NaN and sort last. No sector row: an empty frame. The
    country row ("Intersector") is no sector and is left out.
    """
    rows = _sector_rows(report)
    inside = rows[rows["stream"].fillna("rmrp") != "non_rmrp"]
    outside = rows[rows["stream"] == "non_rmrp"].set_index("sector")["value"]
    is_cross_cutting = inside["sector"].map(report.codes("sectors")["cross_cutting"]).astype(bool)
    largest = inside.loc[~is_cross_cutting, "value"].max()
    population = report.headline("refugees_and_migrants").value
    result = pd.DataFrame(
        {
            "sector": inside["sector"],
            "people_reached": inside["value"],
            "people_reached_non_rmrp": inside["sector"].map(outside),
            "share_of_largest": (inside["value"] / largest).where(~is_cross_cutting),
            "reached_per_1000": inside["value"] / population * 1000 if population else float("nan"),
            "is_cross_cutting": is_cross_cutting,
            "basis": inside["basis"],
            "observation_id": inside["observation_id"],
        },
        columns=list(COLUMNS),
    )
    order = ["is_cross_cutting", "people_reached", "sector"]
    return result.sort_values(order, ascending=[True, False, True]).reset_index(drop=True)


def reach_bounds(reach: pd.DataFrame, *, with_cross_cutting: bool = False) -> Quantity:
    """The interval that holds the number of people reached, each counted once.

    Largest sector <= people <= sum of sectors, over rows of one basis. `with_cross_cutting` widens
    the upper bound by cash-based interventions, whose recipients may or may not be in a sector.
    No reported sector: missing.

    Raises
    ------
    MixedBasis
        The rows carry more than one `basis`; the message lists them with their sectors.
    """
    _require_one_basis(reach)
    counted = _counted(reach)
    if counted.empty:
        return missing()
    upper = counted.sum() if not with_cross_cutting else reach["people_reached"].sum(min_count=1)
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
    counted = reach[~reach["is_cross_cutting"] & (reach["people_reached"] > 0)]
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


def parts(report: Report) -> pd.DataFrame:
    """Every share that the report allows: one printed number over the one that it is part of.

    Columns: observation_id, part_of, part, whole, share (of 1; NaN where either number is
    missing), share_low, share_high, sector. Rows of equal unit only. Both numbers must be of one
    basis; other pairs are left out, and so are counts of a permit's stages, which are no reach.
    """
    rows = report.observations
    rows = rows[rows["basis"] != "cumulative_programme"]
    joined = rows[rows["part_of"].notna()].merge(
        rows, left_on="part_of", right_on="observation_id", suffixes=("", "_whole")
    )
    joined = joined[(joined["unit"] == joined["unit_whole"]) & (joined["basis"] == joined["basis_whole"])]
    shares = [report.quantity(part) / report.quantity(whole) for part, whole in part_pairs(joined)]
    return pd.DataFrame(
        {
            "observation_id": joined["observation_id"],
            "part_of": joined["part_of"],
            "part": joined["value"],
            "whole": joined["value_whole"],
            "share": [share.value for share in shares],
            "share_low": [share.low for share in shares],
            "share_high": [share.high for share in shares],
            "sector": joined["sector"],
        }
    ).reset_index(drop=True)


def text_counts(report: Report) -> pd.DataFrame:
    """What the text says that people got in each sector; outputs stay outputs.

    Columns of an observation: observation_id, sector, indicator, value, unit, role, qualifier,
    printed, note; in the order of print.
    """
    columns = ["observation_id", "sector", "indicator", "value", "unit", "role", "qualifier", "printed", "note"]
    rows = report.observations
    is_text = rows["section"].isin(set(report.codes("sectors").index)) & rows["sector"].notna()
    return rows.loc[is_text, columns].reset_index(drop=True)


def _sector_rows(report: Report) -> pd.DataFrame:
    """Cells of the sector table about all people of a sector; the monthly one where a sector has two bases."""
    rows = report.select(section="sector_table", indicator="people_reached")
    is_total = rows["sector"].map(report.codes("sectors")["is_total"]).astype(bool)
    is_whole = rows["population_group"].fillna("all").eq("all") & rows[["sex", "place"]].isna().all(axis="columns")
    rows = rows[~is_total & is_whole]
    monthly_first = rows.sort_values("basis", key=lambda basis: basis != "period_total", kind="stable")
    kept = ~monthly_first.assign(stream=rows["stream"].fillna("rmrp")).duplicated(["sector", "stream"])
    return rows[kept.reindex(rows.index)]


def _counted(reach: pd.DataFrame) -> pd.Series:
    """People reached of the sectors that report a number, cross-cutting rows left out."""
    return reach.loc[~reach["is_cross_cutting"].astype(bool), "people_reached"].dropna()


def _require_one_basis(reach: pd.DataFrame) -> None:
    reported = reach[reach["people_reached"].notna()]
    if reported["basis"].nunique(dropna=False) > 1:
        groups = reported.groupby("basis", dropna=False)["sector"].agg(", ".join)
        listed = "; ".join(f"{basis}: {names}" for basis, names in groups.items())
        raise MixedBasis(f"sector rows: expected one basis, found {listed}. Compare one basis at a time.")


def part_pairs(joined: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """A part and its whole, by the ids of their observations."""
    return zip(joined["observation_id"], joined["part_of"], strict=True)
