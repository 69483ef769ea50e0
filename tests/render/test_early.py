"""Workers get ready beside the plan only where there will be something for them to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from r4v_analysis.render.early import is_likely_stale


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """An output folder whose manifest is as new as can be, and a data folder."""
    data, outputs = tmp_path / "data", tmp_path / "outputs"
    (data / "observations").mkdir(parents=True)
    (data / "datapackage.json").write_text("{}")
    (data / "observations" / "x.csv").write_text("")
    outputs.mkdir()
    (outputs / "manifest.json").write_text("{}")
    set_days(outputs / "manifest.json", ahead=10)
    monkeypatch.chdir(tmp_path)
    return data, outputs


def set_days(path: Path, ahead: int) -> None:
    """Have a file written so many days after the newest of all."""
    now = Path(__file__).stat().st_mtime + 1e8
    os.utime(path, (now + ahead * 86400, now + ahead * 86400))


def test_nothing_is_expected_where_nothing_was_written_after_the_manifest(folders: tuple[Path, Path]) -> None:
    data, outputs = folders
    assert not is_likely_stale(outputs, data)


def test_a_first_run_is_expected_to_render(folders: tuple[Path, Path]) -> None:
    data, outputs = folders
    assert is_likely_stale(outputs / "new", data)


def test_a_newer_file_of_data_or_a_newer_notebook_is_expected_to_render(folders: tuple[Path, Path]) -> None:
    data, outputs = folders
    notebook = outputs.parent / "mine.ipynb"
    notebook.write_text("{}")
    assert not is_likely_stale(outputs, data, ["funding_gap", str(notebook)])
    set_days(notebook, ahead=20)
    assert is_likely_stale(outputs, data, ["funding_gap", str(notebook)])
    set_days(data / "observations" / "x.csv", ahead=20)
    assert is_likely_stale(outputs, data)


def test_a_data_folder_that_is_not_there_is_left_to_the_plan_to_tell(folders: tuple[Path, Path]) -> None:
    _data, outputs = folders
    assert is_likely_stale(outputs, outputs / "nowhere")
