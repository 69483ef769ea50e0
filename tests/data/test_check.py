"""What is wrong with a data folder is said in one line each, all of it in one run."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from synthetic import (
    append_row,
    edit_cell,
    edit_descriptor,
    keep_only,
    read_rows,
    write_folder,
    write_rows,
)

from r4v_analysis.data import change
from r4v_analysis.data.check import rules
from r4v_analysis.data.check.check import check, errors_in
from r4v_analysis.data.load import load_unchecked
from r4v_analysis.errors import DataError

OBSERVATIONS = "observations/PER_2023-05_2023-07.csv"
SAVE_AGAIN = "Save it again as 'CSV UTF-8 (Comma delimited)'."


LONG = ("people_in_need", "plan_coverage", "plan_funding", "population", "sector_reach")
"""Tables of which no row is needed here: they would be read and judged for each damage, four fifths of its time."""


@pytest.fixture
def copied_data(copied_data: Path) -> Path:
    """A copy of the project's data, its long tables without rows."""
    for name in LONG:
        write_rows(copied_data / f"{name}.csv", read_rows(copied_data / f"{name}.csv")[:1])
    return copied_data


def errors(folder: Path, *, strict: bool = False) -> list[str]:
    """The errors as a user reads them, with the folder called data."""
    found = [str(problem) for problem in check(folder, strict=strict) if problem.severity == "error"]
    return [line.replace(str(folder), "data") for line in found]


def replace_bytes(path: Path, old: bytes, new: bytes) -> None:
    """Change the first occurrence in a file."""
    raw = path.read_bytes()
    assert old in raw
    path.write_bytes(raw.replace(old, new, 1))


@pytest.mark.parametrize(
    ("row", "column", "text", "message"),
    [
        (
            31,
            "sector",
            "Protecion",
            "'Protecion' is not a sector. Nearest: 'protection'. Allowed codes are in data/codes/sectors.csv.",
        ),
        (
            2,
            "indicator",
            "people_reach",
            "'people_reach' is not an indicator. Nearest: 'people_reached'. "
            "Allowed codes are in data/codes/indicators.csv.",
        ),
        (
            4,
            "unit",
            "shares",
            "'shares' is not a unit. Nearest: 'share'. Allowed values are in data/datapackage.json.",
        ),
        (
            10,
            "programme",
            "cpp_2032",
            "'cpp_2032' is not a programme. Nearest: 'cpp_2023'. Known ones are in data/programmes.csv.",
        ),
        (
            20,
            "part_of",
            "hiv_screning",
            f"'hiv_screning' is not an observation. Nearest: 'hiv_screening'. Known ones are in data/{OBSERVATIONS}.",
        ),
        (
            4,
            "observation_id",
            "population",
            "'population' stands in row 2 already. Give each row its own.",
        ),
        (
            4,
            "observation_id",
            "Coverage %",
            "expected small letters, digits and '_', a letter first, found 'Coverage %'. Correct it.",
        ),
        (4, "observation_id", "", "expected a value, found an empty cell. Fill it from the source."),
        (
            3,
            "sector",
            " protection",
            "expected no blanks around the text, found ' protection'. Remove them.",
        ),
        (10, "value", "42,600", "expected a plain number such as 42600, found '42,600'. Write 42600."),
        (3, "value", "281,7K", "expected a plain number such as 42600, found '281,7K'. Write 281700."),
        (4, "value", "7.1%", "expected a plain number such as 42600, found '7.1%'. Write 0.071."),
        (
            4,
            "value",
            "many",
            "expected a plain number such as 42600, found 'many'. Write digits only, with a point before decimals.",
        ),
        (
            4,
            "value",
            "-",
            "expected a plain number such as 42600, found '-'. "
            "Leave the cell empty where the source gives no number: missing is not zero.",
        ),
        (
            4,
            "value",
            "May-23",
            "expected a plain number such as 42600, found 'May-23', as Excel turns numbers into dates. "
            "Write the number again from the source.",
        ),
        (
            4,
            "value",
            "3.18E+08",
            "expected a plain number such as 42600, found '3.18E+08', as Excel shortens long numbers. "
            "Write all its digits.",
        ),
        (
            3,
            "period_end",
            "31/07/2023",
            "expected a date such as 2023-07-31, found '31/07/2023', as Excel rewrites dates. Write 2023-07-31.",
        ),
        (
            3,
            "period_end",
            "45138",
            "expected a date such as 2023-07-31, found '45138', as Excel rewrites dates. Write 2023-07-31.",
        ),
        (
            3,
            "period_end",
            "07/06/2023",
            "expected a date such as 2023-07-31, found '07/06/2023', as Excel rewrites dates. "
            "Write year-month-day again from the source.",
        ),
        (
            3,
            "period_end",
            "Jul-23",
            "expected a date such as 2023-07-31, found 'Jul-23', as Excel rewrites dates. "
            "Write year-month-day again from the source.",
        ),
        (
            3,
            "period_end",
            "2023-02-30",
            "expected a date such as 2023-07-31, found '2023-02-30'. Write year-month-day.",
        ),
        (
            3,
            "report_id",
            "May-23",
            "'May-23' is not a report. Excel has turned a month or a date into this; write it again as the "
            "source has it. Allowed: 'PER_2023-05_2023-07'. Allowed values are in data/datapackage.json.",
        ),
    ],
)
def test_a_bad_cell_is_one_line_with_file_row_column_and_next_step(
    copied_data: Path, row: int, column: str, text: str, message: str
) -> None:
    edit_cell(copied_data, OBSERVATIONS, row, column, text)
    found = [line for line in errors(copied_data) if f"row {row}, {column}:" in line]
    assert found == [f"data/{OBSERVATIONS}, row {row}, {column}: {message}"]


