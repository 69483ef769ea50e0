"""The day that a box prints for a value is the value's, and not the report's last. Each text is made up."""

from __future__ import annotations

import pytest

from r4v_analysis.intake.documents.read import read_document
from r4v_analysis.intake.draft.draft import draft

TITLE = "R4V Peru Situation Report - March 2022\n\nKey Figures\n\n"


@pytest.fixture
def rows(tables, tmp_path):
    def drafted(box):
        path = tmp_path / "report.txt"
        path.write_text(f"{TITLE}{box}\n\nSituation\n\nPartners met.\n", encoding="utf-8")
        return draft(read_document(path), tables, report_id="PER_2022-03_2022-03").rows

    return drafted


def days(found):
    return [(row.cells["indicator"], row.cells["as_of"], row.state) for row in found]


def test_the_day_of_a_heading_is_that_of_the_values_under_it(rows):
    found = rows("FUNDING (AS OF 1 APRIL 2022)\nUSD 100 million\nrequested\n\nFunded 18%\nUSD 18 million")
    assert days(found) == [(name, "2022-04-01", "captured") for name in ("requirements", "coverage", "funding")]


def test_a_source_line_gives_its_month_and_name_to_the_value_before_it_and_nothing_to_the_next(rows):
    found = rows(
        "6 MILLION Venezuelan Migrants and Refugees Globally ABC – February 2022\n"
        "$1.2 BILLION Funding Requirement, 2022 RMRP\nR4V – January 2022"
    )
    assert days(found) == [
        ("population_worldwide", "2022-02-28", "captured"),
        ("requirements", "2022-01-31", "captured"),
    ]
    assert [row.cells["authority"] for row in found] == ["ABC", ""]
    assert found[1].cells["printed"].startswith("$1.2 BILLION")


def test_who_is_cited_behind_a_stock_is_kept(rows):
    (row,) = rows("VENEZUELANS IN PERU\n1,234,500\nSource: Office of Statistics (31 March 2022)")
    assert (row.cells["authority"], row.cells["as_of"]) == ("Office of Statistics", "2022-03-31")


@pytest.mark.parametrize(
    "box",
    [
        "US$ 50 million Requirements\nUS$ 20 million Received\nMeetings\nData as of 9 April 2022",
        "US$ 50 millones requeridos\nUS$ 20 millones recibidos\nReuniones\nCorte 9 de abril de 2022",
    ],
)
def test_values_of_a_box_that_prints_another_day_elsewhere_are_not_sure(rows, box):
    assert {row.state for row in rows(box)} == {"proposed"}


@pytest.mark.parametrize(
    "box",
    [
        "12,000 people reached (2021)",
        "Refugees and migrants in Peru\n1.2 M (estimate for end-2022)",
        "Venezuelans in Peru\n1.2 M\nProjected by end of 2022",
        "Población refugiada y migrante en Perú\n1,2 M\nCifras a diciembre de 2021",
        "Health requirements\nUS$ 5 M",
        "Regional requirements\nUS$ 1.7 B",
        "300,000 Venezuelans in Peru are children",
    ],
)
def test_a_value_of_a_box_that_words_beside_it_make_another_s_or_another_time_s_is_not_surely_the_report_s(rows, box):
    assert all(row.state != "captured" or row.cells["as_of"] == "2021-12-31" for row in rows(box))


@pytest.mark.parametrize(
    "box",
    ["FUNDED: US$ 22.7 M", "27 partner organizations\nREQUIREMENTS: US$ 318 M", "Venezuelans in Peru\n1.2 M"],
)
def test_a_value_of_a_box_with_its_label_alone_is_sure(rows, box):
    assert "captured" in {row.state for row in rows(box)}
