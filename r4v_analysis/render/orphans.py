"""Outputs that nothing makes any more: known to the manifest, and to nobody else.

A page is one when its report is gone from data/ or says nothing on the question any more, or when its notebook is
gone from the project's notebooks. Pages as of other dates stay, and so do those of notebooks from elsewhere. A file
is one, too, when a later render of the same page did not make it again.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path, PurePosixPath

from r4v_analysis.files import file_digest, is_inside
from r4v_analysis.render import manifest
from r4v_analysis.render.manifest import Key, Manifest, Record
from r4v_analysis.render.plan import RunPlan


def listed(planned: RunPlan, book: Manifest) -> dict[str, str]:
    """Paths of such files that are there, relative to the output folder, and why each is one."""
    lost = gone(planned, book)
    every = {**book.records, **book.made}
    kept = {path for identity, record in every.items() if identity not in lost for path in _paths(record)}
    found = dict.fromkeys(book.left, "not made again")
    found |= {path: why for identity, why in lost.items() for path in _paths(every[identity])}
    return {path: found[path] for path in sorted(found) if path not in kept and _is_there(book.folder, path)}


def _is_there(folder: Path, path: str) -> bool:
    """Whether it is a file of the folder: what a folder that is a link leads to is not ours to remove."""
    return manifest.stat_of(folder / path) is not None and is_inside(folder, path)


def remove(planned: RunPlan, book: Manifest) -> list[str]:
    """Remove them, with folders that become empty, and their records; the paths that were removed.

    A file that was changed since it was made is left, and forgotten with its record.
    """
    removed = []
    lost = gone(planned, book)
    digests = {path: digest for identity in lost for path, digest in _record(book, identity).files.items()} | book.left
    for path in listed(planned, book):
        if path not in digests or file_digest(book.folder / path) == digests[path]:
            (book.folder / path).unlink(missing_ok=True)
            _remove_empty(book, PurePosixPath(path).parent)
            removed.append(path)
    for identity in lost:
        book.drop(identity)
    if book.left:
        book.left.clear()
        book.is_changed = True
    return removed


def gone(planned: RunPlan, book: Manifest) -> dict[Key, str]:
    """The records that nothing makes any more, and why."""
    reports = set(planned.data.report_ids)
    notebooks = {notebook.name for notebook in planned.notebooks}
    found = {}
    for identity, record in {**book.records, **book.made}.items():
        if record.report and record.report not in reports:
            found[identity] = f"no report {record.report} in data"
        elif record.lang and record.is_own and record.notebook not in notebooks:
            found[identity] = f"no notebook {record.notebook}"
        elif why := planned.silence(identity):
            found[identity] = why
    return found


def _record(book: Manifest, identity: Key) -> Record:
    return book.records.get(identity) or book.made[identity]


def _paths(record: Record) -> list[str]:
    """A record's files; those too that say how it failed."""
    stem = manifest.failure_stem(record.identity)
    return [*record.files, *(f"{stem}.{kind}" for kind in ("html", "log") if record.status == "failed")]


def _remove_empty(book: Manifest, folder: PurePosixPath) -> None:
    with suppress(OSError):
        while folder.parts:
            (book.folder / folder).rmdir()
            folder = folder.parent
