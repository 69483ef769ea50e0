"""The reports of a data folder that a choice in words takes."""

from __future__ import annotations

from r4v_analysis.data.choice import Choice, Listed, choose, names_of
from r4v_analysis.data.report import Data
from r4v_analysis.errors import UsageError


def listed(data: Data) -> list[Listed]:
    """The reports of a data folder."""
    rows = data.tables["reports"][["report_id", "country_iso3", "period_end"]]
    return [Listed(str(id_), str(country), f"{end:%Y-%m}") for id_, country, end in rows.itertuples(index=False)]


def country_names(data: Data) -> dict[str, str]:
    """Codes of countries and regions by each of their names, folded."""
    rows = data.tables["countries"].to_dict("records")
    return names_of([{str(name): str(value) for name, value in row.items()} for row in rows])


def chosen_ids(data: Data, choice: Choice) -> list[str]:
    """Ids of the reports that are meant.

    Raises
    ------
    UsageError
        A line for each word that means nothing here, or that no report is meant.
    """
    found, problems = choose(listed(data), country_names(data), choice)
    if problems:
        raise UsageError("\n".join(problems))
    return found
