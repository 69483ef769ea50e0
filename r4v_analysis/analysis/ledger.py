"""The ledger: every range that a report of the data gave and that can be scored, over all reports."""

from __future__ import annotations

from datetime import date

from r4v_analysis.analysis.record import QUESTIONS
from r4v_analysis.analysis.score import Score
from r4v_analysis.data.report import Data, Report

_DATED = ("programme-counts", "programme-events", "plan-funding", "plan-coverage", "reports")


def last_day(data: Data) -> date:
    """The last day from which a row of the data was known: on it, all of the data is."""
    days = [data.table(name)["known_from"].max() for name in _DATED if name in list(data.tables)]
    return max(date.fromisoformat(str(day)[:10]) for day in days if str(day) != "NaT")


def ledger(data: Data) -> list[Score]:
    """The scores of all reports by all that the data know, in the order of reports.csv."""
    days = {name: max(last_day(data), data.report(name).own_as_of) for name in _asked(data)}
    return [score for name, day in days.items() for score in scores(data.report(name, day))]


def scores(report: Report) -> list[Score]:
    """The scores of a report's ranges by what was known on its `as_of`, of all questions."""
    return [score for question in QUESTIONS for score in question.scores(report)]


def _asked(data: Data) -> list[str]:
    """Ids of reports that print a funding box or a count of a programme: no other can have given a range."""
    rows = data.table("observations")
    if rows.empty:
        return []
    asked = rows["indicator"].isin(("funding", "coverage")) | rows["programme"].notna()
    printing = set(rows.loc[asked, "report_id"])
    return [report_id for report_id in data.report_ids if report_id in printing]
