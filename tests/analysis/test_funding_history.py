"""Expected values are computed by hand from FTS (Peru 2019-2022) and from the boxes of printed reports."""

from dataclasses import replace
from datetime import date

import matplotlib as mpl
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib.backends.backend_agg import FigureCanvasAgg
from planting import planted
from test_funding import with_cells

from r4v_analysis.analysis import sources
from r4v_analysis.analysis.comparison import changes
from r4v_analysis.analysis.funding import (
    figures,
    figures_over_time,
    metrics,
    moves,
    plan_years,
    sentences,
    sentences_of_range,
    year_end,
)
from r4v_analysis.analysis.funding import tables as funding_tables
from r4v_analysis.analysis.funding.plan_cases import cases_on
from r4v_analysis.analysis.funding.readings import WindowReading, readings
from r4v_analysis.analysis.record import metrics_json
from r4v_analysis.exhibits import canvas, labels, tables
from r4v_analysis.exhibits.exhibit import Chart, Prose, Table
from r4v_analysis.language.formats import format_quantity
from r4v_analysis.values.period import Period
from r4v_analysis.values.quantity import exact, interval, observed

PERU = "PER_2023-05_2023-07"
APRIL, MAY, JULY = "CHL_2020-04_2020-04", "CHL_2020-05_2020-05", "CHL_2020-07_2020-07"


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
        for item in plan_years.plan_years(report)
        if (item.country_iso3, item.year, item.report_id) == (country, number, "")
    )


def cases(report):
    return [(case.country_iso3, case.year) for case in plan_years.reference_cases(report)]


def exhibits(report):
    gap = metrics.metrics(report)
    return [
        figures_over_time.coverage_by_year(report, gap, "en"),
        funding_tables.plan_years_table(report, gap, "en"),
        funding_tables.coverage_moves(report, gap, "en"),
        figures_over_time.year_end(report, gap, "en"),
        funding_tables.year_end(report, gap, "en"),
        sentences.bottom_line(report, gap, "en"),
        sentences_of_range.year_end(report, gap, "en"),
    ]


def texts(report):
    return [exhibit.text for exhibit in exhibits(report) if exhibit]


# Plan years


def test_coverage_of_2022_is_fts_funding_over_requirements(report):
    found = year(report, "PER", 2022)
    assert found.coverage.value == pytest.approx(103_262_439 / 304_046_314)
    assert found.coverage.value == pytest.approx(0.3396, abs=1e-4)
    assert found.coverage.sources == ("plan_funding/PER_2022_RREG22_v2",)


def test_a_requirement_that_follows_from_what_fts_published_gives_a_finished_year(report):
    found = year(report, "PER", 2020)
    assert found.requirements.value == 196_185_384 - 59_659_922
    assert found.coverage.value == pytest.approx(68_131_554 / 136_525_462)
    assert ("PER", 2020) in cases(report)


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
    found = plan_years.reference_cases(data.report(APRIL))
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
    assert moves.moves(april) == []
    assert not [key for key in metrics.metrics(april) if MAY in key or JULY in key]


# A percentage without an amount


def test_a_percentage_without_an_amount_gives_funding_and_gap_within_its_rounding(data):
    found = readings(data.report(JULY))[0]
    assert found.is_derived
    assert found.funding.value == pytest.approx(0.145 * 35_900_000)
    assert (found.funding.low, found.funding.high) == (
        pytest.approx(0.1445 * 35_850_000),
        pytest.approx(0.1455 * 36_000_000),
    )
    assert found.unmet.value == pytest.approx(0.855 * 35_900_000)
    assert (found.unmet.low, found.unmet.high) == (
        pytest.approx(0.8545 * 35_850_000),
        pytest.approx(0.8555 * 36_000_000),
    )
    assert found.coverage == data.report(JULY).headline("coverage")


def test_a_derived_amount_is_called_so_and_the_printed_one_stays_missing(data):
    july = data.report(JULY)
    gap = metrics.metrics(july)
    assert gap["funding"].quantity.is_missing
    assert gap["funding.derived"].formula_text == "coverage as printed × requirements; the report prints no amount"
    assert "The report prints no amount: funding is what its percentage" in sentences.caveats(july, gap, "en").text
    assert "US$5.2 million of US$35.9 million" in sentences.bottom_line(july, gap, "en").text
    assert "no amount of funding to hold its percentage against" in sentences.coverage_check(gap, "en").text


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
    move = moves.moves(data.report(MAY))[0]
    before, after = 0.007 * 31_500_000, 0.13 * 35_090_000
    assert (move.earlier_id, move.later_id) == (APRIL, MAY)
    assert move.change.value == pytest.approx(0.123)
    assert move.money_at_old_requirements.value == pytest.approx((after - before) / 31_500_000)
    assert move.money_at_old_requirements.value == pytest.approx(0.137816, abs=1e-6)
    assert move.money_at_new_requirements.value == pytest.approx(0.123716, abs=1e-6)
    assert move.requirements_at_new_funding.value == pytest.approx(-0.014816, abs=1e-6)
    assert move.requirements_at_old_funding.value == pytest.approx(-0.000716, abs=1e-6)


