"""The index: every report with its headline numbers, trends and analyses, and a comparison of any two.

All of it is in the page: a table that can be read without a script, and the numbers once more for the
script that filters, sorts and compares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from markupsafe import Markup, escape

from r4v_analysis.analysis.comparison import scored
from r4v_analysis.analysis.comparison.facts import (
    HEADLINES,
    NAMES,
    Compared,
    Fact,
    Facts,
    all_facts,
    change_text,
    compare,
    earlier,
)
from r4v_analysis.analysis.comparison.trends import sparkline, trend
from r4v_analysis.analysis.ledger import ledger
from r4v_analysis.analysis.scope import lacking
from r4v_analysis.analysis.score import Score
from r4v_analysis.data.report import Data
from r4v_analysis.exhibits import quoting
from r4v_analysis.language.formats import CHOICES, LANGUAGES, format_date, format_period, format_quantity, translator
from r4v_analysis.notebook.shelf import NotebookFile
from r4v_analysis.render.html import page as site
from r4v_analysis.render.html.context import index_file, language_names, summary_file
from r4v_analysis.render.html.index_data import Packed, index_data, labeller, packed, row_address
from r4v_analysis.render.html.page import Link, address
from r4v_analysis.render.manifest import Record
from r4v_analysis.version import __version__

FULL_PAIRS = 20
"""Of so many countries all that two reports share is compared without a script; of more, only the header box.

More are tables of all that imports bring: their rows would weigh more than all else of the index.
"""


@dataclass(frozen=True, slots=True)
class Analysis:
    """One analysis of a report: its page, or none yet, and notes on what the report or the page lacks.

    `is_whole` where the report prints all that the analysis needs, rendered or not. `lang` is the
    page's language where it is not the index's.
    """

    title: str
    link: Link | None = None
    notes: Sequence[str] = ()
    is_whole: bool = True
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One report: `numbers` are its headline numbers as text, empty where they are not printed."""

    report_id: str
    country: str
    period: str
    title: str
    title_lang: str
    platform: str
    numbers: Sequence[str]
    analyses: Sequence[Analysis]


@dataclass(frozen=True, slots=True)
class Cell:
    """A headline number of a country: its last number with its period, and its line or why there is none.

    `ends` is the line's last period where later numbers do not compare with it.
    """

    name: str
    number: str = ""
    period: str = ""
    line: str = ""
    ends: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Country:
    """A country or region with its reports' years and the trend of each headline number."""

    code: str
    name: str
    reports: str
    years: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Pair:
    """A country's last report beside an earlier one: measure, earlier, later, change or reason, whether it is one.

    Numbers of the header box lead to their rows.
    """

    caption: str
    before: str
    after: str
    rows: Sequence[tuple[str, Markup, Markup, str, bool]]


def indexes(
    data: Data, records: Iterable[Record], notebooks: Sequence[NotebookFile], languages: Sequence[str] = LANGUAGES
) -> Iterator[tuple[str, str]]:
    """Language and page, reports with the newest first; facts are read once for all languages."""
    facts = all_facts(data).values()
    newest = sorted(facts, key=lambda item: (item.period.end, item.period.start), reverse=True)
    pack = packed(newest)
    by_report: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_report[record.report].append(record)
    scores = ledger(data)
    for lang in languages:
        yield lang, _index(data, pack, by_report, notebooks, scores, lang)


def _index(
    data: Data,
    pack: Packed,
    records: Mapping[str, Sequence[Record]],
    notebooks: Sequence[NotebookFile],
    scores: Sequence[Score],
    lang: str,
) -> str:
    names = country_names(data, lang)
    series = _series(pack.reports, names)
    years = sorted({day.year for item in pack.reports for day in (item.period.start, item.period.end)}, reverse=True)
    compared = [items for items in series if len(items) > 1]
    is_full = len(compared) <= FULL_PAIRS
    shown = rows(data, pack.reports, records, notebooks, lang)
    pages = {row.report_id: [analysis.link.href for analysis in row.analyses if analysis.link] for row in shown}
    return site.page_with(
        "index",
        lang,
        version=__version__,
        data_digest=data.digest,
        languages=_languages(lang),
        columns=[translator(lang).gettext(NAMES[indicator]) for indicator in HEADLINES],
        countries=[_country(items, names, lang) for items in series],
        place_count=len({item.country_iso3 for item in pack.reports}),
        years=years,
        analyses=[(notebook.name, notebook.title_in(lang)) for notebook in notebooks],
        rows=shown,
        pairs=[_pair(data, items, names, pages, lang, is_full=is_full) for items in compared],
        is_full=is_full,
        ledger=scored.ledger_table(data, scores, lang).html(lang) if scores else "",
        content=Markup(index_data(data, pack, lang)),  # noqa: S704  JSON without a `<`
    )


