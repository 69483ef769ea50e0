"""What can't be right as orders of magnitude lie between: reports, plans and monitoring against one another.

A unit in a table's heading or a mark of thousands that was misread makes a number a thousand or a million times too
large or small. The factors are wide: what sources say inconsistently is no finding here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from r4v_analysis.data.check.count_magnitudes import About, counts
from r4v_analysis.data.check.magnitudes import PART, REPEATED, STEP, Number, Pair, above, apart, in_turn, told
from r4v_analysis.data.check.rows import AllTables, CheckedTable
from r4v_analysis.data.ids import FUNDING, NEED, REACH
from r4v_analysis.data.population import POPULATION
from r4v_analysis.data.schema import OBSERVATIONS, Row
from r4v_analysis.errors import Message, Problem

_LEAST_USD, _MOST_USD = 1, 100_000
"""What a plan asks for each person whom it means to assist, at least and at most."""
_TARGETED = Message("a plan means to assist some of those in need")
_REACHED = Message("no more people can be reached than are in need")
_MEANT = Message("a plan reaches about as many people as it means to")
_FUNDED = Message("a plan gets about as much as it asks for, or less")
_IN_HEADLINE = Message("a sector has no more people than its report's headline")
_OF_ONE_PLAN = Message("both are of one plan and year")

_Totals = Mapping[About, Number]
"""Numbers by country and year; those of people by sector, too."""


def magnitude_findings(known: AllTables) -> Iterator[Problem]:
    """Numbers that lie orders of magnitude from what they can be, by all that is said beside them."""
    needs, of_needs = counts(known, NEED, "people_in_need", "plan_type", "year")
    targets, of_targets = counts(known, NEED, "people_targeted", "plan_type", "year")
    reached, of_reached = counts(known, REACH, "people_reached", "basis", "month")
    need_of, target_of = ({about[1:]: number for about, number in found} for found in (needs, targets))
    requirements, of_plans = _plans(known)
    pairs = [*of_needs, *of_targets, *of_reached, *of_plans]
    for about, number in target_of.items():
        pairs += above(number, need_of.get(about), PART, _TARGETED)
    for about, number in reached:
        if about[0] == "cumulative_ytd":
            pairs += _beyond_plan(number, about[1:], need_of, target_of)
    for year, number in requirements.items():
        pairs += _for_each_person(number, target_of.get((*year, "intersector")))
    pairs += _reports(known, requirements, need_of, target_of)
    pairs += _population(known)
    yield from told(pairs)


def _beyond_plan(reached: Number, about: About, needs: _Totals, targets: _Totals) -> Iterator[Pair]:
    yield from above(reached, needs.get(about), PART, _REACHED)
    yield from above(reached, targets.get(about), STEP, _MEANT)


def _for_each_person(asked: Number | None, targeted: Number | None) -> Iterator[Pair]:
    """A plan's requirements against the people whom it means to assist."""
    if asked is None or targeted is None or not targeted.value:
        return
    each = asked.value / targeted.value
    if each < _LEAST_USD:
        why = Message("a plan asks for more than US$ {usd} a person whom it means to assist", usd=_LEAST_USD)
        yield Pair(targeted, asked, why)
    if each > _MOST_USD:
        why = Message("a plan asks for less than US$ {usd:,} a person whom it means to assist", usd=_MOST_USD)
        yield Pair(asked, targeted, why)


def _plans(known: AllTables) -> tuple[dict[About, Number], list[Pair]]:
    """What plans ask for by country and year, as said last, and what contradicts it."""
    found: dict[About, Number] = {}
    pairs: list[Pair] = []
    for table in known.whole(FUNDING):
        for plan, rows in _by_plan(table).items():
            asked: Number | None = None
            given: Number | None = None
            for row, cells in rows:
                before, given_before = asked, given
                asked = _requirement(table, row, cells) or before
                given = _money(table, row, cells, "funding_usd") or given_before
                original = _money(table, row, cells, "requirements_original_usd")
                pairs += [*apart(asked, before, PART, REPEATED, 0), *apart(asked, original, PART, REPEATED, 0)]
                pairs += [*above(given, asked, PART, _FUNDED, 0), *above(given_before, given, STEP, REPEATED, 0)]
            if asked:
                found[plan[:2]] = asked
    years: dict[str, dict[Any, Number]] = defaultdict(dict)
    for (country, year), number in found.items():
        years[country][year] = number
    return found, [*pairs, *(pair for series in years.values() for pair in in_turn(series, few=0))]


