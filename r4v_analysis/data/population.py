"""Numbers of population.csv: the series that one is of, what it is about, and its id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from r4v_analysis.data.spellings import same_authority

POPULATION = "population"
KEY = ("country_iso3", "date_low", "date_high", "measure", "authority")
"""What a number is: two authorities' of one day are two, and neither is a version of the other."""
METHOD_CHANGED = date(2021, 11, 1)
"""R4V estimates by another method from this month on: figures before and after are two series (DOMAIN, rule 12)."""
END_YEAR = "unhcr_end_year"
"""UNHCR's statistics, a third series."""
END_YEAR_MEASURES = ("refugees", "asylum_seekers", "oip", "ooc")


def series_of(last: date, measure: str = "") -> str:
    """The series of a figure whose last day is `last`; of R4V's own figures without a measure."""
    if measure in END_YEAR_MEASURES:
        return END_YEAR
    return "before_2021_11" if last < METHOD_CHANGED else "from_2021_11"


def population_id(
    row: Mapping[str, Any], *, with_authority: bool = False, named: Callable[[str], str] = same_authority
) -> str:
    """Country, latest day (or month, where a row is of more than a day), measure, and a later version.

    With the authority, as `named` calls it, for a number beside another authority's of the same: then its first
    version is numbered, too.
    """
    day = str(row["date_high"])[: None if row["date_low"] == row["date_high"] else 7]
    who = named(row.get("authority") or "").encode("ascii", "ignore").decode().replace(" ", "_") or "other"
    version = str(row.get("version") or 1)
    later = f"v{version}" if with_authority or version != "1" else ""
    parts = (row["country_iso3"], day, row["measure"], who if with_authority else "", later)
    return "_".join(filter(None, parts))
