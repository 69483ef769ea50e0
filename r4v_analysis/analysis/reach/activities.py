"""What one activity, as the text counts it, makes of its sector's number."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from r4v_analysis.analysis.reach.parts import quantity
from r4v_analysis.analysis.reach.sectors import ranked, sectors
from r4v_analysis.data.cells import as_text
from r4v_analysis.data.queries import Record, records
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.language.formats import N_
from r4v_analysis.values.metric import Metric

MOST = 0.5
"""Of a sector's people, the share from which one activity makes the sector's number."""
COLUMNS = ("sector", "whole", "count", "is_same_basis")


@once_a_report
def main_counts(report: Report) -> pd.DataFrame:
    """The activity of each ranked sector that makes most of its number, where one does.

    Columns: sector, whole (the observation of its people reached), count (that of the people whom the
    activity assisted), is_same_basis (False: only if both count alike, since one does not say how). Counts of
    the sector's own window only; of another stated basis or larger than the sector none.
    """
    rows = report.observations
    rows = rows[(rows["indicator"] == "people_assisted") & (rows["section"] != "sector_table") & rows["value"].notna()]
    found = [_main_count(report, rows, row) for row in records(ranked(sectors(report)))] if len(rows) else []
    return pd.DataFrame([record for record in found if record], columns=list(COLUMNS))


def metrics(report: Report) -> Iterator[Metric]:
    """`count_in_sector.protection`, the activity's share, and `sector_without_count.protection`, the rest."""
    for row in records(main_counts(report)):
        whole, count = quantity(report, str(row["whole"])), report.quantity(str(row["count"]))
        constants = {"whole": row["whole"], "part": row["count"]}
        about, end = ("sector", str(row["sector"]), ""), report.period.end
        share, rest = N_("{part} ÷ {whole}, if both count alike"), N_("{whole} − {part}, if both count alike")
        if row["is_same_basis"]:
            share, rest = N_("{part} ÷ {whole}"), N_("{whole} − {part}")
        kinds = (
            ("count_in_sector", count / whole, "share", share),
            ("sector_without_count", whole - count, "people", rest),
        )
        for family, item, unit, formula in kinds:
            yield Metric(f"{family}.{row['sector']}", item, unit, formula, "", end, constants, about=about)


def _main_count(report: Report, rows: pd.DataFrame, sector: Record) -> tuple[str, str, str, bool] | None:
    own = report.first(observation_id=sector["observation_id"])
    if own is None or not sector["people_reached"]:
        return None
    codes = report.codes("sectors")["parent"]
    names = {sector["sector"], *codes.index[codes == sector["sector"]]}
    bases = rows["basis"].fillna("unknown"), as_text(own["basis"]) or "unknown"
    is_own = rows["sector"].isin(names) & (rows["observation_id"] != own["observation_id"]) & _is_within(rows, own)
    is_alike = (bases[0] == bases[1]) | (bases[0] == "unknown") | (bases[1] == "unknown")
    is_some = rows["value"].between(MOST * sector["people_reached"], sector["people_reached"])
    found = rows[is_own & is_alike & is_some]
    if found.empty:
        return None
    row = found.loc[found["value"].idxmax()]
    is_same = as_text(row["basis"]) == bases[1] != "unknown"
    return str(sector["sector"]), str(own["observation_id"]), str(row["observation_id"]), is_same


def _is_within(rows: pd.DataFrame, own: pd.Series) -> pd.Series:
    """Whether each row's window lies in that of a sector's number, as far as both say one."""
    starts_before = rows["period_start"] < own["period_start"]
    ends_after = rows["period_end"] > own["period_end"]
    result: pd.Series = ~starts_before & ~ends_after
    return result
