"""Render what a plan asks for, and keep the output folder's manifest and index.

Workers only return bytes (see `work`); this module is the one that writes outputs. Any
`concurrent.futures.Executor` can carry the jobs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from r4v_analysis.data.answers import packed
from r4v_analysis.data.digest import one_digest
from r4v_analysis.data.load import CHECKED_HERE
from r4v_analysis.data.report import Report
from r4v_analysis.errors import R4VError
from r4v_analysis.files import digest
from r4v_analysis.render import manifest, orphans, report_files
from r4v_analysis.render.execution.limits import NONE, Limits
from r4v_analysis.render.folder import IN_THE_WAY, in_the_way, require_scratch, require_there, writable, writing
from r4v_analysis.render.freshness import Freshness
from r4v_analysis.render.garbage import uncollected
from r4v_analysis.render.html import context as pages
from r4v_analysis.render.job import Event, Job
from r4v_analysis.render.lock import alone_in
from r4v_analysis.render.manifest import Key, Manifest, Record
from r4v_analysis.render.plan import RunPlan
from r4v_analysis.render.report_files import INDEX
from r4v_analysis.render.tasks import cores, running
from r4v_analysis.render.work import Result, Task, failed, prepare

STATUSES = ("rendered", "current", "skipped", "failed")


@dataclass
class Summary:
    """How many renders of a run ended how; `index` is the index page, `orphans` what `orphans.listed` gives.

    `peaks` is the most memory of each worker, in MB.
    """

    index: Path
    orphans: Mapping[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STATUSES, 0))
    peaks: dict[int, float] = field(default_factory=dict)

    def count(self, event: Event) -> Event:
        """Count an event and hand it on."""
        self.counts[event.status] += 1
        if event.worker:
            self.peaks[event.worker] = max(self.peaks.get(event.worker, 0.0), event.peak_mb)
        return event


def events(planned: RunPlan, output_dir: Path, *, force: bool = False, verify: bool = False) -> list[Event]:
    """What a render would do, without doing it: `stale` with its reason, `current`, `skipped` with its reason."""
    fresh = Freshness(planned, manifest.read_manifest(output_dir), force=force, verify=verify)
    reasons = ((job, fresh.reason(job)) for job in planned.jobs)
    found = [_event(job, output_dir, "stale" if reason else "current", reason) for job, reason in reasons]
    return [*found, *_skipped(planned, output_dir)]


def _skipped(planned: RunPlan, output_dir: Path) -> list[Event]:
    return [_event(job, output_dir, "skipped", planned.silence(job.identity)) for job in planned.skipped]


def orphans_in(planned: RunPlan, output_dir: Path) -> dict[str, str]:
    """Outputs of earlier runs that nothing makes any more, and why."""
    return orphans.listed(planned, manifest.read_manifest(output_dir))


def render(
    planned: RunPlan,
    output_dir: Path,
    *,
    force: bool = False,
    verify: bool = False,
    prune: bool = False,
    workers: int | None = None,
    executor: Executor | None = None,
    limits: Limits = NONE,
    on_event: Callable[[Event], object] = lambda _: None,
    goes_on: bool = False,
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
    verify
        Read every output again, those too whose size and time are on record.
    prune
        Remove outputs that nothing makes any more (see `orphans`).
    workers
        Renders at a time; by default a core each.
    executor
        Carries the jobs in place of threads of this process; it is not shut down, and neither are
        the forked workers that they have used.
    limits
        What one render may take.
    on_event
        Called once a render, in the order in which they end.
    goes_on
        Whether another call follows at once, for which this process's workers stay.

    Raises
    ------
    R4VError
        The output folder can't be written, is held by another run, or lost during this one what it wrote.
    """
    require_scratch()
    with writing(output_dir), alone_in(writable(output_dir)):
        with uncollected():
            book = manifest.read_manifest(output_dir)
            _note_check(planned, book)
            summary = Summary(output_dir / INDEX)
            fresh = Freshness(planned, book, force=force, verify=verify)
            stale: dict[Key, str] = {job.identity: fresh.reason(job) for job in planned.jobs}
        if not executor and any(stale.values()):
            prepare()
        for event in _skipped(planned, output_dir):
            on_event(summary.count(event))
        for job in planned.jobs:
            if not stale[job.identity]:
                fresh.renew(job.identity)
                on_event(summary.count(_event(job, output_dir, "current", "")))
        tasks = _tasks([job for job in planned.jobs if stale[job.identity]], planned, limits)
        written: list[str] = []
        with book.kept(), running(tasks, executor, workers or cores(), goes_on=goes_on) as begun:
            if begun:
                report_files.get_ready(fresh)
            reports = report_files.Reports(fresh, stale)
            for event in reports.ready():
                on_event(summary.count(event))
            while begun:
                task, result = begun.next()
                event = summary.count(_settle(task, result, stale[task.job.identity], fresh))
                on_event(event)
                written += result.files if event.status == "rendered" else ()
                for fault in reports.ended(task.job):
                    on_event(summary.count(fault))
            if prune:
                orphans.remove(planned, book)
            summary.orphans = orphans.listed(planned, book)
            report_files.write_index(fresh)
        require_there(output_dir, written)
    return summary


