"""Metrics of the range for the year's end: coverage, funding and what is missing, the cases and the back-test."""

from __future__ import annotations

from collections.abc import Iterator

from r4v_analysis.analysis.funding.plan_cases import plan_cases
from r4v_analysis.analysis.funding.year_end import expected_gains, held, leave_a_year_out, leave_one_out, year_ends
from r4v_analysis.data.report import Report
from r4v_analysis.language.formats import N_
from r4v_analysis.values.metric import Metric
from r4v_analysis.values.quantity import exact

_COVERAGE = N_(
    "coverage so far + points gained after the same month by finished plan years: of {n} gains in order those that "
    "stand {j}-th from below and from above; none below 0"
)
_FUNDING = N_("coverage at the end of the year × requirements")
_UNMET = N_("requirements − funding at the end of the year")


def metrics(report: Report) -> Iterator[Metric]:
    """The range in each reading of the funding window, then what it stands on; nothing where there is none."""
    found = year_ends(report)
    gained, cases = expected_gains(report), plan_cases(report)
    if not found or gained is None:
        return
    end = report.period.end.replace(month=12, day=31)
    constants = {"n": len(cases), "j": gained.rank}
    for item in found:
        rows = (
            ("year_end_coverage", "share", item.coverage, _COVERAGE),
            ("year_end_funding", "usd", item.funding, _FUNDING),
            ("year_end_unmet", "usd", item.unmet, _UNMET),
        )
        for name, unit, quantity, formula in rows:
            about = ("reading", item.reading.name)
            yield Metric(f"{name}.{item.reading.name}", quantity, unit, formula, "", end, constants, about=about)
    plans = N_("finished plan years whose coverage in the same month and in the end are known, in the table of them")
    yield Metric("year_end_plans", exact(len(cases)), "plan_years", plans, as_of=report.vintage)
    years = N_("calendar years that these plan years are of")
    yield Metric("year_end_years", exact(len({case.year for case in cases})), "years", years, as_of=report.vintage)
    trials = {"one_out": leave_one_out(cases), "year_out": leave_a_year_out(cases)}
    formula = N_("each plan year left out, or its whole year: how often the range of the others held how it ended")
    for name, tried in trials.items():
        yield Metric(f"year_end_held_{name}", exact(held(tried)[0]), "plan_years", formula)
        yield Metric(f"year_end_tried_{name}", exact(held(tried)[1]), "plan_years", formula)
