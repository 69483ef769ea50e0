"""What a report can be analysed for."""

from __future__ import annotations

from r4v_analysis.data import Report
from r4v_analysis.i18n import N_


def coverage_of(report: Report) -> dict[str, list[str]]:
    """What each analysis lacks in a report, by the notebook's name; an empty list: nothing.

    A notebook renders in any case and says what is missing.
    """
    rows = report.observations
    reported = rows[rows["value"].notna()]
    header = set(reported.loc[reported["section"] == "header", "indicator"])
    indicators = set(reported["indicator"])
    if "coverage" in header:  # with requirements it gives the amount
        header.add("funding")
    by_sector = reported[(reported["indicator"] == "people_reached") & reported["sector"].notna()]
    return {
        "funding_gap": [name for name in (N_("requirements"), N_("funding")) if name not in header],
        "sector_reach": [N_("people reached by sector")] if by_sector.empty else [],
        "regularization_uptake": [] if "regularization" in indicators else [N_("counts of regularization")],
    }
