"""Files that users bring, into data/: read, dated, merged, checked, and only then written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from r4v_analysis.data import monthly, plan_year, versions
from r4v_analysis.data.cells import parse_date
from r4v_analysis.data.change import change, refuse
from r4v_analysis.data.ids import FUNDING, REACH
from r4v_analysis.data.names import Names, read_names
from r4v_analysis.data.schema import read_package
from r4v_analysis.data.text_table import TextTable, read_text_table, table_text, write_table
from r4v_analysis.data.versions import Merged
from r4v_analysis.errors import DataError, Problem, UsageError, suggestion
from r4v_analysis.files import DESCRIPTOR, find_data_dir, scratch
from r4v_analysis.imports import fts, fts_answer, fts_api
from r4v_analysis.imports.dating import dated
from r4v_analysis.imports.files import read_file
from r4v_analysis.imports.reading import DAY, ROW, Dating, SourceRows, told
from r4v_analysis.imports.shapes import SHAPES
from r4v_analysis.imports.source import ImportFailed, clean

SOURCES = ("fts", "r4v")
_REPORTS = "reports"
_CODES = ("countries", "sectors", "places")
_NEEDED = {"fts": (FUNDING,), "r4v": (REACH,)}
_READING = "_reading"
_CHECKED = re.compile(r"row (\d+)")


@dataclass(frozen=True, slots=True)
class _Target:
    """The data folder as it is: tables by the names of their resources."""

    folder: Path
    paths: Mapping[str, str]
    tables: Mapping[str, TextTable]
    names: Names
    plans: Mapping[str, fts.Plan]


@dataclass(frozen=True, slots=True)
class _Result:
    """What data/ would be: new files by path, tables after the merge, and how many reports are new."""

    files: Mapping[str, Path | str]
    merged: Mapping[str, Merged]
    reports: int


def import_files(
    source: str,
    files: Sequence[str],
    *,
    data_dir: str = "",
    as_of: str = "",
    is_fetched: bool = False,
    has_reports: bool = False,
    sheets: Sequence[str] = (),
) -> list[str]:
    """Bring files (or with `is_fetched` FTS plans, by id) into data/; lines that say what was done.

    All files go in or none does: nothing is written unless each gives a row and the result passes
    the check of data. A row that would not pass it is left out and named. `as_of` dates the files' numbers;
    empty: the day in a file's name or of the server's answer, else none. Never today by this machine's
    clock. With `has_reports` each country and month of R4V's files, and each plan year of FTS's that had
    ended, becomes a report in reports.csv too, so that it can be rendered. `sheets` are those of workbooks to
    read, hidden ones too; none: all that are not hidden.

    Raises
    ------
    UsageError
        An unknown source, no file, a date that is none.
    ImportFailed
        A file or an answer that can't be read or gives no row, or a date that can't be its day.
    DataError
        data/ has errors, or would have.
    """
    _check_arguments(source, files, is_fetched)
    given = parse_date(as_of, "--as-of") if as_of else None
    target = _target(find_data_dir(data_dir), _NEEDED[source])
    readings = [
        dated(reading, given, target.folder) for reading in _readings(source, files, target, is_fetched, sheets)
    ]
    digests = {} if is_fetched else {Path(name).name: sha256(Path(name).read_bytes()).hexdigest() for name in files}
    result = _changed(target, readings, digests if has_reports else None, _command(source, files, is_fetched))
    said = [line for reading in readings for line in reading.lines()]
    said += [merged.line(str(target.folder / target.paths[name])) for name, merged in result.merged.items()]
    if has_reports:
        said.append(_told_reports(target, result.reports))
    return said


def _changed(
    target: _Target, readings: Sequence[SourceRows], digests: Mapping[str, str] | None, command: str
) -> _Result:
    """Write what passes the check; rows that do not are left out of the readings, with what is wrong."""
    while True:
        for reading in readings:
            if not reading.rows:
                raise ImportFailed(_no_row(reading))
        with scratch("import") as folder:
            result = _result(target, readings, digests, folder)
            try:
                if result.files:
                    change(target.folder, result.files, command)
                return result
            except DataError as error:
                if not _leave_out(error.problems, target, result, readings):
                    raise


def _result(
    target: _Target, readings: Sequence[SourceRows], digests: Mapping[str, str] | None, folder: Path
) -> _Result:
    """The tables after the merge, written to a folder; of their rows only whence they came is kept."""
    merged: dict[str, Merged] = {}
    files: dict[str, Path | str] = {}
    for name in dict.fromkeys(reading.table for reading in readings):
        merged[name] = versions.merge(target.tables[name], _new(readings, name), SHAPES[name])
        if merged[name].is_changed:
            path = files[target.paths[name]] = folder / f"{name}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                write_table(file, list(target.tables[name].columns), merged[name].rows)
        merged[name].rows = merged[name].rows.only(ROW, _READING)
    if digests is None:
        return _Result(files, merged, 0)
    count, text = _with_reports(target, readings, digests)
    return _Result({**files, **({target.paths[_REPORTS]: text} if count else {})}, merged, count)


def _new(readings: Sequence[SourceRows], table: str) -> TextTable:
    """The rows that the readings have for a table."""
    first, *others = [_stamped(*item) for item in enumerate(readings) if item[1].table == table] or [TextTable()]
    found = first.copy() if others else first
    for other in others:
        found.extend(other)
    return found


def _with_reports(target: _Target, readings: Sequence[SourceRows], digests: Mapping[str, str]) -> tuple[int, str]:
    """How many reports of the readings' countries and months are new, and reports.csv with them."""
    undated = next((reading.name for reading in readings if not reading.dating), "")
    if undated:
        raise UsageError(
            f"--reports: expected a day from which {undated}'s numbers are known, found none in its name. "
            "Give it with --as-of."
        )
    return _reports_added(target, {name: _new(readings, name) for name in (REACH, FUNDING)}, digests)


