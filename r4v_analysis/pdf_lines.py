"""Words on a page as lines in reading order: columns, tables and raised marks by their geometry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from r4v_analysis.document_sections import sector_of
from r4v_analysis.document_text import superscript, tidy

Box = tuple[float, float, float, float]

_GAP = 0.85
"""Blank between words, in letter sizes, that parts two columns or cells."""
_GUTTER = 5.0
"""Points of white between two columns, at least."""
_AMOUNT = re.compile(
    r"%?\s?(?:US)?\s?[$€]?\s?\d[\d., ]*\s?(?:[KMB%]|mil|millones|million)?\s?%?\*{0,2}|[-–—]|N/?A|n/?a|s/d"
)
_APART = 9.0
_FEWEST_SECTORS = 3
_FEWEST_ROWS = 3
_MARGIN = 0.06
"""Of a page's height: where page numbers and running titles stand."""
_MARK = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_GLUED_MONEY = re.compile(r"(?<=[a-z])(?=US\$)")
_UNMAPPED = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff]")
_BULLET = re.compile(r"\(cid:\d+\)|[\uf000-\uf0ff]|[•▪●■◆◦○‣·\-–*]|\d{1,2}[.)]|\(?[a-z]\)")
_CELL = re.compile(r"\d[\d.,]*\*?|[-–—]|N/?A|n/?a|s/d")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box, in points from the upper left corner; `size` is its letters' size."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    is_bold: bool = False

    @property
    def baseline(self) -> float:
        """Where its letters stand, about."""
        return self.bottom - 0.21 * self.size

    @property
    def center(self) -> float:
        """Between its left and right edge."""
        return (self.x0 + self.x1) / 2


_NOTHING = Word("", 0.0, 0.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class _Item:
    """What is ordered as a whole: one run of words, or the rows of a table."""

    rows: tuple[tuple[str, tuple[Word, ...]], ...]

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for _, words in self.rows for word in words)

    @property
    def box(self) -> Box:
        return _box(self.words)

    @property
    def top(self) -> float:
        """Upper edge, drawn in a little: lines set tightly touch."""
        box = self.box
        return box[1] + 0.15 * (box[3] - box[1])

    @property
    def bottom(self) -> float:
        box = self.box
        return box[3] - 0.15 * (box[3] - box[1])


def page_lines(words: Sequence[Word], height: float, number: int) -> list[tuple[str, Box, bool, str]]:
    """Text, box, whether it looks like a heading, and `margin` or empty, for each line in reading order.

    Columns are read one after the other, what spans them in its place; cells of a table row are
    apart by tabs, its header's words gathered by column.
    """
    if not words:
        return []
    body = _body_size(words)
    rows = _rows(words)
    tables, rest = _wide_tables(rows)
    items = [*tables, *(_Item(((_text(run), tuple(run)),)) for row in rest for run in _runs(row))]
    folio = [item for item in items if _is_folio(item, height, number)]
    strips = list(_strips([item for item in items if item not in folio]))
    first, last = _margins(strips, height)
    parts = ((strips[:first], "margin"), (strips[first:last], ""), ([*strips[last:], folio], "margin"))
    result = []
    for part, place in ((_flat(part), place) for part, place in parts):
        for item in _ordered(part):
            for text, of_row in item.rows:
                result.append((text, _box(of_row), _is_heading(text, of_row, body), place))
    return [line for line in result if line[0]]


def _is_folio(item: _Item, height: float, number: int) -> bool:
    """The page's own number at its edge, also where a table reaches down to it."""
    box = item.box
    at_edge = box[3] < _MARGIN * height or box[1] > (1 - _MARGIN) * height
    return at_edge and bool(re.fullmatch(rf"\D{{0,12}}\b{number}\b(?:\s*(?:/|of|de)\s*\d+)?\W*", item.rows[0][0]))


def _margins(strips: Sequence[Sequence[_Item]], height: float) -> tuple[int, int]:
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


def _bottom(strip: Sequence[_Item]) -> float:
    return max(item.bottom for item in strip)


def _blank(above: Sequence[_Item], below: Sequence[_Item]) -> float:
    return min(item.top for item in below) - _bottom(above)


def _box(words: Sequence[Word]) -> Box:
    return (
        min(word.x0 for word in words),
        min(word.top for word in words),
        max(word.x1 for word in words),
        max(word.bottom for word in words),
    )


def _body_size(words: Sequence[Word]) -> float:
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[round(word.size, 1)] += len(word.text)
    return sizes.most_common(1)[0][0]


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words by baseline, each row from left to right; raised marks go with the word that they stand at."""
    rows: list[list[Word]] = []
    raised = [word for word in words if _is_raised(word, words)]
    marks = set(map(id, raised))
    for word in sorted((word for word in words if id(word) not in marks), key=lambda word: word.baseline):
        if rows and abs(word.baseline - rows[-1][-1].baseline) <= 0.25 * min(word.size, rows[-1][-1].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    for mark in raised:
        host = min(rows, key=lambda row: min(_distance(mark, word) for word in row), default=None)
        raised_word = Word(superscript(mark.text), mark.x0, mark.top, mark.x1, mark.bottom, mark.size, mark.is_bold)
        if host is None:
            rows.append([raised_word])
        else:
            host.append(raised_word)
    return [sorted(row, key=lambda word: word.x0) for row in rows]


def _is_raised(mark: Word, words: Sequence[Word]) -> bool:
    """A small number that stands at the upper right of a word, or the upper left of a note's first one."""
    if not re.fullmatch(r"\d{1,2}", mark.text):
        return False
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


