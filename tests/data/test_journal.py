"""Changes to data/ go in whole, and the last one comes out whole."""

import json

import pytest
import synthetic

from r4v_analysis.cli import app as cli
from r4v_analysis.data import change as journal
from r4v_analysis.errors import DataError


@pytest.fixture(autouse=True)
def sound(monkeypatch):
    """The check of data is not what is tried here."""
    monkeypatch.setattr(journal, "refuse", lambda folder, shown=None: None)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "datapackage.json").write_text("{}")
    (tmp_path / "data" / "reports.csv").write_text("report_id\n")
    return tmp_path / "data"


def files(folder):
    return {path.name: path.read_text() for path in sorted(folder.iterdir())}


def test_the_last_change_is_undone_to_the_byte_and_only_once(folder, capsys):
    before = files(folder)
    journal.change(folder, {"reports.csv": "report_id\nx\n", "new.csv": "a\n"}, "r4v intake x.pdf")
    assert files(folder)["new.csv"] == "a\n"
    assert cli.main(["undo", "--data", str(folder)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Undone: r4v intake x.pdf",
        f"{folder}/reports.csv: as before.",
        f"{folder}/new.csv: removed.",
    ]
    assert files(folder) == before
    assert cli.main(["undo", "--data", str(folder)]) == 1
    assert "found none" in capsys.readouterr().err


def test_what_was_edited_since_is_not_taken_back(folder):
    journal.change(folder, {"reports.csv": "report_id\nx\n"}, "r4v import fts x.csv")
    (folder / "reports.csv").write_text("report_id\nx\nmine\n")
    with pytest.raises(journal.NothingToUndo, match="found it changed since"):
        journal.undo(folder)
    assert files(folder)["reports.csv"].endswith("mine\n")


def test_a_change_that_fails_half_way_leaves_everything_as_it_was(folder, monkeypatch):
    before = files(folder)
    write = journal.write_atomic

    def failing(path, content):
        if path.name == "two.csv":
            raise OSError("disk full")
        write(path, content)

    monkeypatch.setattr(journal, "write_atomic", failing)
    with pytest.raises(OSError, match="disk full"):
        journal.change(folder, {"one.csv": "1\n", "reports.csv": "other\n", "two.csv": "2\n"}, "r4v intake x.pdf")
    assert files(folder) == before


def test_a_crash_between_two_files_can_be_undone(folder):
    before = files(folder)
    journal.change(folder, {"one.csv": "1\n", "reports.csv": "other\n"}, "r4v intake x.pdf")
    (folder / "reports.csv").write_text(before["reports.csv"])  # as if the second file had not been written
    journal.undo(folder)
    assert files(folder) == before


def test_a_change_that_breaks_data_writes_nothing(folder, monkeypatch):
    def refuse(copy, shown=None):
        assert (copy / "reports.csv").read_text() == "broken\n"
        raise DataError([])

    monkeypatch.setattr(journal, "refuse", refuse)
    before = files(folder)
    with pytest.raises(DataError):
        journal.change(folder, {"reports.csv": "broken\n"}, "r4v intake x.pdf")
    assert files(folder) == before


def test_what_another_command_wrote_meanwhile_is_not_overwritten(folder, monkeypatch):
    def refuse(copy, shown=None):
        (folder / "reports.csv").write_text("report_id\ntheirs\n")

    monkeypatch.setattr(journal, "refuse", refuse)
    with pytest.raises(journal.ChangedMeanwhile, match="Run it again"):
        journal.change(folder, {"reports.csv": "report_id\nmine\n", "new.csv": "1\n"}, "r4v intake x.pdf")
    assert files(folder)["reports.csv"] == "report_id\ntheirs\n"
    assert "new.csv" not in files(folder)


def test_an_import_can_be_undone(copied_data, tmp_path):
    before = (copied_data / "plan_funding.csv").read_bytes()
    source = tmp_path / "fts_requirements_funding_per_2031-05-01.csv"
    source.write_text(
        "countryCode,id,name,code,typeId,typeName,startDate,endDate,year,requirements,funding,percentFunded\n"
        "PER,9999,"
        "Regional Refugee and Migrant Response Plan (RMRP) 2031,RREG31,"
        "1,Regional response plan,2031-01-01,2031-12-31,2031,1000,100,10\n"
    )
    assert cli.main(["import", "fts", str(source), "--data", str(copied_data)]) == 0
    assert (copied_data / "plan_funding.csv").read_bytes() != before
    record = json.loads((copied_data / journal.JOURNAL).read_text())
    assert record["what"] == "r4v import fts fts_requirements_funding_per_2031-05-01.csv"
    journal.undo(copied_data)
    assert (copied_data / "plan_funding.csv").read_bytes() == before
    assert synthetic.read_rows(copied_data / "plan_funding.csv")
