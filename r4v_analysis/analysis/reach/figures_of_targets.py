"""The figure of reach against targets: a pure function from metrics to a chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from r4v_analysis.analysis.reach import months, targets
from r4v_analysis.analysis.reach.countries import far_above
from r4v_analysis.data.queries import Record, records
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels, provenance
from r4v_analysis.exhibits.canvas import (
    BAR,
    BLUE,
    LIGHT_BLUE,
    PALE,
    SECONDARY,
    TEXT,
    axes_width,
    canvas,
    draw_bar,
    label_bar,
    name_rows,
    style,
    text_width,
)
from r4v_analysis.exhibits.exhibit import Chart, Prose, absent
from r4v_analysis.exhibits.sentences import with_articles
from r4v_analysis.exhibits.tables import metric_table
from r4v_analysis.language.formats import format_date, format_list, format_month, format_number, translator
from r4v_analysis.values.metric import Metric, Metrics

_END = targets.FAR_ABOVE
"""The share at which the scale ends at the latest: one target far too small would make all other bars so, too."""


@dataclass(frozen=True)
class _Bar:
    """A sector's name, its share (None: `status` says why there is none), and whether it has no rank.

    `earlier` is its last running total of the year, for one that is reported no more.
    """

    name: str
    share: Metric | None
    status: str = ""
    is_unranked: bool = False
    earlier: Record | None = None


def target_coverage(report: Report, items: Metrics, lang: str) -> Chart | Prose:
    """Share of its target that each sector has reached, as the report prints it or by running totals; cash below."""
    _ = translator(lang).gettext
    bars = [*_printed(report, items, lang), *_computed(report, items, lang)]
    shares = [bar.share for bar in bars if bar.share is not None]
    if not shares:
        return absent(_missing(report, lang))
    title, subtitle = _heads(report, bars, lang)
    with style():
        figure = _figure((title, subtitle), bars, lang)
    told = "; ".join(f"{bar.name} {labels.value(bar.share, lang) if bar.share else _why(bar, lang)}" for bar in bars)
    alt = _("Bars to 100%, the target: {bars}.").format(bars=told)
    needs = [items[key] for key in items if key.startswith("need_coverage.") and key.count(".") == 1]
    data = metric_table("target_coverage", subtitle, [*shares, *needs], report, lang)
    source = provenance.source_line(report, [name for item in shares for name in item.quantity.sources], lang)
    return Chart("target_coverage", title, alt, figure, data, _note(report, bars, lang), source)


def _missing(report: Report, lang: str) -> str:
    """What is not known: targets of the year, or reach that can be set against them."""
    _ = translator(lang).gettext
    year = report.period.end.year
    if year not in targets.target_years(report):
        message = _("No target of {year} by sector was known by {day}.")
        return message.format(year=year, day=format_date(report.vintage, lang))
    return _("People reached since January by sector, to set against the targets of {year}.").format(year=year)


def _printed(report: Report, items: Metrics, lang: str) -> Iterator[_Bar]:
    """Shares that the report itself prints, largest first, that of all sectors on top."""
    _ = translator(lang).gettext
    found = [item for key, item in items.items() if key.partition(".")[0] == "target_reached"]
    found = [item for item in found if not item.about or not item.about[2]]
    for item in sorted(found, key=lambda item: (bool(item.about), -(item.quantity.value or 0))):
        name = labels.named(report, "sectors", item.about[1], lang, "label") if item.about else _("All sectors")
        yield _Bar(name, item, is_unranked=not item.about)


def _computed(report: Report, items: Metrics, lang: str) -> Iterator[_Bar]:
    """Shares by running totals, of sectors of which the report prints none."""
    found = targets.comparison(report)
    if found is None:
        return
    before = months.series(report, months.RUNNING)
    earlier = {row["sector"]: row for row in records(before[before["people_reached"] > 0])}
    for row in records(found.ranked()):
        sector = str(row["sector"])
        if f"target_reached.{sector}" not in items:
            name = labels.named(report, "sectors", sector, lang, "label")
            is_unranked = bool(row["is_cross_cutting"]) or bool(row["inside"])
            share = items.get(f"target_coverage.{sector}")
            yield _Bar(name, share, str(row["status"]), is_unranked, earlier.get(sector))


def _heads(report: Report, bars: Sequence[_Bar], lang: str) -> tuple[str, str]:
    """Title and subtitle: the largest share and the smallest one."""
    _ = translator(lang).gettext
    found = targets.comparison(report)
    subtitle = _("Share of its target that each sector has reached, as the report prints it")
    if found is not None:
        subtitle = _("People reached by {day} ÷ target of {year}, by sector").format(
            day=format_date(found.day, lang), year=found.year
        )
    ranked = [(bar.name, bar.share) for bar in bars if bar.share and not bar.is_unranked]
    if not ranked:
        named = next((bar.name, bar.share) for bar in bars if bar.share)
        return _("{name}: {share} of the target reached").format(name=named[0], share=_value(named[1], lang)), subtitle
    ranked.sort(key=lambda pair: -(pair[1].quantity.value or 0))
    (most, high), (least, low) = ranked[0], ranked[-1]
    message = _("{most} had reached {high} of its target")
    if len(ranked) > 1:
        message = _("{most} had reached {high} of its target, {least} {low}")
    if len(ranked) > 1 and found is not None and found.is_partial:
        message = _(
            "Of the sectors in the running totals of {month}, {most} had reached {high} of its target, {least} {low}"
        )
    month = "" if found is None else format_month(found.day, lang)
    title = message.format(most=most, high=_value(high, lang), least=least, low=_value(low, lang), month=month)
    return with_articles(title), subtitle


def _note(report: Report, bars: Sequence[_Bar], lang: str) -> str:
    _ = translator(lang).gettext
    note = _("Each bar has a target of its own; the line at 100% is the target.")
    far = sum(1 for bar in bars if bar.share and (bar.share.quantity.value or 0) > _END)
    if far:
        note += " " + _("A bar with a break goes on beyond the edge.") + " " + far_above(far, lang)
    if any(bar.share and bar.share.quantity.is_about for bar in bars):
        note += " " + _(
            "Dashed, “around”: people or organizations reported earlier are missing, and people whom two assisted "
            "count twice."
        )
    zeros = [bar.share for bar in bars if bar.share and bar.share.quantity.qualifier == "at_least"]
    zeros = [share for share in zeros if share.quantity.low == 0]
    if zeros:
        note += " " + _("“{zero}”: organizations that reported earlier are missing.").format(
            zero=labels.value(zeros[0], lang)
        )
    if below := targets.below_a_month(report):
        note += " " + _(
            "Since January fewer than in a single month: {sectors}. A month counts everyone served in it, the running "
            "total new people only, of the organizations that report them; so it is too low there, and the share too."
        ).format(sectors=format_list([labels.named(report, "sectors", code, lang, "label") for code in below], lang))
    return note


def _figure(heads: tuple[str, str], bars: Sequence[_Bar], lang: str) -> Figure:
    _ = translator(lang).gettext
    end = min(_END, max(1.0, *(bar.share.quantity.value or 0 for bar in bars if bar.share)))
    told = [bar.name for bar in bars]
    ends = [(min(1, _reserved(bar.share) / end), _value(bar.share, lang)) for bar in bars if bar.share]
    figure, axes = canvas(*heads, names=told, rows=0.8 * (len(bars) + 0.2), bars=[(1 / end, _("100%")), *ends])
    for position, bar in enumerate(bars):
        axes.add_artist(Rectangle((0, position - 0.36), 1, 0.72, facecolor=PALE, edgecolor="none"))
        axes.add_artist(Line2D((1, 1), (position - 0.36, position + 0.36), color=TEXT, linewidth=2))
        _bar(axes, position, bar, end, lang)
    axes.set(xlim=(0, end), ylim=(len(bars) - 0.4, -0.6))
    name_rows(axes, told)
    return figure


def _bar(axes: Axes, position: int, bar: _Bar, end: float, lang: str) -> None:
    if bar.share is None:
        why = _why(bar, lang)
        start = 1.0 if _written(axes, why, end) > 1 else 0.0
        axes.text(start + 0.01 * end, position, why, va="center", color=SECONDARY)
        return
    draw_bar(axes, position, bar.share.quantity, LIGHT_BLUE if bar.is_unranked else BLUE, 0.6 * BAR)
    text, share = _value(bar.share, lang), bar.share.quantity.value or 0
    is_crossing = share < 1 < share + _written(axes, text, end)
    label_bar(axes, 1 if is_crossing else min(share, end), position, text, anchor=bar.share.anchor)
    if share > end:
        axes.text(0.97 * end, position, "//", ha="right", va="center", color="white", weight="bold")


def _written(axes: Axes, text: str, end: float) -> float:
    """The width of a label, in shares of a target."""
    return (text_width(text, 10, "bold") + 0.1) / axes_width(axes) * end


def _reserved(share: Metric) -> float:
    """Where a bar's label may begin: right of the target's line, where it would be written across it."""
    value = share.quantity.value or 0
    return max(value, 1) if value > 0.5 else value


def _value(item: Metric | None, lang: str) -> str:
    return "" if item is None else labels.value(item, lang)


def _why(bar: _Bar, lang: str) -> str:
    """Why a sector has no bar."""
    _ = translator(lang).gettext
    known = {"not_recorded": _("not in the running totals"), "no_target": _("no target")}
    if bar.status in known or bar.earlier is None:
        return known.get(bar.status, _("not reported"))
    people, month = format_number(bar.earlier["people_reached"], "people", lang), bar.earlier["month"]
    return _("not reported; {people} by {month}").format(people=people, month=format_month(month, lang, is_short=True))
