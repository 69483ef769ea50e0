"""What is made beside the pages: each report's metrics.json and summaries, and the index. Each has its record too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from r4v_analysis import manifest, pages
from r4v_analysis.data import Report
from r4v_analysis.freshness import Freshness
from r4v_analysis.jobs import Job
from r4v_analysis.manifest import Key, Record
from r4v_analysis.problems import R4VError
from r4v_analysis.reads import FOLDER, Noted, Reads, one_digest

METRICS = "metrics.json"
INDEX = "index.html"


def write_metrics(fresh: Freshness) -> Iterator[tuple[Job, str]]:
    """Write each report's metrics.json where it is not current; a job of the report and a line where that fails."""
    from r4v_analysis.metrics import metrics_json

    for job in {(job.report_id, job.as_of): job for job in fresh.planned.jobs}.values():
        identity = (job.report_id, METRICS, "", job.as_of)
        if not _reason(identity, {}, fresh):
            continue
        report = fresh.planned.data.noting(Reads()).report(job.report_id, job.as_of)
        try:
            text = metrics_json(report)
        except Exception as error:  # the report's pages, and the other reports, can still be had
            message = error if isinstance(error, R4VError) else f"{type(error).__name__}: {error}"
            yield job, f"{job.report_id}, {METRICS}: {message}"
        else:
            files = {str(job.folder / METRICS): text.encode("utf-8")}
            _put(identity, {}, files, noted_by(report), fresh)


def write_summaries(fresh: Freshness) -> Iterator[tuple[Job, str]]:
    """Write each report's one-page summary in the languages of its jobs; a job and a line where that fails."""
    planned, drawn = fresh.planned, _figures(fresh)
    for job in {(job.report_id, job.as_of, job.lang): job for job in planned.jobs}.values():
        name = pages.summary_file(job.lang)
        folder = fresh.book.folder / job.folder
        identity = (job.report_id, name, "", job.as_of)
        extra = {"figures": manifest.key_of(drawn.get((job.report_id, job.as_of, job.lang), {}))}
        if not _reason(identity, extra, fresh):
            continue
        from r4v_analysis import summary  # here: it imports what draws, and mostly nothing is to be made

        report = planned.data.noting(Reads()).report(job.report_id, job.as_of)
        up = "../" * len(job.folder.parts)
        try:
            said = summary.contents(report, job.lang, planned.notebooks, folder, up)
            noted = noted_by(report)
            text = summary.summary_page(said, job.lang, one_digest(fresh.digests(noted)))
        except Exception as error:  # the report's pages can still be had
            yield job, f"{job.report_id}, {name}: {type(error).__name__}: {error}"
        else:
            files = {str(job.folder / name): text.encode("utf-8")}
            _put(identity, extra, files, noted, fresh)


def get_ready(fresh: Freshness) -> None:
    """Import and fill what summaries and the index will need: the caller does it while pages are made elsewhere."""
    from r4v_analysis import index_page, site, summary  # noqa: F401  for their imports

    for lang in dict.fromkeys(job.lang for job in fresh.planned.jobs):
        site.environment(lang)


def _figures(fresh: Freshness) -> dict[tuple[str, str, str], dict[str, str]]:
    """The figures on record of each report, date and language, with their digests: a summary shows some of them."""
    found: dict[tuple[str, str, str], dict[str, str]] = {}
    for record in fresh.book.records.values():
        own = found.setdefault((record.report, record.as_of, record.lang), {})
        own |= {path: digest for path, digest in record.files.items() if path.endswith(".svg")}
    return found


def write_index(fresh: Freshness) -> None:
    """Write the index where data, code or what it lists is not what it was made from."""
    listed = [[*record.identity, record.status, *sorted(record.files)] for record in _of_reports(fresh)]
    extra = {"renders": manifest.key_of({"listed": sorted(listed)})}
    identity = ("", INDEX, "", "")
    if _reason(identity, extra, fresh):
        _put(identity, extra, _index(fresh), {"": (FOLDER,)}, fresh)


def noted_by(report: Report) -> Noted:
    """What was read so far through a report whose data notes it."""
    return report.data.reads.noted() if report.data.reads else {}


def _index(fresh: Freshness) -> dict[str, bytes]:
    """The index in every language."""
    from r4v_analysis import index_page  # here: mostly nothing is to be made

    made = index_page.indexes(fresh.planned.data, _of_reports(fresh), fresh.planned.notebooks)
    return {pages.index_file(lang): text.encode("utf-8") for lang, text in made}


def _of_reports(fresh: Freshness) -> list[Record]:
    """The records of the reports' pages, and of what is made beside them."""
    return [record for record in (*fresh.book.records.values(), *fresh.book.made.values()) if record.report]


def _reason(identity: Key, extra: Mapping[str, str], fresh: Freshness) -> str:
    """Why it has to be made; empty, and put on record, where it still holds."""
    parts = manifest.parts_of({**fresh.planned.made_inputs, **extra}, {}, manifest.versions())
    reason = fresh.of_record(identity, parts, fresh.planned.data.digest)
    if not reason:
        fresh.renew(identity, fresh.planned.data.digest)
    return reason


def _put(identity: Key, extra: Mapping[str, str], files: Mapping[str, bytes], noted: Noted, fresh: Freshness) -> None:
    """Write its files and its record."""
    inputs, versions = {**fresh.planned.made_inputs, **extra}, manifest.versions()
    for path, content in files.items():
        manifest.write_if_changed(fresh.book.folder / path, content)
    digests = {path: manifest.digest(content) for path, content in files.items()}
    report, name, lang, as_of = identity
    record = Record(
        report=report, notebook=name, lang=lang, as_of=as_of, parameters={},
        key=manifest.key_of(manifest.parts_of(inputs, {}, versions)), inputs=inputs, versions=versions,
        status="rendered", reason="", files=digests, seconds=0.0,
        reads=noted, data=fresh.digests(noted), stats=fresh.stats(digests),
    )  # fmt: skip
    fresh.book.renew(record)
