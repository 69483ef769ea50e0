"""Funding over time: coverage by plan year.

A plan year's numbers come from `plan_funding` as far as known on the report's `vintage`. A year that had
ended six months before may come from a later snapshot, as a reference case labelled so (DOMAIN, rule 14).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from r4v_analysis.analysis.funding.readings import readings
from r4v_analysis.data.cells import as_date, as_text, row_quantity
from r4v_analysis.data.plan_year import OWN_SCOPES
from r4v_analysis.data.publisher import REGION
from r4v_analysis.data.queries import Record, records
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.language.formats import N_
from r4v_analysis.values.metric import Metric
from r4v_analysis.values.quantity import Quantity, exact, missing

PRINTED = ("funding", "coverage")
"""Indicators by which a report prints how much of a plan is funded."""
_ID = "plan_funding_id"


@dataclass(frozen=True, slots=True)
class PlanYear:
    """Requirements, funding and coverage of one plan year of a country or region, as one source has them.

    Money in US$, coverage a share; each missing where the source lacks it. `day` is the day that funding is
    of, `known_from` the day that it was said. `is_own` is False where FTS repeats one amount for many
    countries: such requirements are not the country's, and give no coverage. `is_derived` says that the
    requirements are computed from what FTS published. `report_id` names the situation report that prints
    the numbers; it is empty for a row of plan_funding.
    """

    country_iso3: str
    year: int
    requirements: Quantity
    funding: Quantity
    coverage: Quantity
    day: date
    known_from: date
    is_own: bool = True
    is_derived: bool = False
    report_id: str = ""

    @property
    def is_final(self) -> bool:
        """Whether it says how the year ended: its coverage is of the last day or later."""
        return not self.coverage.is_missing and self.day >= date(self.year, 12, 31)

    @property
    def key(self) -> str:
        """`PER_2021`, or the report's id: what the ids of its metrics end in."""
        return self.report_id or f"{self.country_iso3}_{self.year}"

    @property
    def about(self) -> tuple[str, ...]:
        """What its metrics are about, as a metric has it."""
        if self.report_id:
            return ("report", self.report_id)
        return ("plan_year", self.country_iso3, str(self.year))


@once_a_report
def plan_years(report: Report) -> list[PlanYear]:
    """Plan years up to the report's own, of its country and then of the region, oldest first.

    One entry a row of plan_funding; and where that gives a year no coverage of its own, what the last
    situation report of the year prints. The report's own year is its own numbers.
    """
    countries = dict.fromkeys((report.country_iso3, REGION))
    return [item for country in countries for item in plan_years_of(report, country)]


def reference_cases(report: Report) -> list[PlanYear]:
    """The finished years among them: coverage at the end of a year before the report's own."""
    return [item for item in plan_years(report) if item.is_final and item.year < report.period.end.year]


def takes_later(report: Report, countries: Sequence[str]) -> bool:
    """Whether a plan year of some countries or of the region is known from a snapshot that came after the vintage."""
    last = report.period.end.year
    return any(
        row["year"] <= last and row["known_from"].date() > report.vintage
        for country in dict.fromkeys((*countries, REGION))
        for row in _rows(report, country)
    )


def final_years(report: Report, day: date) -> list[PlanYear]:
    """The plan years of a report's country whose end was known on a day, by rows of plan_funding, oldest first."""
    rows = records(report.known_of("plan-funding", report.country_iso3, day))
    found = [_of_row(row) for row in rows if _is_final(row)]
    return sorted((year for year in found if not year.coverage.is_missing), key=lambda year: (year.year, year.day))


def open_year(report: Report, day: date) -> PlanYear | None:
    """The last plan year of a report's country that was known on a day, by rows of plan_funding; None where it ended.

    Its number is the last one within the year.
    """
    found = [_of_row(row) for row in records(report.known_of("plan-funding", report.country_iso3, day))]
    covered = [year for year in found if not year.coverage.is_missing]
    last = max(covered, key=lambda year: (year.year, year.day), default=None)
    return None if last is None or last.is_final else last


