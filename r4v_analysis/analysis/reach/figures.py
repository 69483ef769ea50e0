"""Figures of reach by sector: pure functions from metrics to charts with data and alternative text."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from r4v_analysis.analysis.reach import sectors as reach
from r4v_analysis.analysis.reach.activities import main_counts
from r4v_analysis.analysis.reach.parts import is_sum
from r4v_analysis.data.cells import as_text
from r4v_analysis.data.queries import Record, records
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels, quoting
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
from r4v_analysis.exhibits.svg import row_link
from r4v_analysis.exhibits.tables import metric_table
from r4v_analysis.language.formats import format_list, format_number, format_quantity, translator
from r4v_analysis.values.metric import Metric, Metrics
from r4v_analysis.values.quantity import Quantity


def sector_reach(report: Report, row: pd.DataFrame, items: Metrics, lang: str) -> Chart | Prose:
    """Sectors ranked by people reached, cash-based interventions apart below."""
    _ = translator(lang).gettext
    reported = row[row["people_reached"].notna()]
    counted = reach.ranked(row)
    if counted.empty:
        return absent(_("The report prints no number of people reached by sector."))
    crossing = reported.drop(index=counted.index)
    reported = pd.concat([counted, crossing])
    names = [_sector(report, code, lang) for code in (*counted["sector"], *crossing["sector"])]
    first = reach.leaders(row)
    message = _("No sector reached anyone: each reports {people}")
    if len(first):
        message = _("{name} reached the most people: {people}")
    if len(first) > 1:
        message = _("{name} reached the most people, each of them {people}")
    if len(counted) == 1:
        message = _("{name} alone reports people reached: {people}")
    elif len(first) == 1 and first[0] in set(main_counts(report)["sector"]):
        message = _("{name} reached the most people: {people}, most of them in one activity")
    people = format_number(counted.iloc[0]["people_reached"], "people", lang)
    title = message.format(name=format_list(names[: max(1, len(first))], lang), people=people)
    subtitle = _("People reached by sector, {period}; sectors overlap").format(period=labels.period(report, lang))
    whys = [_unranked(report, other, lang) for other in records(crossing)]
    with style():
        sectors = [*counted["sector"], *crossing["sector"]]
        anchors = [items[f"people_reached.{code}"].anchor for code in sectors]
        figure = _sector_bars(title, subtitle, names, counted, crossing, whys, anchors, lang)
        _draw_main_counts(figure.axes[0], report, row, lang)
    listed = "; ".join(
        f"{_sector(report, sector, lang)} {format_number(people, 'people', lang)}"
        for sector, people in zip(reported["sector"], reported["people_reached"], strict=True)
    )
    alt = _("Ranked bars; below them what has no rank: {bars}.").format(bars=listed)
    metrics = [items[f"people_reached.{code}"] for code in reported["sector"]]
    data = metric_table("sector_ranking", _("People reached by sector"), metrics, report, lang)
    return Chart("sector_ranking", title, alt, figure, data, _ranking_note(report, reported, lang))


def _ranking_note(report: Report, reported: pd.DataFrame, lang: str) -> str:
    """That bars can't be added, and why a sector that is counted otherwise is not ranked."""
    _ = translator(lang).gettext
    notes = [_("A person can be in several sectors, so bars can't be added.")]
    if not reported["is_listed"].all():
        notes.append(_("Only the sectors for which the report prints a number."))
    apart = reported[reported["is_apart"] & ~reported["is_cross_cutting"]]
    if not apart.empty:
        told = [
            _("{sector} ({basis})").format(
                sector=_sector(report, row["sector"], lang), basis=labels.coded(labels.BASES, str(row["basis"]), lang)
            )
            for row in records(apart)
        ]
        message = _(
            "Counted on another basis, of other people or over another window than the rest, so not ranked: {list}."
        )
        notes.append(message.format(list="; ".join(told)))
    return " ".join(notes)


