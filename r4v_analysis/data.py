"""Load the tables of a data folder, typed as its descriptor says, and one report out of them."""

from __future__ import annotations

import calendar
import hashlib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from r4v_analysis import monitoring
from r4v_analysis.corrections import FILE as CORRECTIONS
from r4v_analysis.corrections import Correction, corrected, read_corrections
from r4v_analysis.paths import DESCRIPTOR, check_report_id, find_data_dir
from r4v_analysis.problems import DataError, UsageError, nearest, suggestion
from r4v_analysis.quantities import Quantity, missing, observed
from r4v_analysis.resources import Resource, is_observations, read_descriptor, unnamed_files

if TYPE_CHECKING:
    from r4v_analysis.questions import Funding, Programmes, Reach

CHECKED = "R4V_CHECKED_DATA"
"""Environment variable: digests of data folders that a batch has checked, so its pages need not."""


OPTIONAL: Mapping[str, Mapping[str, str]] = {
    "population": {
        "population_id": "str", "country_iso3": "str", "value": "float", "qualifier": "str", "measure": "str",
        "series": "str", "authority": "str", "date_low": "datetime64[ns]", "date_high": "datetime64[ns]",
        "known_from": "datetime64[ns]", "known_from_basis": "str", "source_url": "str", "printed": "str", "note": "str",
    },
    "programme-counts": {
        "count_id": "str", "programme": "str", "stage": "str", "value": "float", "unit": "str", "qualifier": "str",
        "basis": "str", "date_low": "datetime64[ns]", "date_high": "datetime64[ns]", "authority": "str",
        "known_from": "datetime64[ns]", "known_from_basis": "str", "source_url": "str", "printed": "str", "note": "str",
    },
    "plan-funding": {
        "plan_funding_id": "str", "country_iso3": "str", "year": "Int64", "plan_code": "str",
        "requirements_usd": "float", "requirements_scope": "str", "funding_usd": "float", "coverage_printed": "float",
        "as_of": "datetime64[ns]", "known_from": "datetime64[ns]", "note": "str",
    },
    "people-in-need": {
        "people_in_need_id": "str", "country_iso3": "str", "year": "Int64", "sector": "str", "population_group": "str",
        "people_in_need": "float", "people_targeted": "float", "known_from": "datetime64[ns]", "note": "str",
    },
    "sector-reach": {
        "reach_id": "str", "country_iso3": "str", "month": "datetime64[ns]", "sector": "str", "place": "str",
        "basis": "str", "population_group": "str", "sex": "str", "age_group": "str", "people_reached": "float",
        "people_reached_cva": "float", "reporting_organizations": "float", "known_from": "datetime64[ns]",
    },
}  # fmt: skip
"""Tables that a data folder may lack, with the columns that an analysis reads and their kinds."""


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """Days in the period, both ends included."""
        return (self.end - self.start).days + 1

    @property
    def months(self) -> int:
        """Calendar months that the period touches."""
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1


