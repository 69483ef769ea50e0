"""The tables of data/ that imports fill: what their rows are about, what they say, and their ids."""

from __future__ import annotations

from collections.abc import Mapping

from r4v_analysis.data.names import folded
from r4v_analysis.data.versions import Shape
from r4v_analysis.imports.consolidated import REACH
from r4v_analysis.imports.donors import DONORS
from r4v_analysis.imports.fts import FUNDING
from r4v_analysis.imports.needs import NEED, RMRP
from r4v_analysis.imports.population import POPULATION

Cells = Mapping[str, str]


def _funding_id(row: Cells) -> str:
    return f"{row['country_iso3']}_{row['year']}_{row['plan_code']}_v{row['version']}"


def _reach_id(row: Cells) -> str:
    parts = (row["country_iso3"], row["month"][:7], row.get("place"), row["sector"], row["basis"])
    rest = (row["population_group"], row.get("sex"), row.get("age_group"), f"v{row['version']}")
    return "_".join(part for part in (*parts, *rest) if part)


def _need_id(row: Cells) -> str:
    """The first version's is without its number: it was there before numbers had versions."""
    parts = (row["country_iso3"], row["year"], row.get("place"), row["sector"], row["population_group"])
    plan = "" if row["plan_type"] == RMRP else row["plan_type"]
    version = "" if row["version"] == "1" else f"v{row['version']}"
    rest = (row.get("sex"), row.get("age_group"), row.get("restated_by"), plan, version)
    return "_".join(part for part in (*parts, *rest) if part)


def _donor_id(row: Cells) -> str:
    donor = folded(row["donor"]).encode("ascii", "ignore").decode().replace(" ", "-").strip("-") or "donor"
    return f"{row['country_iso3']}_{row['year']}_{row['plan_code']}_{donor}_v{row['version']}"


def _population_id(row: Cells) -> str:
    day = row["date_high"] if row["date_low"] == row["date_high"] else row["date_high"][:7]
    version = "" if row["version"] == "1" else f"_v{row['version']}"
    return f"{row['country_iso3']}_{day}_{row['measure']}{version}"


SHAPES = {
    DONORS: Shape(
        DONORS, "donor_funding_id", ("country_iso3", "year", "plan_code", "donor"), ("funding_usd",), _donor_id
    ),
    POPULATION: Shape(
        POPULATION, "population_id", ("country_iso3", "date_low", "date_high", "measure"), ("value",), _population_id
    ),
    FUNDING: Shape(
        FUNDING,
        "plan_funding_id",
        ("country_iso3", "year", "plan_code"),
        ("requirements_usd", "requirements_scope", "funding_usd"),
        _funding_id,
        kept=("funding_usd", "requirements_original_usd"),
        filled=("as_of", "requirements_original_usd"),
    ),
    REACH: Shape(
        REACH,
        "reach_id",
        ("country_iso3", "month", "sector", "place", "basis", "population_group", "sex", "age_group"),
        ("people_reached", "people_reached_cva"),
        _reach_id,
        kept=("reporting_organizations",),
    ),
    NEED: Shape(
        NEED,
        "people_in_need_id",
        ("country_iso3", "year", "sector", "place", "population_group", "sex", "age_group", "restated_by", "plan_type"),
        ("people_in_need", "people_targeted"),
        _need_id,
        kept=("people_in_need", "people_targeted"),
    ),
}
"""The shapes, by the name of the table's resource."""
