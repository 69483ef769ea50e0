"""The reports that tests share one run over."""

from r4v_analysis.data.choice import Choice
from r4v_analysis.data.chosen import chosen_ids
from r4v_analysis.data.publisher import publisher_of
from r4v_analysis.data.report import Data

DOCUMENTS = (
    *("PER_2019-06_2019-06", "PER_2020-06_2020-06", "PER_2020-08_2020-08", "PER_2021-01_2021-12"),
    *("PER_2021-08_2021-08", "PER_2021-10_2021-10", "PER_2023-05_2023-07"),
    *("CHL_2020-04_2020-04", "CHL_2021-10_2021-10", "ECU_2019-05_2019-05", "ECU_2020-08_2020-08"),
    *("XCB_2021-01_2021-12", "XRG_2019-11_2019-12", "XRG_2021-01_2021-06", "XRG_2021-01_2021-12"),
)
"""Ids of documents: of each country one at least for all sets of questions that its documents say something on."""

RENDERED = (*DOCUMENTS, "PER_2022-0[56]_*_r4v", "COL_2022-*_fts", "ABW_2022-06_*_r4v", "XRG_2022-*")
"""Ids and patterns of the reports that `rendered_output` has: documents, and some reports without one."""


def some_of_each_kind(data: Data) -> list[str]:
    """Their ids."""
    return chosen_ids(data, Choice(reports=RENDERED))


def one_of_each_country(data: Data) -> list[str]:
    """The same, and each country's last report of each publisher."""
    last = {(report_id[:3], publisher_of(report_id)): report_id for report_id in data.report_ids}
    return [report_id for report_id in data.report_ids if report_id in {*last.values(), *some_of_each_kind(data)}]
