"""Numbers and months as locales and programs write them; every right value is by hand."""

import re
from datetime import date

import pytest

from r4v_analysis.imports.months import month_of, order_of
from r4v_analysis.imports.numbers import marks_of, number, people
from r4v_analysis.imports.source import Typed


@pytest.mark.parametrize(
    ("cells", "has_semicolons", "read"),
    [
        (["1.884", "57.417"], True, [1884, 57417]),  # semicolons speak for a comma of decimals
        (["1.884", "1.234.567"], False, [1884, 1234567]),
        (["1.884", "12,5"], False, [1884, 12.5]),
        (["1.884", "1.234,50"], False, [1884, 1234.5]),
        (["1,884", "12.5"], False, [1884, 12.5]),
        (["1,884", "1.50"], True, [1884, 1.5]),  # numbers speak louder than semicolons
        (["1.884", "12.5"], False, [1.884, 12.5]),
        (["1.884", "0.125"], True, [1.884, 0.125]),
        (["1 884", "57 417,5"], False, [1884, 57417.5]),
        (["1'884", "1'234'567.5"], False, [1884, 1234567.5]),
        (["2027.0", "1500.0"], False, [2027, 1500]),  # as pandas writes whole numbers beside empty cells
        (["$1,000", "US$ 2,500.5", "3 USD"], False, [1000, 2500.5, 3]),
        (["5%", "7.5 %"], False, [5, 7.5]),
        (["\u2212300", "-5", "(1,200)"], False, [-300, -5, -1200]),
        (["-", "NA", "n/a", "s/d", "", "NaN"], False, [None] * 6),
    ],
)
def test_the_numbers_of_a_file_tell_together_what_point_and_comma_do(cells, has_semicolons, read):
    marks = marks_of(cells, has_semicolons=has_semicolons)
    assert [number(cell, marks) for cell in cells] == read


@pytest.mark.parametrize(
    ("cells", "has_semicolons", "cell", "doubt"),
    [
        (["1.884"], False, "1.884", "1.884, which is 1884 or 1.884: nothing else in the file tells which"),
        (["1,884"], True, "1,884", "1,884, which is 1884 or 1.884: nothing else in the file tells which"),
        (["1.5", "1.234.567", "1.884"], False, "1.884", "which is 1884 or 1.884"),
        ([], False, "#N/A", "#N/A"),
        ([], False, "=B2+C2", "a formula whose value was not saved, =B2+C2"),
        ([], False, "1.2E+05", "1.2E"),
        ([], False, "12,34,567", "12,34,567"),
    ],
)
def test_what_can_be_read_in_two_ways_or_in_none_is_no_number(cells, has_semicolons, cell, doubt):
    marks = marks_of(cells, has_semicolons=has_semicolons)
    with pytest.raises(ValueError, match=re.escape(doubt)):
        number(cell, marks)


def test_people_are_whole():
    assert people("1.884", marks_of(["1.884"], has_semicolons=True)) == 1884
    assert people(Typed("120")) == 120
    for cell in ("1.5", Typed("1.884"), "$300", "5%"):
        with pytest.raises(ValueError, match=r"1\.5, a part|1\.884, a part|300|5%"):
            people(cell, marks_of(["1.5"]))


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("01/09/2022", date(2022, 9, 1)),  # a month is written by its first day
        ("09/01/2022", date(2022, 9, 1)),
        ("31/01/2022", date(2022, 1, 1)),
        ("30.09.2022", date(2022, 9, 1)),
        ("44805", date(2022, 9, 1)),  # Excel's count of days
        ("44805.0", date(2022, 9, 1)),
        ("202209", date(2022, 9, 1)),
        ("2022M09", date(2022, 9, 1)),
        ("2022-09-01T00:00:00Z", date(2022, 9, 1)),
        ("30 de setiembre de 2022", date(2022, 9, 1)),
        ("Sept. 2022", date(2022, 9, 1)),
        ("2022 September", date(2022, 9, 1)),
        ("ene-22", date(2022, 1, 1)),
        ("11/12/2022", None),  # 11 December or 12 November
        ("22-Jan", None),
        ("2022", None),
        ("9", None),
    ],
)
def test_a_month_is_read_where_one_reading_is_possible(text, month):
    assert month_of(text) == month


def test_the_whole_column_tells_whether_days_stand_first():
    assert order_of(["11/12/2022", "15/12/2022"]) == "day"
    assert order_of(["12/11/2022", "12/15/2022"]) == "month"
    assert order_of(["15/12/2022", "12/15/2022"]) == ""
    assert month_of("11/12/2022", order="day") == date(2022, 12, 1)
    assert month_of("11/12/2022", order="month") == date(2022, 11, 1)


def test_a_month_alone_takes_the_year_of_its_own_column():
    assert [month_of(text, "2022") for text in ("Enero", "9", "13", "")] == [
        date(2022, 1, 1),
        date(2022, 9, 1),
        None,
        None,
    ]