@dataclass(frozen=True)
class Data:
    """A data folder in memory.

    `tables` maps a resource's name (`reports`, `programme-events`, …) to a frame with the columns
    of its schema; the observations of all reports are one frame, `observations`. `digest` is that
    of every file's content; `corrections` are the known misprints, all of them corrected in `tables`.
    """

    folder: Path
    digest: str
    tables: Mapping[str, pd.DataFrame]
    corrections: tuple[Correction, ...] = ()

    @property
    def report_ids(self) -> list[str]:
        """Ids of all reports, in the order of reports.csv."""
        return list(self.tables["reports"]["report_id"])

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
        reports = self.tables["reports"]
        _require_id(report_id, reports["report_id"])
        if report_id not in set(reports["report_id"]):
            raise UsageError(
                f"report_id: expected a report in {self.folder / 'reports.csv'}, found {report_id!r}. "
                + suggestion(report_id, reports["report_id"])
            )
        row = reports.loc[reports["report_id"] == report_id].iloc[0]
        period = Period(row["period_start"].date(), row["period_end"].date())
        own = as_date(row["published"]) or period.end
        asked = parse_date(as_of, "as_of") or own
        return Report(self.known_by(min(asked, own)), row, period, asked, own)

    def known_by(self, day: date) -> Data:
        """The same folder with the corrections that were known on a day; later ones leave what was printed."""
        known = tuple(entry for entry in self.corrections if entry.known_from <= day.isoformat())
        return self if len(known) == len(self.corrections) else _as_known(self, known)

    def table(self, name: str) -> pd.DataFrame:
        """A table by its resource's name; one that the folder does not have is empty, with its columns."""
        if name in self.tables:
            return self.tables[name]
        return pd.DataFrame({column: pd.Series(dtype=kind) for column, kind in OPTIONAL[name].items()})


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
    row: pd.Series
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
        again or changed) only the one said last by that day is in it. No such table: an empty frame.
        """
        return self.known_of(table, self.country_iso3, day)

    def known_of(self, table: str, country_iso3: str, day: date | None = None) -> pd.DataFrame:
        """The same for another country or region, such as XRG, all 17 countries."""
        rows = self.data.table(table)
        if "country_iso3" in rows:
            rows = rows[rows["country_iso3"] == country_iso3]
        else:
            rows = rows[rows["programme"].isin(self._programmes_of(country_iso3))]
        rows = rows[rows["known_from"] <= pd.Timestamp(day or self.vintage)]
        return _latest_versions(rows, day or self.vintage).reset_index(drop=True)

    def _programmes_of(self, country_iso3: str) -> pd.Series:
        rows = self.data.tables["programmes"]
        return rows.loc[rows["country_iso3"] == country_iso3, "programme"]

    @cached_property
    def earlier(self) -> list[Report]:
        """Earlier reports of the same country and publisher known on `vintage`, oldest first, none known better."""
        return [self.data.report(other, self.vintage) for other in self._others(self.vintage, is_before=True)]

    def _others(self, day: date | None, *, is_before: bool) -> list[str]:
        rows = self.data.tables["reports"]
        ends, end = rows["period_end"], pd.Timestamp(self.period.end)
        alike = (rows["country_iso3"] == self.country_iso3) & (rows["report_id"].map(publisher_of) == self.publisher)
        rows = rows[alike & (rows["report_id"] != self.report_id) & ((ends < end) if is_before else (ends > end))]
        if day is not None:
            rows = rows[rows["known_from"] <= pd.Timestamp(day)]
        return list(rows.sort_values(["period_end", "period_start", "report_id"])["report_id"])

    @property
    def publisher(self) -> str:
        """The suffix of the id that names another publisher than the platform: `r4v`; empty without one."""
        return publisher_of(self.report_id)

    @property
    def neighbours(self) -> tuple[str, str]:
        """Ids of the report before and the one after among those of the country; "" where there is none."""
        before, after = self._others(None, is_before=True), self._others(None, is_before=False)
        return (before[-1] if before else ""), (after[0] if after else "")

    @cached_property
    def observations(self) -> pd.DataFrame:
        """The report's printed numbers, a row each, columns as in data/README.md."""
        rows = self.data.tables["observations"]
        return rows[rows["report_id"] == self.report_id].reset_index(drop=True)

    @property
    def partners(self) -> pd.DataFrame:
        """The printed list of partner organizations: position, name."""
        rows = self.data.tables["partners"]
        return rows[rows["report_id"] == self.report_id].reset_index(drop=True)

    @cached_property
    def funding(self) -> Funding:
        """Requirements, funding and the gap between them, to read at a prompt."""
        from r4v_analysis.questions import Funding

        return Funding(self)

    @cached_property
    def reach(self) -> Reach:
        """People reached by sector, to read at a prompt."""
        from r4v_analysis.questions import Reach

        return Reach(self)

    @cached_property
    def programmes(self) -> Programmes:
        """Regularization programmes, their counts and calendar, to read at a prompt."""
        from r4v_analysis.questions import Programmes

        return Programmes(self)

    def __repr__(self) -> str:
        start, end = self.period.start.isoformat(), self.period.end.isoformat()
        return f"Report({self.report_id}: {self.row['title']}; {start} to {end}, as of {self.as_of.isoformat()})"

    def _repr_html_(self) -> str:
        from r4v_analysis.questions_html import report_html

        return report_html(self)

    @cached_property
    def known_programmes(self) -> pd.DataFrame:
        """Regularization programmes of the report's country that were known: by an event, a count, or its own rows."""
        rows = self.data.tables["programmes"]
        names = [self.known(table)["programme"] for table in ("programme-events", "programme-counts")]
        events = self.data.tables["programme-events"]
        names += [self.record["programme"], events.loc[events["source_report_id"] == self.report_id, "programme"]]
        known = rows["programme"].isin(pd.concat(names))
        return rows[known & (rows["country_iso3"] == self.country_iso3)].reset_index(drop=True)

    @cached_property
    def record(self) -> pd.DataFrame:
        """Observations of the report itself and of the earlier reports known on `vintage`, oldest report first."""
        order = [*(report.report_id for report in self.earlier), self.report_id]
        rows = self.data.tables["observations"]
        rows = rows[rows["report_id"].isin(order)]
        return rows.sort_values("report_id", key=lambda ids: ids.map(order.index), kind="stable").reset_index(drop=True)

    @cached_property
    def events(self) -> pd.DataFrame:
        """Events of those programmes that were known on `vintage`, or that this report prints."""
        rows = self.data.tables["programme-events"]
        known = (rows["known_from"] <= pd.Timestamp(self.vintage)) | (rows["source_report_id"] == self.report_id)
        return rows[known & rows["programme"].isin(self.known_programmes["programme"])].reset_index(drop=True)

    def codes(self, table: str) -> pd.DataFrame:
        """A code table (`sectors`, `indicators`, `stages`, …) indexed by its code."""
        rows = self.data.tables[table]
        return rows.set_index(rows.columns[0])

    def select(self, **equal: str) -> pd.DataFrame:
        """The observations whose columns equal the given values; "" selects empty cells."""
        asked = frozenset(equal.items())
        if asked not in self._selected:
            found = [self._positions(column).get(value, frozenset()) for column, value in equal.items()]
            wanted = sorted(frozenset.intersection(*found)) if found else range(len(self.observations))
            self._selected[asked] = self.observations.take(list(wanted)).reset_index(drop=True)
        return self._selected[asked].copy(deep=False)

    def _positions(self, column: str) -> Mapping[object, frozenset[int]]:
        """Rows of `observations` by their value in a column, "" for an empty cell: a page selects by the thousand."""
        if column not in self._indexes:
            found: dict[object, set[int]] = {}
            for position, value in enumerate(self.observations[column]):
                found.setdefault("" if pd.isna(value) else value, set()).add(position)
            self._indexes[column] = {value: frozenset(positions) for value, positions in found.items()}
        return self._indexes[column]

    @cached_property
    def _selected(self) -> dict[frozenset[tuple[str, str]], pd.DataFrame]:
        return {}

    @cached_property
    def _indexes(self) -> dict[str, Mapping[object, frozenset[int]]]:
        return {}

    def quantity(self, observation_id: str) -> Quantity:
        """One observation as a quantity with its bounds; KeyError where there is none."""
        rows = self.select(observation_id=observation_id)
        if rows.empty:
            raise KeyError(f"{self.report_id} has no observation {observation_id!r}")
        return row_quantity(rows.iloc[0])

    def headline(self, indicator: str) -> Quantity:
        """The header box's number for an indicator; missing where the box does not print it."""
        rows = self.select(section="header", indicator=indicator)
        return missing() if rows.empty else row_quantity(rows.iloc[0])


