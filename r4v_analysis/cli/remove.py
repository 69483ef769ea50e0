"""`r4v remove`: a report taken out of a data folder."""

from __future__ import annotations

import shlex

from r4v_analysis.cli import console
from r4v_analysis.cli.add import ReportId
from r4v_analysis.cli.options import DataDir


def remove(report: ReportId, data: DataDir = "") -> None:
    """Take a report out of data/: its row, its observations file and its entry in datapackage.json.

    Prints what is lost. Where rows of other tables name the report, they are listed and nothing is written.
    r4v undo brings it back; its pages go with the next r4v render --prune.
    """
    from r4v_analysis.files import find_data_dir
    from r4v_analysis.intake import by_hand

    for line in by_hand.remove(find_data_dir(data), report):
        console.result(line)
    named = f" --data {shlex.quote(data)}" if data else ""
    console.message(f"Taken out. To bring it back: r4v undo{named}")
