"""Tables of what the report itself counts in each sector."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from r4v_analysis.data.report import Report, as_text
from r4v_analysis.exhibits import labels, quoting
from r4v_analysis.exhibits.exhibit import Table
from r4v_analysis.exhibits.tables import link, observation_link
from r4v_analysis.language.formats import format_number, translator
from r4v_analysis.values.metric import Metrics


def sector_reach(report: Report, reach: pd.DataFrame, items: Metrics, lang: str) -> Table:
    """The sector row, ranked, with the scale per 1,000 and what was reported outside the plan."""
    _ = translator(lang).gettext
    rows = [
        (
            labels.named(report, "sectors", row["sector"], lang),
            link(items[f"people_reached.{row['sector']}"], lang),
            _("not reported") if pd.isna(row["people_reached_non_rmrp"]) else _people(row, lang),
            _share(row["share_of_largest"], lang),
            _per_1000(items, row["sector"], lang),
        )
        for _index, row in reach.iterrows()
    ]
    header = (
        _("Sector"),
        _("People reached, RMRP"),
        _("People reached, non-RMRP"),
        _("Share of the largest sector"),
        _("Per 1,000 refugees and migrants"),
    )
    caption = _("People reached by sector, {period}").format(period=labels.period(report, lang))
    note = _(
        "Sectors overlap: the same person can stand in several rows, so the rows have no total. "
        "Cash-based interventions are a modality that any sector can use; they have no rank and no share."
    )
    return Table("sector_reach", caption, header, rows, reach, frozenset({1, 2, 3, 4}), note=note)


def text_counts(report: Report, counts: pd.DataFrame, lang: str) -> Table:
    """What the text says that people got, sector by sector, in its own words."""
    _ = translator(lang).gettext
    rows = [
        (
            labels.named(report, "sectors", row["sector"], lang),
            observation_link(report, row["observation_id"], lang),
            labels.coded(labels.UNITS, row["unit"], lang),
            labels.coded(labels.ROLES, as_text(row["role"]), lang) or "–",
            quoting.printed(report, row, lang),
        )
        for _index, row in counts.iterrows()
    ]
    header = (_("Sector"), _("Number"), _("Unit"), _("People were"), _("As printed"))
    caption = _("What the text of the report counts in each sector")
    return Table("text_counts", caption, header, rows, counts, frozenset({1}))


def _people(row: pd.Series, lang: str) -> str:
    return format_number(row["people_reached_non_rmrp"], "people", lang)


def _share(share: float, lang: str) -> str:
    return "–" if pd.isna(share) else format_number(share, "share", lang)


def _per_1000(items: Metrics, sector: str, lang: str) -> Markup | str:
    item = items.get(f"reached_per_1000.{sector}")
    return link(item, lang) if item else "–"
