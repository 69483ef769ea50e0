"""How rows of a data folder's tables are found: by value, by country, by the day from which they were known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from r4v_analysis.data.ids import NEED
from r4v_analysis.data.known import Versions
from r4v_analysis.data.publisher import publisher_of
from r4v_analysis.errors import UsageError, suggestion

Positions = npt.NDArray[np.intp]

NONE: Positions = np.empty(0, dtype=np.intp)
FAR = np.iinfo(np.int64).max
"""What an empty day or number compares as: no day is as late."""


Record = Mapping[str, Any]
"""A row's cells by column."""


class Queries:
    """One state of the tables, with what makes asking quick; days are ISO dates, rows come in the table's order."""

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        """`frames` are tables by name; each is asked for when a query needs it."""
        self.frames = frames
        self._by_value: dict[tuple[str, str], Mapping[str, Positions]] = {}
        self._columns: dict[tuple[str, str], npt.NDArray[Any]] = {}
        self._arrays: dict[str, Mapping[str, Any]] = {}
        self._versioned: dict[str, Versions] = {}

    def rows(self, table: str, **equal: str) -> pd.DataFrame:
        """The rows whose columns equal texts, numbered from 0."""
        return self._taken(table, self.positions(table, **equal))

    def positions(self, table: str, **equal: str) -> Positions:
        """Where the rows stand whose columns equal texts."""
        (first, value), *others = equal.items()
        found = self.by_value(table, first).get(value, NONE)
        for column, value in others:
            found = found[self._column(table, column)[found] == value] if len(found) else found
        return found

    def known(self, table: str, country: str, day: str) -> pd.DataFrame:
        """Rows of a country, or of its programmes, known on a day."""
        return self._taken(table, self.known_positions(table, country, day))

    def latest(self, table: str, country: str, day: str) -> pd.DataFrame:
        """The same, of each number only the version said last by the day, in known_from or confirmed_on: `Versions`."""
        positions = self.known_positions(table, country, day)
        if len(positions) and "version" in self.frames[table]:
            if table not in self._versioned:
                self._versioned[table] = Versions(self.frames[table])
            positions = np.array(self._versioned[table].latest(map(int, positions), day), dtype=np.intp)
        return self._taken(table, positions)

    def known_positions(self, table: str, country: str, day: str) -> Positions:
        """Where they stand; nowhere in a table that the folder does not have.

        Of people in need only R4V's plan: humanitarian plans count others, by other rules. `rows` has those of all.
        """
        if table not in self.frames:
            return NONE
        if "country_iso3" in self.frames[table]:
            plan = {"plan_type": "rmrp"} if table == NEED and "plan_type" in self.frames[table] else {}
            own = self.positions(table, country_iso3=country, **plan)
        else:
            own = self._of_programmes(table, country)
        return self._known(table, own, day) if len(own) else NONE

    def known_between(self, table: str, country: str, day: str, months: tuple[str, str]) -> Positions:
        """Where those stand whose `month` lies between two days."""
        own = self.known_positions(table, country, day)
        if not len(own):
            return NONE
        first, last = map(day_number, months)
        return self._kept(table, own[self._column(table, "month")[own] >= first], "month", last)

    def years(self, table: str, country: str, last: int) -> pd.DataFrame:
        """Rows of a country of years up to one."""
        return self._taken(table, self.year_positions(table, country, last))

    def year_positions(self, table: str, country: str, last: int) -> Positions:
        """Where they stand; nowhere in a table that the folder does not have."""
        own = self.by_value(table, "country_iso3").get(country, NONE)
        return self._kept(table, own, "year", last) if len(own) else NONE

    def events(self, report_id: str, country: str, day: str) -> pd.DataFrame:
        """Events of a country's programmes known on a day, or that a report prints."""
        return self._taken("programme-events", self.event_positions(report_id, country, day))

    def event_positions(self, report_id: str, country: str, day: str) -> Positions:
        """Where they stand."""
        table = "programme-events"
        own = self._of_programmes(table, country)
        printed = self.by_value(table, "source_report_id").get(report_id, NONE)
        return _union([self._known(table, own, day) if len(own) else NONE, np.intersect1d(own, printed)])

    def earlier(self, report_id: str, day: str) -> list[str]:
        """Ids of earlier reports of the same country and publisher known on a day, oldest first."""
        own = next(iter(self.by_value("reports", "report_id").get(report_id, NONE)), None)
        if own is None:
            return []
        end, known = self._column("reports", "period_end")[own], self._column("reports", "known_from")
        return [id_ for its, id_, row in self._alike(own) if its < end and known[row] <= day_number(day)]

    def neighbours(self, report_id: str) -> tuple[str, str]:
        """The report before and the one after among those of the country; "" where there is none."""
        own = self.by_value("reports", "report_id")[report_id][0]
        end = self._column("reports", "period_end")[own]
        before = [id_ for its, id_, _row in self._alike(own) if its < end]
        after = [id_ for its, id_, _row in self._alike(own) if its > end]
        return (before or [""])[-1], (after or [""])[0]

    def elsewhere(self, report_id: str, day: str) -> list[str]:
        """Of each other publisher the country's last report that had ended with this one and was known on a day."""
        own = self.by_value("reports", "report_id")[report_id][0]
        end, known = self._column("reports", "period_end")[own], self._column("reports", "known_from")
        country, publisher = str(self._column("reports", "country_iso3")[own]), publisher_of(report_id)
        shelves = [alike for key, alike in sorted(self._shelf.items()) if key[0] == country and key[1] != publisher]
        past = [[id_ for its, id_, row in alike if its <= end and known[row] <= day_number(day)] for alike in shelves]
        return [ids[-1] for ids in past if ids]

    def later(self, report_id: str, country: str, after: str, until: str) -> pd.DataFrame:
        """The country's other reports that became known after a day and up to another."""
        own = self._known("reports", self.by_value("reports", "country_iso3").get(country, NONE), until)
        known, ids = self._column("reports", "known_from"), self._column("reports", "report_id")
        kept = [row for row in own if known[row] > day_number(after) and ids[row] != report_id]
        return self._taken("reports", np.array(kept, dtype=np.intp))

    def observations(self, report_ids: Iterable[str]) -> pd.DataFrame:
        """Observations of some reports, one after the other."""
        found = [self.by_value("observations", "report_id").get(id_, NONE) for id_ in report_ids]
        return self._taken("observations", np.concatenate([NONE, *found]))

    def printing(self, report_ids: Iterable[str], indicators: Collection[str]) -> list[str]:
        """Of some reports those that print a number of one of some indicators."""
        return [id_ for id_ in report_ids if self._prints(id_, indicators)]

    def ended(self, country: str, day: str, end: str) -> list[str]:
        """Ids of a country's reports known on a day, whose period ends by another, in the order of their ends."""
        own = self._known("reports", self.by_value("reports", "country_iso3").get(country, NONE), day)
        ends, ids = self._column("reports", "period_end"), self._column("reports", "report_id")
        found = self._kept("reports", own, "period_end", day_number(end))
        return [str(ids[position]) for position in sorted(found, key=lambda position: (ends[position], position))]

    def record(self, table: str, position: int) -> Record:
        """The cells of one row, for a quarter of what a series of them takes."""
        if table not in self._arrays:
            self._arrays[table] = {str(name): cells.array for name, cells in self.frames[table].items()}
        return {name: cells[position] for name, cells in self._arrays[table].items()}

    def place(self, table: str, position: int) -> int:
        """A row's place among those of its table that have the same report or country."""
        frame = self.frames[table]
        group = "report_id" if "report_id" in frame else "country_iso3"
        if group in frame:
            alike = self.by_value(table, group)[str(self._column(table, group)[position])]
        else:
            programme = self.by_value("programmes", "programme")[str(self._column(table, "programme")[position])]
            alike = self._of_programmes(table, str(self._column("programmes", "country_iso3")[programme[0]]))
        return int(np.searchsorted(alike, position))

    def by_value(self, table: str, column: str) -> Mapping[str, Positions]:
        """Positions of a table's rows by the text of a column; empty cells are left out."""
        key = table, column
        if key not in self._by_value:
            found: dict[str, list[int]] = {}
            if table in self.frames and column in self.frames[table]:
                for position, value in enumerate(self.frames[table][column].astype(object)):
                    if isinstance(value, str):
                        found.setdefault(value, []).append(position)
            self._by_value[key] = {value: np.array(rows, dtype=np.intp) for value, rows in found.items()}
        return self._by_value[key]

    def cells(self, table: str, name: str, positions: Positions) -> npt.NDArray[Any]:
        """A column's values in some rows: days and whole numbers as whole numbers, far ones where empty."""
        return self._column(table, name)[positions]

    def _taken(self, table: str, positions: Positions) -> pd.DataFrame:
        found = self.frames[table].take(positions)
        found.index = pd.RangeIndex(len(found))
        return found

    def _column(self, table: str, name: str) -> npt.NDArray[Any]:
        """A column's values: days as days since 1970, empty ones far in the future; texts as objects."""
        key = table, name
        if key not in self._columns:
            values = self.frames[table][name]
            if pd.api.types.is_datetime64_any_dtype(values):
                self._columns[key] = np.where(values.isna(), FAR, values.to_numpy("datetime64[D]").astype(np.int64))
            elif pd.api.types.is_integer_dtype(values):
                self._columns[key] = values.to_numpy(np.int64, na_value=FAR)
            else:
                self._columns[key] = values.astype(object).to_numpy()
        return self._columns[key]

    def _kept(self, table: str, positions: Positions, column: str, last: int) -> Positions:
        """Of some rows those whose value in a column of days or whole numbers is `last` or less."""
        return positions[self._column(table, column)[positions] <= last]

    def _known(self, table: str, positions: Positions, day: str) -> Positions:
        return self._kept(table, positions, "known_from", day_number(day))

    def _of_programmes(self, table: str, country: str) -> Positions:
        """Rows of a country's programmes."""
        programmes = self.by_value("programmes", "country_iso3").get(country, NONE)
        names = dict.fromkeys(self._column("programmes", "programme")[programmes])
        return _union([self.by_value(table, "programme").get(str(name), NONE) for name in names])

    def _alike(self, position: int) -> Sequence[tuple[int, str, int]]:
        """End, id and position of the reports of a report's country and publisher, itself too, in their order."""
        country, id_ = (str(self._column("reports", name)[position]) for name in ("country_iso3", "report_id"))
        return self._shelf[country, publisher_of(id_)]

    @cached_property
    def _shelf(self) -> Mapping[tuple[str, str], Sequence[tuple[int, str, int]]]:
        """Reports by country and publisher, in the order of period and id."""
        found: dict[tuple[str, str], list[tuple[int, int, str, int]]] = {}
        names = ("country_iso3", "period_end", "period_start", "report_id")
        for position, row in enumerate(zip(*(self._column("reports", name) for name in names), strict=True)):
            key = str(row[0]), publisher_of(str(row[3]))
            found.setdefault(key, []).append((int(row[1]), int(row[2]), str(row[3]), position))
        return {key: [(end, id_, row) for end, _start, id_, row in sorted(alike)] for key, alike in found.items()}

    def _prints(self, report_id: str, indicators: Collection[str]) -> bool:
        rows = self.by_value("observations", "report_id").get(report_id, NONE)
        names = self._column("observations", "indicator")[rows] if len(rows) else ()
        values = self._column("observations", "value")
        return any(name in indicators and not pd.isna(values[row]) for row, name in zip(rows, names, strict=True))


