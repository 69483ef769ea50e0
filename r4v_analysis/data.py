"""Load the tables of a data folder, typed as its descriptor says, and one report out of them."""

from __future__ import annotations

import calendar
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from r4v_analysis.paths import DESCRIPTOR, check_report_id, find_data_dir
from r4v_analysis.problems import DataError, UsageError, suggestion
from r4v_analysis.quantities import Quantity, missing, observed
from r4v_analysis.resources import is_observations, read_descriptor, unnamed_files

CHECKED = "R4V_CHECKED_DATA"
"""Environment variable: digests of data folders that a batch has checked, so its pages need not."""


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
    of every file's content.
    """

    folder: Path
    digest: str
    tables: Mapping[str, pd.DataFrame]

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
        check_report_id(report_id)
        reports = self.tables["reports"]
        if report_id not in set(reports["report_id"]):
            raise UsageError(
                f"report_id: expected a report in {self.folder / 'reports.csv'}, found {report_id!r}. "
                + suggestion(report_id, reports["report_id"])
            )
        row = reports.loc[reports["report_id"] == report_id].iloc[0]
        period = Period(row["period_start"].date(), row["period_end"].date())
        own = as_date(row["published"]) or period.end
        return Report(self, row, period, parse_date(as_of, "as_of") or own, own)


@dataclass(frozen=True)
class Report:
    """One situation report and the tables around it, as known on `as_of`.

    Every frame that a metric needs comes from here, already limited to what was known.
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
    def observations(self) -> pd.DataFrame:
        """The report's printed numbers, a row each, columns as in data/README.md."""
        rows = self.data.tables["observations"]
        return rows[rows["report_id"] == self.report_id].reset_index(drop=True)

    @property
    def partners(self) -> pd.DataFrame:
        """The printed list of partner organizations: position, name."""
        rows = self.data.tables["partners"]
        return rows[rows["report_id"] == self.report_id].reset_index(drop=True)

    @property
    def programmes(self) -> pd.DataFrame:
        """Regularization programmes of the report's country."""
        rows = self.data.tables["programmes"]
        return rows[rows["country_iso3"] == self.country_iso3].reset_index(drop=True)

    @property
    def events(self) -> pd.DataFrame:
        """Events of those programmes that were known on `as_of`, or that this report prints."""
        rows = self.data.tables["programme-events"]
        known = (rows["known_from"] <= pd.Timestamp(self.as_of)) | (rows["source_report_id"] == self.report_id)
        return rows[known & rows["programme"].isin(self.programmes["programme"])].reset_index(drop=True)

    def codes(self, table: str) -> pd.DataFrame:
        """A code table (`sectors`, `indicators`, `stages`, …) indexed by its code."""
        rows = self.data.tables[table]
        return rows.set_index(rows.columns[0])

    def select(self, **equal: str) -> pd.DataFrame:
        """The observations whose columns equal the given values; "" selects empty cells."""
        rows = self.observations
        for column, value in equal.items():
            rows = rows[rows[column].isna() if value == "" else rows[column] == value]
        return rows.reset_index(drop=True)

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


def row_quantity(row: pd.Series) -> Quantity:
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
    tables: dict[str, pd.DataFrame] = {}
    observations = []
    for resource in package["resources"]:
        frame = _read_table(folder / resource["path"], resource["schema"]["fields"])
        if is_observations(resource):
            observations.append(frame)
        else:
            tables[resource["name"]] = frame
    tables["observations"] = pd.concat(observations, ignore_index=True) if observations else pd.DataFrame()
    return Data(folder, digest or folder_digest(folder), tables)


def folder_digest(folder: Path) -> str:
    """SHA-256 over the descriptor and every table below the folder, whether it names them or not."""
    digest = hashlib.sha256()
    for name in (DESCRIPTOR, *unnamed_files(folder, named=())):
        content = (folder / name).read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _read_table(path: Path, fields: list[dict[str, Any]]) -> pd.DataFrame:
    raw = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8-sig")
    return pd.DataFrame({field["name"]: _typed(raw[field["name"]], field["type"]) for field in fields})


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
