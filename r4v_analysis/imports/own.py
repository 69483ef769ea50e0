"""Tables that this project exported, a workbook's sheets or HXL, read again: what stands in data/ is unchanged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from r4v_analysis.data.names import Names, folded, joined
from r4v_analysis.data.text_table import TextTable
from r4v_analysis.exhibits.code_names import codes_of_words
from r4v_analysis.exhibits.headings import HEADINGS
from r4v_analysis.imports.grid import Form, Grid
from r4v_analysis.imports.reading import DAY, ROW, Dating, SourceRows
from r4v_analysis.language.formats import LANGUAGES, translator

IDS = {
    "plan-funding": "plan_funding_id",
    "donor-funding": "donor_funding_id",
    "people-in-need": "people_in_need_id",
    "sector-reach": "reach_id",
    "population": "population_id",
}
"""Tables that come in again, by the column that no other table has; its heading is its name in every language."""
HXL_ID = "row_id"
_MEASURES = {
    "in_need": "people_in_need",
    "targeted": "people_targeted",
    "reached": "people_reached",
    "requirements_usd": "requirements_usd",
    "funding_usd": "funding_usd",
    "population": "value",
}
"""Columns of HXL that hold a number, with those of data/."""
Tables = Mapping[str, TextTable]
HXL = Form(
    "HXL table of this project",
    {name: joined(name) for name in (HXL_ID, *_MEASURES)},
    (HXL_ID,),
    (HXL_ID,),
    tuple(_MEASURES),
)


def own_forms(tables: Tables) -> dict[Form, str]:
    """A form for each table of a folder that comes in again: its columns by name and by heading, in every language."""
    found: dict[Form, str] = {}
    for table, key in IDS.items():
        if table in tables:
            roles = {column: _pattern(column) for column in tables[table].columns}
            found[Form(f"table {table} of this project", roles, (key,), (key,))] = table
    return found


def _pattern(column: str) -> str:
    titles = [column, *(translator(lang).gettext(HEADINGS[column]) for lang in LANGUAGES if column in HEADINGS)]
    return "|".join(dict.fromkeys(joined(title) for title in titles))


def read_own(name: str, table: str, grids: Sequence[Grid], names: Names, tables: Tables) -> SourceRows:
    """Rows of a table with their own days and sources; ids and versions are given anew."""
    reading = _reading(name, table, grids)
    for grid in grids:
        for place, cells in grid.rows:
            text = {role: grid.cell(cells, role) for role in grid.columns}
            found = {column: _code(column, cell, text, names, tables) for column, cell in text.items()}
            unknown = next((column for column, cell in found.items() if cell is None), "")
            if unknown:
                reading.leave_out(place, f"not a code of {unknown}", text[unknown])
            else:
                row = {column: cell or "" for column, cell in found.items()}
                row["source_file"] = row.get("source_file") or ("" if row.get("source_url") else name)
                reading.rows.append(_dated(row, place, table))
    return _with_day(reading)


def _code(column: str, cell: str, text: Mapping[str, str], names: Names, tables: Tables) -> str | None:
    """A cell as data/ writes it; None where it is no code."""
    if cell == "":
        return ""
    if column == "country_iso3":
        return names.country(cell)
    if column == "sector":
        return names.sector(cell)
    if column == "place":
        return names.place(names.country(text.get("country_iso3", "")) or "", cell)
    if column == "population_group":
        rows = tables["population-groups"]
        named = {folded(row[key]): row[column] for row in rows for key in (column, "name_en", "name_es")}
        return named.get(folded(cell))
    words = codes_of_words(column)
    return words.get(cell.casefold()) if words else cell


def _dated(row: dict[str, str], place: str, table: str) -> dict[str, str]:
    kept = {column: cell for column, cell in row.items() if column not in (IDS[table], "version")}
    return {**kept, ROW: place, DAY: row.get("known_from", "")}


def read_hxl(name: str, grids: Sequence[Grid], tables: Tables) -> list[SourceRows]:
    """Rows of HXL by the table that they came from: each is its row of data/, with the number that the file has."""
    known = {
        f"{table.replace('-', '_')}/{row[key]}": (table, row)
        for table, key in IDS.items()
        if table in tables
        for row in tables[table]
    }
    readings: dict[str, SourceRows] = {}
    rows: dict[str, dict[str, str]] = {}
    for grid in grids:
        for place, cells in grid.rows:
            identifier = grid.cell(cells, HXL_ID)
            table, stored = known.get(identifier, ("", {}))
            table = table or "sector-reach"
            reading = readings.setdefault(table, SourceRows(name, HXL.kind, table))
            reading.count += 1
            if not stored:
                reading.leave_out(place, "no row of a table of data/ that comes in again", identifier)
                continue
            row = rows.get(identifier)
            if row is None:
                row = rows[identifier] = _dated(dict(stored), place, table)
                reading.rows.append(row)
            told = {column: grid.cell(cells, role) for role, column in _MEASURES.items() if column in row}
            row.update({column: cell for column, cell in told.items() if cell})
    return [_with_day(reading) for reading in readings.values() if reading.rows] or list(readings.values())


def _reading(name: str, table: str, grids: Sequence[Grid]) -> SourceRows:
    return SourceRows(name, grids[0].form.kind, table, sum(len(grid.rows) for grid in grids))


def _with_day(reading: SourceRows) -> SourceRows:
    """The reading with the last of its rows' days: each row keeps its own."""
    days = [row[DAY] for row in reading.rows if row[DAY]]
    reading.dating = Dating(date.fromisoformat(max(days)), "printed", "the last day of its rows") if days else None
    return reading