def test_the_parts_lie_between_both_orders_with_the_rounding_of_both_percentages(data):
    move = moves.moves(data.report(MAY))[0]
    assert move.by_money.value is None
    assert move.by_money.low == pytest.approx(0.125 - 0.0075 * 31_500_000 / 35_090_000)
    assert move.by_money.high == pytest.approx(0.135 * 35_090_000 / 31_500_000 - 0.0065)
    assert move.by_requirements.high < 0


@pytest.mark.parametrize("report_id", [MAY, JULY])
def test_both_orders_add_up_to_the_change(data, report_id):
    move = moves.moves(data.report(report_id))[-1]
    change = move.change.value
    assert move.money_at_old_requirements.value + move.requirements_at_new_funding.value == pytest.approx(change)
    assert move.requirements_at_old_funding.value + move.money_at_new_requirements.value == pytest.approx(change)


def test_printed_amounts_are_compared_as_printed():
    months = Period(date(2031, 1, 1), date(2031, 6, 30))
    before = WindowReading("since_january", months, exact(100), exact(20))
    after = WindowReading("since_january", months, exact(80), exact(24))
    move = moves.CoverageMove(before, after, "synthetic-1", "synthetic-2")
    assert move.change.value == pytest.approx(0.1)
    assert move.money_at_old_requirements.value == pytest.approx(0.04)
    assert (move.by_money.low, move.by_money.high) == (pytest.approx(0.04), pytest.approx(0.05))
    assert (move.by_requirements.low, move.by_requirements.high) == (pytest.approx(0.05), pytest.approx(0.06))


def test_a_bound_that_one_part_lacks_the_range_lacks_too():
    opened = replace(exact(0.3), high=None)
    assert moves.hull([exact(0.1), opened]) == replace(interval(0.1, 0.2), high=None)


def test_requirements_keep_their_first_and_their_present_value(data):
    gap = metrics.metrics(data.report(JULY))
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
    assert format_quantity(interval(-0.0154, -0.00065), "share_change", "en") == "−1.54 to −0.07 points"
    assert format_quantity(replace(exact(0.015), low=0.0095, high=0.0205), "share_change", "en") == "1.5 points"


def test_a_number_is_not_rounded_further_than_its_interval_is_wide():
    money = replace(exact(4_561_700), low=4_386_250, high=4_737_150)
    assert format_quantity(money, "usd", "en") == "US$4.6 million"


# The end of the year


def test_the_range_carries_both_readings_and_ends_like_the_gains_of_95_plan_years(report):
    found = year_end.year_ends(report)
    assert [item.reading.name for item in found] == ["since_january", "reporting_period"]
    coverage = found[0].coverage
    assert coverage.low == pytest.approx(22.65 / 319 + 0.0758, abs=1e-4)
    assert coverage.high == pytest.approx(22.8 / 317.5 + 0.6296, abs=1e-4)
    assert found[1].coverage.high is None
    assert found[0].unmet.high == pytest.approx(319e6 - coverage.low * 317.5e6, rel=1e-3)


def test_how_many_plan_years_and_years_is_said_with_how_the_range_did(report):
    gap = metrics.metrics(report)
    assert (gap["year_end_plans"].quantity.value, gap["year_end_years"].quantity.value) == (95, 3)
    said = texts(report)[6]
    assert "9 in 10 of 95 plan years (2020 to 2022) of humanitarian plans around the world" in said
    assert "the range of the others held 87 of 95; with its whole year left out, 84 of 95" in said


def test_the_title_is_the_range(report):
    assert texts(report)[3].startswith("14.7% to 70.1% of the requirements funded at the end of 2023 would be in line")


def test_an_over_funded_plan_has_a_surplus_and_no_gap(report):
    rich = with_cells(report, funding={"value": 381_600_000.0, "printed": "$381.6M"})
    found = year_end.year_ends(rich)[0]
    assert found.coverage.low > 381.55 / 319
    assert found.unmet.high < 0
    said = [text for text in texts(rich) if "over-funded, there is a surplus and no gap" in text]
    assert len(said) == 2
    chart = exhibits(rich)[3]
    low = min(bar.get_x() for bar in chart.figure.axes[0].patches[1:])
    assert low >= 381.6 / 318.5


