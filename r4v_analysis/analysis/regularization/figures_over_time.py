"""Figures of regularization over time: finished programmes on a common clock, and how a running one may end."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from r4v_analysis.analysis.regularization.clock import Running, Series, running
from r4v_analysis.analysis.regularization.deadline_range import Case, Outlook, middle, outlooks, printed
from r4v_analysis.analysis.regularization.range_metrics import is_open, percent
from r4v_analysis.analysis.regularization.reference import reference
from r4v_analysis.analysis.regularization.tables_of_ranges import cases_table, courses_table
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.canvas import BLUE, GREY, LIGHT_BLUE, SECONDARY, TEXT, canvas, style
from r4v_analysis.exhibits.exhibit import Chart, Prose, absent
from r4v_analysis.language.formats import format_number, translator
from r4v_analysis.values.metric import Metric, Metrics

_OWN = (BLUE, "#7c3c36")
_THIN = "#9a9a9a"
_TICKS = (0, 0.25, 0.5, 0.75, 1)
_LEAST = 0.008
"""Width of the band of a place that is known exactly, as a share of the axes."""


def clock(report: Report, items: Metrics, lang: str) -> Chart | Prose:
    """Finished programmes by share of the window and of the closing count; open ones by the first alone."""
    _ = translator(lang).gettext
    courses, now = reference(report), running(report)
    if not courses:
        return absent(
            _("No figure of a common clock: no finished programme has an opening, a count at closing and one before.")
        )
    title = _clock_title(report, items, lang)
    subtitle = _("Share of the closing count (up) by share of the window gone (right); a line is a finished programme")
    with style():
        figure, axes = canvas(title, subtitle, names=[format_number(1, "share", lang)], rows=8, foot=0.3)
        _window_axis(axes, lang)
        axes.set(ylim=(0, 1.05))
        axes.set_yticks(
            _TICKS, ["", *(format_number(tick, "share", lang) for tick in _TICKS[1:])], color=SECONDARY, size=9
        )
        for position, item in enumerate(now):
            _open_band(axes, position, item, _open_label(report, item, items, lang))
        own = [course for course in courses if course.programme in set(report.known_programmes["programme"])]
        for course in courses:
            colour = _OWN[own.index(course) % len(_OWN)] if course in own else _THIN
            _course(axes, course, colour, is_own=course in own)
        _name_courses(axes, report, own or courses[:1], lang)
    data = courses_table(report, courses, lang)
    alt = _("Lines: {lines}.").format(lines="; ".join(_ends_of(report, course, lang) for course in courses))
    note = _(
        "Dots are counts; between them a line is drawn straight and nothing is known. A count printed as “or more” or "
        "“around” stands at its number. Hatched: where an open programme stands, its height unknown. Sources differ "
        "on some closing counts: the middle is drawn."
    )
    return Chart("common_clock", title, alt, figure, data, note, _source(lang))


def _source(lang: str) -> str:
    return translator(lang).gettext("Source: the sources cited with the counts.")


def _clock_title(report: Report, items: Metrics, lang: str) -> str:
    _ = translator(lang).gettext
    found = [(item, outlook) for item, outlook in outlooks(report) if outlook.cases]
    if not found:
        return _("How much of their closing count finished programmes had, by share of the window")
    item, outlook = found[-1]
    return _("Where {programme} stands now, {number} finished programmes had {share} of their closing counts").format(
        programme=labels.programme(report, item.series.programme, lang),
        number=format_number(len(outlook.cases), "people", lang),
        share=labels.value(items[f"deadline_shares.{item.series.key}"], lang),
    )


def _window_axis(axes: Axes, lang: str) -> None:
    axes.set(xlim=(0, 1.03))
    axes.set_xticks(_TICKS, [format_number(tick, "share", lang) for tick in _TICKS])
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


def _points(course: Series) -> list[tuple[float, float]]:
    """Share of the window and of the closing count, of each count and of the end; an interval's middle."""
    closing = fmean(printed(course.closing))
    return [
        *((middle(point), fmean(printed(point.count.quantity)) / closing) for point in course.points),
        (1.0, 1.0),
    ]


