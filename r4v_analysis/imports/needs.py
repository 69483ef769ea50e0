"""R4V's workbook of people in need and targets (Proportions): a sheet of each, by country and sector."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from r4v_analysis.data.ids import NEED
from r4v_analysis.data.names import Names
from r4v_analysis.imports.grid import Form, Grid, LeftOut
from r4v_analysis.imports.reading import ROW, SourceRows, country_of, place_of, sector_of
from r4v_analysis.imports.source import plain

RMRP, HRP = "rmrp", "hrp"
"""Types of plan: R4V's own, and humanitarian plans, whose people in need are counted by other rules."""
GROUPS = {
    "in_destination": "(in|en)?dest(ination|ino)?",
    "in_transit": "(in|en)?trans(ito?)?",
    "host_community": "host(communit(y|ies)|com)?|hc|comunidad(es)?(de)?acogida",
    "pendular": "pendul(ar(e?s)?)?",
    "returnees": "(colombian)?return(ees?)?|retornad[oa]s(colombian[oa]s)?",
    "refugees_and_migrants": "(refugees?(and)?migrants?|refugiad[oa]s(y)?migrantes|rm)",
}
_BOTH = "refugees_and_migrants"
"""A group that holds others."""


def _form(measure: str, prefix: str, title: str) -> Form:
    return Form(
        f"R4V {measure.replace('_', ' ')}",
        {
            "country": f"({prefix})?(country|pais)",
            "admin1": f"({prefix})?(admin1|departamento)",
            "year": f"({prefix})?(year|ano)",
            "sector": f"({prefix})?sector",
            "subsector": f"({prefix})?subsector",
            "all": f"({prefix})(grand)?total|total({prefix})|({prefix})",
            **{group: f"({prefix})(rm|total)?({pattern})(total)?" for group, pattern in GROUPS.items()},
        },
        ("country", "subsector", "all"),
        (f"{title} Country", "Subsector", f"{title} Total"),
        ("all", *GROUPS),
    )


FORMS = {
    "people_in_need": _form("people_in_need", "pin|peopleinneed|inneed", "PiN"),
    "people_targeted": _form("people_targeted", "targets?|peopletargeted|targeted", "Target"),
}
"""The form of each measure, by its column in people_in_need.csv."""


def read_needs(name: str, grids: Sequence[Grid], names: Names) -> SourceRows:
    """Sheets of people in need and of targets as rows of people_in_need.csv, a row a sector and group.

    The year is a column's, or the one in the name of the sheet, of another sheet, or of the file.
    """
    reading = SourceRows.of(name, NEED, grids, "R4V people in need and targets")
    reading.columns_unused = [title for title in reading.columns_unused if "platform" not in title.casefold()]
    years = {year for grid in grids if (year := year_in(grid.sheet))}
    common = years.pop() if len(years) == 1 else year_in(Path(name).stem)
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for measure, form in FORMS.items():
        own = [grid for grid in grids if grid.form is form]
        found = chain.from_iterable(reading.each(own, partial(_rows, measure, names, common)))
        for row in reading.one_of_each(found, key_of, partial(_said, measure)):
            rows.setdefault(key_of(row), {}).update(row)
    reading.rows = [{**row, **_note(row, rows)} for row in rows.values()]
    return reading


def _said(measure: str, row: Mapping[str, str]) -> dict[str, str]:
    return {measure: row[measure]}


def _note(row: Mapping[str, str], rows: Mapping[tuple[str, ...], Mapping[str, str]]) -> dict[str, str]:
    """A note on a total whose groups, as far as the source gives them, add up to another number."""
    if row["population_group"] != "all":
        return {}
    about = key_of(row)[:-3]
    groups = [rows[key] for group in GROUPS if (key := (*about, group, "", "")) in rows and group != _BOTH]
    said = []
    for measure in FORMS:
        given = [float(group[measure]) for group in groups if group.get(measure)]
        if given and row.get(measure) and sum(given) != float(row[measure]):
            said.append(f"The source's groups add up to {sum(given):,.0f} in {measure}.")
    return {"note": " ".join(said)} if said else {}


def year_in(text: str) -> str:
    """The one year in a text; empty where there is none, or several."""
    years = set(re.findall(r"(?<!\d)20\d\d(?!\d)", text))
    return years.pop() if len(years) == 1 else ""


def _rows(
    measure: str, names: Names, common: str, place: str, grid: Grid, cells: Sequence[str]
) -> list[dict[str, str]]:
    """A row for each group with a number."""
    text = grid.texts(cells)
    country = country_of(text["country"], names)
    area = place_of(country, [text["admin1"]], names)
    sector = sector_of(text["subsector"] or text["sector"], names)
    year = text["year"].removesuffix(".0") or year_in(grid.sheet) or common
    if not re.fullmatch(r"20\d\d", year):
        raise LeftOut("no year in a column, in the sheet's name or in the file's", year)
    numbers = {group: grid.people(cells, group) for group in ("all", *GROUPS)}
    about = {"country_iso3": country, "year": year, "plan_type": RMRP, "sector": sector, "place": area}
    return [
        {**about, "population_group": group, measure: plain(value), ROW: place}
        for group, value in numbers.items()
        if value is not None
    ]


def key_of(row: Mapping[str, str]) -> tuple[str, ...]:
    """What a row is about: country, year, plan, place and sector, then the part of the population."""
    about = ("country_iso3", "year", "plan_type", "place", "sector", "population_group", "sex", "age_group")
    return tuple(row.get(name, "") for name in about)
