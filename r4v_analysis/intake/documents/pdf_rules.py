"""Lines that a PDF's page draws: the cells of ruled tables, and words that are struck out."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from r4v_analysis.intake.documents.pdf_letters import Affine, Letter, joined, moved
from r4v_analysis.intake.documents.pdf_seen import matrix_of, objects_of

Rule = tuple[float, float, float, float]
"""A straight line, level or upright, or a box that is as thin: left, top, right, bottom."""
Grid = list[list[Rule | None]]
"""The boxes of a ruled table's cells, row by row; None where a cell above or beside reaches in."""
_THIN = 2.5
"""Points: a filled rectangle that is no thicker is a line."""
_SHORTEST = 3.0
_MOST_SEGMENTS = 60_000
_MOST_RULES = 800
"""A page with more is a map or a diagram."""
_MOST_CELLS = 2_000


def rules_of(page: Any, affine: Affine) -> list[Rule]:
    """The straight lines of a page; none where it draws more than tables do."""
    rules: list[Rule] = []
    left = _MOST_SEGMENTS
    for drawn, place in objects_of(page):
        if pdfium.FPDFPageObj_GetType(drawn) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        left -= max(pdfium.FPDFPath_CountSegments(drawn), 0)
        if left < 0 or len(rules) > 4 * _MOST_RULES:
            return []
        rules += _of_path(drawn, joined(matrix_of(drawn), joined(place, affine)))
    return rules


def _of_path(drawn: Any, affine: Affine) -> Iterator[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(drawn, fill, stroke)
    if not (fill.value or stroke.value):
        return
    points = [point for points in _strokes(drawn, affine) for point in points]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if not points:
        return
    box = (min(xs), min(ys), max(xs), max(ys))
    if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
        yield box
        return
    for points in _strokes(drawn, affine):
        for one, two in pairwise(points):
            if abs(one[0] - two[0]) < 0.5 or abs(one[1] - two[1]) < 0.5:
                yield min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1])


def _strokes(drawn: Any, affine: Affine) -> Iterator[list[tuple[float, float]]]:
    """Runs of a path's points that straight lines join."""
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for place in range(max(pdfium.FPDFPath_CountSegments(drawn), 0)):
        segment = pdfium.FPDFPath_GetPathSegment(drawn, place)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = moved(x.value, y.value, affine)
        if kind != pdfium.FPDF_SEGMENT_LINETO:
            yield points
            points = []
        points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    yield points


def are_struck(letters: Sequence[Letter], rules: Sequence[Rule]) -> list[bool]:
    """For each letter whether a line that is as long as its words runs through the middle of them."""
    struck = [False] * len(letters)
    levels = [rule for rule in rules if rule[3] - rule[1] <= _THIN and rule[2] - rule[0] > _SHORTEST]
    if not levels or len(levels) > _MOST_RULES:
        return struck
    upright = [place for place, letter in enumerate(letters) if letter.angle == 0]
    for left, top, right, bottom in levels:
        middle = (top + bottom) / 2
        crossed = [
            place
            for place in upright
            if 0.12 < (letters[place].v - middle) / letters[place].size < 0.5
            and left - 1 < (letters[place].u0 + letters[place].u1) / 2 < right + 1
        ]
        if not crossed:
            continue
        first, last = (edge(crossed, key=lambda place: letters[place].u0) for edge in (min, max))
        over = max(letters[first].u0 - left, right - letters[last].u1)
        if over < 0.8 * letters[first].size:
            for place in crossed:
                struck[place] = True
    return struck


def grids_of(rules: Sequence[Rule]) -> list[Grid]:
    """The tables whose cells are ruled, from the top."""
    levels = [rule for rule in rules if rule[3] - rule[1] <= _THIN < rule[2] - rule[0]]
    uprights = [rule for rule in rules if rule[2] - rule[0] <= _THIN < rule[3] - rule[1]]
    if min(len(levels), len(uprights)) < 2 or len(levels) + len(uprights) > _MOST_RULES:
        return []
    from pdfplumber import table  # here: it imports a parser, half a second's work

    edges = [_edge(rule, "h") for rule in levels] + [_edge(rule, "v") for rule in uprights]
    merged = table.merge_edges(edges, 3, 3, 3, 3)
    cells = table.intersections_to_cells(table.edges_to_intersections(merged, 3, 3))
    if len(cells) > _MOST_CELLS:
        return []
    return [grid for found in table.cells_to_tables(cells) if len(grid := _grid(found)) > 1 and len(grid[0]) > 1]


def _edge(rule: Rule, orientation: str) -> dict[str, Any]:
    x0, top, x1, bottom = rule
    if orientation == "h":
        top = bottom = (top + bottom) / 2
    else:
        x0 = x1 = (x0 + x1) / 2
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top,
        "orientation": orientation, "object_type": "line",
    }  # fmt: skip


def _grid(cells: Sequence[Rule]) -> Grid:
    """Cells by row and column, a cell in the first row and column of those that it covers."""
    lefts, tops = (sorted({cell[side] for cell in cells}) for side in (0, 1))
    grid: Grid = [[None] * len(lefts) for _ in tops]
    for cell in cells:
        grid[tops.index(cell[1])][lefts.index(cell[0])] = (cell[0], cell[1], cell[2], cell[3])
    return grid
