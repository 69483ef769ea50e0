"""Rules of the reference classes: finished programmes with their counts, and coverage of finished plan years."""

from __future__ import annotations

from datetime import date

from r4v_analysis.data.check.rows import AllTables, Found
from r4v_analysis.data.ids import COVERAGE
from r4v_analysis.data.schema import Row

COUNTS, EVENTS = "programme-counts", "programme-events"
_LAST_DIGIT = 0.000051
"""Half of the fourth decimal, to which coverage is kept."""

_WINDOWS = {
    "application": (("opening",), ("deadline", "extension")),
    "pre_registered": (("pre_registration_opening",), ("pre_registration_closing",)),
}


def coverage_is_quotient(row: Row, known: AllTables) -> Found:
    """Coverage is funding over the country's own requirement, to its last digit."""
    requirements, funding = row["requirements_usd"], row["funding_usd"]
    if requirements and funding is not None and abs(funding / requirements - row["coverage"]) > _LAST_DIGIT:
        message = f"expected {funding / requirements:.4f}, which is funding over requirements, found {row['coverage']}."
        yield "coverage", f"{message} Correct one of them."


def snapshot_day_agrees(row: Row, known: AllTables) -> Found:
    """A snapshot within the year is of a day of it, the final one of a day after it; neither is known earlier."""
    day, known_from = row["as_of"], row["known_from"]
    if row["is_final"] != (day > date(row["year"], 12, 31)) or day.year < row["year"]:
        when = "after" if row["is_final"] else "of"
        yield "as_of", f"expected a day {when} {row['year']}, found {day}. Correct it, or is_final."
    if known_from < day:
        yield "known_from", f"expected {day} (as_of) or later, found {known_from}. Correct it."


def year_ends_once(row: Row, known: AllTables) -> Found:
    """A plan year has one final snapshot: a range is scored against one number."""
    finals = known.by(COVERAGE, *_YEAR, "is_final")[(*(row[name] for name in _YEAR), True)] if row["is_final"] else []
    if len(finals) > 1:
        yield "is_final", f"expected one final snapshot of the plan year, found {len(finals)}. Keep one."


def regional_part_is_one(row: Row, known: AllTables) -> Found:
    """What FTS added to the requirements of a plan's countries within the year is one amount for all of them."""
    part = _regional_part(row)
    if part is None or row["is_final"]:
        return
    rows = known.by(COVERAGE, "year", "plan_type", "is_final")[row["year"], row["plan_type"], False]
    others = [found for found in map(_regional_part, rows) if found is not None]
    usual = max(set(others), key=others.count)
    if part != usual:
        message = f"expected {row['requirements_published_usd'] - usual:.0f}, which is the published amount less "
        yield "requirements_usd", f"{message}{usual:.0f} as elsewhere, found {row['requirements_usd']:.0f}. Correct it."


def derived_requirement_agrees(row: Row, known: AllTables) -> Found:
    """A derived requirement keeps what was published, and is that of the plan's coverage table."""
    is_derived = row["requirements_scope"] == "derived"
    if is_derived != (row.get("requirements_published_usd") is not None):
        message = "expected the amount that FTS publishes beside a derived requirement, and beside no other"
        yield "requirements_published_usd", f"{message}. Fill or empty it, or correct requirements_scope."
    if is_derived and known.is_whole(COVERAGE):
        rows = known.by(COVERAGE, "country_iso3", "year").get((row["country_iso3"], row["year"]), ())
        amounts = {found["requirements_usd"] for found in rows if found["requirements_published_usd"] is not None}
        if row["requirements_usd"] not in amounts:
            message = "expected a requirement that plan_coverage.csv derives for the country and year, found"
            yield "requirements_usd", f"{message} {row['requirements_usd']:.0f}. Correct it, or add its row there."


def count_lies_after_opening(row: Row, known: AllTables) -> Found:
    """A count stands at 0 or more of its programme's window, and one of a day past the deadline says so in note."""
    opening, deadline = _window(row, known)
    if opening and row["date_high"] < opening:
        message = f"expected {opening}, the opening of {row['programme']!r}, or later, found {row['date_high']}."
        yield "date_high", f"{message} Correct one of them."
    if deadline and row["date_low"] > deadline and not row["note"]:
        message = f"expected a day by the deadline of {row['programme']!r} ({deadline}), found {row['date_low']}."
        yield "date_low", f"{message} Correct it, or say in note that it restates the end."


def count_within_closing(row: Row, known: AllTables) -> Found:
    """No count of a day before the deadline is above the highest one at closing, unless its note says why."""
    _opening, deadline = _window(row, known)
    if deadline is None or row["date_high"] >= deadline or row["note"] or not known.is_whole(COUNTS):
        return
    rows = known.by(COUNTS, "programme", "stage")[row["programme"], row["stage"]]
    closing = [other["value"] for other in rows if other["date_high"] >= deadline]
    if closing and row["value"] > max(closing):
        message = f"expected at most {max(closing):,.15g}, the count at closing, found {row['value']:,.15g}."
        yield "value", f"{message} Correct one of them, or say in note why they differ."


def _window(row: Row, known: AllTables) -> tuple[date | None, date | None]:
    """The earliest opening and the last deadline of a stage's window; None where none is known for sure."""
    if not known.is_whole(EVENTS):
        return None, None
    opening, deadline = _WINDOWS.get(row["stage"], ((), ()))
    events = known.by(EVENTS, "programme").get((row["programme"],), ())
    return (
        min((event["date_low"] for event in events if event["event"] in opening), default=None),
        max((event["date_high"] for event in events if event["event"] in deadline), default=None),
    )


def _regional_part(row: Row) -> float | None:
    published, own = row["requirements_published_usd"], row["requirements_usd"]
    return None if published is None or own is None else float(published - own)


_YEAR = ("country_iso3", "year", "plan_type")
