"""Who was reached and where: population groups, sexes, ages and places, each number as its source gives it.

Numbers of groups and places stand beside each other and are never added over sectors (DOMAIN, rule 2).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from r4v_analysis.analysis.reach.months import RUNNING, lacks_organizations, monitoring, not_recorded, of_all
from r4v_analysis.data.cells import as_date
from r4v_analysis.data.queries import of_country
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.language.formats import format_days
from r4v_analysis.values.period import month_end

GROUPS = ("in_destination", "in_transit", "host_community", "pendular", "returnees")
"""Population groups of R4V's monitoring, in the order in which tables show them."""

SHARES = ("share_women", "share_children")
"""Indicators that give the share of a sex or an age among people assisted."""

PEOPLE = ("people_assisted", "people_trained")
"""Indicators of people whom an activity served, wherever a report counts them."""

COUNTS = (
    "observation_id", "sector", "section", "indicator", "value", "unit", "role", "qualifier", "part_of",
    "population_group", "sex", "place", "period_start", "period_end", "printed", "note",
)  # fmt: skip


_TOTAL = ("people_reached", "is_around", "month", "source")
"""What is said of a running total; `is_around` where organizations are missing from its sector's (`months`)."""


def text_counts(report: Report) -> pd.DataFrame:
    """What the text counts in each sector, of one population group or sex, in one place, or as people assisted.

    Outputs stay outputs. Columns of an observation, in the order of print. Stages of a permit and claims that were
    filed are no reach and are left out.
    """
    rows = report.observations
    is_sector = rows["section"].isin(set(report.codes("sectors").index)) & rows["sector"].notna()
    is_group = rows["population_group"].isin(GROUPS) | rows["indicator"].isin(SHARES)
    is_told = is_sector | is_group | rows[["sex", "place"]].notna().any(axis="columns")
    is_told |= rows["indicator"].isin(PEOPLE)
    is_text = ~rows["section"].isin(("header", "sector_table")) & (rows["basis"] != "cumulative_programme")
    is_text &= rows["unit"] != "procedures"
    is_share = rows["indicator"] == "target_reached"
    return rows.loc[is_told & is_text & ~is_share & rows["value"].notna(), list(COUNTS)].reset_index(drop=True)


def own_days(report: Report, row: Mapping[str, Any], lang: str) -> str:
    """The days of a count where they are not the report's period; empty where they are, or are not known."""
    start, end = as_date(row["period_start"]), as_date(row["period_end"])
    if start is None or end is None or (start, end) == (report.period.start, report.period.end):
        return ""
    return format_days(start, end, lang)


def ages(report: Report) -> pd.DataFrame:
    """Running totals by sex and age of the last month known, a row a number.

    Columns: sector, sex, age_group, people_reached, is_around, month, source. Empty where R4V's rows do not
    give any. NaN is not reported.
    """
    rows = monitoring(report)
    rows = rows[rows["place"].isna() & (rows["sex"].notna() | rows["age_group"].notna())]
    return _last(report, rows)[["sector", "sex", "age_group", *_TOTAL]]


def group_totals(report: Report) -> pd.DataFrame:
    """Running totals by population group of the last month known, a row a number.

    Columns: sector, population_group, people_reached, is_around, month, source. All groups together are not in it.
    """
    rows = of_country(monitoring(report))
    return _last(report, rows[rows["population_group"].isin(GROUPS)])[["sector", "population_group", *_TOTAL]]


def place_totals(report: Report) -> pd.DataFrame:
    """Running totals by place and sector of the last month known, a row a number.

    Columns: place, sector, people_reached, is_around, month, source. The country row of a place
    ("Intersector") is left out, as everywhere.
    """
    rows = monitoring(report)
    is_total = (rows["population_group"] == "all") & rows[["sex", "age_group"]].isna().all(axis="columns")
    return _last(report, rows[rows["place"].notna() & is_total])[["place", "sector", *_TOTAL]]


def last_day(rows: pd.DataFrame) -> pd.Timestamp | None:
    """The last day that rows of `ages` or `place_totals` count; None without rows."""
    day = None if rows.empty else as_date(rows["month"].max())
    return None if day is None else pd.Timestamp(month_end(day))


def _last(report: Report, rows: pd.DataFrame) -> pd.DataFrame:
    """Running totals of the last month among rows, with their source id, in the order of the sector list.

    Sectors that the source leaves out of its running totals are left out here, too: their 0 is no number.
    """
    rows = rows[(rows["basis"] == RUNNING) & ~rows["sector"].isin(not_recorded(report))]
    rows = rows[rows["month"] == rows["month"].max()]
    if rows.empty:
        return rows.assign(source="", is_around=False)
    order = list(report.codes("sectors").index)
    rows = rows.sort_values("sector", key=lambda sectors: sectors.map(order.index), kind="stable")
    sources = "sector_reach/" + rows["reach_id"].astype(str)
    return rows.assign(source=sources, is_around=_is_around(report, rows)).reset_index(drop=True)


@once_a_report
def _running(report: Report) -> pd.DataFrame:
    """The country's running totals, and whether each is "around"."""
    whole = of_country(monitoring(report))
    whole = whole[whole["basis"] == RUNNING]
    return whole.assign(is_around=lacks_organizations(whole))


def _is_around(report: Report, rows: pd.DataFrame) -> pd.Series:
    """Whether organizations are missing from running totals of groups, ages or places: from theirs or the sector's."""
    whole, keys = _running(report), ["sector", "month"]
    is_around = whole["is_around"]
    lacking = pd.MultiIndex.from_frame(of_all(whole[is_around])[keys])
    found: pd.Series = is_around.reindex(rows.index, fill_value=False)
    return found | pd.MultiIndex.from_frame(rows[keys]).isin(lacking)
