"""Where data is found and where outputs go; the only place that builds a path from an id."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from datetime import date
from pathlib import Path

from r4v_analysis.errors import UsageError

PACKAGE = Path(__file__).resolve().parent
"""The installed package: modules, templates, fonts, catalogues."""

REPORT_ID = re.compile(r"[A-Z]{3}_\d{4}-\d{2}_\d{4}-\d{2}(_[a-z0-9]+)?")
DESCRIPTOR = "datapackage.json"

UNFINISHED = ".part"
"""How the name of a file ends that is being written."""


def find_data_dir(data_dir: str | Path = "") -> Path:
    """The folder that holds datapackage.json.

    An explicit `data_dir` is taken as it is. Empty: `data/` is looked for upward from the
    working directory, then the environment variable R4V_DATA is read.

    Raises
    ------
    UsageError
        No such folder; the message names the places that were tried.
    """
    if str(data_dir):
        folder = Path(data_dir)
        if (folder / DESCRIPTOR).is_file():
            return folder
        raise UsageError(
            f"data folder {str(folder)!r}: expected a {DESCRIPTOR} in it, found none. "
            "Name the folder that holds it with --data DIR or the parameter data_dir."
        )
    here = Path.cwd()
    for parent in (here, *here.parents):
        if (parent / "data" / DESCRIPTOR).is_file():
            return Path(os.path.relpath(parent / "data"))  # errors show it as the user would type it
    if os.environ.get("R4V_DATA"):
        return find_data_dir(os.environ["R4V_DATA"])
    raise UsageError(
        f"data folder: expected data/{DESCRIPTOR} in {str(here)!r} or a folder above it, found none. "
        "Run from the project's folder, name the folder with --data DIR, or set R4V_DATA."
    )


def check_report_id(report_id: object) -> str:
    """The id itself, if it has the form of one: it becomes a folder's name.

    Raises
    ------
    UsageError
        Empty, another type, or anything but `PER_2023-05_2023-07` and its like.
    """
    if isinstance(report_id, str) and REPORT_ID.fullmatch(report_id):
        return report_id
    raise UsageError(
        f"report_id: expected country and months such as 'PER_2023-05_2023-07', found {report_id!r}. "
        "`r4v list` prints the ids that data holds."
    )


def report_folder(output_dir: str | Path, report_id: str, as_of: date | None = None) -> Path:
    """`<output_dir>/<report_id>`, and `/as-of-<date>` below it where `as_of` is not the report's own."""
    folder = Path(output_dir) / check_report_id(report_id)
    return folder / f"as-of-{as_of.isoformat()}" if as_of else folder


def digest(content: str | bytes) -> str:
    """SHA-256 of a file's content; of a text in UTF-8."""
    return hashlib.sha256(content.encode("utf-8") if isinstance(content, str) else content).hexdigest()


def file_digest(path: str | Path) -> str:
    """SHA-256 of a file; empty where it can't be read."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123  thousands of them at each run
            return digest(file.read())
    except OSError:
        return ""


def write_atomic(path: Path, content: str | bytes) -> None:
    """Write a file so that a crash leaves the old one or the new one, never half of it."""
    raw = content.encode("utf-8") if isinstance(content, str) else content
    descriptor, temporary = _begun(path)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(raw)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _begun(path: Path) -> tuple[int, Path]:
    """A new hidden file beside `path`, open; its folder is made, again if someone removes it just then."""
    for is_last in (False, False, True):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=UNFINISHED)
        except FileNotFoundError:
            if is_last:
                raise
        else:
            return descriptor, Path(name)
    raise AssertionError


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
