"""Changes to data/ go in whole, and the last one comes out whole."""

import errno
import hashlib
import json
from pathlib import Path

import pytest
import synthetic

from r4v_analysis.cli import app
from r4v_analysis.data import change
from r4v_analysis.errors import DataError, R4VError


@pytest.fixture(autouse=True)
def sound(monkeypatch):
    """The check of data is not what is tried here."""
    monkeypatch.setattr(change, "refuse", lambda folder, shown=None: None)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "datapackage.json").write_text("{}")
    (tmp_path / "data" / "reports.csv").write_text("report_id\n")
    return tmp_path / "data"


def files(folder):
    return {path.name: path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_last_change_is_undone_to_the_byte_and_only_once(folder, capsys):
    before = files(folder)
    change.change(folder, {"reports.csv": "report_id\nx\n", "new.csv": "a\n"}, "r4v intake x.pdf")
    assert files(folder)["new.csv"] == "a\n"
    assert app.main(["undo", "--data", str(folder)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Undone: r4v intake x.pdf",
        f"{folder}/reports.csv: as before.",
        f"{folder}/new.csv: removed.",
    ]
    assert files(folder) == before
    assert app.main(["undo", "--data", str(folder)]) == 1
    assert "found none" in capsys.readouterr().err


def test_a_correction_made_since_is_named_cell_by_cell_and_lost_only_when_asked(folder, capsys):
    before = files(folder)
    text = "observation_id,value,note\na,1,\nb,2,\nc,3,\n"
    change.change(folder, {"new.csv": text}, "r4v intake x.pdf")
    (folder / "new.csv").write_text("observation_id,value,note\na,1,\nb,20,seen\nd,4,\n")
    mine = files(folder)
    assert app.main(["undo", "--data", str(folder)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"error: {folder}/new.csv, row 3 (b), value: 2 became 20, since 'r4v intake x.pdf'.",
        f"error: {folder}/new.csv, row 3 (b), note: empty became seen, since 'r4v intake x.pdf'.",
        f"error: {folder}/new.csv, row 4: d was added, since 'r4v intake x.pdf'.",
        f"error: {folder}/new.csv, c was taken out, since 'r4v intake x.pdf'.",
        "error: Nothing was taken back. To take it back, and lose what was corrected: "
        f"r4v undo --force --data {folder}",
    ]
    assert files(folder) == mine
    assert app.main(["undo", "--force", "--data", str(folder)]) == 0
    assert files(folder) == before


def test_of_many_corrections_the_first_are_named_and_of_rows_without_a_key_the_lines(folder):
    text = "x,y\n" + "1,1\n" * 30
    change.change(folder, {"new.csv": text}, "r4v import fts x.csv")
    (folder / "new.csv").write_text("x,y\n" + "1,2\n" * 30)
    with pytest.raises(change.NothingToUndo) as caught:
        change.undo(folder)
    lines = str(caught.value).splitlines()
    assert lines[0] == f"{folder}/new.csv, line taken out: 1,1, since 'r4v import fts x.csv'."
    assert lines[20:] == [
        f"{folder}/new.csv: and 40 more.",
        f"Nothing was taken back. To take it back, and lose what was corrected: r4v undo --force --data {folder}",
    ]


def test_a_file_that_is_gone_since_is_said(folder):
    change.change(folder, {"reports.csv": "report_id\nx\n"}, "r4v import fts x.csv")
    (folder / "reports.csv").unlink()
    with pytest.raises(change.NothingToUndo, match="found that it is gone since"):
        change.undo(folder)


def failing_rename_to(monkeypatch, path):
    """Have the system refuse to give a file its name."""
    rename = Path.replace

    def refused(self, target):
        if Path(target) == path:
            raise OSError(errno.EIO, "Input/output error", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", refused)


def test_a_change_that_fails_half_way_leaves_everything_as_it_was(folder, monkeypatch):
    change.change(folder, {"earlier.csv": "0\n"}, "r4v import fts a.csv")
    before = files(folder)
    failing_rename_to(monkeypatch, folder / "two.csv")
    with pytest.raises(R4VError) as caught:
        change.change(folder, {"one.csv": "1\n", "reports.csv": "other\n", "two.csv": "2\n"}, "r4v intake x.pdf")
    assert str(caught.value) == (
        f"'{folder}/two.csv': expected that it can be used, found: Input/output error. Check the disk, and restore "
        f"the file. In '{folder}' nothing was changed."
    )
    assert files(folder) == before
    assert change.undo(folder)[0] == "Undone: r4v import fts a.csv"


def test_a_full_disk_changes_nothing_and_leaves_no_part(folder, monkeypatch):
    before = files(folder)

    def full(self, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(
        R4VError, match=r"found: No space left on device\. Free some space and run again\. In .* nothing"
    ):
        change.change(folder, {"reports.csv": "other\n"}, "r4v intake x.pdf")
    assert files(folder) == before


def test_a_change_that_was_killed_before_its_first_file_is_not_told_as_undone(folder):
    before = files(folder)
    found = hashlib.sha256(before["reports.csv"].encode()).hexdigest()
    state = {"reports.csv": {"before": found, "after": "0"}}
    (folder / ".last-change").mkdir()
    (folder / ".last-change" / found).write_text(before["reports.csv"])
    (folder / change.JOURNAL).write_text(json.dumps({"what": "r4v import fts x.csv", "files": state}))
    with pytest.raises(change.NothingToUndo, match=r"'r4v import fts x\.csv' left it, found that this did not come"):
        change.undo(folder)
    assert files(folder) == before


@pytest.mark.parametrize("path", ["../victim.csv", "linked/victim.csv", "/victim.csv", ""])
def test_a_journal_that_names_a_file_outside_the_folder_is_none(folder, path):
    victim = folder.parent / "victim.csv"
    victim.write_text("mine\n")
    (folder / "linked").symlink_to(folder.parent)
    state = {path.replace("/victim", f"{folder.parent}/victim") if path[:1] == "/" else path: {"before": None}}
    for values in state.values():
        values["after"] = hashlib.sha256(b"mine\n").hexdigest()
    (folder / change.JOURNAL).write_text(json.dumps({"what": "r4v import fts x.csv", "files": state}))
    with pytest.raises(change.NothingToUndo, match="found none"):
        change.undo(folder)
    assert victim.read_text() == "mine\n"


def test_a_change_does_not_follow_a_link_out_of_the_folder(folder):
    outside = folder.parent / "elsewhere"
    outside.mkdir()
    (folder / "observations").symlink_to(outside)
    with pytest.raises(
        R4VError, match=r"observations/x\.csv: expected a file inside the folder, found that it is outside"
    ):
        change.change(folder, {"observations/x.csv": "1\n"}, "r4v intake x.pdf")
    assert list(outside.iterdir()) == []


def test_a_file_that_was_damaged_since_is_not_taken_back(folder):
    change.change(folder, {"reports.csv": "report_id\nx\n"}, "r4v import fts x.csv")
    (folder / "reports.csv").write_bytes(b"report_id\n\xff\n")
    with pytest.raises(change.NothingToUndo, match="x was taken out"):
        change.undo(folder)


def test_a_crash_between_two_files_can_be_undone(folder):
    before = files(folder)
    change.change(folder, {"one.csv": "1\n", "reports.csv": "other\n"}, "r4v intake x.pdf")
    (folder / "reports.csv").write_text(before["reports.csv"])  # as if the second file had not been written
    change.undo(folder)
    assert files(folder) == before


def test_a_change_that_breaks_data_writes_nothing(folder, monkeypatch):
    def refuse(copy, shown=None):
        assert (copy / "reports.csv").read_text() == "broken\n"
        raise DataError([])

    monkeypatch.setattr(change, "refuse", refuse)
    before = files(folder)
    with pytest.raises(DataError):
        change.change(folder, {"reports.csv": "broken\n"}, "r4v intake x.pdf")
    assert files(folder) == before


def test_what_another_command_wrote_meanwhile_is_not_overwritten(folder, monkeypatch):
    def refuse(copy, shown=None):
        (folder / "reports.csv").write_text("report_id\ntheirs\n")

    monkeypatch.setattr(change, "refuse", refuse)
    with pytest.raises(change.ChangedMeanwhile, match="Run it again"):
        change.change(folder, {"reports.csv": "report_id\nmine\n", "new.csv": "1\n"}, "r4v intake x.pdf")
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
    assert app.main(["import", "fts", str(source), "--data", str(copied_data)]) == 0
    assert (copied_data / "plan_funding.csv").read_bytes() != before
    record = json.loads((copied_data / change.JOURNAL).read_text())
    assert record["what"] == "r4v import fts fts_requirements_funding_per_2031-05-01.csv"
    change.undo(copied_data)
    assert (copied_data / "plan_funding.csv").read_bytes() == before
    assert synthetic.read_rows(copied_data / "plan_funding.csv")


def test_the_journal_keeps_copies_of_the_last_change_only(folder):
    change.change(folder, {"reports.csv": "report_id\nx\n"}, "r4v import fts a.csv")
    larger = folder.parent / "larger.csv"
    larger.write_text("report_id\ny\n")
    change.change(folder, {"reports.csv": larger}, "r4v import fts b.csv")
    kept = {path.name: path.read_text() for path in (folder / ".last-change").iterdir()}
    assert kept == {hashlib.sha256(text.encode()).hexdigest(): text for text in ("report_id\nx\n", "report_id\ny\n")}
    assert "report_id" not in (folder / change.JOURNAL).read_text()
    change.undo(folder)
    assert files(folder) == {"datapackage.json": "{}", "reports.csv": "report_id\nx\n"}


def test_a_copy_that_was_damaged_is_not_put_back(folder):
    change.change(folder, {"reports.csv": "report_id\nx\n"}, "r4v import fts a.csv")
    for path in (folder / ".last-change").iterdir():
        path.write_text("damaged")
    with pytest.raises(change.NothingToUndo, match="found none"):
        change.undo(folder)
    assert (folder / "reports.csv").read_text() == "report_id\nx\n"
