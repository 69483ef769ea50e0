"""What tables lack or say inconsistently, those of plans and monitoring above all: told, never corrected."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from r4v_analysis.data.check.rows import AllTables, CheckedTable, Finding, Findings, Numbered
from r4v_analysis.data.known import Versions, last_said
from r4v_analysis.data.publisher import DOCUMENTLESS, publisher_of
from r4v_analysis.data.schema import Row
from r4v_analysis.errors import Message

_NEED_KEY = ("country_iso3", "year", "plan_type", "sector")
_NO_UNIT = re.compile(r"no unit for what it counts \[(?P<noun>[^]]*)\]")
"""What intake says in a draft's numbers.csv of a number of things that have no unit."""
_NUMBERS = ("people_in_need", "people_targeted")


def report_has_source(table: CheckedTable, _known: AllTables) -> Findings:
    """A reader can find the document: by an address, or by its digest. Of a report without one its rows say whence."""
    for number, row in table.rows.items():
        is_document = publisher_of(row["report_id"] or "") not in DOCUMENTLESS
        if is_document and not row.get("source_url") and not row.get("source_sha256"):
            told = Message(
                "{report_id}: expected an address, or the digest of its document in source_sha256, found "
                "neither. Say where the report can be had."
            )
            yield number, "source_url", told.of(report_id=row["report_id"])


def unit_was_unknown(table: CheckedTable, known: AllTables) -> Findings:
    """A number of a draft counts households or the like in its own words, and a person gave it another unit."""
    reasons = {
        row["observation_id"]: _NO_UNIT.search(row["reason"] or "")
        for numbers in known.named("draft-numbers")
        for row in numbers.rows.values()
    }
    for number, row in table.rows.items() if reasons else ():
        found = reasons.get(row["observation_id"])
        if found and row["unit"] != "unknown":
            told = Message(
                "expected another number, for its words count {noun}, found {unit!r}. "
                "Drop the row, or say in the note whom it counts."
            )
            yield number, "unit", told.of(noun=found["noun"], unit=row["unit"])


def target_above_need(table: CheckedTable, _known: AllTables) -> Findings:
    """A plan means to assist some of those in need, not more: a line a country and year."""
    found = [(number, row) for number, row in _newest(table) if _exceeds(row)]
    for (country, year), rows in _grouped(found, ("country_iso3", "year")).items():
        number, row = max(rows, key=lambda item: item[1]["people_targeted"])
        told = (
            f"{country}, {year}: {_rows(rows)} more people targeted than in need, the most of them here: "
            f"{_number(row, 'people_targeted')} and {_number(row, 'people_in_need')}. Kept as the source has it."
        )
        yield number, "people_targeted", told


def _newest(table: CheckedTable) -> list[Numbered]:
    """Of each number of people in need the version said last; parts said before their total changed are of another."""
    rows = list(table.rows.items())
    latest = [rows[place] for place in Versions(table.columns).latest(range(len(rows)))]
    whole = [row for _, row in latest if _is_total(row) and not row.get("restated_by")]
    totals = {_key(row, _NEED_KEY): f"{row['known_from']}" for row in whole}
    return [
        (number, row)
        for number, row in latest
        if _is_total(row)
        or last_said(f"{row['known_from']}", row.get("confirmed_on") or "") >= totals.get(_key(row, _NEED_KEY), "")
    ]


def _exceeds(row: Row) -> bool:
    need, target = (row[name] for name in _NUMBERS)
    return need is not None and target is not None and bool(target > need)


def parts_differ(table: CheckedTable, _known: AllTables) -> Findings:
    """Population groups, sexes and ages, and departments, where they do not add up: a line a country, year and kind."""
    newest = _newest(table)
    totals = [item for item in newest if _is_total(item[1]) and not item[1].get("restated_by")]
    parts = _grouped(newest, _NEED_KEY)
    for (country, year), rows in _grouped(totals, ("country_iso3", "year")).items():
        for kind, is_part in _KINDS.items():
            for column in _NUMBERS:
                unequal = [item for item in rows if _differs(item[1], column, parts[_key(item[1], _NEED_KEY)], is_part)]
                if unequal:
                    yield _parts_problem(f"{country}, {year}", kind, column, unequal, parts)


_KINDS: Mapping[str, Callable[[Row], bool]] = {
    "population groups": lambda row: row["population_group"] != "all",
    "sexes and ages": lambda row: bool(row.get("sex") or row.get("age_group")),
    "departments": lambda row: row.get("place") is not None,
}


def _differs(total: Row, column: str, rows: Sequence[Numbered], is_part: Callable[[Row], bool]) -> bool:
    added = _added(column, rows, is_part)
    return added is not None and total[column] is not None and added != total[column] and not total["note"]


def _added(column: str, rows: Sequence[Numbered], is_part: Callable[[Row], bool]) -> float | None:
    given = [row[column] for _number, row in rows if is_part(row) and row[column] is not None]
    return sum(given) if given else None


def _parts_problem(
    subject: str,
    kind: str,
    column: str,
    unequal: Sequence[Numbered],
    parts: Mapping[tuple[Any, ...], Sequence[Numbered]],
) -> Finding:
    number, row = max(unequal, key=lambda item: item[1][column])
    added = _added(column, parts[_key(row, _NEED_KEY)], _KINDS[kind])
    told = (
        f"{subject}: the {kind} of {len(unequal):,} sectors do not add up to the country's number, the largest here: "
        f"{added:,.15g} and {_number(row, column)}. Kept as the source has them, unless note says more."
    )
    return number, column, told


def _grouped(rows: Iterable[Numbered], columns: Sequence[str]) -> dict[tuple[Any, ...], list[Numbered]]:
    found: dict[tuple[Any, ...], list[Numbered]] = defaultdict(list)
    for item in rows:
        found[_key(item[1], columns)].append(item)
    return found


def _key(row: Row, columns: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row.get(column) for column in columns)


def _is_total(row: Row) -> bool:
    return (
        row.get("place") is None
        and row["population_group"] == "all"
        and not row.get("sex")
        and not row.get("age_group")
    )


def _rows(rows: Sequence[Numbered]) -> str:
    return "1 row has" if len(rows) == 1 else f"{len(rows):,} rows have"


def _number(row: Row, column: str) -> str:
    return f"{row[column]:,.15g}"
