from datetime import date

import pytest

from r4v_analysis.language.formats import (
    country_name,
    format_bounds,
    format_days,
    format_list,
    format_number,
    format_period,
    format_quantity,
)
from r4v_analysis.values.quantity import Quantity, exact, interval, missing, observed

MONEY = observed(22_700_000, "exact", "$22.7M")
PLAN = observed(318_000_000, "exact", "$318M")


@pytest.mark.parametrize(
    ("quantity", "unit", "text"),
    [
        (observed(281_700, "exact", "281,7K"), "people", "281,700"),
        (observed(1_500_000, "exact", "1.5M"), "people", "1.5 million"),
        (exact(1_234_000), "people", "1.234 million"),
        (exact(4_831_479), "people", "4,831,479"),
        (interval(1_234_567, 2_345_678), "people", "1.23 million to 2.35 million"),
        (MONEY, "usd", "US$22.7 million"),
        (observed(0.071, "exact", "% 7.1"), "share", "7.1%"),
        (observed(0.7, "at_least", "over 70 %"), "share", "at least 70%"),
        (observed(42_600, "at_least", "over 42,600"), "people", "at least 42,600"),
        (observed(2_500, "at_most", "almost 2,500"), "people", "at most 2,500"),
        (observed(68_000, "about", "around 68,000"), "people", "around 68,000"),
        (exact(519) / exact(705), "share", "73.6%"),
        (exact(10_384) / exact(540), "share", "1,923%"),
        (interval(47_672, 84_489), "people", "47,672 to 84,489"),
        (missing(), "usd", "not reported"),
    ],
)
def test_a_quantity_says_how_sure_it_is(quantity, unit, text):
    assert format_quantity(quantity, unit, "en") == text


@pytest.mark.parametrize(
    ("quantity", "unit", "text"),
    [
        (MONEY / PLAN, "share", "7.1%"),
        (PLAN - MONEY, "usd", "US$295 million"),
        ((PLAN - MONEY) / 5, "usd_per_month", "US$59 million"),
        ((PLAN - MONEY) / observed(1_500_000, "exact", "1.5M"), "usd_per_person", "US$200"),
    ],
)
def test_a_derived_number_shows_no_more_precision_than_its_inputs(quantity, unit, text):
    assert format_quantity(quantity, unit, "en") == text


@pytest.mark.parametrize(
    ("quantity", "unit", "text"),
    [
        (Quantity(None, 463.96), "people_per_day", "at least 464"),
        (Quantity(None, None, 28.51), "people_per_day", "at most 28.5"),
        (Quantity(None, 0.9565), "share", "at least 95.7%"),
        (Quantity(None, 18.96), "ratio", "at least 19.0"),
        (interval(0.42932, 0.467005), "share", "42.9% to 46.7%"),
        (interval(0.189, 0.86), "share", "18.9% to 86.0%"),
        (interval(0.071, 0.0718), "share", "7.10% to 7.18%"),
        (interval(0.0052, 0.234), "share", "0.5% to 23.4%"),
        (interval(0.0004, 0.234), "share", "0.04% to 23.4%"),
        (interval(0.971, 0.9996), "share", "97.1% to 99.96%"),
        (interval(0.2, 0.5), "share", "20% to 50%"),
        (interval(-0.00377, -0.00264), "share_change", "−0.38 to −0.26 points"),
        (interval(22_650_000, 23_000_000), "usd", "US$22.7 million to US$23.0 million"),
        (Quantity(None, 0.9996), "share", "at least 99.96%"),
        (Quantity(None, 42_649), "people", "at least 42,649"),
    ],
)
def test_a_bound_in_prose_is_the_nearest_number_of_three_digits(quantity, unit, text):
    assert format_quantity(quantity, unit, "en") == text


def test_a_bound_in_its_column_is_rounded_away_from_the_number_that_it_bounds():
    assert format_bounds(exact(0.486034), "share", "en") == ("48.6%", "48.6%")
    assert format_bounds(exact(0.0144828), "share", "en") == ("1.45%", "1.45%"), "no more digits than the number"
    assert format_bounds(exact(4_217_500), "usd", "es") == ("US$\xa04,22 millones", "US$\xa04,22 millones")
    assert format_bounds(interval(0.071114, 0.071653), "share", "en") == ("7.111%", "7.166%")


def test_a_bound_in_its_column_is_one_digit_finer_than_its_number():
    person = Quantity(295.3 / 1.5, 294.7 / 1.55, 296.35 / 1.45)
    assert format_quantity(person, "usd_per_person", "en") == "US$200"
    assert format_bounds(person, "usd_per_person", "en") == ("US$190", "US$205")
    assert format_bounds(Quantity(0.0713836, 0.0710031, 0.0718111), "share", "en") == ("7.10%", "7.19%")


def test_no_whole_million_is_rounded_away_so_that_parts_add_up():
    whole, part = exact(1_786_198_773), exact(11_470_866)  # FTS on RMRP 2022, 9 June 2022
    texts = [format_quantity(number, "usd", "en") for number in (whole, part, whole - part)]
    assert texts == ["US$1,786 million", "US$11.5 million", "US$1,775 million"]


def test_a_missing_bound_is_empty():
    assert format_bounds(observed(42_600, "at_least", "over 42,600"), "people", "en") == ("42,600", "")


def test_a_negative_gap_is_shown_as_negative():
    assert format_number(-5_000_000, "usd", "en") == "−US$5.00 million"


def test_a_period_within_a_year_names_the_year_once():
    assert format_period(date(2023, 5, 1), date(2023, 7, 31), "en").count("2023") == 1


def test_a_country_has_its_name_and_an_unknown_code_stays_a_code():
    assert country_name("USA", "en") == "United States"
    assert country_name("QQQ", "en") == "QQQ"


def test_numbers_of_peru_have_the_words_of_spanish():
    assert format_number(281_700, "people", "es-PE") == "281,700"
    assert format_number(0.071, "share", "es-PE", 0.001) == "7.1\u00a0%"
    assert format_number(22_700_000, "usd", "es-PE").replace("\u00a0", " ") == "US$ 22.7 millones"
    assert format_quantity(Quantity(None, 42_600), "people", "es-PE") == "al menos 42,600"
    assert format_number(281_700, "people", "es") == "281.700"


def test_ends_that_read_alike_are_one_number():
    assert format_quantity(interval(0.31012, 0.31038), "share", "en") == "31%"


def test_the_last_name_of_a_list_in_spanish_keeps_its_sound():
    lists = {"Salud e Integración": ["Salud", "Integración"], "agua y hielo": ["agua", "hielo"]}
    for text, names in lists.items():
        assert format_list(names, "es") == text
    assert format_list(["Health", "Integration"], "en") == "Health and Integration"


@pytest.mark.parametrize(
    ("start", "end", "lang", "words"),
    [
        ((2020, 3, 16), (2020, 3, 25), "en", "16–25 Mar 2020"),
        ((2020, 3, 16), (2020, 3, 25), "es", "16–25 mar 2020"),
        ((2023, 6, 1), (2023, 6, 30), "en", "June 2023"),
        ((2021, 3, 30), (2021, 3, 30), "es", "30 mar 2021"),
    ],
)
def test_days_are_written_as_short_as_they_can_be(start, end, lang, words):
    assert format_days(date(*start), date(*end), lang) == words
