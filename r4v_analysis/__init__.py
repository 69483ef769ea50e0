"""Funding gap, sector reach and regularization uptake from R4V situation reports.

>>> import r4v_analysis as r4v
>>> report = r4v.report("PER_2023-05_2023-07")
>>> report.headline("people_reached").value
281700.0
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from r4v_analysis.version import __version__

__all__ = [
    "__version__",
    "codes",
    "donor_funding",
    "observations",
    "open_report",
    "partners",
    "people_in_need",
    "plan_coverage",
    "plan_funding",
    "population",
    "programme_counts",
    "programme_events",
    "programmes",
    "report",
    "reports",
    "sector_reach",
]

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from r4v_analysis.notebook.prompt import Report


def reports(data_dir: str | Path = "") -> pd.DataFrame:
    """All reports of the data folder, a row each, columns as in data/README.md.

    >>> reports().query("platform == 'R4V Chile'")[["report_id", "period_end"]]
                  report_id period_end
    16  CHL_2020-04_2020-04 2020-04-30
    17  CHL_2020-05_2020-05 2020-05-31
    18  CHL_2020-07_2020-07 2020-07-31
    19  CHL_2021-10_2021-10 2021-10-31
    """
    return _table("reports", data_dir)


def observations(data_dir: str | Path = "") -> pd.DataFrame:
    """Every printed number of every report, a row each, columns as in data/README.md; `report_id` says whose.

    >>> of_nutrition = observations().query("sector == 'nutrition' and report_id.str.startswith('PER_2023')")
    >>> of_nutrition.set_index("observation_id")[["value", "qualifier"]].dropna()["value"].to_dict()
    {'nutrition_trained': 3840.0, 'nutritional_kits_women': 9.0, 'reached_nutrition': 3791.0}
    """
    return _table("observations", data_dir)


def programmes(data_dir: str | Path = "") -> pd.DataFrame:
    """Regularization programmes and their legal basis, finished ones of other countries too.

    Columns, described in data/README.md: programme, country_iso3, name_en, name_es, short_name, short_name_es,
    legal_basis, authority, source_url, source_report_id, printed.
    """
    return _table("programmes", data_dir)


def programme_events(data_dir: str | Path = "") -> pd.DataFrame:
    """The legal calendar of those programmes: openings, eligibility dates, deadlines, extensions.

    Columns, described in data/README.md: event_id, programme, event, date_low, date_high, known_from,
    known_from_basis, source_report_id, source_url, printed, note.
    """
    return _table("programme-events", data_dir)


def programme_counts(data_dir: str | Path = "") -> pd.DataFrame:
    """Counts of those programmes from sources other than the reports; where they conflict, both rows are here.

    Columns, described in data/README.md: count_id, programme, stage, value, unit, qualifier, basis, date_low,
    date_high, authority, known_from, known_from_basis, source_report_id, source_url, printed, note.
    """
    return _table("programme-counts", data_dir)


def population(data_dir: str | Path = "") -> pd.DataFrame:
    """Refugees and migrants by country and date from sources other than the reports; stocks, never differenced.

    Columns, described in data/README.md: population_id, country_iso3, value, version, qualifier, measure, series,
    authority, date_low, date_high, known_from, known_from_basis, confirmed_on, source_report_id, source_url,
    source_file, printed, note.
    """
    return _table("population", data_dir)


def partners(data_dir: str | Path = "") -> pd.DataFrame:
    """The partner organizations that a report lists.

    Columns, described in data/README.md: report_id, position, name.
    """
    return _table("partners", data_dir)


def plan_funding(data_dir: str | Path = "") -> pd.DataFrame:
    """Requirement and funding of a plan-year and country, a row a version.

    Columns, described in data/README.md: plan_funding_id, country_iso3, year, plan_id, plan_code, plan_name,
    requirements_usd, requirements_scope, funding_usd, coverage_printed, as_of, version, known_from,
    known_from_basis, confirmed_on, source_url, source_file, qualifier, printed, requirements_published_usd,
    requirements_original_usd, note.
    """
    return _table("plan-funding", data_dir)


def donor_funding(data_dir: str | Path = "") -> pd.DataFrame:
    """Who gave how much to R4V's plan of a year, added from FTS's flows, a row a version; XRG is no sum of countries.

    Columns, described in data/README.md: donor_funding_id, country_iso3, year, plan_code, plan_name, donor,
    funding_usd, flows, as_of, version, known_from, known_from_basis, confirmed_on, source_url, source_file, note.
    """
    return _table("donor-funding", data_dir)


def plan_coverage(data_dir: str | Path = "") -> pd.DataFrame:
    """How far finished plan-years of many countries were funded by the end of a month, and in the end.

    Columns, described in data/README.md: plan_coverage_id, country_iso3, year, plan_type, plan_name, as_of,
    coverage, requirements_usd, requirements_published_usd, funding_usd, is_final, known_from, known_from_basis,
    repository, path, commit, note.
    """
    return _table("plan-coverage", data_dir)


def people_in_need(data_dir: str | Path = "") -> pd.DataFrame:
    """People in need and targets of a plan-year by sector and group, a row a version; sectors overlap: never summed.

    Columns, described in data/README.md: people_in_need_id, country_iso3, year, plan_type, sector, place,
    population_group, sex, age_group, people_in_need, people_targeted, version, known_from, known_from_basis,
    confirmed_on, source_url, source_file, restated_by, qualifier, printed, note.
    """
    return _table("people-in-need", data_dir)


def sector_reach(data_dir: str | Path = "") -> pd.DataFrame:
    """People reached by month and sector in R4V's monitoring; sectors overlap, months repeat people: never summed.

    Columns, described in data/README.md: reach_id, country_iso3, month, sector, place, basis, population_group,
    sex, age_group, people_reached, people_reached_cva, people_reached_carried_forward, reporting_organizations,
    checks, as_of, version, known_from, known_from_basis, confirmed_on, source_url, source_file, note.
    """
    return _table("sector-reach", data_dir)


def codes(table: str, data_dir: str | Path = "") -> pd.DataFrame:
    """A code table, indexed by its code: sectors, indicators, stages, population-groups, places, plans, countries.

    >>> codes("sectors").loc["wash", "name_es"]
    'Agua, Saneamiento e Higiene'

    Raises
    ------
    UsageError
        No such table; the nearest is offered.
    """
    from r4v_analysis.data.load import load

    return load(data_dir).codes(table)


def report(report_id: str, as_of: str = "", data_dir: str | Path = "") -> Report:
    """One report with what was known on `as_of` (ISO date; empty: the report's own date).

    Go on with its `funding`, `reach`, `regularization` and `observations`.

    >>> report("PER_2023-05_2023-07").observations[["indicator", "value", "qualifier", "printed"]].head(2)
                   indicator      value qualifier printed
    0  refugees_and_migrants  1500000.0     exact    1.5M
    1         people_reached   281700.0     exact  281,7K

    Raises
    ------
    UsageError
        No such report (the nearest id is offered), or `as_of` is no date.
    DataError
        The data folder has errors; all are listed.
    """
    from r4v_analysis.notebook import prompt

    return prompt.report(report_id, as_of, data_dir)


def _table(name: str, data_dir: str | Path) -> pd.DataFrame:
    """A table of the data folder, for the caller to change."""
    from r4v_analysis.data.load import load

    return load(data_dir).table(name).copy()


def __getattr__(name: str) -> Any:
    if name == "open_report":  # drags in Matplotlib; the command line's --help need not
        from r4v_analysis.notebook.show import open_report

        return open_report
    from r4v_analysis.errors import nearest

    near = None if name.startswith("__") else nearest(name, __all__)
    step = f". Nearest: {near!r}." if near else ""
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}{step}", name=name)


def __dir__() -> list[str]:
    return sorted(__all__)
