"""Sentences of regularization uptake, each number linked to where it comes from."""

from __future__ import annotations

from markupsafe import Markup

from r4v_analysis.analysis.regularization import calendar as regularization
from r4v_analysis.analysis.regularization.calendar import Uptake
from r4v_analysis.analysis.regularization.sentences_of_ranges import deadlines
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.exhibit import Prose
from r4v_analysis.exhibits.sentences import sentence
from r4v_analysis.exhibits.tables import link, observation_link
from r4v_analysis.language.formats import format_date, format_quantity, translator
from r4v_analysis.values.metric import Metric, Metrics


def bottom_line(report: Report, items: Metrics, lang: str) -> Prose:
    """What each programme's count amounts to against its window."""
    _ = translator(lang).gettext
    uptakes = regularization.uptakes(report)
    if not uptakes:
        message = _("The report prints no count of applications or enrolments of a regularization programme.")
        return Prose([sentence(message), *deadlines(report, items, lang)], "bottom-line")
    lines = [_uptake_sentence(report, uptake, items, lang) for uptake in uptakes]
    for uptake in uptakes:
        needed = [item for key, item in items.items() if key.startswith(f"needed.{uptake.programme}.")]
        if needed and not needed[-1].quantity.is_missing:
            lines.append(_target_sentence(report, uptake, needed[-1], lang))
    lines += deadlines(report, items, lang)
    warning = _("None of these is a forecast: applications can come early, or bunch in the weeks before a deadline.")
    lines.append(sentence(warning))
    return Prose(lines, "bottom-line")


def pipeline(items: Metrics, lang: str) -> Prose:
    """Why the stages are not one funnel, with the shares that the report itself allows."""
    _ = translator(lang).gettext
    lines = []
    if "stage_share.cash_granted_access" in items:
        lines.append(
            _(
                "Of {cash_regularization} people who got cash for regularization or documents, "
                "{cash_granted_access} were granted access to the CPP process: {share}. Access to the process is "
                "not a permit."
            )
        )
    if "stage.amnesties_unprocessed_share" in items:
        lines.append(
            _(
                "{amnesties_unprocessed_share} of amnesties were unprocessed on {day}. That is a share of those "
                "filed by that day, a number that is not printed; it says nothing about the count of a later date"
                " ({amnesties})."
            )
        )
    if "stage.legal_counselling" in items and "stage.cpp_enrolments" in items:
        lines.append(
            _(
                "Legal counselling reached {legal_counselling} people, and the count of enrolments is "
                "{cpp_enrolments}. A person may do one without the other, so the quotient of the two is no "
                "success rate."
            )
        )
    values = {key.split(".", 1)[1]: link(item, lang) for key, item in items.items() if key.startswith("stage.")}
    if "stage_share.cash_granted_access" in items:
        values["share"] = link(items["stage_share.cash_granted_access"], lang)
    unprocessed = items.get("stage.amnesties_unprocessed_share")
    day = format_date(unprocessed.as_of, lang) if unprocessed and unprocessed.as_of else ""
    if not lines:
        lines.append(_("The report prints no number that could be set against another one of the same people."))
    return Prose([sentence(line, day=day, **values) for line in lines])


def _uptake_sentence(report: Report, uptake: Uptake, items: Metrics, lang: str) -> Markup:
    _ = translator(lang).gettext
    name = uptake.programme
    values = {
        "programme": labels.programme(report, name, lang),
        "count": observation_link(report, uptake.observation_id, lang),
        "what": _("applications or enrolments") if uptake.unit == "people" else _("procedures"),
        "day": format_date(uptake.day, lang),
        **{key: link(items[f"{key}.{name}"], lang) for key in ("days_open", "days_left", "window_gone", "pace")},
    }
    if uptake.is_late and uptake.window.deadline:
        values["deadline"] = format_date(uptake.window.deadline[1], lang)
        message = _("{programme}: {count} {what} by {day}. Its window closed on {deadline}, so no pace is given.")
    elif uptake.pace.is_missing:
        message = _("{programme}: {count} {what} by {day}. No opening date is known, so no pace can be given.")
    elif items[f"window_gone.{name}"].quantity.is_missing:
        message = _("{programme}: {count} {what} by {day}, {pace} a day since the opening. No deadline is known.")
    elif f"pace_latest_opening.{name}" in items:
        values["slow"] = link(items[f"pace_earliest_opening.{name}"], lang)
        values["fast"] = link(items[f"pace_latest_opening.{name}"], lang)
        message = _(
            "{programme}: {count} {what} by {day}, when {window_gone} of the time from opening to deadline had gone. "
            "That is {slow} a day if it opened on the earliest possible day, {fast} if on the latest."
        )
    else:
        message = _(
            "{programme}: {count} {what} by {day}, when {window_gone} of the time from opening to deadline had gone. "
            "That is {pace} a day."
        )
    return sentence(message, **values)


def _target_sentence(report: Report, uptake: Uptake, needed: Metric, lang: str) -> Markup:
    _ = translator(lang).gettext
    message = _(
        "To reach {target} by the deadline of {deadline}, {programme} would need {needed} a day over the "
        "{days_left} days left."
    )
    if needed.constants["preset"]:
        message = _(
            "To reach {target} by the deadline of {deadline}, {programme} would need {needed} a day over the "
            "{days_left} days left. That number is printed for another procedure; it is a yardstick and nobody's goal."
        )
    deadline = uptake.window.deadline
    return sentence(
        message,
        target=labels.constant(needed.constants["target"], lang),
        deadline=format_date(deadline[1], lang) if deadline else "",
        programme=labels.programme(report, uptake.programme, lang),
        needed=link(needed, lang),
        days_left=format_quantity(uptake.window.days_left(uptake.day), "days", lang),
    )
