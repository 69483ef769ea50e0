"""Sentences of reach over time: what can be compared with what, and why the rest can't."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd
from markupsafe import Markup

from r4v_analysis.analysis.reach import changes as reach_changes
from r4v_analysis.analysis.reach import months as reach_history
from r4v_analysis.analysis.reach import targets as reach_targets
from r4v_analysis.analysis.reach.months import RUNNING
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels, quoting
from r4v_analysis.exhibits.exhibit import Prose
from r4v_analysis.exhibits.sentences import sentence
from r4v_analysis.exhibits.tables import link, observation_link
from r4v_analysis.language.formats import N_, format_date, format_month, translator
from r4v_analysis.values.metric import Metrics

REASONS = {
    "not_reported": N_("One of the two reports prints no number for {count} of them: {counts}."),
    "other_count": N_(
        "Another group, place, unit or relation to the response is counted in {count} of them: {counts}."
    ),
    "basis_unknown": N_(
        "At least one of the two reports does not say on which basis it counts {count} of them: {counts}."
    ),
    "basis_differs": N_("The two reports count on different bases in {count} of them: {counts}."),
    "window_differs": N_("The two reports cover windows of different length or year in {count} of them: {counts}."),
}
"""Why counts of two reports don't compare."""


def targets(report: Report, items: Metrics, lang: str) -> Prose:
    """Whether the report's year can be set against targets; where not, why, and what stands in as a reference."""
    found = reach_targets.comparison(report)
    _ = translator(lang).gettext
    lines = [] if found is not None and found.is_own_year else list(_why_no_target(report, lang))
    if found is not None and not found.is_own_year:
        message = _(
            "As a reference, the figure shows {year}: running totals by {day} against the targets of that whole year. "
            "It says nothing about {own}."
        )
        values = {"year": found.year, "day": format_date(found.day, lang), "own": report.period.end.year}
        lines.append(sentence(message, **values))
    if found is not None:
        lines += _shares(report, found, items, lang)
    return Prose((), paragraphs=[*_printed_shares(report, lang), *lines])


def months(report: Report, lang: str) -> Prose:
    """Of which year the months are, and what is wrong with its running totals, sector by sector."""
    _ = translator(lang).gettext
    rows = reach_history.series(report, RUNNING)
    year = reach_history.series_year(report)
    if year is None or rows.empty:
        message = _("No monthly reach by sector of this country was known by {day}.")
        return Prose((), paragraphs=[sentence(message, day=format_date(report.vintage, lang))])
    lines = []
    if year != report.period.end.year:
        message = _("No monthly reach of {own} was known by {day}, so the panels show {year}, the last year that was.")
        values = {"own": report.period.end.year, "day": format_date(report.vintage, lang), "year": year}
        lines.append(sentence(message, **values))
    fallen = rows[rows["has_fallen"]]
    if not fallen.empty:
        message = _(
            "A running total of new people can’t fall. Where it does, organizations that had reported are missing "
            "from it, or it was corrected: {list}."
        )
        falls = [
            _("{name} in {month}").format(name=_name(report, sector, lang), month=format_month(month, lang))
            for sector, month in zip(fallen["sector"], fallen["month"], strict=True)
        ]
        lines.append(sentence(message, list="; ".join(falls)))
    left_out = list(dict.fromkeys(rows.loc[rows["status"] == "not_recorded", "sector"]))
    if left_out:
        message = _(
            "The running totals give 0 where monthly totals are above 0, so the source leaves these out of them, and "
            "0 is read here as not recorded: {list}."
        )
        lines.append(sentence(message, list=_names(report, left_out, lang)))
    return Prose((), paragraphs=lines or [sentence(_("No running total falls from one month to the next."))])


def changes(report: Report, lang: str) -> Prose:
    """Which counts can't be set against an earlier report's, by reason; and whether the sector lists differ."""
    _ = translator(lang).gettext
    if not report.earlier:
        message = _("No earlier report of this country was known by {day}: there is nothing to compare with.")
        return Prose((), paragraphs=[sentence(message, day=format_date(report.vintage, lang))])
    pairs = reach_changes.pairs(report)
    if pairs.empty:
        message = _("No count of the response in this report has a namesake in an earlier one that was known by {day}.")
        return Prose((), paragraphs=[sentence(message, day=format_date(report.vintage, lang))])
    lines, paragraphs = list(_reasons(pairs, str(report.row["language"]), lang)), []
    if (pairs["reason"] == reach_changes.IF_MONTHLY).any():
        message = _(
            "Counts in the text of a one-month report do not say whether they count the month only. The table sets "
            "them against each other on that condition, which is an inference."
        )
        paragraphs.append(sentence(message))
    if lines:
        count = int(pairs["reason"].isin(REASONS).sum())
        opening = translator(lang).ngettext(
            "The one count that an earlier report prints too can’t be compared:",
            "Of {all} counts that an earlier report prints too, {count} can’t be compared:",
            len(pairs),
        )
        paragraphs.append(sentence(opening, all=len(pairs), count=count))
    return Prose([*lines, *_sector_lists(report, lang)], paragraphs=paragraphs)


