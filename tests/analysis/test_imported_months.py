"""What the pages of imported months say: nothing that the same page contradicts. All numbers are synthetic."""

import shutil

import pytest

from r4v_analysis.analysis.funding import figures as funding_figures
from r4v_analysis.analysis.funding import metrics as funding
from r4v_analysis.analysis.funding import sentences as funding_sentences
from r4v_analysis.analysis.reach import metrics as reach
from r4v_analysis.analysis.reach import sectors
from r4v_analysis.analysis.reach import sentences as reach_sentences
from r4v_analysis.analysis.reach import tables as reach_tables
from r4v_analysis.data.report import load
from r4v_analysis.imports.bring import import_files

HEADER = (
    "Platform,Country,Admin1,Month,Subsector,Monthly Total Beneficiaries,Monthly CVA Beneficiaries,Consolidated Total,"
    "Consolidated In Destination"
)
MONTHS = (
    "Chile,Chile,Country level,2022-09,Health,100,0,100,90",
    "Chile,Chile,Country level,2022-10,Health,120,0,150,140",
    "Chile,Chile,Country level,2022-10,WASH,80,0,90,80",
    "Chile,Chile,Country level,2022-10,Protection (GBV),60,0,0,0",
)
FTS = "countryCode,id,name,code,year,requirements,funding,percentFunded"
PLAN = "Venezuela Regional Refugee and Migrant Response Plan (RMRP) 2022"


@pytest.fixture(scope="module")
def report(tmp_path_factory, data_dir):
    """A month of Chile beside FTS's numbers of Chile that were known by then."""
    tmp_path = tmp_path_factory.mktemp("months")
    folder = tmp_path / "data"
    shutil.copytree(data_dir, folder)
    (tmp_path / "fts.csv").write_text(f"{FTS}\nCHL,1069,{PLAN},RREG22,2022,60000000,6000000,10\n", encoding="utf-8")
    (tmp_path / "r4v.csv").write_text("\n".join([HEADER, *MONTHS, ""]), encoding="utf-8")
    import_files("fts", [str(tmp_path / "fts.csv")], data_dir=str(folder), as_of="2022-11-15")
    import_files("r4v", [str(tmp_path / "r4v.csv")], data_dir=str(folder), as_of="2022-11-30", has_reports=True)
    return load(folder).report("CHL_2022-10_2022-10_r4v")


def test_money_that_fts_had_by_the_day_makes_the_gap_of_a_report_without_a_box(report):
    gap = funding.metrics(report)
    assert (gap["unmet_fts"].quantity.value, gap["unmet_fts"].as_of.isoformat()) == (54_000_000, "2022-11-15")
    said = funding_sentences.bottom_line(report, gap, "en").text
    assert "FTS, as of 15 November 2022: US$6.00 million of the US$60.0 million" in said
    assert "10%; US$54.0 million was still missing" in said
    assert "no gap can be computed" not in said
    assert "FTS, al 15 de noviembre de 2022" in funding_sentences.bottom_line(report, gap, "es").text
    chart = funding_figures.requirements_and_funding(report, gap, "en")
    assert "US$54.0 million of US$60.0 million is missing" in chart.title


def test_nothing_is_said_of_a_box_that_the_report_has_not(report):
    assert "the box prints" not in funding_sentences.caveats(report, funding.metrics(report), "en").text


def test_one_interval_is_said_once(report):
    row = sectors.sectors(report)
    said = reach_sentences.bottom_line(report, row, reach.metrics(report), "en").text
    assert said.count("120 to 260") == 1
    assert "Counted once, that is 120 to 260 people." in said


def test_a_zero_that_is_read_as_not_recorded_is_no_row_of_the_groups(report):
    table = reach_tables.group_totals(report, "en")
    assert "Health" in table.text
    assert "Gender-Based Violence" not in table.text
