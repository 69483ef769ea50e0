"""R4V's monthly rows as reports; every number here is synthetic."""

from __future__ import annotations

import pytest
from synthetic import read_rows, write_folder
from test_imports import LATE, NEW, bring, new_row, sheet, table

from r4v_analysis.analysis.reach import sectors as reach
from r4v_analysis.data.load import load
from r4v_analysis.errors import UsageError

HEALTH, WASH = "Health", "WASH"
REPORT_ID = "PER_2031-02_2031-02_r4v"


@pytest.fixture
def folder(tmp_path, data_dir):
    return write_folder(tmp_path / "data", data_dir)


def months(tmp_path, *rows, **options):
    return sheet(tmp_path, NEW, *rows, **options)


def test_each_country_and_month_of_a_file_becomes_a_report_on_the_day_of_the_file(folder, tmp_path):
    bring("r4v", months(tmp_path, new_row(HEALTH), new_row(HEALTH, month="2031-02")), folder=folder, has_reports=True)
    made = [row for row in table(folder, "reports") if row["report_id"].endswith("_r4v")]
    assert [(row["report_id"], row["period_end"], row["known_from"], row["published"]) for row in made] == [
        ("PER_2031-01_2031-01_r4v", "2031-01-31", LATE[-10:], ""),
        (REPORT_ID, "2031-02-28", LATE[-10:], ""),
    ]


def test_the_same_file_twice_makes_each_report_once(folder, tmp_path):
    file = months(tmp_path, new_row(HEALTH, month="2031-02"))
    bring("r4v", file, folder=folder, has_reports=True)
    before = read_rows(folder / "reports.csv")
    assert bring("r4v", file, folder=folder, has_reports=True)[-1].endswith("reports.csv: 0 reports added.")
    assert read_rows(folder / "reports.csv") == before


def test_its_sector_row_is_the_month_s_totals_without_places_and_the_sum_over_sectors(folder, tmp_path):
    rows = [
        new_row(HEALTH, month="2031-02", **{"Monthly Total Beneficiaries": 70}),
        new_row(WASH, month="2031-02", **{"Monthly Total Beneficiaries": 30}),
        new_row(HEALTH, place="Lima", month="2031-02", **{"Monthly Total Beneficiaries": 40}),
        new_row("Intersector", month="2031-02", **{"Monthly Total Beneficiaries": 100}),
    ]
    bring("r4v", months(tmp_path, *rows), folder=folder, has_reports=True)
    sectors = reach.sectors(load(folder).report(REPORT_ID))
    assert list(zip(sectors["sector"], sectors["people_reached"], sectors["basis"], strict=True)) == [
        ("health", 70.0, "period_total"),
        ("wash", 30.0, "period_total"),
    ]


def test_a_newer_file_does_not_change_what_the_report_s_own_day_knew(folder, tmp_path):
    first = months(tmp_path, new_row(HEALTH, month="2031-02", **{"Monthly Total Beneficiaries": 70}))
    bring("r4v", first, folder=folder, has_reports=True)
    newer = months(
        tmp_path, new_row(HEALTH, month="2031-02", **{"Monthly Total Beneficiaries": 75}), name="2033-01-01.csv"
    )
    bring("r4v", newer, folder=folder, has_reports=True)
    report = load(folder).report(REPORT_ID)
    assert report.quantity("reached_health").value == 70.0


def test_a_file_without_a_day_makes_no_report_and_nothing_is_written(folder, tmp_path):
    before = {path: path.read_bytes() for path in folder.rglob("*.csv")}
    with pytest.raises(UsageError, match=r"--reports: expected a day from which undated\.csv's numbers are known"):
        bring("r4v", months(tmp_path, new_row(HEALTH), name="undated.csv"), folder=folder, has_reports=True)
    assert {path: path.read_bytes() for path in folder.rglob("*.csv")} == before


def test_a_plan_year_of_an_fts_file_becomes_a_report_once_it_has_ended(folder, tmp_path):
    header = "countryCode,id,name,code,year,requirements,funding,percentFunded"
    name = "Venezuela Regional Refugee and Migrant Response Plan (RMRP) 2022"
    for day, money, reports in (("2022-06-30", 100, []), ("2023-06-30", 400, ["PER_2022-01_2022-12_fts"])):
        file = tmp_path / f"{day}.csv"
        file.write_text(f"{header}\nPER,1069,{name},RREG22,2022,1000,{money},\n", encoding="utf-8")
        bring("fts", file, folder=folder, as_of=day, has_reports=True)
        made = [row for row in table(folder, "reports") if row["report_id"].endswith("_fts")]
        assert [row["report_id"] for row in made] == reports
    assert (made[0]["known_from"], made[0]["title"], made[0]["published"]) == (
        "2023-06-30",
        "FTS plan year, Peru, 2022",
        "",
    )
    report = load(folder).report("PER_2022-01_2022-12_fts")
    assert (report.own_as_of.isoformat(), report.is_document, report.quantity("funding").value) == (
        "2023-06-30",
        False,
        400.0,
    )


def test_such_reports_follow_each_other_and_no_report_of_the_platform(folder, tmp_path):
    bring("r4v", months(tmp_path, new_row(HEALTH), new_row(HEALTH, month="2031-02")), folder=folder, has_reports=True)
    report = load(folder).report(REPORT_ID)
    assert [earlier.report_id for earlier in report.earlier] == ["PER_2031-01_2031-01_r4v"]
    assert report.neighbours == ("PER_2031-01_2031-01_r4v", "")
