"""Sentences of the funding gap, each number linked to where it comes from."""

from __future__ import annotations

from markupsafe import Markup

from r4v_analysis.analysis.funding import countries, metrics, names, plan_years, sentences_of_range
from r4v_analysis.analysis.funding.moves import moves
from r4v_analysis.analysis.funding.readings import asks_nothing, plan_of_years, readings
from r4v_analysis.data.publisher import FTS
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.exhibit import Prose, absent
from r4v_analysis.exhibits.sentences import sentence
from r4v_analysis.exhibits.tables import link, linked, with_bounds
from r4v_analysis.language.formats import format_bounds, format_date, translator
from r4v_analysis.values.metric import Metrics


def bottom_line(report: Report, gap: Metrics, lang: str) -> Prose:
    """At most three sentences: what came in of what was asked for, how the year may end, what moved it or who gave."""
    links = {key.replace(".", "_"): link(item, lang) for key, item in gap.items()}
    for family in ("coverage_change", "change_by_money", "change_by_requirements"):
        links[family] = links.get(f"{family}_{report.report_id}", Markup())
    if change := gap.get(f"coverage_change.{report.report_id}"):
        links["coverage_change"] = with_bounds(change, lang)
    if "unmet.since_january" in gap:
        unmet = gap["unmet.since_january"]
        links["surplus"] = linked(unmet.anchor, labels.surplus(unmet, lang))
    links["funding"] = link(metrics.amount(gap), lang)
    own = plan_years.own_year(report)
    places = {
        "period": labels.period(report, lang),
        "year": names.plan_time(report),
        "donor": names.donor(report, lang),
        "as_of": format_date(report.own_as_of, lang),
        "years": _years(report, gap, lang),
        **(_of_year(gap, own, lang) if own and "unmet_fts" in gap else {}),
        **_of_asked(report, gap, lang),
    }
    first, *others = [_status(report, gap, lang), *_moved(report, gap, lang), *_gave(gap, lang)]
    if places["years"] and report.publisher == FTS:
        others.append(translator(lang).gettext("Share of requirements funded in other finished years: {years}."))
    elif places["years"] and _asked(report, gap):
        others.append(translator(lang).gettext("Share of requirements funded in finished plan years: {years}."))
    said = [sentence(line, **links, **places) for line in (first, *others[:1])]
    if own or report.publisher == FTS:
        said[0] = Markup(" ").join(filter(None, (said[0], names.derived(_own_numbers(report), lang))))
    return Prose([said[0], *sentences_of_range.lines(report, gap, lang)[:1], *said[1:]], "bottom-line")


def _status(report: Report, gap: Metrics, lang: str) -> str:
    """What came in of what was asked for; where the report has no such box, what it or FTS does say."""
    _ = translator(lang).gettext
    own = plan_years.own_year(report)
    if report.publisher == FTS and own is None:
        return _of_fts(gap, lang)
    if report.publisher == FTS and own and not own.is_final:
        return _within_the_year(report, lang)
    if asks_nothing(report):
        return _("The report prints requirements of {requirements}, so nothing of them is funded or missing.")
    if "coverage.since_january" in gap:
        return _of_years(gap, lang) if plan_of_years(report) else _of_box(gap, lang)
    if "unmet_fts" in gap:
        return _(
            "FTS, as of {fts_day}: {fts_funding} of the {fts_requirements} that the plan asks for {year}, which is "
            "{fts_coverage}; {unmet_fts} was still missing. The report itself prints no funding."
        )
    return _in_part(report, gap, lang)


def _in_part(report: Report, gap: Metrics, lang: str) -> str:
    """What is known of a gap that can't be computed: requirements or funding alone, else other years."""
    _ = translator(lang).gettext
    if not gap["requirements"].quantity.is_missing:
        return _("The plan asks for {requirements}; the report prints no funding beside it.")
    if not gap["coverage.printed"].quantity.is_missing:
        return _("{coverage_printed} of the requirements was funded; the report prints no amounts.")
    if not gap["funding"].quantity.is_missing:
        return _("{funding} was received; the report prints no requirements beside it.")
    if _asked(report, gap):
        return _(
            "The plan asks for {asked} for {year}, known from {asked_day}; by {known_day}, no funding of it was known."
        )
    if _years(report, gap, lang):
        return _("Share of requirements funded in finished plan years: {years}. The report itself prints no funding.")
    return _("The report does not print both requirements and funding, so no gap can be computed.")


def _within_the_year(report: Report, lang: str) -> str:
    """What FTS had recorded by a day within a plan year, and whose end is known."""
    _ = translator(lang).gettext
    if countries.ended(report):
        return _(
            "FTS, as of {fts_day}: {fts_funding} of the {fts_requirements} that the plan asks for {year}, which is "
            "{fts_coverage}; {unmet_fts} was still missing. How the year ended is known by country only, below."
        )
    return _(
        "FTS, as of {fts_day}: {fts_funding} of the {fts_requirements} that the plan asks for {year}, which is "
        "{fts_coverage}; {unmet_fts} was still missing. How the year ended is not known."
    )


