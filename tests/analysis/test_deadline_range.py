"""Ranges for a deadline: the estimator by hand, what it refuses, no later count moves one. Synthetic courses."""

import math
from datetime import date, timedelta

import pandas as pd
import pytest

from r4v_analysis.analysis.regularization import deadline_range, sentences_of_range
from r4v_analysis.analysis.regularization.calendar import Window
from r4v_analysis.analysis.regularization.clock import Series, series_of
from r4v_analysis.analysis.regularization.counts import Count
from r4v_analysis.analysis.regularization.deadline_range import FEWEST, LEVELS, outlook, prediction, trials
from r4v_analysis.analysis.regularization.metrics import metrics
from r4v_analysis.analysis.regularization.reference import reference, reference_on
from r4v_analysis.data.load import load
from r4v_analysis.values.quantity import Quantity, exact, interval

PERU = "PER_2023-05_2023-07"
OPENING = date(2031, 1, 1)
DAYS = 100


def window(name, opening=OPENING, deadline=None, earliest=None):
    end = deadline or opening + timedelta(DAYS)
    return Window(name, (earliest or opening, opening), (end, end))


def count(name, day, quantity, first=None):
    return Count(name, "application", quantity, "people", "cumulative_programme", first or day, day, "", "a source")


def course(name, share, value, closing=1000, **where):
    """A finished programme with one count at a share of its window, and one at closing."""
    frame = window(name, **where)
    opening, end = frame.opening[1], frame.deadline[1]
    day = opening + timedelta(round(share * (end - opening).days))
    rows = [count(name, day, exact(value)), count(name, end, exact(closing))]
    return series_of(frame, "application", rows, end + timedelta(400))


def courses(*values, share=0.5):
    return [course(f"programme_{number}", share, value) for number, value in enumerate(values)]


def test_a_range_is_count_over_the_share_that_the_prediction_interval_of_ln_k_gives():
    values = (200, 300, 400, 500, 600, 700)
    ks = [math.log(value / 1000) / math.log(0.5) for value in values]
    mean = sum(map(math.log, ks)) / 6
    deviation = math.sqrt(sum((math.log(k) - mean) ** 2 for k in ks) / 5)
    half = 1.475884 * deviation * math.sqrt(1 + 1 / 6)  # Student's t, 5 degrees, 90 %: two-sided 80 %
    found = outlook(exact(100), exact(0.5), courses(*values))
    low, high = found.ranges[0.8]
    assert low == pytest.approx(100 / 0.5 ** math.exp(mean - half), rel=0.01)
    assert high == pytest.approx(100 / 0.5 ** math.exp(mean + half), rel=0.01)
    assert low <= 100 / 0.5 ** math.exp(mean - half)
    assert high >= 100 / 0.5 ** math.exp(mean + half)
    assert len(found.cases) == 6


def test_students_t_is_that_of_the_tables():
    low, high = prediction([0.0, 1.0], 0.9)
    assert (low + high) / 2 == pytest.approx(0.5)
    assert (high - low) / 2 == pytest.approx(6.313752 * math.sqrt(0.5) * math.sqrt(1.5))


def test_the_wider_level_holds_the_narrower_one():
    ranges = outlook(exact(100), exact(0.5), courses(200, 300, 400, 500, 600, 700)).ranges
    assert ranges[0.9][0] < ranges[0.8][0] < ranges[0.8][1] < ranges[0.9][1]


def test_with_fewer_than_six_programmes_there_is_no_range():
    assert FEWEST == 6
    found = outlook(exact(100), exact(0.5), courses(200, 300, 400, 500, 600))
    assert (found.ranges, len(found.cases)) == ({}, 5)


def test_a_programme_without_a_count_by_then_takes_no_part_and_five_percent_later_is_by_then():
    near = [*courses(200, 300, 400, 500, 600), course("near", 0.55, 500)]
    late = [*courses(200, 300, 400, 500, 600), course("late", 0.56, 500)]
    assert outlook(exact(100), exact(0.5), near).is_given
    assert not outlook(exact(100), exact(0.5), late).is_given


def test_of_a_programme_the_count_nearest_to_the_point_is_taken():
    frame = window("two")
    days = [OPENING + timedelta(day) for day in (30, 60, DAYS)]
    rows = [count("two", day, exact(value)) for day, value in zip(days, (100, 500, 1000), strict=True)]
    two = series_of(frame, "application", rows, days[-1])
    case = outlook(exact(100), exact(0.5), [*courses(200, 300, 400, 500, 600), two]).cases[-1]
    assert case.point.count.last == days[1]
    assert case.low == case.high == pytest.approx(math.log(0.5) / math.log(0.6))


