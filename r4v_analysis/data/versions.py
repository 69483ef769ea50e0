"""New rows into a table of data/: the same numbers change nothing, other numbers are a new version."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import isnan
from operator import itemgetter

from r4v_analysis.data.known import last_said
from r4v_analysis.data.text_table import TextTable

_MANY = 128
"""First rows that are added at a time."""
_SEVERAL, _OPEN = 8, 1024
"""Versions or days from which on a number's are held ready for its next row, and of how many numbers they are."""
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
    places: dict[tuple[str, ...], tuple[int, ...] | list[int]] = {}
    for place, key in enumerate(shape.keys(merged.rows)):
        _note(places, key, place)
    open_: OrderedDict[tuple[str, ...], _Number] = OrderedDict()
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
            versions = open_.pop(key, None) or _Number(merged, own, shape)
            if versions.take(new[number]):
                _note(places, key, len(merged.rows) - 1)
            if versions.is_small:
                versions.close()
                continue
            open_[key] = versions
            if len(open_) > _OPEN:
                open_.popitem(last=False)[1].close()
    _add_first(merged, new.taken(first), shape)
    for left in open_.values():
        left.close()
    return merged


def _note(places: dict[tuple[str, ...], tuple[int, ...] | list[int]], key: tuple[str, ...], place: int) -> None:
    """One more place of a number: of most numbers there is one, of which a tuple is the smaller."""
    own = places.get(key, ())
    if isinstance(own, list):
        own.append(place)
    else:
        places[key] = [*own, place] if own else (place,)


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


