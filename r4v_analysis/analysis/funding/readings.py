"""The readings of a report's funding box: requirements against funding, in each window it may cover.

A report prints an amount and a percentage, and may leave open which months the amount covers.
Every such reading is a `WindowReading` of its own; none is chosen here (DOMAIN, rules 5 and 6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from r4v_analysis.data.cells import as_date, as_text, row_quantity
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.values.period import Period
from r4v_analysis.values.quantity import Quantity, exact, missing

_WINDOWS = {
    "cumulative_ytd": ("since_january",),
    "period_total": ("reporting_period",),
    "period_new": ("reporting_period",),
}
_BOTH = ("since_january", "reporting_period")
BOX = ("requirements", "funding", "coverage")
"""The header box's numbers that a reading stands on."""


@dataclass(frozen=True, slots=True)
class WindowReading:
    """Requirements against funding of one plan year, in one reading of the funding window.

    Money in US$. `funding_year` is the funding of the year so far: the printed amount when the
    window begins in January, else at least that amount, since what came earlier is not known.
    Coverage is a share; it passes 1 when a plan is over-funded and is missing when requirements
    are missing or 0. Unmet requirements are negative then, never clipped.

    Where a report prints a percentage and no amount, `printed_coverage` is that percentage, `funding` is
    coverage x requirements, and coverage and unmet requirements come from the percentage itself, so
    that its rounding counts once.

    `plan` is the time that the requirements are of where that is more than the window's calendar year.
    """

    name: str
    window: Period
    requirements: Quantity
    funding: Quantity
    printed_coverage: Quantity | None = None
    plan: Period | None = None

    @property
    def is_derived(self) -> bool:
        """Whether the amount follows from a percentage."""
        return self.printed_coverage is not None

    @property
    def share(self) -> Quantity:
        """Funding of the window / requirements, a share."""
        return self.printed_coverage or self.funding / self.requirements

    @property
    def funding_year(self) -> Quantity:
        """Funding of the plan year until the window's end, US$."""
        return self._year(self.funding)

    @property
    def unmet(self) -> Quantity:
        """Requirements - funding of the year so far, US$."""
        if self.is_derived:
            return self.requirements * (exact(1) - self.coverage)
        return self.requirements - self.funding_year

    @property
    def coverage(self) -> Quantity:
        """Funding of the year so far / requirements, a share."""
        return self._year(self.share) if self.is_derived else self.funding_year / self.requirements

    @property
    def pace(self) -> Quantity:
        """Funding / months of the window, US$ a month. Describes, does not forecast."""
        return self.funding / self.window.months

    @property
    def months_left(self) -> int:
        """Calendar months from the window's end to that of the plan, the year's December for a plan of a year."""
        end = self.plan.end if self.plan else date(self.window.end.year, 12, 31)
        return (end.year - self.window.end.year) * 12 + end.month - self.window.end.month

    @property
    def needed(self) -> Quantity:
        """Unmet requirements / months left in the year, US$ a month; missing in December."""
        return self.unmet / self.months_left if self.months_left else missing(*self.unmet.sources)

    def _year(self, quantity: Quantity) -> Quantity:
        """A window's quantity as the year's: at least it, where the window is shorter."""
        if self.name == "since_january" or quantity.is_missing:
            return quantity
        return replace(quantity, high=None)


def needed_over_pace(reading: WindowReading) -> Quantity:
    """Pace needed / pace so far, a ratio: how many times the monthly funding so far is needed."""
    return reading.needed / reading.pace


def asks_nothing(report: Report) -> bool:
    """Whether a report prints requirements of 0: a number, of which nothing is a share."""
    return report.headline("requirements").value == 0


@once_a_report
def readings(report: Report) -> list[WindowReading]:
    """The readings of a report's header box.

    Empty where it prints no requirements, or those of 0, or neither funding nor coverage. A number whose
    basis data/ leaves empty is of the year, as FTS counts it; one whose basis is `unknown`, because the
    report gives a reason to doubt (such as a footnote that names other months), can be of either window.
    """
    rows = {name: report.first(section="header", indicator=name) for name in BOX}
    printed = {name: row for name, row in rows.items() if row is not None}
    box = {name: row_quantity(row) for name, row in printed.items()}
    bases = {name: as_text(row["basis"]) for name, row in printed.items()}
    return readings_of(report.period, box, bases, plan_of_years(report))


@once_a_report
def plan_of_years(report: Report) -> Period | None:
    """The time that a report's requirements are of, where its row says more than one calendar year; else None."""
    row = report.first(section="header", indicator="requirements")
    start, end = (None, None) if row is None else (as_date(row["period_start"]), as_date(row["period_end"]))
    return Period(start, end) if start and end and start.year < end.year else None


def readings_of(
    period: Period, box: Mapping[str, Quantity], bases: Mapping[str, str], plan: Period | None = None
) -> list[WindowReading]:
    """The same for a box's quantities and bases by indicator; what is not printed may be left out."""
    requirements, money, share = (box.get(name, missing()) for name in BOX)
    if requirements.is_missing or requirements.value == 0 or (money.is_missing and share.is_missing):
        return []
    indicator = "coverage" if money.is_missing else "funding"
    windows = _windows(period, bases.get(indicator, ""), plan)
    if money.is_missing:
        return [
            WindowReading(name, window, requirements, share * requirements, share, plan) for name, window in windows
        ]
    return [WindowReading(name, window, requirements, money, None, plan) for name, window in windows]


def _windows(period: Period, basis: str, plan: Period | None) -> list[tuple[str, Period]]:
    """The windows that a header number may cover, by the basis that data/ gives it."""
    start = plan.start if plan else date(period.end.year, 1, 1)
    windows = {"since_january": Period(start, period.end), "reporting_period": period}
    names = _BOTH[:1] if windows["since_january"] == period or not basis else _WINDOWS.get(basis, _BOTH)
    return [(name, windows[name]) for name in names]
