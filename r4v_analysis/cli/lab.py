"""`r4v lab`: JupyterLab on the notebooks, opened at its start page."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from r4v_analysis.cli.options import DataDir

START = Path("lab") / "start.ipynb"
"""The notebook that JupyterLab opens at, below the folder of the notebooks."""


def lab(context: typer.Context, data: DataDir = "") -> None:
    """Open the project in JupyterLab, at a start page of its notebooks.

    A notebook with parameters is saved without outputs and counts, so that running it changes no file;
    File > Save and Export Notebook As has what was shown.
    Arguments that are not known here are JupyterLab's own.
    """
    from r4v_analysis.files import find_data_dir
    from r4v_analysis.notebook.notebook_files import notebooks_folder

    folder = notebooks_folder()
    if data:
        os.environ["R4V_DATA"] = str(find_data_dir(data).resolve())
    raise typer.Exit(_run([sys.executable, "-m", "jupyterlab", str(folder.parent), *options(folder), *context.args]))


def _run(command: Sequence[str]) -> int:
    """Run JupyterLab until it ends; its exit code.

    It is a process of its own: os.execv quotes no blank in a path on Windows, and gives the prompt back at once.
    A terminal's Ctrl-C reaches it, and it asks what to do; what else ends this process ends it too.
    """
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        return subprocess.call(command)
    finally:
        signal.signal(signal.SIGINT, before)


def options(folder: Path) -> list[str]:
    """JupyterLab's options: where it opens, and that notebooks of the project are saved without their results.

    Its root is the project's folder, so that pages, documentation and data can be opened there too.
    """
    from r4v_analysis.notebook.stored import OPTIONS

    address = (folder.name / START).as_posix()
    opened_at = [f"--LabApp.default_url=/lab/tree/{address}"] if (folder / START).is_file() else []
    return [*OPTIONS, *opened_at]
