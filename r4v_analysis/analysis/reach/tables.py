"""Tables of whom monitoring counts and where: population groups, sexes and ages, places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from r4v_analysis.analysis.reach import groups, needs
from r4v_analysis.data.queries import Record, records
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import heat, labels
from r4v_analysis.exhibits.exhibit import Prose, Table, absent
from r4v_analysis.exhibits.tables import linked
from r4v_analysis.language.formats import format_date, format_number, format_whole, translator
from r4v_analysis.values.metric import source_anchor


def ages(report: Report, lang: str) -> Table | Prose:
    """Running totals by sex and age, a column each; only where R4V's rows give them."""
    _ = translator(lang).gettext
    frame = groups.ages(report)
    if frame.empty:
        return absent(_("No count of people by sex and age since January is known."))
    who = [labels.person(row["sex"], row["age_group"], lang) for row in records(frame)]
    caption = _("Running totals by sex and age, by {day}").format(day=format_date(_day(frame), lang))
    return _wide(report, "ages", caption, frame, who, lang)


def group_totals(report: Report, lang: str) -> Table | Prose:
    """Running totals by population group, a column each; only where R4V's rows give them."""
    _ = translator(lang).gettext
    frame = groups.group_totals(report)
    if frame.empty:
        return absent(_("No count of people by population group since January is known."))
    who = [labels.named(report, "population-groups", group, lang) for group in frame["population_group"]]
    caption = _("Running totals by population group, by {day}; no target of a group is known").format(
        day=format_date(_day(frame), lang)
    )
    return _wide(report, "group_totals", caption, frame, who, lang)


def place_totals(report: Report, lang: str) -> Table | Prose:
    """R4V's running totals by place: the sector that reached most there, and in how many sectors people were."""
    _ = translator(lang).gettext
    frame = groups.place_totals(report)
    if frame.empty:
        return absent(_("No count of people by place since January is known."))
    largest = frame.sort_values(["people_reached", "sector"], ascending=[False, True], kind="stable")
    largest = largest[largest["people_reached"] > 0].drop_duplicates("place")
    rows = [
        (
            labels.place(report, row["place"], lang),
            sector_name(report, row["sector"], lang),
            people_or_not(row["people_reached"], lang, is_around=row["is_around"]),
        )
        for row in records(largest)
    ]
    header = (_("Place"), _("Largest sector"), _("People in it"))
    caption = _("Running totals by place, by {day}: the sector that reached most").format(
        day=format_date(_day(frame), lang)
    )
    note = _("The file behind this table has every sector; sectors of a place overlap. Places with 0 are left out.")
    note = " ".join(filter(None, (note, missing_organizations(largest["people_reached"], largest["is_around"], lang))))
    return Table("place_totals", caption, header, rows, frame, frozenset({2}), note=note)


def needs_by_person(report: Report, lang: str) -> Table | Prose:
    """People in need and targeted by population group, and by sex and age, each counted once over sectors."""
    _ = translator(lang).gettext
    rows = needs.by_person(report)
    if rows.empty:
        return absent(
            _("No people in need and no targets by sector, group, age or place were known on the report’s day.")
        )
    who = [_who(report, row, lang) for row in records(rows)]
    anchors = map(source_anchor, needs.person_sources(report))
    cells = [
        (name, *(linked(anchor, whole_number(row[column], lang)) for column in needs.NUMBERS))
        for name, anchor, row in zip(who, anchors, records(rows), strict=True)
    ]
    header = (_("Who"), _("People in need"), _("People targeted"))
    caption = _("People in need and people targeted in {year}, by group, and by sex and age").format(
        year=report.period.end.year
    )
    note = _("Groups and ages are two ways of dividing the same people, each counted once over sectors.")
    return Table("needs_by_person", caption, header, cells, rows, frozenset({1, 2}), note=note)


def _who(report: Report, row: Record, lang: str) -> str:
    if row["population_group"] != "all":
        return labels.named(report, "population-groups", str(row["population_group"]), lang)
    return labels.person(row["sex"], row["age_group"], lang)


def sector_name(report: Report, code: str, lang: str) -> str:
    """A sector's name."""
    return labels.named(report, "sectors", code, lang)


def _wide(report: Report, name: str, caption: str, frame: pd.DataFrame, who: Sequence[str], lang: str) -> Table:
    """Sectors by people: a row a sector, a column for each of `who`, which names the people of each row of a frame."""
    _ = translator(lang).gettext
    columns = list(dict.fromkeys(who))
    numbers = zip(frame["people_reached"], frame["is_around"], strict=True)
    told = [people_or_not(people, lang, is_around=is_around) for people, is_around in numbers]
    wide = frame.assign(who=who, told=told).pivot(index="sector", columns="who", values="told")
    wide = wide.fillna(_("not reported"))
    sectors = dict.fromkeys(frame["sector"])
    rows = [(sector_name(report, str(sector), lang), *wide.loc[sector, columns]) for sector in sectors]
    note = missing_organizations(frame["people_reached"], frame["is_around"], lang)
    return Table(name, caption, (_("Sector"), *columns), rows, frame, frozenset(range(1, len(columns) + 1)), note=note)


def missing_organizations(people: Iterable[float | None], is_around: Iterable[bool], lang: str) -> str:
    """What the marks of rough numbers mean, and why they are rough; empty where none is."""
    marks = heat.legend(people, is_around, lang)
    message = translator(lang).gettext("{marks}, since organizations that reported earlier are missing.")
    return message.format(marks=marks) if marks else ""


def people_or_not(value: float, lang: str, *, is_around: bool = False) -> str:
    """A number of people, with a mark where it is rough; that it is not reported, where it is missing."""
    _ = translator(lang).gettext
    return _("not reported") if pd.isna(value) else heat.rough(format_number(value, "people", lang), is_around)


def _day(frame: pd.DataFrame) -> pd.Timestamp:
    day = groups.last_day(frame)
    return frame["month"].max() if day is None else day


def whole_number(value: float, lang: str) -> str:
    """A number to its last digit, for a table."""
    return "–" if pd.isna(value) else format_whole(value, lang)
