"""A notebook's prose in another language: a catalogue beside the notebook, keyed by cell.

`funding_gap.es.po` holds a message for each Markdown cell of `funding_gap.ipynb`: its context is the
cell's id, its text the cell's. A cell that was edited has no translation until its message is
translated anew, and so stays in the notebook's language.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from copy import copy
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from r4v_analysis.language.formats import LANGUAGES
from r4v_analysis.notebook.parameters import source_of

if TYPE_CHECKING:
    from nbformat import NotebookNode

SOURCE = LANGUAGES[0]
"""The language that notebooks are written in."""


def path_of(notebook: Path, lang: str) -> Path:
    """Where the catalogue of a notebook's prose is."""
    return notebook.with_suffix(f".{lang}.po")


def read_texts(notebook: Path) -> tuple[tuple[str, str], ...]:
    """The catalogues beside a notebook, each a language and the file's text."""
    paths = [(lang, path_of(notebook, lang)) for lang in LANGUAGES]
    return tuple((lang, path.read_text(encoding="utf-8")) for lang, path in paths if path.is_file())


def translated(notebook: NotebookNode, catalogue: str, lang: str) -> NotebookNode:
    """A notebook in which each Markdown cell has its translation, where a catalogue has one.

    A cell without one is marked with the language that it is in, for a page's readers. The given notebook
    stays as it is; the other cells are its own.
    """
    result = copy(notebook)
    result.cells = [_translated(cell, catalogue) if _is_foreign(cell, lang) else cell for cell in notebook.cells]
    return result


def _is_foreign(cell: NotebookNode, lang: str) -> bool:
    return lang != SOURCE and cell.cell_type == "markdown"


def _translated(cell: NotebookNode, catalogue: str) -> NotebookNode:
    result = copy(cell)
    text = translation(cell, catalogue)
    if text:
        result.source = text
    else:
        result.metadata = copy(cell.metadata)
        result.metadata["lang"] = SOURCE
    return result


def translation(cell: Mapping[str, Any], catalogue: str) -> str:
    """A cell's prose in a catalogue's language; empty where the catalogue has none of this very text."""
    source, text = _entries(catalogue).get(str(cell.get("id", "")), ("", ""))
    return text if source == source_of(cell) else ""


@lru_cache
def _entries(catalogue: str) -> dict[str, tuple[str, str]]:
    """By cell id: the text that was translated, and its translation."""
    from babel.messages.pofile import read_po

    found = read_po(io.BytesIO(catalogue.encode("utf-8")), ignore_obsolete=True)
    return {
        str(message.context): (str(message.id), str(message.string))
        for message in found
        if message.id and message.string and not message.fuzzy
    }
