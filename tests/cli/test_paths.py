import stat
from datetime import date
from pathlib import Path

import pytest

from r4v_analysis import files as paths
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


def test_an_explicit_folder_is_taken_and_the_environment_comes_last(project, monkeypatch, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(elsewhere)
    assert find_data_dir(project / "data") == project / "data"
    monkeypatch.setenv("R4V_DATA", str(project / "data"))
    assert find_data_dir() == project / "data"


def test_a_folder_without_descriptor_is_named_with_what_to_do(tmp_path):
    with pytest.raises(UsageError) as error:
        find_data_dir(tmp_path)
    assert str(error.value) == (
        f"data folder {str(tmp_path)!r}: expected a datapackage.json in it, found none. "
        "Name the folder that holds it with --data DIR or the parameter data_dir."
    )


def test_no_data_anywhere_names_the_places_that_were_tried(tmp_path_factory, monkeypatch):
    monkeypatch.chdir(tmp_path_factory.mktemp("nowhere"))
    monkeypatch.delenv("R4V_DATA", raising=False)
    with pytest.raises(UsageError, match=r"expected data/datapackage\.json in .* or a folder above it, found none"):
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

    monkeypatch.setattr(paths.Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        write_atomic(path, "new")
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["page.html"]


def test_a_written_file_has_the_permissions_of_any_other(tmp_path):
    write_atomic(tmp_path / "a" / "page.html", "text")
    (tmp_path / "plain").write_text("text")
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a/page.html", "plain")}
    assert len(modes) == 1
