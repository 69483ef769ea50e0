"""Rules of the tables of plans and monitoring: plan_funding, people_in_need, sector_reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from r4v_analysis.data.check.rows import Found, Known, RowRule, Table
from r4v_analysis.data.schema import Row
from r4v_analysis.errors import Problem
from r4v_analysis.values.period import month_end

FUNDING, NEED, REACH = "plan-funding", "people-in-need", "sector-reach"
_ALIKE, _HALF_PERCENT = 3, 0.005001
_REACH_KEY = ("country_iso3", "month", "place", "sector")


def funding_id_agrees(row: Row, known: Known) -> Found:
    """The id is country, year, plan and version."""
    yield from _id_found(row, "plan_funding_id", (row["country_iso3"], row["year"], row["plan_code"], _version(row)))


def need_id_agrees(row: Row, known: Known) -> Found:
    """The id is country, year, sector and group, and who restates it."""
    parts = (row["country_iso3"], row["year"], row["sector"], row["population_group"], row.get("restated_by"))
    yield from _id_found(row, "people_in_need_id", parts)


def reach_id_agrees(row: Row, known: Known) -> Found:
    """The id is country, month, place, sector, basis, group, sex, age and version."""
    about = (row["country_iso3"], f"{row['month']:%Y-%m}", row["place"], row["sector"], row["basis"])
    who = (row["population_group"], row["sex"], row["age_group"], _version(row))
    yield from _id_found(row, "reach_id", (*about, *who))


def _version(row: Row) -> str:
    return f"v{row['version']}"


def _id_found(row: Row, column: str, parts: Iterable[Any]) -> Found:
    expected = "_".join(str(part) for part in parts if part is not None)
    if row[column] != expected:
        yield column, f"expected {expected!r}, as the row's cells give it, found {row[column]!r}. Correct one of them."


def earlier_version_is_there(row: Row, known: Known) -> Found:
    """Versions run from 1 without a gap."""
    version = row["version"]
    column = "plan_funding_id" if "plan_funding_id" in row else "reach_id"
    before = f"{row[column].rpartition('_v')[0]}_v{version - 1}"
    if version > 1 and before not in known.version_ids:
        yield "version", f"expected version {version - 1} of these numbers, too, found none. Number them from 1."


def dating_is_whole(row: Row, known: Known) -> Found:
    """A day from which a number was known says how that is known, and is not before the number's own day."""
    known_from, as_of = row["known_from"], row.get("as_of")
    if bool(known_from) != bool(row["known_from_basis"]):
        yield "known_from_basis", "expected known_from and its basis together, found one of them. Fill or empty both."
    for day in (row.get("confirmed_on") or "").split():
        if known_from is None or day <= known_from.isoformat():
            yield "confirmed_on", f"expected a day after {known_from or 'known_from'}, found {day}. Correct it."
    if as_of and (known_from is None or known_from < as_of):
        yield "known_from", f"expected {as_of} (as_of) or later, found {known_from or 'an empty cell'}. Correct it."


def source_or_file_is_named(row: Row, known: Known) -> Found:
    """Each row cites an address or a file."""
    if not row["source_url"] and not row["source_file"]:
        yield "source_url", "expected an address, or a file in source_file, found neither. Cite the source."


def coverage_agrees(row: Row, known: Known) -> Found:
    """The printed coverage is funding over requirements, to a half percent."""
    funding, requirements, printed = row["funding_usd"], row["requirements_usd"], row["coverage_printed"]
    if funding is None or not requirements or printed is None or row["note"]:
        return
    if abs(funding / requirements - printed) > _HALF_PERCENT:
        message = (
            f"expected {funding / requirements:.2f}, which is funding over requirements, found {printed:.10g}. "
            "Correct one of them, or say in note why the source prints another."
        )
        yield "coverage_printed", message


def requirement_is_own(row: Row, known: Known) -> Found:
    """One amount for three countries of a plan or more is no country's own requirement; 0 is no amount."""
    if row["requirements_scope"] != "own" or not row["requirements_usd"]:
        return
    alike = known.by(FUNDING, *_AMOUNT)[tuple(row[name] for name in _AMOUNT)]
    countries = {other["country_iso3"] for other in alike}
    if len(countries) >= _ALIKE:
        message = f"expected 'repeated' for an amount that {len(countries)} countries of the plan share, found 'own'."
        yield "requirements_scope", f"{message} Correct it."


def target_within_need(row: Row, known: Known) -> Found:
    """A plan means to assist some of those in need, not more."""
    need, target = row["people_in_need"], row["people_targeted"]
    if need is not None and target is not None and target > need:
        yield "people_targeted", f"expected at most {need:,.10g} (people_in_need), found {target:,.10g}. Correct one."


def need_groups_add_up(row: Row, known: Known) -> Found:
    """The population groups of a sector add up to its total, where the source gives any."""
    if row["population_group"] != "all" or row["note"]:
        return
    for column in ("people_in_need", "people_targeted"):
        groups = known.by(NEED, *_NEED_KEY)[tuple(row[name] for name in _NEED_KEY)]
        parts = [other[column] for other in groups if other["population_group"] != "all"]
        given = [part for part in parts if part is not None]
        if given and row[column] is not None and sum(given) != row[column]:
            message = f"expected {sum(given):,.10g}, the sum of its groups, found {row[column]:,.10g}."
            yield column, f"{message} Correct it, or say in note why they differ."


_AMOUNT = ("plan_code", "year", "requirements_usd")
_NEED_KEY = ("country_iso3", "year", "sector")


