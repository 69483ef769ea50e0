"""The day from which a file's numbers were known, and whether it can be that day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from r4v_analysis.data.ids import NEED, REACH
from r4v_analysis.data.population import POPULATION
from r4v_analysis.data.text_table import TextTable
from r4v_analysis.errors import UsageError
from r4v_analysis.files import command
from r4v_analysis.imports.reading import DAY, Dating, SourceRows, name_day
from r4v_analysis.imports.source import ImportFailed
from r4v_analysis.values.period import month_end


def dated(reading: SourceRows, given: date | None, data: str | Path = "") -> SourceRows:
    """A reading with the best date there is: given, in the file's name, stated by the server.

    Raises
    ------
    UsageError
        The given day is before the last month of the numbers is over.
    ImportFailed
        No plan of these years can have had such numbers on that day, or a table needs a day and there is none.
    """
    named, rows = name_day(reading.name), TextTable.of(reading.rows)
    reading = replace(reading, rows=rows)
    over = last_day(rows) if reading.table == REACH else None
    if given:
        if over and given < over:
            raise UsageError(f"--as-of: expected {over}, the last day in {reading.name}, or later, found {given}.")
        reading = replace(reading, dating=Dating(given, "given", "given with --as-of"))
    elif named and not (over and named < over):
        reading = replace(reading, dating=Dating(named, "address", "the day in the file's name"))
    _check(reading, data)
    return reading


def last_day(rows: TextTable) -> date | None:
    """The last day that rows of sector_reach.csv are about; None without rows."""
    last = max((month for (month,) in rows.lines(["month"]) if month), default=None)
    return month_end(date.fromisoformat(last)) if last else None


def _check(reading: SourceRows, data: str | Path) -> None:
    if not reading.dating:
        if reading.table in (NEED, POPULATION) and not all(row.get(DAY) for row in reading.rows):
            raise ImportFailed(
                f"{reading.name}: expected the day from which its numbers are known, found none in its name. "
                "Give it with --as-of."
            )
        return
    day = reading.dating.day
    yearly = [] if reading.table == REACH else reading.rows
    early = next((row for row in yearly if "year" in row and DAY not in row and day < earliest(row)), None)
    if early:
        raise ImportFailed(
            f"{reading.name}: expected a day on which a plan of {early['year']} can have had such numbers, found "
            f"{day}, which is before {earliest(early)}. Correct --as-of or the day in the file's name."
        )
    if day > today():
        reading.remarks.append(
            f"{day} lies in the future by this machine's clock. If it is a slip, import again with the right --as-of "
            f"after: {command('undo', data=data)}"
        )


def today() -> date:
    """The day by this machine's clock: it dates nothing, and only asks whether a day to come is meant."""
    return date.today()


def earliest(row: Mapping[str, str]) -> date:
    """The first day on which a row of a plan year can have been known.

    A plan is launched at the end of the year before, one of two years a year earlier still; money comes in
    after that.
    """
    has_money = row.get("funding_usd", "") not in ("", "0")
    return date(int(row["year"]) - (1 if has_money else 2), 7, 1)
