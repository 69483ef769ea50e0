"""Figures of reach month by month: a panel a sector, monthly and running totals never on one axis."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from r4v_analysis.analysis.reach import months as reach_history
from r4v_analysis.analysis.reach.months import MONTHLY, RUNNING
from r4v_analysis.analysis.reach.sectors import inside
from r4v_analysis.analysis.reach.tables_over_time import month_table
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels, provenance
from r4v_analysis.exhibits.canvas import (
    BLUE,
    GREY,
    LIGHT_BLUE,
    RED,
    SECONDARY,
    canvas,
    style,
)
from r4v_analysis.exhibits.exhibit import Chart, Prose, absent
from r4v_analysis.language.formats import format_month, format_number, translator

_PANELS, _PANEL_ROWS = 3, 3.0
"""Panels side by side, and the height of one in rows of the canvas."""


def monthly_reach(report: Report, lang: str) -> Chart | Prose:
    """What each month reached, a panel a sector: months repeat people, so they are bars that don't add up."""
    _ = translator(lang).gettext
    rows = reach_history.series(report, MONTHLY)
    if rows["month"].nunique() < 2:
        return absent(_("No monthly count of people reached is known for the year."))
    first, last = _ends(rows)
    rose, compared = _rose(_without_cash(report, rows))
    title = _("Monthly reach was higher in {last} than in {first} in {count} of {all} sectors").format(
        last=format_month(last, lang), first=format_month(first, lang), count=rose, all=compared
    )
    subtitle = _("People reached in each month, {year}; each panel on its own scale from 0")
    subtitle = subtitle.format(year=first.year)
    note = _(
        "Pale: fewer organizations reported than in the sector’s fullest month. A dash: not reported, which is not "
        "zero. The number is that of the highest month. Months repeat people: bars can’t be added."
    )
    if rows["reporting_organizations"].isna().all():
        note = _(
            "A dash: not reported, which is not zero. The number is that of the highest month. Months repeat people: "
            "bars can’t be added. The source does not say how many organizations reported."
        )
    source = provenance.source_line(report, rows["source"].dropna(), lang)
    with style():
        figure = _small_multiples(report, title, subtitle, rows, lang)
    return Chart(
        "monthly_reach", title, _alt(report, rows, lang), figure, month_table(report, rows, MONTHLY, lang), note, source
    )


def running_totals(report: Report, lang: str) -> Chart | Prose:
    """New people added up since January, a panel a sector, on an axis of their own."""
    _ = translator(lang).gettext
    rows = reach_history.series(report, RUNNING)
    if rows["month"].nunique() < 2:
        return absent(_("No monthly count of people reached is known for the year."))
    year, sectors = rows["month"].max().year, _without_cash(report, rows)
    drawn = sectors[sectors["status"] == "reported"]["sector"].nunique()
    fallen = sectors[sectors["has_fallen"]]["sector"].nunique()
    title = _("No running total fell in {year}").format(year=year)
    if fallen:
        title = _("Running totals fell in {count} of {all} sectors, so organizations are missing from them").format(
            count=fallen, all=drawn
        )
    subtitle = _("New people reached since January, {year}; each panel on its own scale from 0")
    subtitle = subtitle.format(year=year)
    note = _(
        "Red: below the month before, which a sum of new people can’t be. A hollow dot: fewer organizations reported "
        "than in the sector’s fullest month. A dash: not reported. The number is the last one reported."
    )
    if rows["reporting_organizations"].isna().all():
        note = _(
            "Red: below the month before, which a sum of new people can’t be. A dash: not reported. The number is the "
            "last one reported. The source does not say how many organizations reported."
        )
    source = provenance.source_line(report, rows["source"].dropna(), lang)
    with style():
        figure = _small_multiples(report, title, subtitle, rows, lang)
    return Chart(
        "running_totals",
        title,
        _alt(report, rows, lang),
        figure,
        month_table(report, rows, RUNNING, lang),
        note,
        source,
    )


def _without_cash(report: Report, rows: pd.DataFrame) -> pd.DataFrame:
    """What a title counts as sectors: cash is none, nor a sub-sector beside its sector."""
    is_cash = rows["sector"].map(report.codes("sectors")["cross_cutting"]).astype(bool)
    is_inside = pd.Series(inside(report, rows["sector"]), rows.index).ne("")
    return rows[~is_cash & ~is_inside]