def _course(axes: Axes, course: Series, colour: str, *, is_own: bool) -> None:
    width, size, order = (2.0, 4.5, 4) if is_own else (0.8, 2.6, 3)
    xs, ys = zip(*_points(course), strict=True)
    axes.plot(xs, ys, color=colour, linewidth=width, marker="o", markersize=size, zorder=order, clip_on=False)


def _name_courses(axes: Axes, report: Report, named: Sequence[Series], lang: str) -> None:
    """The names of the country's own programmes, at the left of their first count."""
    for course in named:
        x, y = _points(course)[0]
        colour = _OWN[list(named).index(course) % len(_OWN)]
        name = labels.programme(report, course.programme, lang)
        is_left = x > 0.3
        axes.annotate(
            name,
            (x, y),
            xytext=(-7, 3) if is_left else (0, 8),
            textcoords="offset points",
            ha="right" if is_left else "left",
            va="bottom",
            weight="bold",
            color=colour,
            zorder=5,
        )


def _ends_of(report: Report, course: Series, lang: str) -> str:
    _ = translator(lang).gettext
    shown = [
        _("{share} at {gone}").format(
            share=format_number(share, "share", lang, 0.01), gone=format_number(gone, "share", lang, 0.01)
        )
        for gone, share in _points(course)[:-1]
    ]
    return f"{labels.programme(report, course.programme, lang)}: {', '.join(shown)}"


def deadline_range(report: Report, items: Metrics, lang: str) -> Chart | Prose:
    """How the last running programme of people may end: ranges, and how each finished one went on from its point."""
    _ = translator(lang).gettext
    found = [(item, outlook) for item, outlook in outlooks(report) if outlook.is_given]
    if not found:
        return absent(_("No figure of a range: there is no basis for one."))
    item, outlook = max(found, key=lambda pair: pair[0].unit == "people")
    shown = {level: _range_metric(items, item, level) for level in outlook.ranges}
    title = _title(report, item, shown[0.8], lang)
    subtitle = _("{what} by share of the window gone; a thin line goes on from the count as a finished programme did")
    subtitle = subtitle.format(what=_("People") if item.unit == "people" else _("Procedures"))
    top = max(high for _low, high in outlook.ranges.values())
    names = [format_number(tick, "people", lang) for tick in _ticks(top)]
    texts = {level: _level_text(level, labels.value(metric, lang), lang) for level, metric in shown.items()}
    with style():
        room = [(1.0, line) for text in texts.values() for line in text.split("\n")]
        figure, axes = canvas(title, subtitle, names=names, rows=9, bars=room, foot=0.3)
        _window_axis(axes, lang)
        axes.set(xlim=(0, 1.12), ylim=(0, top * 1.04))
        axes.set_yticks(_ticks(top), ["", *names[1:]], color=SECONDARY, size=9)  # the corner's 0 % stands below
        _fan(axes, item, outlook)
        _own_counts(axes, item)
        _straight(axes, item, lang)
        for position, level in enumerate(shown):
            _range_bar(axes, position, outlook.ranges[level], texts[level])
    alt = _("Bars at the deadline: {bars}. Thin lines end at: {lines}.").format(
        bars="; ".join(text.replace("\n", " ") for text in texts.values()),
        lines="; ".join(_end_of_case(report, item, case, lang) for case in outlook.cases),
    )
    data = cases_table(report, item, outlook, lang)
    note = _(
        "Blue: the count. The bars say how much of such programmes they are meant to hold; they are no "
        "forecast of a single number. Dashed: a straight line, named as what it would have said."
    )
    if is_open(item.count):
        note = f"{note} {_('The count is printed as a number or more: each end is “or more” too.')}"
    return Chart("deadline_range", title, alt, figure, data, note, _source(lang))


