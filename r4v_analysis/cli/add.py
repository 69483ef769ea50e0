"""`r4v add`: an empty report in a data folder, to be filled in by hand."""

from __future__ import annotations

import shlex
from typing import Annotated

import typer

from r4v_analysis.cli import console
from r4v_analysis.cli.options import DataDir

ReportId = Annotated[str, typer.Argument(metavar="REPORT", help="Its id: country, first and last month.")]


def add(report: ReportId, data: DataDir = "") -> None:
    """Add an empty report to data/, to fill in by hand.

    Makes its row in reports.csv, its observations file and its entry in datapackage.json, and prints
    the files to fill in. r4v undo takes it back.
    """
    from r4v_analysis.files import find_data_dir
    from r4v_analysis.intake import by_hand

    for path in by_hand.add(find_data_dir(data), report):
        console.result(str(path))
    named = f" --data {shlex.quote(data)}" if data else ""
    console.message(f"Fill them in, then run: r4v check{named}")
