"""Boxes side by side, bars and tables with headings of two lines: each value gets its own label. Text is made up."""

from __future__ import annotations

import pytest

from r4v_analysis.intake.documents.read import read_document
from r4v_analysis.intake.draft.draft import draft


@pytest.fixture
def drafted(tables, tmp_path):
    def rows(text, report_id="COL_2031-05_2031-05"):
        path = tmp_path / "report.txt"
        path.write_text(f"Situation Report - May 2031\n\nR4V\n\n{text}\n", encoding="utf-8")
        return {row.cells["printed"]: row for row in draft(read_document(path), tables, report_id=report_id).rows}

    return rows


def named(rows, *columns):
    return {printed: tuple(row.cells[name] for name in ("indicator", *columns)) for printed, row in rows.items()}


BARS = "Health\t9,100\nShelter\t30,400\nEducation\t2,000"


@pytest.mark.parametrize(
    ("title", "indicator"),
    [
        ("People assisted by sector", "people_reached"),
        ("Personas con necesidades por sector", "unclassified"),
        ("Población objetivo por sector", "people_targeted"),
        ("Partners by sector", "unclassified"),
        ("People targeted and reached by sector", "unclassified"),
    ],
)
def test_the_title_of_a_table_by_sector_says_what_its_numbers_count(title, indicator, drafted):
    rows = drafted(f"{title}\n\n{BARS}")
    assert {row.cells["indicator"] for row in rows.values()} == {indicator}
    assert not any(row.state == "captured" for row in rows.values())


def test_money_at_the_bars_is_no_number_of_people(drafted):
    rows = drafted("Overview by sector\n\nHealth\tUS$ 9.1M\nShelter\tUS$ 30.4M\nEducation\tUS$ 2.0M")
    assert {row.cells["indicator"] for row in rows.values()} == {"unclassified"}


def test_a_column_headed_by_a_month_is_of_that_month_and_a_total_of_all_of_them(drafted):
    rows = drafted(
        "People assisted by sector and month\n\nSector\tDec. 2030\tMay\tTotal\n"
        "Health\t1,100\t1,200\t2,300\nShelter\t350\t-\t360\nEducation\t470\t480\t950"
    )
    found = named(rows, "period_start", "period_end")
    assert found["1,100"] == ("people_reached", "2030-12-01", "2030-12-31")
    assert found["1,200"] == ("people_reached", "2031-05-01", "2031-05-31")
    assert found["2,300"] == ("people_reached", "2030-12-01", "2031-05-31")
    assert not any(row.state == "captured" for row in rows.values())


def test_a_second_table_by_sector_has_its_own_headings(drafted):
    rows = drafted(
        "People assisted\n\nSector\tApril\tMay\nHealth\t1,100\t1,200\nShelter\t350\t360\nEducation\t470\t480\n\n"
        "Socios por sector\n\nSector\tNúmero\nHealth\t12\nShelter\t31\nEducation\t9"
    )
    assert named(rows)["1,200"] == ("people_reached",)
    assert {named(rows)[number] for number in ("12", "31", "9")} == {("unclassified",)}


def test_headings_of_two_lines_give_a_number_both_and_its_sex(drafted):
    rows = drafted(
        "Departamento\tPersonas atendidas\t\t\tFamilias atendidas\n\tMujeres\tHombres\tTotal\t\n"
        "Nariño\t1.210\t905\t2.115\t640\nLa Guajira\t2.340\t-\t2.345\t710"
    )
    assert named(rows, "sex", "place") == {
        "1.210": ("people_assisted", "female", "CO-NAR"),
        "905": ("people_assisted", "male", "CO-NAR"),
        "2.115": ("people_assisted", "", "CO-NAR"),
        "640": ("unclassified", "", "CO-NAR"),
        "2.340": ("people_assisted", "female", "CO-LAG"),
        "2.345": ("people_assisted", "", "CO-LAG"),
        "710": ("unclassified", "", "CO-LAG"),
    }


def test_a_column_of_outputs_beside_people_counts_what_its_heading_names(drafted):
    rows = drafted(
        "Department\tPeople assisted\tPeople trained\tHot meals\tSchools supported\tKits\n"
        "Nariño\t12,100\t140\t30,500\t11\t701\nLa Guajira\t23,400\t-\t40,600\t12\t702"
    )
    found = named(rows, "unit", "role")
    assert found["12,100"] == ("people_assisted", "people", "assisted")
    assert found["140"] == ("people_trained", "people", "trained")
    assert found["30,500"] == ("meals", "meals", "")
    assert found["11"] == found["701"] == ("unclassified", "unknown", "")
