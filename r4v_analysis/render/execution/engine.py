"""Execute a notebook through papermill, in a kernel of its own, to canonical bytes.

papermill injects the parameters and calls the engine registered here, which starts the kernel of
`kernel` and runs the cells through nbclient. Success is what nbclient says of each cell;
papermill's metadata, which calls cells completed that never ran, is removed unread. Of papermill's
steps the first (load) is taken once for a notebook, the last (markers at errors, a file) never.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbformat import NotebookNode
from papermill.engines import Engine, papermill_engines
from papermill.execute import execute_notebook
from papermill.parameterize import parameterize_notebook

from r4v_analysis.errors import R4VError
from r4v_analysis.render.execution import kernel
from r4v_analysis.render.execution.canonical import INJECTED_ID, canonical, plain
from r4v_analysis.render.execution.limits import (
    LONGEST_OUTPUT,
    MEGABYTE,
    NONE,
    Limits,
    OutputFlood,
    confine,
    ending,
    size_of,
)

NAME = "r4v"
"""What the engine is registered as with papermill."""

KERNEL = "python3"

LAST_LINES = 40
"""Lines kept of what a dead kernel wrote to stderr."""


class RenderFailed(R4VError):
    """A notebook that did not run to its end.

    `notebook` is the file's name without suffix, `executed` the notebook as far as it ran, `index`
    the failed cell's place in it (-1: the kernel never got to a cell). `name` and `message` are
    the error's, as Python would print them; `traceback` is without colour codes, and for a dead
    kernel what it wrote to stderr.
    """

    def __init__(
        self, notebook: str, executed: NotebookNode, index: int, name: str, message: str, traceback: str
    ) -> None:
        """A failure of the cell at `index`."""
        self.notebook, self.executed, self.index = notebook, executed, index
        self.name, self.message, self.traceback = name, message, traceback
        super().__init__("\n".join(self.lines))

    def __reduce__(self) -> tuple[type[RenderFailed], tuple[Any, ...]]:
        """A worker's failure comes to its caller whole."""
        return type(self), (self.notebook, self.executed, self.index, self.name, self.message, self.traceback)

    @property
    def is_known(self) -> bool:
        """Whether this package raised the error on purpose, so that its message says it all."""
        return self.name in _names_below(R4VError)

    @property
    def cell_number(self) -> int:
        """Place of the cell in the stored notebook, from 1; 0 where no cell was reached."""
        cells = self.executed.cells[: self.index + 1]
        return sum(INJECTED_ID not in cell.metadata.get("tags", []) for cell in cells)

    @property
    def cell_id(self) -> str:
        """Id of the cell; empty where no cell was reached."""
        return str(self.executed.cells[self.index].id) if self.index >= 0 else ""

    @property
    def source(self) -> str:
        """Code of the cell; empty where no cell was reached."""
        return str(self.executed.cells[self.index].source) if self.index >= 0 else ""

    @property
    def cell_line(self) -> str:
        """First line of the cell's code."""
        return self.source.strip().partition("\n")[0]

    @property
    def output(self) -> str:
        """What the cell wrote to stdout and stderr."""
        outputs = self.executed.cells[self.index].get("outputs", []) if self.index >= 0 else []
        return "".join(output.text for output in outputs if output.output_type == "stream")

    @property
    def cell(self) -> str:
        """`cell 4 (bottom-line)`; `kernel` where no cell was reached."""
        return f"cell {self.cell_number} ({self.cell_id})" if self.index >= 0 else "kernel"

    @property
    def lines(self) -> list[str]:
        """The error, one line a message: where and what; for a bug also the cell's first line."""
        where = f"{self.notebook}, {self.cell}"
        messages = [line.strip() for line in self.message.splitlines() if line.strip()]
        if self.is_known and messages:
            return [f"{where}: {message}" for message in messages]
        where = f"{where}, `{self.cell_line}`" if self.cell_line else where
        return [": ".join([where, self.name, *messages[:1]])]


@dataclass
class Run:
    """What the engine tells its caller past papermill: the notebook, the cell, how it ended.

    `started` is on the monotonic clock, `shown` counts characters, `status` is the exit code of an
    interpreter that ended by itself (negative: a signal), where it is known.
    """

    env: Mapping[str, str]
    cwd: Path
    limits: Limits
    executed: NotebookNode = field(default_factory=nbformat.v4.new_notebook)
    index: int = -1
    stderr: str = ""
    status: int | None = None
    shown: int = 0
    started: float = field(default_factory=time.monotonic)

    def seconds_left(self, _cell: object = None) -> int | None:
        """Whole seconds up to the end of the time-out, at least 1; None where there is none."""
        seconds = self.limits.seconds
        return None if seconds is None else max(1, int(self.started + seconds - time.monotonic()))

    def count(self, message: Mapping[str, Any]) -> None:
        """Count what a message shows.

        Raises
        ------
        OutputFlood
            It is too much.
        """
        self.shown += size_of(message)
        if self.is_flooded:
            raise OutputFlood

    @property
    def is_flooded(self) -> bool:
        """Whether the notebook has shown too much."""
        return self.shown > LONGEST_OUTPUT

    def keep(self, stderr: str, status: int | None = None) -> None:
        """Keep the end of what the kernel wrote to stderr, and its exit code if it had ended."""
        self.status = self.status if status is None else status
        self.stderr = "\n".join(stderr.splitlines()[-LAST_LINES:])


