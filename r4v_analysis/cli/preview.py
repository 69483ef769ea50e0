"""`r4v preview`: a page that follows its notebook while it is written."""

from __future__ import annotations

from typing import Annotated

import typer

from r4v_analysis.cli import console
from r4v_analysis.cli.options import DataDir, Port

Notebook = Annotated[str, typer.Argument(metavar="NOTEBOOK", help="A notebook's name or path.")]
ReportId = Annotated[str, typer.Argument(metavar="REPORT", help="Id of a report.")]
Lang = Annotated[str, typer.Option("--lang", metavar="LANG", help="Language of the page.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")]


def preview(
    notebook: Notebook,
    report: ReportId,
    lang: Lang = "en",
    port: Port = 0,
    no_browser: NoBrowser = False,
    data: DataDir = "",
) -> None:
    """Show a notebook's page in a browser, and render it anew whenever it changes.

    Watches the notebook, the data and this library, on 127.0.0.1 only, until Ctrl-C; writes
    nothing to the output folder. Prints the address.
    """
    from r4v_analysis.sharing.preview import previewed

    with previewed(notebook, report, lang, data, port) as (address, follow):
        console.result(address)
        console.message("Press Ctrl-C to stop.")
        if not no_browser:
            import webbrowser

            webbrowser.open(address)
        follow(console.message)
