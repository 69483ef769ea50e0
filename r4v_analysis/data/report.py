"""One situation report, and the tables around it as they were known on its day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import pandas as pd

from r4v_analysis.data.absent import empty
from r4v_analysis.data.cells import own_day, parse_date, row_quantity
from r4v_analysis.data.corrections import Correction
from r4v_analysis.data.publisher import DOCUMENTLESS, publisher_of
from r4v_analysis.data.queries import Queries, Record, Selection, own
from r4v_analysis.data.schema import OBSERVATIONS, read_package
from r4v_analysis.data.tables import Frames
from r4v_analysis.errors import UsageError, nearest, suggestion
from r4v_analysis.files import check_report_id
from r4v_analysis.values.period import Period
from r4v_analysis.values.quantity import Quantity, missing

OPENED = 64
"""So many reports are kept open, with what they have answered: half a megabyte each, and those of a country follow
each other."""

CODED = {
    "indicator": "indicators", "sector": "sectors", "stage": "stages", "programme": "programmes",
    "population_group": "population-groups", "place": "places",
}  # fmt: skip
"""Columns of the observations that hold codes, with the tables that the codes are in."""


P = ParamSpec("P")
T = TypeVar("T")


def once_a_report(function: Callable[Concatenate[Report, P], T]) -> Callable[Concatenate[Report, P], T]:
    """A function of a report that remembers its answers as long as the report lives.

    A report's data never changes, so an answer can't become wrong; what it consists of is not to be
    changed by who gets it. A list, a dictionary or a frame is a new one each time.
    """
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def remembered(report: Report, /, *arguments: P.args, **options: P.kwargs) -> T:
        asked = (name, arguments, frozenset(options.items()))
        if asked not in report.answers:
            report.answers[asked] = function(report, *arguments, **options)
        answer = report.answers[asked]
        if isinstance(answer, pd.DataFrame):
            return cast("T", own(answer))
        return cast("T", answer.copy() if isinstance(answer, list | dict) else answer)

    return remembered


@dataclass(frozen=True)
class Data:
    """A data folder in memory, and the reports in it.

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

    def row(self, table: str, **equal: str) -> Record | None:
        """The cells of the first row whose columns equal texts; None where there is none."""
        found = self.queries.positions(table, **equal)
        return self.queries.record(table, int(found[0])) if len(found) else None

    def keyed(self, table: str, key: str) -> Record | None:
        """The row of a table with a primary key, its first column; None where there is none."""
        if table not in self.tables:
            return None
        return self.row(table, **{str(self.tables[table].columns[0]): key})

    def misprints(self, report_id: str) -> list[Correction]:
        """Corrections of a report's observations, whenever known."""
        own = f"{report_id}/"
        return [entry for entry in self.corrections if entry.table == OBSERVATIONS and entry.key.startswith(own)]

    def known_by(self, day: date) -> Data:
        """The same folder with the corrections that were known on a day; later ones leave what was printed."""
        known = self._corrections_by(day.isoformat())
        is_same = known == self._corrections_by(self.day)
        alike = self if is_same else _known(self.folder, self.digest, known, self.corrections)
        found = replace(self, tables=alike.tables, day=day.isoformat())
        found.__dict__["queries"] = alike.queries  # what was sorted by value is so for each report
        found.__dict__["_opened"] = self._opened  # and whoever opens a report of it shares what it answers
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

    def report(self, report_id: str, as_of: str | date = "") -> Report:
        """One report, with what was known on a date.

        Parameters
        ----------
        report_id
            Such as `PER_2023-05_2023-07`.
        as_of
            ISO date. Empty: the report's publication, else the end of its period. Rows of other
            sources that became known later are left out; the report's own rows always count.

        Raises
        ------
        UsageError
            No such report (the nearest id is offered), or `as_of` is no date.
        """
        return self._opened(report_id, parse_date(as_of, "as_of"))

    @cached_property
    def _opened(self) -> Callable[[str, date | None], Report]:
        """Opens a report; whoever asks again soon finds what it has answered."""
        return lru_cache(maxsize=OPENED)(self._report)

    def _report(self, report_id: str, asked: date | None) -> Report:
        _require_id(report_id, self.queries.by_value("reports", "report_id"))
        row = self.row("reports", report_id=report_id)
        if row is None:
            raise UsageError(
                f"report_id: expected a report in {self.folder / 'reports.csv'}, found {report_id!r}. "
                + suggestion(report_id, self.report_ids)
            )
        period = Period(row["period_start"].date(), row["period_end"].date())
        own = own_day(row)
        return Report(self.known_by(min(asked or own, own)), row, period, asked or own, own)


