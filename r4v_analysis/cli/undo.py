"""`r4v undo`: the last accepted report or import, taken back."""

from __future__ import annotations

from r4v_analysis.cli import console
from r4v_analysis.cli.options import DataDir


def undo(data: DataDir = "") -> None:
    """Take back the last change that intake or import made to data/.

    Nothing is written if a file was changed since, or if the data would have errors without it.
    """
    from r4v_analysis.data import change as journal
    from r4v_analysis.files import find_data_dir

    for line in journal.undo(find_data_dir(data)):
        console.result(line)