def country_names(data: Data, lang: str) -> dict[str, str]:
    """Countries and regions by code."""
    table = data.tables["countries"]
    return dict(zip(table["country_iso3"], table[f"name_{lang}"], strict=True))


def rows(
    data: Data,
    reports: Iterable[Facts],
    records: Mapping[str, Sequence[Record]],
    notebooks: Sequence[NotebookFile],
    lang: str,
) -> list[Row]:
    """A row of the table for each of these reports; `records` are by report."""
    table = data.tables["reports"]
    about = {cells["report_id"]: cells for cells in table.to_dict("records")}
    names = country_names(data, lang)
    titles = {notebook.name: notebook.title_in(lang) for notebook in notebooks}
    return [
        Row(
            report_id=item.report_id,
            country=names.get(item.country_iso3, item.country_iso3),
            period=_period(item, lang),
            title=quoting.title_of(about[item.report_id], lang)[0],
            title_lang=quoting.title_of(about[item.report_id], lang)[1],
            platform=str(about[item.report_id]["platform"]),
            numbers=[_number(item, indicator, lang) for indicator in HEADLINES],
            analyses=analyses(item, records.get(item.report_id, ()), titles, lang),
        )
        for item in reports
    ]


def analyses(facts: Facts, records: Sequence[Record], titles: Mapping[str, str], lang: str) -> list[Analysis]:
    """Each analysis of a report with its page in the language, else in another; then pages as of other dates."""
    _ = translator(lang).gettext
    lacks = lacking(fact.row for fact in facts.facts.values() if not fact.is_derived)
    own = {(record.notebook, record.lang): record for record in records if not record.as_of}
    found = []
    for name, title in {**titles, **_titles_from_elsewhere(records, titles, lang)}.items():
        in_order = [own[name, other] for other in (lang, *CHOICES) if (name, other) in own]
        linked = next((record for record in in_order if page_of(record)), None)
        what = ", ".join(_(part) for part in lacks.get(name, []))
        said = [_("without {what}").format(what=what)] if what else []
        if in_order and in_order[0].status == "failed":
            older, none = (
                _("the last attempt failed; what is linked here is older"),
                _("the last attempt failed; no page yet"),
            )
            said.append(older if linked else none)
        elif not linked:
            said.append(_("not rendered yet"))
        found.append(_analysis(title, linked, lang, said, is_whole=not what))
    sheet = next((record for record in records if record.notebook == summary_file(lang) and not record.as_of), None)
    if sheet and sheet.files:
        found.append(Analysis(_("Summary"), Link(_("Summary"), address(next(iter(sheet.files))))))
    dated = sorted((record for record in records if record.as_of and record.lang == lang), key=lambda one: one.identity)
    found += [_analysis(_dated(record, titles, lang), record, lang) for record in dated if page_of(record)]
    return found


def _titles_from_elsewhere(records: Sequence[Record], titles: Mapping[str, str], lang: str) -> dict[str, str]:
    """Titles of the notebooks from elsewhere whose pages stay: in the language where there is a page in it."""
    rest = [record for record in records if not record.is_own and not record.as_of and record.notebook not in titles]
    return {
        record.notebook: record.title for record in sorted(rest, key=lambda record: (record.lang == lang, record.lang))
    }


def _analysis(
    title: str, record: Record | None, lang: str, notes: Sequence[str] = (), *, is_whole: bool = True
) -> Analysis:
    if record is None:
        return Analysis(title, None, notes, is_whole)
    return Analysis(
        title, Link(title, address(page_of(record))), notes, is_whole, "" if record.lang == lang else record.lang
    )


def _dated(record: Record, titles: Mapping[str, str], lang: str) -> str:
    message = translator(lang).gettext("{title}, as of {date}")
    day = format_date(date.fromisoformat(record.as_of), lang)
    return message.format(title=titles.get(record.notebook, record.notebook), date=day)


def page_of(record: Record) -> str:
    """Path of a record's page, relative to the output folder; empty where there is none yet."""
    return next((path for path in record.files if path.endswith(f"{record.notebook}.{record.lang}.html")), "")