@pytest.mark.parametrize(
    ("report_id", "cell", "near"),
    [
        ("XRG_2019-11_2019-12", "Colombia", ""),
        ("XRG_2019-11_2019-12", "CO-ANTI", "Nearest: 'CO-ANT'. "),
        ("PER_2023-05_2023-07", "PE-15", "Nearest: 'PE15'. "),
        ("PER_2023-05_2023-07", "CL-OTHE", "Nearest: 'PE-OTHER'. "),
    ],
)
def test_the_nearest_place_is_of_the_report_s_country_and_of_a_region_of_the_one_whose_letters_it_has(
    copied_data: Path, report_id: str, cell: str, near: str
) -> None:
    path = f"observations/{report_id}.csv"
    edit_cell(copied_data, path, 2, "place", cell)
    told = [line for line in errors(copied_data) if "is not a place" in line]
    assert told == [
        f"data/{path}, row 2, place: {cell!r} is not a place. {near}Allowed codes are in data/codes/places.csv."
    ]


def test_a_thousands_mark_read_as_a_decimal_point_is_named(copied_data: Path) -> None:
    edit_cell(copied_data, OBSERVATIONS, 46, "value", "1.424")
    assert errors(copied_data) == [
        f"data/{OBSERVATIONS}, row 46, value: expected a whole number of people, found 1.424. "
        "Write 1424 if the point is a thousands mark."
    ]


def test_excels_capitals_in_a_true_false_column_are_named(copied_data: Path) -> None:
    edit_cell(copied_data, "codes/sectors.csv", 15, "cross_cutting", "TRUE")
    assert errors(copied_data) == [
        "data/codes/sectors.csv, row 15, cross_cutting: expected true or false, found 'TRUE'. "
        "Write true: Excel spells it in its own way."
    ]


def _cp1252(folder: Path) -> None:
    path = folder / "partners.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))


def _utf16(folder: Path) -> None:
    path = folder / "partners.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))


