"""A region's countries side by side.

Expected values are computed by hand from plan_funding.csv, people_in_need.csv and sector_reach.csv (Peru, June 2022:
112,580 of 381,364).
"""

import re
from datetime import date

import pandas as pd
import pytest
from figure_texts import clashes, outside
from matplotlib.text import Text
from planting import planted

from r4v_analysis.analysis.funding import figures_of_countries, figures_over_time, metrics, tables_of_countries
from r4v_analysis.analysis.funding import sentences as funding_sentences
from r4v_analysis.analysis.reach import countries, sectors, sentences
from r4v_analysis.analysis.reach import figures_of_countries as reach_figures
from r4v_analysis.analysis.reach import metrics as reach
from r4v_analysis.analysis.reach import tables_of_countries as reach_tables
from r4v_analysis.analysis.record import silences
from r4v_analysis.analysis.region import members
from r4v_analysis.exhibits import heat, panels, provenance
from r4v_analysis.exhibits.exhibit import Prose
from r4v_analysis.exhibits.tables import formulas
from r4v_analysis.files import PACKAGE
from r4v_analysis.values.metric import Metric
from r4v_analysis.values.quantity import Quantity


@pytest.fixture(scope="module")
def region(report):
    """A synthetic report of the region, of January to June 2022, of the time."""
    row = {
        "report_id": "XRG_2022-01_2022-06",
        "country_iso3": "XRG",
        "platform": "R4V",
        "title": "Synthetic report",
        "language": "en",
        "period_start": pd.Timestamp("2022-01-01"),
        "period_end": pd.Timestamp("2022-06-30"),
        "published": pd.Timestamp("2022-07-31"),
        "known_from": pd.Timestamp("2022-07-31"),
    }
    return planted(report, row["report_id"], "2022-01-01", "2022-06-30", "2022-07-31", reports=[row])


@pytest.fixture(scope="module")
def coverage(region):
    return tables_of_countries.coverage_by_country(region, metrics.metrics(region), "en")


@pytest.fixture(scope="module")
def reached(region):
    return reach_tables.target_coverage(region, reach.metrics(region), "en")


def cells(table, name):
    """A row's cells as they read, by the column's name."""
    [line] = [line for line in table.text.splitlines() if line.startswith(f"{name} |")]
    return dict(zip(table.header, line.split(" | "), strict=True))


@pytest.mark.parametrize(
    ("report_id", "is_ended"), [("XRG_2022-01_2022-12_fts", True), ("XRG_2022-06_2022-06_r4v", False)]
)
def test_a_number_within_the_year_above_and_ends_by_country_below_are_told_apart(data, report_id, is_ended):
    report = data.report(report_id)
    gap = metrics.metrics(report)
    above, below = (
        funding_sentences.bottom_line(report, gap, "en"),
        tables_of_countries.coverage_by_country(report, gap, "en"),
    )
    assert ("How the year ended is known by country only, below." in above.text) is is_ended
    told = (
        "2022: how the year ended, by FTS’s copy of 18 April 2026. What stands above for all countries is of "
        "25 October 2022, and does not compare."
    )
    assert (told in below.note) is is_ended


def test_bolivia_is_a_member_from_2020_on(region):
    assert len(members(region, 2019)) == 16
    assert set(members(region, 2020)) - set(members(region, 2019)) == {"BOL"}
    assert members(region, 2030) == members(region, 2022)
    assert members(region, 2018) == []


def test_each_country_has_its_coverage_by_plan_year_and_a_dash_where_none_was_known(coverage):
    assert list(coverage.header) == ["Country", "2019", "2020", "2021", "2022"]
    assert cells(coverage, "Brazil") == {"Country": "Brazil", "2019": "71", "2020": "58", "2021": "42", "2022": "–"}
    assert cells(coverage, "Dominican Republic")["2020"] == "141"
    assert cells(coverage, "Bolivia")["2019"] == ""
    assert "2022, all but Colombia, Ecuador, and Peru" in coverage.note
    assert "Requirements of 2020 are computed: what FTS published, less" in coverage.note
    assert len(coverage.rows) == 17


