"""Days are counted by hand: from 10 May to 28 July are 79, from 27 April 92, to 10 November 105."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from r4v_analysis.analysis.regularization import calendar as regularization
from r4v_analysis.analysis.regularization import figures as regularization_plots
from r4v_analysis.analysis.regularization import metrics as uptake_metrics
from r4v_analysis.analysis.regularization import sentences as regularization_narrative
from r4v_analysis.analysis.regularization.calendar import Window
from r4v_analysis.errors import UsageError
from r4v_analysis.values.quantity import exact, interval

COUNTED = date(2023, 7, 28)


@pytest.fixture
def cpp(report):
    return next(item for item in regularization.uptakes(report) if item.programme == "cpp_2023")


@pytest.fixture
def amnesty(report):
    return next(item for item in regularization.uptakes(report) if item.programme == "amnesty_2023")


def with_events(report, *rows):
    """The report with synthetic events added."""
    events = report.data.tables["programme-events"]
    added = pd.DataFrame(rows)
    for column in ("date_low", "date_high", "known_from"):
        added[column] = pd.to_datetime(added[column])
    tables = {**report.data.tables, "programme-events": pd.concat([events, added], ignore_index=True)}
    return replace(report, data=replace(report.data, tables=tables))


def test_days_open_carry_the_interval_of_the_opening(cpp):
    assert cpp.window.days_open(COUNTED).named() == interval(79, 92)
    assert cpp.window.days_left(COUNTED).named() == interval(105, 105)


def test_the_share_of_the_window_gone_moves_with_the_opening(cpp):
    gone = cpp.window.share_gone(COUNTED)
    assert (gone.low, gone.high) == (pytest.approx(79 / 184), pytest.approx(92 / 197))


def test_a_printed_opening_gives_one_number_of_days(amnesty):
    assert amnesty.window.days_open(COUNTED).value == 87
    assert amnesty.window.share_gone(COUNTED).value == pytest.approx(87 / 179)


def test_the_pace_is_a_lower_bound_because_the_count_is(cpp):
    assert (cpp.pace.value, cpp.pace.low, cpp.pace.high) == (None, pytest.approx(42_600 / 92), None)


def test_around_68_000_amnesties_give_a_pace_without_bounds(amnesty):
    assert amnesty.pace.qualifier == "about"
    assert amnesty.pace.value == pytest.approx(68_000 / 87)


def test_what_a_target_needs_is_at_most_the_rest_over_the_days_left(cpp):
    needed = cpp.needed(exact(68_000))
    assert (needed.low, needed.high) == (None, pytest.approx(25_400 / 105))


def test_a_target_that_is_reached_needs_nothing(cpp):
    assert cpp.needed(exact(42_600)).value == 0


def test_after_the_deadline_nothing_can_be_needed(cpp):
    late = replace(cpp, day=date(2023, 11, 11))
    assert late.needed(exact(68_000)).is_missing
    assert late.window.share_gone(late.day).low > 1


def test_a_count_after_the_deadline_has_no_pace_and_no_bar(report):
    ptp = report.data.report("PER_2019-12_2019-12")
    (late,) = regularization.uptakes(ptp)
    assert (late.count.low, late.pace.is_missing) == (485_000, True)
    items = uptake_metrics.metrics(ptp)
    text = regularization_narrative.bottom_line(ptp, items, "en").text
    assert (
        "PTP 2017–2018: at least 485,000 applications or enrolments by 31 December 2019. Its window closed on" in text
    )
    assert regularization_plots.calendar(ptp, items, "en").text.startswith("No figure of the calendar")


def test_presets_are_the_reports_own_larger_numbers(report):
    assert [item.value for item in regularization.presets(report, "cpp_2023")] == [45_600, 68_000]


def test_a_window_without_known_opening_gives_no_pace():
    closed = Window("x", None, (date(2023, 11, 10),) * 2, ())
    assert closed.days_open(COUNTED).is_missing
    assert closed.share_gone(COUNTED).is_missing


def test_an_opening_that_lies_ahead_gives_no_days_open():
    ahead = Window("x", (date(2023, 8, 1), date(2023, 9, 1)), (date(2023, 11, 10),) * 2, ())
    assert ahead.days_open(COUNTED).is_missing


SYNTHETIC_EXTENSION = {
    "event_id": "synthetic_extension",
    "programme": "cpp_2023",
    "event": "extension",
    "date_low": "2024-03-31",
    "date_high": "2024-03-31",
    "known_from": "2023-11-05",
}


def test_an_extension_that_came_later_does_not_leak_backwards(report):
    extended = with_events(report, SYNTHETIC_EXTENSION)
    assert regularization.window(extended, "cpp_2023").deadline == (date(2023, 11, 10),) * 2


def test_an_extension_counts_from_the_day_it_was_known(report):
    known = with_events(report, {**SYNTHETIC_EXTENSION, "known_from": "2023-07-31"})
    assert regularization.window(known, "cpp_2023").deadline == (date(2024, 3, 31),) * 2
    assert (
        regularization.window(replace(known, as_of=date(2023, 7, 30)), "cpp_2023").deadline == (date(2023, 11, 10),) * 2
    )


def test_a_later_look_at_a_report_leaves_its_own_numbers_as_they_were(report):
    later = replace(with_events(report, SYNTHETIC_EXTENSION), as_of=date(2023, 11, 5))
    assert regularization.window(later, "cpp_2023").deadline == (date(2023, 11, 10),) * 2


def test_stages_are_in_their_usual_order_and_shares_are_not_counts(report):
    frame = regularization.stages(report)
    assert frame["stage"].iloc[0] == "counselled"
    assert frame["stage"].iloc[-1] == "not_processed"
    assert "stage_share.cash_granted_access" in uptake_metrics.metrics(report)


def test_the_51_percent_is_never_multiplied(report):
    used = [
        item
        for item in uptake_metrics.metrics(report).values()
        if "PER_2023-05_2023-07/amnesties_unprocessed_share" in item.quantity.sources
    ]
    assert [item.id for item in used] == ["stage.amnesties_unprocessed_share"]


def test_amnesties_and_enrolments_never_share_a_metric(report):
    for item in uptake_metrics.metrics(report).values():
        assert not {"PER_2023-05_2023-07/amnesties", "PER_2023-05_2023-07/cpp_enrolments"} <= set(
            item.quantity.sources
        ) or (item.id.startswith("needed."))


@pytest.mark.parametrize("target", [-1, "70000", True, float("nan"), float("inf")])
def test_a_target_that_is_no_number_of_people_is_refused(target):
    with pytest.raises(UsageError, match="target: expected a number of people, 0 or more, found"):
        regularization.targets(target)


def test_a_target_replaces_the_presets(report):
    found = [key for key in uptake_metrics.metrics(report, regularization.targets(70_000)) if key.startswith("needed.")]
    assert found == ["needed.cpp_2023.70000"]
