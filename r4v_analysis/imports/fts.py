"""OCHA's Financial Tracking Service as HDX publishes it: requirements and funding by country, year and plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from r4v_analysis.data.names import Names, folded
from r4v_analysis.imports.grid import Grid, number, plain, read_grid
from r4v_analysis.imports.reading import Reading

_ROLES = {
    "country": "countrycode|countryiso3|country",
    "id": "id|planid",
    "name": "name|planname",
    "code": "code|plancode",
    "year": "year",
    "requirements": "requirements|revisedrequirements",
    "funding": "funding|totalfunding",
    "percent": "percentfunded|percentagefunded",
    "type_id": "typeid",
    "type": "typename",
    "start": "startdate",
    "end": "enddate",
}
_REQUIRED = ("country", "name", "code", "year", "requirements", "funding")
_ALIKE = 3
"""Countries with one and the same requirement from which on it is no country's own."""
_R4V_CODE = re.compile(r"RREG\d\d|RSAMR\d\d")


@dataclass(frozen=True, slots=True)
class Plan:
    """What names a plan-year; `code` and `year` may be empty where a response does not say."""

    plan_id: str
    code: str = ""
    name: str = ""
    year: str = ""


def read_hdx(path: Path, names: Names) -> Reading:
    """HDX's CSV, with or without the HXL tag row. Blank is missing, 0 is 0."""
    grid = read_grid(path, _ROLES, _REQUIRED)
    reading = Reading(path.name, "FTS requirements and funding (HDX)", len(grid.rows), columns_unused=grid.unused)
    seen: dict[tuple[str, ...], int] = {}
    for row, cells in grid.rows:
        found = _hdx_row(grid, cells, names)
        if isinstance(found, tuple):
            reading.leave_out(row, *found)
        elif _key(found) in seen:
            reading.leave_out(row, "country, year and plan stand in the file already")
        else:
            seen[_key(found)] = row
            reading.rows.append(found)
    mark_repeated(reading.rows)
    return reading


def _hdx_row(grid: Grid, cells: Any, names: Names) -> dict[str, str] | tuple[str, str]:
    """A row of plan_funding.csv, or why there is none."""
    text = {role: grid.cell(cells, role) for role in _ROLES}
    country = names.country(text["country"])
    if country is None:
        return "not a country or region of the plan", text["country"] or "blank"
    if not text["id"] and not text["code"]:
        return "no plan", text["name"] or "blank"
    if not is_r4v_plan(text["code"], text["name"]):
        return "another plan", text["code"]
    if not re.fullmatch(r"20[0-9]{2}", text["year"]) or not re.fullmatch(r"[0-9]*", text["id"]):
        return "a year or plan id that can't be read", ""
    try:
        numbers = {role: number(text[role]) for role in ("requirements", "funding", "percent")}
    except ValueError as error:
        return "a number that can't be read", str(error)
    return funding_row(country, Plan(text["id"], text["code"], text["name"], text["year"]), numbers)


def funding_row(country: str, plan: Plan, numbers: Mapping[str, float | None]) -> dict[str, str]:
    """A row of plan_funding.csv; `percent` becomes a share."""
    percent = numbers.get("percent")
    return {
        "country_iso3": country,
        "year": plan.year,
        "plan_id": plan.plan_id,
        "plan_code": plan.code,
        "plan_name": plan.name,
        "requirements_usd": plain(numbers.get("requirements")),
        "requirements_scope": "own",
        "funding_usd": plain(numbers.get("funding")),
        "coverage_printed": "" if percent is None else plain(round(percent / 100, 6)),
    }


def is_r4v_plan(code: str, name: str) -> bool:
    """Whether a plan is one of R4V's (RREG22, RSAMR19), by its code or its name."""
    words = folded(name)
    return bool(_R4V_CODE.fullmatch(code)) or ("refugee and migrant response plan" in words and "venezuela" in words)


def mark_repeated(rows: Iterable[dict[str, str]], known: Iterable[Mapping[str, str]] = ()) -> None:
    """Mark a requirement that FTS gives for several countries of a plan alike: it is no country's own.

    `known` rows are of data/: an amount that is marked there is marked here, too.
    """
    rows = list(rows)
    amounts = Counter((row["plan_code"], row["year"], row["requirements_usd"]) for row in rows)
    marked = {
        (row["plan_code"], row["year"], row["requirements_usd"])
        for row in known
        if row["requirements_scope"] == "repeated"
    }
    for row in rows:
        key = (row["plan_code"], row["year"], row["requirements_usd"])
        if row["requirements_usd"] and (amounts[key] >= _ALIKE or key in marked):
            row["requirements_scope"] = "repeated"
            row["note"] = "FTS gives this requirement for several countries alike: it is not the country's own."


def _key(row: Mapping[str, str]) -> tuple[str, ...]:
    return (row["country_iso3"], row["year"], row["plan_code"])