def test_nothing_lies_below_what_has_come_in_where_other_plans_lost_coverage():
    values = [-0.2, -0.1, *[0.01 * number for number in range(30)]]
    assert year_end.gains(values).low == 0


def test_the_range_of_nine_in_ten_takes_19_plan_years_and_order_statistics():
    assert year_end.gains([0.1] * 18) is None
    found = year_end.gains([number / 100 for number in range(1, 20)])
    assert (found.low, found.high, found.rank, found.level) == (0.01, 0.19, 1, pytest.approx(0.9))
    found = year_end.gains([number / 100 for number in range(1, 40)])
    assert (found.low, found.high, found.rank, found.level) == (0.02, 0.38, 2, pytest.approx(0.9))


def test_no_range_moves_with_a_plan_year_that_became_known_after_the_reports_day(report):
    known = report.data.table("plan-coverage")
    later = known[known["plan_coverage_id"].isin(["CHL_2020_rmrp_2020-07-31", "CHL_2020_rmrp_2026-04-18"])]
    later = later.assign(known_from=pd.Timestamp("2023-08-01"), coverage=[0.0, 3.0], country_iso3="BOL", year=2021)
    open_year = later.assign(year=2023, known_from=pd.Timestamp("2023-07-31"))
    planted = with_table(report, "plan-coverage", pd.concat([known, later, open_year], ignore_index=True))
    before, after = (year_end.year_ends(item)[0].coverage for item in (report, planted))
    assert (before.low, before.high) == (after.low, after.high)


def test_a_plan_year_serves_six_months_after_its_end_and_not_before(data):
    years = [{case.year for case in cases_on(data, date(2023, 6, day), 7)} for day in (29, 30)]
    assert years == [{2020, 2021}, {2020, 2021, 2022}]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"requirement": {"value": float("nan")}}, "the report does not print requirements with funding or coverage."),
        ({}, "it takes 19 finished plan years with a coverage of July, and 0 were known on 31 July 2023."),
    ],
)
def test_there_is_no_range_without_a_state_or_with_too_few_cases(report, change, reason):
    rows = report.data.tables["reports"]
    alone = with_table(report, "reports", rows[rows["report_id"] == PERU])
    thin = with_cells(with_table(alone, "plan-coverage", report.data.table("plan-coverage").head(0)), **change)
    found = exhibits(thin)
    assert isinstance(found[3], Prose)
    assert reason in found[3].text
    assert found[4] is None


def test_a_year_that_is_over_has_no_range(report):
    ended = replace(report, period=Period(date(2023, 10, 1), date(2023, 12, 31)))
    assert year_end.decline(ended) == year_end.YEAR_OVER
    assert "the reporting period ends with the plan year" in texts(ended)[3]


# Pages


@pytest.mark.parametrize("report_id", [PERU, JULY, "XCB_2021-01_2021-12", "PER_2019-06_2019-06", "PER_2021-01_2021-12"])
def test_every_number_leads_to_a_row_of_the_page(data, report_id):
    report = data.report(report_id)
    gap = metrics.metrics(report)
    rows = [sources.sources("f", report, gap, "en"), tables.formulas("f", report, gap, "en")]
    ids = {tag["id"] for table in rows for tag in BeautifulSoup(table.html(), "html.parser").find_all(id=True)}
    pages = [exhibit.html() for exhibit in exhibits(report) if isinstance(exhibit, (Table, Prose))]
    links = [link["href"] for page in pages for link in BeautifulSoup(page, "html.parser").select("a:not([download])")]
    assert [link for link in links if link[1:] not in ids] == []


def test_a_report_of_three_figures_has_no_empty_figure(data):
    found = exhibits(data.report("PER_2019-06_2019-06"))
    assert [type(item) for item in found] == [Prose, Table, Prose, Prose, type(None), Prose, type(None)]
    assert "All 16 countries, plan of 2019 | US$738 million | – | – | – | known from 18 Dec 2018" in found[1].text


def test_a_year_end_report_says_how_its_year_ended_and_keeps_the_bound(data):
    assert texts(data.report("XCB_2021-01_2021-12"))[0].startswith("2021 ended with at most 30% of the requirements")


@pytest.mark.parametrize("report_id", [PERU])
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
        if isinstance(chart, Chart) and chart.name != "year_end":  # 95 plan years stand in its table
            assert [row[1] for row in chart.data.rows if row[1].striptags() not in chart.alt] == []


