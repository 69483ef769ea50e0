"""Whether a run will have pages to make, guessed in a moment from when files were written.

Nothing is believed for it: the guess only decides whether workers get ready beside the plan, or after it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from r4v_analysis.errors import UsageError
from r4v_analysis.files import PACKAGE, find_data_dir

_MANIFEST = "manifest.json"


def is_likely_stale(output_dir: Path, data_dir: str | Path = "", notebooks: Iterable[str] = ()) -> bool:
    """Whether data, notebooks or this package were written to after the output folder's manifest; True without one.

    `notebooks` are names or paths, as `r4v render --notebook` takes them.
    """
    try:
        made = (output_dir / _MANIFEST).stat().st_mtime_ns
        folders = [find_data_dir(data_dir), Path.cwd() / "notebooks", PACKAGE.parent / "notebooks", PACKAGE]
    except (OSError, UsageError):
        return True
    return any(written > made for written in _times([*folders, *map(Path, notebooks)]))


def _times(paths: Iterable[Path]) -> Iterator[int]:
    """When files, and those below folders, were written, in nanoseconds; what is not there is left out."""
    for path in paths:
        if path.is_file():
            yield path.stat().st_mtime_ns
        for folder, folders, files in os.walk(path):
            folders[:] = [name for name in folders if name != "__pycache__" and not name.startswith(".")]
            for name in files:
                try:
                    yield os.stat(f"{folder}/{name}").st_mtime_ns  # noqa: PTH116  thousands of them
                except OSError:
                    continue
