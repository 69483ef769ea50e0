"""The table of the legal calendar."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pandas as pd
from markupsafe import Markup

from r4v_analysis.data.cells import as_text
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels, provenance, quoting, wordings
from r4v_analysis.exhibits.exhibit import Table
from r4v_analysis.language.formats import format_short_date, translator
from r4v_analysis.values.metric import source_anchor


def calendar(report: Report, rows: pd.DataFrame, lang: str) -> Table:
    """The legal calendar, an interval where no source prints the day."""
    _ = translator(lang).gettext
    shown = [
        (
            _programme(report, row["programme"], lang),
            labels.coded(labels.EVENTS, row["event"], lang),
            provenance.day_text(row["date_low"], row["date_high"], lang),
            quoting.printed(report, row, lang),
            _source(report, row, lang),
            wordings.note(report, as_text(row["note"]), lang),
        )
        for _index, row in rows.iterrows()
    ]
    header = (_("Programme"), _("Event"), _("Date"), _("As printed"), _("Source"), _("Note"))
    anchors = [source_anchor(f"programme_events/{name}") for name in rows["event_id"]]
    caption = _("Legal calendar as known on {date}").format(date=format_short_date(report.vintage, lang))
    return Table("calendar", caption, header, shown, rows, anchors=anchors)


def _source(report: Report, row: pd.Series, lang: str) -> Markup | str:
    """The site that a row's source address names, linked; else the report that prints it, by its title."""
    _ = translator(lang).gettext
    if address := as_text(row["source_url"]):
        return provenance.address_link(address, urlsplit(address).hostname or address)
    other = as_text(row["source_report_id"])
    if other in ("", report.report_id):
        return _("this report")
    return quoting.title(report.data.report(other).row, lang)


def _programme(report: Report, code: Any, lang: str) -> str:
    return labels.programme(report, str(code), lang) if not pd.isna(code) else "–"
