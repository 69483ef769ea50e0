"""What tables lack or say inconsistently, those of plans and monitoring above all: told, never corrected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

from r4v_analysis.data.check.history_rules import NEED, REACH
from r4v_analysis.data.check.rows import AllTables, CheckedTable
from r4v_analysis.data.publisher import DOCUMENTLESS, publisher_of
from r4v_analysis.data.schema import Row
from r4v_analysis.errors import Problem

Numbered = tuple[int, Row]
_SERIES = ("country_iso3", "place", "sector")
_CARRIED = "people_reached_carried_forward"
_REACH_COLUMNS = (
    "country_iso3", "month", "place", "basis", "population_group", "sex", "age_group", "people_reached", _CARRIED,
    "checks", "version", "known_from", "confirmed_on",
)  # fmt: skip
_NEED_KEY = ("country_iso3", "year", "plan_type", "sector")
_NEED_PARTS = ("place", "population_group", "sex", "age_group", "restated_by")
_NUMBERS = ("people_in_need", "people_targeted")


def table_findings(known: AllTables) -> list[Problem]:
    """The findings of reports.csv, people_in_need.csv and sector_reach.csv, where they are whole."""
    rules: Mapping[str, Sequence[Callable[[CheckedTable], Iterator[Problem]]]] = {
        "reports": (report_has_source,),
        NEED: (target_above_need, parts_differ),
        REACH: (running_totals,),
    }
    whole = [table for name in rules for table in known.named(name) if table.is_whole]
    return [problem for table in whole for rule in rules[table.name] for problem in rule(table)]


def report_has_source(table: CheckedTable) -> Iterator[Problem]:
    """A reader can find the document: by an address, or by its digest. Of a report without one its rows say whence."""
    for number, row in table.rows.items():
        is_document = publisher_of(row["report_id"] or "") not in DOCUMENTLESS
        if is_document and not row.get("source_url") and not row.get("source_sha256"):
            told = (
                f"{row['report_id']}: expected an address, or the digest of its document in source_sha256, found "
                "neither. Say where the report can be had."
            )
            yield _finding(table, number, "source_url", told, "report_has_source")


def target_above_need(table: CheckedTable) -> Iterator[Problem]:
    """A plan means to assist some of those in need, not more: a line a country and year."""
    found = [(number, row) for number, row in _newest(table) if _exceeds(row)]
    for (country, year), rows in _grouped(found, ("country_iso3", "year")).items():
        number, row = max(rows, key=lambda item: item[1]["people_targeted"])
        told = (
            f"{country}, {year}: {_rows(rows)} more people targeted than in need, the most of them here: "
            f"{_number(row, 'people_targeted')} and {_number(row, 'people_in_need')}. Kept as the source has it."
        )
        yield _finding(table, number, "people_targeted", told, "target_above_need")


def _newest(table: CheckedTable) -> list[Numbered]:
    """Of each number of people in need the version said last; parts said before their total changed are of another."""
    latest: dict[tuple[Any, ...], tuple[str, int, Numbered]] = {}
    for number, row in table.rows.items():
        said = (_said_by(row, date.max) or "", row.get("version") or 1, (number, row))
        key = _key(row, (*_NEED_KEY, *_NEED_PARTS))
        latest[key] = max(latest.get(key, said), said, key=lambda item: item[:2])
    whole = [row for _, _, (_, row) in latest.values() if _is_total(row) and not row.get("restated_by")]
    totals = {_key(row, _NEED_KEY): f"{row['known_from']}" for row in whole}
    return [
        (number, row)
        for said, _, (number, row) in latest.values()
        if _is_total(row) or said >= totals.get(_key(row, _NEED_KEY), "")
    ]


def _exceeds(row: Row) -> bool:
    need, target = (row[name] for name in _NUMBERS)
    return need is not None and target is not None and bool(target > need)


def parts_differ(table: CheckedTable) -> Iterator[Problem]:
    """Population groups, sexes and ages, and departments, where they do not add up: a line a country, year and kind."""
    newest = _newest(table)
    totals = [item for item in newest if _is_total(item[1]) and not item[1].get("restated_by")]
    parts = _grouped(newest, _NEED_KEY)
    for (country, year), rows in _grouped(totals, ("country_iso3", "year")).items():
        for kind, is_part in _KINDS.items():
            for column in _NUMBERS:
                unequal = [item for item in rows if _differs(item[1], column, parts[_key(item[1], _NEED_KEY)], is_part)]
                if unequal:
                    yield _parts_problem(table, f"{country}, {year}", kind, column, unequal, parts)


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
    table: CheckedTable,
    subject: str,
    kind: str,
    column: str,
    unequal: Sequence[Numbered],
    parts: Mapping[tuple[Any, ...], Sequence[Numbered]],
) -> Problem:
    number, row = max(unequal, key=lambda item: item[1][column])
    added = _added(column, parts[_key(row, _NEED_KEY)], _KINDS[kind])
    told = (
        f"{subject}: the {kind} of {len(unequal):,} sectors do not add up to the country's number, the largest here: "
        f"{added:,.10g} and {_number(row, column)}. Kept as the source has them, unless note says more."
    )
    return _finding(table, number, column, told, "parts_differ")


def running_totals(table: CheckedTable) -> Iterator[Problem]:
    """Where running totals fall, then where R4V's row checks fail: a country's series of a sector at a time."""
    falls: list[_Fall] = []
    failed: list[tuple[int, Problem]] = []
    for series in table.grouped(_SERIES, _REACH_COLUMNS):
        falls += _falls(series)
        failed += _row_checks(table, series)
    yield from _fall_problems(table, falls)
    yield from (problem for _number, problem in sorted(failed, key=lambda item: item[0]))


_Fall = tuple[Numbered, Numbered]


def _falls(series: Iterable[Numbered]) -> list[_Fall]:
    running = [item for item in series if _is_running(item[1])]
    months = sorted(_latest_of_month(running).values(), key=lambda item: item[1]["month"])
    return [(before, after) for before, after in pairwise(months) if _is_fall(before[1], after[1])]


def _fall_problems(table: CheckedTable, fallen: Iterable[_Fall]) -> Iterator[Problem]:
    """A sum of new people can't fall; where organizations are missing from it, it does: a line a country."""
    for country, falls in _grouped_pairs(fallen).items():
        before, (number, row) = max(falls, key=lambda pair: pair[0][1]["people_reached"] - pair[1][1]["people_reached"])
        times = "once" if len(falls) == 1 else f"{len(falls):,} times"
        told = (
            f"{country}: running totals fall {times} from one month with a number to the next, furthest here: from "
            f"{_number(before[1], 'people_reached')} to {_number(row, 'people_reached')}. Organizations that "
            "reported before are missing: the analyses take it as around so many."
        )
        yield _finding(table, number, "people_reached", told, "running_totals_fall")


