"""Figures of reach by sector: pure functions from metrics to charts with data and alternative text."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from r4v_analysis.analysis.reach import sectors as reach
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.canvas import (
    BLUE,
    GREY,
    LIGHT_BLUE,
    PALE,
    RED,
    SECONDARY,
    axes_width,
    canvas,
    draw_bar,
    label_bar,
    name_rows,
    scale_end,
    style,
    text_width,
)
from r4v_analysis.exhibits.exhibit import Chart, Prose, absent
from r4v_analysis.exhibits.tables import metric_table
from r4v_analysis.language.formats import format_list, format_number, translator
from r4v_analysis.values.metric import Metric, Metrics
from r4v_analysis.values.quantity import Quantity


def sector_reach(report: Report, row: pd.DataFrame, items: Metrics, lang: str) -> Chart | Prose:
    """Sectors ranked by people reached, cash-based interventions apart below."""
    _ = translator(lang).gettext
    reported = row[row["people_reached"].notna()]
    counted = reported[~reported["is_cross_cutting"]]
    if counted.empty:
        return absent(_("No figure of reach by sector: the report prints no sector row."))
    crossing = reported[reported["is_cross_cutting"]]
    names = [_sector(report, code, lang) for code in (*counted["sector"], *crossing["sector"])]
    first = reach.leaders(row)
    message = _("No sector reached anyone: each reports {people}")
    if len(first):
        message = _("{name} reached the most people: {people}")
    if len(first) > 1:
        message = _("{name} reached the most people, each of them {people}")
    if len(counted) == 1:
        message = _("{name} alone reports people reached: {people}")
    people = format_number(counted.iloc[0]["people_reached"], "people", lang)
    title = message.format(name=format_list(names[: max(1, len(first))], lang), people=people)
    subtitle = _("People reached by sector, {period}; sectors overlap").format(period=labels.period(report, lang))
    with style():
        figure = _sector_bars(title, subtitle, names, counted, crossing, lang)
    listed = "; ".join(
        f"{_sector(report, sector, lang)} {format_number(people, 'people', lang)}"
        for sector, people in zip(reported["sector"], reported["people_reached"], strict=True)
    )
    alt = _("Ranked bars, cash-based interventions apart: {bars}.").format(bars=listed)
    metrics = [items[f"people_reached.{code}"] for code in reported["sector"]]
    data = metric_table("sector_ranking", _("People reached by sector"), metrics, report, lang)
    note = _("A person can be in several sectors, so bars can't be added. Cash is a modality of any sector.")
    return Chart("sector_ranking", title, alt, figure, data, note)


def people_once(report: Report, items: Metrics, lang: str) -> Chart | Prose:
    """The interval for people counted once, and the headline beside it."""
    _ = translator(lang).gettext
    if "people_once" not in items or items["people_reached"].quantity.is_missing:
        return absent(_("No figure of people counted once: the report lacks a headline or a sector row."))
    bounds, wide = items["people_once"], items["people_once_with_cbi"]
    headline = items["people_reached"]
    is_outside = reach.is_outside(headline.quantity, wide.quantity)
    title = (
        _("The headline of {people} can't share a basis with the sector row")
        if is_outside
        else _("The headline of {people} fits the sector row")
    ).format(people=labels.value(headline, lang))
    subtitle = _("People reached, each counted once: what the sector row allows, and the headline")
    value, top = headline.quantity.value or 0, wide.quantity.high or 0
    end = scale_end((value, top))
    names = [_("Sector row"), _("Headline")]
    ends = [
        (value / end, f"   {labels.value(headline, lang)}"),
        (top / end, _upper(bounds.quantity, wide.quantity, lang)),
    ]
    with style():
        figure, axes = canvas(title, subtitle, names=names, rows=2.3, bars=ends)
        _interval(axes, 0, bounds.quantity, wide.quantity, lang, end)
        axes.plot((0, value), (1, 1), color=GREY, linewidth=1)
        axes.plot(value, 1, "o", color=RED, markersize=9, clip_on=False)
        label_bar(axes, value, 1, labels.value(headline, lang), offset=10)
        axes.plot((0, 0), (-0.5, 1.5), color=GREY, linewidth=0.8, clip_on=False)
        axes.set(xlim=(0, end), ylim=(1.6, -0.6))
        name_rows(axes, names)
    alt = _("The sector row allows {bounds}, or {wide} with cash; the headline stands at {people}.").format(
        bounds=labels.value(bounds, lang), wide=labels.value(wide, lang), people=labels.value(headline, lang)
    )
    data = metric_table("people_once", _("People counted once"), [bounds, wide, headline], report, lang)
    note = _("Dark: from the largest sector to the sum of sectors. Light: if no one who got cash is in a sector.")
    return Chart("people_once", title, alt, figure, data, note)


def shares(report: Report, items: Metrics, lang: str) -> Chart | Prose:
    """Every share that the report allows: a printed number over the one that it is part of."""
    _ = translator(lang).gettext
    parts = sorted(
        (item for key, item in items.items() if key.startswith("share.") and not item.quantity.is_missing),
        key=lambda item: -(item.quantity.value or 0),
    )
    if not parts:
        return absent(_("No figure of shares: no printed number is a part of another one."))
    words = [_part_words(report, item) for item in parts]
    title = _("The largest share that the report allows is {share}").format(share=labels.value(parts[0], lang))
    if str(parts[0].constants["part"]) == "decent_jobs_women":
        title = _("{share} of those who found decent jobs were women").format(share=labels.value(parts[0], lang))
    subtitle = _("Printed numbers over the numbers that they are part of; each bar has its own whole")
    names = [_("“{part}”\nof “{whole}”").format(part=part, whole=whole) for part, whole in words]
    with style():
        figure, axes = canvas(title, subtitle, names=names, rows=1.25 * len(parts), bars=[(1, "")])
        for position, item in enumerate(parts):
            axes.add_patch(Rectangle((0, position - 0.25), 1, 0.5, facecolor=PALE, edgecolor="none"))
            draw_bar(axes, position, item.quantity, BLUE, 0.5)
            label_bar(axes, item.quantity.value or 0, position, labels.value(item, lang))
        axes.set(xlim=(0, 1), ylim=(len(parts) - 0.4, -0.6))
        name_rows(axes, names)
    listed = "; ".join(
        f"“{part}” / “{whole}”: {labels.value(item, lang)}" for (part, whole), item in zip(words, parts, strict=True)
    )
    alt = _("Bars to 100%: {bars}.").format(bars=listed)
    data = metric_table("shares", _("Shares that the report allows"), parts, report, lang)
    note = _(
        "Row names are the printed words. A dashed edge marks a share of a number printed with “some” or “around”."
    )
    return Chart("shares", title, alt, figure, data, note)


def _sector(report: Report, code: str, lang: str) -> str:
    return labels.named(report, "sectors", code, lang, "label")


def _sector_bars(
    title: str, subtitle: str, names: Sequence[str], counted: pd.DataFrame, crossing: pd.DataFrame, lang: str
) -> Figure:
    """Ranked bars, and a gap lower the hatched bars of what has no rank."""
    _ = translator(lang).gettext
    values = [*counted["people_reached"], *crossing["people_reached"]]
    texts = [format_number(value, "people", lang) for value in values]
    longest = scale_end(values)
    ends = [(value / longest, text) for value, text in zip(values, texts, strict=True)]
    positions = [*range(len(counted)), *(len(counted) + 0.6 + index for index in range(len(crossing)))]
    figure, axes = canvas(title, subtitle, names=names, rows=0.8 * (positions[-1] + 1.2), bars=ends)
    order = positions[: len(counted)]
    sns.barplot(
        x=values[: len(order)], y=order, orient="y", width=0.72, color=BLUE, saturation=1, errorbar=None, ax=axes
    )
    axes.barh(positions[len(order) :], values[len(order) :], 0.72, color=LIGHT_BLUE, edgecolor=BLUE, hatch="///")
    for position, value, text in zip(positions, values, texts, strict=True):
        label_bar(axes, value, position, text)
    for position, value, text in list(zip(positions, values, texts, strict=True))[len(order) :]:
        start = value + longest * (text_width(text, 10, "bold") + 0.18) / axes_width(axes)
        axes.text(start, position, _("used by any sector: no rank"), va="center", color=SECONDARY)
    axes.set(xlim=(0, longest), ylim=(positions[-1] + 0.6, -0.6))
    name_rows(axes, names, positions)
    return figure


def _interval(axes: Axes, y: float, bounds: Quantity, wide: Quantity, lang: str, end: float) -> None:
    low, high, top = bounds.low or 0, bounds.high or 0, wide.high or 0
    axes.barh(y, high - low, 0.5, left=low, color=BLUE)
    axes.barh(y, top - high, 0.5, left=high, color=LIGHT_BLUE)
    axes.text(low - end * 0.012, y, format_number(low, "people", lang), ha="right", va="center", weight="bold")
    label_bar(axes, top, y, _upper(bounds, wide, lang))


def _upper(bounds: Quantity, wide: Quantity, lang: str) -> str:
    """The label at the upper end: the sum of sectors, and with cash where that is more."""
    _ = translator(lang).gettext
    high, top = (format_number(item.high or 0, "people", lang) for item in (bounds, wide))
    return high if high == top else _("{high}, or {top} with cash").format(high=high, top=top)


def _part_words(report: Report, item: Metric) -> tuple[str, str]:
    names = (str(item.constants["part"]), str(item.constants["whole"]))
    part, whole = (str(report.select(observation_id=name).iloc[0]["printed"]) for name in names)
    return part, whole
