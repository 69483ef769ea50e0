"""Figures of regularization over time: programmes on a common clock, and a range for a deadline."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from r4v_analysis.analysis.regularization.clock import Point, Running, Series, running, shapes
from r4v_analysis.analysis.regularization.counts import hull, span
from r4v_analysis.analysis.regularization.scenario import Scenario, scenario
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.canvas import (
    BLUE,
    GREY,
    LIGHT_BLUE,
    SECONDARY,
    TEXT,
    canvas,
    label_bar,
    name_rows,
    scale_end,
    style,
)
from r4v_analysis.exhibits.exhibit import Chart, Prose, absent
from r4v_analysis.exhibits.tables import metric_table
from r4v_analysis.language.formats import format_number, format_quantity, translator
from r4v_analysis.values.metric import Metric, Metrics
from r4v_analysis.values.quantity import Quantity

_COLOURS = (BLUE, "#7c3c36", "#32c189", "#a097e3")
_LEAST = 0.008
"""Half the side of a mark whose place is known exactly, as a share of the axes."""


def clock(report: Report, items: Metrics, lang: str) -> Chart | Prose:
    """Finished programmes by share of the window and of the closing count; open ones by the first alone."""
    _ = translator(lang).gettext
    finished, now = shapes(report)[: len(_COLOURS)], running(report)
    if not finished:
        return absent(
            _("No figure of a common clock: no finished programme has an opening, a count at closing and one before.")
        )
    title = _clock_title(report, now, items, lang)
    subtitle = _("Share of the closing count (up) by share of the window gone (right)")
    with style():
        figure, axes = canvas(title, subtitle, names=[format_number(1, "share", lang)], rows=8, foot=0.3)
        _clock_axes(axes, lang)
        for position, item in enumerate(now):
            _open_band(axes, position, item, _open_label(report, item, items, lang))
        for shape, colour in zip(finished, _COLOURS, strict=False):
            _shape(axes, shape, colour)
        axes.plot([1], [1], marker="o", markersize=6, color=TEXT, clip_on=False)
        _name_shapes(axes, report, finished, lang)
    listed = [items[f"clock.{item.series.key}"] for item in now]
    for shape in finished:
        for number in range(1, len(shape.points) + 1):
            listed += [items[f"{kind}.{shape.key}.{number}"] for kind in ("clock", "share_of_closing")]
    alt = _("Marks: {marks}.").format(marks="; ".join(_named_value(report, item, lang) for item in listed))
    data = metric_table("common_clock", _("Programmes on a common clock"), listed, report, lang)
    note = _(
        "A mark is as wide as the days and as high as the counts leave open; an arrow means “or more” or “or less”, "
        "a dashed edge “around”. The pale steps hold the course between two counts; before the first one nothing is "
        "known. Hatched: where an open programme stands, its height unknown. Sources: the table of counts."
    )
    return Chart("common_clock", title, alt, figure, data, note)


def _clock_title(report: Report, now: Sequence[Running], items: Metrics, lang: str) -> str:
    _ = translator(lang).gettext
    people = [item for item in now if item.unit == "people"]
    if not people:
        return _("How much of their closing count finished programmes had, by share of the window")
    item = people[-1]
    name = labels.programme(report, item.series.programme, lang)
    parts = scenario(report, item).parts
    if not parts:
        return _("Where {programme} stands in its window, no finished programme has a count").format(programme=name)
    shares = [items[f"scenario_share.{item.series.key}.{part.series.key}"] for part in parts]
    if len(parts) == 1:
        return _("{other} had {share} of its closing count where {programme} stands now").format(
            programme=name,
            other=labels.programme(report, parts[0].series.programme, lang),
            share=labels.value(shares[0], lang),
        )
    told = format_quantity(hull([share.quantity for share in shares]), "share", lang)
    return _("Where {programme} stands now, finished programmes had {share} of their closing counts").format(
        programme=name, share=told
    )


def _clock_axes(axes: Axes, lang: str) -> None:
    ticks = [0, 0.25, 0.5, 0.75, 1]
    names = [format_number(tick, "share", lang) for tick in ticks]
    axes.set(xlim=(0, 1.03), ylim=(0, 1.05))
    axes.set_xticks(ticks, names)
    axes.set_yticks(ticks, ["", *names[1:]], color=SECONDARY, size=9)  # the corner's 0 % stands below
    axes.grid(color=GREY, linewidth=0.5, zorder=0)
    axes.set_axisbelow(True)


def _open_band(axes: Axes, position: int, item: Running, label: str) -> None:
    """Where an open programme stands: a hatched band over all heights, its name below the curves."""
    low, high = item.gone.low or 0, item.gone.high or 0
    width = max(high - low, _LEAST)
    axes.add_patch(Rectangle((low, 0), width, 1, facecolor="none", edgecolor=GREY, hatch="////", linewidth=0.6))
    is_left = high > 0.6
    x = low - 0.012 if is_left else high + 0.012
    y = 0.05 + 0.085 * position
    axes.text(x, y, label, ha="right" if is_left else "left", va="center", size=9, backgroundcolor="white")


def _open_label(report: Report, item: Running, items: Metrics, lang: str) -> str:
    _ = translator(lang).gettext
    gone = labels.value(items[f"clock.{item.series.key}"], lang)
    return _("{programme}: {gone} gone").format(
        programme=labels.programme(report, item.series.programme, lang), gone=gone
    )


def _shape(axes: Axes, shape: Series, colour: str) -> None:
    """The steps between a shape's counts, and the counts as marks."""
    corners = [(point.gone.low or 0, span(point.share)[0] or 0) for point in shape.points]
    ends = [(point.gone.high or 0, span(point.share)[1] or 1) for point in shape.points[1:]]
    for (left, bottom), (right, top) in zip(corners, [*ends, (1.0, 1.0)], strict=True):
        step = Rectangle((left, bottom), right - left, top - bottom, facecolor=colour, alpha=0.13, linewidth=0)
        axes.add_patch(step)
    for point in shape.points:
        _mark(axes, point, colour)