def own_year(report: Report) -> PlanYear | None:
    """The report's own plan year as plan_funding had it on the vintage, of a report that prints no funding itself.

    None where the report has a box, or where requirements of the country's own or funding were not known.
    """
    if readings(report):
        return None
    year = report.period.end.year
    found = [item for item in plan_years_of(report, report.country_iso3) if item.year == year and not item.report_id]
    whole = [item for item in found if not item.coverage.is_missing]
    return max(whole, key=lambda item: item.known_from, default=None)


def asked_year(report: Report) -> PlanYear | None:
    """The same where requirements were known and no funding: what the plan of the year asks for, and since when.

    None where a coverage of the year was known, too.
    """
    year = report.period.end.year
    found = [item for item in plan_years_of(report, report.country_iso3) if item.year == year]
    if any(not item.coverage.is_missing for item in found):
        return None
    asked = [item for item in found if item.is_own and not item.requirements.is_missing and not item.report_id]
    return max(asked, key=lambda item: item.known_from, default=None)


@once_a_report
def plan_years_of(report: Report, country_iso3: str) -> list[PlanYear]:
    """Plan years of one country or region, as `plan_years` has them for a report of it."""
    found = [_of_row(row) for row in _rows(report, country_iso3)]
    found = [item for item in found if item.year <= report.period.end.year]
    covered = {item.year for item in found if not item.coverage.is_missing}
    printed = [item for item in _printed(report, country_iso3) if item.year not in covered]
    return sorted(found + printed, key=lambda item: (item.year, item.report_id))


def _rows(report: Report, country_iso3: str) -> list[Record]:
    """Rows known on the vintage; for a year that had ended six months before, else its next snapshot."""
    known = records(report.known_of("plan-funding", country_iso3))
    settled = records(_settled(report, country_iso3))
    final = {row["year"] for row in known if _is_final(row)}
    later = [row for row in settled if row["known_from"] > pd.Timestamp(report.vintage) and _is_final(row)]
    later = sorted((row for row in later if row["year"] not in final), key=lambda row: row["known_from"])
    first: dict[tuple[int, str], Record] = {}
    for row in later:
        first.setdefault((row["year"], as_text(row["plan_code"])), row)
    replaced = {year for year, _plan in first}
    kept = [row for row in known if row["year"] not in replaced]
    return _with_own_requirements([*kept, *first.values()], known)


def _with_own_requirements(rows: Sequence[Record], known: Sequence[Record]) -> list[Record]:
    """Rows in which a requirement that FTS repeats for many countries gives way to one of the country's own.

    `requirements_from` is then the id of the row that has it; the funding stays that of the repeated row.
    """
    own = {(row["year"], row["plan_code"]): row for row in known if _has_own(row)}
    repeated = {(row["year"], row["plan_code"]) for row in rows if row["requirements_scope"] not in OWN_SCOPES}
    found: list[Record] = []
    for row in rows:
        key = (row["year"], row["plan_code"])
        if row["requirements_scope"] not in OWN_SCOPES and key in own:
            printed = own[key]
            names = ("requirements_usd", "requirements_scope")
            found.append({**row, **{name: printed[name] for name in names}, "requirements_from": printed[_ID]})
        elif not (key in repeated and _has_own(row)):
            found.append(row)
    return found


def _has_own(row: Record) -> bool:
    return row["requirements_scope"] in OWN_SCOPES and not pd.isna(row["requirements_usd"])


def _settled(report: Report, country_iso3: str) -> pd.DataFrame:
    """Rows of the country's years that had ended six months before the vintage, whenever known."""
    if "plan-funding" not in report.data.tables:
        return report.data.table("plan-funding")
    return report.data.queries.years("plan-funding", country_iso3, _last_settled(report))


def _last_settled(report: Report) -> int:
    """The last year that had ended six months before the vintage."""
    return report.vintage.year - (1 if report.vintage >= settled_from(report.vintage.year - 1) else 2)


def has_rows(report: Report, country: str) -> bool:
    """Whether plan_funding has a plan year of a country for `plan_years_of`: all that reading them asks."""
    queries, table = report.data.queries, "plan-funding"
    if len(queries.year_positions(table, country, min(_last_settled(report), report.period.end.year))):
        return True
    past = queries.year_positions(table, country, report.period.end.year)
    known = queries.known_positions(table, country, report.vintage.isoformat())
    return bool(np.intersect1d(past, known).size)


