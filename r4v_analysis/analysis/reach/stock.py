"""How many refugees and migrants a country has: the scale that people reached are set on, never a coverage rate."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pandas as pd

from r4v_analysis.data.cells import as_text
from r4v_analysis.data.known import last_said
from r4v_analysis.data.population import series_of
from r4v_analysis.data.queries import Record, records
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.data.spellings import same_authority
from r4v_analysis.values.quantity import Quantity, missing, observed

_OLDEST = timedelta(days=366)
"""A stock that is older than this by the end of the period is no scale for it."""


@once_a_report
def stock(report: Report) -> Quantity:
    """Refugees and migrants in the country: as the report's box prints it, else the last of population.csv.

    The last is that of people living in the country, of a day of the period or up to a year before its end, known by
    the report's vintage. Of several authorities' of that day it is R4V's own, else one that others quote R4V with,
    else the one said last by the vintage. R4V's method changed in November 2021: a number of before serves no period
    after. Missing where there is none.
    """
    printed = report.headline("refugees_and_migrants")
    if not printed.is_missing:
        return printed
    rows, end = report.known("population"), pd.Timestamp(report.period.end)
    if rows.empty:
        return missing()
    is_near = rows["date_high"].between(end - _OLDEST, end)
    rows = rows[is_near & (rows["measure"] == "present_in_country") & (rows["series"] == series_of(report.period.end))]
    if rows.empty:
        return missing()
    *_others, row = sorted(records(rows), key=partial(_rank, day=report.vintage.isoformat()))
    source = f"population/{row['population_id']}"
    return observed(float(row["value"]), str(row["qualifier"]), as_text(row["printed"]), source)


def _rank(row: Record, day: str) -> tuple[pd.Timestamp, int, str]:
    """The later, the higher: of a day, then R4V's before other authorities', then said by a day."""
    who = same_authority(as_text(row.get("authority")))
    said = last_said(f"{row['known_from']:%Y-%m-%d}", as_text(row.get("confirmed_on")), day)
    return row["date_high"], (who == "r4v") + who.startswith("r4v"), said
