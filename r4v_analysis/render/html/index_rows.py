"""A report's row in the index: its period, its numbers, its pages, and on which questions it says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from r4v_analysis.analysis.comparison.facts import Facts
from r4v_analysis.analysis.record import Needs, silences
from r4v_analysis.data.publisher import FTS
from r4v_analysis.data.report import Data
from r4v_analysis.exhibits import labels, quoting
from r4v_analysis.language.formats import (
    CHOICES,
    format_date,
    format_list,
    format_period,
    format_quantity,
    translator,
)
from r4v_analysis.notebook.notebook_files import NotebookFile, needs_of
from r4v_analysis.render.html.context import METRICS, OBSERVATIONS, summary_file
from r4v_analysis.render.html.page import Link, address
from r4v_analysis.render.manifest import Record

SHOWN = ("refugees_and_migrants", "people_reached", "coverage")
"""Headline numbers of a row; pages and the comparison have the others."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a report: `question` is the notebook's name, empty for what answers none of its own.

    `notebook` is the address of the executed notebook behind it, empty where there is none to download.
    """

    question: str
    link: Link
    note: str = ""
    notebook: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One report: `numbers` are those of SHOWN that its header box prints, a name and a text each.

    `file_day` is, of a plan year that a file of FTS brought, the day from which the file was known.
    """

    report_id: str
    country: str
    code: str
    year: int
    period: str
    title: str
    title_lang: str
    platform: str
    numbers: Sequence[tuple[str, str]]
    pages: Sequence[Page]
    notes: Sequence[str] = ()
    file_day: str = ""


def rows(
    data: Data,
    reports: Iterable[Facts],
    records: Mapping[str, Sequence[Record]],
    notebooks: Sequence[NotebookFile],
    lang: str,
) -> list[Row]:
    """A row for each of these reports; `records` are by report."""
    about = {cells["report_id"]: cells for cells in data.tables["reports"].to_dict("records")}
    names = country_names(data, lang)
    titles = {notebook.name: notebook.title_in(lang) for notebook in notebooks}
    needs = needs_of(notebooks)
    return [_row(data, item, about[item.report_id], records, titles, needs, names, lang) for item in reports]


def _row(
    data: Data,
    item: Facts,
    about: Mapping[Any, Any],
    records: Mapping[str, Sequence[Record]],
    titles: Mapping[str, str],
    needs: Needs,
    names: Mapping[str, str],
    lang: str,
) -> Row:
    report = data.report(item.report_id)
    silent = silences(report, lang, needs)
    own = [
        record
        for record in records.get(item.report_id, ())
        if record.as_of or not (record.is_own and record.notebook in silent)
    ]
    title, title_lang = quoting.title_of(about, lang)
    return Row(
        report_id=item.report_id,
        country=names.get(item.country_iso3, item.country_iso3),
        code=item.country_iso3,
        year=item.period.end.year,
        period=period_text(item, lang),
        title=title,
        title_lang=title_lang,
        platform=str(about["platform"]),
        numbers=list(_numbers(item, lang)),
        pages=list(_pages(own, titles, lang)),
        notes=list(_notes(own, titles, silent, lang)),
        file_day=about["known_from"].date().isoformat() if report.publisher == FTS else "",
    )


def country_names(data: Data, lang: str) -> dict[str, str]:
    """Countries and regions by code."""
    table = data.tables["countries"]
    return dict(zip(table["country_iso3"], table[f"name_{lang}"], strict=True))


def _numbers(facts: Facts, lang: str) -> Iterator[tuple[str, str]]:
    _ = translator(lang).gettext
    for indicator in SHOWN:
        fact = facts.headline(indicator)
        if fact and not fact.quantity.is_missing:
            yield _(labels.HEADER[indicator]), format_quantity(fact.quantity, fact.unit, lang)


