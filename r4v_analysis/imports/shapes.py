"""The tables of data/ that imports fill: what their rows are about, what they say, and their ids."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from r4v_analysis.data.ids import DONORS, FUNDING, NEED, REACH, ids, key_of
from r4v_analysis.data.names import folded
from r4v_analysis.data.population import KEY, POPULATION, population_id
from r4v_analysis.data.spellings import same_authority, same_donor
from r4v_analysis.data.versions import Shape, by_row

Cells = Mapping[str, str]


def _donor_id(row: Cells) -> str:
    donor = folded(row["donor"]).encode("ascii", "ignore").decode().replace(" ", "-").strip("-") or "donor"
    return f"{row['country_iso3']}_{row['year']}_{row['plan_code']}_{donor}_v{row['version']}"


SHAPES = {
    DONORS: Shape(
        "donor_funding_id",
        ("country_iso3", "year", "plan_code", "donor"),
        ("funding_usd",),
        by_row(_donor_id),
        alike={"donor": same_donor},
    ),
    POPULATION: Shape(
        "population_id",
        KEY,
        ("value",),
        by_row(population_id),
        partial(population_id, with_authority=True),
        alike={"authority": same_authority},
    ),
    FUNDING: Shape(
        "plan_funding_id",
        key_of(FUNDING),
        ("requirements_usd", "requirements_scope", "funding_usd"),
        partial(ids, FUNDING),
        kept=("funding_usd", "requirements_original_usd"),
        filled=("as_of", "requirements_original_usd"),
    ),
    REACH: Shape(
        "reach_id",
        key_of(REACH),
        ("people_reached", "people_reached_cva"),
        partial(ids, REACH),
        kept=("reporting_organizations",),
    ),
    NEED: Shape(
        "people_in_need_id",
        key_of(NEED),
        ("people_in_need", "people_targeted"),
        partial(ids, NEED),
        kept=("people_in_need", "people_targeted"),
    ),
}
"""The shapes, by the name of the table's resource: the tables that come in again."""
