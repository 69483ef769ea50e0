"""Figures of need: who is in need, who is to be assisted, who was, by sector and by department."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.lines import Line2D

from r4v_analysis.analysis.reach import needs, targets
from r4v_analysis.analysis.reach.tables import whole_number
from r4v_analysis.data.queries import Record, records
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import heat, labels, provenance
from r4v_analysis.exhibits.canvas import BAR, BLUE, LIGHT_BLUE, PALE, TEXT, add_bar, canvas, name_rows, scale_end, style
from r4v_analysis.exhibits.canvas import label_bar as draw_label
from r4v_analysis.exhibits.exhibit import Chart, Prose, Table, absent
from r4v_analysis.language.formats import format_date, format_list, format_number, translator
from r4v_analysis.values.metric import source_anchor

MOST = 12
"""Departments that the figure shows, those with the largest targets; its table has all."""


@dataclass(frozen=True)
class _Bar:
    """In need (pale), targeted (blue) and reached (a mark) of one sector or department; None is not known."""

    name: str
    anchor: str
    in_need: float | None
    targeted: float | None
    reached: float | None = None

    @property
    def end(self) -> float:
        """Where the longest of the three ends."""
        return max(number or 0 for number in (self.in_need, self.targeted, self.reached))


def needs_by_sector(report: Report, lang: str) -> Chart | Prose:
    """People in need, targeted and reached since January in each sector; what of these is not known is not drawn."""
    _ = translator(lang).gettext
    every = needs.by_sector(report)
    is_any = (every[[*needs.NUMBERS, "people_reached"]].fillna(0) > 0).any(axis="columns")
    rows = every[is_any].reset_index(drop=True)
    if rows.empty:
        return absent(
            _("No people in need and no targets by sector, group, age or place were known on the report’s day.")
        )
    names = [labels.named(report, "sectors", str(code), lang, "label") for code in rows["sector"]]
    bars = [_bar(name, row) for name, row in zip(names, records(rows), strict=True)]
    first = bars[int(rows["people_targeted"].fillna(-1).to_numpy().argmax())]
    title = _("{name} is to reach the most people: {target} of {need} in need").format(
        name=first.name, target=_number(first.targeted, lang), need=_number(first.in_need, lang)
    )
    is_reached = bool(rows["people_reached"].notna().any())
    subtitle = _("People in need and people targeted in {year}, by sector; sectors overlap").format(
        year=report.period.end.year
    )
    note = _("Pale: in need. Blue: targeted. Whom each sector reached in this year is not known.")
    if is_reached:
        note = _("Pale: in need. Blue: targeted. Dark line: reached from January to {day}, by running totals.").format(
            day=format_date(rows["counted_to"].max(), lang)
        )
    if not is_any.all():
        without = [labels.named(report, "sectors", str(code), lang) for code in every.loc[~is_any, "sector"]]
        note += " " + _("Not in the country’s plan: {sectors}.").format(sectors=format_list(without, lang))
    data = _table(report, "needs_by_sector", rows, names, lang)
    return _chart(report, bars, title, subtitle, note, data, lang)


def needs_by_place(report: Report, lang: str) -> Chart | Prose:
    """People in need and targeted in the departments with the largest targets, each person counted once."""
    _ = translator(lang).gettext
    rows = needs.by_place(report)
    if rows.empty:
        return absent(
            _("No people in need and no targets by sector, group, age or place were known on the report’s day.")
        )
    names = [str(labels.place(report, row["place"], lang)) for row in records(rows)]
    every = [_bar(name, row) for name, row in zip(names, records(rows), strict=True)]
    bars = every[:MOST]
    title = _("{name} has the largest target: {target} people").format(
        name=bars[0].name, target=_number(bars[0].targeted, lang)
    )
    if bars[0].targeted is None:
        title = _("{name} has the most people in need: {need}").format(
            name=bars[0].name, need=_number(bars[0].in_need, lang)
        )
    subtitle = _("People in need and people targeted in {year}, each counted once over sectors").format(
        year=report.period.end.year
    )
    marks = _("Pale: in need. Blue: targeted.")
    if rows["people_targeted"].isna().all():
        marks = _("Whom the plan means to assist is not known by place.")
    note = f"{marks} " + _("Places do not add up to the country: people in transit are left out.")
    if len(every) > len(bars):
        note += " " + _("Shown are {shown} of {count}; the table behind the figure has all.").format(
            shown=len(bars), count=len(every)
        )
    data = _table(report, "needs_by_place", rows, names, lang)
    return _chart(report, bars, title, subtitle, note, data, lang)


def _bar(name: str, row: Record) -> _Bar:
    numbers = [row.get(column) for column in (*needs.NUMBERS, "people_reached")]
    return _Bar(name, _anchor(row), *(None if pd.isna(number) else float(number) for number in numbers))


def _anchor(row: Record) -> str:
    return source_anchor(f"people_in_need/{row['people_in_need_id']}")


def _chart(report: Report, bars: Sequence[_Bar], title: str, subtitle: str, note: str, data: Table, lang: str) -> Chart:
    _ = translator(lang).gettext
    end = scale_end(bar.end for bar in bars)
    texts = [_label(bar, lang) for bar in bars]
    names = [bar.name for bar in bars]
    with style():
        ends = [(bar.end / end, text) for bar, text in zip(bars, texts, strict=True)]
        figure, axes = canvas(title, subtitle, names=names, rows=0.8 * (len(bars) + 0.2), bars=ends)
        for position, bar in enumerate(bars):
            add_bar(axes, position, bar.in_need or 0, BAR, PALE, edgecolor=LIGHT_BLUE, linewidth=0.8)
        for position, bar in enumerate(bars):  # one look after the other: a short file
            add_bar(axes, position, bar.targeted or 0, 0.55 * BAR, BLUE)
            if bar.reached is not None:
                mark = (position - 0.5 * BAR, position + 0.5 * BAR)
                axes.add_artist(Line2D([bar.reached] * 2, mark, color=TEXT, linewidth=2.2))
            draw_label(axes, bar.end, position, texts[position], anchor=bar.anchor)
        axes.set(xlim=(0, end), ylim=(len(bars) - 0.4, -0.6))
        name_rows(axes, names)
    alt = _("Bars of people in need with people targeted in them: {bars}.").format(
        bars="; ".join(f"{name} {text}" for name, text in zip(names, texts, strict=True))
    )
    sources = [f"people_in_need/{name}" for name in data.data["people_in_need_id"]]
    return Chart(data.name, title, alt, figure, data, note, provenance.source_line(report, sources, lang))


def _label(bar: _Bar, lang: str) -> str:
    """What a bar says in words: the target of those in need, and who was reached."""
    _ = translator(lang).gettext
    target, need = _number(bar.targeted, lang), _number(bar.in_need, lang)
    if bar.in_need is None:
        return target
    if not bar.in_need and not bar.targeted:
        return _("not in the plan")
    if bar.targeted is None:
        return _("{need} in need").format(need=need)
    return _("{part} of {whole}").format(part=target, whole=need)


def _table(report: Report, name: str, rows: pd.DataFrame, names: Sequence[str], lang: str) -> Table:
    _ = translator(lang).gettext
    columns = [column for column in (*needs.NUMBERS, "people_reached") if column in rows and rows[column].notna().any()]
    heads = {
        "people_in_need": _("People in need"),
        "people_targeted": _("People targeted"),
        "people_reached": _("Reached since January"),
    }
    if "people_reached" in columns and (marks := heat.legend(rows["people_reached"], rows["is_around"], lang)):
        heads["people_reached"] += f" ({marks})"
    cells = [
        (who, *(_whole(row, column, lang) for column in columns)) for who, row in zip(names, records(rows), strict=True)
    ]
    first = _("Place") if "place" in rows else _("Sector")
    caption = _("People in need and people targeted in {year}").format(year=report.period.end.year)
    header = (first, *(heads[column] for column in columns))
    shown = targets.shown(report)
    anchors = [anchor if anchor not in shown else "" for anchor in (_anchor(row) for row in records(rows))]
    return Table(name, caption, header, cells, rows, frozenset(range(1, len(header))), anchors)


def _whole(row: Record, column: str, lang: str) -> str:
    """A number of the table, with a mark where it is a running total that is rough."""
    return heat.rough(whole_number(row[column], lang), column == "people_reached" and row["is_around"])


def _number(value: float | None, lang: str) -> str:
    """A number to read in a figure: from a million on to three digits."""
    if value is None:
        return "–"
    return format_number(value, "people", lang, 10_000.0 if value >= 1_000_000 else None)