def _runs(row: Sequence[Word]) -> list[list[Word]]:
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


def _text(run: Sequence[Word]) -> str:
    parts = [run[0].text]
    for before, word in zip(run, run[1:], strict=False):
        parts.append("" if word.x0 - before.x1 < 0.12 * min(before.size, word.size) else " ")
        parts.append(word.text)
    bulleted = re.sub(r"^\(cid:\d+\)|^[\uf000-\uf0ff](?=\s)", "•", "".join(parts))
    return _GLUED_MONEY.sub(" ", tidy(_UNMAPPED.sub("", bulleted))).strip()


def _wide_tables(rows: Sequence[list[Word]]) -> tuple[list[_Item], list[list[Word]]]:
    """Tables with four columns of numbers and more, and the rows that are none of theirs."""
    tables: list[_Item] = []
    used: set[int] = set()
    place = 0
    while place < len(rows):
        last = place
        while last < len(rows) and _is_numeric(rows[last]) and (last == place or _is_near(rows[last - 1], rows[last])):
            last += 1
        table, lines = _table(rows, place, last, used) if last > place else (None, set())
        if table:
            tables.append(table)
            used |= lines
        place = max(last, place + 1)
    return tables, [row for number, row in enumerate(rows) if number not in used]


def _is_numeric(row: Sequence[Word]) -> bool:
    cells = [word for word in row if _CELL.fullmatch(word.text)]
    apart = [two.x0 - one.x1 for one, two in zip(cells, cells[1:], strict=False)]
    return len(cells) >= 4 and len(cells) >= 0.6 * len(row) and median(apart) > 0.7 * cells[0].size


def _is_near(above: Sequence[Word], below: Sequence[Word]) -> bool:
    return below[0].baseline - above[0].baseline < 5 * max(word.size for word in below)


def _table(rows: Sequence[list[Word]], first: int, last: int, used: set[int]) -> tuple[_Item | None, set[int]]:
    """Rows of numbers with the header above them, by column, and which rows these are.

    A single row is a table only under names of sectors: four numbers in a line are mostly a box.
    """
    widest = max(rows[first:last], key=lambda row: sum(bool(_CELL.fullmatch(word.text)) for word in row))
    columns = [word for word in widest if _CELL.fullmatch(word.text)]
    place = first - 1
    while place >= 0 and place not in used and _is_header(rows[place], rows[place + 1], columns):
        place -= 1
    words = [word for row in rows[place + 1 : first] for word in row]
    header = _cells(rows[place + 1 : first], columns) if words else ""
    if last - first == 1 and sum(sector_of(cell) is not None for cell in header.split("\t")) < _FEWEST_SECTORS:
        return None, set()
    result = [(header, tuple(words))] if words else []
    result += [(_cells([row], columns), tuple(row)) for row in rows[first:last]]
    return _Item(tuple(result)), set(range(place + 1, last))


def _is_header(row: Sequence[Word], below: Sequence[Word], columns: Sequence[Word]) -> bool:
    """Words over the columns, none of them a sentence: parted by blanks, or one or two alone."""
    pitch = _pitch(columns)
    size = max(word.size for word in row)
    inside = row[-1].x1 > columns[0].x0 - pitch / 2 and all(word.center < columns[-1].x1 + pitch / 2 for word in row)
    is_close = min(word.baseline for word in below) - max(word.baseline for word in row) < 5 * size
    is_parted = len(_runs(row)) >= 3 or len(row) <= 2
    return inside and is_close and is_parted and len(row) <= 2.5 * len(columns) and not _is_numeric(row)


def _pitch(columns: Sequence[Word]) -> float:
    return median(two.center - one.center for one, two in zip(columns, columns[1:], strict=False))


def _cells(rows: Sequence[Sequence[Word]], columns: Sequence[Word]) -> str:
    """Cells by column, top to bottom, a tab between columns; the label's column comes first."""
    cells: list[list[str]] = [[] for _ in range(len(columns) + 1)]
    pitch = _pitch(columns)
    for row in rows:
        for run in _runs(row):
            is_one = run[-1].x1 - run[0].x0 < 1.2 * pitch and not (len(run) > 1 and _is_numeric_run(run))
            for part in [run] if is_one or run[0].x0 < columns[0].x0 - pitch / 2 else [[word] for word in run]:
                cells[_column(part, columns, pitch)].append(_text(part))
    return "\t".join(" ".join(cell) for cell in cells)


def _is_numeric_run(run: Sequence[Word]) -> bool:
    return all(_CELL.fullmatch(word.text) for word in run)


