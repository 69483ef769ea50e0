"""What the start page of JupyterLab shows: the reports, and what each can be analysed for."""

from __future__ import annotations

import pandas as pd

from r4v_analysis.analysis.record import QUESTIONS, silences
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.exhibit import Table
from r4v_analysis.language.formats import format_period, translator


def reports(report: Report, lang: str = "en") -> Table:
    """All reports of the data folder that a report comes from, and on which questions each says something."""
    _ = translator(lang).gettext
    notebooks = [question.notebook for question in QUESTIONS]
    rows, records = [], []
    for report_id in report.data.report_ids:
        other = report.data.report(report_id)
        silent = silences(other, lang)
        answers = [notebook not in silent for notebook in notebooks]
        rows.append(
            (
                report_id,
                labels.named(other, "countries", other.country_iso3, lang),
                format_period(other.period.start, other.period.end, lang),
                *(_("yes") if answer else _("nothing known") for answer in answers),
            )
        )
        records.append((report_id, *answers))
    names = (_("Funding gap"), _("Reach by sector"), _("Regularization"))
    header = ("report_id", _("Country"), _("Period"), *names)
    frame = pd.DataFrame(records, columns=["report_id", *notebooks])
    caption = _("Reports, and what each can be analysed for")
    return Table("reports", caption, header, rows, frame)
