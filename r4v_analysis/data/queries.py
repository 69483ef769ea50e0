"""What can be asked of a data folder's tables, so that it can be asked again of a later state.

A query is a name and texts. Its answer is rows of a table, in the table's order, or names; its digest
covers all of the answer and nothing else. Whoever reads through queries can be told by their digests
whether another state of the folder would have answered alike (see `reads`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Query = tuple[str, ...]
Positions = npt.NDArray[np.intp]

NONE: Positions = np.empty(0, dtype=np.intp)
BOX = ("funding", "coverage")
"""Indicators of a report's funding box: how much of a plan is funded."""


@dataclass(frozen=True)
class Answer:
    """Rows of a table by position, or names, or the answers of other queries one after the other."""

    table: str = ""
    positions: Positions = field(default_factory=lambda: NONE)
    names: tuple[str, ...] = ()
    parts: tuple[Query, ...] = ()


class Slices:
    """One state of the tables, with what makes asking quick: rows by value, digests of rows and answers."""

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        """`frames` are tables by name; each is asked for when a query needs it."""
        self.frames = frames
        self._answers: dict[Query, Answer] = {}
        self._digests: dict[Query, str] = {}
        self._by_value: dict[tuple[str, str], Mapping[str, Positions]] = {}
        self._row_digests: dict[str, npt.NDArray[np.void]] = {}
        self._columns: dict[tuple[str, str], npt.NDArray[Any]] = {}

    def answer(self, query: Query) -> Answer:
        """The answer to a query.

        Raises
        ------
        KeyError
            No such query.
        """
        if query not in self._answers:
            self._answers[query] = QUERIES[query[0]](self, *query[1:])
        return self._answers[query]

    def rows(self, query: Query) -> pd.DataFrame:
        """The rows that a query gives, numbered from 0."""
        table, positions = self.positions(query)
        found = self.frames[table].take(positions)
        found.index = pd.RangeIndex(len(found))
        return found

    def positions(self, query: Query) -> tuple[str, Positions]:
        """The table and the positions of the rows that a query gives."""
        answer = self.answer(query)
        found = [self.positions(part) for part in answer.parts if not self.answer(part).names]
        table = answer.table or next((table for table, _rows in found if table), "")
        return table, np.concatenate([answer.positions, *(rows for _table, rows in found)])

    def digest(self, query: Query) -> str:
        """SHA-256 of all that a query gives; empty for one that is unknown here."""
        if query not in self._digests:
            try:
                self._digests[query] = self._digest(self.answer(query))
            except (KeyError, TypeError):
                return ""
        return self._digests[query]

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

    def place(self, table: str, position: int) -> int:
        """A row's place among those of its table that have the same report or country."""
        frame = self.frames[table]
        group = "report_id" if "report_id" in frame else "country_iso3"
        if group in frame:
            alike = self.by_value(table, group)[str(self.column(table, group)[position])]
        else:
            programme = self.by_value("programmes", "programme")[str(self.column(table, "programme")[position])]
            alike = of_programmes(self, table, str(self.column("programmes", "country_iso3")[programme[0]]))
        return int(np.searchsorted(alike, position))

    def column(self, table: str, name: str) -> npt.NDArray[Any]:
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

    def kept(self, table: str, positions: Positions, column: str, last: int) -> Positions:
        """Of some rows those whose value in a column of days or whole numbers is `last` or less."""
        return positions[self.column(table, column)[positions] <= last]

    def is_known(self, table: str, positions: Positions, day: str) -> Positions:
        """Of some rows those that were known on a day."""
        return self.kept(table, positions, "known_from", day_number(day))

    @cached_property
    def shelf(self) -> Mapping[tuple[str, str], Sequence[tuple[int, int, str, int]]]:
        """Reports by country and publisher, in the order of period and id: end, start, id, position."""
        found: dict[tuple[str, str], list[tuple[int, int, str, int]]] = {}
        names = ("country_iso3", "period_end", "period_start", "report_id")
        for position, row in enumerate(zip(*(self.column("reports", name) for name in names), strict=True)):
            key = str(row[0]), publisher_of(str(row[3]))
            found.setdefault(key, []).append((int(row[1]), int(row[2]), str(row[3]), position))
        return {key: sorted(reports) for key, reports in found.items()}

    def _digest(self, answer: Answer) -> str:
        digest = hashlib.sha256(json.dumps([answer.table, answer.names]).encode())
        for part in answer.parts:
            digest.update(self.digest(part).encode())
        if answer.table in self.frames:
            frame = self.frames[answer.table]
            digest.update(repr([(name, str(kind)) for name, kind in frame.dtypes.items()]).encode())
            digest.update(self.row_digests(answer.table)[answer.positions].tobytes())
        return digest.hexdigest()

    def row_digests(self, table: str) -> npt.NDArray[np.void]:
        """16 bytes for each row of a table, of all its cells."""
        if table not in self._row_digests:
            frame = self.frames[table]
            rows = zip(*(_plain(frame[name]) for name in frame), strict=True)
            found = b"".join(hashlib.blake2b(repr(row).encode(), digest_size=16).digest() for row in rows)
            self._row_digests[table] = np.frombuffer(found, dtype="V16")
        return self._row_digests[table]


