"""A report that a person types in: what its numbers need around them, made in an existing data folder."""

from __future__ import annotations

from pathlib import Path

from r4v_analysis.data.change import change
from r4v_analysis.data.new_folder import report_row
from r4v_analysis.data.schema import observations_path
from r4v_analysis.errors import UsageError
from r4v_analysis.intake.accept import present, texts_with


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
