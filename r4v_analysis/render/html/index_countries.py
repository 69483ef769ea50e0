"""A country's row in the index: what data/ know last of it, its newest pages, its reports by year.

A country is one row, whoever publishes its reports.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import pandas as pd
from markupsafe import Markup

from r4v_analysis.analysis.comparison.facts import Facts
from r4v_analysis.analysis.comparison.trends import sparkline, trend
from r4v_analysis.analysis.funding.plan_years import PlanYear, final_years, open_year
from r4v_analysis.analysis.reach.months import latest, running_total
from r4v_analysis.data.queries import Record, records
from r4v_analysis.data.report import Data
from r4v_analysis.exhibits import labels
from r4v_analysis.language.formats import format_date, format_month, format_number, format_quantity, translator
from r4v_analysis.render.html.index_rows import SHOWN, Page, Row, written
from r4v_analysis.values.period import month_end

SECTORS, YEARS = 3, 3
"""How many sectors and finished plan years a row names."""


@dataclass(frozen=True, slots=True)
class PeriodNumber:
    """A number with its period; `line` is its trend where the last three compare, `more` what stands beside it."""

    name: str
    text: str
    period: str
    line: Markup | str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class CountryEntry:
    """A country or region: `newest` are the last page of each question and its period, `years` its reports by year."""

    code: str
    name: str
    reports: str
    numbers: Sequence[PeriodNumber]
    newest: Sequence[tuple[Page, str]]
    years: Sequence[tuple[int, Sequence[Row]]]


@dataclass(frozen=True, slots=True)
class OtherRecords:
    """What tables other than the reports' say last of a country: finished plan years, running totals by sector.

    `open_year` is a plan year after these, of which a day within it is known.
    """

    years: Sequence[PlanYear]
    open_year: PlanYear | None
    sectors: pd.DataFrame


def known(data: Data, series: Mapping[str, Sequence[Facts]]) -> dict[str, OtherRecords]:
    """By country, as data/ have it today: an index is of no day."""
    found = {}
    for code, items in series.items():
        report = data.report(items[-1].report_id)
        found[code] = OtherRecords(final_years(report, date.max), open_year(report, date.max), latest(report, date.max))
    return found


def country(data: Data, items: Sequence[Facts], rows: Sequence[Row], about: OtherRecords, lang: str) -> CountryEntry:
    """The row of a country by its reports, oldest first, and their rows, newest first."""
    translated = translator(lang)
    first, last = items[0].period.start.year, items[-1].period.end.year
    years = str(first) if first == last else f"{first}–{last}"
    count = translated.ngettext("{count} report", "{count} reports", len(items)).format(count=len(items))
    by_year = groupby(sorted(rows, key=lambda row: -row.year), key=lambda row: row.year)
    return CountryEntry(
        code=items[0].country_iso3,
        name=rows[0].country,
        reports=f"{count}, {years}",
        numbers=[
            *_headlines(items, about.open_year, lang),
            *_finished(about.years, lang),
            *_reach(data, items, about.sectors, lang),
        ],
        newest=list(_newest(rows)),
        years=[(year, list(of_year)) for year, of_year in by_year],
    )


def _newest(rows: Sequence[Row]) -> Iterator[tuple[Page, str]]:
    seen = set()
    for row in rows:
        for page in row.pages:
            if page.question and page.question not in seen:
                seen.add(page.question)
                yield page, row.period


def _headlines(items: Sequence[Facts], open_year: PlanYear | None, lang: str) -> Iterator[PeriodNumber]:
    """The last numbers of the platform's own reports, with a line where three compare; a newer coverage before its."""
    _ = translator(lang).gettext
    own = [item for item in items if not item.publisher] or items
    for indicator in SHOWN:
        found = trend(own, indicator)
        if found.latest:
            period, fact = found.latest
            name, is_whole = _(labels.HEADER[indicator]), bool(found.points) and found.points[-1][0] == period
            text = format_quantity(fact.quantity, fact.unit, lang)
            line = sparkline(found, name, lang) if is_whole else ""
            if indicator == "coverage" and open_year and open_year.year > period.end.year:
                yield _within(open_year, f"{period.end.year}: {text}", lang)
                continue
            yield PeriodNumber(name, text, written(period.start, period.end, lang), line)


def _within(year: PlanYear, more: str, lang: str) -> PeriodNumber:
    """How much of a plan year was funded by a day within it."""
    _ = translator(lang).gettext
    share = format_quantity(year.coverage, "share", lang)
    return PeriodNumber(_("Funded within the year"), share, format_date(year.day, lang), more=more)


def _finished(years: Sequence[PlanYear], lang: str) -> Iterator[PeriodNumber]:
    """How much of its last finished plan year was funded, and of those before."""
    _ = translator(lang).gettext
    shares = {item.year: format_number(item.coverage.value or 0.0, "share", lang, 0.01) for item in years}
    if shares:
        last, *others = sorted(shares, reverse=True)[:YEARS]
        more = ", ".join(f"{year}: {shares[year]}" for year in others)
        yield PeriodNumber(_("Funded by the year’s end"), shares[last], str(last), more=more)


def _total(row: Record, last: date, lang: str) -> str:
    """A sector's running total, with its month where that is another one than that of the first."""
    text = format_quantity(running_total(row["people_reached"], row["is_around"]), "people", lang)
    if row["month"].date() == last:
        return text
    message = translator(lang).gettext("{number} by {month}")
    return message.format(number=text, month=format_month(row["month"], lang, is_short=True))


def _reach(data: Data, items: Sequence[Facts], running: pd.DataFrame, lang: str) -> Iterator[PeriodNumber]:
    """The sectors that reached most: by the last running totals, or by a later report's sector row."""
    _ = translator(lang).gettext
    names = data.codes("sectors")[f"name_{lang}"]
    period, found = _of_report(data, items, lang)
    if len(running) and (not period or running["month"].max() >= pd.Timestamp(period.period.start)):
        last = running["month"].iloc[0].date()
        when = written(last.replace(month=1), month_end(last), lang)
        texts = [(row["sector"], _total(row, last, lang)) for row in records(running)]
    elif period:
        when, texts = written(period.period.start, period.period.end, lang), found
    else:
        return
    (first, text), *others = texts[:SECTORS]
    more = ", ".join(f"{names[code]}: {number}" for code, number in others)
    yield PeriodNumber(_("Reached in {sector}").format(sector=names[first]), text, when, more=more)


def _of_report(data: Data, items: Sequence[Facts], lang: str) -> tuple[Facts | None, list[tuple[str, str]]]:
    """The last report with a sector row, and its sectors, largest first; cash is none."""
    is_cash = data.codes("sectors")["cross_cutting"].astype(bool)
    for item in reversed(items):
        facts = [
            fact
            for fact in item.facts.values()
            if fact.is_sector and fact.quantity.value and fact.row["stream"] != "non_rmrp"
        ]
        facts = [fact for fact in facts if not is_cash[fact.row["sector"]]]
        ordered = sorted(facts, key=lambda fact: -(fact.quantity.value or 0.0))
        texts = [(str(fact.row["sector"]), format_quantity(fact.quantity, fact.unit, lang)) for fact in ordered]
        if texts:
            return item, texts
    return None, []
