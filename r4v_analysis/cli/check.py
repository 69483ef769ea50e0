"""`r4v check`: every problem of a data folder in one run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from r4v_analysis.cli import console
from r4v_analysis.cli.options import DataDir, by_words, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from r4v_analysis.data.choice import Choice
    from r4v_analysis.errors import Problem


@by_words
def check(
    choice: Choice,
    data: DataDir = "",
    strict: Annotated[
        bool, typer.Option("--strict", help="Have frictionless validate the package too: slower, a second opinion.")
    ] = False,
) -> None:
    """Check data and print every problem.

    The schema first, then the domain rules; errors before findings. Exit code 1 if there is an error. All data are
    checked; with reports chosen, what is said is of them, and of their countries in the other tables.
    """
    lines, count = checked(data, choice, strict=strict)
    for line in lines:
        console.result(line)
    if count:
        raise typer.Exit(1)


def checked(data: str, choice: Choice | None = None, *, strict: bool = False) -> tuple[list[str], int]:
    """Lines that say what is wrong with data, or what of it concerns some reports, and how many are errors in all.

    Data without errors counts as checked for the rest of this process, if it stayed as it was meanwhile.
    """
    from r4v_analysis.data.check.check import check as problems_of
    from r4v_analysis.data.load import CHECKED_HERE, believe_checked
    from r4v_analysis.data.tables import folder_digest
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
    of_all = f"; in all data {_counted(problems)}" if shown is not problems else ""
    sought = "; none was looked for in what has an error" if count else ""
    return [*lines, f"{folder}: {_counted(shown)}{of_all}{sought}."], count


def _counted(problems: Sequence[Problem]) -> str:
    """`0 errors, 34 findings`."""
    errors = sum(problem.severity == "error" for problem in problems)
    return f"{plural(errors, 'error')}, {plural(len(problems) - errors, 'finding')}"
