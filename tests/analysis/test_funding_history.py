"""Expected values are computed by hand from FTS (Peru 2019-2022) and from the boxes of printed reports."""

from dataclasses import replace
from datetime import date

import matplotlib as mpl
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib.backends.backend_agg import FigureCanvasAgg
from test_funding import with_cells

from r4v_analysis.analysis import sources
from r4v_analysis.analysis.funding import figures_over_time as funding_history_plots
from r4v_analysis.analysis.funding import metrics as funding
from r4v_analysis.analysis.funding import moves as funding_moves
from r4v_analysis.analysis.funding import plan_years as funding_history
from r4v_analysis.analysis.funding import sentences as funding_narrative
from r4v_analysis.analysis.funding import tables as funding_tables
from r4v_analysis.analysis.funding import year_end as funding_scenarios
from r4v_analysis.analysis.funding.readings import Reading, readings
from r4v_analysis.analysis.record import metrics_json
from r4v_analysis.data.report import load
from r4v_analysis.exhibits import canvas, tables
from r4v_analysis.exhibits.exhibit import Chart, Prose, Table
from r4v_analysis.language.formats import format_quantity
from r4v_analysis.values.period import Period
from r4v_analysis.values.quantity import exact, interval

PERU = "PER_2023-05_2023-07"
APRIL, MAY, JULY = "CHL_2020-04_2020-04", "CHL_2020-05_2020-05", "CHL_2020-07_2020-07"


@pytest.fixture(scope="module")
def data(data_dir):
    return load(data_dir)


def with_table(report, name, rows):
    """The report beside another table of that name."""
    return replace(report, data=replace(report.data, tables={**report.data.tables, name: rows}))


def with_plan_rows(report, *rows):
    """The report with rows of plan_funding added: cells that differ from Peru's row of 2022. Synthetic."""
    known = report.data.table("plan-funding")
    model = known[known["plan_funding_id"] == "PER_2022_RREG22_v2"]
    added = [model.assign(**{name: [value] for name, value in cells.items()}) for cells in rows]
    return with_table(report, "plan-funding", pd.concat([known, *added], ignore_index=True))


def year(report, country, number):
    return next(
        item
        for item in funding_history.plan_years(report)
        if (item.country_iso3, item.year, item.report_id) == (country, number, "")
    )


def cases(report):
    return [(case.country_iso3, case.year) for case in funding_history.reference_cases(report)]


def exhibits(report):
    gap = funding.metrics(report)
    return [
        funding_history_plots.coverage_by_year(report, gap, "en"),
        funding_tables.plan_years_table(report, gap, "en"),
        funding_tables.coverage_moves(report, gap, "en"),
        funding_history_plots.year_end(report, gap, "en"),
        funding_tables.year_end(report, gap, "en"),
        funding_narrative.bottom_line(report, gap, "en"),
    ]


def texts(report):
    return [exhibit.text for exhibit in exhibits(report) if exhibit]


# Plan years


def test_coverage_of_2022_is_fts_funding_over_requirements(report):
    found = year(report, "PER", 2022)
    assert found.coverage.value == pytest.approx(103_262_439 / 304_046_314)
    assert found.coverage.value == pytest.approx(0.3396, abs=1e-4)
    assert found.coverage.sources == ("plan_funding/PER_2022_RREG22_v2",)


def test_a_requirement_that_fts_repeats_gives_no_coverage_and_no_reference_case(report):
    found = year(report, "PER", 2020)
    assert found.coverage.is_missing
    assert found.funding.value == 68_131_554
    assert ("PER", 2020) not in cases(report)
    assert "repeated for other countries, so they give no coverage" in texts(report)[1]


def test_a_year_without_coverage_at_its_end_shows_what_the_last_report_of_it_prints(report):
    found = [item for item in funding_history.plan_years(report) if item.report_id == "PER_2020-08_2020-08"]
    assert found[0].coverage.value == pytest.approx(35.35 / 148.64)
    assert not found[0].is_final
    assert "2020, by 31 Aug 2020: 23.78%" in texts(report)[0]


def test_a_year_is_a_reference_case_from_a_later_snapshot_six_months_after_its_end(data):
    assert ("PER", 2022) not in cases(data.report(PERU, "2023-06-29"))
    assert ("PER", 2022) in cases(data.report(PERU, "2023-06-30"))


def test_a_later_snapshot_is_called_one(report):
    assert (
        "Peru, plan of 2022 | US$304 million | US$103 million | 34.0% | end of the year | snapshot of 18 Apr 2026"
        in (texts(report)[1])
    )


def test_a_snapshot_that_was_known_is_taken_before_a_later_one(report):
    early = {
        "plan_funding_id": "PER_2022_RREG22_v0",
        "known_from": pd.Timestamp("2023-02-01"),
        "as_of": pd.Timestamp("2023-02-01"),
        "funding_usd": 91_213_894.2,
    }
    assert year(with_plan_rows(report, early), "PER", 2022).coverage.value == pytest.approx(0.3)


