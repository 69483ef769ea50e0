"""Exploring: what a view shows, and controls that change it. No browser here; tests/browser has one."""

from copy import deepcopy

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from planting import planted

from r4v_analysis.errors import UsageError
from r4v_analysis.exhibits.exhibit import Chart, Prose, Table
from r4v_analysis.exhibits.own import bars, counted, in_language, picture, sentences, table
from r4v_analysis.notebook.explore import FIGURES, View, marks, scene
from r4v_analysis.notebook.explore_widgets import Controls, explorer
from r4v_analysis.notebook.exported import clean_html
from r4v_analysis.notebook.prompt import asked
from r4v_analysis.notebook.questions import Reach
from r4v_analysis.notebook.stored import before_saving

REPORT = "PER_2023-05_2023-07"


@pytest.fixture
def panel(data_dir):
    return Controls(explorer(REPORT, data_dir=str(data_dir)))


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


def test_a_chosen_mark_is_underlined_and_those_of_other_sectors_are_pale(data):
    shown = scene(data, View(REPORT, "reach", sector="health"))
    drawing = BeautifulSoup(shown.html, "html.parser").find("figure")
    pressed = {mark["data-mark"]: mark for mark in drawing.select("[data-mark]") if mark["data-mark"] != "-1"}
    assert pressed["0"].text.strip() == "17,299"
    assert pressed["0"].find("text")["text-decoration"] == "underline"
    pale = [mark for mark in drawing.select("[data-mark]") if "opacity" in mark["style"]]
    assert len(pale) == 9
    assert "17,299" not in {mark.text for mark in pale}


def test_a_first_view_is_never_empty_and_lists_say_what_a_report_lacks(data_dir):
    panel = Controls(explorer("CHL_2021-10_2021-10", data_dir=str(data_dir), question="funding"))
    assert isinstance(panel.explored.scene.figure.exhibit, Chart)
    panel = Controls(explorer(REPORT, data_dir=str(data_dir), question="reach"))
    named = {name: text for text, name in panel.lists["figure"].options}
    assert named["target_coverage"] == "Reach against targets (not in this report)"
    assert named["shares"] == "Shares that are printed"
    reports = {name: text for text, name in panel.lists["report_id"].options}
    assert reports["PER_2020-10_2020-10"].endswith(": says nothing on this")
    assert reports[REPORT].endswith(f"({REPORT})")


def test_a_report_without_numbers_has_a_sentence_and_no_mark(data):
    shown = scene(data, View("CHL_2020-05_2020-05", "reach"))
    assert shown.marks == ()
    assert "This figure has no mark to choose." in shown.behind
    assert shown.text.startswith("The report prints no number of people reached by sector.")


def test_controls_change_the_view_and_fill_each_other(panel):
    panel.lists["question"].value = "reach"
    assert panel.lists["figure"].options[0][0] == "Sectors ranked"
    assert "Protection" in panel.explored.scene.figure.html
    panel.marks.value = 1
    assert "“17,299”" in panel.explored.scene.behind
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


def test_every_figure_has_a_name_in_the_list(report, data):
    found = set()
    for one in (report, data.report("XRG_2022-06_2022-06_r4v")):
        asking = asked(one)
        own = [name for question in (asking.funding, asking.reach, asking.regularization) for name in question.figures]
        assert [name for name in FIGURES if name in own] == own
        found.update(own)
    assert found == set(FIGURES)


def test_a_mark_is_chosen_anew_when_the_figure_changes(panel):
    panel.marks.value = 2
    panel.lists["figure"].value = "donors"
    assert (panel.explored.view.mark, panel.marks.value) == (0, 0)


@pytest.fixture(scope="module")
def run(data_dir):
    """explore.ipynb with what JupyterLab has below its cells after Run All."""
    path = data_dir.parent / "notebooks" / "lab" / "explore.ipynb"
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}}, store_widget_state=False)
    client.execute()
    return notebook