def _union(positions: Iterable[Positions]) -> Positions:
    return np.unique(np.concatenate([NONE, *positions]))


@lru_cache(maxsize=4096)
def day_number(day: str) -> int:
    """Days since 1970 of an ISO date."""
    return int(np.datetime64(day, "D").astype(np.int64))


def records(rows: pd.DataFrame) -> list[Record]:
    """The rows of a frame with Python's own values, in half the time of `to_dict`; an empty cell stays as it is."""
    names = [str(name) for name in rows]
    cells = zip(*(rows[name].tolist() for name in names), strict=True)
    return [dict(zip(names, row, strict=True)) for row in cells]


def of_country(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the whole country, of all sexes and ages; a table without these columns has no others."""
    parts = [name for name in ("place", "sex", "age_group") if name in rows]
    whole: pd.DataFrame = rows[rows[parts].isna().all(axis="columns")]
    return whole


_IS_EAGER = pd.__version__.startswith("2.")
"""Whether a copy must be made at once: from 3.0 on pandas makes it when one of the two is changed."""


def own(rows: pd.DataFrame) -> pd.DataFrame:
    """A frame for its holder to change: the one that was given stays as it is."""
    return rows.copy(deep=_IS_EAGER)


class Selection:
    """The rows of a frame that never changes, found by value."""

    def __init__(self, rows: pd.DataFrame) -> None:
        """Nothing is sorted by value yet: each column is when it is asked for."""
        self._rows = rows
        self._frames: dict[frozenset[tuple[str, str]], pd.DataFrame] = {}
        self._indexes: dict[str, Mapping[object, frozenset[int]]] = {}

    def frame(self, equal: Mapping[str, str]) -> pd.DataFrame:
        """The rows whose columns equal the given values, numbered from 0; "" is an empty cell."""
        asked = frozenset(equal.items())
        if asked not in self._frames:
            self._frames[asked] = self._rows.take(self._places(equal)).reset_index(drop=True)
        return own(self._frames[asked])

    def each(self, equal: Mapping[str, str]) -> Iterator[pd.Series]:
        """The same rows one by one, for less than what a frame of them takes."""
        return (self._rows.iloc[place] for place in self._places(equal))

    def _places(self, equal: Mapping[str, str]) -> Sequence[int]:
        found = [self._by_value(column).get(value, frozenset()) for column, value in equal.items()]
        return sorted(frozenset.intersection(*found)) if found else range(len(self._rows))

    def _by_value(self, column: str) -> Mapping[object, frozenset[int]]:
        """Places of rows by their value in a column, "" for an empty cell."""
        if column not in self._rows:
            near = suggestion(column, map(str, self._rows))
            raise UsageError(f"select: expected a column of the observations, found {column!r}. {near}")
        if column not in self._indexes:
            found: dict[object, set[int]] = {}
            for place, value in enumerate(self._rows[column]):
                found.setdefault("" if pd.isna(value) else value, set()).add(place)
            self._indexes[column] = {value: frozenset(places) for value, places in found.items()}
        return self._indexes[column]
