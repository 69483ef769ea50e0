"""What changed since earlier reports of the same country, and why most numbers of two reports can't be compared.

Two numbers compare when they count the same, for the same people, on the same stated basis and over
windows of the same length. Counts in the text of two one-month reports that state no basis compare
only if each counts its own month: an inference, and kept apart. Each other pair keeps the reason why not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from r4v_analysis.analysis import terms
from r4v_analysis.data.cells import as_date, as_text, row_quantity
from r4v_analysis.data.queries import Record, records
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.language.formats import N_
from r4v_analysis.values.metric import Metric
from r4v_analysis.values.period import Period
from r4v_analysis.values.quantity import spoken

INDICATORS = (
    "people_reached", "people_assisted", "people_trained", "people_informed", "people_attended", "people_referred",
    "meals", "consultations",
)  # fmt: skip
"""What the response did; stocks, money and procedures are other questions."""

COLUMNS = ("observation_id", "sector", "unit", "basis", "printed", "earlier_report_id", "earlier_printed", "reason")
COMPARABLE, IF_MONTHLY = "comparable", "if_monthly"
_OBSTACLES = {
    "count": "other_count",
    "window": "window_differs",
    "since": "window_differs",
    "basis": "basis_differs",
    "basis?": "basis_unknown",
}
_READ = ("basis", "population_group", "section", *terms.COUNTED, *terms.PROCEDURE)


@once_a_report
def pairs(report: Report) -> pd.DataFrame:
    """Each count of the response beside the last earlier one under the same observation id.

    Columns: observation_id, sector, unit, basis, printed, earlier_report_id, earlier_printed, reason
    (`comparable`, `if_monthly`: only if both count their own month, `not_reported`, `other_count`,
    `window_differs`, `basis_unknown`, `basis_differs`). Counts that no earlier report names alike are not in it.
    """
    earlier = _last_earlier(report)
    own = report.observations
    own = own[own["indicator"].isin(INDICATORS) & own["observation_id"].isin(list(earlier))]
    periods = {other.report_id: other.period for other in (*report.earlier, report)}
    found = []
    for row in records(own):
        before = earlier[row["observation_id"]]
        windows = [_window(periods[item["report_id"]], item) for item in (row, before)]
        cells = [row[name] for name in ("observation_id", "sector", "unit", "basis", "printed")]
        found.append((*cells, before["report_id"], before["printed"], _reason(row, windows[0], before, windows[1])))
    return pd.DataFrame(found, columns=list(COLUMNS))


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
    found, ends = pairs(report), {other.report_id: other.period.end for other in report.earlier}
    before = _last_earlier(report)
    for row in records(found[found["reason"].isin(kinds)]):
        family, formula = kinds[row["reason"]]
        name = str(row["observation_id"])
        counts = report.quantity(name), row_quantity(before[name])
        now, then = map(spoken, counts) if report.is_document else counts
        change = now - then
        unit, basis = as_text(row["unit"]), as_text(row["basis"])
        constants = {"earlier": ends[row["earlier_report_id"]]}
        identifier, about, end = f"{family}.{name}", ("printed", name), report.period.end
        yield Metric(identifier, change, unit, formula, basis, end, constants, about=about)


@once_a_report
def _last_earlier(report: Report) -> Mapping[str, Record]:
    """The last earlier observation under each id."""
    rows = report.record
    rows = rows[rows["report_id"] != report.report_id].drop_duplicates("observation_id", keep="last")
    return {str(row["observation_id"]): row for row in records(rows)}


def _reason(row: Record, window: Period, before: Record, window_before: Period) -> str:
    """Why two observations don't compare, `comparable` or `if_monthly`."""
    if row_quantity(row).is_missing or row_quantity(before).is_missing:
        return "not_reported"
    one, other = _terms(row, window), _terms(before, window_before)
    if obstacle := terms.obstacle(one, other):
        return _OBSTACLES[obstacle]
    return IF_MONTHLY if terms.is_if_monthly(one, other) else COMPARABLE


def _terms(row: Record, window: Period) -> terms.Terms:
    return terms.count_terms({name: as_text(row[name]) for name in _READ}, window)


def _window(period: Period, row: Record) -> Period:
    """The days that an observation covers: its own, else its report's."""
    return Period(as_date(row["period_start"]) or period.start, as_date(row["period_end"]) or period.end)