def _pages(records: Sequence[Record], titles: Mapping[str, str], lang: str) -> Iterator[Page]:
    """Pages of each analysis in the language, else in another; the summary; pages as of other dates; the numbers."""
    _ = translator(lang).gettext
    for name, title in {**titles, **_titles_from_elsewhere(records, titles, lang)}.items():
        in_order = _in_order(records, name, lang)
        linked = next((record for record in in_order if page_of(record)), None)
        if linked:
            is_old = in_order[0].status == "failed"
            note = _("the last attempt failed; what is linked here is older") if is_old else ""
            yield Page(name, _link(title, linked, lang), note, address(_file_of(linked, "ipynb")))
    for record in records:
        if record.notebook == summary_file(lang) and not record.as_of and record.files:
            yield Page("", Link(_("Summary"), address(next(iter(record.files)))))
    dated = (record for record in records if record.as_of and record.lang == lang and page_of(record))
    for record in sorted(dated, key=lambda one: one.identity):
        yield Page("", _link(_dated(record, titles, lang), record, lang))
    for name, text in ((METRICS, _("Numbers (JSON)")), (OBSERVATIONS, _("What it prints (CSV)"))):
        for record in records:
            if record.notebook == name and not record.as_of and record.files:
                yield Page("", Link(text, address(next(iter(record.files)))))


def _notes(records: Sequence[Record], titles: Mapping[str, str], silent: Mapping[str, str], lang: str) -> Iterator[str]:
    """On which questions the report says nothing, and which of its pages are not there yet."""
    _ = translator(lang).gettext
    quiet, failed, waiting = [], [], []
    for name, title in titles.items():
        in_order = _in_order(records, name, lang)
        if name in silent:
            quiet.append(title)
        elif any(page_of(record) for record in in_order):
            continue
        elif in_order and in_order[0].status == "failed":
            failed.append(title)
        else:
            waiting.append(title)
    for names, message in (
        (quiet, _("says nothing on: {questions}")),
        (failed, _("the last attempt failed, no page yet: {questions}")),
        (waiting, _("not rendered yet: {questions}")),
    ):
        if names:
            yield message.format(questions=format_list(names, lang))


def _in_order(records: Sequence[Record], name: str, lang: str) -> list[Record]:
    """Records of an analysis at the report's own date, that in the language first."""
    own = {record.lang: record for record in records if record.notebook == name and not record.as_of}
    return [own[other] for other in dict.fromkeys((lang, *CHOICES)) if other in own]


def _titles_from_elsewhere(records: Sequence[Record], titles: Mapping[str, str], lang: str) -> dict[str, str]:
    """Titles of the notebooks from elsewhere whose pages stay: in the language where there is a page in it."""
    rest = [record for record in records if not record.is_own and not record.as_of and record.notebook not in titles]
    return {
        record.notebook: record.title for record in sorted(rest, key=lambda record: (record.lang == lang, record.lang))
    }


def _link(title: str, record: Record, lang: str) -> Link:
    return Link(title, address(page_of(record)), lang="" if record.lang == lang else record.lang)


def _dated(record: Record, titles: Mapping[str, str], lang: str) -> str:
    message = translator(lang).gettext("{title}, as of {date}")
    day = format_date(date.fromisoformat(record.as_of), lang)
    return message.format(title=titles.get(record.notebook, record.notebook), date=day)


def page_of(record: Record) -> str:
    """Path of a record's page, relative to the output folder; empty where there is none yet."""
    return _file_of(record, "html")


def _file_of(record: Record, ending: str) -> str:
    return next((path for path in record.files if path.endswith(f"{record.notebook}.{record.lang}.{ending}")), "")


@lru_cache(maxsize=4096)
def written(start: date, end: date, lang: str) -> str:
    """A period in words."""
    return format_period(start, end, lang)


def period_text(facts: Facts, lang: str) -> str:
    """A report's period in words."""
    return written(facts.period.start, facts.period.end, lang)
