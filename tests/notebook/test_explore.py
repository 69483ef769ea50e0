"""Exploring: what a view shows, and controls that change it. No browser here; tests/browser has one."""

import pandas as pd
import pytest
from planting import planted

from r4v_analysis.data.report import load
from r4v_analysis.errors import UsageError
from r4v_analysis.exhibits.exhibit import Chart, Prose, Table
from r4v_analysis.exhibits.own import bars, in_language, sentences, table
from r4v_analysis.notebook.explore import FIGURES, View, marks, scene
from r4v_analysis.notebook.explore_widgets import Panel, explorer
from r4v_analysis.notebook.prompt import asked
from r4v_analysis.notebook.questions import Reach

REPORT = "PER_2023-05_2023-07"


@pytest.fixture(scope="module")
def data(data_dir):
    return load(data_dir)


@pytest.fixture
def panel(data_dir):
    return Panel(explorer(REPORT, data_dir=str(data_dir)))


def test_a_view_shows_the_figure_of_the_page_and_the_words_behind_its_mark(data, report):
    shown = scene(data, View(REPORT, "reach", mark=1))
    assert shown.figure.svg == asked(report).reach.figure("sector_ranking").svg
    assert shown.marks[1].label == "People reached: Health: 17,299"
    assert "“17,299”" in shown.behind
    assert "Sector table: Health" in shown.behind
    assert "1.5M" not in shown.behind  # only what this number stands on


def test_a_mark_of_a_stage_shows_the_words_that_it_stands_on(data):
    shown = scene(data, View(REPORT, "regularization", "stage_counts", programme="cpp_2023", mark=1))
    assert "“over 42,600 enrolments”" in shown.behind


def test_a_figure_of_courses_has_no_mark(data):
    shown = scene(data, View(REPORT, "regularization", "deadline_range"))
    assert shown.marks == ()
    assert "This figure has no mark to choose." in shown.behind


def test_a_month_of_another_source_is_a_mark_with_its_row(report):
    reach = Reach(planted(report, "PER_2022-07_2022-12", "2022-07-01", "2022-12-31", "2023-02-15"))
    found = marks(reach, reach.figure("monthly_reach"), "en")
    assert "Health, 2022-01: 3,438" in [mark.label for mark in found]


def test_a_sector_narrows_the_marks_and_shows_what_is_printed_about_it(data):
    shown = scene(data, View(REPORT, "reach", sector="health", mark=9))
    assert [mark.label for mark in shown.marks] == ["People reached: Health: 17,299"]
    assert shown.view.mark == 0
    assert "“around 8,200 primary" in shown.printed
    assert scene(data, View(REPORT, "reach")).printed == ""


def test_a_report_without_numbers_has_a_sentence_and_no_mark(data):
    shown = scene(data, View("CHL_2020-05_2020-05", "reach"))
    assert shown.marks == ()
    assert "This figure has no mark to choose." in shown.behind
    assert shown.text.startswith("The report prints no number of people reached by sector.")


def test_controls_change_the_view_and_fill_each_other(panel):
    panel.lists["question"].value = "reach"
    assert panel.lists["figure"].options[0][0] == "Sectors ranked"
    assert "Protection" in panel.figure.value
    panel.marks.value = 1
    assert "“17,299”" in panel.behind.value
    panel.lists["country"].value = "CHL"
    last = "CHL_2022-01_2022-12_fts"
    assert panel.explored.view.report_id == last
    assert panel.lists["report_id"].value == last
    assert panel.explored.view.question == "reach"


def test_the_language_changes_the_figure_and_every_control(panel, report):
    panel.lists["lang"].value = "es"
    assert panel.explored.scene.figure.svg == asked(report).funding.figure("requirements_and_funding", "es").svg
    assert panel.lists["country"].description == "País"
    assert all(text for control in panel.lists.values() for text, _value in control.options)


def test_every_figure_has_a_name_in_the_list(report):
    asking = asked(report)
    every = [name for question in (asking.funding, asking.reach, asking.regularization) for name in question.figures]
    assert list(FIGURES) == every


def test_a_mark_is_chosen_anew_when_the_figure_changes(panel):
    panel.marks.value = 2
    panel.lists["figure"].value = "donors"
    assert (panel.explored.view.mark, panel.marks.value) == (0, 0)


def test_where_files_are_written_there_are_no_widgets(data_dir, tmp_path):
    shown = explorer(REPORT, data_dir=str(data_dir), output_dir=str(tmp_path))._repr_mimebundle_()
    assert set(shown) == {"text/html", "text/plain"}
    shown = explorer(REPORT, data_dir=str(data_dir))._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in shown


def test_parameters_that_the_report_does_not_have_are_all_named(data_dir):
    with pytest.raises(UsageError) as error:
        explorer(REPORT, data_dir=str(data_dir), question="reach", figure="shars", sector="helth")
    assert str(error.value).splitlines() == [
        f"figure: expected one that {REPORT} has, found 'shars'. Nearest: 'shares'.",
        f"sector: expected one that {REPORT} has, found 'helth'. Nearest: 'health'.",
    ]


FRAME = pd.DataFrame({"who": ["<b>", "b", "c"], "share": [0.25, 0.5, None], "day": pd.to_datetime(["2031-01-02"] * 3)})


def test_a_frame_becomes_a_table_that_reads_well_and_a_file_that_keeps_it():
    made = table("mine", "Synthetic", FRAME, units={"share": "share"})
    assert isinstance(made, Table)
    assert made.rows[0] == ("<b>", "25%", "2 Jan 2031")
    assert made.rows[2][1] == "–"
    assert made.csv.splitlines()[1] == "<b>,0.25,2031-01-02"
    assert "<b>" not in str(made.html_table())


def test_a_frame_becomes_bars_with_a_text_alternative_and_missing_is_no_bar():
    made = bars("mine", "Finding", "Share", FRAME, label="who", value="share", unit="share")
    assert isinstance(made, Chart)
    assert made.alt == "Bars: <b> 25%; b 50%."
    assert isinstance(bars("mine", "F", "S", FRAME[2:], label="who", value="share"), Prose)


def test_a_name_that_is_no_files_and_a_column_that_is_not_there_are_refused():
    with pytest.raises(UsageError, match="name: expected small letters, digits and _"):
        table("../x", "", FRAME)
    with pytest.raises(UsageError, match=r"bars: expected a column of the frame, found 'shre'. Nearest: 'share'"):
        bars("mine", "F", "S", FRAME, label="who", value="shre")


def test_words_of_ones_own_follow_the_language_and_fall_back_to_english():
    assert in_language("es", en="By sector", es="Por sector") == "Por sector"
    assert in_language("es", en="By sector") == "By sector"
    assert sentences("One.", "Two.", kind="caveat").text == "One.\nTwo."
