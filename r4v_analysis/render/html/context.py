"""What pages say around a notebook: titles, links, headline numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from babel import Locale

from r4v_analysis.analysis import sources
from r4v_analysis.analysis.record import known_until, metrics_by_notebook
from r4v_analysis.data.cells import as_text
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import citation, quoting
from r4v_analysis.language.formats import LANGUAGES, VARIANTS, format_date, format_period, translator, words_of
from r4v_analysis.notebook.notebook_files import NotebookFile
from r4v_analysis.render.html.page import Link, PageContext, address
from r4v_analysis.render.job import Job
from r4v_analysis.render.manifest import Key
from r4v_analysis.version import __version__

METRICS = "metrics.json"
"""The file of a report's numbers, beside its pages."""

OBSERVATIONS = "observations.csv"
"""The file of what a report prints, among its tables."""


@dataclass(frozen=True, slots=True)
class PageCitation:
    """A page's citation: `full` with the report's address, `short` for a sentence, and as `bibtex`."""

    full: str
    short: str
    bibtex: str


def context(
    job: Job,
    report: Report,
    notebooks: Sequence[NotebookFile],
    data_digest: str,
    is_there: Callable[[Key], bool] = lambda _page: True,
) -> PageContext:
    """The context of a job's page, made of data of a digest; links go to the index, and to pages that are there."""
    from r4v_analysis.analysis.comparison import changes
    from r4v_analysis.exhibits.sentences import headlines
    from r4v_analysis.render.html.glossary import glossary

    cited = page_citation(report, job.notebook.name, job.notebook.title_in(job.lang), job.lang, data_digest)
    report_title, report_lang = quoting.title_of(report.row, job.lang)
    return PageContext(
        title=job.notebook.title_in(job.lang),
        lang=job.lang,
        report_title=report_title,
        report_id=report.report_id,
        country=country(report, job.lang),
        period=format_period(report.period.start, report.period.end, job.lang),
        platform=str(report.row["platform"]),
        as_of=known_until(report, job.lang, [job.notebook.name]),
        version=__version__,
        data_digest=data_digest,
        parameters={name: str(value) for name, value in job.parameters.items()},
        siblings=_siblings(job, notebooks, is_there),
        headlines=headlines(report, job.lang),
        neighbours=_neighbours(job, report, is_there),
        changes=changes.sentences(report, job.lang),
        languages=_languages(job, is_there),
        files=_files(job),
        source_address=as_text(report.row["source_url"]),
        source_digest=as_text(report.row["source_sha256"]),
        citation=cited.full,
        short_citation=cited.short,
        bibtex=cited.bibtex,
        glossary=glossary(job.notebook.name, job.lang),
        report_lang=report_lang,
        is_document=report.is_document,
    )


def _files(job: Job) -> list[Link]:
    """What stands beside a page in its folder: the notebook that made it, the report's numbers, and what it prints."""
    _ = translator(job.lang).gettext
    return [
        Link(_("The notebook of this page"), address(f"{job.notebook.name}.{job.lang}.ipynb")),
        Link(_("The report’s numbers with bounds, formulas and sources (JSON)"), METRICS),
        Link(_("All that the report prints, a row a number with its words (CSV)"), f"tables/{OBSERVATIONS}"),
    ]


def page_citation(report: Report, analysis: str, title: str, lang: str, data_digest: str) -> PageCitation:
    """How the page of an analysis (its file name and its title) is cited: what its numbers rest on, this project.

    That is the report; where none of them is its own, what they are from comes before it.
    """
    _ = translator(lang).gettext
    before = _before_the_report(report, analysis, lang)
    source = citation.of_report(report, lang)
    named = {
        "platform": source.author,
        "report": source.title,
        "address": source.address,
        "title": title,
        "version": f"{citation.PROJECT} {__version__}",
        "digest": data_digest[:12],
        "day": format_date(report.as_of, lang),
        "sources": before,
    }
    full = _("{platform}: {report}. Analysis: {title}, {version}, data {digest}, as known on {day}.")
    if source.address:
        full = _("{platform}: {report}. {address} Analysis: {title}, {version}, data {digest}, as known on {day}.")
    short = _("{platform}, {report}; analysis: {title}, {version}, data {digest}, as known on {day}")
    note = _("Data {digest}, as known on {day}.")
    if before:
        full, short = ("{sources}; " + message for message in (full, short))
        note = _("Numbers from {sources}. Data {digest}, as known on {day}.")
    page = citation.Citation(
        f"{report.report_id}_{analysis}",
        "software",
        f"{title}: {source.title}",
        citation.AUTHORS,
        None,
        version=named["version"],
        note=note.format(**named),
    )
    entries = [page, source] if before else [source, page]
    return PageCitation(full.format(**named), short.format(**named), citation.bibtex(entries))


