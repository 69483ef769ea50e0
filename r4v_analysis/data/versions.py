"""New rows into a table of data/: the same numbers change nothing, other numbers are a new version."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Cells = Mapping[str, str]
"""A row of a table of data/, as text; ids, versions and dates come when it is merged."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What makes a table's rows: their id, what they are about, what they say."""

    table: str
    id_column: str
    key: Sequence[str]
    values: Sequence[str]
    make_id: Callable[[Cells], str]


@dataclass
class Merged:
    """A table after a merge, and what happened."""

    rows: list[dict[str, str]]
    added: int = 0
    versions: int = 0
    dated: int = 0
    confirmed: int = 0
    unchanged: int = 0
    by_key: dict[tuple[str, ...], list[dict[str, str]]] = field(default_factory=dict)

    @property
    def is_changed(self) -> bool:
        """Whether the table differs from what it was."""
        return bool(self.added or self.versions or self.dated or self.confirmed)

    def line(self, path: str) -> str:
        """`data/plan_funding.csv: 3 rows added, 1 new version, 0 rows dated, 0 confirmed, 2 unchanged.`."""
        return (
            f"{path}: {self.added:,} rows added, {self.versions:,} new versions, {self.dated:,} rows dated, "
            f"{self.confirmed:,} confirmed, {self.unchanged:,} unchanged."
        )


def merge(rows: Sequence[Cells], incoming: Sequence[Cells], shape: Shape) -> Merged:
    """The rows, and the incoming ones after them where they say something new.

    Incoming rows have `known_from` (maybe empty) and no version. Numbers that are those of the last
    version known by then confirm it, on their day; those of an undated version give it their date;
    other numbers are the next version. The order of versions is that of their arrival. The same
    rows again change nothing, in whatever order files come.
    """
    merged = Merged([dict(row) for row in rows])
    for old in merged.rows:
        merged.by_key.setdefault(_of(old, shape.key), []).append(old)
    for new in incoming:
        _add(merged, dict(new), shape)
    return merged


def _add(merged: Merged, row: dict[str, str], shape: Shape) -> None:
    versions = merged.by_key.setdefault(_of(row, shape.key), [])
    alike = [other for other in versions if _same(row, other, shape.values)]
    day = row["known_from"]
    if any(day in days(other) for other in alike) or (alike and not day):
        merged.unchanged += 1
        return
    last = current(versions, day)
    if last is not None and any(other is last for other in alike):
        last["confirmed_on"] = " ".join(sorted([*last.get("confirmed_on", "").split(), day]))
        merged.confirmed += 1
        return
    undated = next((other for other in alike if not other["known_from"]), None)
    if undated is not None:
        undated.update({name: row.get(name, "") for name in ("as_of", "known_from", "known_from_basis")})
        merged.dated += 1
        return
    row["version"] = str(1 + max((int(other["version"]) for other in versions), default=0))
    row[shape.id_column] = shape.make_id(row)
    merged.versions += bool(versions)
    merged.added += not versions
    versions.append(row)
    merged.rows.append(row)


def days(row: Cells) -> list[str]:
    """The days on which a version's numbers were said: known_from and those in confirmed_on."""
    return [day for day in (row["known_from"], *row.get("confirmed_on", "").split()) if day]


def current(versions: Sequence[dict[str, str]], day: str) -> dict[str, str] | None:
    """The version that was said last by a day, the later arrival of two on one day; None before the first."""
    said = [
        (max(by_then), int(row["version"]), row)
        for row in versions
        if (by_then := [found for found in days(row) if found <= day])
    ]
    return max(said, key=lambda item: item[:2])[2] if said else None


def _of(row: Cells, key: Sequence[str]) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in key)


def _same(one: Cells, other: Cells, values: Sequence[str]) -> bool:
    return all(_value(one.get(name, "")) == _value(other.get(name, "")) for name in values)


def _value(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