def _semicolons(folder: Path) -> None:
    write_rows(folder / "partners.csv", read_rows(folder / "partners.csv"), delimiter=";")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (
            _cp1252,
            "data/partners.csv, row 2: expected UTF-8, found byte 0xF3 ('ó' in Windows-1252, which Excel's "
            f"plain 'CSV' saves). {SAVE_AGAIN}",
        ),
        (
            _utf16,
            f"data/partners.csv: expected UTF-8, found UTF-16, which Excel calls 'Unicode Text'. {SAVE_AGAIN}",
        ),
        (
            _semicolons,
            "data/partners.csv, row 1: expected commas between columns, found semicolons, "
            f"which Excel saves where the comma is the decimal mark. {SAVE_AGAIN}",
        ),
        (
            lambda folder: (folder / "partners.csv").write_bytes(b"PK\x03\x04\0\0"),
            "data/partners.csv: expected a CSV file, found an Excel workbook under its name. " + SAVE_AGAIN,
        ),
        (
            lambda folder: replace_bytes(folder / "partners.csv", b"ADRA", b"AD\0A"),
            "data/partners.csv, row 6: expected text, found a NUL byte: the file is damaged, or is no CSV "
            "file. Restore it.",
        ),
        (
            lambda folder: (folder / "partners.csv").write_bytes(b""),
            "data/partners.csv, row 1: expected a header row with the names of the columns, found none. "
            "Restore the file.",
        ),
        (
            lambda folder: replace_bytes(folder / "partners.csv", b"ADRA", b'"ADRA'),
            "data/partners.csv, row 6: expected quotes in pairs, found a cell that can't be read "
            "(',' expected after '\"'). Mend its quotes.",
        ),
        (
            lambda folder: replace_bytes(folder / "partners.csv", b"position,name", b"position,names"),
            "data/partners.csv, row 1: expected the column 'name', found 'names'. Rename it.",
        ),
        (
            lambda folder: write_rows(
                folder / "partners.csv", [line[:2] for line in read_rows(folder / "partners.csv")]
            ),
            "data/partners.csv, row 1: expected the column 'name', found none. Add it after 'position'.",
        ),
        (
            lambda folder: replace_bytes(folder / "partners.csv", b"ACNUR\n", b"ACNUR,UN\n"),
            "data/partners.csv, row 5: expected 3 cells, found 4. Put quotes around a cell that has a comma in it.",
        ),
        (
            lambda folder: replace_bytes(folder / "partners.csv", b"PER_2023-05_2023-07,4,", b"4,"),
            "data/partners.csv, row 5: expected 3 cells, found 2. Add the missing commas.",
        ),
        (
            lambda folder: replace_bytes(folder / "partners.csv", b"World Vision\n", b"World Vision\n,,\n,,\n"),
            "data/partners.csv, row 113: rows 113 to 114 are empty. Delete them.",
        ),
        (
            lambda folder: replace_bytes(folder / "partners.csv", "ón y".encode(), "Ã³n y".encode()),
            "data/partners.csv, row 3, name: found 'AcciÃ³n y Desarrollo', whose accents Excel broke when "
            "it opened the file. Write 'Acción y Desarrollo'.",
        ),
    ],
)
def test_a_damaged_file_is_named_with_its_damage(
    copied_data: Path, damage: Callable[[Path], None], message: str
) -> None:
    damage(copied_data)
    assert errors(copied_data) == [message]


def test_a_byte_order_mark_and_windows_line_ends_are_no_problem(copied_data: Path) -> None:
    path = copied_data / "partners.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert errors(copied_data) == []