def _unranked(report: Report, row: Record, lang: str) -> str:
    """Why a row has no rank, in a few words."""
    _ = translator(lang).gettext
    if row["is_cross_cutting"]:
        return _("used by any sector: no rank")
    if row["inside"]:
        return _("part of {sector}").format(sector=_sector(report, row["inside"], lang))
    return _("counted otherwise: no rank")


def _draw_main_counts(axes: Axes, report: Report, row: pd.DataFrame, lang: str) -> None:
    """Within a sector's bar the part that one activity is, where its label has room."""
    _ = translator(lang).gettext
    order = list(reach.ranked(row)["sector"])
    for found in records(main_counts(report)):
        count = report.quantity(str(found["count"]))
        position, value = order.index(found["sector"]), count.value or 0
        text = _("{people} of it in one activity").format(people=format_quantity(count, "people", lang))
        if text_width(text, 10) + 0.2 < axes_width(axes) * value / axes.get_xlim()[1]:
            axes.plot((value, value), (position - 0.36, position + 0.36), color="white", linewidth=1.4)
            axes.annotate(
                text, (value, position), (-5, 0), textcoords="offset points", va="center", ha="right", color="white"
            )


def people_once(report: Report, items: Metrics, lang: str) -> Chart | Prose:
    """The interval for people counted once, and the headline beside it."""
    _ = translator(lang).gettext
    if "people_once" not in items or items["people_reached"].quantity.is_missing:
        return absent(
            _(
                "The report prints no numbers of all sectors on one basis beside a headline, "
                "so people are not counted once."
            )
        )
    bounds, wide = items["people_once"], items.get("people_once_with_cbi", items["people_once"])
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
        _interval(axes, 0, bounds, wide, lang, end)
        axes.plot((0, value), (1, 1), color=GREY, linewidth=1)
        axes.plot(value, 1, "o", color=RED, markersize=9, clip_on=False)
        label_bar(axes, value, 1, labels.value(headline, lang), offset=10, anchor=headline.anchor)
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
        return absent(_("The report prints no number as a part of another one."))
    words = [_part_words(report, item) for item in parts]
    title = _shares_title(report, parts[0], words[0], lang)
    subtitle = _("Printed numbers over the numbers that they are part of; each bar has its own whole")
    names = [_("“{part}”\nof “{whole}”").format(part=part, whole=whole) for part, whole in words]
    with style():
        figure, axes = canvas(title, subtitle, names=names, rows=1.25 * len(parts), bars=[(1, "")])
        for position, item in enumerate(parts):
            axes.add_patch(Rectangle((0, position - 0.25), 1, 0.5, facecolor=PALE, edgecolor="none"))
            draw_bar(axes, position, item.quantity, BLUE, 0.5)
            label_bar(axes, item.quantity.value or 0, position, labels.value(item, lang), anchor=item.anchor)
        axes.set(xlim=(0, 1), ylim=(len(parts) - 0.4, -0.6))
        name_rows(axes, names)
    listed = "; ".join(
        f"“{part}” / “{whole}”: {labels.value(item, lang)}" for (part, whole), item in zip(words, parts, strict=True)
    )
    alt = _("Bars to 100%: {bars}.").format(bars=listed)
    data = metric_table("shares", _("Shares that the report allows"), parts, report, lang)
    note = _("Row names are the printed words.")
    if any(item.quantity.is_about for item in parts):
        note += " " + _("A dashed edge marks a share of a number printed with “some” or “around”.")
    if any(is_sum(report, str(item.constants["whole"])) for item in parts):
        note += " " + _(
            "A whole that is printed as “almost” or “some” is the sum of its parts, where they add up to it."
        )
    quoted = quoting.language_of_report(report, report.report_id)
    return Chart("shares", title, alt, figure, data, note, quoted=quoted)


