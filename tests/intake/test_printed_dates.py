"""Dates as documents print them, in both languages, with the year that the period gives."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from r4v_analysis.intake.documents.document import Document, Line
from r4v_analysis.intake.printed.date_words import date_spans
from r4v_analysis.intake.printed.dates import ReportPeriod, document_period, find_dates

ANCHOR = ReportPeriod(date(2023, 5, 1), date(2023, 7, 31), "May to July 2023", Line("", 1))


def document(text, sections=()):
    given_sections = dict(sections)
    lines = tuple(Line(line, n, section=given_sections.get(n, "header")) for n, line in enumerate(text.split("\n"), 1))
    return Document("synthetic.txt", "text", "0" * 64, lines, "en")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("as of 28 July", "2023-07-28", "2023-07-28"),
        ("on July 28, 2022, partners", "2022-07-28", "2022-07-28"),
        ("from May to July", "2023-05-01", "2023-07-31"),
        ("On 22 and 23 June", "2023-06-22", "2023-06-23"),
        ("between 12 to 16 May", "2023-05-12", "2023-05-16"),
        ("By 9 September", "2023-09-09", "2023-09-09"),
        ("From 01/05 to 31/07", "2023-05-01", "2023-07-31"),
        ("on 01/05/2021", "2021-05-01", "2021-05-01"),
        ("on 2021-05-01", "2021-05-01", "2021-05-01"),
        ("In July", "2023-07-01", "2023-07-31"),
        ("in June and July", "2023-06-01", "2023-07-31"),
        ("the 1st of May", "2023-05-01", "2023-05-01"),
        ("November - December 2019", "2019-11-01", "2019-12-31"),
        ("December 2022 to January 2023", "2022-12-01", "2023-01-31"),
        ("20 December to 10 January 2023", "2022-12-20", "2023-01-10"),
        ("al 28 de julio", "2023-07-28", "2023-07-28"),
        ("del 12 al 16 de mayo de 2022", "2022-05-12", "2022-05-16"),
        ("el 22 y 23 de junio", "2023-06-22", "2023-06-23"),
        ("de mayo a julio del 2023", "2023-05-01", "2023-07-31"),
        ("1º de julio", "2023-07-01", "2023-07-01"),
        ("setiembre 2021", "2021-09-01", "2021-09-30"),
        ("AGOSTO 2020", "2020-08-01", "2020-08-31"),
        ("in the first half of 2022", "2022-01-01", "2022-06-30"),
        ("en el 4º trimestre del año 2021", "2021-10-01", "2021-12-31"),
        ("Q3 2021", "2021-07-01", "2021-09-30"),
    ],
)
def test_a_date_has_its_first_and_last_day(text, low, high):
    (found,) = find_dates(document(text), ANCHOR)
    assert (found.low.isoformat(), found.high.isoformat()) == (low, high)


@pytest.mark.parametrize(
    "text", ["they may assist", "May they come", "march on", "31 February", "45 July 2x", "1/3 of it"]
)
def test_words_and_days_that_are_no_dates_are_none(text):
    assert [found for found in find_dates(document(text), ANCHOR) if found.kind == "day"] == []


def test_a_year_that_is_not_printed_is_the_nearest_to_the_period():
    winter = ReportPeriod(date(2022, 12, 1), date(2023, 1, 31), "", Line("", 1))
    found = find_dates(document("On 20 December and later on 5 January"), winter)
    assert [(one.low.isoformat(), one.is_year_printed) for one in found] == [
        ("2022-12-20", False),
        ("2023-01-05", False),
    ]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("GTRM Peru: Situation Report, August 2020", "2020-08-01", "2020-08-31"),
        ("Reporte de situación\nmayo - julio 2023", "2023-05-01", "2023-07-31"),
        ("Situation report\nReporting period: 1 to 31 May 2019", "2019-05-01", "2019-05-31"),
        ("RMRP END-YEAR REPORT\nJanuary - December 2021", "2021-01-01", "2021-12-31"),
    ],
)
def test_a_report_s_period_is_that_of_its_title(text, start, end):
    period = document_period(document(text))
    assert (period.start.isoformat(), period.end.isoformat(), period.doubt) == (start, end, "")


def test_a_footnote_gives_the_period_and_the_text_its_year_which_is_said():
    text = "PERU\nThe deadline is 10 November 2023 and it was 10 May 2023 before.\n**From 01/05 to 31/07"
    period = document_period(document(text, {2: "situation", 3: "footnote"}))
    assert (period.start, period.end) == (date(2023, 5, 1), date(2023, 7, 31))
    assert "is not printed beside it" in period.doubt


def test_a_document_without_a_period_has_none():
    assert document_period(document("No date at all\nOnly words")) is None
    assert find_dates(document("On 5 May")) == []


_DAYS = st.dates(date(1995, 1, 1), date(2090, 12, 31))
_ENGLISH = "January February March April May June July August September October November December"
_SPANISH = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"


@settings(max_examples=150, deadline=None)
@given(
    _DAYS,
    st.sampled_from(["{d} {en} {y}", "{en} {d}, {y}", "{d} de {es} de {y}", "{d:02}/{m:02}/{y}", "{y}-{m:02}-{d:02}"]),
)
def test_a_formatted_day_is_read_back(day, style):
    names = {"en": _ENGLISH.split()[day.month - 1], "es": _SPANISH.split()[day.month - 1]}
    (found,) = find_dates(document("on " + style.format(d=day.day, m=day.month, y=day.year, **names)))
    assert (found.low, found.high, found.is_year_printed) == (day, day, True)


@settings(max_examples=100, deadline=None)
@given(_DAYS, st.integers(1, 300), st.sampled_from(["en", "es"]))
def test_a_formatted_span_is_read_back(first, length, language):
    last = first + timedelta(days=length)
    names, of, to = (_ENGLISH.split(), " ", " to ") if language == "en" else (_SPANISH.split(), " de ", " al ")

    def printed(day):
        return f"{day.day}{of}{names[day.month - 1]}{of if language == 'es' else ' '}{day.year}"

    (found,) = find_dates(document(f"{printed(first)}{to}{printed(last)}"))
    assert (found.low, found.high) == (first, last)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="0123456789/-. MayJunedltoy", max_size=40))
def test_arbitrary_text_never_raises(text):
    assert all(span.start < span.end for span in date_spans(text))
    assert all(found.low.year >= 1 for found in find_dates(document(text), ANCHOR))
