"""People whose verb is left out, stands behind a clause of its own, or says that they came and went; all made up."""

from __future__ import annotations

import pytest

from r4v_analysis.intake.documents.document import Line
from r4v_analysis.intake.documents.read import read_document
from r4v_analysis.intake.documents.sections import goes_on
from r4v_analysis.intake.draft.draft import draft
from r4v_analysis.intake.draft.guess import UNCLASSIFIED as LEFT


@pytest.fixture
def rows(tables, tmp_path):
    """The rows of a text, in a report of March 2022."""

    def drafted(text):
        path = tmp_path / "report.txt"
        path.write_text(f"Peru Situation Report - March 2022\n\nGTRM\n\n{text}\n", encoding="utf-8")
        return draft(read_document(path), tables).rows

    return drafted


@pytest.fixture
def indicators(rows):
    """What each number of a text is taken for; the last of them is not sure."""

    def taken(text):
        found = rows(text)
        assert found[-1].confidence != "high"
        return [row.cells["indicator"] for row in found]

    return taken


def test_a_whole_field_of_a_form_does_not_go_on_in_the_next_one():
    box = (78.0, 156.0, 237.0, 166.0)
    first = Line("Number of people affected: 410,300", 1, 1, box=box)
    assert not goes_on(first, Line("Number of people assisted: 9,600", 2, 1, box=(78.0, 168.0, 233.0, 178.0)))
    assert goes_on(first, Line("of whom most live by the river", 2, 1, box=(78.0, 168.0, 233.0, 178.0)))
