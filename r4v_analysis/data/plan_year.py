"""FTS's plan years as reports: a report whose id ends in `_fts` prints no PDF, its row of plan_funding.csv is it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

PUBLISHER = "fts"
"""Suffix of the ids of such reports."""

_OWN = ("own", "derived")


def observations(reports: pd.DataFrame, plans: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Observations of the reports made of plan years, with the columns given; empty where there are none.

    Requirements and funding as the report's day of publication knew them: its header box. Requirements that are not
    the country's own stay out, so that no coverage comes of them.
    """
    made = reports[reports["report_id"].str.endswith(f"_{PUBLISHER}")]
    joined = made.assign(year=made["period_end"].dt.year.astype("Int64")).merge(
        plans, on=["country_iso3", "year"], suffixes=("", "_plan")
    )
    rows = joined[(joined["known_from_plan"] <= joined["known_from"]) & joined["requirements_scope"].isin(_OWN)]
    rows = rows.sort_values(["known_from_plan", "version"]).drop_duplicates("report_id", keep="last").sort_index()
    boxes = [_box(rows, name, columns) for name in ("requirements", "funding")]
    found = pd.concat(boxes).dropna(subset=["value"])
    return found.sort_index(kind="stable").reset_index(drop=True)


def _box(rows: pd.DataFrame, name: str, columns: Sequence[str]) -> pd.DataFrame:
    money = rows[f"{name}_usd"]
    cells = {
        "observation_id": name,
        "report_id": rows["report_id"],
        "indicator": name,
        "value": money,
        "unit": "usd",
        "qualifier": "exact",
        "basis": "cumulative_ytd" if name == "funding" else None,
        "period_start": rows["period_start"],
        "period_end": rows["period_end"],
        "printed": money.map(lambda usd: f"{usd:,.0f}", na_action="ignore"),
        "section": "header",
        "note": "plan_funding/" + rows["plan_funding_id"],
    }
    return pd.DataFrame(cells, columns=list(columns), index=rows.index)
