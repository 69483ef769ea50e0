"""The figure of stages: a pure function from metrics to a chart with data and alternative text."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from r4v_analysis.analysis.regularization import calendar
from r4v_analysis.data.queries import Record, records
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.canvas import (
    BLUE,
    LIGHT_BLUE,
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
from r4v_analysis.values.metric import Metrics


def stages(report: Report, items: Metrics, lang: str) -> Chart | Prose:
    """The printed numbers of the stages, side by side and not as a funnel."""
    _ = translator(lang).gettext
    rows = calendar.stages(report)
    counts = rows[(rows["unit"] != "share") & rows["value"].notna()]
    if counts.empty:
        return absent(_("No figure of stages: the report prints no number of a stage."))
    subtitle = _("People, or procedures for the amnesty; stages count different people and make no funnel")
    listed = [items[f"stage.{name}"] for name in counts["observation_id"]]
    names = [_stage(report, row, lang) for row in records(counts)]
    texts = [_count(items, row, lang) for row in records(counts)]
    flat = [name.replace(":\n", ", ") for name in names]
    told = [_("{stage}: {count}").format(stage=name, count=text) for name, text in zip(flat, texts, strict=True)]
    title = _title(report, dict(zip(counts["observation_id"], told, strict=True)))
    longest = scale_end(counts["value"])
    ends = [(value / longest, text) for value, text in zip(counts["value"], texts, strict=True)]
    with style():
        figure, axes = canvas(title, subtitle, names=names, rows=1.15 * len(counts), bars=ends)
        for position, (item, text) in enumerate(zip(listed, texts, strict=True)):
            draw_bar(axes, position, item.quantity, BLUE if item.unit == "people" else LIGHT_BLUE, 0.5)
            label_bar(axes, item.quantity.value or 0, position, text, anchor=item.anchor)
        axes.set(xlim=(0, longest), ylim=(len(counts) - 0.4, -0.6))
        name_rows(axes, names)
    alt = _("Bars: {bars}.").format(bars="; ".join(told))
    data = metric_table("stage_counts", _("Numbers by stage"), listed, report, lang)
    note = _("An arrow marks a number that is at least this; a dashed edge one that is printed with “around”.")
    return Chart("stage_counts", title, alt, figure, data, note)


def _title(report: Report, told: Mapping[str, str]) -> str:
    """The furthest counts, as the bottom line leads with them: the first two; without a day the first that is shown."""
    ids = [item.observation_id for item in calendar.furthest(report) if item.observation_id in told]
    return "; ".join(told[each] for each in (ids or list(told))[:2])


def _count(items: Metrics, row: Record, lang: str) -> str:
    """A stage's number; `172 of 1,230` where it is a part of another one's."""
    _ = translator(lang).gettext
    count, whole = labels.value(items[f"stage.{row['observation_id']}"], lang), items.get(f"stage.{row['part_of']}")
    return _("{part} of {whole}").format(part=count, whole=labels.value(whole, lang)) if whole else count


def _stage(report: Report, row: Record, lang: str) -> str:
    _ = translator(lang).gettext
    stage = labels.named(report, "stages", row["stage"], lang)
    if pd.isna(row["programme"]):
        return stage
    return f"{labels.programme(report, row['programme'], lang)}:\n{stage}"
