"""A PDF as lines in reading order; its words come from a process that can be stopped."""

from __future__ import annotations

import importlib.util
import json
import math
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from r4v_analysis.intake.documents.columns import page_lines
from r4v_analysis.intake.documents.document import Box, DocumentError, Line
from r4v_analysis.intake.documents.runs import Word

SECONDS = 120
"""Beyond which a PDF is taken for one that was made to stop its reader."""
_END_MARK = 65_536
_MOST_UNMAPPED = 0.2
_MESSAGES = {
    "encrypted": "expected a PDF that opens without a password, found an encrypted one. Save it without protection.",
    "damaged": "expected a whole PDF, found a damaged or cut one. Download it again.",
    "words": "expected one report, found more words than any has. Give the pages of one report only.",
    "memory": "expected a report, found a PDF that takes more memory than any report does. Print it to a new PDF.",
    "time": f"expected a report, found a PDF that can't be read within {SECONDS} seconds. Print it to a new PDF.",
}


def read_pdf(raw: bytes, name: str) -> tuple[list[Line], list[str]]:
    """The lines of a PDF, and a note for what of a page is not read.

    Raises
    ------
    DocumentError
        It is encrypted, damaged, too long, only scanned, or takes too much time or memory.
    """
    if importlib.util.find_spec("pdfplumber") is None:
        raise DocumentError(
            f"{name}: reading PDF needs pdfplumber, which is not installed. pip install 'r4v-analysis[pdf]'"
        )
    if b"%%EOF" not in raw[-_END_MARK:]:
        raise DocumentError(f"{name}: expected a PDF with its end, found a cut one. Download it again.")
    found = _words(raw)
    if "error" in found:
        raise DocumentError(f"{name}: {_message(found)}")
    pages = found["pages"]
    if not any(page["frames"] for page in pages):
        raise DocumentError(f"{name}: {_without_text(pages, name)}")
    if _share_unmapped(pages) > _MOST_UNMAPPED:
        raise DocumentError(
            f"{name}: expected text, found letters of fonts that name none. "
            f"Read it by OCR (ocrmypdf --force-ocr {name} text-{name}), or type the text into a .txt file."
        )
    lines: list[Line] = []
    for number, page in enumerate(pages, 1):
        for frame in page["frames"]:
            grids = [] if frame["angle"] else page["grids"]
            words = [Word(*word) for word in frame["words"]]
            for text, box, is_heading, place in page_lines(words, frame["height"], number, grids):
                on_page = _on_page(box, frame)
                lines.append(Line(text, len(lines) + 1, number, on_page, is_heading=is_heading, place=place))
    return lines, [note for number, page in enumerate(pages, 1) for note in _notes(number, page)]


def _on_page(box: Box, frame: dict[str, Any]) -> Box:
    """A box of a frame that stands turned, on its page."""
    angle = math.radians(frame["angle"])
    cos, sin = math.cos(angle), math.sin(angle)
    points = [(u + frame["left"], v + frame["top"]) for u in (box[0], box[2]) for v in (box[1], box[3])]
    xs, ys = zip(*((u * cos - v * sin, u * sin + v * cos) for u, v in points), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _notes(number: int, page: dict[str, Any]) -> Iterator[str]:
    """What of a page was not read, or is to be compared with it."""
    if not page["frames"] and page["has_pictures"]:
        yield f"page {number} has a picture and no text: its numbers are not read"
    if page["is_ocr"]:
        yield f"page {number} is a picture with the text of a program behind it: compare its numbers with the picture"
    if page["unseen"]:
        kinds = "covered, cut off, of the ground's colour"
        yield f"page {number}: words that no reader sees ({kinds}): {page['unseen']:,}, left out"
    if page["struck"]:
        yield f"page {number}: words that are struck out: {page['struck']:,}, left out"


def _words(raw: bytes) -> dict[str, Any]:
    command = [sys.executable, "-m", "r4v_analysis.intake.documents.pdf_words"]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return {"error": "time"}
    if done.returncode < 0:  # stopped by a limit
        return {"error": "time" if -done.returncode in (9, 24) else "memory"}
    try:
        return dict(json.loads(done.stdout))
    except ValueError:
        return {"error": "memory" if b"MemoryError" in done.stderr else "damaged"}


def _share_unmapped(pages: list[dict[str, Any]]) -> float:
    """Of all letters, those that the file's fonts do not name."""
    words = [str(word[0]) for page in pages for frame in page["frames"] for word in frame["words"]]
    unmapped = sum(word.count("(cid:") for word in words)
    return unmapped / max(1, unmapped + sum(len(re.sub(r"\(cid:\d+\)", "", word)) for word in words))


def _without_text(pages: list[dict[str, Any]], name: str) -> str:
    if not any(page["has_pictures"] for page in pages):
        return "expected a report, found no text in it. Check that it is the right file."
    count = f"{len(pages)} scanned pages" if len(pages) > 1 else "a scanned page"
    return (
        f"expected text, found {count} without any. Add a text layer by OCR (ocrmypdf {name} text-{name}), "
        "or type the text into a .txt file."
    )


def _message(found: dict[str, Any]) -> str:
    if found["error"] == "pages":
        from r4v_analysis.intake.documents.pdf_words import MOST_PAGES

        return (
            f"expected a report of at most {MOST_PAGES} pages, found {found['found']}. "
            "Print the pages of one report to a new PDF."
        )
    return _MESSAGES[found["error"]]
