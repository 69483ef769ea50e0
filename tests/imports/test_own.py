"""Tables that this project exported, changed in a spreadsheet and brought in again. All numbers are synthetic."""

import pytest
from test_imports import bring, content, sheet, table

from r4v_analysis.imports.source import ImportFailed

HEADER = [
    "Row of people in need", "Country", "Year", "Whose plan", "Sector", "Place", "Population group", "Sex",
    "Age group", "People in need", "People targeted", "Version", "Known from", "Restated by",
]  # fmt: skip


def row(number, need, *, sector="WASH", place="", version="1", day="2031-02-01"):
    return [number, "Peru", "2031", "rmrp", sector, place, "all", "", "", need, "", version, day, ""]


def own(tmp_path, *rows, header=HEADER):
    return sheet(tmp_path, header, *rows, name="people_in_need.csv")


def test_two_like_headings_are_refused_before_their_rows_become_versions_of_other_numbers(folder, tmp_path):
    twice = [{"Place": "Sector", "Sex": "Age group"}.get(name, name) for name in HEADER]
    first = row("a", "10", place="Lima")
    first[7] = "female"
    before = content(folder)
    with pytest.raises(ImportFailed) as refused:
        bring("r4v", own(tmp_path, first, header=twice), folder=folder)
    assert str(refused.value) == (
        f"{tmp_path / 'people_in_need.csv'}: expected each heading once, found two alike over different cells, "
        "'Sector' in columns 5 and 6; 'Age group' in columns 8 and 9. "
        "Give each column the heading of what it holds, or delete the one that does not count."
    )
    assert content(folder) == before


def test_a_column_twice_with_the_same_cells_is_no_question(folder, tmp_path):
    bring("r4v", own(tmp_path, [*row("a", "10"), "WASH"], header=[*HEADER, "Sector"]), folder=folder)
    assert [found["people_in_need"] for found in table(folder, "people_in_need")] == ["10"]


def test_a_table_without_a_column_that_says_what_its_rows_are_about_is_refused(folder, tmp_path):
    renamed = [{"Place": "Locality", "Sex": ""}.get(name, name) for name in HEADER]
    with pytest.raises(ImportFailed, match=r"about, missing Place \(place\), Sex \(sex\)\. Give each its own name"):
        bring("r4v", own(tmp_path, row("a", "10", place="Lima"), header=renamed), folder=folder)


def test_rows_that_give_one_version_of_a_number_two_values_are_left_out_by_name(folder, tmp_path):
    rows = [row(str(number), str(number)) for number in range(10, 14)]
    others = [row("x", "20", sector="Health"), row("y", "21", sector="Health", version="2")]
    said = bring("r4v", own(tmp_path, *rows, *others), folder=folder)
    assert (
        "  left out, rows of one key with different numbers, 4 rows: people_in_need 10, 11, 12, 13 (rows 2, 3, 4, 5)."
        in said
    )
    found = [(each["sector"], each["people_in_need"], each["version"]) for each in table(folder, "people_in_need")]
    assert found == [("health", "20", "1"), ("health", "21", "2")]


def test_a_day_that_a_spreadsheet_turned_round_is_left_out_by_name(folder, tmp_path):
    said = bring("r4v", own(tmp_path, row("a", "10", day="17/02/2031"), row("b", "5", sector="Health")), folder=folder)
    assert "  left out, not a day such as 2023-07-31, 1 row: 17/02/2031 (row 2)." in said
