"""Rules of the tables of single printed numbers: programme_counts, population, and the words beside plans."""

from __future__ import annotations

from r4v_analysis.data.check.printed_rules import printed_carries_value, qualifier_agrees, qualifier_given
from r4v_analysis.data.check.rows import AllTables, Found, RowRule, reads, wrong_id
from r4v_analysis.data.names import folded
from r4v_analysis.data.population import POPULATION, population_id, series_of
from r4v_analysis.data.schema import Row
from r4v_analysis.data.spellings import same_authority


def count_id_agrees(row: Row, known: AllTables) -> Found:
    """The id begins with programme, stage and latest day; the source's short name follows."""
    expected = f"{row['programme']}_{row['stage']}_{row['date_high']:%Y_%m_%d}_"
    if not row["count_id"].startswith(expected):
        message = f"expected {expected!r} and a name of the source, found {row['count_id']!r}. Correct one of them."
        yield "count_id", message


def population_id_agrees(row: Row, known: AllTables) -> Found:
    """The id is that of the row's cells; it names the authority where the one without is another authority's.

    An id with the authority's name as the row spells it was made so before names of one authority were known.
    """
    longer = population_id(row, with_authority=True)
    if row["population_id"] not in (longer, population_id(row, with_authority=True, named=folded)):
        first = known.by(POPULATION, "population_id").get((population_id({**row, "version": 1}),), (row,))[0]
        is_own = same_authority(first.get("authority") or "") == same_authority(row.get("authority") or "")
        expected = population_id(row) if is_own else longer
        if row["population_id"] != expected:
            yield "population_id", wrong_id(expected, row["population_id"])


def series_agrees(row: Row, known: AllTables) -> Found:
    """Figures before November 2021 and from then on are two series, UNHCR's statistics a third."""
    expected = series_of(row["date_high"], row["measure"])
    if row["series"] != expected:
        about = f"{row['measure']} on {row['date_high']}"
        yield "series", f"expected {expected!r} for {about}, found {row['series']!r}. Correct it."


def words_carry_value(row: Row, known: AllTables) -> Found:
    """The words hold the number; a table's number has none, and names its file."""
    if row["printed"] or not row.get("source_file"):
        yield from printed_carries_value(row, known)


def worded(name: str, *columns: str) -> RowRule:
    """A rule of this name: the words beside the first of these numbers carry it, and qualify it as the row says."""

    def rule(row: Row, known: AllTables) -> Found:
        column = next((name for name in columns if row[name] is not None), None)
        if not row.get("printed") or column is None:
            return
        valued = {**row, "value": row[column]}
        for printed in (printed_carries_value, qualifier_given, qualifier_agrees):
            yield from printed(valued, known)

    rule.__name__ = name
    return reads("printed", "note", "qualifier", *columns)(rule)
