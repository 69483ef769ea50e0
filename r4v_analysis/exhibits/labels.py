"""Names of codes, units, bases and metrics in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pandas as pd

from r4v_analysis.data.cells import as_text
from r4v_analysis.data.publisher import REGION
from r4v_analysis.data.queries import Record
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.language.formats import (
    N_,
    country_name,
    format_number,
    format_period,
    format_quantity,
    format_short_date,
    translator,
    words_of,
)
from r4v_analysis.values.metric import Metric
from r4v_analysis.values.quantity import exact

UNITS = {
    "people": N_("people"),
    "usd": N_("US$"),
    "share": N_("share"),
    "meals": N_("meals"),
    "consultations": N_("consultations"),
    "organizations": N_("organizations"),
    "procedures": N_("procedures"),
    "schools": N_("schools"),
    "meetings": N_("meetings"),
    "places": N_("places"),
    "targets": N_("targets"),
    "days": N_("days"),
    "years": N_("years"),
    "ratio": N_("times"),
    "per_1000": N_("per 1,000"),
    "usd_per_month": N_("US$ a month"),
    "usd_per_person": N_("US$ a person"),
    "people_per_day": N_("people a day"),
    "procedures_per_day": N_("procedures a day"),
    "share_change": N_("percentage points"),
}
BASES = {
    "period_total": N_("total of the period"),
    "period_new": N_("new in the period"),
    "cumulative_ytd": N_("cumulative since January"),
    "stock": N_("stock on a date"),
    "cumulative_programme": N_("cumulative since the programme opened"),
    "unknown": N_("not stated"),
}
QUALIFIERS = {
    "exact": N_("as printed"),
    "at_least": N_("at least"),
    "at_most": N_("at most"),
    "about": N_("around"),
}
ROLES = {
    "assisted": N_("assisted"),
    "trained": N_("trained"),
    "informed": N_("informed"),
    "attended": N_("attended"),
    "referred": N_("referred"),
    "applied": N_("applied"),
    "present": N_("in the country"),
    "surveyed": N_("interviewed"),
    "targeted": N_("to be assisted"),
    "crossing": N_("crossing a border"),
    "affected": N_("affected"),
}
SEXES = {"female": N_("female"), "male": N_("male"), "other": N_("other")}
PEOPLE = {
    ("female", "child"): N_("Girls"),
    ("male", "child"): N_("Boys"),
    ("female", "adult"): N_("Women"),
    ("male", "adult"): N_("Men"),
    ("other", "child"): N_("Others under 18"),
    ("other", "adult"): N_("Others of 18 and above"),
}
"""People by sex and age group, as R4V's monitoring names them."""
EVENTS = {
    "publication": N_("Law or decree published"),
    "entry_into_force": N_("Entry into force"),
    "eligibility": N_("Eligible if irregular until"),
    "pre_registration_opening": N_("Pre-registration opens"),
    "pre_registration_closing": N_("Pre-registration closes"),
    "opening": N_("Applications open"),
    "opening_restated": N_("Applications open, as another source has it"),
    "deadline": N_("Deadline"),
    "extension": N_("Deadline extended"),
}
SECTIONS = {
    "header": N_("Header box"),
    "situation": N_("Situation"),
    "coordination": N_("Coordination"),
    "footnote": N_("Footnote"),
    "text": N_("Text"),
}
HEADER = {
    "refugees_and_migrants": N_("Refugees and migrants in the country"),
    "people_reached": N_("People reached"),
    "requirements": N_("Requirements"),
    "funding": N_("Funding"),
    "coverage": N_("Coverage"),
}
"""Indicators of a report's header box."""


def value(item: Metric, lang: str) -> str:
    """A metric's value with the words that say how sure it is."""
    return format_quantity(item.quantity, item.unit, lang, item.step)


def surplus(unmet: Metric, lang: str) -> str:
    """What is funded beyond the requirements, for unmet requirements below zero."""
    return format_quantity(exact(0) - unmet.quantity, unmet.unit, lang)


