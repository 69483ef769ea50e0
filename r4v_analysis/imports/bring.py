"""Files that users bring, into data/: read, dated, merged, checked, and only then written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from r4v_analysis.data import monthly as monitoring
from r4v_analysis.data import versions as merging
from r4v_analysis.data.change import change, refuse
from r4v_analysis.data.names import Names, read_names
from r4v_analysis.data.report import parse_date
from r4v_analysis.data.schema import read_descriptor
from r4v_analysis.data.sheet import table_rows, table_text
from r4v_analysis.data.versions import Merged, Shape
from r4v_analysis.errors import DataError, UsageError, suggestion
from r4v_analysis.files import DESCRIPTOR, find_data_dir
from r4v_analysis.imports import fts as imports_fts
from r4v_analysis.imports import fts_answer as fts_answers
from r4v_analysis.imports import fts_api
from r4v_analysis.imports import r4v as imports_r4v
from r4v_analysis.imports.grid import ImportFailed, clean
from r4v_analysis.imports.reading import Dating, Reading, name_day

SOURCES = ("fts", "r4v")
_REPORTS = "reports.csv"


def _funding_id(row: Any) -> str:
    return f"{row['country_iso3']}_{row['year']}_{row['plan_code']}_v{row['version']}"


def _reach_id(row: Any) -> str:
    parts = (row["country_iso3"], row["month"][:7], row.get("place"), row["sector"], row["basis"])
    rest = (row["population_group"], row.get("sex"), row.get("age_group"), f"v{row['version']}")
    return "_".join(part for part in (*parts, *rest) if part)


_SHAPES = {
    "fts": Shape(
        "plan-funding",
        "plan_funding_id",
        ("country_iso3", "year", "plan_code"),
        ("requirements_usd", "requirements_scope", "funding_usd"),
        _funding_id,
    ),
    "r4v": Shape(
        "sector-reach",
        "reach_id",
        ("country_iso3", "month", "sector", "place", "basis", "population_group", "sex", "age_group"),
        ("people_reached", "people_reached_cva"),
        _reach_id,
    ),
}


@dataclass(frozen=True, slots=True)
class _Target:
    """The table that an import goes to, as it is."""

    folder: Path
    path: str
    header: Sequence[str]
    rows: Sequence[dict[str, str]]
    names: Names
    countries: Mapping[str, str]


def import_files(
    source: str,
    files: Sequence[str],
    *,
    data_dir: str = "",
    as_of: str = "",
    is_fetched: bool = False,
    has_reports: bool = False,
) -> list[str]:
    """Bring files (or with `is_fetched` FTS plans, by id) into data/; lines that say what was done.

    All files go in or none does: nothing is written unless each gives a row and the result passes
    the check of data. `as_of` dates the files' numbers; empty: the day in a file's name or of the server's
    answer, else none. Never today by this machine's clock. With `has_reports` each country and month
    of R4V's files becomes a report in reports.csv too, so that it can be rendered.

    Raises
    ------
    UsageError
        An unknown source, no file, a date that is none.
    ImportFailed
        A file or an answer that can't be read or gives no row.
    DataError
        data/ has errors, or would have.
    """
    _check_arguments(source, files, is_fetched, has_reports)
    given = parse_date(as_of, "--as-of") if as_of else None
    target = _target(find_data_dir(data_dir), _SHAPES[source])
    readings = [_dated(reading, given) for reading in _readings(source, files, target, is_fetched)]
    merged = Merged(list(target.rows))
    total = Merged([])
    for reading in readings:
        merged = merging.merge(merged.rows, list(_stamped(reading, target)), _SHAPES[source])
        total = _sum(total, merged)
    texts = {target.path: table_text(target.header, merged.rows)} if total.is_changed else {}
    said = [line for reading in readings for line in reading.lines()]
    said.append(total.line(str(target.folder / target.path)))
    if has_reports:
        added, text = _with_reports(target, readings)
        texts |= {_REPORTS: text} if added else {}
        said.append(f"{target.folder / _REPORTS}: {added:,} reports added.")
    if texts:
        change(target.folder, texts, _command(source, files, is_fetched))
    return said


def _command(source: str, files: Sequence[str], is_fetched: bool) -> str:
    words = ["r4v import", source, *(Path(name).name for name in files), *(["--fetch"] if is_fetched else [])]
    return " ".join(words)


def _with_reports(target: _Target, readings: Sequence[Reading]) -> tuple[int, str]:
    """How many reports of the readings' countries and months are new, and reports.csv with them."""
    undated = next((reading.name for reading in readings if not reading.dating), "")
    if undated:
        raise UsageError(
            f"--reports: expected a day from which {undated}'s numbers are known, found none in its name. "
            "Give it with --as-of."
        )
    header, rows = table_rows((target.folder / _REPORTS).read_text("utf-8-sig"))
    known = {row["report_id"] for row in rows}
    stamped = [row for reading in readings for row in _stamped(reading, target)]
    new = [row for row in monitoring.report_rows(stamped, target.countries) if row["report_id"] not in known]
    return len(new), table_text(header, [*rows, *new])


