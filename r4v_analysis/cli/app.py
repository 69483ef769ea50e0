"""The command `r4v`: few verbs, each a few lines; what they do is in the library.

Modules that import pandas, papermill or frictionless are imported by the command that needs them,
so that `--help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from r4v_analysis.cli import add as command_add
from r4v_analysis.cli import backtest as command_backtest
from r4v_analysis.cli import bundle as command_bundle
from r4v_analysis.cli import console
from r4v_analysis.cli import export as command_export
from r4v_analysis.cli import init as command_init
from r4v_analysis.cli import intake as command_intake
from r4v_analysis.cli import lab as command_lab
from r4v_analysis.cli import preview as command_preview
from r4v_analysis.cli import serve as command_serve
from r4v_analysis.cli import undo as command_undo
from r4v_analysis.cli import verify as command_verify
from r4v_analysis.cli.options import (
    Country,
    DataDir,
    Json,
    Memory,
    OutputDir,
    Publisher,
    Questions,
    Reports,
    Scheduler,
    Since,
    Timeout,
    Until,
    Workers,
    Year,
    choice_of,
    example,
    require_names,
)
from r4v_analysis.errors import R4VError, UsageError, system_line
from r4v_analysis.render.execution.environment import end_on_signals
from r4v_analysis.version import __version__

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from r4v_analysis.data.choice import Choice
    from r4v_analysis.data.report import Data, Report
    from r4v_analysis.render.plan import Plan
    from r4v_analysis.render.run import Event, Summary

DONE, FAILED, USAGE, STOPPED = 0, 1, 2, 130
"""Exit codes: done; data or a render failed; wrong usage; Ctrl-C."""

TIMEOUT = 600.0
"""Seconds after which a render that has not ended is taken for hung, unless the person says otherwise."""

ParserError: type[Exception] = typer.BadParameter.__bases__[0]
"""What typer raises for wrong arguments; it has no public name there."""

app = typer.Typer(
    name="r4v",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(
    invoke_without_command=True,
    epilog=example("r4v render PER_2023-05_2023-07 --notebook funding_gap"),
)
def r4v(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Analyses of R4V situation reports: funding gap, sector reach, regularization uptake."""
    if version:
        console.result(__version__)
        raise typer.Exit


@app.command(
    "list",
    epilog=example(
        "r4v list", "r4v list --country PER --year 2021 --question reach", "r4v list --changes", "r4v list --scores"
    ),
)
def list_(
    reports: Reports = None,
    country: Country = None,
    year: Year = None,
    since: Since = "",
    until: Until = "",
    publisher: Publisher = None,
    question: Questions = None,
    has_changes: Annotated[
        bool, typer.Option("--changes", help="List the numbers that moved since the last render instead.")
    ] = False,
    has_scores: Annotated[
        bool, typer.Option("--scores", help="List the ranges that were given and what came instead.")
    ] = False,
    output: OutputDir = Path("outputs"),
    as_json: Json = False,
    data: DataDir = "",
) -> None:
    """List reports and what each can be analysed for.

    With --changes: the numbers that are not those of the metrics.json files in the output folder. With --scores: each
    range that a report gave, where its end is known from the data, and how many held at each level.
    """
    from r4v_analysis.analysis.record import notebooks_of
    from r4v_analysis.analysis.scope import coverage_of
    from r4v_analysis.data.chosen import chosen_ids
    from r4v_analysis.data.report import load

    notebooks = notebooks_of(question or ())
    loaded = load(data)
    if has_scores:
        _print_scores(loaded, as_json)
        return
    chosen = chosen_ids(loaded, choice_of(reports, country, year, (since, until), publisher))
    if has_changes:
        _print_moves([loaded.report(report_id) for report_id in chosen], output, as_json)
        return
    for report_id in chosen:
        report = loaded.report(report_id)
        lacking = {name: found for name, found in coverage_of(report).items() if name in notebooks or not notebooks}
        analyses = [name for name, missing in lacking.items() if not missing]
        if as_json:
            console.json_line(
                {
                    "report": report_id,
                    "title": str(report.row["title"]),
                    "period_start": report.period.start.isoformat(),
                    "period_end": report.period.end.isoformat(),
                    "analyses": analyses,
                    "lacking": {name: missing for name, missing in lacking.items() if missing},
                }
            )
            continue
        console.result(f"{report_id}  {report.row['title']}")
        for name, missing in lacking.items():
            console.result(f"  {name}: {'lacks ' + ', '.join(missing) if missing else 'yes'}")


