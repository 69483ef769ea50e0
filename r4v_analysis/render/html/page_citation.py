"""How a page is to be cited: the report for its numbers, this project for the analysis."""

from __future__ import annotations

from dataclasses import dataclass

from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import citation
from r4v_analysis.language.formats import format_date, translator
from r4v_analysis.render.html.page import DIGEST
from r4v_analysis.version import __version__


@dataclass(frozen=True, slots=True)
class PageCitation:
    """A page's citation: `full` with the report's address, `short` for a sentence, and as `bibtex`."""

    full: str
    short: str
    bibtex: str


def page_citation(report: Report, analysis: str, title: str, lang: str) -> PageCitation:
    """Of the page of an analysis (its file name and its title) of a report in a language."""
    _ = translator(lang).gettext
    source = citation.of_report(report, lang)
    named = {
        "platform": source.author,
        "report": source.title,
        "address": source.address,
        "title": title,
        "version": f"{citation.PROJECT} {__version__}",
        "digest": DIGEST,
        "day": format_date(report.as_of, lang),
    }
    full = _("{platform}: {report}. Analysis: {title}, {version}, data {digest}, as known on {day}.")
    if source.address:
        full = _("{platform}: {report}. {address} Analysis: {title}, {version}, data {digest}, as known on {day}.")
    short = _("{platform}, {report}; analysis: {title}, {version}, data {digest}, as known on {day}")
    note = _("Data {digest}, as known on {day}.").format(**named)
    page = citation.Citation(
        f"{report.report_id}_{analysis}",
        "software",
        f"{title}: {source.title}",
        citation.AUTHORS,
        None,
        version=named["version"],
        note=note,
    )
    return PageCitation(full.format(**named), short.format(**named), citation.bibtex([source, page]))
