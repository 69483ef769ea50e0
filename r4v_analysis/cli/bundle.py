"""`r4v bundle`: rendered pages as one zip file, to be mailed or handed over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from r4v_analysis.cli import console
from r4v_analysis.cli.options import DataDir, Languages, Questions, by_words, file_named
from r4v_analysis.errors import UsageError

if TYPE_CHECKING:
    from r4v_analysis.data.choice import Choice


@by_words
def bundle(
    choice: Choice,
    question: Questions = None,
    lang: Languages = None,
    outputs: Annotated[Path, typer.Option("--from", metavar="DIR", help="Folder that r4v render wrote.")] = Path(
        "outputs"
    ),
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", parser=file_named, help="Zip file to write.")
    ] = Path("r4v-pages.zip"),
    data: DataDir = "",
) -> None:
    """Pack rendered pages and an index of them into one zip file.

    It opens from the file system after unpacking; contents.json in it has the SHA-256 of every file.
    """
    from r4v_analysis.analysis.record import notebooks_of
    from r4v_analysis.data.chosen import chosen_ids
    from r4v_analysis.data.load import load
    from r4v_analysis.files import command
    from r4v_analysis.language.formats import LANGUAGES
    from r4v_analysis.notebook.notebook_files import all_notebooks
    from r4v_analysis.notebook.parameters import check_language
    from r4v_analysis.render.manifest import read_manifest
    from r4v_analysis.sharing import bundle as bundling

    notebooks = notebooks_of(question or ())
    languages = [check_language(code) for code in dict.fromkeys(lang or LANGUAGES)]
    loaded = load(data)
    rendered = {record.report for record in read_manifest(outputs).records.values()}
    chosen = [name for name in chosen_ids(loaded, choice) if choice.reports or name in rendered]
    if not chosen:
        raise UsageError(
            f"--from {str(outputs)!r}: expected rendered pages, found none. "
            f"Run: {command('render', data=data, output=outputs)}"
        )
    content = bundling.bundle(loaded, outputs, all_notebooks(), chosen, languages, notebooks)
    console.write_result(output, content)
