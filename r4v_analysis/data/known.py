"""Of the versions of a number the one that was said last by a day."""

from __future__ import annotations

from datetime import date

import pandas as pd

from r4v_analysis.data.cells import as_text


def latest_versions(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """Of each number the version said last by a day, in known_from or confirmed_on; the order of rows stays.

    A part of a total (a group, a sex, an age) that was said last before the total changed is one of another
    total: a later file that has no parts takes them away with the total that they were of.
    """
    if "version" not in rows or rows.empty:
        return rows
    ordered = _in_order_said(rows, day.isoformat())
    if "requirements_scope" in ordered:  # an amount that FTS repeats displaces no requirement of the country's own
        is_repeated = (ordered["requirements_scope"] == "repeated").astype(str)
        ordered = ordered.assign(_number=ordered["_number"] + is_repeated)
    latest = ordered.drop_duplicates("_number", keep="last")
    if "population_group" in latest:
        latest = latest[~_is_of_older_total(latest)]
    return rows.loc[latest.index.sort_values()]


def with_current(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table of versions with `is_current`: whether each is the one of its number that was said last."""
    if "version" not in rows:
        return rows
    current = _in_order_said(rows, date.max.isoformat()).drop_duplicates("_number", keep="last").index
    found = rows.copy()
    found.insert(list(rows.columns).index("version") + 1, "is_current", rows.index.isin(current))
    return found


def _in_order_said(rows: pd.DataFrame, day: str) -> pd.DataFrame:
    """The rows in the order in which they were said last by a day, with that day and what each is a version of."""
    said = [
        max(d for d in (f"{start:%Y-%m-%d}" if pd.notna(start) else "", *as_text(again).split()) if d <= day)
        for start, again in zip(rows["known_from"], rows["confirmed_on"], strict=True)
    ]
    number = rows.iloc[:, 0].str.replace(r"_v[0-9]+$", "", regex=True)
    return rows.assign(_said=said, _number=number).sort_values(["_said", "version"], kind="stable")


_TOTAL_KEY = ["country_iso3", "month", "year", "plan_type", "sector", "place", "basis", "restated_by"]


def _is_of_older_total(latest: pd.DataFrame) -> pd.Series:
    """Whether each of the latest versions is a part that was said before its total's latest version was."""
    key = [name for name in _TOTAL_KEY if name in latest]
    is_total = (latest["population_group"] == "all") & latest["sex"].isna() & latest["age_group"].isna()
    totals = latest.loc[is_total, [*key, "known_from"]].rename(columns={"known_from": "_since"})
    since = latest[key].merge(totals, on=key, how="left")["_since"].set_axis(latest.index)
    return ~is_total & since.notna() & (pd.to_datetime(latest["_said"]) < since)
