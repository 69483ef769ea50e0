"""Every figure of the three notebooks, drawn once from the shipped report."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from bs4 import BeautifulSoup
from figure_texts import clashes, outside
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath
from test_funding import with_cells

from r4v_analysis.analysis.funding import figures, metrics
from r4v_analysis.analysis.reach import figures as reach_plots
from r4v_analysis.analysis.reach import metrics as reach_metrics
from r4v_analysis.analysis.reach import sectors
from r4v_analysis.analysis.regularization import figures as regularization_plots
from r4v_analysis.analysis.regularization import metrics as uptake_metrics
from r4v_analysis.exhibits import canvas
from r4v_analysis.exhibits.exhibit import Chart, Prose

NAMES = [
    "requirements_and_funding",
    "donors",
    "sector_ranking",
    "people_once",
    "shares",
    "stage_counts",
]


def draw_all(report):
    gap, items, uptake = metrics.metrics(report), reach_metrics.metrics(report), uptake_metrics.metrics(report)
    return [
        figures.requirements_and_funding(report, gap, "en"),
        figures.donors(report, gap, "en"),
        reach_plots.sector_reach(report, sectors.sectors(report), items, "en"),
        reach_plots.people_once(report, items, "en"),
        reach_plots.shares(report, items, "en"),
        regularization_plots.stages(report, uptake, "en"),
    ]


@pytest.fixture(scope="module")
def charts(report):
    return {chart.name: chart for chart in draw_all(report)}


def test_all_figures_are_drawn(charts):
    assert list(charts) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_no_text_is_clipped_by_the_figures_edge(charts, name):
    assert outside(charts[name].figure) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_two_texts_overlap(charts, name):
    assert clashes(charts[name].figure) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_alternative_text_names_every_number_of_the_data_table(charts, name):
    chart = charts[name]
    values = [row[1] for row in chart.data.rows]
    missing = [str(value) for value in values if value.striptags() not in chart.alt + chart.title]
    assert not missing


def test_the_title_states_the_finding(charts):
    assert charts["people_once"].title == "The headline of 281,700 can't share a basis with the sector row"
    assert charts["shares"].title == "73.6% of “705 individuals” were women"


def test_bars_have_the_length_of_their_numbers(charts):
    widths = sorted((patch.get_width() for patch in charts["sector_ranking"].figure.axes[0].patches), reverse=True)
    assert widths[:3] == [47_672, 17_299, 8_915]
    assert len(widths) == 10


def test_texts_are_set_in_the_shipped_font(charts):
    texts = BeautifulSoup(charts["donors"].svg(), "html.parser").find_all("text")
    assert len(texts) == 6
    assert all("'R4V Sans', Lato" in text["style"] for text in texts)


def test_drawing_leaves_no_global_state_behind(report):
    before, open_before = dict(mpl.rcParams), plt.get_fignums()  # a test before may have left one open
    draw_all(report)
    assert dict(mpl.rcParams) == before
    assert plt.get_fignums() == open_before


def test_the_same_report_gives_the_same_svg_twice(report, charts):
    again = {chart.name: chart.svg() for chart in draw_all(report)}
    assert again == {name: chart.svg() for name, chart in charts.items()}


def test_a_report_that_lacks_everything_draws_no_empty_axis(report):
    empty = with_cells(report, **{name: {"value": float("nan")} for name in report.observations["observation_id"]})
    exhibits = draw_all(empty)
    assert all(isinstance(exhibit, Prose) for exhibit in exhibits)
    assert exhibits[0].text == "No figure of the gap: the report does not print both requirements and funding."


def test_a_title_that_is_too_long_for_a_line_is_broken_evenly():
    with canvas.style():
        lines = canvas._wrapped("word " * 24, 13, "bold")
    assert len(lines) == 2
    assert abs(len(lines[0]) - len(lines[1])) < 15


def test_a_figure_is_no_pyplot_figure(charts):
    assert type(charts["donors"].figure) is Figure
    assert isinstance(charts["donors"], Chart)


def test_a_texts_width_is_that_of_its_outlines():
    canvas._style()
    for text in ("Protección – niñez", "AV office", "  281.7 thousand", "≤ 40 %"):
        for weight in ("normal", "bold"):
            font = FontProperties(family="R4V Sans", size=13, weight=weight)
            inches = TextPath((0, 0), text, prop=font).get_extents().width / 72
            assert canvas.text_width(text, 13, weight) == pytest.approx(1.08 * inches, rel=1e-4)  # 3.10 rounds


def test_an_amount_between_two_dollar_signs_is_measured_as_it_is_written():
    apart = [canvas.text_width(text, 10) for text in ("US$1 of US$2", "US", "$1 of US", "$2")]
    assert apart[0] == pytest.approx(sum(apart[1:]), abs=0.1)
