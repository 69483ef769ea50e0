"""Figures of regularization uptake: pure functions from metrics to charts with data and alternative text."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from r4v_analysis.analysis.regularization import calendar as regularization
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.canvas import (
    BLUE,
    GREY,
    LIGHT_BLUE,
    PALE,
    SECONDARY,
    TEXT,
    bar_ends,
    canvas,
    draw_bar,
    label_bar,
    name_rows,
    scale_end,
    style,
)
from r4v_analysis.exhibits.exhibit import Chart, Prose, absent
from r4v_analysis.exhibits.tables import metric_table
from r4v_analysis.language.formats import format_short_date, translator
from r4v_analysis.values.metric import Metric, Metrics
from r4v_analysis.values.quantity import Quantity


def calendar(report: Report, items: Metrics, lang: str) -> Chart | Prose:
    """Each programme's window from opening to deadline, with the day of its count."""
    _ = translator(lang).gettext
    uptakes = [item for item in regularization.uptakes(report) if item.window.opening and item.window.deadline]
    uptakes = [item for item in uptakes if not item.is_late]
    if not uptakes:
        return absent(_("No figure of the calendar: no count was taken in a window of known opening and deadline."))
    gone = [
        f"{labels.programme(report, item.programme, lang)} {labels.value(items[f'window_gone.{item.programme}'], lang)}"
        for item in uptakes
    ]
    title = _("Nearly half of each window had gone when the counts were taken")
    if not all(0.4 <= _middle(items[f"window_gone.{item.programme}"].quantity) < 0.5 for item in uptakes):
        title = _("How much of each window had gone when the counts were taken")
    subtitle = _("From opening to deadline; share of the window gone on the day of the count")
    with style():
        names = [labels.programme(report, uptake.programme, lang) for uptake in uptakes]
        figure, axes = canvas(title, subtitle, names=names, rows=1.75 * len(uptakes))
        for position, uptake in enumerate(uptakes):
            _window(axes, position, uptake, labels.value(items[f"window_gone.{uptake.programme}"], lang), lang)
        axes.set_ylim(len(uptakes) - 0.5, -0.55)
        name_rows(axes, names)
    alt = _("Bars from opening to deadline. Share gone: {shares}.").format(shares="; ".join(gone))
    metrics = [
        items[f"{name}.{item.programme}"] for item in uptakes for name in ("days_open", "days_left", "window_gone")
    ]
    data = metric_table("calendar_windows", _("Windows and what had gone of them"), metrics, report, lang)
    note = _(
        "Hatched: the days between which an opening lies that no source prints. Openings come from the sources "
        "that the legal calendar names."
    )
    return Chart("calendar_windows", title, alt, figure, data, note)


def stages(report: Report, rows: pd.DataFrame, items: Metrics, lang: str) -> Chart | Prose:
    """The printed numbers of the stages, side by side and not as a funnel."""
    _ = translator(lang).gettext
    counts = rows[(rows["unit"] != "share") & rows["value"].notna()]
    if counts.empty:
        return absent(_("No figure of stages: the report prints no number of a stage."))
    title = _("Stages count different people: they make no funnel")
    subtitle = _("People, or procedures for the amnesty, at each stage that the report names")
    listed = [items[f"stage.{name}"] for name in counts["observation_id"]]
    names = [_stage(report, row, lang) for _index, row in counts.iterrows()]
    longest = scale_end(counts["value"])
    with style():
        figure, axes = canvas(title, subtitle, names=names, rows=1.15 * len(counts), bars=bar_ends(listed, lang))
        for position, item in enumerate(listed):
            draw_bar(axes, position, item.quantity, BLUE if item.unit == "people" else LIGHT_BLUE, 0.5)
            label_bar(axes, item.quantity.value or 0, position, labels.value(item, lang))
        axes.set(xlim=(0, longest), ylim=(len(counts) - 0.4, -0.6))
        name_rows(axes, names)
    flat = [name.replace(":\n", ", ") for name in names]
    alt = _("Bars: {bars}.").format(
        bars="; ".join(f"{name}: {labels.value(item, lang)}" for name, item in zip(flat, listed, strict=True))
    )
    data = metric_table("stage_counts", _("Numbers by stage"), listed, report, lang)
    note = _("An arrow marks a number that is at least this; a dashed edge one that is printed with “around”.")
    return Chart("stage_counts", title, alt, figure, data, note)


