"""Cells of a table as Python's own values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from r4v_analysis.data.publisher import DOCUMENTLESS, publisher_of
from r4v_analysis.errors import UsageError
from r4v_analysis.values.quantity import Quantity, observed


def as_text(value: Any) -> str:
    """A cell of a text column; "" where it is empty."""
    return "" if pd.isna(value) else str(value)


def as_date(value: Any) -> date | None:
    """A cell of a date column as a date; None where it is empty."""
    return None if pd.isna(value) else value.date()


def row_quantity(row: pd.Series | Mapping[str, Any]) -> Quantity:
    """An observation's row as a quantity; its source is `<report_id>/<observation_id>`."""
    value = None if pd.isna(row["value"]) else float(row["value"])
    source = f"{row['report_id']}/{row['observation_id']}"
    return observed(value, str(row["qualifier"]), str(row["printed"]), source, unit=str(row["unit"]))


def parse_date(value: str | date, name: str) -> date | None:
    """An ISO date; None for an empty text.

    Raises
    ------
    UsageError
        Anything else.
    """
    if isinstance(value, date):
        return value
    if value == "":
        return None
    try:
        if len(value) != 10:
            raise ValueError
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise UsageError(
            f"{name}: expected a date such as '2023-07-31', found {value!r}. Write year-month-day."
        ) from None


def own_day(row: Mapping[Any, Any] | pd.Series) -> date:
    """The day as of which a report speaks: that of its publication, else the last day of its period.

    A month of R4V's monitoring or a plan year of FTS is no document: it speaks as of the day on which its numbers
    were known.
    """
    known = row["known_from"] if publisher_of(str(row["report_id"])) in DOCUMENTLESS else None
    return as_date(row["published"]) or as_date(known) or row["period_end"].date()
