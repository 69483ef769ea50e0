"""Tables that a data folder may lack, as empty frames."""

from __future__ import annotations

import pandas as pd

COLUMNS = {
    "population": "population_id country_iso3 value qualifier measure series authority date_low date_high known_from "
    "known_from_basis source_url printed note",
    "programme-counts": "count_id programme stage value unit qualifier basis date_low date_high authority known_from "
    "known_from_basis source_url printed note",
    "plan-funding": "plan_funding_id country_iso3 year plan_code requirements_usd requirements_scope funding_usd "
    "coverage_printed as_of known_from note",
    "donor-funding": "donor_funding_id country_iso3 year plan_code plan_name donor funding_usd flows as_of version "
    "known_from confirmed_on note",
    "plan-coverage": "plan_coverage_id country_iso3 year plan_type plan_name as_of coverage is_final known_from",
    "people-in-need": "people_in_need_id country_iso3 year plan_type sector population_group people_in_need "
    "people_targeted known_from note",
    "sector-reach": "reach_id country_iso3 month sector place basis population_group sex age_group people_reached "
    "people_reached_cva reporting_organizations known_from",
}
"""The columns that an analysis reads of each."""
_KINDS = {
    "datetime64[us]": "as_of date_low date_high known_from month",
    "float": "value coverage coverage_printed funding_usd requirements_usd people_in_need people_targeted "
    "people_reached people_reached_cva",
    "Int64": "flows reporting_organizations version year",
    "bool": "is_final",
}
"""What is no text among them."""


def empty(name: str) -> pd.DataFrame:
    """A table of no row with its columns, each of the kind that it has where the folder has the table."""
    kinds = {column: kind for kind, columns in _KINDS.items() for column in columns.split()}
    return pd.DataFrame({column: pd.Series(dtype=kinds.get(column, "str")) for column in COLUMNS[name].split()})