FAR = np.iinfo(np.int64).max
"""What an empty day or number compares as: no day is as late."""


def _plain(column: pd.Series) -> list[Any]:
    """A column's cells as Python's own values, each with one way to be written."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return list(column.to_numpy("datetime64[ns]").astype(np.int64).tolist())
    return list(column.astype(object).tolist())


def day_number(day: str) -> int:
    """Days since 1970 of an ISO date."""
    return int(np.datetime64(day, "D").astype(np.int64))


def publisher_of(report_id: str) -> str:
    """`r4v` for `ARG_2022-01_2022-01_r4v`, `` for a report without suffix or with a reissue's (`_v2`)."""
    suffix = report_id.partition("_")[2].partition("_")[2].partition("_")[2]
    return "" if suffix[:1] == "v" and suffix[1:].isdecimal() else suffix


def _table(slices: Slices, name: str) -> Answer:
    return Answer(name, np.arange(len(slices.frames[name]))) if name in slices.frames else Answer(name)


def _rows(slices: Slices, table: str, column: str, value: str) -> Answer:
    return Answer(table, slices.by_value(table, column).get(value, NONE))


def _known(slices: Slices, table: str, country: str, day: str) -> Answer:
    """Rows of a country, or of its programmes, known on a day."""
    if table not in slices.frames:
        return Answer(table)
    if "country_iso3" in slices.frames[table]:
        own = slices.by_value(table, "country_iso3").get(country, NONE)
    else:
        own = of_programmes(slices, table, country)
    return Answer(table, slices.is_known(table, own, day))


def of_programmes(slices: Slices, table: str, country: str) -> Positions:
    """Rows of a country's programmes."""
    programmes = slices.by_value("programmes", "country_iso3").get(country, NONE)
    names = dict.fromkeys(slices.column("programmes", "programme")[programmes])
    return _union([slices.by_value(table, "programme").get(str(name), NONE) for name in names])


def _union(positions: Iterable[Positions]) -> Positions:
    return np.unique(np.concatenate([NONE, *positions]))


def _years(slices: Slices, table: str, country: str, last: str) -> Answer:
    """Rows of a country of years up to one."""
    own = slices.by_value(table, "country_iso3").get(country, NONE)
    return Answer(table, slices.kept(table, own, "year", int(last)) if len(own) else NONE)


def _events(slices: Slices, report_id: str, country: str, day: str) -> Answer:
    """Events of a country's programmes known on a day, or that a report prints."""
    table = "programme-events"
    own = of_programmes(slices, table, country)
    printed = slices.by_value(table, "source_report_id").get(report_id, NONE)
    return Answer(table, _union([slices.is_known(table, own, day), np.intersect1d(own, printed)]))


def _others(slices: Slices, report_id: str, day: str) -> list[tuple[int, int, str, int]]:
    """Earlier reports of the same country and publisher known on a day, oldest first."""
    own = next(iter(slices.by_value("reports", "report_id").get(report_id, NONE)), None)
    if own is None:
        return []
    country, end = slices.column("reports", "country_iso3")[own], slices.column("reports", "period_end")[own]
    known, last = slices.column("reports", "known_from"), day_number(day)
    alike = slices.shelf[str(country), publisher_of(report_id)]
    return [item for item in alike if item[0] < end and known[item[3]] <= last]


