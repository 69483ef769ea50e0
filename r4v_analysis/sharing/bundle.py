"""Chosen pages and their index in one zip that opens from the file system, with a digest of every file."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from r4v_analysis.analysis.record import Needs, silences
from r4v_analysis.data.report import Data
from r4v_analysis.errors import R4VError, UsageError, suggestion
from r4v_analysis.files import command, digest, is_inside
from r4v_analysis.language.formats import LANGUAGES
from r4v_analysis.notebook.notebook_files import NotebookFile, needs_of
from r4v_analysis.render import manifest
from r4v_analysis.render.html import context, index
from r4v_analysis.render.manifest import Record
from r4v_analysis.sharing.package import zipped
from r4v_analysis.version import __version__

CONTENTS = "contents.json"
"""The bundle's own list: version, digest of data, and SHA-256 by file."""

_LEFT_OUT = (".ipynb",)

_LINK = re.compile(rb'(?P<begin><a\b[^>]*?) href="(?P<file>[^":#?]+)(?:[#?][^"]*)?"')
"""The beginning of a link to another file of the output folder."""


def bundle(
    data: Data,
    output_dir: Path,
    notebooks: Sequence[NotebookFile],
    report_ids: Collection[str],
    languages: Sequence[str],
    only: Collection[str] = (),
) -> bytes:
    """A zip of the pages, figures and tables of some reports, an index of these alone, and CONTENTS.

    `only` names the notebooks whose pages go in; empty: all.

    Files are those that the last render made, and are held against its digests. Executed notebooks stay
    out. What links to a page that is not in the bundle is text there.

    Raises
    ------
    UsageError
        A report that is not rendered there (the nearest is offered).
    R4VError
        Files that are gone or were changed since they were rendered, all of them.
    """
    book = manifest.read_manifest(output_dir)
    chosen = [record for record in book.records.values() if record.report in report_ids and record.lang in languages]
    chosen = [record for record in chosen if not only or record.notebook in only]
    needs = needs_of(notebooks)
    chosen = [record for record in chosen if not _is_silent(data, record, needs)]
    renders = partial(command, "render", data=data.folder, output=output_dir)
    rendered = {record.report for record in book.records.values()}
    _require_all(report_ids, {record.report for record in chosen}, rendered, renders)
    others = {context.summary_file(lang) for lang in LANGUAGES if lang not in languages}
    made = [item for item in book.made.values() if item.report in report_ids and item.notebook not in others]
    known = {path: digest for record in (*chosen, *made) for path, digest in record.files.items()}
    known = {path: digest for path, digest in known.items() if not path.endswith(_LEFT_OUT)}
    files = _read(output_dir, known, renders)
    packed = [replace(record, files={path: known[path] for path in record.files if path in known}) for record in chosen]
    files |= _indexes(_only(data, report_ids), packed, notebooks, languages)
    files = {path: _with_links_inside(path, content, files) for path, content in files.items()}
    digests = {path: digest(content) for path, content in sorted(files.items())}
    contents = {"made_by": f"r4v-analysis {__version__}", "data": data.digest, "files": digests}
    text = json.dumps(contents, ensure_ascii=False, indent=1) + "\n"
    return zipped({CONTENTS: text.encode("utf-8"), **dict(sorted(files.items()))})


def _is_silent(data: Data, record: Record, needs: Needs) -> bool:
    """Whether a record is of a page that nothing makes any more, since its report has nothing to say on it."""
    if not record.is_own or record.report not in data.report_ids:
        return False
    return record.notebook in silences(data.report(record.report, record.as_of), record.lang, needs)


def _require_all(
    asked: Collection[str], found: Collection[str], rendered: Collection[str], renders: Callable[[str], str]
) -> None:
    missing = sorted(set(asked) - set(found))
    if missing:
        raise UsageError(
            "\n".join(
                f"report: expected one that is rendered, found {name!r}. "
                + (suggestion(name, rendered) if rendered else f"Run: {renders(name)}")
                for name in missing
            )
        )


def _read(output_dir: Path, known: Mapping[str, str], renders: Callable[[str], str]) -> dict[str, bytes]:
    """The files of a bundle by path; `renders` is the command that makes those of a report."""
    files, problems = {}, []
    for path, before in known.items():
        again = f"Run: {renders(path.partition('/')[0])}"
        try:
            content = (output_dir / path).read_bytes() if is_inside(output_dir, path) else None
        except OSError:
            content = None
        if content is None:
            problems.append(f"{output_dir / path}: expected this file, found none. {again}")
            continue
        if digest(content) != before:
            problems.append(f"{output_dir / path}: expected it as it was rendered, found it changed. {again}")
        files[path] = content
    if problems:
        raise R4VError("\n".join(problems))
    return files


def _with_links_inside(path: str, content: bytes, files: Collection[str]) -> bytes:
    """A page without the addresses of files that are not in the bundle; any other file as it is."""

    def kept(link: re.Match[bytes]) -> bytes:
        target = posixpath.join(posixpath.dirname(path), unquote(link["file"].decode("utf-8")))
        return link[0] if posixpath.normpath(target) in files else link["begin"]

    return _LINK.sub(kept, content) if path.endswith(".html") else content


def _only(data: Data, report_ids: Collection[str]) -> Data:
    """The data with these reports and their printed numbers alone."""
    kept = {}
    for name in ("reports", "observations"):
        rows = data.tables[name]
        kept[name] = rows[rows["report_id"].isin(report_ids)].reset_index(drop=True)
    return replace(data, tables={**data.tables, **kept})


def _indexes(
    data: Data, records: Sequence[Record], notebooks: Sequence[NotebookFile], languages: Sequence[str]
) -> dict[str, bytes]:
    """The index in each language; the one that opens first is in the first of them."""
    made = {lang: text.encode("utf-8") for lang, text in index.indexes(data, records, notebooks, languages)}
    files = {context.index_file(lang): content for lang, content in made.items()}
    return {context.index_file(LANGUAGES[0]): made[languages[0]], **files}
