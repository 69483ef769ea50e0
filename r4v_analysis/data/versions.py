"""New rows into a table of data/: the same numbers change nothing, other numbers are a new version."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from r4v_analysis.data.known import last_said
from r4v_analysis.data.text_table import TextTable

_MANY = 128
Cells = Mapping[str, str]
"""A row of a table of data/, as text."""
Columns = Mapping[str, Sequence[str | None]]


def by_row(make_id: Callable[[Cells], str]) -> Callable[[Columns], Iterable[str]]:
    """What makes the ids of columns from what makes the id of a row."""

    def make_ids(columns: Columns) -> Iterator[str]:
        for line in zip(*columns.values(), strict=True):
            yield make_id({name: cell for name, cell in zip(columns, line, strict=True) if cell is not None})

    return make_ids


@dataclass(frozen=True, slots=True)
class Shape:
    """What makes a table's rows: their id, what they are about, what they say.

    `longer_id` makes the id of a number that would have another one's. `kept` columns stay with a number when a
    later source that has no such column changes it. `filled` ones are no part of what it says: where they are
    empty, a source of the same numbers and day fills them. `alike` says of columns of the key what different
    spellings of a cell have in common.
    """

    id_column: str
    key: Sequence[str]
    values: Sequence[str]
    make_ids: Callable[[Columns], Iterable[str]]
    longer_id: Callable[[Cells], str] | None = None
    kept: Sequence[str] = ()
    filled: Sequence[str] = ("as_of",)
    alike: Mapping[str, Callable[[str], str]] = field(default_factory=dict)

    def keys(self, rows: TextTable) -> Iterator[tuple[str, ...]]:
        """What each row is about."""
        compared = rows.only(*self.key)
        for name in self.alike.keys() & compared.columns.keys():
            compared.columns[name] = [self.alike[name](cell or "") for cell in compared.columns[name]]
        return compared.keys(self.key)


@dataclass
class Merged:
    """A table after a merge, and what happened."""

    rows: TextTable
    added: int = 0
    versions: int = 0
    dated: int = 0
    confirmed: int = 0
    unchanged: int = 0

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


def merge(
    rows: Iterable[dict[str, str]] | TextTable, incoming: Iterable[dict[str, str]] | TextTable, shape: Shape
) -> Merged:
    """The rows, and the incoming ones after them where they say something new.

    Incoming rows have `known_from` (maybe empty) and no version; a column that their source has not is not
    in them, and what is said there stays. Numbers that are those of the last version known by then confirm
    it, on their day, and so do those of the next one where their day is the earlier: it was known before.
    Those of an undated version give it their date; other numbers are the next version. The order of
    versions is that of their arrival. The same rows again change nothing, in whatever order files come.
    """
    merged, new = Merged(TextTable.of(rows).copy()), TextTable.of(incoming)
    places: dict[tuple[str, ...], tuple[int, ...]] = {}
    for place, key in enumerate(shape.keys(merged.rows)):
        places[key] = (*places.get(key, ()), place)
    first: list[int] = []
    for number, key in enumerate(shape.keys(new)):
        own = places.get(key)
        if own is None:
            places[key] = (len(merged.rows) + len(first),)
            first.append(number)
        if first and (own or len(first) == _MANY):
            _add_first(merged, new.taken(first), shape)
            first = []
        if own:
            row, versions = new[number], [merged.rows[place] for place in own]
            said = _said(merged, row, versions, shape)
            if said is None:
                places[key] = (*own, len(merged.rows))
                merged.rows.append(_next_version(merged, row, versions, shape))
            else:
                place = next(place for place, other in zip(own, versions, strict=True) if other is said)
                merged.rows[place] = said
    _add_first(merged, new.taken(first), shape)
    return merged


def _add_first(merged: Merged, rows: TextTable, shape: Shape) -> None:
    """Add rows of which nothing is known, many at a time."""
    rows.columns["version"] = ["1"] * len(rows)
    ids: list[str | None] = list(shape.make_ids(rows.columns))
    if shape.longer_id:
        taken = set(merged.rows.columns.get(shape.id_column, ()))
        for place, id_ in enumerate(ids):
            ids[place] = shape.longer_id(rows[place]) if id_ in taken else id_
            taken.add(id_)
    rows.columns[shape.id_column] = ids
    merged.rows.extend(rows)
    merged.added += len(rows)


def _said(
    merged: Merged, row: dict[str, str], versions: Sequence[dict[str, str]], shape: Shape
) -> dict[str, str] | None:
    """The version that says what a row says, with what the row tells of it besides; None where there is none."""
    alike = [other for other in versions if _same(row, other, shape.values)]
    day = row["known_from"]
    again = next((other for other in alike if not day or day in days(other)), None)
    if again is not None:
        _fill(again, row, shape, merged)
        return again
    near = (current(versions, day), _next(versions, day)) if alike else ()
    said = next((other for other in near if _is_in(other, alike)), None)
    if said is not None:
        _confirm(said, row)
        merged.confirmed += 1
        return said
    undated = next((other for other in alike if not other["known_from"]), None)
    if undated is not None:
        undated.update({name: row.get(name, "") for name in ("as_of", "known_from", "known_from_basis")})
        merged.dated += 1
    return undated


def _next_version(
    merged: Merged, row: dict[str, str], versions: Sequence[dict[str, str]], shape: Shape
) -> dict[str, str]:
    row["version"] = str(1 + max(int(other["version"]) for other in versions))
    number = versions[0][shape.id_column].removesuffix(f"_v{versions[0]['version']}")
    row[shape.id_column] = f"{number}_v{row['version']}"
    row.update(_kept(row, versions, shape))
    merged.versions += 1
    return row


def _fill(said: dict[str, str], row: Cells, shape: Shape, merged: Merged) -> None:
    """The same numbers of the same day: nothing new but what was not known of them, as the day that they are of."""
    is_of_day = bool(row["known_from"]) and said["known_from"] == row["known_from"]
    news = {name: row[name] for name in shape.filled if is_of_day and row.get(name) and said.get(name) == ""}
    said.update(news)
    merged.dated += bool(news)
    merged.unchanged += not news


def _is_in(row: dict[str, str] | None, rows: Sequence[dict[str, str]]) -> bool:
    return row is not None and any(row is other for other in rows)


def _confirm(said: dict[str, str], row: Cells) -> None:
    """A version's numbers said on one more day; where it is the first, the version was known from then on."""
    day, first = row["known_from"], said["known_from"]
    if day < first:
        said.update({name: row.get(name, "") for name in ("as_of", "known_from", "known_from_basis")})
        said.update({name: row[name] for name in ("source_url", "source_file") if name in row})
    said["confirmed_on"] = " ".join(sorted([*said.get("confirmed_on", "").split(), max(day, first)]))


