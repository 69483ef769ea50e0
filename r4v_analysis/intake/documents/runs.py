"""Words of a page, and runs of them in rows: what stands together on one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from r4v_analysis.intake.documents.letters import superscript, tidy

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the upper left corner."""
_GAP = 0.85
"""Blank between words, in letter sizes, that parts two columns or cells."""
_DIGITS = re.compile(r"\d{1,2}")
_MOST_COMPARED = 3_000_000
_MARK = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_GLUED_MONEY = re.compile(r"(?<=[a-z])(?=US\$)")
_UNMAPPED = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff]")
_BULLET = re.compile(r"\(cid:\d+\)|[\uf000-\uf0ff]|[•▪●■◆◦○‣·\-–*]|\d{1,2}[.)]|\(?[a-z]\)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box, in points from the upper left corner; `size` is its letters' size.

    `place` is where it stands in the order in which the file draws its words; 0 where that is not known.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    is_bold: bool = False
    place: int = 0

    @property
    def baseline(self) -> float:
        """Where its letters stand, about."""
        return self.bottom - 0.21 * self.size

    @property
    def center(self) -> float:
        """Between its left and right edge."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True)
class Item:
    """What is ordered as a whole: one run of words, or the rows of a table."""

    rows: tuple[tuple[str, tuple[Word, ...]], ...]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Of all its rows."""
        return tuple(word for _, words in self.rows for word in words)

    @cached_property
    def box(self) -> Box:
        """Around all its words."""
        return box_of(self.words)

    @cached_property
    def place(self) -> int:
        """Of its first word in the order of drawing."""
        return min(word.place for word in self.words)

    @property
    def top(self) -> float:
        """Upper edge, drawn in a little: lines set tightly touch."""
        box = self.box
        return box[1] + 0.15 * (box[3] - box[1])

    @property
    def bottom(self) -> float:
        """Lower edge, drawn in likewise."""
        box = self.box
        return box[3] - 0.15 * (box[3] - box[1])


def box_of(words: Sequence[Word]) -> Box:
    """The box around words."""
    return (
        min(word.x0 for word in words),
        min(word.top for word in words),
        max(word.x1 for word in words),
        max(word.bottom for word in words),
    )


def rows_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words by baseline, each row from left to right; raised marks go with the word that they stand at."""
    rows: list[list[Word]] = []
    largest = max((word.size for word in words), default=0.0)
    small = [word for word in words if word.size < 0.8 * largest and _DIGITS.fullmatch(word.text)]
    small = small if len(small) * len(words) < _MOST_COMPARED else []
    raised = [word for word in small if _is_raised(word, words)]
    marks = set(map(id, raised))
    for word in sorted((word for word in words if id(word) not in marks), key=lambda word: word.baseline):
        if rows and abs(word.baseline - rows[-1][-1].baseline) <= 0.25 * min(word.size, rows[-1][-1].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    for mark in raised:
        host = min(rows, key=lambda row: min(_distance(mark, word) for word in row), default=None)
        raised_word = replace(mark, text=superscript(mark.text))
        if host is None:
            rows.append([raised_word])
        else:
            host.append(raised_word)
    return [sorted(row, key=lambda word: word.x0) for row in rows]


def _is_raised(mark: Word, words: Sequence[Word]) -> bool:
    """A small number that stands at the upper right of a word, or the upper left of a note's first one."""
    return any(
        mark.size < 0.8 * word.size
        and _distance(mark, word) < 0.35 * word.size
        and word.baseline - mark.baseline > 0.15 * word.size
        and mark.bottom > word.top - 0.4 * word.size
        for word in words
    )


def _distance(mark: Word, word: Word) -> float:
    """Points between a mark and a word beside it in a line."""
    if mark.bottom < word.top - 0.3 * word.size or mark.top > word.bottom:
        return 1e9
    return min(abs(mark.x0 - word.x1), abs(word.x0 - mark.x1))


def runs_of(row: Sequence[Word]) -> list[list[Word]]:
    """A row cut at wide blanks; a bullet stays with what it introduces."""
    runs: list[list[Word]] = [[row[0]]]
    for word in row[1:]:
        last = runs[-1]
        gap = word.x0 - max(member.x1 for member in last)
        sizes = (word.size, last[-1].size)
        is_mark = bool(_MARK.fullmatch(word.text) or _MARK.fullmatch(last[-1].text))
        limit = max(_GAP * (max(sizes) if is_mark else min(sizes)), 4.0)
        is_bullet = len(last) == 1 and bool(_BULLET.fullmatch(last[0].text)) and gap < 40
        if gap > limit and not is_bullet:
            runs.append([word])
        else:
            last.append(word)
    return runs


def text_of(run: Sequence[Word]) -> str:
    """A run as text: a blank where there is one on the page."""
    parts = [run[0].text]
    for before, word in pairwise(run):
        parts.append("" if word.x0 - before.x1 < 0.12 * min(before.size, word.size) else " ")
        parts.append(word.text)
    bulleted = re.sub(r"^\(cid:\d+\)|^[\uf000-\uf0ff](?=\s)", "•", "".join(parts))
    return re.sub(" {2,}", " ", _GLUED_MONEY.sub(" ", tidy(_UNMAPPED.sub("", bulleted)))).strip()
