"""Load a data folder, checked once for a state of its files."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from r4v_analysis.data.corrections import read_corrections
from r4v_analysis.data.report import Data
from r4v_analysis.data.schema import read_package
from r4v_analysis.data.tables import Frames, folder_digest
from r4v_analysis.errors import DataError, R4VError
from r4v_analysis.files import find_data_dir

CHECKED = "R4V_CHECKED_DATA"
"""Environment variable: digests of data folders that a batch has checked, so its pages need not."""

CHECKED_HERE: set[str] = set()
"""Digests of data folders whose check this process has run itself, and found no error."""


def believe_checked(digest: str) -> None:
    """Have this process and those that it starts take a state of a data folder as checked."""
    os.environ[CHECKED] = ",".join(filter(None, [os.environ.get(CHECKED, ""), digest]))


def load(data_dir: str | Path = "") -> Data:
    """Every table of a data folder, typed and checked.

    The check (schema and domain rules) runs once for a state of the folder's files: a
    second load in the same process, or in the pages of a batch, reads only.

    Raises
    ------
    UsageError
        No data folder.
    DataError
        Everything that is wrong with the tables, each with file, row and column.
    """
    folder = find_data_dir(data_dir)
    return _load(folder.resolve(), folder, folder_digest(folder))


@lru_cache(maxsize=4)
def _load(_resolved: Path, folder: Path, digest: str) -> Data:
    if digest not in os.environ.get(CHECKED, "").split(","):
        from r4v_analysis.data.check.check import errors_in  # here: most loads need none

        errors = errors_in(folder)
        if errors:
            raise DataError(errors)
        CHECKED_HERE.add(digest)
    found = load_unchecked(folder, digest)
    if folder_digest(folder) != digest:
        raise R4VError(f"{folder}: expected data that stays as it is while it is read, found a change. Run again.")
    return found


def load_unchecked(folder: Path, digest: str = "") -> Data:
    """The tables of a folder that is taken as checked, typed by its descriptor; `digest` is that of its files."""
    package = read_package(folder)
    corrections, problems = read_corrections(folder)
    if problems:
        raise DataError(problems)
    tables = Frames(folder, package["resources"], corrections)
    return Data(folder, digest or folder_digest(folder), tables, tuple(corrections))
