"""What is made beside the pages: each report's numbers and summaries, and the index. Each has its record too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from r4v_analysis.data.digest import one_digest
from r4v_analysis.data.report import Report
from r4v_analysis.errors import R4VError
from r4v_analysis.files import digest
from r4v_analysis.language.formats import CHOICES
from r4v_analysis.render import manifest, orphans
from r4v_analysis.render.folder import IN_THE_WAY, in_the_way
from r4v_analysis.render.freshness import Freshness
from r4v_analysis.render.html import context
from r4v_analysis.render.job import Event, Job
from r4v_analysis.render.manifest import Key, Record

INDEX = "index.html"

Maker = Callable[[Job, Report, Freshness], str]
"""Makes a file's text for a job's report."""


class Reports:
    """A plan's reports: what is made beside a report's pages is made once its last page is there."""

    def __init__(self, fresh: Freshness, stale: Mapping[Key, str]) -> None:
        """`stale` are the reasons of the pages that will be made; empty or none of the others."""
        self._fresh, self._drawn = fresh, _Figures(fresh)
        self._jobs: dict[tuple[str, str], list[Job]] = {}
        self._left: Counter[tuple[str, str]] = Counter()
        for job in fresh.planned.asked:
            self._jobs.setdefault((job.report_id, job.as_of), []).append(job)
            self._left[job.report_id, job.as_of] += bool(stale.get(job.identity))

    def ready(self) -> Iterator[Event]:
        """Write for the reports that no page will be made of."""
        for report, jobs in self._jobs.items():
            if not self._left[report]:
                yield from _write(jobs, self._fresh, self._drawn)

    def ended(self, job: Job) -> Iterator[Event]:
        """Write for a job's report, if the job was its last."""
        report = job.report_id, job.as_of
        self._left[report] -= 1
        if not self._left[report]:
            yield from _write(self._jobs[report], self._fresh, self._drawn)


def _write(jobs: Sequence[Job], fresh: Freshness, drawn: _Figures) -> Iterator[Event]:
    """Write the files of the report that some jobs are of, where they are not current."""
    job = jobs[0]

    @cache
    def opened() -> Report:
        return fresh.planned.data.report(job.report_id, job.as_of)

    languages = {each.lang: each for each in jobs}.values()
    wanted: list[tuple[Job, str, dict[str, str], Maker]] = [
        (job, context.METRICS, {}, _metrics),
        (job, context.OBSERVATIONS, {}, _observations),
    ]
    planned = fresh.planned
    for each in languages:
        if planned.silence((each.report_id, context.summary_file(each.lang), "", each.as_of)):
            continue
        linked = [
            (report_id, name, lang, day) for report_id, name, _, day in planned.siblings(each) for lang in CHOICES
        ]
        extra = {**drawn.named(each), **planned.missing(linked)}
        wanted.append((each, context.summary_file(each.lang), extra, _summary))
    for each, name, extra, make in wanted:
        identity = (each.report_id, name, "", each.as_of)
        if not _reason(identity, extra, fresh):
            continue
        try:
            text = make(each, opened(), fresh)
        except Exception as error:  # the other files, and the other reports, can still be had
            message = error if isinstance(error, R4VError) else f"{type(error).__name__}: {error}"
            yield _failed(each, name, f"{each.report_id}, {name}: {message}", fresh)
            continue
        try:
            folder = each.folder / "tables" if name == context.OBSERVATIONS else each.folder
            _put(identity, extra, {str(folder / name): text.encode("utf-8")}, fresh)
        except IN_THE_WAY as error:
            yield _failed(each, name, in_the_way(error), fresh)


def _failed(job: Job, name: str, line: str, fresh: Freshness) -> Event:
    """That a file of a job's report can't be made, and the line that says why."""
    return Event(job.report_id, name, "", "failed", line, 0.0, fresh.book.folder / job.folder / name, [line])


def _metrics(_job: Job, report: Report, _fresh: Freshness) -> str:
    from r4v_analysis.analysis.record import metrics_json

    return metrics_json(report)


def _observations(_job: Job, report: Report, _fresh: Freshness) -> str:
    from r4v_analysis.exhibits.exhibit import Table

    return Table("observations", "", (), (), report.observations).csv


