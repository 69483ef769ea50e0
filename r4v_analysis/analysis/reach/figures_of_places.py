"""The map of departments: where the people are whom the plan means to assist, or where it only says who is in need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from markupsafe import Markup

from r4v_analysis.analysis.reach import needs
from r4v_analysis.analysis.reach.tables import whole_number
from r4v_analysis.data.queries import records
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels, provenance
from r4v_analysis.exhibits.canvas import style
from r4v_analysis.exhibits.exhibit import Chart, Table
from r4v_analysis.exhibits.outlines import MISSING, STEPS, ZERO, Area, Outlines, choropleth, outlines
from r4v_analysis.language.formats import format_list, format_number, translator
from r4v_analysis.values.metric import source_anchor

_NAMED = 3
"""Departments that a title names and that the map labels; of more, a title gives the count."""


def needs_map(report: Report, lang: str) -> Chart | None:
    """A shade a department by the number that leads its ranked table; None where no department has anyone, or outlines
    are lacking.
    """
    _ = translator(lang).gettext
    rows, drawn = needs.by_place(report), outlines(report.country_iso3)
    if drawn is None:
        return None
    measure = "people_targeted" if rows["people_targeted"].notna().any() else "people_in_need"
    rows = rows.sort_values(measure, ascending=False, kind="stable")
    if not (rows.loc[~is_rest(rows), measure] > 0).any():
        return None
    areas = _areas(report, rows[~is_rest(rows)], measure, lang)
    title = _title(rows, areas, measure, lang)
    told = _("People targeted") if measure == "people_targeted" else _("People in need")
    subtitle = _("{measure} in {year}, each counted once over sectors; shades are the same for every country").format(
        measure=told, year=report.period.end.year
    )
    most = [code for code, area in areas.items() if code in drawn.shapes and area.value][:_NAMED]
    with style():
        figure = choropleth(title, subtitle, drawn, areas, _legend(drawn, areas, measure, lang), most)
    header = (_("Place"), told)
    cells = [
        (labels.place(report, code, lang), whole_number(value, lang))
        for code, value in zip(rows["place"], rows[measure], strict=True)
    ]
    caption = _("{measure} in {year}, by place").format(measure=told, year=report.period.end.year)
    data = Table("needs_map", caption, header, cells, rows[["place", measure, "people_in_need_id"]], frozenset({1}))
    source = _source(report, rows, lang)
    return Chart(
        "needs_map", title, _alt(areas, measure, lang), figure, data, _note(report, drawn, rows, measure, lang), source
    )


def is_rest(rows: pd.DataFrame) -> pd.Series:
    """Which rows are of all other departments of a country together."""
    return rows["place"].astype(str).str.endswith(needs.REST)


def _areas(report: Report, rows: pd.DataFrame, measure: str, lang: str) -> dict[str, Area]:
    """The departments by code, the largest number first, those without one last."""
    _ = translator(lang).gettext
    areas: dict[str, Area] = {}
    for row in records(rows):
        value: float | None = None if pd.isna(row[measure]) else float(row[measure])
        told = _missing(measure, lang) if value is None else format_number(value, "people", lang)
        anchor = source_anchor(f"people_in_need/{row['people_in_need_id']}")
        areas[str(row["place"])] = Area(labels.place(report, row["place"], lang), value, told, anchor)
    return areas


def _missing(measure: str, lang: str) -> str:
    _ = translator(lang).gettext
    return _("no target recorded") if measure == "people_targeted" else _("no number recorded")


def _title(rows: pd.DataFrame, areas: Mapping[str, Area], measure: str, lang: str) -> str:
    """Where half of the people are, in as few departments as hold them."""
    _ = translator(lang).gettext
    values = [area.value for area in areas.values() if area.value is not None]
    most = needed(values, rows[measure].sum())
    if most > len(values):
        first = next(iter(areas.values()))
        message = _("Of the places with a number of their own {place} has the most people: {number}")
        return message.format(place=first.name, number=first.told)
    if most > _NAMED:
        few = _("{few} of {all} places have at least half of the people targeted by place")
        if measure == "people_in_need":
            few = _("{few} of {all} places have at least half of the people in need by place")
        return few.format(few=most, all=len(values))
    named = _("At least half of the people targeted by place are in {places}")
    if measure == "people_in_need":
        named = _("At least half of the people in need by place are in {places}")
    return named.format(places=format_list([area.name for area in areas.values()][:most], lang))


def needed(values: Sequence[float], total: float) -> int:
    """How many of some numbers, the largest first, make at least half of a total; one more than all if they do not."""
    return int((pd.Series(values, dtype=float).cumsum() < total / 2).sum()) + 1


def _legend(drawn: Outlines, areas: Mapping[str, Area], measure: str, lang: str) -> dict[int, str]:
    """The shades in words, the darkest first: all between the darkest and the lightest that the map has."""
    _ = translator(lang).gettext
    found = {areas[code].shade if code in areas else MISSING for code in drawn.shapes}
    steps = [shade for shade in found if shade > ZERO]
    lows = [format_number(low, "people", lang) for low in STEPS]
    highs = [format_number(low - 1, "people", lang) for low in STEPS[1:]]
    legend = {}
    for shade in range(max(steps, default=0), min(steps, default=1) - 1, -1):
        legend[shade] = _("{number} or more").format(number=lows[shade - 1])
        if shade < len(STEPS):
            legend[shade] = _("{low} to {high}").format(low=lows[shade - 1], high=highs[shade - 1])
    ends = {ZERO: format_number(0, "people", lang), MISSING: _missing(measure, lang)}
    return legend | {shade: text for shade, text in ends.items() if shade in found}


def _alt(areas: Mapping[str, Area], measure: str, lang: str) -> str:
    """Where the number is highest and lowest, and how many have none."""
    _ = translator(lang).gettext
    known = [area for area in areas.values() if area.value is not None]
    least = [area.name for area in known if area.value == known[-1].value]
    alt = _("A map with a shade for each place: highest in {most} with {high}, lowest in {least} with {low}.").format(
        most=known[0].name, high=known[0].told, least=format_list(least, lang), low=known[-1].told
    )
    if len(known) < len(areas):
        lacking = _("No number is recorded for {count} of {all} places.")
        if measure == "people_targeted":
            lacking = _("No target is recorded for {count} of {all} places.")
        alt += " " + lacking.format(count=len(areas) - len(known), all=len(areas))
    return alt


def _note(report: Report, drawn: Outlines, rows: pd.DataFrame, measure: str, lang: str) -> str:
    _ = translator(lang).gettext
    notes = [_("A shade is a number of people, not a share of those who live there.")]
    if is_rest(rows).any():
        rest = format_number(rows.loc[is_rest(rows), measure].sum(), "people", lang)
        notes.append(_("All places without a number of their own have {number} together.").format(number=rest))
    if drawn.far:
        notes.append(_("Outside the frame, since far away: {places}.").format(places=_names(report, drawn.far, lang)))
    numbered = [code for code in rows.loc[~is_rest(rows), "place"] if code not in drawn.shapes]
    for code in (code for code in numbered if code in drawn.within):
        message = _("{place} is younger than the outlines: its number is in the table, its ground in {other}.")
        other = labels.place(report, drawn.within[code], lang)
        notes.append(message.format(place=labels.place(report, code, lang), other=other))
    if lacking := [code for code in numbered if code not in {*drawn.within, *drawn.far}]:
        notes.append(_("Without an outline: {places}.").format(places=_names(report, lacking, lang)))
    return " ".join(notes)


def _names(report: Report, codes: Sequence[str], lang: str) -> str:
    return format_list([labels.place(report, code, lang) for code in codes], lang)


def _source(report: Report, rows: pd.DataFrame, lang: str) -> Markup:
    """What the rows cite, and whose the outlines are."""
    _ = translator(lang).gettext
    cited = provenance.source_line(report, [f"people_in_need/{name}" for name in rows["people_in_need_id"]], lang)
    told = _("Outlines: Natural Earth (public domain), simplified; no position is taken on any boundary.")
    return Markup("{} {}").format(cited, told)
