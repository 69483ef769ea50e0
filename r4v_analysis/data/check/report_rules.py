"""Rules of reports, of what they print, and of the programmes that they print it of."""

from __future__ import annotations

from collections.abc import Mapping

from r4v_analysis.data.check.rows import AllTables, Found, quantity, reads
from r4v_analysis.data.schema import Row
from r4v_analysis.errors import Message

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
    "share_venezuelans": Message("of whom this is a share"),
    "deaths": Message("what people died of, or where"),
}
"""What the note says of a number by these indicators."""
_EMPTY = Message("an empty cell")
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
            message = Message(
                "expected a day of the report's period, {start} to {end}, found {day}. "
                "Correct it, or say in note, with the year {day.year}, why it lies outside."
            )
            yield column, message.of(start=start, end=end, day=day)


def part_within_whole(row: Row, known: AllTables) -> Found:
    """A part is counted in the unit and on the basis of its whole, and is not larger."""
    whole = known.observations.get((row.get("report_id"), row.get("part_of")))
    if whole is None or _is_own_part(row, known):
        return
    name = row["part_of"]
    for column in ("unit", "basis"):
        if row.get(column) != whole.get(column):
            message = Message(
                "expected {code}, as in {whole!r} of which this is a part, "
                "found {found__code}. Correct it, or empty part_of."
            )
            cells = {"code": whole.get(column) or _EMPTY, "found__code": row.get(column) or _EMPTY}
            yield column, message.of(whole=name, **cells)
            return
    part, limit = row.get("value"), _most(whole)
    if part is not None and limit is not None and row.get("qualifier") != "at_most" and part > limit:
        message = Message(
            "expected at most {most:,.15g}, that of {whole!r} of which this is a part, found {part:,.15g}. "
            "Correct one of the two, or empty part_of."
        )
        yield "value", message.of(most=limit, whole=name, part=part)


def _most(row: Row) -> float | None:
    """The largest value that a printed number can stand for; "about" is taken at its word."""
    return row.get("value") if row.get("qualifier") == "about" else quantity(row).high


def part_of_other(row: Row, known: AllTables) -> Found:
    """An observation is no part of itself, not by way of others either."""
    if row.get("part_of") and _is_own_part(row, known):
        message = Message("expected another observation, found {other!r}, which is a part of this one. Correct it.")
        yield "part_of", message.of(other=row["part_of"])


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
        if not row.get("basis"):
            told = Message(
                "expected a basis for a count of people, found an empty cell. "
                "Write {basis!r} where the source does not say."
            )
            yield "basis", told.of(basis="unknown")
        if not row.get("role"):
            yield "role", Message("expected a role for a count of people, found an empty cell. Fill it.")


@reads("unit", "indicator", "role", "basis")
def role_agrees(row: Row, known: AllTables) -> Found:
    """People are to the response what their indicator says, and counted as such people can be."""
    role, basis, allowed = row.get("role"), row.get("basis"), ROLES_OF.get(row.get("indicator") or "", ())
    if row.get("unit") != "people" or not (role and allowed):
        return
    if role not in allowed:
        one, *others = (Message("{role!r}", role=each) for each in allowed)
        roles = Message("{one} or {other}", one=one, other=others[0]) if others else one
        told = Message("expected {roles} for {indicator}, found {role!r}. Correct one of the two.")
        yield "role", told.of(roles=roles, indicator=row["indicator"], role=role)
    elif basis and (role == "present") != (basis == "stock") and role in ("present", "crossing"):
        told = Message("expected {expected} for people of the role {role!r}, found {basis!r}. Correct one of the two.")
        expected = Message("{basis!r}", basis="stock") if role == "present" else Message("a count over days")
        yield "basis", told.of(expected=expected, role=role, basis=basis)


@reads("unit", "indicator")
def share_is_a_share(row: Row, known: AllTables) -> Found:
    """What the indicator calls a share is counted in no other unit."""
    if row.get("indicator") in SHARES and row.get("unit") != "share":
        told = Message("expected {expected__unit} for {indicator}, found {unit!r}. Correct one of the two.")
        yield "unit", told.of(expected__unit="share", indicator=row["indicator"], unit=row.get("unit"))


