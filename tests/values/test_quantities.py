import pytest
from hypothesis import given
from hypothesis import strategies as st

from r4v_analysis.values.quantity import Quantity, exact, interval, missing, observed, total


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