def _shares_title(report: Report, item: Metric, words: tuple[str, str], lang: str) -> str:
    """The largest share in words: of one sex where the part is."""
    _ = translator(lang).gettext
    row = report.first(observation_id=str(item.constants["part"]))
    messages = {"female": _("{share} of “{whole}” were women"), "male": _("{share} of “{whole}” were men")}
    sex = "" if row is None else as_text(row["sex"])
    message = messages.get(sex) or _("“{part}” is {share} of “{whole}”")
    return message.format(share=labels.value(item, lang), part=words[0], whole=words[1])


def _sector(report: Report, code: str, lang: str) -> str:
    return labels.named(report, "sectors", code, lang, "label")


def _sector_bars(
    title: str,
    subtitle: str,
    names: Sequence[str],
    counted: pd.DataFrame,
    crossing: pd.DataFrame,
    whys: Sequence[str],
    anchors: Sequence[str],
    lang: str,
) -> Figure:
    """Ranked bars, and a gap lower the hatched bars of what has no rank, with why."""
    values = [*counted["people_reached"], *crossing["people_reached"]]
    texts = [format_number(value, "people", lang) for value in values]
    longest = scale_end(values)
    beside = [*[""] * len(counted), *(f"   {why}" for why in whys)]
    ends = [(value / longest, text + more) for value, text, more in zip(values, texts, beside, strict=True)]
    positions = [*range(len(counted)), *(len(counted) + 0.6 + index for index in range(len(crossing)))]
    figure, axes = canvas(title, subtitle, names=names, rows=0.8 * (positions[-1] + 1.2), bars=ends)
    order = positions[: len(counted)]
    axes.set(xlabel=" ", ylabel=" ")  # seaborn names an axis that has no name, and makes all its ticks for that
    sns.barplot(
        x=values[: len(order)], y=order, orient="y", width=0.72, color=BLUE, saturation=1, errorbar=None, ax=axes
    )
    axes.barh(positions[len(order) :], values[len(order) :], 0.72, color=LIGHT_BLUE, edgecolor=BLUE, hatch="///")
    for position, value, text, anchor in zip(positions, values, texts, anchors, strict=True):
        label_bar(axes, value, position, text, anchor=anchor)
    unranked = list(zip(positions, values, texts, strict=True))[len(order) :]
    for (position, value, text), why in zip(unranked, whys, strict=True):
        start = value + longest * (text_width(text, 10, "bold") + 0.18) / axes_width(axes)
        axes.text(start, position, why, va="center", color=SECONDARY)
    axes.set(xlim=(0, longest), ylim=(positions[-1] + 0.6, -0.6))
    name_rows(axes, names, positions)
    return figure


def _interval(axes: Axes, y: float, once: Metric, with_cash: Metric, lang: str, end: float) -> None:
    bounds, wide = once.quantity, with_cash.quantity
    low, high, top = bounds.low or 0, bounds.high or 0, wide.high or 0
    axes.barh(y, high - low, 0.5, left=low, color=BLUE)
    axes.barh(y, top - high, 0.5, left=high, color=LIGHT_BLUE)
    lowest = axes.text(low - end * 0.012, y, format_number(low, "people", lang), ha="right", va="center", weight="bold")
    lowest.set_url(row_link(once.anchor))
    label_bar(axes, top, y, _upper(bounds, wide, lang), anchor=with_cash.anchor)


def _upper(bounds: Quantity, wide: Quantity, lang: str) -> str:
    """The label at the upper end: the sum of sectors, and with cash where that is more."""
    _ = translator(lang).gettext
    high, top = (format_number(item.high or 0, "people", lang) for item in (bounds, wide))
    return high if high == top else _("{high}, or {top} with cash").format(high=high, top=top)


def _part_words(report: Report, item: Metric) -> tuple[str, str]:
    names = (str(item.constants["part"]), str(item.constants["whole"]))
    part, whole = (str(report.select(observation_id=name).iloc[0]["printed"]) for name in names)
    return part, whole
