"""What a report can be analysed for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from r4v_analysis.data.cells import as_text
from r4v_analysis.data.queries import records
from r4v_analysis.data.report import Report
from r4v_analysis.language.formats import N_


def coverage_of(report: Report) -> dict[str, list[str]]:
    """What each analysis lacks in a report, by the notebook's name; an empty list: nothing.

    A notebook renders in any case and says what is missing.
    """
    return lacking(records(report.observations[["section", "indicator", "sector", "value"]]))


def lacking(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """The same for observations as plain cells: section, indicator, sector and value of each."""
    reported = [row for row in rows if not pd.isna(row["value"])]
    header = {row["indicator"] for row in reported if row["section"] == "header"}
    if "coverage" in header:  # with requirements it gives the amount
        header.add("funding")
    has_sectors = any(row["indicator"] == "people_reached" and as_text(row["sector"]) for row in reported)
    has_counts = any(row["indicator"] == "regularization" for row in reported)
    return {
        "funding_gap": [name for name in (N_("requirements"), N_("funding")) if name not in header],
        "sector_reach": [] if has_sectors else [N_("people reached by sector")],
        "regularization_uptake": [] if has_counts else [N_("counts of regularization")],
    }