class FreshKernelEngine(Engine):  # type: ignore[misc]
    """A papermill engine: one fresh kernel of this interpreter for each notebook."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, _kernel_name: str, *, run: Run, **_options: Any) -> None:
        """Run every cell; the first error that its cell does not allow ends it."""
        run.executed = nb_man.nb
        with kernel.running(
            nb_man.nb, cwd=run.cwd, env=run.env, seconds_left=run.seconds_left, count=run.count, last_words=run.keep
        ) as client:
            confine(client.km.launched.pid, run.limits)
            for run.index, cell in enumerate(nb_man.nb.cells):
                client.execute_cell(cell, run.index)
            client.set_widgets_metadata()


papermill_engines.register(NAME, FreshKernelEngine)
_engine = NAME


def use(name: str) -> None:
    """Choose the engine of this process by the name that papermill knows it by."""
    global _engine
    _engine = name


def execute(
    notebook: Path,
    parameters: Mapping[str, object],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    text: str | None = None,
    limits: Limits = NONE,
) -> NotebookNode:
    """Run a notebook with parameters and return it executed, in canonical form.

    Nothing is written but what the notebook itself writes. The result is the same for the same
    inputs in any folder: see `canonical`.

    Parameters
    ----------
    notebook
        The .ipynb file.
    parameters
        As `parameters.check_parameters` returns them.
    cwd
        Working directory of the kernel; this process's own is not touched.
    env
        Environment variables of the kernel on top of this process's.
    text
        The file's content, where it has been read already.
    limits
        What the whole notebook may take.

    Raises
    ------
    RenderFailed
        A cell raised, the kernel died or a limit was passed.
    """
    stored = deepcopy(_stored(notebook.read_text(encoding="utf-8") if text is None else text))
    injected = parameterize_notebook(
        stored, dict(parameters), kernel_name=KERNEL, language="python", engine_name=_engine
    )
    run = Run(env or {}, cwd, limits)
    try:
        papermill_engines.execute_notebook_with_engine(_engine, injected, KERNEL, progress_bar=False, run=run)
    except (CellExecutionError, CellTimeoutError, OutputFlood, RuntimeError) as error:
        if type(error) is RuntimeError and run.index >= 0:
            raise
        raise _failure(notebook.stem, run, error, parameters) from None
    return canonical(run.executed, parameters)


@lru_cache(maxsize=8)
def _stored(text: str) -> NotebookNode:
    """A notebook as papermill loads it, once; cells of an old format get ids by position, not by chance."""
    node = nbformat.v4.reads(text)
    for number, cell in enumerate(node.cells, start=1):
        cell.setdefault("id", f"cell-{number}")
    node.nbformat_minor = max(5, node.nbformat_minor)
    return execute_notebook(node, None, kernel_name=KERNEL, prepare_only=True, progress_bar=False)


def _failure(notebook: str, run: Run, error: Exception, parameters: Mapping[str, object]) -> RenderFailed:
    executed = canonical(run.executed, parameters)
    name, message, traceback = _described(error, run)
    return RenderFailed(notebook, executed, run.index, name, plain(message), plain(traceback))


def _described(error: Exception, run: Run) -> tuple[str, str, str]:
    limits = run.limits
    if run.is_flooded:
        expected = f"expected at most {LONGEST_OUTPUT // MEGABYTE} MB of output"
        return "OutputLimit", f"{expected}, found more. Print less, or write it to a file.", ""
    if isinstance(error, CellExecutionError):
        return error.ename, _within(limits, error), _traceback(run) or error.traceback
    if isinstance(error, CellTimeoutError):
        expected = f"expected an end within {limits.seconds:g} s" if limits.seconds else "expected its outputs"
        return "TimeoutError", f"{expected}, found none. Raise the time-out or mend the cell.", ""
    if run.index < 0:
        return "KernelNotStarted", f"expected a Python kernel, found: {error}", run.stderr
    message = f"expected the interpreter to live, found that it ended in this cell{ending(run.status)}."
    return "KernelDied", message, run.stderr


def _within(limits: Limits, error: CellExecutionError) -> str:
    """The error's message; where memory was refused, by which limit."""
    if limits.memory_mb is None or "MemoryError" not in error.ename:
        return str(error.evalue)
    message = f"expected at most {limits.memory_mb} MB of memory, found that the cell asks for more."
    return f"{message} Raise the limit or load less."


def _traceback(run: Run) -> str:
    outputs = run.executed.cells[run.index].outputs
    return "\n".join(line for output in outputs if output.output_type == "error" for line in output.traceback)


def _names_below(base: type[R4VError]) -> set[str]:
    below: list[set[str]] = [_names_below(child) for child in base.__subclasses__()]
    return {base.__name__}.union(*below)