def _is_running(row: Row) -> bool:
    return row["basis"] == "cumulative_ytd" and _is_total(row, of_places=True) and row["people_reached"] is not None


def _latest_of_month(rows: Iterable[Numbered]) -> dict[date, Numbered]:
    latest: dict[date, Numbered] = {}
    for number, row in sorted(rows, key=lambda item: (item[1]["known_from"] or date.min, item[1]["version"])):
        latest[row["month"]] = (number, row)
    return latest


def _is_fall(before: Row, after: Row) -> bool:
    is_same_year = before["month"].year == after["month"].year
    return is_same_year and bool(after["people_reached"] < before["people_reached"])


def _grouped_pairs(pairs: Iterable[_Fall]) -> dict[str, list[_Fall]]:
    found: dict[str, list[_Fall]] = defaultdict(list)
    for pair in pairs:
        found[pair[1][1]["country_iso3"]].append(pair)
    return found


def _grouped(rows: Iterable[Numbered], columns: Sequence[str]) -> dict[tuple[Any, ...], list[Numbered]]:
    found: dict[tuple[Any, ...], list[Numbered]] = defaultdict(list)
    for item in rows:
        found[_key(item[1], columns)].append(item)
    return found


def _key(row: Row, columns: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row.get(column) for column in columns)


def _is_total(row: Row, *, of_places: bool = False) -> bool:
    is_whole = of_places or row.get("place") is None
    return is_whole and row["population_group"] == "all" and not row.get("sex") and not row.get("age_group")


def _rows(rows: Sequence[Numbered]) -> str:
    return "1 row has" if len(rows) == 1 else f"{len(rows):,} rows have"


def _number(row: Row, column: str) -> str:
    return f"{row[column]:,.10g}"


