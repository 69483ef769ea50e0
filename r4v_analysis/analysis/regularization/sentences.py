"""Sentences of regularization uptake, each number linked to where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from markupsafe import Markup

from r4v_analysis.analysis.regularization import calendar
from r4v_analysis.analysis.regularization.calendar import CALENDAR, FILED, Uptake, Window
from r4v_analysis.analysis.regularization.counts import Count, counts, series_key
from r4v_analysis.analysis.regularization.sentences_of_range import deadlines
from r4v_analysis.data.queries import records
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels, provenance
from r4v_analysis.exhibits.exhibit import Prose, absent
from r4v_analysis.exhibits.sentences import sentence
from r4v_analysis.exhibits.tables import observation_link, said
from r4v_analysis.language.formats import format_date, translator
from r4v_analysis.values.metric import Metric, Metrics

_NEWEST = 2
"""Programmes whose last known count the bottom line names, of a report that counts no stage."""

_MOST = 3
"""Stages that the bottom line names where none of them has a day."""


def bottom_line(report: Report, items: Metrics, lang: str) -> Prose:
    """At most three: the furthest stages with the days left, what was filed and not processed, how it may end."""
    _ = translator(lang).gettext
    reached = list(_reached(report, items, lang)) or list(_undated(report, lang))
    if not reached:
        reached = list(_known(report, items, lang))
    if not reached:
        reached = [sentence(_("The report counts no stage of a regularization programme."))]
    lines = (reached, list(_unprocessed(report, items, lang)), deadlines(report, items, lang))
    return Prose([Markup(" ").join(line) for line in lines if line], "bottom-line")


def _reached(report: Report, items: Metrics, lang: str) -> Iterator[Markup]:
    """A programme's furthest stage with its deadline; what a target that a user passed would need."""
    for item in calendar.furthest(report):
        yield _stand(report, item, items, lang)
        needed = [metric for key, metric in items.items() if key.startswith(f"needed.{item.programme}.")]
        if needed and not needed[-1].quantity.is_missing:
            yield _target_sentence(needed[-1], lang)


def _known(report: Report, items: Metrics, lang: str) -> Iterator[Markup]:
    """The last count known of each programme, the newest first, of a report that counts no stage itself.

    Such a report is not about the programme, which has its whole name here: it may be one for all foreigners.
    """
    _ = translator(lang).gettext
    last: dict[str, Count] = {}
    for count in counts(report):
        is_whole = not count.group and count.metric_id in items
        if is_whole and (count.programme not in last or count.last >= last[count.programme].last):
            last[count.programme] = count
    for count in sorted(last.values(), key=lambda count: count.last, reverse=True)[:_NEWEST]:
        yield sentence(
            _("{programme}: {count} ({stage}) by {day}, the last count known."),
            programme=labels.programme_in_full(report, count.programme, lang),
            count=said(items[count.metric_id], lang),
            stage=_stage(report, count.stage, count.unit, lang),
            day=format_date(count.last, lang),
        )


def _stand(report: Report, item: Uptake, items: Metrics, lang: str) -> Markup:
    _ = translator(lang).gettext
    values: dict[str, object] = {
        "programme": labels.programme(report, item.programme, lang),
        "count": observation_link(report, item.observation_id, lang),
        "stage": _stage(report, item.stage, item.unit, lang),
        "day": format_date(item.day, lang),
    }
    message = _("{programme}: {count} ({stage}) by {day}.")
    left = items.get(f"days_left.{series_key(item.programme, item.stage)}")
    if item.window.deadline and left and not left.quantity.is_missing and (left.quantity.low or 0) > 0:
        values |= {"days_left": said(left, lang), "deadline": _deadline(item.window, lang)}
        message = _("{programme}: {count} ({stage}) by {day}, {days_left} days before the window closes ({deadline}).")
        if item.stage not in CALENDAR:
            message = _(
                "{programme}: {count} ({stage}) by {day}; applications close {days_left} days later ({deadline})."
            )
    elif item.window.deadline and item.is_late and item.stage in CALENDAR:
        values["deadline"] = _deadline(item.window, lang)
        message = _("{programme}: {count} ({stage}) by {day}; its window had closed ({deadline}).")
    return sentence(message, **values)


