"""Names of codes, units, bases and metrics in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from r4v_analysis.analysis.funding import names as funding_labels
from r4v_analysis.analysis.funding.metrics import largest_donor
from r4v_analysis.data.memory import once_a_report
from r4v_analysis.data.report import Report, as_text
from r4v_analysis.data.selection import Record, records
from r4v_analysis.language.formats import (
    N_,
    country_name,
    format_number,
    format_period,
    format_quantity,
    format_short_date,
    translator,
)
from r4v_analysis.values.metric import Metric

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
METRICS = {
    "requirements": N_("Requirements"),
    "funding": N_("Funding"),
    "coverage": N_("Coverage"),
    "coverage.printed": N_("Coverage as printed"),
    "year_elapsed": N_("Share of the plan year gone"),
    "unmet": N_("Unmet requirements"),
    "pace": N_("Pace so far"),
    "needed": N_("Pace needed"),
    "needed_over_pace": N_("Pace needed ÷ pace so far"),
    "unmet_per_person.refugees_and_migrants": N_("Unmet requirements for each refugee or migrant in the country"),
    "unmet_per_person.people_reached": N_("Unmet requirements for each person reached"),
    "donor_share": N_("Share of the largest donor"),
    "donor_funding": N_("Funding of the largest donor"),
    "others_funding": N_("Funding of all other donors"),
    "others_coverage": N_("Coverage without the largest donor"),
    "population": N_("Refugees and migrants in the country"),
    "people_reached": N_("People reached"),
    "reached_per_1000": N_("Reached per 1,000 refugees and migrants"),
    "people_once": N_("People reached, each counted once"),
    "people_once_with_cbi": N_("People reached, each counted once, with cash-based interventions"),
    "largest_over_second": N_("Largest sector ÷ second largest"),
    "unevenness": N_("Largest sector ÷ median sector"),
    "share": N_("Share"),
    "stage": N_("Count"),
    "stage_share": N_("Share"),
    "days_open": N_("Days open"),
    "days_left": N_("Days left"),
    "window_gone": N_("Share of the window gone"),
    "pace_earliest_opening": N_("Pace for the earliest opening"),
    "pace_latest_opening": N_("Pace for the latest opening"),
    "known_count": N_("Count"),
    "filed_sum": N_("Granted and in process together"),
    "pace_between": N_("Pace since the count before"),
    "closing_count": N_("Count at closing"),
    "clock": N_("Share of the window gone"),
    "share_of_closing": N_("Share of the closing count"),
    "scenario_share": N_("Share of the closing count by then"),
    "scenario_part": N_("Closing count by one shape"),
    "scenario_deadline": N_("Closing count, scenario"),
    "leave_one_out": N_("Closing count by the other shapes"),
    "partners_listed": N_("Entries in the printed list of partners"),
    "partners_named": N_("Different names in the printed list of partners"),
    "partners_stated": N_("Partners as stated in the text"),
    **funding_labels.NAMES,
    **funding_labels.FAMILIES,
    "target_coverage": N_("Reached ÷ targeted"),
    "need_coverage": N_("Reached ÷ people in need"),
    "reference_target_coverage": N_("Reached ÷ targeted in a reference year"),
    "reference_need_coverage": N_("Reached ÷ people in need in a reference year"),
    "change": N_("Change since an earlier report"),
    "change_if_monthly": N_("Change since an earlier report, if each counts its own month"),
}


def value(item: Metric, lang: str) -> str:
    """A metric's value with the words that say how sure it is."""
    return format_quantity(item.quantity, item.unit, lang)


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
    return _names(report, table, f"{column}_{lang}")[code]


@once_a_report
def _names(report: Report, table: str, column: str) -> Mapping[str, str]:
    return {str(code): str(name) for code, name in report.codes(table)[column].items()}


def place(report: Report, code: str, lang: str) -> str:
    """A place's name; in Spanish its own one where it has it."""
    row = report.codes("places").loc[code]
    own = row.get(f"name_{lang}")
    return str(row["name"] if own is None or pd.isna(own) else own)


def person(sex: object, age_group: object, lang: str) -> str:
    """`Girls` for a sex and an age group; the codes where the list has no word for them."""
    _ = translator(lang).gettext
    words = PEOPLE.get((str(sex), str(age_group)))
    return _(words) if words else " ".join(code for code in (sex, age_group) if isinstance(code, str))


