"""The reference class of a year's end: plan years of many countries, by their coverage in a month and in the end.

A plan year takes part in what was known on a day if its coverage in that month was, and its end: either that too,
or the year had ended six months before, so that a later snapshot may say it (DOMAIN, rule 14).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from r4v_analysis.analysis.funding.plan_years import settled_from
from r4v_analysis.data.queries import Record, records
from r4v_analysis.data.report import Data, Report, once_a_report

TABLE = "plan-coverage"


@dataclass(frozen=True, slots=True)
class PlanCase:
    """A finished plan year: coverage by a day of a month, and in the end; shares of its own requirements."""

    country_iso3: str
    year: int
    plan_type: str
    day: date
    coverage: float
    final: float
    end_known_from: date
    sources: tuple[str, str]

    @property
    def gain(self) -> float:
        """Coverage points that came after the day; below 0 where requirements rose more than funding."""
        return self.final - self.coverage


@once_a_report
def plan_cases(report: Report) -> list[PlanCase]:
    """The plan years to compare a report's own with: earlier ones, by the month in which its period ends."""
    end = report.period.end
    found = cases_on(report.data, report.vintage, end.month)
    return [case for case in found if case.year < end.year]


def same_month(report: Report) -> dict[int, float]:
    """Coverage of the country's own other plan years by the end of the month in which the period ends, by year."""
    own = (report.country_iso3, "rmrp")
    return {case.year: case.coverage for case in plan_cases(report) if (case.country_iso3, case.plan_type) == own}


def cases_on(data: Data, day: date, month: int) -> list[PlanCase]:
    """All plan years that serve on a day, by their coverage in a month."""
    rows = records(data.table(TABLE))
    ends = {_key(row): row for row in rows if row["is_final"] and _serves(row, day)}
    return [_case(row, ends[_key(row)]) for row in _of_month(rows, day, month) if _key(row) in ends]


def _of_month(rows: list[Record], day: date, month: int) -> Iterator[Record]:
    """The last snapshot of each plan year in a month that was known on a day."""
    last: dict[tuple[str, int, str], Record] = {}
    for row in rows:
        if not row["is_final"] and row["as_of"].month == month and row["known_from"].date() <= day:
            before = last.get(_key(row))
            last[_key(row)] = row if before is None or before["as_of"] < row["as_of"] else before
    yield from last.values()


def _serves(row: Record, day: date) -> bool:
    """Whether a year's end may be used on a day: it was known, or the year had ended six months before."""
    return bool(row["known_from"].date() <= day) or settled_from(int(row["year"])) <= day


def _key(row: Record) -> tuple[str, int, str]:
    return str(row["country_iso3"]), int(row["year"]), str(row["plan_type"])


def _case(row: Record, end: Record) -> PlanCase:
    sources = f"plan_coverage/{row['plan_coverage_id']}", f"plan_coverage/{end['plan_coverage_id']}"
    days, shares = (row["as_of"].date(), end["known_from"].date()), (float(row["coverage"]), float(end["coverage"]))
    return PlanCase(*_key(row), days[0], *shares, days[1], sources)