def test_a_snapshot_from_within_the_year_does_not_stand_for_its_end(report):
    within = {
        "plan_funding_id": "PER_2022_RREG22_v0",
        "known_from": pd.Timestamp("2022-06-30"),
        "as_of": pd.Timestamp("2022-06-30"),
        "funding_usd": 30_404_631.4,
    }
    assert year(with_plan_rows(report, within), "PER", 2022).coverage.value == pytest.approx(0.3396, abs=1e-4)


def test_the_regions_year_may_be_known_from_its_report_of_december(data):
    found = funding_history.reference_cases(data.report(APRIL))
    assert [(case.country_iso3, case.year, case.coverage.value) for case in found] == [("XRG", 2019, 0.52)]


def test_nothing_known_later_changes_a_page_or_metrics_json(report):
    later = {"known_from": pd.Timestamp("2026-06-01"), "as_of": pd.Timestamp("2026-06-01"), "version": 2}
    planted = with_plan_rows(
        report,
        {**later, "plan_funding_id": "PER_2022_RREG22_v2", "funding_usd": 999.0},
        {**later, "plan_funding_id": "PER_2023_RREG23_v1", "year": 2023, "funding_usd": 999.0},
        {**later, "plan_funding_id": "PER_2024_RREG24_v1", "year": 2024, "funding_usd": 999.0},
        {**later, "plan_funding_id": "XRG_2023_RREG23_v2", "year": 2023, "country_iso3": "XRG"},
    )
    assert metrics_json(planted) == metrics_json(report)
    assert texts(planted) == texts(report)


def test_a_later_report_of_the_plan_year_changes_nothing(data):
    april = data.report(APRIL)
    assert funding_moves.moves(april) == []
    assert not [key for key in funding.metrics(april) if MAY in key or JULY in key]


# A percentage without an amount


def test_a_percentage_without_an_amount_gives_funding_and_gap_within_its_rounding(data):
    found = readings(data.report(JULY))[0]
    assert found.is_derived
    assert found.funding.value == pytest.approx(0.145 * 35_900_000)
    assert (found.funding.low, found.funding.high) == (
        pytest.approx(0.1445 * 35_850_000),
        pytest.approx(0.1455 * 35_950_000),
    )
    assert found.unmet.value == pytest.approx(0.855 * 35_900_000)
    assert (found.unmet.low, found.unmet.high) == (
        pytest.approx(0.8545 * 35_850_000),
        pytest.approx(0.8555 * 35_950_000),
    )
    assert found.coverage == data.report(JULY).headline("coverage")


def test_a_derived_amount_is_called_so_and_the_printed_one_stays_missing(data):
    july = data.report(JULY)
    gap = funding.metrics(july)
    assert gap["funding"].quantity.is_missing
    assert gap["funding.derived"].formula_text == "coverage as printed × requirements; the report prints no amount"
    text = funding_narrative.bottom_line(july, gap, "en").text
    assert "The report prints no amount: US$5.2 million is what its percentage and its requirements give" in text
    assert (
        "no amount of funding to hold its percentage of 14.5% against"
        in funding_narrative.coverage_check(gap, "en").text
    )


def test_a_percentage_is_of_the_year_unless_its_basis_leaves_that_open(data):
    july = data.report(JULY)
    assert [item.name for item in readings(july)] == ["since_january"]
    rows = july.data.tables["observations"].copy()
    rows.loc[(rows["report_id"] == JULY) & (rows["indicator"] == "coverage"), "basis"] = "unknown"
    both = readings(with_table(july, "observations", rows))
    assert [item.name for item in both] == ["since_january", "reporting_period"]
    assert (both[1].coverage.low, both[1].coverage.high) == (0.1445, None)
    assert both[1].unmet.low is None


def test_a_total_of_a_period_from_january_is_the_years(report):
    january = replace(report, period=Period(date(2023, 1, 1), date(2023, 7, 31)))
    stated = with_cells(january, funding={"basis": "period_total"})
    assert [item.name for item in readings(stated)] == ["since_january"]


# Moves


def test_chiles_move_of_may_2020_by_hand(data):
    move = funding_moves.moves(data.report(MAY))[0]
    before, after = 0.007 * 31_500_000, 0.13 * 35_090_000
    assert (move.earlier_id, move.later_id) == (APRIL, MAY)
    assert move.change.value == pytest.approx(0.123)
    assert move.money_at_old_requirements.value == pytest.approx((after - before) / 31_500_000)
    assert move.money_at_old_requirements.value == pytest.approx(0.137816, abs=1e-6)
    assert move.money_at_new_requirements.value == pytest.approx(0.123716, abs=1e-6)
    assert move.requirements_at_new_funding.value == pytest.approx(-0.014816, abs=1e-6)
    assert move.requirements_at_old_funding.value == pytest.approx(-0.000716, abs=1e-6)


