"""The reports that tests share one run over."""

from r4v_analysis.data.choice import Choice
from r4v_analysis.data.chosen import chosen_ids
from r4v_analysis.data.publisher import publisher_of
from r4v_analysis.data.report import Data

RENDERED = ("*_20[0-9][0-9]-[0-9][0-9]", "PER_2022-0[56]_*_r4v", "COL_2022-*_fts", "ABW_2022-06_*_r4v", "XRG_2022-*")
"""Patterns of the reports that `rendered_output` has: all documents, and some reports without one."""


def some_of_each_kind(data: Data) -> list[str]:
    """Their ids."""
    return chosen_ids(data, Choice(reports=RENDERED))


def one_of_each_country(data: Data) -> list[str]:
    """The same, and each country's last report of each publisher."""
    last = {(report_id[:3], publisher_of(report_id)): report_id for report_id in data.report_ids}
    return [report_id for report_id in data.report_ids if report_id in {*last.values(), *some_of_each_kind(data)}]
