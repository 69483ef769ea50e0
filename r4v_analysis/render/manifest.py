"""manifest.json: what was rendered from what, and whether it still holds."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import logging
import math
import os
import stat
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path

from r4v_analysis.files import PACKAGE, digest, file_digest, write_atomic
from r4v_analysis.render.records import require_sound

_log = logging.getLogger("r4v_analysis.render.manifest")
_told: set[str] = set()
"""Manifests of which it was said that they are none: one run reads them more than once."""

VERSION = 3
NAME = "manifest.json"

WRITE_EVERY = 2.0
"""Seconds between two writes of a manifest while renders end, so that a thousand do not write a thousand squared."""

DRAWS = (
    "babel", "fonttools", "ipykernel", "jinja2", "markupsafe", "matplotlib", "nbclient", "nbconvert",
    "nbformat", "numpy", "pandas", "papermill", "pygments", "r4v-analysis", "seaborn",
)  # fmt: skip
"""Distributions whose version can change the bytes of a page or a figure."""


Key = tuple[str, str, str, str]
"""Report, notebook, language and date of a render."""

Stat = tuple[int, int]
"""Bytes of a file, and when it was written (nanoseconds)."""


@dataclass(frozen=True, slots=True)
class Record:
    """One render: what it was made from and the files it made.

    `inputs` are digests by name, `key` that of all inputs but data, of parameters and versions. `data` are
    digests by table of what it could read of data/; `inputs["data"]` is the last state of the whole folder
    that is known to have them. `status` is `rendered` or `failed`;
    `reason` says why it ran, or how it failed. `files` maps paths relative to the output folder to SHA-256;
    those of a failed render are the last good one's. `stats` say when these digests were true, in the order
    of the files' names. `as_of` is empty for the report's own date. `is_own` is false for a notebook from
    elsewhere than the project's folder, and `title` is what the index calls it. `seconds` and `peak_mb` say
    what it took; no output holds them.
    """

    report: str
    notebook: str
    lang: str
    as_of: str
    parameters: Mapping[str, object]
    key: str
    inputs: Mapping[str, str]
    versions: Mapping[str, str]
    status: str
    reason: str
    files: Mapping[str, str]
    seconds: float
    data: Mapping[str, str] = field(default_factory=dict)
    stats: Sequence[Stat] = ()
    is_own: bool = True
    title: str = ""
    peak_mb: float = 0.0

    @property
    def identity(self) -> Key:
        """Report, notebook, language and date: a later render of these takes its place."""
        return self.report, self.notebook, self.lang, self.as_of


@dataclass
class Manifest:
    """The records of an output folder; `written` is when the file was, on the monotonic clock.

    `records` are of pages, `made` of what else is made: each report's metrics.json, the index. `left` are
    files that a record had and nothing makes any more, with their digests. `checked` is the state of data
    and code whose check found no error. `mtime` is when the file was written, in nanoseconds.
    """

    folder: Path
    records: dict[Key, Record] = field(default_factory=dict)
    written: float = -math.inf
    made: dict[Key, Record] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    checked: str = ""
    mtime: int = 0
    is_changed: bool = False
    _texts: dict[Key, str] = field(default_factory=dict, repr=False)

    def put(self, record: Record) -> None:
        """Set the record of a render and write the file, or leave it to `kept` if it was written just now."""
        self.renew(record)
        if time.monotonic() - self.written > WRITE_EVERY:
            self.write()

    def renew(self, record: Record) -> None:
        """Set a record without writing the file; `kept` does."""
        records = self.made if record.identity in self.made or not record.lang else self.records
        before = records.get(record.identity)
        if before:
            self.left |= {path: digest for path, digest in before.files.items() if path not in record.files}
        for path in record.files:
            self.left.pop(path, None)
        records[record.identity] = record
        self._texts.pop(record.identity, None)
        self.is_changed = True

    def drop(self, identity: Key) -> None:
        """Forget a record."""
        self.records.pop(identity, None)
        self.made.pop(identity, None)
        self.is_changed = True

    @contextmanager
    def kept(self) -> Iterator[None]:
        """A block that leaves no record unwritten, however it ends."""
        try:
            yield
        finally:
            if self.is_changed or not self.written > -math.inf:
                self.write()

    def write(self) -> None:
        """Write manifest.json, in one piece, if it differs."""
        texts = {
            "checked": json.dumps(self.checked),
            "left": json.dumps(self.left, ensure_ascii=False, sort_keys=True),
            "made": self._listed(self.made),
            "renders": self._listed(self.records),
            "version": json.dumps(VERSION),
        }
        text = ",\n".join(f' "{name}": {value}' for name, value in texts.items())
        write_if_changed(self.folder / NAME, f"{{\n{text}\n}}\n".encode())
        self.written = time.monotonic()
        self.is_changed = False

    def _listed(self, records: Mapping[Key, Record]) -> str:
        """One record a line: a manifest of thousands is read and written at each run."""
        lines = ",\n".join(f"  {self._text(records[identity])}" for identity in sorted(records))
        return f"[\n{lines}\n ]"

    def _text(self, record: Record) -> str:
        if record.identity not in self._texts:
            values = {name: getattr(record, name) for name in _FIELDS}
            self._texts[record.identity] = json.dumps(values, ensure_ascii=False, sort_keys=True)
        return self._texts[record.identity]


_FIELDS = tuple(field.name for field in fields(Record))


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an output folder; without records where there is none or it can't be read."""
    if not is_in(folder):
        return Manifest(folder)
    path = folder / NAME
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["version"] != VERSION:
            raise ValueError("of another version of this package")
        require_sound(content)
        records, made = ([Record(**values) for values in content[name]] for name in ("renders", "made"))
        checked, left = str(content["checked"]), dict(content["left"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        found = "something else" if isinstance(error, KeyError | TypeError | RecursionError) else str(error)
        if str(path) not in _told:
            _told.add(str(path))
            _log.warning("%s: expected a manifest, found: %s. It is made anew, with every page.", path, found)
        return Manifest(folder)
    return Manifest(
        folder,
        {record.identity: record for record in records},
        made={record.identity: record for record in made},
        left=left,
        checked=checked,
        mtime=path.stat().st_mtime_ns,
        written=time.monotonic() - WRITE_EVERY,
    )


def is_in(folder: Path) -> bool:
    """Whether an output folder has a manifest; without one, everything is to be made."""
    return (folder / NAME).is_file()


def checked_in(folder: Path) -> str:
    """What an output folder's manifest says was checked; its first line, so that the rest need not be read."""
    try:
        with (folder / NAME).open(encoding="utf-8") as file:
            file.readline()
            name, _colon, value = file.readline().partition(":")
    except (OSError, UnicodeDecodeError):
        return ""
    return value.strip().strip('",') if name.strip() == '"checked"' else ""


def checked_state(data_digest: str, code: str = "") -> str:
    """A state of data together with what checks it; `code` is its digest where it is known."""
    return key_of({"data": data_digest, "code": code or code_digest()})


def stat_of(path: str | Path) -> Stat | None:
    """Size and time of a file; None where there is none, and where a link or anything else has its name."""
    try:
        found = os.lstat(path)
    except (OSError, ValueError):
        return None
    return (found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None


def parts_of(
    inputs: Mapping[str, str], parameters: Mapping[str, object], versions: Mapping[str, str]
) -> dict[str, object]:
    """What a key is made of, by the name that a reason gives it; not data, of which each render reads a part."""
    own = {name: digest for name, digest in inputs.items() if name != "data"}
    return {**own, "parameters": dict(parameters), "libraries": dict(versions)}


def failure_stem(identity: Key) -> str:
    """Path of what a failed render leaves, relative to the output folder and without suffix."""
    report, notebook, lang, as_of = identity
    folder = f"{report}.as-of-{as_of}" if as_of else report
    return f"failures/{folder}.{notebook}.{lang}"


def key_of(parts: Mapping[str, object]) -> str:
    """SHA-256 of all parts of a key."""
    return digest(json.dumps(parts, sort_keys=True, ensure_ascii=False))


def write_if_changed(path: Path, content: bytes) -> None:
    """Write a file in one piece, unless it holds just that."""
    if file_digest(path) != digest(content):
        write_atomic(path, content)


def code_digest(package: Path = PACKAGE) -> str:
    """SHA-256 over the package's files: modules, templates, styles, fonts, catalogues."""
    found = hashlib.sha256()
    for parts in sorted(_package_files(package)):
        content = package.joinpath(*parts).read_bytes()
        found.update(f"{'/'.join(parts)}\0{len(content)}\0".encode())
        found.update(content)
    return found.hexdigest()


@lru_cache
def versions() -> dict[str, str]:
    """Versions of Python (major.minor) and of every library that draws."""
    return {"python": f"{sys.version_info[0]}.{sys.version_info[1]}", **{name: _version(name) for name in DRAWS}}


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _package_files(package: Path) -> Iterator[tuple[str, ...]]:
    """The parts of each file's path below the package."""
    for folder, folders, files in os.walk(package):
        folders[:] = [name for name in folders if name != "__pycache__" and not name.startswith(".")]
        inside = Path(folder).relative_to(package).parts
        yield from ((*inside, name) for name in files if not name.startswith("."))
