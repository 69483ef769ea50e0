"""Days are counted by hand: from 10 May to 28 July are 79, from 27 April 92, to 10 November 105."""

import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from r4v_analysis.analysis.regularization import (
    calendar,
    figures,
    figures_of_range,
    metrics,
    sentences,
    sentences_of_range,
)
from r4v_analysis.analysis.regularization.calendar import Window
from r4v_analysis.errors import UsageError
from r4v_analysis.values.quantity import exact, interval

COUNTED = date(2023, 7, 28)


@pytest.fixture
def cpp(report):
    return next(item for item in calendar.uptakes(report) if item.programme == "cpp_2023")


@pytest.fixture
def amnesty(report):
    return next(item for item in calendar.uptakes(report) if item.programme == "amnesty_2023")


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


def test_a_count_after_the_deadline_has_no_pace(report):
    ptp = report.data.report("PER_2019-12_2019-12")
    (late,) = calendar.uptakes(ptp)
    assert (late.count.low, late.pace.is_missing) == (485_000, True)
    assert bottom_line(ptp) == [
        "PTP 2017–2018: at least 485,000 (application or enrolment) by 31 December 2019; its window had closed "
        "(31 Dec 2018)."
    ]


def test_a_window_without_known_opening_gives_no_pace():
    closed = Window("x", None, (date(2023, 11, 10),) * 2)
    assert closed.days_open(COUNTED).is_missing
    assert closed.share_gone(COUNTED).is_missing


def test_an_opening_that_lies_ahead_gives_no_days_open():
    ahead = Window("x", (date(2023, 8, 1), date(2023, 9, 1)), (date(2023, 11, 10),) * 2)
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
    assert calendar.window(extended, "cpp_2023").deadline == (date(2023, 11, 10),) * 2


def test_an_extension_counts_from_the_day_it_was_known(report):
    known = with_events(report, {**SYNTHETIC_EXTENSION, "known_from": "2023-07-31"})
    assert calendar.window(known, "cpp_2023").deadline == (date(2024, 3, 31),) * 2
    assert calendar.window(replace(known, as_of=date(2023, 7, 30)), "cpp_2023").deadline == (date(2023, 11, 10),) * 2


def test_a_later_look_at_a_report_leaves_its_own_numbers_as_they_were(report):
    later = replace(with_events(report, SYNTHETIC_EXTENSION), as_of=date(2023, 11, 5))
    assert calendar.window(later, "cpp_2023").deadline == (date(2023, 11, 10),) * 2


def test_stages_are_in_their_usual_order_and_shares_are_not_counts(report):
    frame = calendar.stages(report)
    assert frame["stage"].iloc[0] == "counselled"
    assert frame["stage"].iloc[-1] == "not_processed"
    assert "stage_share.cash_granted_access" in metrics.metrics(report)


def test_the_51_percent_is_never_multiplied(report):
    used = [
        item
        for item in metrics.metrics(report).values()
        if "PER_2023-05_2023-07/amnesties_unprocessed_share" in item.quantity.sources
    ]
    assert [item.id for item in used] == ["stage.amnesties_unprocessed_share"]


def test_amnesties_and_enrolments_never_share_a_metric(report):
    both = {"PER_2023-05_2023-07/amnesties", "PER_2023-05_2023-07/cpp_enrolments"}
    assert not [item.id for item in metrics.metrics(report).values() if both <= set(item.quantity.sources)]


@pytest.mark.parametrize("target", [-1, "70000", True, float("nan"), float("inf")])
def test_a_target_that_is_no_number_of_people_is_refused(target):
    with pytest.raises(UsageError, match="target: expected a number of people, 0 or more, found"):
        calendar.targets(target)


def test_no_number_of_the_report_becomes_a_goal_by_itself(report):
    assert not [key for key in metrics.metrics(report) if key.startswith("needed.")]


def test_a_target_that_a_user_passes_is_held_against_the_days_left(report):
    items = metrics.metrics(report, calendar.targets(70_000))
    assert [key for key in items if key.startswith("needed.")] == ["needed.cpp_2023.70000"]
    assert "To reach 70,000 by then takes at most 261 a day." in bottom_line(report, items)[0]


# The bottom line


def bottom_line(report, items=None, lang="en"):
    items = items or metrics.metrics(report)
    return sentences.bottom_line(report, items, lang).text.split("\n")


@pytest.mark.parametrize(
    ("report_id", "expected"),
    [
        ("PER_2021-02_2021-02", "CPP 2020: at most 245,000 (pre-registered) by 22 February 2021."),
        (
            "PER_2021-03_2021-03",
            "CPP 2020: around 350,000 (pre-registered) by 26 March 2021, "
            "12 days before the window closes (7 Apr 2021).",
        ),
        ("PER_2021-04_2021-04", "CPP 2020: around 368,000 (pre-registered) by 7 April 2021."),
        (
            "PER_2021-10_2021-10",
            "CPP 2020: around 37,000 (delivered) by 27 October 2021; applications close 70 days later (5 Jan 2022). "
            "Humanitarian residency: 12,000 (delivered) by 27 October 2021.",
        ),
        (
            "PER_2021-01_2021-12",
            "CPP 2020: around 90,000 (delivered) by 31 December 2021; applications close 5 days later (5 Jan 2022). "
            "Humanitarian residency: 23,000 (delivered) by 31 December 2021.",
        ),
    ],
)
def test_the_bottom_line_leads_with_the_furthest_stage_that_is_counted(report, report_id, expected):
    assert bottom_line(report.data.report(report_id))[0] == expected


