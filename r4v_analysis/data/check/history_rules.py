"""Rules of the tables of plans and monitoring: plan_funding, donor_funding, people_in_need, sector_reach."""

from __future__ import annotations

from r4v_analysis.data.check.rows import AllTables, CheckedTable, Findings, Found, reads, wrong_id
from r4v_analysis.data.ids import FUNDING, ids
from r4v_analysis.data.schema import Row
from r4v_analysis.values.period import month_end

_ALIKE, _HALF_PERCENT = 3, 0.005001


def number_id_agrees(table: CheckedTable, known: AllTables) -> Findings:
    """The id is made of what the number is about, and of its version."""
    for number, id_, expected in zip(table.numbers, table.keys, ids(table.name, table.columns), strict=True):
        if id_ != expected:
            yield number, next(iter(table.columns)), wrong_id(expected, id_)


def donor_id_agrees(row: Row, known: AllTables) -> Found:
    """The id begins with country, year and plan and ends with the version; the donor's name stands between."""
    first, last = f"{row['country_iso3']}_{row['year']}_{row['plan_code']}_", f"_v{row['version']}"
    if not (row["donor_funding_id"].startswith(first) and row["donor_funding_id"].endswith(last)):
        yield (
            "donor_funding_id",
            f"expected {first!r}, the donor and {last!r}, found {row['donor_funding_id']!r}. Correct it.",
        )


def earlier_version_is_there(table: CheckedTable, known: AllTables) -> Findings:
    """Versions run from 1 without a gap; asked of a table that is whole."""
    if not table.is_whole:
        return
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
        message = f"expected at most {total:,.15g} (people_reached), found {cva:,.15g}. Correct it, or write "
        yield "people_reached_cva", message + "'CVA higher than total' in checks if the source has it so."
