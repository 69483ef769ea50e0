"""Refugees and migrants by country and date: R4V's table of countries, and UNHCR's end-year statistics."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from itertools import chain

from r4v_analysis.data.names import Names, folded
from r4v_analysis.data.population import END_YEAR, END_YEAR_MEASURES, KEY, POPULATION, series_of
from r4v_analysis.data.spellings import same_authority
from r4v_analysis.imports.grid import Form, Grid, LeftOut
from r4v_analysis.imports.months import month_of
from r4v_analysis.imports.reading import ROW, SourceRows, country_of
from r4v_analysis.imports.source import plain
from r4v_analysis.values.days import day_of
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


def read_population(name: str, grids: Sequence[Grid], names: Names) -> SourceRows:
    """Stocks as rows of population.csv, a row a number; never differenced, and two series never joined."""
    reading = SourceRows.of(name, POPULATION, grids)
    rows = chain.from_iterable(reading.each(grids, partial(_rows, names)))
    reading.rows = reading.one_of_each(rows, _about, lambda row: {"value": row["value"]})
    return reading


def _about(row: Mapping[str, str]) -> tuple[str, ...]:
    return (*(row[name] for name in KEY[:-1]), same_authority(row["authority"]))


def _rows(names: Names, place: str, grid: Grid, cells: Sequence[str]) -> list[dict[str, str]]:
    """A row for each number that the file's row gives."""
    text = grid.texts(cells)
    is_of_unhcr = grid.form is UNHCR
    country, days, kinds = _of_statistics(text, names) if is_of_unhcr else _of_stocks(text, names, grid.order)
    about = {"country_iso3": country, "date_low": days[0].isoformat(), "date_high": days[1].isoformat()}
    numbers = {role: grid.people(cells, role) for role in kinds if role in grid.columns}
    rows = [
        {**about, **kinds[role], "qualifier": "exact", "value": plain(value), ROW: place}
        for role, value in numbers.items()
        if value is not None
    ]
    if not rows:
        raise LeftOut("no number in the row")
    return rows


_Kinds = Mapping[str, Mapping[str, str]]
"""What the number of each role is."""


def _of_stocks(text: Mapping[str, str], names: Names, order: str) -> tuple[str, tuple[date, date], _Kinds]:
    country = country_of(text["country"], names)
    first = last = day_of(text["month"], order)
    if first is None or last is None:
        first = month_of(text["month"], "", order)
        if first is None:
            raise LeftOut("a date that can't be read, or can be read in two ways", text["month"] or "blank")
        last = month_end(first)
    about = {"measure": "present_in_country", "series": series_of(last), "authority": text["authority"] or "R4V"}
    return country, (first, last), {"people": about}


def _of_statistics(text: Mapping[str, str], names: Names) -> tuple[str, tuple[date, date], _Kinds]:
    year = text["year"].removesuffix(".0")
    if folded(text["origin"]) not in _ORIGIN:
        raise LeftOut("of people from another country", text["origin"] or "blank")
    country = country_of(text["country"], names)
    if not re.fullmatch(r"20\d\d", year):
        raise LeftOut("a year that can't be read", year or "blank")
    day = date(int(year), 12, 31)
    about = {"series": END_YEAR, "authority": "UNHCR"}
    return country, (day, day), {role: {"measure": role, **about} for role in UNHCR.counted}