def _by_plan(table: CheckedTable) -> dict[About, list[tuple[int, Row]]]:
    """Rows by country, year and plan; versions stand in the order of their arrival."""
    found: dict[About, list[tuple[int, Row]]] = defaultdict(list)
    for row, cells in table.rows.items():
        found[tuple(cells.get(name) for name in ("country_iso3", "year", "plan_code"))].append((row, cells))
    return found


def _requirement(table: CheckedTable, row: int, cells: Row) -> Number | None:
    """What a country's own part of a plan asks for."""
    return None if cells.get("requirements_scope") == "repeated" else _money(table, row, cells, "requirements_usd")


def _money(table: CheckedTable, row: int, cells: Row, column: str) -> Number | None:
    value = cells.get(column)
    return Number(table, row, column, value, str(cells.get("country_iso3"))) if value else None


_MONEY = ("requirements", "funding")
_HEADLINES = ("refugees_and_migrants", "people_reached", "people_targeted", *_MONEY)
_Printed = Mapping[tuple[Any, Any], Number]
"""What a report prints as its headlines, and of each sector, by indicator and sector."""


def _reports(known: AllTables, requirements: _Totals, needs: _Totals, targets: _Totals) -> Iterator[Pair]:
    """What reports print: against themselves, against the tables of plans, and against one another."""
    series: dict[About, dict[Any, Number]] = defaultdict(dict)
    for table in known.whole(OBSERVATIONS):
        report = known.reports.get(next(iter(table.columns.get("report_id", ())), None), {})
        country, end = report.get("country_iso3"), report.get("period_end")
        if end is None:
            continue
        printed = _printed(table, str(country))
        yield from _of_report(printed)
        yield from _of_plan(printed, (country, end.year), requirements, needs, targets)
        for about, number in printed.items():
            series[country, *about][end, table.path] = number
    for about, numbers in series.items():
        yield from in_turn(numbers, few=0) if about[1] in _MONEY else in_turn(numbers)


def _printed(table: CheckedTable, country: str) -> _Printed:
    found: dict[tuple[Any, Any], Number] = {}
    for row, cells in table.rows.items():
        section, indicator, sector = (cells.get(name) for name in ("section", "indicator", "sector"))
        is_headline = section == "header" and indicator in _HEADLINES and not sector
        is_of_sector = section == "sector_table" and indicator == "people_reached" and cells.get("stream") != "non_rmrp"
        if cells.get("value") and (is_headline or is_of_sector):
            found.setdefault((indicator, sector), Number(table, row, "value", cells["value"], country))
    return found


def _of_report(printed: _Printed) -> Iterator[Pair]:
    headline = printed.get(("people_reached", None))
    for (_indicator, sector), number in printed.items():
        yield from above(number, headline, PART, _IN_HEADLINE) if sector else ()
    asked = printed.get(("requirements", None))
    yield from above(printed.get(("funding", None)), asked, PART, _FUNDED, 0)
    yield from _for_each_person(asked, printed.get(("people_targeted", None)))


def _of_plan(printed: _Printed, year: About, requirements: _Totals, needs: _Totals, targets: _Totals) -> Iterator[Pair]:
    for (indicator, sector), number in printed.items():
        about = (*year, sector or "intersector")
        if indicator == "requirements":
            yield from apart(number, requirements.get(year), PART, _OF_ONE_PLAN, 0)
            yield from _for_each_person(number, targets.get(about))
        if indicator == "people_targeted":
            yield from apart(number, targets.get(about), PART, _OF_ONE_PLAN)
        if indicator == "people_reached":
            yield from _beyond_plan(number, about, needs, targets)


def _population(known: AllTables) -> Iterator[Pair]:
    """How many are in a country moves little from one count to the next; refugees recognized in a day do."""
    series: dict[str, dict[Any, Number]] = defaultdict(dict)
    for table in known.whole(POPULATION):
        for row, cells in table.rows.items():
            if cells.get("measure") == "present_in_country" and cells.get("value") and cells.get("date_high"):
                number = Number(table, row, "value", cells["value"], str(cells.get("country_iso3")))
                series[number.country][cells["date_high"], row] = number
    for numbers in series.values():
        yield from in_turn(numbers, PART)
