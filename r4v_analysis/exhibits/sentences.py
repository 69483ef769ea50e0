"""How sentences with numbers are made, and the headline numbers of a report.

A sentence is one message with named places, never glued from parts; where a report lacks what a
sentence needs, another sentence says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels, quoting
from r4v_analysis.language.formats import format_quantity, format_whole, translator
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
    rows = report.select(section="header").set_index("indicator")
    return [
        Headline(
            _(label),
            format_quantity(report.headline(indicator), str(rows.loc[indicator, "unit"]), lang),
            _noted(report, str(rows.loc[indicator, "printed"]), report.headline(indicator).value, lang),
            source_anchor("/".join((report.report_id, str(rows.loc[indicator, "observation_id"])))),
        )
        for indicator, label in labels.HEADER.items()
        if indicator in rows.index
    ]


def _noted(report: Report, words: str, value: float | None, lang: str) -> Markup | str:
    """A number as it is printed; of a report that is no document to its last digit, since nobody printed it."""
    if not report.is_document and value is not None:
        return format_whole(value, lang)
    text = translator(lang).gettext("printed: “{words}”").format(words=words)
    return quoting.within(text, words, quoting.language_of_report(report, report.report_id), lang)


def sentence(message: str, **values: object) -> Markup:
    """A message with its places filled; every value but a link is escaped."""
    text = Markup(message).format(**values)  # noqa: S704  messages are this package's own
    return Markup(with_articles(text))  # noqa: S704  nothing is added but words


def or_more(range_text: str, is_open: bool, lang: str) -> str:
    """A range as it is, or with "or more" where the number that it was computed of is one or more."""
    return sentence(translator(lang).gettext("{range} or more"), range=range_text) if is_open else range_text


_ARTICLE = r"\b(?P<article>[Ee]l|del) (?P<link>(?:<a [^>]*>)?)"
_NUMBER = r"\d[\d.,]*\s?%"
_PERCENTAGES = (
    (re.compile(rf"{_ARTICLE}(?P<low>{_NUMBER}) a (?P<high>{_NUMBER})"), "entre el {low} y el {high}"),
    (re.compile(rf"{_ARTICLE}(?P<words>al menos el|como máximo el|alrededor del) (?P<low>{_NUMBER})"), "{words} {low}"),
)


def with_articles(text: str) -> str:
    """Spanish articles where they belong: `el al menos el 30 %` is `al menos el 30 %`, and a range has two of them.

    A message has the article before the place of a percentage; which words stand there shows only once it is filled.
    """
    for pattern, said in _PERCENTAGES:
        text = pattern.sub(lambda found, said=said: _placed(found, said), text)  # type: ignore[misc]
    return text


def _placed(found: re.Match[str], said: str) -> str:
    words = said.format(**found.groupdict())
    words = words.capitalize() if found["article"] == "El" else words
    return ("de " if found["article"] == "del" else "") + found["link"] + words
