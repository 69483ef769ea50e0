"""The output folder as the file system gives it: made, written, and what stands in the way as one line."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from r4v_analysis.errors import R4VError, UsageError, reason, system_line

IN_THE_WAY = (IsADirectoryError, NotADirectoryError, FileExistsError)
"""Raised where a folder has a file's name, or a file that of its folder."""


def in_the_way(error: OSError) -> str:
    """What stands where a file is to be written, as one line."""
    found = "a folder of that name" if isinstance(error, IsADirectoryError) else "that this is no folder"
    path = str(error.filename2 or error.filename)
    return f"{path!r}: expected to write a file of this run there, found {found}. Move it away, and run again."


def writable(folder: Path) -> Path:
    """The folder, made if it has to be, once something could be written in it."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):
        pass
    return folder


def require_scratch() -> None:
    """Raise an error of this run where no temporary file can be had: else the first cell that wants one gets it."""
    try:
        tempfile.gettempdir()
    except OSError as error:
        raise R4VError(system_line(error)) from None


def require_there(folder: Path, written: Sequence[str]) -> None:
    """Raise an error where files that a run wrote are gone when it ends."""
    lost = [path for path in written if not (folder / path).exists()]
    if lost:
        raise R4VError(
            f"output folder {str(folder)!r}: expected {len(written)} files that this run wrote, found that {len(lost)} "
            f"were removed meanwhile, {lost[0]!r} among them. Run again: what is missing is rendered."
        )


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Errors of the file system as one line that names the folder."""
    try:
        yield
    except BrokenPipeError:  # whoever read our events is gone
        raise
    except IN_THE_WAY as error:
        existing = next(path for path in (folder, *folder.parents) if path.exists())
        if existing.is_dir():
            raise R4VError(in_the_way(error)) from None
        raise UsageError(
            f"output folder {str(folder)!r}: expected a folder, found that {str(existing)!r} is a file. "
            "Name another folder with -o."
        ) from None
    except OSError as error:
        raise R4VError(
            f"output folder {str(folder)!r}: expected to write it, found: {reason(error)}. {_advice(error)}"
        ) from None


def _advice(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "Free some space and run again; what is done stays done."
    return "Mend its permissions, or name another folder with -o."