def _printed_shares(report: Report, lang: str) -> Iterator[Markup]:
    """Shares of a target that the report itself prints, each as its own words have it."""
    _ = translator(lang).gettext
    for _index, row in reach_targets.printed_shares(report).iterrows():
        message = _("The report itself prints {share} of a target as reached: “{printed}”.")
        yield sentence(
            message,
            share=observation_link(report, row["observation_id"], lang),
            printed=quoting.marked(row["printed"], str(report.row["language"]), lang),
        )


def _why_no_target(report: Report, lang: str) -> Iterator[Markup]:
    """What is missing for the report's own year: targets, or reach that counts since January."""
    _ = translator(lang).gettext
    year, day = report.period.end.year, format_date(report.vintage, lang)
    if year not in reach_targets.target_years(report):
        message = _("No target of {year} by sector was known by {day}, so no share of one is computed for it.")
        yield sentence(message, year=year, day=day)
    bases = reach_targets.own_bases(report)
    if "unknown" in bases:
        message = _(
            "The report’s own sector row does not say how it counts, over its months or since January, so it can’t be "
            "divided by a target of a whole year."
        )
        yield sentence(message)
    elif bases and RUNNING not in bases:
        named = ", ".join(labels.coded(labels.BASES, basis, lang) for basis in bases)
        message = _("The report’s own sector row counts another way ({basis}) than a year’s target does.")
        yield sentence(message, basis=named)
    elif not bases and reach_history.series_year(report) != year:
        yield sentence(_("No running total by sector of {year} was known by {day}."), year=year, day=day)


def _shares(report: Report, found: reach_targets.Comparison, items: Metrics, lang: str) -> Iterator[Markup]:
    """The largest and the smallest share of a target, cash left out."""
    rows = found.ranked()
    rows = rows[~rows["is_cross_cutting"] & (rows["status"] == "compared")]
    if len(rows) < 2:
        return
    _ = translator(lang).gettext
    prefix = "" if found.is_own_year else "reference_"
    first, last = (items[f"{prefix}target_coverage.{rows.iloc[end]['sector']}"] for end in (0, -1))
    message = _("By {day}, {most} had reached {high} of its target of {year}, {least} {low}.")
    yield sentence(
        message,
        day=format_date(found.day, lang),
        year=found.year,
        most=_name(report, rows.iloc[0]["sector"], lang),
        least=_name(report, rows.iloc[-1]["sector"], lang),
        high=link(first, lang),
        low=link(last, lang),
    )


def _reasons(pairs: pd.DataFrame, language: str, lang: str) -> Iterator[Markup]:
    _ = translator(lang).gettext
    for reason, message in REASONS.items():
        rows = pairs[pairs["reason"] == reason]
        if not rows.empty:
            listed = Markup(", ").join(quoting.quoted(words, language, lang) for words in rows["printed"])
            yield sentence(_(message), count=len(rows), counts=listed)


def _sector_lists(report: Report, lang: str) -> Iterator[Markup]:
    """How the sector list differs from that of the report before."""
    _ = translator(lang).gettext
    lists = reach_changes.sector_lists(report)
    if lists is None:
        return
    earlier = next(report for report in report.earlier if report.report_id == lists.earlier_id)
    values = {"period": labels.period(earlier, lang)}
    if lists.only_now:
        message = _("Sectors in this report and not in that of {period}: {list}.")
        yield sentence(message, list=_names(report, lists.only_now, lang), **values)
    if lists.only_then:
        message = _("Sectors in the report of {period} and not in this one: {list}.")
        yield sentence(message, list=_names(report, lists.only_then, lang), **values)


def _names(report: Report, sectors: Sequence[str], lang: str) -> str:
    return "; ".join(_name(report, sector, lang) for sector in sectors)


def _name(report: Report, sector: str, lang: str) -> str:
    return labels.named(report, "sectors", sector, lang)
