"""Render what a plan asks for, and keep the output folder's manifest and index.

Workers only return bytes (see `jobs`); this module is the one that writes outputs. Any
`concurrent.futures.Executor` can carry the jobs.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from queue import SimpleQueue

from r4v_analysis import comparison, index_page, manifest, pages
from r4v_analysis.failures import failed
from r4v_analysis.i18n import LANGUAGES
from r4v_analysis.jobs import Job, Result, Task, end_workers, prepare, run
from r4v_analysis.limits import NONE, Limits
from r4v_analysis.lock import alone_in
from r4v_analysis.manifest import Key, Manifest, Record
from r4v_analysis.paths import report_folder
from r4v_analysis.planning import Plan
from r4v_analysis.problems import R4VError, UsageError
from r4v_analysis.surroundings import stop_all

METRICS = "metrics.json"
INDEX = "index.html"
STATUSES = ("rendered", "current", "failed")


@dataclass(frozen=True, slots=True)
class Event:
    """What became of one render; `status` is rendered, current or failed (planned: stale, current).

    `page` is the path of its page, or of its failure page. `errors` are the lines to show.
    """

    report: str
    notebook: str
    lang: str
    status: str
    reason: str
    seconds: float
    page: Path
    errors: Sequence[str] = ()


@dataclass
class Summary:
    """How many renders of a run ended how; `index` is the index page."""

    index: Path
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STATUSES, 0))

    def count(self, event: Event) -> Event:
        """Count an event and hand it on."""
        self.counts[event.status] += 1
        return event


def reasons(planned: Plan, output_dir: Path, *, force: bool = False) -> list[tuple[Job, str]]:
    """Each job with why it has to run; empty where its outputs still hold."""
    known = manifest.read_manifest(output_dir)
    return [(job, _reason(job, known, force)) for job in planned.jobs]


def events(planned: Plan, output_dir: Path, *, force: bool = False) -> list[Event]:
    """What a render would do, without doing it: `stale` with its reason, or `current`."""
    return [
        _event(job, output_dir, "stale" if reason else "current", reason)
        for job, reason in reasons(planned, output_dir, force=force)
    ]


def render(
    planned: Plan,
    output_dir: Path,
    *,
    force: bool = False,
    workers: int | None = None,
    executor: Executor | None = None,
    limits: Limits = NONE,
    on_event: Callable[[Event], object] = lambda _: None,
) -> Summary:
    """Render what is stale, then the index.

    A failure leaves that render's earlier files as they are, writes a page of its own under
    failures/, and the other renders go on.

    Parameters
    ----------
    planned, output_dir
        What, and where to; the folder is made if it has to be.
    force
        Render what is current, too.
    workers
        Renders at a time; by default a core each.
    executor
        Carries the jobs in place of threads of this process; it is not shut down, and neither are
        the forked workers that they have used.
    limits
        What one render may take.
    on_event
        Called once a render, in the order in which they end.

    Raises
    ------
    R4VError
        The output folder can't be written, is held by another run, or lost during this one what it wrote.
    """
    with _writing(output_dir), alone_in(_writable(output_dir)):
        book = manifest.read_manifest(output_dir)
        summary = Summary(output_dir / INDEX)
        stale: dict[Key, str] = {job.identity: _reason(job, book, force) for job in planned.jobs}
        if not executor and any(stale.values()):
            prepare(planned.jobs[0], planned.data.folder.resolve())
        for job in planned.jobs:
            if not stale[job.identity]:
                on_event(summary.count(_event(job, output_dir, "current", "")))
        tasks = _tasks([job for job in planned.jobs if stale[job.identity]], planned, limits)
        written: list[str] = []
        with book.kept(), _running(tasks, executor, workers or cores()) as (futures, ended):
            for event in _metrics(planned, output_dir):
                on_event(summary.count(event))
            while futures:
                future = ended.get()
                task = futures.pop(future)
                result = _result(future, task)
                on_event(summary.count(_settle(task.job, result, stale[task.job.identity], book)))
                written += result.files
        _write_index(planned, book)
        _require_there(output_dir, written)
    return summary


def cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _reason(job: Job, book: Manifest, force: bool) -> str:
    return book.reason(job.identity, job.key, job.parts) or ("forced" if force else "")


def _event(
    job: Job, output_dir: Path, status: str, reason: str, seconds: float = 0.0, errors: Sequence[str] = ()
) -> Event:
    page = output_dir / (job.failure if status == "failed" else job.page)
    return Event(job.report_id, job.notebook.name, job.lang, status, reason, seconds, page, errors)


def _tasks(jobs: Iterable[Job], planned: Plan, limits: Limits) -> Iterator[Task]:
    """Each job with its page's context; jobs of one report follow each other, and so it is made once."""
    report = lru_cache(maxsize=1)(planned.data.report)
    folder = planned.data.folder.resolve()
    for job in jobs:
        context = pages.context(job, report(job.report_id, job.as_of), planned.notebooks)
        yield Task(job, folder, context, limits)


