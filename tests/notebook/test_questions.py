"""A report at a prompt: frames, figures, cards, completion; the examples in the docstrings are run."""

import doctest
import json
import re

import nbformat
import numpy as np
import pandas as pd
import pytest

import r4v_analysis as r4v
from r4v_analysis.analysis.record import metrics_json
from r4v_analysis.data import report as report_module
from r4v_analysis.data import spellings
from r4v_analysis.data.load import load
from r4v_analysis.data.report import Report
from r4v_analysis.errors import UsageError
from r4v_analysis.exhibits.exhibit import Chart
from r4v_analysis.language.formats import format_period
from r4v_analysis.notebook import prompt, questions
from r4v_analysis.notebook.cards import report_html
from r4v_analysis.notebook.explore import marks
from r4v_analysis.notebook.prompt_exhibit import NoPicture

ASKED = ("funding", "reach", "regularization")

COURSES = {"year_end", "deadline_range"}
"""Figures whose rows are other plans' and programmes' courses: no mark of this report."""


@pytest.fixture(scope="module")
def report(data_dir):
    return prompt.report("PER_2023-05_2023-07", data_dir=data_dir)


@pytest.mark.parametrize("module", [r4v, report_module, questions, spellings], ids=lambda module: module.__name__)
def test_the_examples_in_the_docstrings_are_true(module, monkeypatch, data_dir):
    monkeypatch.chdir(data_dir.parent)
    result = doctest.testmod(module, extraglobs={"load": load, "r4v": r4v})
    assert (result.attempted > 0, result.failed) == (True, 0)


def test_the_frames_of_the_funding_box_hold_both_readings_with_their_bounds(report):
    frame = report.funding.readings.set_index("reading")
    assert list(frame.index) == ["since_january", "reporting_period"]
    assert frame.loc["since_january", "unmet_usd"] == 318e6 - 22.7e6
    assert np.isnan(frame.loc["reporting_period", "unmet_low"])  # earlier funding is not known
    assert frame.loc["reporting_period", "pace_usd_per_month"] == pytest.approx(22.7e6 / 3)


@pytest.mark.parametrize("name", ASKED)
def test_the_numbers_of_a_question_are_those_of_metrics_json(report, name):
    frame = getattr(report, name).metrics.set_index("metric")
    written = {item["id"]: item for item in json.loads(metrics_json(report))["metrics"]}
    assert set(frame.index) <= set(written)
    for metric, row in frame.iterrows():
        expected = written[metric]
        assert row["sources"].split() == expected["from"]
        for column in ("value", "low", "high"):
            assert (expected[column] is None) == pd.isna(row[column])
            assert expected[column] is None or row[column] == expected[column]


@pytest.mark.parametrize("name", ASKED)
def test_the_figures_of_a_question_are_those_that_its_notebook_shows(report, name, data_dir):
    question = getattr(report, name)
    notebook = nbformat.read(data_dir.parent / "notebooks" / f"{question.name}.ipynb", as_version=4)
    calls = [
        cell.source
        for cell in notebook.cells
        if cell.cell_type == "code" and re.search(r"\bfigures\w*\.", cell.source) and "import" not in cell.source
        if "region" not in cell.metadata.get("tags", ())
    ]
    assert len(calls) == len(question.figures)
    shown = [question.figure(figure) for figure in question.figures]
    drawn = [item for item in shown if isinstance(item.exhibit, Chart)]
    names = [item.exhibit.name for item in drawn]
    assert names == [figure for figure in question.figures if figure in names]
    assert len(names) > 1  # a report of 2023 has no numbers of targets, months and departments
    unmarked = {item.exhibit.name for item in drawn if not marks(question, item, "en")}
    assert unmarked == COURSES & set(names)  # all others can be explored


