"""Tables that this project exported, a workbook's sheets or HXL, read again: what stands in data/ is unchanged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from r4v_analysis.data.cells import parse_date
from r4v_analysis.data.names import Names, folded, joined
from r4v_analysis.data.text_table import TextTable
from r4v_analysis.errors import UsageError
from r4v_analysis.exhibits.code_names import codes_of_words
from r4v_analysis.exhibits.headings import HEADINGS
from r4v_analysis.imports.grid import Form, Grid, LeftOut
from r4v_analysis.imports.reading import DAY, ROW, Dating, SourceRows
from r4v_analysis.imports.shapes import SHAPES
from r4v_analysis.imports.source import ImportFailed
from r4v_analysis.language.formats import LANGUAGES, translator

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
    for table, shape in SHAPES.items():
        if table in tables:
            roles = {column: _pattern(column) for column in tables[table].columns}
            found[Form(f"table {table} of this project", roles, (shape.id_column,), (shape.id_column,))] = table
    return found


def _pattern(column: str) -> str:
    titles = [column, *(translator(lang).gettext(HEADINGS[column]) for lang in LANGUAGES if column in HEADINGS)]
    return "|".join(dict.fromkeys(joined(title) for title in titles))


def read_own(name: str, table: str, grids: Sequence[Grid], names: Names, tables: Tables) -> SourceRows:
    """Rows of a table with their own days and sources; ids and versions are given anew.

    Of rows that give one number's version of one day different values none is taken.

    Raises
    ------
    ImportFailed
        A column is not there that says what a row is about: its rows would be versions of other numbers.
    """
    _require_key(name, table, grids)
    shape = SHAPES[table]
    reading = SourceRows.of(name, table, grids)
    reading.columns_unused = ()

    def row_of(place: str, grid: Grid, cells: Sequence[str]) -> dict[str, str]:
        text = {role: grid.cell(cells, role) for role in grid.columns}
        row = {column: _code(column, cell, text, names, tables) for column, cell in text.items()}
        row["source_file"] = row.get("source_file") or ("" if row.get("source_url") else name)
        return {ROW: place, DAY: _day(row.get("known_from", "")), **row}

    rows = list(reading.each(grids, row_of))
    taken = reading.one_of_each(
        zip(shape.keys(TextTable.of(rows)), rows, strict=True),
        lambda item: (item[0], item[1][DAY], item[1].get("version", "")),
        lambda item: {column: item[1].get(column, "") for column in shape.values},
        lambda item: item[1][ROW],
    )
    reading.rows = [_dated(row, row[ROW], table) for _key, row in taken]
    return _with_day(reading)


def _require_key(name: str, table: str, grids: Sequence[Grid]) -> None:
    lacking = [column for column in SHAPES[table].key if any(column not in grid.columns for grid in grids)]
    if lacking:
        titles = ", ".join(f"{HEADINGS.get(column, column)} ({column})" for column in lacking)
        raise ImportFailed(
            f"{name}: expected all columns that say what a row of table {table} is about, missing {titles}. "
            "Give each its own name again; an empty one is there, too."
        )


def _day(cell: str) -> str:
    try:
        return str(parse_date(cell, DAY) or "")
    except UsageError:
        raise LeftOut("not a day such as 2023-07-31", cell) from None


def _code(column: str, cell: str, text: Mapping[str, str], names: Names, tables: Tables) -> str:
    """A cell as data/ writes it."""
    found: str | None = cell
    if cell == "":
        return ""
    if column == "country_iso3":
        found = names.country(cell)
    elif column == "sector":
        found = names.sector(cell)
    elif column == "place":
        found = names.place(names.country(text.get("country_iso3", "")) or "", cell)
    elif column == "population_group":
        rows = tables["population-groups"]
        named = {folded(row[key]): row[column] for row in rows for key in (column, "name_en", "name_es")}
        found = named.get(folded(cell))
    elif words := codes_of_words(column):
        found = words.get(cell.casefold())
    if found is None:
        raise LeftOut(f"not a code of {column}", cell)
    return found


def _dated(row: dict[str, str], place: str, table: str) -> dict[str, str]:
    kept = {column: cell for column, cell in row.items() if column not in (SHAPES[table].id_column, "version")}
    return {**kept, ROW: place, DAY: row.get("known_from", "")}


def read_hxl(name: str, grids: Sequence[Grid], tables: Tables) -> list[SourceRows]:
    """Rows of HXL by the table that they came from: each is its row of data/, with the number that the file has."""
    known = {
        f"{table.replace('-', '_')}/{row[shape.id_column]}": (table, row)
        for table, shape in SHAPES.items()
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


def _with_day(reading: SourceRows) -> SourceRows:
    """The reading with the last of its rows' days: each row keeps its own."""
    days = [row[DAY] for row in reading.rows if row[DAY]]
    reading.dating = Dating(date.fromisoformat(max(days)), "printed", "the last day of its rows") if days else None
    return reading