def month_is_first_day(row: Row, known: Known) -> Found:
    """A month is written as its first day, and is over before its numbers are known."""
    month, known_from = row["month"], row["known_from"]
    if month.day != 1:
        yield "month", f"expected {month.replace(day=1)}, the first day of the month, found {month}. Correct it."
        return
    last = month_end(month)
    if known_from and known_from < last:
        yield "known_from", f"expected {last}, the end of the month, or later, found {known_from}. Correct it."


def cva_within_total(row: Row, known: Known) -> Found:
    """R4V's check "CVA higher than total": a row that fails it says so in `checks`."""
    total, cva = row["people_reached"], row["people_reached_cva"]
    if total is not None and cva is not None and cva > total and "CVA higher than total" not in (row["checks"] or ""):
        message = f"expected at most {total:,.10g} (people_reached), found {cva:,.10g}. Correct it, or write "
        yield "people_reached_cva", message + "'CVA higher than total' in checks if the source has it so."


def reached_are_whole(row: Row, known: Known) -> Found:
    """A count of people has no parts of persons: a point in it was a mark of thousands, or the number is no count."""
    yield from parts_of_persons(row, ("people_reached", "people_reached_cva"))


def needs_are_whole(row: Row, known: Known) -> Found:
    """People in need and targets are counts of people, too."""
    yield from parts_of_persons(row, ("people_in_need", "people_targeted"))


def parts_of_persons(row: Row, columns: Iterable[str]) -> Found:
    """Counts in these columns that are no whole number."""
    for column in columns:
        value = row[column]
        if value is not None and value != int(value):
            message = f"expected a whole number of people, found {value:.15g}."
            yield column, f"{message} Write {value * 1000:.15g} if the point is a mark of thousands."


def reach_findings(known: Known) -> Iterator[Problem]:
    """What R4V's other row checks find in sector_reach.csv and no row says of itself in `checks`.

    PopTypeBreakdown and AGDBreakdown: groups, or ages and sexes, that do not add up to the total.
    NewBenefvstotal: more new people than people in the month. For each number as it was known when
    its total was.
    """
    for table in known.named(REACH):
        if table.is_whole:
            numbers = _by_key(table)
            for number, row in table.rows.items():
                if row["basis"] == "cumulative_ytd" and _is_total(row) and row["people_reached"] is not None:
                    yield from _reach_problems(table, number, row, numbers)


_Numbers = Mapping[tuple[Any, ...], list[Row]]


def _by_key(table: Table) -> _Numbers:
    found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in table.rows.values():
        found[tuple(row[name] for name in _REACH_KEY)].append(row)
    return found


def _is_total(row: Row) -> bool:
    return row["population_group"] == "all" and row["sex"] is None and row["age_group"] is None


def _reach_problems(table: Table, number: int, row: Row, numbers: _Numbers) -> Iterator[Problem]:
    known = _known_by(numbers[tuple(row[name] for name in _REACH_KEY)], row)
    running = [other for other in known if other["basis"] == "cumulative_ytd" and _is_of_one_file(other, row)]
    parts = {
        "PopTypeBreakdown": [other for other in running if other["population_group"] != "all"],
        "AGDBreakdown": [other for other in running if other["sex"] or other["age_group"]],
    }
    total = row["people_reached"]
    for check, rows in parts.items():
        added = sum(other["people_reached"] or 0 for other in rows)
        if rows and added != total:
            yield from _finding(
                table, number, row, check, f"its parts add up to {added:,.10g} and not to {total:,.10g}"
            )
    monthly = next((other["people_reached"] for other in known if other["basis"] == "period_total"), None)
    new = _new(row, numbers)
    if monthly is not None and new is not None and new > monthly:
        told = f"{new:,.10g} new people are more than the {monthly:,.10g} of the month"
        yield from _finding(table, number, row, "NewBenefvstotal", told)


def _is_of_one_file(part: Row, total: Row) -> bool:
    """Whether a part was said on the day on which its total was said first: an older part is of another total."""
    day = total["known_from"]
    return _said_by(part, day) == (day.isoformat() if day else "")


def _new(row: Row, numbers: _Numbers) -> float | None:
    month = row["month"]
    if month.month == 1:
        return float(row["people_reached"])
    before = (row["country_iso3"], month.replace(month=month.month - 1), row["place"], row["sector"])
    rows = [other for other in numbers.get(before, ()) if _is_total(other) and other["basis"] == "cumulative_ytd"]
    earlier = [other["people_reached"] for other in _known_by(rows, row) if other["people_reached"] is not None]
    return float(row["people_reached"] - earlier[0]) if earlier else None


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
    if day is None or row["known_from"] is None:
        return "" if row["known_from"] is day else None
    days = [row["known_from"].isoformat(), *(row["confirmed_on"] or "").split()]
    return max((found for found in days if found <= day.isoformat()), default=None)


def _finding(table: Table, number: int, row: Row, check: str, told: str) -> Iterator[Problem]:
    if check not in (row["checks"] or ""):
        message = f"R4V's row check {check}: {told}. Correct it, or write {check} in checks if the source has it so."
        yield Problem(table.place(number, "people_reached"), message, "reach_check", severity="finding")


RULES: dict[str, tuple[RowRule, ...]] = {
    FUNDING: (
        funding_id_agrees,
        earlier_version_is_there,
        dating_is_whole,
        coverage_agrees,
        requirement_is_own,
        source_or_file_is_named,
    ),
    NEED: (
        need_id_agrees,
        needs_are_whole,
        dating_is_whole,
        target_within_need,
        need_groups_add_up,
        source_or_file_is_named,
    ),
    REACH: (
        reach_id_agrees,
        reached_are_whole,
        earlier_version_is_there,
        dating_is_whole,
        month_is_first_day,
        cva_within_total,
        source_or_file_is_named,
    ),
}
