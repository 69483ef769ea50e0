"""`r4v undo`: the last accepted report or import, taken back."""

from __future__ import annotations

from typing import Annotated

import typer

from r4v_analysis.cli import console
from r4v_analysis.cli.options import DataDir


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
    from r4v_analysis.data import change as journal
    from r4v_analysis.files import find_data_dir

    for line in journal.undo(find_data_dir(data), loses_corrections=is_forced):
        console.result(line)
