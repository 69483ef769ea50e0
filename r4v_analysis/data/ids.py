"""Ids of numbers in the tables of plans and monitoring: what a number is about, and its version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

FUNDING, NEED, REACH, COVERAGE = "plan-funding", "people-in-need", "sector-reach", "plan-coverage"
DONORS = "donor-funding"
_GROUPS = ("population_group", "sex", "age_group")
_PARTS = {
    FUNDING: ("country_iso3", "year", "plan_code", "version"),
    NEED: ("country_iso3", "year", "place", "sector", *_GROUPS, "restated_by", "plan_type", "version"),
    COVERAGE: ("country_iso3", "year", "plan_type", "as_of"),
    REACH: ("country_iso3", "month", "place", "sector", "basis", *_GROUPS, "version"),
}


def key_of(table: str) -> tuple[str, ...]:
    """The columns that say what a number is about, whatever its version."""
    return tuple(name for name in _PARTS[table] if name != "version")


def ids(table: str, columns: Mapping[str, Sequence[Any]]) -> Iterator[str]:
    """The id that the cells of each row give, as text or typed: those that are not empty, with `_` between."""
    parts = [_texts(table, name, columns[name]) for name in _PARTS[table] if name in columns]
    return map("_".join, map(partial(filter, None), zip(*parts, strict=True)))


def _texts(table: str, name: str, cells: Sequence[Any]) -> Iterable[str]:
    texts = {cell: _text(table, name, "" if cell is None else str(cell)) for cell in set(cells)}
    return map(texts.__getitem__, cells)


def _text(table: str, name: str, cell: str) -> str:
    """A part of an id; the first version of people in need is without its number: it was there before versions."""
    if name == "month":
        return cell[:7]
    if name == "plan_type" and table == NEED:
        return "" if cell == "rmrp" else cell
    if name == "version":
        return "" if table == NEED and cell in ("", "1") else f"v{cell}"
    return cell
