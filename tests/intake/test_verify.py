"""`r4v verify`: rows against a source; on the shipped report where its source is at hand."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from own_text import text_of

from r4v_analysis.cli import app
from r4v_analysis.files import REPORT_ID
from r4v_analysis.intake.documents.document import Document
from r4v_analysis.intake.documents.read import read_document
from r4v_analysis.intake.verify import verify

SHIPPED = "PER_2023-05_2023-07"
SOURCE = """Synthetic report, May 2031

PEOPLE REACHED
12,3K

Health

- Over 705 persons were trained on 4 May, and 705 women got kits under Law 12345.
- Partners joined: six new ones, almost half of them from the north.

\tHealth\tWASH\tShelter
RMRP\t1,205\t-\t34
"""
ROWS = [
    {"observation_id": "reached", "value": "12300", "printed": "12,3K"},
    {"observation_id": "trained", "value": "705", "printed": "Over 705 persons"},
    {"observation_id": "kits", "value": "705", "printed": "705 women"},
    {"observation_id": "joined", "value": "6", "printed": "six new ones"},
    {"observation_id": "north", "value": "0.5", "printed": "almost half"},
    {"observation_id": "health", "value": "1205", "printed": "1,205"},
    {"observation_id": "wash", "value": "", "printed": "-"},
    {"observation_id": "shelter", "value": "34", "printed": "34"},
]


@pytest.fixture
def document(tmp_path: Path) -> Document:
    path = tmp_path / "source.txt"
    path.write_text(SOURCE, encoding="utf-8")
    return read_document(path)


def without(*names):
    return [row for row in ROWS if row["observation_id"] not in names]


def changed(name, **cells):
    return [{**row, **cells} if row["observation_id"] == name else row for row in ROWS]


def test_all_fragments_found_and_all_numbers_in_rows(document):
    found = verify(document, ROWS)
    assert (found.missing, found.unexplained) == ([], [])
    assert [number.observation_id for number in found.numbers if number.status == "row"] == [
        row["observation_id"] for row in ROWS if row["value"]
    ]
    assert dict(found.reasons) == {"date": 2, "legal number": 1}


def test_a_number_that_no_row_holds_is_unexplained(document):
    (number,) = verify(document, without("joined")).unexplained
    assert (number.number.text, number.number.line.number, number.number.context) == ("six", 9, "six new ones")


def test_a_number_printed_twice_needs_two_rows_or_a_note(document):
    (number,) = verify(document, without("kits")).unexplained
    assert (number.number.context, number.observation_id) == ("and 705 women got kits", "trained")
    noted = [{**row, "note": "Printed again below."} if row["observation_id"] == "trained" else row for row in ROWS]
    found = verify(document, [row for row in noted if row["observation_id"] != "kits"])
    assert [number.number.text for number in found.numbers if number.status == "repeated"] == ["705"]
    assert found.unexplained == []


def test_two_rows_do_not_share_a_number_that_is_printed_once(document):
    found = verify(document, [*ROWS, {"observation_id": "again", "value": "34", "printed": "34"}])
    assert [(fragment.observation_id, fragment.reason) for fragment in found.missing] == [
        ("again", "the source prints it 1 time, and shelter has it")
    ]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"printed": "Over 706 persons"}, "the source does not print these words"),
        ({"value": "706"}, "the source prints these words, but not with this value"),
        ({"printed": "05 persons"}, "the source does not print these words"),
    ],
)
def test_a_fragment_that_the_source_lacks_is_missing(document, cells, reason):
    assert [fragment.reason for fragment in verify(document, changed("trained", **cells)).missing] == [reason]


def test_a_dash_needs_a_cell_with_one(document):
    found = verify(document, [*ROWS, {"observation_id": "shelter_no", "value": "", "printed": "-"}])
    assert len(found.missing) == 1


def test_words_of_the_report_s_notes_explain_a_number(document):
    found = verify(document, without("joined", "north"), notes="Excerpt. No figures: 'six new', 'almost half'.")
    assert found.unexplained == []


@pytest.mark.parametrize("printed", ["over  705\npersons", "Over 705 per\u00adsons", "**Over 705** persons"])
def test_blanks_soft_hyphens_and_marks_are_forgiven(document, printed):
    assert verify(document, changed("trained", printed=printed)).missing == []


def run(capsys, *arguments):
    code = app.main(["verify", *map(str, arguments)])
    captured = capsys.readouterr()
    return code, captured.out.splitlines(), captured.err.splitlines()


def test_the_command_lists_what_is_wrong_and_last_the_summary(capsys, data_dir, tmp_path):
    source = tmp_path / "source.txt"
    source.write_text("Chile\n\nREFUGEES AND MIGRANTS IN CHILE 455,494\n\n12 new shelters opened.\n", encoding="utf-8")
    code, out, err = run(capsys, "CHL_2020-04_2020-04", "--source", source, "--data", data_dir)
    path = data_dir / "observations/CHL_2020-04_2020-04.csv"
    assert (code, err) == (1, [])
    assert out == [
        f"{path}, row 3, printed: '254,000': the source does not print these words. Correct the row.",
        f"{path}, row 4, printed: 'FUNDED: 0.7 %': the source does not print these words. Correct the row.",
        f"{path}, row 5, printed: 'REQUIREMENT: 31,500,000': the source does not print these words. Correct the row.",
        f"{source}, line 5: '12' in '12 new shelters opened': in no row. Add one, or quote the words in the "
        "report's notes after 'No figures:'.",
        f"{source}: 1 of 4 fragments found; 2 numbers: 1 in rows, 0 repeated, 0 no figures, 1 unexplained.",
    ]
    code, out, _ = run(capsys, "CHL_2020-04_2020-04", "--source", source, "--data", data_dir, "--json")
    events = [json.loads(line) for line in out]
    assert (code, [event["event"] for event in events]) == (1, ["fragment"] * 4 + ["number"] * 2 + ["summary"])
    assert (events[-1]["missing"], events[-1]["unexplained"]) == (3, 1)


def test_the_command_refuses_unknown_reports_and_missing_files(capsys, data_dir, tmp_path):
    code, _, err = run(capsys, "CHL_2020-04_2020-03", "--source", tmp_path / "no.txt", "--data", data_dir)
    assert code == 2
    assert "Nearest: 'CHL_2020-04_2020-04'." in err[0]
    code, _, err = run(capsys, "CHL_2020-04_2020-04", "--source", tmp_path / "no.txt", "--data", data_dir)
    assert (code, len(err)) == (2, 1)
    assert "no such file" in err[0]


def test_another_file_than_the_cited_one_is_said(capsys, data_dir, tmp_path):
    source = tmp_path / "source.txt"
    source.write_text("705 individuals\n", encoding="utf-8")
    _, _, err = run(capsys, "PER_2023-05_2023-07", "--source", source, "--data", data_dir)
    assert "not the file that data/ was made from" in err[0]


def sources() -> dict[str, Path]:
    """Source documents at hand, by report: files named by report id in the folder R4V_SOURCES, if it is set."""
    folder = os.environ.get("R4V_SOURCES", "")
    paths = sorted(Path(folder).iterdir()) if folder else []
    return {path.stem: path for path in paths if REPORT_ID.fullmatch(path.stem)}


@pytest.fixture(scope="module")
def own_source(data_dir, tmp_path_factory):
    path = tmp_path_factory.mktemp("own") / f"{SHIPPED}.txt"
    path.write_text(text_of(data_dir, SHIPPED), encoding="utf-8")
    return path


def test_a_text_with_the_shipped_report_s_fragments_leaves_nothing_unexplained(capsys, data_dir, own_source):
    code, out, _err = run(capsys, SHIPPED, "--source", own_source, "--data", data_dir)
    assert (code, out) == (
        0,
        [
            f"{own_source}: 64 of 64 fragments found; 55 numbers: 54 in rows, 0 repeated, 1 no figures (date 1), "
            "0 unexplained."
        ],
    )
    for name, path in sources().items():
        code, out, err = run(capsys, name, "--source", path, "--data", data_dir)
        assert (code, len(out), err) == (0, 1, []), out


def test_a_fragment_that_is_gone_and_a_number_that_is_new_are_told_in_the_shipped_report(
    capsys, data_dir, own_source, tmp_path
):
    source = tmp_path / "changed.txt"
    text = own_source.read_text(encoding="utf-8")
    assert text.count("over 42,600 enrolments") == 1
    source.write_text(text.replace("over 42,600 enrolments", "over 42,700 enrolments"), encoding="utf-8")
    code, out, _err = run(capsys, SHIPPED, "--source", source, "--data", data_dir)
    assert code == 1
    assert len(out) == 3
    assert "63 of 64 fragments found" in out[-1]
    assert any("42,600" in line for line in out)
    assert any("42,700" in line for line in out)
