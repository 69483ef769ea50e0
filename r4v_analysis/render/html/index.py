"""The index: what is new, a row a country with its reports folded below, and a comparison of any two reports.

All of it is in the page: rows that can be read and opened without a script, and the numbers once more for the
script that filters and compares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from markupsafe import Markup, escape

from r4v_analysis.analysis.comparison import scored
from r4v_analysis.analysis.comparison.facts import (
    Compared,
    Fact,
    Facts,
    all_facts,
    change_text,
    compare,
    earlier,
)
from r4v_analysis.analysis.ledger import ledger
from r4v_analysis.analysis.score import Score
from r4v_analysis.data.report import Data
from r4v_analysis.language.formats import LANGUAGES, format_date, format_quantity, translator
from r4v_analysis.notebook.notebook_files import NotebookFile
from r4v_analysis.render.html import index_countries
from r4v_analysis.render.html import page as site
from r4v_analysis.render.html.context import index_file, language_names
from r4v_analysis.render.html.index_data import Packed, index_data, labeller, packed, row_address
from r4v_analysis.render.html.index_rows import Row, country_names, period_text, rows
from r4v_analysis.render.html.page import Link
from r4v_analysis.render.manifest import Record
from r4v_analysis.version import __version__

NEWEST = 5
"""So many periods stand on top, the latest, and so many files."""

FULL_PAIRS = 20
"""Of so many countries all that two reports share is compared without a script; of more, only the header box.

More are tables of all that imports bring: their rows would weigh more than all else of the index.
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """A country's last report beside an earlier one: measure, earlier, later, change or reason, whether it is one.

    Numbers of the header box lead to their rows.
    """

    caption: str
    before: str
    after: str
    rows: Sequence[tuple[str, Markup, Markup, str, bool]]


@dataclass(frozen=True, slots=True)
class News:
    """Reports of one platform and period, by country; or the plan years that one file brought.

    `file_day` is then the day from which the file was known, in words, and `period` is empty.
    """

    platform: str
    period: str
    rows: Sequence[Row]
    file_day: str = ""


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
    scores, series = ledger(data), _by_country(pack.reports)
    known = index_countries.known(data, series)
    for lang in languages:
        shown = rows(data, pack.reports, by_report, notebooks, lang)
        found = [
            index_countries.country(data, items, [row for row in shown if row.code == code], known[code], lang)
            for code, items in series.items()
        ]
        yield lang, _index(data, pack, shown, _in_order(data, found), notebooks, scores, lang)


def _index(
    data: Data,
    pack: Packed,
    shown: Sequence[Row],
    found: Sequence[index_countries.CountryEntry],
    notebooks: Sequence[NotebookFile],
    scores: Sequence[Score],
    lang: str,
) -> str:
    names = country_names(data, lang)
    series = _series(pack.reports, names)
    years = sorted({day.year for item in pack.reports for day in (item.period.start, item.period.end)}, reverse=True)
    pages = {row.report_id: [page.link.href for page in row.pages] for row in shown}
    compared = [items for items in series if len(items) > 1]
    is_full = len(compared) <= FULL_PAIRS
    pairs = [_pair(data, items, names, pages, lang, is_full=is_full) for items in compared]
    return site.page_with(
        "index",
        lang,
        version=__version__,
        data_digest=data.digest,
        languages=_languages(lang),
        countries=found,
        years=years,
        analyses=[(notebook.name, notebook.title_in(lang)) for notebook in notebooks],
        rows=shown,
        newest=_newest(shown, lang),
        pairs=[pair for pair in pairs if pair.rows],
        is_full=is_full,
        ledger=scored.ledger_table(data, scores, lang).html(lang) if scores else "",
        content=Markup(index_data(data, pack, notebooks, lang)),  # noqa: S704  JSON without a `<`
    )


def _newest(shown: Sequence[Row], lang: str) -> list[News]:
    """The latest periods of each platform, then a line for each file and day; `shown` is in the order of periods.

    A file brings years of plans that are long over: however late it came, a situation report leads.
    """
    documents: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    files: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in shown:
        if row.file_day:
            files[row.file_day, row.platform].append(row)
        else:
            documents[row.platform, row.period].append(row)
    return [
        *(
            News(platform, period, sorted(alike, key=lambda row: row.country))
            for (platform, period), alike in islice(documents.items(), NEWEST)
        ),
        *(
            News(platform, "", sorted(alike, key=lambda row: (row.country, -row.year)), _day(day, lang))
            for (day, platform), alike in islice(sorted(files.items(), reverse=True), NEWEST)
        ),
    ]


def _day(iso: str, lang: str) -> str:
    return format_date(date.fromisoformat(iso), lang)


def _by_country(facts: Iterable[Facts]) -> dict[str, list[Facts]]:
    """The reports of each country, whoever publishes them, oldest first."""
    found: defaultdict[str, list[Facts]] = defaultdict(list)
    for item in sorted(facts, key=lambda item: (item.period.end, item.period.start)):
        found[item.country_iso3].append(item)
    return found


def _in_order(data: Data, found: Iterable[index_countries.CountryEntry]) -> list[index_countries.CountryEntry]:
    """Regions, which have their countries' numbers side by side, then countries by name."""
    kinds = data.codes("countries")["kind"]
    return sorted(found, key=lambda country: (kinds.get(country.code) != "region", country.name))


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
        before=period_text(before, lang),
        after=period_text(after, lang),
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