def test_the_parts_lie_between_both_orders_with_the_rounding_of_both_percentages(data):
    move = funding_moves.moves(data.report(MAY))[0]
    assert move.by_money.value is None
    assert move.by_money.low == pytest.approx(0.125 - 0.0075 * 31_500_000 / 35_090_000)
    assert move.by_money.high == pytest.approx(0.135 * 35_090_000 / 31_500_000 - 0.0065)
    assert move.by_requirements.high < 0


@pytest.mark.parametrize("report_id", [MAY, JULY])
def test_both_orders_add_up_to_the_change(data, report_id):
    move = funding_moves.moves(data.report(report_id))[-1]
    change = move.change.value
    assert move.money_at_old_requirements.value + move.requirements_at_new_funding.value == pytest.approx(change)
    assert move.requirements_at_old_funding.value + move.money_at_new_requirements.value == pytest.approx(change)


def test_printed_amounts_are_compared_as_printed():
    months = Period(date(2031, 1, 1), date(2031, 6, 30))
    before = Reading("since_january", months, exact(100), exact(20))
    after = Reading("since_january", months, exact(80), exact(24))
    move = funding_moves.Move(before, after, "synthetic-1", "synthetic-2")
    assert move.change.value == pytest.approx(0.1)
    assert move.money_at_old_requirements.value == pytest.approx(0.04)
    assert (move.by_money.low, move.by_money.high) == (pytest.approx(0.04), pytest.approx(0.05))
    assert (move.by_requirements.low, move.by_requirements.high) == (pytest.approx(0.05), pytest.approx(0.06))


def test_a_bound_that_one_part_lacks_the_range_lacks_too():
    opened = replace(exact(0.3), high=None)
    assert funding_moves.hull([exact(0.1), opened]) == replace(interval(0.1, 0.2), high=None)


def test_requirements_keep_their_first_and_their_present_value(data):
    gap = funding.metrics(data.report(JULY))
    assert gap[f"plan_requirements.{APRIL}"].quantity.value == 31_500_000
    assert gap["requirements"].quantity.value == 35_900_000
    assert gap["requirements_revision"].quantity.value == 4_400_000
    text = funding_tables.coverage_moves(data.report(JULY), gap, "en").note.striptags()
    assert "Requirements were US$31.5 million in the report of April 2020" in text
    assert "are US$35.9 million in this one: a change of US$4.4 million." in text


def test_without_an_earlier_report_of_the_year_the_page_says_so(report):
    assert texts(report)[2] == (
        "No change within 2023: the data have no two reports of it with requirements and coverage."
    )


def test_differences_of_shares_are_points():
    assert format_quantity(interval(-0.0154, -0.00065), "share_change", "en") == "−1.54 to −0.06 points"
    assert format_quantity(replace(exact(0.015), low=0.0095, high=0.0205), "share_change", "en") == "1.5 points"


def test_a_number_is_not_rounded_further_than_its_interval_is_wide():
    money = replace(exact(4_561_700), low=4_386_250, high=4_737_150)
    assert format_quantity(money, "usd", "en") == "US$4.6 million"


# The end of the year


def scenario(report, key):
    return next(item for item in funding_scenarios.scenarios(report) if item.key == key)


def test_scenarios_carry_both_readings_and_the_ends_of_the_finished_years(report):
    keys = [item.key for item in funding_scenarios.scenarios(report)]
    assert keys == [
        "nothing_more.since_january",
        "nothing_more.reporting_period",
        "pace.since_january",
        "pace.reporting_period",
        "lowest_year",
        "highest_year",
    ]


def test_the_pace_goes_on_for_the_five_months_left_in_each_reading(report):
    assert scenario(report, "pace.since_january").coverage.value == pytest.approx(22.7 / 318 * 12 / 7)
    assert scenario(report, "pace.since_january").funding.value == pytest.approx(22_700_000 * 12 / 7)
    of_period = scenario(report, "pace.reporting_period").coverage
    assert (of_period.low, of_period.high) == (pytest.approx(22.65 / 318.5 * 8 / 3), None)


def test_nothing_more_is_the_funding_so_far(report):
    assert scenario(report, "nothing_more.since_january").funding == report.headline("funding")
    assert scenario(report, "nothing_more.reporting_period").coverage.high is None


def test_a_finished_years_coverage_is_taken_of_this_years_requirements(report):
    lowest = scenario(report, "lowest_year")
    assert (lowest.case.country_iso3, lowest.case.year) == ("PER", 2022)
    assert lowest.funding.value == pytest.approx(103_262_439 / 304_046_314 * 318_000_000)
    assert scenario(report, "highest_year").case.country_iso3 == "XRG"