def programme(report: Report, code: str, lang: str) -> str:
    """A programme's short name, in the language where it has one of its own."""
    row = _programmes(report)[code]
    return as_text(row.get(f"short_name_{lang}")) or str(row["short_name"])


@once_a_report
def _programmes(report: Report) -> Mapping[str, Record]:
    """The rows of known programmes by their code."""
    return {str(row["programme"]): row for row in records(report.known_programmes)}


def programme_stage(report: Report, code: str, stage: str, lang: str) -> str:
    """`CPP 2020, Pre-registered`."""
    _ = translator(lang).gettext
    name = named(report, "stages", stage, lang)
    return _("{programme}, {stage}").format(programme=programme(report, code, lang), stage=name)


def counted(report: Report, code: str, item: Metric, lang: str) -> str:
    """A programme with the stage, the day and the shape that a metric's constants name."""
    _ = translator(lang).gettext
    about = item.constants
    stage = about.get("stage")
    name = programme_stage(report, code, str(stage), lang) if stage else programme(report, code, lang)
    if "shape" in about:
        shape = programme_stage(report, str(about["shape"]), str(about["shape_stage"]), lang)
        return _("{programme}, by the shape of {shape}").format(programme=name, shape=shape)
    if "stage" in about and "day" in about:
        return _("{programme}, {day}").format(programme=name, day=constant(about["day"], lang))
    return name


def period(report: Report, lang: str) -> str:
    """`May – July 2023`."""
    return format_period(report.period.start, report.period.end, lang)


def donor(report: Report, lang: str) -> str:
    """The largest donor with its article, to begin a sentence; "One donor" where it is not named."""
    _ = translator(lang).gettext
    code = largest_donor(report)
    if code == "USA":
        return _("The United States")
    return country_name(code, lang) if code else _("One donor")


def reading(report: Report, name: str, lang: str) -> str:
    """A reading of the funding window, in words."""
    _ = translator(lang).gettext
    if name == "since_january":
        return _("if the amount counts from January")
    return _("if it is {period} only").format(period=period(report, lang))


def metric(report: Report, item: Metric, lang: str) -> str:
    """A metric's name with the sector, reading or programme that it is about."""
    _ = translator(lang).gettext
    if item.id in METRICS:
        return _(METRICS[item.id])
    family, detail = item.id.split(".", 1)
    if detail in ("since_january", "reporting_period"):
        about = reading(report, detail, lang)
    elif family in funding_labels.FAMILIES:
        about = _plan_detail(report, detail, lang)
    elif detail.split(".")[0] in report.codes("sectors").index:
        sector, _dot, group = detail.partition(".")
        about = sector_and_group(report, sector, group, lang)
    elif detail.split(".")[0] in _programmes(report):
        about = counted(report, detail.split(".")[0], item, lang)
    else:
        about = f"“{printed_part(report, item)}”"
    return _("{measure}: {detail}").format(measure=coded(METRICS, family, lang), detail=about)


def printed_part(report: Report, item: Metric) -> str:
    """The printed words in a metric's name, without quotation marks; empty where it has none."""
    row = report.first(observation_id=item.id.partition(".")[2])
    return "" if item.id in METRICS or row is None else str(row["printed"])


def _plan_detail(report: Report, detail: str, lang: str) -> str:
    """A plan year, a report or a scenario, with the reading of the funding window where it depends on it."""
    _ = translator(lang).gettext
    name, _dot, window = detail.partition(".")
    about = funding_labels.about(report, name, lang)
    return _("{scenario}, {reading}").format(scenario=about, reading=reading(report, window, lang)) if window else about


def sector_and_group(report: Report, sector: str, group: str, lang: str) -> str:
    """`Education, Host community`; the sector alone for an empty group."""
    _ = translator(lang).gettext
    name = named(report, "sectors", sector, lang)
    if not group:
        return name
    return _("{sector}, {group}").format(sector=name, group=named(report, "population-groups", group, lang))


def place_in_report(report: Report, row: pd.Series, lang: str) -> str:
    """Where a report prints an observation: a heading, a sector's text, or a column of the sector table."""
    _ = translator(lang).gettext
    code = str(row["section"])
    if code == "sector_table":
        return _("Sector table: {sector}").format(sector=named(report, "sectors", row["sector"], lang, "label"))
    return coded(SECTIONS, code, lang) if code in SECTIONS else named(report, "sectors", code, lang)