def _column(part: Sequence[Word], columns: Sequence[Word], pitch: float) -> int:
    """The column whose left edge, middle or right edge lies nearest; 0 left of all of them."""
    x0, x1 = part[0].x0, part[-1].x1
    if (x0 + x1) / 2 < columns[0].x0 - 0.1 * pitch and x0 < columns[0].x0 - 0.3 * pitch and x1 < columns[0].center:
        return 0
    off = [min(abs(x0 - c.x0), abs((x0 + x1) / 2 - c.center), abs(x1 - c.x1)) for c in columns]
    return 1 + off.index(min(off))


def _ordered(items: Sequence[_Item]) -> Iterator[_Item]:
    """Items in reading order: strips that share their columns are read column by column."""
    groups: list[list[list[_Item]]] = []
    for strip in _strips(items):
        if groups and _go_together(_flat(groups[-1]), strip):
            groups[-1].append(strip)
        else:
            lead = _leads(groups[-1], strip) if groups else []
            groups.append([*lead, strip])
    for group in groups:
        members = _flat(group)
        columns = _columns(members, _gutters(members))
        rows = _tall_table(columns)
        if rows:
            yield rows
        elif len(columns) == 1:
            yield from sorted(members, key=lambda item: (item.top, item.box[0]))
        else:
            for column in columns:
                yield from _ordered(column)


def _flat(strips: Sequence[Sequence[_Item]]) -> list[_Item]:
    return [item for strip in strips for item in strip]


def _go_together(group: Sequence[_Item], strip: Sequence[_Item]) -> bool:
    """Whether a strip keeps the columns of those above it: none of them is lost by it."""
    gutters, alone = _gutters(group), _gutters(strip)
    if len(group) > 1 and not gutters and alone:
        return False
    if alone and len(alone) != len(gutters) and _blank(group, strip) > 1.2 * median(i.bottom - i.top for i in strip):
        return False
    return len(_gutters([*group, *strip])) >= max(len(gutters), len(alone))


def _leads(group: list[list[_Item]], strip: Sequence[_Item]) -> list[list[_Item]]:
    """Strips at a group's end that belong to what follows: a heading between a box and the columns below it."""
    lead: list[list[_Item]] = []
    below = strip
    while len(group) > 1 and len(_gutters(_flat(group))) > 1:
        is_nearer = _blank(group[-1], below) < _blank(group[-2], group[-1])
        if not (is_nearer and _go_together(group[-1], [*_flat(lead), *strip])):
            break
        below = group.pop()
        lead.insert(0, list(below))
    return lead


def _tall_table(columns: Sequence[Sequence[_Item]]) -> _Item | None:
    """A table whose labels stand in the first column and numbers in the others; None: it is none."""
    if not 2 <= len(columns) <= 9 or any(len(item.rows) > 1 for column in columns for item in column):
        return None
    rows = _rows([word for column in columns for item in column for word in item.words])
    lines = [
        [_text([w for item in column for w in item.words if w in row] or [_NOTHING]) for column in columns]
        for row in rows
    ]
    whole = [line for line in lines if all(line)]
    cells = [cell for line in whole for cell in line[1:]]
    are_numbers = sum(bool(_AMOUNT.fullmatch(cell)) for cell in cells) >= 0.7 * len(cells)
    are_labels = all(len(line[0].split()) <= 6 and not _AMOUNT.fullmatch(line[0]) for line in whole)
    has_prose = any(len(cell.split()) > 6 for line in lines for cell in line)
    if len(whole) < _FEWEST_ROWS or not are_numbers or not are_labels or has_prose:
        return None
    return _Item(tuple(("\t".join(line), tuple(row)) for line, row in zip(lines, rows, strict=True)))


def _strips(items: Sequence[_Item]) -> Iterator[list[_Item]]:
    """Items that overlap in height, from the top."""
    strip: list[_Item] = []
    bottom = 0.0
    for item in sorted(items, key=lambda item: item.top):
        if strip and item.top >= bottom:
            yield strip
            strip = []
        bottom = max(bottom, item.bottom) if strip else item.bottom
        strip.append(item)
    if strip:
        yield strip


def _gutters(items: Sequence[_Item]) -> list[tuple[float, float]]:
    """White stripes between items, from left to right."""
    found = []
    right = None
    for x0, x1 in sorted((item.box[0], item.box[2]) for item in items):
        if right is not None and x0 - right >= _GUTTER:
            found.append((right, x0))
        right = x1 if right is None else max(right, x1)
    return found


def _columns(items: Sequence[_Item], gutters: Sequence[tuple[float, float]]) -> list[list[_Item]]:
    columns: list[list[_Item]] = [[] for _ in range(len(gutters) + 1)]
    for item in items:
        columns[sum(item.box[0] >= gutter[1] - 0.01 for gutter in gutters)].append(item)
    return columns


def _is_heading(text: str, words: Sequence[Word], body: float) -> bool:
    letters = sum(letter.isalpha() for letter in text)
    if "\t" in text or letters < 4 or any(letter.isdigit() for letter in text) or len(text.split()) > 8:
        return False
    is_set_off = all(word.is_bold for word in words) or min(word.size for word in words) >= 1.15 * body
    return is_set_off and not text.rstrip().endswith((".", ",", ";"))
