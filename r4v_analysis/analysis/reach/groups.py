"""Who was reached and where: population groups, sexes, ages and places, each number as its source gives it.

Numbers of groups and places stand beside each other and are never added over sectors (DOMAIN, rule 2).
"""

from __future__ import annotations

import pandas as pd

from r4v_analysis.analysis.reach.months import RUNNING, monitoring, not_recorded, of_country
from r4v_analysis.analysis.reach.targets import printed_shares
from r4v_analysis.data.report import Report, as_date
from r4v_analysis.values.period import month_end

GROUPS = ("in_destination", "in_transit", "host_community", "pendular", "returnees")
"""Population groups of R4V's monitoring, in the order in which tables show them."""

SHARES = ("share_women", "share_children")
"""Indicators that give the share of a sex or an age among people assisted."""

_OBSERVED = [
    "observation_id",
    "indicator",
    "sector",
    "population_group",
    "sex",
    "place",
    "value",
    "unit",
    "role",
    "printed",
]


def people(report: Report) -> pd.DataFrame:
    """The report's own counts of people of one group, sex or age, in the order of print.

    Columns of an observation. Refugees and migrants are a group where a sector's reach is split by
    it, else the response's own people; officials, partners and communities' leaders are not assisted.
    """
    rows = report.observations
    is_split = (rows["population_group"] == "refugees_and_migrants") & (rows["indicator"] == "people_reached")
    is_group = rows["population_group"].isin(GROUPS) | rows["sex"].notna() | rows["indicator"].isin(SHARES) | is_split
    return rows.loc[is_group & rows["value"].notna(), _OBSERVED].reset_index(drop=True)


def places(report: Report) -> pd.DataFrame:
    """The report's own numbers of one place, in the order of print; columns of an observation."""
    rows = report.observations
    rows = rows[rows["place"].notna() & rows["value"].notna()]
    return rows[_OBSERVED].reset_index(drop=True)


def cited(report: Report) -> list[str]:
    """Observation ids that a page shows outside its metrics, each once, for its table of sources."""
    frames = (people(report), places(report), printed_shares(report))
    return list(dict.fromkeys(name for rows in frames for name in rows["observation_id"]))


def ages(report: Report) -> pd.DataFrame:
    """Running totals by sex and age of the last month known, a row a number.

    Columns: sector, sex, age_group, people_reached, month, source. Empty where R4V's rows do not
    give any. NaN is not reported.
    """
    rows = monitoring(report)
    rows = rows[rows["place"].isna() & (rows["sex"].notna() | rows["age_group"].notna())]
    return _last(report, rows)[["sector", "sex", "age_group", "people_reached", "month", "source"]]


def group_totals(report: Report) -> pd.DataFrame:
    """Running totals by population group of the last month known, a row a number.

    Columns: sector, population_group, people_reached, month, source. All groups together are not in it.
    """
    rows = of_country(monitoring(report))
    return _last(report, rows[rows["population_group"].isin(GROUPS)])[
        ["sector", "population_group", "people_reached", "month", "source"]
    ]


def place_totals(report: Report) -> pd.DataFrame:
    """Running totals by place and sector of the last month known, a row a number.

    Columns: place, sector, people_reached, month, source. The country row of a place
    ("Intersector") is left out, as everywhere.
    """
    rows = monitoring(report)
    is_total = (rows["population_group"] == "all") & rows[["sex", "age_group"]].isna().all(axis="columns")
    return _last(report, rows[rows["place"].notna() & is_total])[
        ["place", "sector", "people_reached", "month", "source"]
    ]


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
    order = list(report.codes("sectors").index)
    rows = rows.sort_values("sector", key=lambda sectors: sectors.map(order.index), kind="stable")
    return rows.assign(source="sector_reach/" + rows["reach_id"].astype(str)).reset_index(drop=True)
