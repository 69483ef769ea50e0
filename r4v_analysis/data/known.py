"""Of the versions of a number the one that was said last by a day: pages, exports and the check ask here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

LAST_DAY = "9999-12-31"
_VERSION = re.compile(r"_v[0-9]+$")
"""The end of the id of a row that is a version."""
_TOTAL_KEY = ("country_iso3", "month", "year", "plan_type", "sector", "place", "basis", "restated_by")
"""What a total and its parts have in common."""
_EMPTY = frozenset(("None", "nan", "NaT", "<NA>"))


def last_said(known_from: str, confirmed_on: str, until: str = LAST_DAY) -> str:
    """The last day up to another on which a number was said, ISO dates all; "" where it was not, or has no day."""
    return max((day for day in (known_from, *confirmed_on.split()) if day <= until), default="")


class Versions:
    """Which rows of a table are versions of one number, when each was said, and which is a part of which total."""

    def __init__(self, columns: Mapping[str, Sequence[Any]] | pd.DataFrame) -> None:
        """`columns` are a table's by name, its id first; an empty cell is None, NaN or NaT."""
        self._numbers = [_VERSION.sub("", str(id_)) for id_ in columns[str(next(iter(columns)))]]
        nothing = [""] * len(self._numbers)

        def texts(name: str) -> list[str]:
            return _texts(columns[name]) if name in columns else nothing

        if "requirements_scope" in columns:  # an amount that FTS repeats displaces no requirement of a country's own
            marks = [f" {scope == 'repeated'}" for scope in texts("requirements_scope")]
            self._numbers = list(map("".join, zip(self._numbers, marks, strict=True)))
        self._versions = [int(version or 1) for version in texts("version")]
        self._starts = [day[:10] for day in texts("known_from")]
        self._again = texts("confirmed_on")
        self._totals = list(zip(*map(texts, _TOTAL_KEY), strict=True))
        parts = zip(*map(texts, ("population_group", "sex", "age_group")), strict=True)
        self._is_total = [part == ("all", "", "") for part in parts]

    def latest(self, places: Iterable[int], until: str = LAST_DAY) -> list[int]:
        """Of some rows, by place, those that were said last of their number by a day; a row without a day never was.

        A part of a total (a group, a sex, an age) that was said last before the total changed is one of another
        total: a later file that has no parts takes them away with the total that they were of.
        """
        last: dict[str, tuple[str, int, int]] = {}
        for place in places:
            said, number = last_said(self._starts[place], self._again[place], until), self._numbers[place]
            if said:
                last[number] = max(last.get(number, ("", 0, 0)), (said, self._versions[place], place))
        since = {self._totals[place]: self._starts[place] for *_, place in last.values() if self._is_total[place]}
        return sorted(
            place
            for said, _version, place in last.values()
            if self._is_total[place] or since.get(self._totals[place], said) <= said
        )


def with_current(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table of versions with `is_current`: whether it is the one that a page of today would show."""
    if "version" not in rows:
        return rows
    current = set(Versions(rows).latest(range(len(rows))))
    found = rows.copy()
    found.insert(list(rows).index("version") + 1, "is_current", [place in current for place in range(len(rows))])
    return found


def said_last(rows: pd.DataFrame, until: str, key: Sequence[str], known_from: str = "known_from") -> pd.DataFrame:
    """Of rows that are versions where they are alike in `key` the one said last by the day in the row's column `until`.

    None where none was said by then. `known_from` names the column of the day from which a row was known.
    """
    again = rows["confirmed_on"] if "confirmed_on" in rows else [""] * len(rows)  # a folder of an older schema
    days = zip(*map(_texts, (rows[known_from], again, rows[until])), strict=True)
    said = rows.assign(_said=[last_said(start[:10], again, day[:10]) for start, again, day in days])
    last = said[said["_said"] != ""].sort_values(["_said", "version"], kind="stable")
    return last.drop_duplicates(list(key), keep="last").sort_index()


def _texts(cells: Iterable[Any]) -> list[str]:
    """Cells as text, each different one made once; "" where it is empty."""
    cells = list(cells)
    texts = {cell: "" if (text := str(cell)) in _EMPTY else text for cell in set(cells)}
    return [texts[cell] for cell in cells]
