"""Text that keeps a page's layout by blanks, read in columns as a page is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from r4v_analysis.intake.documents.document import Line
from r4v_analysis.intake.documents.page_tables import AMOUNT

_WIDTH, _SIZE, _PITCH = 6.0, 10.0, 12.0
"""Points of a letter, its height and a line's, as if the text were typed."""
_MOST_ROWS = 150
"""Lines of a page; longer text is read in pieces of that many."""
_LONGEST_ROW = 400
_FEWEST_LINES = 12
_LEAST_SHARE = 0.25
_APART = re.compile(r" {3,}")
_BLANKS = re.compile(r"\S {3,}\S")


def is_layout(lines: Sequence[Line]) -> bool:
    """Whether many lines have wide blanks inside, as columns that stand side by side have."""
    printed = [line.text for line in lines if line.text.strip()]
    parted = sum("\t" not in text and bool(_BLANKS.search(text)) for text in printed)
    if any(len(text) > _LONGEST_ROW and _BLANKS.search(text) for text in printed):
        return False
    return parted >= _FEWEST_LINES and parted >= _LEAST_SHARE * len(printed)


def in_columns(lines: Sequence[Line]) -> list[Line]:
    """Lines in the order of reading, each with the number of its first line in the file."""
    result: list[Line] = []
    for page, group in groupby(lines, key=lambda line: line.page):
        rows = list(group)
        for start in range(0, len(rows), _MOST_ROWS):
            result += _of_page(rows[start : start + _MOST_ROWS], page)
    return result


def boxes_in_columns(lines: Sequence[Line]) -> list[Line]:
    """Lines with each row of values that stands above its labels, side by side, read column by column."""
    result: list[Line] = []
    place = 0
    while place < len(lines):
        end = place + 1
        cells = _APART.split(lines[place].text.strip())
        if len(cells) > 1 and all(map(AMOUNT.fullmatch, cells)):
            while end < len(lines) and _BLANKS.search(lines[end].text) and not re.search(r"\d", lines[end].text):
                end += 1
        result += in_columns(lines[place:end]) if end > place + 1 else lines[place:end]
        place = end
    return result


def _of_page(lines: Sequence[Line], page: int | None) -> list[Line]:
    from r4v_analysis.intake.documents.columns import page_lines
    from r4v_analysis.intake.documents.runs import Word

    words = [
        Word(found.group(), _WIDTH * found.start(), _PITCH * row, _WIDTH * found.end(), _PITCH * row + _SIZE, _SIZE)
        for row, line in enumerate(lines)
        for found in re.finditer(r"\S+", line.text)
    ]
    read = page_lines(words, _PITCH * len(lines), page or 0)
    return [
        Line(
            text,
            lines[round(box[1] / _PITCH)].number,
            page,
            is_heading=lines[round(box[1] / _PITCH)].is_heading,
            place=place,
        )
        for text, box, _, place in read
    ]
