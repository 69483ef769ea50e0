"""What the start page of JupyterLab shows: the reports, and what each can be analysed for."""

from __future__ import annotations

import pandas as pd

from r4v_analysis.analysis.scope import coverage_of
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.exhibit import Table
from r4v_analysis.language.formats import format_period, translator


def reports(report: Report, lang: str = "en") -> Table:
    """All reports of the data folder that a report comes from, with the numbers that an analysis would lack."""
    _ = translator(lang).gettext
    rows, records = [], []
    for report_id in report.data.report_ids:
        other = report.data.report(report_id)
        lacking = coverage_of(other)
        rows.append(
            (
                report_id,
                labels.named(other, "countries", other.country_iso3, lang),
                format_period(other.period.start, other.period.end, lang),
                *(", ".join(map(_, missing)) if missing else _("yes") for missing in lacking.values()),
            )
        )
        records.append((report_id, *(not missing for missing in lacking.values())))
    names = (_("Funding gap"), _("Reach by sector"), _("Regularization"))
    header = ("report_id", _("Country"), _("Period"), *names)
    frame = pd.DataFrame(records, columns=["report_id", "funding_gap", "sector_reach", "regularization_uptake"])
    caption = _("Reports, and what each can be analysed for: yes, or what it does not print")
    return Table("reports", caption, header, rows, frame)
