"""How one set of a report's observations differs from another, number by number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

_COMPARED = (
    "indicator", "unit", "role", "qualifier", "basis", "period_start", "period_end", "as_of", "sector", "stream",
    "population_group", "sex", "place", "programme", "stage",
)  # fmt: skip
_WORDS = ("printed", "note")
Cells = Mapping[str, str]


def differences(
    old: Sequence[Cells], new: Sequence[Cells], *, old_name: str, new_name: str, has_words: bool = False
) -> list[str]:
    """A line for each number that only one has, and for each that they describe otherwise.

    Rows are paired by value, equal values in their order; ids do not count, printed words and notes with `has_words`.
    """
    pairs, only_old, only_new = _paired(old, new)
    lines = [f"{_shown(row)}: in {old_name} only." for row in only_old]
    lines += [f"{_shown(row)}: in {new_name} only." for row in only_new]
    for before, after in pairs:
        changed = [
            f"{column} {before.get(column) or 'empty'!s} in {old_name}, {after.get(column) or 'empty'!s} in {new_name}"
            for column in (*_COMPARED, *(_WORDS if has_words else ()))
            if before.get(column, "") != after.get(column, "")
        ]
        if changed:
            lines.append(f"{_shown(before)}: {'; '.join(changed)}.")
    return lines


def _paired(old: Sequence[Cells], new: Sequence[Cells]) -> tuple[list[tuple[Cells, Cells]], list[Cells], list[Cells]]:
    waiting: dict[str, list[Cells]] = {}
    for row in new:
        waiting.setdefault(_value(row), []).append(row)
    pairs, only_old = [], []
    for row in old:
        candidates = waiting.get(_value(row), [])
        if candidates:
            best = max(candidates, key=lambda other: _alike(row, other))
            candidates.remove(best)
            pairs.append((row, best))
        else:
            only_old.append(row)
    left = [row for row in new if any(row is other for others in waiting.values() for other in others)]
    return pairs, only_old, left


def _alike(one: Cells, other: Cells) -> int:
    """How many of the cells that tell rows apart are the same; the first of equals is taken."""
    return sum(
        one.get(column) == other.get(column) for column in ("section", "sector", "stream", "printed", "indicator")
    )


def _value(row: Cells) -> str:
    try:
        return f"{float(row.get('value') or ''):.15g}"
    except ValueError:
        return ""


def _shown(row: Cells) -> str:
    return f"{row.get('observation_id', '')} ({row.get('printed', '')!r})"


def changed_cells(old: Cells, new: Cells) -> Iterator[str]:
    """The columns in which two rows of reports.csv differ, notes left out."""
    return (column for column in old if column != "notes" and old.get(column, "") != new.get(column, ""))
