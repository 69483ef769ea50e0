"""How sentences with numbers are made, and the headline numbers of a report.

A sentence is one message with named places, never glued from parts; where a report lacks what a
sentence needs, another sentence says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.language.formats import format_quantity, translator
from r4v_analysis.values.metric import source_anchor


@dataclass(frozen=True, slots=True)
class Headline:
    """A number of the report's header box for a page's head and the index.

    `text` carries the qualifier ("at least 42,600"); `note` is the number as printed; `anchor` is
    where a page of the report explains it.
    """

    label: str
    text: str
    note: str
    anchor: str = ""


def headlines(report: Report, lang: str) -> list[Headline]:
    """The header box: population, people reached, requirements, funding, coverage; what is printed of them."""
    _ = translator(lang).gettext
    wanted = {
        "refugees_and_migrants": labels.HEADER["refugees_and_migrants"],
        "people_reached": labels.HEADER["people_reached"],
        "requirements": labels.HEADER["requirements"],
        "funding": labels.HEADER["funding"],
        "coverage": labels.HEADER["coverage"],
    }
    rows = report.select(section="header").set_index("indicator")
    return [
        Headline(
            _(label),
            format_quantity(report.headline(indicator), str(rows.loc[indicator, "unit"]), lang),
            _noted(report, str(rows.loc[indicator, "printed"]), lang),
            source_anchor("/".join((report.report_id, str(rows.loc[indicator, "observation_id"])))),
        )
        for indicator, label in wanted.items()
        if indicator in rows.index
    ]


def _noted(report: Report, words: str, lang: str) -> str:
    """A number as it is printed; of a report that is no document to its last digit, since nobody printed it."""
    return translator(lang).gettext("printed: “{words}”").format(words=words) if report.is_document else words


def sentence(message: str, **values: object) -> Markup:
    """A message with its places filled; every value but a link is escaped."""
    return Markup(message).format(**values)  # noqa: S704  messages are this package's own