def test_the_bottom_line_has_the_days_left_what_waits_and_the_range(report):
    days_left, waiting, ends = bottom_line(report)
    assert "105 days before the window closes (10 Nov 2023)" in days_left
    assert "92 days before the window closes (28 Oct 2023)" in days_left
    assert waiting == "Amnesty of fines: 51% of what was filed by 7 July 2023 had not been processed."
    assert ends.startswith(
        "CPP 2023: 53,200 to 269,000 or more at its deadline, if it goes on like 8 in 10 programmes."
    )


def test_a_stage_without_a_day_is_named_where_none_has_one(report):
    observations = report.observations.assign(as_of=pd.NaT)
    undated = replace(report, data=replace(report.data, tables={**report.data.tables, "observations": observations}))
    assert bottom_line(undated)[0].startswith("at least 45,600 (legal counselling), on a day that is not printed.")


def test_an_extension_is_said_with_the_share_of_both_windows(report):
    known = with_events(report, {**SYNTHETIC_EXTENSION, "known_from": "2023-07-31"})
    text = sentences.extensions(known, metrics.metrics(known), "en").text
    assert text == (
        "CPP 2023: the deadline was moved from 10 Nov 2023 to 31 Mar 2024. By 28 July 2023, 42.9% to 46.7% of the "
        "window announced first had gone, and 24.2% to 27.1% of the present one."
    )
    own = sentences.extensions(report, metrics.metrics(report), "en")
    assert own.text == "No deadline had been moved by then."


def test_days_left_name_the_deadline_and_days_open_the_opening(report):
    items = metrics.metrics(report)
    assert items["days_left.cpp_2023"].quantity.sources == ("programme_events/cpp_2023_deadline",)
    assert items["days_open.cpp_2023"].quantity.sources == ("programme_events/cpp_2023_opening",)
    both = ("programme_events/cpp_2023_opening", "programme_events/cpp_2023_deadline")
    assert items["window_gone.cpp_2023"].quantity.sources == both


def test_the_title_of_the_stages_is_their_furthest_counts(report):
    chart = figures.stages(report, metrics.metrics(report), "en")
    assert chart.title == (
        "CPP 2023, Application or enrolment: at least 42,600; Amnesty of fines, Application or enrolment: around 68,000"
    )


def test_a_stage_that_is_a_part_of_another_says_of_how_many(report):
    items = metrics.metrics(report)
    assert "CPP 2023, Access to the process granted: 172 of 1,230;" in figures.stages(report, items, "en").alt
    assert "CPP 2023, Admitidos al proceso: 172 de 1.230;" in figures.stages(report, items, "es").alt


def test_a_pace_of_a_rounded_count_has_its_rounding():
    window = Window("x", (date(2023, 1, 1),) * 2, (date(2023, 12, 31),) * 2)
    item = calendar.Uptake("x", "n", exact(12_000), "people", date(2023, 4, 11), window)
    assert (item.pace.low, item.pace.high) == (115, 125)


def test_a_page_without_a_range_says_so_once(report):
    other = report.data.report("ECU_2019-05_2019-05")
    items = metrics.metrics(other)
    said = {
        figures_of_range.deadline_range(other, items, "en").text,
        sentences_of_range.ranges(other, items, "en").text,
        sentences_of_range.backtest(other, items, "en").text,
    }
    assert len(said) == 1


def test_a_range_above_every_line_says_why(report):
    chart = figures_of_range.deadline_range(report, metrics.metrics(report), "en")
    ends = [int(text.replace(",", "")) for text in re.findall(r"([\d,]+)(?=[;.])", chart.alt.partition("end at:")[2])]
    assert max(ends) < 269_000  # the range's end at 8 in 10
    assert f"The bars reach above the lines: they are for one more programme than the {len(ends)} drawn." in chart.note


def test_the_axis_of_a_deadline_is_the_calendar(report):
    chart = figures_of_range.deadline_range(report, metrics.metrics(report), "es")
    axes = chart.figure.axes[0]
    assert [text.get_text() for text in axes.get_xticklabels()] == ["jun", "jul", "ago", "sept", "oct", "nov"]
    assert any(text.get_text() == "al menos 42.600" for text in axes.texts)


@pytest.mark.parametrize(("lang", "words"), [("en", "or more"), ("es", "o más")])
def test_each_range_of_a_count_or_more_says_or_more_on_its_bar_as_in_the_title(report, lang, words):
    chart = figures_of_range.deadline_range(report, metrics.metrics(report), lang)
    texts = [text.get_text() for text in chart.figure.axes[0].texts]
    ranges = [text for text in texts if "10:" in text]
    assert len(ranges) == 2
    assert all(text.endswith(words) for text in ranges)
    assert words in chart.title


def test_the_deadlines_figure_names_its_sources_and_leads_to_the_others(report):
    items = metrics.metrics(report)
    source = BeautifulSoup(str(figures_of_range.deadline_range(report, items, "en").source), "html.parser")
    assert source.text.startswith("Source: Peru situation report, May to July 2023; ")
    assert source.find_all("a")[-1]["href"] == "#how-deadline_cases.cpp_2023"
    assert source.find_all("a")[-1].text.endswith(" more")


def test_a_share_of_a_stage_needs_the_words_of_its_report(report):
    found = [key for key in metrics.metrics(report) if key.startswith("stage_share.")]
    assert found == ["stage_share.cash_granted_access"]  # "172 of whom were granted access"
    august = metrics.metrics(report.data.report("PER_2021-08_2021-08"))
    assert not [key for key in august if key.startswith("stage_share.")]
