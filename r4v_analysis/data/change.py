"""Changes to data/: checked on a copy, written all or none, and the last of them undone.

A hidden file in the folder holds what was changed last, by which command, and what stood there
before. It is written first, so that a crash between two files can be undone too.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from r4v_analysis.errors import DataError, R4VError
from r4v_analysis.files import digest, write_atomic

JOURNAL = ".last-change.json"


class NothingToUndo(R4VError):
    """No change is on record, or files were changed after it."""


class ChangedMeanwhile(R4VError):
    """Two commands write to data/ at a time."""


def change(folder: Path, texts: Mapping[str, str], what: str) -> None:
    """Check the folder as it would be with these files, then write them, all or none.

    `texts` maps a path inside the folder to its new content; `what` says which command changed it.

    Raises
    ------
    DataError
        The result has errors; nothing is written.
    ChangedMeanwhile
        Another command changed one of the files while the result was checked; nothing is written.
    """
    before = {path: _content(folder / path) for path in texts}
    with copied(folder) as copy:
        _write(copy, texts)
        refuse(copy, shown=folder)
    moved = [path for path in texts if _content(folder / path) != before[path]]
    if moved:
        raise ChangedMeanwhile(
            f"{folder / moved[0]}: expected it as it was a moment ago, found it changed by someone else. Run it again."
        )
    record = {
        "what": what,
        "files": {path: {"before": before[path], "after": digest(text)} for path, text in texts.items()},
    }
    write_atomic(folder / JOURNAL, json.dumps(record, indent=1, ensure_ascii=False) + "\n")
    try:
        for path, text in texts.items():
            write_atomic(folder / path, text)
    except BaseException:
        _restore(folder, before)
        (folder / JOURNAL).unlink(missing_ok=True)
        raise


def undo(folder: Path) -> list[str]:
    """Take the last change back; a line for what it was and one a file.

    Raises
    ------
    NothingToUndo
        No change is on record, or a file of it was changed since: nothing is written.
    DataError
        The folder would have errors without the change, as where other tables refer to it.
    """
    record = _record(folder)
    files: dict[str, dict[str, str]] = record["files"]
    changed = [path for path, state in files.items() if not _is_known(folder / path, state)]
    if changed:
        raise NothingToUndo(
            "\n".join(
                f"{folder / path}: expected it as '{record['what']}' left it, found it changed since. "
                "Take that change back first, or edit by hand."
                for path in changed
            )
        )
    before = {path: state["before"] for path, state in files.items()}
    with copied(folder) as copy:
        _restore(copy, before)
        refuse(copy, shown=folder)
    _restore(folder, before)
    (folder / JOURNAL).unlink()
    said = [f"Undone: {record['what']}"]
    return said + [f"{folder / path}: {'removed' if text is None else 'as before'}." for path, text in before.items()]


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
    with tempfile.TemporaryDirectory(prefix="r4v-change-") as temporary:
        copy = Path(temporary) / "data"
        shutil.copytree(folder, copy, ignore=_hidden)
        yield copy


def _hidden(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name.startswith(".")]


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="")


def _restore(folder: Path, before: Mapping[str, str | None]) -> None:
    for path, text in before.items():
        if text is None:
            (folder / path).unlink(missing_ok=True)
        else:
            write_atomic(folder / path, text)


def _record(folder: Path) -> dict[str, Any]:
    try:
        record: dict[str, Any] = json.loads((folder / JOURNAL).read_text(encoding="utf-8"))
        return {"what": str(record["what"]), "files": dict(record["files"])}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NothingToUndo(
            f"{folder}: expected a change by r4v intake or r4v import on record, found none. "
            "Only the last one is kept, once; earlier ones are in your version control."
        ) from error


def _content(path: Path) -> str | None:
    return path.read_bytes().decode("utf-8") if path.is_file() else None


def _is_known(path: Path, state: Mapping[str, str]) -> bool:
    """Whether a file is as the change found it or as it left it."""
    content = _content(path)
    return content == state["before"] or (content is not None and digest(content) == state["after"])
