"""Which letters of a PDF's page a reader sees: those without which the page would look different.

The page is drawn with its text and without. What is covered, clipped, outside of the page, of the
ground's colour, transparent or in a layer that is off leaves no difference.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from r4v_analysis.intake.documents.pdf_letters import UNMOVED, Affine, Letter, joined, placed

_SCALE, _MOST_PIXELS = 1.5, 1_500_000
_DIFFERENCE = 22
"""Of 255, in a colour: what is fainter on its ground is not seen."""
_LEAST = 1.5
"""Points: smaller letters are read by nobody."""
_CLOSE = 4.0
_FINE = 1_000
"""Steps of a point, in whole numbers."""
_MOST_OBJECTS = 400_000
_DEEPEST = 12


def shown(page: Any, size: tuple[float, float]) -> Affine:
    """What places the file's points on the page as it is shown, cropped and turned."""
    x, y = ctypes.c_int(), ctypes.c_int()
    corners = []
    for point in ((0.0, 0.0), (100.0, 0.0), (0.0, 100.0)):
        pdfium.FPDF_PageToDevice(page, 0, 0, *(round(_FINE * side) for side in size), 0, *point, x, y)
        corners.append((x.value / _FINE, y.value / _FINE))
    (e, f), across, up = corners
    return (across[0] - e) / 100, (across[1] - f) / 100, (up[0] - e) / 100, (up[1] - f) / 100, e, f


def pictured(page: Any, affine: Affine, size: tuple[float, float]) -> float:
    """How much of a page pictures cover, about; 0 where it has none."""
    area = 0.0
    for drawn, place in objects_of(page):
        if pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, top, right, bottom = placed((0.0, 0.0, 1.0, 1.0), joined(matrix_of(drawn), joined(place, affine)))
            width = max(0.0, min(right, size[0]) - max(left, 0.0))
            area += width * max(0.0, min(bottom, size[1]) - max(top, 0.0)) + 1e-6
    return area / max(1.0, size[0] * size[1])


def objects_of(page: Any) -> Iterator[tuple[Any, Affine]]:
    """The objects of a page in the order of drawing, those of forms in their place, and what places them."""
    for place in range(min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        yield from _within(pdfium.FPDFPage_GetObject(page, place), UNMOVED, 0)


def _within(drawn: Any, place: Affine, depth: int) -> Iterator[tuple[Any, Affine]]:
    yield drawn, place
    if pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        inner = joined(matrix_of(drawn), place)
        for number in range(min(max(pdfium.FPDFFormObj_CountObjects(drawn), 0), _MOST_OBJECTS)):
            yield from _within(pdfium.FPDFFormObj_GetObject(drawn, number), inner, depth + 1)


def matrix_of(drawn: Any) -> Affine:
    """What places an object's points on what holds it."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(drawn, matrix):
        return UNMOVED
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def are_seen(page: Any, letters: Sequence[Letter], size: tuple[float, float]) -> list[bool]:
    """For each letter whether it can be seen, word by word: half of its letters decide."""
    scale = min(_SCALE, (_MOST_PIXELS / max(1.0, size[0] * size[1])) ** 0.5)
    boxes = scale * _boxes(letters)
    texts = [drawn for drawn, _ in objects_of(page) if pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_TEXT]
    whole = _drawn(page, size, scale)
    inked = _differs(whole, _drawn_without(page, texts, size, scale), boxes)
    under = _under_others(letters)
    if under:
        lower = [drawn for drawn in texts if ctypes.addressof(drawn.contents) in under]
        alone = _differs(whole, _drawn_without(page, lower, size, scale), boxes)
        inked = [
            own if letter.owner in under else any_ for letter, own, any_ in zip(letters, alone, inked, strict=True)
        ]
    return _by_word(
        letters, [is_inked and letter.size > _LEAST for letter, is_inked in zip(letters, inked, strict=True)]
    )


def _boxes(letters: Sequence[Letter]) -> Any:
    """Left, top, right, bottom of each letter on the page, without what stands beside it."""
    middle = np.array([(letter.x, letter.y) for letter in letters])
    half = np.array([_half(letter) for letter in letters])
    return np.hstack([middle - half, middle + half])


def _half(letter: Letter) -> tuple[float, float]:
    along, across = 0.45 * (letter.u1 - letter.u0), 0.35 * letter.size
    if letter.angle % 180 == 0:
        return along, across
    return (across, along) if letter.angle % 90 == 0 else (across, across)


def _under_others(letters: Sequence[Letter]) -> set[int]:
    """The objects of letters on which others were drawn later."""
    under: set[int] = set()
    for shift in (0.0, 0.5):
        rows = [int(letter.y / _CLOSE + shift) for letter in letters]
        ordered = sorted(range(len(letters)), key=lambda place: (rows[place], letters[place].x, place))
        for one, two in pairwise(ordered):
            lower, upper = letters[min(one, two)], letters[max(one, two)]
            near = 0.3 * min(lower.size, upper.size)
            if lower.owner != upper.owner and abs(lower.x - upper.x) < near and abs(lower.y - upper.y) < near:
                under.add(lower.owner)
    return under


def _drawn_without(page: Any, objects: Sequence[Any], size: tuple[float, float], scale: float) -> Any:
    for drawn in objects:
        pdfium.FPDFPageObj_SetIsActive(drawn, False)
    bare = _drawn(page, size, scale)
    for drawn in objects:
        pdfium.FPDFPageObj_SetIsActive(drawn, True)
    return bare


def _differs(whole: Any, bare: Any, boxes: Any) -> list[bool]:
    """For each box whether two drawings differ in it."""
    apart = (np.maximum(whole, bare) - np.minimum(whole, bare)) > _DIFFERENCE
    differs = apart[:, :, 0] | apart[:, :, 1] | apart[:, :, 2]
    total = np.zeros((differs.shape[0] + 1, differs.shape[1] + 1), dtype=np.int32)
    np.cumsum(np.cumsum(differs, axis=0, dtype=np.int32), axis=1, out=total[1:, 1:])
    left, top = (np.floor(boxes[:, side]).astype(int) for side in (0, 1))
    right, bottom = (np.ceil(boxes[:, side]).astype(int) for side in (2, 3))
    left, right = (np.clip(edge, 0, differs.shape[1]) for edge in (left, np.maximum(right, left + 1)))
    top, bottom = (np.clip(edge, 0, differs.shape[0]) for edge in (top, np.maximum(bottom, top + 1)))
    inked = total[bottom, right] - total[top, right] - total[bottom, left] + total[top, left]
    return [bool(count) for count in inked > 0]


def _drawn(page: Any, size: tuple[float, float], scale: float) -> Any:
    """The page as rows of pixels in three colours."""
    width, height = (max(1, round(side * scale)) for side in size)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        raise MemoryError
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 0)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        address = pdfium.FPDFBitmap_GetBuffer(bitmap)
        raw = np.ctypeslib.as_array(_bytes_at(address, stride * height)).reshape(height, stride)
        return raw[:, : 3 * width].reshape(height, width, 3).copy()
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def _bytes_at(address: Any, count: int) -> Any:
    return ctypes.cast(address, ctypes.POINTER(ctypes.c_ubyte * count)).contents


def _by_word(letters: Sequence[Letter], seen: Sequence[bool]) -> list[bool]:
    count: dict[int, int] = {}
    for letter, is_seen in zip(letters, seen, strict=True):
        count[letter.run] = count.get(letter.run, 0) + (1 if is_seen else -1)
    return [count[letter.run] > 0 for letter in letters]
