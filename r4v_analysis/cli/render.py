"""`r4v render` and `r4v report`: pages of notebooks, those that are stale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from r4v_analysis.cli import console
from r4v_analysis.cli.check import checked
from r4v_analysis.cli.options import (
    DataDir,
    Json,
    Languages,
    Memory,
    Notebooks,
    OutputDir,
    Questions,
    Scheduler,
    Timeout,
    Workers,
    again,
    by_words,
    day_asked,
    plural,
)
from r4v_analysis.errors import UsageError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from r4v_analysis.data.choice import Choice
    from r4v_analysis.render.job import Event
    from r4v_analysis.render.plan import RunPlan
    from r4v_analysis.render.run import Summary

TIMEOUT = 600.0
"""Seconds after which a render that has not ended is taken for hung, unless the person says otherwise."""


@by_words
def render(
    choice: Choice,
    is_all: Annotated[bool, typer.Option("--all", help="All reports, which is what none means.")] = False,
    question: Questions = None,
    notebook: Notebooks = None,
    lang: Languages = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Use only what was known on this day (YYYY-MM-DD).")
    ] = None,
    output: OutputDir = Path("outputs"),
    jobs: Workers = 0,
    timeout: Timeout = TIMEOUT,
    memory: Memory = None,
    scheduler: Scheduler = None,
    is_printed: Annotated[
        bool, typer.Option("--pdf", help="Print each page as a tagged PDF too, by an installed Chromium.")
    ] = False,
    png: Annotated[bool, typer.Option("--png", help="Write each figure as PNG, too.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Render what is current, too.")] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read every output again, not only those whose size or time changed.")
    ] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove outputs of earlier runs that nothing makes any more.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be rendered and why; write nothing.")
    ] = False,
    as_json: Json = False,
    parameter: Annotated[
        list[str] | None,
        typer.Option("-p", "--parameter", metavar="NAME VALUE", help="A notebook's own parameter; may be repeated."),
    ] = None,
    data: DataDir = "",
) -> None:
    """Render notebooks: what is new or changed.

    A notebook, report and language give a page each.

    Prints the path of each page that was written, and last that of the index. Outputs of earlier
    runs that nothing makes any more are listed on stderr.
    """
    if is_all and choice.reports:
        raise UsageError(
            f"--all: expected no report beside it, found {', '.join(choice.reports)}. Leave one of them out."
        )
    day = day_asked(as_of)
    from r4v_analysis.render import manifest, preload
    from r4v_analysis.render.execution import workers

    notebook = [*(notebook or ()), *_notebooks_of(question or ())]
    if scheduler is None and not dry_run and (force or not manifest.is_in(output)):
        workers.prepare(preload.__name__)  # first: it gets ready while data is checked and pages are planned
    from r4v_analysis.render.garbage import uncollected

    with uncollected():  # imports, too
        from r4v_analysis.render import run as batch
        from r4v_analysis.render.execution.limits import checked_limits
        from r4v_analysis.render.plan import plan
        from r4v_analysis.render.tasks import cores
        from r4v_analysis.sharing import pdf

        planned = plan(
            choice=choice,
            notebooks=notebook,
            languages=lang or (),
            as_of=day,
            parameters=_pairs(parameter or ()),
            data_dir=data,
            output_dir=output,
            has_png=png,
        )
    _print_early(planned, as_of)
    if dry_run:
        console.message(_held(planned))
        _print_plan(batch.events(planned, output, force=force, verify=verify), as_json)
        _print_orphans(batch.orphans_in(planned, output), output)
        return
    browser = pdf.chromium() if is_printed else ""
    shown = console.event_line if as_json else _page_line
    with _executor(scheduler, planned) as executor:
        limits = checked_limits(timeout, memory or 0) if executor else checked_limits(timeout, memory, jobs or cores())
        summary = _rendered(
            planned, output, jobs, shown, force=force, verify=verify, prune=prune, limits=limits, executor=executor
        )
    if browser:
        printed = console.pdf_line if as_json else _pdf_line
        unprinted = pdf.print_pages(pdf.pages_of(planned, output), browser, jobs or cores(), printed)
        summary.counts["failed"] += len(unprinted)
        console.errors(unprinted)
    _print_orphans(summary.orphans, output)
    if as_json:
        console.summary_line(summary.counts, summary.peaks.values())
    else:
        console.result(str(summary.index))
    _end(summary)


def report(output: OutputDir = Path("outputs"), jobs: Workers = 0, data: DataDir = "") -> None:
    """Check data and render all reports, the newest of each country first.

    Prints the path of the index page, in an empty folder as soon as these are there: what `make report` does.
    """
    from r4v_analysis.render import manifest, preload
    from r4v_analysis.render.execution import workers

    is_first = not manifest.is_in(output)
    if is_first:
        workers.prepare(preload.__name__)
    from r4v_analysis.render.execution.limits import checked_limits
    from r4v_analysis.render.plan import plan
    from r4v_analysis.render.report_files import INDEX
    from r4v_analysis.render.tasks import cores

    lines, count = checked(data)
    for line in lines if count else lines[-1:]:  # findings are many, and `r4v check` lists them
        console.message(line)
    if count:
        raise typer.Exit(1)
    limits = checked_limits(TIMEOUT, None, jobs or cores())
    planned = plan(data_dir=data)
    newest = planned.newest()
    rest = len(planned.jobs) - len(newest.jobs)
    if is_first and rest:
        _rendered(newest, output, jobs, lambda _: None, limits=limits, goes_on=True)
        console.result(str(output / INDEX))
        console.end()
        console.message(f"The newest report of each country is there. {plural(rest, 'page')} to go.")
    summary = _rendered(planned, output, jobs, lambda _: None, limits=limits)
    if not (is_first and rest):
        console.result(str(summary.index))
    _end(summary)


def _pairs(parameters: Sequence[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    problems = []
    for parameter in parameters:
        name, equals, value = parameter.partition("=")
        if not (name and equals):
            problems.append(f"-p: expected a name and a value such as -p target 70000, found {parameter!r}. Add it.")
        elif name in pairs:
            problems.append(f"-p {name}: expected one value, found two. Leave one out.")
        pairs[name] = value
    if problems:
        raise UsageError("\n".join(problems))
    return pairs


def _executor(scheduler: str | None, planned: RunPlan) -> AbstractContextManager[Executor | None]:
    """What carries jobs: the workers of a scheduler, or None for this machine's."""
    if scheduler is None:
        return nullcontext()
    from r4v_analysis.render.cluster import connected

    return connected(scheduler, planned.data.folder)