def test_countries_stand_in_the_order_of_the_last_finished_year_and_are_not_added_up(coverage):
    last = [cells(coverage, row[0])["2021"] for row in coverage.rows]
    assert last == sorted(last, key=int, reverse=True)
    assert coverage.caption == "Coverage of the plan of 2021: from 2% (Curaçao) to 56% (Argentina)"
    assert "No sum over countries" in coverage.note


def test_reach_is_a_share_of_each_countrys_own_target(region, reached):
    items = reach.metrics(region)
    assert items["country_target_coverage.PER.food_security"].quantity.value == pytest.approx(112_580 / 381_364)
    assert cells(reached, "Peru")["Food Security"] == "~30"
    assert cells(reached, "Curaçao")["WASH"] == reach_tables.NO_TARGET
    assert cells(reached, "Mexico")["GBV"] == reach_tables.NO_PLAN
    assert cells(reached, "Uruguay")["Education"] == reach_tables.NO_TOTAL


def test_shares_far_above_a_target_have_a_mark_and_the_count_leaves_cash_out(reached):
    assert cells(reached, "Chile")["Child Protection"] == "1,923↑"
    assert cells(reached, "Panama")["Child Protection"] == "156"
    half = [
        text
        for row in reached.rows
        for text in (cell.striptags().strip("~↑").replace(",", "") for cell in row[1:-1])
        if text.isdigit() and int(text) >= 50
    ]
    assert reached.header[-1] == "Multipurpose Cash"
    assert len(half) == 16
    assert reached.caption.startswith("16 of 97 targets of a country and sector in 2022, cash left out, were half")
    assert "97: targets with a running total in it. ↑ Above 200%: 2. Such a target" in reached.note
    assert "~, 0+: people or organizations reported earlier are missing." in reached.note
    assert cells(reached, "Ecuador")["GBV"] == "0+"


def test_the_part_of_the_year_gone_beside_fts_s_number_is_of_fts_s_day(region):
    monitoring = region.data.report("XRG_2022-06_2022-06_r4v")
    elapsed = metrics.metrics(monitoring)["year_elapsed"]
    assert (elapsed.quantity.value, elapsed.as_of) == (pytest.approx(160 / 365), date(2022, 6, 9))


def test_who_has_no_running_totals_is_named_and_has_no_row(reached):
    assert "No running totals known: Colombia." in reached.note
    assert "Colombia" not in {row[0].striptags() for row in reached.rows}


def test_a_row_of_another_country_says_of_which(region):
    row = provenance.origin(region, "people_in_need/ABW_2022_education_all")
    assert provenance.subject(region, row, "en") == "Aruba, Education, 2022"


def test_totals_that_end_earlier_say_so(reached):
    assert "Totals run to 31 May 2022 for Argentina, Bolivia, Chile, Panama, Paraguay, and Uruguay." in reached.note


def test_the_bottom_line_of_a_region_is_what_its_countries_say_together(region):
    row = sectors.sectors(region)
    line = sentences.bottom_line(region, row, reach.metrics(region), "en").text
    assert line.startswith(
        "By 30 June 2022 (earlier in 6 of 16 countries), 16 of 97 targets of a country and sector in 2022 were half "
        "reached or more. Above 200%: 2."
    )
    assert "Above 200%: 2. Such a target may be of other people than the reach" in line
    assert line.endswith("cash left out. No running totals are known of Colombia.")


