"""Funding gap, sector reach and regularization uptake from R4V situation reports.

>>> import r4v_analysis as r4v
>>> report = r4v.report("PER_2023-05_2023-07")
>>> report.headline("people_reached").value
281700.0
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["__version__", "open_report", "report", "reports"]

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from r4v_analysis.data import Report


def reports(data_dir: str | Path = "") -> pd.DataFrame:
    """All reports of the data folder, a row each, columns as in data/README.md."""
    from r4v_analysis.data import load

    return load(data_dir).tables["reports"]


def report(report_id: str, as_of: str = "", data_dir: str | Path = "") -> Report:
    """One report with what was known on `as_of` (ISO date; empty: the report's own date)."""
    from r4v_analysis.data import load

    return load(data_dir).report(report_id, as_of)


def __getattr__(name: str) -> Any:
    if name == "open_report":  # drags in Matplotlib; the command line's --help need not
        from r4v_analysis.notebook import open_report

        return open_report
    if not name.startswith("_") and find_spec(f"{__name__}.{name}"):  # r4v.hindsight needs no import of its own
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
