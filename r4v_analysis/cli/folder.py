"""`r4v init`, `add`, `remove` and `undo`: what changes a data folder by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from r4v_analysis.cli import console
from r4v_analysis.cli.options import DataDir

ReportId = Annotated[str, typer.Argument(metavar="REPORT", help="Its id: country, first and last month.")]


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The new folder; it is made, or must be empty.")],
    report: Annotated[
        str, typer.Option("--report", metavar="ID", help="Id of the empty report: country, first and last month.")
    ] = "PER_2023-08_2023-10",
    data: DataDir = "",
) -> None:
    """Make a data folder of your own.

    It has a descriptor, codes, and an empty report to fill in. Schema and codes are those of the
    data folder in use. Every command takes the new one by --data or the environment variable
    R4V_DATA. Prints the files to go on with.
    """
    from r4v_analysis.data.new_folder import write_own_folder
    from r4v_analysis.files import command

    for path in write_own_folder(folder, report, data):
        console.result(str(path))
    console.message(f"Fill them in, then run: {command('check', data=folder)}")


def add(report: ReportId, data: DataDir = "") -> None:
    """Add an empty report to data/, to fill in by hand.

    Makes its row in reports.csv, its observations file and its entry in datapackage.json, and prints
    the files to fill in. r4v undo takes it back.
    """
    from r4v_analysis.files import command, find_data_dir
    from r4v_analysis.intake import by_hand

    for path in by_hand.add(find_data_dir(data), report):
        console.result(str(path))
    console.message(f"Fill them in, then run: {command('check', data=data)}")


def remove(report: ReportId, data: DataDir = "") -> None:
    """Take a report out of data/: its row, its observations file and its entry in datapackage.json.

    Prints what is lost. Where rows of other tables name the report, they are listed and nothing is written.
    r4v undo brings it back; its pages go with the next r4v render --prune,
    which renders what is new or changed, too.
    """
    from r4v_analysis.files import command, find_data_dir
    from r4v_analysis.intake import by_hand

    for line in by_hand.remove(find_data_dir(data), report):
        console.result(line)
    console.message(f"Taken out. To bring it back: {command('undo', data=data)}")
    console.message(_stays(data))


def undo(
    is_forced: Annotated[
        bool, typer.Option("--force", help="Also where files were corrected since: the corrections are lost.")
    ] = False,
    data: DataDir = "",
) -> None:
    """Take back the last change that intake or import made to data/.

    Where a file was corrected since, it says what would be lost, cell by cell, and writes nothing
    without --force. Nothing is written either if the data would have errors without the change.
    """
    from r4v_analysis.data import change
    from r4v_analysis.files import find_data_dir

    for line in change.undo(find_data_dir(data), loses_corrections=is_forced):
        console.result(line)
    console.message(_stays(data))


def _stays(data: str) -> str:
    """What a change of data/ leaves behind."""
    from r4v_analysis.files import command

    step = command("render", "--prune", data=data)
    return (
        f"Pages that were rendered of it stay as they are until: {step}\n"
        "It also renders every page that is new, changed or not there yet: with --dry-run it says which."
    )