def _of_fts(gap: Metrics, lang: str) -> str:
    """What FTS had recorded of a finished plan year."""
    _ = translator(lang).gettext
    if gap["requirements"].quantity.is_missing:
        return _("FTS had recorded {funding} for {year} by {as_of}; what the plan asks for the country is not known.")
    if gap["funding"].quantity.is_missing:
        return _("The plan of {year} asked for {requirements}; FTS had recorded no funding by {as_of}.")
    if (gap["unmet.since_january"].quantity.value or 0) < 0:
        return _(
            "{coverage_since_january} of the requirements of {year} was funded, as FTS had it on {as_of}: {funding} of "
            "{requirements}, a surplus of {surplus}."
        )
    return _(
        "{coverage_since_january} of the requirements of {year} was funded, as FTS had it on {as_of}: {funding} of "
        "{requirements}. {unmet_since_january} was missing."
    )


def _years(report: Report, gap: Metrics, lang: str) -> Markup:
    """The finished plan years of the report's country before or beside its own, with their coverage; empty without."""
    cases = [case for case in plan_years.reference_cases(report) if case.country_iso3 == report.country_iso3]
    _ = translator(lang).gettext
    shown = [(case, gap[f"plan_coverage.{case.key}"]) for case in cases if f"plan_coverage.{case.key}" in gap]
    told = [
        sentence(
            _("{share} ({year}, of computed requirements)") if case.is_derived else "{share} ({year})",
            share=link(item, lang),
            year=case.year,
        )
        for case, item in shown
    ]
    return Markup("; ").join(told)


def _asked(report: Report, gap: Metrics) -> plan_years.PlanYear | None:
    """The plan year whose requirements alone were known, of a report that prints nothing of its funding."""
    is_printed = any(not gap[name].quantity.is_missing for name in ("requirements", "funding", "coverage.printed"))
    return None if is_printed else plan_years.asked_year(report)


def _of_asked(report: Report, gap: Metrics, lang: str) -> dict[str, object]:
    """What that plan asks for, since when that was known, and until when no funding was."""
    asked = _asked(report, gap)
    if asked is None:
        return {}
    return {
        "asked": link(gap[f"plan_requirements.{asked.key}"], lang),
        "asked_day": format_date(asked.known_from, lang),
        "known_day": format_date(report.vintage, lang),
    }


def _own_numbers(report: Report) -> list[plan_years.PlanYear]:
    """The report's own plan year by rows of plan_funding."""
    key = report.country_iso3, report.period.end.year
    return [item for item in plan_years.plan_years(report) if (item.country_iso3, item.year) == key]


def _of_years(gap: Metrics, lang: str) -> str:
    """The same for requirements of more than one year: the time that has gone and is left is the plan's."""
    _ = translator(lang).gettext
    if (gap["unmet.since_january"].quantity.value or 0) < 0:
        return _(
            "{coverage_since_january} of the requirements of {year} was funded when {year_elapsed} of the plan’s time "
            "had gone: {funding} of {requirements}, a surplus of {surplus}."
        )
    if gap["needed.since_january"].quantity.is_missing:
        return _(
            "{coverage_since_january} of the requirements of {year} was funded when {year_elapsed} of the plan’s time "
            "had gone: {funding} of {requirements}. {unmet_since_january} was still missing."
        )
    return _(
        "{coverage_since_january} of the requirements of {year} was funded when {year_elapsed} of the plan’s time had "
        "gone: {funding} of {requirements}. Closing the gap of {unmet_since_january} by the plan’s end would take "
        "{needed_since_january} a month."
    )


def _of_box(gap: Metrics, lang: str) -> str:
    """Coverage, and what is missing or too much, with what would close a gap by December."""
    _ = translator(lang).gettext
    needed, ratio = (gap[f"{name}.since_january"].quantity for name in ("needed", "needed_over_pace"))
    if (gap["unmet.since_january"].quantity.value or 0) < 0:
        return _(
            "{coverage_since_january} of the requirements of {year} was funded when {year_elapsed} of the year had "
            "gone: {funding} of {requirements}, a surplus of {surplus}."
        )
    if needed.is_missing:
        return _(
            "{coverage_since_january} of the requirements of {year} was funded when {year_elapsed} of the year had "
            "gone: {funding} of {requirements}. {unmet_since_january} was still missing."
        )
    if ratio.is_missing:
        return _(
            "{coverage_since_january} of the requirements of {year} was funded when {year_elapsed} of the year had "
            "gone: {funding} of {requirements}. Closing the gap of {unmet_since_january} by December would take "
            "{needed_since_january} a month."
        )
    if "needed_over_pace.reporting_period" in gap:
        return _(
            "{coverage_since_january} of the requirements of {year} was funded when {year_elapsed} of the year had "
            "gone: {funding} of {requirements}. Closing the gap of {unmet_since_january} by December would take "
            "{needed_since_january} a month, {needed_over_pace_since_january} times the monthly funding since January "
            "({needed_over_pace_reporting_period} times, if the amount is of {period} only)."
        )
    return _(
        "{coverage_since_january} of the requirements of {year} was funded when {year_elapsed} of the year had gone: "
        "{funding} of {requirements}. Closing the gap of {unmet_since_january} by December would take "
        "{needed_since_january} a month, {needed_over_pace_since_january} times the monthly funding since January."
    )


