"""What became known later: rows that a report's own numbers never use, set beside them.

An analysis knows nothing past `Report.vintage`. Whoever asks for a later `as_of` gets the same numbers,
and what was learned up to that day in a section of its own (DOMAIN, rule 14).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
from markupsafe import Markup

from r4v_analysis.analysis.funding.readings import BOX
from r4v_analysis.data.cells import as_date, as_text
from r4v_analysis.data.publisher import REGION
from r4v_analysis.data.queries import of_country
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels, provenance, quoting, wordings
from r4v_analysis.exhibits.exhibit import Prose, Table
from r4v_analysis.exhibits.provenance import Origin
from r4v_analysis.language.formats import format_date, format_short_date, translator

_STATISTICS = "unhcr_end_year"
"""Series of population.csv that counts by legal status: beside no number of a report."""


@dataclass(frozen=True)
class Learned:
    """One row of data/ that became known after the report's own date.

    `beside` is the report's own number on the same subject; None where it has none.
    """

    origin: Origin
    subject: str
    known_from: date
    beside: Origin | None = None


def learned(report: Report, analysis: str, lang: str) -> list[Learned]:
    """What became known from `vintage` up to `as_of` on an analysis's subjects, in the order of knowing.

    `funding_gap`: the plan year's requirements and funding, of the country and the region.
    `sector_reach`: targets, people in need and monthly totals of the period, population up to its
    end. `regularization_uptake`: counts and dates of the programmes that the report knows. And what
    later reports print of the same, and misprints of the report's own that were found. Empty at the
    report's own date or before it.
    """
    if report.as_of <= report.own_as_of:
        return []
    found = {"funding_gap": _plans, "sector_reach": _people, "regularization_uptake": _programmes}
    items = found[analysis](report, lang) if analysis in found else []
    items += _corrected(report, analysis, lang)
    return sorted(items, key=lambda item: (item.known_from, item.origin.source))


def section(report: Report, analysis: str, lang: str) -> Table | Prose | None:
    """The marked section of a page; None at the report's own date, where nothing is hindsight."""
    if report.as_of <= report.own_as_of:
        return None
    _ = translator(lang).gettext
    heading = _("What became known later")
    items = learned(report, analysis, lang)
    days = {"own": format_date(report.own_as_of, lang), "later": format_date(report.as_of, lang)}
    if not items:
        message = _("Nothing on this page's subjects became known to data/ after {own} and up to {later}.")
        return Prose((), "hindsight", (message.format(**days),), heading)
    caption = _("Known after {own} and up to {later}; no number above uses it").format(**days)
    header = (_("Subject"), _("Said later"), _("In this report"), _("As printed"), _("Known from"), _("Source"))
    rows = [_row(report, item, lang) for item in items]
    frame = provenance.frame([item.origin for item in items])
    frame["known_from"] = [item.known_from for item in items for _value in item.origin.values]
    anchors = [f"later-{item.origin.anchor}" for item in items]
    note = _("Two sources can count other people, or the same ones on other days: read a difference with its dates.")
    return Table(f"{analysis}_hindsight", caption, header, rows, frame, frozenset({1, 2}), anchors, note, heading)


def _row(report: Report, item: Learned, lang: str) -> tuple[str | Markup, ...]:
    _ = translator(lang).gettext
    return (
        item.subject,
        _said(item.origin, lang),
        item.beside.number(lang) if item.beside else "–",
        quoting.printed(report, item.origin.row, lang),
        format_short_date(item.known_from, lang),
        provenance.source_name(report, item.origin, lang),
    )


def _said(origin: Origin, lang: str) -> str:
    """The number with the day that it is about; for an event the day itself."""
    row = origin.row
    if origin.table == "programme_events":
        return provenance.day_text(row["date_low"], row["date_high"], lang)
    _ = translator(lang).gettext
    about = _about(row, lang)
    text = origin.number(lang)
    return _("{number} ({day})").format(number=text, day=about) if about else text


def _about(row: pd.Series, lang: str) -> str:
    if "date_low" in row:
        return provenance.day_text(row["date_low"], row["date_high"], lang)
    day = as_date(row.get("as_of"))
    return format_short_date(day, lang) if day else ""


