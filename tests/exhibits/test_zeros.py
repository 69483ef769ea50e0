"""Zero is a number, two can be level, and one alone is not the most: sentences and figures say so without a warning."""

import warnings

import pandas as pd
import pytest
from test_funding import with_cells

from r4v_analysis.analysis.funding import figures, metrics, sentences
from r4v_analysis.analysis.reach import figures as reach_figures
from r4v_analysis.analysis.reach import metrics as reach_metrics
from r4v_analysis.analysis.reach import sectors
from r4v_analysis.analysis.reach import sentences as reach_sentences
from r4v_analysis.exhibits import own
from r4v_analysis.exhibits.canvas import scale_end

SECTORS = ["education", "food_security", "health", "humanitarian_transportation", "integration", "nutrition",
           "protection", "shelter", "wash", "cbi"]  # fmt: skip


@pytest.fixture(autouse=True)
def strict():
    """A warning would stand on the page."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("default", ResourceWarning)  # of what an earlier test left, whenever it is collected
        yield


def with_sectors(report, **people):
    """The report with these numbers in its sector row; "" for what is not reported."""
    values = {name: people.get(name, people.get("others")) for name in SECTORS}
    return with_cells(
        report, **{f"reached_{name}": {"value": value, "printed": str(value)} for name, value in values.items()}
    )


def said(report):
    items = reach_metrics.metrics(report)
    figure = reach_figures.sector_reach(report, sectors.sectors(report), items, "en")
    figure.svg()
    lines = reach_sentences.bottom_line(report, sectors.sectors(report), items, "en").text.splitlines()
    return figure.title, lines[0]


def test_sectors_that_all_report_0_are_drawn_and_said(report):
    title, line = said(with_sectors(report, others=0.0))
    assert title == "No sector reached anyone: each reports 0"
    assert line == "No sector reached anyone: each that reports a number reports 0."


def test_sectors_that_are_level_are_both_named(report):
    title, line = said(with_sectors(report, education=50.0, health=50.0, others=20.0))
    assert title == "Education and Health reached the most people, each of them 50"
    assert line == "Education and Health reached the most people, each of them 50."


def test_a_sector_that_is_hardly_ahead_is_not_once_as_many(report):
    _title, line = said(with_sectors(report, education=10_001.0, others=10_000.0))
    assert line == "Education reached the most people, 10,001."


def test_a_sector_alone_is_not_called_the_most(report):
    title, line = said(with_sectors(report, education=50.0, others=float("nan")))
    assert title == "Education alone reports people reached: 50"
    assert line == "Education alone reports a number of people reached, 50."


def test_requirements_of_0_are_a_number_and_nothing_is_a_share_of_them(report):
    gap = metrics.metrics(zero := with_cells(report, requirement={"value": 0.0, "printed": "$0"}))
    text = sentences.bottom_line(zero, gap, "en").text
    assert text.splitlines()[0] == "The report prints requirements of US$0, so nothing of them is funded or missing."
    assert "not reported" not in text
    figure = figures.requirements_and_funding(zero, gap, "en")
    assert figure.text == "No figure of the gap: the report prints requirements of 0."


def test_funding_of_0_takes_no_number_of_times(report):
    gap = metrics.metrics(zero := with_cells(report, funding={"value": 0.0, "printed": "$0"}))
    text = sentences.bottom_line(zero, gap, "en").text
    assert "not reported" not in text
    assert text.splitlines()[0].endswith(
        "Closing the gap of US$318 million by December would take US$63.6 million a month."
    )
    assert " times" not in text
    chart = figures.requirements_and_funding(zero, gap, "en")
    chart.svg()
    assert chart.title == "US$318 million of US$318 million is missing, with 58.1% of the year gone"
    assert "funding US$0, unmet US$318 million" in chart.alt


def test_ones_own_bars_of_0_are_drawn_and_equal_names_keep_their_rows():
    frame = pd.DataFrame({"name": ["a", "a"], "people": [0, 0]})
    chart = own.bars("zeros", "None", "People", frame, label="name", value="people")
    assert chart.text.endswith("Bars: a 0; a 0.")
    assert len(chart.figure.axes[0].patches) == 2


def test_a_scale_ends_at_the_largest_or_at_1():
    assert scale_end([0.0, None, float("nan")]) == 1.0
    assert scale_end([]) == 1.0
    assert scale_end([0.25, 3.0]) == 3.0
