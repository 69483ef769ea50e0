from bs4 import BeautifulSoup

from r4v_analysis.analysis import sources
from r4v_analysis.analysis.funding import metrics as funding
from r4v_analysis.analysis.funding import tables as funding_tables
from r4v_analysis.analysis.reach import groups, tables_of_report
from r4v_analysis.analysis.reach import metrics as reach_metrics
from r4v_analysis.analysis.regularization import metrics as uptake_metrics
from r4v_analysis.analysis.regularization import tables as uptake_tables
from r4v_analysis.exhibits import tables


def rows_of(table):
    return [[BeautifulSoup(str(cell), "html.parser").get_text() for cell in row] for row in table.rows]


def test_the_readings_stand_side_by_side(report):
    table = funding_tables.funding_readings(report, funding.metrics(report), "en")
    assert list(table.header)[1:] == ["if the amount counts from January", "if it is May\u2009–\u2009July 2023 only"]
    assert rows_of(table)[0] == ["Coverage", "7.1%", "at least 7.10%"]
    assert rows_of(table)[1] == ["Unmet requirements", "US$295 million", "at most US$296 million"]


def test_csv_has_raw_values_and_language_free_names(report):
    table = tables_of_report.text_counts(report, groups.text_counts(report), "en")
    header, _first, second = table.csv.splitlines()[:3]
    assert header.split(",") == list(groups.COUNTS)
    assert second.startswith(
        "school_officials_trained,education,education,people_trained,2300,people,trained,at_least,"
    )


def test_every_source_row_shows_the_printed_words(report):
    gap = funding.metrics(report)
    table = sources.sources("funding_gap", report, gap, "en")
    printed = [row[1] for row in rows_of(table)]
    assert "“$22.7M”" in printed
    assert len(table.rows) == len(table.anchors) == len(set(table.anchors))


def test_a_cell_of_the_sector_table_says_which_sector_it_is_of(report):
    table = sources.sources("sector_reach", report, reach_metrics.metrics(report), "en")
    places = {anchor: row[2] for anchor, row in zip(table.anchors, rows_of(table), strict=True)}
    assert places[f"src-{report.report_id}-reached_wash"] == "Sector table: WASH"
    assert places[f"src-{report.report_id}-people_reached"] == "Header box"
    assert places[f"src-{report.report_id}-decent_jobs_women"] == "Integration"


def test_every_formula_row_links_to_what_went_in(report):
    table = tables.formulas("funding_gap", report, funding.metrics(report), "en")
    row = next(
        row for row, anchor in zip(table.rows, table.anchors, strict=True) if anchor == "how-unmet.since_january"
    )
    links = [link["href"] for link in BeautifulSoup(str(row[-1]), "html.parser").find_all("a")]
    assert links == [f"#src-{report.report_id}-{name}" for name in ("requirement", "funding")]


def test_a_formula_stands_once_above_all_that_it_gives(data):
    report = data.report("XRG_2022-06_2022-06_r4v")
    table = tables.formulas("sector_reach", report, reach_metrics.metrics(report), "en")
    assert table.header == ("Measure", "Value", "Not less than", "Not more than", "From")
    assert table.text.count("÷ people targeted in 2022") == len(set(table.groups)) - 3  # a day each, and three counts
    assert len(set(table.groups)) < 10 < len(table.rows)


def test_what_no_row_has_gets_no_column_and_leaves_two_amounts_a_line(data, report):
    region = data.report("XRG_2022-06_2022-06_r4v")
    table = sources.sources("sector_reach", region, reach_metrics.metrics(region), "en")
    assert table.header == ("Number", "Basis", "Note")
    assert "<br>" not in table.html("en")
    table = sources.sources("funding_gap", report, funding.metrics(report), "en")
    assert table.header == ("Number", "As printed", "Where", "Qualifier", "Basis", "Note")


def test_an_opening_that_no_source_prints_is_shown_as_an_interval(report):
    table = uptake_tables.legal_calendar(report, "en")
    days = {anchor: row[2] for anchor, row in zip(table.anchors, rows_of(table), strict=True)}
    assert days["src-programme_events-cpp_2023_opening"] == "between 27 Apr 2023 and 10 May 2023"
    assert days["src-programme_events-amnesty_2023_opening"] == "2 May 2023"


def test_tables_of_the_three_pages_have_names_of_their_own(report):
    gap, items, uptake = funding.metrics(report), reach_metrics.metrics(report), uptake_metrics.metrics(report)
    names = [
        sources.sources(name, report, metrics, "en").name
        for name, metrics in (("funding_gap", gap), ("sector_reach", items), ("regularization_uptake", uptake))
    ]
    assert len(set(names)) == 3


def test_the_calendar_names_the_report_that_prints_a_date_and_invents_no_words(report):
    shown = uptake_tables.legal_calendar(report, "en")
    by_event = {row["event_id"]: cells for (_index, row), cells in zip(shown.data.iterrows(), shown.rows, strict=True)}
    assert by_event["ptp_2017_opening"][3] == "–"
    assert by_event["cpp_2020_publication"][4] == "Peru situation report, October 2020"
    assert by_event["cpp_2023_deadline"][4] == "this report"
    assert "nan" not in shown.text