def test_each_count_of_the_bottom_line_leads_to_the_shares_that_it_counts(region):
    items = reach.metrics(region)
    line = sentences.bottom_line(region, sectors.sectors(region), items, "en").html()
    counts = [f"country_targets.{name}" for name in ("compared", "half_reached", "far_above")]
    for name, count in zip(counts, (97, 16, 2), strict=True):
        assert f'<a class="r4v-num" href="#how-{name}">{count}</a>' in line
    compared, half, far = (items[name].quantity for name in counts)
    assert (len(compared.sources), len(half.sources)) == (2 * 97, 2 * 16)
    table = formulas("sector_reach", region, items, "en")
    named = [
        str(row[-1]) for row, anchor in zip(table.rows, table.anchors, strict=True) if anchor == f"how-{counts[0]}"
    ]
    assert [(cell.count("<a "), cell.endswith("; and 182 more in the table above")) for cell in named] == [(12, True)]
    assert far.sources == (
        "sector_reach/CHL_2022-05_protection_child_cumulative_ytd_all_v1",
        "people_in_need/CHL_2022_protection_child_all",
        "sector_reach/CRI_2022-06_education_cumulative_ytd_all_v1",
        "people_in_need/CRI_2022_education_all",
    )


def test_months_count_the_targets_that_the_bottom_line_counts_and_those_reported_no_more(region):
    """Paraguay had totals of seven sectors in April, two of them above half of the target, and of one in May."""
    chart = reach_figures.months_by_country(region, "en")
    few, many = "1 of 108 in January 2022", "16 of 97 by the last month known"
    assert chart.title == f"Targets half reached, cash left out: {few}, {many}"
    assert [cells(chart.data, "Paraguay")[month] for month in ("Apr", "May", "Jun")] == ["2 of 7", "0 of 1", "–"]
    assert "Brazil 3 of 11; Chile 2 of 9; Colombia no running totals;" in chart.alt
    counts = [int(half) for half in re.findall(r"(\d+) of \d+", chart.alt)]
    assert (len(counts), sum(counts)) == (16, 16)
    assert [cells(chart.data, "Brazil")[month] for month in ("May", "Jun")] == ["4 of 12", "3 of 11"]
    assert set(cells(chart.data, "Colombia").values()) == {"Colombia", "–"}
    assert "No running totals known: Colombia." in chart.note


def test_a_share_by_month_is_the_running_total_over_the_target_of_the_year(region):
    rows = countries.shares_by_month(region)
    [row] = rows[(rows["country_iso3"] == "PER") & (rows["sector"] == "food_security")].to_dict("records")[-1:]
    assert (row["people_reached"], row["people_targeted"]) == (112_580, 381_364)
    assert row["share_of_target"] == pytest.approx(112_580 / 381_364)
    assert not rows["share_of_target"].isna().any()


def test_coverage_in_the_places_of_a_map_says_in_how_many_countries_it_fell(region):
    chart = figures_of_countries.coverage_map(region, "en")
    assert chart.title == "Coverage of 2021 was lower than that of 2020 in 13 of 17 countries"
    assert "Dominican Republic 26%" in chart.alt
    assert cells(chart.data, "Dominican Republic")["2020"] == "141%"


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("draw", [reach_figures.months_by_country, figures_of_countries.coverage_map])
def test_panels_of_countries_keep_their_texts_apart_and_inside(region, draw, lang):
    figure = draw(region, lang).figure
    assert (clashes(figure), outside(figure)) == ([], [])


def test_every_country_of_the_response_has_a_place_of_its_own(region):
    found = panels.places(members(region, 2022))
    assert len(set(found.values())) == len(found) == 17
    assert {code for code, (line, _column) in found.items() if line == 0} == {"MEX", "DOM"}


def test_a_country_without_a_place_stands_below_and_a_line_of_nobody_is_left_out():
    assert panels.places(["ABW", "PER", "XXX"]) == {"ABW": (0, 2), "PER": (1, 0), "XXX": (2, 0)}


def test_a_region_has_the_coverage_that_its_documents_print_and_says_what_of_other_years_is_not_known(region):
    """Requirements of 2020 and 2021 are known, and no funding; the situation report of December 2019 prints 52%."""
    chart = figures_over_time.coverage_by_year(region, metrics.metrics(region), "en")
    only = "The only finished year known of the region as a whole ended with 52% of the requirements funded"
    assert chart.title == only
    assert [text.get_text() for text in chart.figure.findobj(Text)].count("no funding known") == 2
    monitoring = region.data.report("XRG_2022-06_2022-06_r4v")
    assert "2019: 52%" in figures_over_time.coverage_by_year(monitoring, metrics.metrics(monitoring), "en").alt


