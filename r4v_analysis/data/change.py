"""Changes to data/: checked on a copy, written all or none, and the last of them undone.

A hidden file in the folder says what was changed last and by which command, a hidden folder beside it holds the files
as they stood before and after, each under its digest. They are written first, so that a crash between two files can be
undone too.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from r4v_analysis.data.text_table import table_rows
from r4v_analysis.errors import DataError, Problem, R4VError, system_line
from r4v_analysis.files import command, is_inside, scratch, write_atomic, write_together

JOURNAL = ".last-change.json"
_COPIES = ".last-change"
_MOST_LINES = 20

States = Mapping[str, str | None]
"""Digests of files by their paths in the folder; None of one that is not there."""


class NothingToUndo(R4VError):
    """No change is on record, or files were changed after it."""


class ChangedMeanwhile(R4VError):
    """Two commands write to data/ at a time."""


def change(folder: Path, contents: Mapping[str, str | Path | None], what: str) -> None:
    """Check the folder as it would be with these files, then write them, all or none.

    `contents` maps a path inside the folder to its new text, or to a file that holds it, None where it is to go;
    `what` says which command changed it.

    Raises
    ------
    DataError
        The result has errors; nothing is written.
    ChangedMeanwhile
        Another command changed one of the files while the result was checked; nothing is written.
    """
    _require_inside(folder, contents)
    before = _states(folder, contents)
    with _using(folder), copied(folder) as copy:
        _put(copy, contents)
        refuse(copy, shown=folder)
        moved = [path for path, state in _states(folder, contents).items() if state != before[path]]
        if moved:
            raise ChangedMeanwhile(
                f"{folder / moved[0]}: expected it as it was a moment ago, found it changed by someone else. "
                "Run it again."
            )
        _replace(folder, copy, before, _states(copy, contents), what)


def undo(folder: Path, *, loses_corrections: bool = False) -> list[str]:
    """Take the last change back; a line for what it was and one a file.

    Raises
    ------
    NothingToUndo
        No change is on record, or a file of it was corrected since, as the message says cell by cell,
        and `loses_corrections` is not set: nothing is written.
    DataError
        The folder would have errors without the change, as where other tables refer to it.
    """
    what, before, after = _record(folder)
    now = _states(folder, before)
    if now == before:
        (folder / JOURNAL).unlink()
        _tidy(folder)
        raise NothingToUndo(
            f"{folder}: expected it as '{what}' left it, found that this did not come to its end: every file "
            "is as it was before. There is nothing to undo."
        )
    changed = [path for path, state in now.items() if state not in (before[path], after[path])]
    lost = [line for path in changed for line in _lost(folder, path, after[path], what)]
    if lost and not loses_corrections:
        forced = command("undo", "--force", data=folder)
        raise NothingToUndo(
            "\n".join([*lost, f"Nothing was taken back. To take it back, and lose what was corrected: {forced}"])
        )
    with _using(folder), copied(folder) as copy:
        _put(copy, {path: _copy(folder, state) for path, state in before.items()})
        refuse(copy, shown=folder)
        _replace(folder, copy, now, before, "")
    said = [f"Undone: {what}", *lost]
    return said + [f"{folder / path}: {'as before' if state else 'removed'}." for path, state in before.items()]


def _lost(folder: Path, path: str, after: str | None, what: str) -> Iterator[str]:
    """What was corrected in a file since a change, at most so many lines."""
    place, left = folder / path, _copy(folder, after)
    if not place.is_file() or left is None or _state(left) != after:
        how = "was changed" if place.is_file() else "is gone"
        yield f"{place}: expected it as '{what}' left it, found that it {how} since."
        return
    lines = list(corrections(_text(left), _text(place))) or ["its blanks or line ends were changed"]
    yield from (f"{place}, {line}, since '{what}'." for line in lines[:_MOST_LINES])
    if len(lines) > _MOST_LINES:
        yield f"{place}: and {len(lines) - _MOST_LINES:,} more."


def corrections(left: str, now: str) -> Iterator[str]:
    """Cells in which two states of a table differ, and rows that only one of them has."""
    tables = _both_tables(left, now)
    if tables:
        (header, old), (_, new) = tables
        keys = [name for name in header if name.endswith("_id")][:1] or header[:1]
        before, after = ({row.get(keys[0], ""): row for row in rows} for rows in (old, new))
        if len(before) == len(old) and len(after) == len(new):
            for number, (key, row) in enumerate(after.items(), 2):
                yield from _cells(number, key, before.get(key), row)
            yield from (f"{key} was taken out" for key in before if key not in after)
            return
    for line in difflib.unified_diff(left.splitlines(), now.splitlines(), lineterm="", n=0):
        if not line.startswith(("---", "+++", "@@")):
            yield f"line {'added' if line[0] == '+' else 'taken out'}: {line[1:]}"


def _both_tables(left: str, now: str) -> list[tuple[list[str], list[dict[str, str]]]] | None:
    """Two states of a file as tables; None where it is none, as a descriptor."""
    try:
        tables = [table_rows(left), table_rows(now)]
    except csv.Error:
        return None
    return None if left.lstrip().startswith("{") or tables[0][0] != tables[1][0] else tables


def _cells(number: int, key: str, before: Mapping[str, str] | None, row: Mapping[str, str]) -> Iterator[str]:
    if before is None:
        yield f"row {number}: {key} was added"
        return
    for column, cell in row.items():
        if before.get(column, "") != cell:
            yield f"row {number} ({key}), {column}: {before.get(column) or 'empty'} became {cell or 'empty'}"


def refuse(folder: Path, shown: Path | None = None) -> None:
    """Raise what is wrong with a folder, under the name of another where it is a copy.

    Raises
    ------
    DataError
        The folder has errors.
    """
    from r4v_analysis.data.check.check import errors_in  # here: most runs need none

    errors = errors_in(folder)
    if errors:
        raise DataError([_named(error, str(folder), str(shown or folder)) for error in errors])


def _named(error: Problem, copy: str, folder: str) -> Problem:
    """An error of a copy as one of the folder, in its words too: they say where allowed values are."""
    return replace(error, where=error.where.replace(copy, folder), message=error.message.replace(copy, folder))


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """A copy of a data folder that is gone afterwards; hidden files are left out."""
    with scratch("change") as temporary:
        copy = temporary / "data"
        shutil.copytree(folder, copy, ignore=_hidden)
        yield copy


def _hidden(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name.startswith(".")]


def _put(folder: Path, contents: Mapping[str, str | Path | None]) -> None:
    for path, content in contents.items():
        if content is None:
            (folder / path).unlink(missing_ok=True)
        else:
            write_atomic(folder / path, content)


def _replace(folder: Path, source: Path, before: States, after: States, what: str) -> None:
    """Put another folder's files in the place of those here, all or none, and on record; without `what` off it."""
    journal = folder / JOURNAL
    earlier = journal.read_text(encoding="utf-8") if journal.is_file() else None
    files = {path: {"before": before[path], "after": after[path]} for path in before}
    record = {journal: json.dumps({"what": what, "files": files}, indent=1, ensure_ascii=False) + "\n"}
    try:
        for place, states in ((folder, before), (source, after)):
            write_together({folder / _COPIES / state: place / path for path, state in states.items() if state})
        write_together({**(record if what else {}), **{folder / path: source / path for path in after if after[path]}})
        _put(folder, {path: None for path, state in after.items() if state is None})
        if not what:
            journal.unlink()
    except BaseException:
        moved = {path: state for path, state in before.items() if _state(folder / path) != state}
        _put(folder, {path: _copy(folder, state) for path, state in moved.items()} | {JOURNAL: earlier})
        raise
    finally:
        _tidy(folder)