def test_one_requirement_printed_twice_is_no_change_of_requirements():
    months = Period(date(2031, 1, 1), date(2031, 6, 30))
    printed = observed(318e6, "exact", "$318M", unit="usd")
    before = WindowReading("since_january", months, printed.named("a"), observed(20e6, "exact", "$20M", unit="usd"))
    after = WindowReading("since_january", months, printed.named("b"), observed(30e6, "exact", "$30M", unit="usd"))
    move = moves.CoverageMove(before, after, "synthetic-1", "synthetic-2")
    assert (move.revision.low, move.revision.high) == (0, 0)
    assert (move.by_requirements.low, move.by_requirements.high) == (0, 0)
    assert (move.by_money.low, move.by_money.high) == (move.change.low, move.change.high)


def test_a_change_has_bounds_as_its_parts_have(data):
    gap = metrics.metrics(data.report(JULY))
    said = sentences.bottom_line(data.report(JULY), gap, "en").text
    assert "changed by 1.5 points (0.95 to 2.05): 1.24 to 2.43 points by money and −0.38 to −0.26 points" in said


@pytest.mark.parametrize("report_id", [APRIL, "PER_2020-08_2020-08", "PER_2019-06_2019-06"])
def test_without_a_second_reading_there_is_no_table_of_readings(data, report_id):
    report = data.report(report_id)
    found = funding_tables.funding_readings(report, metrics.metrics(report), "en")
    assert found.kind == "missing"


def test_what_has_no_number_has_no_row_for_each_person(data):
    found = funding_tables.unmet_per_person(data.report(APRIL), metrics.metrics(data.report(APRIL)), "en")
    assert len(found.rows) == 1
    none = data.report("PER_2019-06_2019-06")
    assert funding_tables.unmet_per_person(none, metrics.metrics(none), "en").kind == "missing"


def test_a_region_has_as_many_countries_as_its_plan_of_the_year(report):
    named = {year: labels.plan_year(report, "XRG", year, "en") for year in (2019, 2020, 2023)}
    assert named == {
        2019: "All 16 countries, plan of 2019",
        2020: "All 17 countries, plan of 2020",
        2023: "All 17 countries, plan of 2023",  # of a year without rows the last one before it counts
    }
    assert labels.plan_year(report, "XRG", 2018, "es") == "Todos los países de la respuesta, plan de 2018"
    assert labels.plan_year(report, "XRG", 2019, "es") == "Los 16 países, plan de 2019"
    assert labels.plan_year(report, "PER", 2019, "en") == "Peru, plan of 2019"


def test_other_years_stand_on_the_bar_of_requirements(report):
    chart = figures.requirements_and_funding(report, metrics.metrics(report), "en")
    assert "Marks on the bar of requirements: 2020: 29.6%." in chart.alt


def test_a_second_report_of_a_year_says_both_readings_and_makes_no_change_of_rounding(report):
    """Synthetic: a later report of 2023 whose box prints the same requirements and does not say what it covers."""
    box = [
        {"observation_id": "requirement", "indicator": "requirements", "value": 318e6, "printed": "$318M"},
        {"observation_id": "funding", "indicator": "funding", "value": 60e6, "basis": "unknown", "printed": "$60M"},
        {"observation_id": "coverage", "indicator": "coverage", "value": 0.189, "unit": "share", "printed": "18.9%"},
    ]
    box = [{"unit": "usd", "section": "header", **cells} for cells in box]
    second = planted(report, "PER_2023-08_2023-10", "2023-08-01", "2023-10-31", "2023-11-30", box)
    gap = metrics.metrics(second)
    assert gap["requirements_revision"].quantity.value == 0
    assert gap["change_by_requirements.PER_2023-08_2023-10"].quantity.value == 0
    change = gap["coverage_change.PER_2023-08_2023-10"].quantity
    assert change.value == pytest.approx(60 / 318 - 22.7 / 318)
    assert gap["change_by_money.PER_2023-08_2023-10"].quantity == change
    said = sentences.bottom_line(second, gap, "en").text
    assert "if the amount is of August" in said
    assert "all of it by money, if both amounts count from January: both reports print the same requirements." in said
    assert "todo por financiamiento" in sentences.bottom_line(second, gap, "es").text
    header = changes.sentences(second, "en")[0].striptags()
    assert header.startswith("Requirements: US$318 million, as in the report of")
    assert {reading.name for reading in readings(second)} == {"since_january", "reporting_period"}
    assert "0.00 points" in funding_tables.coverage_moves(second, gap, "en").rows[0][-1]