def test_a_column_that_the_schema_lacks_and_one_that_stands_twice_are_named(copied_data: Path) -> None:
    replace_bytes(copied_data / "programmes.csv", b"authority", b"x")
    replace_bytes(copied_data / OBSERVATIONS, b",unit,", b",sex,")
    assert errors(copied_data) == [
        f"data/{OBSERVATIONS}, row 1: expected each column once, found 'sex' 2 times. Remove the others.",
        f"data/{OBSERVATIONS}, row 1: expected the column 'unit', found none. Add it after 'value'.",
        "data/programmes.csv, row 1: the schema has no column 'x'. Remove it, or define it there.",
        "data/programmes.csv, row 1: expected the column 'authority', found none. Add it after 'legal_basis'.",
    ]


def test_columns_out_of_order_are_named(copied_data: Path) -> None:
    lines = read_rows(copied_data / "codes/stages.csv")
    write_rows(copied_data / "codes/stages.csv", [[line[0], line[2], line[1], *line[3:]] for line in lines])
    assert errors(copied_data) == [
        "data/codes/stages.csv, row 1: expected the column 'position' here, found 'name_en'. Keep the schema's order."
    ]


def test_a_fault_of_a_whole_column_is_told_once_with_its_rows(copied_data: Path) -> None:
    for row in range(3, 9):
        edit_cell(copied_data, "partners.csv", row, "report_id", "PER_2023-05_2023-08")
    assert errors(copied_data) == [
        "data/partners.csv, row 3, report_id: 'PER_2023-05_2023-08' is not a report. "
        "Nearest: 'PER_2023-05_2023-07'. Known ones are in data/reports.csv. "
        "The same in 5 more rows, down to row 8."
    ]


def test_a_missing_file_is_named_and_the_others_are_checked(copied_data: Path) -> None:
    (copied_data / "codes/sectors.csv").unlink()
    edit_cell(copied_data, OBSERVATIONS, 4, "unit", "shares")
    assert errors(copied_data) == [
        "data/codes/sectors.csv: expected this file, which datapackage.json names as 'sectors', found none. "
        "Restore it, or take its resource out.",
        f"data/{OBSERVATIONS}, row 4, unit: 'shares' is not a unit. Nearest: 'share'. "
        "Allowed values are in data/datapackage.json.",
    ]


def test_codes_of_a_table_that_was_read_in_part_are_not_called_unknown(copied_data: Path) -> None:
    replace_bytes(copied_data / "codes/sectors.csv", b"health,Health", b'health,"Health')
    assert errors(copied_data) == [
        "data/codes/sectors.csv, row 4: expected quotes in pairs, found a cell that can't be read "
        "(',' expected after '\"'). Mend its quotes."
    ]


def test_six_faults_in_different_files_are_all_told_in_one_run(copied_data: Path) -> None:
    (copied_data / "codes/places.csv").unlink()
    edit_cell(copied_data, OBSERVATIONS, 3, "period_end", "31/07/2023")
    edit_cell(copied_data, OBSERVATIONS, 10, "value", "42,600")
    edit_cell(copied_data, OBSERVATIONS, 31, "sector", "Protecion")
    edit_cell(copied_data, OBSERVATIONS, 24, "value", "5190")
    _cp1252(copied_data)
    found = errors(copied_data)
    places = [line.split(": ")[0] for line in found]
    assert places == [
        "data/codes/places.csv",
        f"data/{OBSERVATIONS}, row 3, period_end",
        f"data/{OBSERVATIONS}, row 10, value",
        f"data/{OBSERVATIONS}, row 31, sector",
        "data/partners.csv, row 2",
        f"data/{OBSERVATIONS}, row 24, printed",
    ]
    assert len(set(found)) == 6


def test_findings_wait_until_a_report_is_without_errors(copied_data: Path) -> None:
    edit_cell(copied_data, OBSERVATIONS, 31, "sector", "Protecion")
    found = [problem.where for problem in check(copied_data) if problem.severity == "finding"]
    assert [where for where in found if OBSERVATIONS in where] == []