def _range_metric(items: Metrics, item: Running, level: float) -> Metric:
    family = "deadline_range_as_printed" if is_open(item.count) else "deadline_range"
    return items[f"{family}.{item.series.key}.{percent(level)}"]


def _title(report: Report, item: Running, metric: Metric, lang: str) -> str:
    _ = translator(lang).gettext
    message = _("{programme} would close with {range}, if it goes on like 8 in 10 programmes")
    if is_open(item.count):
        message = _("{programme} would close with {range} or more, if it goes on like 8 in 10 programmes")
    return message.format(
        programme=labels.programme(report, item.series.programme, lang), range=labels.value(metric, lang)
    )


def _level_text(level: float, text: str, lang: str) -> str:
    _ = translator(lang).gettext
    number = format_number(level * 10, "people", lang, 1.0)
    return _("{number} in 10:\n{range}").format(number=number, range=text)


def _ticks(top: float) -> list[float]:
    """Four or five round steps from 0 up to a height."""
    step = 10.0 ** (len(f"{top:.0f}") - 1)
    while top / step < 3:
        step /= 2
    return [step * number for number in range(int(top / step) + 1)]


def _fan(axes: Axes, item: Running, outlook: Outlook) -> None:
    """Thin lines from the count to where the course of each finished programme would bring it."""
    t, count = fmean(printed(item.gone)), fmean(printed(item.count))
    steps = [t + (1 - t) * number / 24 for number in range(25)]
    for case in outlook.cases:
        k = _middle_exponent(case)
        axes.plot(steps, [count * (step / t) ** k for step in steps], color=_THIN, linewidth=0.8, zorder=2)


def _middle_exponent(case: Case) -> float:
    return (case.low + case.high) / 2


def _end(item: Running, case: Case) -> float:
    return float(fmean(printed(item.count)) / fmean(printed(item.gone)) ** _middle_exponent(case))


def _end_of_case(report: Report, item: Running, case: Case, lang: str) -> str:
    end = _end(item, case)
    return f"{labels.programme(report, case.series.programme, lang)} {format_number(end, 'people', lang, 1000.0)}"


def _own_counts(axes: Axes, item: Running) -> None:
    """The latest count, as wide as the opening leaves open."""
    low, high = printed(item.gone)
    count = fmean(printed(item.count))
    if high > low:
        axes.plot([low, high], [count, count], color=BLUE, linewidth=5, solid_capstyle="butt", zorder=5)
    axes.plot([(low + high) / 2], [count], "o", color=BLUE, markersize=7, zorder=6)


def _straight(axes: Axes, item: Running, lang: str) -> None:
    """From the opening through the count to the deadline, dashed, its name where no other line runs."""
    t, count = fmean(printed(item.gone)), fmean(printed(item.count))
    axes.plot([0, 1], [0, count / t], color=TEXT, linewidth=1.2, linestyle="--", zorder=3)
    name = translator(lang).gettext("straight line")
    axes.annotate(
        name,
        (t / 2, count / 2),
        xytext=(0, 7),
        textcoords="offset points",
        ha="right",
        va="bottom",
        size=9,
        color=TEXT,
        zorder=3,
    )


def _range_bar(axes: Axes, position: int, span: tuple[float, float], text: str) -> None:
    """A bar at the right of the deadline; the narrower range is dark, the wider one light."""
    x = 1.035 + 0.045 * position
    low, high = span
    axes.add_patch(
        Rectangle((x, low), 0.026, high - low, facecolor=(BLUE, LIGHT_BLUE)[position], linewidth=0, zorder=4)
    )
    axes.annotate(
        text,
        (1.12, high if position else (low + high) / 2),
        xytext=(4, 0),
        textcoords="offset points",
        ha="left",
        va="top" if position else "center",
        weight="bold",
        annotation_clip=False,
    )