_CITED = 2
"""Sources beside the report that a citation names; of more it gives the number."""


def _before_the_report(report: Report, analysis: str, lang: str) -> str:
    """What a page's numbers rest on, where none of them is its report's; empty where the report is cited first."""
    names: list[str] = []
    with suppress(Exception):  # a page whose numbers can't be had says so itself
        names = sources.others_first(report, metrics_by_notebook(report).get(analysis, {}), lang)
    if len(names) > _CITED:
        more = translator(lang).gettext("{number} more that the page lists")
        names = [*names[:_CITED], more.format(number=len(names) - _CITED)]
    return "; ".join(names)


def country(report: Report, lang: str) -> str:
    """The country's or region's name; its code where the code table has no name."""
    names = report.codes("countries")
    code = report.country_iso3
    own = f"name_{words_of(lang)}"
    column = own if own in names else "name_en"
    return str(names.loc[code, column]) if code in names.index else code


def index_file(lang: str) -> str:
    """The index in a language: `index.html` is English, `index.es.html` Spanish."""
    return "index.html" if lang == LANGUAGES[0] else f"index.{words_of(lang)}.html"


def summary_file(lang: str) -> str:
    """A report's one-page summary: `summary.en.html`."""
    return f"summary.{lang}.html"


def _neighbours(job: Job, report: Report, is_there: Callable[[Key], bool]) -> list[Link]:
    """The same analysis of the report before and the one after, and of other publishers' last reports by then."""
    _ = translator(job.lang).gettext
    up = "../" * len(job.folder.parts)
    labels = (_("Earlier: {period}"), _("Later: {period}"))
    found = [
        (label, report.data.report(report_id))
        for label, report_id in zip(labels, report.neighbours, strict=True)
        if report_id and is_there(job.neighbour(report_id))
    ]
    texts = [
        (label.format(period=format_period(other.period.start, other.period.end, job.lang)), other)
        for label, other in found
    ]
    others = [report.data.report(name) for name in report.elsewhere if is_there(job.neighbour(name))]
    texts += [(quoting.title_of(other.row, job.lang)[0], other) for other in others]
    return [Link(text, address(f"{up}{other.report_id}/{job.notebook.name}.{job.lang}.html")) for text, other in texts]


def language_names() -> dict[str, str]:
    """Each language by the name that it has in itself: `Español`."""
    return {lang: str(Locale.parse(lang).get_display_name()).capitalize() for lang in LANGUAGES}


def _variant_names() -> dict[str, str]:
    """The languages and their variants by name: `Español (Perú)`."""
    names = {lang: str(Locale.parse(lang, sep="-").get_display_name()) for lang in VARIANTS}
    return language_names() | {lang: name[:1].upper() + name[1:] for lang, name in names.items()}


def _languages(job: Job, is_there: Callable[[Key], bool]) -> list[Link]:
    return in_languages(
        job.lang, lambda lang: f"{job.notebook.name}.{lang}.html", lambda to: is_there(job.translated(to))
    )


def in_languages(own: str, named: Callable[[str], str], is_there: Callable[[str], bool]) -> list[Link]:
    """The same page in each language that it is there in, by the name that the language has in itself."""
    names = _variant_names().items()
    return [Link(name, address(named(lang)), lang == own, lang) for lang, name in names if is_there(lang)]


def _siblings(job: Job, notebooks: Sequence[NotebookFile], is_there: Callable[[Key], bool]) -> list[Link]:
    _ = translator(job.lang).gettext
    up, sheet = "../" * len(job.folder.parts), summary_file(job.lang)
    return [
        Link(_("All reports"), f"{up}{index_file(job.lang)}"),
        *([Link(_("Summary"), sheet)] if is_there((job.report_id, sheet, "", job.as_of)) else []),
        *(
            Link(
                notebook.title_in(job.lang),
                address(f"{notebook.name}.{job.lang}.html"),
                notebook.name == job.notebook.name,
            )
            for notebook in notebooks
            if is_there(job.sibling(notebook.name))
        ),
    ]
