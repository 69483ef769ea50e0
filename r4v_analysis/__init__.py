"""Funding gap, sector reach and regularization uptake from R4V situation reports.

>>> import r4v_analysis as r4v
>>> report = r4v.report("PER_2023-05_2023-07")
>>> report.headline("people_reached").value
281700.0
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from r4v_analysis.version import __version__

__all__ = ["__version__", "observations", "open_report", "report", "reports"]

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from r4v_analysis.notebook.prompt import Report


def reports(data_dir: str | Path = "") -> pd.DataFrame:
    """All reports of the data folder, a row each, columns as in data/README.md.

    >>> reports().query("country_iso3 == 'CHL'")[["report_id", "period_end"]]
                  report_id period_end
    16  CHL_2020-04_2020-04 2020-04-30
    17  CHL_2020-05_2020-05 2020-05-31
    18  CHL_2020-07_2020-07 2020-07-31
    19  CHL_2021-10_2021-10 2021-10-31
    """
    from r4v_analysis.data.report import load

    return load(data_dir).tables["reports"]


def observations(data_dir: str | Path = "") -> pd.DataFrame:
    """Every printed number of every report, a row each, columns as in data/README.md; `report_id` says whose.

    >>> of_nutrition = observations().query("sector == 'nutrition' and report_id.str.startswith('PER_2023')")
    >>> of_nutrition.set_index("observation_id")[["value", "qualifier"]].dropna()["value"].to_dict()
    {'nutrition_trained': 3840.0, 'nutritional_kits_women': 9.0, 'reached_nutrition': 3791.0}
    """
    from r4v_analysis.data.report import load

    return load(data_dir).tables["observations"].copy()


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


def __getattr__(name: str) -> Any:
    if name == "open_report":  # drags in Matplotlib; the command line's --help need not
        from r4v_analysis.notebook.show import open_report

        return open_report
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