@app.command(epilog=example("r4v check", "r4v check --country PER", "r4v check --data my-country/data"))
def check(
    reports: Reports = None,
    country: Country = None,
    year: Year = None,
    since: Since = "",
    until: Until = "",
    publisher: Publisher = None,
    data: DataDir = "",
    strict: Annotated[
        bool, typer.Option("--strict", help="Have frictionless validate the package too: slower, a second opinion.")
    ] = False,
) -> None:
    """Check data and print every problem.

    The schema first, then the domain rules; errors before findings. Exit code 1 if there is an error. All data are
    checked; with reports chosen, what is said is of them, and of their countries in the other tables.
    """
    lines, count = _checked(data, choice_of(reports, country, year, (since, until), publisher), strict=strict)
    for line in lines:
        console.result(line)
    if count:
        raise typer.Exit(FAILED)


@app.command(
    "import",
    epilog=example(
        "r4v import fts fts_requirements_funding_per.csv --as-of 2026-04-18",
        "r4v import fts 1069 --fetch",
        "r4v import r4v consolidated_2022.xlsx --as-of 2023-02-15 --reports",
    ),
)
def import_(
    source: Annotated[str, typer.Argument(metavar="fts|r4v", help="Whose format it is.")],
    files: Annotated[list[str] | None, typer.Argument(metavar="FILE", help="Files; with --fetch, plan ids.")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Day of the numbers, where the file gives none.")
    ] = None,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Ask FTS itself: these plans, or those that data/ knows.")
    ] = False,
    reports: Annotated[
        bool, typer.Option("--reports", help="r4v: also make each country and month a report that can be rendered.")
    ] = False,
    sheet: Annotated[
        list[str] | None, typer.Option("--sheet", metavar="NAME", help="A sheet to read, hidden or not; repeatable.")
    ] = None,
    data: DataDir = "",
) -> None:
    """Bring files of FTS or R4V into data/.

    fts: HDX's requirements and funding, list of plans or flows by donor (CSV), HAPI's funding, or an
    answer of FTS's API (JSON). r4v: consolidated reports, activities (5W), people in need and targets,
    population (XLSX, CSV). Caseloads of HPC and HAPI, and what r4v export xlsx or hxl wrote: either. All
    sheets that fit are read. Prints what was read, left out and why. The same file twice changes nothing;
    other numbers become a new version.
    """
    if as_of == "":
        raise UsageError("as_of: expected a date such as '2023-07-31', found ''. Write year-month-day.")
    from r4v_analysis.imports.bring import import_files

    lines = import_files(
        source,
        files or (),
        data_dir=data,
        as_of=as_of or "",
        is_fetched=fetch,
        has_reports=reports,
        sheets=sheet or (),
    )
    for line in lines:
        console.result(line)


