"""The tables of data/ that imports fill: what their rows are about, what they say, and their ids."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from r4v_analysis.data.ids import ids
from r4v_analysis.data.names import folded
from r4v_analysis.data.population import KEY, POPULATION, population_id
from r4v_analysis.data.spellings import same_authority, same_donor
from r4v_analysis.data.versions import Shape, by_row
from r4v_analysis.imports.consolidated import REACH
from r4v_analysis.imports.donors import DONORS
from r4v_analysis.imports.fts import FUNDING
from r4v_analysis.imports.needs import NEED

Cells = Mapping[str, str]


def _donor_id(row: Cells) -> str:
    donor = folded(row["donor"]).encode("ascii", "ignore").decode().replace(" ", "-").strip("-") or "donor"
    return f"{row['country_iso3']}_{row['year']}_{row['plan_code']}_{donor}_v{row['version']}"


SHAPES = {
    DONORS: Shape(
        DONORS,
        "donor_funding_id",
        ("country_iso3", "year", "plan_code", "donor"),
        ("funding_usd",),
        by_row(_donor_id),
        alike={"donor": same_donor},
    ),
    POPULATION: Shape(
        POPULATION,
        "population_id",
        KEY,
        ("value",),
        by_row(population_id),
        partial(population_id, with_authority=True),
        alike={"authority": same_authority},
    ),
    FUNDING: Shape(
        FUNDING,
        "plan_funding_id",
        ("country_iso3", "year", "plan_code"),
        ("requirements_usd", "requirements_scope", "funding_usd"),
        partial(ids, FUNDING),
        kept=("funding_usd", "requirements_original_usd"),
        filled=("as_of", "requirements_original_usd"),
    ),
    REACH: Shape(
        REACH,
        "reach_id",
        ("country_iso3", "month", "sector", "place", "basis", "population_group", "sex", "age_group"),
        ("people_reached", "people_reached_cva"),
        partial(ids, REACH),
        kept=("reporting_organizations",),
    ),
    NEED: Shape(
        NEED,
        "people_in_need_id",
        ("country_iso3", "year", "sector", "place", "population_group", "sex", "age_group", "restated_by", "plan_type"),
        ("people_in_need", "people_targeted"),
        partial(ids, NEED),
        kept=("people_in_need", "people_targeted"),
    ),
}
"""The shapes, by the name of the table's resource."""