def _mark(axes: Axes, point: Point, colour: str) -> None:
    low, high = span(point.share)
    shown = [end for end in (low, high) if end is not None]
    left, right = (point.gone.low or 0) - _LEAST / 2, (point.gone.high or 0) + _LEAST / 2
    bottom, top = min(shown) - _LEAST, max(shown) + _LEAST
    edge = {"edgecolor": TEXT, "linestyle": "--", "linewidth": 0.9} if point.share.is_about else {"edgecolor": "none"}
    axes.add_patch(Rectangle((left, bottom), right - left, top - bottom, facecolor=colour, zorder=3, **edge))
    middle = (left + right) / 2
    if high is None or low is None:
        start, end = (top, top + 0.1) if high is None else (bottom, bottom - 0.1)
        arrow = {"arrowstyle": "->", "color": colour, "linewidth": 1.4}
        axes.annotate("", (middle, end), xytext=(middle, start), arrowprops=arrow, zorder=4)


def _name_shapes(axes: Axes, report: Report, finished: Sequence[Series], lang: str) -> None:
    """Each shape's name at the upper left of its first mark, where its own course does not run."""
    taken: list[float] = []
    for shape in finished:
        first = shape.points[0]
        low, high = span(first.share)
        y = high if high is not None else low or 0
        while any(abs(y - other) < 0.12 for other in taken):
            y += 0.12
        taken.append(y)
        x, is_left = first.gone.low or 0, (first.gone.low or 0) > 0.3
        name = _two_lines(labels.programme_stage(report, shape.programme, shape.stage, lang))
        axes.annotate(
            name,
            (x, y),
            xytext=(-6, 0) if is_left else (0, 8),
            textcoords="offset points",
            ha="right" if is_left else "left",
            va="center" if is_left else "bottom",
            weight="bold",
        )


def _two_lines(name: str) -> str:
    return name.replace(", ", ",\n", 1)


def _named_value(report: Report, item: Metric, lang: str) -> str:
    return f"{labels.metric(report, item, lang)}: {labels.value(item, lang)}"


def deadline_range(report: Report, items: Metrics, lang: str) -> Chart | Prose:
    """What each shape makes of the running programme's count at its deadline, and the range over them."""
    _ = translator(lang).gettext
    found = [scenario(report, item) for item in running(report)]
    found = [item for item in found if not item.total.is_missing]
    if not found:
        return absent(_("No figure of a range: there is no basis for one."))
    chosen = found[-1]
    name, key = labels.programme(report, chosen.running.series.programme, lang), chosen.running.series.key
    total = items[f"scenario_deadline.{key}"]
    listed = [*(items[f"scenario_part.{key}.{part.series.key}"] for part in chosen.parts), total]
    title = _("{programme}: {range} at its deadline, in a scenario").format(
        programme=name, range=labels.value(total, lang)
    )
    subtitle = _("People at the deadline, if it goes on as a finished programme did; the line is the count so far")
    names = _range_names(report, chosen, lang)
    longest = scale_end([*_known_ends(listed), span(chosen.running.count)[0]])
    with style():
        bars = [(_end(item.quantity, longest) / longest, labels.value(item, lang)) for item in listed]
        figure, axes = canvas(title, subtitle, names=names, rows=1.15 * len(listed), bars=bars)
        for position, item in enumerate(listed):
            _draw_interval(axes, position, item.quantity, longest, LIGHT_BLUE if item is total else BLUE)
            label_bar(axes, _end(item.quantity, longest), position, labels.value(item, lang))
        axes.axvline(span(chosen.running.count)[0] or 0, color=TEXT, linewidth=1.2)
        axes.set(xlim=(0, longest), ylim=(len(listed) - 0.4, -0.6))
        name_rows(axes, names)
    alt = _("Bars: {bars}.").format(bars="; ".join(_named_value(report, item, lang) for item in listed))
    data = metric_table("deadline_range", _("The range and what each shape gives"), listed, report, lang)
    note = _("A scenario with its assumptions, and no forecast. Hatching runs to where nothing bounds the number.")
    return Chart("deadline_range", title, alt, figure, data, note)


def _range_names(report: Report, found: Scenario, lang: str) -> list[str]:
    _ = translator(lang).gettext
    shaped = [labels.programme_stage(report, part.series.programme, part.series.stage, lang) for part in found.parts]
    return [*(_("By {shape}").format(shape=_two_lines(name)) for name in shaped), _("Range")]


def _known_ends(listed: Sequence[Metric]) -> list[float]:
    return [end * 1.25 if item.quantity.high is None else end for item in listed for end in _both(item) if end]


def _both(item: Metric) -> tuple[float | None, float | None]:
    return span(item.quantity)


def _end(quantity: Quantity, longest: float) -> float:
    """Where a bar ends: at its upper end, at the edge where there is none."""
    high = span(quantity)[1]
    return longest if high is None else high


def _draw_interval(axes: Axes, y: float, quantity: Quantity, longest: float, colour: str) -> None:
    """A bar from the lower to the upper end; hatched to the edge where an end is open."""
    low, high = span(quantity)
    start, end = low or 0, longest if high is None else high
    if low is None or high is None:
        axes.barh(y, end - start, 0.4, left=start, color="white", edgecolor=colour, hatch="////")
        return
    axes.barh(y, max(end - start, longest * _LEAST), 0.4, left=start, color=colour)
