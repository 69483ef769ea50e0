"""Known misprints: what an entry does to a row, and what is said of an entry that can't be right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from synthetic import REPORT_ID, write_folder

from r4v_analysis.data.cells import row_quantity
from r4v_analysis.data.check.check import check
from r4v_analysis.data.corrections import FILE, read_corrections
from r4v_analysis.data.load import load
from r4v_analysis.data.tables import folder_digest
from r4v_analysis.errors import DataError

ENTRY = {
    "table": "observations",
    "key": f"{REPORT_ID}/trained",
    "column": "value",
    "printed": "40",
    "corrected": "400",
    "reason": "a nought was lost; the next report says 400",
    "source_url": "https://example.org/a",
    "known_from": "2020-01-31",
}


@pytest.fixture
def folder(tmp_path: Path, data_dir: Path) -> Path:
    """The synthetic report alone: 40 persons trained."""
    return write_folder(tmp_path / "made", data_dir)


def write(folder: Path, *entries: dict[str, str]) -> Path:
    """The folder with these entries."""
    lines = [[f'{name} = "{text}"' for name, text in entry.items()] for entry in entries]
    text = "\n".join("[[correction]]\n" + "\n".join(cells) + "\n" for cells in lines)
    (folder / FILE).write_text(text, encoding="utf-8")
    return folder


def told(folder: Path) -> list[str]:
    """What the check says of the entries, without the folder."""
    found = [problem for problem in check(folder) if problem.rule == "correction"]
    assert {problem.severity for problem in found} <= {"error"}
    return [str(problem).replace(f"{folder}/", "") for problem in found]


def test_a_corrected_row_keeps_its_printed_words_and_says_what_was_corrected(folder: Path) -> None:
    assert check(write(folder, ENTRY)) == []
    (row,) = load(folder).report(REPORT_ID).observations.to_dict("records")
    assert (row["value"], row["printed"]) == (400, "40 persons")
    assert row["note"] == "value corrected from 40: a nought was lost; the next report says 400"
    report = load(folder).report(REPORT_ID)
    assert row_quantity(report.observations.iloc[0]).value == 400


def test_without_a_file_nothing_is_corrected_and_with_one_the_digest_moves(folder: Path) -> None:
    assert read_corrections(folder) == ([], [])
    assert load(folder).report(REPORT_ID).observations["value"].tolist() == [40]
    before = folder_digest(folder)
    assert folder_digest(write(folder, ENTRY)) != before


FAULTS: dict[str, tuple[dict[str, str], str]] = {
    "another row": ({"key": f"{REPORT_ID}/traned"}, f"found '{REPORT_ID}/traned', which is none. Nearest:"),
    "another table": ({"table": "observation"}, "found no such table. Nearest: 'observations'."),
    "another column": ({"column": "valu"}, "found no such column in 'observations'. Nearest: 'value'."),
    "another number": ({"printed": "41"}, "expected printed to be what the row holds, '40', found '41'."),
    "no change": ({"corrected": "40"}, "expected another value than the row's, found '40'. Remove the entry."),
    "no number": ({"corrected": "4e2"}, "corrected: expected a plain number such as 42600, found '4e2'"),
    "no reason": ({"reason": " "}, "expected a reason, found an empty one."),
    "no source": ({"source_url": ""}, "expected a source_url, found an empty one."),
    "the key itself": ({"column": "observation_id", "printed": "trained", "corrected": "x"}, "that is no key"),
    "the printed words": ({"column": "printed", "printed": "40 persons", "corrected": "4"}, "not what was printed"),
    "an unknown code": (
        {"column": "indicator", "printed": "people_trained", "corrected": "people_traind"},
        "corrected: expected a known code, found 'people_traind'. Nearest: 'people_trained'.",
    ),
    "a table without notes": ({"table": "programmes", "column": "short_name"}, "has no note to say that"),
    "an unknown name": ({"why": "x"}, "found 'why', expected one of the names of an entry."),
}


@pytest.mark.parametrize(("cells", "message"), FAULTS.values(), ids=FAULTS)
def test_an_entry_that_can_t_be_right_is_an_error_that_names_it(
    folder: Path, cells: dict[str, str], message: str
) -> None:
    (line,) = told(write(folder, {**ENTRY, **cells}))
    assert message in line
    assert line.startswith((f"{FILE}, correction 1: ", f"{FILE}, {cells.get('table', 'observations')} "))
    with pytest.raises(DataError, match=re.escape(FILE)):
        load(folder)


def test_an_entry_lacks_what_it_lacks(folder: Path) -> None:
    entry = {name: text for name, text in ENTRY.items() if name not in ("reason", "printed")}
    assert told(write(folder, entry)) == [
        f"{FILE}, correction 1: expected printed, reason, found none. Add what is missing."
    ]


def test_two_entries_for_one_cell_contradict_each_other(folder: Path) -> None:
    assert (
        told(write(folder, ENTRY, {**ENTRY, "corrected": "4000"}))
        == [f"{FILE}, observations {REPORT_ID}/trained, value: expected one entry a cell, found several. Keep one."] * 2
    )


@pytest.mark.parametrize("text", ["[[correction]", "[correction]\nx = 1", "x = 1", "correction = [1]"])
def test_a_file_that_holds_anything_else_is_an_error_and_no_crash(folder: Path, text: str) -> None:
    (folder / FILE).write_text(text, encoding="utf-8")
    (line,) = told(folder)
    assert line.startswith(FILE)


def test_the_example_in_the_shipped_file_would_be_read_and_none_is_in_force(data_dir: Path, tmp_path: Path) -> None:
    assert read_corrections(data_dir) == ([], [])
    text = (data_dir / FILE).read_text(encoding="utf-8")
    example = text[text.index("# [[correction]]") :].replace("# ", "", 1).replace("\n# ", "\n")
    (tmp_path / FILE).write_text(example, encoding="utf-8")
    (entry,), problems = read_corrections(tmp_path)
    assert (problems, entry.key, entry.printed) == ([], "PER_2023-05_2023-07/cpp_enrolments", "42600")
