"""What changed from one report of a country to the next, as far as the two can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from r4v_analysis.analysis import terms as comparability
from r4v_analysis.data.report import Report, as_text, row_quantity
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.sentences import sentence
from r4v_analysis.language.formats import format_period, format_quantity, translator
from r4v_analysis.values.metric import source_anchor
from r4v_analysis.values.quantity import Quantity

_INDICATORS = ("refugees_and_migrants", "people_reached", "requirements", "funding", "coverage")


@dataclass(frozen=True, slots=True)
class Change:
    """A header number that two reports print.

    `reason` says why they can't be compared; empty where they can. `sources` are the ids of both rows.
    """

    indicator: str
    unit: str
    before: Quantity
    after: Quantity
    reason: str = ""
    sources: tuple[str, str] = ("", "")

    @property
    def is_same(self) -> bool:
        """Whether the reports print one and the same number with one qualifier."""
        return (self.before.value, self.before.low, self.before.high) == (
            self.after.value,
            self.after.low,
            self.after.high,
        )


def changes(report: Report) -> list[Change]:
    """The header numbers of a report that the one before it prints too; empty where there is none before.

    The one before is the last earlier report of the country that was known on the report's vintage.
    """
    if not report.earlier:
        return []
    return list(_shared(report.earlier[-1], report))


def _shared(before: Report, after: Report) -> Iterator[Change]:
    for indicator in _INDICATORS:
        one, other = (_printed(item, indicator) for item in (before, after))
        if one is not None and other is not None:
            reason = comparability.obstacle(_terms(one, before), _terms(other, after))
            said = comparability.REASONS.get(reason, "")
            yield Change(
                indicator, str(other["unit"]), row_quantity(one), row_quantity(other), said, (_id(one), _id(other))
            )


def _printed(report: Report, indicator: str) -> pd.Series | None:
    """The header's first row that prints a number of an indicator."""
    rows = report.each(section="header", indicator=indicator)
    return next((row for row in rows if not pd.isna(row["value"])), None)


def _id(row: pd.Series) -> str:
    return f"{row['report_id']}/{row['observation_id']}"


def _terms(row: pd.Series, report: Report) -> comparability.Terms:
    cells = {name: as_text(row[name]) for name in ("indicator", "basis", "population_group")}
    return comparability.header_terms(cells, report.period)


def sources(report: Report) -> list[str]:
    """The ids of the rows that `sentences` sets side by side."""
    return [source for change in changes(report) for source in change.sources]


def sentences(report: Report, lang: str) -> list[Markup]:
    """What a page says under its header: since which report, and each number as it was and is, linked to its row.

    Empty for the first known report of a country.
    """
    if not report.earlier:
        return []
    _ = translator(lang).gettext
    period = format_period(report.earlier[-1].period.start, report.earlier[-1].period.end, lang)
    found = changes(report)
    if not found:
        message = _("Nothing that the header of this report prints is in that of {period}, so nothing can be compared.")
        return [sentence(message, period=period)]
    return [_sentence(change, period, lang) for change in found]


def _sentence(change: Change, period: str, lang: str) -> Markup:
    _ = translator(lang).gettext
    numbers = (format_quantity(quantity, change.unit, lang) for quantity in (change.before, change.after))
    before, after = (
        Markup('<a class="r4v-num" href="#{}">{}</a>').format(source_anchor(source), number)
        for source, number in zip(change.sources, numbers, strict=True)
    )
    values = {
        "name": _(labels.HEADER[change.indicator]),
        "before": before,
        "after": after,
        "period": period,
    }
    if change.reason:
        message = _("{name}: {after}, and {before} in the report of {period}; not to be compared: {reason}.")
        return sentence(message, **values, reason=_(change.reason))
    if change.is_same:
        return sentence(_("{name}: {after}, as in the report of {period}."), **values)
    return sentence(_("{name}: {after}, after {before} in the report of {period}."), **values)
