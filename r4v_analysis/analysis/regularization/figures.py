"""The figure of stages: a pure function from metrics to a chart with data and alternative text."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from r4v_analysis.analysis.regularization import calendar
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.canvas import (
    BLUE,
    LIGHT_BLUE,
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
from r4v_analysis.language.formats import translator
from r4v_analysis.values.metric import Metric, Metrics


def stages(report: Report, items: Metrics, lang: str) -> Chart | Prose:
    """The printed numbers of the stages, side by side and not as a funnel."""
    _ = translator(lang).gettext
    rows = calendar.stages(report)
    counts = rows[(rows["unit"] != "share") & rows["value"].notna()]
    if counts.empty:
        return absent(_("No figure of stages: the report prints no number of a stage."))
    subtitle = _("People, or procedures for the amnesty; stages count different people and make no funnel")
    listed = [items[f"stage.{name}"] for name in counts["observation_id"]]
    names = [_stage(report, row, lang) for _index, row in counts.iterrows()]
    title = _title(report, dict(zip(counts["observation_id"], zip(names, listed, strict=True), strict=True)), lang)
    longest = scale_end(counts["value"])
    with style():
        figure, axes = canvas(title, subtitle, names=names, rows=1.15 * len(counts), bars=bar_ends(listed, lang))
        for position, item in enumerate(listed):
            draw_bar(axes, position, item.quantity, BLUE if item.unit == "people" else LIGHT_BLUE, 0.5)
            label_bar(axes, item.quantity.value or 0, position, labels.value(item, lang), anchor=item.anchor)
        axes.set(xlim=(0, longest), ylim=(len(counts) - 0.4, -0.6))
        name_rows(axes, names)
    flat = [name.replace(":\n", ", ") for name in names]
    alt = _("Bars: {bars}.").format(
        bars="; ".join(f"{name}: {labels.value(item, lang)}" for name, item in zip(flat, listed, strict=True))
    )
    data = metric_table("stage_counts", _("Numbers by stage"), listed, report, lang)
    note = _("An arrow marks a number that is at least this; a dashed edge one that is printed with “around”.")
    return Chart("stage_counts", title, alt, figure, data, note)


def _title(report: Report, shown: Mapping[str, tuple[str, Metric]], lang: str) -> str:
    """The furthest counts, as the bottom line leads with them: the first two; without a day the first that is shown."""
    _ = translator(lang).gettext
    ids = [item.observation_id for item in calendar.furthest(report) if item.observation_id in shown]
    told = [
        _("{stage}: {count}").format(stage=name.replace(":\n", ", "), count=labels.value(item, lang))
        for name, item in (shown[each] for each in (ids or list(shown))[:2])
    ]
    return "; ".join(told)


def _stage(report: Report, row: pd.Series, lang: str) -> str:
    _ = translator(lang).gettext
    stage = labels.named(report, "stages", row["stage"], lang)
    if pd.isna(row["programme"]):
        return stage
    return f"{labels.programme(report, row['programme'], lang)}:\n{stage}"
