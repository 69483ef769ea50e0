"""Funding gap: requirements against funding, in each reading of the window that funding covers.

What a report's box says in each reading is in `readings`, other reports and years in
`plan_years`, the year's end in `year_end`; `metrics` gives all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from r4v_analysis.analysis.funding import countries, moves, plan_years, year_end
from r4v_analysis.analysis.funding.plan_cases import plan_cases
from r4v_analysis.analysis.funding.readings import WindowReading, needed_over_pace, plan_of_years, readings
from r4v_analysis.analysis.region import with_members
from r4v_analysis.data.cells import as_date, as_text
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.language.formats import N_, shown
from r4v_analysis.values.metric import Metric, Metrics, keyed
from r4v_analysis.values.period import Period
from r4v_analysis.values.quantity import Quantity, exact, missing

NAMES = {
    "requirements": N_("Requirements"),
    "funding": N_("Funding"),
    "coverage": N_("Coverage"),
    "coverage.printed": N_("Coverage as printed"),
    "year_elapsed": N_("Share of the plan year gone"),
    "unmet": N_("Unmet requirements"),
    "unmet_fts": N_("Unmet requirements, by FTS"),
    "pace": N_("Pace so far"),
    "needed": N_("Pace needed"),
    "needed_over_pace": N_("Pace needed ÷ pace so far"),
    "unmet_per_person.refugees_and_migrants": N_("Unmet requirements for each refugee or migrant in the country"),
    "unmet_per_person.people_reached": N_("Unmet requirements for each person reached"),
    "donor_share": N_("Share of the funds received"),
    "donor_funding": N_("Funding"),
    "others_funding": N_("Funding of all other donors"),
    "others_coverage": N_("Coverage by all other donors"),
    "funding.derived": N_("Funding, as percentage and requirements give it"),
    "requirements_revision": N_("Change of the requirements since the first report of the year"),
    "plan_requirements": N_("Requirements"),
    "plan_funding": N_("Funding"),
    "plan_coverage": N_("Coverage"),
    "coverage_change": N_("Change of coverage"),
    "change_by_money": N_("Change of coverage by new money"),
    "money_first": N_("New money, at the earlier requirements"),
    "money_second": N_("New money, at the later requirements"),
    "change_by_requirements": N_("Change of coverage by a changed requirement"),
    "requirements_first": N_("Changed requirement, at the earlier funding"),
    "requirements_second": N_("Changed requirement, at the later funding"),
    "year_end_coverage": N_("Coverage at the end of the year, 9 in 10"),
    "year_end_funding": N_("Funding at the end of the year, 9 in 10"),
    "year_end_unmet": N_("Unmet requirements at the end of the year, 9 in 10"),
    "year_end_plans": N_("Finished plan years compared with"),
    "year_end_years": N_("Years that they are of"),
    "year_end_held_one_out": N_("Ranges that held, one plan year left out"),
    "year_end_tried_one_out": N_("Ranges tried, one plan year left out"),
    "year_end_held_year_out": N_("Ranges that held, its whole year left out"),
    "year_end_tried_year_out": N_("Ranges tried, its whole year left out"),
}
"""Names of the families of metrics, by the first part of their ids or a whole id."""


INDICATORS = ("requirements", "funding", "coverage", "donor_share")
"""Of observations that are about it."""


def takes_later(report: Report) -> bool:
    """Whether how finished plan years ended is known from copies that came after the report's day."""
    if plan_years.takes_later(report, with_members(report)):
        return True
    return bool(year_end.year_ends(report)) and any(case.end_known_from > report.vintage for case in plan_cases(report))


def is_silent(report: Report) -> bool:
    """Whether nothing known by then is about funding: no number of this report or an earlier one, no plan year.

    A region's plan years are those of its countries too.
    """
    if report.data.queries.printing([*report.earlier_ids, report.report_id], INDICATORS):
        return False
    return not any(plan_years.has_rows(report, code) for code in with_members(report))


def agree(printed: Quantity, computed: Quantity) -> bool:
    """Whether two numbers can be the same within their bounds: their intervals overlap."""
    low = max(bound for bound in (printed.low, computed.low, float("-inf")) if bound is not None)
    high = min(bound for bound in (printed.high, computed.high, float("inf")) if bound is not None)
    return low <= high


def year_elapsed(report: Report) -> Quantity:
    """Share of the plan's time gone by `elapsed_day`, a calendar year unless the data say more: days / days."""
    end = elapsed_day(report)
    year = plan_of_years(report) or Period(date(end.year, 1, 1), date(end.year, 12, 31))
    return exact(Period(year.start, end).days) / year.days


def elapsed_day(report: Report) -> date:
    """The day that funding is of: FTS's within the year where the report has no box, else the period's end."""
    year, end = plan_years.own_year(report), report.period.end
    return min(year.day, date(end.year, 12, 31)) if year else end


def unmet_per_person(report: Report, indicator: str) -> Quantity:
    """Unmet requirements / people, US$ a person, in the reading since January.

    `indicator` names the denominator: `refugees_and_migrants` (a stock; the plan also serves host
    community and people in transit) or `people_reached` (another window). Neither is the number
    of people the requirements were computed for.
    """
    first = next(iter(readings(report)), None)
    return first.unmet / report.headline(indicator) if first else missing()


