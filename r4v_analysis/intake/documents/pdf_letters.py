"""The letters of a PDF's page with their places, and the words that they make, for each direction of writing."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

Affine = tuple[float, float, float, float, float, float]
"""x' = a x + c y + e, y' = b x + d y + f."""
UNMOVED: Affine = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_BLANK = 0.15
"""White between letters, in their size, that parts two words."""
_SAME_LINE = 0.15
"""Letters of one line stand on one height, give or take this much of their size."""
_DESCENT = 0.21
_BOLD = ("bold", "black", "heavy", "semibold")
_BLANKS = (0, 9, 10, 13, 32, 0xA0, 0x2002, 0x2003, 0x2009, 0x202F, 0x3000)
_HYPHENS = (2, 0xFFFE)
"""What stands for a hyphen at a line's end."""


@dataclass(frozen=True, slots=True)
class _Style:
    size: float
    angle: float
    is_bold: bool
    colour: tuple[int, int, int, int]


class Letter(NamedTuple):
    """One letter: its text, the object that draws it, its place on the page and in the frame of its direction.

    `run` counts the words as the file draws them; `x` and `y` are the middle of the letter on the
    page. `u0` and `u1` run along the line and `v` down, in points. `style.angle` is the direction of
    writing in degrees, clockwise from the left.
    """

    text: str
    owner: int
    run: int
    x: float
    y: float
    u0: float
    u1: float
    v: float
    style: _Style

    @property
    def size(self) -> float:
        """Of its type, in points."""
        return self.style.size

    @property
    def angle(self) -> float:
        """Of its direction, in degrees."""
        return self.style.angle


def letters_of(text: Any, affine: Affine, most: int) -> list[Letter]:
    """The letters of a page's text in the order in which the file draws them, at most so many and one more."""
    letters: list[Letter] = []
    styles: dict[int, _Style] = {}
    style: _Style | None = None
    run = 0
    x, y, loose = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    for place in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, place)
        if code in _BLANKS or (code not in _HYPHENS and pdfium.FPDFText_IsGenerated(text, place)):
            run += 1
            continue
        owner = pdfium.FPDFText_GetTextObject(text, place)
        address = ctypes.addressof(owner.contents) if owner else 0
        if address not in styles:
            styles[address] = _style(text, place, affine)
        run += styles[address] is not style and styles[address] != style
        style = styles[address]
        pdfium.FPDFText_GetCharOrigin(text, place, x, y)
        pdfium.FPDFText_GetLooseCharBox(text, place, loose)
        box = placed((loose.left, loose.bottom, loose.right, loose.top), affine)
        start = moved(x.value, y.value, affine)
        letter = Letter(_shown(text, place, code), address, run, *_framed(start, box, style), style)
        if letters and style.angle % 90 and letters[-1].run == run:  # the width of a slanting one
            letters[-1] = letters[-1]._replace(u1=letter.u0)
        letters.append(letter)
        if len(letters) > most:
            break
    return letters


def _style(text: Any, place: int, affine: Affine) -> _Style:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, place, matrix)
    across, down = _turned(matrix.a, matrix.b, affine), math.hypot(matrix.c, matrix.d)
    size = pdfium.FPDFText_GetFontSize(text, place) * (down or 1.0)
    name = ctypes.create_string_buffer(200)
    pdfium.FPDFText_GetFontInfo(text, place, name, 200, None)
    font = name.value.decode("utf-8", "replace").casefold()
    ink = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFText_GetFillColor(text, place, *ink)
    red, green, blue, cover = (part.value for part in ink)
    angle = round(2 * math.degrees(math.atan2(across[1], across[0]))) / 2 % 360
    return _Style(max(size, 0.1), angle, any(word in font for word in _BOLD), (red, green, blue, cover))