def test_a_new_observations_file_prints_the_entry_that_makes_it_known(copied_data: Path) -> None:
    lines = read_rows(copied_data / OBSERVATIONS)[:1]
    write_rows(copied_data / "observations/PER_2023-08_2023-10.csv", lines)
    (message,) = errors(copied_data)
    first, entry = message.split("\n", 1)
    assert first == (
        "data/observations/PER_2023-08_2023-10.csv: not in the descriptor; add this resource to datapackage.json:"
    )
    assert '\n      {"name": "value", "type": "number", ' in entry, "a line a column, as the file has it"
    path = copied_data / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    package["resources"].append(json.loads(entry))
    path.write_text(json.dumps(package), encoding="utf-8")
    assert errors(copied_data) == []
    assert package["resources"][-1]["name"] == "observations-per_2023-08_2023-10"


def test_a_new_observations_file_is_checked_before_it_is_in_the_descriptor(copied_data: Path) -> None:
    shutil.copy(copied_data / OBSERVATIONS, copied_data / "observations/PER_2023-08_2023-10.csv")
    assert errors(copied_data)[1] == (
        "data/observations/PER_2023-08_2023-10.csv, row 2, report_id: 'PER_2023-05_2023-07' is not a "
        "report. Nearest: 'PER_2023-08_2023-10'. Allowed values are in data/datapackage.json. "
        "The same in 63 more rows, down to row 65."
    )


def test_another_unnamed_csv_file_is_an_error_but_a_hidden_copy_is_not(copied_data: Path) -> None:
    (copied_data / "funding.csv").write_text("a,b\n", encoding="utf-8")
    (copied_data / ".ipynb_checkpoints").mkdir()
    (copied_data / ".ipynb_checkpoints/partners-checkpoint.csv").write_text("a,b\n", encoding="utf-8")
    assert errors(copied_data) == [
        "data/funding.csv: datapackage.json does not name this file. Add a resource for it there, or move it elsewhere."
    ]


@pytest.mark.parametrize("path", ["../partners.csv", "/etc/hosts", "a\\..\\b.csv", "https://example.org/a.csv", ""])
def test_a_path_that_leaves_the_folder_is_refused(copied_data: Path, path: str) -> None:
    edit_descriptor(copied_data, "partners", path=path)
    (copied_data / "partners.csv").unlink()
    assert errors(copied_data) == [
        "data/datapackage.json, resource 'partners': expected the path of a file inside the folder, "
        f"found {path!r}. Move the file into it."
    ]


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        (
            {"schema": {"fields": [{"name": "report_id", "type": "datetime"}]}},
            "field 'report_id': found the type 'datetime', "
            "expected one of string, number, integer, date, boolean. Change it.",
        ),
        ({"schema": "x.json"}, "expected a schema with a list of fields, found none. "
         "Take them from another resource."),
        ({"encoding": "cp1252"}, "expected a CSV file in UTF-8 with commas, "
         "found another format, encoding or dialect. Remove it."),
        ({"name": "sectors"}, "expected each name once, found it twice. Rename one of the two."),
        ({"path": "reports.csv"}, "expected each file once, found 'reports.csv' in two resources. "
         "Remove one of the two."),
    ],
)  # fmt: skip
def test_an_entry_that_can_not_be_loaded_is_named(
    copied_data: Path, properties: dict[str, object], message: str
) -> None:
    edit_descriptor(copied_data, "partners", **properties)
    (found,) = [line for line in errors(copied_data) if "datapackage.json, resource" in line]
    assert found.split(": ", 1)[1] == message


def test_a_key_to_a_table_that_is_not_there_offers_the_nearest(copied_data: Path) -> None:
    path = copied_data / "datapackage.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"resource": "stages"', '"resource": "stage"'),
        encoding="utf-8",
    )
    found = "found a key to the resource 'stage', expected one of the file. Nearest: 'stages'."
    place = "data/datapackage.json, resource 'observations-per_2023-05_2023-07'"
    assert f"{place}: {found}" in errors(copied_data)
    assert all(line.endswith(found) for line in errors(copied_data))


