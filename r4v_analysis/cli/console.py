"""What the command line prints: results on stdout, messages and progress on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import typer

if TYPE_CHECKING:
    from r4v_analysis.render.run import Event


ESTIMATED_OVER = 300.0
"""Seconds of a run that its time left is estimated from."""


class Listener(Protocol):
    """Takes the events of a run as they come."""

    def __call__(self, event: Event) -> object:
        """Show one event."""


def result(line: str) -> None:
    """A line of the result, on stdout."""
    typer.echo(line)


def message(line: str) -> None:
    """A line for the person, on stderr."""
    typer.echo(line, err=True)


def errors(lines: Iterable[str]) -> None:
    """Errors, one line each."""
    for line in lines:
        message(f"error: {line}")


def json_line(values: Mapping[str, object]) -> None:
    """One JSON object as one line on stdout."""
    result(json.dumps(values, ensure_ascii=False))


def event_line(event: Event) -> None:
    """A render as a JSON line."""
    json_line(
        {
            "event": "render",
            "report": event.report,
            "notebook": event.notebook,
            "lang": event.lang,
            "status": event.status,
            "reason": event.reason,
            "seconds": event.seconds,
            "peak_mb": event.peak_mb,
        }
    )


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
    if event.status == "stale":
        return f"{name}: would render ({event.reason})"
    return f"{name}: {event.status} ({event.reason}, {event.seconds:.1f} s)"


def counted(counts: Mapping[str, int]) -> str:
    """`2 rendered, 1 current, 0 failed.`."""
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
