"""Rules of reports, of what they print, and of the programmes that they print it of."""

from __future__ import annotations

from collections.abc import Mapping

from r4v_analysis.data.check.rows import AllTables, Found, quantity, reads
from r4v_analysis.data.schema import Row

ROLES_OF: Mapping[str, tuple[str, ...]] = {
    "people_reached": ("assisted",),
    "people_assisted": ("assisted",),
    "people_trained": ("trained",),
    "people_informed": ("informed",),
    "people_attended": ("attended",),
    "people_referred": ("referred",),
    "people_targeted": ("targeted",),
    "people_planned": ("targeted",),
    "refugees_and_migrants": ("present",),
    "asylum_seekers": ("present",),
    "population_worldwide": ("present",),
    "arrivals": ("crossing",),
    "departures": ("crossing",),
    "daily_entries": ("crossing",),
    "covid_cases": ("affected",),
    "deaths": ("affected",),
    "regularization": ("applied", "present"),
}
"""What people may be to the response, where their indicator says it: sentences go by the role, tables by the other."""
SHARES = frozenset({
    "coverage", "donor_share", "irregular_status", "need_change", "protection_incidents", "share_children",
    "share_venezuelans", "share_women", "target_reached", "vaccinated",
})  # fmt: skip
"""Indicators that are a part of something, and no count."""
_OF_NOTE = {
    "share_venezuelans": "of whom this is a share",
    "deaths": "what people died of, or where",
}
"""What the note says of a number by these indicators."""
_COUNTS = ("people", "meals", "consultations", "organizations", "procedures", "schools", "meetings", "places")


def within_report_period(row: Row, known: AllTables) -> Found:
    """What a report counts lies in the period that it reports on, unless its note says why not."""
    report = known.reports.get(row.get("report_id"))
    if report is None:
        return
    start, end = report["period_start"], report["period_end"]
    for column in ("period_start", "period_end", "as_of"):
        day = row.get(column)
        if day and not start <= day <= end and str(day.year) not in (row.get("note") or ""):
            message = (
                f"expected a day of the report's period, {start} to {end}, found {day}. "
                f"Correct it, or say in note, with the year {day.year}, why it lies outside."
            )
            yield column, message


def part_within_whole(row: Row, known: AllTables) -> Found:
    """A part is counted in the unit and on the basis of its whole, and is not larger."""
    whole = known.observations.get((row.get("report_id"), row.get("part_of")))
    if whole is None or _is_own_part(row, known):
        return
    name = row["part_of"]
    for column in ("unit", "basis"):
        if row.get(column) != whole.get(column):
            message = (
                f"expected {whole.get(column) or 'an empty cell'}, as in {name!r} of which this is a part, "
                f"found {row.get(column) or 'an empty cell'}. Correct it, or empty part_of."
            )
            yield column, message
            return
    part, limit = row.get("value"), _most(whole)
    if part is not None and limit is not None and row.get("qualifier") != "at_most" and part > limit:
        message = (
            f"expected at most {limit:,.15g}, that of {name!r} of which this is a part, found {part:,.15g}. "
            "Correct one of the two, or empty part_of."
        )
        yield "value", message


def _most(row: Row) -> float | None:
    """The largest value that a printed number can stand for; "about" is taken at its word."""
    return row.get("value") if row.get("qualifier") == "about" else quantity(row).high


def part_of_other(row: Row, known: AllTables) -> Found:
    """An observation is no part of itself, not by way of others either."""
    if row.get("part_of") and _is_own_part(row, known):
        message = f"expected another observation, found {row['part_of']!r}, which is a part of this one. Correct it."
        yield "part_of", message


def _is_own_part(row: Row, known: AllTables) -> bool:
    report_id, seen, name = row.get("report_id"), set(), row.get("part_of")
    while name and name not in seen:
        if name == row.get("observation_id"):
            return True
        seen.add(name)
        name = known.observations.get((report_id, name), {}).get("part_of")
    return False


def people_have_basis_and_role(row: Row, known: AllTables) -> Found:
    """Counts of people say how they were counted, and what the people are to the response."""
    if row.get("unit") == "people":
        for column in ("basis", "role"):
            if not row.get(column):
                step = "Write 'unknown' where the source does not say." if column == "basis" else "Fill it."
                yield column, f"expected a {column} for a count of people, found an empty cell. {step}"


@reads("unit", "indicator", "role", "basis")
def role_agrees(row: Row, known: AllTables) -> Found:
    """People are to the response what their indicator says, and counted as such people can be."""
    role, basis, allowed = row.get("role"), row.get("basis"), ROLES_OF.get(row.get("indicator") or "", ())
    if row.get("unit") != "people" or not (role and allowed):
        return
    if role not in allowed:
        expected = " or ".join(map(repr, allowed))
        yield "role", f"expected {expected} for {row['indicator']}, found {role!r}. Correct one of the two."
    elif basis and (role == "present") != (basis == "stock") and role in ("present", "crossing"):
        expected = "'stock'" if role == "present" else "a count over days"
        yield "basis", f"expected {expected} for people of the role {role!r}, found {basis!r}. Correct one of the two."


@reads("unit", "indicator")
def share_is_a_share(row: Row, known: AllTables) -> Found:
    """What the indicator calls a share is counted in no other unit."""
    if row.get("indicator") in SHARES and row.get("unit") != "share":
        yield "unit", f"expected share for {row['indicator']}, found {row.get('unit')!r}. Correct one of the two."


