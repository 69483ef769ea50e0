"""What every way of running a notebook has around it: an environment, and an end for Ctrl-C."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from r4v_analysis.problems import R4VError

STOPPED = "kernel: expected to run to its end, found that it was told to stop. Run again."

PERSONAL = {"COLUMNS", "LINES", "MPLBACKEND", "PYTHONSTARTUP", "PYTHONWARNINGS", "IPYTHONDIR"}
"""Environment variables of the user that would change what a notebook shows."""

_stoppers: list[Callable[[], None]] = []


class KernelStopped(R4VError):
    """An interpreter that `stop_all` ended."""


def on_stop(stop: Callable[[], None]) -> None:
    """Have `stop_all` call this: it ends what runs notebooks in one way, with its children."""
    _stoppers.append(stop)


def stop_all() -> None:
    """End every interpreter that this process runs, for Ctrl-C.

    What waits for one of them gets a KernelStopped.
    """
    for stop in _stoppers:
        stop()


def kernel_environment(extra: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The environment of this process without what would make a page differ between users."""
    environment = {name: value for name, value in os.environ.items() if name not in PERSONAL}
    matplotlib = importlib.util.find_spec("matplotlib")
    if matplotlib and matplotlib.origin:
        environment["MATPLOTLIBRC"] = str(Path(matplotlib.origin).parent / "mpl-data" / "matplotlibrc")
    return {
        **environment,
        "IPYTHONDIR": str(folder / "ipython"),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        **extra,
    }