def _rendered(
    planned: RunPlan, output: Path, jobs: int, on_event: Callable[[Event], object], **options: Any
) -> Summary:
    """Render with `options` of `batch.render`, telling the person and whoever else listens."""
    from r4v_analysis.files import command
    from r4v_analysis.render import run as batch

    counts = dict.fromkeys(batch.STATUSES, 0)
    try:
        with console.progress(len(planned.jobs)) as show:

            def both(event: Event) -> None:
                counts[event.status] += 1
                if event.status != "skipped":
                    show(event)
                on_event(event)

            summary = batch.render(planned, output, workers=jobs or None, on_event=both, **options)
    except KeyboardInterrupt:
        done = sum(counts.values()) - counts["skipped"]  # of what is skipped there is no job
        console.message(f"{done} of {len(planned.jobs)} done: {console.counted(counts)}")
        raise
    console.message(console.counted(summary.counts))
    if summary.counts["skipped"]:
        console.message(
            f"Skipped: what a report says nothing on. To list it: {command('list', data=planned.data.folder)}"
        )
    return summary


def _page_line(event: Event) -> None:
    if event.status == "rendered":
        console.result(str(event.page))


def _pdf_line(path: Path) -> None:
    console.result(str(path))


def _notebooks_of(questions: Sequence[str]) -> list[str]:
    if not questions:  # then nothing is imported for it
        return []
    from r4v_analysis.analysis.record import notebooks_of

    return notebooks_of(questions)


def _held(planned: RunPlan) -> str:
    """`6 reports of Peru, 2021-02 to 2021-12; 36 pages.`: what a selection holds."""
    reports = planned.reports
    countries = dict.fromkeys(report.country_iso3 for report in reports)
    months = sorted(f"{report.period.end:%Y-%m}" for report in reports)
    span = months[0] if months[0] == months[-1] else f"{months[0]} to {months[-1]}"
    pages = plural(len(planned.jobs), "page")
    return f"{plural(len(reports), 'report')} of {', '.join(countries)}, {span}; {pages}."


def _print_plan(events: Sequence[Event], as_json: bool) -> None:
    for event in events:
        if as_json:
            console.event_line(event)
        else:
            console.result(console.text_of(event))
    if as_json:
        found = Counter(event.status for event in events)
        counts = {name: found[name] for name in ("current", "skipped", "failed", "stale")}
        console.summary_line({"rendered": 0, **counts})


def _print_early(planned: RunPlan, as_of: str | None) -> None:
    """Reports whose period was not over on the day that was asked for: their own rows count all the same."""
    early = [report for report in planned.reports if report.as_of < report.period.end] if as_of else []
    if early:
        named = ", ".join(f"{report.report_id} (to {report.period.end.isoformat()})" for report in early[:4])
        more = f" and {len(early) - 4:,} more" if len(early) > 4 else ""
        console.message(
            f"--as-of {as_of}: before the end of {named}{more}. A report's own numbers count on its page all the "
            "same; of other sources only what was known by that day."
        )


def _print_orphans(found: Mapping[str, str], output: Path) -> None:
    """Outputs that nothing makes any more, each with the reason, on stderr."""
    folders: dict[tuple[Path, str], list[str]] = {}
    for path, why in found.items():
        folders.setdefault((Path(path).parent, why), []).append(path)
    for (folder, why), paths in folders.items():
        what = output / paths[0] if len(paths) == 1 else f"{output / folder}: {len(paths):,} files"
        console.message(f"{what}: made by an earlier run, and by nothing any more ({why}).")
    if found:
        console.message(f"{plural(len(found), 'output')} that nothing makes any more. To remove: {again('--prune')}")


def _end(summary: Summary) -> None:
    if summary.counts["failed"]:
        raise typer.Exit(1)
