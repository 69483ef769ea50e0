"""What changed from one report of a country to the next, as far as the two can be compared."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from r4v_analysis.analysis import terms
from r4v_analysis.data.cells import as_text, row_quantity
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.sentences import sentence
from r4v_analysis.exhibits.tables import linked
from r4v_analysis.language.formats import format_period, format_quantity, translator
from r4v_analysis.values.metric import source_anchor
from r4v_analysis.values.period import Period
from r4v_analysis.values.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Change:
    """A header number that two reports print.

    `reason` says why they can't be compared; empty where they can. `sources` are the ids of both rows,
    `period` is that of the earlier report.
    """

    indicator: str
    unit: str
    before: Quantity
    after: Quantity
    reason: str = ""
    sources: tuple[str, str] = ("", "")
    period: Period | None = None

    @property
    def is_same(self) -> bool:
        """Whether the reports print one and the same number with one qualifier."""
        before, after = self.before, self.after
        return (before.value, before.low, before.high) == (after.value, after.low, after.high)


def changes(report: Report) -> list[Change]:
    """The header numbers of a report, each beside the latest earlier report of the country that prints it too.

    Earlier reports are those known on the report's vintage.
    """
    return [change for indicator in labels.HEADER if (change := _since(report, indicator))]


def _since(report: Report, indicator: str) -> Change | None:
    now = _printed(report, indicator)
    if now is None:
        return None
    for before in reversed(report.earlier):
        if (then := _printed(before, indicator)) is not None:
            said = terms.REASONS.get(terms.obstacle(_terms(then, before), _terms(now, report)), "")
            quantities, ids = (row_quantity(then), row_quantity(now)), (_id(then), _id(now))
            return Change(indicator, str(now["unit"]), *quantities, said, ids, before.period)
    return None


def _printed(report: Report, indicator: str) -> pd.Series | None:
    """The header's first row that prints a number of an indicator."""
    rows = report.each(section="header", indicator=indicator)
    return next((row for row in rows if not pd.isna(row["value"])), None)


def _id(row: pd.Series) -> str:
    return f"{row['report_id']}/{row['observation_id']}"


def _terms(row: pd.Series, report: Report) -> terms.Terms:
    cells = {name: as_text(row[name]) for name in ("indicator", "basis", "population_group")}
    return terms.header_terms(cells, report.period)


def sources(report: Report) -> list[str]:
    """The ids of the rows that `sentences` sets side by side."""
    return [source for change in changes(report) if not change.reason for source in change.sources]


def sentences(report: Report, lang: str) -> list[Markup]:
    """What a page says beside its header: each number that compares as it was and is, linked to its row.

    Why others don't compare is said where one asks for it: in the index's comparison.
    """
    return [_sentence(change, lang) for change in changes(report) if not change.reason]


def _sentence(change: Change, lang: str) -> Markup:
    _ = translator(lang).gettext
    numbers = (format_quantity(quantity, change.unit, lang) for quantity in (change.before, change.after))
    before, after = (
        linked(source_anchor(source), number) for source, number in zip(change.sources, numbers, strict=True)
    )
    values = {
        "name": _(labels.HEADER[change.indicator]),
        "before": before,
        "after": after,
        "period": format_period(change.period.start, change.period.end, lang) if change.period else "",
    }
    if change.is_same:
        return sentence(_("{name}: {after}, as in the report of {period}."), **values)
    return sentence(_("{name}: {after}, after {before} in the report of {period}."), **values)
