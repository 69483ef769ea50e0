"""The countries of a region's report side by side: reach as a share of the target, by country and sector."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
from markupsafe import Markup

from r4v_analysis.analysis.reach.countries import FAMILY, Finding, comparisons, far_above, finding, told_day
from r4v_analysis.analysis.reach.targets import FAR_ABOVE, Comparison
from r4v_analysis.analysis.region import members
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import heat, labels
from r4v_analysis.exhibits.exhibit import Prose, Table, absent
from r4v_analysis.language.formats import format_date, format_list, translator
from r4v_analysis.values.metric import Metrics

NO_TARGET, NO_TOTAL, NO_PLAN = "×", "–", ""
"""Cells without a share: reached without a target, not in the running totals, not in the country's plan."""

_FAR = "↑"
"""What stands behind a share far above the target."""


def target_coverage(report: Report, items: Metrics, lang: str) -> Table | Prose | None:
    """A row a country, a column a sector in the order of the list of codes; None for a report of a country."""
    _ = translator(lang).gettext
    if not members(report, report.period.end.year):
        return None
    found, told = comparisons(report), finding(report)
    if told is None:
        return absent(_("Reach and target together were known of no country on the report’s day."))
    sectors = _sectors(report, found)
    codes = sorted(found, key=lambda code: labels.country(report, code, lang))
    rows = [
        (
            heat.name(code, labels.country(report, code, lang)),
            *(_cell(items, code, sector, _statuses(found[code]), lang) for sector in sectors),
        )
        for code in codes
    ]
    header = (
        _("Country"),
        *(labels.named(report, "sectors", sector, lang, "label") for sector in sectors),
    )
    return Table(
        "target_coverage_by_country",
        _caption(report, told, lang),
        header,
        rows,
        _frame(found),
        frozenset(range(1, len(sectors) + 1)),
        note=_note(report, found, told, lang),
        heading=_("The countries side by side"),
    )


def _sectors(report: Report, found: Mapping[str, Comparison]) -> list[str]:
    """Sectors that some country compares, cash last."""
    compared = {sector for item in found.values() for sector in item.ranked()["sector"]}
    return [str(code) for code in report.codes("sectors").index if code in compared]


def _statuses(found: Comparison) -> Mapping[str, str]:
    rows = found.ranked()
    return dict(zip(rows["sector"], rows["status"], strict=True))


def _cell(items: Metrics, code: str, sector: str, statuses: Mapping[str, str], lang: str) -> Markup:
    metric = items.get(f"{FAMILY}.{code}.{sector}")
    if metric is not None:
        is_far = (metric.quantity.value or 0) > FAR_ABOVE
        return heat.cell(metric, lang, _FAR if is_far else "")
    if sector not in statuses:
        return heat.mark(NO_PLAN)
    return heat.mark(NO_TARGET if statuses[sector] == "no_target" else NO_TOTAL)


def _caption(report: Report, told: Finding, lang: str) -> str:
    _ = translator(lang).gettext
    message = _(
        "{half} of {all} targets of a country and sector in {year}, cash left out, were half reached or more by {day}"
    )
    return message.format(
        half=told.half_reached, all=told.compared, year=report.period.end.year, day=told_day(told, lang)
    )


def _note(report: Report, found: Mapping[str, Comparison], told: Finding, lang: str) -> str:
    _ = translator(lang).gettext
    notes = [
        _("In percent: people reached since January ÷ people targeted in {year}.").format(year=report.period.end.year),
        _(
            "{rough}, {zero}: people or organizations reported earlier are missing. {no_total}: not in the running "
            "totals of the last month. {no_target}: reached without a target. Empty: not in the country’s plan."
        ).format(rough=heat.ROUGH, zero=heat.rough("0"), no_total=NO_TOTAL, no_target=NO_TARGET),
        _("{all}: targets with a running total in it.").format(all=told.compared),
        f"{_FAR} {far_above(told.far_above, lang)}" if told.far_above else "",
        _days(report, found, told, lang),
        lacking(report, told, lang),
        _("No sum over countries: people in transit are counted by each country on their way."),
    ]
    return " ".join(filter(None, notes))


def _days(report: Report, found: Mapping[str, Comparison], told: Finding, lang: str) -> str:
    """Countries whose totals end before those of the others."""
    _ = translator(lang).gettext
    early: dict[date, list[str]] = {}
    for code, item in found.items():
        if item.day < told.day:
            early.setdefault(item.day, []).append(labels.country(report, code, lang))
    parts = [
        _("to {day} for {countries}").format(day=format_date(day, lang), countries=format_list(sorted(names), lang))
        for day, names in sorted(early.items())
    ]
    return _("Totals run {parts}.").format(parts="; ".join(parts)) if parts else ""


def lacking(report: Report, told: Finding, lang: str) -> str:
    """Who has no number, in a line; empty where all have one."""
    _ = translator(lang).gettext
    names = [labels.country(report, code, lang) for code in told.lacking]
    return _("No running totals known: {countries}.").format(countries=format_list(names, lang)) if names else ""


def _frame(found: Mapping[str, Comparison]) -> pd.DataFrame:
    """A row a country and sector: people reached, targeted, in need, and whether they compare."""
    frames = []
    for code, item in sorted(found.items()):
        rows = item.numbers()
        rows.insert(0, "country_iso3", code)
        rows.insert(2, "as_of", pd.Series([item.day] * len(rows), dtype=object))
        frames.append(rows)
    return pd.concat(frames, ignore_index=True)
