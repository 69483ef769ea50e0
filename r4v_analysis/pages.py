"""What pages and the index say around a notebook: titles, links, headline numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from r4v_analysis import __version__
from r4v_analysis.data import Data, Report
from r4v_analysis.i18n import format_date, format_period, translator
from r4v_analysis.jobs import Job
from r4v_analysis.manifest import Record
from r4v_analysis.scope import coverage_of
from r4v_analysis.shelf import NotebookFile
from r4v_analysis.site import IndexEntry, Link, PageContext


def context(job: Job, report: Report, notebooks: Sequence[NotebookFile]) -> PageContext:
    """The context of a job's page; links go to the index and to the other notebooks' pages."""
    from r4v_analysis import changes
    from r4v_analysis.narrative import headlines

    return PageContext(
        title=job.notebook.title_in(job.lang),
        lang=job.lang,
        report_title=str(report.row["title"]),
        report_id=report.report_id,
        country=country(report, job.lang),
        period=format_period(report.period.start, report.period.end, job.lang),
        platform=str(report.row["platform"]),
        as_of=format_date(report.as_of, job.lang),
        version=__version__,
        data_digest=job.inputs["data"],
        parameters={name: str(value) for name, value in job.parameters.items()},
        siblings=_siblings(job, notebooks),
        headlines=headlines(report, job.lang),
        neighbours=_neighbours(job, report),
        changes=changes.sentences(report, job.lang),
    )


def country(report: Report, lang: str) -> str:
    """The country's or region's name; its code where the code table has no name."""
    names = report.codes("countries")
    code = report.country_iso3
    column = f"name_{lang}" if f"name_{lang}" in names else "name_en"
    return str(names.loc[code, column]) if code in names.index else code


def entries(data: Data, records: Iterable[Record], notebooks: Sequence[NotebookFile], lang: str) -> list[IndexEntry]:
    """The index: every report in the order of reports.csv with the pages that exist."""
    by_report: dict[str, list[Record]] = {}
    for record in records:
        by_report.setdefault(record.report, []).append(record)
    return [_entry(data.report(id_), by_report.get(id_, []), notebooks, lang) for id_ in data.report_ids]


def _entry(report: Report, records: list[Record], notebooks: Sequence[NotebookFile], lang: str) -> IndexEntry:
    from r4v_analysis.narrative import headlines

    titles = {notebook.name: notebook.title_in(lang) for notebook in notebooks}
    return IndexEntry(
        report_id=report.report_id,
        report_title=str(report.row["title"]),
        country=country(report, lang),
        period=format_period(report.period.start, report.period.end, lang),
        platform=str(report.row["platform"]),
        headlines=headlines(report, lang),
        pages=[
            Link(_label(record, titles, lang), page)
            for record in sorted(records, key=lambda record: (record.as_of, record.notebook, record.lang))
            if (page := page_of(record))
        ],
        missing=[*_lacking(report, titles, lang), *_missing(records, titles, lang)],
    )


def page_of(record: Record) -> str:
    """Path of a record's page, relative to the output folder; empty where there is none yet."""
    return next((path for path in record.files if path.endswith(f"{record.notebook}.{record.lang}.html")), "")


def _label(record: Record, titles: Mapping[str, str], lang: str) -> str:
    title = titles.get(record.notebook, record.notebook)
    if not record.as_of:
        return title
    _ = translator(lang).gettext
    return _("{title}, as of {date}").format(title=title, date=format_date(date.fromisoformat(record.as_of), lang))


def _lacking(report: Report, titles: Mapping[str, str], lang: str) -> list[str]:
    """What the report does not print, an analysis a sentence."""
    _ = translator(lang).gettext
    message = _("{title}: the report does not print {what}.")
    return [
        message.format(title=titles.get(name, name), what=", ".join(_(what) for what in lacking))
        for name, lacking in coverage_of(report).items()
        if lacking
    ]


def _missing(records: list[Record], titles: Mapping[str, str], lang: str) -> list[str]:
    _ = translator(lang).gettext
    failed = [record for record in records if record.status == "failed"]
    rendered = {record.notebook for record in records}
    old = _("{title}: the last attempt failed; what is linked here is older.")
    none = _("{title}: the last attempt failed; there is no page yet.")
    return [
        *((old if page_of(record) else none).format(title=_label(record, titles, lang)) for record in failed),
        *(
            _("{title} has not been rendered.").format(title=title)
            for name, title in titles.items()
            if name not in rendered and records
        ),
    ]


def _neighbours(job: Job, report: Report) -> list[Link]:
    """The same analysis of the report before and the one after."""
    _ = translator(job.lang).gettext
    up = "../" * len(job.folder.parts)
    labels = (_("Earlier: {period}"), _("Later: {period}"))
    found = [
        (label, report.data.report(report_id))
        for label, report_id in zip(labels, report.neighbours, strict=True)
        if report_id
    ]
    return [
        Link(
            label.format(period=format_period(other.period.start, other.period.end, job.lang)),
            f"{up}{other.report_id}/{job.notebook.name}.{job.lang}.html",
        )
        for label, other in found
    ]


def _siblings(job: Job, notebooks: Sequence[NotebookFile]) -> list[Link]:
    _ = translator(job.lang).gettext
    up = "../" * len(job.folder.parts)
    return [
        Link(_("All reports"), f"{up}index.html"),
        *(
            Link(notebook.title_in(job.lang), f"{notebook.name}.{job.lang}.html", notebook.name == job.notebook.name)
            for notebook in notebooks
        ),
    ]