def test_a_count_at_or_above_its_closing_count_tells_nothing_of_a_course():
    at_end = course("full", 0.5, 1000)
    found = outlook(exact(100), exact(0.5), [*courses(200, 300, 400, 500, 600, 700), at_end])
    assert "full" not in [case.series.programme for case in found.cases]


def test_a_count_that_exceeds_every_reference_still_has_a_range_above_itself():
    ranges = outlook(exact(5_000_000), exact(0.5), courses(200, 300, 400, 500, 600, 700)).ranges
    assert all(low >= 5_000_000 for low, _high in ranges.values())


def test_an_end_is_never_below_what_has_come_in_even_when_rounded():
    ranges = outlook(exact(42_643), exact(0.995), courses(900, 910, 920, 930, 940, 950)).ranges
    assert all(low >= 42_643 for low, _high in ranges.values())


@pytest.mark.parametrize("share", [0, 1, 1.2])
def test_on_the_opening_day_and_from_the_deadline_on_there_is_no_range(share):
    assert not outlook(exact(100), exact(share), courses(200, 300, 400, 500, 600, 700)).is_given


def test_an_opening_that_is_an_interval_of_months_widens_the_range():
    reference_class = courses(200, 300, 400, 500, 600, 700, share=0.3)
    narrow = outlook(exact(100), exact(0.5), reference_class).ranges[0.8]
    wide = outlook(exact(100), interval(0.35, 0.6), reference_class).ranges[0.8]
    assert wide[0] < narrow[0] < narrow[1] < wide[1]
    frame = window("open", earliest=OPENING - timedelta(90))
    rows = [count("open", OPENING + timedelta(50), exact(500)), count("open", frame.deadline[0], exact(1000))]
    shaped = series_of(frame, "application", rows, date(2032, 1, 1))
    case = outlook(exact(100), exact(0.6), [*reference_class, shaped]).cases[-1]
    assert (case.low, case.high) == (
        pytest.approx(math.log(0.5) / math.log(0.5)),
        pytest.approx(math.log(0.5) / math.log(140 / 190)),
    )


def test_sources_that_differ_on_a_closing_count_make_an_interval_of_its_exponent():
    frame = window("differ")
    rows = [count("differ", OPENING + timedelta(50), exact(300))]
    rows += [count("differ", frame.deadline[0], exact(value)) for value in (600, 900)]
    shaped = series_of(frame, "application", rows, date(2032, 1, 1))
    case = outlook(exact(100), exact(0.5), [*courses(200, 300, 400, 500, 600), shaped]).cases[-1]
    assert (case.low, case.high) == (pytest.approx(1.0), pytest.approx(math.log(1 / 3) / math.log(0.5)))


def test_each_trial_is_without_the_programme_that_it_tries():
    found = trials(courses(200, 300, 400, 500, 600, 700, 800))
    assert len(found) == 7
    for trial in found:
        assert trial.series.programme not in [case.series.programme for case in trial.outlook.cases]
        assert len(trial.outlook.cases) == 6
    assert trials(courses(200, 300, 400, 500, 600, 700)) == []


def test_a_range_holds_only_if_it_holds_all_that_sources_say():
    low, high = outlook(exact(100), exact(0.5), courses(200, 300, 400, 500, 600, 700)).ranges[0.8]
    trial = trials(courses(200, 300, 400, 500, 600, 700, 800))[0]
    came = Series("x", "application", window("x"), "shape", interval(low, high * 9), ())
    assert not deadline_range.WindowTrial(came, trial.point, trial.outlook).held(0.8)


# The report of Peru, by the real reference class


def test_both_programmes_of_peru_have_a_range_with_its_number_of_programmes(report):
    items = metrics(report)
    for name, family in (("amnesty_2023", "deadline_range"), ("cpp_2023", "deadline_range_as_printed")):
        for level in ("80", "90"):
            assert items[f"{family}.{name}.{level}"].quantity.low > items[f"clock.{name}"].quantity.low
        assert items[f"deadline_cases.{name}"].quantity.value >= FEWEST
    assert items["deadline_range.cpp_2023.80"].quantity.high is None


