"""The table of what a report's text counts."""

from __future__ import annotations

import pandas as pd

from r4v_analysis.analysis.reach.groups import own_days
from r4v_analysis.data.cells import as_text
from r4v_analysis.data.queries import Record, records
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels, quoting
from r4v_analysis.exhibits.exhibit import Prose, Table, absent
from r4v_analysis.exhibits.tables import observation_link
from r4v_analysis.language.formats import translator


def text_counts(report: Report, counts: pd.DataFrame, lang: str) -> Table | Prose:
    """What the text says that people got, sector by sector, in its own words, with whom and where."""
    _ = translator(lang).gettext
    if counts.empty:
        return absent(_("The text of the report has no count by sector, group or place."))
    rows = [
        (
            _where_told(report, row, lang),
            observation_link(report, row["observation_id"], lang),
            labels.coded(labels.UNITS, row["unit"], lang),
            labels.coded(labels.ROLES, as_text(row["role"]), lang) or "–",
            _who(report, row, lang) or "–",
            quoting.printed(report, row, lang),
        )
        for row in records(counts)
    ]
    header = (_("Sector"), _("Number"), _("Unit"), _("People were"), _("Who, where and when"), _("As printed"))
    caption = _("What the text of the report counts")
    return Table("text_counts", caption, header, rows, counts, frozenset({1}))


def _where_told(report: Report, row: Record, lang: str) -> str:
    sector = as_text(row["sector"])
    return labels.named(report, "sectors", sector, lang) if sector else labels.place_in_report(report, row, lang)


def _who(report: Report, row: Record, lang: str) -> str:
    """Population group, sex and place of a count, as far as it is of one, and its days where they are its own."""
    group, sex, place = (as_text(row[name]) for name in ("population_group", "sex", "place"))
    names = (
        labels.named(report, "population-groups", group, lang) if group not in ("", "all") else "",
        labels.coded(labels.SEXES, sex, lang),
        str(report.codes("places")["name"][place]) if place else "",
        own_days(report, row, lang),
    )
    return "; ".join(filter(None, names))
