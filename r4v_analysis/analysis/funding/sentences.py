"""Sentences of the funding gap, each number linked to where it comes from."""

from __future__ import annotations

from markupsafe import Markup

from r4v_analysis.analysis.funding import metrics as funding
from r4v_analysis.analysis.funding import names, plan_years, sentences_of_range
from r4v_analysis.analysis.funding.readings import asks_nothing
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.exhibit import Prose
from r4v_analysis.exhibits.sentences import sentence
from r4v_analysis.exhibits.tables import link
from r4v_analysis.language.formats import format_bounds, format_date, translator
from r4v_analysis.values.metric import Metrics


def bottom_line(report: Report, gap: Metrics, lang: str) -> Prose:
    """What the funding box amounts to, in both readings of its window."""
    _ = translator(lang).gettext
    links = {key.replace(".", "_"): link(item, lang) for key, item in gap.items()}
    links["funding"] = link(funding.amount(gap), lang)
    window: dict[str, object] = {"period": labels.period(report, lang), "year": report.period.end.year}
    lines = []
    if "coverage.since_january" in gap:
        lines.append(
            _(
                "{coverage_since_january} of the requirements of {year} was funded when {year_elapsed} of the "
                "year had gone: {funding} of {requirements}. {unmet_since_january} was still missing."
            )
        )
        lines += _needed(gap, lang)
    if "funding.derived" in gap:
        lines.append(
            _(
                "The report prints no amount: {funding} is what its percentage and its requirements give, within "
                "rounding."
            )
        )
    if "coverage.since_january" in gap and "coverage.reporting_period" in gap:
        lines.append(
            _(
                "If the {funding} came in over {period} alone, earlier funding is not known: coverage was "
                "{coverage_reporting_period}, and the monthly funding {pace_reporting_period}."
            )
        )
    if "others_funding" in gap and gap["others_coverage"].quantity.is_missing:
        lines.append(
            _("{donor} gave {donor_share} of the funds received, all other donors together about {others_funding}.")
        )
        window["donor"] = names.donor(report, lang)
    elif "others_funding" in gap:
        lines.append(
            _(
                "{donor} gave {donor_share} of the funds received. All other donors together gave about "
                "{others_funding}, which is {others_coverage} of the requirements."
            )
        )
        window["donor"] = names.donor(report, lang)
    if "unmet_fts" in gap:
        year = plan_years.own_year(report)
        lines.append(
            _(
                "FTS, as of {fts_day}: {fts_funding} of the {fts_requirements} that the plan asks for {year}, which is "
                "{fts_coverage}; {unmet_fts} was still missing. The report itself prints no funding."
            )
        )
        window |= _of_year(gap, year, lang) if year else {}
    lines += _beyond(report, gap, lang)
    if asks_nothing(report):
        lines.insert(0, _("The report prints requirements of {requirements}, so nothing of them is funded or missing."))
    elif not lines:
        lines.append(_("The report does not print both requirements and funding, so no gap can be computed."))
    for family in ("coverage_change", "change_by_money", "change_by_requirements"):
        links[family] = links.get(f"{family}_{report.report_id}", Markup())
    said = [sentence(line, **links, **window) for line in lines]
    return Prose([*said, *sentences_of_range.lines(report, gap, lang)[:1]], "bottom-line")


def _needed(gap: Metrics, lang: str) -> list[str]:
    """What would close the gap: nothing to say once the year is over."""
    _ = translator(lang).gettext
    if gap["needed.since_january"].quantity.is_missing:
        return []
    if gap["needed_over_pace.since_january"].quantity.is_missing:
        return [_("To close the gap by the end of December, {needed_since_january} a month would have to come in.")]
    return [
        _(
            "To close the gap by the end of December, {needed_since_january} a month would have to come in, "
            "{needed_over_pace_since_january} times the monthly funding since January."
        )
    ]


def _of_year(gap: Metrics, year: plan_years.PlanYear, lang: str) -> dict[str, object]:
    """The numbers of the report's own plan year as the Financial Tracking Service had them, and their day."""
    names_of = {"fts_requirements": "plan_requirements", "fts_funding": "plan_funding", "fts_coverage": "plan_coverage"}
    links = {name: link(gap[f"{metric}.{year.key}"], lang) for name, metric in names_of.items()}
    return {**links, "fts_day": format_date(year.day, lang)}


def _beyond(report: Report, gap: Metrics, lang: str) -> list[str]:
    """A sentence on the report before in the plan year, where there is one."""
    _ = translator(lang).gettext
    lines = []
    if f"coverage_change.{report.report_id}" in gap:
        lines.append(
            _(
                "Since the report before of the same year, coverage changed by {coverage_change}: {change_by_money} by "
                "new money and {change_by_requirements} by a changed requirement, depending on which is counted first "
                "and on rounding."
            )
        )
    return lines


def caveats(report: Report, gap: Metrics, lang: str) -> Prose:
    """What the funding numbers do not mean in this report."""
    _ = translator(lang).gettext
    lines = []
    if "coverage.reporting_period" in gap and "coverage.since_january" in gap:
        lines.append(
            _(
                "The report leaves open which months the funding covers: those since January, or {period} only. Both "
                "readings are shown; none is chosen. What it prints about it stands among the sources."
            )
        )
    if not gap["requirements"].quantity.is_missing:
        lines.append(
            _(
                "That the requirements are those of the whole year is an inference: the box prints an amount and no "
                "window."
            )
        )
    if "unmet_fts" in gap:
        lines.append(
            _("The report prints no funding box: the gap is that of the Financial Tracking Service's own day.")
        )
    return Prose([sentence(line, period=labels.period(report, lang)) for line in lines], "caveat")


def coverage_check(gap: Metrics, lang: str) -> Prose:
    """Whether the printed percentage agrees with the quotient of the printed amounts."""
    _ = translator(lang).gettext
    printed = gap["coverage.printed"]
    computed = gap.get("coverage.since_january") or gap.get("coverage.reporting_period")
    if "funding.derived" in gap:
        message = _("The report prints no amount of funding to hold its percentage of {printed} against.")
        return Prose((), paragraphs=[sentence(message, printed=link(printed, lang))])
    if printed.quantity.is_missing or computed is None:
        message = _("The report prints no percentage to hold against its amounts.")
        return Prose((), paragraphs=[sentence(message)])
    agrees = funding.agree(printed.quantity, computed.quantity)
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
