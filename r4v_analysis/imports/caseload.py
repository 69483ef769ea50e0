"""HPC caseloads: people in need and targets of a plan as OCHA's tools and HAPI give them, a row a sector."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from r4v_analysis.data.ids import NEED
from r4v_analysis.data.names import Names, folded, joined
from r4v_analysis.imports.fts import is_r4v_plan
from r4v_analysis.imports.grid import Form, Grid, LeftOut
from r4v_analysis.imports.needs import GROUPS, HRP, RMRP, key_of, year_in
from r4v_analysis.imports.reading import ROW, SourceRows, country_of, place_of, sector_of
from r4v_analysis.imports.source import plain

_WHO = "(people|persons|personas|population|poblacion|total)?"
_ROLES = {
    "country": "(country|pais|location|admin0|adm0)(name|iso3?|code|codigo|pcode)?|iso3|paisiso3",
    "admin1": "(provider)?(admin|adm)1(name|es|en)?|departamento|provincia|estado",
    "admin1_code": "(admin|adm)1(pcode|code)",
    "admin2": "(provider)?(admin|adm)[23](name|pcode|code|ref)?|municipio|distrito",
    "label": "(sub)?sector(name)?|(sub)?cluster(name)?|sectorcluster|clustersector",
    "code": "(cluster|sector)code",
    "description": "description|descripcion",
    "category": "category|categoria",
    "group": "population(group|type)(name)?|grupo(de)?poblacion(al)?|tipo(de)?poblacion",
    "year": "(plan)?(year|ano|anio)",
    "start": "referenceperiodstart|startdate",
    "plan_code": "(plan|appeal)(code|codigo)?|codigodelplan",
    "plan_name": "(plan|appeal)(short)?name|nombredelplan",
}
_IN_NEED = f"{_WHO}(in|con|en)(need|needs|necesidad(es)?)(pin|total)?|pin(total)?|totalpin"
_TARGETED = f"{_WHO}(targeted|targets?|objetivo|meta)(total)?|totaltargets?"
CASELOAD = Form(
    "HPC caseload",
    {**_ROLES, "people_in_need": _IN_NEED, "people_targeted": _TARGETED},
    ("label", "people_in_need", "people_targeted"),
    ("Sector or Cluster", "In Need", "Targeted"),
    ("people_in_need", "people_targeted"),
)
HAPI = Form(
    "HAPI table of humanitarian needs",
    {**_ROLES, "status": "populationstatus(code)?", "people": "population(value)?"},
    ("label", "status", "people"),
    ("sector_name", "population_status", "population"),
    ("people",),
)
_STATUS = {
    "inn": "people_in_need",
    "in need": "people_in_need",
    "tgt": "people_targeted",
    "targeted": "people_targeted",
}
_OWN = re.compile(r"\b(rmrp|r4v|rreg\d\d[a-z]?|venezuela)\b")
"""Words by which a plan or a file is R4V's."""
_EVERYONE = {"", "all", "total", "todos", "todas", "all groups", "totales"}
_ALL_SECTORS = {"all", "total", "todos", "overall", "intersectoral", "final hpc caseload", "hpc caseload", "final"}
_PARTS = {
    "girls": ("female", "child"),
    "ninas": ("female", "child"),
    "boys": ("male", "child"),
    "ninos": ("male", "child"),
    "women": ("female", "adult"),
    "mujeres": ("female", "adult"),
    "men": ("male", "adult"),
    "hombres": ("male", "adult"),
    "female": ("female", ""),
    "male": ("male", ""),
    "children": ("", "child"),
    "adults": ("", "adult"),
}


def read_caseload(name: str, grids: Sequence[Grid], names: Names) -> SourceRows:
    """Caseloads as rows of people_in_need.csv, a row a country, place, sector and part of the population.

    The country is a column's or stands in the file's name, the year too. A humanitarian plan counts other people,
    by other rules, than R4V's: where neither plan nor file says that it is R4V's, the rows say `hrp`.
    """
    reading = SourceRows.of(name, NEED, grids)
    found = reading.each(grids, partial(_row, name, names))
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for row in reading.one_of_each(found, _about, _said):
        rows.setdefault(key_of(row), {}).update(row)
    reading.rows = list(rows.values())
    if any(row["plan_type"] == HRP for row in reading.rows):
        reading.remarks.append(
            "of a humanitarian plan, since nothing says that it is R4V's: kept with plan_type hrp, beside R4V's "
            "numbers and in none of their analyses."
        )
    return reading


