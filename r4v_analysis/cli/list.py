"""`r4v list`: the reports, what moved since the last render, what became of the ranges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from r4v_analysis.cli import console
from r4v_analysis.cli.options import DataDir, Json, Notebooks, OutputDir, Questions, by_words, plural

if TYPE_CHECKING:
    from r4v_analysis.data.choice import Choice
    from r4v_analysis.data.report import Data, Report
    from r4v_analysis.notebook.notebook_files import NotebookFile


@by_words
def list_(
    choice: Choice,
    question: Questions = None,
    notebook: Notebooks = None,
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
    from r4v_analysis.analysis.record import QUESTIONS, notebooks_of, silences
    from r4v_analysis.data.chosen import chosen_ids
    from r4v_analysis.data.load import load
    from r4v_analysis.notebook.notebook_files import needs_of

    wanted = [*notebooks_of(question or ()), *(Path(name).name.removesuffix(".ipynb") for name in notebook or ())]
    loaded = load(data)
    if has_scores:
        _print_scores(loaded, as_json)
        return
    chosen = chosen_ids(loaded, choice)
    if has_changes:
        _print_moves([loaded.report(report_id) for report_id in chosen], output, as_json)
        return
    files = _notebooks(notebook or (), loaded)
    needs = needs_of(files)
    names = list(dict.fromkeys(wanted or [*(item.notebook for item in QUESTIONS), *(file.name for file in files)]))
    said = {question.notebook: question.name for question in QUESTIONS}
    width = max(map(len, chosen), default=0)
    for report_id in chosen:
        report = loaded.report(report_id)
        silent = {name: why for name, why in silences(report, "en", needs).items() if name in names}
        if as_json:
            console.json_line(_record(report, names, silent))
            continue
        answered = ", ".join(said.get(name, name) for name in names if name not in silent)
        lacking = "; ".join(f"{said.get(name, name)}: {why}" for name, why in silent.items())
        console.result(
            f"{report_id:{width}}  {report.row['title']}: {answered or 'nothing'}{f' ({lacking})' if lacking else ''}"
        )
    if not as_json:
        console.message(f"{plural(len(chosen), 'report')}. In brackets what one says nothing on, and why.")


def _record(report: Report, names: Sequence[str], silent: Mapping[str, str]) -> dict[str, object]:
    return {
        "report": report.report_id,
        "title": str(report.row["title"]),
        "period_start": report.period.start.isoformat(),
        "period_end": report.period.end.isoformat(),
        "analyses": [name for name in names if name not in silent],
        "skipped": silent,
    }


def _notebooks(names: Sequence[str], loaded: Data) -> list[NotebookFile]:
    """The project's notebooks, and others by their paths.

    Raises
    ------
    UsageError
        A line for each that is none, and for each thing that one needs and nothing is called.
    """
    from r4v_analysis.analysis.needs import faults
    from r4v_analysis.errors import UsageError
    from r4v_analysis.notebook.notebook_files import all_notebooks, chosen_notebooks

    known = all_notebooks()
    chosen, problems = chosen_notebooks(names, known)
    files = {file.name: file for file in [*known, *chosen]}
    problems += [fault for file in files.values() for fault in faults(f"{file.name}.ipynb", file.needs, loaded)]
    if problems:
        raise UsageError("\n".join(problems))
    return list(files.values())


def _print_moves(reports: Sequence[Report], output: Path, as_json: bool) -> None:
    """The numbers of each report that moved, and how many in all."""
    from r4v_analysis.analysis.comparison.metric_changes import moves

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
        f"{plural(count, 'number')} moved since the last render in {str(output)!r}; "
        f"{plural(unrendered, 'report')} not rendered there."
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