@reads("indicator", "value", "note")
def note_says_of_whom(row: Row, known: AllTables) -> Found:
    """Where an indicator leaves it to the note whom a number is of, there is a note."""
    if row.get("indicator") in _OF_NOTE and row.get("value") is not None and not row.get("note"):
        what = _OF_NOTE[row["indicator"]]
        yield "note", Message("expected {what}, found an empty cell. Say it as the source does.", what=what)


def value_in_range(row: Row, known: AllTables) -> Found:
    """Nothing is below 0; a share runs to 1, but coverage passes it where a plan is over-funded."""
    value = row.get("value")
    if value is None:
        return
    if value < 0:
        told = Message("expected 0 or more, found {value:.15g}. Correct it; leave it empty where it is missing.")
        yield "value", told.of(value=value)
    elif row.get("unit") == "share" and value > 1 and row.get("indicator") != "coverage":
        step = Message("Write {meant} for {value:.15g} %.", meant=f"{value / 100:.15g}", value=value)
        step = step if value <= 100 else Message("Correct its unit or the value.")
        yield "value", Message("expected a share from 0 to 1, found {value:,.15g}. {step}", value=value, step=step)
    elif row.get("unit") in _COUNTS and value != int(value):
        told = Message(
            "expected a whole number of {unit}, found {cell}. Write {meant} if the point is a thousands mark."
        )
        yield "value", told.of(unit=row["unit"], cell=f"{value:.15g}", meant=f"{value * 1000:.15g}")


def sector_is_no_total(row: Row, known: AllTables) -> Found:
    """The row over all sectors is R4V's, in plans and monitoring: among a report's sectors it would be ranked."""
    if known.sectors.get(row.get("sector"), {}).get("is_total"):
        message = Message("expected a sector, found {sector!r}, which stands for all of them. Empty it.")
        yield "sector", message.of(sector=row["sector"])


def regularization_is_keyed(row: Row, known: AllTables) -> Found:
    """Stages are different populations: a count names its programme, its stage and its day."""
    if row.get("indicator") == "regularization":
        for column in ("programme", "stage", "as_of"):
            if not row.get(column):
                message = Message("expected {column} for a regularization count, found an empty cell. Fill it.")
                yield column, message.of(column=column)


def plan_money_is_in_dollars(row: Row, known: AllTables) -> Found:
    """Requirements and funding are in US$: what is printed in another currency is converted by a person first."""
    if row.get("indicator") in ("requirements", "funding") and row.get("unit") != "usd":
        told = Message("expected {expected__unit} for {indicator}, found {unit!r}. Convert it, and say so in the note.")
        yield "unit", told.of(expected__unit="usd", indicator=row["indicator"], unit=row.get("unit"))


def people_are_counted(row: Row, known: AllTables) -> Found:
    """People are counted: money or a share is the unit of another number."""
    indicator = row.get("indicator") or ""
    if (indicator.startswith("people_") or indicator == "refugees_and_migrants") and row["unit"] not in _COUNTS:
        told = Message("expected people, or what else is counted, for {indicator}, found {unit!r}. Correct it.")
        yield "unit", told.of(indicator=indicator, unit=row["unit"])


def id_agrees(row: Row, known: AllTables) -> Found:
    """A report's id is its country and the months in which its period starts and ends."""
    country, start, end = str(row["report_id"]).split("_")[:3]
    parts = [("country_iso3", country, row.get("country_iso3"))]
    for column, month in (("period_start", start), ("period_end", end)):
        day = row.get(column)
        parts.append((column, month, day and f"{day:%Y-%m}"))
    for column, expected, found in parts:
        if found and found != expected:
            told = Message("expected {expected} as in {report_id!r}, found {found}. Correct one of the two.")
            yield column, told.of(expected=expected, report_id=row["report_id"], found=found)


@reads("published", "known_from", "period_end")
def known_when_published(row: Row, known: AllTables) -> Found:
    """Other pages know a report from the day on which it was published, where that is told, or its last day."""
    published, known_from, end = row.get("published"), row.get("known_from"), row.get("period_end")
    if published and known_from and end and known_from != max(published, end):
        told = Message(
            "expected {expected}, since published is {published}, found {known_from}. "
            "Write that day, with the basis 'printed', or correct published."
        )
        yield "known_from", told.of(expected=max(published, end), published=published, known_from=known_from)


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