@reads("indicator", "value", "note")
def note_says_of_whom(row: Row, known: AllTables) -> Found:
    """Where an indicator leaves it to the note whom a number is of, there is a note."""
    if row.get("indicator") in _OF_NOTE and row.get("value") is not None and not row.get("note"):
        yield "note", f"expected {_OF_NOTE[row['indicator']]}, found an empty cell. Say it as the source does."


def value_in_range(row: Row, known: AllTables) -> Found:
    """Nothing is below 0; a share runs to 1, but coverage passes it where a plan is over-funded."""
    value = row.get("value")
    if value is None:
        return
    if value < 0:
        message = f"expected 0 or more, found {value:.15g}. Correct it; leave it empty where it is missing."
        yield "value", message
    elif row.get("unit") == "share" and value > 1 and row.get("indicator") != "coverage":
        step = f"Write {value / 100:.15g} for {value:.15g} %." if value <= 100 else "Correct its unit or the value."
        message = f"expected a share from 0 to 1, found {value:,.15g}. {step}"
        yield "value", message
    elif row.get("unit") in _COUNTS and value != int(value):
        message = (
            f"expected a whole number of {row['unit']}, found {value:.15g}. "
            f"Write {value * 1000:.15g} if the point is a thousands mark."
        )
        yield "value", message


def sector_is_no_total(row: Row, known: AllTables) -> Found:
    """The row over all sectors is R4V's, in plans and monitoring: among a report's sectors it would be ranked."""
    if known.sectors.get(row.get("sector"), {}).get("is_total"):
        message = f"expected a sector, found {row['sector']!r}, which stands for all of them. Empty it."
        yield "sector", message


def regularization_is_keyed(row: Row, known: AllTables) -> Found:
    """Stages are different populations: a count names its programme, its stage and its day."""
    if row.get("indicator") == "regularization":
        for column in ("programme", "stage", "as_of"):
            if not row.get(column):
                message = f"expected {column} for a regularization count, found an empty cell. Fill it."
                yield column, message


def plan_money_is_in_dollars(row: Row, known: AllTables) -> Found:
    """Requirements and funding are in US$: what is printed in another currency is converted by a person first."""
    if row.get("indicator") in ("requirements", "funding") and row.get("unit") != "usd":
        yield (
            "unit",
            f"expected usd for {row['indicator']}, found {row.get('unit')!r}. Convert it, and say so in the note.",
        )


def people_are_counted(row: Row, known: AllTables) -> Found:
    """People are counted: money or a share is the unit of another number."""
    indicator = row.get("indicator") or ""
    if (indicator.startswith("people_") or indicator == "refugees_and_migrants") and row["unit"] not in _COUNTS:
        yield "unit", f"expected people, or what else is counted, for {indicator}, found {row['unit']!r}. Correct it."


def id_agrees(row: Row, known: AllTables) -> Found:
    """A report's id is its country and the months in which its period starts and ends."""
    country, start, end = str(row["report_id"]).split("_")[:3]
    parts = [("country_iso3", country, row.get("country_iso3"))]
    for column, month in (("period_start", start), ("period_end", end)):
        day = row.get(column)
        parts.append((column, month, day and f"{day:%Y-%m}"))
    for column, expected, found in parts:
        if found and found != expected:
            message = f"expected {expected} as in {row['report_id']!r}, found {found}. Correct one of the two."
            yield column, message


@reads("published", "known_from", "period_end")
def known_when_published(row: Row, known: AllTables) -> Found:
    """Other pages know a report from the day on which it was published, where that is told, or its last day."""
    published, known_from, end = row.get("published"), row.get("known_from"), row.get("period_end")
    if published and known_from and end and known_from != max(published, end):
        expected = f"expected {max(published, end)}, since published is {published}, found {known_from}."
        yield "known_from", f"{expected} Write that day, with the basis 'printed', or correct published."


def deadline_after_opening(row: Row, known: AllTables) -> Found:
    """Applications close after they open; only days that can't be so are wrong."""
    if row.get("event") not in ("deadline", "extension"):
        return
    for opening in known.openings.get(row.get("programme"), []):
        if row["date_high"] <= opening["date_low"]:
            message = (
                f"expected a day after the opening of {row['programme']!r} ({opening['date_low']}), "
                f"found {row['date_high']}. Correct one of the two."
            )
            yield "date_high", message


def event_known_with_report(row: Row, known: AllTables) -> Found:
    """What a report prints is known from the day on which the report is."""
    report = known.reports.get(row.get("source_report_id"))
    if report and row.get("known_from") != report["known_from"]:
        message = (
            f"expected {report['known_from']}, when {row['source_report_id']!r} became known, "
            f"found {row.get('known_from')}. Correct it, or name another source."
        )
        yield "known_from", message


@reads("source_report_id", "source_url", "source_file")
def source_is_named(row: Row, known: AllTables) -> Found:
    """Each row that is not a report's own cites an address, or a report or file where its table names such."""
    if not any(row.values()):
        other = "a report in source_report_id" if "source_report_id" in row else "a file in source_file"
        yield "source_url", f"expected an address, or {other}, found neither. Cite the source."