def add_reports(data_dir: str = "") -> str:
    """Make a report of each month and plan year of a country that data/ has rows of and no report; what was done.

    What `import_files` does with `has_reports` for the rows that it brings.

    Raises
    ------
    DataError
        data/ has errors, or would have.
    """
    target = _target(find_data_dir(data_dir), ())
    rows = {name: target.tables[name] for name in (REACH, FUNDING) if name in target.tables}
    count, text = _reports_added(target, rows, {})
    if count:
        change(target.folder, {target.paths[_REPORTS]: text}, "python tools/reports.py")
    return _told_reports(target, count)


def _reports_added(
    target: _Target, rows: Mapping[str, Iterable[Mapping[str, str]]], digests: Mapping[str, str]
) -> tuple[int, str]:
    """How many reports are new that rows of monitoring and of plan years make, and reports.csv with them."""
    reports = target.tables[_REPORTS]
    known = {row["report_id"] for row in reports}
    countries = {row["country_iso3"]: row for row in target.tables["countries"]}
    found = [
        *monthly.report_rows(rows.get(REACH, ()), countries, _plan_codes(target), digests),
        *plan_year.report_rows(rows.get(FUNDING, ()), countries),
    ]
    new = [row for row in found if row["report_id"] not in known]
    return len(new), table_text(list(reports.columns), [*reports, *new])


def _told_reports(target: _Target, count: int) -> str:
    return f"{target.folder / target.paths[_REPORTS]}: {count:,} reports added."


def _plan_codes(target: _Target) -> dict[str, str]:
    """The code of R4V's plan of a year, where data/ knows one."""
    codes: dict[str, set[str]] = {}
    for plan in target.plans.values():
        codes.setdefault(plan.year, set()).add(plan.code)
    return {year: found.pop() for year, found in codes.items() if len(found) == 1}


def _leave_out(problems: Iterable[Problem], target: _Target, result: _Result, readings: Sequence[SourceRows]) -> bool:
    """Leave the new rows out that the check refuses; False where something else is wrong, too."""
    found: dict[str, dict[str, str]] = {}
    for problem in problems:
        table = next((name for name in result.merged if problem.where.startswith(f"{_place(target, name)}, row ")), "")
        match = _CHECKED.search(problem.where)
        rows = problem.rows or ((int(match[1]),) if match else ())
        if not table or not rows:
            return False
        column = problem.where.rpartition(", ")[2]
        for number in rows:
            row = result.merged[table].rows[number - 2]
            if not row.get(ROW):
                return False
            why = f"{column}: {problem.message.partition('. ')[0]}"
            found.setdefault(row[_READING], {}).setdefault(row[ROW], why)
    for reading, refused in found.items():
        _drop(readings[int(reading)], refused)
    return True


def _place(target: _Target, table: str) -> Path:
    return target.folder / target.paths[table]


def _drop(reading: SourceRows, rows: Mapping[str, str]) -> None:
    """Take all numbers of rows of the user's file out again, and say why."""
    for row, why in rows.items():
        reading.leave_out(row, "it would not pass the check of data", why)
    reading.rows = TextTable.of(row for row in reading.rows if row[ROW] not in rows)


def _command(source: str, files: Sequence[str], is_fetched: bool) -> str:
    words = ["r4v import", source, *(Path(name).name for name in files), *(["--fetch"] if is_fetched else [])]
    return " ".join(words)


def _check_arguments(source: str, files: Sequence[str], is_fetched: bool) -> None:
    if source not in SOURCES:
        raise UsageError(f"import: expected fts or r4v, found {source!r}. {suggestion(source, SOURCES)}")
    if is_fetched and source != "fts":
        raise UsageError("--fetch: expected the source fts, found r4v, whose files have no public API. Name a file.")
    wrong = [name for name in files if is_fetched and not name.isdecimal()]
    if wrong:
        raise UsageError(f"--fetch: expected ids of FTS plans such as 1069, found {wrong[0]!r}. Correct it.")
    if not files and not is_fetched:
        raise UsageError("import: expected a file, found none. Name one, or use --fetch for FTS.")


