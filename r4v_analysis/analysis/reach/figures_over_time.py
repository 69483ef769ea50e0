"""Figures of reach month by month: a panel a sector, monthly and running totals never on one axis."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from r4v_analysis.analysis.reach import months as reach_history
from r4v_analysis.analysis.reach.months import MONTHLY, RUNNING
from r4v_analysis.analysis.reach.sectors import inside
from r4v_analysis.analysis.reach.tables import missing_organizations, people_or_not
from r4v_analysis.analysis.reach.tables_over_time import month_table
from r4v_analysis.data.queries import Record, records
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels, provenance
from r4v_analysis.exhibits.canvas import (
    BLUE,
    LIGHT_BLUE,
    RED,
    SECONDARY,
    TEXT,
    style,
)
from r4v_analysis.exhibits.exhibit import Chart, Prose, absent
from r4v_analysis.exhibits.panels import BASE, HEIGHT, UNSEEN, Panel, base_line, grid, missing, write
from r4v_analysis.exhibits.svg import row_link
from r4v_analysis.language.formats import format_month, translator
from r4v_analysis.values.metric import source_anchor

_PANELS, _PANEL_ROWS = 3, 3.0
"""Panels side by side, and the height of a panel's cell in rows of the canvas."""

_TICK_PAD = 3.5
"""Points between a panel's base line and the months under it."""


def monthly_reach(report: Report, lang: str) -> Chart | Prose:
    """What each month reached, a panel a sector: months repeat people, so they are bars that don't add up."""
    _ = translator(lang).gettext
    rows = reach_history.series(report, MONTHLY)
    if rows.loc[rows["people_reached"].notna(), "month"].nunique() < 2:
        return absent(_("No monthly count of people reached is known for the year."))
    first, last = _ends(rows)
    sectors = _without_cash(report, rows)
    rose, compared = _rose(sectors)
    is_partial = compared < sectors["sector"].nunique()
    message = _("Monthly reach was higher in {last} than in {first} in {count} of {all} sectors")
    if is_partial:
        message = _("Monthly reach was higher in {last} than in {first} in {count} of {all} sectors that report both")
    if not rose:
        message = _("In no sector was monthly reach higher in {last} than in {first}")
    if not rose and is_partial:
        message = _("In no sector that reports both was monthly reach higher in {last} than in {first}")
    title = message.format(last=format_month(last, lang), first=format_month(first, lang), count=rose, all=compared)
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
    return _chart("monthly_reach", report, rows, MONTHLY, title, subtitle, note, lang)


def running_totals(report: Report, lang: str) -> Chart | Prose:
    """New people added up since January, a panel a sector, on an axis of their own."""
    _, ngettext = translator(lang).gettext, translator(lang).ngettext
    rows = reach_history.series(report, RUNNING)
    if rows.loc[rows["people_reached"].notna(), "month"].nunique() < 2:
        return absent(_("No monthly count of people reached is known for the year."))
    year, sectors = rows["month"].max().year, _without_cash(report, rows)
    drawn = int((sectors[sectors["status"] == "reported"].groupby("sector").size() > 1).sum())
    last = rows[rows["status"] == "reported"].groupby("sector")["month"].max()
    ended = int((last < rows["month"].max()).sum())
    has_reason = sectors[sectors["has_fallen"]].groupby("sector")["has_fewer"].all()
    fallen, fewer = len(has_reason), int(has_reason.sum())
    message = _("No running total fell in {year}")
    if ended:
        message = ngettext(
            "No running total fell in {year}, but {ended} of {shown} ends before {month}",
            "No running total fell in {year}, but {ended} of {shown} end before {month}",
            ended,
        )
    if rows["has_fallen"].any():
        message = _("No sector’s running total fell in {year}; that of cash did")
        if ended:
            message = ngettext(
                "No sector’s running total fell in {year}, that of cash did; {ended} of {shown} ends before {month}",
                "No sector’s running total fell in {year}, that of cash did; {ended} of {shown} end before {month}",
                ended,
            )
    month = format_month(rows["month"].max(), lang)
    title = message.format(year=year, ended=ended, shown=len(last), month=month)
    if fallen:
        message = _("Running totals fell in {count} of {all} sectors; in {fewer} of them fewer organizations reported")
        if fewer == fallen:
            message = _("Running totals fell in {count} of {all} sectors, so organizations are missing from them")
        if not fewer:
            message = _("Running totals fell in {count} of {all} sectors; the source gives no reason")
        title = message.format(count=fallen, all=drawn, fewer=fewer)
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
    note = " ".join(filter(None, (note, missing_organizations(rows["people_reached"], rows["is_around"], lang))))
    return _chart("running_totals", report, rows, RUNNING, title, subtitle, note, lang)