def constant(value: object, lang: str) -> str:
    """A constant of a formula: a day, a number, or an observation's id as words."""
    if isinstance(value, date):
        return format_short_date(value, lang)
    if isinstance(value, (int, float)):
        return format_number(value, "people", lang)
    return str(value).replace("_", " ")


def coded(names: dict[str, str], code: str, lang: str) -> str:
    """The name of a code of one of this module's lists; the code itself where it has none."""
    return translator(lang).gettext(names[code]) if code in names else code


def named(report: Report, table: str, code: str, lang: str, column: str = "name") -> str:
    """The name of a code of a code table (`sectors`, `stages`, …) in a language."""
    return _names(report, table, f"{column}_{words_of(lang)}")[code]


@once_a_report
def _names(report: Report, table: str, column: str) -> Mapping[str, str]:
    return {str(code): str(name) for code, name in report.codes(table)[column].items()}


def place(report: Report, code: str, lang: str) -> str:
    """A place's name; in Spanish its own one where it has it."""
    row = report.codes("places").loc[code]
    own = row.get(f"name_{words_of(lang)}")
    return str(row["name"] if own is None or pd.isna(own) else own)


def person(sex: object, age_group: object, lang: str) -> str:
    """`Girls` for a sex and an age group; the codes where the list has no word for them."""
    _ = translator(lang).gettext
    words = PEOPLE.get((str(sex), str(age_group)))
    return _(words) if words else " ".join(code for code in (sex, age_group) if isinstance(code, str))


def programme(report: Report, code: str, lang: str) -> str:
    """A programme's short name, in the language where it has one of its own."""
    row = _programme(report, code)
    return as_text(row.get(f"short_name_{words_of(lang)}")) or str(row["short_name"])


def programme_in_full(report: Report, code: str, lang: str) -> str:
    """A programme's whole name, which says whose it is."""
    return str(_programme(report, code)[f"name_{words_of(lang)}"])


def _programme(report: Report, code: str) -> Record:
    row = report.data.keyed("programmes", code)
    if row is None:
        raise KeyError(f"no programme of data/ is called {code!r}")
    return row


def programme_stage(report: Report, code: str, stage: str, lang: str) -> str:
    """`CPP 2020, Pre-registered`."""
    _ = translator(lang).gettext
    name = named(report, "stages", stage, lang)
    return _("{programme}, {stage}").format(programme=programme(report, code, lang), stage=name)


def counted(report: Report, code: str, item: Metric, lang: str) -> str:
    """A programme with the stage, the day and the level that a metric's constants name."""
    _ = translator(lang).gettext
    about = item.constants
    stage = about.get("stage")
    name = programme_stage(report, code, str(stage), lang) if stage else programme(report, code, lang)
    if "level" in about:
        return _("{programme}, {level} of programmes").format(programme=name, level=about["level"])
    if "stage" in about and "day" in about:
        return _("{programme}, {day}").format(programme=name, day=constant(about["day"], lang))
    return name


def period(report: Report, lang: str) -> str:
    """`May – July 2023`."""
    return format_period(report.period.start, report.period.end, lang)


def reading(report: Report, name: str, lang: str) -> str:
    """A reading of the funding window, in words."""
    _ = translator(lang).gettext
    if name == "since_january":
        return _("if the amount counts from January")
    return _("if it is {period} only").format(period=period(report, lang))


def metric(report: Report, item: Metric, lang: str) -> str:
    """A metric's name with the sector, reading or programme that it is about."""
    _ = translator(lang).gettext
    measure = _(item.name) if item.name else item.id
    if not item.about:
        return measure
    kind, *codes = item.about
    return _("{measure}: {detail}").format(measure=measure, detail=_ABOUT[kind](report, item, codes, lang))


def printed_part(report: Report, item: Metric) -> str:
    """The printed words in a metric's name, without quotation marks; empty where it has none."""
    if item.about[:1] != ("printed",):
        return ""
    row = report.first(observation_id=item.about[1])
    return "" if row is None else str(row["printed"])


