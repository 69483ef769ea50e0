"""The made-up reports as PDF with the geometry of real ones: a box across, two columns, a table across."""

from __future__ import annotations

import argparse
import io
import random
from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas
from synthetic_documents import LAYOUTS, Report, report

WIDTH, HEIGHT = A4
MARGIN, GUTTER = 40.0, 24.0
COLUMN = (WIDTH - 2 * MARGIN - GUTTER) / 2
BODY, SIZE, LEADING = "Helvetica", 9.0, 12.0
BOLD = "Helvetica-Bold"


def as_pdf(made: Report) -> bytes:
    """The report as a PDF file: the same bytes each time.

    Where the layout scrambles its box, text is drawn in an order that is not that of reading.
    """
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setTitle(made.name)
    blocks = dict(made.blocks)
    canvas.setFont(BOLD, 16)
    canvas.drawString(MARGIN, HEIGHT - 60, str(blocks["title"]))
    top = _box(canvas, made, blocks["box"])  # type: ignore[arg-type]
    flow = [(kind, str(text)) for kind, text in made.blocks if kind in ("heading", "paragraph", "footnote")]
    bottom = 130.0 if "table" in blocks else 60.0
    _columns(canvas, flow, top, bottom)
    if "table" in blocks:
        _table(canvas, blocks["table"], 100.0)  # type: ignore[arg-type]
    canvas.setFont(BODY, 7)
    canvas.drawRightString(WIDTH - MARGIN, 25, "1")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _box(canvas: Canvas, made: Report, lines: Sequence[str]) -> float:
    """Draw the box; where the body may start."""
    box = made.layout.box
    if box in ("list", "inline", "colon"):
        canvas.setFont(BODY, 9)
        for number, line in enumerate(lines):
            canvas.drawString(MARGIN, HEIGHT - 90 - number * 14, line)
        return HEIGHT - 100 - len(lines) * 14
    cells = _cells(box, lines)
    width = (WIDTH - 2 * MARGIN) / len(cells)
    canvas.rect(MARGIN - 4, HEIGHT - 142, WIDTH - 2 * MARGIN + 8, 66)
    words: list[tuple[float, float, str, str, float]] = []
    for number, (label, value) in enumerate(cells):
        left = MARGIN + number * width
        split = simpleSplit(label, BODY, 6.5, width - 6)
        label_top, value_top = (HEIGHT - 106, HEIGHT - 92) if box == "before" else (HEIGHT - 86, HEIGHT - 128)
        words += [(left, label_top - 8 * row, piece, BODY, 6.5) for row, piece in enumerate(split)]
        words.append((left, value_top, value, BOLD, 12))
    if box == "columns":
        random.Random(made.name).shuffle(words)  # noqa: S311  an order of drawing
    for left, height, text, font, size in words:
        canvas.setFont(font, size)
        canvas.drawString(left, height, text)
    return HEIGHT - 165


def _cells(box: str, lines: Sequence[str]) -> list[tuple[str, str]]:
    half = len(lines) // 2
    if box == "columns":
        return list(zip(lines[:half], lines[half:], strict=True))
    pairs = list(zip(lines[::2], lines[1::2], strict=True))
    return [(label, value) for value, label in pairs] if box == "before" else pairs


def _columns(canvas: Canvas, flow: Sequence[tuple[str, str]], top: float, bottom: float) -> None:
    left, height = MARGIN, top
    for kind, text in flow:
        font, size = (BOLD, 11.0) if kind == "heading" else (BODY, SIZE)
        pieces = simpleSplit(f"• {text}" if kind == "paragraph" else text, font, size, COLUMN)
        if height - LEADING * len(pieces) < bottom:
            if left > MARGIN:
                raise ValueError("the text is longer than the page")
            left, height = MARGIN + COLUMN + GUTTER, top
        for piece in pieces:
            canvas.setFont(font, size)
            canvas.drawString(left, height, piece)
            height -= LEADING
        height -= 4


def _table(canvas: Canvas, rows: Sequence[Sequence[str]], top: float) -> None:
    """A wide table in cells of one width, headings broken."""
    width = (WIDTH - 2 * MARGIN) / len(rows[0])
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            for line, piece in enumerate(simpleSplit(cell, BODY, 6.5, width - 3) or [""]):
                canvas.setFont(BODY, 6.5)
                canvas.drawString(MARGIN + place * width, top - number * 22 - line * 7, piece)


def main() -> None:
    """Write one made-up report: python benchmarks/synthetic_pdf.py practice.pdf [LAYOUT]."""
    names = [layout.name for layout in LAYOUTS]
    parser = argparse.ArgumentParser(description="Write a made-up situation report as PDF, to practise on.")
    parser.add_argument("file", type=Path)
    parser.add_argument("layout", nargs="?", choices=names, default="box-columns")
    given = parser.parse_args()
    given.file.write_bytes(as_pdf(report(LAYOUTS[names.index(given.layout)], 0)))


if __name__ == "__main__":
    main()
