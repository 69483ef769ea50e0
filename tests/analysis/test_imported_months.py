"""What the pages of imported months say: nothing that the same page contradicts. All numbers are synthetic."""

import re
import shutil

import pytest
from synthetic import append_row

from r4v_analysis.analysis import sources
from r4v_analysis.analysis.funding import figures, metrics, sentences, tables
from r4v_analysis.analysis.reach import metrics as reach
from r4v_analysis.analysis.reach import sectors, tables_over_time
from r4v_analysis.analysis.reach import sentences as reach_sentences
from r4v_analysis.analysis.reach import tables as reach_tables
from r4v_analysis.analysis.reach.stock import stock
from r4v_analysis.data.load import load
from r4v_analysis.data.population import population_id
from r4v_analysis.exhibits import quoting
from r4v_analysis.exhibits.exhibit import Prose
from r4v_analysis.exhibits.tables import words
from r4v_analysis.imports.run import import_files

HEADER = (
    "Platform,Country,Admin1,Month,Subsector,Monthly Total Beneficiaries,Monthly CVA Beneficiaries,Consolidated Total,"
    "Consolidated In Destination,Consolidated Women,Consolidated Men"
)
MONTHS = (
    "Chile,Chile,Country level,2022-09,Health,100,0,100,90,60,40",
    "Chile,Chile,Country level,2022-10,Health,120,0,150,140,90,60",
    "Chile,Chile,Country level,2022-10,WASH,80,0,90,80,50,40",
    "Chile,Chile,Country level,2022-10,Protection (GBV),60,0,0,0,0,0",
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
    (tmp_path / "people.csv").write_text("Country,Date,Population\nChile,2022-10-31,500000\n", encoding="utf-8")
    import_files("r4v", [str(tmp_path / "people.csv")], data_dir=str(folder), as_of="2022-11-15")
    import_files("r4v", [str(tmp_path / "r4v.csv")], data_dir=str(folder), as_of="2022-11-30", has_reports=True)
    return load(folder).report("CHL_2022-10_2022-10_r4v")


def test_money_that_fts_had_by_the_day_makes_the_gap_of_a_report_without_a_box(report):
    gap = metrics.metrics(report)
    assert (gap["unmet_fts"].quantity.value, gap["unmet_fts"].as_of.isoformat()) == (54_000_000, "2022-11-15")
    said = sentences.bottom_line(report, gap, "en").text
    assert "FTS, as of 15 November 2022: US$6.00 million of the US$60.0 million" in said
    assert "10%; US$54.0 million was still missing" in said
    assert "no gap can be computed" not in said
    assert "FTS, al 15 de noviembre de 2022" in sentences.bottom_line(report, gap, "es").text
    chart = figures.requirements_and_funding(report, gap, "en")
    assert "US$54.0 million of US$60.0 million is missing" in chart.title


def test_population_that_was_known_makes_the_scale_of_a_month_without_a_box(report):
    scale = reach.metrics(report)["reached_per_1000.health"].quantity
    assert (scale.value, scale.sources[-1]) == (pytest.approx(0.24), "population/CHL_2022-10-31_present_in_country")
    row = sectors.sectors(report).set_index("sector")
    assert row.loc["health", "reached_per_1000"] == pytest.approx(0.24)


AUTHORITIES = {
    "R4V's own": ([("UNHCR", "2022-07-03", ""), ("R4V", "2022-07-01", ""), ("R4V (Press)", "2022-07-02", "")], "R4V"),
    "R4V's as others quote it": ([("R4V (Press)", "2022-07-01", ""), ("UNHCR", "2022-07-03", "")], "R4V (Press)"),
    "said last": ([("IOM", "2022-07-01", ""), ("UNHCR", "2022-07-03", ""), ("SNM", "2022-07-02", "")], "UNHCR"),
    "said again": ([("IOM", "2022-07-01", "2022-07-04"), ("UNHCR", "2022-07-03", "2032-01-01")], "IOM"),
    "not yet known": ([("R4V", "2032-01-01", ""), ("IOM", "2022-07-01", "")], "IOM"),
}


@pytest.mark.parametrize(("rows", "chosen"), AUTHORITIES.values(), ids=AUTHORITIES)
def test_of_several_authorities_of_one_day_the_scale_is_chosen_by_a_rule(data_dir, tmp_path, rows, chosen):
    folder = shutil.copytree(data_dir, tmp_path / "data")
    for who, day, again in rows:
        row = {"country_iso3": "PER", "date_low": "2022-06-30", "date_high": "2022-06-30", "authority": who}
        row |= {"measure": "present_in_country", "series": "from_2021_11", "value": str(len(who)), "qualifier": "exact"}
        row |= {"known_from": day, "known_from_basis": "given", "confirmed_on": again, "source_file": "synthetic"}
        append_row(folder, "population.csv", population_id=population_id(row, with_authority=True), version="1", **row)
    report = load(folder).report("PER_2022-06_2022-06_r4v")
    found = stock(report)
    assert found.value == len(chosen)
    shown = words("known", "", report, found.sources, "en")
    assert chosen in str(shown.rows[0][-1])


def test_nothing_is_said_of_a_box_that_the_report_has_not(report):
    assert "the box prints" not in sentences.caveats(report, metrics.metrics(report), "en").text


@pytest.mark.parametrize("lang", ["en", "es"])
def test_what_is_said_to_be_absent_is_on_the_page_nowhere(report, lang):
    shown = {
        "ages": reach_tables.ages(report, lang),
        "groups": reach_tables.group_totals(report, lang),
        "places": reach_tables.place_totals(report, lang),
        "readings": tables.funding_readings(report, metrics.metrics(report), lang),
    }
    is_absent = {name: isinstance(exhibit, Prose) for name, exhibit in shown.items()}
    assert is_absent == {"ages": False, "groups": False, "places": True, "readings": True}
    said = shown["places"].text.casefold()
    assert not [word for word in ("sex", "age ", "group", "edad", "grupo") if word in said]


def test_no_quotation_marks_stand_around_what_nobody_printed(report):
    row = report.select(sector="health", section="sector_table").iloc[0]
    assert quoting.printed(report, row, "en") == "120"
    text = sources.sources("sector_reach", report, reach.metrics(report), "en").text
    assert "120" in text
    assert "“" not in text


@pytest.mark.parametrize("lang", ["en", "es"])
def test_no_comparison_stands_beside_a_sentence_that_there_is_none(report, lang):
    changes = tables_over_time.changes(report, reach.metrics(report), lang)
    said = reach_sentences.bottom_line(report, sectors.sectors(report), reach.metrics(report), lang).text
    assert isinstance(changes, Prose) or not re.search(r"nothing can be compared|nada se puede comparar", said)
    assert not re.search(r"largest share on record|mayor proporción registrada", said)


def test_one_interval_is_said_once(report):
    row = sectors.sectors(report)
    said = reach_sentences.bottom_line(report, row, reach.metrics(report), "en").text
    assert said.count("120 to 260") == 1
    assert "Counted once, that is 120 to 260 people." in said


def test_a_zero_that_is_read_as_not_recorded_is_no_row_of_the_groups(report):
    table = reach_tables.group_totals(report, "en")
    assert "Health" in table.text
    assert "Gender-Based Violence" not in table.text