def _framed(
    start: tuple[float, float], box: tuple[float, float, float, float], style: _Style
) -> tuple[float, float, float, float, float]:
    """Of a letter: the middle of its place on the page, and in its frame where it begins, ends and stands."""
    if style.angle == 0:
        u0, u1, v = box[0], box[2], start[1]
        return (u0 + u1) / 2, v - 0.3 * style.size, u0, u1, v
    u0, v = turned(start, style.angle)
    u1 = u0 + 0.25 * style.size
    if style.angle % 90 == 0:  # else the upright box around a letter is wider than the letter
        ends = [turned(corner, style.angle)[0] for corner in ((box[0], box[1]), (box[2], box[3]))]
        u0, u1 = min(ends), max(ends)
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, u0, u1, v


def _shown(text: Any, place: int, code: int) -> str:
    if code in _HYPHENS:
        return "-"
    if code == 0xFFFD or pdfium.FPDFText_HasUnicodeMapError(text, place) == 1:
        return f"(cid:{place})"
    return chr(code)


def moved(x: float, y: float, affine: Affine) -> tuple[float, float]:
    """A point of the file's page on the page as it is shown."""
    a, b, c, d, e, f = affine
    return a * x + c * y + e, b * x + d * y + f


def joined(first: Affine, then: Affine) -> Affine:
    """One after the other."""
    a, b, c, d, _, _ = then
    return (
        first[0] * a + first[1] * c,
        first[0] * b + first[1] * d,
        first[2] * a + first[3] * c,
        first[2] * b + first[3] * d,
        *moved(first[4], first[5], then),
    )


def _turned(x: float, y: float, affine: Affine) -> tuple[float, float]:
    a, b, c, d, _, _ = affine
    return a * x + c * y, b * x + d * y


def placed(box: tuple[float, float, float, float], affine: Affine) -> tuple[float, float, float, float]:
    """A box of the file's page on the page as it is shown: left, top, right, bottom."""
    (x0, y0), (x1, y1) = moved(box[0], box[1], affine), moved(box[2], box[3], affine)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def turned(point: tuple[float, float], angle: float) -> tuple[float, float]:
    """A point in the frame of a direction of writing: along the line, and down from it."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return point[0] * cos + point[1] * sin, point[1] * cos - point[0] * sin


def words_of(letters: Sequence[Letter], corner: tuple[float, float] = (0.0, 0.0)) -> list[list[Any]]:
    """Words of one direction: text, left, top, right, bottom from a corner of its frame, size, boldness, place."""
    words = []
    for line in _lines(letters):
        word: list[Letter] = []
        for letter in line:
            if word and _parts(word[-1], letter):
                words.append(_word(word, corner))
                word = []
            if not word or not _is_again(word[-1], letter):
                word.append(letter)
        if word:
            words.append(_word(word, corner))
    return words


def _lines(letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    """Letters that stand on one height, from left to right."""
    line: list[Letter] = []
    for letter in sorted(letters, key=lambda letter: letter.v):
        if line and letter.v - line[0].v > _SAME_LINE * min(letter.size, line[0].size):
            yield sorted(line, key=lambda letter: letter.u0)
            line = []
        line.append(letter)
    if line:
        yield sorted(line, key=lambda letter: letter.u0)


def _parts(before: Letter, letter: Letter) -> bool:
    gap = letter.u0 - before.u1
    is_far = gap > _BLANK * letter.size or (before.run != letter.run and gap > 0.05 * letter.size)
    is_other = abs(before.size - letter.size) > 0.05 * letter.size or before.style.is_bold != letter.style.is_bold
    return (is_far or is_other) and not _is_again(before, letter)


def _is_again(before: Letter, letter: Letter) -> bool:
    """Printed twice to look bold."""
    return before.text == letter.text and abs(letter.u0 - before.u0) < 0.12 * letter.size


def _word(letters: Sequence[Letter], corner: tuple[float, float]) -> list[Any]:
    size = max(letter.size for letter in letters)
    bottom = letters[0].v + _DESCENT * size - corner[1]
    left, right = letters[0].u0 - corner[0], max(letter.u1 for letter in letters) - corner[0]
    text = "".join(letter.text for letter in letters)
    box = (left, bottom - size, right, bottom)
    return [
        text,
        *(round(edge, 2) for edge in box),
        round(size, 2),
        letters[0].style.is_bold,
        min(letter.run for letter in letters),
    ]
