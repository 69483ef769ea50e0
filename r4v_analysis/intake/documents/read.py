"""A source document read from its file: PDF, HTML, Markdown or text.

Nothing in a file is trusted: its size is bounded, a PDF is read in a process of its own with a
bound on time and memory, and what can't be read is one line that says what to do.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from r4v_analysis.data.sheet import LOST
from r4v_analysis.errors import UsageError
from r4v_analysis.intake.documents.document import Document, DocumentError, Kind, Line
from r4v_analysis.intake.documents.sections import goes_on, sections_of
from r4v_analysis.language.detection import language_of
from r4v_analysis.values.spelled import WORDS as NUMBER_WORDS

MOST_BYTES = 50_000_000
"""A larger file is no situation report."""
MOST_CHARACTERS = 1_000_000
"""Of text: some two hundred full pages."""
MOST_NUMBERS = 12_000
"""An end-year report of sixty pages has some three thousand."""
_MOST_PLACES = 8
"""Of lines with lost letters, as many are named."""
_LONGEST_LINE = 4_000
"""Characters: no paragraph is longer; what is read sentence by sentence stays short."""
_WORD = re.compile(r"\d+|[^\W\d_]+")
_FIELD = re.compile(r"\s*[^\W\d][^:]{1,80}:\s+\S.*")
"""Of a form: its name, a colon and what is filled in."""
_SUFFIXES: dict[str, Kind] = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
}


def read_document(path: str | Path) -> Document:
    """The document in a file.

    Raises
    ------
    UsageError
        There is no such file.
    DocumentError
        It can't be read, or has no text; one line that says why, and what to do.
    """
    path = Path(path)
    raw = _bytes(path)
    kind = _kind(path, raw)
    lines, notes = _reader(kind)(raw, path.name)
    if sum(len(line.text) for line in lines) > MOST_CHARACTERS:
        raise DocumentError(
            f"{path.name}: expected a report of at most {MOST_CHARACTERS:,} characters, found more. "
            "Give the pages of one report only."
        )
    words = (word for line in lines for word in _WORD.findall(line.text.lower()))
    numbers = sum(word.isdigit() or word in NUMBER_WORDS for word in words)
    if numbers > MOST_NUMBERS:
        raise DocumentError(
            f"{path.name}: expected a report of at most {MOST_NUMBERS:,} numbers, found {numbers:,}. "
            "Give the pages of one report only."
        )
    if not any(line.text.strip() for line in lines):
        raise DocumentError(f"{path.name}: expected a report, found no text in it. Check that it is the right file.")
    lines = [part for line in lines for part in _parts(line)]
    placed = [
        replace(line, section=section, is_heading=is_heading)
        for line, (section, is_heading) in zip(lines, sections_of(lines), strict=True)
    ]
    flowing = tuple(
        replace(line, continues=True) if goes_on(line, after) else line
        for line, after in zip(placed, [*placed[1:], None], strict=True)
    )
    language = language_of("\n".join(line.text for line in lines))
    notes = [*notes, *_lost(lines)]
    return Document(path.name, kind, hashlib.sha256(raw).hexdigest(), flowing, language, tuple(notes))


def _lost(lines: Sequence[Line]) -> Iterator[str]:
    """A note of the letters that were lost when the document was made, and where."""
    places = [line for line in lines if LOST in line.text]
    if places:
        where = ", ".join(str(line.number) for line in places[:_MOST_PLACES])
        more = f" and {len(places) - _MOST_PLACES:,} more" if len(places) > _MOST_PLACES else ""
        count = sum(line.text.count(LOST) for line in places)
        yield (
            f"letters that were lost ({LOST}): {count:,}, in {'line' if len(places) == 1 else 'lines'} {where}{more}. "
            "Mend the text first: a number is accepted with whole words only"
        )


def _parts(line: Line) -> list[Line]:
    """A line, in parts where it is a row of a form's fields, or longer than any paragraph: cut at blanks if it can."""
    fields = line.text.split("\t")
    if len(fields) > 1 and all(map(_FIELD.fullmatch, fields)):
        return [part for field in fields for part in _parts(replace(line, text=field))]
    if len(line.text) <= _LONGEST_LINE:
        return [line]
    parts = []
    place = 0
    while place < len(line.text):
        end = place + _LONGEST_LINE
        blank = line.text.rfind(" ", place, end) if end < len(line.text) else -1
        end = blank + 1 if blank > place else end
        parts.append(replace(line, text=line.text[place:end].rstrip()))
        place = end
    return parts


def _bytes(path: Path) -> bytes:
    if not path.exists():
        raise UsageError(f"{path}: expected a source document, found no such file. Check the path.")
    if not path.is_file():
        raise UsageError(f"{path}: expected a source document, found a folder. Name one file.")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DocumentError(
                f"{path.name}: expected at most {MOST_BYTES // 1_000_000} MB, "
                f"found {path.stat().st_size // 1_000_000}. "
                "Give the report alone, without annexes of pictures."
            )
        raw = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path.name}: can't be read ({error.strerror}). Check its permissions.") from error
    if not raw.strip():
        raise DocumentError(f"{path.name}: expected a report, found an empty file. Download it again.")
    return raw


def _kind(path: Path, raw: bytes) -> Kind:
    start = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in raw[:1024]:
        return "pdf"
    if start[:15].lower().startswith((b"<!doctype html", b"<html")):
        return "html"
    kind = _SUFFIXES.get(path.suffix.casefold())
    if kind == "pdf":
        raise DocumentError(f"{path.name}: expected a PDF, found a file that does not begin as one. Download it again.")
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise DocumentError(f"{path.name}: expected PDF, HTML, Markdown or text, found an office file. Save it as PDF.")
    if kind is None and b"\0" not in raw[:4096]:
        kind = "text"
    if kind is None:
        raise DocumentError(f"{path.name}: expected PDF, HTML, Markdown or text, found another format. Save it as PDF.")
    return kind


def _reader(kind: Kind) -> Callable[[bytes, str], tuple[list[Line], list[str]]]:
    if kind == "pdf":
        from r4v_analysis.intake.documents.pdf import read_pdf as read
    elif kind == "html":
        from r4v_analysis.intake.documents.html import read_html as read
    else:
        from r4v_analysis.intake.documents.text import read_text as read
    return read