@pytest.mark.process
def test_exported_as_html_it_shows_the_figure_and_its_table_without_a_kernel(run):
    page = BeautifulSoup(HTMLExporter().from_notebook_node(run)[0], "html.parser")
    figure = page.select_one("figure#fig-sector_ranking")
    assert "47,672" in figure.select_one("svg").text
    assert figure.select_one("table tbody tr").text.startswith("People reached: Protection")
    assert "“47,672”" in page.select_one("#tab-mark_sources").text
    assert page.select_one("#tab-mark_sources").find_parent(hidden=True) is None


@pytest.mark.process
def test_what_was_shown_is_exported_though_the_saved_file_has_no_results(run):
    model = {"type": "notebook", "content": deepcopy(run)}
    before_saving(model=model, path="lab/explore.ipynb")
    saved = nbformat.from_dict(model["content"])
    assert not any(cell.outputs for cell in saved.cells if cell.cell_type == "code")
    exporter = HTMLExporter(preprocessors=["r4v_analysis.notebook.stored.with_results"])
    assert 'id="fig-sector_ranking"' in exporter.from_notebook_node(saved)[0]
    saved.cells[-1].source += "\n"
    assert "fig-sector_ranking" not in exporter.from_notebook_node(saved)[0]


@pytest.mark.process
def test_a_sanitized_export_keeps_figure_and_table_and_nothing_that_runs(run):
    exporter = HTMLExporter(sanitize_html=True)
    exporter.filters = {"clean_html": clean_html}
    page = BeautifulSoup(exporter.from_notebook_node(run)[0], "html.parser")
    assert "47,672" in page.select_one("figure#fig-sector_ranking svg text").parent.parent.text
    assert page.select_one("figure svg")["viewbox"]  # its parser knows no other letters
    assert [row.name for row in page.select("#tab-mark_sources tbody tr")] == ["tr"]
    assert page.select_one("h1").text.startswith("Explore a report")
    assert "&lt;" not in str(page.body)
    assert "Dropdown" not in page.body.text
    unsafe = (
        '<svg onload="x()"><use href="https://a.example/b#c"/><script>x()</script></svg><a href="javascript:x()">y</a>'
    )
    cleaned = clean_html(unsafe)
    assert "<script" not in cleaned
    assert "onload" not in cleaned
    assert "javascript:" not in cleaned


def test_where_files_are_written_there_are_no_widgets(data_dir, tmp_path, capsys):
    explorer(REPORT, data_dir=str(data_dir), output_dir=str(tmp_path))._ipython_display_()
    assert "Select" not in capsys.readouterr().out


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


def test_a_picture_is_drawn_from_a_frame_that_has_rows_and_shown_once():
    import matplotlib.pyplot as plt
    import seaborn as sns

    numbers = FRAME.dropna()
    shown = picture("mine", "Mine", "Two bars.", lambda rows: sns.barplot(rows, x="share", y="who"), numbers)
    assert isinstance(shown, Chart)
    assert "<svg" in shown.svg()
    assert plt.get_fignums() == []  # what pyplot holds is shown again by JupyterLab
    empty = picture("mine", "Mine", "No bar.", lambda rows: rows["nothing"].plot(), numbers.iloc[:0])
    assert empty.text == "No figure “Mine”: there is no number for it."
    figure = plt.figure()
    assert picture("mine", "Mine", "A figure.", figure, numbers).figure is figure
    plt.close(figure)


def test_a_noun_follows_its_number_in_both_languages():
    forms = {"en": ("sector", "sectors"), "es": ("sector", "sectores")}
    assert [counted("en", number, **forms) for number in (0, 1, 2)] == ["0 sectors", "1 sector", "2 sectors"]
    assert counted("es", 2, **forms) == "2 sectores"
    with pytest.raises(UsageError, match="expected an English noun"):
        counted("es", 2, es=("sector", "sectores"))


def test_a_figure_none_of_whose_marks_can_be_chosen_keeps_its_colours(data):
    """A map of departments: its numbers are rows of data, no metrics."""
    found = scene(data, View("PER_2022-06_2022-06_r4v", "reach", "needs_map"))
    assert not found.marks
    assert "#0b3754" in found.figure.html
    assert "opacity:.35" not in found.figure.html
