"""A report that a person types in: what its numbers need around them, made in an existing data folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from r4v_analysis.data.change import change
from r4v_analysis.data.new_folder import report_row
from r4v_analysis.data.schema import foreign_keys, observations_path, read_package
from r4v_analysis.data.text_table import read_table, table_text
from r4v_analysis.errors import R4VError, UsageError, suggestion
from r4v_analysis.files import DESCRIPTOR
from r4v_analysis.intake.accept import present, texts_with, without_resource
from r4v_analysis.intake.folder import REPORTS

_MOST_RANGES = 8


def add(data_dir: Path, report_id: str) -> list[Path]:
    """Add a report without a number: its row, its observations file, its entry in the descriptor.

    All of it is written or nothing, as one change that `r4v undo` takes back. Returns the files to fill in.

    Raises
    ------
    UsageError
        The id can't be used, or the folder has the report.
    DataError
        The folder would have errors.
    """
    row = report_row(report_id, data_dir)
    if present(data_dir, report_id)[0]:
        raise UsageError(
            f"report_id: expected a report that {data_dir} does not have, found {report_id!r} in it. "
            f"Fill in {data_dir / observations_path(report_id)}."
        )
    change(data_dir, texts_with(data_dir, row, []), f"r4v add {report_id}")
    return [data_dir / "reports.csv", data_dir / observations_path(report_id)]


def remove(data_dir: Path, report_id: str) -> list[str]:
    """Take a report out: its row, its observations file, its entry in the descriptor; a line for what each was.

    All of it or nothing, as one change that `r4v undo` takes back.

    Raises
    ------
    UsageError
        The folder has no such report (the nearest id is offered).
    R4VError
        Rows of other tables refer to it; all of them are named.
    DataError
        The folder would have errors without it.
    """
    row, observations = present(data_dir, report_id)
    header, reports = read_table(data_dir / REPORTS)
    if not row:
        near = suggestion(report_id, [other["report_id"] for other in reports])
        raise UsageError(f"report_id: expected a report of {data_dir / REPORTS}, found {report_id!r}. {near}")
    path = observations_path(report_id)
    referring = list(_referring(data_dir, report_id, path))
    if referring:
        raise R4VError("\n".join(referring))
    descriptor = (data_dir / DESCRIPTOR).read_text(encoding="utf-8-sig")
    change(
        data_dir,
        {
            REPORTS: table_text(header, [other for other in reports if other["report_id"] != report_id]),
            DESCRIPTOR: without_resource(descriptor, path),
            path: None,
        },
        f"r4v remove {report_id}",
    )
    count = len(observations)
    rows = {0: "no row", 1: "1 row"}.get(count, f"{count:,} rows")
    return [f"{data_dir / REPORTS}: the row of {report_id}.", f"{data_dir / path}: {rows}."]


def _referring(data_dir: Path, report_id: str, own: str) -> Iterator[str]:
    """A line for each other table with rows that name a report, with their numbers."""
    for resource in read_package(data_dir)["resources"]:
        columns = [names[0] for names, table, _targets in foreign_keys(resource) if table == "reports"]
        if not columns or resource["path"] == own:
            continue
        path = data_dir / resource["path"]
        _header, rows = read_table(path)
        found = [number for number, row in enumerate(rows, 2) if report_id in (row[name] for name in columns)]
        if found:
            yield (
                f"{path}, {_counted(found)}: expected none that names {report_id}, which is to go. "
                "Take these out first, or name another source in them."
            )


def _counted(numbers: Sequence[int]) -> str:
    """`4 rows (2 to 4, 9)`; of many ranges the first ones."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1][1:] = [number]
        else:
            ranges.append([number])
    shown = [" to ".join(map(str, each)) for each in ranges[:_MOST_RANGES]]
    more = f" and {len(ranges) - len(shown):,} more places" if len(shown) < len(ranges) else ""
    return f"{len(numbers):,} {'row' if len(numbers) == 1 else 'rows'} ({', '.join(shown)}{more})"
