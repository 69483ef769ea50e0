"""`r4v add`: a report to be typed in, without a line of JSON."""

import csv
import re
import shutil

import pytest

from r4v_analysis.cli import app
from r4v_analysis.data import change
from r4v_analysis.data.check.check import check
from r4v_analysis.data.new_folder import report_row
from r4v_analysis.files import find_data_dir
from r4v_analysis.intake import by_hand

NEW = "PER_2024-01_2024-03"


@pytest.fixture
def folder(data_dir, tmp_path):
    return shutil.copytree(data_dir, tmp_path / "my data", ignore=shutil.ignore_patterns(".*"))


def state(folder):
    paths = [path for path in folder.rglob("*.*") if path.is_file() and path.name != change.JOURNAL]
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def test_a_report_is_added_whole_passes_the_check_and_is_taken_back_to_the_byte(folder, capsys):
    before = state(folder)
    assert app.main(["add", NEW, "--data", str(folder)]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == [str(folder / "reports.csv"), str(folder / "observations" / f"{NEW}.csv")]
    assert said.err.strip() == f"Fill them in, then run: r4v check --data '{folder}'"
    with (folder / "reports.csv").open(encoding="utf-8", newline="") as handle:
        row = {row["report_id"]: row for row in csv.DictReader(handle)}[NEW]
    assert (row["period_start"], row["period_end"], row["known_from"]) == ("2024-01-01", "2024-03-31", "2024-04-30")
    assert [problem for problem in check(find_data_dir(folder)) if problem.severity == "error"] == []
    assert app.main(["undo", "--data", str(folder)]) == 0
    assert state(folder) == before


def test_a_report_that_is_there_or_has_no_country_is_refused_and_nothing_written(folder, capsys, monkeypatch):
    monkeypatch.setattr(change, "refuse", lambda folder, shown=None: None)
    before = state(folder)
    for report_id, said in (
        ("PER_2023-05_2023-07", "found 'PER_2023-05_2023-07' in it. Fill in"),
        ("PRE_2024-01_2024-03", "expected a country of codes, found 'PRE'. Nearest: "),
        ("PER_2024-03_2024-01", "expected the first month first"),
    ):
        assert app.main(["add", report_id, "--data", str(folder)]) == 2
        assert said in capsys.readouterr().err
    assert state(folder) == before


def test_a_report_is_taken_out_again_to_the_byte_and_undo_brings_it_back(folder, capsys):
    before = state(folder)
    assert app.main(["add", NEW, "--data", str(folder)]) == 0
    added = state(folder)
    capsys.readouterr()
    assert app.main(["remove", NEW, "--data", str(folder)]) == 0
    lost = capsys.readouterr().out.splitlines()
    assert lost == [
        f"{folder / 'reports.csv'}: the row of {NEW}.",
        f"{folder / 'observations' / f'{NEW}.csv'}: no row.",
    ]
    assert state(folder) == before
    assert app.main(["undo", "--data", str(folder)]) == 0
    assert state(folder) == added


def test_a_report_that_other_rows_name_stays_and_they_are_listed(folder, capsys, monkeypatch):
    monkeypatch.setattr(change, "refuse", lambda folder, shown=None: None)
    before = state(folder)
    assert app.main(["remove", "PER_2023-05_2023-07", "--data", str(folder)]) == 1
    said = capsys.readouterr().err
    assert f"{folder / 'partners.csv'}, 111 rows (2 to 112): expected none that names PER_2023-05_2023-07" in said
    assert re.search(r"programme_events\.csv, \d+ rows \(\d+[^;]{,100}\): expected", said)
    assert app.main(["remove", "PER_2023-05_2023-08", "--data", str(folder)]) == 2
    assert "Nearest: 'PER_2023-05_2023-07'" in capsys.readouterr().err
    assert app.main(["remove", "CHL_2020-05_2020-05", "--data", str(folder)]) == 0
    assert re.search(r"CHL_2020-05_2020-05.csv: \d+ rows", capsys.readouterr().out)
    assert app.main(["undo", "--data", str(folder)]) == 0
    assert state(folder) == before


def test_rows_are_told_as_ranges_and_of_many_ranges_the_first():
    assert by_hand._counted([5]) == "1 row (5)"
    assert by_hand._counted([2, 3, 4, 9, 11, 12]) == "6 rows (2 to 4, 9, 11 to 12)"
    assert by_hand._counted(range(1, 40, 2)) == "20 rows (1, 3, 5, 7, 9, 11, 13, 15 and 12 more places)"


@pytest.mark.parametrize(
    ("report_id", "platform"),
    [
        (NEW, "GTRM"),
        ("CHL_2024-01_2024-01", "R4V Chile"),
        ("COL_2024-01_2024-01", "R4V"),
        ("XCB_2024-01_2024-01", "R4V Caribbean"),
    ],
)
def test_a_report_has_the_platform_of_its_country_s_newest_document(data_dir, report_id, platform):
    assert report_row(report_id, data_dir)["platform"] == platform


def test_a_report_without_any_source_is_a_finding(folder):
    assert app.main(["add", NEW, "--data", str(folder)]) == 0
    found = [problem for problem in check(find_data_dir(folder)) if problem.rule == "report_has_source"]
    assert [(problem.severity, problem.where.rpartition("/")[2]) for problem in found] == [
        (
            "finding",
            f"reports.csv, row {len((folder / 'reports.csv').read_text(encoding='utf-8').splitlines())}, source_url",
        )
    ]
