"""Refugees and migrants by country and date: R4V's table of countries, and UNHCR's end-year statistics."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from r4v_analysis.data.names import Names, folded
from r4v_analysis.data.population import END_YEAR, END_YEAR_MEASURES, KEY, POPULATION, series_of
from r4v_analysis.data.spellings import same_authority
from r4v_analysis.imports.grid import Form, Grid
from r4v_analysis.imports.months import day_of, month_of
from r4v_analysis.imports.reading import ROW, SourceRows, one_of_each
from r4v_analysis.imports.source import plain
from r4v_analysis.values.period import month_end

_COUNTRY = (
    "(host)?(country|pais)(of|de)?(asylum|residence|acogida)?(name|iso3?|code)?|iso3|location(name|code)?|geomastername"
)
STOCKS = Form(
    "table of refugees and migrants by country",
    {
        "country": _COUNTRY,
        "month": "(data|reference)?(date|day|month)|fecha(de)?(l?dato|corte|actualizacion)?|mes|asof",
        "people": "(total)?(population|poblacion)(total)?|individuals|refugeesandmigrants|"
        "(total|numero)?(de|of)?(personas|people)?(refugiad[oa]s|refugees)(y|and)migrant(e?s)|venezolan[oa]s|venezuelans",
        "authority": "source|fuente|authority",
    },
    ("country", "month", "people"),
    ("Country", "Date", "Population"),
    ("people",),
)
UNHCR = Form(
    "UNHCR's end-year statistics",
    {
        "year": "year",
        "origin": "country(of)?origin(iso3?|code)?|coo(iso)?(name)?",
        "country": "country(of)?asylum(iso3?|code)?|coa(iso)?(name)?",
        "refugees": "refugees(underunhcrsmandate)?",
        "asylum_seekers": "asylumseekers",
        "oip": "otherpeopleinneedofinternationalprotection|oip",
        "ooc": "others(ofconcern(tounhcr)?)?|ooc",
    },
    ("year", "origin", "country", "refugees", "asylum_seekers"),
    ("Year", "Country of origin", "Country of asylum", "Refugees under UNHCR's mandate", "Asylum-seekers"),
    END_YEAR_MEASURES,
)
_ORIGIN = {"ven", "venezuela", "venezuela bolivarian republic of"}


def read_population(name: str, grids: Mapping[Form, Sequence[Grid]], names: Names) -> SourceRows:
    """Stocks as rows of population.csv, a row a number; never differenced, and two series never joined."""
    every = [grid for found in grids.values() for grid in found]
    unused = list(dict.fromkeys(title for grid in every for title in grid.unused))
    kind = " and ".join(form.kind for form in grids)
    reading = SourceRows(name, kind, POPULATION, sum(len(grid.rows) for grid in every), columns_unused=unused)
    rows = []
    for grid in every:
        for place, cells in grid.rows:
            found = (_of_statistics if grid.form is UNHCR else _of_stocks)(grid, cells, names)
            if isinstance(found, tuple):
                reading.leave_out(place, *found)
            else:
                rows += [{**row, ROW: place} for row in found]
    reading.rows = one_of_each(rows, _about, lambda row: {"value": row["value"]}, lambda row: row[ROW], reading)
    return reading


def _about(row: Mapping[str, str]) -> tuple[str, ...]:
    return (*(row[name] for name in KEY[:-1]), same_authority(row["authority"]))


def _of_stocks(grid: Grid, cells: Sequence[str], names: Names) -> list[dict[str, str]] | tuple[str, str]:
    text = {role: grid.cell(cells, role) for role in grid.form.roles}
    country = names.country(text["country"])
    if country is None:
        return "not a country of the plan", text["country"] or "blank"
    first = last = day_of(text["month"], grid.order)
    if first is None or last is None:
        first = month_of(text["month"], "", grid.order)
        if first is None:
            return "a date that can't be read, or can be read in two ways", text["month"] or "blank"
        last = month_end(first)
    about = {"measure": "present_in_country", "series": series_of(last), "authority": text["authority"] or "R4V"}
    return _counted(grid, cells, country, (first, last), {"people": about})


def _of_statistics(grid: Grid, cells: Sequence[str], names: Names) -> list[dict[str, str]] | tuple[str, str]:
    text = {role: grid.cell(cells, role) for role in grid.form.roles}
    country, year = names.country(text["country"]), text["year"].removesuffix(".0")
    if folded(text["origin"]) not in _ORIGIN:
        return "of people from another country", text["origin"] or "blank"
    if country is None:
        return "not a country of the plan", text["country"] or "blank"
    if not re.fullmatch(r"20\d\d", year):
        return "a year that can't be read", year or "blank"
    day = date(int(year), 12, 31)
    about = {"series": END_YEAR, "authority": "UNHCR"}
    return _counted(grid, cells, country, (day, day), {role: {"measure": role, **about} for role in UNHCR.counted})


def _counted(
    grid: Grid, cells: Sequence[str], country: str, days: tuple[date, date], kinds: Mapping[str, Mapping[str, str]]
) -> list[dict[str, str]] | tuple[str, str]:
    """A row for each number that the file's row gives."""
    try:
        numbers = {role: grid.people(cells, role) for role in kinds if role in grid.columns}
    except ValueError as error:
        return "a number that can't be read", str(error)
    about = {"country_iso3": country, "date_low": days[0].isoformat(), "date_high": days[1].isoformat()}
    rows = [
        {**about, **kinds[role], "qualifier": "exact", "value": plain(value)}
        for role, value in numbers.items()
        if value is not None
    ]
    return rows or ("no number in the row", "")