def test_n_is_shown_and_the_cases_are_named(report):
    gap = funding.metrics(report)
    assert gap["reference_years"].quantity.value == 4
    assert "4 finished years are known" in texts(report)[5]
    note = funding_tables.year_end(report, gap, "en").note
    assert "Peru, plan of 2019; Peru, plan of 2021; Peru, plan of 2022; All 17 countries, plan of 2019" in note


def test_the_title_is_a_range(report):
    assert texts(report)[3].startswith("At the end of 2023, 7.1% to 52% of the requirements, by what one assumes\n")


def test_one_finished_year_is_called_the_only_one(data):
    assert [item.key for item in funding_scenarios.scenarios(data.report(MAY))][-1] == "only_year"


def test_an_end_that_has_been_passed_is_called_so(report):
    rich = with_cells(report, funding={"value": 190_800_000.0, "printed": "$190.8M"})
    table = funding_tables.year_end(rich, funding.metrics(rich), "en").text
    assert table.count("Coverage so far is already above it.") == 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"requirement": {"value": float("nan")}}, "the report does not print requirements with funding or coverage."),
        ({}, "no finished plan year of the country or the region was known"),
    ],
)
def test_there_are_no_scenarios_without_a_state_or_a_case(report, change, reason):
    rows = report.data.tables["reports"]
    alone = with_table(report, "reports", rows[rows["report_id"] == PERU])
    thin = with_cells(with_table(alone, "plan-funding", report.data.table("plan-funding").head(0)), **change)
    found = exhibits(thin)
    assert isinstance(found[3], Prose)
    assert reason in found[3].text
    assert found[4] is None


def test_a_year_that_is_over_has_no_scenarios(report):
    ended = replace(report, period=Period(date(2023, 10, 1), date(2023, 12, 31)))
    assert funding_scenarios.decline(ended) == funding_scenarios.YEAR_OVER
    assert "the reporting period ends with the plan year" in texts(ended)[3]


# Pages


@pytest.mark.parametrize("report_id", [PERU, JULY, "XCB_2021-01_2021-12", "PER_2019-06_2019-06", "PER_2021-01_2021-12"])
def test_every_number_leads_to_a_row_of_the_page(data, report_id):
    report = data.report(report_id)
    gap = funding.metrics(report)
    rows = [sources.sources("f", report, gap, "en"), tables.formulas("f", report, gap, "en")]
    ids = {tag["id"] for table in rows for tag in BeautifulSoup(table.html(), "html.parser").find_all(id=True)}
    pages = [exhibit.html() for exhibit in exhibits(report) if isinstance(exhibit, (Table, Prose))]
    links = [link["href"] for page in pages for link in BeautifulSoup(page, "html.parser").select("a:not([download])")]
    assert [link for link in links if link[1:] not in ids] == []


def test_a_report_of_three_figures_has_no_empty_figure(data):
    found = exhibits(data.report("PER_2019-06_2019-06"))
    assert [type(item) for item in found] == [Prose, Table, Prose, Prose, type(None), Prose]
    assert "All 17 countries, plan of 2019 | US$738 million | – | – | – | known from 18 Dec 2018" in found[1].text


def test_a_year_end_report_says_how_its_year_ended_and_keeps_the_bound(data):
    assert texts(data.report("XCB_2021-01_2021-12"))[0].startswith("2021 ended with at most 30% of the requirements")


@pytest.mark.parametrize("report_id", [PERU, JULY])
def test_figures_are_drawn_without_clipped_or_overlapping_texts(data, report_id):
    charts = [item for item in exhibits(data.report(report_id)) if isinstance(item, Chart)]
    assert [chart.name for chart in charts] == ["coverage_by_year", "year_end"]
    for chart in charts:
        with canvas.style():
            renderer = FigureCanvasAgg(chart.figure).get_renderer()
            drawn = [text for text in chart.figure.findobj(mpl.text.Text) if text.get_text().strip()]
            boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in drawn if text.get_visible()]
        width = chart.figure.bbox.width
        assert [text for text, box in boxes if box.x0 < -1 or box.x1 > width + 1] == []
        shrunk = [(text, box.shrunk(0.98, 0.8)) for text, box in boxes]
        clashes = [(a, b) for i, (a, box) in enumerate(shrunk) for b, other in shrunk[i + 1 :] if box.overlaps(other)]
        assert clashes == []


@pytest.mark.parametrize("report_id", [PERU, JULY])
def test_the_alternative_text_names_every_number_of_the_figures_data(data, report_id):
    for chart in exhibits(data.report(report_id)):
        if isinstance(chart, Chart):
            assert [row[1] for row in chart.data.rows if row[1].striptags() not in chart.alt] == []
