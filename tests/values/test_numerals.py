import pytest
from hypothesis import given
from hypothesis import strategies as st

from r4v_analysis.values.numeral import Reading, reading_of, readings


@pytest.mark.parametrize(
    ("printed", "value", "half_unit"),
    [
        ("281,7K", 281_700, 50),
        ("1.5M", 1_500_000, 50_000),
        ("$22.7M", 22_700_000, 50_000),
        ("REQUIREMENT: $318M", 318_000_000, 500_000),
        ("% 7.1 FUNDED", 0.071, 0.0005),
        ("over 70 % of refugees", 0.7, 0.005),
        ("51% of these", 0.51, 0.005),
        ("23,7 %", 0.237, 0.0005),
        ("US$ 304 millones", 304_000_000, 500_000),
        ("28 mil", 28_000, 500),
        ("over 42,600 enrolments", 42_600, 0),
        ("1,424", 1424, 0),
        ("1.424", 1424, 0),
        ("six new organizations", 6, 0),
        ("Two plenary meetings", 2, 0),
        ("1 286 464", 1_286_464, 0),
    ],
)
def test_a_printed_numeral_has_the_reading_that_people_mean(printed, value, half_unit):
    reading = reading_of(printed, value)
    assert reading is not None
    assert reading.half_unit == pytest.approx(half_unit)


def test_an_ambiguous_mark_gives_both_readings():
    assert readings("1,424") == [Reading("1,424", 1424.0, 0.0), Reading("1,424", 1.424, 0.0)]


def test_a_fragment_that_does_not_carry_the_value_has_no_reading():
    assert reading_of("over 42,600 enrolments", 42_000) is None
    assert reading_of("-", 0) is None


@given(st.integers(0, 10**9))
def test_a_formatted_whole_number_is_read_back_in_both_styles(number):
    assert reading_of(f"around {number:,} people", number) is not None
    assert reading_of(f"unas {number:,} personas".replace(",", "."), number) is not None


@given(st.text(max_size=60))
def test_arbitrary_text_never_raises(text):
    assert all(isinstance(reading.value, float) for reading in readings(text))
