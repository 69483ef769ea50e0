"""The countries of a region's report in the places of a map: how far each sector's target was reached, by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from r4v_analysis.analysis.reach.countries import HALF, Finding, finding, shares_by_month
from r4v_analysis.analysis.reach.tables_of_countries import lacking
from r4v_analysis.analysis.region import members
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.canvas import BLUE, LIGHT_BLUE, style
from r4v_analysis.exhibits.exhibit import Chart, Table
from r4v_analysis.exhibits.panels import Panel, country_anchor, country_panels, levels, missing, told_below
from r4v_analysis.language.formats import format_date, format_month, format_number, translator

_TOP = 1.1
"""The share at a panel's upper end: what is above the target stands there."""


def months_by_country(report: Report, lang: str) -> Chart | None:
    """A panel a country and a line a sector: running totals over targets, all on one scale; None for a country."""
    _ = translator(lang).gettext
    told, rows = finding(report), shares_by_month(report)
    if told is None or rows["month"].nunique() < 2:
        return None
    months, year = sorted(rows["month"].unique()), report.period.end.year
    early = rows[rows["month"] == months[0]]
    title = _(
        "Targets half reached, cash left out: {few} of {known} in {first}, {many} of {all} by the last month known"
    ).format(
        few=_half(early),
        known=len(early),
        first=format_month(months[0], lang),
        many=told.half_reached,
        all=told.compared,
    )
    subtitle = _("People reached since January ÷ people targeted in {year}, a line a sector; one scale").format(
        year=year
    )
    names = {code: labels.country(report, code, lang) for code in members(report, year)}
    texts = {code: _count(rows[rows["country_iso3"] == code], lang) for code in names}
    with style():
        figure, axes, panels = country_panels(title, subtitle, names, len(months), _TOP)
        levels(axes, panels, {share: format_number(share, "share", lang, 0.01) for share in (HALF, 1.0)})
        for code, panel in panels.items():
            own = rows[rows["country_iso3"] == code]
            _panel(axes, panel, own, months, texts[code], country_anchor("months_by_country", code), lang)
    alt = _("A panel a country, with how many targets were half reached: {panels}.").format(
        panels="; ".join(f"{name} {texts[code]}" for code, name in names.items())
    )
    source = _("Source: R4V’s monitoring and plan by country, known from {day} (rows in the last tables).")
    source = source.format(day=format_date(rows["known_from"].max(), lang))
    data = _table(rows, names, months, lang)
    return Chart("months_by_country", title, alt, figure, data, _note(report, told, months, lang), source)


def _half(rows: pd.DataFrame) -> int:
    return int((rows["share_of_target"] >= HALF).sum())


def _count(rows: pd.DataFrame, lang: str) -> str:
    """How many of a country's targets were half reached by its last month."""
    _ = translator(lang).gettext
    if rows.empty:
        return _("no running totals")
    last = rows[rows["month"] == rows["month"].max()]
    return _("{part} of {whole}").format(part=_half(last), whole=len(last))


def _panel(
    axes: Axes, panel: Panel, rows: pd.DataFrame, months: Sequence[pd.Timestamp], text: str, anchor: str, lang: str
) -> None:
    if rows.empty:
        missing(axes, panel, text)
        return
    wide = rows.pivot(index="month", columns="sector", values="share_of_target").reindex(pd.Index(months))
    steps = [panel.x(step) for step in range(len(months))]
    for sector, end in wide.ffill().iloc[-1].sort_values().items():
        color, width = (BLUE, 1.6) if end >= HALF else (LIGHT_BLUE, 1.2)
        heights = [panel.y(share) for share in wide[sector].clip(upper=_TOP)]
        is_known = wide[sector].notna()
        is_alone = is_known & ~is_known.shift(1, fill_value=False) & ~is_known.shift(-1, fill_value=False)
        dots = [*map(int, is_alone.to_numpy().nonzero()[0]), int(is_known.to_numpy().nonzero()[0][-1])]
        axes.add_artist(Line2D(steps, heights, color=color, linewidth=width))
        axes.add_artist(Line2D(steps, heights, marker="o", markersize=2.5, color=color, linestyle="", markevery=dots))
    told_below(axes, panel, text, anchor, format_month(rows["month"].max(), lang, is_short=True))


def _table(rows: pd.DataFrame, names: Mapping[str, str], months: Sequence[pd.Timestamp], lang: str) -> Table:
    """How many targets of each country were half reached by each month, of those with a running total then."""
    _ = translator(lang).gettext
    counts = {key: (_half(found), len(found)) for key, found in rows.groupby(["country_iso3", "month"])}
    cells = [
        (
            name,
            *(
                _("{part} of {whole}").format(part=counts[code, month][0], whole=counts[code, month][1])
                if (code, month) in counts
                else "–"
                for month in months
            ),
        )
        for code, name in names.items()
    ]
    header = (_("Country"), *(format_month(month, lang, is_short=True) for month in months))
    caption = _("Targets half reached or more, of those with a running total in the month")
    anchors = [country_anchor("months_by_country", code) for code in names]
    return Table("months_by_country", caption, header, cells, rows, frozenset(range(1, len(header))), anchors)


def _note(report: Report, told: Finding, months: Sequence[pd.Timestamp], lang: str) -> str:
    _ = translator(lang).gettext
    first = format_month(months[0], lang)
    notes = [
        _(
            "From {first} to the month below each panel; what is above the target stands at the upper edge. "
            "Dark: half reached or more; below, how many of the targets that have a running total in that month."
        ).format(first=first),
        _("A line falls where people or organizations reported earlier are missing."),
        lacking(report, told, lang),
        _("Countries stand roughly as they lie on a map."),
    ]
    return " ".join(filter(None, notes))
