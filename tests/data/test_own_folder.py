"""`r4v init`: a data folder of one's own that every command takes."""

import csv
import json

import pytest

import r4v_analysis as r4v
from r4v_analysis.analysis.record import report_metrics
from r4v_analysis.cli import app
from r4v_analysis.data import new_folder

OWN = "CHL_2030-08_2030-10"


def run(capsys, *arguments):
    code = app.main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out.splitlines(), captured.err.splitlines()


@pytest.fixture(scope="module")
def own(tmp_path_factory, data_dir):
    folder = tmp_path_factory.mktemp("own") / "new" / "data"
    new_folder.write_own_folder(folder, OWN, data_dir)
    return folder


def test_a_new_folder_is_checked_and_listed_by_option_and_by_variable(capsys, own, monkeypatch, tmp_path):
    code, lines, errors = run(capsys, "check", "--data", own)
    assert (code, lines[-1], errors) == (0, f"{own}: 0 errors, 1 finding.", [])
    assert "expected an address" in lines[0]  # of the report that is to be filled in
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("R4V_DATA", str(own))
    _code, out, _err = run(capsys, "list")
    name, _, silent = out[0].partition(": nothing ")
    assert name == f"{OWN}  Chile situation report, 2030-08 to 2030-10"
    assert silent.startswith("(funding: no requirements and no funding known by 31 October 2030; ")


def test_the_empty_report_has_the_days_that_its_id_says_and_no_number(own):
    with (own / "reports.csv").open(newline="") as handle:
        (row,) = csv.DictReader(handle)
    assert (row["period_start"], row["period_end"], row["known_from"]) == ("2030-08-01", "2030-10-31", "2030-11-30")
    report = r4v.report(OWN, data_dir=own)
    assert report.observations.empty
    assert all(metric.quantity.is_missing for name, metric in report_metrics(report).items() if name != "year_elapsed")


def test_schema_and_codes_are_those_of_the_project_and_no_number_is(own, data_dir):
    schema = {entry["name"]: entry["schema"] for entry in descriptor(data_dir)["resources"]}
    for entry in descriptor(own)["resources"]:
        if entry["path"].startswith("codes/"):
            assert (own / entry["path"]).read_bytes() == (data_dir / entry["path"]).read_bytes()
        elif not entry["path"].startswith("observations/"):
            assert entry["schema"] == schema[entry["name"]]
            lines = (own / entry["path"]).read_text(encoding="utf-8").splitlines()
            assert len(lines) == (2 if entry["name"] == "reports" else 1)
    assert "### Observations" in (own / "README.md").read_text(encoding="utf-8")


def descriptor(folder):
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def test_a_folder_with_something_in_it_is_refused_and_left_alone(capsys, tmp_path, data_dir):
    (tmp_path / "note.txt").write_text("mine")
    code, out, err = run(capsys, "init", tmp_path, "--data", data_dir)
    assert (code, out) == (2, [])
    found = "expected a new or an empty folder, found files in it. Name another one, or empty it."
    assert err == [f"error: {str(tmp_path)!r}: {found}"]
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


@pytest.mark.parametrize(
    ("report_id", "said"),
    [
        ("CHL_2030-08", "expected country and months"),
        (
            "ZZZ_2030-08_2030-10",
            "expected a country of codes, found 'ZZZ'. Allowed: 'ABW', 'ARG', 'BOL', 'BRA', 'CHL', 'COL'",
        ),
        ("PEU_2030-08_2030-10", "expected a country of codes, found 'PEU'. Nearest: 'PER'."),
        ("CHL_2030-13_2030-13", "expected two months"),
        ("CHL_2030-10_2030-08", "expected the first month first"),
    ],
)
def test_an_id_that_no_report_can_have_is_refused_and_nothing_written(capsys, tmp_path, data_dir, report_id, said):
    code, _out, err = run(capsys, "init", tmp_path / "own", "--report", report_id, "--data", data_dir)
    assert code == 2
    assert said in err[0]
    assert list(tmp_path.iterdir()) == []


def test_the_command_prints_what_to_fill_in_and_what_to_do_next(capsys, tmp_path, data_dir):
    folder = tmp_path / "own"
    folder.mkdir()
    code, out, err = run(capsys, "init", folder, "--report", OWN, "--data", data_dir)
    assert code == 0
    assert out == [str(folder / name) for name in ("reports.csv", f"observations/{OWN}.csv", "README.md")]
    assert err == [f"Fill them in, then run: r4v check --data {folder}"]
    assert sorted(tmp_path.iterdir()) == [folder]
