"""The year-end question as named scenarios: what coverage would be if, never what it will be.

Pace is not projection (DOMAIN, rule 6). Each scenario says what it assumes; those that end like a
finished year say which years there are. No scenario is likelier than another by anything computed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from r4v_analysis.analysis.funding.plan_years import PlanYear, reference_cases
from r4v_analysis.analysis.funding.readings import Reading, readings
from r4v_analysis.data.report import Report
from r4v_analysis.language.formats import N_
from r4v_analysis.values.metric import Metric
from r4v_analysis.values.quantity import Quantity, exact

SCENARIOS = {
    "nothing_more": N_("Nothing more than so far"),
    "pace": N_("The pace so far goes on"),
    "lowest_year": N_("Like the lowest of {n} finished years"),
    "highest_year": N_("Like the highest of {n} finished years"),
    "only_year": N_("Like the only finished year known"),
}

NO_STATE, YEAR_OVER, NO_CASES = "no_state", "year_over", "no_cases"


@dataclass(frozen=True, slots=True)
class Scenario:
    """Coverage at the end of the plan year under one assumption.

    `name` is nothing_more, pace, lowest_year, highest_year, or only_year where one finished year is
    known. `reading` is the reading of the funding window, empty where the assumption needs none.
    `coverage` is a share of the report's requirements and `funding` the same in US$: a requirement
    revised later gives another amount. `case` is the finished year behind it.
    """

    name: str
    coverage: Quantity
    funding: Quantity
    reading: str = ""
    case: PlanYear | None = None

    @property
    def key(self) -> str:
        """`pace.since_january`, `lowest_year`: what the ids of its metrics end in."""
        return f"{self.name}.{self.reading}" if self.reading else self.name


def decline(report: Report) -> str:
    """Why there are no scenarios: NO_STATE, YEAR_OVER or NO_CASES; "" where there are."""
    found = readings(report)
    if not found:
        return NO_STATE
    if not found[0].months_left:
        return YEAR_OVER
    return "" if reference_cases(report) else NO_CASES


def scenarios(report: Report) -> list[Scenario]:
    """Nothing more and pace in each reading, then the finished years' ends; empty where `decline` has a reason."""
    if decline(report):
        return []
    found, cases = readings(report), reference_cases(report)
    return [
        *(_nothing_more(item) for item in found),
        *(_pace(item) for item in found),
        *_like_a_year(found[0].requirements, cases),
    ]


def _nothing_more(reading: Reading) -> Scenario:
    """Coverage stays as it is."""
    return Scenario("nothing_more", reading.coverage, reading.funding_year, reading.name)


def _pace(reading: Reading) -> Scenario:
    """Coverage if each month left brings the window's monthly average.

    share of the window x (months of the window + months left) / months of the window; at least that
    where the window is shorter than the year so far.
    """
    months = reading.window.months
    factor = exact(months + reading.months_left) / months
    coverage, money = reading.share * factor, reading.funding * factor
    if reading.name != "since_january":
        coverage, money = replace(coverage, high=None), replace(money, high=None)
    return Scenario("pace", coverage, money, reading.name)


def _like_a_year(requirements: Quantity, cases: Sequence[PlanYear]) -> Iterator[Scenario]:
    """The lowest and the highest coverage of the finished years, as a share of this year's requirements."""
    ordered = sorted(cases, key=_middle)
    ends = {"lowest_year": ordered[0], "highest_year": ordered[-1]}
    if len(ordered) == 1:
        ends = {"only_year": ordered[0]}
    for name, case in ends.items():
        yield Scenario(name, case.coverage, case.coverage * requirements, case=case)


def _middle(case: PlanYear) -> float:
    """What orders cases: the value, else a bound."""
    ends = [end for end in (case.coverage.value, case.coverage.low, case.coverage.high) if end is not None]
    return ends[0]


def metrics(report: Report) -> Iterator[Metric]:
    """The number of reference cases, then each scenario's coverage and funding at the year's end."""
    found = scenarios(report)
    if not found:
        return
    cases = reference_cases(report)
    sources = tuple(dict.fromkeys(source for case in cases for source in case.coverage.sources))
    end = report.period.end.replace(month=12, day=31)
    counted = N_("finished plan years with a coverage of their own")
    yield Metric("reference_years", exact(len(cases), *sources), "years", counted, as_of=report.vintage)
    for item in found:
        constants = {"n": len(cases), **(_months(report, item) if item.name == "pace" else {})}
        about = ("scenario", SCENARIOS[item.name], item.reading)
        share, money = _FORMULAS[item.name]
        yield Metric(f"scenario_coverage.{item.key}", item.coverage, "share", share, "", end, constants, about=about)
        yield Metric(f"scenario_funding.{item.key}", item.funding, "usd", money, "", end, constants, about=about)


_OF_CASE = N_("coverage of the scenario × requirements")
_FORMULAS = {
    "nothing_more": (N_("coverage so far"), N_("funding so far")),
    "pace": (
        N_("coverage of the window × ({months} + {months_left} months left) ÷ {months}"),
        N_("funding of the window × ({months} + {months_left} months left) ÷ {months}"),
    ),
    "lowest_year": (N_("lowest coverage of the finished years"), _OF_CASE),
    "highest_year": (N_("highest coverage of the finished years"), _OF_CASE),
    "only_year": (N_("coverage of the only finished year known"), _OF_CASE),
}
"""How coverage and funding follow in each scenario."""


def _months(report: Report, scenario: Scenario) -> dict[str, object]:
    reading = next(item for item in readings(report) if item.name == scenario.reading)
    return {"months": reading.window.months, "months_left": reading.months_left}
