"""What became known later: rows that a report's own numbers never use, set beside them.

An analysis knows nothing past `Report.vintage`. Whoever asks for a later `as_of` gets the same numbers,
and what was learned up to that day in a section of its own (DOMAIN, rule 14).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
from markupsafe import Markup

from r4v_analysis.analysis.funding.readings import BOX
from r4v_analysis.data.cells import as_date, as_text
from r4v_analysis.data.population import END_YEAR
from r4v_analysis.data.publisher import REGION
from r4v_analysis.data.queries import Record, of_country
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels, provenance, quoting, wordings
from r4v_analysis.exhibits.exhibit import Prose, Table
from r4v_analysis.exhibits.provenance import Origin
from r4v_analysis.language.formats import format_date, format_short_date, translator


@dataclass(frozen=True)
class Learned:
    """One row of data/ that became known after the report's own date.

    `beside` is the report's own number on the same subject; None where it has none. Of a misprint it is what the report
    prints in the row itself.
    """

    origin: Origin
    known_from: date
    beside: Origin | None = None


def learned(report: Report, analysis: str) -> list[Learned]:
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
    items = found[analysis](report) if analysis in found else []
    return sorted([*items, *_corrected(report, analysis)], key=lambda item: (item.known_from, item.origin.source))


def section(report: Report, analysis: str, lang: str) -> Table | Prose | None:
    """The marked section of a page; None at the report's own date, where nothing is hindsight."""
    if report.as_of <= report.own_as_of:
        return None
    _ = translator(lang).gettext
    heading = _("What became known later")
    items = learned(report, analysis)
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
        _subject(report, item, lang),
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


def _about(row: Record, lang: str) -> str:
    if "date_low" in row:
        return provenance.day_text(row["date_low"], row["date_high"], lang)
    day = as_date(row.get("as_of"))
    return format_short_date(day, lang) if day else ""


def _after(report: Report, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows that became known after the vintage and up to `as_of`."""
    day = rows["known_from"]
    return rows[(day > pd.Timestamp(report.vintage)) & (day <= pd.Timestamp(report.as_of))]


def _subject(report: Report, item: Learned, lang: str) -> str:
    """What a row is about, in a few words."""
    _ = translator(lang).gettext
    row, table = item.origin.row, item.origin.table
    if item.beside and item.beside.source == item.origin.source:
        return _("Corrected: {indicator}").format(indicator=labels.named(report, "indicators", row["indicator"], lang))
    if table == "plan_funding":
        country = labels.named(report, "countries", str(row["country_iso3"]), lang)
        return _("{country}, plan of {year}").format(country=country, year=row["year"])
    if table == "population":
        who = wordings.authority(report, as_text(row["authority"]), lang)
        return ", ".join(filter(None, [_("Refugees and migrants"), who]))
    if table in ("people_in_need", "sector_reach"):
        sector = labels.named(report, "sectors", row["sector"], lang)
        if table == "people_in_need":
            return _("{sector}, {year}").format(sector=sector, year=row["year"])
        basis = labels.coded(labels.BASES, row["basis"], lang)
        return _("{sector}, {month}, {basis}").format(sector=sector, month=f"{row['month']:%Y-%m}", basis=basis)
    if not as_text(row["programme"]):
        return labels.named(report, "indicators", row["indicator"], lang)
    programme = labels.programme(report, row["programme"], lang)
    if table == "programme_events":
        event = labels.coded(labels.EVENTS, row["event"], lang)
        return _("{programme}: {event}").format(programme=programme, event=event)
    stage = labels.named(report, "stages", row["stage"], lang)
    return _("{programme}: {stage}").format(programme=programme, stage=stage)


def _learned(report: Report, rows: pd.DataFrame, table: str = "", same: Sequence[str] = ()) -> list[Learned]:
    """Rows of a table, or of later reports, each beside the report's own number that has the `same` cells."""
    found = []
    for _index, row in rows.iterrows():
        source = f"{table}/{row.iloc[0]}" if table else f"{row['report_id']}/{row['observation_id']}"
        beside = _own(report, **{column: row[column] for column in same}) if same else None
        found.append(Learned(provenance.origin(report, source), row["known_from"].date(), beside))
    return found


def _plans(report: Report) -> list[Learned]:
    countries, year = dict.fromkeys((report.country_iso3, REGION)), report.period.end.year
    rows = _after(report, pd.concat([report.known_of("plan-funding", code, report.as_of) for code in countries]))
    later = _later_observations(report)
    later = later[(later["report_end"].dt.year == year) & later["indicator"].isin(BOX) & (later["section"] == "header")]
    of_year = rows[rows["year"] == year]
    return [*_learned(report, of_year, "plan_funding"), *_learned(report, later, same=("indicator", "section"))]


def _people(report: Report) -> list[Learned]:
    end, year = pd.Timestamp(report.period.end), report.period.end.year
    need = _after(report, of_country(report.known("people-in-need", report.as_of)))
    need = need[(need["year"] == year) & (need["population_group"] == "all")]
    reach = _after(report, report.known("sector-reach", report.as_of))
    reach = of_country(reach[reach["population_group"] == "all"])
    reach = reach[reach["month"].between(pd.Timestamp(report.period.start), end)]
    stock = _after(report, report.known("population", report.as_of))
    stock = stock[(stock["date_low"] <= end) & (stock["series"] != END_YEAR)]
    own = _own(report, indicator="refugees_and_migrants", section="header")
    return [
        *_learned(report, need, "people_in_need"),
        *_learned(report, reach, "sector_reach"),
        *(replace(item, beside=own) for item in _learned(report, stock, "population")),
    ]


def _programmes(report: Report) -> list[Learned]:
    names = set(report.known_programmes["programme"])
    counts = _after(report, report.known("programme-counts", report.as_of))
    events = _after(report, report.data.known("programme-events", report.country_iso3, report.as_of))
    events = events[events["programme"].isin(names) & (events["source_report_id"] != report.report_id)]
    later = _later_observations(report)
    later = later[later["programme"].isin(names) & later["stage"].notna() & later["value"].notna()]
    same = ("programme", "stage")
    return [
        *_learned(report, counts[counts["programme"].isin(names)], "programme_counts", same),
        *_learned(report, events, "programme_events"),
        *_learned(report, later, same=same),
    ]


def _later_observations(report: Report) -> pd.DataFrame:
    """Observations of the country's other reports that became known later, with their report's known_from and end."""
    days = (report.vintage.isoformat(), report.as_of.isoformat())
    reports = report.data.queries.later(report.report_id, report.country_iso3, *days)
    found = report.data.queries.observations(reports["report_id"])
    ends = reports[["report_id", "known_from", "period_end"]].rename(columns={"period_end": "report_end"})
    return found.merge(ends, on="report_id")


def _corrected(report: Report, analysis: str) -> list[Learned]:
    """The report's own misprints that became known later: what is meant, beside what it prints."""
    found = [(entry.key, date.fromisoformat(entry.known_from)) for entry in report.data.misprints(report.report_id)]
    later = replace(report, data=report.data.known_by(report.as_of))
    return [
        Learned(provenance.origin(later, source), day, provenance.origin(report, source))
        for source, day in found
        if report.vintage < day <= report.as_of and _analysis_of(provenance.origin(report, source)) == analysis
    ]


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
