"""FTS's plan years as reports: a report whose id ends in `_fts` prints no PDF, its row of plan_funding.csv is it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from r4v_analysis.data.known import said_last
from r4v_analysis.data.publisher import FTS

OWN_SCOPES = ("own", "derived")
"""Whose requirements give a coverage: the country's own, as printed or as it follows from what FTS published."""


def report_rows(plans: Iterable[Mapping[str, str]], countries: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    """A row of reports.csv for each country and plan year of rows of plan_funding.csv, in the order of ids.

    The numbers are those that were known last, on a day that is no day of publication. Only years that had ended
    by then: within a year money is set against the part of it that is gone, which such a row does not say.
    Requirements that are not the country's own make no report, nor do rows without funding and those of a region.
    """
    last: dict[tuple[str, str], Mapping[str, str]] = {}
    for row in plans:
        is_final = row["known_from"] > f"{row['year']}-12-31" and bool(row["funding_usd"])
        is_of_country = countries.get(row["country_iso3"], {}).get("kind") == "country"
        key = (row["country_iso3"], row["year"])
        if is_final and is_of_country and row["requirements_scope"] in OWN_SCOPES:
            last[key] = max(last.get(key, row), row, key=_order)
    return [_report_row(last[key], countries) for key in sorted(last)]


def _order(row: Mapping[str, str]) -> tuple[str, int]:
    """By the day and then the version; rows that are just being imported have none yet."""
    return row["known_from"], int(row.get("version") or 0)


def _report_row(row: Mapping[str, str], countries: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    country, year = row["country_iso3"], row["year"]
    names = countries[country]
    return {
        "report_id": f"{country}_{year}-01_{year}-12_{FTS}",
        "country_iso3": country,
        "platform": "OCHA FTS",
        "plan_code": row["plan_code"],
        "title": f"FTS plan year, {names['name_en']}, {year}",
        "title_es": f"Año de plan en FTS, {names['name_es']}, {year}",
        "period_start": f"{year}-01-01",
        "period_end": f"{year}-12-31",
        "known_from": row["known_from"],
        "known_from_basis": row["known_from_basis"],
        "language": "en",
        "source_url": row["source_url"],
        "notes": f"No document: made of a row of plan_funding.csv from {row['source_file'] or row['source_url']}.",
    }


def observations(reports: pd.DataFrame, plans: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Observations of the reports made of plan years, with the columns given; empty where there are none.

    Requirements and funding as the report's day of publication knew them, from a row that was known after the year's
    end: its header box. Requirements that are not the country's own stay out, so that no coverage comes of them.
    """
    made = reports[reports["report_id"].str.endswith(f"_{FTS}")]
    joined = made.assign(year=made["period_end"].dt.year.astype("Int64")).merge(
        plans, on=["country_iso3", "year"], suffixes=("", "_plan")
    )
    is_final = joined["known_from_plan"] > joined["period_end"]
    rows = joined[is_final & joined["requirements_scope"].isin(OWN_SCOPES)]
    rows = said_last(rows, "known_from", ["report_id"], known_from="known_from_plan")
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