def _is_final(row: Record) -> bool:
    """Whether a row has a funding of the year's last day or later; one without a day is of the day it was said."""
    day = as_date(row["as_of"]) or row["known_from"]
    return bool(day.year > row["year"]) and not pd.isna(row["funding_usd"])


def settled_from(year: int) -> date:
    """The day from which a plan year counts as settled: six months after its last day."""
    return date(year + 1, 6, 30)


def _of_row(row: Record) -> PlanYear:
    source = f"plan_funding/{row[_ID]}"
    requirements = _exact(row["requirements_usd"], f"plan_funding/{row.get('requirements_from', row[_ID])}")
    money = _exact(row["funding_usd"], source)
    is_own = row["requirements_scope"] in OWN_SCOPES
    known_from = row["known_from"].date()
    return PlanYear(
        str(row["country_iso3"]),
        int(row["year"]),
        requirements,
        money,
        money / requirements if is_own else missing(source),
        as_date(row["as_of"]) or known_from,
        known_from,
        is_own,
        row["requirements_scope"] == "derived",
    )


def _exact(value: float, source: str) -> Quantity:
    return missing(source) if pd.isna(value) else exact(value, source)


def _printed(report: Report, country_iso3: str) -> list[PlanYear]:
    """The last report of each year that prints how much of the year's requirements was funded."""
    last = {}
    for other in _reports(report, country_iso3):
        coverage = _coverage(other)
        if not coverage.is_missing:
            last[other.period.end.year] = _of_report(other, coverage)
    return list(last.values())


def _reports(report: Report, country_iso3: str) -> list[Report]:
    """A country's reports up to a report's end, of any publisher, that print funding or coverage; itself last."""
    end = report.period.end.isoformat()
    queries = report.data.queries
    ended = queries.ended(country_iso3, report.vintage.isoformat(), end)
    others = [name for name in ended if name != report.report_id]
    found = [report.data.report(name, report.vintage) for name in queries.printing(others, PRINTED)]
    return [*found, *with_box([report])] if country_iso3 == report.country_iso3 else found


def with_box(reports: Sequence[Report]) -> list[Report]:
    """Those of a report's earlier ones and itself, the last, that print funding or coverage: most print neither."""
    if not reports:
        return []
    printing = reports[-1].data.queries.printing([report.report_id for report in reports], PRINTED)
    return [report for report in reports if report.report_id in printing]


def _coverage(report: Report) -> Quantity:
    """Coverage by a report's first reading; where it prints no requirements, the percentage that it prints."""
    if found := readings(report):
        return found[0].coverage
    rows = report.select(indicator="coverage")
    rows = rows[rows["value"].notna()]
    return missing() if rows.empty else row_quantity(rows.iloc[-1])


def _of_report(report: Report, coverage: Quantity) -> PlanYear:
    first = next(iter(readings(report)), None)
    return PlanYear(
        report.country_iso3,
        report.period.end.year,
        first.requirements if first else missing(),
        first.funding_year if first else missing(),
        coverage,
        report.period.end,
        report.row["known_from"].date(),
        report_id=report.report_id,
    )


def metrics(report: Report) -> Iterator[Metric]:
    """Plan years other than the report's own numbers, three metrics each."""
    for year in plan_years(report):
        if year.report_id != report.report_id:
            yield from metrics_of_year(year)


def metrics_of_year(year: PlanYear) -> Iterator[Metric]:
    """Requirements, funding and coverage of a plan year."""
    rows = (
        ("plan_requirements", "usd", year.requirements, ""),
        ("plan_funding", "usd", year.funding, ""),
        ("plan_coverage", "share", year.coverage, N_("funding ÷ requirements")),
    )
    for name, unit, quantity, formula in rows:
        text = "" if len(quantity.sources) == 1 and year.report_id else formula
        yield Metric(f"{name}.{year.key}", quantity, unit, text, as_of=year.day, about=year.about)