def _require_id(report_id: str, known: Iterable[str]) -> None:
    try:
        check_report_id(report_id)
    except UsageError as error:
        near = nearest(str(report_id), known)
        raise UsageError(f"{error} Nearest: {near!r}." if near else str(error)) from None


def publisher_of(report_id: str) -> str:
    """`r4v` for `ARG_2022-01_2022-01_r4v`, `` for a report without suffix or with a reissue's (`_v2`)."""
    suffix = report_id.partition("_")[2].partition("_")[2].partition("_")[2]
    return "" if re.fullmatch(r"v\d+", suffix) else suffix


def _latest_versions(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """Of each number the version said last by a day, in known_from or confirmed_on; the order of rows stays."""
    if "version" not in rows or rows.empty:
        return rows
    said = [
        max(d for d in (start.date().isoformat(), *as_text(again).split()) if d <= day.isoformat())
        for start, again in zip(rows["known_from"], rows["confirmed_on"], strict=True)
    ]
    number = rows.iloc[:, 0].str.rpartition("_v")[0]
    ordered = rows.assign(_said=said, _number=number).sort_values(["_said", "version"], kind="stable")
    return rows.loc[ordered.drop_duplicates("_number", keep="last").index.sort_values()]


def row_quantity(row: pd.Series | Mapping[str, Any]) -> Quantity:
    """An observation's row as a quantity; its source is `<report_id>/<observation_id>`."""
    value = None if pd.isna(row["value"]) else float(row["value"])
    source = f"{row['report_id']}/{row['observation_id']}"
    return observed(value, str(row["qualifier"]), str(row["printed"]), source)


def load(data_dir: str | Path = "") -> Data:
    """Every table of a data folder, typed and checked.

    The check (frictionless and the domain rules) runs once for a state of the folder's files: a
    second load in the same process, or in the pages of a batch, reads only.

    Raises
    ------
    UsageError
        No data folder.
    DataError
        Everything that is wrong with the tables, each with file, row and column.
    """
    folder = find_data_dir(data_dir)
    digest = folder_digest(folder)
    return _load(folder.resolve(), folder, digest)


@lru_cache(maxsize=4)
def _load(_resolved: Path, folder: Path, digest: str) -> Data:
    if digest not in os.environ.get(CHECKED, "").split(","):
        from r4v_analysis.check import check  # here: it imports frictionless, a second's work

        errors = [problem for problem in check(folder) if problem.severity == "error"]
        if errors:
            raise DataError(errors)
    return read_tables(folder, digest)


def read_tables(folder: Path, digest: str = "") -> Data:
    """The tables of a folder whose structure has been checked, typed by its descriptor."""
    package, problems = read_descriptor(folder)
    if problems:
        raise DataError(problems)
    corrections, problems = read_corrections(folder)
    if problems:
        raise DataError(problems)
    tables = _tables(folder, package["resources"], corrections)
    return Data(folder, digest or folder_digest(folder), tables, tuple(corrections))


def _as_known(data: Data, corrections: tuple[Correction, ...]) -> Data:
    return _known(data.folder, data.digest, corrections, data.corrections)


@lru_cache(maxsize=16)
def _known(folder: Path, digest: str, known: tuple[Correction, ...], every: tuple[Correction, ...]) -> Data:
    """The folder's tables with some of its corrections; it keeps the list of all, for hindsight."""
    package, problems = read_descriptor(folder)
    if problems:
        raise DataError(problems)
    return Data(folder, digest, _tables(folder, package["resources"], known), every)


def _tables(folder: Path, resources: Sequence[Resource], corrections: Sequence[Correction]) -> dict[str, pd.DataFrame]:
    tables: dict[str, pd.DataFrame] = {}
    observations = []
    for resource in resources:
        frame = _read_table(folder / resource["path"], resource, corrections)
        if is_observations(resource):
            observations.append(frame)
        else:
            tables[resource["name"]] = frame
    tables["observations"] = _all_observations(observations, tables)
    return tables


def _all_observations(printed: list[pd.DataFrame], tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The observations files one after the other, then those of reports that are made of monthly rows."""
    if not printed:
        return pd.DataFrame()
    if "sector-reach" in tables:
        made = monitoring.observations(tables["reports"], tables["sector-reach"], list(printed[0].columns))
        printed = [*printed, made] if len(made) else printed
    return pd.concat(printed, ignore_index=True)


def folder_digest(folder: Path) -> str:
    """SHA-256 over descriptor, corrections and every table below the folder, whether it names them or not."""
    digest = hashlib.sha256()
    corrections = [CORRECTIONS] if (folder / CORRECTIONS).is_file() else []
    for name in (DESCRIPTOR, *corrections, *unnamed_files(folder, named=())):
        content = (folder / name).read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _read_table(path: Path, resource: Resource, corrections: Sequence[Correction]) -> pd.DataFrame:
    raw = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8-sig")
    raw = corrected(raw, resource, corrections)
    columns = resource["schema"]["fields"]
    return pd.DataFrame({column["name"]: _typed(raw[column["name"]], column["type"]) for column in columns})


def _typed(column: pd.Series, kind: str) -> pd.Series:
    if kind == "number":
        return column.astype(float)
    if kind == "integer":
        return column.astype("Int64")
    if kind == "date":
        return pd.to_datetime(column, format="%Y-%m-%d")
    if kind == "boolean":
        return column.map({"true": True, "false": False})
    return column


def as_text(value: Any) -> str:
    """A cell of a text column; "" where it is empty."""
    return "" if pd.isna(value) else str(value)


def as_date(value: Any) -> date | None:
    """A cell of a date column as a date; None where it is empty."""
    return None if pd.isna(value) else value.date()


def parse_date(value: str | date, name: str) -> date | None:
    """An ISO date; None for an empty text.

    Raises
    ------
    UsageError
        Anything else.
    """
    if isinstance(value, date):
        return value
    if value == "":
        return None
    try:
        if len(value) != 10:
            raise ValueError
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise UsageError(
            f"{name}: expected a date such as '2023-07-31', found {value!r}. Write year-month-day."
        ) from None


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
