"""Why coverage moved between two reports of a plan year: new money, or a changed requirement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from r4v_analysis.analysis.funding.plan_years import plan_years, with_box
from r4v_analysis.analysis.funding.readings import WindowReading, readings
from r4v_analysis.data.report import Report
from r4v_analysis.language.formats import N_
from r4v_analysis.values.metric import Metric
from r4v_analysis.values.quantity import Quantity, exact


@dataclass(frozen=True, slots=True)
class CoverageMove:
    """Coverage in one report and in a later one of the same plan year: how much is money, how much a requirement.

    coverage = funding / requirements, so a change has two parts, and their size depends on what is held
    fixed. With money first, money counts at the old requirements and the requirement at the new funding;
    with the requirement first it is the other way round. Both orders add up to the change; neither is
    the right one, so each part is the interval from one order to the other. Requirements that both reports
    print alike have not changed, whatever their rounding leaves open: all is money then. All are
    differences of shares. The reading is the first of each report: since January, where that is open.
    """

    before: WindowReading
    after: WindowReading
    earlier_id: str
    later_id: str

    @property
    def has_same_requirements(self) -> bool:
        """Whether both reports print the same requirements."""
        return replace(self.before.requirements, sources=()) == replace(self.after.requirements, sources=())

    @property
    def change(self) -> Quantity:
        """Later coverage - earlier coverage."""
        return self.after.coverage - self.before.coverage

    @property
    def money_at_old_requirements(self) -> Quantity:
        """(Later funding - earlier funding) / earlier requirements."""
        return _over(self.after, self.before) - self.before.coverage

    @property
    def money_at_new_requirements(self) -> Quantity:
        """(Later funding - earlier funding) / later requirements."""
        return self.after.coverage - _over(self.before, self.after)

    @property
    def requirements_at_old_funding(self) -> Quantity:
        """Earlier funding / later requirements - earlier coverage."""
        return self.before.coverage * (self.before.requirements / self.after.requirements - exact(1))

    @property
    def requirements_at_new_funding(self) -> Quantity:
        """Later coverage - later funding / earlier requirements."""
        return self.after.coverage * (exact(1) - self.after.requirements / self.before.requirements)

    @property
    def by_money(self) -> Quantity:
        """The part of the change that is new money, between both orders."""
        if self.has_same_requirements:
            return self.change
        return hull([self.money_at_old_requirements, self.money_at_new_requirements])

    @property
    def by_requirements(self) -> Quantity:
        """The part of the change that is a changed requirement, between both orders."""
        if self.has_same_requirements:
            return self._unchanged
        return hull([self.requirements_at_new_funding, self.requirements_at_old_funding])

    @property
    def revision(self) -> Quantity:
        """Later requirements - earlier requirements, US$."""
        if self.has_same_requirements:
            return self._unchanged
        return self.after.requirements - self.before.requirements

    @property
    def _unchanged(self) -> Quantity:
        return exact(0, *dict.fromkeys((*self.before.requirements.sources, *self.after.requirements.sources)))


def _over(reading: WindowReading, other: WindowReading) -> Quantity:
    """A reading's funding / another reading's requirements; a printed percentage is only rescaled."""
    if reading.is_derived:
        return reading.coverage * (reading.requirements / other.requirements)
    return reading.funding_year / other.requirements


def hull(quantities: Sequence[Quantity]) -> Quantity:
    """The interval that holds all quantities: without a value in it, without a bound where one of them has none."""
    lows, highs = [item.low for item in quantities], [item.high for item in quantities]
    low = None if None in lows else min(bound for bound in lows if bound is not None)
    high = None if None in highs else max(bound for bound in highs if bound is not None)
    sources = tuple(dict.fromkeys(source for item in quantities for source in item.sources))
    return Quantity(low if low == high else None, low, high, sources=sources)


def moves(report: Report) -> list[CoverageMove]:
    """From each report of the plan year to the next one, the last into this report; those with a reading only."""
    of_year = [item for item in [*report.earlier, report] if item.period.end.year == report.period.end.year]
    found = [(item.report_id, first) for item in with_box(of_year) for first in readings(item)[:1]]
    return [CoverageMove(before, after, first, second) for (first, before), (second, after) in pairwise(found)]


def since_first(report: Report) -> CoverageMove | None:
    """From the plan year's first report with requirements known to this one; None without an earlier one."""
    steps = moves(report)
    if not steps or steps[-1].later_id != report.report_id:
        return None
    return replace(steps[-1], before=steps[0].before, earlier_id=steps[0].earlier_id)


def metrics(report: Report) -> Iterator[Metric]:
    """What earlier reports of the plan year print, the parts of each move, and the revision of requirements."""
    shown = {item.report_id for item in plan_years(report)} | {report.report_id}
    for move in moves(report):
        if move.earlier_id not in shown:
            yield from _reading_metrics(move.before, move.earlier_id)
        yield from _move_metrics(move)
    first = since_first(report)
    if first:
        formula = N_("requirements − requirements in the first report of the year that is in the data")
        yield Metric("requirements_revision", first.revision, "usd", formula, as_of=report.period.end)


def _reading_metrics(reading: WindowReading, report_id: str) -> Iterator[Metric]:
    derived = N_("coverage as printed × requirements; the report prints no amount") if reading.is_derived else ""
    formula = "" if reading.is_derived else N_("funding ÷ requirements")
    end, about = reading.window.end, ("report", report_id)
    yield Metric(f"plan_requirements.{report_id}", reading.requirements, "usd", as_of=end, about=about)
    yield Metric(f"plan_funding.{report_id}", reading.funding_year, "usd", derived, as_of=end, about=about)
    yield Metric(f"plan_coverage.{report_id}", reading.coverage, "share", formula, as_of=end, about=about)


def _move_metrics(move: CoverageMove) -> Iterator[Metric]:
    between = N_("between both orders of holding one fixed")
    rows = (
        ("coverage_change", move.change, N_("later coverage − earlier coverage")),
        ("change_by_money", move.by_money, between),
        ("money_first", move.money_at_old_requirements, N_("(later − earlier funding) ÷ earlier requirements")),
        ("money_second", move.money_at_new_requirements, N_("(later − earlier funding) ÷ later requirements")),
        ("change_by_requirements", move.by_requirements, between),
        (
            "requirements_first",
            move.requirements_at_old_funding,
            N_("earlier funding ÷ later requirements − earlier coverage"),
        ),
        (
            "requirements_second",
            move.requirements_at_new_funding,
            N_("later coverage − later funding ÷ earlier requirements"),
        ),
    )
    both_orders = ("money_first", "money_second", "requirements_first", "requirements_second")
    for name, quantity, formula in rows:
        if move.has_same_requirements and name in both_orders:
            continue
        identifier, about, end = f"{name}.{move.later_id}", ("report", move.later_id), move.after.window.end
        yield Metric(identifier, quantity, "share_change", formula, as_of=end, about=about)
