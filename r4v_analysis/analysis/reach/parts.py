"""Shares that a report allows: a printed number over the one that the report itself says it is a part of.

`part_of` in data/ may be a reading of two sentences that follow each other. A share is formed only where the
printed words say so ("of whom") or the parts add up to their whole: people referred over people tested is no
share of those tested unless the report says that it is.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from r4v_analysis.data.cells import as_text
from r4v_analysis.data.queries import Record, records
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.values.membership import says_part
from r4v_analysis.values.quantity import Quantity, total

_NEAR = 0.05
"""How far, of the whole, parts may lie from a whole that is printed as "almost" or "some" and still add up to it."""


@once_a_report
def parts(report: Report) -> pd.DataFrame:
    """Every share that the report allows: one printed number over the one that it is part of.

    Columns: observation_id, part_of, part, whole, share (of 1; NaN where either number is
    missing), share_low, share_high, sector. Both numbers are of one unit and one basis; counts of a
    permit's stages are no reach and are left out. A whole printed as "almost" or "some" to which its
    parts add up is their sum.
    """
    joined = _pairs(report)
    joined = joined[pd.Series([_is_share(report, row) for row in records(joined)], joined.index, dtype=bool)]
    shares = [share(report, part, whole) for part, whole in part_pairs(joined)]
    return pd.DataFrame(
        {
            "observation_id": joined["observation_id"],
            "part_of": joined["part_of"],
            "part": joined["value"],
            "whole": [quantity(report, whole).value for whole in joined["part_of"]],
            "share": [item.value for item in shares],
            "share_low": [item.low for item in shares],
            "share_high": [item.high for item in shares],
            "sector": joined["sector"],
        }
    ).reset_index(drop=True)


def part_pairs(joined: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """A part and its whole, by the ids of their observations."""
    return zip(joined["observation_id"], joined["part_of"], strict=True)


def share(report: Report, part: str, whole: str) -> Quantity:
    """A part over its whole."""
    return report.quantity(part) / quantity(report, whole)


def quantity(report: Report, name: str) -> Quantity:
    """A printed number; where it is printed as "almost" or "some" and its parts add up to it, their sum."""
    return _sum_of_parts(report, name) if is_sum(report, name) else report.quantity(name)


def is_sum(report: Report, name: str) -> bool:
    """Whether a number without two bounds has parts that add up to it, so that their sum says it better."""
    return not _is_bounded(report.quantity(name)) and adds_up(report, name)


def adds_up(report: Report, whole: str) -> bool:
    """Whether two parts or more of a number, each printed without a doubt, are together what it says.

    Within its bounds; a number that lacks one is met where they come within a twentieth of it.
    """
    added, printed = _sum_of_parts(report, whole), report.quantity(whole)
    if added.low is None or added.high is None or printed.value is None:
        return False
    low = printed.low if printed.low is not None else printed.value * (1 - _NEAR)
    high = printed.high if printed.high is not None else printed.value * (1 + _NEAR)
    return added.low <= high and added.high >= low


@once_a_report
def _pairs(report: Report) -> pd.DataFrame:
    """Parts beside their wholes, of one unit and one basis, columns of the whole with `_whole`."""
    rows = report.observations
    rows = rows[rows["basis"] != "cumulative_programme"]
    joined = rows[rows["part_of"].notna()].merge(
        rows, left_on="part_of", right_on="observation_id", suffixes=("", "_whole")
    )
    alike = (joined["unit"] == joined["unit_whole"]) & (joined["basis"] == joined["basis_whole"])
    result: pd.DataFrame = joined[alike].reset_index(drop=True)
    return result


def _sum_of_parts(report: Report, whole: str) -> Quantity:
    """The sum of a number's parts; without bounds where there is only one."""
    pairs = _pairs(report)
    found = [report.quantity(name) for name in pairs.loc[pairs["part_of"] == whole, "observation_id"]]
    added = total(found)
    is_whole = len(found) > 1 and all(_is_bounded(item) for item in found)
    return added if is_whole else Quantity(None, sources=added.sources)


def _is_share(report: Report, row: Record) -> bool:
    return says_part(as_text(row["printed"])) or adds_up(report, str(row["part_of"]))


def _is_bounded(item: Quantity) -> bool:
    return item.low is not None and item.high is not None
