"""The figure of reach against targets: a pure function from metrics to a chart."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from r4v_analysis.analysis.reach import targets as reach_targets
from r4v_analysis.analysis.reach.targets import Comparison
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels, provenance
from r4v_analysis.exhibits.canvas import BLUE, LIGHT_BLUE, PALE, SECONDARY, canvas, label_bar, name_rows, style
from r4v_analysis.exhibits.exhibit import Chart, Prose, absent
from r4v_analysis.exhibits.tables import metric_table
from r4v_analysis.language.formats import format_date, translator
from r4v_analysis.values.metric import Metric, Metrics


def target_coverage(report: Report, items: Metrics, lang: str) -> Chart | Prose:
    """Share of each sector's target that its running total comes to, cash apart below.

    The label says "at least", where the other charts draw an arrow: most bars are too short for one.
    """
    _ = translator(lang).gettext
    found = reach_targets.comparison(report)
    if found is None:
        return absent(_("No figure of targets: no year up to the report has both targets and running totals."))
    rows = found.ranked()
    shares = [items.get(f"{_prefix(found)}target_coverage.{sector}") for sector in rows["sector"]]
    bars = [item for item in shares if item is not None]
    names = [labels.named(report, "sectors", code, lang, "label") for code in rows["sector"]]
    title, subtitle = _coverage_heads(report, found, rows, bars, lang)
    with style():
        figure = _coverage_bars((title, subtitle), names, rows, shares, lang)
    listed = "; ".join(
        f"{name} {labels.value(item, lang) if item else _absence(status, lang)}"
        for name, item, status in zip(names, shares, rows["status"], strict=True)
    )
    alt = _("Ranked bars to 100%, multipurpose cash apart: {bars}.").format(bars=listed)
    data = metric_table("target_coverage", subtitle, bars, report, lang)
    note = _(
        "Each bar has its own whole, so bars can't be added. “At least”: organizations that reported earlier in the "
        "year are missing from the running total. Hatched: cash, which any sector uses and which has no rank. The "
        "country row is left out: its target counts each person once, its running total does not."
    )
    sources = [source for item in bars for source in item.quantity.sources]
    source = provenance.source_line(report, sources, lang)
    return Chart("target_coverage", title, alt, figure, data, note, source)


def _prefix(found: Comparison) -> str:
    return "" if found.is_own_year else "reference_"


def _coverage_heads(
    report: Report, found: Comparison, rows: pd.DataFrame, bars: Sequence[Metric], lang: str
) -> tuple[str, str]:
    """Title and subtitle; the title says when the year is a reference and not the report's."""
    _ = translator(lang).gettext
    best = rows[~rows["is_cross_cutting"] & (rows["status"] == "compared")]
    day, year = format_date(found.day, lang), found.year
    subtitle = _("Running total by {day} ÷ target of {year}, by sector").format(day=day, year=year)
    if best.empty:
        return _("Only cash can be set against its target of {year}").format(year=year), subtitle
    top = next(item for item in bars if item.id.endswith(f".{best.iloc[0]['sector']}"))
    title = _("{name} had reached {share} of its {year} target, the largest share on record")
    if not found.is_own_year:
        title = _("Reference year {year}: {name} had reached {share} of its target, the largest share on record")
    name = labels.named(report, "sectors", best.iloc[0]["sector"], lang)
    return title.format(name=name, share=labels.value(top, lang), year=year), subtitle


def _coverage_bars(
    heads: tuple[str, str], names: Sequence[str], rows: pd.DataFrame, shares: Sequence[Metric | None], lang: str
) -> Figure:
    _ = translator(lang).gettext
    end = max(1.0, *(item.quantity.value or 0 for item in shares if item))
    positions = [index + 0.6 * crossing for index, crossing in enumerate(rows["is_cross_cutting"])]
    figure, axes = canvas(*heads, names=names, rows=0.8 * (positions[-1] + 1.2), bars=[(1, _("100%"))])
    for position, item, (_index, row) in zip(positions, shares, rows.iterrows(), strict=True):
        axes.add_patch(Rectangle((0, position - 0.36), 1, 0.72, facecolor=PALE, edgecolor="none"))
        if item is None:
            axes.text(0.01 * end, position, _absence(row["status"], lang), va="center", color=SECONDARY)
            continue
        _coverage_bar(axes, position, item, bool(row["is_cross_cutting"]), lang)
    axes.set(xlim=(0, end), ylim=(positions[-1] + 0.6, -0.6))
    name_rows(axes, names, positions)
    return figure


def _coverage_bar(axes: Axes, position: float, item: Metric, is_cash: bool, lang: str) -> None:
    value = item.quantity.value or 0
    if is_cash:
        axes.barh(position, value, 0.72, color=LIGHT_BLUE, edgecolor=BLUE, hatch="///")
    else:
        axes.barh(position, value, 0.72, color=BLUE)
    label_bar(axes, value, position, labels.value(item, lang))


def _absence(status: str, lang: str) -> str:
    """Why a sector has no bar."""
    _ = translator(lang).gettext
    return {"not_recorded": _("not in the running totals"), "no_target": _("no target")}.get(status, _("not reported"))