def test_a_count_printed_as_or_more_leaves_the_upper_end_open_in_words(report):
    said = sentences_of_range.ranges(report, metrics(report), "en").text
    assert "53,200 to 269,000 or more at the deadline of 10 November 2023" in said
    assert "The count is printed as a number or more, so each end is too." in said
    assert "a straight line from the opening would say at least 91,200" in said


def test_leaving_one_programme_out_holds_as_often_as_was_found():
    found = trials(reference_on(load("data"), date(2023, 7, 31)))
    held = {level: deadline_range.held(found, level) for level in LEVELS}
    assert held[0.8][0] / held[0.8][1] >= 24 / 30
    assert held[0.9][0] / held[0.9][1] >= 27 / 30


def test_the_same_programme_is_in_the_reference_class_once(report):
    found = [(course.programme, course.stage) for course in reference(report)]
    assert len(found) == len(set(found)) == 13


# Vintage


def plant(folder, table, *rows):
    path = folder / f"{table}.csv"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    pd.concat([frame, pd.DataFrame([{**dict.fromkeys(frame, ""), **row} for row in rows])]).to_csv(path, index=False)


def later(name, day, value, known):
    return {
        "count_id": f"{name}_application_{day.replace('-', '_')}_planted",
        "programme": name,
        "stage": "application",
        "value": str(value),
        "unit": "people",
        "qualifier": "exact",
        "basis": "cumulative_programme",
        "date_low": day,
        "date_high": day,
        "known_from": known,
        "known_from_basis": "assumed",
        "source_url": "https://example.org/planted",
        "printed": f"{value} people",
        "note": "Synthetic.",
    }


def ranges(folder, as_of=""):
    report = load(folder).report(PERU, as_of)
    return {key: (item.quantity.low, item.quantity.high) for key, item in metrics(report).items() if "deadline" in key}


def test_no_range_moves_with_what_became_known_after_the_reports_day(copied_data):
    before = ranges(copied_data)
    plant(
        copied_data,
        "programme_counts",
        later("cpp_2023", "2023-11-10", 200_000, "2023-12-01"),
        later("spain_2005", "2005-05-07", 2_000_000, "2023-08-01"),
        later("italy_2012", "2012-09-30", 70_000, "2023-08-01"),
    )
    assert ranges(copied_data) == before
    assert ranges(copied_data, "2026-01-01") == before


def test_a_programme_takes_part_from_the_day_on_which_its_counts_were_known():
    data = load("data")
    names = [{course.programme for course in reference_on(data, date(2023, 5, day))} for day in (21, 22)]
    assert names[1] - names[0] == {"ireland_2022"}


def test_a_deadline_that_was_extended_twice_has_a_range_for_the_first_one_and_for_the_last(copied_data):
    event = {
        "programme": "amnesty_2023",
        "event": "extension",
        "known_from_basis": "assumed",
        "source_url": "https://example.org/planted",
        "note": "Synthetic.",
    }
    days = ("2023-12-31", "2024-03-31")
    for number, day in enumerate(days):  # said by the report's day, as its own deadline is
        own = {"event_id": f"amnesty_2023_planted_{number}", "date_low": day, "date_high": day}
        own["known_from"] = "2023-07-31"
        plant(copied_data, "programme_events", event | own)
    report = load(copied_data).report(PERU)
    items = metrics(report)
    first, last = (items[f"{name}.amnesty_2023.80"].quantity for name in ("deadline_range_first", "deadline_range"))
    assert first.high < last.high
    said = sentences_of_range.ranges(report, items, "en").text
    assert "for the deadline that was announced first, 28 October 2023" in said
    assert "at the deadline of 31 March 2024" in said


def test_with_too_few_programmes_a_page_declines_and_says_how_many_it_takes(copied_data):
    path = copied_data / "programme_counts.csv"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    frame[frame["programme"].str.contains("ptp|cpp|amnesty|residency|change")].to_csv(path, index=False)
    report = load(copied_data).report(PERU)
    said = sentences_of_range.ranges(report, metrics(report), "en").text
    assert "no range for its deadline is given. It takes 6 finished programmes" in said
    assert "1 were known" in said or "2 were known" in said


def test_percent_names_a_level():
    assert [deadline_range.percent(level) for level in LEVELS] == ["80", "90"]
    assert deadline_range.is_open(Quantity(5.0, low=5.0))
