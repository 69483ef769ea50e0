"""Whatever a document says, its draft keeps the rules of data/: what does not fit is left to a person."""

import re

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from synthetic import table

from r4v_analysis.data.check.rules import judge
from r4v_analysis.data.schema import OBSERVATIONS, is_observations, read_package
from r4v_analysis.data.sheet import text_fault, type_fault, typed
from r4v_analysis.intake.documents.read import read_document
from r4v_analysis.intake.draft.draft import draft

TITLE = "Peru situation report, May to July 2023\n"
PIECES = [
    "281,7K", "1.5M", "$22.7M", "US$ 304 millones", "1,424", "1.424", "28 mil", "23,7 %", "% 7.1", "over 70 %", "two",
    "six new", "close to half", "1 234 567 890 123 456 789", "0.000000000123", "3.14159265358979", "between 10 and 20",
    "de 5 a 9", "-", "\t", "\n", "\n\n", "- ", "of whom", "including", "of them were women", "refugees and migrants",
    "people reached", "people targeted", "funded", "requirement", "RMRP", "NO RMRP", "Education\tHealth\tShelter\tWASH",
    "1\t2\t3\t-", "1.5\t2,5\t3\t4", "meals", "consultations", "organizations", "days", "schools", "99,5 people",
    "150% of the funds received", "CPP enrolments", "amnesties", "as of 28 July", "on 31 December", "in Tumbes",
    "by 3 January 2020", "since January", "children", "women", "were trained", "Protection", "Situation", "casi",
    "or more", "+51 987 654 321", "someone@example.org", "999.999.999", "1e5", "½", "٣٤", "𝟙𝟚", "=1+1", "000",
    "2020 refugees", "1,000,000,000,000,000 people", "987 654 321 people",
]  # fmt: skip


@pytest.fixture(scope="module")
def columns(data_dir):
    entry = next(entry for entry in read_package(data_dir)["resources"] if is_observations(entry))
    return {column["name"]: column for column in entry["schema"]["fields"]}


@example(pieces=["1e5"] * 5)  # an e inside a number is no word of Portuguese
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=60))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_draft_of_anything_keeps_the_rules_of_data(pieces, tables, columns, tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(TITLE + " ".join(pieces), encoding="utf-8")
    document = read_document(path)
    assume(document.language in ("", "en", "es"))  # pieces in a row can look like another language, which is refused
    found = draft(document, tables, report_id="PER_2023-05_2023-07")
    rows = [row.cells for row in found.rows]
    ids = [row["observation_id"] for row in rows]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("[a-z][a-z0-9_]*", name) for name in ids)
    assert [cell for row in rows for cell in row.values() if text_fault(cell)] == []
    kinds = {name: column["type"] for name, column in columns.items()}
    assert [(name, row[name]) for row in rows for name, kind in kinds.items() if type_fault(kind, row[name])] == []
    for name in ("role", "qualifier", "basis", "stream", "sex", "section"):
        assert {row[name] for row in rows if row[name]} <= set(columns[name]["constraints"]["enum"])
    values = [{name: typed(kind, row[name]) for name, kind in kinds.items()} for row in rows]
    report = {
        name: typed("date" if name in ("period_start", "period_end", "known_from") else "string", cell)
        for name, cell in found.report.cells.items()
    }
    tables_read = [table("reports", report), table(OBSERVATIONS, *values)]
    assert [str(problem) for problem in judge(tables_read) if problem.severity == "error"] == []
