"""What was read of a file that a user brought: rows for data/, and all that was left out, with reasons."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any, TypeVar

from r4v_analysis.data.names import Names
from r4v_analysis.data.text_table import TextTable
from r4v_analysis.imports.grid import Grid, LeftOut

Item = TypeVar("Item")
Rows = list[dict[str, str]] | TextTable
ROW = "_row"
"""Under this name a row for data/ carries the row of the user's file that it came from."""
DAY = "_day"
"""Under this name a row carries the day from which it was known, where the source gives each row its own."""
_SHOWN = 4
_DETAILS = 8


@dataclass(frozen=True, slots=True)
class Dating:
    """The day from which a file's numbers were known, and how that is known."""

    day: date
    basis: str
    reason: str


@dataclass
class SourceRows:
    """One kind of table in one source, read.

    `table` is the table of data/ that its rows are for; they lack the columns that the source has not.
    `count` is its rows. `left_out` maps a reason, and what the source writes, to row numbers, `checks` one
    of R4V's row checks to the rows that fail it and are kept. `remarks` say what is true of the source
    as a whole. `columns_unused` are without a meaning here. `saved` is when a workbook was last saved: it
    dates nothing, since opening and saving a file changes it.
    """

    name: str
    kind: str
    table: str
    count: int = 0
    rows: Rows = field(default_factory=list)
    left_out: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    checks: dict[str, list[str]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    columns_unused: Sequence[str] = ()
    dating: Dating | None = None
    saved: date | None = None
    source_url: str = ""

    @classmethod
    def of(cls, name: str, table: str, grids: Sequence[Grid], kind: str = "") -> SourceRows:
        """What is to be read of grids, no row of them yet; `kind` is that of their forms."""
        kinds = dict.fromkeys(grid.form.kind for grid in grids)
        unused = dict.fromkeys(title for grid in grids for title in grid.unused)
        count = sum(len(grid.rows) for grid in grids)
        return cls(name, kind or " and ".join(kinds), table, count, columns_unused=list(unused))

    def each(self, grids: Iterable[Grid], read: Callable[[str, Grid, Sequence[str]], Item]) -> Iterator[Item]:
        """What is made of each row, from its place, its grid and its cells; those that give nothing are left out."""
        for grid in grids:
            for place, cells in grid.rows:
                try:
                    yield read(place, grid, cells)
                except LeftOut as why:
                    self.leave_out(place, *why.args)

    def one_of_each(
        self,
        items: Iterable[Item],
        key: Callable[[Item], Hashable],
        said: Callable[[Item], Mapping[str, object]],
        place: Callable[[Any], str] = itemgetter(ROW),
    ) -> list[Item]:
        """Of what was read one for each key; of several that say different things none is taken."""
        groups: dict[Hashable, list[Item]] = {}
        for item in items:
            groups.setdefault(key(item), []).append(item)
        taken = []
        for first, *others in groups.values():
            told = said(first)
            differing = next((name for name in told if any(said(other)[name] != told[name] for other in others)), "")
            if not differing:
                taken.append(first)
                for other in others:
                    self.leave_out(place(other), "the same numbers stand in another row")
                continue
            values = ", ".join(dict.fromkeys(_value(said(item)[differing]) for item in (first, *others)))
            for item in (first, *others):
                self.leave_out(place(item), "rows of one key with different numbers", f"{differing} {values}")
        return taken

    def leave_out(self, row: str, reason: str, detail: str = "") -> None:
        """Note that a row of the source does not go into data/; `detail` is what the source writes there."""
        self.left_out.setdefault(reason, {}).setdefault(detail, []).append(row)

    def counts(self) -> dict[str, int]:
        """Rows left out by reason."""
        return {reason: len(_rows_of(details)) for reason, details in self.left_out.items()}

    def fail(self, row: str, check: str) -> None:
        """Note that a row fails one of R4V's checks."""
        self.checks.setdefault(check, []).append(row)

    def lines(self) -> Iterator[str]:
        """What a person is told, a line each."""
        left = len({row for details in self.left_out.values() for row in _rows_of(details)})
        yield f"{self.name}: {self.kind}, {_rows(self.count)} read, {self.count - left:,} taken, {left:,} left out."
        for reason, details in self.left_out.items():
            yield f"  left out, {reason}, {_rows(len(_rows_of(details)))}: {told(details)}."
        for check, rows in self.checks.items():
            yield f"  row check {check}, {_rows(len(rows))}, kept and marked: {_places(rows)}."
        yield from (f"  {remark}" for remark in self.remarks)
        if self.columns_unused:
            yield f"  columns not used: {_listed(self.columns_unused)}."
        if self.dating:
            yield f"  dated {self.dating.day}: {self.dating.reason}."
        else:
            yield "  undated: nothing gives its day, so it serves no dated analysis. Import it again with --as-of DATE."
            if self.saved:
                yield f"  the workbook was last saved on {self.saved}: --as-of {self.saved} if that is its day."


def _value(value: object) -> str:
    if value in (None, ""):
        return "blank"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def country_of(text: str, names: Names) -> str:
    """The code of a row's country; LeftOut where it is none of the plan."""
    found = names.country(text)
    if found is None:
        raise LeftOut("not a country of the plan", text or "blank")
    return found


def place_of(country: str, spellings: Iterable[str], names: Names) -> str:
    """The code of a row's place by one of its names, "" for the whole country; LeftOut where the codes lack it."""
    given = list(filter(None, spellings))
    found = next((code for name in given if (code := names.place(country, name)) is not None), None)
    if given and found is None:
        raise LeftOut("a place that codes/places.csv lacks", f"{given[0]}, {country}")
    return found or ""


def sector_of(label: str, names: Names) -> str:
    """The code of a row's sector; LeftOut where it is none."""
    found = names.sector(label)
    if found is None:
        raise LeftOut("not a sector", label or "blank")
    return found


def name_day(name: str) -> date | None:
    """The day in a file's name, such as fts_2026-04-18.csv or fts_20260418.csv; None where there is none."""
    found = re.search(r"(?<!\d)(20\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)", name)
    try:
        return date(int(found[1]), int(found[3]), int(found[4])) if found else None
    except ValueError:
        return None


def told(details: Mapping[str, Sequence[str]], most: int = _DETAILS) -> str:
    """`FBOL08 (row 42), HCOL22 (rows 85, 88)`, or the rows alone where the source writes nothing there."""
    if list(details) == [""]:
        return _places(details[""])
    items = [f"{_short(detail)} ({_places(rows)})" if detail else _places(rows) for detail, rows in details.items()]
    return _listed(items, most)


def _rows_of(details: Mapping[str, Sequence[str]]) -> list[str]:
    return [row for rows in details.values() for row in rows]


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"


def _short(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:160]}…"


def _listed(items: Sequence[str], most: int = _DETAILS) -> str:
    """The first of many, as far as a line holds them, and how many more there are."""
    shown = list(items[:most])
    while len(shown) > 1 and sum(map(len, shown)) > 260:
        shown.pop()
    more = len(items) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")


def _places(rows: Sequence[str]) -> str:
    """`row 2`, `rows 2, 5, 9`, `row Chile!3`; of many, the first ones."""
    shown = ", ".join(str(row) for row in rows[:_SHOWN])
    return f"row {shown}" if len(rows) == 1 else f"rows {shown}{', …' if len(rows) > _SHOWN else ''}"
