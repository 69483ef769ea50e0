"""Names of what the funding page shows: donors, plan years and where their numbers come from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from r4v_analysis.analysis.funding.metrics import donor_code
from r4v_analysis.analysis.funding.plan_years import PlanYear
from r4v_analysis.analysis.funding.readings import plan_of_years
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.language.formats import format_list, format_short_date, translator


def plan_time(report: Report) -> str:
    """The year that the requirements are of, or the first and last one: `2023–2024`."""
    plan = plan_of_years(report)
    return f"{plan.start.year}–{plan.end.year}" if plan else str(report.period.end.year)


def origin(report: Report, year: PlanYear, lang: str) -> str:
    """Where a plan year's numbers come from, when that was said, and why they may give no coverage."""
    _ = translator(lang).gettext
    if year.report_id:
        return _("situation report of {period}").format(period=labels.report_period(report, year.report_id, lang))
    day = format_short_date(year.known_from, lang)
    text = _("snapshot of {day}, taken later") if year.known_from > report.vintage else _("known from {day}")
    if not year.is_own:
        text = _("{source}; the requirements are repeated for other countries, so they give no coverage").format(
            source=text
        )
    return text.format(day=day)


def day(year: PlanYear, lang: str) -> str:
    """The day that a plan year's funding is of; the year's end in a snapshot taken after it; a dash without funding."""
    _ = translator(lang).gettext
    if year.funding.is_missing and year.coverage.is_missing:
        return "–"
    if not year.report_id and year.day >= date(year.year, 12, 31):
        return _("end of the year")
    return format_short_date(year.day, lang)


def derived(years: Iterable[PlanYear], lang: str) -> str:
    """Of which years requirements are computed, and from what; empty where none of them give a coverage."""
    found = sorted({year.year for year in years if year.is_derived and not year.coverage.is_missing})
    if not found:
        return ""
    message = translator(lang).gettext(
        "Requirements of {years} are computed: what FTS published, less the plan’s regional part that was in it."
    )
    return message.format(years=format_list(list(map(str, found)), lang))


def donor(report: Report, lang: str) -> str:
    """The donor that the report names, with its article, to begin a sentence; "One donor" where it is not named."""
    code = donor_code(report)
    return translator(lang).gettext("The United States") if code == "USA" else labels.donor(code, lang)