def donor(code: str, lang: str) -> str:
    """A donor country's name; that it is one donor, for the empty code of one that is not named."""
    return country_name(code, lang) if code else translator(lang).gettext("One donor")


def country(report: Report, iso3: str, lang: str) -> str:
    """A country's or region's name."""
    return str(report.codes("countries").loc[iso3, f"name_{words_of(lang)}"])


@once_a_report
def report_period(report: Report, report_id: str, lang: str) -> str:
    """`April 2020` for a report's id."""
    period = report.data.report(report_id).period
    return format_period(period.start, period.end, lang)


def plan_year(report: Report, iso3: str, year: object, lang: str) -> str:
    """`Peru, plan of 2021`; `16 countries of the region, plan of 2019` for a region whose members are known."""
    _ = translator(lang).gettext
    return _("{country}, plan of {year}").format(country=country_in(report, iso3, year, lang), year=year)


def country_in(report: Report, iso3: str, year: object, lang: str) -> str:
    """A country's name; a region's with the number of countries that its plan of a year has, where that is known."""
    known = {other: count for other, count in _members(report).get(iso3, {}).items() if other <= int(str(year))}
    if not known:
        return country(report, iso3, lang)
    _ = translator(lang).gettext
    message = _("All {count} countries") if iso3 == REGION else _("{region}, {count} countries")
    return message.format(count=known[max(known)], region=country(report, iso3, lang))


@once_a_report
def _members(report: Report) -> Mapping[str, Mapping[int, int]]:
    """How many countries each region's plan has, by year; of a year without rows the last one before it counts."""
    rows = report.data.tables.get("region-members")
    if rows is None:
        return {}
    return {
        str(region): {int(str(year)): len(members) for year, members in found.groupby("year")}
        for region, found in rows.groupby("region")
    }


def _country_sector(report: Report, _item: Metric, codes: Sequence[str], lang: str) -> str:
    _ = translator(lang).gettext
    sector = named(report, "sectors", codes[1], lang)
    return _("{country}, {sector}").format(country=country(report, codes[0], lang), sector=sector)


def _other_report(report: Report, _item: Metric, codes: Sequence[str], lang: str) -> str:
    _ = translator(lang).gettext
    period = report_period(report, codes[0], lang)
    iso3 = report.data.report(codes[0]).country_iso3
    if iso3 != report.country_iso3:
        return _("{country}, report of {period}").format(country=country(report, iso3, lang), period=period)
    return _("report of {period}").format(period=period)


_ABOUT: Mapping[str, Callable[[Report, Metric, Sequence[str], str], str]] = {
    "reading": lambda report, _item, codes, lang: reading(report, codes[0], lang),
    "sector": lambda report, _item, codes, lang: sector_and_group(report, codes[0], codes[1], lang),
    "country_sector": _country_sector,
    "programme": lambda report, item, codes, lang: counted(report, codes[0], item, lang),
    "printed": lambda report, item, _codes, _lang: f"“{printed_part(report, item)}”",
    "plan_year": lambda report, _item, codes, lang: plan_year(report, codes[0], codes[1], lang),
    "report": _other_report,
    "donor": lambda _report, _item, codes, lang: donor(codes[0], lang),
}
"""By the kind of what a metric is about: how that is named."""


def sector_and_group(report: Report, sector: str, group: str, lang: str) -> str:
    """`Education, Host community`; the sector alone for an empty group."""
    _ = translator(lang).gettext
    name = named(report, "sectors", sector, lang)
    if not group:
        return name
    return _("{sector}, {group}").format(sector=name, group=named(report, "population-groups", group, lang))


def place_in_report(report: Report, row: Record | pd.Series, lang: str) -> str:
    """Where a report prints an observation: a heading, a sector's text, or a column of the sector table."""
    _ = translator(lang).gettext
    code = str(row["section"])
    if code == "sector_table":
        return _("Sector table: {sector}").format(sector=named(report, "sectors", row["sector"], lang, "label"))
    return coded(SECTIONS, code, lang) if code in SECTIONS else named(report, "sectors", code, lang)
