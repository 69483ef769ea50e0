"""`r4v export`: data and figures in the formats that other people's tools open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from r4v_analysis.cli import console
from r4v_analysis.cli.options import DataDir, by_words, file_named
from r4v_analysis.errors import UsageError

if TYPE_CHECKING:
    from r4v_analysis.data.choice import Choice


@by_words
def export(
    name: Annotated[
        str,
        typer.Argument(metavar="FORMAT", help="datapackage, xlsx, hxl, csv, fts, pptx, docx, bibtex or csl."),
    ],
    choice: Choice,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            parser=file_named,
            help="File to write; else text goes to stdout, the others to a file here that is named for them.",
        ),
    ] = None,
    lang: Annotated[str, typer.Option("--lang", metavar="LANG", help="Language of headings and figures.")] = "en",
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help="fts: the numbers as they were known on this day.")
    ] = "",
    data: DataDir = "",
) -> None:
    """Export data and figures for other tools.

    datapackage: all tables with their descriptor, zipped. xlsx: a sheet a table, and notes. csv: every
    printed number. hxl: the same under HXL tags. fts: plan funding in the columns of HDX's FTS file.
    pptx, docx: one report's figures, a page each. bibtex, csl: how to cite.
    """
    from r4v_analysis.data.cells import parse_date
    from r4v_analysis.data.chosen import chosen_ids
    from r4v_analysis.data.load import load
    from r4v_analysis.notebook.parameters import check_language
    from r4v_analysis.sharing import formats

    check_language(lang)
    day = parse_date(as_of, "as_of")
    if day and name != "fts":
        raise UsageError(f"--as-of: expected it with fts alone, found it with {name!r}. Leave it out.")
    loaded = load(data)
    ids = chosen_ids(loaded, choice)
    chosen = [loaded.report(report_id) for report_id in ids]
    done = formats.export(name, formats.Request(loaded, chosen, lang, day, not choice.is_all))
    for remark in done.remarks:
        console.message(remark)
    if output is None and isinstance(done.content, str):
        console.result(done.content.removesuffix("\n"))
        return
    stem = "-".join(ids) if choice.reports and ids == list(dict.fromkeys(choice.reports)) else "r4v-analysis"
    path = output or Path(f"{stem}.{formats.ENDINGS[name]}")
    is_file = str(path) != "-"  # a byte order mark is for Excel
    content = "\ufeff" + str(done.content) if is_file and name in formats.TABLES else done.content
    console.write_result(path, content)
