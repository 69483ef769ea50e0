"""Changes to data/: checked on a copy, written all or none, and the last of them undone.

A hidden file in the folder holds what was changed last, by which command, and what stood there
before. It is written first, so that a crash between two files can be undone too.
"""

from __future__ import annotations

import csv
import difflib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from r4v_analysis.data.text_table import table_rows
from r4v_analysis.errors import DataError, R4VError, system_line
from r4v_analysis.files import digest, is_inside, scratch, write_atomic, write_together

JOURNAL = ".last-change.json"
_MOST_LINES = 20
_GONE = "gone"
"""What stands for the digest of a file that a change took away."""


class NothingToUndo(R4VError):
    """No change is on record, or files were changed after it."""


class ChangedMeanwhile(R4VError):
    """Two commands write to data/ at a time."""


def change(folder: Path, texts: Mapping[str, str | None], what: str) -> None:
    """Check the folder as it would be with these files, then write them, all or none.

    `texts` maps a path inside the folder to its new content, None where it is to go; `what` says which command
    changed it.

    Raises
    ------
    DataError
        The result has errors; nothing is written.
    ChangedMeanwhile
        Another command changed one of the files while the result was checked; nothing is written.
    """
    _require_inside(folder, texts)
    before = {path: _content(folder / path) for path in texts}
    with _using(folder), copied(folder) as copy:
        _write(copy, texts)
        refuse(copy, shown=folder)
    moved = [path for path in texts if _content(folder / path) != before[path]]
    if moved:
        raise ChangedMeanwhile(
            f"{folder / moved[0]}: expected it as it was a moment ago, found it changed by someone else. Run it again."
        )
    record = {
        "what": what,
        "files": {
            path: {"before": before[path], "after": _GONE if text is None else digest(text), "left": text}
            for path, text in texts.items()
        },
    }
    journal = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
    with _using(folder):
        kept = {path: text for path, text in texts.items() if text is not None}
        _write_all(folder, {JOURNAL: journal, **kept}, {JOURNAL: _content(folder / JOURNAL), **before})
        _restore(folder, {path: None for path in texts if path not in kept})


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
    record = _record(folder)
    files: dict[str, dict[str, Any]] = record["files"]
    if all(_content(folder / path) == state["before"] for path, state in files.items()):
        (folder / JOURNAL).unlink()
        raise NothingToUndo(
            f"{folder}: expected it as '{record['what']}' left it, found that this did not come to its end: every file "
            "is as it was before. There is nothing to undo."
        )
    changed = [path for path, state in files.items() if not _is_known(folder / path, state)]
    lost = [line for path in changed for line in _lost(folder / path, files[path], record["what"])]
    if lost and not loses_corrections:
        raise NothingToUndo(
            "\n".join([*lost, "Nothing was taken back. r4v undo --force takes it back, and loses what was corrected."])
        )
    before = {path: state["before"] for path, state in files.items()}
    with _using(folder), copied(folder) as copy:
        _restore(copy, before)
        refuse(copy, shown=folder)
    with _using(folder):
        now = {path: _content(folder / path) for path in before}
        _write_all(folder, {path: text for path, text in before.items() if text is not None}, now)
        for path, text in before.items():
            if text is None:
                (folder / path).unlink(missing_ok=True)
        (folder / JOURNAL).unlink()
    said = [f"Undone: {record['what']}", *lost]
    return said + [f"{folder / path}: {'removed' if text is None else 'as before'}." for path, text in before.items()]


def _lost(path: Path, state: Mapping[str, str], what: str) -> Iterator[str]:
    """What was corrected in a file since a change, at most so many lines."""
    now, left = _content(path), state.get("left")
    if now is None or left is None:
        how = "is gone" if now is None else "was changed"
        yield f"{path}: expected it as '{what}' left it, found that it {how} since."
        return
    lines = list(corrections(left, now)) or ["its blanks or line ends were changed"]
    yield from (f"{path}, {line}, since '{what}'." for line in lines[:_MOST_LINES])
    if len(lines) > _MOST_LINES:
        yield f"{path}: and {len(lines) - _MOST_LINES:,} more."


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
    from r4v_analysis.data.check.check import check  # here: most runs need none

    errors = [problem for problem in check(folder) if problem.severity == "error"]
    if errors:
        place = str(shown or folder)
        raise DataError([replace(error, where=error.where.replace(str(folder), place)) for error in errors])


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """A copy of a data folder that is gone afterwards; hidden files are left out."""
    with scratch("change") as temporary:
        copy = temporary / "data"
        shutil.copytree(folder, copy, ignore=_hidden)
        yield copy


def _hidden(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name.startswith(".")]


def _write(folder: Path, texts: Mapping[str, str | None]) -> None:
    for path, text in texts.items():
        if text is None:
            (folder / path).unlink(missing_ok=True)
            continue
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="")


def _write_all(folder: Path, texts: Mapping[str, str], before: Mapping[str, str | None]) -> None:
    """Write files, all or none: where one can't be, those that were are again as they were before."""
    try:
        write_together({folder / path: text for path, text in texts.items()})
    except BaseException:
        _restore(folder, {path: text for path, text in before.items() if _content(folder / path) != text})
        raise


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


def _restore(folder: Path, before: Mapping[str, str | None]) -> None:
    for path, text in before.items():
        if text is None:
            (folder / path).unlink(missing_ok=True)
        else:
            write_atomic(folder / path, text)


def _record(folder: Path) -> dict[str, Any]:
    try:
        record: dict[str, Any] = json.loads((folder / JOURNAL).read_text(encoding="utf-8"))
        files = {
            path: {"before": state["before"], "after": state["after"], "left": state.get("left")}
            for path, state in record["files"].items()
        }
        if not all(_is_text(state["before"]) and _is_left(state) for state in files.values()):
            raise ValueError
        if not (files and all(is_inside(folder, path) for path in files)):
            raise ValueError
        return {"what": str(record["what"]), "files": files}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise NothingToUndo(
            f"{folder}: expected a change by r4v intake or r4v import on record, found none. "
            "Only the last one is kept, once; earlier ones are in your version control."
        ) from error


def _is_left(state: Mapping[str, Any]) -> bool:
    """Whether a state's digest is one, and that of the text that the change left, where this is kept."""
    left = state["left"]
    return isinstance(state["after"], str) and (
        left is None or (isinstance(left, str) and digest(left) == state["after"])
    )


def _is_text(value: object) -> bool:
    return value is None or isinstance(value, str)


def _content(path: Path) -> str | None:
    """A file's text; None where there is none, and a text that no file of ours has where it is damaged."""
    return path.read_bytes().decode("utf-8", errors="replace") if path.is_file() else None


def _is_known(path: Path, state: Mapping[str, Any]) -> bool:
    """Whether a file is as the change found it or as it left it."""
    content = _content(path)
    if content is None and state["after"] == _GONE:
        return True
    return content == state["before"] or (content is not None and digest(content) == state["after"])
