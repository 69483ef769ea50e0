"""What one process has found out of a report serves another that has the same data."""

import pytest

from r4v_analysis.analysis.record import metrics_by_notebook, metrics_json
from r4v_analysis.data.answers import packed, take
from r4v_analysis.data.load import load_unchecked
from r4v_analysis.data.report import once_a_report
from r4v_analysis.notebook.prompt import asked

REPORTS = ("PER_2023-05_2023-07", "BRA_2022-06_2022-06_r4v", "COL_2021-01_2021-12_fts", "XRG_2022-06_2022-06_r4v")


@pytest.fixture(scope="module")
def elsewhere(data):
    """The same data as another process has it."""
    return load_unchecked(data.folder, data.digest)


@pytest.mark.parametrize("report_id", REPORTS)
def test_what_a_report_has_answered_is_known_elsewhere(data, elsewhere, report_id):
    here, there = data.report(report_id), elsewhere.report(report_id)
    expected = metrics_json(here)
    take(there, packed(here))
    assert set(there.answers) == set(here.answers)
    asked_before = set(there.answers)
    assert metrics_json(there) == expected
    assert set(there.answers) == asked_before


def test_a_report_among_the_answers_is_the_one_of_the_other_data(data, elsewhere):
    @once_a_report
    def another(report):
        return {"report": report.data.report("PER_2023-05_2023-07", "2023-09-01"), "data": report.data}

    here, there = data.report("PER_2022-01_2022-12_fts"), elsewhere.report("PER_2022-01_2022-12_fts")
    another(here)
    take(there, packed(here))
    found = another(there)
    assert found["report"] is elsewhere.report("PER_2023-05_2023-07", "2023-09-01")
    assert found["data"].queries is there.data.queries


def test_a_report_of_a_prompt_knows_what_the_plain_one_was_asked(report):
    metrics_by_notebook(report)
    assert asked(report).answers is report.answers