def uptake_pace(report: Report, items: Metrics, lang: str) -> Chart | Prose:
    """Average a day so far beside what named numbers would need by the deadline."""
    _ = translator(lang).gettext
    uptakes = [item for item in regularization.uptakes(report) if item.unit == "people" and not item.pace.is_missing]
    if not uptakes:
        return absent(_("No figure of pace: no count of people was taken in a window of known opening."))
    uptake = uptakes[0]
    name = labels.programme(report, uptake.programme, lang)
    ends = [
        items[key]
        for key in (f"pace_earliest_opening.{uptake.programme}", f"pace_latest_opening.{uptake.programme}")
        if key in items
    ]
    so_far = ends or [items[f"pace.{uptake.programme}"]]
    needed = [item for key, item in items.items() if key.startswith(f"needed.{uptake.programme}.")]
    needed = [item for item in needed if not item.quantity.is_missing]
    title = _("{programme}: {pace} a day so far").format(
        programme=name, pace=labels.value(items[f"pace.{uptake.programme}"], lang)
    )
    if needed:
        title = _("{programme}: {pace} a day so far, {needed} to reach {target} in time").format(
            programme=name,
            pace=labels.value(items[f"pace.{uptake.programme}"], lang),
            needed=labels.value(needed[-1], lang),
            target=_target(needed[-1], lang),
        )
    subtitle = _("Applications or enrolments a day: average since opening, and needed until the deadline")
    rows = [*so_far, *needed]
    longest = scale_end(item.quantity.value for item in rows)
    names = [*(_pace_name(item, lang) for item in so_far), *(_needed_name(item, lang) for item in needed)]
    with style():
        figure, axes = canvas(title, subtitle, names=names, rows=1.15 * len(rows), bars=bar_ends(rows, lang))
        for position, item in enumerate(rows):
            draw_bar(axes, position, item.quantity, BLUE if item in so_far else GREY, 0.5)
            label_bar(axes, item.quantity.value or 0, position, labels.value(item, lang))
        axes.set(xlim=(0, longest), ylim=(len(rows) - 0.4, -0.6))
        name_rows(axes, names)
    alt = _("Bars a day: {bars}.").format(
        bars="; ".join(f"{labels.metric(report, item, lang)}: {labels.value(item, lang)}" for item in rows)
    )
    data = metric_table("uptake_pace", _("Pace so far and needed"), rows, report, lang)
    note = _(
        "The named numbers are the report's own, to think with; nobody set them as goals. A straight line is no "
        "forecast: deadlines pull applications forward, or not."
    )
    return Chart("uptake_pace", title, alt, figure, data, note)


def _middle(quantity: Quantity) -> float:
    ends = [end for end in (quantity.low, quantity.high) if end is not None]
    return sum(ends) / len(ends) if ends else float("nan")


def _stage(report: Report, row: pd.Series, lang: str) -> str:
    _ = translator(lang).gettext
    stage = labels.named(report, "stages", row["stage"], lang)
    if pd.isna(row["programme"]):
        return stage
    return f"{labels.programme(report, row['programme'], lang)}:\n{stage}"


def _window(axes: Axes, y: float, uptake: regularization.Uptake, share: str, lang: str) -> None:
    """One programme's bar: hatched uncertain opening, blue until the count, pale until the deadline."""
    _ = translator(lang).gettext
    if uptake.window.opening is None or uptake.window.deadline is None:
        return
    first, opened = (pd.Timestamp(day) for day in uptake.window.opening)
    counted, closes = pd.Timestamp(uptake.day), pd.Timestamp(uptake.window.deadline[1])
    height = 0.34
    axes.barh(y, opened - first, height, left=first, color="white", edgecolor=BLUE, hatch="////")  # type: ignore[arg-type]
    axes.barh(y, counted - opened, height, left=opened, color=BLUE)  # type: ignore[arg-type]
    axes.barh(y, closes - counted, height, left=counted, color=PALE)  # type: ignore[arg-type]
    below, above = y + height / 2 + 0.06, y - height / 2 - 0.06
    opening = format_short_date(opened, lang)
    if first != opened:
        opening = _("{low} to {high}").format(low=format_short_date(first, lang), high=opening)
    axes.text(first, below, opening, ha="left", va="top", size=9, color=SECONDARY)  # type: ignore[arg-type]
    axes.text(closes, below, format_short_date(closes, lang), ha="right", va="top", size=9, color=SECONDARY)  # type: ignore[arg-type]
    mark = _("count of {day}: {share} gone").format(day=format_short_date(counted, lang), share=share)
    axes.text(counted, above, mark, ha="center", va="bottom", weight="bold")  # type: ignore[arg-type]
    axes.vlines(counted, above, y + height / 2, color=TEXT, linewidth=1.2)  # type: ignore[arg-type]


def _target(item: Metric, lang: str) -> str:
    return labels.constant(item.constants["target"], lang)


def _needed_name(item: Metric, lang: str) -> str:
    _ = translator(lang).gettext
    return _("Needed to reach\n{target}").format(target=_target(item, lang))


def _pace_name(item: Metric, lang: str) -> str:
    _ = translator(lang).gettext
    if "opening" not in item.constants:
        return _("So far")
    return _("So far, if opened\non {day}").format(day=labels.constant(item.constants["opening"], lang))