def _check_arguments(source: str, files: Sequence[str], is_fetched: bool, has_reports: bool) -> None:
    if has_reports and source != "r4v":
        raise UsageError(f"--reports: expected the source r4v, whose rows are months, found {source!r}. Leave it out.")
    if source not in SOURCES:
        raise UsageError(f"import: expected fts or r4v, found {source!r}. {suggestion(source, SOURCES)}")
    if is_fetched and source != "fts":
        raise UsageError("--fetch: expected the source fts, found r4v, whose files have no public API. Name a file.")
    wrong = [name for name in files if is_fetched and not name.isdecimal()]
    if wrong:
        raise UsageError(f"--fetch: expected ids of FTS plans such as 1069, found {wrong[0]!r}. Correct it.")
    if not files and not is_fetched:
        raise UsageError("import: expected a file, found none. Name one, or use --fetch for FTS.")


def _target(folder: Path, shape: Shape) -> _Target:
    package, problems = read_descriptor(folder)
    if problems:
        raise DataError(problems)
    paths = {entry["name"]: entry["path"] for entry in package["resources"]}
    missing = [name for name in (shape.table, "countries", "sectors", "places") if name not in paths]
    if missing:
        raise UsageError(
            f"{folder / DESCRIPTOR}: expected the resource {missing[0]!r}, found none. "
            "Take it, and its file, from the project's data/."
        )
    try:
        tables = {name: table_rows((folder / paths[name]).read_text("utf-8-sig")) for name in paths}
    except (OSError, ValueError):
        refuse(folder)
        raise
    names = read_names(tables["countries"][1], tables["sectors"][1], tables["places"][1])
    countries = {row["country_iso3"]: row["name_en"] for row in tables["countries"][1]}
    return _Target(folder, paths[shape.table], *tables[shape.table], names, countries)


def _readings(source: str, files: Sequence[str], target: _Target, is_fetched: bool) -> list[Reading]:
    plans = _plans(target.rows) if source == "fts" else {}
    if is_fetched:
        read = [_fetched(plan_id, target, plans) for plan_id in files or sorted(plans, key=int)]
    elif source == "fts":
        read = [_fts_file(Path(name), target.names, plans) for name in files]
    else:
        read = [imports_r4v.read_consolidated(Path(name), target.names) for name in files]
    for reading in read:
        if not reading.rows:
            raise ImportFailed(_no_row(reading))
        if source == "fts":
            imports_fts.mark_repeated(reading.rows, target.rows)
    return read


def _fts_file(path: Path, names: Names, plans: dict[str, imports_fts.Plan]) -> Reading:
    if fts_answers.is_json(path):
        return fts_answers.read_answer_file(path, names, plans)
    return imports_fts.read_hdx(path, names)


def _no_row(reading: Reading) -> str:
    reasons = "; ".join(f"{reason}: {count:,}" for reason, count in list(reading.counts().items())[:3])
    return (
        f"{reading.name}: expected rows for data/, found none among {reading.count:,} ({reasons or 'no rows'}). "
        "Check that it is the right file."
    )


def _plans(rows: Sequence[dict[str, str]]) -> dict[str, imports_fts.Plan]:
    """FTS's plans that the table knows, by id."""
    return {
        row["plan_id"]: imports_fts.Plan(row["plan_id"], row["plan_code"], row["plan_name"], row["year"])
        for row in rows
        if row["plan_id"]
    }


def _fetched(plan_id: str, target: _Target, plans: dict[str, imports_fts.Plan]) -> Reading:
    known = dict(plans)
    if plan_id not in known:
        known[plan_id] = fts_answers.plan_of(fts_api.fetch(f"plan/id/{plan_id}").pages[0], plan_id)
    answer = fts_api.fetch(f"fts/flow?planid={plan_id}&groupby=location")
    asked = {"planid": plan_id}
    reading = fts_answers.read_response(answer.pages, f"FTS plan {plan_id}", asked, target.names, known)
    reading.source_url = answer.url
    if answer.day:
        reading.dating = Dating(answer.day, "printed", "the day that the server's answer states")
    return reading


def _dated(reading: Reading, given: date | None) -> Reading:
    """A reading with the best date there is: given, in the file's name, stated by the server."""
    named = name_day(reading.name)
    over = imports_r4v.last_day(reading.rows) if "month" in reading.rows[0] else None
    if given:
        if over and given < over:
            raise UsageError(f"--as-of: expected {over}, the last day in {reading.name}, or later, found {given}.")
        return replace(reading, dating=Dating(given, "given", "given with --as-of"))
    if named and not (over and named < over):
        return replace(reading, dating=Dating(named, "address", "the day in the file's name"))
    return reading


def _stamped(reading: Reading, target: _Target) -> Iterator[dict[str, str]]:
    dating = reading.dating
    day = dating.day.isoformat() if dating else ""
    stamp = {
        "as_of": day,
        "known_from": day,
        "known_from_basis": dating.basis if dating else "",
        "source_url": reading.source_url,
        "source_file": "" if reading.source_url else clean(reading.name),
    }
    return ({**dict.fromkeys(target.header, ""), **row, **stamp} for row in reading.rows)


def _sum(total: Merged, merged: Merged) -> Merged:
    return Merged(
        merged.rows,
        total.added + merged.added,
        total.versions + merged.versions,
        total.dated + merged.dated,
        total.confirmed + merged.confirmed,
        total.unchanged + merged.unchanged,
    )