def _earlier(slices: Slices, report_id: str, day: str) -> Answer:
    return Answer("reports", np.array([item[3] for item in _others(slices, report_id, day)], dtype=np.intp))


def _record(slices: Slices, report_id: str, day: str) -> Answer:
    """Observations of earlier reports known on a day, oldest report first, then the report's own."""
    ids = [*(item[2] for item in _others(slices, report_id, day)), report_id]
    return Answer("observations", parts=tuple(("rows", "observations", "report_id", id_) for id_ in ids))


def _neighbours(slices: Slices, report_id: str) -> Answer:
    """The report before and the one after among those of the country; "" where there is none."""
    own = next(iter(slices.by_value("reports", "report_id").get(report_id, NONE)), None)
    if own is None:
        return Answer(names=("", ""))
    country, end = slices.column("reports", "country_iso3")[own], slices.column("reports", "period_end")[own]
    alike = slices.shelf[str(country), publisher_of(report_id)]
    before, after = [item[2] for item in alike if item[0] < end], [item[2] for item in alike if item[0] > end]
    return Answer(names=((before or [""])[-1], (after or [""])[0]))


def _boxes(slices: Slices, report_id: str, day: str) -> Answer:
    """Ids of a report's earlier ones, and its own, that print what is funded."""
    ids = [*(item[2] for item in _others(slices, report_id, day)), report_id]
    return Answer(names=tuple(id_ for id_ in ids if prints_box(slices, id_)))


def _boxes_of(slices: Slices, country: str, day: str, end: str) -> Answer:
    """Ids of a country's reports known on a day, whose period ends by another, that print what is funded."""
    own = slices.is_known("reports", slices.by_value("reports", "country_iso3").get(country, NONE), day)
    own = slices.kept("reports", own, "period_end", day_number(end))
    ends, ids = slices.column("reports", "period_end"), slices.column("reports", "report_id")
    found = sorted(own, key=lambda position: (ends[position], position))
    return Answer(names=tuple(str(ids[position]) for position in found if prints_box(slices, str(ids[position]))))


def prints_box(slices: Slices, report_id: str) -> bool:
    """Whether a report prints what is funded, as an amount or as a share."""
    rows = slices.by_value("observations", "report_id").get(report_id, NONE)
    indicators = slices.column("observations", "indicator")[rows] if len(rows) else ()
    values = slices.column("observations", "value")
    return any(name in BOX and not pd.isna(values[row]) for row, name in zip(rows, indicators, strict=True))


def _later(slices: Slices, report_id: str, country: str, after: str, until: str) -> Answer:
    """The country's other reports that became known after a day and up to another."""
    own = slices.is_known("reports", slices.by_value("reports", "country_iso3").get(country, NONE), until)
    known, ids = slices.column("reports", "known_from"), slices.column("reports", "report_id")
    kept = [row for row in own if known[row] > day_number(after) and ids[row] != report_id]
    return Answer("reports", np.array(kept, dtype=np.intp))


def _ids(slices: Slices) -> Answer:
    return Answer(names=tuple(str(id_) for id_ in slices.column("reports", "report_id")))


QUERIES: Mapping[str, Callable[..., Answer]] = {
    "table": _table,
    "rows": _rows,
    "known": _known,
    "years": _years,
    "events": _events,
    "earlier": _earlier,
    "record": _record,
    "neighbours": _neighbours,
    "boxes": _boxes,
    "boxes of": _boxes_of,
    "later": _later,
    "ids": _ids,
}
"""What can be asked; the texts that follow a query's name are the arguments."""

_TABLES = {"events": "programme-events", "record": "observations", "boxes": "observations", "boxes of": "observations"}


def table_of(query: Query) -> str:
    """The table that a query is about, as a reason names it."""
    if query[0] in ("table", "rows", "known", "years"):
        return query[1]
    return _TABLES.get(query[0], "reports")
