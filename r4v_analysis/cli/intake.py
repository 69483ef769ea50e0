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
    source_url: Annotated[
        str, typer.Option("--source-url", metavar="ADDRESS", help="Where the document is published, for its citation.")
    ] = "",
    is_accepted: Annotated[bool, typer.Option("--accept", help="Copy the reviewed draft into data/.")] = False,
    by: Annotated[str, typer.Option("--by", metavar="INITIALS", help="With --accept: who reviewed the draft.")] = "",
    replaces: Annotated[
        bool, typer.Option("--replace", help="With --accept: put the draft in place of the report that data/ has.")
    ] = False,
    is_reviewed: Annotated[
        bool,
        typer.Option("--review", help="Show the draft on a page of this machine's own that saves what you decide."),
    ] = False,
    reviewed_only: Annotated[
        bool, typer.Option("--reviewed-only", help="With --accept: leave out the rows that nobody looked at.")
    ] = False,
    data: DataDir = "",
) -> None:
    """Make a draft of a report's data out of its document, to be reviewed.

    The draft is a folder: its review page shows the document with every number marked, and the row
    that it became, to be accepted, corrected or dropped: proposals one by one, what is sure or left
    to you by the screen. With --review the page saves by itself, until Ctrl-C; review.html offers
    what you decided as a file. r4v check --data DIR checks the draft. One that was edited is kept:
    the command then says how it differs from a fresh one.
    With --accept its rows go into data/, if they pass the check; r4v undo takes them out again.
    """
    if not is_accepted and (by or replaces or reviewed_only):
        raise UsageError(
            "--by, --replace, --reviewed-only: expected --accept beside it, found none. Add it, or leave them out."
        )
    if is_accepted and is_reviewed:
        raise UsageError("--review: expected it without --accept, found both. Review first, then accept.")
    if is_reviewed:
        _review(file, output, data, report, source_url)
        return
    from r4v_analysis.intake.intake import accept_draft, make_draft

    for line in make_draft(file, output, data_dir=data, report_id=report, source_url=source_url, is_quiet=is_accepted):
        console.result(line)
    if is_accepted:
        from datetime import date

        accepted = accept_draft(
            file, output, data_dir=data, by=by, on=date.today(), replaces=replaces, reviewed_only=reviewed_only
        )
        for line in accepted:
            console.result(line)


def _review(file: Path, output: Path, data: str, report: str, source_url: str) -> None:
    """Serve the review page until Ctrl-C."""
    from r4v_analysis.intake.intake import open_desk
    from r4v_analysis.sharing.serve import answering

    desk = open_desk(file, output, data_dir=data, report_id=report, source_url=source_url)
    with answering(lambda: desk.page(is_served=True), desk.save) as (server, address):
        console.result(address)
        console.message("Open it in a browser of this machine. Press Ctrl-C when you are done.")
        server.serve_forever()