def test_a_descriptor_that_is_no_package_is_named(copied_data: Path) -> None:
    path = copied_data / "datapackage.json"
    path.write_text("[]", encoding="utf-8")
    assert errors(copied_data) == [
        "data/datapackage.json: expected an object with a list of `resources`, found none. Restore it."
    ]
    path.write_text('{"resources": [', encoding="utf-8")
    (message,) = errors(copied_data)
    assert message.startswith("data/datapackage.json: expected JSON, found none that can be read (Expecting value")
    path.unlink()
    assert errors(copied_data) == ["data/datapackage.json: expected this file, found none. Restore it."]


def test_what_frictionless_says_of_the_descriptor_is_passed_on(copied_data: Path) -> None:
    edit_descriptor(copied_data, "partners", sources=3)
    assert errors(copied_data) == []
    assert errors(copied_data, strict=True) == [
        "data/datapackage.json: expected a Data Package v2, found: "
        "3 is not of type 'array' at property 'sources'. Mend it."
    ]


def test_a_column_whose_type_was_changed_stops_the_rule_and_not_the_check(copied_data: Path) -> None:
    path = copied_data / "datapackage.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"name": "value", "type": "number"', '"name": "value", "type": "string"'))
    found = [line for line in errors(copied_data) if "value_in_range" in line and OBSERVATIONS in line]
    assert found == [
        f"data/{OBSERVATIONS}: the rule value_in_range can't read this file "
        "(TypeError(\"'<' not supported between instances of 'str' and 'int'\")). Restore the descriptor."
    ]


def test_a_synthetic_folder_of_another_country_is_sound(tmp_path: Path, data_dir: Path) -> None:
    folder = write_folder(tmp_path / "made", data_dir)
    assert [problem.rule for problem in check(folder)] == []
    append_row(folder, "observations/ECU_2031-01_2031-03.csv", observation_id="x")
    errors = [problem for problem in check(folder) if problem.severity == "error"]
    assert [str(problem).split(": ")[0].split(", ", 1)[1] for problem in errors] == [
        "row 3, report_id",
        "row 3, indicator",
        "row 3, unit",
        "row 3, printed",
        "row 3, section",
    ]


def test_the_check_imports_neither_pandas_nor_the_slow_grammars(data_dir: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from r4v_analysis.data.check.check import check;"
        "check(Path(sys.argv[1]));"
        "print([name for name in ('pandas', 'rfc3987_syntax.syntax_helpers') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code, str(data_dir)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


HEADER = b"report_id,position,name\n"
TEXTS = st.text(max_size=60).map(lambda text: HEADER + text.encode("utf-8", "replace"))
CELLS = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
    st.sampled_from(["45138", "1e400", "NaN", "-", "May-23", "0000-00-00", "9" * 30, "²", "42,600", "ACNUR"]),
)
QUICK = settings(
    max_examples=50,
    deadline=None,
    derandomize=True,  # a failure that comes and goes would be no use in a test run
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example writes the file anew
)


@QUICK
@given(content=st.one_of(st.binary(max_size=80), TEXTS))
def test_no_content_of_a_table_makes_the_check_raise(copied_data: Path, content: bytes) -> None:
    if (copied_data / "reports.csv").exists():
        keep_only(copied_data, "partners")
    (copied_data / "partners.csv").write_bytes(content)
    for problem in check(copied_data):
        assert problem.message.strip().endswith(".")


@QUICK
@given(cells=st.lists(CELLS, min_size=1, max_size=6), start=st.integers(0, 20))
def test_no_cell_makes_the_check_raise_and_what_it_passes_can_be_loaded(
    copied_data: Path, data_dir: Path, cells: list[str], start: int
) -> None:
    if (copied_data / "codes/sectors.csv").exists():
        keep_only(copied_data, "observations-per_2023-05_2023-07")
    lines = read_rows(data_dir / OBSERVATIONS)
    lines[9][start : start + len(cells)] = cells[: len(lines[0]) - start]
    write_rows(copied_data / OBSERVATIONS, lines)
    if not [problem for problem in check(copied_data) if problem.severity == "error"]:
        assert len(load_unchecked(copied_data).tables["observations"]) == len(lines) - 1


