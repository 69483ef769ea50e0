"""Files as git, a spreadsheet or a shared drive left them: named as what they are, each with the next step."""

import os
from pathlib import Path

import pytest
import synthetic

from r4v_analysis.data.check.check import check
from r4v_analysis.data.load import load
from r4v_analysis.errors import DataError
from r4v_analysis.files import MOST_BYTES, TOO_LARGE

CONFLICT = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n"


@pytest.fixture
def folder(tmp_path, data_dir):
    return synthetic.write_folder(tmp_path / "data", data_dir)


def errors(folder):
    found = [problem for problem in check(folder) if problem.severity == "error"]
    return [str(problem).replace(f"{folder}/", "") for problem in found]


def test_the_markers_of_a_merge_are_named_in_a_table(folder):
    path = folder / "reports.csv"
    path.write_text(path.read_text() + CONFLICT)
    first = next(line for line in errors(folder) if line.startswith("reports.csv"))
    assert first == (
        "reports.csv, row 3: expected a table, found git's conflict markers ('<<<<<<< HEAD'). Settle the merge: keep "
        "one side's lines without the markers, or take one file (git checkout --ours)."
    )


@pytest.mark.parametrize("name", ["datapackage.json", "corrections.toml"])
def test_the_markers_of_a_merge_are_named_in_descriptor_and_corrections(folder, name):
    path = folder / name
    path.write_text(f"{path.read_text() if path.exists() else ''}\n{CONFLICT}")
    assert any("git's conflict markers ('<<<<<<< HEAD')" in line for line in errors(folder))


def test_a_line_of_equals_signs_alone_is_no_marker(folder):
    synthetic.edit_cell(folder, "reports.csv", 2, "notes", "Title\n=======\ntext")
    assert errors(folder) == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_named_with_or_without_its_mark(folder, encoding):
    for name in ("reports.csv", "datapackage.json"):
        path = folder / name
        before = path.read_bytes()
        path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
        assert any(line.startswith(name) and "found UTF-16" in line for line in errors(folder)), name
        path.write_bytes(before)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", "a pointer of Git LFS"),
        ("/annex/objects/SHA256E-s9--0.csv\n", "a pointer of git-annex"),
    ],
)
def test_a_pointer_in_place_of_a_file_is_named(folder, text, found):
    (folder / "reports.csv").write_text(text)
    assert any(line.startswith("reports.csv: expected a table, found " + found) for line in errors(folder))


def test_a_link_that_leads_outside_is_told_as_one(folder):
    path = folder / "reports.csv"
    path.rename(folder.parent / "reports.csv")
    path.symlink_to("../reports.csv")
    assert errors(folder)[0].startswith(
        "datapackage.json, resource 'reports': expected a file inside the folder, found a link that leads outside "
        "('../reports.csv'). Put a copy there"
    )


def test_a_folder_that_is_a_link_is_told_too(folder):
    (folder / "codes").rename(folder.parent / "codes")
    (folder / "codes").symlink_to("../codes")
    assert any("found a link that leads outside ('../codes')" in line for line in errors(folder))


def test_a_link_of_git_annex_without_its_content_says_what_to_run(folder):
    path = folder / "reports.csv"
    path.unlink()
    path.symlink_to("../.git/annex/objects/xx/yy/SHA256E-s9--0.csv/SHA256E-s9--0.csv")
    assert "a link of git-annex's, whose content was not fetched. Run: git annex get reports.csv" in errors(folder)[0]


def test_a_link_within_the_folder_is_followed_and_a_dead_one_is_told(folder):
    path = folder / "reports.csv"
    path.rename(folder / ".kept")
    path.symlink_to(".kept")
    assert errors(folder) == []
    (folder / ".kept").unlink()
    assert errors(folder)[0] == "reports.csv: expected a file, found a link to '.kept', which is gone. Restore it."


def test_a_pipe_or_a_folder_in_a_tables_place_is_told_and_not_read(folder):
    (folder / "reports.csv").unlink()
    os.mkfifo(folder / "reports.csv")
    assert errors(folder)[0].startswith("reports.csv: expected a plain file, found a folder, a pipe or a device.")


@pytest.mark.parametrize("name", ["reports.csv", "datapackage.json"])
def test_a_file_that_is_too_large_is_told_before_it_is_read(folder, name, monkeypatch):
    os.truncate(folder / name, 100 * MOST_BYTES)
    assert any(f"found {TOO_LARGE}" in line for line in errors(folder))


def test_a_file_that_the_disk_does_not_give_is_a_problem_and_no_traceback(folder, monkeypatch):
    opened = Path.open

    def failing(self, *given, **named):
        if self.name == "reports.csv":
            raise OSError(5, "Input/output error", str(self))
        return opened(self, *given, **named)

    monkeypatch.setattr(Path, "open", failing)
    assert "reports.csv: can't be read: Input/output error. Restore it." in errors(folder)
    with pytest.raises(DataError, match=r"can't be read: Input/output error"):
        load(folder)