def _summary(job: Job, report: Report, fresh: Freshness) -> str:
    from r4v_analysis.render.html import summary  # here: it imports what draws, and mostly nothing is to be made

    folder, up = fresh.book.folder / job.folder, "../" * len(job.folder.parts)
    planned = fresh.planned
    digest = one_digest(planned.readable((job.report_id, context.summary_file(job.lang), "", job.as_of)))
    return summary.summary_page(
        report,
        job.lang,
        planned.notebooks,
        folder,
        up,
        digest,
        lambda name, lang: planned.is_there((job.report_id, name, lang, job.as_of)),
    )


class _Figures:
    """The figures on record: a summary shows some of them."""

    def __init__(self, fresh: Freshness) -> None:
        """Of the records that there are, and of those that the plan's jobs will have."""
        self._records = fresh.book.records
        self._identities: dict[tuple[str, str, str], set[Key]] = {}
        for report, notebook, lang, as_of in (*self._records, *(job.identity for job in fresh.planned.jobs)):
            self._identities.setdefault((report, lang, as_of), set()).add((report, notebook, lang, as_of))

    def named(self, job: Job) -> dict[str, str]:
        """One digest of the figures of a job's report, date and language, as an input of what shows them."""
        wanted = sorted(self._identities.get((job.report_id, job.lang, job.as_of), ()))
        found = [self._records[identity].files for identity in wanted if identity in self._records]
        figures = {path: digest for files in found for path, digest in files.items() if path.endswith(".svg")}
        return {"figures": manifest.key_of(figures)}


def get_ready(fresh: Freshness) -> None:
    """Import and fill what summaries and the index will need: the caller does it while pages are made elsewhere."""
    from r4v_analysis.render.html import (
        page,
        summary,  # noqa: F401  for their imports
    )

    for lang in dict.fromkeys(job.lang for job in fresh.planned.jobs):
        page.environment(lang)


def write_index(fresh: Freshness) -> None:
    """Write the index where data, code or what it lists is not what it was made from."""
    listed = [[*record.identity, record.status, *sorted(record.files)] for record in _of_reports(fresh)]
    extra = {"renders": manifest.key_of({"listed": sorted(listed)})}
    identity = ("", INDEX, "", "")
    if _reason(identity, extra, fresh):
        _put(identity, extra, _index(fresh), fresh)


def _index(fresh: Freshness) -> dict[str, bytes]:
    """The index in every language."""
    from r4v_analysis.render.html import index  # here: mostly nothing is to be made

    made = index.indexes(fresh.planned.data, _of_reports(fresh), fresh.planned.notebooks)
    return {context.index_file(lang): text.encode("utf-8") for lang, text in made}


def _of_reports(fresh: Freshness) -> list[Record]:
    """The records of the reports' pages, and of what is made beside them; not of pages that are made no more."""
    gone = orphans.gone(fresh.planned, fresh.book)
    every = (*fresh.book.records.values(), *fresh.book.made.values())
    return [record for record in every if record.report and record.identity not in gone]


def _reason(identity: Key, extra: Mapping[str, str], fresh: Freshness) -> str:
    """Why it has to be made; empty, and put on record, where it still holds."""
    parts = manifest.parts_of({**fresh.planned.made_inputs, **extra}, {}, manifest.versions())
    reason = fresh.of_record(identity, parts)
    if not reason:
        fresh.renew(identity)
    return reason


def _put(identity: Key, extra: Mapping[str, str], files: Mapping[str, bytes], fresh: Freshness) -> None:
    """Write its files and its record."""
    inputs, versions = {**fresh.planned.made_inputs, **extra}, manifest.versions()
    for path, content in files.items():
        manifest.write_if_changed(fresh.book.folder / path, content)
    digests = {path: digest(content) for path, content in files.items()}
    report, name, lang, as_of = identity
    record = Record(
        report=report, notebook=name, lang=lang, as_of=as_of, parameters={},
        key=manifest.key_of(manifest.parts_of(inputs, {}, versions)), inputs=inputs, versions=versions,
        status="rendered", reason="", files=digests, seconds=0.0,
        data=fresh.planned.readable(identity), stats=fresh.stats(digests),
    )  # fmt: skip
    fresh.book.renew(record)
