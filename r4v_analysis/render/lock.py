"""One run at a time in an output folder.

The lock is the system's, on a hidden file of the folder: it ends with the process that holds it,
however that ends. So a file that is there without a lock was left by a run that was killed, and
what that run had begun to write is removed.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from r4v_analysis.errors import R4VError
from r4v_analysis.files import UNFINISHED

NAME = ".r4v-lock"


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold a folder for a block; afterwards nothing of the lock is left.

    Raises
    ------
    R4VError
        Another run holds the folder.
    """
    from filelock import FileLock, Timeout

    path = folder / NAME
    was_left = path.exists()
    try:
        with FileLock(path, timeout=0, thread_local=False):
            if was_left:
                _remove_unfinished(folder)
            path.write_text(_signature(), encoding="utf-8")
            held = path.stat().st_ino
            try:
                yield
            finally:
                if _inode(path) == held:
                    path.unlink()
    except Timeout:
        raise R4VError(
            f"output folder {str(folder)!r}: expected to be the only run that writes it, found {_holder(path)}. "
            "Wait until it ends, or name another folder with -o."
        ) from None


def _signature() -> str:
    since = datetime.now().astimezone().isoformat(sep=" ", timespec="minutes")
    return json.dumps({"pid": os.getpid(), "host": platform.node(), "since": since})


def _holder(path: Path) -> str:
    """Who holds the lock, as far as its file says: it may have been opened a moment ago."""
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        return f"that process {holder['pid']} on {holder['host']} has been at it since {holder['since']}"
    except (OSError, ValueError, LookupError, TypeError):
        return "that another one is at it"


def _remove_unfinished(folder: Path) -> None:
    for path in folder.rglob(f".*{UNFINISHED}"):
        path.unlink(missing_ok=True)


def _inode(path: Path) -> int | None:
    with suppress(OSError):
        return path.stat().st_ino
    return None
