"""One render as a unit of work: shipped to a worker whole, returned as bytes.

A worker needs this package and nothing else of the caller's disk but the data folder: what it
makes stays in its own temporary folder until the caller, the only one who writes outputs, has it.
"""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from r4v_analysis.data.report import CHECKED, folder_digest
from r4v_analysis.errors import R4VError
from r4v_analysis.notebook.shelf import NotebookFile
from r4v_analysis.notebook.show import PNG
from r4v_analysis.render.execution.environment import KernelStopped
from r4v_analysis.render.execution.limits import NONE, Limits
from r4v_analysis.render.manifest import Key, key_of, parts_of

if TYPE_CHECKING:
    from r4v_analysis.render.html.page import PageContext

PNG_INPUT = "png"
"""What the inputs of a job call it."""


@dataclass(frozen=True)
class Job:
    """A notebook for a report in a language: what it is made from, and where it goes.

    `as_of` is empty for the report's own date. `parameters` are checked, and without folders.
    `inputs` are digests by name: notebook, data, code, other notebooks (their titles); `png` is not
    empty where figures are wanted as PNG too.
    """

    report_id: str
    notebook: NotebookFile
    lang: str
    as_of: str
    parameters: Mapping[str, object]
    inputs: Mapping[str, str]
    versions: Mapping[str, str]

    @property
    def identity(self) -> Key:
        """As in the manifest."""
        return self.report_id, self.notebook.name, self.lang, self.as_of

    @cached_property
    def parts(self) -> dict[str, object]:
        """What the key is made of."""
        return parts_of(self.inputs, self.parameters, self.versions)

    @cached_property
    def key(self) -> str:
        """Digest of everything that can change the outputs' bytes."""
        return key_of(self.parts)

    @property
    def folder(self) -> PurePosixPath:
        """Of the report, relative to the output folder."""
        folder = PurePosixPath(self.report_id)
        return folder / f"as-of-{self.as_of}" if self.as_of else folder

    @property
    def page(self) -> str:
        """Path of the page, relative to the output folder."""
        folder = f"{self.report_id}/as-of-{self.as_of}" if self.as_of else self.report_id
        return f"{folder}/{self.notebook.name}.{self.lang}.html"

    @property
    def failure(self) -> str:
        """Path of the page that is written when the render fails."""
        return f"failures/{'.'.join(self.folder.parts)}.{self.notebook.name}.{self.lang}.html"

    @property
    def failure_log(self) -> str:
        """Path of the same as text."""
        return f"{self.failure.removesuffix('.html')}.log"


@dataclass(frozen=True)
class Task:
    """A job with what a worker needs for it."""

    job: Job
    data_dir: Path
    context: PageContext
    limits: Limits = NONE


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
    from r4v_analysis.render.failures import failed

    started = time.perf_counter()
    checked = _environment(task.job)
    try:
        result: Result = workers.call(render, task, data_dir=str(task.data_dir), env=checked)
    except KernelStopped as error:  # nobody waits for the result: no time for a page
        result = Result({}, 0.0, [str(error)])
    except workers.NoWorker:
        result = render(task)
    except workers.WorkerDied as error:
        result = failed(task, error)
    return replace(result, seconds=round(time.perf_counter() - started, 3))


def prepare() -> None:
    """Let workers get ready for jobs, beside whatever this process does meanwhile."""
    from r4v_analysis.render.execution import workers

    workers.prepare()


def end_workers() -> None:
    """End the workers that `run` has used; a later `run` has new ones."""
    if "r4v_analysis.render.execution.workers" in sys.modules:
        sys.modules["r4v_analysis.render.execution.workers"].end_idle()


def render(task: Task) -> Result:
    """The same, in this process."""
    from r4v_analysis.render.failures import failed

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
    with tempfile.TemporaryDirectory(prefix="r4v-", ignore_cleanup_errors=True) as folder:
        outputs = Path(folder, "outputs")
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
    stem = str(job.folder / f"{notebook.name}.{job.lang}")
    files[f"{stem}.ipynb"] = canonical.to_text(executed).encode("utf-8")
    return {**files, f"{stem}.html": page.encode("utf-8")}


def _working_folder(notebook: Path, otherwise: str) -> Path:
    return notebook.parent if notebook.parent.is_dir() else Path(otherwise)


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