def _row_checks(table: CheckedTable, series: Sequence[Numbered]) -> Iterator[tuple[int, Problem]]:
    """What R4V's other row checks find in sector_reach.csv and no row says of itself in `checks`.

    PopTypeBreakdown and AGDBreakdown: groups, or ages and sexes, that do not add up to the total.
    NewBenefvstotal: more new people than people in the month; new are those by whom the total with organizations
    carried forward rises, where the rows have it. For each number as it was known when its total was.
    """
    months: dict[date, list[Row]] = defaultdict(list)
    for _number, row in series:
        months[row["month"]].append(row)
    for number, row in series:
        if _is_running(row):
            yield from ((number, problem) for problem in _reach_problems(table, number, row, months))


def _reach_problems(
    table: CheckedTable, number: int, row: Row, months: Mapping[date, Sequence[Row]]
) -> Iterator[Problem]:
    known = _known_by(months[row["month"]], row)
    running = [other for other in known if other["basis"] == "cumulative_ytd" and _is_of_one_file(other, row)]
    parts = {
        "PopTypeBreakdown": [other for other in running if other["population_group"] != "all"],
        "AGDBreakdown": [other for other in running if other["sex"] or other["age_group"]],
    }
    total = row["people_reached"]
    for check, rows in parts.items():
        added = sum(other["people_reached"] or 0 for other in rows)
        if rows and added != total:
            yield from _failed(table, number, row, check, f"its parts add up to {added:,.10g} and not to {total:,.10g}")
    monthly = next((other["people_reached"] for other in known if other["basis"] == "period_total"), None)
    new = _new(row, months)
    if monthly is not None and new is not None and new > monthly:
        told = f"{new:,.10g} new people are more than the {monthly:,.10g} of the month"
        yield from _failed(table, number, row, "NewBenefvstotal", told)


def _is_of_one_file(part: Row, total: Row) -> bool:
    """Whether a part was said on the day on which its total was said first: an older part is of another total."""
    day = total["known_from"]
    return _said_by(part, day) == (day.isoformat() if day else "")


def _new(row: Row, months: Mapping[date, Sequence[Row]]) -> float | None:
    """New people of a month; None where the month before is not known."""
    month = row["month"]
    if month.month == 1:
        return float(row["people_reached"])
    before = months.get(month.replace(month=month.month - 1), ())
    rows = [other for other in before if _is_running(other)]
    earlier = next(iter(_known_by(rows, row)), None)
    if earlier is None:
        return None
    is_carried = row.get(_CARRIED) is not None and earlier.get(_CARRIED) is not None
    column = _CARRIED if is_carried else "people_reached"
    return float(row[column] - earlier[column])


def _known_by(rows: Iterable[Row], row: Row) -> list[Row]:
    """Of each number the version said last by the row's day; undated rows go with undated ones."""
    latest: dict[tuple[Any, ...], tuple[str, int, Row]] = {}
    for other in rows:
        said = _said_by(other, row["known_from"])
        if said is not None:
            key = (other["basis"], other["population_group"], other["sex"], other["age_group"])
            latest[key] = max(
                latest.get(key, ("", 0, other)), (said, other["version"], other), key=lambda item: item[:2]
            )
    return [other for _, _, other in latest.values()]


def _said_by(row: Row, day: date | None) -> str | None:
    return _last_day(row["known_from"], row.get("confirmed_on") or "", day)


@lru_cache(maxsize=4096)  # a delivery has thousands of rows of one day
def _last_day(known_from: date | None, confirmed_on: str, until: date | None) -> str | None:
    """The last day up to another on which a row was said; none is empty."""
    if until is None or known_from is None:
        return "" if known_from is until else None
    days = [known_from.isoformat(), *confirmed_on.split()]
    return max((day for day in days if day <= until.isoformat()), default=None)


def _failed(table: CheckedTable, number: int, row: Row, check: str, told: str) -> Iterator[Problem]:
    if check not in (row["checks"] or ""):
        message = f"R4V's row check {check}: {told}. Correct it, or write {check} in checks if the source has it so."
        yield _finding(table, number, "people_reached", message, "reach_check")


def _finding(table: CheckedTable, number: int, column: str, message: str, rule: str) -> Problem:
    return Problem(table.place(number, column), message, rule, severity="finding")
