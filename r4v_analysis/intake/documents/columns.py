"""Words on a page as lines in reading order, by their geometry: columns, what spans them, margins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from r4v_analysis.intake.documents.page_tables import AMOUNT, Grid, ruled_tables, sector_bars, tall_table, wide_tables
from r4v_analysis.intake.documents.runs import Box, Item, Word, box_of, rows_of, runs_of, text_of

Span = tuple[float, float]
_GUTTER = 5.0
"""Points of white between two columns, at least."""
_APART = 9.0
_FEWEST_LINES = 3
"""Of a column whose lines another's interleave with."""
_LABEL_WORDS = 8
_DEEPEST = 12
_MOST_LEADS = 6
_MARGIN = 0.06
"""Of a page's height: where page numbers and running titles stand."""


def page_lines(
    words: Sequence[Word], height: float, number: int, grids: Sequence[Grid] = ()
) -> list[tuple[str, Box, bool, str]]:
    """Text, box, whether it looks like a heading, and `margin` or empty, for each line in reading order.

    Columns are read one after the other, what spans them in its place; cells of a table row are
    apart by tabs, its header's words gathered by column. `grids` are the cells of ruled tables.
    """
    if not words:
        return []
    body = _body_size(words)
    ruled, loose = ruled_tables(words, grids)
    tables, rest = wide_tables(rows_of(loose))
    bars, rest = sector_bars(rest)
    items = [*ruled, *tables, *bars, *(Item(((text_of(run), tuple(run)),)) for row in rest for run in runs_of(row))]
    folio = [item for item in items if _is_folio(item, height, number)]
    strips = list(_strips([item for item in items if item not in folio]))
    first, last = _margins(strips, height)
    parts = ((strips[:first], "margin"), (strips[first:last], ""), ([*strips[last:], folio], "margin"))
    result = []
    for part, place in ((_flat(part), place) for part, place in parts):
        for item in _ordered(part):
            for text, of_row in item.rows:
                result.append((text, box_of(of_row), _is_heading(text, of_row, body), place))
    return [line for line in result if line[0]]


def _is_folio(item: Item, height: float, number: int) -> bool:
    """The page's own number at its edge, also where a table reaches down to it."""
    box = item.box
    at_edge = box[3] < _MARGIN * height or box[1] > (1 - _MARGIN) * height
    return at_edge and bool(re.fullmatch(rf"\D{{0,12}}\b{number}\b(?:\s*(?:/|of|de)\s*\d+)?\W*", item.rows[0][0]))


def _margins(strips: Sequence[Sequence[Item]], height: float) -> tuple[int, int]:
    """Where the body begins and ends: running titles and page numbers stand apart at the edges."""
    first, last = 0, len(strips)
    if len(strips) > 1 and _bottom(strips[0]) < _MARGIN * height and _blank(strips[0], strips[1]) > _APART:
        first = 1
    edge = last - 1
    while edge > first and min(item.top for item in strips[edge]) > (1 - _MARGIN) * height:
        apart = _blank(strips[edge - 1], strips[edge])
        usual = _blank(strips[edge - 2], strips[edge - 1]) if edge > 1 else 0.0
        if apart > max(_APART, 1.5 * usual):
            last = edge
        edge -= 1
    return first, last


def _bottom(strip: Sequence[Item]) -> float:
    return max(item.bottom for item in strip)


def _blank(above: Sequence[Item], below: Sequence[Item]) -> float:
    return min(item.top for item in below) - _bottom(above)


def _body_size(words: Sequence[Word]) -> float:
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[round(word.size, 1)] += len(word.text)
    return sizes.most_common(1)[0][0]


def _ordered(items: Sequence[Item], depth: int = 0) -> Iterator[Item]:
    """Items in reading order: strips that share their columns are read column by column."""
    if depth > _DEEPEST:
        yield from sorted(items, key=lambda item: (item.top, item.box[0]))
        return
    drawn = _drawn_columns(items)
    if drawn:
        above, left, right, below = drawn
        yield from _ordered(above, depth + 1)
        yield from (*left, *right)
        yield from _ordered(below, depth + 1)
        return
    for group in _groups(items):
        members = _flat(group)
        columns = _columns(members, _gutters(_spans(members)))
        rows = tall_table(columns)
        if rows:
            yield rows
        elif len(columns) == 1:
            yield from sorted(members, key=lambda item: (item.top, item.box[0]))
        else:
            for part in _pairs(columns):
                yield from _ordered(part, depth + 1) if isinstance(part, list) else part


def _drawn_columns(items: Sequence[Item]) -> tuple[list[Item], list[Item], list[Item], list[Item]] | None:
    """What is above two columns that no white parts, each of these as the file draws it, and what is below them.

    None where there are none: the file goes back up to draw the right one, and of the left one a
    line or two reach into it.
    """
    runs: list[list[Item]] = []
    for item in sorted(items, key=lambda item: item.place):
        if not runs or item.bottom < runs[-1][-1].top:
            runs.append([])
        runs[-1].append(item)
    for one, two in pairwise(runs):
        top, bottom = min(item.top for item in two), max(item.bottom for item in one)
        left = [item for item in one if item.bottom > top]
        right = [item for item in two if item.top < bottom]
        if min(len(left), len(right)) < _FEWEST_LINES or any(len(item.rows) > 1 for item in (*left, *right)):
            continue
        ends, start = sorted(item.box[2] for item in left), min(item.box[0] for item in right)
        rest = [item for item in items if item not in left and item not in right]
        above, below = ([item for item in rest if item.bottom <= top], [item for item in rest if item.top >= bottom])
        if median(ends) < start < ends[-1] + _GUTTER and len(above) + len(below) == len(rest):
            return above, left, right, below
    return None