def _after(report: Report, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows that became known after the vintage and up to `as_of`."""
    day = rows["known_from"]
    return rows[(day > pd.Timestamp(report.vintage)) & (day <= pd.Timestamp(report.as_of))]


def _of_table(
    report: Report, table: str, rows: pd.DataFrame, subjects: Iterable[str], beside: Sequence[Origin | None] = ()
) -> list[Learned]:
    sources = [f"{table}/{key}" for key in rows.iloc[:, 0]]
    others = beside or [None] * len(sources)
    return [
        Learned(provenance.origin(report, source), subject, day.date(), other)
        for source, subject, day, other in zip(sources, subjects, rows["known_from"], others, strict=True)
    ]


def _plans(report: Report, lang: str) -> list[Learned]:
    _ = translator(lang).gettext
    countries = dict.fromkeys((report.country_iso3, REGION))
    found = [report.known_of("plan-funding", country, report.as_of) for country in countries]
    rows = _after(report, pd.concat(found))
    rows = rows[rows["year"] == report.period.end.year]
    names = [labels.named(report, "countries", str(code), lang) for code in rows["country_iso3"]]
    subjects = [
        _("{country}, plan of {year}").format(country=name, year=year)
        for name, year in zip(names, rows["year"], strict=True)
    ]
    return _of_table(report, "plan_funding", rows, subjects) + _printed(report, BOX, lang)


def _people(report: Report, lang: str) -> list[Learned]:
    _ = translator(lang).gettext
    end, year = pd.Timestamp(report.period.end), report.period.end.year
    need = _after(report, of_country(report.known("people-in-need", report.as_of)))
    need = need[(need["year"] == year) & (need["population_group"] == "all")]
    reach = _after(report, report.known("sector-reach", report.as_of))
    reach = of_country(reach[reach["population_group"] == "all"])
    reach = reach[reach["month"].between(pd.Timestamp(report.period.start), end)]
    stock = _after(report, report.known("population", report.as_of))
    stock = stock[(stock["date_low"] <= end) & (stock["series"] != _STATISTICS)]
    who = [wordings.authority(report, as_text(name), lang) for name in stock["authority"]]
    subjects = [", ".join(filter(None, [_("Refugees and migrants"), name])) for name in who]
    own = _own(report, indicator="refugees_and_migrants", section="header")
    return [
        *_of_table(report, "people_in_need", need, _need_subjects(report, need, lang)),
        *_of_table(report, "sector_reach", reach, _reach_subjects(report, reach, lang)),
        *_of_table(report, "population", stock, subjects, [own] * len(stock)),
    ]


def _need_subjects(report: Report, rows: pd.DataFrame, lang: str) -> list[str]:
    _ = translator(lang).gettext
    return [
        _("{sector}, {year}").format(sector=labels.named(report, "sectors", sector, lang), year=year)
        for sector, year in zip(rows["sector"], rows["year"], strict=True)
    ]


def _reach_subjects(report: Report, rows: pd.DataFrame, lang: str) -> list[str]:
    _ = translator(lang).gettext
    return [
        _("{sector}, {month}, {basis}").format(
            sector=labels.named(report, "sectors", row["sector"], lang),
            month=f"{row['month']:%Y-%m}",
            basis=labels.coded(labels.BASES, row["basis"], lang),
        )
        for _index, row in rows.iterrows()
    ]


def _programmes(report: Report, lang: str) -> list[Learned]:
    names = set(report.known_programmes["programme"])
    counts = _after(report, report.known("programme-counts", report.as_of))
    counts = counts[counts["programme"].isin(names)]
    events = _after(report, report.data.known("programme-events", report.country_iso3, report.as_of))
    events = events[events["programme"].isin(names) & (events["source_report_id"] != report.report_id)]
    return [
        *_of_table(report, "programme_counts", counts, *_stages(report, counts, lang)),
        *_of_table(report, "programme_events", events, _event_subjects(report, events, lang)),
        *_later_counts(report, names, lang),
    ]


def _stages(report: Report, rows: pd.DataFrame, lang: str) -> tuple[list[str], list[Origin | None]]:
    """Programme and stage of each row, and the report's own count of the same."""
    keys = list(zip(rows["programme"], rows["stage"], strict=True))
    subjects = [_stage(report, programme, stage, lang) for programme, stage in keys]
    return subjects, [_own(report, programme=programme, stage=stage) for programme, stage in keys]


def _stage(report: Report, programme: str, stage: str, lang: str) -> str:
    _ = translator(lang).gettext
    name = labels.named(report, "stages", stage, lang)
    return _("{programme}: {stage}").format(programme=labels.programme(report, programme, lang), stage=name)


def _event_subjects(report: Report, rows: pd.DataFrame, lang: str) -> list[str]:
    _ = translator(lang).gettext
    return [
        _("{programme}: {event}").format(
            programme=labels.programme(report, programme, lang), event=labels.coded(labels.EVENTS, event, lang)
        )
        for programme, event in zip(rows["programme"], rows["event"], strict=True)
    ]


def _later_counts(report: Report, programmes: set[str], lang: str) -> list[Learned]:
    rows = _later_observations(report)
    rows = rows[rows["programme"].isin(programmes) & rows["stage"].notna() & rows["value"].notna()]
    subjects = [_stage(report, *key, lang) for key in zip(rows["programme"], rows["stage"], strict=True)]
    return _of_reports(report, rows, subjects, ("programme", "stage"))


def _printed(report: Report, indicators: Sequence[str], lang: str) -> list[Learned]:
    """What header boxes of later reports of the same year print of some indicators."""
    rows = _later_observations(report)
    rows = rows[rows["report_end"].dt.year == report.period.end.year]
    rows = rows[rows["indicator"].isin(indicators) & (rows["section"] == "header")]
    subjects = [labels.named(report, "indicators", name, lang) for name in rows["indicator"]]
    return _of_reports(report, rows, subjects, ("indicator", "section"))


def _of_reports(report: Report, rows: pd.DataFrame, subjects: Iterable[str], same: Sequence[str]) -> list[Learned]:
    """Rows of later reports, each beside the report's own number that has the `same` cells."""
    return [
        Learned(
            provenance.origin(report, f"{row['report_id']}/{row['observation_id']}"),
            subject,
            row["known_from"].date(),
            _own(report, **{column: row[column] for column in same}),
        )
        for (_index, row), subject in zip(rows.iterrows(), subjects, strict=True)
    ]


def _later_observations(report: Report) -> pd.DataFrame:
    """Observations of the country's other reports that became known later, with their report's known_from and end."""
    days = (report.vintage.isoformat(), report.as_of.isoformat())
    reports = report.data.queries.later(report.report_id, report.country_iso3, *days)
    found = report.data.queries.observations(reports["report_id"])
    ends = reports[["report_id", "known_from", "period_end"]].rename(columns={"period_end": "report_end"})
    return found.merge(ends, on="report_id")


def _corrected(report: Report, analysis: str, lang: str) -> list[Learned]:
    """The report's own misprints that became known later: what is meant, beside what it prints."""
    _ = translator(lang).gettext
    found = [(entry.key, date.fromisoformat(entry.known_from)) for entry in report.data.misprints(report.report_id)]
    later = replace(report, data=report.data.known_by(report.as_of))
    return [
        Learned(
            provenance.origin(later, source),
            _("Corrected: {indicator}").format(indicator=_indicator(report, source, lang)),
            day,
            provenance.origin(report, source),
        )
        for source, day in found
        if report.vintage < day <= report.as_of and _analysis_of(provenance.origin(report, source)) == analysis
    ]


def _indicator(report: Report, source: str, lang: str) -> str:
    return labels.named(report, "indicators", provenance.origin(report, source).row["indicator"], lang)


def _analysis_of(origin: Origin) -> str:
    """The page that a report's number belongs to."""
    if origin.row["indicator"] in BOX or origin.row["unit"] == "usd":
        return "funding_gap"
    return "regularization_uptake" if as_text(origin.row["stage"]) else "sector_reach"


def _own(report: Report, **equal: str) -> Origin | None:
    """The report's own number with these cells, the last one printed."""
    rows = report.select(**equal)
    rows = rows[rows["value"].notna()]
    return provenance.origin(report, f"{report.report_id}/{rows.iloc[-1]['observation_id']}") if len(rows) else None
