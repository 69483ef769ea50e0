"""The files of a data folder: their digest, and the tables in them, each read when it is asked for.

A digest is read once a state of a file: in this process its content is believed where size, times and inode
are those of the last reading, and the file was not written just before it (as git does).
"""

from __future__ import annotations

import codecs
import io
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from r4v_analysis.data import monthly, plan_year
from r4v_analysis.data.corrections import FILE as CORRECTIONS
from r4v_analysis.data.corrections import Correction, corrected
from r4v_analysis.data.schema import OBSERVATIONS, Resource, csv_files, is_observations
from r4v_analysis.errors import R4VError
from r4v_analysis.files import DESCRIPTOR, bounded, digest

_MADE = {"sector-reach": monthly.observations, "plan-funding": plan_year.observations}
"""Tables whose rows are the numbers of reports that print no PDF, and what makes observations of them."""

JUST_WRITTEN = 2_000_000_000
"""Nanoseconds in which a file can be written again without another time on it."""

_known: dict[str, tuple[tuple[int, ...], str]] = {}


def folder_digest(folder: Path) -> str:
    """SHA-256 over descriptor, corrections and every table below the folder, whether it names them or not."""
    text = "".join(f"{name}\0{found}\0" for name, found in file_digests(folder).items())
    return digest(text.encode("utf-8", "surrogateescape"))


def file_digests(folder: Path) -> dict[str, str]:
    """SHA-256 of each of these files, by path below the folder."""
    corrections = [CORRECTIONS] if (folder / CORRECTIONS).is_file() else []
    top = os.path.realpath(folder)
    return {name: _digest_of(f"{top}/{name}") for name in (DESCRIPTOR, *corrections, *csv_files(folder))}


def _digest_of(path: str) -> str:
    """SHA-256 of a file; of one that can't be read, or is too large to be a table, what the check will say of it."""
    try:
        found = os.stat(path)  # noqa: PTH116  thousands of them for each page
        state = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev)
        if path in _known and _known[path][0] == state:
            return _known[path][1]
        now = time.time_ns()
        raw = bounded(Path(path))
    except OSError as error:
        return f"unreadable: {error.errno}"
    content_digest = "too large" if raw is None else digest(raw)
    if max(found.st_mtime_ns, found.st_ctime_ns) < now - JUST_WRITTEN:
        _known[path] = (state, content_digest)
    return content_digest


class Frames(Mapping[str, pd.DataFrame]):
    """Tables by name, typed by the descriptor, read from files that are still what they were."""

    def __init__(self, folder: Path, resources: Sequence[Resource], corrections: Sequence[Correction]) -> None:
        """Nothing is read yet; `corrections` are put in place when a table is."""
        self._folder, self._corrections = folder, corrections
        self._printed = [resource for resource in resources if is_observations(resource)]
        self._others = {resource["name"]: resource for resource in resources if not is_observations(resource)}
        self._digests = file_digests(folder)
        self._frames: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        """One table.

        Raises
        ------
        KeyError
            The descriptor names no such table.
        R4VError
            Its file has changed since this was made.
        """
        if name not in self._frames:
            is_printed = name == OBSERVATIONS
            self._frames[name] = self._observations() if is_printed else self._read([self._others[name]])
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        """Names of all tables."""
        yield from self._others
        yield OBSERVATIONS

    def __len__(self) -> int:
        """How many there are."""
        return len(self._others) + 1

    def __contains__(self, name: object) -> bool:
        """Whether there is such a table; it is not read for that."""
        return name == OBSERVATIONS or name in self._others

    def _observations(self) -> pd.DataFrame:
        """The observations files one after the other, then those of reports that are made of rows of other tables."""
        if not self._printed:
            return pd.DataFrame()
        printed = [self._read(alike) for alike in _alike(self._printed)]
        for table, observations in _MADE.items():
            if table in self._others:
                made = observations(self["reports"], self[table], list(printed[0].columns))
                printed = [*printed, made.astype(printed[0].dtypes)] if len(made) else printed
        return pd.concat(printed, ignore_index=True)

    def _read(self, resources: Sequence[Resource]) -> pd.DataFrame:
        """Files of the same columns as one table, in their order: thousands by themselves would take long."""
        contents = [self._content(resource["path"]) for resource in resources]
        header = contents[0].partition(b"\n")[0]
        if any(content.partition(b"\n")[0] != header for content in contents):
            return pd.concat([self._read([resource]) for resource in resources], ignore_index=True)
        content = contents[0] if len(contents) == 1 else _joined(header, contents)
        raw = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, na_values=[""])
        raw = corrected(raw, resources[0], self._corrections)
        columns = resources[0]["schema"]["fields"]
        return pd.DataFrame({column["name"]: _typed(raw[column["name"]], column["type"]) for column in columns})

    def _content(self, name: str) -> bytes:
        content = (self._folder / name).read_bytes()
        if digest(content) != self._digests.get(name):
            raise R4VError(
                f"{self._folder / name}: expected the file that was checked, found that it was changed meanwhile. "
                "Run again."
            )
        return content.removeprefix(codecs.BOM_UTF8)


def _joined(header: bytes, contents: Sequence[bytes]) -> bytes:
    """Files of one header as one."""
    bodies = (content.partition(b"\n")[2] for content in contents)
    return b"".join([header, b"\n", *(body if body.endswith(b"\n") else body + b"\n" for body in bodies)])


def _alike(resources: Sequence[Resource]) -> list[list[Resource]]:
    """Resources with the same columns and types, next to each other."""
    groups: list[list[Resource]] = []
    kinds: list[tuple[str, str]] = []
    for resource in resources:
        own = [(column["name"], column["type"]) for column in resource["schema"]["fields"]]
        if groups and own == kinds:
            groups[-1].append(resource)
        else:
            groups.append([resource])
            kinds = own
    return groups


def _typed(column: pd.Series, kind: str) -> pd.Series:
    if kind == "number":
        return column.astype(float)
    if kind == "integer":
        return column.astype("Int64")
    if kind == "date":
        return pd.to_datetime(column, format="%Y-%m-%d").astype("datetime64[us]")
    if kind == "boolean":
        flags = column.map({"true": True, "false": False})
        return flags.astype(bool if column.notna().all() else "boolean")
    return column