def _undated(report: Report, lang: str) -> Iterator[Markup]:
    """The first stages that the report counts without a day."""
    _ = translator(lang).gettext
    rows = calendar.stages(report)
    for row in records(rows[rows["value"].notna() & (rows["unit"] != "share")].head(_MOST)):
        name = _stage(report, str(row["stage"]), str(row["unit"]), lang)
        count = observation_link(report, str(row["observation_id"]), lang)
        yield sentence(_("{count} ({stage}), on a day that is not printed."), count=count, stage=name)


def _unprocessed(report: Report, items: Metrics, lang: str) -> Iterator[Markup]:
    """The shares of what was filed that waited, each on its own day."""
    _ = translator(lang).gettext
    rows = calendar.stages(report)
    for row in records(rows[(rows["stage"] == "not_processed") & (rows["unit"] == "share")]):
        item = items[f"stage.{row['observation_id']}"]
        if item.as_of and isinstance(row["programme"], str):
            yield sentence(
                _("{programme}: {share} of what was filed by {day} had not been processed."),
                programme=labels.programme(report, row["programme"], lang),
                share=said(item, lang),
                day=format_date(item.as_of, lang),
            )


def _stage(report: Report, stage: str, unit: str, lang: str) -> str:
    """`pre-registered`; with the unit where that is not people."""
    name = labels.named(report, "stages", stage, lang)
    name = name[:1].lower() + name[1:]
    return name if unit == "people" else f"{name}, {labels.coded(labels.UNITS, unit, lang)}"


def pipeline(items: Metrics, lang: str) -> Prose:
    """The shares between stages that the report itself allows."""
    _ = translator(lang).gettext
    if "stage_share.cash_granted_access" not in items:
        return absent(_("The report counts no two stages of the same people."))
    message = _(
        "Of {cash_regularization} people who got cash for regularization or documents, {cash_granted_access} were "
        "granted access to the CPP process: {share}."
    )
    names = ("cash_regularization", "cash_granted_access")
    values = {name: said(items[f"stage.{name}"], lang) for name in names}
    return Prose([sentence(message, share=said(items["stage_share.cash_granted_access"], lang), **values)])


def extensions(report: Report, items: Metrics, lang: str) -> Prose:
    """A deadline that was moved by then, with the share of both windows that had gone."""
    _ = translator(lang).gettext
    lines = []
    for item in calendar.furthest(report):
        stage = item.stage if item.stage in CALENDAR else FILED
        if not item.is_late and f"window_gone_first.{series_key(item.programme, stage)}" in items:
            lines.append(_extension(report, item, stage, items, lang))
    return Prose(lines) if lines else absent(_("No deadline had been moved by then."))


def _extension(report: Report, item: Uptake, stage: str, items: Metrics, lang: str) -> Markup:
    _ = translator(lang).gettext
    message = _(
        "{programme}: the deadline was moved from {first} to {last}. By {day}, {gone_first} of the window announced "
        "first had gone, and {gone} of the present one."
    )
    key = series_key(item.programme, stage)
    return sentence(
        message,
        programme=labels.programme(report, item.programme, lang),
        first=_deadline(calendar.first_window(report, item.programme, stage), lang),
        last=_deadline(item.window, lang),
        day=format_date(item.day, lang),
        gone_first=said(items[f"window_gone_first.{key}"], lang),
        gone=said(items[f"window_gone_now.{key}"], lang),
    )


def _deadline(window: Window, lang: str) -> str:
    """A window's last day, or the days between which it lies."""
    first, last = (pd.Timestamp(day) for day in window.deadline or ())
    return provenance.day_text(first, last, lang)


def _target_sentence(needed: Metric, lang: str) -> Markup:
    _ = translator(lang).gettext
    message = _("To reach {target} by then takes {needed} a day.")
    return sentence(message, target=labels.constant(needed.constants["target"], lang), needed=said(needed, lang))
