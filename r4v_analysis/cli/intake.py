"""`r4v intake`: a source document as a draft for data/, and a reviewed draft into data/."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from r4v_analysis.cli import console
from r4v_analysis.cli.options import DataDir, folder_named
from r4v_analysis.errors import UsageError


def intake(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A report as PDF, HTML, Markdown or text.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", parser=folder_named, help="Folder of the draft.")
    ],
    report: Annotated[
        str, typer.Option("--report", metavar="REPORT", help="Id, where the document doesn't print country or period.")
    ] = "",
    is_accepted: Annotated[bool, typer.Option("--accept", help="Copy the reviewed draft into data/.")] = False,
    by: Annotated[str, typer.Option("--by", metavar="INITIALS", help="With --accept: who reviewed the draft.")] = "",
    replaces: Annotated[
        bool, typer.Option("--replace", help="With --accept: put the draft in place of the report that data/ has.")
    ] = False,
    data: DataDir = "",
) -> None:
    """Make a draft of a report's data out of its document, to be reviewed.

    The draft is a folder: review.html shows the document with every number marked, and the rows to
    edit are in its CSV files; r4v check --data DIR checks them. A draft that was edited is kept: the
    command then says how it differs from a fresh one. With --accept its rows go into data/, if they
    pass the check; r4v undo takes them out again.
    """
    if not is_accepted and (by or replaces):
        raise UsageError("--by, --replace: expected --accept beside it, found none. Add it, or leave them out.")
    from r4v_analysis.intake.intake import accept_draft, make_draft

    for line in make_draft(file, output, data_dir=data, report_id=report, is_quiet=is_accepted):
        console.result(line)
    if is_accepted:
        from datetime import date

        for line in accept_draft(file, output, data_dir=data, by=by, on=date.today(), replaces=replaces):
            console.result(line)
