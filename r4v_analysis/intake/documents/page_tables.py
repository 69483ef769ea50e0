"""Tables on a page: rows of numbers with the names over their columns, or beside their rows."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from r4v_analysis.intake.documents.runs import Item, Word, rows_of, runs_of, text_of
from r4v_analysis.intake.documents.sections import sector_of

_CELL = re.compile(r"\d[\d.,]*\*?|[-–—]|N/?A|n/?a|s/d")
AMOUNT = re.compile(
    r"%?\s?(?:USD?)?\s?[$€]?\s?\d[\d., ]*\s?(?:[KMB%]|mil|millones|million)?\s?%?[*¹²³]{0,2}|[-–—]|N/?A|n/?a|s/d"
)
"""A number, with currency, scale and percent sign, or a cell that is empty on purpose."""
_FEWEST_SECTORS = 3
_ALIGNED = 3.0
"""Points by which the edges of what stands in one column differ at most."""
_FEWEST_ROWS = 3
_FEWEST_RULED = 1
Grid = Sequence[Sequence[tuple[float, float, float, float] | None]]
"""The boxes of a ruled table's cells, row by row."""
_NOTHING = Word("", 0.0, 0.0, 0.0, 0.0, 1.0)


def ruled_tables(words: Sequence[Word], grids: Sequence[Grid]) -> tuple[list[Item], list[Word]]:
    """Tables whose cells are ruled, and the words that stand in none of them; a ruled box of prose is no table."""
    tables: list[Item] = []
    rest = list(words)
    for grid in grids:
        cells = [[[word for word in rest if cell and _is_within(word, cell)] for cell in row] for row in grid]
        texts = [[" ".join(text_of(line) for line in rows_of(cell)) for cell in row] for row in cells]
        if not _is_table(texts):
            continue
        rows = [(texts[place], [word for cell in row for word in cell]) for place, row in enumerate(cells)]
        tables.append(Item(tuple(("\t".join(text), tuple(own)) for text, own in rows if own)))
        used = {id(word) for _, own in rows for word in own}
        rest = [word for word in rest if id(word) not in used]
    return tables, rest


def _is_within(word: Word, cell: tuple[float, float, float, float]) -> bool:
    return cell[0] <= word.center <= cell[2] and cell[1] <= (word.top + word.bottom) / 2 <= cell[3]


def _is_table(texts: Sequence[Sequence[str]]) -> bool:
    """Whether rows begin with a label and go on with amounts, under names; boxes of key figures do not."""
    body = [row for row in texts if row[0] and not AMOUNT.fullmatch(row[0]) and any(map(AMOUNT.fullmatch, row[1:]))]
    cells = [cell for row in body for cell in row[1:] if cell]
    return len(body) >= _FEWEST_RULED and sum(bool(AMOUNT.fullmatch(cell)) for cell in cells) >= 0.5 * len(cells)


def wide_tables(rows: Sequence[list[Word]]) -> tuple[list[Item], list[list[Word]]]:
    """Tables with four columns of numbers and more, and the rows that are none of theirs."""
    tables: list[Item] = []
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
    apart = [two.x0 - one.x1 for one, two in pairwise(cells)]
    return len(cells) >= 4 and len(cells) >= 0.6 * len(row) and median(apart) > 0.7 * cells[0].size


def _is_near(above: Sequence[Word], below: Sequence[Word]) -> bool:
    return below[0].baseline - above[0].baseline < 5 * max(word.size for word in below)


def _table(rows: Sequence[list[Word]], first: int, last: int, used: set[int]) -> tuple[Item | None, set[int]]:
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
    return Item(tuple(result)), set(range(place + 1, last))


def _is_header(row: Sequence[Word], below: Sequence[Word], columns: Sequence[Word]) -> bool:
    """Words over the columns, none of them a sentence: parted by blanks, or one or two alone."""
    pitch = _pitch(columns)
    size = max(word.size for word in row)
    inside = row[-1].x1 > columns[0].x0 - pitch / 2 and all(word.center < columns[-1].x1 + pitch / 2 for word in row)
    is_close = min(word.baseline for word in below) - max(word.baseline for word in row) < 5 * size
    is_parted = len(runs_of(row)) >= 3 or len(row) <= 2
    return inside and is_close and is_parted and len(row) <= 2.5 * len(columns) and not _is_numeric(row)