@app.command(
    epilog=example(
        "r4v render",
        "r4v render PER_2023-05_2023-07 --notebook regularization_uptake -p target 70000",
        "r4v render --country PER --since 2022-03 --until 2022-06 --question reach --dry-run",
        "r4v render 'PER_2021-*'",
        "r4v render --all --scheduler tcp://10.0.0.1:8786",
    )
)
def render(
    reports: Reports = None,
    is_all: Annotated[bool, typer.Option("--all", help="All reports, which is what none means.")] = False,
    country: Country = None,
    year: Year = None,
    since: Since = "",
    until: Until = "",
    publisher: Publisher = None,
    question: Questions = None,
    notebook: Annotated[
        list[str] | None, typer.Option("--notebook", metavar="NAME", help="A notebook's name or path; may be repeated.")
    ] = None,
    lang: Annotated[
        list[str] | None, typer.Option("--lang", metavar="LANG", help="Language of pages; may be repeated; none: all.")
    ] = None,
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
    if is_all and reports:
        raise UsageError(f"--all: expected no report beside it, found {', '.join(reports)}. Leave one of them out.")
    if as_of == "":
        raise UsageError("as_of: expected a date such as '2023-07-31', found ''. Write year-month-day.")
    from r4v_analysis.render import manifest, preload
    from r4v_analysis.render.execution import workers

    notebook = [*(notebook or ()), *_notebooks_of(question or ())]
    if scheduler is None and not dry_run and (force or not manifest.is_in(output)):
        workers.prepare(preload.__name__)  # first: it gets ready while data is checked and pages are planned
    from r4v_analysis.render import run as batch

    with batch.uncollected():
        from r4v_analysis.render.execution.limits import checked_limits
        from r4v_analysis.render.plan import plan
        from r4v_analysis.sharing import pdf

        planned = plan(
            choice=choice_of(reports, country, year, (since, until), publisher),
            notebooks=notebook,
            languages=lang or (),
            as_of=as_of or "",
            parameters=_pairs(parameter or ()),
            data_dir=data,
            output_dir=output,
            has_png=png,
        )
    if dry_run:
        console.message(_held(planned))
        _print_plan(batch.events(planned, output, force=force, verify=verify), as_json)
        _print_orphans(batch.orphans_in(planned, output), output)
        return
    browser = pdf.chromium() if is_printed else ""
    shown = console.event_line if as_json else _page_line
    with _executor(scheduler, planned) as executor:
        limits = (
            checked_limits(timeout, memory or 0) if executor else checked_limits(timeout, memory, jobs or batch.cores())
        )
        summary = _rendered(
            planned, output, jobs, shown, force=force, verify=verify, prune=prune, limits=limits, executor=executor
        )
    if browser:
        printed = console.pdf_line if as_json else _pdf_line
        unprinted = pdf.print_pages(pdf.pages_of(planned, output), browser, jobs or batch.cores(), printed)
        summary.counts["failed"] += len(unprinted)
        console.errors(unprinted)
    _print_orphans(summary.orphans, output)
    if as_json:
        console.summary_line(summary.counts, summary.peaks.values())
    else:
        console.result(str(summary.index))
    _end(summary)


@app.command(epilog=example("r4v report"))
def report(output: OutputDir = Path("outputs"), jobs: Workers = 0, data: DataDir = "") -> None:
    """Check data and render all reports.

    Prints the path of the index page: what `make report` does.
    """
    from r4v_analysis.render import manifest, preload
    from r4v_analysis.render.execution import workers

    if not manifest.is_in(output):
        workers.prepare(preload.__name__)
    from r4v_analysis.render.execution.limits import checked_limits
    from r4v_analysis.render.plan import plan
    from r4v_analysis.render.run import cores

    lines, count = _checked(data)
    for line in lines:
        console.message(line)
    if count:
        raise typer.Exit(FAILED)
    limits = checked_limits(TIMEOUT, None, jobs or cores())
    summary = _rendered(plan(data_dir=data), output, jobs, lambda _: None, limits=limits)
    console.result(str(summary.index))
    _end(summary)


app.command(
    epilog=example("r4v lab", "r4v lab --no-browser"),
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)(command_lab.lab)
app.command(epilog=example("r4v init my-data", "r4v init my-data --report CHL_2023-08_2023-10"))(command_init.init)
app.command(epilog=example("r4v add PER_2023-08_2023-10", "r4v add PER_2023-08_2023-10 --data my-data"))(
    command_add.add
)
app.command(epilog=example("r4v intake report.pdf -o draft", "r4v intake report.pdf -o draft --accept --by AB"))(
    command_intake.intake
)
app.command(epilog=example("r4v undo"))(command_undo.undo)
app.command(
    epilog=example(
        "r4v export xlsx --lang es -o peru.xlsx PER_2023-05_2023-07",
        "r4v export csv > every-printed-number.csv",
        "r4v export fts --as-of 2026-05-01",
    )
)(command_export.export)
app.command(epilog=example("r4v bundle PER_2023-05_2023-07 --lang es -o peru.zip"))(command_bundle.bundle)
app.command(epilog=example("r4v preview path/to/mine.ipynb PER_2023-05_2023-07"))(command_preview.preview)
app.command(epilog=example("r4v backtest", "r4v backtest --as-of 2023-07-31"))(command_backtest.backtest)
app.command(epilog=example("r4v serve", "r4v serve -o somewhere --port 8000"))(command_serve.serve)
app.command(epilog=example("r4v verify PER_2023-05_2023-07 --source report.pdf"))(command_verify.verify)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code. Errors are lines on stderr, a traceback is a bug."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if arguments is None:
        end_on_signals()
        console.begin()
    try:
        require_names(given)
        code = app(_joined_pairs(given) or ["--help"], prog_name="r4v", standalone_mode=False)
        console.end()
    except (KeyboardInterrupt, typer.Abort):
        code = STOPPED
    except BrokenPipeError:  # `r4v list | head`
        console.discard(sys.stdout)
        return FAILED
    except (OSError, MemoryError) as error:
        console.errors([_line_of(error)])
        return FAILED
    except ParserError as error:
        text = error.format_message().rstrip(".")  # type: ignore[attr-defined]
        console.errors([f"{text}. See r4v --help."])
        return USAGE
    except R4VError as error:
        console.errors(str(error).splitlines())
        return USAGE if isinstance(error, UsageError) else FAILED
    if code == STOPPED:  # typer makes Ctrl-C this code
        console.message("Stopped. What is done stays done; the same command goes on from there.")
    return code if isinstance(code, int) else DONE


def _line_of(error: OSError | MemoryError) -> str:
    """An error of the system as one line; of one without a file's name, stdout may be the cause."""
    try:
        if isinstance(error, OSError) and error.filename is None:
            console.end()
    except R4VError as lost:
        return str(lost)
    except BrokenPipeError:
        pass
    return system_line(error)


def _joined_pairs(arguments: Sequence[str]) -> list[str]:
    """`-p NAME VALUE` as `-p NAME=VALUE`: typer has no option of two values that may be repeated."""
    result: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        result.append(argument)
        if argument in ("-p", "--parameter"):
            name = next(rest, "")
            value = None if "=" in name else next(rest, None)
            result.append(name if value is None else f"{name}={value}")
        elif argument == "--":
            result += rest
    return result


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


def _checked(data: str, choice: Choice | None = None, *, strict: bool = False) -> tuple[list[str], int]:
    """Lines that say what is wrong with data, or what of it concerns some reports, and how many are errors in all.

    Data without errors counts as checked for the rest of this process, if it stayed as it was meanwhile.
    """
    from r4v_analysis.data.check.check import check as problems_of
    from r4v_analysis.data.report import CHECKED_HERE, believe_checked, folder_digest
    from r4v_analysis.files import find_data_dir

    folder = find_data_dir(data)
    digest = folder_digest(folder)
    problems = sorted(problems_of(folder, strict=strict), key=lambda problem: problem.severity != "error")
    count = sum(problem.severity == "error" for problem in problems)
    if not count and digest == folder_digest(folder):
        CHECKED_HERE.add(digest)
        believe_checked(digest)
    shown = problems
    if choice and not choice.is_all:
        from r4v_analysis.data.check.subject import of_reports

        shown = of_reports(folder, problems, choice)
    lines = [f"{problem.severity}: {problem}" for problem in shown]
    return [*lines, f"{folder}: {_counted(count, 'error')}, {_counted(len(problems) - count, 'finding')}."], count


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _executor(scheduler: str | None, planned: Plan) -> AbstractContextManager[Executor | None]:
    """What carries jobs: the workers of a scheduler, or None for this machine's."""
    if scheduler is None:
        return nullcontext()
    from r4v_analysis.render.cluster import connected

    return connected(scheduler, planned.data.folder)


def _rendered(planned: Plan, output: Path, jobs: int, on_event: Callable[[Event], object], **options: Any) -> Summary:
    """Render with `options` of `batch.render`, telling the person and whoever else listens."""
    from r4v_analysis.render import run as batch

    counts = dict.fromkeys(batch.STATUSES, 0)
    try:
        with console.progress(len(planned.jobs)) as show:

            def both(event: Event) -> None:
                counts[event.status] += 1
                show(event)
                on_event(event)

            summary = batch.render(planned, output, workers=jobs or None, on_event=both, **options)
    except KeyboardInterrupt:
        console.message(f"{sum(counts.values())} of {len(planned.jobs)} done: {console.counted(counts)}")
        raise
    console.message(console.counted(summary.counts))
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


def _held(planned: Plan) -> str:
    """`6 reports of Peru, 2021-02 to 2021-12; 36 pages.`: what a selection holds."""
    reports = planned.reports
    countries = dict.fromkeys(report.country_iso3 for report in reports)
    months = sorted(f"{report.period.end:%Y-%m}" for report in reports)
    span = months[0] if months[0] == months[-1] else f"{months[0]} to {months[-1]}"
    pages = _counted(len(planned.jobs), "page")
    return f"{_counted(len(reports), 'report')} of {', '.join(countries)}, {span}; {pages}."


def _print_plan(events: Sequence[Event], as_json: bool) -> None:
    for event in events:
        if as_json:
            console.event_line(event)
        else:
            console.result(console.text_of(event))
    if as_json:
        stale = sum(event.status == "stale" for event in events)
        console.summary_line({"rendered": 0, "current": len(events) - stale, "failed": 0, "stale": stale})


def _print_orphans(found: Mapping[str, str], output: Path) -> None:
    """Outputs that nothing makes any more, each with the reason, on stderr."""
    for path, why in found.items():
        console.message(f"{output / path}: made by an earlier run, and by nothing any more ({why}).")
    if found:
        console.message(f"{_counted(len(found), 'output')} that nothing makes any more. Remove with --prune.")


def _print_moves(reports: Sequence[Report], output: Path, as_json: bool) -> None:
    """The numbers of each report that moved, and how many in all."""
    from r4v_analysis.analysis.comparison.moved import moves

    found = {report.report_id: moves(report, output) for report in reports}
    for report_id, moved in found.items():
        for move in moved or ():
            if as_json:
                console.json_line({"report": report_id, "status": move.status, **asdict(move)})
            else:
                console.result(f"{report_id}  {move.line}")
    count = sum(len(moved or ()) for moved in found.values())
    unrendered = sum(moved is None for moved in found.values())
    console.message(
        f"{_counted(count, 'number')} moved since the last render in {str(output)!r}; "
        f"{_counted(unrendered, 'report')} not rendered there."
    )


def _print_scores(data: Data, as_json: bool) -> None:
    """Each range that can be scored, and how many held at each level."""
    from r4v_analysis.analysis.comparison import scored
    from r4v_analysis.analysis.ledger import ledger

    found = ledger(data)
    for score, record in zip(found, scored.frame(found).to_dict("records"), strict=True):
        if as_json:
            console.json_line({str(name): value for name, value in record.items()})
        else:
            cells = scored.row(data.report(score.report_id), score, "en")
            console.result("  ".join((score.report_id, *map(str, cells))))
    console.message(scored.summary(found, "en") or "No range can be scored: no end of one is known.")


def _end(summary: Summary) -> None:
    if summary.counts["failed"]:
        raise typer.Exit(FAILED)


if __name__ == "__main__":
    sys.exit(main())
