"""Where data is found and where outputs go; the only place that builds a path from an id."""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import re
import secrets
import shlex
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from functools import lru_cache
from pathlib import Path, PurePath

from r4v_analysis.errors import UsageError

PACKAGE = Path(__file__).resolve().parent
"""The installed package: modules, templates, fonts, catalogues."""

REPORT_ID = re.compile(r"[A-Z]{3}_\d{4}-\d{2}_\d{4}-\d{2}(_[a-z0-9]+)?")
DESCRIPTOR = "datapackage.json"

MOST_BYTES = 500_000_000
"""Of a file of data/, and of one that a person brings: some three million rows, 2 GB of memory while they are read."""

TOO_LARGE = (
    f"a file of more than {MOST_BYTES // 10**6} MB. If it is the right one, split it by year or country: each part can "
    "have a data folder of its own (r4v init DIR, --data DIR)."
)
"""What is found in place of a larger one, and what to do."""

UNFINISHED = ".part"
"""How the name of a file ends that is being written."""


def find_data_dir(data_dir: str | Path = "") -> Path:
    """The folder that holds datapackage.json.

    An explicit `data_dir` is taken as it is. Empty: the environment variable R4V_DATA is read, then
    `data/` is looked for upward from the working directory, and last beside the package, in its checkout.

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
            "Name the folder that holds it with --data DIR or the parameter data_dir (papermill: -p data_dir PATH)."
        )
    if os.environ.get("R4V_DATA"):
        return find_data_dir(os.environ["R4V_DATA"])
    here = Path.cwd()
    for parent in (here, *here.parents):
        if (parent / "data" / DESCRIPTOR).is_file():
            return Path(os.path.relpath(parent / "data"))  # errors show it as the user would type it
    if (PACKAGE.parent / "data" / DESCRIPTOR).is_file():
        return PACKAGE.parent / "data"
    raise UsageError(
        f"data folder: expected data/{DESCRIPTOR} in {str(here)!r} or a folder above it, found none. "
        "Run from the project's folder, name the folder with --data DIR (papermill: -p data_dir PATH), or set R4V_DATA."
    )


def command(*words: str | Path, data: str | Path = "", output: str | Path = "") -> str:
    """A command of `r4v` as a person pastes it, with the folders that it needs named.

    `data` is named unless it is the folder that is found where none is named; empty: none was named.
    """
    given = [*words, *(("-o", output) if str(output) else ()), *(() if _is_found(data) else ("--data", data))]
    return shlex.join([program(), *map(str, given)])


def program() -> str:
    """What this program was started by, `.venv/bin/r4v` where `r4v` alone would not be found."""
    started = sys.argv[0] if sys.argv else ""
    if Path(started).stem != "r4v":
        return "r4v"
    found = shutil.which("r4v")
    try:
        return "r4v" if found and Path(found).samefile(started) else started
    except OSError:
        return "r4v"


def _is_found(data: str | Path) -> bool:
    """Whether commands find a data folder without its name."""
    if not str(data):
        return True
    try:
        return find_data_dir().samefile(data)
    except (OSError, UsageError):
        return False


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
        "Write its country, first and last month."
    )


def report_folder(output_dir: str | Path, report_id: str, as_of: date | None = None) -> Path:
    """`<output_dir>/<report_id>`, and `/as-of-<date>` below it where `as_of` is not the report's own."""
    folder = Path(output_dir) / check_report_id(report_id)
    return folder / f"as-of-{as_of.isoformat()}" if as_of else folder


def digest(content: str | bytes) -> str:
    """SHA-256 of a file's content; of a text in UTF-8."""
    return hashlib.sha256(content.encode("utf-8") if isinstance(content, str) else content).hexdigest()