@lru_cache(maxsize=16)
def _known(folder: Path, digest: str, known: tuple[Correction, ...], every: tuple[Correction, ...]) -> Data:
    """The folder's tables with some of its corrections; it keeps the list of all, for hindsight."""
    return Data(folder, digest, Frames(folder, read_package(folder)["resources"], known), every)


def _require_id(report_id: str, known: Iterable[str]) -> None:
    try:
        check_report_id(report_id)
    except UsageError as error:
        near = nearest(str(report_id), known)
        raise UsageError(f"{error} Nearest: {near!r}." if near else str(error)) from None


@dataclass(frozen=True, repr=False)
class Report:
    """One situation report and the tables around it.

    >>> report = load("data").report("PER_2023-05_2023-07")
    >>> report
    Report(PER_2023-05_2023-07: Peru situation report, May to July 2023; 2023-05-01 to 2023-07-31, as of 2023-07-31)
    >>> report.headline("funding").value
    22700000.0
    >>> report.select(sector="nutrition", indicator="people_reached")[["value", "stream"]].dropna()
        value stream
    0  3791.0   rmrp

    `as_of` is the date that was asked for, `own_as_of` the report's own. Every frame that a metric
    needs comes from here, already limited to what was known on `vintage`. What became known after
    it, up to `as_of`, is hindsight.
    """

    data: Data
    row: Record
    period: Period
    as_of: date
    own_as_of: date

    @property
    def report_id(self) -> str:
        """Such as `PER_2023-05_2023-07`."""
        return str(self.row["report_id"])

    @property
    def country_iso3(self) -> str:
        """Country or region code."""
        return str(self.row["country_iso3"])

    @property
    def is_own_vintage(self) -> bool:
        """Whether `as_of` is the report's own date."""
        return self.as_of == self.own_as_of

    @property
    def vintage(self) -> date:
        """The day up to which metrics know other sources: `as_of`, and never later than the report's own."""
        return min(self.as_of, self.own_as_of)

    def known(self, table: str, day: date | None = None) -> pd.DataFrame:
        """Rows of a table, of the report's country or region, that were known on a day (default: `vintage`).

        A row without `known_from` is known on no day. Of rows with versions (the same numbers, said
        again or changed) only the one said last by that day is in it. People in need are those of R4V's plan;
        `data.queries.rows("people-in-need", country_iso3="COL")` has those of every plan. No such table: an empty
        frame.
        """
        return self.known_of(table, self.country_iso3, day)

    def known_of(self, table: str, country_iso3: str, day: date | None = None) -> pd.DataFrame:
        """The same for another country or region, such as XRG, all countries of the response."""
        if table not in self.data.tables:
            return self.data.table(table)
        return self.data.queries.latest(table, country_iso3, (day or self.vintage).isoformat())

    @property
    def earlier_ids(self) -> list[str]:
        """Ids of earlier reports of the same country and publisher known on `vintage`, oldest first."""
        return self.data.queries.earlier(self.report_id, self.vintage.isoformat())

    @cached_property
    def earlier(self) -> list[Report]:
        """Those reports, none known better."""
        return [self.data.report(other, self.vintage) for other in self.earlier_ids]

    @property
    def publisher(self) -> str:
        """The suffix of the id that names another publisher than the platform: `r4v`; empty without one."""
        return publisher_of(self.report_id)

    @property
    def is_document(self) -> bool:
        """Whether somebody published it as a text; if not, it is rows of monitoring or of FTS, which print no words."""
        return self.publisher not in DOCUMENTLESS

    @property
    def neighbours(self) -> tuple[str, str]:
        """Ids of the report before and the one after among those of the country; "" where there is none."""
        return self.data.queries.neighbours(self.report_id)

    @property
    def elsewhere(self) -> list[str]:
        """Of each other publisher the id of the country's last report up to this one's end, known on `vintage`."""
        return self.data.queries.elsewhere(self.report_id, self.vintage.isoformat())

    @property
    @once_a_report
    def observations(self) -> pd.DataFrame:
        """The report's printed numbers, a row each, columns as in data/README.md."""
        return self.data.queries.observations([self.report_id])

    @property
    def partners(self) -> pd.DataFrame:
        """The printed list of partner organizations: position, name."""
        return self.data.queries.rows("partners", report_id=self.report_id)

    def __repr__(self) -> str:
        start, end = self.period.start.isoformat(), self.period.end.isoformat()
        return f"Report({self.report_id}: {self.row['title']}; {start} to {end}, as of {self.as_of.isoformat()})"

    @property
    @once_a_report
    def known_programmes(self) -> pd.DataFrame:
        """Regularization programmes of the report's country that were known: by an event, a count, or its own rows."""
        rows = self.data.queries.rows("programmes", country_iso3=self.country_iso3)
        names = [self.known("programme-counts"), self._every_known_event, self.record]
        known = rows["programme"].isin(pd.concat([found["programme"] for found in names]))
        return rows[known].reset_index(drop=True)

    @property
    @once_a_report
    def record(self) -> pd.DataFrame:
        """Observations of the report itself and of the earlier reports known on `vintage`, oldest report first."""
        return self.data.queries.observations([*self.earlier_ids, self.report_id])

    @property
    @once_a_report
    def events(self) -> pd.DataFrame:
        """Events of those programmes that were known on `vintage`, or that this report prints."""
        rows = self._every_known_event
        return rows[rows["programme"].isin(self.known_programmes["programme"])].reset_index(drop=True)

    @cached_property
    def _every_known_event(self) -> pd.DataFrame:
        return self.data.queries.events(self.report_id, self.country_iso3, self.vintage.isoformat())

    def codes(self, table: str) -> pd.DataFrame:
        """A code table (`sectors`, `indicators`, `stages`, …) indexed by its code."""
        if table not in self._codes:
            self._codes[table] = self.data.codes(table)
        return own(self._codes[table])

    @cached_property
    def _codes(self) -> dict[str, pd.DataFrame]:
        return {}

    def select(self, **equal: str) -> pd.DataFrame:
        """The observations whose columns equal the given values; "" selects empty cells.

        Raises
        ------
        UsageError
            No such column, or a value that is no code of it; the nearest is offered.
        """
        found = self._selection.frame(equal)
        if found.empty:
            self._require_codes(equal)
        return found

    def _require_codes(self, equal: Mapping[str, str]) -> None:
        for column, value in equal.items():
            known = set(self.data.table(CODED[column])[column]) if value and column in CODED else set()
            if known and value not in known:
                raise UsageError(f"{column}: expected a code, found {value!r}. {suggestion(str(value), known)}")

    def each(self, **equal: str) -> Iterator[pd.Series]:
        """The same observations one by one, without a frame of them."""
        return self._selection.each(equal)

    def first(self, **equal: str) -> pd.Series | None:
        """The first of them; None where there is none."""
        return next(self.each(**equal), None)

    @cached_property
    def _selection(self) -> Selection:
        return Selection(self.observations)

    @cached_property
    def answers(self) -> dict[object, Any]:
        """What functions of this report have answered: see `once_a_report`."""
        return {}

    def quantity(self, observation_id: str) -> Quantity:
        """One observation as a quantity with its bounds; KeyError where there is none."""
        row = self.first(observation_id=observation_id)
        if row is None:
            near = suggestion(observation_id, self.observations["observation_id"])
            raise KeyError(f"{self.report_id} has no observation {observation_id!r}. {near}")
        return row_quantity(row)

    def headline(self, indicator: str) -> Quantity:
        """The header box's number for an indicator; missing where the box does not print it."""
        row = self.first(section="header", indicator=indicator)
        return missing() if row is None else row_quantity(row)