def _kept(row: Cells, versions: Sequence[dict[str, str]], shape: Shape) -> dict[str, str]:
    """What the version before says in columns that a source has not, and a note that says whose it is.

    Before is what was known on the row's own day: nothing goes back to it from a later one.
    """
    before = current(versions, row["known_from"]) if row["known_from"] else next(reversed(versions), None)
    kept = {name: before[name] for name in shape.kept if name not in row and before.get(name)} if before else {}
    if before is None or not kept:
        return {}
    source = before.get("source_file") or before.get("source_url", "")
    return {**kept, "note": " ".join(filter(None, [row.get("note", ""), f"{', '.join(kept)} of: {source}."]))}


def days(row: Cells) -> list[str]:
    """The days on which a version's numbers were said: known_from and those in confirmed_on."""
    return [day for day in (row["known_from"], *row.get("confirmed_on", "").split()) if day]


def current(versions: Sequence[dict[str, str]], day: str) -> dict[str, str] | None:
    """The version that was said last by a day, the later arrival of two on one day; None before the first."""
    said = [(last_said(row["known_from"], row.get("confirmed_on", ""), day), row) for row in versions]
    known = [item for item in said if item[0]]
    return max(known, key=lambda item: (item[0], int(item[1]["version"])))[1] if known else None


def _next(versions: Sequence[dict[str, str]], day: str) -> dict[str, str] | None:
    """The version that was said first after a day; None after the last, and without a day."""
    said = [(min(after), int(row["version"]), row) for row in versions if (after := [d for d in days(row) if d > day])]
    return min(said, key=lambda item: item[:2])[2] if said and day else None


def _same(one: Cells, other: Cells, values: Sequence[str]) -> bool:
    """Whether two rows say the same in every column that the first one's source has."""
    return all(_value(one[name]) == _value(other.get(name, "")) for name in values if name in one)


def _value(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