def test_a_figure_comes_with_its_frame_and_its_picture_and_can_be_changed(report):
    shown = report.funding.figure("requirements_and_funding")
    assert shown.data.set_index("metric").loc["requirements", "value"] == 318e6
    shown.figure.suptitle("My own")
    assert "My own" in shown.svg
    assert 'href="#' not in shown.html  # a single figure has no page to link into
    assert "Source: GTRM" in shown._repr_html_()


def test_a_figure_that_lacks_numbers_says_so(data_dir):
    shown = prompt.report("CHL_2020-05_2020-05", data_dir=data_dir).regularization.figure("deadline_range")
    assert repr(shown).startswith("No range for a deadline")
    with pytest.raises(NoPicture, match="figure: expected a picture, found none: No range for a deadline"):
        _ = shown.figure


def test_a_mistyped_figure_language_or_report_is_answered_with_the_nearest(report, data_dir):
    with pytest.raises(UsageError, match=r"figure: expected a figure of funding_gap, found 'donor'. Nearest: 'donors'"):
        report.funding.figure("donor")
    with pytest.raises(UsageError, match=r"lang: expected a language of the pages, found 'eng'. Nearest: 'en'"):
        report.reach.figure("shares", "eng")
    with pytest.raises(UsageError, match=r"found 'PER_2023-05-2023-07'.* Nearest: 'PER_2023-05_2023-07'"):
        r4v.report("PER_2023-05-2023-07", data_dir=data_dir)


def test_frames_are_the_callers_own(report):
    for frame in (report.regularization.known, report.regularization.stages):
        frame.loc[:, "programme"] = "changed"
    assert "changed" not in {*report.known_programmes["programme"], *report.observations["programme"]}


def test_cards_say_period_basis_and_source_and_escape_what_data_say(report):
    text = report_html(report)
    assert format_period(report.period.start, report.period.end, "en") in text
    assert "GTRM, Peru situation report, May to July 2023" in text
    assert "<code>report.regularization</code>" in text
    assert "1.5 million" in text
    card = report.regularization._repr_html_()
    assert "cumulative since the programme opened" in card
    assert "<code>.calendar</code>" in card
    assert "at least 42,600" in card
    hostile = Report(report.data, report.row.copy(), report.period, report.as_of, report.own_as_of)
    hostile.row["title"] = "<script>"
    assert "<script>" not in report_html(hostile)


def test_a_prompt_says_what_it_has_without_printing_tables(report):
    assert repr(report).startswith("Report(PER_2023-05_2023-07: ")
    assert len(repr(report)) < 150
    assert repr(report.reach).startswith("Reach(PER_2023-05_2023-07): Protection reached")


def test_completion_knows_the_package_the_report_and_the_question(report):
    assert set(dir(r4v)) == set(r4v.__all__)
    assert {"report", "reports", "observations", "open_report"} <= set(dir(r4v))
    assert set(ASKED) <= set(dir(report))
    assert {"sectors", "months", "figure"} <= set(dir(report.reach))


@pytest.mark.parametrize("name", ASKED)
def test_every_column_of_a_frame_is_in_its_docstring(report, name):
    question = getattr(report, name)
    for attribute, found in vars(type(question)).items():
        frame = getattr(question, attribute) if isinstance(found, property) else None
        if isinstance(frame, pd.DataFrame) and "data/README.md" not in found.__doc__:
            said = found.__doc__ + questions.Reach.months.__doc__
            assert [column for column in frame if column not in said] == []


def test_a_regions_figures_of_its_countries_are_no_countrys(report, data_dir):
    region = prompt.report("XRG_2022-06_2022-06_r4v", data_dir=data_dir)
    assert "coverage_map" in region.funding.figures
    assert "months_by_country" in region.reach.figures
    assert not {"coverage_map", "months_by_country"} & {*report.funding.figures, *report.reach.figures}
    assert isinstance(region.reach.figure("months_by_country").exhibit, Chart)
    early = prompt.report("XRG_2019-11_2019-12", data_dir=data_dir)
    assert "No two months or plan years" in early.reach.figure("months_by_country").text
