"""What the command line prints: results on stdout, messages and progress on stderr."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import typer

from r4v_analysis.cli.options import STDOUT
from r4v_analysis.errors import R4VError, UsageError, reason

if TYPE_CHECKING:
    from r4v_analysis.render.job import Event

    Listener = Callable[[Event], object]
    """Takes the events of a run as they come."""


ESTIMATED_OVER = 300.0
"""Seconds of a run that its time left is estimated from."""


class NoResult(R4VError):
    """Stdout does not take what it is to hold: it is closed, or on a full disk."""


def begin() -> None:
    """Have streams that can't fail on a name in another encoding, and that are there though they were closed."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        with suppress(OSError):
            os.fstat(number)
            continue
        os.open(os.devnull, os.O_RDONLY if name == "stdout" else os.O_RDWR)  # the least number that is free
        setattr(sys, name, open(number, "r" if name == "stdin" else "w", closefd=False))  # noqa: SIM115
    if sys.stdout.errors == "strict":
        is_unicode = sys.stdout.encoding.casefold().replace("-", "") == "utf8"
        sys.stdout.reconfigure(errors="surrogateescape" if is_unicode else "backslashreplace")  # type: ignore[union-attr]


def result(line: str) -> None:
    """A line of the result, on stdout; NoResult where it can't be written, but for a reader who has left."""
    with _told():
        typer.echo(line)


def end() -> None:
    """Write what waits in stdout; NoResult as for `result`."""
    with _told():
        sys.stdout.flush()


def raw_result(content: bytes) -> None:
    """A whole file on stdout; NoResult as for `result`."""
    with _told():
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        discard(sys.stdout)
        if error.errno == errno.EPIPE:
            raise
        raise NoResult(
            f"stdout: expected that it takes the result, found: {reason(error)}. Send it elsewhere, or free space."
        ) from None


def discard(stream: TextIO) -> None:
    """Send what a stream still holds to nowhere: the interpreter would fail on it when it ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def message(line: str) -> None:
    """A line for the person, on stderr; no work ends because nobody can read it."""
    try:
        typer.echo(line, err=True)
    except OSError:
        discard(sys.stderr)


def errors(lines: Iterable[str]) -> None:
    """Errors, one line each."""
    for line in lines:
        message(f"error: {line}")


def json_line(values: Mapping[str, object]) -> None:
    """One JSON object as one line on stdout."""
    result(json.dumps(values, ensure_ascii=False))


def event_line(event: Event) -> None:
    """A render as a JSON line."""
    names = ("report", "notebook", "lang", "status", "reason", "seconds", "peak_mb")
    json_line({"event": "render", **{name: getattr(event, name) for name in names}})


def pdf_line(path: Path) -> None:
    """A printed page as a JSON line."""
    json_line({"event": "pdf", "path": str(path)})


def summary_line(counts: Mapping[str, int], peaks: Iterable[float] = ()) -> None:
    """The last JSON line of a run; `peaks` is the most memory of each worker that made a page, in MB."""
    of_workers = sorted(peaks, reverse=True)
    json_line({"event": "summary", **counts, **({"worker_peaks_mb": of_workers} if of_workers else {})})


def text_of(event: Event) -> str:
    """`PER_2023-05_2023-07 funding_gap en: rendered (new, 2.1 s)`."""
    name = " ".join(filter(None, [event.report, event.notebook, event.lang]))
    if event.status == "current":
        return f"{name}: current"
    if event.status == "failed":
        return f"{name}: failed ({event.seconds:.1f} s), see {event.page}"
    if event.status == "skipped":
        return f"{name}: skipped ({event.reason})"
    if event.status == "stale":
        return f"{name}: would render ({event.reason})"
    return f"{name}: {event.status} ({event.reason}, {event.seconds:.1f} s)"


def counted(counts: Mapping[str, int]) -> str:
    """`2 rendered, 1 current, 0 skipped, 0 failed.`."""
    return ", ".join(f"{count} {status}" for status, count in counts.items()) + "."


@contextmanager
def progress(total: int) -> Iterator[Listener]:
    """A listener that shows a run's progress: a bar on a terminal, else a line a render."""
    if not sys.stderr.isatty():
        yield _numbered_lines(total)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(), TextColumn("so far,"), TimeRemainingColumn(), TextColumn("left"),
    )  # fmt: skip
    screen = Console(stderr=True)
    with Progress(
        *columns, console=screen, redirect_stdout=sys.stdout.isatty(), speed_estimate_period=ESTIMATED_OVER
    ) as bar:
        task = bar.add_task("Rendering", total=total, rate="")
        shown = bar.tasks[0]

        def show(event: Event) -> None:
            if event.status == "current":  # no work, and no measure of how fast the rest will go
                bar.update(task, total=(shown.total or 0) - 1)
                return
            _above(bar, text_of(event), event.errors)
            bar.advance(task)
            bar.update(task, rate=rate(shown.completed, shown.elapsed or 0.0))

        yield show


def rate(count: float, seconds: float) -> str:
    """`34 a minute`; empty before anything can be said."""
    return f"{60 * count / seconds:.0f} a minute" if seconds > 0 else ""


def _above(bar: object, line: str, faults: Iterable[str]) -> None:
    console = bar.console  # type: ignore[attr-defined]
    for text in (line, *(f"error: {fault}" for fault in faults)):
        console.print(text, markup=False, highlight=False, soft_wrap=True)


def _numbered_lines(total: int) -> Listener:
    done = 0

    def show(event: Event) -> None:
        nonlocal done
        done += 1
        if event.status != "current":
            message(f"[{done}/{total}] {text_of(event)}")
        errors(event.errors)

    return show


def write_result(path: Path, content: str | bytes) -> None:
    """Write the file that `-o` names, and tell its path; `-` is stdout.

    A link is followed. What is no plain file (a pipe, a device) is written through, stays what it is, and is not
    told: it may be what the result is read from.

    Raises
    ------
    UsageError
        It can't be written.
    """
    from r4v_analysis.files import write_atomic  # here: --help need not know how files are written

    raw = content.encode("utf-8") if isinstance(content, str) else content
    if path == STDOUT:
        raw_result(raw)
        return
    try:
        if _is_passage(path):
            with open(os.open(path, os.O_WRONLY | os.O_APPEND), "wb") as handle:  # noqa: PTH123
                handle.write(raw)
            return
        write_atomic(Path(os.path.realpath(path)), raw)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError(f"-o {str(path)!r}: expected to write it, found: {reason(error)}. Name another.") from None
    result(str(path))


def _is_passage(path: Path) -> bool:
    """Whether what is there is no plain file, or a name of one that is open, such as /dev/stdout."""
    if Path(os.path.abspath(path)).parts[1:2] in (("dev",), ("proc",)):  # noqa: PTH100  links are not followed
        return path.exists()
    return path.exists() and not path.is_file() and not path.is_dir()
