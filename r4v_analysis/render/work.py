"""The work of a render: shipped to a worker whole, returned as bytes; a failure is returned as its page and log.

A worker needs this package and nothing else of the caller's disk but the data folder: what it
makes stays in its own temporary folder until the caller, the only one who writes outputs, has it.
"""

from __future__ import annotations

import importlib
import os
import sys
import threading
import time
import traceback as traceback_module
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from r4v_analysis.data.answers import take
from r4v_analysis.data.load import CHECKED
from r4v_analysis.data.tables import folder_digest
from r4v_analysis.errors import R4VError
from r4v_analysis.files import scratch
from r4v_analysis.notebook.parameters import PNG
from r4v_analysis.render import preload
from r4v_analysis.render.execution.environment import KernelStopped
from r4v_analysis.render.execution.limits import NONE, Limits
from r4v_analysis.render.job import PNG_INPUT, Job

if TYPE_CHECKING:
    from r4v_analysis.render.execution.engine import RenderFailed
    from r4v_analysis.render.html.page import PageContext

LOG_LINES = 1000
"""Last lines of a notebook's output that a log keeps."""

LOG_CHARACTERS = 200_000
"""Last characters of them."""


@dataclass(frozen=True)
class Task:
    """A job with what a worker needs for it; `answers` are those that the caller has of its report (`data.answers`)."""

    job: Job
    data_dir: Path
    context: PageContext
    limits: Limits = NONE
    answers: bytes = b""


@dataclass(frozen=True)
class Result:
    """What a worker made.

    `files` maps paths relative to the output folder to bytes; a failed render's only files are its
    failure page and its log, and `errors` are its lines.
    `worker` is the process that made it, `peak_mb` the most memory that it, or one notebook that it ran, has
    held so far (resident, pages shared with other processes too); 0 where it did not live to tell.
    """

    files: Mapping[str, bytes]
    seconds: float
    errors: list[str] = field(default_factory=list)
    worker: int = 0
    peak_mb: float = 0.0


def run(task: Task) -> Result:
    """Render one page with its notebook, figures and tables; a failure is a result too.

    A worker forked from this process's template does it; where none is to be had, this process,
    with a fresh kernel.
    """
    from r4v_analysis.render.execution import workers

    started = time.perf_counter()
    checked = _environment(task.job)
    try:
        result: Result = workers.call(
            render, task, before=remember, preload=preload.__name__, data_dir=str(task.data_dir), env=checked
        )
    except KernelStopped as error:  # nobody waits for the result: no time for a page
        result = Result({}, 0.0, [str(error)])
    except workers.NoWorker:
        result = render(task)
    except workers.WorkerDied as error:
        result = failed(task, error)
    return replace(result, seconds=round(time.perf_counter() - started, 3))


def remember(task: Task) -> None:
    """Have this process know what the task's report has answered elsewhere, and so what is forked from it."""
    if task.answers:
        _remember(task.job.inputs["data"], task.job.report_id, task.job.as_of, task.answers)


@lru_cache(maxsize=1)  # tasks of one report follow each other
def _remember(data_digest: str, report_id: str, as_of: str, answers: bytes) -> None:
    data = preload.LOADED.get(data_digest)
    if data is not None:
        take(data.report(report_id, as_of), answers)


def prepare() -> None:
    """Let workers get ready for jobs, beside whatever this process does meanwhile."""
    from r4v_analysis.render.execution import workers

    workers.prepare(preload.__name__)


def end_workers() -> None:
    """End the workers that `run` has used; a later `run` has new ones."""
    if "r4v_analysis.render.execution.workers" in sys.modules:
        sys.modules["r4v_analysis.render.execution.workers"].end_idle()


def render(task: Task) -> Result:
    """The same, in this process."""
    started = time.perf_counter()
    _import_tools()
    try:
        result = Result(_files(task), 0.0)
    except KernelStopped as error:
        result = Result({}, 0.0, [str(error)])
    except Exception as error:
        result = failed(task, error)
    seconds = round(time.perf_counter() - started, 3)
    return replace(result, seconds=seconds, worker=os.getpid(), peak_mb=peak_mb())


LOCK = threading.Lock()
"""Held by the one thread that imports or makes a page: nbconvert is not made for two at a time."""