class _Number:
    """A number's versions while rows are merged in, found by what they say and by the days on which they said it."""

    def __init__(self, merged: Merged, places: Iterable[int], shape: Shape) -> None:
        self._merged, self._shape, self._places = merged, shape, list(places)
        self._rows = [merged.rows[place] for place in self._places]
        self._again = [row.get("confirmed_on", "").split() for row in self._rows]
        self._changed: set[int] = set()
        self._alike: dict[tuple[str, ...], dict[tuple[float | str, ...], _Alike]] = {}

    @property
    def is_small(self) -> bool:
        """Whether it has few versions, said on few days: read anew as fast as found."""
        return len(self._rows) < _SEVERAL and sum(map(len, self._again)) < _SEVERAL

    @cached_property
    def _newest(self) -> int:
        """The number of the last version."""
        return max(int(row["version"]) for row in self._rows)

    @cached_property
    def _days(self) -> list[tuple[str, int, int]]:
        """Each day on which a version was said, in order, with its number and place: most rows never ask."""
        return sorted((day, int(row["version"]), at) for at, row in enumerate(self._rows) for day in self._days_of(at))

    def take(self, row: dict[str, str]) -> bool:
        """Take in a row: as one more day of a version, or as a new version, which comes last in the table."""
        at = self._said(row)
        if at is None:
            self._append(row)
        return at is None

    def close(self) -> None:
        """Put what changed into the table."""
        for at in self._changed:
            if self._again[at]:
                self._rows[at]["confirmed_on"] = " ".join(self._again[at])
            self._merged.rows[self._places[at]] = self._rows[at]

    def _said(self, row: Cells) -> int | None:
        """The version that says what a row says, with what the row tells of it besides; None where there is none."""
        names = tuple(name for name in self._shape.values if name in row)
        says, day = _says(row, names), row["known_from"]
        alike = self._index(names).get(says)
        if alike is None:
            return None
        again = alike.of_day.get(day) if day else alike.first
        if again is not None:
            self._fill(again, row)
            return again
        near = (self._before(day), self._after(day))
        said = next((at for at in near if at is not None and _says(self._rows[at], names) == says), None)
        if said is not None:
            self._confirm(said, row)
            return said
        while alike.undated and self._rows[alike.undated[0]]["known_from"]:
            alike.undated.pop(0)
        if not alike.undated:
            return None
        self._date(alike.undated[0], row)
        self._merged.dated += 1
        return alike.undated[0]

    def _index(self, names: tuple[str, ...]) -> dict[tuple[float | str, ...], _Alike]:
        """The versions by what they say in some columns."""
        if names not in self._alike:
            self._alike[names] = {}
            for at in range(len(self._rows)):
                self._list(at, names)
        return self._alike[names]

    def _list(self, at: int, names: tuple[str, ...]) -> None:
        row = self._rows[at]
        alike = self._alike[names].setdefault(_says(row, names), _Alike(at))
        if not row["known_from"]:
            alike.undated.append(at)
        for day in self._days_of(at):
            alike.of_day[day] = min(at, alike.of_day.get(day, at))

    def _before(self, day: str) -> int | None:
        """The version that was said last by a day, the later arrival of two on one day; None before the first."""
        place = bisect_right(self._days, day, key=itemgetter(0))
        return self._days[place - 1][2] if place else None

    def _after(self, day: str) -> int | None:
        """The version that was said first after a day; None after the last, and without a day."""
        place = bisect_right(self._days, day, key=itemgetter(0))
        return self._days[place][2] if day and place < len(self._days) else None

    def _fill(self, at: int, row: Cells) -> None:
        """The same numbers of the same day: nothing new but what was not known of them, as the day that they are of."""
        said = self._rows[at]
        is_of_day = bool(row["known_from"]) and said["known_from"] == row["known_from"]
        news = {name: row[name] for name in self._shape.filled if is_of_day and row.get(name) and said.get(name) == ""}
        said.update(news)
        self._merged.dated += bool(news)
        self._merged.unchanged += not news
        if news:
            self._changed.add(at)

    def _confirm(self, at: int, row: Cells) -> None:
        """A version's numbers said on one more day; where it is the first, the version was known from then on."""
        said, day = self._rows[at], row["known_from"]
        again = max(day, said["known_from"])
        if day < said["known_from"]:
            said.update({name: row[name] for name in ("source_url", "source_file") if name in row})
            self._date(at, row)
        else:
            self._add_day(at, day)
        insort(self._again[at], again)
        self._merged.confirmed += 1

    def _date(self, at: int, row: Cells) -> None:
        """Have a version known from a row's day on."""
        self._rows[at].update({name: row.get(name, "") for name in ("as_of", "known_from", "known_from_basis")})
        self._add_day(at, row["known_from"])

    def _add_day(self, at: int, day: str) -> None:
        self._changed.add(at)
        self._insert(at, day)
        for names, index in self._alike.items():
            alike = index[_says(self._rows[at], names)]
            alike.of_day[day] = min(at, alike.of_day.get(day, at))

    def _insert(self, at: int, day: str) -> None:
        if "_days" in self.__dict__:  # else whoever asks finds it
            insort(self._days, (day, int(self._rows[at]["version"]), at))

    def _append(self, row: dict[str, str]) -> None:
        """Add the next version: the number of its arrival, not of its day."""
        first = self._rows[0]
        number = first[self._shape.id_column].removesuffix(f"_v{first['version']}")
        self._newest += 1
        row["version"] = str(self._newest)
        row[self._shape.id_column] = f"{number}_v{row['version']}"
        row.update(self._kept(row))
        self._merged.rows.append(row)
        self._merged.versions += 1
        at = len(self._rows)
        self._places.append(len(self._merged.rows) - 1)
        self._rows.append(row)
        self._again.append(row.get("confirmed_on", "").split())
        for day in self._days_of(at):
            self._insert(at, day)
        for names in self._alike:
            self._list(at, names)

    def _kept(self, row: Cells) -> dict[str, str]:
        """What the version before says in columns that a source has not, and a note that says whose it is.

        Before is what was known on the row's own day: nothing goes back to it from a later one.
        """
        at = self._before(row["known_from"]) if row["known_from"] else len(self._rows) - 1
        if at is None:
            return {}
        before = self._rows[at]
        kept = {name: before[name] for name in self._shape.kept if name not in row and before.get(name)}
        if not kept:
            return {}
        source = before.get("source_file") or before.get("source_url", "")
        return {**kept, "note": " ".join(filter(None, [row.get("note", ""), f"{', '.join(kept)} of: {source}."]))}

    def _days_of(self, at: int) -> list[str]:
        """The days on which a version's numbers were said: known_from and those in confirmed_on."""
        return [day for day in (self._rows[at]["known_from"], *self._again[at]) if day]


@dataclass(slots=True)
class _Alike:
    """Versions that say the same: the first, the first of each day, and those without a day, in their order."""

    first: int
    of_day: dict[str, int] = field(default_factory=dict)
    undated: list[int] = field(default_factory=list)


def _says(row: Cells, names: Iterable[str]) -> tuple[float | str, ...]:
    """What a row says in some columns, numbers as numbers."""
    return tuple([_value(row.get(name, "")) for name in names])


def _value(text: str) -> float | str:
    try:
        number = float(text)
    except ValueError:
        return text
    return text if isnan(number) else number  # nan is no number, and not even itself


def current(versions: Sequence[dict[str, str]], day: str) -> dict[str, str] | None:
    """The version that was said last by a day, the later arrival of two on one day; None before the first."""
    said = [(last_said(row["known_from"], row.get("confirmed_on", ""), day), row) for row in versions]
    known = [item for item in said if item[0]]
    return max(known, key=lambda item: (item[0], int(item[1]["version"])))[1] if known else None