def _ends(rows: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first and the last month with any number."""
    months = rows.loc[rows["people_reached"].notna(), "month"]
    return months.min(), months.max()


def _rose(rows: pd.DataFrame) -> tuple[int, int]:
    """Sectors with more people in the last month than in the first, and those that report both."""
    wide = rows.pivot(index="sector", columns="month", values="people_reached")[list(_ends(rows))].dropna()
    return int((wide.iloc[:, 1] > wide.iloc[:, 0]).sum()), len(wide)


def _alt(report: Report, rows: pd.DataFrame, lang: str) -> str:
    """First and last number of each panel."""
    _ = translator(lang).gettext
    return _("A panel a sector: {panels}.").format(panels="; ".join(_panel_texts(report, rows, lang)))


def _panel_texts(report: Report, rows: pd.DataFrame, lang: str) -> Iterator[str]:
    _ = translator(lang).gettext
    for sector, panel in rows.groupby("sector", sort=False):
        name = labels.named(report, "sectors", str(sector), lang, "label")
        given = panel[panel["status"] == "reported"]
        if given.empty:
            yield _("{name} not in the running totals").format(name=name)
            continue
        ends = [(row["people_reached"], row["month"]) for _index, row in given.iloc[[0, -1]].iterrows()]
        (low, start), (high, end) = [(format_number(n, "people", lang), format_month(m, lang)) for n, m in ends]
        yield _("{name} {low} in {start}, {high} in {end}").format(name=name, low=low, start=start, high=high, end=end)


def _small_multiples(report: Report, title: str, subtitle: str, rows: pd.DataFrame, lang: str) -> Figure:
    """A grid of panels under one title, in the order of the sector list."""
    panels = list(rows.groupby("sector", sort=False))
    lines = -(-len(panels) // _PANELS)
    figure, whole = canvas(title, subtitle, names=[""], rows=_PANEL_ROWS * lines)
    box = whole.get_position()
    whole.remove()
    width, height = box.width / _PANELS, box.height / lines
    for index, (sector, panel) in enumerate(panels):
        line, column = divmod(index, _PANELS)
        place = (box.x0 + column * width, box.y1 - (line + 0.80) * height, 0.88 * width, 0.62 * height)
        axes = figure.add_axes(place)
        axes.set_title(labels.named(report, "sectors", str(sector), lang, "label"), loc="left", size=10, pad=3)
        _panel(axes, panel.reset_index(drop=True), lang)
    return figure


def _panel(axes: Axes, panel: pd.DataFrame, lang: str) -> None:
    """One sector: bars where no month has been added to another, else a line."""
    _ = translator(lang).gettext
    is_running = bool(panel["source"].str.contains(RUNNING, na=False).any())
    given = panel[panel["status"] == "reported"]
    months = [panel["month"].iloc[0], panel["month"].iloc[-1]]
    axes.set_xticks([0, len(panel) - 1], [format_month(month, lang, is_short=True) for month in months])
    axes.set_yticks([])
    axes.set(xlim=(-0.6, len(panel) - 0.4), ylim=(0, 1.3 * max(given["people_reached"].max(), 1) if len(given) else 1))
    axes.plot((-0.6, len(panel) - 0.4), (0, 0), color=GREY, linewidth=0.8, clip_on=False)
    if given.empty:
        axes.text(-0.5, 0.12, _("not in the running totals"), size=9, color=SECONDARY)
        return
    (_line if is_running else _bars)(axes, panel)
    marked = given.iloc[-1] if is_running else given.nlargest(1, "people_reached").iloc[0]
    height = given["people_reached"].iloc[-2:].max() if is_running else marked["people_reached"]
    _mark(axes, marked, height, len(panel), lang)


def _bars(axes: Axes, panel: pd.DataFrame) -> None:
    colors = [LIGHT_BLUE if fewer else BLUE for fewer in panel["has_fewer"]]
    axes.bar(range(len(panel)), panel["people_reached"], 0.72, color=colors, edgecolor=BLUE, linewidth=0.8)
    _gaps(axes, panel)


def _line(axes: Axes, panel: pd.DataFrame) -> None:
    people = panel["people_reached"].where(panel["status"] == "reported").to_numpy(float)
    axes.plot(range(len(people)), people, color=BLUE)
    for index, (value, fell, fewer) in enumerate(zip(people, panel["has_fallen"], panel["has_fewer"], strict=True)):
        color = RED if fell else BLUE
        if fell and index:
            axes.plot((index - 1, index), people[index - 1 : index + 1], color=RED, linewidth=2)
        axes.plot(index, value, "o", markersize=4.5, color=color, markerfacecolor="white" if fewer else color)
    _gaps(axes, panel)


def _gaps(axes: Axes, panel: pd.DataFrame) -> None:
    """A dash on the base line for a month that is not reported."""
    for index in panel.index[panel["status"] == "not_reported"]:
        axes.annotate("–", (index, 0), xytext=(0, 3), textcoords="offset points", ha="center", color=SECONDARY, size=9)


def _mark(axes: Axes, row: pd.Series, height: float, months: int, lang: str) -> None:
    """The number of one month above its mark at a height, kept inside the panel."""
    index = int(str(row.name))
    align = "left" if index == 0 else "right" if index == months - 1 else "center"
    position = {"left": -0.4, "right": months - 0.6, "center": index}[align]
    text = format_number(row["people_reached"], "people", lang)
    place = (position, height)
    axes.annotate(text, place, xytext=(0, 5), textcoords="offset points", ha=align, size=9, weight="bold")
