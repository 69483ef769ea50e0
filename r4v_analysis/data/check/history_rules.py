"""Rules of the tables of plans and monitoring: plan_funding, donor_funding, people_in_need, sector_reach."""

from __future__ import annotations

from collections.abc import Iterable

from r4v_analysis.data.check.rows import (
    VERSIONED,
    AllTables,
    CheckedTable,
    Findings,
    Found,
    RowRule,
    TableRule,
    reads,
)
from r4v_analysis.data.ids import FUNDING, NEED, REACH, ids
from r4v_analysis.data.schema import Row
from r4v_analysis.values.period import month_end

DONORS = "donor-funding"
_ALIKE, _HALF_PERCENT = 3, 0.005001


def number_id_agrees(table: CheckedTable, known: AllTables) -> Findings:
    """The id is made of what the number is about, and of its version."""
    for number, id_, expected in zip(table.numbers, table.keys, ids(table.name, table.columns), strict=True):
        if id_ != expected:
            told = f"expected {expected!r}, as the row's cells give it, found {id_!r}. Correct one of them."
            yield number, next(iter(table.columns)), told


def donor_id_agrees(row: Row, known: AllTables) -> Found:
    """The id begins with country, year and plan and ends with the version; the donor's name stands between."""
    first, last = f"{row['country_iso3']}_{row['year']}_{row['plan_code']}_", f"_v{row['version']}"
    if not (row["donor_funding_id"].startswith(first) and row["donor_funding_id"].endswith(last)):
        yield (
            "donor_funding_id",
            f"expected {first!r}, the donor and {last!r}, found {row['donor_funding_id']!r}. Correct it.",
        )


def earlier_version_is_there(table: CheckedTable, known: AllTables) -> Findings:
    """Versions run from 1 without a gap."""
    for row, id_, version in zip(table.numbers, table.keys, table.columns.get("version", ()), strict=False):
        if isinstance(version, int) and version != 1:
            number = str(id_).removesuffix(f"_v{version}")
            before = {f"{number}_v{version - 1}", *([number] if version == 2 else [])}
            if known.version_ids.isdisjoint(before):
                told = f"expected version {version - 1} of these numbers, too, found none. Number them from 1."
                yield row, "version", told


@reads("known_from", "known_from_basis", "as_of", "confirmed_on")
def dating_is_whole(row: Row, known: AllTables) -> Found:
    """A day from which a number was known says how that is known, and is not before the number's own day."""
    known_from, as_of = row["known_from"], row.get("as_of")
    if bool(known_from) != bool(row["known_from_basis"]):
        yield "known_from_basis", "expected known_from and its basis together, found one of them. Fill or empty both."
    for day in (row.get("confirmed_on") or "").split():
        if known_from is None or day <= known_from.isoformat():
            yield "confirmed_on", f"expected a day after {known_from or 'known_from'}, found {day}. Correct it."
    if as_of and (known_from is None or known_from < as_of):
        yield "known_from", f"expected {as_of} (as_of) or later, found {known_from or 'an empty cell'}. Correct it."


@reads("source_url", "source_file")
def source_or_file_is_named(row: Row, known: AllTables) -> Found:
    """Each row cites an address or a file."""
    if not row["source_url"] and not row["source_file"]:
        yield "source_url", "expected an address, or a file in source_file, found neither. Cite the source."


def coverage_agrees(row: Row, known: AllTables) -> Found:
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


def requirement_is_own(row: Row, known: AllTables) -> Found:
    """One amount for three countries of a plan or more is no country's own requirement; 0 is no amount."""
    if row["requirements_scope"] != "own" or not row["requirements_usd"]:
        return
    alike = known.by(FUNDING, *_AMOUNT)[tuple(row[name] for name in _AMOUNT)]
    countries = {other["country_iso3"] for other in alike}
    if len(countries) >= _ALIKE:
        message = f"expected 'repeated' for an amount that {len(countries)} countries of the plan share, found 'own'."
        yield "requirements_scope", f"{message} Correct it."


_AMOUNT = ("plan_code", "year", "requirements_usd")


@reads("month", "known_from")
def month_is_first_day(row: Row, known: AllTables) -> Found:
    """A month is written as its first day, and is over before its numbers are known."""
    month, known_from = row["month"], row["known_from"]
    if month.day != 1:
        yield "month", f"expected {month.replace(day=1)}, the first day of the month, found {month}. Correct it."
        return
    last = month_end(month)
    if known_from and known_from < last:
        yield "known_from", f"expected {last}, the end of the month, or later, found {known_from}. Correct it."


@reads("people_reached", "people_reached_cva", "checks")
def cva_within_total(row: Row, known: AllTables) -> Found:
    """R4V's check "CVA higher than total": a row that fails it says so in `checks`."""
    total, cva = row["people_reached"], row["people_reached_cva"]
    if total is not None and cva is not None and cva > total and "CVA higher than total" not in (row["checks"] or ""):
        message = f"expected at most {total:,.10g} (people_reached), found {cva:,.10g}. Correct it, or write "
        yield "people_reached_cva", message + "'CVA higher than total' in checks if the source has it so."


@reads("people_reached", "people_reached_cva")
def reached_are_whole(row: Row, known: AllTables) -> Found:
    """A count of people has no parts of persons: a point in it was a mark of thousands, or the number is no count."""
    yield from parts_of_persons(row, ("people_reached", "people_reached_cva"))


@reads("people_in_need", "people_targeted")
def needs_are_whole(row: Row, known: AllTables) -> Found:
    """People in need and targets are counts of people, too."""
    yield from parts_of_persons(row, ("people_in_need", "people_targeted"))


def parts_of_persons(row: Row, columns: Iterable[str]) -> Found:
    """Counts in these columns that are no whole number."""
    for column in columns:
        value = row[column]
        if value is not None and value != int(value):
            message = f"expected a whole number of people, found {value:.15g}."
            yield column, f"{message} Write {value * 1000:.15g} if the point is a mark of thousands."


RULES: dict[str, tuple[RowRule, ...]] = {
    FUNDING: (
        dating_is_whole,
        coverage_agrees,
        requirement_is_own,
        source_or_file_is_named,
    ),
    DONORS: (donor_id_agrees, dating_is_whole, source_or_file_is_named),
    NEED: (needs_are_whole, dating_is_whole, source_or_file_is_named),
    REACH: (
        reached_are_whole,
        dating_is_whole,
        month_is_first_day,
        cva_within_total,
        source_or_file_is_named,
    ),
}

TABLE_RULES: dict[str, tuple[TableRule, ...]] = {
    **dict.fromkeys(VERSIONED, (earlier_version_is_there,)),
    **dict.fromkeys((FUNDING, NEED, REACH), (number_id_agrees, earlier_version_is_there)),
}
