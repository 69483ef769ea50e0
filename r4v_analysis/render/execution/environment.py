"""What every way of running a notebook has around it: an environment, and an end for Ctrl-C."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from r4v_analysis.errors import R4VError

STOPPED = "kernel: expected to run to its end, found that it was told to stop. Run again."

PERSONAL = {"COLUMNS", "LINES", "MPLBACKEND", "PYTHONSTARTUP", "PYTHONWARNINGS", "IPYTHONDIR"}
"""Environment variables of the user that would change what a notebook shows."""

_PDEATHSIG = 1
_ending: list[BaseException] = []
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


def end_on_signals() -> None:
    """Have Ctrl-C, SIGTERM and a terminal that is closed end this process as exceptions: see `require_going`."""
    for number in (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        if signal.getsignal(number) != signal.SIG_IGN:  # nohup
            signal.signal(number, _raise)


def require_going() -> None:
    """Raise what a signal has raised before, if something swallowed it there: a library's callback may."""
    if _ending:
        raise _ending[-1]


@contextmanager
def undisturbed() -> Iterator[None]:
    """A block that a second Ctrl-C does not end: what it stops would be left running."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _raise(number: int, _frame: FrameType | None) -> None:
    _ending.append(KeyboardInterrupt() if number == signal.SIGINT else SystemExit(128 + number))
    raise _ending[-1]


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


def die_with(parent: int, number: int) -> None:
    """Ask for a signal when the parent dies, and leave at once if it is gone already; Linux only."""
    ctypes.CDLL(None).prctl(_PDEATHSIG, number)
    if os.getppid() != parent:
        os._exit(1)