def _said(row: Mapping[str, str]) -> dict[str, str]:
    return {measure: row[measure] for measure in CASELOAD.counted if measure in row}


def _about(row: Mapping[str, str]) -> tuple[str, ...]:
    """What a row is about and which measures it gives: HAPI has a row for each."""
    return (*key_of(row), *_said(row))


def _row(name: str, names: Names, place: str, grid: Grid, cells: Sequence[str]) -> dict[str, str]:
    """A row with the measures that the file's row gives."""
    text = grid.texts(cells)
    columns = {measure: measure for measure in CASELOAD.counted}
    if "status" in grid.columns:
        status = _STATUS.get(folded(text["status"]))
        if status is None:
            raise LeftOut("neither in need nor targeted", text["status"] or "blank")
        columns = {status: "people"}
    country = country_of(text["country"] if "country" in grid.columns else _country_in(name, names), names)
    if text["admin2"]:
        raise LeftOut("of a place below the first level")
    area = place_of(country, (text["admin1"], text["admin1_code"]), names)
    sector = _sector(text, names)
    year = next(filter(None, (text["year"].removesuffix(".0"), text["start"][:4], year_in(Path(name).stem))), "")
    if not re.fullmatch(r"20\d\d", year):
        raise LeftOut("no year in a column or in the file's name", year)
    part = _part(text)
    values = {measure: grid.people(cells, column) for measure, column in columns.items()}
    numbers = {measure: plain(value) for measure, value in values.items() if value is not None}
    if not numbers:
        raise LeftOut("no number in the row")
    about = {"country_iso3": country, "year": year, "plan_type": _plan_type(name, grid, text), "sector": sector}
    return {**about, "place": area, **part, **numbers, ROW: place}


def _sector(text: Mapping[str, str], names: Names) -> str:
    labels = [text[role] for role in ("label", "code", "description") if text[role]]
    if any(folded(label) in _ALL_SECTORS for label in labels):
        return sector_of("intersector", names)
    shown = text["description"] or text["label"] or text["code"]
    return sector_of(next(filter(names.sector, labels), shown), names)


def _part(text: Mapping[str, str]) -> dict[str, str]:
    """Population group, sex and age of a row."""
    category, group = folded(text["category"]), joined(text["group"])
    sex, age = _PARTS.get(category, ("", ""))
    if category not in _EVERYONE and not (sex or age):
        group = joined(category)
    codes = (code for code, words in GROUPS.items() if re.fullmatch(words, group))
    code = "all" if group in _EVERYONE else next(codes, "")
    if not code:
        raise LeftOut("a category or group that people_in_need.csv has not", text["category"] or text["group"])
    return {"population_group": code, "sex": sex, "age_group": age}


def _plan_type(name: str, grid: Grid, text: Mapping[str, str]) -> str:
    """R4V's plan where its code or name, or the file's, says so; a table of sectors that names no plan is R4V's own."""
    if text["plan_code"] or text["plan_name"]:
        told = f"{text['plan_code']} {text['plan_name']}"
        return RMRP if is_r4v_plan(text["plan_code"], text["plan_name"]) or _OWN.search(folded(told)) else HRP
    if _OWN.search(folded(name)):
        return RMRP
    return HRP if grid.form is HAPI or {"description", "category"} & grid.columns.keys() else RMRP


def _country_in(name: str, names: Names) -> str:
    """The one country whose code or name is a word of a file's name; "" where none is, or several are."""
    words = folded(Path(name).stem).split()
    found = {code for word in words if len(word) > 2 and (code := names.country(word))}
    return found.pop() if len(found) == 1 else ""
