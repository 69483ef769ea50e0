"""A data folder in memory: its tables, and how their rows are found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Self

import pandas as pd

from r4v_analysis.data.absent import empty
from r4v_analysis.data.corrections import Correction
from r4v_analysis.data.queries import Queries
from r4v_analysis.data.schema import OBSERVATIONS, read_package
from r4v_analysis.data.tables import Frames
from r4v_analysis.errors import UsageError, suggestion


@dataclass(frozen=True)
class Folder:
    """A data folder in memory.

    `tables` maps a resource's name (`reports`, `programme-events`, …) to a frame with the columns
    of its schema; the observations of all reports are one frame, `observations`. `digest` is that
    of every file's content; `corrections` are the known misprints, those known on `day` (empty: all)
    corrected in `tables`.
    """

    folder: Path
    digest: str
    tables: Mapping[str, pd.DataFrame]
    corrections: tuple[Correction, ...] = ()
    day: str = ""

    @cached_property
    def queries(self) -> Queries:
        """How rows of these tables are found."""
        return Queries(self.tables)

    @property
    def report_ids(self) -> list[str]:
        """Ids of all reports, in the order of reports.csv."""
        return [str(id_) for id_ in self.tables["reports"]["report_id"]]

    def row(self, table: str, **equal: str) -> pd.Series | None:
        """The first row whose columns equal texts; None where there is none.

        Its `name` is its place among the rows of its table that have the same report or country.
        """
        found = self.queries.positions(table, **equal)
        if not len(found):
            return None
        row = self.tables[table].iloc[int(found[0])]
        row.name = self.queries.place(table, int(found[0]))
        return row

    def keyed(self, table: str, key: str) -> pd.Series | None:
        """The row of a table with a primary key, its first column; None where there is none."""
        if table not in self.tables:
            return None
        return self.row(table, **{str(self.tables[table].columns[0]): key})

    def misprints(self, report_id: str) -> list[Correction]:
        """Corrections of a report's observations, whenever known."""
        own = f"{report_id}/"
        return [entry for entry in self.corrections if entry.table == OBSERVATIONS and entry.key.startswith(own)]

    def known_by(self, day: date) -> Self:
        """The same folder with the corrections that were known on a day; later ones leave what was printed."""
        known = self._corrections_by(day.isoformat())
        alike = self if known == self._corrections_by(self.day) else _as_known(self, known)
        found = replace(self, tables=alike.tables, day=day.isoformat())
        found.__dict__["queries"] = alike.queries  # what was sorted by value is so for each report
        return found

    def _corrections_by(self, day: str) -> tuple[Correction, ...]:
        return tuple(entry for entry in self.corrections if not day or entry.known_from <= day)

    def table(self, name: str) -> pd.DataFrame:
        """A table by its resource's name; one that the folder does not have is empty, with its columns."""
        return self.tables[name] if name in self.tables else empty(name)

    def codes(self, table: str) -> pd.DataFrame:
        """A code table indexed by its code, a new frame.

        Raises
        ------
        UsageError
            No such table; the nearest is offered.
        """
        if table not in self.tables:
            raise UsageError(f"codes: expected a table of the data, found {table!r}. {suggestion(table, self.tables)}")
        rows = self.tables[table]
        return rows.set_index(rows.columns[0])

    def known(self, table: str, country_iso3: str, day: date) -> pd.DataFrame:
        """Rows of a table, of a country or its programmes, that were known on a day, of all versions."""
        return self.queries.known(table, country_iso3, day.isoformat()) if table in self.tables else empty(table)


def _as_known(data: Folder, corrections: tuple[Correction, ...]) -> Folder:
    return _known(data.folder, data.digest, corrections, data.corrections)


@lru_cache(maxsize=16)
def _known(folder: Path, digest: str, known: tuple[Correction, ...], every: tuple[Correction, ...]) -> Folder:
    """The folder's tables with some of its corrections; it keeps the list of all, for hindsight."""
    return Folder(folder, digest, Frames(folder, read_package(folder)["resources"], known), every)