def test_a_year_without_coverage_says_which_half_of_it_is_not_known(report):
    aruba = report.data.report("ABW_2022-06_2022-06_r4v")
    chart = figures_over_time.coverage_by_year(aruba, metrics.metrics(aruba), "en")
    texts = {text.get_text() for text in chart.figure.findobj(Text)}
    assert {"no funding known", "no requirements of its own known"} <= texts


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_countrys_page_has_neither_table_nor_a_word_about_it(report, lang):
    assert tables_of_countries.coverage_by_country(report, metrics.metrics(report), lang) is None
    assert reach_tables.target_coverage(report, reach.metrics(report), lang) is None
    assert figures_of_countries.coverage_map(report, lang) is None
    assert reach_figures.months_by_country(report, lang) is None
    assert not [key for key in reach.metrics(report) if key.startswith("country_target_coverage")]


def test_a_region_of_which_nothing_was_known_says_so(report):
    old = report.data.report("XRG_2019-11_2019-12")
    assert isinstance(tables_of_countries.coverage_by_country(old, metrics.metrics(old), "en"), Prose)
    assert isinstance(reach_tables.target_coverage(old, reach.metrics(old), "en"), Prose)


def test_a_region_speaks_on_a_question_by_its_countries(region, report):
    """It has no row of its own in sector_reach; plan years of its own it has."""
    assert set(silences(region, "en")) == {"regularization_uptake"}
    assert "sector_reach" in silences(report.data.report("XRG_2019-11_2019-12"), "en")


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_a_number_can_be_read_on_each_shade(scheme):
    """Contrast of 4.5 to 1 (WCAG 2.2, 1.4.3) in both themes of the page's style."""
    style = (PACKAGE / "exhibits" / "templates" / "style.css").read_text(encoding="utf-8")
    colors = {name: pair[scheme] for name, *pair in re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", style)}
    assert [contrast(colors["ink"], colors[f"heat-{step}"]) >= 4.5 for step in range(5)] == [True] * 5


def contrast(one, other):
    low, high = sorted(luminance(color) for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def luminance(color):
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_small_share_is_no_zero_and_shades_follow_the_number():
    assert [heat.percent(share, "en") for share in (0, 0.0001, 0.006, 0.5, 1.406)] == ["0", "<1", "1", "50", "141"]
    around = Metric("share", Quantity(1.2893, is_about=True), "share")
    assert ">~130</a>" in heat.cell(around, "en")  # as a sentence has it: "around 130%"
    assert [heat.percent(19.234, lang) for lang in ("en", "es")] == ["1,923", "1.923"]
    assert [heat.shade(share) for share in (0, 0.1, 0.25, 0.5, 0.75, 19.2)] == [0, 1, 2, 3, 4, 4]


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "All 16 countries: 2019 ended with 52% of the requirements funded"),
        ("es", "Los 16 países, cobertura de los requerimientos al cierre de 2019: 52\xa0%"),
    ],
)
def test_a_country_without_a_coverage_has_that_of_all_as_its_finding(report, lang, title):
    aruba = report.data.report("ABW_2019-01_2019-12_fts")
    assert figures_over_time.coverage_by_year(aruba, metrics.metrics(aruba), lang).title == title


def test_a_panels_whole_ground_leads_to_its_row_and_so_its_number_stays_with_it_on_a_phone(region):
    """The page's script moves numbers of figures that are wider than a phone, but of those with places to point at."""
    html = figures_of_countries.coverage_map(region, "en").html("en")
    places = re.findall(r'<g data-row="(how-coverage_map-[A-Z]{3})" opacity="0"><title>', html)
    assert sorted(places) == sorted(f"how-coverage_map-{code}" for code in members(region, 2022))
