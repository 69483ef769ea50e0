"""Tables of who was reached and where: population groups, sexes and ages, places."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from r4v_analysis import labels, reach_groups
from r4v_analysis.data import Report, as_text
from r4v_analysis.exhibits import Prose, Table, absent
from r4v_analysis.i18n import format_date, format_number, translator
from r4v_analysis.tables import observation_link


def ages(report: Report, lang: str) -> Table | Prose:
    """Running totals by sex and age, a column each; only where R4V's rows give them."""
    _ = translator(lang).gettext
    frame = reach_groups.ages(report)
    if frame.empty:
        return absent(_("No table of sex and age: no monthly row by sex or age is known for the country."))
    frame = frame.assign(who=[labels.person(row["sex"], row["age_group"], lang) for _index, row in frame.iterrows()])
    columns = list(dict.fromkeys(frame["who"]))
    wide = frame.pivot(index="sector", columns="who", values="people_reached")
    rows = [
        (_sector(report, str(sector), lang), *(_number(wide.loc[sector, column], lang) for column in columns))
        for sector in dict.fromkeys(frame["sector"])
    ]
    caption = _("Running totals by sex and age, by {day}").format(day=format_date(_day(frame), lang))
    data = frame.drop(columns="who")
    return Table("ages", caption, (_("Sector"), *columns), rows, data, frozenset(range(1, len(columns) + 1)))


def groups(report: Report, lang: str) -> Table | Prose:
    """The report's own counts of one population group or sex."""
    _ = translator(lang).gettext
    frame = reach_groups.people(report)
    if frame.empty:
        return absent(_("The report prints no count of one population group or of one sex."))
    rows = [
        (
            labels.named(report, "population-groups", row["population_group"], lang)
            if as_text(row["population_group"])
            else _("not stated"),
            labels.coded(labels.SEXES, as_text(row["sex"]), lang) or _("all"),
            *_told(report, row, lang),
        )
        for _index, row in frame.iterrows()
    ]
    header = (_("Population group"), _("Sex"), _("Number"), _("Unit"), _("People were"), _("As printed"))
    caption = _("What the report counts of one population group or sex")
    return Table("groups", caption, header, rows, frame, frozenset({2}))


def places(report: Report, lang: str) -> Table | Prose:
    """The report's own numbers of one place."""
    _ = translator(lang).gettext
    frame = reach_groups.places(report)
    if frame.empty:
        return absent(_("The report prints no number of one place."))
    names = report.codes("places")["name"]
    rows = [
        (
            str(names[row["place"]]),
            labels.named(report, "indicators", row["indicator"], lang),
            *_told(report, row, lang),
        )
        for _index, row in frame.iterrows()
    ]
    header = (_("Place"), _("What is counted"), _("Number"), _("Unit"), _("People were"), _("As printed"))
    return Table("places", _("What the report counts in one place"), header, rows, frame, frozenset({2}))


def place_totals(report: Report, lang: str) -> Table | Prose:
    """R4V's running totals by place: the sector that reached most there, and in how many sectors people were."""
    _ = translator(lang).gettext
    frame = reach_groups.place_totals(report)
    if frame.empty:
        return absent(_("No table of monthly reach by place: no such row is known."))
    largest = frame.sort_values(["people_reached", "sector"], ascending=[False, True], kind="stable")
    largest = largest[largest["people_reached"] > 0].drop_duplicates("place")
    names = report.codes("places")["name"]
    rows = [
        (
            str(names[row["place"]]),
            _sector(report, row["sector"], lang),
            format_number(row["people_reached"], "people", lang),
        )
        for _index, row in largest.iterrows()
    ]
    header = (_("Place"), _("Largest sector"), _("People in it"))
    caption = _("Running totals by place, by {day}: the sector that reached most").format(
        day=format_date(_day(frame), lang)
    )
    note = _("The file behind this table has every sector; sectors of a place overlap. Places with 0 are left out.")
    return Table("place_totals", caption, header, rows, frame, frozenset({2}), note=note)


def _sector(report: Report, code: str, lang: str) -> str:
    return labels.named(report, "sectors", code, lang)


def _told(report: Report, row: pd.Series, lang: str) -> tuple[Markup | str, ...]:
    return (
        observation_link(report, row["observation_id"], lang),
        labels.coded(labels.UNITS, row["unit"], lang),
        labels.coded(labels.ROLES, as_text(row["role"]), lang) or "–",
        f"“{row['printed']}”",
    )


def _number(value: float, lang: str) -> str:
    _ = translator(lang).gettext
    return _("not reported") if pd.isna(value) else format_number(value, "people", lang)


def _day(frame: pd.DataFrame) -> pd.Timestamp:
    day = reach_groups.last_day(frame)
    return frame["month"].max() if day is None else day
