"""People in need and those whom the plan means to assist, of the report's own year: by sector, group, age, department.

In need, targeted and reached are of the same sector and group (DOMAIN, rule 13). The row over all sectors counts
people once; departments do not add up to their country.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from r4v_analysis.analysis.reach import targets
from r4v_analysis.analysis.reach.months import is_rough
from r4v_analysis.data.queries import Record, of_country, records
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.language.formats import N_
from r4v_analysis.values.metric import Metric
from r4v_analysis.values.quantity import exact

TOTAL = "intersector"
NUMBERS = ["people_in_need", "people_targeted"]
TABLE, SOURCE = "people-in-need", "people_in_need"
DAY = "datetime64[ns]"
REST = "-OTHER"
"""What the code of all other departments of a country together ends in."""


@once_a_report
def needs(report: Report) -> pd.DataFrame:
    """Rows of people_in_need of the report's country and year that were known, those in use; in their order."""
    rows = report.known(TABLE)
    rows = rows[(rows["year"] == report.period.end.year) & rows[NUMBERS].notna().any(axis="columns")]
    if "restated_by" in rows:
        rows = rows[rows["restated_by"].isna()]
    return rows.reset_index(drop=True)


def has_sectors(report: Report) -> bool:
    """Whether `needs` has a sector's row."""
    queries, day = report.data.queries, report.vintage.isoformat()
    found = queries.known_positions(TABLE, report.country_iso3, day)
    if not len(found):
        return False
    is_own = queries.cells(TABLE, "year", found) == report.period.end.year
    return bool((is_own & (queries.cells(TABLE, "sector", found) != TOTAL)).any())


def by_sector(report: Report) -> pd.DataFrame:
    """Sectors of the whole country with what each is to reach and has reached, largest target first.

    Columns: sector, people_in_need, people_targeted, people_reached (the running total of the last month known, NaN
    where none is known), is_around (organizations that reported before are missing from it), counted_to (its day),
    is_cross_cutting, people_in_need_id. Cash, which any sector can use, is last.
    """
    rows = of_country(needs(report))
    rows = rows[(rows["population_group"] == "all") & (rows["sector"] != TOTAL)].drop_duplicates("sector", keep="last")
    reached = targets.running(report)
    codes = report.codes("sectors")
    found = {row["sector"]: row for row in records(reached[reached["population_group"] == "all"])}
    told = [found[code]["quantity"] if _is_told(found.get(code)) else None for code in rows["sector"]]
    rows = rows.assign(
        people_reached=pd.Series([None if item is None else item.value for item in told], rows.index, dtype=float),
        is_around=[item is not None and is_rough(item) for item in told],
        counted_to=pd.Series([None if item is None else _last_day(reached) for item in told], rows.index, dtype=DAY),
        is_cross_cutting=rows["sector"].map(codes["cross_cutting"]).astype(bool),
    )
    ordered = rows.sort_values(["is_cross_cutting", "people_targeted"], ascending=[True, False], kind="stable")
    columns = ["sector", *NUMBERS, "people_reached", "is_around", "counted_to", "is_cross_cutting", "people_in_need_id"]
    return ordered[columns].reset_index(drop=True)


def _is_told(row: Record | None) -> bool:
    return row is not None and row["status"] == "reported"


def _last_day(reached: pd.DataFrame) -> pd.Timestamp:
    return pd.Timestamp(reached["month"].max()) + pd.offsets.MonthEnd(0)


def by_place(report: Report) -> pd.DataFrame:
    """Departments, of people counted once over sectors, by target, else by need; the rest of a country last.

    Columns: place, people_in_need, people_targeted, people_in_need_id.
    """
    rows = needs(report)
    rows = rows[rows["place"].notna() & (rows["sector"] == TOTAL) & rows["sex"].isna()] if "place" in rows else rows[:0]
    rows = rows.assign(is_rest=rows["place"].astype(str).str.endswith(REST))
    ordered = rows.sort_values(
        ["is_rest", "people_targeted", "people_in_need"], ascending=[True, False, False], kind="stable"
    )
    return ordered.reindex(columns=["place", *NUMBERS, "people_in_need_id"]).reset_index(drop=True)


def by_person(report: Report) -> pd.DataFrame:
    """People counted once over sectors, by population group, then by sex and age; those that the plan has any of.

    Columns: population_group, sex, age_group, people_in_need, people_targeted, people_in_need_id.
    """
    rows = needs(report)
    rows = rows[rows["place"].isna()] if "place" in rows else rows
    rows = rows[(rows["sector"] == TOTAL) & (rows[NUMBERS].fillna(0) > 0).any(axis="columns")]
    columns = ["population_group", "sex", "age_group", *NUMBERS, "people_in_need_id"]
    parts = rows[(rows["population_group"] != "all") | rows.reindex(columns=["sex"])["sex"].notna()]
    return parts.reindex(columns=columns).reset_index(drop=True)


def person_sources(report: Report) -> list[str]:
    """The source ids of `by_person`: rows to which numbers of its table lead."""
    return [f"{SOURCE}/{name}" for name in by_person(report)["people_in_need_id"]]


def metrics(report: Report) -> Iterator[Metric]:
    """People in need and people targeted in the report's year, each counted once, and the share to be assisted."""
    rows = of_country(needs(report))
    rows = rows[(rows["sector"] == TOTAL) & (rows["population_group"] == "all")]
    if rows.empty:
        return
    row = rows.iloc[-1]
    source = f"{SOURCE}/{row['people_in_need_id']}"
    found = {name: exact(float(row[name]), source) for name in NUMBERS if not pd.isna(row[name])}
    for name, quantity in found.items():
        yield Metric(f"plan.{name}", quantity, "people", as_of=row["known_from"].date())
    if len(found) == len(NUMBERS) and found[NUMBERS[0]].value:
        share = found["people_targeted"] / found["people_in_need"]
        yield Metric("plan.share_targeted", share, "share", N_("people targeted ÷ people in need"))