def _number(facts: Facts, indicator: str, lang: str) -> str:
    fact = facts.headline(indicator)
    return format_quantity(fact.quantity, fact.unit, lang) if fact else ""


@lru_cache(maxsize=4096)
def _written(start: date, end: date, lang: str) -> str:
    return format_period(start, end, lang)


def _period(facts: Facts, lang: str) -> str:
    return _written(facts.period.start, facts.period.end, lang)


def _series(facts: Iterable[Facts], names: Mapping[str, str]) -> list[list[Facts]]:
    """The reports of each country and publisher, oldest first; countries in the order of their names."""
    found: defaultdict[tuple[str, str, str], list[Facts]] = defaultdict(list)
    for item in sorted(facts, key=lambda item: (item.period.end, item.period.start)):
        name = names.get(item.country_iso3, item.country_iso3)
        found[name, item.country_iso3, item.publisher].append(item)
    return [found[key] for key in sorted(found)]


def series_name(facts: Facts, names: Mapping[str, str]) -> str:
    """`Peru`, or `Peru (r4v)` for reports of another publisher than the platform."""
    name = names.get(facts.country_iso3, facts.country_iso3)
    return f"{name} ({facts.publisher})" if facts.publisher else name


def _country(items: Sequence[Facts], names: Mapping[str, str], lang: str) -> Country:
    translated = translator(lang)
    first, last = items[0].period.start.year, items[-1].period.end.year
    return Country(
        code="_".join(filter(None, [items[0].country_iso3, items[0].publisher])),
        name=series_name(items[0], names),
        reports=translated.ngettext("{count} report", "{count} reports", len(items)).format(count=len(items)),
        years=str(first) if first == last else f"{first}–{last}",
        cells=[_cell(items, indicator, lang) for indicator in HEADLINES],
    )


def _cell(items: Sequence[Facts], indicator: str, lang: str) -> Cell:
    _ = translator(lang).gettext
    found = trend(items, indicator)
    name = _(NAMES[indicator])
    if not found.latest:
        return Cell(name, reason=_(found.reason))
    period, fact = found.latest
    ends = found.points[-1][0] if found.points and found.points[-1][0] != period else None
    return Cell(
        name,
        format_quantity(fact.quantity, fact.unit, lang),
        _written(period.start, period.end, lang),
        sparkline(found, name, lang),
        _written(ends.start, ends.end, lang) if ends else "",
        _(found.reason) if found.reason else "",
    )


def _pair(
    data: Data,
    items: Sequence[Facts],
    names: Mapping[str, str],
    pages: Mapping[str, Sequence[str]],
    lang: str,
    *,
    is_full: bool,
) -> Pair:
    before, after = earlier(items), items[-1]
    label = labeller(data, lang)
    every = [item for item in compare(before, after) if item.fact.is_headline or (item.before and item.after)]
    shared = [item for item in every if is_full or item.fact.is_headline or item.fact.is_derived]

    def number(fact: Fact | None, facts: Facts) -> Markup:
        return _linked(fact, facts.report_id, pages[facts.report_id], lang)

    return Pair(
        caption=series_name(after, names),
        before=_period(before, lang),
        after=_period(after, lang),
        rows=[
            (label(item.fact), number(item.before, before), number(item.after, after), *_said(item, lang))
            for item in shared
        ],
    )


def _said(item: Compared, lang: str) -> tuple[str, bool]:
    """The change with its condition, or the reason against it, and whether it is one."""
    _ = translator(lang).gettext
    if item.reason:
        return _(item.reason), True
    text = change_text(item.change, item.fact.unit, lang)
    if item.is_if_monthly:
        text = _("{change}, only if each of the two counts its own month").format(change=text)
    return text, False


def _linked(fact: Fact | None, report_id: str, pages: Sequence[str], lang: str) -> Markup:
    """A number, one of the header box as a link to its row on a page of its report.

    The script links the others too: here, links of all would be a quarter of an index of hundreds of reports.
    """
    text = format_quantity(fact.quantity, fact.unit, lang) if fact else "–"
    address = row_address(fact, report_id, pages) if fact and fact.is_headline else ""
    return Markup('<a class="r4v-num" href="{}">{}</a>').format(address, text) if address else escape(text)


def _languages(lang: str) -> list[Link]:
    """The index in each language, by the name that the language has in itself."""
    return [Link(name, index_file(other), other == lang, other) for other, name in language_names().items()]
