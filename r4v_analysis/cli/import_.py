"""`r4v import`: files of FTS and R4V into the tables of data/."""

from __future__ import annotations

from typing import Annotated

import typer

from r4v_analysis.cli import console
from r4v_analysis.cli.options import DataDir, day_asked


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
        bool, typer.Option("--reports", help="Also make each country's month or plan year a report to render.")
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
    day = day_asked(as_of)
    from r4v_analysis.imports.run import import_files

    lines = import_files(
        source,
        files or (),
        data_dir=data,
        as_of=day,
        is_fetched=fetch,
        has_reports=reports,
        sheets=sheet or (),
    )
    for line in lines:
        console.result(line)