def _groups(items: Sequence[Item]) -> list[list[list[Item]]]:
    """Strips from the top, parted where the columns change."""
    groups: list[list[list[Item]]] = []
    spans: list[Span] = []
    for strip in _strips(items):
        own = _spans(strip)
        both = _merged([*spans, *own])
        if groups and _go_together(spans, own, both, groups[-1], strip):
            groups[-1].append(strip)
            spans = both
        else:
            groups.append([*(_leads(groups[-1], strip) if groups else []), strip])
            spans = _spans(_flat(groups[-1]))
    return groups


def _go_together(
    spans: Sequence[Span],
    own: Sequence[Span],
    both: Sequence[Span],
    group: Sequence[Sequence[Item]],
    strip: Sequence[Item],
) -> bool:
    """Whether a strip keeps the columns of those above it; it may part one of them further."""
    if len(group) > 1 and len(spans) == 1 and len(own) > 1:
        return False
    height = median(item.bottom - item.top for item in strip)
    if len(own) > 1 and len(own) != len(spans) and _blank(group[-1], strip) > 1.2 * height:
        return False
    return len(both) >= (len(spans) if len(spans) > 1 else len(own))


def _leads(group: list[list[Item]], strip: Sequence[Item]) -> list[list[Item]]:
    """Strips at a group's end that belong to what follows: a heading between a box and the columns below it."""
    lead: list[list[Item]] = []
    below = strip
    while len(group) > 1 and len(lead) < _MOST_LEADS:
        last, others = group[-1], _spans(_flat(group[:-1]))
        is_nearer = _blank(last, below) <= 1.25 * _blank(group[-2], last)
        has_fewer = len(others) > 2 and len(_spans(last)) < len(others)
        own = _spans([*_flat(lead), *strip])
        both = _merged([*_spans(last), *own])
        if not (is_nearer and has_fewer and _go_together(_spans(last), own, both, [last], [*_flat(lead), *strip])):
            break
        below = group.pop()
        lead.insert(0, list(below))
    return lead


def _pairs(columns: Sequence[list[Item]]) -> Iterator[list[Item] | tuple[Item, ...]]:
    """Columns as they are, but a column of numbers together with the column of their labels, number by number."""
    place = 0
    while place < len(columns):
        both = columns[place : place + 2]
        numbers = next((column for column in both if len(column) > 1 and all(map(_is_amount, column))), None)
        labels = next((column for column in both if column is not numbers), [])
        if len(both) == 2 and numbers is not None and labels and all(_is_label(item) for item in labels):
            yield _by_number(numbers, labels, has_number_first=both[0] is numbers)
            place += 2
        else:
            yield both[0]
            place += 1


def _is_amount(item: Item) -> bool:
    return len(item.rows) == 1 and bool(AMOUNT.fullmatch(item.rows[0][0]))


def _is_label(item: Item) -> bool:
    return len(item.rows) == 1 and len(item.rows[0][0].split()) <= _LABEL_WORDS and not _is_amount(item)


def _by_number(numbers: Sequence[Item], labels: Sequence[Item], *, has_number_first: bool) -> tuple[Item, ...]:
    """Each number with the lines of the label that stand nearest to it in height."""
    ordered = sorted(numbers, key=lambda item: item.top)
    lines: list[list[Item]] = [[] for _ in ordered]
    for label in sorted(labels, key=lambda item: item.top):
        off = [abs(label.top + label.bottom - number.top - number.bottom) for number in ordered]
        lines[off.index(min(off))].append(label)
    pairs = zip(ordered, lines, strict=True)
    return tuple(item for number, own in pairs for item in ([number, *own] if has_number_first else [*own, number]))


def _flat(strips: Sequence[Sequence[Item]]) -> list[Item]:
    return [item for strip in strips for item in strip]


def _strips(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Items that overlap in height, from the top."""
    strip: list[Item] = []
    bottom = 0.0
    for item in sorted(items, key=lambda item: item.top):
        if strip and item.top >= bottom:
            yield strip
            strip = []
        bottom = max(bottom, item.bottom) if strip else item.bottom
        strip.append(item)
    if strip:
        yield strip


def _spans(items: Sequence[Item]) -> list[Span]:
    """Left and right edges of what items cover, where less white than a gutter's is covered too."""
    return _merged([(item.box[0], item.box[2]) for item in items])


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for x0, x1 in sorted(spans):
        if merged and x0 - merged[-1][1] < _GUTTER:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def _gutters(spans: Sequence[Span]) -> list[Span]:
    """White stripes between spans, from left to right."""
    return [(one[1], two[0]) for one, two in pairwise(spans)]


def _columns(items: Sequence[Item], gutters: Sequence[tuple[float, float]]) -> list[list[Item]]:
    columns: list[list[Item]] = [[] for _ in range(len(gutters) + 1)]
    for item in items:
        columns[sum(item.box[0] >= gutter[1] - 0.01 for gutter in gutters)].append(item)
    return columns


def _is_heading(text: str, words: Sequence[Word], body: float) -> bool:
    letters = sum(letter.isalpha() for letter in text)
    if "\t" in text or letters < 4 or any(letter.isdigit() for letter in text) or len(text.split()) > 8:
        return False
    is_set_off = all(word.is_bold for word in words) or min(word.size for word in words) >= 1.15 * body
    return is_set_off and not text.rstrip().endswith((".", ",", ";"))