def test_requirements_of_two_years_are_of_both_in_every_sentence(report):
    """613 million for 2023-2024, synthetic."""
    span = {"period_start": pd.Timestamp("2023-01-01"), "period_end": pd.Timestamp("2024-12-31")}
    both = with_cells(report, requirement={"value": 613e6, "printed": "REQUIREMENT: $613M", **span})
    gap = metrics.metrics(both)
    reading = readings(both)[0]
    assert reading.months_left == 17
    assert gap["year_elapsed"].quantity.value == pytest.approx(212 / 731)
    assert gap["needed.since_january"].quantity.value == pytest.approx((613e6 - 22.7e6) / 17)
    said = sentences.bottom_line(both, gap, "en").text.splitlines()[0]
    assert said.startswith("3.7% of the requirements of 2023–2024 was funded when 29.0% of the plan’s time had gone:")
    chart = figures.requirements_and_funding(both, gap, "es")
    assert "transcurrido el 29" in chart.title and "del plan" in chart.title
    assert sentences_of_range.declined(both, "en").startswith(
        "No range for the year's end: the requirements are of more"
    )


def test_requirements_of_one_year_are_as_before(report):
    assert readings(report)[0].plan is None
    assert readings(report)[0].months_left == 5


def test_a_page_with_a_range_shows_the_finished_years_once(data):
    def other_years(report_id):
        report = data.report(report_id)
        return figures_over_time.other_years(report, metrics.metrics(report), "en")

    assert other_years(PERU) is None
    ended = other_years("PER_2019-01_2019-12_fts")
    assert ended.title == "2019 ended with 38.7% of the requirements funded"
    assert not ended.note
    assert "within the year" in other_years("PER_2022-06_2022-06_r4v").note


@pytest.mark.parametrize(
    ("report_id", "is_drawn"), [("PER_2019-01_2019-12_fts", False), ("PER_2022-06_2022-06_r4v", True)]
)
def test_a_figure_explains_only_the_line_that_it_draws(data, report_id, is_drawn):
    report = data.report(report_id)
    chart = figures.requirements_and_funding(report, metrics.metrics(report), "en")
    assert ("Dashed line" in chart.note) == is_drawn == bool(chart.figure.axes[0].lines)


COMPUTED = "Requirements of 2020 are computed: what FTS published, less the plan’s regional part that was in it."


def test_what_the_plan_of_the_year_asks_for_is_said_before_how_other_years_ended(data):
    dominican = data.report("DOM_2022-03_2022-03_r4v")
    first, second = sentences.bottom_line(dominican, metrics.metrics(dominican), "en").text.split("\n")
    assert first == (
        "The plan asks for US$24.4 million for 2022, known from 9 June 2022; by 28 July 2022, no funding of it was "
        "known."
    )
    years = "140.7% (2020, of computed requirements); 26.2% (2021)"
    assert second == f"Share of requirements funded in finished plan years: {years}."
    html = sentences.bottom_line(dominican, metrics.metrics(dominican), "en").html()
    assert 'href="#src-plan_funding-DOM_2022_RREG22_v1">US$24.4 million</a>' in html


def test_a_year_without_known_requirements_and_one_with_funding_are_told_as_before(data):
    assert plan_years.asked_year(data.report("PER_2021-03_2021-03")) is None
    assert plan_years.asked_year(data.report("ECU_2022-06_2022-06_r4v")) is None


@pytest.mark.parametrize("report_id", ["DOM_2020-01_2020-12_fts", "PER_2020-06_2020-06"])
def test_that_requirements_are_computed_is_said_beside_their_first_coverage(data, report_id):
    report = data.report(report_id)
    assert COMPUTED in sentences.bottom_line(report, metrics.metrics(report), "en").text


def test_a_surplus_leads_to_its_row(data):
    dominican = data.report("DOM_2020-01_2020-12_fts")
    html = sentences.bottom_line(dominican, metrics.metrics(dominican), "en").html()
    assert 'a surplus of <a class="r4v-num" href="#how-unmet.since_january">US$1.72 million</a>' in html


def test_figures_say_which_years_have_computed_requirements_and_others_nothing(data):
    dominican, aruba = data.report("DOM_2022-03_2022-03_r4v"), data.report("ABW_2022-01_2022-12_fts")
    assert figures_over_time.other_years(dominican, metrics.metrics(dominican), "en").note.endswith(COMPUTED)
    printed = data.report("PER_2023-05_2023-07")
    assert figures_over_time.year_end(printed, metrics.metrics(printed), "en").note.endswith(COMPUTED)
    assert COMPUTED in figures.requirements_and_funding(printed, metrics.metrics(printed), "en").note, "of its mark"
    assert COMPUTED not in sentences.bottom_line(aruba, metrics.metrics(aruba), "en").text
