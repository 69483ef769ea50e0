"""What was read of a data folder while a page was made, and whether it would be read alike again.

Frames come to an analysis through queries (`slices`), each noted once with the day whose corrections it saw.
A process that runs a notebook for a batch also notes files of the folder that it opens by itself; what can't
be followed (another process, a listing of the folder) is noted as the whole folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from r4v_analysis.data.queries import Positions, Query, Slices, table_of

if TYPE_CHECKING:
    from r4v_analysis.data.report import Data

TO = "R4V_READS"
"""Environment variable: the file to which a notebook's process notes what it reads of data/."""

OF = "R4V_READS_OF"
"""Environment variable: the data folder that is meant."""

FOLDER: Query = ("folder",)
"""All of a data folder's files."""


class Reads:
    """Queries by the day whose corrections they saw ("": all corrections)."""

    def __init__(self, tell: Callable[[str, Query], object] | None = None) -> None:
        """`tell` is called once for each day and query."""
        self._queries: dict[tuple[str, Query], None] = {}
        self._covered: dict[tuple[str, str], set[int]] = {}
        self._tell = tell

    def add(self, day: str, query: Query, table: str = "", positions: Positions | None = None) -> None:
        """Note a query, and the rows that it gave."""
        if (day, query) in self._queries:
            return
        self._queries[day, query] = None
        if positions is not None:
            self._covered.setdefault((day, table), set()).update(np.asarray(positions).tolist())
        if self._tell:
            self._tell(day, query)

    def covers(self, day: str, table: str, position: int) -> bool:
        """Whether a noted query gave a row."""
        return position in self._covered.get((day, table), ())

    def noted(self) -> Noted:
        """What was noted so far, in an order that does not depend on that of reading."""
        return as_noted(self._queries)


Noted = Mapping[str, tuple[Query, ...]]
"""Queries by day, sorted."""


def as_noted(queries: Iterable[tuple[str, Query]]) -> Noted:
    """Days and queries, each once, sorted."""
    found: dict[str, set[Query]] = {}
    for day, query in queries:
        found.setdefault(day, set()).add(query)
    return {day: tuple(sorted(found[day])) for day in sorted(found)}


def together(*notes: Noted) -> Noted:
    """Everything that is in one of some notes."""
    return as_noted((day, query) for note in notes for day, queries in note.items() for query in queries)


_here = threading.local()


@contextmanager
def loading() -> Iterator[None]:
    """A block of this package that reads files of the folder as a loader, not for a page."""
    _here.depth = _depth() + 1
    try:
        yield
    finally:
        _here.depth -= 1


def _depth() -> int:
    return int(getattr(_here, "depth", 0))


_reads: Reads | None = None


def of_process(folder: Path) -> Reads | None:
    """Where this process notes what it reads of a folder; None where nobody asked for it."""
    return _reads if _reads is not None and os.environ.get(OF) == str(folder.resolve()) else None


def begin() -> None:
    """Note from now on what this process reads, if its environment asks for it."""
    global _reads  # one notebook a process
    path, folder = os.environ.get(TO), os.environ.get(OF)
    if not path or not folder or _reads is not None:
        return
    _reads = Reads(lambda day, query: _append(path, [day, *query]))
    sys.addaudithook(_watcher(_reads, folder))


def read_notes(path: Path) -> Noted:
    """What a notebook's process noted in a file."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return as_noted((line[0], tuple(line[1:])) for line in map(json.loads, lines))


def _append(path: str, values: list[str]) -> None:
    with loading(), open(path, "a", encoding="utf-8") as file:  # noqa: PTH123  one system call a line
        file.write(json.dumps(values) + "\n")


_ELSEWHERE = (
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "pty.spawn",
)  # fmt: skip
"""Events after which another program may read what it likes."""

_LISTING = ("os.listdir", "os.scandir", "glob.glob")


def _watcher(reads: Reads, folder: str) -> Callable[[str, tuple[Any, ...]], None]:
    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in _WATCHED or _depth():
            return
        with loading():
            if event in _ELSEWHERE:
                reads.add("", FOLDER)
            elif (inner := _inner(arguments[0] if arguments else None, folder)) is not None:
                is_listing = event in _LISTING or not inner or Path(folder, inner).is_dir()
                reads.add("", FOLDER if is_listing else ("file", inner))

    return watch


_WATCHED = frozenset({"open", "sqlite3.connect", *_ELSEWHERE, *_LISTING})


def _inner(path: object, folder: str) -> str | None:
    """A path's place in the folder, "" for the folder itself; None where it is elsewhere."""
    if path is None:
        path = "."
    if not isinstance(path, (str, bytes, os.PathLike)):
        return None
    real = os.path.realpath(os.fsdecode(path))
    if real == folder:
        return ""
    return os.path.relpath(real, folder).replace(os.sep, "/") if real.startswith(folder + os.sep) else None


class State:
    """A state of a data folder, to be asked what noted queries give now."""

    def __init__(self, data: Data) -> None:
        """The folder's content as it is in memory, and its files as they are."""
        self._data = data
        self._by_day: dict[str, Slices] = {}
        self._files: dict[Query, str] = {}

    def digests(self, noted: Noted) -> dict[str, str]:
        """By table, one digest of all that some queries give; files stand as tables under their names."""
        found: dict[str, hashlib._Hash] = {}
        for day, queries in noted.items():
            for query in queries:
                digest = found.setdefault(self.table_of(query), hashlib.sha256())
                digest.update(json.dumps([day, *query]).encode())
                digest.update(self.digest(day, query).encode())
        return {table: found[table].hexdigest() for table in sorted(found)}

    def digest(self, day: str, query: Query) -> str:
        """Of what one query gives, with the corrections known on a day."""
        if query in self._files:
            return self._files[query]
        if query[0] in ("file", "folder"):
            self._files[query] = self._data.digest if query == FOLDER else file_digest(self._data.folder / query[1])
            return self._files[query]
        if day not in self._by_day:
            self._by_day[day] = (self._data.known_by(date.fromisoformat(day)) if day else self._data).slices
        return self._by_day[day].digest(query)

    @staticmethod
    def table_of(query: Query) -> str:
        """What a query is about, as a reason names it."""
        return query[-1] if query[0] in ("file", "folder") else table_of(query)


def one_digest(digests: Mapping[str, str]) -> str:
    """SHA-256 of digests by table: what a page names as the data behind it."""
    return hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file; empty where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