@contextmanager
def _running(
    tasks: Iterable[Task], executor: Executor | None, workers: int
) -> Iterator[tuple[dict[Future[Result], Task], SimpleQueue[Future[Result]]]]:
    """The future of each task, and a queue of those that have ended.

    What has not begun when the block is left is cancelled, what has is ended.
    """
    own = None if executor else ThreadPoolExecutor(workers, thread_name_prefix="r4v")
    futures: dict[Future[Result], Task] = {}
    ended: SimpleQueue[Future[Result]] = SimpleQueue()
    try:
        for task in tasks:
            future = (own or executor).submit(run, task)  # type: ignore[union-attr]
            futures[future] = task
            future.add_done_callback(ended.put)
        yield futures, ended
    finally:
        _stop(futures)
        if own:
            own.shutdown(cancel_futures=True)
            end_workers()


def _stop(futures: Iterable[Future[Result]]) -> None:
    """Cancel what has not begun, and end the kernels of what has."""
    running = {future for future in futures if not future.cancel()}
    while running:
        stop_all()
        running = wait(running, timeout=0.1).not_done


def _result(future: Future[Result], task: Task) -> Result:
    """What came of a task; that whatever carried it broke down is a failure of this render only."""
    try:
        return future.result()
    except Exception as error:
        return failed(task, error)


def _settle(job: Job, result: Result, reason: str, book: Manifest) -> Event:
    """Write what a render made, and its record."""
    status = "failed" if result.errors else "rendered"
    before = book.records.get(job.identity)
    _write_files(book.folder, result.files)
    if status == "rendered":
        _remove_failure(book.folder, job)
        files = {path: manifest.digest(content) for path, content in result.files.items()}
    else:
        reason = "\n".join(result.errors)
        files = dict(before.files) if before else {}
    book.put(_record(job, status, reason, files, result.seconds))
    return _event(job, book.folder, status, reason, result.seconds, result.errors)


def _record(job: Job, status: str, reason: str, files: Mapping[str, str], seconds: float) -> Record:
    return Record(
        report=job.report_id,
        notebook=job.notebook.name,
        lang=job.lang,
        as_of=job.as_of,
        parameters=job.parameters,
        key=job.key,
        inputs=job.inputs,
        versions=job.versions,
        status=status,
        reason=reason,
        files=files,
        seconds=seconds,
    )


def _write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Pages last: whoever sees a new page finds its figures and tables new too."""
    for path in sorted(files, key=lambda path: (path.endswith(".html"), path)):
        manifest.write_if_changed(folder / path, files[path])


def _remove_failure(folder: Path, job: Job) -> None:
    for path in (folder / job.failure, folder / job.failure_log):
        path.unlink(missing_ok=True)
        with suppress(OSError):
            path.parent.rmdir()


def _metrics(planned: Plan, output_dir: Path) -> Iterator[Event]:
    """Write each report's metrics.json; an event for each that failed."""
    from r4v_analysis.metrics import metrics_json

    for report in planned.reports:
        folder = report_folder(output_dir, report.report_id, None if report.is_own_vintage else report.as_of)
        try:
            text = metrics_json(report)
        except Exception as error:  # the report's pages, and the other reports, can still be had
            known = isinstance(error, R4VError)
            line = f"{report.report_id}, {METRICS}: {error if known else f'{type(error).__name__}: {error}'}"
            yield Event(report.report_id, METRICS, "", "failed", line, 0.0, folder / METRICS, [line])
        else:
            manifest.write_if_changed(folder / METRICS, text.encode("utf-8"))


def _write_index(planned: Plan, book: Manifest) -> None:
    """The index in every language, each from the same facts."""
    facts = comparison.all_facts(planned.data)
    for lang in LANGUAGES:
        text = index_page.index(planned.data, facts, book.records.values(), planned.notebooks, lang)
        manifest.write_if_changed(book.folder / pages.index_file(lang), text.encode("utf-8"))


def _writable(folder: Path) -> Path:
    """The folder, made if it has to be, once something could be written in it."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):
        pass
    return folder


def _require_there(folder: Path, written: Sequence[str]) -> None:
    lost = [path for path in written if not (folder / path).exists()]
    if lost:
        raise R4VError(
            f"output folder {str(folder)!r}: expected {len(written)} files that this run wrote, found that {len(lost)} "
            f"were removed meanwhile, {lost[0]!r} among them. Run again: what is missing is rendered."
        )


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Errors of the file system as one line that names the folder."""
    try:
        yield
    except BrokenPipeError:  # whoever read our events is gone
        raise
    except (FileExistsError, NotADirectoryError):
        existing = next(path for path in (folder, *folder.parents) if path.exists())
        raise UsageError(
            f"output folder {str(folder)!r}: expected a folder, found that {str(existing)!r} is a file. "
            "Name another folder with -o."
        ) from None
    except OSError as error:
        raise R4VError(
            f"output folder {str(folder)!r}: expected to write it, found: {error.strerror}. {_advice(error)}"
        ) from None


def _advice(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "Free some space and run again; what is done stays done."
    return "Mend its permissions, or name another folder with -o."
