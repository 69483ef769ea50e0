"""Sentences of regularization over time: where each programme stands, the range and its trials."""

from __future__ import annotations

from markupsafe import Markup

from r4v_analysis.analysis.regularization.clock import NEAR, Running, Series, running, series
from r4v_analysis.analysis.regularization.counts import span
from r4v_analysis.analysis.regularization.scenario import (
    FEWEST,
    Part,
    Scenario,
    Trial,
    scenario,
    shapes_without_count,
    trial_id,
    trials,
)
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.exhibit import Prose, absent
from r4v_analysis.exhibits.sentences import sentence
from r4v_analysis.exhibits.tables import link
from r4v_analysis.language.formats import N_, format_date, format_number, translator
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
_VERDICTS = {
    "inside": N_(
        "Leaving out {series}: from its count on {day}, the other shapes make {range} at closing. It came to "
        "{closing}, inside that range."
    ),
    "partly": N_(
        "Leaving out {series}: from its count on {day}, the other shapes make {range} at closing. It came to "
        "{closing}, partly inside that range."
    ),
    "outside": N_(
        "Leaving out {series}: from its count on {day}, the other shapes make {range} at closing. It came to "
        "{closing}, outside that range."
    ),
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


def scenarios(report: Report, items: Metrics, lang: str) -> Prose:
    """The range for each running programme with its assumptions, or why there is none."""
    _ = translator(lang).gettext
    found = running(report)
    if not found:
        message = _(
            "No range for a deadline: no programme with a known opening and deadline was open with a count of its own."
        )
        return absent(message)
    lines = [line for item in found for line in _scenario(report, item, items, lang)]
    return Prose(lines)


def deadlines(report: Report, items: Metrics, lang: str) -> list[Markup]:
    """One sentence for each running programme of people: the range, or that there is none and why."""
    found = [scenario(report, item) for item in running(report) if item.unit == "people"]
    return [(_declined if item.total.is_missing else _range)(report, item, items, lang) for item in found]


def _scenario(report: Report, item: Running, items: Metrics, lang: str) -> list[Markup]:
    _ = translator(lang).gettext
    if item.unit != "people":
        message = _("{series}: its count is of procedures, and no finished programme counts those. No range is given.")
        return [sentence(message, series=_name(report, item.series, lang))]
    found = scenario(report, item)
    if found.total.is_missing:
        return [_declined(report, found, items, lang), *_basis(report, found, items, lang)]
    return [
        _range(report, found, items, lang),
        *_basis(report, found, items, lang),
        *_ends(report, found, lang),
        *_assumptions(found, lang),
    ]


def _declined(report: Report, found: Scenario, items: Metrics, lang: str) -> Markup:
    _ = translator(lang).gettext
    programmes = list(dict.fromkeys(part.series.programme for part in found.parts))
    message = _(
        "{series}: no range for its deadline is given. No finished programme has a count by the same share of the "
        "window ({gone})."
    )
    if len(programmes) >= FEWEST:
        message = _(
            "{series}: no range for its deadline is given. The counts by the same share of the window ({gone}) leave "
            "both of its ends open."
        )
    elif programmes:
        message = _(
            "{series}: no range for its deadline is given. It takes more than one finished programme with a count by "
            "the same share of the window ({gone}), and only {other} has one."
        )
    return sentence(
        message,
        series=_name(report, found.running.series, lang),
        gone=link(items[f"clock.{found.running.series.key}"], lang),
        other=labels.programme(report, programmes[0], lang) if programmes else "",
    )


def _range(report: Report, found: Scenario, items: Metrics, lang: str) -> Markup:
    ngettext = translator(lang).ngettext
    message = ngettext(
        "{series}: {range} by the deadline of {deadline}, if it goes on from {gone} of its window as the {number} "
        "finished programme did. A scenario, and no forecast.",
        "{series}: {range} by the deadline of {deadline}, if it goes on from {gone} of its window as one of the "
        "{number} finished programmes did. A scenario, and no forecast.",
        len({part.series.programme for part in found.parts}),
    )
    deadline = found.running.series.window.deadline
    return sentence(
        message,
        series=_name(report, found.running.series, lang),
        range=link(items[f"scenario_deadline.{found.running.series.key}"], lang),
        deadline=format_date(deadline[1], lang) if deadline else "",
        gone=link(items[f"clock.{found.running.series.key}"], lang),
        number=format_number(len({part.series.programme for part in found.parts}), "people", lang),
    )


def _basis(report: Report, found: Scenario, items: Metrics, lang: str) -> list[Markup]:
    """What each shape says at that point, and which shapes say nothing there."""
    _ = translator(lang).gettext
    key = found.running.series.key
    lines = []
    for part in found.parts:
        name = f"{key}.{part.series.key}"
        values = {"shape": _name(report, part.series, lang), "share": link(items[f"scenario_share.{name}"], lang)}
        message = _("{shape} had {share} of its closing count by then.")
        if f"scenario_part.{name}" in items:
            values["closing"] = link(items[f"scenario_part.{name}"], lang)
            message = _("{shape} had {share} of its closing count by then; by that shape it would be {closing}.")
        lines.append(sentence(message, **values))
    for shape in shapes_without_count(report, found):
        first = items[f"clock.{shape.key}.1"]
        message = _("{shape} has no known count by then; its first one stands at {gone} of its window.")
        lines.append(sentence(message, shape=_name(report, shape, lang), gone=link(first, lang)))
    return lines


def _ends(report: Report, found: Scenario, lang: str) -> list[Markup]:
    _ = translator(lang).gettext
    low, high = found.ends
    lines = []
    if low:
        lines.append(sentence(_("The lower end is that of {shape}."), shape=_name(report, low.series, lang)))
    if high:
        lines.append(sentence(_("The upper end is that of {shape}."), shape=_name(report, high.series, lang)))
        return lines
    if span(found.running.count)[1] is None:
        lines.append(sentence(_("There is no upper end: the count itself is printed as a number or more.")))
    open_parts = [part for part in found.parts if not part.share.low]
    lines += [
        sentence(_("{shape} gives no upper end: its count by then is only a bound."), shape=name)
        for name in (_name(report, part.series, lang) for part in open_parts)
    ]
    return lines


def _assumptions(found: Scenario, lang: str) -> list[Markup]:
    _ = translator(lang).gettext
    lines = [
        sentence(
            _(
                "Assumed: people file as they did in one of the other programmes, whatever differs in law, fee and "
                "number of those eligible; “around” stands for itself; counts within {near} of the window stand at "
                "the same point; the deadline is not moved."
            ),
            near=format_number(NEAR, "share", lang),
        )
    ]
    if any(_is_other_stage(part, found) for part in found.parts):
        lines.append(sentence(_("Some shapes are of another stage: to pre-register is not to apply.")))
    return lines


def _is_other_stage(part: Part, found: Scenario) -> bool:
    return part.series.stage != found.running.series.stage


def leave_one_out(report: Report, items: Metrics, lang: str) -> Prose:
    """How such a range would have done on each finished programme at the same point of the clock."""
    _ = translator(lang).gettext
    tried = [(item, trial) for item in running(report) if item.unit == "people" for trial in trials(report, item)]
    if not tried:
        message = _(
            "Such a range can't be tried on finished programmes: at the point of a running one, no two of them have "
            "a count."
        )
        return absent(message)
    return Prose([_trial(report, item, trial, items, lang) for item, trial in tried])


def _trial(report: Report, item: Running, trial: Trial, items: Metrics, lang: str) -> Markup:
    _ = translator(lang).gettext
    return sentence(
        _(_VERDICTS[trial.verdict]),
        series=_name(report, trial.series, lang),
        day=format_date(trial.point.count.last, lang),
        range=link(items[trial_id(item, trial)], lang),
        closing=link(items[f"closing_count.{trial.series.key}"], lang),
    )


def _name(report: Report, item: Series, lang: str) -> str:
    return labels.programme_stage(report, item.programme, item.stage, lang)
