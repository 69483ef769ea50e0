"""Of the versions of a number the one that was said last by a day."""

from __future__ import annotations

from datetime import date

import pandas as pd

from r4v_analysis.data.cells import as_text
from r4v_analysis.data.queries import VERSION


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
    number = rows.iloc[:, 0].str.replace(VERSION, "", regex=True)
    return rows.assign(_said=said, _number=number).sort_values(["_said", "version"], kind="stable")