def _moved(report: Report, gap: Metrics, lang: str) -> list[str]:
    """What changed coverage since the latest earlier report of the plan year that prints it."""
    _ = translator(lang).gettext
    if f"coverage_change.{report.report_id}" not in gap:
        return []
    is_open, is_same = len(readings(report)) > 1, moves(report)[-1].has_same_requirements
    if is_same and is_open:
        message = _(
            "Since the latest earlier report of the year, coverage changed by {coverage_change}, all of it by money, "
            "if both amounts count from January: both reports print the same requirements."
        )
    elif is_same:
        message = _(
            "Since the latest earlier report of the year, coverage changed by {coverage_change}, all of it by money: "
            "both reports print the same requirements."
        )
    elif is_open:
        message = _(
            "Since the latest earlier report of the year, coverage changed by {coverage_change} if both amounts count "
            "from January: {change_by_money} by money and {change_by_requirements} by a changed requirement, "
            "depending on which is counted first and on rounding."
        )
    else:
        message = _(
            "Since the latest earlier report of the year, coverage changed by {coverage_change}: {change_by_money} by "
            "money and {change_by_requirements} by a changed requirement, depending on which is counted first and on "
            "rounding."
        )
    return [message]


def _gave(gap: Metrics, lang: str) -> list[str]:
    """What one donor gave; the others' amount holds on a condition, which is said with it."""
    _ = translator(lang).gettext
    if "others_funding" not in gap:
        return []
    if gap["others_coverage"].quantity.is_missing:
        return [
            _(
                "{donor} gave {donor_share} of the funds received; if share and amount cover the same funds, all other "
                "donors gave about {others_funding}."
            )
        ]
    return [
        _(
            "{donor} gave {donor_share} of the funds received; if share and amount cover the same funds, all other "
            "donors gave about {others_funding}, {others_coverage} of the requirements."
        )
    ]


def _of_year(gap: Metrics, year: plan_years.PlanYear, lang: str) -> dict[str, object]:
    """The numbers of the report's own plan year as the Financial Tracking Service had them, and their day."""
    names_of = {"fts_requirements": "plan_requirements", "fts_funding": "plan_funding", "fts_coverage": "plan_coverage"}
    links = {name: link(gap[f"{metric}.{year.key}"], lang) for name, metric in names_of.items()}
    return {**links, "fts_day": format_date(year.day, lang)}


def caveats(report: Report, gap: Metrics, lang: str) -> Prose:
    """What the funding numbers do not mean in this report."""
    _ = translator(lang).gettext
    lines = []
    if "coverage.reporting_period" in gap and "coverage.since_january" in gap:
        lines.append(
            _(
                "The report leaves open which months the funding covers: those since January, or {period} only. Both "
                "readings are shown; none is chosen."
            )
        )
    if "funding.derived" in gap:
        lines.append(
            _("The report prints no amount: funding is what its percentage and its requirements give, within rounding.")
        )
    if report.publisher == FTS:
        lines.append(_("No situation report: these are the requirements and funding of FTS, as they stood on {day}."))
    elif not gap["requirements"].quantity.is_missing:
        lines.append(_("That the requirements are those of the whole year is an inference: the box names no window."))
    if "unmet_fts" in gap and report.publisher != FTS:
        lines.append(
            _("The report prints no funding box: the gap is that of the Financial Tracking Service's own day.")
        )
    own = plan_years.own_year(report)
    words = {"period": labels.period(report, lang), "day": format_date(own.day if own else report.own_as_of, lang)}
    return Prose([sentence(line, **words) for line in lines], "caveat")


def coverage_check(gap: Metrics, lang: str) -> Prose:
    """Whether the printed percentage agrees with the quotient of the printed amounts."""
    _ = translator(lang).gettext
    printed = gap["coverage.printed"]
    computed = gap.get("coverage.since_january") or gap.get("coverage.reporting_period")
    if "funding.derived" in gap:
        return absent(_("The report prints no amount of funding to hold its percentage against."))
    if printed.quantity.is_missing or computed is None:
        return absent(_("The report prints no percentage of coverage beside amounts."))
    agrees = metrics.agree(printed.quantity, computed.quantity)
    message = (
        _("The box prints {printed}; its own amounts give {computed} ({low} to {high}). Within rounding the two agree.")
        if agrees
        else _(
            "The box prints {printed}, but its own amounts give {computed} ({low} to {high}): more than rounding apart."
        )
    )
    low, high = format_bounds(computed.quantity, "share", lang)
    values = {"printed": link(printed, lang), "computed": link(computed, lang), "low": low, "high": high}
    return Prose((), paragraphs=[sentence(message, **values)])
