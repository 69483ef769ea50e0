"""manifest.json: what was rendered from what, and whether it still holds."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import math
import sys
import textwrap
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path

from r4v_analysis.paths import write_atomic

VERSION = 1
NAME = "manifest.json"

WRITE_EVERY = 0.5
"""Seconds between two writes of a manifest while renders end, so that a thousand do not write a thousand squared."""

DRAWS = (
    "babel", "fonttools", "ipykernel", "jinja2", "markupsafe", "matplotlib", "nbclient", "nbconvert",
    "nbformat", "numpy", "pandas", "papermill", "pygments", "r4v-analysis", "seaborn",
)  # fmt: skip
"""Distributions whose version can change the bytes of a page or a figure."""

PACKAGE = Path(__file__).resolve().parent

Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Record:
    """One render: what it was made from and the files it made.

    `inputs` are digests by name, `key` that of all inputs, parameters and versions. `status` is
    `rendered` or `failed`; `reason` says why it ran, or how it failed. `files` maps paths relative
    to the output folder to SHA-256; those of a failed render are the last good one's. `as_of` is
    empty for the report's own date.
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

    @property
    def identity(self) -> Key:
        """Report, notebook, language and date: a later render of these takes its place."""
        return self.report, self.notebook, self.lang, self.as_of


@dataclass
class Manifest:
    """The records of an output folder; `written` is when the file was, on the monotonic clock."""

    folder: Path
    records: dict[Key, Record] = field(default_factory=dict)
    is_unreadable: bool = False
    written: float = -math.inf
    _texts: dict[Key, str] = field(default_factory=dict, repr=False)

    def put(self, record: Record) -> None:
        """Set the record of a render and write the file, or leave it to `kept` if it was written just now."""
        self.records[record.identity] = record
        self._texts.pop(record.identity, None)
        if time.monotonic() - self.written > WRITE_EVERY:
            self.write()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """A block that leaves no record unwritten, however it ends."""
        try:
            yield
        finally:
            self.write()

    def write(self) -> None:
        """Write manifest.json, in one piece, if it differs."""
        renders = ",\n".join(self._text(identity) for identity in sorted(self.records))
        text = f'{{\n "renders": [\n{renders}\n ],\n "version": {VERSION}\n}}\n'
        write_if_changed(self.folder / NAME, text.encode("utf-8"))
        self.written = time.monotonic()

    def _text(self, identity: Key) -> str:
        if identity not in self._texts:
            text = json.dumps(asdict(self.records[identity]), ensure_ascii=False, indent=1, sort_keys=True)
            self._texts[identity] = textwrap.indent(text, "  ")
        return self._texts[identity]

    def reason(self, identity: Key, key: str, parts: Mapping[str, object]) -> str:
        """Why a render has to run: empty where its outputs are what its inputs would make.

        `parts` are what the key is made of, by the name that the reason gives them.
        """
        record = self.records.get(identity)
        if record is None:
            return "new"
        if record.status != "rendered":
            return "failed before"
        if record.key != key:
            before = parts_of(record.inputs, record.parameters, record.versions)
            changed = [name for name in parts if parts[name] != before.get(name)]
            return ", ".join(changed) or "key"
        if not record.files or any(digest != file_digest(self.folder / path) for path, digest in record.files.items()):
            return "output missing or changed"
        return ""


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an output folder; without records where there is none or it can't be read."""
    path = folder / NAME
    if not path.is_file():
        return Manifest(folder)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["version"] != VERSION:
            raise ValueError
        records = [Record(**render) for render in content["renders"]]
    except (ValueError, KeyError, TypeError):
        return Manifest(folder, is_unreadable=True)
    return Manifest(folder, {record.identity: record for record in records})


def parts_of(
    inputs: Mapping[str, str], parameters: Mapping[str, object], versions: Mapping[str, str]
) -> dict[str, object]:
    """What a key is made of, by the name that a reason gives it."""
    return {**inputs, "parameters": dict(parameters), "libraries": dict(versions)}


def key_of(parts: Mapping[str, object]) -> str:
    """SHA-256 of all parts of a key."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode("utf-8")).hexdigest()


def digest(content: bytes) -> str:
    """SHA-256 of a file's content."""
    return hashlib.sha256(content).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file; empty where it can't be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def write_if_changed(path: Path, content: bytes) -> None:
    """Write a file in one piece, unless it holds just that."""
    if file_digest(path) != hashlib.sha256(content).hexdigest():
        write_atomic(path, content)


def code_digest(package: Path = PACKAGE) -> str:
    """SHA-256 over the package's files: modules, templates, styles, fonts, catalogues."""
    digest = hashlib.sha256()
    for path in sorted(_package_files(package)):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(package).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


@lru_cache
def versions() -> dict[str, str]:
    """Versions of Python (major.minor) and of every library that draws."""
    return {"python": f"{sys.version_info[0]}.{sys.version_info[1]}", **{name: _version(name) for name in DRAWS}}


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _package_files(package: Path) -> Iterable[Path]:
    for path in package.rglob("*"):
        parts = path.relative_to(package).parts
        if path.is_file() and "__pycache__" not in parts and not any(part.startswith(".") for part in parts):
            yield path
