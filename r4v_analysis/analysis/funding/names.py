"""Names of what the funding page shows beyond one report: plan years, moves, scenarios."""

from __future__ import annotations

import re
from datetime import date

from r4v_analysis.analysis.funding.plan_years import PlanYear, reference_cases
from r4v_analysis.data.memory import once_a_report
from r4v_analysis.data.report import Report
from r4v_analysis.language.formats import N_, format_period, format_short_date, translator

FAMILIES = {
    "plan_requirements": N_("Requirements"),
    "plan_funding": N_("Funding"),
    "plan_coverage": N_("Coverage"),
    "coverage_change": N_("Change of coverage"),
    "change_by_money": N_("Change of coverage by new money"),
    "money_first": N_("New money, at the earlier requirements"),
    "money_second": N_("New money, at the later requirements"),
    "change_by_requirements": N_("Change of coverage by a changed requirement"),
    "requirements_first": N_("Changed requirement, at the earlier funding"),
    "requirements_second": N_("Changed requirement, at the later funding"),
    "scenario_coverage": N_("Coverage at the end of the year"),
    "scenario_funding": N_("Funding at the end of the year"),
}
"""Families of metrics by the first part of their id."""

NAMES = {
    "funding.derived": N_("Funding, as percentage and requirements give it"),
    "requirements_revision": N_("Change of the requirements since the first report of the year"),
    "reference_years": N_("Finished years known"),
}
"""Metrics of one kind by their id."""

SCENARIOS = {
    "nothing_more": N_("Nothing more than so far"),
    "pace": N_("The pace so far goes on"),
    "lowest_year": N_("Like the lowest of {n} finished years"),
    "highest_year": N_("Like the highest of {n} finished years"),
    "only_year": N_("Like the only finished year known"),
}

_NO_COVERAGE = {
    "repeated": N_("{source}; the requirements are repeated for other countries, so they give no coverage"),
    "with_regional": N_("{source}; the plan's regional part is in the requirements, so they give no coverage"),
}
"""Why requirements give no coverage, by whose they are."""

_PLAN = re.compile(r"([A-Z]{3})_(\d{4})")


def about(report: Report, detail: str, lang: str) -> str:
    """What the second part of an id names: a plan year, a scenario, or a situation report."""
    _ = translator(lang).gettext
    if detail in SCENARIOS:
        return _(SCENARIOS[detail]).format(n=len(reference_cases(report)))
    if match := _PLAN.fullmatch(detail):
        return _("{country}, plan of {year}").format(country=country(report, match[1], lang), year=match[2])
    period = report_period(report, detail, lang)
    iso3 = report.data.report(detail).country_iso3
    if iso3 != report.country_iso3:
        return _("{country}, report of {period}").format(country=country(report, iso3, lang), period=period)
    return _("report of {period}").format(period=period)


def country(report: Report, iso3: str, lang: str) -> str:
    """A country's or region's name."""
    return str(report.codes("countries").loc[iso3, f"name_{lang}"])


@once_a_report
def report_period(report: Report, report_id: str, lang: str) -> str:
    """`April 2020` for a report's id."""
    period = report.data.report(report_id).period
    return format_period(period.start, period.end, lang)


def origin(report: Report, year: PlanYear, lang: str) -> str:
    """Where a plan year's numbers come from, when that was said, and why they may give no coverage."""
    _ = translator(lang).gettext
    if year.report_id:
        return _("situation report of {period}").format(period=report_period(report, year.report_id, lang))
    day = format_short_date(year.known_from, lang)
    text = _("snapshot of {day}, taken later") if year.known_from > report.vintage else _("known from {day}")
    if not year.is_own:
        text = _(_NO_COVERAGE[year.scope]).format(source=text)
    return text.format(day=day)


def day(year: PlanYear, lang: str) -> str:
    """The day that a plan year's funding is of; the year's end in a snapshot taken after it; a dash without funding."""
    _ = translator(lang).gettext
    if year.funding.is_missing and year.coverage.is_missing:
        return "–"
    if not year.report_id and year.day >= date(year.year, 12, 31):
        return _("end of the year")
    return format_short_date(year.day, lang)
