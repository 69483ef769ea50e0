"""Sentences of regularization over time: where each programme stands."""

from __future__ import annotations

from markupsafe import Markup

from r4v_analysis.analysis.regularization.clock import Series, series
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.exhibit import Prose, absent
from r4v_analysis.exhibits.sentences import sentence
from r4v_analysis.exhibits.tables import link
from r4v_analysis.language.formats import N_, format_date, translator
from r4v_analysis.values.metric import Metrics

_STANDINGS = {
    "shape": N_("{series}: closed on {deadline}, with {closing} at closing and counts before it. It has a shape."),
    "open": N_(
        "{series}: {gone} of its window had gone on {day}. What share of its closing count that is, is not known."
    ),
    "not_open": N_("{series}: no count since its opening is known, so it has no place on the clock."),
    "no_opening": N_("{series}: no opening is known, so it has no clock."),
    "no_deadline": N_("{series}: no deadline is known, so no share of its window can be given."),
    "no_closing_count": N_(
        "{series}: closed on {deadline}; no count of that day or later is known, so it has no shape."
    ),
    "no_earlier_count": N_("{series}: closed on {deadline}, with {closing} at closing; no count before it is known."),
}


def standings(report: Report, items: Metrics, lang: str) -> Prose:
    """One sentence a programme and stage: on the clock, or why it is not."""
    _ = translator(lang).gettext
    found = series(report)
    if not found:
        message = _("No count of applications, enrolments or pre-registrations is known: no programme is on the clock.")
        return absent(message)
    return Prose([_standing(report, item, items, lang) for item in found])


def _standing(report: Report, item: Series, items: Metrics, lang: str) -> Markup:
    _ = translator(lang).gettext
    values: dict[str, object] = {"series": _name(report, item, lang)}
    if item.window.deadline:
        values["deadline"] = format_date(item.window.deadline[1], lang)
    if f"closing_count.{item.key}" in items:
        values["closing"] = link(items[f"closing_count.{item.key}"], lang)
    clock = items.get(f"clock.{item.key}")
    if clock and clock.as_of:
        values |= {"gone": link(clock, lang), "day": format_date(clock.as_of, lang)}
    return sentence(_(_STANDINGS[item.standing]), **values)


def _name(report: Report, item: Series, lang: str) -> str:
    return labels.programme_stage(report, item.programme, item.stage, lang)
