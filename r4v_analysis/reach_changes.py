"""What changed since earlier reports of the same country, and why most numbers of two reports can't be compared.

Two numbers compare when they count the same, for the same people, on the same stated basis and over
windows of the same length. Counts in the text of two one-month reports that state no basis compare
only if each counts its own month: an inference, and kept apart. Each other pair keeps the reason why not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from r4v_analysis.data import Period, Report, as_date, as_text, row_quantity
from r4v_analysis.i18n import N_
from r4v_analysis.metrics import Metric

INDICATORS = (
    "people_reached",
    "people_assisted",
    "people_trained",
    "people_informed",
    "people_attended",
    "people_referred",
    "meals",
    "consultations",
)
"""What the response did; stocks, money and procedures are other questions."""

SAME = ("indicator", "sector", "stream", "unit", "role", "sex", "place")
COLUMNS = ("observation_id", "sector", "unit", "basis", "printed", "earlier_report_id", "earlier_printed", "reason")
COMPARABLE, IF_MONTHLY = "comparable", "if_monthly"
_NOT_TEXT = ("header", "sector_table")


@dataclass(frozen=True)
class SectorLists:
    """Sectors in one of two reports' sector rows only; `earlier_id` is the report before with a row."""

    earlier_id: str
    only_now: list[str]
    only_then: list[str]


def pairs(report: Report) -> pd.DataFrame:
    """Each count of the response beside the last earlier one under the same observation id.

    Columns: observation_id, sector, unit, basis, printed, earlier_report_id, earlier_printed, reason
    (`comparable`, `if_monthly`: only if both count their own month, `not_reported`, `other_count`,
    `window_differs`, `basis_unknown`, `basis_differs`). Counts that no earlier report names alike are not in it.
    """
    own = report.observations
    own = own[own["indicator"].isin(INDICATORS)]
    records = []
    for _index, row in own.iterrows():
        found = _earlier(report, str(row["observation_id"]))
        if found is not None:
            earlier, before = found
            reason = _reason(row, _window(report, row), before, _window(earlier, before))
            cells = [row[name] for name in ("observation_id", "sector", "unit", "basis", "printed")]
            records.append((*cells, earlier.report_id, before["printed"], reason))
    return pd.DataFrame(records, columns=list(COLUMNS))


def sector_lists(report: Report) -> SectorLists | None:
    """How the sector list differs from that of the last earlier report with a sector row; None if alike or none."""
    now = _sectors(report)
    before = next((earlier for earlier in reversed(report.earlier) if _sectors(earlier)), None)
    if not now or before is None or set(now) == set(_sectors(before)):
        return None
    then = _sectors(before)
    only_now = [code for code in now if code not in then]
    return SectorLists(before.report_id, only_now, [code for code in then if code not in now])


def metrics(report: Report) -> Iterator[Metric]:
    """`change.<observation>`: the report's number minus the earlier one, with the bounds of both.

    `change_if_monthly.<observation>` where the pair compares only on that condition.
    """
    kinds = {
        COMPARABLE: ("change", N_("this report’s number − that of the report to {earlier}")),
        IF_MONTHLY: (
            "change_if_monthly",
            N_("this report’s number − that of the report to {earlier}, if each counts its own month"),
        ),
    }
    for _index, row in pairs(report).iterrows():
        if row["reason"] in kinds:
            family, formula = kinds[row["reason"]]
            name, earlier = str(row["observation_id"]), _named(report, row["earlier_report_id"])
            change = report.quantity(name) - earlier.quantity(name)
            unit, basis = as_text(row["unit"]), as_text(row["basis"])
            constants = {"earlier": earlier.period.end}
            yield Metric(f"{family}.{name}", change, unit, formula, basis, report.period.end, constants)


def _earlier(report: Report, observation_id: str) -> tuple[Report, pd.Series] | None:
    """The last earlier report with an observation of that id, and the observation."""
    for earlier in reversed(report.earlier):
        rows = earlier.select(observation_id=observation_id)
        if not rows.empty:
            return earlier, rows.iloc[0]
    return None


def _named(report: Report, report_id: str) -> Report:
    return next(earlier for earlier in report.earlier if earlier.report_id == report_id)


def _reason(row: pd.Series, window: Period, before: pd.Series, window_before: Period) -> str:
    """Why two observations don't compare, `comparable` or `if_monthly`."""
    bases = {as_text(row["basis"]) or "unknown", as_text(before["basis"]) or "unknown"}
    groups = {as_text(row["population_group"]), as_text(before["population_group"])} - {""}
    if row_quantity(row).is_missing or row_quantity(before).is_missing:
        return "not_reported"
    if len(groups) > 1 or any(as_text(row[name]) != as_text(before[name]) for name in SAME):
        return "other_count"
    if not _is_alike(window, window_before, bases):
        return "window_differs"
    if bases == {"unknown"} and window.months == 1 and row["section"] not in _NOT_TEXT:
        return IF_MONTHLY
    if "unknown" in bases:
        return "basis_unknown"
    return COMPARABLE if len(bases) == 1 else "basis_differs"


def _is_alike(window: Period, before: Period, bases: set[str]) -> bool:
    """Windows of as many months; totals since January need the same year instead."""
    if bases == {"cumulative_ytd"}:
        return window.end.year == before.end.year
    return window.months == before.months


def _window(report: Report, row: pd.Series) -> Period:
    """The days that an observation covers: its own, else its report's."""
    start, end = as_date(row["period_start"]), as_date(row["period_end"])
    return Period(start or report.period.start, end or report.period.end)


def _sectors(report: Report) -> list[str]:
    rows = report.select(section="sector_table", indicator="people_reached")
    return list(dict.fromkeys(rows.loc[rows["value"].notna(), "sector"].dropna()))