def _chart(
    name: str, report: Report, rows: pd.DataFrame, basis: str, title: str, subtitle: str, note: str, lang: str
) -> Chart:
    with style():
        figure = _small_multiples(report, title, subtitle, rows, lang)
    source = provenance.source_line(report, rows["source"].dropna(), lang)
    return Chart(name, title, _alt(report, rows, lang), figure, month_table(report, rows, basis, lang), note, source)


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
    for sector, panel in _panels(rows):
        name = labels.named(report, "sectors", sector, lang, "label")
        given = [row for _month, row in _reported(panel)]
        if not given:
            yield _("{name} not in the running totals").format(name=name)
            continue
        (low, start), (high, end) = [
            (_people(row, lang), format_month(row["month"], lang)) for row in (given[0], given[-1])
        ]
        message = _("{name} {low} in {start}, {high} in {end}")
        if len(given) == 1:
            message = _("{name} {low} in {start} alone")
        yield message.format(name=name, low=low, start=start, high=high, end=end)


_Corners = tuple[tuple[float, float], ...]


def _small_multiples(report: Report, title: str, subtitle: str, rows: pd.DataFrame, lang: str) -> Figure:
    """A grid of panels under one title, in the order of the sector list."""
    panels = _panels(rows)
    lines = -(-len(panels) // _PANELS)
    figure, axes = grid(title, subtitle, lines, _PANELS, _PANEL_ROWS)
    months: list[tuple[_Corners, str]] = []
    for index, (sector, panel) in enumerate(panels):
        line, column = divmod(index, _PANELS)
        people = [row["people_reached"] for _month, row in _reported(panel)]
        top = 1.3 * max(*people, 1) if people else 1
        place = Panel(column, lines - line - 1 + BASE, len(panel), top)
        name = labels.named(report, "sectors", sector, lang, "label")
        write(axes, (place.left, place.base + HEIGHT), name, 3, "left", size=10, color=TEXT)
        _panel(axes, place, panel, lang)
        months += _months(place, panel, lang)
    corners, links = zip(*months, strict=True)
    pointed = PolyCollection(corners, urls=links, facecolors=UNSEEN, linewidths=0, zorder=2.5)
    axes.add_collection(pointed, autolim=False)
    return figure


_Months = Sequence[Record]
"""A sector's rows, one a month."""


def _panels(rows: pd.DataFrame) -> list[tuple[str, _Months]]:
    """The months of each sector, in the order of the rows."""
    return [(sector, list(months)) for sector, months in groupby(records(rows), lambda row: str(row["sector"]))]


def _reported(panel: _Months) -> list[tuple[int, Record]]:
    """Months with a number, by their place in the panel."""
    return [(month, row) for month, row in enumerate(panel) if row["status"] == "reported"]


def _months(place: Panel, panel: _Months, lang: str) -> Iterator[tuple[_Corners, str]]:
    """Each month's part of a panel, which leads to its number: a bar or a dot is too small to be pressed."""
    for month, row in _reported(panel):
        left, right, top = place.x(month - 0.5), place.x(month + 0.5), place.y(place.top)
        text = f"{format_month(row['month'], lang, is_short=True)}: {_people(row, lang)}"
        corners = ((left, place.base), (right, place.base), (right, top), (left, top))
        yield corners, row_link(source_anchor(row["source"]), text)


def _panel(axes: Axes, place: Panel, panel: _Months, lang: str) -> None:
    """One sector: bars where no month has been added to another, else a line."""
    _ = translator(lang).gettext
    is_running = any(RUNNING in row["source"] for row in panel if isinstance(row["source"], str))
    given = _reported(panel)
    last = len(panel) - 1
    base_line(axes, place)
    for index in (0, last):
        month = format_month(panel[index]["month"], lang, is_short=True)
        write(axes, (place.x(index), place.base), month, -_TICK_PAD, "center", va="top", size=9, color=SECONDARY)
    if not given:
        missing(axes, place, _("not in the running totals"))
        return
    (_line if is_running else _bars)(axes, place, panel)
    marked = given[-1] if is_running else max(given, key=lambda item: item[1]["people_reached"])
    height = max(row["people_reached"] for _month, row in given[-2:]) if is_running else marked[1]["people_reached"]
    _mark(axes, place, *marked, height, lang)


def _bars(axes: Axes, place: Panel, panel: _Months) -> None:
    width = place.x(0.72) - place.x(0)
    for fewer, color, order in ((True, LIGHT_BLUE, 1), (False, BLUE, 1.1)):  # one look after the other: a short file
        for month, row in enumerate(panel):
            if row["has_fewer"] == fewer:
                corner, height = (place.x(month) - width / 2, place.base), row["people_reached"] * HEIGHT / place.top
                bar = Rectangle(corner, width, height, facecolor=color, edgecolor=BLUE, linewidth=0.8, zorder=order)
                axes.add_artist(bar)
    _gaps(axes, place, panel)


def _line(axes: Axes, place: Panel, panel: _Months) -> None:
    months = [place.x(index) for index in range(len(panel))]
    people = [place.y(row["people_reached"]) if row["status"] == "reported" else math.nan for row in panel]
    axes.add_artist(Line2D(months, people, color=BLUE))
    for index, (value, row) in enumerate(zip(people, panel, strict=True)):
        fell, fewer = row["has_fallen"], row["has_fewer"]
        color, face = RED if fell else BLUE, "white" if fewer else RED if fell else BLUE
        if fell and index:
            fall = slice(index - 1, index + 1)
            axes.add_artist(Line2D(months[fall], people[fall], color=RED, linewidth=2, zorder=2.1))
        order = 2.2 + 0.1 * fell + 0.05 * fewer
        dot = Line2D([months[index]], [value], linestyle="", marker="o", markersize=4.5, color=color, zorder=order)
        dot.set_markerfacecolor(face)
        axes.add_artist(dot)
    _gaps(axes, place, panel)


def _gaps(axes: Axes, place: Panel, panel: _Months) -> None:
    """A dash on the base line for a month that is not reported."""
    for index, row in enumerate(panel):
        if row["status"] == "not_reported":
            write(axes, (place.x(index), place.base), "–", 3, "center", color=SECONDARY, size=9)


def _people(row: Record, lang: str) -> str:
    return people_or_not(row["people_reached"], lang, is_around=row["is_around"])


def _mark(axes: Axes, place: Panel, month: int, row: Record, height: float, lang: str) -> None:
    """The number of one month above its mark at a height, kept inside the panel."""
    last = place.steps - 1
    align = "left" if month == 0 else "right" if month == last else "center"
    position = {"left": -0.4, "right": last + 0.4, "center": month}[align]
    text, address = _people(row, lang), row_link(source_anchor(row["source"]))
    write(axes, (place.x(position), place.y(height)), text, 5, align, size=9, weight="bold", url=address)