def _pitch(columns: Sequence[Word]) -> float:
    return median(two.center - one.center for one, two in pairwise(columns))


def _cells(rows: Sequence[Sequence[Word]], columns: Sequence[Word]) -> str:
    """Cells by column, top to bottom, a tab between columns; the label's column comes first."""
    cells: list[list[str]] = [[] for _ in range(len(columns) + 1)]
    pitch = _pitch(columns)
    for row in rows:
        for run in runs_of(row):
            is_one = run[-1].x1 - run[0].x0 < 1.2 * pitch and not (len(run) > 1 and _is_numeric_run(run))
            for part in [run] if is_one or run[0].x0 < columns[0].x0 - pitch / 2 else [[word] for word in run]:
                cells[_column(part, columns, pitch)].append(text_of(part))
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


def sector_bars(rows: Sequence[list[Word]]) -> tuple[list[Item], list[list[Word]]]:
    """Bars by sector, as a table of its name and the number at its bar's end; and the words that are none of theirs.

    Numbers that stand in a column are no bars: their own heading may be above them. Nor are headings of
    sectors, with a number beside each and text between.
    """
    runs = [runs_of(row) for row in rows]
    bars = [
        (label, value)
        for row in runs
        for label, value in pairwise(row)
        if sector_of(text_of(label)) and [value] == [run for run in row if AMOUNT.fullmatch(text_of(run))]
    ]
    if len(bars) < _FEWEST_SECTORS:
        return [], list(rows)
    labels, values = zip(*bars, strict=True)
    left, right = min(label[0].x0 for label in labels), max(label[-1].x1 for label in labels)
    top, bottom = labels[0][0].baseline, labels[-1][0].baseline
    column = [
        run
        for row in runs
        for run in row
        if top <= run[0].baseline <= bottom and run[0].x0 < right and run[-1].x1 > left
    ]
    if _spread(labels) > _ALIGNED or _spread(values) <= 3 * _ALIGNED or len(column) > len(bars):
        return [], list(rows)
    table = Item(tuple((f"{text_of(label)}\t{text_of(value)}", (*label, *value)) for label, value in bars))
    used = set(map(id, table.words))
    rest = [[word for word in row if id(word) not in used] for row in rows]
    return [table], [row for row in rest if row]


def _spread(column: Sequence[Sequence[Word]]) -> float:
    """Points by which the edges of runs differ, on the side on which they are aligned best."""
    edges = ([run[0].x0 for run in column], [run[-1].x1 for run in column])
    return min(max(side) - min(side) for side in edges)


def tall_table(columns: Sequence[Sequence[Item]]) -> Item | None:
    """A table whose labels stand in the first column and numbers in the others; None: it is none."""
    if not 2 <= len(columns) <= 9 or any(len(item.rows) > 1 for column in columns for item in column):
        return None
    rows = rows_of([word for column in columns for item in column for word in item.words])
    lines = [[text_of(cell or [_NOTHING]) for cell in _by_column(row, columns)] for row in rows]
    whole = [line for line in lines if all(line)]
    cells = [cell for line in whole for cell in line[1:]]
    are_numbers = sum(bool(AMOUNT.fullmatch(cell)) for cell in cells) >= 0.7 * len(cells)
    are_labels = all(len(line[0].split()) <= 6 and not AMOUNT.fullmatch(line[0]) for line in whole)
    has_prose = any(len(cell.split()) > 6 for line in lines for cell in line)
    if len(whole) < _FEWEST_ROWS or not are_numbers or not are_labels or has_prose:
        return None
    return Item(tuple(("\t".join(line), tuple(row)) for line, row in zip(lines, rows, strict=True)))


def _by_column(row: Sequence[Word], columns: Sequence[Sequence[Item]]) -> list[list[Word]]:
    """A row's words in the columns in whose width they stand."""
    lefts = [min(item.box[0] for item in column) for column in columns]
    cells: list[list[Word]] = [[] for _ in columns]
    for word in row:
        cells[max(bisect.bisect_right(lefts, word.x0 + 0.01) - 1, 0)].append(word)
    return cells