def donor_share(report: Report) -> Quantity:
    """The share of funding that the report prints of a donor; missing where it prints none."""
    rows = report.select(indicator="donor_share")
    return missing() if rows.empty else report.quantity(str(rows.iloc[0]["observation_id"]))


def donor_code(report: Report) -> str:
    """ISO 3166-1 alpha-3 code of the donor that `donor_share` is of; "" where it is not named."""
    rows = report.select(indicator="donor_share")
    return "" if rows.empty else as_text(rows.iloc[0]["donor"])


def others_funding(report: Report) -> Quantity:
    """(1 - donor's share) x funding, US$: what all other donors gave.

    Holds if the share and the amount cover the same funds, which the report does not say.
    """
    return (exact(1) - donor_share(report)) * report.headline("funding")


def others_coverage(report: Report) -> Quantity:
    """Funding of all other donors / requirements, a share: coverage without the one that `donor_share` is of."""
    return others_funding(report) / report.headline("requirements")


def amount(gap: Metrics) -> Metric:
    """The report's funding: as printed, else as its percentage and requirements give it."""
    return gap.get("funding.derived") or gap["funding"]


@once_a_report
def metrics(report: Report) -> dict[str, Metric]:
    """Metrics of the funding gap by id; those of each reading end in its name."""
    return keyed(_metrics(report), NAMES)


def _metrics(report: Report) -> Iterator[Metric]:
    yield from _printed_metrics(report)
    formula = N_("days since 1 January ÷ days of the year")
    if plan_of_years(report):
        formula = N_("days since the plan began ÷ days of the plan")
    yield Metric("year_elapsed", year_elapsed(report), "share", formula, as_of=elapsed_day(report))
    for reading in readings(report):
        yield from _reading_metrics(reading)
    if readings(report):
        yield from _derived_amount(readings(report)[0])
        yield from _person_metrics(report)
    if not donor_share(report).is_missing:
        yield from _donor_metrics(report)
    yield from plan_years.metrics(report)
    yield from countries.metrics(report)
    yield from _own_year_metrics(report)
    yield from moves.metrics(report)
    yield from year_end.metrics(report)


def _own_year_metrics(report: Report) -> Iterator[Metric]:
    """What is missing by the Financial Tracking Service, for a report without a funding box."""
    year = plan_years.own_year(report)
    if year:
        quantity = year.requirements - year.funding
        yield Metric("unmet_fts", quantity, "usd", N_("requirements − funding"), as_of=year.day)


def _printed_metrics(report: Report) -> Iterator[Metric]:
    ids = {"requirements": "requirements", "funding": "funding", "coverage": "coverage.printed"}
    for indicator, identifier in ids.items():
        row = report.first(section="header", indicator=indicator)
        unit = "share" if indicator == "coverage" else "usd"
        basis = "" if row is None else as_text(row["basis"])
        yield Metric(identifier, report.headline(indicator), unit, basis=basis, as_of=report.period.end)


def _derived_amount(reading: WindowReading) -> Iterator[Metric]:
    formula = N_("coverage as printed × requirements; the report prints no amount")
    if reading.is_derived:
        yield Metric("funding.derived", reading.funding, "usd", formula, as_of=reading.window.end)


def _reading_metrics(reading: WindowReading) -> Iterator[Metric]:
    constants = {"months": reading.window.months, "months_left": reading.months_left}
    rows = (
        ("unmet", "usd", reading.unmet, N_("requirements − funding")),
        ("coverage", "share", reading.coverage, "" if reading.is_derived else N_("funding ÷ requirements")),
        ("pace", "usd_per_month", reading.pace, N_("funding ÷ {months} months")),
        ("needed", "usd_per_month", reading.needed, N_("(requirements − funding) ÷ {months_left} months left")),
        ("needed_over_pace", "ratio", needed_over_pace(reading), N_("pace needed ÷ pace so far")),
    )
    for name, unit, quantity, formula in rows:
        identifier = f"{name}.{reading.name}"
        about = ("reading", reading.name)
        yield Metric(identifier, quantity, unit, formula, as_of=reading.window.end, constants=constants, about=about)


def _person_metrics(report: Report) -> Iterator[Metric]:
    formulas = {
        "refugees_and_migrants": N_("(requirements − funding) ÷ refugees and migrants in the country"),
        "people_reached": N_("(requirements − funding) ÷ people reached"),
    }
    for indicator, formula in formulas.items():
        quantity = unmet_per_person(report, indicator)
        identifier = f"unmet_per_person.{indicator}"
        yield Metric(identifier, quantity, "usd_per_person", formula, as_of=report.period.end)


def _donor_metrics(report: Report) -> Iterator[Metric]:
    """What one donor gave, and all others: two parts of an amount, rounded alike so that they add up to it."""
    day = as_date(report.select(indicator="donor_share").iloc[0]["as_of"])
    share, others, about = donor_share(report), others_funding(report), ("donor", donor_code(report))
    own = share * report.headline("funding")
    step = None if own.is_missing else min(shown(part, "usd")[1] for part in (own, others))
    yield Metric("donor_share", share, "share", as_of=day, about=about)
    yield Metric("donor_funding", own, "usd", N_("donor's share × funding"), as_of=day, about=about, step=step)
    yield Metric("others_funding", others, "usd", N_("(1 − donor's share) × funding"), as_of=day, step=step)
    formula = N_("(1 − donor's share) × funding ÷ requirements")
    yield Metric("others_coverage", others_coverage(report), "share", formula, as_of=day)
