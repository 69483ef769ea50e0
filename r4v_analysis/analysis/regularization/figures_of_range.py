"""The figure of a running programme: its count, its deadline, and how finished ones went on from the same point."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from statistics import fmean

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from r4v_analysis.analysis.regularization.clock import OpenProgramme
from r4v_analysis.analysis.regularization.deadline_range import Outlook, is_open, on_course, outlooks, printed, range_of
from r4v_analysis.analysis.regularization.sentences_of_range import NO_RANGE
from r4v_analysis.analysis.regularization.tables_of_range import cases_table
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels, provenance
from r4v_analysis.exhibits.canvas import BLUE, GREY, LIGHT_BLUE, SECONDARY, TEXT, canvas, style
from r4v_analysis.exhibits.exhibit import Chart, Prose, absent
from r4v_analysis.exhibits.sentences import or_more
from r4v_analysis.exhibits.svg import row_link
from r4v_analysis.language.formats import format_date, format_month, format_number, format_quantity, translator
from r4v_analysis.values.metric import Metrics, source_anchor
from r4v_analysis.values.period import month_end

_THIN = "#9a9a9a"
_MONTHS = 8
"""Months that an axis names; of a longer window every so many."""


def _calendar_axis(axes: Axes, item: OpenProgramme, lang: str) -> None:
    """The window from its opening to its deadline, by month; where the opening is an interval its middle counts."""
    months = list(_months(item))
    every = -(-len(months) // _MONTHS)
    shown = months[::every]
    axes.set_xticks([at for at, _day in shown], [format_month(day, lang, is_short=True) for _at, day in shown])
    axes.grid(color=GREY, linewidth=0.5, zorder=0)
    axes.axvline(1, color=SECONDARY, linewidth=1, zorder=1)
    axes.set_axisbelow(True)


def _months(item: OpenProgramme) -> Iterator[tuple[float, date]]:
    """The first of each month in a window, with the share of the window that has gone by then."""
    opening, deadline = item.series.window.opening, item.series.window.deadline
    if opening is None or deadline is None:
        return
    start, end = fmean(day.toordinal() for day in opening), deadline[1].toordinal()
    day = opening[0].replace(day=1)
    while day.toordinal() < end:
        if day.toordinal() >= start:
            yield (day.toordinal() - start) / (end - start), day
        day = month_end(day) + timedelta(days=1)


def deadline_range(report: Report, items: Metrics, lang: str) -> Chart | Prose:
    """How the last running programme of people may end: ranges, and how each finished one went on from its point."""
    _ = translator(lang).gettext
    found = [(item, outlook) for item, outlook in outlooks(report) if outlook.is_given]
    if not outlooks(report):
        return absent(_(NO_RANGE))
    if not found:
        return absent(_("No figure of a range: there is no basis for one."))
    item, outlook = max(found, key=lambda pair: pair[0].unit == "people")
    shown = {level: range_of(items, item, level) for level in outlook.ranges}
    ranges = {level: or_more(labels.value(metric, lang), is_open(item.count), lang) for level, metric in shown.items()}
    title = _("{programme} would close with {range}, if it goes on like 8 in 10 programmes").format(
        programme=labels.programme(report, item.series.programme, lang), range=ranges[0.8]
    )
    subtitle = _("{what} from the opening to the deadline of {day}; a thin line goes on as a finished programme did")
    deadline = item.series.window.deadline
    subtitle = subtitle.format(
        what=_("People") if item.unit == "people" else _("Procedures"),
        day=format_date(deadline[1], lang) if deadline else "",
    )
    top = max(high for _low, high in outlook.ranges.values())
    names = [format_number(tick, "people", lang) for tick in _ticks(top)]
    texts = {level: _level_text(level, text, lang) for level, text in ranges.items()}
    with style():
        room = [(1.0, line) for text in texts.values() for line in text.split("\n")]
        figure, axes = canvas(title, subtitle, names=names, rows=9, bars=room, foot=0.3)
        _calendar_axis(axes, item, lang)
        axes.set(xlim=(0, 1.12), ylim=(0, top * 1.04))
        axes.set_yticks(_ticks(top), names, color=SECONDARY, size=9)
        _fan(axes, item, outlook)
        _own_counts(axes, item, format_quantity(item.count, "people", lang))
        _straight(axes, item, lang)
        for position, level in enumerate(shown):
            _range_bar(axes, position, outlook.ranges[level], texts[level], shown[level].anchor)
    alt = _("Bars at the deadline: {bars}. Thin lines end at: {lines}.").format(
        bars="; ".join(text.replace("\n", " ") for text in texts.values()),
        lines="; ".join(
            f"{labels.programme(report, case.series.programme, lang)} "
            f"{format_number(on_course(item, case), 'people', lang, 1000.0)}"
            for case in outlook.cases
        ),
    )
    data = cases_table(report, item, outlook, lang)
    note = _(
        "Blue: the count. The bars say how much of such programmes they are meant to hold; they are no "
        "forecast of a single number. Dashed: a straight line, named as what it would have said."
    )
    if max(on_course(item, case) for case in outlook.cases) < outlook.ranges[0.8][1]:
        also = _("The bars reach above the lines: they are for one more programme than the {count} drawn.")
        note = f"{note} {also.format(count=len(outlook.cases))}"
    if is_open(item.count):
        also = _("The count is printed as a number or more: each end is “or more” too.")
        note = f"{note} {also}"
    cases = items[f"deadline_cases.{item.series.key}"]
    source = provenance.cited_line(report, [*item.count.sources, *cases.quantity.sources], cases, lang)
    return Chart("deadline_range", title, alt, figure, data, note, source)


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


def _fan(axes: Axes, item: OpenProgramme, outlook: Outlook) -> None:
    """Thin lines from the count to where the course of each finished programme would bring it."""
    t, count = fmean(printed(item.gone)), fmean(printed(item.count))
    steps = [t + (1 - t) * number / 24 for number in range(25)]
    for case in outlook.cases:
        k = fmean((case.low, case.high))
        axes.plot(steps, [count * (step / t) ** k for step in steps], color=_THIN, linewidth=0.8, zorder=2)


def _own_counts(axes: Axes, item: OpenProgramme, text: str) -> None:
    """The latest count with its qualifier, as wide as the opening leaves open."""
    low, high = printed(item.gone)
    count = fmean(printed(item.count))
    if high > low:
        axes.plot([low, high], [count, count], color=BLUE, linewidth=5, solid_capstyle="butt", zorder=5)
    axes.plot([(low + high) / 2], [count], "o", color=BLUE, markersize=7, zorder=6)
    is_low = count < 0.12 * axes.get_ylim()[1]
    axes.annotate(
        text,
        ((low + high) / 2, count),
        (0, 12 if is_low else -9),
        textcoords="offset points",
        ha="center",
        va="bottom" if is_low else "top",
        weight="bold",
        color=BLUE,
        zorder=7,
        url=row_link(source_anchor(item.count.sources[0])),
    )


def _straight(axes: Axes, item: OpenProgramme, lang: str) -> None:
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


def _range_bar(axes: Axes, position: int, span: tuple[float, float], text: str, anchor: str) -> None:
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
        url=row_link(anchor),
    )
