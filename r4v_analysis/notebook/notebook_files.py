"""Notebooks on disk: where they are, what they are called, what they can be given."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from r4v_analysis.errors import UsageError, suggestion
from r4v_analysis.files import PACKAGE, digest
from r4v_analysis.language.formats import words_of
from r4v_analysis.notebook import prose
from r4v_analysis.notebook.parameters import NEEDS, TAG, declared, needs_in, read_cells, source_of
from r4v_analysis.notebook.stored import what_runs

SUMMARY = "summary"
"""The name of each report's summary sheet, which stands beside the notebooks' pages."""

_HEADING = re.compile(r"^#\s+(.+?)\s*#*\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class NotebookFile:
    """A notebook as it was when it was read; what runs is this text and nothing later.

    `catalogues` are its prose's translations, each a language and the text of a .po file.
    """

    path: Path
    text: str
    catalogues: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """File name without suffix, as `--notebook` takes it."""
        return self.path.stem

    @property
    def digest(self) -> str:
        """SHA-256 of what runs: outputs, counts and what a front end writes of itself are no part of it."""
        return _digest_of(self.text)

    @property
    def title(self) -> str:
        """The first heading of level 1 of its prose; its name where there is none."""
        return self.title_in(prose.SOURCE)

    def title_in(self, lang: str) -> str:
        """The title in a language; as it is written where its cell is not translated."""
        return _title(self, lang)

    @property
    def needs(self) -> tuple[str, ...]:
        """What it says that a report has to have for a page; nothing where it does not say, or can't be run."""
        try:
            found = declared(self.path, self.text).get(NEEDS)
        except UsageError:  # told, in all its lines, where the notebook is asked for
            return ()
        return needs_in(found.default) if found else ()

    def catalogue(self, lang: str) -> str:
        """The translations of its prose into a language; empty where there are none."""
        return dict(self.catalogues).get(words_of(lang), "")


_READS_MORE = re.compile(
    r"^\s*(?:import|from)\s+(?!r4v_analysis\b)|^\s*[!%]|\.data\b"
    r"|\b(?:open|exec|eval|__import__|load|report|reports|observations)\s*\(|[\"'][A-Z]{3}_\d{4}-",
    re.MULTILINE,
)
"""Code that may read more than one report gives: other modules, files, commands, other reports."""


@lru_cache(maxsize=64)
def reads_its_report(notebook: NotebookFile) -> bool:
    """Whether a notebook's code, its parameters apart, takes data from the report that it opens, and nowhere else."""
    codes = [cell for cell in read_cells(notebook.path, notebook.text) if cell.get("cell_type") == "code"]
    others = [cell for cell in codes if TAG not in cell.get("metadata", {}).get("tags", [])]
    return not any(_READS_MORE.search(source_of(cell)) for cell in others)


def needs_of(notebooks: Iterable[NotebookFile]) -> dict[str, tuple[str, ...]]:
    """What each notebook that says so needs of a report, by its name."""
    return {notebook.name: names for notebook in notebooks if (names := notebook.needs)}


@lru_cache(maxsize=64)
def _digest_of(text: str) -> str:
    return digest(what_runs(text))


@lru_cache(maxsize=64)
def _title(notebook: NotebookFile, lang: str) -> str:
    """A title is asked for once a page, and is the same on all of them."""
    for cell in read_cells(notebook.path, notebook.text):
        if cell.get("cell_type") == "markdown":
            heading = _HEADING.search(prose.translation(cell, notebook.catalogue(lang)) or source_of(cell))
            if heading:
                return heading[1]
    return notebook.name


def read_notebook(path: Path) -> NotebookFile:
    """A notebook file.

    Raises
    ------
    UsageError
        It can't be read, or is no notebook.
    """
    _require_name(path.stem)
    try:
        notebook = NotebookFile(path.resolve(), path.read_text(encoding="utf-8"), prose.read_texts(path))
    except (OSError, UnicodeDecodeError):
        read_cells(path)
        raise
    read_cells(path, notebook.text)
    return notebook


def _require_name(name: str) -> None:
    """Refuse a name that no page can have: a browser could not ask for it, or another file has it."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        shown = name.encode("utf-8", "backslashreplace").decode()
        raise UsageError(f"notebook '{shown}': expected a file name in UTF-8, found other bytes. Rename it.") from None
    if _folded(name) == SUMMARY:
        raise UsageError(
            f"notebook {name!r}: expected another name, found that of each report's summary sheet. Rename it."
        )


def _folded(name: str) -> str:
    """A name as a drive has it that knows no case (Windows, macOS)."""
    return unicodedata.normalize("NFC", name).casefold()


def notebooks_folder() -> Path:
    """`notebooks/` upward from the working directory, else beside the package.

    Raises
    ------
    UsageError
        No such folder with a notebook in it.
    """
    here = Path.cwd()
    for parent in (here, *here.parents, PACKAGE.parent):
        if _stored(parent / "notebooks"):
            return parent / "notebooks"
    raise UsageError(
        f"notebooks: expected a folder notebooks/ in {str(here)!r} or above it, found none. "
        "Run from the project's folder, or name a notebook's file with --notebook."
    )


def all_notebooks() -> list[NotebookFile]:
    """The project's notebooks in the order of their names."""
    found = [read_notebook(path) for path in _stored(notebooks_folder())]
    problems = _clashes(found)
    if problems:
        raise UsageError("\n".join(problems))
    return found


def _clashes(notebooks: Iterable[NotebookFile]) -> list[str]:
    """A line for each two whose pages would have one name, on some system."""
    first: dict[str, NotebookFile] = {}
    problems = []
    for notebook in notebooks:
        other = first.setdefault(_folded(notebook.name), notebook)
        if other.path != notebook.path:
            problems.append(
                f"notebook: expected names that differ in more than case, found {other.name!r} and {notebook.name!r}. "
                "Rename one."
            )
    return problems


def chosen_notebooks(names: Sequence[str], known: Iterable[NotebookFile]) -> tuple[list[NotebookFile], list[str]]:
    """The notebooks of some names or paths, and a line for each that is none.

    No names: all known ones. Names that come twice count once.
    """
    by_name = {notebook.name: notebook for notebook in known}
    if not names:
        return list(by_name.values()), []
    found: dict[str, NotebookFile] = {}
    problems = []
    for name in names:
        try:
            notebook = _chosen(name, by_name)
        except UsageError as error:
            problems.append(str(error))
            continue
        if found.setdefault(notebook.name, notebook).path != notebook.path:
            problems.append(f"notebook: expected one file called {notebook.name!r}, found two. Rename one.")
    others = [notebook for notebook in by_name.values() if notebook.name not in found]
    return list(found.values()), problems + _clashes([*found.values(), *others])


def _chosen(name: str, known: dict[str, NotebookFile]) -> NotebookFile:
    if name in known:
        return known[name]
    if name.endswith(".ipynb") and Path(name).is_file():
        return read_notebook(Path(name))
    raise UsageError(
        f"notebook: expected a notebook's name or a path to an .ipynb file, found {name!r}. "
        + suggestion(Path(name).stem or name, known)
    )


def _stored(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.ipynb") if not path.name.startswith("."))
