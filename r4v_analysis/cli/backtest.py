"""`r4v backtest`: how the ranges for a deadline and for a year's end do on the cases that they stand on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from r4v_analysis.cli import console
from r4v_analysis.cli.options import DataDir, Json

if TYPE_CHECKING:
    from r4v_analysis.analysis.regularization.deadline_range import WindowTrial
    from r4v_analysis.data.report import Data


def backtest(
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help="Cases known on this day; by default all of data/.")
    ] = "",
    as_json: Json = False,
    data: DataDir = "",
) -> None:
    """Try the ranges on their own cases, by the code that pages use.

    Each finished programme is left out in turn, at each of its counts; each plan year is, and each year of plans.
    Whoever adds a programme or a plan year sees what it does to the ranges.
    """
    from r4v_analysis.analysis.ledger import last_day
    from r4v_analysis.data.cells import parse_date
    from r4v_analysis.data.load import load

    loaded = load(data)
    day = parse_date(as_of, "--as-of") or last_day(loaded)
    _deadlines(loaded, day, as_json)
    _year_ends(loaded, day, as_json)


def _deadlines(data: Data, day: date, as_json: bool) -> None:
    from r4v_analysis.analysis.regularization.deadline_range import LEVELS, held, trials
    from r4v_analysis.analysis.regularization.reference import reference_on

    courses = reference_on(data, day)
    found = trials(courses)
    for trial in found if as_json else ():
        console.json_line(_trial_record(trial))
    counts = {f"{level:.0%}": held(found, level) for level in LEVELS}
    if as_json:
        scores = {level: {"held": held, "of": of} for level, (held, of) in counts.items()}
        console.json_line({"event": "summary", "range": "deadline", "programmes": len(courses), **scores})
        return
    console.result(f"Count at the deadline, {len(courses)} finished programmes known by {day}, each left out in turn:")
    header = ("programme", "day", "window", "count", "n", "80 %", "held", "90 %", "held", "came")
    _print([header, *(_trial_cells(trial) for trial in found)])
    said = ", ".join(f"{held} of {of} at {level}" for level, (held, of) in counts.items())
    console.result(f"Held: {said}.\n")


def _trial_cells(trial: WindowTrial) -> tuple[str, ...]:
    from r4v_analysis.analysis.regularization.deadline_range import LEVELS, middle

    spans = [
        cell for level in LEVELS for cell in (_span(trial.outlook.ranges[level]), "yes" if trial.held(level) else "no")
    ]
    count = trial.point.count
    n = len(trial.outlook.cases)
    about = (trial.series.key, str(count.last), f"{middle(trial.point):.1%}", _number(count.quantity.value), str(n))
    return (*about, *spans, _span(trial.came))


def _trial_record(trial: WindowTrial) -> dict[str, object]:
    ranges = {
        f"{level:.0%}": {"low": low, "high": high, "held": trial.held(level)}
        for level, (low, high) in trial.outlook.ranges.items()
    }
    return {
        "event": "trial",
        "range": "deadline",
        "programme": trial.series.programme,
        "stage": trial.series.stage,
        "day": trial.point.count.last.isoformat(),
        "n": len(trial.outlook.cases),
        "came": list(trial.came),
        **ranges,
    }


def _year_ends(data: Data, day: date, as_json: bool) -> None:
    rows = list(_months(data, day))
    for row in rows if as_json else ():
        console.json_line({"event": "summary", "range": "year_end", **row})
    if as_json:
        return
    console.result(f"Coverage at the year's end, 9 in 10, plan years known by {day}:")
    header = ("month", "plan years", "years", "points gained", "held, one left out", "held, its year left out")
    _print([header, *(_month_cells(row) for row in rows)])


def _months(data: Data, day: date) -> Iterator[dict[str, Any]]:
    """The back-test of the year's end, for each month."""
    from r4v_analysis.analysis.funding.plan_cases import cases_on
    from r4v_analysis.analysis.funding.year_end import gains, held, leave_a_year_out, leave_one_out

    for month in range(1, 13):
        cases = cases_on(data, day, month)
        found = gains(case.gain for case in cases)
        trials = {"one_out": leave_one_out(cases), "year_out": leave_a_year_out(cases)}
        yield {
            "month": month,
            "plan_years": len(cases),
            "years": len({case.year for case in cases}),
            "gain": [found.low, found.high] if found else None,
            **{name: dict(zip(("held", "of"), held(tried), strict=True)) for name, tried in trials.items()},
        }


def _month_cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    gain = f"{row['gain'][0] * 100:.1f} to {row['gain'][1] * 100:.1f}" if row["gain"] else "too few"
    scores = [f"{row[name]['held']} of {row[name]['of']}" for name in ("one_out", "year_out")]
    return str(row["month"]), str(row["plan_years"]), str(row["years"]), gain, *scores


def _span(span: tuple[float, float]) -> str:
    low, high = map(_number, span)
    return low if low == high else f"{low} to {high}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"


def _print(rows: Sequence[Sequence[str]]) -> None:
    """Rows as columns as wide as their longest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        console.result("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
