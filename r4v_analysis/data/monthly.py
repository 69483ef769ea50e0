"""R4V's monthly rows as reports: a report whose id ends in `_r4v` prints no PDF, its rows are its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd

from r4v_analysis.data.known import said_last
from r4v_analysis.data.publisher import R4V
from r4v_analysis.language.formats import format_period
from r4v_analysis.values.period import month_end


def report_rows(
    numbers: Iterable[Mapping[str, str]],
    countries: Mapping[str, Mapping[str, str]],
    plan_codes: Mapping[str, str],
    digests: Mapping[str, str],
) -> list[dict[str, str]]:
    """A row of reports.csv for each country and month of rows of sector_reach.csv, in the order of ids.

    `countries` are the rows of the code table by code, `plan_codes` R4V's plans by year, `digests` those of
    the files by name. The numbers were known on the day that the first dated row carries, which is no day of
    publication; rows without a day make no report, since nobody can say what was known then, nor do months
    without a sector's total.
    """
    first: dict[tuple[str, str], Mapping[str, str]] = {}
    for row in numbers:
        key = (row["country_iso3"], row["month"])
        is_earlier = key not in first or row["known_from"] < first[key]["known_from"]
        if row["known_from"] and _is_total(row) and is_earlier:
            first[key] = row
    return [_report_row(first[key], countries, plan_codes, digests) for key in sorted(first)]


def _is_total(row: Mapping[str, str]) -> bool:
    """Whether a row as text is the month's total of a sector: what `observations` takes."""
    is_whole = not any(row.get(name) for name in ("place", "sex", "age_group"))
    is_of_sector = row["population_group"] == "all" and row["sector"] != "intersector"
    return is_whole and is_of_sector and row["basis"] == "period_total" and bool(row["people_reached"])


def _report_row(
    row: Mapping[str, str],
    countries: Mapping[str, Mapping[str, str]],
    plan_codes: Mapping[str, str],
    digests: Mapping[str, str],
) -> dict[str, str]:
    month = date.fromisoformat(row["month"])
    end = month_end(month)
    country, text = row["country_iso3"], f"{month:%Y-%m}"
    names = countries.get(country, {"name_en": country, "name_es": country})
    return {
        "report_id": f"{country}_{text}_{text}_{R4V}",
        "country_iso3": country,
        "platform": "R4V",
        "plan_code": plan_codes.get(f"{month:%Y}", ""),
        "title": f"R4V monitoring, {names['name_en']}, {format_period(month, end, 'en')}",
        "title_es": f"Monitoreo de R4V, {names['name_es']}, {format_period(month, end, 'es')}",
        "period_start": month.isoformat(),
        "period_end": end.isoformat(),
        "known_from": row["known_from"],
        "known_from_basis": row["known_from_basis"],
        "language": "en",
        "source_url": row["source_url"],
        "source_sha256": digests.get(row["source_file"], ""),
        "notes": f"No document: made of rows of sector_reach.csv from {row['source_file'] or row['source_url']}.",
    }


def observations(reports: pd.DataFrame, numbers: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Observations of the reports made of monthly rows, with the columns given; empty where there are none.

    Each is a sector's monthly total of the whole country as the report's day of publication knew it:
    the report's sector table. R4V's country row ("Intersector") is a sum over sectors and stays out.
    """
    made = reports[reports["report_id"].str.endswith(f"_{R4V}")]
    joined = numbers.merge(
        made, left_on=["country_iso3", "month"], right_on=["country_iso3", "period_start"], suffixes=("", "_report")
    )
    rows = said_last(joined[_is_sector_total(joined)], "known_from_report", ["report_id", "sector"])
    printed = rows["people_reached"].map(lambda people: f"{people:,.0f}", na_action="ignore")
    found = {
        "observation_id": "reached_" + rows["sector"],
        "report_id": rows["report_id"],
        "indicator": "people_reached",
        "value": rows["people_reached"],
        "unit": "people",
        "role": "assisted",
        "qualifier": "exact",
        "basis": rows["basis"],
        "period_start": rows["period_start"],
        "period_end": rows["period_end"],
        "sector": rows["sector"],
        "stream": "rmrp",
        "population_group": rows["population_group"],
        "printed": printed,
        "section": "sector_table",
        "note": "sector_reach/" + rows["reach_id"],
    }
    return pd.DataFrame(found, columns=list(columns), index=rows.index).reset_index(drop=True)


def _is_sector_total(rows: pd.DataFrame) -> pd.Series:
    """Monthly totals of a sector, over all places, groups, sexes and ages."""
    is_total = (rows["basis"] == "period_total") & (rows["population_group"] == "all")
    is_whole = rows[["place", "sex", "age_group"]].isna().all(axis="columns")
    return is_total & is_whole & (rows["sector"] != "intersector") & rows["people_reached"].notna()
