import pytest
from hypothesis import given
from hypothesis import strategies as st

from r4v_analysis.values.quantity import Quantity, exact, half_unit, interval, missing, observed, spoken, total


def test_a_rounded_numeral_carries_half_a_unit_each_way():
    assert observed(281_700, "exact", "281,7K") == Quantity(281_700, 281_650, 281_750)


def test_a_whole_count_is_exact():
    quantity = observed(705, "exact", "705 individuals")
    assert (quantity.low, quantity.high, quantity.qualifier) == (705, 705, "exact")


def test_over_is_a_lower_bound_and_almost_an_upper_one():
    assert observed(42_600, "at_least", "over 42,600").qualifier == "at_least"
    assert observed(2_500, "at_most", "almost 2,500") == Quantity(2_500, None, 2_500)


def test_around_has_a_value_and_no_bound():
    quantity = observed(68_000, "about", "around 68,000")
    assert (quantity.value, quantity.low, quantity.high, quantity.qualifier) == (68_000, None, None, "about")


def test_a_quotient_keeps_the_bounds_of_both_numbers():
    coverage = observed(22_700_000, "exact", "$22.7M") / observed(318_000_000, "exact", "$318M")
    assert coverage.low == pytest.approx(22.65 / 319)
    assert coverage.high == pytest.approx(22.8 / 317.5)


def test_a_lower_bound_over_an_interval_of_days_is_a_lower_bound_for_the_longest_time():
    pace = observed(42_600, "at_least", "over 42,600") / interval(79, 92)
    assert (pace.value, pace.low, pace.high) == (None, pytest.approx(42_600 / 92), None)


def test_subtracting_a_lower_bound_gives_an_upper_one():
    rest = exact(45_600) - observed(42_600, "at_least", "over 42,600")
    assert (rest.value, rest.low, rest.high) == (3_000, None, 3_000)


def test_the_difference_of_two_lower_bounds_has_no_bound():
    rest = Quantity(45_600, 45_600) - Quantity(42_600, 42_600)
    assert (rest.low, rest.high) == (None, None)


def test_missing_stays_missing_through_arithmetic_and_keeps_its_sources():
    result = (missing("a") + exact(5, "b")) / exact(2)
    assert result.is_missing
    assert result.sources == ("a", "b")


def test_a_total_leaves_out_what_is_not_reported_and_is_missing_where_nothing_is():
    assert total([exact(2), missing(), exact(3)]).value == 5
    assert total([missing(), missing()]).is_missing
    assert total([]).is_missing


def test_dividing_by_zero_is_missing_and_by_an_interval_around_zero_is_unbounded():
    assert (exact(5) / 0).is_missing
    unbounded = exact(5) / interval(-1, 1)
    assert (unbounded.low, unbounded.high) == (None, None)


def test_around_spreads_to_what_is_computed_from_it():
    assert (observed(440, "about", "Some 440") / exact(2)).qualifier == "about"


def test_sources_are_merged_once_each():
    assert (exact(1, "a", "b") * exact(2, "b", "c")).sources == ("a", "b", "c")


numbers = st.floats(1, 1e9)
intervals = st.tuples(numbers, numbers, st.floats(0, 1)).map(lambda t: (min(t[:2]), max(t[:2]), t[2]))


@given(intervals, intervals, st.sampled_from("+-*/"))
def test_the_interval_of_a_result_holds_the_result_of_any_values_in_the_intervals(left, right, sign):
    operations = {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "*": lambda a, b: a * b,
        "/": lambda a, b: a / b,
    }
    result = operations[sign](interval(*left[:2]), interval(*right[:2]))
    inside = [low + (high - low) * part for low, high, part in (left, right)]
    value = operations[sign](*inside)
    slack = 1e-9 * max(1, abs(value), abs(result.low), abs(result.high))
    assert result.low - slack <= value <= result.high + slack


@pytest.mark.parametrize(
    ("value", "printed", "unit", "low", "high"),
    [
        (318e6, "REQUIREMENT: $318M", "usd", 317.5e6, 319e6),  # 318.699 can be cut to it
        (22.7e6, "$22.7M", "usd", 22.65e6, 22.8e6),
        (35.35e6, "FUNDED: $35,35 M", "usd", 35.345e6, 35.36e6),
        (35.9e6, "REQUIREMENT: 35,9M", "usd", 35.85e6, 36e6),
        (318e6, "$318M", "", 317.5e6, 319e6),
        (1.35e9, "1.35 billion USD", "usd", 1.345e9, 1.355e9),  # a sentence rounds
        (1.5e6, "1.5M", "people", 1.45e6, 1.55e6),
        (281_700, "281,7K", "people", 281_650, 281_750),
        (0.071, "% 7.1 FUNDED", "share", 0.0705, 0.0715),
        (31_500_000, "REQUIREMENT: 31,500,000", "usd", 31_500_000, 31_500_000),
    ],
)
def test_an_amount_that_a_letter_abbreviates_may_have_been_cut(value, printed, unit, low, high):
    quantity = observed(value, "exact", printed, unit=unit)
    assert (quantity.low, quantity.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    ("value", "width"),
    [(12_000, 500), (42_600, 50), (91_596, 0), (4_100, 50), (1_230, 0), (500, 0), (0, 0), (1_000_000, 500_000)],
)
def test_trailing_zeros_from_a_thousand_on_are_a_rounding(value, width):
    assert half_unit(value) == width


def test_a_difference_of_spoken_numbers_is_as_rounded_as_they_are():
    change = spoken(exact(23_000)) - spoken(exact(12_000))
    assert (change.value, change.low, change.high) == (11_000, 10_000, 12_000)


def test_a_bound_in_words_is_not_rounded_further():
    for said in (Quantity(42_600, low=42_600), Quantity(68_000, is_about=True), interval(100, 200)):
        assert spoken(said) == said