def peak_mb() -> float:
    """The most memory that this process, or one that it has ended, has held; MB, 0 where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return round(max(resource.getrusage(kind).ru_maxrss for kind in kinds) * unit / (1 << 20), 1)


def _import_tools() -> None:
    """Import what a render needs and a plan does not; two threads at it can meet a half-made module."""
    with LOCK:
        for name in ("r4v_analysis.render.execution.engine", "r4v_analysis.render.html.page", "nbconvert"):
            importlib.import_module(name)


def _files(task: Task) -> dict[str, bytes]:
    """A page with its notebook, figures and tables by path."""
    from r4v_analysis.notebook import prose
    from r4v_analysis.render.execution import canonical, engine
    from r4v_analysis.render.html import page as site

    job = task.job
    with scratch() as folder:
        outputs = folder / "outputs"
        outputs.mkdir()
        parameters = {**job.parameters, "data_dir": str(task.data_dir), "output_dir": str(outputs)}
        notebook = job.notebook
        executed = engine.execute(
            notebook.path, parameters, cwd=_working_folder(notebook.path, folder), env=_environment(job),
            text=notebook.text, limits=task.limits,
        )  # fmt: skip
        _require_same_data(task)
        files = _collected(outputs)
    executed = prose.translated(executed, notebook.catalogue(job.lang), job.lang)
    with LOCK:
        page = site.page(executed, task.context)
    files[f"{job.stem}.ipynb"] = canonical.to_text(executed).encode("utf-8")
    return {**files, job.page: page.encode("utf-8")}


def _working_folder(notebook: Path, otherwise: Path) -> Path:
    return notebook.parent if notebook.parent.is_dir() else otherwise


def _environment(job: Job) -> dict[str, str]:
    """The kernel believes the batch that the data is checked, and is told whether figures are to be PNG too."""
    checked = [os.environ.get(CHECKED, ""), job.inputs["data"]]
    return {CHECKED: ",".join(filter(None, checked)), PNG: job.inputs.get(PNG_INPUT, "")}


def _require_same_data(task: Task) -> None:
    if folder_digest(task.data_dir) != task.job.inputs["data"]:
        raise R4VError(
            f"{task.job.notebook.name}: expected the data that the run began with, found that "
            f"{str(task.data_dir)!r} was changed meanwhile. Run again."
        )


def _collected(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def failed(task: Task, error: Exception) -> Result:
    """The result of a render that an error ended."""
    lines = _lines(task, error)
    return Result(
        {task.job.failure: _page(task, error, lines), task.job.failure_log: _log(task, error, lines)}, 0.0, lines
    )


def _lines(task: Task, error: Exception) -> list[str]:
    where = ", ".join(filter(None, [task.job.report_id, task.job.as_of, task.job.lang]))
    notebook = _notebook_failure(error)
    if notebook:
        lines = notebook.lines
    elif isinstance(error, R4VError):
        lines = str(error).splitlines()
    else:
        lines = [f"{task.job.notebook.name}: {type(error).__name__}: {error}".splitlines()[0]]
    return [f"{where}: {line}" for line in lines]


def _page(task: Task, error: Exception, lines: list[str]) -> bytes:
    from r4v_analysis.render.html import page as site

    notebook = _notebook_failure(error)
    with LOCK:
        page = site.failure_page(
            report_id=task.job.report_id,
            notebook=task.job.notebook.name,
            lang=task.job.lang,
            cell=notebook.cell if notebook else "",
            error="\n".join(lines),
            traceback=_traceback(error),
            source=notebook.source if notebook else "",
            output=notebook.output if notebook else "",
            parameters=task.context.parameters,
            version=task.context.version,
            data_digest=task.context.data_digest,
        )
    return page.encode("utf-8")


def _log(task: Task, error: Exception, lines: list[str]) -> bytes:
    """The failure as text, for a terminal or a search; its end is the end of what the cell said."""
    notebook = _notebook_failure(error)
    parameters = "\n".join(f"{name} = {value}" for name, value in task.context.parameters.items())
    blocks = {
        "Error": "\n".join(lines),
        "Notebook": f"{task.job.notebook.name}{f', {notebook.cell}' if notebook else ''}",
        "Parameters": parameters,
        "Code": notebook.source if notebook else "",
        "Traceback": _traceback(error),
        "End of the output": _end(notebook.output) if notebook else "",
        "Made by": f"r4v-analysis {task.context.version}, data {task.context.data_digest}",
    }
    return "\n".join(f"{title}\n{_indented(text)}" for title, text in blocks.items() if text.strip()).encode("utf-8")


def _notebook_failure(error: Exception) -> RenderFailed | None:
    """The error as that of a notebook's cell, if it is one."""
    from r4v_analysis.render.execution.engine import RenderFailed

    return error if isinstance(error, RenderFailed) else None


def _traceback(error: Exception) -> str:
    notebook = _notebook_failure(error)
    if notebook:
        return notebook.traceback
    return "" if isinstance(error, R4VError) else "".join(traceback_module.format_exception(error))


def _end(text: str) -> str:
    return "\n".join(text[-LOG_CHARACTERS:].splitlines()[-LOG_LINES:])


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.strip("\n").splitlines())