def _target(folder: Path, needed: Sequence[str]) -> _Target:
    paths = {entry["name"]: entry["path"] for entry in read_package(folder)["resources"]}
    _require([*needed, *_CODES], paths, folder)
    try:
        tables = {name: read_text_table(folder / paths[name]) for name in paths}
        names = read_names(*(list(tables[name]) for name in _CODES))
        known = [row for name in ("plans", FUNDING) if name in tables for row in tables[name]]
        return _Target(folder, paths, tables, names, _plans(known))
    except (LookupError, DataError):
        refuse(folder)  # all that is wrong with it, where that is why
        raise


def _require(names: Iterable[str], paths: Mapping[str, str], folder: Path) -> None:
    missing = [name for name in names if name not in paths]
    if missing:
        raise UsageError(
            f"{folder / DESCRIPTOR}: expected the resource {missing[0]!r}, found none. "
            "Take it, and its file, from the project's data/."
        )


def _require_columns(table: str, target: _Target) -> None:
    """Versions need their columns, which a folder of an older schema lacks."""
    lacking = [name for name in ("version", "confirmed_on") if name not in target.tables[table].columns]
    if lacking:
        raise UsageError(
            f"{target.folder / target.paths[table]}: expected the column {lacking[0]!r}, found none. Take the table's "
            f"schema from the project's {DESCRIPTOR}, and add the column."
        )


def _readings(
    source: str, files: Sequence[str], target: _Target, is_fetched: bool, sheets: Sequence[str]
) -> list[SourceRows]:
    if is_fetched:
        read = [_fetched(plan_id, target) for plan_id in files or sorted(target.plans, key=int)]
    else:
        asked = source, target.names, target.plans, sheets, target.tables, target.folder
        read = [one for name in files for one in read_file(Path(name), *asked)]
    for reading in read:
        _require([reading.table], target.paths, target.folder)
        _require_columns(reading.table, target)
        if not reading.rows:
            raise ImportFailed(_no_row(reading))
        if reading.table == FUNDING:
            published = [row for row in reading.rows if "known_from" not in row]  # others come from a table of data/
            fts.mark_repeated(published, target.tables[FUNDING])
    return read


def _no_row(reading: SourceRows) -> str:
    reasons = [f"{reason}, {told(details, most=3)}" for reason, details in list(reading.left_out.items())[:3]]
    return (
        f"{reading.name}: expected rows for data/, found none among {reading.count:,} "
        f"({'; '.join(reasons) or 'no rows'}). It was read as: {reading.kind}. "
        "Rows of R4V's plan and countries are taken."
    )


def _plans(rows: Iterable[Mapping[str, str]]) -> dict[str, fts.Plan]:
    """FTS's plans that a folder knows, by id."""
    return {
        row["plan_id"]: fts.Plan(row["plan_id"], row["plan_code"], row["plan_name"], row["year"])
        for row in rows
        if row["plan_id"]
    }


def _fetched(plan_id: str, target: _Target) -> SourceRows:
    known = dict(target.plans)
    if plan_id not in known:
        known[plan_id] = fts_answer.plan_of(fts_api.fetch(f"plan/id/{plan_id}").pages[0], plan_id)
    answer = fts_api.fetch(f"fts/flow?planid={plan_id}&groupby=location")
    asked = {"planid": plan_id}
    reading = fts_answer.read_response(answer.pages, f"FTS plan {plan_id}", asked, target.names, known)
    reading.source_url = answer.url
    if answer.day:
        reading.dating = Dating(answer.day, "printed", "the day that the server's answer states")
    return reading


def _stamped(number: int, reading: SourceRows) -> TextTable:
    """A reading's rows with their day and source; oldest first, where rows have own days."""
    rows = TextTable.of(reading.rows)
    if DAY not in rows.columns:
        return rows.fill({**_stamp({}, reading), _READING: str(number)})
    by_day = sorted(rows, key=lambda row: row.get(DAY, ""))
    return TextTable.of({**_stamp(row, reading), **row, _READING: str(number)} for row in by_day)


def _stamp(row: Mapping[str, str], reading: SourceRows) -> dict[str, str]:
    dating = reading.dating
    day = row.get(DAY) or (dating.day.isoformat() if dating else "")
    return {
        **({} if row.get(DAY) else {"as_of": day}),
        "known_from": day,
        "known_from_basis": "printed" if row.get(DAY) else (dating.basis if dating else ""),
        "source_url": reading.source_url,
        "source_file": "" if reading.source_url else clean(reading.name),
    }
