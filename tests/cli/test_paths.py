import os
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from r4v_analysis import files
from r4v_analysis.errors import UsageError
from r4v_analysis.files import check_report_id, find_data_dir, report_folder, write_atomic


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A synthetic project folder with an empty descriptor, and no R4V_DATA."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "datapackage.json").write_text("{}")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.delenv("R4V_DATA", raising=False)
    return tmp_path


def test_data_is_found_upward_from_the_working_directory(project, monkeypatch):
    monkeypatch.chdir(project)
    assert find_data_dir() == Path("data")
    monkeypatch.chdir(project / "notebooks")
    assert find_data_dir() == Path("../data")


def test_a_named_folder_wins_over_the_environment_and_that_over_what_is_found(project, monkeypatch, tmp_path_factory):
    named, set_ = tmp_path_factory.mktemp("named"), tmp_path_factory.mktemp("set")
    for folder in (named, set_):
        (folder / "datapackage.json").write_text("{}")
    monkeypatch.chdir(project)
    monkeypatch.setenv("R4V_DATA", str(set_))
    assert find_data_dir(named) == named
    assert find_data_dir() == set_


def test_a_notebook_that_is_kept_anywhere_finds_the_checkout_last(project, monkeypatch, tmp_path_factory):
    monkeypatch.setattr(files, "PACKAGE", project / "r4v_analysis")
    monkeypatch.chdir(tmp_path_factory.mktemp("anywhere"))
    assert find_data_dir() == project / "data"
    own = tmp_path_factory.mktemp("own")
    (own / "data").mkdir()
    (own / "data" / "datapackage.json").write_text("{}")
    monkeypatch.chdir(own)
    assert find_data_dir() == Path("data")


def test_a_folder_without_descriptor_is_named_with_what_to_do(tmp_path):
    with pytest.raises(UsageError) as error:
        find_data_dir(tmp_path)
    assert str(error.value) == (
        f"data folder {str(tmp_path)!r}: expected a datapackage.json in it, found none. "
        "Name the folder that holds it with --data DIR or the parameter data_dir (papermill: -p data_dir PATH)."
    )


def test_no_data_anywhere_names_the_places_that_were_tried(tmp_path_factory, monkeypatch):
    monkeypatch.chdir(tmp_path_factory.mktemp("nowhere"))
    monkeypatch.delenv("R4V_DATA", raising=False)
    monkeypatch.setattr(files, "PACKAGE", Path.cwd() / "site-packages" / "r4v_analysis")
    with pytest.raises(UsageError, match=r"in .* or a folder above it, found none\. .*papermill: -p data_dir PATH"):
        find_data_dir()


@pytest.mark.parametrize("report_id", ["PER_2023-05_2023-07", "XRG_2021-01_2021-12_v2"])
def test_an_id_of_the_right_form_is_itself(report_id):
    assert check_report_id(report_id) == report_id


@pytest.mark.parametrize(
    "report_id", ["", "../PER_2023-05_2023-07", "PER_2023-05_2023-07/..", "per_2023", 7, None, "a\0b"]
)
def test_anything_else_is_no_id_and_never_becomes_a_path(report_id):
    with pytest.raises(UsageError, match="report_id: expected country and months such as 'PER_2023-05_2023-07', found"):
        report_folder("outputs", report_id)


def test_another_date_than_the_reports_own_has_a_folder_of_its_own():
    assert report_folder("outputs", "PER_2023-05_2023-07") == Path("outputs/PER_2023-05_2023-07")
    assert report_folder("outputs", "PER_2023-05_2023-07", date(2023, 9, 1)).name == "as-of-2023-09-01"


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "page.html"
    write_atomic(path, "old")

    def full(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        write_atomic(path, "new")
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["page.html"]


def test_a_written_file_has_the_permissions_of_any_other(tmp_path):
    write_atomic(tmp_path / "a" / "page.html", "text")
    (tmp_path / "plain").write_text("text")
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a/page.html", "plain")}
    assert len(modes) == 1


def test_what_replaces_a_file_keeps_its_mode_and_is_no_link(tmp_path):
    path = tmp_path / "private.csv"
    path.write_text("old")
    path.chmod(0o600)
    write_atomic(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    write_atomic(link, "own")
    assert (link.is_symlink(), link.read_text(), path.read_text()) == (False, "own", "new")


def test_files_that_are_written_together_are_written_all_or_none(tmp_path, monkeypatch):
    (tmp_path / "one").write_text("old")
    written = Path.write_bytes

    def full(self, content):
        if ".two." in self.name:
            raise OSError(28, "No space left on device")
        return written(self, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        files.write_together({tmp_path / "one": "new", tmp_path / "two": "new"})
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"one": "old"}


@pytest.mark.parametrize(
    ("path", "is_inside"),
    [("a.csv", True), ("a/b.csv", True), ("../a.csv", False), ("a/../../b", False), ("/etc/passwd", False), ("", False),
     (".", False), ("link/b.csv", False), ("dead", False), ("a\0b", False)],
)  # fmt: skip
def test_a_path_that_leaves_its_folder_is_not_inside_by_way_of_links_either(tmp_path, path, is_inside):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path)
    (folder / "dead").symlink_to("../nowhere")
    assert files.is_inside(folder, path) is is_inside


@pytest.mark.process
def test_temporary_folders_of_dead_processes_of_this_table_are_removed_and_no_others(tmp_path, monkeypatch):
    monkeypatch.setattr(files.tempfile, "tempdir", str(tmp_path))
    done = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    dead, table = int(done.stdout), files._processes()
    kept = [
        f"r4v-{os.getpid()}-{table}-abc",
        f"r4v-{dead}-000000-abc",
        f"r4v-{dead}",
        "r4v-mine",
        f"x-{dead}-{table}-a",
    ]
    for name in (f"r4v-{dead}-{table}-abc", f"r4v-change-{dead}-{table}-abc", *kept):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("x")
    files.remove_dead.cache_clear()
    with files.scratch("change") as folder:
        assert {path.name for path in tmp_path.iterdir()} == {*kept, folder.name}
    assert {path.name for path in tmp_path.iterdir()} == set(kept)
    files.remove_dead.cache_clear()


def test_a_device_has_no_bytes_and_a_large_file_is_not_read(tmp_path):
    with pytest.raises(OSError, match="Is no plain file"):
        files.bounded(Path("/dev/null"))
    (tmp_path / "large").write_bytes(b"12345")
    assert files.bounded(tmp_path / "large", 4) is None
    assert files.bounded(tmp_path / "large", 5) == b"12345"
