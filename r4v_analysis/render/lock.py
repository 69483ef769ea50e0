"""One run at a time in an output folder.

The lock is the system's, on a hidden file of the folder: it ends with the process that holds it,
however that ends. So a file that is there without a lock was left by a run that was killed, and
what that run had begun to write is removed. Who holds it stands in a file beside it: Windows lets
nobody write to what is locked, not even its holder. Where a drive has no locks, none is had.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import platform
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from r4v_analysis.errors import R4VError
from r4v_analysis.files import UNFINISHED

NAME = ".r4v-lock"
HOLDER = ".r4v-lock.holder"
"""Who holds it: process, machine, since when."""

_NO_LOCKS = {getattr(errno, name, 0) for name in ("ENOLCK", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EINVAL", "EREMOTEIO")}
_log = logging.getLogger("r4v_analysis.render.lock")


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold a folder for a block; afterwards nothing of the lock is left.

    Raises
    ------
    R4VError
        Another run holds the folder.
    """
    path = folder / NAME
    was_left = path.exists()
    with _held(path):
        if was_left:
            _remove_unfinished(folder)
        (folder / HOLDER).write_text(_signature(), encoding="utf-8")
        held = _inode(path)
        try:
            yield
        finally:
            if held is None or _inode(path) == held:
                with suppress(OSError):
                    (folder / HOLDER).unlink(missing_ok=True)
                with suppress(OSError):  # Windows removes it once it is released
                    path.unlink(missing_ok=True)


@contextmanager
def _held(path: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(path, timeout=0, thread_local=False)
    try:
        with warnings.catch_warnings(action="ignore"):
            lock.acquire()
    except Timeout:
        raise R4VError(
            f"output folder {str(path.parent)!r}: expected to be the only run that writes it, found "
            f"{_holder(path.parent / HOLDER)}. Wait until it ends, or name another folder with -o."
        ) from None
    except (OSError, NotImplementedError) as error:
        if isinstance(error, OSError) and error.errno not in _NO_LOCKS:
            raise
        _log.warning(
            "output folder %r: expected a drive with locks, found none. Start one run at a time there.",
            str(path.parent),
        )
        yield
        return
    try:
        yield
    finally:
        with suppress(OSError):
            lock.release()


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
