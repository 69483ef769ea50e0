"""Sentences of the range for the year's end: what it is, why there is none, how it did on the cases."""

from __future__ import annotations

from markupsafe import Markup

from r4v_analysis.analysis.funding.plan_cases import plan_cases
from r4v_analysis.analysis.funding.tables import month_name
from r4v_analysis.analysis.funding.year_end import FEW_CASES, FEWEST, NO_STATE, OF_YEARS, YEAR_OVER, decline, year_ends
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits.exhibit import Prose
from r4v_analysis.exhibits.sentences import sentence
from r4v_analysis.exhibits.tables import link
from r4v_analysis.language.formats import N_, format_date, format_number, translator
from r4v_analysis.values.metric import Metrics

_DECLINED = {
    NO_STATE: N_("No range for the year's end: the report does not print requirements with funding or coverage."),
    OF_YEARS: N_(
        "No range for the year's end: the requirements are of more than one year, those of finished plans of one."
    ),
    YEAR_OVER: N_("No range for the year's end: the reporting period ends with the plan year."),
    FEW_CASES: N_(
        "No range for the year's end: it takes {fewest} finished plan years with a coverage of {month}, and {number} "
        "were known on {day}."
    ),
}


def declined(report: Report, lang: str) -> str:
    """Why there is no range, in one sentence; empty where there is one."""
    _ = translator(lang).gettext
    reason = decline(report)
    if not reason:
        return ""
    return _(_DECLINED[reason]).format(
        fewest=format_number(FEWEST, "people", lang),
        number=format_number(len(plan_cases(report)), "people", lang),
        month=month_name(report, lang),
        day=format_date(report.vintage, lang),
    )


def year_end(report: Report, gap: Metrics, lang: str) -> Prose | None:
    """The range with what it assumes and how it did; nothing where the figure says why there is none."""
    _ = translator(lang).gettext
    if decline(report):
        return None
    assumed = _(
        "Assumed: this plan year is one more like those, and gains as many points after the same month as they did, "
        "whatever it had by then. A year moves all plans together, so {plans} plan years of {years} years are fewer "
        "than as many independent ones; a narrower range is not given. Requirements that are revised make another "
        "share."
    )
    values = {name: link(gap[f"year_end_{name}"], lang) for name in ("plans", "years")}
    told = [*lines(report, gap, lang), sentence(assumed, **values), backtest(gap, lang)]
    return Prose(told, summary=_("What the range assumes, and how such ranges have done"))


def lines(report: Report, gap: Metrics, lang: str) -> list[Markup]:
    """The range for the year's end, a sentence a reading of the funding window; none where there is no range."""
    return [_line(report, item.reading.name, gap, lang) for item in year_ends(report)]


def _line(report: Report, reading: str, gap: Metrics, lang: str) -> Markup:
    _ = translator(lang).gettext
    unmet = gap[f"year_end_unmet.{reading}"].quantity
    message = _(
        "At the end of {year}, {coverage} of the requirements funded would be in line with 9 in 10 of {plans} plan "
        "years ({years}) of humanitarian plans around the world, by what they gained after the same month."
    )
    money = _("That is {funding}, with {unmet} still missing.")
    if unmet.high is not None and unmet.high <= 0:
        money = _("That is {funding}: the plan is over-funded, there is a surplus and no gap.")
    elif unmet.low is not None and unmet.low < 0:
        money = _("That is {funding}, from {unmet} still missing, where a number below 0 is a surplus.")
    if reading != "since_january":
        message, money = (
            _(
                "If the amount is of the report’s months only, earlier funding adds to it: {coverage} at the end of "
                "{year}."
            ),
            "",
        )
    values = {name: link(gap[f"year_end_{name}.{reading}"], lang) for name in ("coverage", "funding", "unmet")}
    values["plans"] = link(gap["year_end_plans"], lang)
    told = " ".join(filter(None, (message, money)))
    return sentence(told, year=report.period.end.year, years=_years(report, lang), **values)


def _years(report: Report, lang: str) -> str:
    """The first and the last year of the plan years compared with."""
    years = {case.year for case in plan_cases(report)}
    if len(years) == 1:
        return str(min(years))
    return translator(lang).gettext("{low} to {high}").format(low=min(years), high=max(years))


def backtest(gap: Metrics, lang: str) -> Markup:
    """How such ranges did on the plan years themselves, in one line."""
    _ = translator(lang).gettext
    message = _(
        "Tried on the plan years themselves: with one left out, the range of the others held {held_one_out} of "
        "{tried_one_out}; with its whole year left out, {held_year_out} of {tried_year_out}."
    )
    names = ("held_one_out", "tried_one_out", "held_year_out", "tried_year_out")
    return sentence(message, **{name: link(gap[f"year_end_{name}"], lang) for name in names})