def file_digest(path: str | Path) -> str:
    """SHA-256 of a file; empty where it can't be read, and where a link or anything else has its name."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return ""
        with open(path, "rb") as file:  # noqa: PTH123  thousands of them at each run
            return digest(file.read())
    except (OSError, ValueError):
        return ""


def bounded(path: Path, most: int = MOST_BYTES) -> bytes | None:
    """A file's bytes; None where there are more than `most`, which is asked before any of them is read.

    Raises
    ------
    OSError
        It can't be read, or is no plain file: a device or a pipe might have no end.
    """
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "Is a folder" if stat.S_ISDIR(found.st_mode) else "Is no plain file", str(path))
    if found.st_size > most:
        return None
    with path.open("rb") as file:  # a file that tells no size, or grows
        raw = file.read(most + 1)
    return raw if len(raw) <= most else None


def is_inside(folder: str | Path, path: str) -> bool:
    """Whether a relative path leads to a place below a folder, by way of links too; `folder` itself may be a link."""
    if not is_relative(path):
        return False
    try:
        top = os.path.realpath(folder)
        return os.path.realpath(os.path.join(top, path)).startswith(f"{top.rstrip(os.sep)}{os.sep}")  # noqa: PTH118
    except (OSError, RuntimeError, ValueError):
        return False


def is_relative(path: str) -> bool:
    """Whether a path names a place below whatever folder it is put to, if nothing there is a link."""
    pure = PurePath(path)
    return bool(path) and "\0" not in path and not pure.anchor and ".." not in pure.parts and pure.parts != ()


def write_atomic(path: Path, content: str | bytes | Path) -> None:
    """Write a file so that a crash leaves the old one or the new one, never half of it.

    What stands there under its name goes, a link too, and what it leads to stays. A file keeps its mode; where the
    system knows none, it has the system's.
    """
    write_together({path: content})


def write_together(contents: Mapping[Path, str | bytes | Path]) -> None:
    """Write files as `write_atomic` does, and none where one of them can't be: only names are changed at the end.

    A content is a text, bytes, or a file that holds it.
    """
    begun: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            mode = _mode(path)
            begun[path] = _begun(path, mode or 0o666)
            if isinstance(content, Path):
                shutil.copyfile(content, begun[path])
            else:
                begun[path].write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
            if mode is not None:
                with suppress(OSError):  # a drive that knows no modes (CIFS, exFAT, OneDrive)
                    begun[path].chmod(mode)
        for path, temporary in begun.items():
            temporary.replace(path)
    except BaseException:
        for temporary in begun.values():
            temporary.unlink(missing_ok=True)
        raise


def _begun(path: Path, mode: int) -> Path:
    """A new hidden file beside `path`; its folder is made, again if someone removes it just then."""
    for is_last in (False, False, True):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.parent / f".{path.name}.{secrets.token_hex(4)}{UNFINISHED}"
        try:
            os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
        except FileNotFoundError:
            if is_last:
                raise
        else:
            return temporary
    raise AssertionError


def _mode(path: Path) -> int | None:
    """The mode of the file that is there; None where there is none: a new one has what the umask leaves."""
    with suppress(OSError):
        found = path.lstat().st_mode
        if stat.S_ISREG(found):
            return stat.S_IMODE(found)
    return None


@contextmanager
def scratch(kind: str = "", beside: Path | None = None) -> Iterator[Path]:
    """A folder of one's own that is gone after the block.

    It is a temporary one, or a hidden one in the folder `beside`. Those that killed processes of the same user left
    there are removed.
    """
    folder = scratch_folder(kind, beside)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def scratch_folder(kind: str = "", beside: Path | None = None) -> Path:
    """The same, for a caller who removes it."""
    place = str(beside) if beside else tempfile.gettempdir()
    remove_dead(place)
    prefix = f"{'.' if beside else ''}r4v-{f'{kind}-' if kind else ''}{os.getpid()}-{_processes()}-"
    return Path(tempfile.mkdtemp(prefix=prefix, dir=place))


@lru_cache
def _processes() -> str:
    """A short name of the table in which this process has its number: a folder may be shared with other machines."""
    try:
        table = os.stat("/proc/self/ns/pid").st_ino  # noqa: PTH116  a container has a table of its own
    except OSError:
        table = 0
    return hashlib.sha256(f"{platform.node()} {table}".encode("utf-8", "replace")).hexdigest()[:6]


_SCRATCH = re.compile(r"\.?r4v-(?:[a-z]+-)?([0-9]+)-([0-9a-f]{6})-[^-]+")


@lru_cache
def remove_dead(place: str) -> None:
    """Remove this user's temporary folders of processes that are no more; once a process and place."""
    if os.name != "posix":  # elsewhere a process can't be asked for without touching it
        return
    with suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            named = _SCRATCH.fullmatch(entry.name)
            if named and named[2] == _processes() and _is_own_folder(entry) and _is_dead(int(named[1])):
                shutil.rmtree(entry.path, ignore_errors=True)


def _is_own_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False) and entry.stat(follow_symlinks=False).st_uid == os.getuid()


def _is_dead(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):  # another user's
        return False
    return False
