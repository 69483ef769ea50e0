"""R4V's workbook of people in need and targets (Proportions): a sheet of each, by country and sector."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from r4v_analysis.data.names import Names
from r4v_analysis.imports.grid import Form, Grid
from r4v_analysis.imports.reading import ROW, SourceRows, one_of_each
from r4v_analysis.imports.source import plain

NEED = "people-in-need"
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


def read_needs(name: str, grids: Mapping[str, Sequence[Grid]], names: Names) -> SourceRows:
    """Sheets of people in need and of targets as rows of people_in_need.csv, a row a sector and group.

    `grids` are by measure. The year is a column's, or the one in the name of the sheet, of another sheet, or of
    the file.
    """
    every = [grid for found in grids.values() for grid in found]
    count = sum(len(grid.rows) for grid in every)
    unused = list(dict.fromkeys(title for grid in every for title in grid.unused if "platform" not in title.casefold()))
    reading = SourceRows(name, "R4V people in need and targets", NEED, count, columns_unused=unused)
    years = {year for grid in every if (year := year_in(grid.sheet))}
    common = years.pop() if len(years) == 1 else year_in(Path(name).stem)
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for measure, found in grids.items():
        for row in _of_measure(measure, found, names, common, reading):
            rows.setdefault(key_of(row), {}).update(row)
    reading.rows = [{**row, **_note(row, rows)} for row in rows.values()]
    return reading


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


def _of_measure(
    measure: str, grids: Sequence[Grid], names: Names, common: str, reading: SourceRows
) -> list[dict[str, str]]:
    read = []
    for grid in grids:
        for place, cells in grid.rows:
            found = _rows(measure, place, grid, cells, names, common)
            if isinstance(found, tuple):
                reading.leave_out(place, *found)
            else:
                read += found
    return one_of_each(read, key_of, lambda row: {measure: row[measure]}, lambda row: row[ROW], reading)


def _rows(
    measure: str, place: str, grid: Grid, cells: Sequence[str], names: Names, common: str
) -> list[dict[str, str]] | tuple[str, str]:
    country, admin1 = names.country(grid.cell(cells, "country")), grid.cell(cells, "admin1")
    label = grid.cell(cells, "subsector") or grid.cell(cells, "sector")
    sector = names.sector(label)
    year = grid.cell(cells, "year").removesuffix(".0") or year_in(grid.sheet) or common
    if country is None:
        return "not a country of the plan", grid.cell(cells, "country") or "blank"
    area = names.place(country, admin1) if admin1 else ""
    if area is None:
        return "a place that codes/places.csv lacks", f"{admin1}, {country}"
    if sector is None:
        return "not a sector", label or "blank"
    if not re.fullmatch(r"20\d\d", year):
        return "no year in a column, in the sheet's name or in the file's", year
    try:
        numbers = {group: grid.people(cells, group) for group in ("all", *GROUPS)}
    except ValueError as error:
        return "a number that can't be read", str(error)
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