def test_who_needs_only_errors_gets_them_without_a_search_for_findings(data_dir, tmp_path, monkeypatch):
    assert errors_in(data_dir) == []
    folder = shutil.copytree(data_dir, tmp_path / "data", ignore=shutil.ignore_patterns(".*"))
    edit_cell(folder, "plan_funding.csv", 2, "funding_usd", "much")
    assert errors_in(folder) == [problem for problem in check(folder) if problem.severity == "error"] != []
    monkeypatch.setattr(rules, "FINDINGS", {"reports": (pytest.fail,)})
    assert errors_in(data_dir) == []


def test_a_column_that_a_spreadsheet_rewrote_is_told_by_its_first_cells_and_a_count(data_dir, tmp_path):
    folder = shutil.copytree(data_dir, tmp_path / "data", ignore=shutil.ignore_patterns(".*"))
    header, *rows = read_rows(folder / "sector_reach.csv")
    place = header.index("known_from")
    for row in rows:
        year, month, day = row[place].split("-")
        row[place] = f"{day}/{month}/{year}" if row is not rows[1] else f"{day}.{month}.{year}"
    for number, row in enumerate(rows[:30], 2):
        row[header.index("people_reached")] = "99,5" if number in (5, 26, 27, 28) else f"{number},5"
    write_rows(folder / "sector_reach.csv", [header, *rows])
    found = [line for line in errors(folder) if "people_reached:" in line]
    assert [line.partition(": ")[0] for line in found] == [
        f"data/sector_reach.csv, row {row}, people_reached" for row in (2, 3, 4, 5)
    ]
    assert found[0].endswith("expected a plain number such as 42600, found '2,5'. Write 2.5.")
    assert found[3].endswith("42600, found 27 more cells that are none, down to row 31. Mend the column as a whole.")
    (counted,) = [problem for problem in check(folder) if "27 more cells" in problem.message]
    assert counted.rows == tuple(range(5, 32))


def test_a_row_that_is_left_out_for_another_error_is_not_told_as_missing(data_dir, tmp_path):
    folder = shutil.copytree(data_dir, tmp_path / "data", ignore=shutil.ignore_patterns(".*"))
    _header, *rows = read_rows(folder / "plan_funding.csv")
    first = next(
        number for number, row in enumerate(rows, 2) if row[0].endswith("_v1") and rows[number - 1][0].endswith("_v2")
    )
    edit_cell(folder, "plan_funding.csv", first, "funding_usd", "much")
    extension = next(
        number
        for number, row in enumerate(read_rows(folder / "programme_events.csv")[1:], 2)
        if row[0].startswith("italy_2020") and row[2] == "extension"
    )
    edit_cell(folder, "programme_events.csv", extension, "date_high", "soon")
    assert [line.partition(":")[0] for line in errors(folder)] == [
        f"data/programme_events.csv, row {extension}, date_high",
        f"data/plan_funding.csv, row {first}, funding_usd",
    ]


def test_an_error_of_the_copy_that_is_checked_names_the_folder_itself_in_all_its_words(data_dir, tmp_path):
    folder = shutil.copytree(data_dir, tmp_path / "data", ignore=shutil.ignore_patterns(".*"))
    lines = (folder / "observations" / "PER_2023-05_2023-07.csv").read_text(encoding="utf-8")
    with pytest.raises(DataError) as refused:
        change.change(folder, {"observations/PER_2023-05_2023-07.csv": lines.replace(",people,", ",persons,")}, "x")
    assert f"Allowed values are in {folder}/datapackage.json." in str(refused.value)