def _note_check(planned: RunPlan, book: Manifest) -> None:
    """Put on record that this process has checked the data, for runs to come."""
    if planned.data.digest in CHECKED_HERE:
        checked = manifest.checked_state(planned.data.digest)
        book.is_changed = book.is_changed or checked != book.checked
        book.checked = checked


def _event(
    job: Job, output_dir: Path, status: str, reason: str, seconds: float = 0.0, errors: Sequence[str] = ()
) -> Event:
    page = output_dir / (job.failure if status == "failed" else job.page)
    return Event(job.report_id, job.notebook.name, job.lang, status, reason, seconds, page, errors)


def _tasks(jobs: Iterable[Job], planned: RunPlan, limits: Limits) -> Iterator[Task]:
    """Each job with its page's context; jobs of one report follow each other, and so it is asked once."""

    @lru_cache(maxsize=2)
    def opened(report_id: str, as_of: str) -> tuple[Report, bytes]:
        report = planned.data.report(report_id, as_of)
        return report, _answers(report)

    folder = planned.data.folder.resolve()
    for job in jobs:
        report, answers = opened(job.report_id, job.as_of)
        context = pages.context(
            job, report, planned.notebooks, one_digest(planned.readable(job.identity)), planned.is_there
        )
        yield Task(job, folder, context, limits, answers)


def _answers(report: Report) -> bytes:
    """A report's metrics and what they are made of: found here once, not by each of its pages."""
    from r4v_analysis.analysis.record import metrics_by_notebook  # here: mostly nothing is to be made

    with suppress(Exception):  # a page says what is wrong, and the other pages can still be had
        metrics_by_notebook(report)
        return packed(report)
    return b""


def _settle(task: Task, result: Result, reason: str, fresh: Freshness) -> Event:
    """Write what a render made, and its record."""
    job, book = task.job, fresh.book
    status = "failed" if result.errors else "rendered"
    before = book.records.get(job.identity)
    try:
        _write_files(book.folder, result.files)
    except IN_THE_WAY as error:
        result = failed(task, R4VError(in_the_way(error)))
        status = "failed"
        _write_files(book.folder, result.files)
    if status == "rendered":
        _remove_failure(book.folder, job)
        files = {path: digest(content) for path, content in result.files.items()}
    else:
        reason = "\n".join(result.errors)
        files = dict(before.files) if before else {}
    record = _record(job, status, reason, files, result)
    is_own = job.notebook.name in {notebook.name for notebook in fresh.planned.own}
    book.put(replace(record, data=fresh.planned.readable(job.identity), stats=fresh.stats(files), is_own=is_own))
    event = _event(job, book.folder, status, reason, result.seconds, result.errors)
    return replace(event, worker=result.worker, peak_mb=result.peak_mb)


def _record(job: Job, status: str, reason: str, files: Mapping[str, str], result: Result) -> Record:
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
        seconds=result.seconds,
        peak_mb=result.peak_mb,
        title=job.notebook.title_in(job.lang),
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
