"""Expected values are computed by hand from the header box: US$22.7M, US$318M, 1.5M, 281,7K, 80%."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from r4v_analysis.analysis.funding import figures, metrics
from r4v_analysis.exhibits.tables import formulas
from r4v_analysis.values.period import Period
from r4v_analysis.values.quantity import Quantity, exact, missing, observed

YEAR_TO_JULY = Period(date(2023, 1, 1), date(2023, 7, 31))


def reading(requirements, money, name="since_january", window=YEAR_TO_JULY):
    return metrics.WindowReading(name, window, requirements, money)


def with_cells(report, **changes):
    """The report with cells of its header rows changed: {observation_id: {column: value}}."""
    observations = report.data.tables["observations"].copy()
    for observation_id, cells in changes.items():
        for column, value in cells.items():
            observations.loc[observations["observation_id"] == observation_id, column] = value
    tables = {**report.data.tables, "observations": observations}
    return replace(report, data=replace(report.data, tables=tables))


def test_an_ambiguous_window_gives_both_readings(report):
    names = [item.name for item in metrics.readings(report)]
    assert names == ["since_january", "reporting_period"]


def test_a_stated_basis_gives_its_one_reading(report):
    stated = with_cells(report, funding={"basis": "cumulative_ytd"})
    assert [item.name for item in metrics.readings(stated)] == ["since_january"]
    stated = with_cells(report, funding={"basis": "period_total"})
    assert [item.name for item in metrics.readings(stated)] == ["reporting_period"]


def test_unmet_requirements_are_requirements_minus_funding(report):
    unmet = metrics.readings(report)[0].unmet
    assert unmet.value == 295_300_000
    assert (unmet.low, unmet.high) == (317_500_000 - 22_800_000, 319_000_000 - 22_650_000)


def test_a_window_that_begins_in_may_bounds_the_gap_from_above_and_coverage_from_below(report):
    period = metrics.readings(report)[1]
    assert (period.unmet.low, period.unmet.high) == (None, 296_350_000)
    assert period.coverage.low == pytest.approx(22.65 / 319)
    assert period.coverage.high is None


def test_coverage_agrees_with_the_printed_percentage_within_rounding(report):
    computed = metrics.readings(report)[0].coverage
    assert computed.value == pytest.approx(0.0713836, abs=1e-6)
    assert metrics.agree(report.headline("coverage"), computed)
    assert not metrics.agree(observed(0.081, "exact", "8.1 %"), computed)


def test_an_over_funded_plan_has_a_negative_gap_and_coverage_above_one():
    over = reading(exact(59_659_922), exact(68_131_554))
    assert over.unmet.value == -8_471_632
    assert over.coverage.value == pytest.approx(1.142, abs=1e-3)


def test_requirements_of_zero_or_none_have_no_coverage():
    assert reading(exact(0), exact(5)).coverage.is_missing
    assert reading(missing(), exact(5)).coverage.is_missing
    assert reading(exact(5), missing()).unmet.is_missing


def test_pace_divides_by_the_months_of_the_reading(report):
    since_january, period = metrics.readings(report)
    assert since_january.pace.value == pytest.approx(22_700_000 / 7)
    assert period.pace.value == pytest.approx(22_700_000 / 3)


def test_the_pace_needed_spreads_the_gap_over_the_months_left_and_is_missing_in_december(report):
    assert metrics.readings(report)[0].needed.value == pytest.approx(295_300_000 / 5)
    december = reading(exact(10), exact(1), window=Period(date(2023, 1, 1), date(2023, 12, 31)))
    assert december.needed.is_missing


def test_seven_months_of_2023_are_212_of_365_days(report):
    assert metrics.year_elapsed(report).value == pytest.approx(212 / 365)


def test_a_leap_year_has_366_days(report):
    leap = replace(report, period=Period(date(2024, 1, 1), date(2024, 2, 29)))
    assert metrics.year_elapsed(leap).value == pytest.approx(60 / 366)


def test_unmet_requirements_per_person_by_denominator(report):
    in_country = metrics.unmet_per_person(report, "refugees_and_migrants")
    assert in_country.value == pytest.approx(295.3 / 1.5)
    assert metrics.unmet_per_person(report, "people_reached").value == pytest.approx(295_300_000 / 281_700)


def test_other_donors_gave_a_fifth_and_coverage_by_them_is_1_4_percent(report):
    assert metrics.others_funding(report).value == pytest.approx(4_540_000)
    assert metrics.others_coverage(report).value == pytest.approx(0.0142767, abs=1e-6)
    assert metrics.donor_code(report) == "USA"


def test_the_donors_parts_are_shown_to_the_same_digit_and_add_up(report):
    gap = metrics.metrics(report)
    assert "United States US$18.2 million, all others US$4.5 million" in figures.donors(report, gap, "en").alt
    rows = {str(row[0]): row[1:4] for row in formulas("funding_gap", report, gap, "en").rows}
    assert rows["Funding: United States"] == ("US$18.2 million", "US$18.00 million", "US$18.36 million")


def test_a_donor_is_called_by_its_name_and_not_the_largest_which_no_report_says(report):
    chart = figures.donors(report, metrics.metrics(report), "es")
    assert "Estados Unidos" in chart.svg()
    assert "Mayor donante" not in chart.svg()
    unnamed = with_cells(report, us_share={"donor": None})
    assert "One donor US$18.2 million" in figures.donors(unnamed, metrics.metrics(unnamed), "en").alt


def test_metrics_name_their_observations(report):
    gap = metrics.metrics(report)
    assert gap["unmet.since_january"].quantity.sources == (
        "PER_2023-05_2023-07/requirement",
        "PER_2023-05_2023-07/funding",
    )


def test_a_report_without_funding_and_coverage_has_no_reading_and_no_derived_metric(report):
    thin = with_cells(report, funding={"value": float("nan")}, coverage_printed={"value": float("nan")})
    assert metrics.readings(thin) == []
    assert not [key for key in metrics.metrics(thin) if key.startswith(("unmet", "pace", "needed"))]
    assert metrics.metrics(thin)["funding"].quantity == Quantity(None, sources=("PER_2023-05_2023-07/funding",))


def test_the_frames_of_a_report_are_not_changed_by_metrics(report):
    before = report.observations
    metrics.metrics(report)
    pd.testing.assert_frame_equal(before, report.observations)