def _tidy(folder: Path) -> None:
    """Take copies away that no record names."""
    with suppress(NothingToUndo):
        _what, before, after = _record(folder)
        kept = {*before.values(), *after.values()}
        for copy in (folder / _COPIES).iterdir():
            if copy.name not in kept:
                copy.unlink()
        return
    shutil.rmtree(folder / _COPIES, ignore_errors=True)


@contextmanager
def _using(folder: Path) -> Iterator[None]:
    """Errors of the system as one line that names the folder.

    Raises
    ------
    R4VError
        It, or the copy that is checked, can't be written.
    """
    try:
        yield
    except OSError as error:
        raise R4VError(f"{system_line(error)} In {str(folder)!r} nothing was changed.") from None


def _require_inside(folder: Path, paths: Iterable[str]) -> None:
    outside = [path for path in paths if not is_inside(folder, path)]
    if outside:
        raise R4VError(
            "\n".join(
                f"{folder / path}: expected a file inside the folder, found that it is outside. Put a file there."
                for path in outside
            )
        )


def _record(folder: Path) -> tuple[str, dict[str, str | None], dict[str, str | None]]:
    """The command of the last change, and the files' states before and after it."""
    try:
        record = json.loads((folder / JOURNAL).read_text(encoding="utf-8"))
        before, after = ({path: files[when] for path, files in record["files"].items()} for when in ("before", "after"))
        has_copies = all(state is None or _state(folder / _COPIES / state) == state for state in before.values())
        if not (before and has_copies and all(is_inside(folder, path) for path in before)):
            raise ValueError
        return str(record["what"]), before, after
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise NothingToUndo(
            f"{folder}: expected a change by r4v intake or r4v import on record, found none. "
            "Only the last one is kept, once; earlier ones are in your version control."
        ) from error


def _copy(folder: Path, state: str | None) -> Path | None:
    return folder / _COPIES / state if state else None


def _states(folder: Path, paths: Iterable[str]) -> dict[str, str | None]:
    return {path: _state(folder / path) for path in paths}


def _state(path: Path) -> str | None:
    """The digest of a file; None where there is none."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _text(path: Path) -> str:
    """A file's text; one that no file of ours has where it is damaged."""
    return path.read_bytes().decode("utf-8", errors="replace")
