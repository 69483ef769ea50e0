"""`r4v init`: a data folder of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from r4v_analysis.cli import console
from r4v_analysis.cli.options import DataDir

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The new folder; it is made, or must be empty.")]
ReportId = Annotated[
    str, typer.Option("--report", metavar="ID", help="Id of the empty report: country, first and last month.")
]


def init(folder: Folder, report: ReportId = "PER_2023-08_2023-10", data: DataDir = "") -> None:
    """Make a data folder of your own.

    It has a descriptor, codes, and an empty report to fill in. Schema and codes are those of the
    data folder in use. Every command takes the new one by --data or the environment variable
    R4V_DATA. Prints the files to go on with.
    """
    from r4v_analysis.data.new_folder import write_own_folder

    for path in write_own_folder(folder, report, data):
        console.result(str(path))
    console.message(f"Fill them in, then run: r4v check --data {folder}")
